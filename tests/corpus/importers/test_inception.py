"""INCEpTION's UIMA CAS, made here with the library that reads it."""

import io
import json
import sys
import time
import zipfile
from pathlib import Path

import pytest

from benchmark.corpus import builder, importers
from benchmark.corpus.importers import inception, mapping
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import FindingsError, MisuseError

cassis = pytest.importorskip("cassis", reason="the extra inception is not installed")

# The library says so of every feature that is called type, as ours is on purpose.
pytestmark = pytest.mark.filterwarnings("ignore:Trying to add feature `type`:UserWarning")

TEXT = "🥁 Envoys left Sulm on 4 June 2023. They may go back."
STRING = "uima.cas.String"


@pytest.fixture
def cas():
    """A document with two events: slots, a type, a date and a modality; and one span that is in neither."""

    def made(event_type="Departure", kin=None, several=None, negated=None):
        types = cassis.TypeSystem()
        link = types.create_type("x.Link", "uima.cas.TOP")
        types.create_feature(link, "role", STRING)
        types.create_feature(link, "target", "uima.tcas.Annotation")
        thing = types.create_type("x.Thing", "uima.tcas.Annotation")
        types.create_feature(thing, "label", STRING)
        types.create_feature(thing, "kin", STRING)
        event = types.create_type("x.Event", "uima.tcas.Annotation")
        for feature in ("type", "date", "modality"):
            types.create_feature(event, feature, STRING)
        types.create_feature(event, "fillers", "uima.cas.FSArray", elementType="x.Link")
        types.create_feature(event, "negated", "uima.cas.Boolean")
        values = types.get_type("uima.cas.StringArray")
        for feature in several or ():
            types.create_feature(event, feature, "uima.cas.StringArray")
        lists = {feature: values(elements=words) for feature, words in (several or {}).items()}
        document = cassis.Cas(typesystem=types)
        document.sofa_string = TEXT
        document.sofa_mime = "text/plain"

        def span(kind, words, **features):
            start = TEXT.index(words)
            found = kind(begin=start, end=start + len(words), **features)
            document.add(found)
            return found

        envoys, sulm, _ = (
            span(thing, "Envoys", label="PER", kin=kin),
            span(thing, "Sulm"),
            span(thing, "back"),
        )
        roles = [link(role="who", target=envoys), link(role=None, target=sulm)]
        array = types.get_type("uima.cas.FSArray")
        span(
            event,
            "left",
            type_=event_type,
            date="4 June 2023",
            fillers=array(elements=roles),
            **lists,
            negated=negated,
        )
        span(
            event,
            "go",
            type_="Return",
            modality="possible",
            fillers=array(elements=[link(role="who", target=envoys)]),
        )
        return document

    return made


@pytest.fixture
def export(cas, tmp_path):
    """The project's export of two annotators and a curator, each zipped as XMI, JSON or both."""

    def packed(**files):
        path = tmp_path / f"one-{len(list(tmp_path.iterdir()))}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, data in files.items():
                archive.writestr(name, data)
        return path.read_bytes()

    path = tmp_path / "project.zip"
    xmi = packed(**{"ada.xmi": cas().to_xmi(), "TypeSystem.xml": types_of(cas())})
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("exportedproject.json", json.dumps({"name": "quay"}))
        archive.writestr("source/news.txt", TEXT)
        archive.writestr("annotation/news.txt/ada.zip", xmi)
        archive.writestr("annotation/news.txt/ben.json", cas("Leave").to_json())
        archive.writestr("annotation/news.txt/INITIAL_CAS.json", cas().to_json())
        archive.writestr("curation/news.txt/CURATION_USER.json", cas().to_json())
        archive.writestr("annotation/news.txt/cleo.tsv", "#FORMAT=WebAnno TSV 3.3\n")
    return path


def types_of(cas):
    return cas.typesystem.to_xml()


