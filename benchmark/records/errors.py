"""What can be wrong: findings about data, and the errors that carry an exit code to the shell."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Final

from benchmark.records.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing wrong with a file: where, what was found, what is allowed, the nearest valid name.

    ``line`` counts from 1; ``path`` is a JSON path from ``$``. ``found``, ``allowed`` and ``near`` are
    already in words fit for a reader, or null; they are escaped and cut only when shown.
    """

    file: str
    line: int
    path: str
    kind: str
    message: str
    found: str | None = None
    allowed: str | None = None
    near: str | None = None


class DatelineError(Exception):
    """Base of every error that a user may see; ``exit_code`` is what the shell ends with."""

    exit_code: ClassVar[int] = 4


class FindingsError(DatelineError):
    """The data says no: every finding at once, in order of file, line and path."""

    exit_code = 1

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings: tuple[Finding, ...] = tuple(sorted(set(findings), key=_place))
        first = "".join(
            f", first {one.file}:{one.line}: {one.path} {one.message}" for one in self.findings[:1]
        )
        super().__init__(f"{counted(len(self.findings), 'finding')}{first}")

    def __reduce__(self) -> tuple[type[FindingsError], tuple[tuple[Finding, ...]]]:
        # Errors come back from other processes, made anew from what they were made of.
        return type(self), (self.findings,)


class CheckError(DatelineError):
    """A check ran and says no (drift, a failed verification); the message is the whole story."""

    exit_code = 1


class MisuseError(DatelineError):
    """The command was called wrongly: unknown name, missing path, wrong kind of path."""

    exit_code = 2


class UnknownNameError(MisuseError):
    """A name that is in no table, with the nearest and all known ones."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name, self.known = kind, name, sorted(known)
        near = nearest(name, self.known)
        hint = f", did you mean {near!r}?" if near else ";"
        super().__init__(f"unknown {kind} {name!r}{hint} known: {', '.join(self.known) or 'none'}")

    def __reduce__(self) -> tuple[type[UnknownNameError], tuple[str, str, list[str]]]:
        return type(self), (self.kind, self.name, self.known)


class OtherVersionError(DatelineError):
    """Another dataset, ontology or scorer version than was asked for."""

    exit_code = 3


class MachineError(DatelineError):
    """The machine says no: disk, permission, memory, lock. Names the path and the cause."""

    exit_code = 4


_BEGINNING: Final = 3
"""Letters from which on the beginning of a name may mean it."""


def nearest(name: str, known: Sequence[str]) -> str | None:
    """Return the known name most like ``name``, else the only one that begins so (case aside), or None."""
    folded = {candidate.casefold(): candidate for candidate in reversed(known)}
    # difflib is quadratic in the length; no valid name is longer than this.
    wanted = name[:200].casefold()
    # Below 0.7 it takes one word for another, such as assist for ASSAULT, or happened for threatened.
    matches = difflib.get_close_matches(wanted, list(folded), n=1, cutoff=0.7)
    if not matches and len(wanted) >= _BEGINNING:
        begun = [candidate for candidate in folded if candidate.startswith(wanted)]
        matches = begun if len(begun) == 1 else []
    return folded[matches[0]] if matches else None


def _place(finding: Finding) -> tuple[object, ...]:
    # Numbers as numbers, so that $.events[2] comes before $.events[10].
    path = tuple((int(part), "") if part.isdecimal() else (-1, part) for part in _NUMBERS.split(finding.path))
    return (finding.file, finding.line, path, finding.kind, finding.message, finding.found or "")


_NUMBERS = re.compile("([0-9]+)")
