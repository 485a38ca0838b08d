"""How the labels of an annotation project are meant: as a mapping file says, else as their names tell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Final, Literal, cast, get_args

from benchmark.corpus.importers import layers
from benchmark.corpus.importers.datefields import ORDERS, Order
from benchmark.corpus.importers.layers import Layers
from benchmark.records.article import STATUSES
from benchmark.records.errors import Finding, FindingsError, nearest
from benchmark.store import toml
from benchmark.store.findings import Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Meaning = Literal["date", "basis", "status", "mode", "tag", "none"]
MEANINGS: Final = get_args(Meaning)
"""What an attribute says of an event; ``tag``: kept as a tag, ``none``: left out."""

FILLERS_LABEL: Final = "*"
"""As the new name of a role: the label of what fills it is the role."""
NOT_TAKEN: Final = ""
"""As the new name of a type, role or mode: it is left out."""

META: Final[dict[str, tuple[str, ...]]] = {
    "article_id": ("article_id", "doc_id", "document_id", "docid", "id"),
    "published": ("published", "pub_date", "publication_date", "publish_date", "published_at", "date", "dct"),
    "title": ("title", "headline"),
    "source": ("source", "publisher"),
    "url": ("url", "link"),
    "language": ("language", "lang"),
    "license": ("license", "licence"),
}
"""Fields of a tool in which parts of an article are looked for, the first that is there counts."""

LAYERS: Final = "inception"
"""The table that says which layers of a UIMA CAS hold what."""

_TIMES: Final = {"date", "time", "when", "timex", "timexp", "datetime", "timeexpression", "temporal"}
_TRIGGERS: Final = {"event", "trigger", "eventtrigger"}
_COREFERENCE: Final = {"alias", "coref", "coreference", "corefers", "equiv", "identity", "same", "sameas"}
_DATES: Final = {
    "date",
    "normalizeddate",
    "normaliseddate",
    "eventdate",
    "edtf",
    "when",
    "argt",
    "timexvalue",
}
_STATUS: Final = {
    "status", "eventstatus", "modality", "polarity", "realis", "factuality", "genericity", "tense", "stage"
}  # fmt: skip
_STATUS_WORDS: Final = {
    **{status: status for status in STATUSES},
    **dict.fromkeys(
        (
            "accomplished",
            "asserted",
            "factual",
            "happened",
            "occurred",
            "positive",
            "specific",
            "past",
            "present",
        ),
        "actual",
    ),
    **dict.fromkeys(("negative", "negation", "denied"), "negated"),
    **dict.fromkeys(("speculated", "speculation", "speculative", "conditional", "possible"), "hypothetical"),
    **dict.fromkeys(("future", "scheduled", "announced"), "planned"),
    **dict.fromkeys(("attempt", "failed"), "attempted"),
    "threat": "threatened",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """Fields of a record that annotate its one marked span: type, date, and fillers by the field's role."""

    type: str = ""
    date: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMapping:
    """A mapping file; what it does not say is told by names and by how labels are used.

    ``types``, ``roles``, ``modes``: new names, ``NOT_TAKEN`` leaves out. ``events``: labels of triggers,
    beside those of ``types``; ``times``: labels of time expressions; ``time_roles``: links to what dates an
    event; ``corefering``: links between mentions of one thing. ``attributes``, ``statuses``: what a name and
    a value of an attribute mean. ``meta``: fields of the tool, by the part of the article that they hold.
    ``layers``: of a UIMA CAS, in the table ``LAYERS``.
    """

    events: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    time_roles: frozenset[str] = frozenset()
    corefering: frozenset[str] = frozenset()
    date_order: Order | None = None
    types: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, Meaning] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    fields: Fields = field(default_factory=Fields)
    layers: Layers | None = None

    def is_time(self, label: str) -> bool:
        """Whether a label is that of time expressions."""
        return label in self.times or (not self.times and _bare(label) in _TIMES)

    def is_time_role(self, role: str) -> bool:
        """Whether a link leads from an event to what dates it."""
        return role in self.time_roles or (not self.time_roles and _bare(role).removesuffix("arg") in _TIMES)

    def is_trigger(self, label: str) -> bool:
        """Whether a label says by its very name that it marks events."""
        return _bare(label) in _TRIGGERS

    def is_coreference(self, name: str) -> bool:
        """Whether a link says that two stretches name one thing."""
        return name in self.corefering or (not self.corefering and _bare(name) in _COREFERENCE)

    def meaning(self, name: str, *, has_value: bool) -> Meaning:
        """Return what an attribute of this name says of an event."""
        bare = _bare(name)
        if name in self.attributes:
            return self.attributes[name]
        if bare in _DATES:
            return "date"
        if bare in _STATUS or (not has_value and bare in _STATUS_WORDS):
            return "status"
        if bare in {"basis", "datebasis"}:
            return "basis"
        return "mode" if bare == "mode" else "tag"

    def status(self, word: str) -> str | None:
        """Return the status that a value of an attribute, or a bare attribute's name, stands for."""
        return self.statuses.get(word) or _STATUS_WORDS.get(_bare(word))

    def meta_field(self, key: str, meta: Mapping[str, str]) -> str | None:
        """Return what the fields of a document say about a part of the article, several joined by ``-``."""
        if key in self.meta:
            return "-".join(meta[name] for name in self.meta[key] if meta.get(name)) or None
        return next((meta[name] for name in META[key] if meta.get(name)), None)