def zipped(name, data):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, data)
    return stream.getvalue()


TIMES = "Rain fell that day, the day when it all began: 4 June 2023."
TIMES_TOML = """
[[inception.events]]
layer = "x.Span"
where = { label = "Event" }
[[inception.times]]
layer = "x.Span"
where = { label = "Time" }
[[inception.relations]]
layer = "x.Relation"
role = "label"
kinds = { TLINK_ = "time", Same = "coreference" }
"""


@pytest.fixture
def dated(take, tmp_path):
    """The events of a text with three times, joined as told: (words, relation, words) in their order."""

    def taken(*relations, toml=TIMES_TOML, text=TIMES):
        types = cassis.TypeSystem()
        spans = types.create_type("x.Span", "uima.tcas.Annotation")
        joined = types.create_type("x.Relation", "uima.tcas.Annotation")
        types.create_feature(spans, "label", STRING)
        types.create_feature(joined, "label", STRING)
        for end in ("Governor", "Dependent"):
            types.create_feature(joined, end, "uima.tcas.Annotation")
        document = cassis.Cas(typesystem=types)
        document.sofa_string, document.sofa_mime = TIMES, "text/plain"
        made = {}
        for words in ("fell", "that day", "when", "began", "4 June 2023"):
            start = TIMES.index(words)
            label = "Event" if words in {"fell", "began"} else "Time"
            made[words] = spans(begin=start, end=start + len(words), label=label)
            document.add(made[words])
        for number, (one, name, other) in enumerate(relations):
            # The library gives them out by their places, and here these are in the order told.
            ends = {"Governor": made[one], "Dependent": made[other]}
            document.add(joined(begin=number, end=number + 1, label=name, **ends))
        (tmp_path / "news.json").write_text(document.to_json().replace(TIMES, text))
        (tmp_path / "layers.toml").write_text(toml)
        return take(inception, tmp_path / "news.json", mapping=mapping.read(tmp_path / "layers.toml"))

    return taken


def told(event):
    fillers = [(a.role, a.mentions[0].text) for a in event.arguments]
    return event.event_type, event.triggers[0].text, event.status, event.date.value, fillers


LEFT = ("Departure", "left", "actual", "2023-06-04", [("who", "Envoys"), ("Thing", "Sulm")])
GO = ("Return", "go", "hypothetical", None, [("who", "Envoys")])


def test_slots_are_read_without_a_mapping(take, cas, tmp_path):
    """Whatever links to other spans is an event; offsets count code points although the file's do not."""
    path = tmp_path / "news.json"
    path.write_text(cas().to_json())

    taken = take(inception, path)
    assert [told(event) for event in taken.events] == [LEFT, GO]
    assert taken.articles["news"].text == TEXT
    assert [note.partition(": ")[2] for note in taken.notes if ": dropped: " in note] == [
        "dropped: span 1 of x.Thing: is in no event and of no layer that is mapped"
    ]


def test_features_of_fillers_are_told(take, cas, tmp_path):
    """What is said of a filler beside its label has no place, and the report says so."""
    path = tmp_path / "news.json"
    path.write_text(cas(kin="people").to_json())

    dropped = [note.partition(": dropped: ")[2] for note in take(inception, path).notes]
    assert "attribute kin: belongs to a span that is no event" in dropped


def test_a_projects_export(take, export):
    """Each annotator has the document as he left it, the curator too; the rest has its reason."""
    taken = take(inception, export)

    members = {
        name: [told(e) for e in articles[0].events] for name, articles in taken.corpus.annotators.items()
    }
    assert members == {
        "ada": [LEFT, GO],
        "ben": [("Leave", *LEFT[1:]), GO],
        "curation": [LEFT, GO],
    }
    documents = [note for note in taken.notes if "dropped: document" in note]
    assert [note.partition(": ")[0] for note in documents] == [
        "annotation/news.txt/INITIAL_CAS.json:1",
        "annotation/news.txt/cleo.tsv:1",
    ]


