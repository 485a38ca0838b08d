"""What a path looks like, and what an import of another format answers."""

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from benchmark.cli.main import main
from benchmark.corpus import importers
from benchmark.corpus.importers import formats, sniffing
from benchmark.records.errors import FindingsError, MisuseError

INVENTED = {
    "ace": "ace",
    "article/scraped.txt": "article",
    "article/strike.html": "article",
    "brat": "brat",
    "cat": "cat",
    "doccano": "doccano",
    "doccano/ada.jsonl": "doccano",
    "ere": "ere",
    "label_studio.json": "label-studio",
    "maven.jsonl": "maven",
    "plover/records.json": "plover",
    "plover/frases.xml": "plover",
    "prodigy.jsonl": "prodigy",
    "prodigy_fields.jsonl": "prodigy",
    "semeval2015": "semeval2015",
    "textee.jsonl": "textee",
    "timeml": "timeml",
    "wikievents": "wikievents",
}
REAL = {
    "formats/brat": "brat",
    "formats/cat_xml": "cat",
    "formats/doccano": "doccano",
    "formats/inception": "inception",
    "formats/label_studio/export.csv": "csv",
    "formats/label_studio/export.json": "label-studio",
    "formats/label_studio/export.json_min.json": "json-min",
    "formats/label_studio/export.conll": "conll",
    "formats/maven": "maven",
    "formats/prodigy": "prodigy",
    "formats/textee": "textee",
    "formats/timeml": "timeml",
    "corpora/eventstoryline": "cat",
    "corpora/muc4": "muc4",
    "corpora/plover_gsr": "plover",
    "corpora/wikievents": "wikievents",
    "corpora/wikinews_timeline/corpus_1": "semeval2015",
    "corpora/xamr_ecbplus": "prodigy",
    "seed/article.txt": "article",
    "examples/article.json": "dateline",
}


def refused(name, path, tmp_path):
    with pytest.raises(MisuseError) as caught:
        importers.import_corpus(name, path, tmp_path / "out", say=lambda _: None)
    return str(caught.value)


def test_every_format_has_looks():
    """What is read is known by its looks, so that whoever named another format hears of it."""
    assert set(formats.IMPORTERS) - {*INVENTED.values(), *REAL.values()} == set()


@pytest.mark.parametrize("name", INVENTED)
def test_invented_exports_look_like_themselves(exports, name):
    """Each invented export is known by its looks."""
    assert sniffing.looks_like(exports / name) == INVENTED[name]


@pytest.mark.parametrize("name", REAL)
def test_real_samples_look_like_themselves(shared, name):
    """Each real sample is known by its looks."""
    assert sniffing.looks_like(shared / name) == REAL[name]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.json", b'{"%FEATURE_STRUCTURES": []}', "inception"),
        ("a.tsv", b"#FORMAT=WebAnno TSV 3.3\n", "webanno"),
        ("a.tsv", b"1\t2\n", "tsv"),
        ("a.json", b"[" * 10_000, None),
        ("a.json", b"\xff\xfe[", None),
        ("a.xml", b"<page/>", None),
        ("a.xml", b"<Document><page/></Document>", None),
        ("a.zip", b"PK\x03\x04", None),
        ("a.bin", b"\x00", None),
        ("a.txt", b"", None),
        ("a.txt", b"TST2-MUC4-0001\n", "muc4"),
    ],
)
def test_a_file_by_its_beginning(tmp_path, name, content, kind):
    """A few bytes tell; damaged ones tell nothing, and do no harm."""
    (tmp_path / name).write_bytes(content)

    assert sniffing.looks_like(tmp_path / name) == kind
    assert sniffing.looks_like(tmp_path / "none") is None


def test_a_pipe_is_not_looked_into():
    """What is read from it is gone, and of one without a writer nothing ever comes."""
    end, other = os.pipe()
    os.write(other, b'{"%FEATURE_STRUCTURES": []}')
    os.close(other)

    assert sniffing.looks_like(Path(f"/dev/fd/{end}")) is None
    assert os.read(end, 1) == b"{"
    os.close(end)


@pytest.mark.parametrize("name", ["doccano", "maven", "plover", "timeml", "wikievents"])
def test_a_device_is_refused(tmp_path, name):
    """What is neither a file nor a folder is misuse, in the same words for every format."""
    (tmp_path / "a.json").symlink_to(os.devnull)

    with pytest.raises(MisuseError, match=r"a\.json is a pipe or a device, want a file$"):
        importers.import_corpus(name, tmp_path / "a.json", tmp_path / "out", print)


def test_a_projects_export_is_told_by_its_members(tmp_path):
    """A zip is INCEpTION's where it holds annotations, and any other is to be unpacked."""
    for name in ("annotation/a.txt/ada.json", "b.txt"):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr(name, "{}")

        assert sniffing.looks_like(tmp_path / "a.zip") == ("inception" if "annotation" in name else "zip")


