"""The one door for bytes: files read within bounds."""

import codecs
import contextlib
import errno
import gzip
import hashlib
import itertools
import os
import sys
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, BinaryIO, Final, cast

from benchmark.records.errors import Finding, FindingsError, MachineError, MisuseError
from benchmark.store.findings import Place
from benchmark.store.syntax import FOREIGN, parse

LINE_BYTES: Final = 2_000_000
"""Of one line of JSON Lines, and of a file that holds one article or card."""
TOTAL_BYTES: Final = 2 * 1024**3
"""Of a prediction file, decoded."""
DOCUMENT_BYTES: Final = 256 * 1024**2
"""Of a file that we write ourselves as one value: a manifest, an ontology, a report."""
BLANK_LINES: Final = 100_000
"""Of one file: a few bytes of gzip make a thousand million."""
FINDINGS: Final = 100_000
"""More than these are not gathered: memory ends before a hostile file does."""

STANDARD_INPUT: Final = Path("-")
MANIFEST: Final = "manifest.json"
BENCHMARK: Final = "benchmark.toml"
"""At the top of a release, and of a corpus: by these the folders that commands are given are told apart."""

BUFFER: Final = 1 << 18
"""Bytes read or written at once: lines are longer than what Python takes by itself."""
_OPENED = ("/dev", "/proc")
"""Folders of what a caller has opened: bash calls ``<(...)`` by a name in the first, zsh in the second."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file, or a file of one value: its number from 1, and what is wrong with it so far.

    Only a ``readable`` one has a value: of a raw line its bytes, which are still to be ``parsed``. What is
    wrong with a file as a whole is a line that is not readable. ``data`` are the bytes of a file of one value
    over several lines, to find the line of a finding.
    """

    file: str
    number: int
    value: Any
    findings: tuple[Finding, ...] = ()
    readable: bool = True
    data: bytes = b""

    @property
    def place(self) -> Place:
        """Where it stands, for further findings."""
        return Place(self.file, self.number)


def read_lines(
    path: Path, *, total: int | None = TOTAL_BYTES, line_bytes: int = LINE_BYTES
) -> Iterator[Line]:
    """Yield the rows of JSON Lines as ``raw_lines`` does, parsed."""
    return map(parsed, raw_lines(path, total=total, line_bytes=line_bytes))


def raw_lines(
    path: Path,
    *,
    total: int | None = TOTAL_BYTES,
    line_bytes: int = LINE_BYTES,
    part: tuple[int, int] | None = None,
) -> Iterator[Line]:
    r"""Yield the rows of JSON Lines, split at ``\n`` only; blank ones are skipped, a final CR is dropped.

    A name that ends in ``.gz`` is read through gzip; ``-`` is standard input. ``total`` bounds the decoded
    bytes. Bad rows come as lines with findings, and reading goes on after them, but for a file that begins as
    one of UTF-16 or gzip does: of it comes the first line. ``part`` has two places in bytes of a plain file:
    only lines that begin from the first to before the second are read, from number 1.

    Raises:
        MisuseError: there is no such file, or it is a folder, a pipe or a device (but for those that the
            caller has opened, in /dev or /proc).
        MachineError: it cannot be read.
    """
    place = Place(str(path))
    number = rows = blank = size = 0
    with _opened(path) as stream:
        left = _entered(stream, part) if part else None
        while left is None or size < left:
            try:
                data, length = _next_line(stream, line_bytes, None if total is None else total - size)
            except (EOFError, gzip.BadGzipFile, zlib.error):
                yield _unreadable(Place(place.file, number + 1), "compression", _torn(path))
                return
            size += length
            if not data:
                break
            number += 1
            if number == 1 and data.startswith(FOREIGN) and not (part and part[0]):
                yield Line(place.file, number, data)
                return
            if length > line_bytes and not data.endswith(b"\n"):
                rows += 1
                message = f"is a line longer than {line_bytes:,} bytes"
                yield _unreadable(Place(place.file, number), "limit", message)
            elif data.strip(b" \t\r\n"):
                rows += 1
                yield Line(place.file, number, data.removesuffix(b"\n").removesuffix(b"\r"))
            else:
                blank += 1
            beyond = total is not None and size > total
            if beyond or blank > BLANK_LINES:
                what = f"{total:,} bytes" if beyond else f"{BLANK_LINES:,} blank lines"
                yield _unreadable(Place(place.file, number), "limit", f"goes beyond {what} here")
                return
    if not size and path.suffix == ".gz" and path.stat().st_size == 0:
        yield _unreadable(place, "compression", "is an empty file, not a compressed one")
    elif not rows and part is None:
        yield _unreadable(place, "empty", "has no rows")


