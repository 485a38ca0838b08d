"""Disagreements as a list to read, and as one page on which a person decides them."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from markupsafe import Markup, escape

from benchmark.records.agreement import CHOICES, KINDS
from benchmark.records.text import clean, legible, legible_line
from benchmark.scoring.disagreements import SCALARS
from benchmark.store import codec
from benchmark.tables import markdown
from benchmark.tables.document import environment, policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from benchmark.records.agreement import Disagreement, Side
    from benchmark.records.article import Article

AROUND: Final = 120
"""Code points of the text that are shown before and after each mention, at most."""
_LONG: Final = 30
_QUOTED: Final = re.compile("“(.*?)”")
_LABELS: Final = dict(zip(CHOICES, ("A", "B", "both", "neither", "write"), strict=True))


class _Piece(NamedTuple):
    """Words of the text and who marked them: first, second or shared, or nobody (empty)."""

    text: str
    side: str


class _Case(NamedTuple):
    """A disagreement with its words in the text, and what can be chosen."""

    told: Disagreement
    context: Sequence[_Piece]
    choices: Sequence[tuple[str, str]]


def render(
    names: tuple[str, str], disagreements: Sequence[Disagreement], articles: Mapping[str, Article]
) -> str:
    """Return a page that opens from disk and fetches nothing; what is decided on it is saved as a file."""
    templates = environment(Path(__file__).resolve().parent / "templates", clean)
    templates.filters |= {"text": _text, "json": _json, "lines": lines, "apart": _apart}
    inline = {name: templates.get_template(f"adjudicate.{name}").render() for name in ("css", "js")}
    counts = Counter(told.kind for told in disagreements)
    page: str = templates.get_template("adjudicate.html.j2").render(
        names=names,
        kinds=[(kind, counts[kind]) for kind in KINDS if counts[kind]],
        cases=[
            _Case(told, _context(told, articles[told.article_id].text), _choices(told))
            for told in disagreements
        ],
        policy=policy(inline["css"], inline["js"]),
    )
    return page + "\n"


def render_list(names: tuple[str, str], disagreements: Sequence[Disagreement]) -> str:
    """Return the disagreements as Markdown, the worst first."""
    told = [f"# Disagreements of {_words(names[0])} (A) and {_words(names[1])} (B)\n"]
    for number, one in enumerate(disagreements, start=1):
        about = f"{one.kind} of {_words(one.about)} in {_words(one.article_id)}"
        told.append(f"{number}. {about}, `{one.id}`")
        for letter, side in (("A", one.first), ("B", one.second)):
            said = "; ".join(_words(line) for line in lines(side, one.kind)) if side else "nothing"
            told.append(f"   - {letter}: {said}")
    return "\n".join(told) + "\n"


def lines(side: Side, kind: str) -> list[str]:
    """Return what a side says in words: the value in question, then the words it is about, with offsets."""
    value = side.value
    marked = [f"“{one.text}” {_place(one.start, one.end)}".strip() for one in side.mentions]
    if kind == "event":
        when = value["date"]["value"] or "no date"
        fillers = [
            f"{argument['role']} “{argument['mentions'][0]['text']}”" for argument in value["arguments"]
        ]
        return [f"{value['event_type']}, {value['status']}, {when}", *marked, *fillers]
    if kind == "date":
        others = "".join(f" or {other}" for other in value["alternatives"])
        basis = f" ({value['basis']})" if value["basis"] else ""
        return [f"{value['value'] or 'no date'}{others}{basis}", *marked]
    if kind == "argument":
        return [value["role"] + (" (optional)" if value["optional"] else ""), *marked]
    if kind == "trigger":
        return marked
    if kind == "tags":
        return [", ".join(value) or "none"]
    return ["none" if value is None else str(value).lower() if kind == "optional" else str(value), *marked]


def _place(start: int | None, end: int | None) -> str:
    return "" if start is None else f"[{start}, {end})"


def _words(text: str) -> str:
    return markdown.escape(clean(text))


def _choices(told: Disagreement) -> Sequence[tuple[str, str]]:
    """Return what can be chosen; of something and nothing, both and neither are one of the two again."""
    two = told.kind not in SCALARS and told.first is not None and told.second is not None
    return [(value, label) for value, label in _LABELS.items() if two or value not in {"both", "neither"}]


def _context(told: Disagreement, text: str) -> list[_Piece]:
    """Return the text around what either side marked, in pieces; what is left out shows as an ellipsis."""
    marked = [
        [span for mention in (side.mentions if side else ()) for span in mention.span or ()]
        for side in (told.first, told.second)
    ]
    windows = _joined(_window(text, start, end) for spans in marked for start, end in spans)
    pieces = []
    for low, high in windows:
        cuts = {low, high} | {cut for spans in marked for span in spans for cut in span if low <= cut <= high}
        pieces.append(_Piece("… " if low else "", ""))
        for start, end in itertools.pairwise(sorted(cuts)):
            ours, theirs = (any(a <= start and end <= b for a, b in spans) for spans in marked)
            side = "shared" if ours and theirs else "first" if ours else "second" if theirs else ""
            pieces.append(_Piece(text[start:end], side))
    if windows and windows[-1][1] < len(text):
        pieces.append(_Piece(" …", ""))
    return pieces


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return what stands around a mention, at most AROUND code points on each side, in whole words.

    A word that is longer than ``_LONG``, or a script without spaces, is cut.
    """
    low, high = max(0, start - AROUND), min(len(text), end + AROUND)
    if low:
        low = next((i for i in range(low, min(low + _LONG, start)) if text[i - 1].isspace()), low)
    if high < len(text):
        high = next((i for i in range(high, max(high - _LONG, end), -1) if text[i].isspace()), high)
    return low, high


def _joined(windows: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for low, high in sorted(windows):
        if joined and low <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], high)
        else:
            joined.append((low, high))
    return joined


def _text(value: str) -> Markup:
    """Return a text with its line ends, escaped; all else that is shown is one line."""
    return escape(legible(value))


def _apart(line: str) -> Markup:
    """Return a line, escaped, whose quoted words have a direction of their own.

    Words that run from right to left would take what stands beside them along: offsets, other words.
    """
    return Markup(_QUOTED.sub(r"“<bdi>\1</bdi>”", str(escape(legible_line(line)))))  # noqa: S704 - escaped just here


def _json(value: object) -> str:
    return codec.pretty(value).decode().rstrip("\n")