def test_an_export_builds_at_once(export, tmp_path):
    """Each annotator's folder is one that bench build takes."""
    importers.import_corpus("inception", export, tmp_path / "out", say=lambda _: None)

    (release,) = builder.build(tmp_path / "out/curation", tmp_path)
    assert release.name == "project-curation-1.0.0"


def test_what_a_project_was_given_is_nobodys_annotation(take, export, cas):
    """Documents that came in with annotations lie in its folder source as well: no annotator made those."""
    with zipfile.ZipFile(export, "a") as archive:
        archive.writestr("source/old.json", cas().to_json())
        archive.writestr("source/old.xmi", cas().to_xmi())

    taken = take(inception, export)
    assert sorted(taken.corpus.annotators) == ["ada", "ben", "curation"]
    assert [note for note in taken.notes if note.startswith("source/")] == [
        f"source/old.{suffix}:1: dropped: document source/old: the document before anyone annotated it"
        for suffix in ("json", "xmi")
    ]


def test_unfinished_documents_are_told(export, tmp_path):
    """What the project lists as in progress comes in, and the report says that it is not finished."""
    states = {
        "annotation_documents": [
            {"name": "news.txt", "user": "ada", "state": "IN_PROGRESS"},
            {"name": "news.txt", "user": "ben", "state": "FINISHED"},
        ],
        "source_documents": [{"name": "news.txt", "state": "CURATION_FINISHED"}],
    }
    with zipfile.ZipFile(export) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(export, "w") as archive:
        for name, data in {**members, "exportedproject.json": json.dumps(states)}.items():
            archive.writestr(name, data)

    said = []
    importers.import_corpus("inception", export, tmp_path / "out", say=said.append)
    assert "not finished, as the project says: 1 of 3 documents, such as news.txt of ada" in said


def test_suffixes_in_capitals_are_suffixes(take, cas, tmp_path):
    """A file is not passed over because its name is in capitals."""
    (tmp_path / "A.JSON").write_text(cas().to_json())
    (tmp_path / "b.XMI").write_text(cas().to_xmi(), encoding="utf-8")
    (tmp_path / "TYPES.XML").write_text(types_of(cas()), encoding="utf-8")

    assert sorted(take(inception, tmp_path).articles) == ["a", "b"]


def test_an_export_among_others_is_to_be_imported_by_itself(cas, export, tmp_path):
    """A zip of several documents, or of a project, would become one document of the zip's name."""
    (tmp_path / "in").mkdir()
    for name in ("ada.zip", "ben.zip"):
        with zipfile.ZipFile(tmp_path / "in" / name, "w") as archive:
            archive.writestr("one.json", cas().to_json())
            if name == "ben.zip":
                archive.writestr("two.json", cas().to_json())

    with pytest.raises(FindingsError, match=r"ben\.zip:1: \$ is an export of its own: import it by itself"):
        importers.import_corpus("inception", tmp_path / "in", tmp_path / "out", say=print)
    with zipfile.ZipFile(tmp_path / "outer.zip", "w") as archive:
        archive.write(export, "project.zip")
    with pytest.raises(FindingsError, match="import it by itself"):
        inception.read(tmp_path / "outer.zip", Ledger(Journal()), Options())