def test_another_format_is_answered_with_what_it_looks_like(exports, tmp_path):
    """Whoever names the wrong format hears the right one."""
    answers = {
        name: refused(name, exports / path, tmp_path).rpartition("; ")[2].partition("it looks like ")[2]
        for name, path in {
            "brat": "doccano",
            "doccano": "prodigy.jsonl",
            "label-studio": "doccano/ada.jsonl",
            "cat": "timeml/strike.tml",
            "timeml": "cat",
            "wikievents": "textee.jsonl",
            "textee": "maven.jsonl",
            "inception": "label_studio.json",
            "muc4": "brat",
        }.items()
    }

    assert answers == {
        "brat": "doccano: name doccano",
        "doccano": "prodigy: name prodigy",
        "label-studio": "doccano: name doccano",
        "cat": "timeml: name timeml",
        "timeml": "cat: name cat",
        "wikievents": "textee: name textee",
        "textee": "maven: name maven",
        "inception": "label-studio: name label-studio",
        "muc4": "brat: name brat",
    }


def test_an_unknown_name_is_answered_with_near_ones(exports, tmp_path):
    """And with what the path looks like."""
    answer = refused("dokano", exports / "doccano", tmp_path)

    assert "did you mean 'doccano'?" in answer
    assert answer.endswith("looks like doccano: name doccano")


@pytest.mark.parametrize(
    ("name", "known"),
    [*formats.ALSO_CALLED.items(), ("label_studio", "label-studio"), ("Rich_ERE", "ere"), ("BRAT", "brat")],
)
def test_other_names_lead_to_ours(exports, tmp_path, name, known):
    """A corpus, a file's form or another spelling is answered with the format that reads it."""
    assert refused(name, exports, tmp_path) == f"{name} is read as {known}: name that"
    assert known in formats.IMPORTERS


def test_what_is_not_read_is_answered_with_the_export_to_use(exports, tmp_path):
    """A file of such a form, too, whatever format is named."""
    (tmp_path / "a.tsv").write_text("#FORMAT=WebAnno TSV 3.3\n")

    assert all(refused(name, exports, tmp_path).endswith(" instead") for name in formats.NOT_READ)
    assert "export UIMA CAS JSON or XMI" in refused("webanno", exports, tmp_path)
    assert "export its JSON" in refused("JSON_MIN", exports, tmp_path)
    assert "export UIMA CAS JSON or XMI" in refused("brat", tmp_path / "a.tsv", tmp_path)
    assert refused("inception", tmp_path / "a.tsv", tmp_path).count("instead") == 1


def test_our_own_articles_need_no_import(example_article, tmp_path):
    """The answer says what takes them."""
    path = tmp_path / "article.json"
    path.write_text(json.dumps(example_article))

    assert "as bench build takes them" in refused("doccano", path, tmp_path)


def test_a_damaged_file_of_the_named_format_keeps_its_findings(tmp_path):
    """Where the format is right, the answer is what is wrong with the file."""
    (tmp_path / "a.tml").write_text("<TimeML><TEXT></TimeML>")

    with pytest.raises(FindingsError):
        importers.import_corpus("timeml", tmp_path / "a.tml", tmp_path / "out", say=lambda _: None)


def test_the_command_says_it(exports, tmp_path, capsys):
    """Misuse is exit 2, in one line."""
    code = main(["import", "brat", str(exports / "doccano"), "--out", str(tmp_path / "out")])

    assert code == 2
    assert capsys.readouterr().err.strip().endswith("looks like doccano: name doccano")


def test_zips_are_to_be_unpacked(exports, tmp_path):
    """A hand-in in a zip is answered with the cure, alone or where a folder holds a note beside it."""
    (tmp_path / "in").mkdir()
    with zipfile.ZipFile(tmp_path / "in" / "ada.zip", "w") as archive:
        archive.write(exports / "brat/harbour/blast.ann", "blast.ann")
    shutil.copytree(tmp_path / "in", tmp_path / "noted")
    (tmp_path / "noted" / "README.md").write_text("Ada handed this in on Monday.")

    for path in (tmp_path / "in", tmp_path / "noted", tmp_path / "in/ada.zip"):
        told = refused("brat", path, tmp_path)
        assert told.endswith(
            "only zips of INCEpTION are looked into: unpack it and name what is in it instead"
        )


def test_a_zip_among_other_files_is_told(exports, tmp_path):
    """What it holds is not in the corpus, and the report says so."""
    shutil.copytree(exports / "brat/harbour", tmp_path / "in")
    with zipfile.ZipFile(tmp_path / "in" / "ben.ZIP", "w") as archive:
        archive.writestr("more.ann", "")

    said = []
    importers.import_corpus("brat", tmp_path / "in", tmp_path / "out", said.append)
    assert "zips are not looked into: unpack ben.ZIP" in said
