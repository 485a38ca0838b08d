"""Releases without texts, and how their users make them whole."""

import hashlib
import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from benchmark.corpus import builder, rehydration, verification
from benchmark.records.article import Article
from benchmark.records.errors import CheckError, FindingsError, MisuseError, OtherVersionError
from benchmark.records.stub import restore, withhold
from benchmark.store import codec, files, releases, schema

LONG = 7
"""Characters of a word that no card says by chance."""


@pytest.fixture
def stubs(corpus, tmp_path):
    """A release without texts."""
    (path,) = builder.build(corpus(), tmp_path / "out", texts=False)
    return path


@pytest.fixture
def texts(tmp_path, articles):
    """Somebody's own copies, one file an article."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for article in articles:
        (folder / f"{article['article_id']}.txt").write_text(article["text"], encoding="utf-8", newline="")
    return folder


def forge(stubs, old, new):
    """Change the stubs of the test split, and their line in the list of checksums."""
    path, listing = stubs / "stubs" / "test.jsonl", stubs / "checksums.sha256"
    before = files.digest_file(path)
    path.write_bytes(path.read_bytes().replace(old, new))
    listing.write_text(listing.read_text().replace(before, files.digest_file(path)))


def refused(stubs, texts, tmp_path):
    """Return the findings with which texts are refused, nothing being written."""
    with pytest.raises(FindingsError) as error:
        rehydration.rehydrate(stubs, texts, tmp_path / "whole")
    assert not [path for path in (tmp_path / "whole").iterdir() if not path.name.startswith(".dateline")]
    return error.value.findings


def test_no_words_of_the_texts_are_published(stubs, articles, content):
    """No file has a mention's words; a string that stands nowhere in the text is its annotators'."""
    assert stubs.name == "kovar-news-1.2.0-without-texts"
    files = {
        name: data for name, data in content(stubs).items() if not name.startswith(("schemas/", "ontology"))
    }
    titles = " ".join(article["title"] for article in articles)
    words = {word for article in articles for word in article["text"].split() if len(word) >= LONG}
    assert {"condemned", "shelled"} <= words
    for word in words - set(titles.split()):
        assert not [name for name, data in files.items() if word.encode() in data], word
    assert b"MILITIA" in files["stubs/train.jsonl"]


def test_a_stub_says_what_its_text_is(stubs, articles):
    """Length in code points, sha256 of the text, offsets as they were, and the schema says so."""
    lines = [
        json.loads(line) for path in (stubs / "stubs").iterdir() for line in path.read_bytes().splitlines()
    ]
    whole = {article["article_id"]: article for article in articles}

    assert {line["article_id"] for line in lines} == set(whole)
    for line in lines:
        text = whole[line["article_id"]]["text"]
        assert (line["text"], line["length"]) == ("", len(text))
        assert line["sha256"] == hashlib.sha256(text.encode()).hexdigest()
        assert schema.check("stub", line, "stubs") == []


def test_restored_articles_are_equal(articles):
    """Astral characters, line ends, mentions in parts and strings that stand nowhere come back."""
    for article in articles:
        record = codec.decode(Article, article)

        assert restore(withhold(record), record.text) == record


@pytest.mark.parametrize("blind", [None, "test"])
def test_rehydrated_is_the_release_with_texts(corpus, tmp_path, texts, blind, content):
    """Every byte is that of a build with texts, so that scores on either are comparable; halves too."""
    whole, *_ = builder.build(corpus(), tmp_path / "with", blind=blind)
    stubs, *gold = builder.build(corpus(name="again"), tmp_path / "out", blind=blind, texts=False)
    path, digest = rehydration.rehydrate(stubs, texts, tmp_path / "whole")

    assert path.name == whole.name
    assert content(path) == content(whole)
    manifest = releases.open_release(stubs).manifest
    assert (manifest.digest, manifest.texts) == (digest, False)
    assert [releases.open_release(half).manifest.texts for half in gold] == [True] * len(gold)


def test_a_threshold_without_a_point_comes_back_whole(corpus, toml, tmp_path, texts, content):
    """``leakage = 1`` is the number that a manifest says, so a release made whole spells it alike."""
    text = f"leakage = 1\n{toml}"
    (whole,) = builder.build(corpus(text=text), tmp_path / "with")
    (stubs,) = builder.build(corpus(text=text, name="again"), tmp_path / "out", texts=False)
    path, _ = rehydration.rehydrate(stubs, texts, tmp_path / "whole")

    assert content(path) == content(whole)


@pytest.mark.parametrize(
    ("change", "fits"),
    [
        (lambda text: "\ufeff" + text, "without a byte order mark"),
        (lambda text: text + "\n", "without the last line end"),
        (lambda text: text.replace("\r\n", "\n"), "with CRLF for LF"),
        (lambda text: unicodedata.normalize("NFD", text), "in Unicode form NFC"),
        (lambda text: f"\ufeff{text}\n", "without a byte order mark and without the last line end"),
        (lambda text: text.replace("depot", "house"), None),
    ],
)
def test_what_would_fit_is_told(corpus, make_article, tmp_path, change, fits):
    """A text that copying changed is named with the change that undoes it, any other is said to differ."""
    odd = "Café 🕊️\r\nThey burnt the depot."
    member = make_article("odd", text=odd, events=[])
    (stubs,) = builder.build(corpus([member], name="odd"), tmp_path / "odd-out", texts=False)
    texts = tmp_path / "texts"
    texts.mkdir()
    path = texts / "odd.txt"
    path.write_text(change(odd), encoding="utf-8", newline="")
    (finding,) = refused(stubs, texts, tmp_path)

    assert (finding.file, finding.kind) == (str(path), "value")
    assert finding.message.endswith(f"it fits {fits}" if fits else "Unicode form fits")


def test_every_text_that_does_not_fit_is_named(stubs, texts, tmp_path):
    """Missing, shorter, as long but other, and no text at all: all at once, each in its place."""
    (texts / "kovar-shelling.txt").unlink()
    (texts / "odd.one_2.txt").write_bytes(b"\xff")
    (texts / "by-hash.txt").write_text("short")
    quiet = (texts / "quiet-day.txt").read_text()
    (texts / "quiet-day.txt").write_text(quiet[:-2] + "x.")
    found = {finding.file.rpartition("/")[2]: finding for finding in refused(stubs, texts, tmp_path)}

    assert {name: finding.kind for name, finding in found.items()} == {
        "test.jsonl": "missing",
        "odd.one_2.txt": "encoding",
        "by-hash.txt": "value",
        "quiet-day.txt": "value",
    }
    assert found["test.jsonl"].found is not None
    assert "has 5 code points, and the text of by-hash " in found["by-hash.txt"].message
    assert "is as long as the text of quiet-day" in found["quiet-day.txt"].message


def test_rows_that_are_no_texts_are_refused(stubs, tmp_path):
    """A row without an id or a text, and an id that stands twice, are findings of the user's own file."""
    source = tmp_path / "texts.jsonl"
    row = json.dumps({"article_id": "a", "text": "x"})
    source.write_text(f'[]\n{{"article_id": 1, "text": "x"}}\n{row}\n{row}\n')
    found = refused(stubs, source, tmp_path)

    assert [(finding.line, finding.kind) for finding in found] == [
        (1, "type"),
        (2, "type"),
        (4, "duplicate-id"),
    ]


