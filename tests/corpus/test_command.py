"""The command bench build: paths on stdout, talk on stderr, exit codes."""

import functools
import json

import pytest


@pytest.fixture
def build(bench, tmp_path, monkeypatch):
    """Run bench build in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return functools.partial(bench, "build")


def test_defaults_are_data_and_releases(build, corpus, tmp_path):
    """Without arguments the corpus in data becomes a release in releases; stdout has its path alone."""
    corpus(name="data")
    code, out, err = build()

    assert (code, out) == (0, "releases/kovar-news-1.2.0\n")
    assert "train: 2 articles, 2 events" in err
    assert (tmp_path / "releases/kovar-news-1.2.0/manifest.json").is_file()


def test_blind_tells_both_paths(build, corpus):
    """Each half has its line on stdout."""
    code, out, err = build(corpus(), "--out", "out", "--version", "2", "--blind", "test")

    assert (code, out) == (0, "out/kovar-news-2-public\nout/kovar-news-2-gold\n")
    assert "test: 2 articles, gold withheld" in err


def test_quiet_leaves_stderr_empty(build, corpus):
    """With --quiet a build that goes well says its path and nothing else."""
    code, out, err = build(corpus(), "--out", "out", "--quiet")

    assert (code, out, err) == (0, "out/kovar-news-1.2.0\n", "")


def test_lines_among_files_are_said_to_be_passed_over(build, corpus):
    """A folder is read by its *.json: an export that was put beside them would be missing in silence."""
    (corpus() / "articles" / "more.jsonl.gz").touch()
    code, _, err = build("corpus", "--out", "out")

    assert code == 0
    assert "corpus/articles/more.jsonl.gz is not read: the articles of a folder are its *.json\n" in err


def test_near_copies_are_told(build, corpus, make_article):
    """A text that stands in several articles counts as often: the build says where they are listed."""
    copies = [make_article(name) | {"text": "Rebels shelled Kovar on Monday.", "events": []} for name in "ab"]
    _, _, err = build(corpus([*copies, make_article("c")]), "--out", "out")
    _, _, alone = build(corpus([make_article("c")], name="alone"), "--out", "other")

    assert "near copies: 2 articles in 1 group, listed in manifest.json\n" in err
    assert "near copies" not in alone


def test_again_is_fine_and_other_content_is_not(build, corpus, make_article):
    """The same release again is exit 0 and said, another one under its version is exit 1."""
    build(corpus(), "--out", "out")
    again = build("corpus", "--out", "out")
    other = build(corpus([make_article("x")], name="other"), "--out", "out")

    assert again.code == 0
    assert "was there already, with the same bytes" in again.err
    assert (other.code, other.out) == (1, "")
    assert "wants 2.0.0 or higher" in other.err


def test_findings_are_exit_1_and_leave_nothing(build, corpus, make_article, tmp_path):
    """Each finding is a line on stderr, and nothing is left but the lock of the folder."""
    members = [make_article("x", split="tset"), make_article("y", published="2023-02-30")]
    code, out, err = build(corpus(members), "--out", "out")

    assert (code, out) == (1, "")
    assert "0.json:1: $.split 'tset' is not listed, want train, validation, test, did you mean 'test'?" in err
    assert "1.json:1: $.published '2023-02-30'" in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".dateline.lock"]


def test_lines_beside_a_file_of_settings(build, tmp_path, articles, toml):
    """SOURCE may be one file of JSON Lines with benchmark.toml beside it."""
    (tmp_path / "benchmark.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "all.jsonl").write_text("".join(f"{json.dumps(a)}\n" for a in articles), encoding="utf-8")
    code, out, _ = build("all.jsonl")

    assert (code, out) == (0, "releases/kovar-news-1.2.0\n")