def test_a_zip_without_a_document_is_told(take, cas, tmp_path):
    """Another tool's hand-in among those of INCEpTION is not passed over in silence."""
    (tmp_path / "ada.json").write_text(cas().to_json())
    for name, member in (("ben.zip", "news.ann"), ("cleo.zip", "news.tsv")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr(member, "")

    told = [note.partition(", for")[0] for note in take(inception, tmp_path).notes if ".zip" in note]
    assert told == [
        "ben.zip:1: dropped: document ben: a zip without a UIMA CAS",
        "cleo.zip/news.tsv:1: dropped: document cleo: WebAnno TSV is not read",
    ]


def test_a_mapping_names_the_layers(take, cas, tmp_path):
    """Only spans that fit are events; without a feature for the type it is the name of the layer."""
    path, toml = tmp_path / "news.json", tmp_path / "layers.toml"
    path.write_text(cas().to_json())
    toml.write_text('[[inception.events]]\nlayer = "x.Event"\nwhere = { type = "Return" }\n')

    taken = take(inception, path, mapping=mapping.read(toml))
    assert [told(event) for event in taken.events] == [("Event", *GO[1:])]


def test_a_mapping_is_checked(tmp_path):
    """Each slip has its finding, near names included."""
    toml = tmp_path / "layers.toml"
    toml.write_text(
        "[[inception.event]]\n[[inception.relations]]\nlayer = 3\nkinds = { A = 'args' }\n"
        "[[inception.times]]\nlayer = 'x'\nwhen = 'y'\nwhere = 'z'\n"
    )

    with pytest.raises(FindingsError) as caught:
        mapping.read(toml)
    assert [(f.path, f.kind, f.near) for f in caught.value.findings] == [
        ("$.inception.event", "unknown-field", "events"),
        ("$.inception.relations[0].kinds.A", "value", None),
        ("$.inception.relations[0].layer", "type", None),
        ("$.inception.relations[0].role", "missing", None),
        ("$.inception.times[0].when", "unknown-field", None),
        ("$.inception.times[0].where", "type", None),
    ]


@pytest.mark.parametrize(
    ("name", "data", "match"),
    [
        ("page.tsv", b"#FORMAT=WebAnno TSV 3.3\n", "export UIMA CAS JSON or XMI instead"),
        ("page.json", b"{}", "holds no UIMA CAS"),
    ],
)
def test_what_is_no_cas_is_refused(tmp_path, name, data, match):
    """WebAnno TSV is named, with the export to use instead."""
    (tmp_path / name).write_bytes(data)

    with pytest.raises(MisuseError, match=match):
        inception.read(tmp_path / name, Ledger(Journal()), Options())


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("page.xmi", b"<a", "syntax"),
        ("page.xmi", b"<a/>", "missing"),
        ("page.json", b'{"%FEATURE_STRUCTURES": [7]}', "syntax"),
        ("page.json", b'{"%FEATURE_STRUCTURES": []', "syntax"),
        ("page.zip", b"PK\x03\x04 cut off", "compression"),
    ],
)
def test_damaged_files_are_findings(tmp_path, name, data, kind):
    """Whatever the library stumbles over is told as a finding with its file."""
    (tmp_path / name).write_bytes(data)

    with pytest.raises(FindingsError) as caught:
        inception.read(tmp_path / name, Ledger(Journal()), Options())
    assert [finding.kind for finding in caught.value.findings] == [kind]


def test_every_damaged_file_is_named_at_once(cas, export):
    """One that cannot be read does not hide the next, nor does one in the zip of an annotator."""
    with zipfile.ZipFile(export, "a") as archive:
        archive.writestr("annotation/late.txt/ada.zip", b"PK")
        archive.writestr("annotation/late.txt/ben.json", cas().to_json()[:-9])
        archive.writestr("annotation/wide.txt/ada.zip", zipped("ada.xmi", cas().to_xmi()))

    with pytest.raises(FindingsError) as caught:
        inception.read(export, Ledger(Journal()), Options())
    assert [(finding.file, finding.kind) for finding in caught.value.findings] == [
        ("annotation/late.txt/ada.zip", "compression"),
        ("annotation/wide.txt/ada.zip/ada.xmi", "missing"),
        ("project.zip/annotation/late.txt/ben.json", "syntax"),
    ]


