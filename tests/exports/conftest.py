"""The command, run in this process."""

from types import SimpleNamespace

import pytest

from benchmark.cli.main import main


@pytest.fixture
def bench(capsys):
    """Run a command and return its exit code, and what it said on both streams."""

    def run(*arguments):
        code = main([str(argument) for argument in arguments])
        return SimpleNamespace(code=code, **capsys.readouterr()._asdict())

    return run
