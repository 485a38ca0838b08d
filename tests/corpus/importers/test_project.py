"""Annotation projects become corpora that build."""

import json
import shutil
import unicodedata

import pytest

from benchmark.cli.main import main
from benchmark.corpus import builder, importers
from benchmark.corpus.importers import brat, doccano, mapping, project
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import FindingsError, MisuseError
from benchmark.store import ontologies

EXPORTS = {
    **{name: name for name in ("ace", "cat", "ere", "plover", "semeval2015", "timeml", "wikievents")},
    **{name: f"{name}.jsonl" for name in ("maven", "prodigy", "textee")},
    "brat": "brat/harbour",
    "doccano": "doccano/ada.jsonl",
}


def test_the_form_of_a_name_makes_no_other_id(take, tmp_path):
    """A zip made on macOS gives the article of Café.txt the id that it has elsewhere."""
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "Café")
        (tmp_path / form).mkdir()
        (tmp_path / form / f"{name}.txt").write_text("They fought.")
        (tmp_path / form / f"{name}.ann").write_text("T1\tEVENT 5 11\tfought\n")

    ids = [list(take(brat, tmp_path / form).articles) for form in ("NFC", "NFD")]
    assert ids == [["caf-"], ["caf-"]]


@pytest.mark.parametrize("name", EXPORTS)
def test_an_import_builds_at_once(exports, tmp_path, name):
    """The folder that an import writes is one that bench build takes."""
    importers.import_corpus(name, exports / EXPORTS[name], tmp_path / "corpus", say=lambda _: None)

    (release,) = builder.build(tmp_path / "corpus", tmp_path / "releases")
    assert (release / "manifest.json").is_file()


def test_annotators_build_apart(exports, tmp_path):
    """Each annotator's folder builds to a release of its own name."""
    importers.import_corpus(
        "label-studio", exports / "label_studio.json", tmp_path / "out", say=lambda _: None
    )

    built = [builder.build(tmp_path / "out" / name, tmp_path) for name in ("ada-example.org", "annotator-1")]
    assert [release.name for (release,) in built] == [
        "label_studio-ada-example.org-1.0.0",
        "label_studio-annotator-1-1.0.0",
    ]


def test_what_was_said_of_the_export_holds_for_its_articles(exports, tmp_path):
    """Licence, day of publication, language and name are taken where the export is silent."""
    options = project.options(name="quay", license_="CC-BY-4.0", published="2024-05-04", language="da")

    importers.import_corpus("brat", exports / "brat/harbour", tmp_path / "out", lambda _: None, options)
    article = json.loads((tmp_path / "out/articles/blast.json").read_text())
    said = {key: article[key] for key in ("license", "published", "language", "ontology")}
    assert said == {
        "license": "CC-BY-4.0",
        "published": "2024-05-04",
        "language": "da",
        "ontology": "quay@1.0.0",
    }


def test_the_report_says_how_much_of_each_kind(exports, tmp_path):
    """What is said of an import counts its annotations by kind and names the labels taken for events."""
    said = []
    importers.import_corpus("brat", exports / "brat/harbour", tmp_path / "out", said.append)

    assert "argument: 4 ok, 2 repaired, 1 dropped" in said
    assert "events are what is labelled Attack, Report" in said


@pytest.mark.parametrize(("published", "told"), [(None, True), ("2024-05-04", False)])
def test_articles_without_a_day_of_publication_are_counted(exports, tmp_path, published, told):
    """Relative dates cannot be read without that day, so the report says how many articles lack it."""
    said = []
    options = Options(published=published)
    importers.import_corpus("brat", exports / "brat/harbour", tmp_path / "out", said.append, options)

    assert ("day of publication not told: 2 of 2 articles" in said) is told


@pytest.mark.parametrize("name", ["article", "brat"])
def test_one_text_in_several_articles_is_told(exports, tmp_path, name):
    """A copy that a program made, or two annotators' folders in one: each text would count twice."""
    source, said = tmp_path / "in", []
    for copy in ("ada", "ben", "ben/old"):
        shutil.copytree(exports / "brat/harbour", source / copy)
    importers.import_corpus(name, source, tmp_path / "out", said.append, Options(published="2024-05-04"))

    told = next(line for line in said if "have the text of another" in line)
    number = {"article": 9, "brat": 6}[name]
    assert told.startswith(f"{number} articles have the text of another, such as ada-blast and ben-blast: ")


