"""Damaged exports are refused or reported, never a crash."""

import contextlib
import copy
import json
import re
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.corpus.importers import (
    ace,
    article,
    brat,
    cat,
    doccano,
    ere,
    label_studio,
    mapping,
    maven,
    plover,
    prodigy,
    semeval2015,
    sniffing,
    textee,
    timeml,
    wikievents,
)
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import DatelineError, FindingsError, MisuseError

EXPORTS = Path(__file__).parent / "exports"
FIELDS = mapping.read(EXPORTS / "prodigy_fields.toml")
JSON = {
    "label_studio.json": (label_studio, Options()),
    "doccano/ada.jsonl": (doccano, Options()),
    "prodigy.jsonl": (prodigy, Options()),
    "prodigy_fields.jsonl": (prodigy, Options(mapping=FIELDS)),
    "maven.jsonl": (maven, Options()),
    "plover/records.json": (plover, Options()),
    "textee.jsonl": (textee, Options()),
    "wikievents/test.jsonl": (wikievents, Options()),
}
XML = {
    "ace": (ace, "XIN_ENG_20030304.0001.apf.xml"),
    "cat": (cat, "instances.xml"),
    "ere": (ere, "annotated/NYT_ENG_20140206.0007.rich_ere.xml"),
    "plover": (plover, "frases.xml"),
    "semeval2015": (semeval2015, "articles/51.xml"),
    "timeml": (timeml, "strike.tml"),
}

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-5, 2**70)
    | st.sampled_from(["", "x", "103", "2024", " ", "left"]),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["id", "text"]), inner, max_size=1)
    ),
    max_leaves=3,
)


def parts(value, path=()):
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from parts(item, (*path, key))


def records(name):
    content = (EXPORTS / name).read_text()
    return (
        json.loads(content) if name.endswith(".json") else [json.loads(line) for line in content.splitlines()]
    )


@pytest.mark.parametrize("name", JSON)
@settings(max_examples=60)
@given(data=st.data())
def test_any_value_in_any_place(name, data):
    """Whatever stands in a place of an export, the import ends in a corpus or in an answer to its user."""
    module, options = JSON[name]
    damaged = copy.deepcopy(records(name))
    places = [path for path in parts(damaged) if path]
    path = data.draw(st.sampled_from(places))
    part = damaged
    for key in path[:-1]:
        part = part[key]
    part[path[-1]] = data.draw(anything)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "export.json")
        path.write_text(json.dumps(damaged))
        try:
            corpus = module.read(path, Ledger(Journal()), options)
        except DatelineError:
            return
    assert corpus.articles or corpus.annotators or not damaged


@pytest.mark.parametrize("name", XML)
@settings(max_examples=60)
@given(data=st.data())
def test_any_change_of_an_xml_file(name, data):
    """An attribute changed or lost, an element lost or doubled: a corpus, or an answer to its user."""
    module, file = XML[name]
    text = (EXPORTS / name / file).read_text()
    places = [match.span() for match in re.finditer(r' [A-Za-z_]+="[^"]*"|"[^"]*"|<[^<>]*/>|[0-9]+', text)]
    for start, end in sorted(
        data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=3)), reverse=True
    ):
        text = (
            text[:start]
            + data.draw(st.sampled_from(["", '""', '"E1"', "0", text[start:end] * 2]))
            + text[end:]
        )

    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(EXPORTS / name, folder, dirs_exist_ok=True)
        Path(folder, file).write_text(text)
        try:
            corpus = module.read(Path(folder), Ledger(Journal()), Options())
        except DatelineError:
            return
    assert corpus.articles


@settings(max_examples=100)
@given(data=st.data())
def test_any_characters_in_an_ann_file(data):
    """Lines cut, swapped or filled with other characters are reported."""
    lines = (EXPORTS / "brat/harbour/blast.ann").read_text().split("\n")
    for _ in range(3):
        index = data.draw(st.integers(0, len(lines) - 1))
        at = data.draw(st.integers(0, len(lines[index])))
        insertion = data.draw(st.text("TERAN#*19:; \t\r\u2028x", max_size=4))
        lines[index] = lines[index][:at] + insertion + lines[index][at + data.draw(st.integers(0, 3)) :]

    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "blast.txt").write_bytes((EXPORTS / "brat/harbour/blast.txt").read_bytes())
        Path(folder, "blast.ann").write_bytes("\n".join(lines).encode())
        try:
            corpus = brat.read(Path(folder), Ledger(Journal()), Options())
        except DatelineError:
            return
    assert len(corpus.articles) == 1


FOLDERS = {name: module for name, (module, _) in XML.items()} | {
    "article": article,
    "brat/harbour": brat,
    "doccano": doccano,
    "wikievents": wikievents,
}


@pytest.mark.parametrize("name", FOLDERS)
def test_what_programs_hide_in_a_folder_is_not_of_it(name, tmp_path):
    """A zip made on macOS brings a file of its own for each, and Jupyter leaves copies: neither is read."""
    shutil.copytree(EXPORTS / name, tmp_path / "export")

    def read():
        return FOLDERS[name].read(tmp_path / "export", Ledger(Journal()), Options(published="2024-01-16"))

    before, looks = read(), sniffing.looks_like(tmp_path / "export")
    for file in [path for path in tmp_path.rglob("*") if path.is_file()]:
        for folder in (file.parent, tmp_path / "export" / "__MACOSX"):
            folder.mkdir(exist_ok=True)
            (folder / f"._{file.name}").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X")
        kept = file.parent / ".ipynb_checkpoints" / f"{file.stem}-checkpoint{file.suffix}"
        kept.parent.mkdir(exist_ok=True)
        shutil.copy(file, kept)

    assert read() == before
    assert sniffing.looks_like(tmp_path / "export") == looks


