"""An annotation project as a corpus: its labels become an ontology, or are checked against a given one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from benchmark.corpus.importers import mapping as mappings
from benchmark.corpus.importers.assembly import (
    Assembly,
    Defaults,
    common_reading,
    event_labels,
    identifier,
)
from benchmark.corpus.importers.corpus import Corpus
from benchmark.corpus.importers.datefields import ORDERS, Order
from benchmark.corpus.importers.mapping import FILLERS_LABEL, NOT_TAKEN, LabelMapping
from benchmark.corpus.importers.offsets import ONLY_PLACE
from benchmark.corpus.importers.page import NOWHERE
from benchmark.corpus.importers.setting import Setting, Usage
from benchmark.records import date
from benchmark.records.errors import Finding, FindingsError, MisuseError, UnknownNameError, nearest
from benchmark.records.manifest import ANNOTATIONS, BenchmarkConfig
from benchmark.records.ontology import EventType, Mode, Ontology, Role
from benchmark.records.text import clean
from benchmark.store import articles, codec, ontologies, syntax, vocabularies
from benchmark.store.files import LINE_BYTES, Line
from benchmark.store.findings import Place, both, each

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from benchmark.corpus.importers.annotation import Document
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.site import Site
    from benchmark.records.article import Article

UNKNOWN_LICENSE: Final = "LicenseRef-unknown"
VERSION: Final = "1.0.0"
"""Of a corpus that is imported, and of an ontology that is made from its labels."""
SPLITS: Final = {"train": 60, "validation": 10, "test": 30}

_SHOWN_LABELS: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a maintainer says beside the export. Without an ontology one is made of the labels that are used.

    ``name`` is that of the corpus, and of its own ontology; without it the name of the file or folder.
    ``license``, ``published`` (YYYY-MM-DD or None) and ``language`` hold where a text is silent.
    """

    name: str | None = None
    ontology: Ontology | None = None
    mapping: LabelMapping = field(default_factory=LabelMapping)
    license: str = UNKNOWN_LICENSE
    published: str | None = None
    language: str = "en"
    date_order: Order | None = None


def options(  # noqa: PLR0913 - a maintainer may say that many things
    *,
    name: str | None = None,
    ontology: str | None = None,
    mapping: Path | None = None,
    license_: str | None = None,
    published: str | None = None,
    language: str | None = None,
    date_order: str | None = None,
) -> Options:
    """Return the options that words on a command line stand for; None is the default.

    ``ontology`` is a file, or ``name@version`` of a built-in one.

    Raises:
        MisuseError: one of them is not what it should be.
        FindingsError: the ontology's file or the mapping has something wrong.
    """
    if name is not None and identifier(name) != name:
        raise MisuseError("--name: want small letters, digits and . _ -, first a letter or digit")
    if license_ is not None and not vocabularies.is_license(license_):
        near = vocabularies.near_license(license_)
        hint = f", did you mean {near}?" if near else ""
        raise MisuseError(f"--license: {license_!r} is no SPDX identifier nor LicenseRef-…{hint}")
    if published is not None and not date.is_day(published):
        raise MisuseError(f"--published: {published!r} is not a calendar day YYYY-MM-DD")
    if language is not None and not vocabularies.is_language(language):
        raise MisuseError(f"--language: {language!r} is no language tag such as en or pt-BR")
    if date_order not in {*ORDERS, None}:
        raise MisuseError(f"--dates: {date_order!r} is not known, want {' or '.join(ORDERS)}")
    read, meant = both(
        lambda: None if ontology is None else _ontology_of(ontology),
        lambda: LabelMapping() if mapping is None else mappings.read(mapping),
    )
    return Options(
        name=name,
        ontology=read,
        mapping=meant,
        license=license_ or UNKNOWN_LICENSE,
        published=published,
        language=language or "en",
        date_order=cast("Order | None", date_order),
    )


def corpus(
    documents: Sequence[Document],
    path: Path,
    options: Options,
    ledger: Ledger,
    declared: Mapping[str, EventType] | None = None,
) -> Corpus:
    """Return the corpus of an export's documents, every annotation entered in the ledger.

    Where more than one annotator is named, the articles of each stand in ``annotators`` and nowhere else.
    ``declared`` are the event types of the tool's own configuration.

    Raises:
        MisuseError: nothing tells which labels mark events, or there is no text.
        FindingsError: a label is not in the ontology that is given, or an article is not valid.
    """
    mapping = options.mapping
    events = event_labels(documents, mapping, declared or ())
    if documents and not events:
        raise MisuseError(_no_events(path, documents))
    name = options.name or identifier(path.resolve().stem) or "corpus"
    given = options.ontology
    defaults = Defaults(
        ontology=given.key if given else f"{name}@{VERSION}",
        license=options.license,
        published=options.published,
    )
    usage = Usage()
    setting = Setting(
        events=events,
        mapping=mapping,
        reading=common_reading(documents),
        language=options.language,
        date_order=mapping.date_order or options.date_order,
        ledger=ledger,
        usage=usage,
    )
    own = partial(_ontology, name, setting, declared or {}, clean(path.name))
    made, _ = both(
        partial(_made, documents, Assembly(setting, defaults), own), partial(_require_names, given, usage)
    )
    if not any(made.values()):
        raise MisuseError(f"{path}: none of its texts can be made an article: {_first_reason(ledger)}")
    ontology = given or own()
    _remark(made, events, ledger)
    config = benchmark(name, options, ontology, _annotates(made, usage))
    if len(made) == 1:
        return Corpus(config, ontology, next(iter(made.values())), {})
    return Corpus(config, ontology, (), {}, dict(_by_folder(made)))