def test_stubs_that_were_changed_are_not_made_whole(stubs, texts, tmp_path):
    """A label moved in a stub makes another dataset than the manifest names: exit 3, nothing written."""
    forge(stubs, b'"ACCUSE"', b'"ASSAULT"')

    with pytest.raises(OtherVersionError, match="not those that"):
        rehydration.rehydrate(stubs, texts, tmp_path / "whole")


def test_a_damaged_release_is_not_made_whole(stubs, texts, tmp_path):
    """Its list of checksums is the last that knows of it: the whole release gets a list of its own."""
    path = stubs / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"CC-BY-4.0", b"CC-BY-3.0"))
    with pytest.raises(CheckError, match=r"manifest\.json has sha256"):
        rehydration.rehydrate(stubs, texts, tmp_path / "whole")

    assert not (tmp_path / "whole").exists()


def test_a_date_that_is_none_is_a_finding(stubs, texts, tmp_path):
    """A stub is a stranger's: what restoring makes of it is judged like any article."""
    forge(stubs, b"2024-01-15", b"2024-02-31")

    assert {finding.kind for finding in refused(stubs, texts, tmp_path)} == {"date"}


def test_a_release_with_texts_needs_none(corpus, tmp_path, texts):
    """Joining what is whole is misuse; so is asking a release without texts for its articles."""
    (whole,) = builder.build(corpus(), tmp_path / "out")
    (stubs,) = builder.build(corpus(name="again"), tmp_path / "out", texts=False)

    with pytest.raises(MisuseError, match="has its texts"):
        rehydration.rehydrate(whole, texts, tmp_path / "whole")
    with pytest.raises(MisuseError, match="bench rehydrate"):
        releases.open_release(stubs).articles("test")


LOAD = """
import json, sys
from datasets import load_dataset

loaded = load_dataset(sys.argv[1], "articles", split="train")
print(json.dumps([loaded.column_names, list(loaded["text"])]))
"""


def test_tables_of_stubs_load(stubs, tmp_path):
    """`datasets` opens a release without texts: the columns of one with texts, and two more."""
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "HF_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", LOAD, stubs], env=environment, check=True, capture_output=True
    )

    columns, texts = json.loads(done.stdout)
    assert {"length", "sha256", "events"} <= set(columns)
    assert set(texts) == {""}


def test_a_release_without_texts_is_verified_when_it_is_whole(stubs, texts, tmp_path):
    """Nothing can be recomputed from stubs, which is said; what they become verifies."""
    with pytest.raises(MisuseError, match="bench rehydrate"):
        verification.verify(stubs)

    whole, _ = rehydration.rehydrate(stubs, texts, tmp_path / "whole")
    assert verification.verify(whole).texts


def test_what_is_rehydrated_is_verified_by_whatever_name(stubs, texts, tmp_path, monkeypatch, content):
    """The folder of stubs gives its name to that of the release, not to its card, and either may be any."""
    whole, _ = rehydration.rehydrate(stubs.rename(tmp_path / 'my "own" stubs'), texts, tmp_path / "whole")
    (built,) = builder.build(tmp_path / "corpus", tmp_path / "built")

    assert whole.name == 'my "own" stubs'
    assert content(whole) == content(built)
    verification.verify(whole)
    monkeypatch.chdir(whole.rename(tmp_path / "another; name"))
    verification.verify(Path())