def test_copies_that_all_annotators_have_are_told_once(tmp_path):
    """One text in two tasks is two articles, however many annotated both."""
    value = {"start": 5, "end": 11, "text": "fought", "labels": ["EVENT"]}
    result = [{"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "value": value}]
    annotations = [{"id": number, "completed_by": number, "result": result} for number in (1, 2, 3)]
    tasks = [{"id": n, "data": {"text": "They fought."}, "annotations": annotations} for n in (7, 8)]
    (tmp_path / "two.json").write_text(json.dumps(tasks))
    said = []
    importers.import_corpus("label-studio", tmp_path / "two.json", tmp_path / "out", said.append)

    (told,) = (line for line in said if "have the text of another" in line)
    assert told.startswith("2 articles have the text of another, such as task-7 and task-8: ")
    assert "3 annotators, each in a corpus folder of their own" in said


def test_a_text_that_was_changed_since_is_told(tmp_path):
    """Spans that do not stand at their offsets, found elsewhere or nowhere, tell of another text."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/page.txt").write_text("News\n\n\nThey fought. They ate.")
    (tmp_path / "in/page.ann").write_text("T1\tEVENT 10 16\tfought\nT2\tEVENT 5 9\tThey\n")
    said = []
    importers.import_corpus("brat", tmp_path / "in", tmp_path / "out", said.append)

    told = (
        "spans that are not where their offsets say: 2; if a text was changed after it was annotated, import "
    )
    assert f"{told}the text as it was" in said


def test_labels_that_an_ontology_lacks_are_findings(exports):
    """Every unknown type is told once, where it is first used, with the nearest name."""
    meant = LabelMapping(types={"Report": "Rejection"})
    options = Options(ontology=ontologies.load("plover@1.0.0"), mapping=meant)

    with pytest.raises(FindingsError) as refused:
        brat.read(exports / "brat/harbour", Ledger(Journal()), options)
    found = [(f.line, f.kind, f.found, f.near) for f in refused.value.findings]
    assert found == [(12, "unknown-type", "Attack", None), (13, "unknown-type", "Rejection", "REJECT")]


def test_a_mapping_leads_to_an_ontology(take, exports):
    """Labels renamed to types and roles of an ontology pass its door; those named away are dropped."""
    meant = LabelMapping(
        events=frozenset({"Attack"}),
        types={"Attack": "ASSAULT", "Report": ""},
        roles={"Attacker-Arg": "actor", "Target-Arg": "recipient"},
    )

    taken = take(brat, exports / "brat/harbour", ontology=ontologies.load("plover@1.0.0"), mapping=meant)
    assert {event.event_type for event in taken.events} == {"ASSAULT"}
    assert {argument.role for event in taken.events for argument in event.arguments} == {"actor", "recipient"}


def test_a_new_name_for_one_label_costs_no_other(take, exports, tmp_path):
    """Types that the tool itself declares stay events while others are renamed: raids are not lost to it."""
    (tmp_path / "mapping.toml").write_text('types = { Report = "Statement" }')

    taken = take(brat, exports / "brat/harbour", mapping=mapping.read(tmp_path / "mapping.toml"))
    assert {event.event_type for event in taken.events} == {"Attack", "Statement"}


def test_modes_get_new_names_too(tmp_path):
    """A mode that is renamed is one of the ontology; one that is named away is dropped, and told."""
    (tmp_path / "page.txt").write_text("They fought. They fled.")
    (tmp_path / "page.ann").write_text(
        "T1\tASSAULT 5 11\tfought\nE1\tASSAULT:T1\nA1\tmode E1 a_blast\n"
        "T2\tASSAULT 18 22\tfled\nE2\tASSAULT:T2\nA2\tmode E2 flight\n"
    )
    journal = Journal()
    meant = LabelMapping(modes={"a_blast": "explosives", "flight": ""})
    options = Options(ontology=ontologies.load("plover@1.0.0"), mapping=meant)

    taken = brat.read(tmp_path, Ledger(journal), options)
    assert [event.mode for event in taken.articles[0].events] == ["explosives", None]
    assert [one.reason for one in journal.notes if one.outcome == "dropped"] == [
        "attribute mode: left out by the mapping"
    ]


def test_roles_that_a_type_lacks_are_findings(exports):
    """A role of another type is not one of this type."""
    meant = LabelMapping(types={"Attack": "ASSAULT", "Report": ""}, events=frozenset({"Attack"}))
    options = Options(ontology=ontologies.load("plover@1.0.0"), mapping=meant)

    with pytest.raises(FindingsError) as refused:
        brat.read(exports / "brat/harbour", Ledger(Journal()), options)
    assert {(f.kind, f.found) for f in refused.value.findings} == {
        ("unknown-role", "Attacker-Arg"),
        ("unknown-role", "Target-Arg"),
    }


def test_a_misfit_tells_its_first_place_and_how_many_there_are(tmp_path):
    """One slip is corrected where it was made, a label used throughout is mapped: the number tells which."""
    (tmp_path / "page.txt").write_text("They fought. They fled.")
    (tmp_path / "page.ann").write_text(
        "T1\tASSAULT 5 11\tfought\nT2\tWho 0 4\tThey\nE1\tASSAULT:T1 topic:T2\n"
        "T3\tASSAULT 18 22\tfled\nT4\tWho 13 17\tThey\nE2\tASSAULT:T3 topic:T4\n"
    )
    options = Options(ontology=ontologies.load("plover@1.0.0"))

    with pytest.raises(FindingsError) as refused:
        brat.read(tmp_path, Ledger(Journal()), options)
    assert [(one.line, one.found, one.message) for one in refused.value.findings] == [
        (3, "topic", "is no role of ASSAULT: correct or map it (and 1 more like it)")
    ]


def test_an_invalid_article_is_refused_at_the_door(tmp_path):
    """What bench build would refuse, import refuses."""
    (tmp_path / "page.txt").write_text("They\0fought.")
    (tmp_path / "page.ann").write_text("T1\tEVENT 5 11\tfought\n")

    with pytest.raises(FindingsError):
        brat.read(tmp_path, Ledger(Journal()), Options())


def test_labels_and_articles_are_refused_in_one_round(tmp_path):
    """What the ontology lacks and what an article may not hold are told together, each once."""
    (tmp_path / "page.txt").write_text("They\0fought.")
    (tmp_path / "page.ann").write_text("T1\tEVENT 5 11\tfought\n")
    options = Options(ontology=ontologies.load("plover@1.0.0"))

    with pytest.raises(FindingsError) as refused:
        brat.read(tmp_path, Ledger(Journal()), options)
    assert {(one.file, one.kind) for one in refused.value.findings} == {
        ("articles/page.json", "control"),
        ("page.ann", "unknown-type"),
    }


def test_clashes_of_all_annotators_are_told_at_once(tmp_path):
    """One annotator's ids do not hide another's, nor the labels that the ontology lacks."""
    told = {"text": "They fought.", "label": [[5, 11, "EVENT"]], "doc_id": "quay"}
    for name in ("ada", "ben"):
        (tmp_path / f"{name}.jsonl").write_text(f"{json.dumps(told)}\n" * 2)
    options = Options(ontology=ontologies.load("plover@1.0.0"))

    with pytest.raises(FindingsError) as refused:
        doccano.read(tmp_path, Ledger(Journal()), options)
    assert [(one.file, one.kind) for one in refused.value.findings] == [
        ("ada.jsonl", "unknown-type"),
        ("ada.jsonl", "duplicate-id"),
        ("ben.jsonl", "duplicate-id"),
    ]


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"name": "Big Name"}, "--name"),
        ({"license_": "Apache 2"}, "did you mean Apache-2.0"),
        ({"published": "2024-1-1"}, "--published"),
        ({"published": "2024-02-30"}, "--published"),
        ({"language": "xq"}, "--language"),
        ({"ontology": "my-news@1.0.0"}, "by its file, FILE.json"),
        ({"date_order": "day first"}, "day-first or month-first"),
    ],
)
def test_wrong_options_are_misuse(said, answer):
    """Each option says what it wants."""
    with pytest.raises(MisuseError, match=answer):
        project.options(**said)


def test_an_ontology_is_a_file_or_a_name(exports, tmp_path):
    """--ontology takes what an import wrote, or a built-in one; another name is unknown."""
    importers.import_corpus("brat", exports / "brat/harbour", tmp_path / "out", lambda _: None)

    file = tmp_path / "out/ontologies/harbour.json"
    assert project.options(ontology=str(file)).ontology.key == "harbour@1.0.0"
    assert project.options(ontology="plover@1.0.0").ontology.key == "plover@1.0.0"
    with pytest.raises(MisuseError, match="did you mean 'plover@"):
        project.options(ontology="plovr@1.0.0")


def test_options_are_not_for_every_format(shared, tmp_path):
    """A corpus that brings its own ontology takes none of them."""
    with pytest.raises(MisuseError, match="options are for ace, article, brat"):
        importers.import_corpus("muc4", shared, tmp_path / "out", lambda _: None, Options(license="MIT"))


def test_an_ontology_and_a_mapping_are_refused_in_one_round(tmp_path):
    """Both are files that people write by hand."""
    (tmp_path / "own.json").write_text("{}")
    (tmp_path / "mapping.toml").write_text("a = ")

    with pytest.raises(FindingsError) as refused:
        project.options(ontology=str(tmp_path / "own.json"), mapping=tmp_path / "mapping.toml")
    assert {one.kind for one in refused.value.findings} == {"missing", "syntax"}


def test_a_mapping_is_read_whole_or_refused_whole(tmp_path):
    """Every slip of a mapping file is told, with the nearest name."""
    path = tmp_path / "mapping.toml"
    path.write_text(
        'evnts = ["A"]\ntimes = "Time"\ndate_order = "us"\n[statuses]\nDone = "acutal"\n[attributes]\nX = 1\n'
        '[meta]\npublishd = "a"\nsource = 3\n[roles]\nA = []\n'
        '[fields]\ntypo = "a"\narguments = "b"\ndate = 1\n'
    )

    with pytest.raises(FindingsError) as refused:
        mapping.read(path)
    assert sorted((f.path, f.kind, f.near) for f in refused.value.findings) == [
        ("$.attributes.X", "type", None),
        ("$.date_order", "value", None),
        ("$.evnts", "unknown-field", "events"),
        ("$.fields.arguments", "type", None),
        ("$.fields.date", "type", None),
        ("$.fields.typo", "unknown-field", "type"),
        ("$.meta.publishd", "unknown-field", "published"),
        ("$.meta.source", "type", None),
        ("$.roles.A", "type", None),
        ("$.statuses.Done", "value", "actual"),
        ("$.times", "type", None),
    ]


@pytest.mark.parametrize(
    ("content", "kind"), [("a = ", "syntax"), ("a = '\xff'", "encoding"), ("#" * 2_000_001, "limit")]
)
def test_a_mapping_that_is_not_toml(tmp_path, content, kind):
    """A file that cannot be parsed, or not to its end, is a finding, without the parser's words."""
    (tmp_path / "mapping.toml").write_bytes(content.encode("latin-1"))

    with pytest.raises(FindingsError) as refused:
        mapping.read(tmp_path / "mapping.toml")
    assert [finding.kind for finding in refused.value.findings] == [kind]


def test_a_missing_mapping_is_misuse(tmp_path):
    """A path that is not there is answered as such."""
    with pytest.raises(MisuseError, match="no such file"):
        mapping.read(tmp_path / "mapping.toml")


def test_the_command_takes_a_mapping(exports, tmp_path, capsys):
    """Options of the command reach the importer; what was written is said on stdout."""
    mapping_file, out = exports / "prodigy_fields.toml", tmp_path / "out"
    arguments = ["import", "prodigy", str(exports / "prodigy_fields.jsonl"), "--out", str(out), "--quiet"]

    code = main([*arguments, "--mapping", str(mapping_file), "--license", "CC0-1.0"])
    assert (code, capsys.readouterr().out.split()) == (
        0,
        [str(out / name) for name in ("ada", "ben", "import-report.txt")],
    )
