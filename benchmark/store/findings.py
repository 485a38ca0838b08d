"""How findings are made and shown: paths, values, lines for people, JSON Lines for programs."""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any, Final, TypeVar

from benchmark.records.errors import Finding, FindingsError
from benchmark.records.text import counted

SHOWN_CHARACTERS: Final = 40
"""Of a value, in a message."""
LINE_CHARACTERS: Final = 400
SHOWN_OF_A_KIND: Final = 20
SHOWN_IN_ALL: Final = 100

Keys = tuple[str | int, ...]
"""Keys and indices from the top of a JSON value."""

_Source = TypeVar("_Source")
_Read = TypeVar("_Read")

_INDEX = re.compile(r"\[[0-9]+\]")
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Place:
    """A JSON value in a file, for findings about its parts."""

    file: str
    line: int = 1

    def finding(  # noqa: PLR0913 - a finding has that many sides
        self,
        path: Keys,
        kind: str,
        message: str,
        *,
        found: Any = None,
        allowed: str | None = None,
        near: str | None = None,
    ) -> Finding:
        """Return the finding; ``found`` is a JSON value, or None where it is not to be shown."""
        shown = None if found is None else words(found)
        return Finding(self.file, self.line, json_path(path), kind, message, shown, allowed, near)

    def refusal(self, kind: str, message: str, allowed: str | None = None) -> FindingsError:
        """Return the error that says one thing of the whole value, which is read no further."""
        return FindingsError([self.finding((), kind, message, allowed=allowed)])


def each(sources: Iterable[_Source], read: Callable[[_Source], _Read]) -> Iterator[_Read]:
    """Yield what is read of each source, so that one that is wrong does not hide the next.

    Raises FindingsError after the last, with what is wrong in any of them.
    """
    found: list[Finding] = []
    waiting = iter(sources)
    while True:
        try:
            made = read(next(waiting))
        except StopIteration:
            break
        except FindingsError as error:
            found += error.findings
            continue
        yield made
    if found:
        raise FindingsError(found)


def both(one: Callable[[], _Source], other: Callable[[], _Read]) -> tuple[_Source, _Read]:
    """Return what two reads give; raises FindingsError with what is wrong in either of them."""
    return beside(one, other), other()


def beside(one: Callable[[], _Source], other: Callable[[], object]) -> _Source:
    """Return what one read gives; where it raises FindingsError, with the findings of the other, too."""
    try:
        return one()
    except FindingsError as error:
        try:
            other()
        except FindingsError as more:
            raise FindingsError([*error.findings, *more.findings]) from None
        raise


def json_path(path: Keys) -> str:
    r"""Return a path as ``$.events[2].date``; an odd key as ``['a\u0020b']``."""
    return "$" + "".join(_step(part) for part in path)


def enclosing(path: str, known: Container[str]) -> str:
    """Return the nearest known path, in words, that a path is or lies in; ``$`` is always known.

    What is missing has no place; what it is missing from has.
    """
    return next((part for part in outward(path) if part in known), "$")


def outward(path: str) -> Iterator[str]:
    """Yield a path, in words, and what it may lie in, up to ``$``."""
    while path != "$":
        yield path
        path = path[: max(path.rfind("."), path.rfind("["), 1)]
    yield path


def unnumbered(path: str) -> str:
    """Return a path, in words, without its indices, so that it is the same for every event."""
    return _INDEX.sub("", path)


def words(value: Any) -> str:
    """Return a JSON value as it stands in a sentence, with what goes beyond the characters shown left out."""
    if isinstance(value, str):
        return value[: SHOWN_CHARACTERS + 1]
    if isinstance(value, list):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return "an object"
    return json.dumps(value)[: SHOWN_CHARACTERS + 1]


def cut(text: str) -> str:
    """Return the text in at most the characters shown."""
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[: SHOWN_CHARACTERS - 1]}…"


