"""What docs/import.md says holds."""

import dataclasses
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from benchmark.corpus.importers import formats, inception, mapping
from benchmark.records.article import Article
from benchmark.store import codec

DOCUMENT = Path(__file__).resolve().parents[3] / "docs/import.md"


def test_every_format_has_its_line():
    """The table of formats names each that is read, and no other."""
    table = DOCUMENT.read_text().partition("## Formats")[2].partition("\n## ")[0]
    named = [
        name
        for line in table.splitlines()
        for name in re.findall("`([a-z0-9-]+)`", line.split("|")[1:2][0] if "|" in line else "")
    ]

    assert sorted(named) == sorted(formats.IMPORTERS)


def test_its_mapping_files_are_read(tmp_path):
    """Each piece of TOML is a mapping file without a finding, and they show every key that there is."""
    pieces = re.findall(r"```toml\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    shown = {key: value for piece in pieces for key, value in tomllib.loads(piece).items()}

    assert shown.keys() - {mapping.LAYERS} == {
        field.name for field in dataclasses.fields(mapping.LabelMapping) if field.name != "layers"
    }
    assert all(f"`{part}`" in DOCUMENT.read_text() for part in mapping.META)
    assert shown["fields"].keys() == {field.name for field in dataclasses.fields(mapping.Fields)}

    read = []
    for piece in pieces:
        (tmp_path / "mapping.toml").write_text(piece)
        read.append(mapping.read(tmp_path / "mapping.toml"))
    assert [found.layers is None for found in read] == [True, False]


@pytest.mark.skipif(shutil.which("perl") is None, reason="the line is of perl, and there is none")
def test_its_command_takes_a_suffix_off_ids(example_article, tmp_path):
    """One line of perl gives articles the ids that they have from another tool, and changes nothing else."""
    (command,) = re.findall(r"`(perl -pi [^`]*)`", DOCUMENT.read_text())
    article = dataclasses.replace(codec.decode(Article, example_article), title="quay.txt")
    (tmp_path / "articles").mkdir()
    for number, article_id in enumerate(("quay.txt", "a.txt.b")):
        named = dataclasses.replace(article, article_id=article_id)
        (tmp_path / f"articles/{number}.json").write_bytes(codec.pretty(named))

    subprocess.run(["/bin/sh", "-c", command], check=True, cwd=tmp_path)

    written = [(tmp_path / f"articles/{number}.json").read_bytes() for number in (0, 1)]
    expected = [dataclasses.replace(article, article_id=article_id) for article_id in ("quay", "a.txt.b")]
    assert written == list(map(codec.pretty, expected))


def test_the_ready_mappings_are_read():
    """The two that come with the package fit their schema."""
    assert [inception.ready(name).layers is not None for name in inception.READY] == [True, True]