def test_what_a_zip_holds_is_unpacked_to_an_end(export, monkeypatch):
    """A few bytes unpack to any number, also in a zip within it: the rest is not read, and is told."""
    with zipfile.ZipFile(export, "a") as archive:
        archive.writestr("annotation/a.txt/ada.zip", zipped("ada.json", b" " * 9_000))
        archive.writestr("annotation/long.txt/ada.json", b" " * 9_001)
    monkeypatch.setattr("benchmark.store.files.TOTAL_BYTES", 12_000)
    monkeypatch.setattr("benchmark.corpus.importers.markup.DOCUMENT_BYTES", 9_000)

    with pytest.raises(FindingsError) as caught:
        inception.read(export, Ledger(Journal()), Options())
    told = {finding.file: (finding.kind, finding.message) for finding in caught.value.findings}
    assert told["annotation/a.txt/ada.zip/ada.json"] == ("empty", "is empty")
    assert told["project.zip/annotation/long.txt/ada.json"] == (
        "limit",
        "is not read, after 12,000 bytes of its zip",
    )


def test_a_zip_of_many_files_is_read_in_time(tmp_path):
    """Its list of contents is read once, not for every file in it."""
    with zipfile.ZipFile(tmp_path / "page.zip", "w") as archive:
        for number in range(4_000):
            archive.writestr(f"{number}.json", b"{}")
    begin = time.process_time()

    with pytest.raises(MisuseError):
        inception.read(tmp_path / "page.zip", Ledger(Journal()), Options())
    assert time.process_time() - begin < 10


@pytest.mark.parametrize(("begin", "kind"), [(1, "span"), (2, None)])
def test_an_offset_inside_a_character_is_a_finding(tmp_path, cas, begin, kind):
    """The library leaves such an offset unconverted, and the span one character too far to the right."""
    document = json.loads(cas().to_json())
    next(fs for fs in document["%FEATURE_STRUCTURES"] if fs["%TYPE"] == "x.Thing")["begin"] = begin
    (tmp_path / "news.json").write_text(json.dumps(document))

    found = []
    try:
        inception.read(tmp_path / "news.json", Ledger(Journal()), Options())
    except FindingsError as error:
        found = error.findings
    assert [finding.kind for finding in found] == [kind] * (kind is not None)


def test_an_offset_that_is_no_number_is_a_finding(tmp_path, cas):
    """The library takes a word for an offset."""
    document = json.loads(cas().to_json())
    structures = document["%FEATURE_STRUCTURES"]
    event = next(fs for fs in structures if fs["%TYPE"] == "x.Event")
    event["begin"] = "5"
    document["%FEATURE_STRUCTURES"] = [fs for fs in structures if fs is event or "begin" not in fs]
    document["%VIEWS"]["_InitialView"]["%MEMBERS"] = [event["%ID"]]
    (tmp_path / "news.json").write_text(json.dumps(document))

    with pytest.raises(FindingsError) as caught:
        inception.read(tmp_path / "news.json", Ledger(Journal()), Options())
    assert [finding.kind for finding in caught.value.findings] == ["type"]


def test_each_value_of_a_feature_counts(take, tmp_path, cas):
    """A feature of several strings gives several dates, or tags."""
    document = cas(several={"dates": ["2023-06-04", "2023-06-05"], "tags": ["ferry", "night"]})
    (tmp_path / "news.xmi").write_text(document.to_xmi())
    (tmp_path / "TypeSystem.xml").write_text(types_of(document))
    options = {"mapping": LabelMapping(attributes={"dates": "date", "date": "none"})}

    event = take(inception, tmp_path / "news.xmi", **options).events[0]
    assert (event.date.value, event.date.alternatives) == ("2023-06-04", ("2023-06-05",))
    assert event.tags == ("ferry", "night")


@pytest.mark.parametrize("said", [True, False])
def test_a_feature_that_says_yes_is_set(take, tmp_path, cas, said):
    """As an attribute of brat that has no values; where it says no it is as good as not there."""
    (tmp_path / "news.json").write_text(cas(negated=said).to_json())

    taken = take(inception, tmp_path / "news.json")
    assert taken.events[0].status == ("negated" if said else "actual")


