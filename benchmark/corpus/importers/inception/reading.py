"""One CAS at work: spans of layers become events, times and fillers, links and relations what joins them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import rows, timelinks
from benchmark.corpus.importers.annotation import Attribute, Chain, Document, Frame, Link, Sheet, Stretch
from benchmark.corpus.importers.datefields import DateFieldError, normalise
from benchmark.corpus.importers.inception.sources import ANNOTATION
from benchmark.corpus.importers.layers import ANY, Layers
from benchmark.corpus.importers.offsets import Claim
from benchmark.corpus.importers.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from benchmark.corpus.importers.inception.sources import Reading
    from benchmark.corpus.importers.layers import EventLayer, RelationLayer, TimeLayer
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.mapping import LabelMapping
    from benchmark.corpus.importers.timelinks import Bound

_OWN: Final = re.compile(
    r"uima\..*|de\.tudarmstadt\.ukp\.(?:clarin\.webanno\.api|dkpro\.core\.api\.(?:segmentation|metadata))\..*"
)
"""Layers of the tool itself: tokens, sentences, what it knows of the document."""
_PLACE: Final = ("begin", "end", "sofa", "xmiID")
_RENAMED: Final = ("type", "self")
"""Features to whose names the library adds an underscore, for Python means something else by them."""
_LABELS: Final = ("label", "value", "type", "category", "identifier")
_IDENTITY: Final = "identity"


def layers_of(cas: Any) -> set[str]:
    """Return the names of the layers that annotators used."""
    names = {span.type.name for span in cas.select(ANNOTATION)}
    return {name for name in names if not _OWN.fullmatch(name)}


class Reader(Sheet):
    """One document of one annotator."""

    def __init__(self, reading: Reading, mapping: LabelMapping, ledger: Ledger) -> None:
        super().__init__(reading.site, ledger)
        self.reading = reading
        self.layers = mapping.layers or Layers()
        self.order = mapping.date_order
        self.text: str = reading.cas.sofa_string or ""
        self.spans: dict[str, Any] = {
            str(span.xmiID): span
            for span in reading.cas.select(ANNOTATION)
            if not _OWN.fullmatch(span.type.name)
        }
        self.events: dict[str, EventLayer] = {}
        self.times: dict[str, TimeLayer] = {}
        for key, span in self.spans.items():
            if (event := self._event_layer(span)) is not None:
                self.events[key] = event
            elif (time := self._time_layer(span)) is not None:
                self.times[key] = time
        self.marked: set[str] = set()
        self.ranks = {key: number for number, key in enumerate(self.events)}
        self.whole = {key: key for key in self.events}
        self.members = {key: [key] for key in self.events}
        self.bounds: dict[str, list[Bound]] = {key: [] for key in self.events}

    def has_events(self) -> bool:
        """Whether a layer gives an event here."""
        return bool(self.events)

    def document(self) -> Document:
        """Return the document; what has no place in it is entered as dropped."""
        for key in (*self.events, *self.times):
            self._stretch(self.spans[key])
        values = self._time_values()
        self._relations(values)
        for key in self.events:
            self._features(key)
        for key, span in self.spans.items():
            if key in self.marked and key not in self.events:
                self._set_aside(key, span)
        unused = Counter(span.type.name for key, span in self.spans.items() if key not in self.marked)
        for layer, number in sorted(unused.items()):
            if layer not in {relation.layer for relation in self.layers.relations}:
                why = "is in no event and of no layer that is mapped"
                self.ledger.dropped(self.site, "span", f"{number:,} of {layer}", why)
        self.frames = list(self._frames())
        return self.gathered(
            name=self.reading.name,
            text=self.text,
            annotator=self.reading.annotator,
            meta=self._meta(values),
        )

    def _site(self, span: Any) -> Site:
        return Site(self.site.file, 1, f"annotation {span.xmiID}")

    def _event_layer(self, span: Any) -> EventLayer | None:
        fitting = (
            layer
            for layer in self.layers.events
            if layer.layer == span.type.name or (layer.layer == ANY and any(_slots(span)))
        )
        return next((layer for layer in fitting if _has(span, layer.where)), None)

    def _time_layer(self, span: Any) -> TimeLayer | None:
        fitting = (layer for layer in self.layers.times if layer.layer == span.type.name)
        return next((layer for layer in fitting if _has(span, layer.where)), None)

    def _stretch(self, span: Any) -> str:
        key = str(span.xmiID)
        label = "Time" if key in self.times else _first(span, _LABELS) or _short(span.type.name)
        claim = Claim(((span.begin, span.end),), self._covered(span))
        if key not in self.marked:
            self.marked.add(key)
            self.stretches.append(Stretch(key=key, label=label, claim=claim, site=self._site(span)))
        return key

    def _covered(self, span: Any) -> str:
        """Return the words of a span; none where it reaches beyond the text, for nothing tells them."""
        return self.text[span.begin : span.end] if 0 <= span.begin <= span.end <= len(self.text) else ""

    def _time_values(self) -> dict[str, str | None]:
        """Return what each time is worth: its feature, its words, or those of one said to be the same."""
        values: dict[str, str | None] = {}
        for key, layer in self.times.items():
            span = self.spans[key]
            words = _first(span, layer.value)
            try:
                written = self._covered(span) if words is None else words
                values[key] = normalise(written, self.order)
            except DateFieldError:
                # A value that is no date is told with the link that needs it.
                values[key] = words
        for key, same in self._same_times().items():
            if key in values and not values[key]:
                told = (value for other, value in values.items() if value and other in same)
                values[key] = next(told, None)
        return values

    def _same_times(self) -> dict[str, set[str]]:
        """Return, of each span that is said to be the same as another, all that are, in one step or several.

        An event is not taken for the time at which it is said to be.
        """
        found: dict[str, set[str]] = {}
        for relation, span in self._relation_spans():
            kind, name = relation.meaning(_first(span, (relation.role,)) or "")
            if kind == "coreference" or (kind == "time" and name == _IDENTITY):
                ends = {_end(span, feature) for feature in (relation.source, relation.target)}
                keys = [end for end in ends if end in self.spans and end not in self.events]
                joined = {*keys}.union(*(found.get(key, ()) for key in keys))
                found.update(dict.fromkeys(joined, joined))
        return found

    def _relation_spans(self) -> Iterator[tuple[RelationLayer, Any]]:
        for span in self.spans.values():
            for relation in self.layers.relations:
                if relation.layer == span.type.name:
                    yield relation, span

    def _relations(self, values: Mapping[str, str | None]) -> None:
        for relation, span in self._relation_spans():
            site = self._site(span)
            written = _first(span, (relation.role,)) or ""
            kind, name = relation.meaning(written)
            source, target = _end(span, relation.source), _end(span, relation.target)
            if source not in self.spans or target not in self.spans:
                self.ledger.dropped(site, "relation", written, "lacks one of its ends")
            elif kind == "argument":
                self._stretch(self.spans[source])
                self._stretch(self.spans[target])
                self.links.append(Link(head=source, role=name, tail=target, site=site))
            elif kind == "time":
                self._time_link(name, source, target, values, site)
            elif kind == "coreference":
                self._same(source, target, written, site)
            else:
                self.ledger.dropped(site, "relation", written, "a relation for which there is no place")

    def _same(self, one: str, other: str, name: str, site: Site) -> None:
        """Take two events for one, and otherwise two spans for names of one thing, which may be an event."""
        if one in self.events and other in self.events:
            first, second = sorted((self.whole[one], self.whole[other]), key=self.ranks.__getitem__)
            if first != second:
                self.whole.update(dict.fromkeys(self.members[second], first))
                self.members[first] += self.members.pop(second)
            self.ledger.ok(site, "relation")
        else:
            keys = self._stretch(self.spans[one]), self._stretch(self.spans[other])
            self.chains.append(Chain(keys=keys, name=name, site=site))

    def _time_link(
        self, name: str, source: str, target: str, values: Mapping[str, str | None], site: Site
    ) -> None:
        if name == _IDENTITY and source in self.events and target in self.events:
            self._same(source, target, name, site)
            return
        if source in self.events and target in self.events:
            self.ledger.dropped(site, "relation", name, timelinks.ORDERS_EVENTS)
            return
        if name == _IDENTITY and source in self.times and target in self.times:
            self.ledger.ok(site, "relation")
            return
        from_time = target in self.events
        event, time = (target, source) if from_time else (source, target)
        if event not in self.events or time not in self.times:
            self.ledger.dropped(site, "relation", name, timelinks.ORDERS_TIMES)
            return
        publication = self._is_publication(time)
        bound, why = timelinks.bound(
            name, values[time], from_time=from_time, publication=publication, worded=True
        )
        if bound is None:
            self.ledger.dropped(site, "date", name, why)
            return
        self.bounds[event].append(bound)
        if bound.is_expression:
            self.links.append(Link(head=event, role=timelinks.TIME_ROLE, tail=time, site=site, dates=True))
        else:
            self.ledger.ok(site, "date")

    def _is_publication(self, time: str) -> bool:
        told = self.times[time].publication
        return bool(told) and _has(self.spans[time], told)

    def _features(self, key: str) -> None:
        """Add the fillers that an event links to, and what else is told of it."""
        span, layer = self.spans[key], self.events[key]
        for link in _slots(span):
            target = getattr(link, "target", None)
            if target is None or str(target.xmiID) not in self.spans:
                self.ledger.dropped(
                    self._site(span), "argument", str(getattr(link, "role", "")), "an empty slot"
                )
                continue
            filler = self._stretch(target)
            role = _word(link, "role") or _short(target.type.name)
            self.links.append(Link(head=key, role=role, tail=filler, site=self._site(span)))
        for name, words in _features_of(span, {*layer.where, *layer.type}):
            attribute = Attribute(target=key, name=name, value=words, site=self._site(span))
            self.attributes.append(attribute)

    def _set_aside(self, key: str, span: Any) -> None:
        """Enter what is told of a time or filler beside its label and value, for which there is no place."""
        layer = self.times.get(key)
        label = next((name for name in _LABELS if _word(span, name)), "")
        read = {*layer.where, *layer.value, *layer.publication} if layer else {label}
        for name, _ in _features_of(span, read):
            self.ledger.dropped(self._site(span), "attribute", name, "belongs to a span that is no event")

    def _frames(self) -> Iterator[Frame]:
        for key, joined in self.members.items():
            members = sorted(joined, key=self.ranks.__getitem__)
            span, layer = self.spans[key], self.events[key]
            frame = Frame(
                key=key,
                label=_first(span, layer.type) or _short(span.type.name),
                trigger=key,
                site=self._site(span),
                coreferent=tuple(member for member in members if member != key),
            )
            bounds = [bound for member in members for bound in self.bounds[member]]
            yield timelinks.dated(frame, bounds, self.ledger)

    def _meta(self, values: Mapping[str, str | None]) -> dict[str, str]:
        language = getattr(self.reading.cas, "document_language", None)
        days = (values[key] for key in self.times if self._is_publication(key))
        published = next(filter(None, days), None)
        known = language if language not in {None, "", "x-unspecified"} else None
        return rows.meta({"published": published, "language": known})


def _features_of(span: Any, read: set[str]) -> Iterator[tuple[str, str | None]]:
    """Yield name and value of the features that have a word or number, but for those that are read.

    Of a feature that has several values, each; None where one that is yes or no says yes.
    """
    names = {feature.name.removesuffix("_") for feature in span.type.all_features}
    for name in sorted(names - {*_PLACE} - read):
        words = _word(span, name)
        if _value(span, name) is True:
            yield name, None
        for each in [words] if words else _words(span, name):
            yield name, each


def _slots(span: Any) -> Iterator[Any]:
    """Yield the links of a span's features to other spans."""
    for feature in span.type.all_features:
        value = getattr(span, feature.name, None)
        for item in getattr(value, "elements", None) or ():
            if hasattr(item, "role") and hasattr(item, "target"):
                yield item


def _has(span: Any, where: Mapping[str, str]) -> bool:
    return all(_word(span, feature) == value for feature, value in where.items())


def _first(span: Any, features: tuple[str, ...]) -> str | None:
    """Return the first of these features that has a word or number."""
    return next((words for name in features if (words := _word(span, name))), None)


def _word(span: Any, feature: str) -> str | None:
    """Return the value of a feature, if it is a word or number."""
    return _plain(_value(span, feature))


def _words(span: Any, feature: str) -> list[str]:
    """Return the values of a feature that has several, those that are words or numbers."""
    values = getattr(_value(span, feature), "elements", None) or ()
    return [words for value in values if (words := _plain(value))]


def _value(span: Any, feature: str) -> Any:
    return getattr(span, f"{feature}_" if feature in _RENAMED else feature, None)


def _plain(value: Any) -> str | None:
    known = isinstance(value, (str, int, float)) and not isinstance(value, bool)
    return str(value) or None if known else None


def _end(span: Any, feature: str) -> str | None:
    key = getattr(getattr(span, feature, None), "xmiID", None)
    return None if key is None else str(key)


def _short(name: str) -> str:
    return name.rpartition(".")[2]