def _made(
    documents: Iterable[Document], assembly: Assembly, own: Callable[[], Ontology]
) -> dict[str, tuple[Article, ...]]:
    """Return the articles of each annotator; ``own`` gives the ontology of the labels used in them.

    Raises FindingsError where ids clash, or else where an article is not valid, its labels aside.
    """
    annotators: dict[str, list[Document]] = {}
    for document in documents:
        annotators.setdefault(document.annotator, []).append(document)
    made = dict(each(sorted(annotators), lambda one: (one, assembly.articles(annotators[one]))))
    through_the_door(made, own())
    return made


def _ontology_of(option: str) -> Ontology:
    """Return the ontology that is named by its file, or by its key where it is built in."""
    if Path(option).suffix == ".json":
        return ontologies.read(Path(option))
    try:
        return ontologies.load(option)
    except UnknownNameError as error:
        raise MisuseError(f"--ontology: {error}; one of your own is named by its file, FILE.json") from None


def benchmark(name: str, options: Options, ontology: Ontology, annotates: tuple[str, ...]) -> BenchmarkConfig:
    """Return what the benchmark.toml of an imported corpus says."""
    return BenchmarkConfig(
        name=name,
        version=VERSION,
        license=options.license,
        ontology=ontology.key,
        annotates=annotates,
        splits=SPLITS,
        seed=name,
    )


def _remark(made: Mapping[str, tuple[Article, ...]], events: Iterable[str], ledger: Ledger) -> None:
    """Say how many annotations ended how, which labels were events, and what an export left open."""
    ledger.remark_counts()
    ledger.remark(f"events are what is labelled {', '.join(sorted(events))}")
    silent = sum(article.published is None for members in made.values() for article in members)
    if silent:
        ledger.remark(f"day of publication not told: {silent:,} of {sum(map(len, made.values())):,} articles")
    remark_copies(made, ledger)
    astray = sum(
        number
        for (kind, _, how), number in ledger.outcomes.items()
        if kind == "span" and (how == NOWHERE or ONLY_PLACE in how)
    )
    if astray:
        ledger.remark(
            f"spans that are not where their offsets say: {astray:,}; "
            "if a text was changed after it was annotated, import the text as it was"
        )
    if len(made) > 1:
        ledger.remark(f"{len(made)} annotators, each in a corpus folder of their own")


def remark_copies(made: Mapping[str, tuple[Article, ...]], ledger: Ledger) -> None:
    """Say where one text is that of several articles of one annotator; what others have too counts once."""
    copies: dict[str, set[str]] = {}
    for members in made.values():
        firsts: dict[str, str] = {}
        for article in members:
            first = firsts.setdefault(article.text, article.article_id)
            if first != article.article_id:
                copies.setdefault(article.text, set()).update((first, article.article_id))
    if copies:
        number, shown = sum(map(len, copies.values())), " and ".join(sorted(next(iter(copies.values())))[:2])
        ledger.remark(
            f"{number:,} articles have the text of another, such as {shown}: "
            "take copies out; if these are folders of several annotators, import each by itself"
        )


def _first_reason(ledger: Ledger) -> str:
    reasons = [why for kind, outcome, why in ledger.outcomes if (kind, outcome) == ("document", "dropped")]
    return reasons[0] if reasons else "there is none"


def _by_folder(made: Mapping[str, tuple[Article, ...]]) -> Iterator[tuple[str, tuple[Article, ...]]]:
    taken: set[str] = set()
    for annotator, members in made.items():
        folder = identifier(annotator) or "annotator"
        while folder in taken:
            folder += "-other"
        taken.add(folder)
        yield folder, members


def _no_events(path: Path, documents: Sequence[Document]) -> str:
    labels = sorted({stretch.label for document in documents for stretch in document.stretches})
    more = ", …" if len(labels) > _SHOWN_LABELS else ""
    there = ", ".join(labels[:_SHOWN_LABELS]) + more or "none"
    return f"{path}: nothing tells which labels mark events; list these as events in a mapping file: {there}"