def test_what_is_said_to_be_the_event_is_a_further_trigger(take, tmp_path, cas):
    """A relation from an event to a span of another layer, as from one span to another."""
    document = cas()
    types = document.typesystem
    relation = types.create_type("x.Same", "uima.tcas.Annotation")
    for feature in ("Governor", "Dependent"):
        types.create_feature(relation, feature, "uima.tcas.Annotation")
    types.create_feature(relation, "label", STRING)
    back = next(span for span in document.select("x.Thing") if span.get_covered_text() == "back")
    go = next(span for span in document.select("x.Event") if span.get_covered_text() == "go")
    document.add(relation(begin=go.begin, end=go.end, Governor=back, Dependent=go, label="same"))
    (tmp_path / "news.json").write_text(document.to_json())
    toml = tmp_path / "layers.toml"
    toml.write_text(
        '[[inception.events]]\nlayer = "x.Event"\ntype = ["type"]\n'
        '[[inception.relations]]\nlayer = "x.Same"\nrole = "label"\nkinds = { same = "coreference" }\n'
    )

    event = take(inception, tmp_path / "news.json", mapping=mapping.read(toml)).events[1]
    assert [trigger.text for trigger in event.triggers] == ["go", "back"]


@pytest.mark.parametrize(("same", "further"), [("TLINK_identity", []), ("Same", ["when", "4 June 2023"])])
@pytest.mark.parametrize("backwards", [False, True])
def test_a_time_is_worth_what_the_same_time_is_in_several_steps(dated, same, further, backwards):
    """That day is when it began, and this the fourth: in whatever order and direction it is told."""
    chain = [("that day", same, "when"), ("when", same, "4 June 2023")]
    if backwards:
        chain = [(other, name, one) for one, name, other in reversed(chain)]

    event = dated(("fell", "TLINK_isIncluded", "that day"), *chain).events[0]
    assert event.date.value == "2023-06-04"
    assert [mention.text for mention in event.date.mentions] == ["that day", *further]


def test_a_time_is_not_worth_what_another_time_of_an_event_is(dated):
    """An event that is said to be at two times does not make them one."""
    at = [("fell", "TLINK_identity", time) for time in ("that day", "4 June 2023")]

    taken = dated(*at, ("began", "TLINK_isIncluded", "that day"))
    assert [event.date.value for event in taken.events] == ["2023-06-04", None]


def test_times_of_a_layer_need_no_name_in_a_mapping(dated):
    """What a mapping calls times are labels; a layer of times has those that it names itself."""
    names = 'times = ["DATE"]\ntime_roles = ["on"]'
    taken = dated(("fell", "TLINK_isIncluded", "4 June 2023"), toml=f"{names}\n{TIMES_TOML}")

    event = taken.events[0]
    assert (event.date.value, [mention.text for mention in event.date.mentions]) == (
        "2023-06-04",
        ["4 June 2023"],
    )
    assert event.arguments == ()


@pytest.mark.parametrize("cut", [len("ne 2023."), len("4 June 2023.")])
def test_an_offset_beyond_the_text_stands_nowhere(dated, cut):
    """What is left of its words in a text that was cut is not looked for: nothing tells that they are it."""
    taken = dated(("fell", "TLINK_isIncluded", "4 June 2023"), text=TIMES[:-cut])

    assert [(event.date.value, event.date.mentions) for event in taken.events] == [(None, ())] * 2
    assert {
        "date when 6 of 2: its time expression stands nowhere in the text",
        "span 6 Time: its words do not stand at its offsets, nor just once elsewhere",
    } <= {note.partition(": dropped: ")[2] for note in taken.notes}