def by_line(rows: Iterator[Line]) -> Iterator[Line]:
    """Yield raw rows as they come, unless the first begins a list, or a value that goes on over more lines.

    Raises FindingsError with this alone, since of such a file every line would be a finding.
    """
    for first in itertools.islice(rows, 1):
        begins = first.value.strip() if first.readable else b""
        allowed = "JSON Lines: each article on a line of its own, with no list around them"
        if begins.startswith(b"["):
            raise first.place.refusal("type", "begins a list", allowed)
        if begins == b"{":
            raise first.place.refusal("syntax", "begins a value of several lines", allowed)
        yield first
    yield from rows


def read_document(path: Path, *, limit: int = LINE_BYTES, fits: Callable[[Any], bool] | None = None) -> Line:
    """Return a file that holds one JSON value, as line 1; errors as ``raw_lines``, ``fits`` as ``parse``."""
    return parsed(raw_document(path, limit=limit), fits)


def raw_document(path: Path, *, limit: int = LINE_BYTES) -> Line:
    """Return a file that holds one JSON value, as its line 1, not yet parsed; errors as ``raw_lines``."""
    place = Place(str(path))
    with _opened(path) as stream:
        try:
            data = stream.read(limit + 1)
        except (EOFError, gzip.BadGzipFile, zlib.error):
            return _unreadable(place, "compression", _torn(path))
    if len(data) > limit:
        return _unreadable(place, "limit", f"is longer than {limit:,} bytes")
    if not data or data.isspace():
        return _unreadable(place, "empty", "is empty")
    return Line(place.file, place.line, data)


def parsed(raw: Line, fits: Callable[[Any], bool] | None = None) -> Line:
    """Return a raw line with the value that its bytes spell, or with what is wrong with them."""
    if not raw.readable:
        return raw
    data: bytes = raw.value
    told = parse(data, raw.place, fits)
    source = data if told.readable and b"\n" in data.strip() else b""
    return Line(raw.file, raw.number, told.value, told.findings, told.readable, source)


def read_json(path: Path) -> Any:
    """Return the one JSON value of a file; raises FindingsError, and errors as ``raw_lines``."""
    document = read_document(path, limit=DOCUMENT_BYTES)
    if document.findings:
        raise FindingsError(document.findings)
    return document.value


def read_text(path: Path, *, limit: int = DOCUMENT_BYTES) -> str:
    """Return the text of a file, line ends as they are.

    Raises:
        FindingsError: it is not UTF-8, or longer than ``limit`` bytes.
        MisuseError, MachineError: as ``raw_lines``.
    """
    data = read_bytes(path, limit=limit)
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        place = Place(str(path), data.count(b"\n", 0, error.start) + 1)
        is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        raise place.refusal("encoding", "is UTF-16, not UTF-8" if is_utf16 else "is not UTF-8") from None


def read_bytes(path: Path, *, limit: int = DOCUMENT_BYTES) -> bytes:
    """Return the bytes of a file; errors as ``read_text``, whatever they are."""
    with _opened(path) as stream:
        data = stream.read(limit + 1)
    if len(data) > limit:
        raise Place(str(path)).refusal("limit", f"is longer than {limit:,} bytes")
    return data


def below(folder: Path, *, deep: bool = True) -> list[Path]:
    """Return the files in a folder and its folders, sorted, but for those that are ``hidden`` there.

    Unless ``deep``, what is hidden in its folders is returned too. Raises MachineError for a folder that may
    not be read: what is in it would be missing without a word.
    """
    found: list[Path] = []
    for place, folders, names in os.walk(folder, onerror=_refuse_unread):
        if deep or Path(place) == folder:
            folders[:] = [name for name in folders if not name.startswith(".")]
            names = [name for name in names if not name.startswith(".")]  # noqa: PLW2901 - fewer of the same
        found += [Path(place, name) for name in names]
    return sorted(file for file in found if file.is_file())


