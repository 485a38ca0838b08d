"""The command ``bench``: its subcommands, and the one place where errors become messages and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer
from typer.exceptions import TyperException

from benchmark import __version__
from benchmark.cli.commands import Commands
from benchmark.records import errors

if TYPE_CHECKING:
    from collections.abc import Sequence

INTERRUPTED = 130
CLOSED_PIPE = 141

app = typer.Typer(
    name="bench",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,  # its tracebacks would quote article texts
    rich_markup_mode=None,  # markup in names would be obeyed, and --help would load rich
)


def _show_version(value: bool) -> None:
    if value:
        sys.stdout.write(f"bench {__version__}\n")
        raise typer.Exit


@app.callback()
def _bench(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Turn annotated news articles into a versioned dataset, and score event extraction on it."""


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code (docs/spec/reliability.md); no exception leaves."""
    # What a shell has closed (`2>&-`) is None: talk goes nowhere then, and a result has nowhere to go.
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - until the end
    if sys.stdout is None:
        return _explain(errors.MachineError("standard output is closed"))
    try:
        # What is redirected is a file of ours, and JSON in another encoding is none.
        ours = None if sys.stdout.isatty() else "utf-8"
        for stream, encoding in ((sys.stdout, ours), (sys.stderr, None)):
            # Typed as any text stream, of which not all can do this.
            stream.reconfigure(encoding=encoding, errors="backslashreplace")  # type: ignore[union-attr]
        code = app(args=list(arguments), prog_name="bench", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001 - the one handler
        # Within a command Typer makes an exit with 1 of a broken pipe, which is ours for data that are wrong.
        if isinstance(error.__context__ if isinstance(error, SystemExit) else error, BrokenPipeError):
            return _closed_pipe()
        try:
            return _explain(error, arguments)
        except BrokenPipeError:
            return _closed_pipe()
        except OSError:
            return errors.MachineError.exit_code  # as where standard error goes to a disk that is full
    return code or 0


def _closed_pipe() -> int:
    # The reader has gone: what is still buffered must not complain at interpreter exit.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return CLOSED_PIPE


def _explain(error: BaseException, arguments: Sequence[str] = ()) -> int:
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, TyperException):
        # Usage errors: all of them know how to show themselves, with the usage line.
        cast("Any", error).show()
        return error.exit_code
    from benchmark.store import findings

    if isinstance(error, UnicodeEncodeError):
        # Files are judged when they are read: it stands in the command line, or is the name of a file.
        odd = next((one for one in arguments if one.encode(errors="ignore").decode() != one), None)
        told = "a name or an option is not UTF-8, or this locale cannot spell a name"
        error = errors.MisuseError(told if odd is None else f"{odd} is not UTF-8")
    if isinstance(error, errors.FindingsError):
        sys.stderr.write(findings.report(error.findings))
        return error.exit_code
    if isinstance(error, errors.DatelineError):
        told, code = str(error), error.exit_code
    else:
        told, code = _fault(error), errors.MachineError.exit_code
    # Names of files and labels stand in messages as they are, and may hold what a terminal obeys.
    told = "\n".join(map(findings.one_line, told.split("\n")))
    sys.stderr.write(f"bench: {told}\n")
    return code


def _fault(error: BaseException) -> str:
    """Say in one line what the machine or a bug did, without a library's text: that may quote gold."""
    if isinstance(error, OSError) and error.errno is not None:
        from benchmark.store import files

        cause = files.cause(error)
        return f"{error.filename}: {cause}" if error.filename else cause
    if isinstance(error, MemoryError):
        return "out of memory"
    from benchmark import registry

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"  # noqa: PTH119 - may not be a path at all
    guest = registry.author(
        one.f_globals.get("__name__", "") for one, _ in traceback.walk_tb(error.__traceback__)
    )
    whose = "a bug" if guest is None else f"a bug of {guest}, which is no part of Dateline"
    return f"this is {whose}: {type(error).__name__} at {place}; please report it with the command you ran"