def _require_names(ontology: Ontology | None, usage: Usage) -> None:
    """Raise FindingsError with every label that is not a name of the ontology, if one is given."""
    if ontology and (findings := list(_misfits(ontology, usage))):
        raise FindingsError(findings)


def _misfits(ontology: Ontology, usage: Usage) -> Iterator[Finding]:
    """Yield every label that is not a name of the ontology, once, where it is first used."""
    types = ontology.by_name
    for event_type, sites in usage.types.items():
        if event_type not in types:
            yield _misfit("type", event_type, types, sites)
    for (event_type, role), sites in usage.roles.items():
        if event_type in types and role not in types[event_type].role_names:
            yield _misfit("role", role, types[event_type].role_names, sites, event_type)
    for (event_type, mode), sites in usage.modes.items():
        if event_type in types and mode not in types[event_type].mode_names:
            yield _misfit("mode", mode, types[event_type].mode_names, sites, event_type)


def _misfit(
    what: str, name: str, known: Iterable[str], sites: Sequence[Site], event_type: str = ""
) -> Finding:
    known = list(known)
    site, *others = sites
    more = f" (and {len(others):,} more like it)" if others else ""
    return Finding(
        file=site.file,
        line=site.line,
        path=site.path or "$",
        kind=f"unknown-{what}",
        message=f"is no {what} of {event_type or 'the ontology'}: correct or map it{more}",
        found=name,
        allowed=", ".join(known) or "none",
        near=nearest(name, known),
    )


def _ontology(name: str, setting: Setting, declared: Mapping[str, EventType], source: str) -> Ontology:
    """Return the ontology of the names that are declared or used: types as they come, roles likewise."""
    mapping, usage = setting.mapping, setting.usage
    types: dict[str, EventType] = {}
    for label, configured in declared.items():
        renamed = mapping.types.get(label, label)
        if renamed != NOT_TAKEN and renamed not in types:
            types[renamed] = _renamed(configured, renamed, mapping)
    for label in sorted(usage.types.keys() - types.keys()):
        types[label] = EventType(id=label, definition=f"What is labelled {label} in {source}.", roles=())
    for event_type, role in sorted(usage.roles):
        known = types[event_type]
        if role not in known.role_names:
            types[event_type] = replace(known, roles=(*known.roles, Role(role=role)))
    for event_type, mode in sorted(usage.modes):
        known = types[event_type]
        added = Mode(id=mode, definition=f"What is labelled {mode} in {source}.")
        types[event_type] = replace(known, modes=(*known.modes, added))
    roles = dict.fromkeys(role for event_type in types.values() for role in event_type.role_names)
    return Ontology(
        name=name,
        version=VERSION,
        description=f"Labels of {source}, taken over as they stand.",
        roles={role: f"What is linked as {role} in {source}." for role in sorted(roles)},
        types=tuple(types[label] for label in sorted(types)),
    )


def _renamed(event_type: EventType, name: str, mapping: LabelMapping) -> EventType:
    roles: dict[str, Role] = {}
    for role in event_type.roles:
        renamed = mapping.roles.get(role.role, role.role)
        if renamed not in {NOT_TAKEN, FILLERS_LABEL} and not mapping.is_time_role(role.role):
            roles.setdefault(renamed, replace(role, role=renamed))
    return replace(event_type, id=name, roles=tuple(roles.values()))


def _annotates(made: Mapping[str, tuple[Article, ...]], usage: Usage) -> tuple[str, ...]:
    events = [event for members in made.values() for article in members for event in article.events or ()]
    told = set(usage.annotated)
    if any(event.triggers for event in events):
        told.add("triggers")
    if usage.roles:
        told.add("arguments")
    if usage.modes:
        told.add("modes")
    if any(event.date.value or event.date.mentions for event in events):
        told.add("dates")
    return tuple(name for name in ANNOTATIONS if name in told) or ("triggers",)


def through_the_door(made: Mapping[str, tuple[Article, ...]], ontology: Ontology) -> None:
    """Raise FindingsError where an article is not one that ``bench build`` would take."""
    findings: list[Finding] = []
    for members in made.values():
        judge = articles.Judge(lambda _: ontology)
        for article in members:
            # As bytes, for the door looks at these too.
            place = Place(f"articles/{article.article_id}.json")
            data = codec.pretty(article)
            parsed = syntax.parse(data, place)
            line = Line(place.file, place.line, parsed.value, parsed.findings, parsed.readable)
            findings += [*line.findings, *judge(line)[1]]
            if len(data) > LINE_BYTES:
                findings.append(place.finding((), "limit", f"would be longer than {LINE_BYTES:,} bytes"))
    if findings:
        raise FindingsError(findings)
