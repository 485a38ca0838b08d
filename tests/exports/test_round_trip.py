"""What people get in brat and Label Studio comes back as it was: import(export(x)) == x."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark import exports
from benchmark.corpus.importers import brat, label_studio, mapping
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.article import STATUSES, Argument, Article, Event, EventDate, Mention
from benchmark.records.ontology import EventType, Mode, Ontology, Role
from benchmark.store import codec, ontologies

PLOVER = ontologies.load("plover@1.0.0")
TEXT = "📰 Rebels shelled\r\nKovar on 15 January 2024.\nThe\tministry condemned\u2028the attack — «naïve»."
TYPES = {event_type.id: event_type for event_type in PLOVER.types}


def mention(*span):
    words = " ".join(TEXT[start:end] for start, end in span)
    fragments = span if len(span) > 1 else ()
    return Mention(text=words, start=span[0][0], end=span[-1][1], fragments=fragments)


@st.composite
def spans(draw, parted):
    """One stretch that neither begins nor ends with white space, or two with a word between."""
    solid = [place for place, character in enumerate(TEXT) if not character.isspace()]
    places = draw(st.lists(st.sampled_from(solid), min_size=2, max_size=2).map(sorted))
    start, end = places[0], places[1] + 1
    inner = [place for place in solid if start < place < end - 1]
    if parted and inner and draw(st.booleans()):
        gap = draw(st.sampled_from(inner))
        parts = [(start, gap), (gap + 1, end)]
        if all(not TEXT[b - 1].isspace() and not TEXT[a].isspace() for a, b in parts):
            return mention(*parts)
    return mention((start, end))


def mentions(parted, least, most):
    listed = st.lists(spans(parted), min_size=least, max_size=most, unique=True)
    return listed.map(lambda found: tuple(sorted(found, key=lambda m: (m.start, m.end, m.fragments))))


@st.composite
def dates(draw, parted):
    value, basis, others = None, None, ()
    if draw(st.booleans()):
        values = [
            "2024-01-15",
            "2024-01",
            "2024-01-15~",
            "../2024-01-14",
            "[2024-01-14,2024-01-16]",
            "2024-21",
        ]
        value, *others = draw(st.lists(st.sampled_from(values), min_size=1, max_size=3, unique=True))
        basis = draw(st.sampled_from([None, "explicit", "relative", "dateline", "inferred"]))
    return EventDate(
        value=value, basis=basis, mentions=draw(mentions(parted, 0, 2)), alternatives=tuple(others)
    )


@st.composite
def events(draw, parted, event_id):
    event_type = TYPES[draw(st.sampled_from(["ASSAULT", "PROTEST", "ACCUSE"]))]
    arguments = st.builds(
        Argument, role=st.sampled_from(event_type.role_names), mentions=mentions(parted, 1, 3)
    )
    return Event(
        event_id=event_id,
        event_type=event_type.id,
        mode=draw(st.sampled_from([None, *event_type.mode_names])),
        status=draw(st.sampled_from(STATUSES)),
        triggers=draw(mentions(parted, 1, 3)),
        arguments=tuple(draw(st.lists(arguments, max_size=3, unique=True))),
        date=draw(dates(parted)),
        tags=tuple(
            sorted(draw(st.sets(st.sampled_from(["mode", "planned", "a:b", "week end"]), max_size=2)))
        ),
    )


@st.composite
def articles(draw, parted):
    """Articles that a tool can hold.

    Every event has a trigger, every mention stands in the text, no two fillers of an event nor two events
    are equal, nothing is optional, lists of mentions are in order of the text, no split, region or tag of
    the article; with ``parted`` mentions may have gaps.
    """
    made = [draw(events(parted, f"E{number}")) for number in range(1, draw(st.integers(0, 4)) + 1)]
    distinct = dict.fromkeys(dataclasses.replace(event, event_id="") for event in made)
    return Article(
        article_id="kovar.1",
        title=draw(st.sampled_from(["", "Kovar: shelled"])),
        text=TEXT,
        published=draw(st.sampled_from([None, "2024-01-16"])),
        language=draw(st.sampled_from(["en", "fr"])),
        source=draw(st.sampled_from([None, "Kovar Post"])),
        url=draw(st.sampled_from([None, "https://example.org/a?b=1"])),
        license="CC-BY-4.0",
        ontology=PLOVER.key,
        events=tuple(
            dataclasses.replace(event, event_id=f"E{number}") for number, event in enumerate(distinct, 1)
        ),
    )


def sent_and_fetched(article, name, module, file, **options):
    """Export an article, import what was written, and return it with what was dropped or repaired."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "a.json"), Path(folder, "out")
        source.write_bytes(codec.pretty(article))
        told = []
        exports.export(name, source, out, told.append)
        journal = Journal()
        read = mapping.read(out / "mapping.toml")
        corpus = module.read(out / file, Ledger(journal), Options(ontology=PLOVER, mapping=read, **options))
    dropped = [note.reason for note in journal.notes if note.outcome == "dropped"]
    return corpus.articles[0], dropped, told


@settings(max_examples=60)
@given(articles(parted=True))
def test_brat_gives_back_text_and_events(article):
    """Headers, for which brat has no place, are given anew, and events are numbered E1, E2 and so on."""
    found, dropped, _ = sent_and_fetched(
        article,
        "brat",
        brat,
        "",
        license=article.license,
        published=article.published,
        language=article.language,
    )

    assert dropped == []
    assert found == dataclasses.replace(article, title="", source=None, url=None)


