"""The one writer: what is written is seen whole or not at all."""

import contextlib
import errno
import filecmp
import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

import filelock

from benchmark.records.errors import CheckError, MachineError, MisuseError
from benchmark.store.files import our_errors

LOCK_SECONDS: Final = 60

_TEMPORARY: Final = ".tmp-"
_SCRATCH: Final = ".tmp-scratch-"
_LOCK: Final = ".dateline.lock"


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold the folder's lock: over reading, changing and writing what depends on each other.

    It dies with its process, and may be taken again while it is held. Its file stays: were it deleted, two
    processes could each hold a lock of that name. Raises MisuseError for a file, MachineError after
    LOCK_SECONDS.
    """
    with our_errors(folder, "write"):
        if folder.exists() and not folder.is_dir():
            raise MisuseError(f"{folder} is a file, want a folder")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder.resolve() / _LOCK
        held = filelock.FileLock(path, timeout=LOCK_SECONDS, is_singleton=True)
        try:
            held.acquire()
        except PermissionError:
            if not path.exists():
                raise
            message = f"cannot write {folder}: permission denied for {_LOCK} in it, perhaps another user's"
            raise MachineError(message) from None
        except filelock.Timeout:
            message = f"cannot write {folder}: another process has held {_LOCK} in it for {LOCK_SECONDS} s"
            raise MachineError(message) from None
    try:
        yield
    finally:
        held.release()


def write_file(path: Path, data: bytes) -> None:
    """Write a file at once: whoever opens it sees the old bytes or all the new ones, also after a crash.

    A link is followed; a device or a pipe is written to as it is. Raises MisuseError for a folder,
    MachineError when it cannot be written.
    """
    if path.is_dir():
        raise MisuseError(f"{path} is a folder, want a file")
    with our_errors(path, "write"):
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = Path(os.path.realpath(path))  # Path.resolve fails on a loop of links, with no OSError
        with lock(target.parent):
            _sweep(target.parent, f"{_TEMPORARY}{target.name}-")
            draft = target.parent / f"{_TEMPORARY}{target.name}-{os.getpid()}"
            try:
                draft.write_bytes(data)
                sync(draft)
                draft.replace(target)
                sync(target.parent)
            finally:
                draft.unlink(missing_ok=True)


def append_line(path: Path, data: bytes) -> None:
    """Add a line to a file that grows; it is on the disk when this returns. Errors as ``write_file``.

    A last line that was cut off, as when the disk was full, is ended first.
    """
    if path.is_dir():
        raise MisuseError(f"{path} is a folder, want a file")
    with lock(path.parent), our_errors(path, "write"), path.open("ab+") as stream:
        if stream.tell():
            stream.seek(-1, os.SEEK_END)
            data = data if stream.read() == b"\n" else b"\n" + data
        stream.write(data + b"\n")
        stream.flush()
        _flush(stream.fileno())


@contextlib.contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Hold the folder's lock, and give a new folder in it for what is thrown away in the end.

    What processes that died have left in the folder goes first. Errors as ``publish``.
    """
    with our_errors(folder, "write"), lock(folder):
        _sweep(folder, _TEMPORARY)
        draft = folder / f"{_SCRATCH}{os.getpid()}"
        draft.mkdir()
        try:
            yield draft
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextlib.contextmanager
def temporary() -> Iterator[Path]:
    """Give a new folder among the temporary ones of the system; raises MachineError as ``publish``."""
    try:
        folder = Path(tempfile.gettempdir())
    except FileNotFoundError:
        raise MachineError("no folder for temporary files can be written to: name one in TMPDIR") from None
    with our_errors(folder, "write"), tempfile.TemporaryDirectory(prefix="dateline-") as made:
        yield Path(made)


def publish(target: Path, write: Callable[[Path], None], *, history: Path | None = None) -> None:
    """Make a folder at once: ``write`` fills a temporary one beside it, which then takes the name.

    The same bytes again change nothing. Other ones are refused, unless ``history``, a folder of the same file
    system, takes in what is there: under the first free number from 1. A crash between the two renames leaves
    the old one there and none in its place, never half of both.

    Raises:
        CheckError: the folder is there with other content; a version once published stays as it is.
        MisuseError: a file stands in its place.
        MachineError: it cannot be written, or locked.
    """
    if target.exists() and not target.is_dir():
        raise MisuseError(f"{target} is a file, want a folder")
    with our_errors(target, "write"), lock(target.parent):
        _sweep(target.parent, _TEMPORARY, spare=_SCRATCH)
        draft = target.parent / f"{_TEMPORARY}{target.name}-{os.getpid()}"
        try:
            draft.mkdir()
            write(draft)
            replaces = target.exists() and any(target.iterdir())
            if replaces and _same(target, draft):
                return
            if replaces and history is None:
                raise CheckError(
                    f"{target} is there with other content, which stays: name a new version or folder"
                )
            for path in sorted(draft.rglob("*"), reverse=True):  # a folder after what is in it
                sync(path)
            sync(draft)
            if replaces and history is not None:
                _retire(target, history)
            draft.rename(target)
            sync(target.parent)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


def _retire(folder: Path, history: Path) -> None:
    history.mkdir(parents=True, exist_ok=True)
    number = next(number for number in itertools.count(1) if not (history / str(number)).exists())
    folder.rename(history / str(number))
    sync(history)


def publish_files(target: Path, contents: Mapping[str, bytes], *, history: Path | None = None) -> None:
    """Make a folder of files, by their paths in it, as ``publish`` does."""

    def write(folder: Path) -> None:
        for name, data in contents.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)

    publish(target, write, history=history)


def sync(path: Path) -> None:
    """Wait until what was written to a file or folder is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        _flush(descriptor)
    finally:
        os.close(descriptor)


def _sweep(folder: Path, prefix: str, spare: str = "/") -> None:
    """Remove what a process that died has left; under the lock, so nobody but its holder is at work on it."""
    for left in folder.iterdir():
        if left.name.startswith(prefix) and not left.name.startswith(spare):
            if left.is_dir() and not left.is_symlink():
                shutil.rmtree(left)
            else:
                left.unlink()


def _flush(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    except OSError as error:
        # So says a file system that does not offer it, as shares of SMB and VirtualBox of their folders.
        if error.errno != errno.EINVAL:
            raise


def _files(folder: Path) -> list[Path]:
    return sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())


def _same(there: Path, made: Path) -> bool:
    """Return whether a folder holds what was made, and at its top no more than what others hide there.

    Git, the Finder and the Hub's client do. ``.eval_results``, which we make, has such a name too.
    """
    ours = set(_files(made))
    theirs = {path for path in _files(there) if path in ours or not path.parts[0].startswith(".")}
    filecmp.clear_cache()
    return theirs == ours and all(filecmp.cmp(there / file, made / file, shallow=False) for file in ours)
