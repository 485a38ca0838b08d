"""The command ``bench``, also as ``python -m benchmark``."""

import gc
import os
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Entry point of ``bench`` and ``dateline-bench``."""
    # As many threads of numpy as there are cores win nothing here, and wait for each other where there is
    # other work, such as that of processes of our own, which inherit this.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        # Here, because processes of its own import this module again, and need no command line.
        from benchmark.cli.main import main

        # Records have no cycles, and looking for some takes a quarter of the time of scoring many.
        gc.disable()
        code = main(sys.argv[1:])
    except KeyboardInterrupt:
        code = 130  # while modules were loading: in a command, main says the same
    sys.exit(code)


if __name__ == "__main__":
    run()