def escape(text: str) -> str:
    r"""Return the text with quotes, backslashes and what is not printable as ``\'``, ``\\``, ``\u0000``."""
    return "".join(_escaped(character) if _odd(character) else character for character in text)


def one_line(text: str) -> str:
    r"""Return our own words, or a name among them, with what is not printable as ``\u001b``; quotes stay."""
    return "".join(character if character.isprintable() else _escaped(character) for character in text)


def fitted(line: str) -> str:
    """Return a line in at most LINE_CHARACTERS."""
    return line if len(line) <= LINE_CHARACTERS else f"{line[: LINE_CHARACTERS - 1]}…"


def sentence(finding: Finding) -> str:
    """Return one line for people: where, what was found, what is wanted, the nearest."""
    return fitted(f"{one_line(finding.file)}:{finding.line}: {claim(finding)}")


def claim(finding: Finding) -> str:
    """Return what a line for people says after the file and the line in it, at any length."""
    found = "" if finding.found is None else f" '{escape(cut(finding.found))}'"
    wanted = "" if finding.allowed is None else f", want {one_line(finding.allowed)}"
    near = "" if finding.near is None else f", did you mean '{escape(cut(finding.near))}'?"
    # The name is worth more than the list it is out of, which may fill the line.
    order = near + wanted.lstrip(",") if near and len(wanted) > SHOWN_CHARACTERS else wanted + near
    return f"{finding.path}{found} {one_line(finding.message)}{order}"


def report(findings: Sequence[Finding]) -> str:
    """Return what a person is told: some findings of each kind, then how many there are of each."""
    shown = _chosen(findings)
    seen = Counter(finding.kind for finding in findings)
    counts = ", ".join(f"{count:,} {kind}" for kind, count in sorted(seen.items()))
    left_out = len(findings) - len(shown)
    rest = f"; {left_out:,} of them are not shown" if left_out else ""
    lines = [*map(sentence, shown), f"{counted(len(findings), 'finding')}: {counts}{rest}"]
    return "".join(f"{line}\n" for line in lines)


def _chosen(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings to be shown, in their order: as many sides of each kind as there is room for.

    One mistake made all over a file hides no other: of a kind each path, whatever its indices, has its turn,
    and of a path each value.
    """
    seen: Counter[tuple[str, str, str | None]] = Counter()
    sides: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for index, finding in enumerate(findings):
        side = finding.kind, unnumbered(finding.path)
        value = (*side, finding.found)
        if seen[value] < SHOWN_OF_A_KIND:
            sides[side].append((seen[value], index))
            seen[value] += 1
    turns: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for (kind, _), members in sides.items():
        turns[kind] += [(turn, index) for turn, (_, index) in enumerate(sorted(members))]
    of_each = (sorted(members)[:SHOWN_OF_A_KIND] for members in turns.values())
    indices = (index for _, index in sorted(chain.from_iterable(of_each))[:SHOWN_IN_ALL])
    return [findings[index] for index in sorted(indices)]


def json_lines(findings: Iterable[Finding]) -> Iterator[str]:
    """Yield each finding as one line of JSON with the keys of the record, values cut as everywhere."""
    for finding in findings:
        cells = asdict(finding)
        for key in ("found", "near"):
            if cells[key] is not None:
                cells[key] = cut(cells[key])
        yield json.dumps(cells) + "\n"


def _step(part: str | int) -> str:
    if isinstance(part, int):
        return f"[{part}]"
    if _PLAIN_KEY.fullmatch(part) and len(part) <= SHOWN_CHARACTERS:
        return f".{part}"
    return (
        "['"
        + "".join(c if c.isascii() and (c.isalnum() or c in "_-.") else _escaped(c) for c in cut(part))
        + "']"
    )


def _odd(character: str) -> bool:
    return character in "'\\" or not character.isprintable()


def _escaped(character: str) -> str:
    if character in "'\\":
        return f"\\{character}"
    units = character.encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
