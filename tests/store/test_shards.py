"""Shards: together they are the input, line by line, however it is cut."""

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.store import articles, files, shards

LINES = st.lists(st.sampled_from(["", "1", "[1,2]", '"longer than a part"', "no", "\r"]), min_size=1)


@given(LINES, st.integers(1, 40), st.booleans())
def test_parts_of_a_file_are_the_file(tmp_path_factory, lines, size, ended):
    """Every line is read once, by the part in which it begins; numbers are those of the file."""
    path = tmp_path_factory.mktemp("parts") / "x.jsonl"
    path.write_bytes("\n".join(lines).encode() + b"\n" * ended)
    length = path.stat().st_size
    plan = [shards.Shard((path,), (at, min(at + size, length))) for at in range(0, length, size)]
    read = [
        told(line, above)
        for shard, above in zip(plan, shards.above(plan), strict=True)
        for _, line in shards.lines(shard)
    ]

    whole = [told(line) for line in files.raw_lines(path)]
    assert read == [line for line in whole if "empty" not in line[2]]


def told(line, above=0):
    """Return what a line says, its number counted from the file's first line."""
    return line.number + above, line.value, [finding.kind for finding in line.findings]


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    """Make shards so small that a few lines need several."""
    monkeypatch.setattr(shards, "BYTES", 10)
    monkeypatch.setattr(shards, "FILES", 2)


def test_lines_are_cut_by_bytes(tmp_path):
    """A large file of lines is cut into parts of equal size, the last one shorter."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"12345678\n" * 3)

    assert [shard.part for shard in shards.plan(path)] == [(0, 10), (10, 20), (20, 27)]
    values = [line.value for shard in shards.plan(path) for _, line in shards.lines(shard)]
    assert values == [b"12345678"] * 3
    assert shards.estimate(path) == 3


def test_small_and_compressed_files_are_whole(tmp_path):
    """A file that fits, one that is compressed, one of a single value and one of no JSON are not cut."""
    (tmp_path / "a.jsonl").write_bytes(b"1\n2\n")
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b"12345678\n" * 30, mtime=0))
    (tmp_path / "c.json").write_bytes(b"[1,2,3,4,5,6,7,8,9]")
    (tmp_path / "d.jsonl").write_bytes("12345678\n".encode("utf-16"))
    (tmp_path / "e.jsonl").write_bytes(b"\x28\xb5\x2f\xfd" + b"12345678\n" * 3)

    for name in ("a.jsonl", "b.jsonl.gz", "c.json", "d.jsonl", "e.jsonl"):
        assert shards.plan(tmp_path / name) == [shards.Shard((tmp_path / name,))]
    for name in ("", "a.jsonl", "b.jsonl.gz", "c.json", "x"):
        assert shards.estimate(tmp_path / name) == 1


def test_a_folder_is_cut_by_files(tmp_path):
    """Runs of files in the order of their names; each row comes with the place of its file."""
    for name in "cab":
        (tmp_path / f"{name}.json").write_text(f'"{name}"')
    plan = shards.plan(tmp_path)

    assert [[file.name for file in shard.files] for shard in plan] == [["a.json", "b.json"], ["c.json"]]
    assert [(place, line.value) for place, line in shards.lines(plan[0])] == [(0, b'"a"'), (1, b'"b"')]


def test_shards_of_an_empty_file_tell_so(tmp_path):
    """A file without rows is one shard, whose one line says it."""
    (tmp_path / "a.jsonl").write_bytes(b"\n\n")
    (shard,) = shards.plan(tmp_path / "a.jsonl")

    assert [line.findings[0].kind for _, line in shards.lines(shard)] == ["empty"]
    assert articles.files_of(tmp_path / "a.jsonl") == [tmp_path / "a.jsonl"]