def read(path: Path) -> LabelMapping:
    """Return the mapping of a TOML file.

    Raises:
        FindingsError: with everything that is wrong with it.
        MisuseError, MachineError: as ``toml.read``.
    """
    table, _ = toml.read(path)
    findings = list(_findings(table, Place(str(path))))
    if findings:
        raise FindingsError(findings)
    return _decoded(table)


_LISTS: Final = ("events", "times", "time_roles", "corefering")
_TABLES: Final = ("types", "roles", "modes", "attributes", "statuses")


def _decoded(table: dict[str, Any]) -> LabelMapping:
    return LabelMapping(
        events=frozenset(table.get("events", ())),
        times=frozenset(table.get("times", ())),
        time_roles=frozenset(table.get("time_roles", ())),
        corefering=frozenset(table.get("corefering", ())),
        types=table.get("types", {}),
        roles=table.get("roles", {}),
        modes=table.get("modes", {}),
        attributes=table.get("attributes", {}),
        statuses=table.get("statuses", {}),
        date_order=cast("Order | None", table.get("date_order")),
        meta={
            key: (names,) if isinstance(names, str) else tuple(names)
            for key, names in table.get("meta", {}).items()
        },
        fields=Fields(**table.get("fields", {})),
        layers=layers.decoded(table[LAYERS]) if LAYERS in table else None,
    )


def _findings(table: dict[str, Any], place: Place) -> Iterator[Finding]:
    known = [*(item.name for item in fields(LabelMapping) if item.name != "layers"), LAYERS]
    for key, value in table.items():
        if key not in known:
            yield place.finding((key,), "unknown-field", "is not known", near=nearest(key, known))
        elif key in _LISTS:
            if not layers.is_list(value):
                yield place.finding((key,), "type", "is not a list of labels")
        elif key == "date_order":
            yield from _order(value, place)
        elif not isinstance(value, dict):
            yield place.finding((key,), "type", "is not a table")
        elif key in _TABLES:
            yield from _names(key, value, place)
        elif key == "meta":
            yield from _meta(value, place)
        elif key == LAYERS:
            yield from layers.findings(value, place, (key,))
        else:
            yield from _fields(value, place)


def _order(value: Any, place: Place) -> Iterator[Finding]:
    if value not in ORDERS:
        yield place.finding(("date_order",), "value", "is not known", allowed=" or ".join(ORDERS))


def _names(key: str, table: dict[str, Any], place: Place) -> Iterator[Finding]:
    allowed: tuple[str, ...] | None = {"attributes": MEANINGS, "statuses": STATUSES}.get(key)
    for label, value in table.items():
        if not isinstance(value, str):
            yield place.finding((key, label), "type", "is not a string")
        elif allowed and value not in allowed:
            near = nearest(value, allowed)
            yield place.finding(
                (key, label), "value", "is not known", found=value, allowed=", ".join(allowed), near=near
            )


def _meta(table: dict[str, Any], place: Place) -> Iterator[Finding]:
    for key, value in table.items():
        if key not in META:
            yield place.finding(("meta", key), "unknown-field", "is not known", near=nearest(key, list(META)))
        elif not isinstance(value, str) and not layers.is_list(value):
            yield place.finding(("meta", key), "type", "is neither the name of a field nor a list of them")


def _fields(table: dict[str, Any], place: Place) -> Iterator[Finding]:
    known = [item.name for item in fields(Fields)]
    for key, value in table.items():
        if key not in known:
            yield place.finding(("fields", key), "unknown-field", "is not known", near=nearest(key, known))
        elif key == "arguments":
            if not isinstance(value, dict) or not all(isinstance(role, str) for role in value.values()):
                yield place.finding(("fields", key), "type", "is not a table of fields and their roles")
        elif not isinstance(value, str):
            yield place.finding(("fields", key), "type", "is not the name of a field")


def _bare(name: str) -> str:
    return re.sub(r"[\W_]|[0-9]+$", "", name.casefold())