def test_a_file_of_the_folder_one_stands_in_has_its_own_place(tmp_path, monkeypatch):
    """A finding of ``page.xmi`` named /page.xmi, as if it stood at the root."""
    monkeypatch.chdir(tmp_path)
    Path("page.xmi").write_bytes(b"<a/>")

    for path in (Path("page.xmi"), Path()):
        with pytest.raises(FindingsError) as caught:
            inception.read(path, Ledger(Journal()), Options())
        assert [finding.file for finding in caught.value.findings] == ["./page.xmi"]


def test_a_damaged_type_system_is_a_finding(tmp_path, cas):
    """A feature without a name, which the library passes on, is told as what it stumbles over itself."""
    types = types_of(cas()).replace("<name>kin</name>", "<name/>")
    assert types != types_of(cas())
    (tmp_path / "page.xmi").write_text(cas().to_xmi(), encoding="utf-8")
    (tmp_path / "TypeSystem.xml").write_text(types, encoding="utf-8")

    with pytest.raises(FindingsError) as caught:
        inception.read(tmp_path, Ledger(Journal()), Options())
    assert [finding.kind for finding in caught.value.findings] == ["syntax"]


def test_a_missing_extra_is_told_with_its_command(tmp_path, monkeypatch):
    """Without the library the answer is how to install it."""
    monkeypatch.setitem(sys.modules, "cassis", None)
    (tmp_path / "page.json").write_text("{}")

    with pytest.raises(MisuseError, match=r"pip install 'dateline-bench\[inception\]'"):
        inception.read(tmp_path / "page.json", Ledger(Journal()), Options())


def test_layers_without_events_are_listed(cas, tmp_path):
    """Spans that link to nothing are no events; the answer lists the layers and says where to name them."""
    bare = cas()
    for event in bare.select("x.Event"):
        event.fillers = None
    (tmp_path / "page.json").write_text(bare.to_json())

    with pytest.raises(MisuseError, match=r"under \[\[inception.events\]\] .* of these: x.Event, x.Thing"):
        inception.read(tmp_path / "page.json", Ledger(Journal()), Options())


def test_a_mapping_of_layers_that_are_not_there_is_answered_with_those_that_are(cas, tmp_path):
    """A mistyped layer: the layers are listed, and not the labels, of which none was read."""
    (tmp_path / "page.json").write_text(cas().to_json())
    (tmp_path / "mapping.toml").write_text('[[inception.events]]\nlayer = "x.Evnt"\ntype = ["type"]\n')
    options = Options(mapping=mapping.read(tmp_path / "mapping.toml"))

    with pytest.raises(MisuseError, match=r"in the layers that the mapping .* these: x.Event, x.Thing"):
        inception.read(tmp_path / "page.json", Ledger(Journal()), options)


def test_real_text2story(take, shared, numbers):
    """Roles are relations, identical events are one, a day that is told to be today's is the date."""
    taken = take(inception, shared / "formats/inception/cas_json/t2s_lusa/lusa_100.json")

    assert numbers(taken) == (1, 20, 47, 1)
    assert taken.articles["lusa_100"].published == "2020-12-09"
    (dated,) = [event for event in taken.events if event.date.value]
    assert (dated.date.value, [m.text for m in dated.date.mentions]) == ("2020-12-09", ["today"])


def test_real_slots(take, shared, numbers):
    """The sample has one host with two fillers, as JSON and as XMI."""
    folder = shared / "formats/inception/cas_json/tsv3-testSimpleSlotFeature"

    assert numbers(take(inception, folder / "data.json")) == (1, 1, 2, 0)
    assert numbers(take(inception, folder)) == (3, 3, 6, 0)


def test_every_real_cas_is_read(take, shared):
    """12 files, some with emoji, some whose type system lacks layers; the 13 in TSV are named."""
    taken = take(inception, shared / "formats/inception")

    assert len(taken.articles) == 12
    assert [
        count
        for (kind, outcome, _), count in taken.ledger.outcomes.items()
        if (kind, outcome) == ("document", "dropped")
    ] == [13]