@pytest.mark.parametrize(
    ("name", "damaged"),
    [
        ("ace", ["LONE.apf.xml", "XIN_ENG_20030304.0001.sgm"]),
        ("article", ["more.txt", "scraped.txt"]),
        ("ace", ["XIN_ENG_20030304.0001.apf.xml", "XIN_ENG_20030304.0001.sgm"]),
        ("brat/harbour", ["annotation.conf", "blast.ann", "blast.txt", "inner/Ferry One.ann"]),
        ("cat", ["instances.xml", "storyline.xml.xml"]),
        ("doccano", ["ada.jsonl", "ben.jsonl"]),
        ("ere", ["annotated/LONE.rich_ere.xml", "source/NYT_ENG_20140206.0007.xml"]),
        ("ere", ["annotated/NYT_ENG_20140206.0007.rich_ere.xml", "source/NYT_ENG_20140206.0007.xml"]),
        ("plover", ["frases.xml", "records.json"]),
        ("semeval2015", ["articles/51.xml", "articles/52.xml"]),
        ("semeval2015", ["articles/51.xml", "timelines/brine.txt", "timelines/ostvik.txt"]),
        ("timeml", ["lines.xml", "strike.tml"]),
        ("wikievents", ["more.jsonl", "test.jsonl"]),
        (
            "wikievents",
            ["coref/more.jsonlines", "coref/test.jsonlines", "event_role_EXAMPLE.json", "test.jsonl"],
        ),
    ],
)
def test_every_damaged_file_of_a_folder_is_named_at_once(name, damaged, tmp_path):
    """One that cannot be read does not hide the next."""
    shutil.copytree(EXPORTS / name, tmp_path / "export")
    for file in damaged:
        with (tmp_path / "export" / file).open("ab") as stream:
            stream.write(b"\xff")

    with pytest.raises(FindingsError) as caught:
        FOLDERS[name].read(tmp_path / "export", Ledger(Journal()), Options(published="2024-01-16"))
    assert [
        Path(finding.file).relative_to(tmp_path / "export").as_posix() for finding in caught.value.findings
    ] == damaged


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("doccano/ada.jsonl", ("label",)),
        ("doccano/ada.jsonl", ("relations",)),
        ("maven.jsonl", ("entities",)),
        ("maven.jsonl", ("events", 0, "mention")),
        ("maven.jsonl", ("events", 0, "argument")),
        ("maven.jsonl", ("events", 0, "argument", "Agent")),
        ("maven.jsonl", ("negative_triggers",)),
        ("plover/records.json", ("source",)),
        ("prodigy.jsonl", ("relations",)),
        ("prodigy.jsonl", ("spans",)),
        ("prodigy.jsonl", ("tokens",)),
        ("textee.jsonl", ("entity_mentions",)),
        ("textee.jsonl", ("event_mentions", 0, "arguments")),
        ("textee.jsonl", ("relation_mentions",)),
        ("wikievents/test.jsonl", ("entity_mentions",)),
        ("wikievents/test.jsonl", ("event_mentions", 0, "arguments")),
        ("wikievents/test.jsonl", ("relation_mentions",)),
    ],
)
def test_what_is_no_list_where_one_belongs_is_told(name, key, tmp_path):
    """All that it may have held would be missing without a word."""
    written = (EXPORTS / name).read_text(encoding="utf-8")
    rows = json.loads(written) if name.endswith(".json") else list(map(json.loads, written.splitlines()))
    for row in rows:
        part = row
        for step in key[:-1]:
            part = part[step] if isinstance(part, list) else part.get(step, {})
        part[key[-1]] = 7
    (tmp_path / Path(name).name).write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    module, options = JSON[name]
    journal = Journal()

    with contextlib.suppress(MisuseError):  # as where no events are left
        module.read(tmp_path / Path(name).name, Ledger(journal), options)
    whys = ("is no list", "is no list of actors", "is no table of roles")
    assert any(note.reason.endswith(whys) for note in journal.notes)


def test_clusters_that_are_no_list_are_told(tmp_path):
    """They stand in a file of their own, beside the documents."""
    shutil.copytree(EXPORTS / "wikievents", tmp_path / "export")
    file = tmp_path / "export/coref/test.jsonlines"
    file.write_text(re.sub(r'"clusters": \[.*\]', '"clusters": 7', file.read_text()))
    journal = Journal()

    wikievents.read(tmp_path / "export", Ledger(journal), Options())
    assert [str(note.place) for note in journal.notes if note.reason.endswith("is no list")] == [
        "coref/test.jsonlines:1: $.clusters"
    ]


def test_a_filler_without_words_stands_nowhere(tmp_path):
    """White space is no mention, and does not refuse what is beside it."""
    written = (EXPORTS / "plover/frases.xml").read_text(encoding="utf-8")
    assert 'targettext="el gobierno"' in written
    path = tmp_path / "frases.xml"
    path.write_text(written.replace('targettext="el gobierno"', 'targettext=" "'), encoding="utf-8")
    journal = Journal()

    plover.read(path, Ledger(journal), Options())
    assert any("its filler stands nowhere in the text" in note.reason for note in journal.notes)
