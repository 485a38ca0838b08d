"""The command bench build: paths on stdout, talk on stderr, exit codes."""

import json

import pytest

from benchmark.cli.main import main


@pytest.fixture
def bench(tmp_path, monkeypatch, capsys):
    """Run bench build in an empty folder and return exit code, lines of stdout, and stderr."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        code = main(["build", *map(str, arguments)])
        captured = capsys.readouterr()
        return code, captured.out.splitlines(), captured.err

    return run


def test_defaults_are_data_and_releases(bench, corpus, tmp_path):
    """Without arguments the corpus in data becomes a release in releases; stdout has its path alone."""
    corpus(name="data")
    code, out, err = bench()

    assert (code, out) == (0, ["releases/kovar-news-1.2.0"])
    assert "train: 2 articles, 2 events" in err
    assert (tmp_path / "releases/kovar-news-1.2.0/manifest.json").is_file()


def test_blind_tells_both_paths(bench, corpus):
    """Each half has its line on stdout."""
    code, out, err = bench(corpus(), "--out", "out", "--version", "2", "--blind", "test")

    assert (code, out) == (0, ["out/kovar-news-2-public", "out/kovar-news-2-gold"])
    assert "test: 2 articles, gold withheld" in err


def test_quiet_leaves_stderr_empty(bench, corpus):
    """With --quiet a build that goes well says its path and nothing else."""
    code, out, err = bench(corpus(), "--out", "out", "--quiet")

    assert (code, len(out), err) == (0, 1, "")


def test_lines_among_files_are_said_to_be_passed_over(bench, corpus):
    """A folder is read by its *.json: an export that was put beside them would be missing in silence."""
    (corpus() / "articles" / "more.jsonl.gz").touch()
    code, _, err = bench("corpus", "--out", "out")

    assert code == 0
    assert "corpus/articles/more.jsonl.gz is not read: the articles of a folder are its *.json\n" in err


def test_again_is_fine_and_other_content_is_not(bench, corpus, make_article):
    """The same release again is exit 0 and said, another one under its version is exit 1."""
    bench(corpus(), "--out", "out")
    again = bench("corpus", "--out", "out")
    other = bench(corpus([make_article("x")], name="other"), "--out", "out")

    assert again[0] == 0
    assert "was there already, with the same bytes" in again[2]
    assert other[:2] == (1, [])
    assert "new version" in other[2]


def test_findings_are_exit_1_and_leave_nothing(bench, corpus, make_article, tmp_path):
    """Each finding is a line on stderr, and nothing is left but the lock of the folder."""
    members = [make_article("x", split="tset"), make_article("y", published="2023-02-30")]
    code, out, err = bench(corpus(members), "--out", "out")

    assert (code, out) == (1, [])
    assert "0.json:1: $.split 'tset' is not listed, did you mean 'test'?" in err.replace(
        ", want train, validation, test", ""
    )
    assert "1.json:1: $.published '2023-02-30'" in err
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".dateline.lock"]


@pytest.mark.parametrize("arguments", [["nowhere"], ["--blind"], ["--no-such-option"]])
def test_misuse_is_exit_2(bench, arguments):
    """A path that is not there and an option that is not known are wrong calls."""
    code, out, err = bench(*arguments)

    assert (code, out) == (2, [])
    assert err


def test_lines_beside_a_file_of_settings(bench, tmp_path, articles, toml):
    """SOURCE may be one file of JSON Lines with benchmark.toml beside it."""
    (tmp_path / "benchmark.toml").write_text(toml, encoding="utf-8")
    (tmp_path / "all.jsonl").write_text("".join(f"{json.dumps(a)}\n" for a in articles), encoding="utf-8")
    code, out, _ = bench("all.jsonl")

    assert (code, out) == (0, ["releases/kovar-news-1.2.0"])
