"""The command ``bench``, also as ``python -m benchmark``."""

import gc
import sys
from typing import NoReturn


def run() -> NoReturn:
    """Entry point of ``bench`` and ``dateline-bench``."""
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
