"""What an import read, mended and left out, each thing with its place, told on one screen."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from benchmark.store.findings import fitted, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

Outcome = Literal["repaired", "dropped"]

SHOWN: Final = 20
"""Files, and kinds of notes, on the screen; the report in the corpus folder holds all."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line of a source file, from 1; the file's name is relative to what was imported."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """One thing that was not taken over as it stands, and why; notes of one ``kind`` are alike."""

    place: Place
    outcome: Outcome
    reason: str
    kind: str


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

    def repaired(self, place: Place, reason: str, kind: str = "") -> None:
        """Note what is there, but not as it stands; without a kind its reason is one."""
        self._notes.append(Note(place, "repaired", reason, kind or reason))

    def dropped(self, place: Place, reason: str, kind: str = "") -> None:
        """Note what was left out; without a kind its reason is one."""
        self._notes.append(Note(place, "dropped", reason, kind or reason))

    def remark(self, text: str) -> None:
        """Add a sentence about the import as a whole."""
        self._remarks.append(text)

    def screen(self) -> Iterator[str]:
        """Yield the counts of each file, or of many together, the remarks, and of notes alike the first.

        What was dropped comes first, and what is most frequent.
        """
        yield from self._counts(SHOWN)
        notes = self.notes
        alike = Counter((note.outcome, note.kind) for note in notes)
        firsts = {(note.outcome, note.kind): note for note in reversed(notes)}
        told = sorted(firsts.values(), key=lambda note: (note.outcome, -alike[note.outcome, note.kind], note))
        for note in told[:SHOWN]:
            others = alike[note.outcome, note.kind] - 1
            yield f"{_line(note)} (and {others:,} more like it)" if others else _line(note)
        if len(notes) > len(told[:SHOWN]):
            yield f"all {len(notes):,} stand in the report beside the articles"

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

    def _counts(self, most: int | None = None) -> Iterator[str]:
        counts = self.counts()
        files = sorted({file for file, _ in counts})
        if most is not None and len(files) > most:
            together = Counter[tuple[str, str]]()
            for (_, outcome), number in counts.items():
                together[f"{len(files):,} files", outcome] += number
            files, counts = [f"{len(files):,} files"], together
        for file in files:
            numbers = (f"{counts[file, outcome]:,} {outcome}" for outcome in ("ok", "repaired", "dropped"))
            yield one_line(f"{file}: {', '.join(numbers)}")
        yield from map(one_line, self._remarks)


def _line(note: Note) -> str:
    # Labels and ids of the export stand in it, of any length and with whatever they hold.
    return fitted(one_line(f"{note.place}: {note.outcome}: {note.reason}"))