def shelf(folder: Path, *endings: str) -> list[Path]:
    """Return what stands in a folder and ends so, sorted, but for what is ``hidden``; errors as ``below``."""
    with our_errors(folder, "read"):
        found = list(folder.iterdir())
    return sorted(path for path in found if path.name.endswith(endings) and not path.name.startswith("."))


def hidden(path: PurePath) -> bool:
    """Return whether a program left a file for itself, or it is in a folder of such.

    macOS puts ``__MACOSX/._a.ann`` into a zip of ``a.ann``; Jupyter keeps copies in ``.ipynb_checkpoints``.
    """
    return any(part.startswith(".") for part in path.parts)


def digest_file(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal."""
    with our_errors(path, "read"), path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def cause(error: OSError) -> str:
    """Return why the machine says no, in words; never the names or values in the error."""
    if error.errno == errno.ENOSPC:
        return "the disk is full"
    return os.strerror(error.errno).lower() if error.errno else "input or output failed"


def _unreadable(place: Place, kind: str, message: str) -> Line:
    return Line(place.file, place.line, None, (place.finding((), kind, message),), readable=False)


def _entered(stream: BinaryIO, part: tuple[int, int]) -> int:
    """Go to the first line that begins in a part of a file, and return how many bytes the part has left."""
    start, stop = part
    if start:
        stream.seek(start - 1)
        while stream.tell() < stop and (data := stream.readline(LINE_BYTES)) and not data.endswith(b"\n"):
            pass
    return stop - stream.tell()


def _next_line(stream: BinaryIO, longest: int, room: int | None) -> tuple[bytes, int]:
    """Return the next line and how many bytes were read for it.

    Of one that is longer than ``longest`` bytes the rest is read and dropped, but stops beyond ``room``.
    """
    data = stream.readline(longest + 1)
    length = len(data)
    if length > longest and not data.endswith(b"\n"):
        while more := stream.readline(longest):
            length += len(more)
            if more.endswith(b"\n") or (room is not None and length > room):
                break
    return data, length


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    if path == STANDARD_INPUT:
        if sys.stdin is None:
            raise MisuseError("standard input is closed")
        yield cast("BinaryIO", sys.stdin.buffer)
        return
    with our_errors(path, "read"):
        # Of a pipe without a writer not even the opening ends; one that a caller has opened is open.
        opened = any(map(path.is_relative_to, _OPENED))
        if not (opened or path.is_file() or path.is_dir()) and path.exists():
            raise MisuseError(f"{path} is a pipe or a device, want a file")
        try:
            raw = path.open("rb", buffering=BUFFER)
        except (FileNotFoundError, NotADirectoryError, ValueError):
            raise MisuseError(f"{path}: no such file") from None
        except IsADirectoryError:
            given = "a release" if (path / MANIFEST).is_file() else "a folder"
            raise MisuseError(f"{path} is {given}, want a file") from None
        with raw:
            yield cast("BinaryIO", gzip.GzipFile(fileobj=raw)) if path.suffix == ".gz" else raw


def _torn(path: Path) -> str:
    """Return what is the matter with a file named after gzip that gzip does not read."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    return "is cut off or damaged" if packed else "is not compressed by gzip, though its name ends in .gz"


@contextlib.contextmanager
def our_errors(path: Path, what: str) -> Iterator[None]:
    """Turn the machine's errors into ours, which name the path and the cause."""
    try:
        yield
    except BrokenPipeError:
        raise  # whoever read our output has gone, which is no fault of the path
    except NotADirectoryError:
        raise MisuseError(f"cannot {what} {path}: a file stands where a folder is wanted") from None
    except OSError as error:
        raise MachineError(f"cannot {what} {path}: {cause(error)}") from error


def _refuse_unread(error: OSError) -> None:
    if not isinstance(error, (FileNotFoundError, NotADirectoryError)):
        raise MachineError(f"cannot read {error.filename}: {cause(error)}") from error
