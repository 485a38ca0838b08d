"""What an import read, mended and left out, each thing with its place, told on one screen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Outcome = Literal["repaired", "dropped"]

SHOWN_NOTES: Final = 20
"""On the screen; the file in the corpus folder holds all."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a source file, from 1; the file's name is relative to what was imported."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One thing that was not taken over as it stands, and why."""

    place: Place
    outcome: Outcome
    reason: str


class Journal:
    """The running report of an import, line by line of the sources: each is ok, repaired or dropped.

    A line of which a part had to go is repaired.
    """

    def __init__(self) -> None:
        self._ok: set[Place] = set()
        self._notes: list[Note] = []
        self._remarks: list[str] = []

    @property
    def notes(self) -> list[Note]:
        """All notes, by place."""
        return sorted(self._notes)

    def ok(self, place: Place) -> None:
        """Count a line that was taken over as it stands, unless a note says otherwise."""
        self._ok.add(place)

    def repaired(self, place: Place, reason: str) -> None:
        """Note what is there, but not as it stands."""
        self._notes.append(Note(place, "repaired", reason))

    def dropped(self, place: Place, reason: str) -> None:
        """Note what was left out."""
        self._notes.append(Note(place, "dropped", reason))

    def remark(self, text: str) -> None:
        """Add a sentence about the import as a whole."""
        self._remarks.append(text)

    def screen(self) -> Iterator[str]:
        """Yield the counts of each file, the remarks, and the first notes."""
        yield from self._counts()
        notes = self.notes
        yield from map(_line, notes[:SHOWN_NOTES])
        if len(notes) > SHOWN_NOTES:
            yield f"and {len(notes) - SHOWN_NOTES:,} more of these, all in the report beside the articles"

    def full(self) -> Iterator[str]:
        """Yield the counts of each file, the remarks, and every note."""
        yield from self._counts()
        yield from map(_line, self.notes)

    def counts(self) -> Counter[tuple[str, str]]:
        """Return how many lines of a file are ok, repaired or dropped, by file and outcome."""
        outcomes: dict[Place, str] = dict.fromkeys(self._ok, "ok")
        # Sorted by outcome, so that of several notes on a line `repaired` has the last word.
        outcomes |= {note.place: note.outcome for note in sorted(self._notes, key=lambda note: note.outcome)}
        return Counter((place.file, outcome) for place, outcome in outcomes.items())

    def _counts(self) -> Iterator[str]:
        counts = self.counts()
        for file in sorted({file for file, _ in counts}):
            numbers = (f"{counts[file, outcome]:,} {outcome}" for outcome in ("ok", "repaired", "dropped"))
            yield f"{file}: {', '.join(numbers)}"
        yield from self._remarks


def _line(note: Note) -> str:
    return f"{note.place}: {note.outcome}: {note.reason}"
