"""``python -m benchmark`` is ``bench``."""

from benchmark.cli.main import run

# Processes of its own import this module again, under another name.
if __name__ == "__main__":
    run()