@settings(max_examples=60)
@given(articles(parted=False))
def test_label_studio_gives_back_the_article(article):
    """Headers travel in the task's data; a mention with gaps is the one thing that regions cannot hold."""
    found, dropped, told = sent_and_fetched(article, "label-studio", label_studio, "tasks.json")

    assert (dropped, told) == ([], [])
    assert found == article


def exported(tmp_path, name, article, ontology):
    """Export an article from a corpus that has its ontology, and return the folder."""
    corpus, out = tmp_path / "corpus", tmp_path / "out"
    (corpus / "articles").mkdir(parents=True)
    (corpus / "ontologies").mkdir()
    (corpus / "articles" / "quay.json").write_bytes(codec.pretty(article))
    (corpus / "ontologies" / "harbour.json").write_bytes(codec.pretty(ontology))
    exports.export(name, corpus / "articles" / "quay.json", out, lambda _: None)
    return out


@pytest.mark.parametrize(
    ("name", "module", "file"), [("brat", brat, ""), ("label-studio", label_studio, "tasks.json")]
)
def test_roles_called_like_the_lines_of_the_export_come_back(tmp_path, name, module, file):
    """A role of things called time or Coreference is a role, and so is one that ends in brat's number."""
    roles = ("when", "Time", "date", "Coreference", "Arg1", "Arg12", "when2")
    ontology = Ontology(
        name="harbour",
        version="1",
        roles=dict.fromkeys(roles, "a role"),
        types=(EventType(id="-", definition="it is", roles=tuple(Role(role=role) for role in roles)),),
    )
    rebels, shelled, kovar = mention((2, 8)), mention((9, 16)), mention((18, 23))
    event = Event(
        event_id="E1",
        event_type="-",
        mode=None,
        status="actual",
        triggers=(rebels, shelled),
        arguments=tuple(Argument(role=role, mentions=(m,)) for role in roles for m in (shelled, kovar)),
        date=EventDate(value=None, basis=None, mentions=(rebels, kovar), alternatives=()),
    )
    article = Article(
        article_id="quay",
        text=TEXT,
        published=None,
        license="CC0-1.0",
        ontology=ontology.key,
        events=(event,),
    )
    out = exported(tmp_path, name, article, ontology)

    options = Options(ontology=ontology, mapping=mapping.read(out / "mapping.toml"))
    corpus = module.read(out / file, Ledger(Journal()), options)

    assert corpus.articles[0].events == (event,)


@pytest.mark.parametrize(
    ("name", "module", "file"), [("brat", brat, ""), ("label-studio", label_studio, "tasks.json")]
)
def test_names_of_any_ontology_come_back(tmp_path, name, module, file):
    """Colons, spaces, bars, other scripts in types, roles and modes; brat, which takes none, has its own."""
    types = ["Vessel:Sinks", "Vessel_Sinks", "Vessel.Sinks", "沉没 🚢", "Mention:", "Time "]
    roles = ("other vessel", "other_vessel", "who?", "Schiff")
    modes = ["fire|flood", "fire_flood", "at sea, by night", "fire", "在港", None]
    ontology = Ontology(
        name="harbour",
        version="1",
        roles=dict.fromkeys(roles, "a role"),
        types=tuple(
            EventType(
                id=each,
                definition="it sinks",
                roles=tuple(Role(role=role) for role in roles),
                modes=tuple(Mode(id=mode, definition="so it sinks") for mode in modes if mode),
            )
            for each in types
        ),
    )
    rebels, shelled = mention((2, 8)), mention((9, 16))
    made = tuple(
        Event(
            event_id=f"E{number}",
            event_type=each,
            mode=mode,
            status="actual",
            triggers=(rebels, shelled),
            arguments=tuple(Argument(role=role, mentions=(shelled,)) for role in roles),
            date=EventDate(value=None, basis=None, mentions=(), alternatives=()),
        )
        for number, (each, mode) in enumerate(zip(types, modes, strict=True), 1)
    )
    article = Article(
        article_id="quay", text=TEXT, published=None, license="CC0-1.0", ontology=ontology.key, events=made
    )
    out = exported(tmp_path, name, article, ontology)

    journal = Journal()
    options = Options(ontology=ontology, mapping=mapping.read(out / "mapping.toml"))
    corpus = module.read(out / file, Ledger(journal), options)

    assert [note for note in journal.notes if note.outcome == "dropped"] == []
    assert corpus.articles[0].events == made
    if name == "brat":
        written = (out / "quay.ann").read_text(encoding="utf-8")
        labels = re.findall(
            r"^T[0-9]+\t(.*?) [0-9]+ [0-9]+\t|(?<= )([^ \n]*?):T[0-9]+", written, re.MULTILINE
        )
        assert all(re.fullmatch("[0-9A-Za-z_-]+", label or role) for label, role in labels)
        (menu,) = re.findall(
            "^mode\tArg:<EVENT>, Value:(.*)$", (out / "annotation.conf").read_text(), re.MULTILINE
        )
        chosen = set(re.findall("^A[0-9]+\tmode E[0-9]+ (.*)$", written, re.MULTILINE))
        assert chosen == set(menu.split("|"))
        assert all(re.fullmatch("[0-9A-Za-z_-]+", mode) for mode in chosen)
