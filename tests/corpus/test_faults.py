"""A build that is broken off: the release before stays, nothing half done is seen, the next one succeeds."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.corpus import builder
from benchmark.store import releases

BENCH = [sys.executable, "-m", "benchmark", "build"]
KILL = """
import json, os, random, shutil, signal, sys, time
from pathlib import Path
from benchmark.corpus import builder

source, out = Path(sys.argv[1]), Path(sys.argv[2])

def content(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}

def build(version):
    # In a child, so that what is imported and made once, below, is not paid for a hundred times.
    child = os.fork()
    if child == 0:
        builder.build(source, out, version)
        os._exit(0)
    return child

def done(child):
    assert os.waitpid(child, 0)[1] == 0

builder.build(source, out.with_name("warm"))
done(build("1"))
begun = time.perf_counter()
done(build("2"))
lasts = time.perf_counter() - begun
before, wanted = content(out / "kovar-news-1"), content(out / "kovar-news-2")
dice = random.Random(7)
ends = []
for number in range(50):
    shutil.rmtree(out / "kovar-news-2", ignore_errors=True)
    child = build("2")
    time.sleep(dice.uniform(0, lasts))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    names = {path.name for path in out.iterdir()}
    left = {name for name in names if name.startswith(".tmp-")}
    assert names - left <= {".dateline.lock", "kovar-news-1", "kovar-news-2"}, names
    assert content(out / "kovar-news-1") == before
    if "kovar-news-2" in names:
        assert content(out / "kovar-news-2") == wanted
    ends.append([bool(left), "kovar-news-2" in names])
    if number % 5 == 4:
        done(build("2"))
        assert content(out / "kovar-news-2") == wanted
        assert not list(out.glob(".tmp-*"))
print(json.dumps(ends))
"""
FULL = """
import resource, sys
from benchmark.cli.main import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
sys.exit(main(["build", *sys.argv[2:]]))
"""
LAST_LINES = """
import resource, sys
from pathlib import Path
from benchmark.corpus.writing import _Lines
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2)
with _Lines(Path(sys.argv[3])) as lines:
    lines.append([Path(sys.argv[2]).read_bytes()])
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_killed_at_any_instant(corpus, tmp_path):
    """Of fifty killed builds none touches the old release or shows half a new one; the next is whole."""
    command = [sys.executable, "-c", KILL, corpus(), tmp_path / "out"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr
    assert any(left for left, _ in json.loads(ended.stdout))


@pytest.mark.parametrize("limit", [100, 3_000, 30_000])
def test_full_disk(corpus, tmp_path, limit, content):
    """Where no more can be written, path and cause are told and nothing is left; later it succeeds."""
    source, out = corpus(), tmp_path / "out"
    (before,) = builder.build(source, out, "1")
    kept = content(before)
    ended = subprocess.run(
        [sys.executable, "-c", FULL, str(limit), source, "--out", out],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (4, "")
    assert f"cannot write {out}" in ended.stderr
    assert "file too large" in ended.stderr
    assert {path.name for path in out.iterdir()} == {".dateline.lock", before.name}
    assert content(before) == kept
    (release,) = builder.build(source, out)
    (other,) = builder.build(source, tmp_path / "other")
    assert content(release) == content(other)


def test_no_line_is_cut_off_where_the_disk_is_full(tmp_path):
    """A last write of which the disk takes but a part is no success: the rest would be missing."""
    draft = tmp_path / "draft"
    draft.write_bytes(bytes(100_000))
    command = [sys.executable, "-c", LAST_LINES, "60000", draft, tmp_path / "out"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "File too large" in ended.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="this system has no folder that nobody can write to")
def test_target_that_cannot_be_written(corpus):
    """A target that no folder can be made at is exit 4 and told before anything is read."""
    ended = subprocess.run(
        [*BENCH, corpus(), "--out", "/proc/out"], capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout) == (4, "")
    assert ended.stderr.startswith("bench: cannot write /proc/out: ")


def test_target_below_a_file(corpus, tmp_path):
    """A file where a folder should be is told as such."""
    (tmp_path / "file").touch()
    for name, out in (("one", tmp_path / "file"), ("other", tmp_path / "file" / "out")):
        ended = subprocess.run([*BENCH, corpus(name=name), "--out", out], capture_output=True, check=False)
        assert ended.returncode == 2


def test_two_builds_at_once(corpus, tmp_path, make_article, content):
    """Builds into one folder wait for each other; of two contents for one version the second is refused."""
    source, other = corpus(), corpus([make_article("x")], name="other")
    out = tmp_path / "out"
    running = [
        subprocess.Popen([*BENCH, each, "--out", out], stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        for each in (source, other, source)
    ]
    told = [process.communicate() for process in running]

    codes = [process.returncode for process in running]
    assert codes in ([0, 1, 0], [1, 0, 1])
    assert all(b"wants 2.0.0 or higher" in err for code, (_, err) in zip(codes, told, strict=True) if code)
    won = source if codes[0] == 0 else other
    (release,) = builder.build(won, tmp_path / "alone")
    assert content(out / release.name) == content(release)
    assert releases.open_release(out / release.name)
