import errno
import json

import pytest

from benchmark.records.article import STATUSES
from benchmark.records.errors import FindingsError, MachineError, MisuseError, UnknownNameError
from benchmark.store import ontologies, schema


@pytest.fixture
def harbour():
    return json.loads(json.dumps(schema.document("ontology")["examples"][0]))


@pytest.fixture
def corpus(tmp_path):
    """Writes an ontology into a corpus folder and returns the folder."""

    def write(value):
        (tmp_path / "ontologies").mkdir(exist_ok=True)
        (tmp_path / "ontologies" / "own.json").write_text(json.dumps(value, indent=1), encoding="utf-8")
        return tmp_path

    return write


def test_plover_is_built_in(plover):
    """Sixteen event types in four classes, with the statuses of events."""
    assert len(plover.types) == 16
    assert len(plover.quad_classes) == 4
    assert tuple(plover.attributes["status"]["values"]) == STATUSES
    assert {role for each in plover.types for role in each.role_names} <= set(plover.roles)


def test_a_corpus_may_bring_its_own(harbour, corpus):
    """An ontology beside the corpus is found by what it says it is, not by its file's name."""
    assert ontologies.load("harbour@1.0", corpus(harbour)).by_name["ARRIVE"].mode_names == ("tow",)


def test_a_corpus_may_stand_before_the_built_in_one(harbour, corpus):
    """Of two with one name the corpus's own is taken."""
    own = corpus(harbour | {"name": "plover", "version": "1.0.0"})

    assert list(ontologies.load("plover@1.0.0", own).by_name) == ["ARRIVE", "DEPART"]


def test_an_unknown_ontology_is_answered_with_those_there_are(harbour, corpus):
    """Another version is another ontology."""
    with pytest.raises(UnknownNameError) as caught:
        ontologies.load("harbour@2.0", corpus(harbour))

    assert {"harbour@1.0", "plover@1.0.0"} <= set(caught.value.known)


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"types": []}, "empty", "$.types"),
        ({"types": "ASSAULT"}, "type", "$.types"),
        ({"roles": {"port": "a port"}}, "unknown-role", "$.types[0].roles[0].role"),
        ({"comment": 1}, "unknown-field", "$.comment"),
    ],
)
def test_a_fault_of_an_ontology_is_found(harbour, corpus, change, kind, path):
    """An ontology goes through the same door as everything else."""
    with pytest.raises(FindingsError) as caught:
        ontologies.load("harbour@1.0", corpus(harbour | change))

    assert (caught.value.findings[0].kind, caught.value.findings[0].path) == (kind, path)


def test_names_stand_once(harbour, corpus):
    """A doubled type, role or mode would make two truths."""
    first = harbour["types"][0]
    first["roles"].append({"role": "port"})
    first["modes"].append(first["modes"][0])
    harbour["types"].append(first)
    with pytest.raises(FindingsError) as caught:
        ontologies.load("harbour@1.0", corpus(harbour))

    paths = {finding.path for finding in caught.value.findings if finding.kind == "duplicate-id"}
    assert {"$.types[2].id", "$.types[0].roles[2]", "$.types[0].modes[1]"} <= paths


def test_what_stands_twice_is_told_beside_what_the_schema_refuses(harbour, corpus):
    """Whoever mends an ontology learns of its doubled and unexplained names in the first round."""
    first = harbour["types"][0]
    first["roles"] += [{"role": "port"}, {"role": "berth"}, {"role": 1}]
    harbour["types"] += [first, 1, first | {"roles": "port", "modes": None}]
    with pytest.raises(FindingsError) as caught:
        ontologies.load("harbour@1.0", corpus(harbour | {"comment": 1}))

    told = {(finding.kind, finding.path) for finding in caught.value.findings}
    assert told >= {
        ("unknown-field", "$.comment"),
        ("type", "$.types[0].roles[4].role"),
        ("type", "$.types[3]"),
        ("type", "$.types[4].roles"),
        ("duplicate-id", "$.types[2].id"),
        ("duplicate-id", "$.types[4].id"),
        ("duplicate-id", "$.types[0].roles[2]"),
        ("unknown-role", "$.types[0].roles[3].role"),
    }


def test_a_file_that_is_no_json_is_not_passed_over(tmp_path):
    """A broken ontology is told, for it may be the one that is asked for."""
    (tmp_path / "ontologies").mkdir()
    (tmp_path / "ontologies" / "own.json").write_text("{", encoding="utf-8")

    with pytest.raises(FindingsError):
        ontologies.load("own@1", tmp_path)


def test_a_folder_that_may_not_be_read_is_not_empty(tmp_path, monkeypatch):
    """That the ontology is unknown would have its author look for another name."""
    (tmp_path / "ontologies").mkdir()

    def shut(_):
        raise PermissionError(errno.EACCES, "x")

    monkeypatch.setattr("pathlib.Path.iterdir", shut)

    with pytest.raises(MachineError, match=r"cannot read .*ontologies: permission denied"):
        ontologies.load("harbour@1.0.0", tmp_path)


def test_what_programs_hide_among_ontologies_is_none(harbour, corpus):
    """A zip made on macOS brings a file of its own for each, which is no broken ontology."""
    folder = corpus(harbour)
    (folder / "ontologies" / "._own.json").write_bytes(b"\0\5\x16\7")

    assert ontologies.load("harbour@1.0", folder).name == "harbour"


def test_an_ontology_that_is_not_there_is_misuse(tmp_path):
    """A path of one file is taken at its word."""
    with pytest.raises(MisuseError):
        ontologies.read(tmp_path / "none.json")
