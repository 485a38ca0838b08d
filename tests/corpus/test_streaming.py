"""Shards and processes change no byte: a release follows from its articles alone."""

import json
import random

import pyarrow.parquet as pq
import pytest

from benchmark.corpus import builder, leakage, writing
from benchmark.corpus.crew import Crew
from benchmark.records.errors import FindingsError
from benchmark.store import releases, shards


@pytest.fixture
def members(make_article):
    """Return fifty articles in no order, a few of them copies, a few without events."""
    made = [make_article(f"n{number:02}", split=None) for number in range(47)]
    made += [{**made[number], "article_id": f"copy-{number}"} for number in range(3)]
    for article in made[::7]:
        article["events"] = []
    random.Random(1).shuffle(made)
    return made


@pytest.fixture
def lines(tmp_path, toml):
    """Write articles as JSON Lines beside a benchmark.toml, and return the file."""

    def write(articles, name="lines"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "benchmark.toml").write_text(toml, encoding="utf-8")
        path = folder / "all.jsonl"
        path.write_text("".join(f"{json.dumps(article)}\n" for article in articles), encoding="utf-8")
        return path

    return write


@pytest.fixture(autouse=True)
def _many_shards(monkeypatch):
    """Cut small: some twenty shards of lines, seven of files, parts of four articles; keys go to all."""
    monkeypatch.setattr(shards, "BYTES", 5_000)
    monkeypatch.setattr(shards, "FILES", 7)
    monkeypatch.setattr(writing, "PART", 4)
    monkeypatch.setattr(leakage, "FEW", 0)


def test_bytes_do_not_depend_on_jobs_or_order(members, lines, corpus, tmp_path, content):
    """One process or two, lines or files, in any order: the same release, blind or not."""
    wanted = None
    sources = [
        lines(members),
        lines(members[::-1], "other"),
        corpus(sorted(members, key=lambda a: a["text"])),
    ]
    for number, (source, jobs) in enumerate(zip(sources, (1, 2, 2), strict=True)):
        assert len(shards.plan(source)) > 5
        halves = builder.build(source, tmp_path / f"out{number}", blind="test", crew=Crew(jobs))
        found = [content(half) for half in halves]
        wanted = wanted or found
        assert found == wanted


def test_stubs_of_many_parts_follow_one_another(members, lines, tmp_path):
    """Without texts, each stub stands where its article does with them."""
    source = lines(members)
    (whole,) = builder.build(source, tmp_path / "out")
    (bare,) = builder.build(source, tmp_path / "out", texts=False)

    for split in ("train", "test"):
        ids, stubs = (
            [json.loads(line)["article_id"] for line in path.read_text(encoding="utf-8").splitlines()]
            for path in (whole / f"jsonl/{split}.jsonl", bare / f"stubs/{split}.jsonl")
        )
        assert len(ids) > writing.PART
        assert stubs == ids


def test_many_files_are_numbered_and_whole(members, lines, tmp_path):
    """A large split has several Parquet files, numbered without a gap, together its rows in order."""
    (release,) = builder.build(lines(members), tmp_path / "out")
    manifest = releases.open_release(release).manifest

    for config in ("articles", "events"):
        for split, summary in manifest.splits.items():
            files = sorted((release / config).glob(f"{split}-*.parquet"))
            count = len(files)
            assert [file.name for file in files] == [
                f"{split}-{number:05}-of-{count:05}.parquet" for number in range(count)
            ]
            ids = [name for file in files for name in pq.read_table(file)["article_id"].to_pylist()]
            assert ids == sorted(ids)
            assert len(ids) == (summary.articles if config == "articles" else summary.events)
    assert len(list((release / "articles").glob("train-*"))) > 3


def test_findings_have_the_lines_of_the_file(members, lines, tmp_path):
    """Whatever shard a line is in, its number is that of the file, of its copies' too."""
    wrong = [*members]
    wrong[30] = {**wrong[30], "language": "nonsense"}
    wrong.insert(41, wrong[3])
    path = lines(wrong)
    path.write_text("\n\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        builder.build(path, tmp_path / "out", crew=Crew(2))

    told = [(finding.line, finding.kind, finding.message) for finding in caught.value.findings]
    assert [(line, kind) for line, kind, _ in told] == [(33, "value"), (44, "duplicate-id")]
    assert told[1][2] == f"stands twice, first in {path}:6"


def test_progress_goes_to_the_end(members, lines, tmp_path):
    """Each kind of work is told from nothing to all of its tasks."""
    heard = []
    builder.build(lines(members), tmp_path / "out", crew=Crew(1, lambda *told: heard.append(told)))

    for work in ("checking articles", "looking for like texts", "comparing texts", "writing"):
        steps = [(done, total) for what, done, total in heard if what == work]
        assert steps == [(done, steps[0][1]) for done in range(steps[0][1] + 1)]


@pytest.fixture
def source(members, lines):
    """Return a file of some of them."""
    return lines(members[:9])


@pytest.mark.parametrize("options", [[], ["--quiet"]])
def test_bar_is_for_terminals(source, tmp_path, monkeypatch, bench, options):
    """A log sees no bar; a terminal sees one that is wiped in the end, unless --quiet."""
    log = bench("build", source, "--out", tmp_path / "log", "--jobs", 1, *options).err
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    terminal = bench("build", source, "--out", tmp_path / "terminal", "--jobs", 1, *options).err

    assert "\r" not in log
    assert ("\rwriting [" in terminal) == (not options)
    assert terminal.rpartition("\r")[2] == log
