"""``python -m benchmark`` is ``bench``."""

from benchmark.cli.main import run

run()
