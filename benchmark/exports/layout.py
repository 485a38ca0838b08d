"""An article as annotation tools draw it: marked words, events on one of them each, lines between them.

The importers read it back: an event's other triggers and a filler's other mentions are joined to the first
by coreference, fillers hang on roles, time expressions on a line of their own.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from benchmark.records.article import Event, Mention

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence

    from benchmark.records.article import Article

TIME_ROLE: Final = "when"
"""What leads to a time expression, unless a role is called so."""
NO_DATE: Final = "none"
"""Said of an undated event with time expressions: else a full date among these would be read as its date."""
MODE: Final = "mode"
TAGS: Final = "tags"
ALTERNATIVE: Final = "alternative"
"""Of a note that holds a further date."""
LEFT_OUT: Final = {
    "trigger": "events left out, no trigger of which stands in the text",
    "mention": "mentions left out that stand nowhere in the text",
    "filler": "fillers left out, no mention of which stands in the text",
    "optional": "events and fillers that lose their mark as optional",
    "regions": "articles that lose their regions",
}


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of words that are no event, free of the names of event types, and of lines, free of roles.

    ``time_role`` leads to the time of an event, ``coreference`` to another mention.
    """

    mention: str
    time: str
    time_role: str
    coreference: str

    @classmethod
    def of(cls, types: Container[str], roles: Container[str]) -> Labels:
        """Return the labels for an ontology's types and roles, as the tool calls them."""
        return cls(
            mention=free("Mention", types),
            time=free("Time", types),
            time_role=free(TIME_ROLE, roles),
            coreference=free("Coreference", roles),
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """Words under a label; ``owner`` is the place of the event that they trigger first, else None."""

    label: str
    mention: Mention
    owner: int | None = None


@dataclass(slots=True)
class Drawn:
    """An event by its marks, given by their places: its first trigger, its fillers by role, its times."""

    event: Event
    trigger: int
    arguments: list[tuple[str, int]] = field(default_factory=list)
    times: list[int] = field(default_factory=list)

    def said(self) -> Iterator[tuple[str, str]]:
        """Yield what is said of the event by choosing one of a list, by name; tags are beside it."""
        event = self.event
        chosen = (("status", event.status), (MODE, event.mode), ("basis", event.date.basis))
        yield from ((name, value) for name, value in chosen if value is not None)


@dataclass(slots=True)
class Layout:
    """One article drawn; ``chains`` are places of marks that name one thing, the first of them in use."""

    marks: list[Mark] = field(default_factory=list)
    events: list[Drawn] = field(default_factory=list)
    chains: list[tuple[int, ...]] = field(default_factory=list)


class Draughtsman:
    """Draws articles, and counts what is lost by it."""

    def __init__(self, labels: Labels) -> None:
        self.labels = labels
        self.lost: Counter[str] = Counter()

    def draw(self, article: Article) -> Layout:
        """Return an article's events as marks and lines; none where it is not annotated."""
        layout = Layout()
        fillers: dict[tuple[Mention, ...], int] = {}
        times: dict[Mention, int] = {}
        self.lost[LEFT_OUT["regions"]] += bool(article.regions)
        for event in article.events or ():
            triggers = self._placed(event.triggers, whole="trigger")
            if not triggers:
                continue
            self.lost[LEFT_OUT["optional"]] += event.optional
            place = len(layout.events)
            labels = [event.event_type, *[self.labels.mention] * (len(triggers) - 1)]
            drawn = Drawn(event, self._chain(layout, triggers, labels, place))
            layout.events.append(drawn)
            for argument in event.arguments:
                mentions = tuple(self._placed(argument.mentions, whole="filler"))
                if not mentions:
                    continue
                self.lost[LEFT_OUT["optional"]] += argument.optional
                if mentions not in fillers:
                    labels = [self.labels.mention] * len(mentions)
                    fillers[mentions] = self._chain(layout, mentions, labels)
                drawn.arguments.append((argument.role, fillers[mentions]))
            for mention in self._placed(event.date.mentions):
                if mention not in times:
                    times[mention] = len(layout.marks)
                    layout.marks.append(Mark(self.labels.time, mention))
                drawn.times.append(times[mention])
        return layout

    def _placed(self, mentions: Sequence[Mention], whole: str = "mention") -> list[Mention]:
        """Return the mentions that stand in the text; where none does, the ``whole`` is lost."""
        placed = [mention for mention in mentions if mention.span is not None]
        if placed or whole == "mention":
            self.lost[LEFT_OUT["mention"]] += len(mentions) - len(placed)
        else:
            self.lost[LEFT_OUT[whole]] += 1
        return placed

    @staticmethod
    def _chain(
        layout: Layout, mentions: Sequence[Mention], labels: Sequence[str], owner: int | None = None
    ) -> int:
        """Draw mentions of one thing and return the place of the first."""
        first = len(layout.marks)
        for label, mention in zip(labels, mentions, strict=True):
            layout.marks.append(Mark(label, mention, owner))
            owner = None
        if len(mentions) > 1:
            layout.chains.append(tuple(range(first, len(layout.marks))))
        return first

    def tell(self, say: Callable[[str], None]) -> None:
        """Say what is lost."""
        for what, count in sorted(self.lost.items()):
            if count:
                say(f"{what}: {count:,}")


def mapping(
    labels: Labels, events: Iterable[str], called: Mapping[str, Mapping[str, str]] = MappingProxyType({})
) -> str:
    """Return the mapping file with which ``bench import`` reads the export back.

    ``events`` are the tool's labels of event types; ``called`` has its labels of ``types``, ``roles`` and
    ``modes`` by their names in the ontology.
    """
    lines = [
        "# For bench import --mapping: which labels are events, and which times.",
        f"events = {_toml(list(events))}",
        f"times = {_toml([labels.time])}",
        f"time_roles = {_toml([labels.time_role])}",
        f"corefering = {_toml([labels.coreference])}",
    ]
    for table, names in called.items():
        pairs = [f"{_toml(label)} = {_toml(name)}" for name, label in names.items() if label != name]
        if pairs:
            lines.append(f"{table} = {{ {', '.join(pairs)} }}")
    return "".join(f"{line}\n" for line in lines)


def free(name: str, taken: Container[str]) -> str:
    """Return a name that is not taken: with as many underscores behind it as that needs."""
    while name in taken:
        name += "_"
    return name


def _toml(value: str | list[str]) -> str:
    # TOML writes strings as JSON does, but for surrogates.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
