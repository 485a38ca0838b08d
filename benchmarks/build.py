"""How fast ``bench build`` is, beside what no pipeline can do without and beside other ways; and its memory.

Usage: python benchmarks/build.py [ARTICLES [JOBS]]

Articles are made up (``synthetic.py``). The floor is orjson on each line and zstd-3 Parquet of ready
tables, as a release has them, with the same number of processes. Tasks run one after the other, each in a
process of its own; memory is the peak of any process of a task. This takes minutes, and ten times the room
of the articles on disk. On a machine that does other work too, ratios of processor time tell more than
those of wall time.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson
import pyarrow.parquet as pq
from synthetic import COPIES, articles

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.synchronize import Barrier

    import pyarrow as pa

SMALL = 10_000
"""Articles of the task that a plain script does too, and of the memory that others are compared with."""
INVALID = 100
"""One line in so many is wrong in the corpus of the refusal."""
TOML = """\
name = "synthetic"
version = "1"
license = "CC0-1.0"
ontology = "plover@1.0.0"
{}
[splits]
train = 60
validation = 10
test = 30
seed = "synthetic"
"""


def corpus(folder: Path, count: int, *, settings: str = "", invalid: bool = False) -> Path:
    """Write made-up articles with a benchmark.toml and return their file."""
    folder.mkdir()
    (folder / "benchmark.toml").write_text(TOML.format(settings))
    path = folder / "articles.jsonl"
    with path.open("wb") as out:
        for number, article in enumerate(articles(count)):
            if invalid and number % INVALID == 0:
                article["events"][0]["triggers"][0]["start"] += 1
            out.write(orjson.dumps(article) + b"\n")
    return path


def build(source: Path, out: Path, jobs: int, *, code: int = 0) -> None:
    """Run ``bench build``; with another exit code where it is to refuse."""
    command = [
        sys.executable,
        "-m",
        "benchmark",
        "build",
        source,
        "--out",
        out,
        "--jobs",
        str(jobs),
        "--quiet",
    ]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
    if done.returncode != code:
        raise SystemExit(done.stderr.decode())


def floor(source: Path, release: Path, out: Path, jobs: int) -> tuple[float, float]:
    """Parse every line, write every table, each process its share. Reading tables takes no time."""
    context = get_context("spawn")
    barrier, times = context.Barrier(jobs), context.Queue()
    shares = [(source, release, out, part, jobs, barrier, times) for part in range(jobs)]
    processes = [context.Process(target=_floor, args=share) for share in shares]
    for process in processes:
        process.start()
    walls, cpus = zip(*(times.get() for _ in processes), strict=True)
    for process in processes:
        process.join()
    return max(walls), sum(cpus)


def _floor(  # noqa: PLR0913, PLR0917 - a process has but arguments
    source: Path, release: Path, out: Path, part: int, jobs: int, barrier: Barrier, times: Any
) -> None:
    paths = sorted(release.glob("*/*.parquet"))[part::jobs]
    tables = [_row_groups(path) for path in paths]
    size = source.stat().st_size
    barrier.wait()
    begun, worked = time.perf_counter(), time.process_time()
    with source.open("rb") as lines:
        lines.seek(size * part // jobs)
        if part:
            lines.readline()
        while lines.tell() < size * (part + 1) // jobs and (line := lines.readline()):
            orjson.loads(line)
    for path, groups in zip(paths, tables, strict=True):
        target = out / f"{path.parent.name}-{path.name}"
        with pq.ParquetWriter(target, groups[0].schema, compression="zstd", compression_level=3) as writer:
            for group in groups:
                writer.write_table(group, row_group_size=group.num_rows)
    times.put((time.perf_counter() - begun, time.process_time() - worked))


def _row_groups(path: Path) -> list[pa.Table]:
    with pq.ParquetFile(path) as file:
        return [file.read_row_group(number) for number in range(file.num_row_groups)]


def datasets_alone(source: Path, out: Path) -> None:
    """What a user of `datasets` types: load the lines, write Parquet; nothing is checked."""
    from datasets import load_dataset

    loaded = load_dataset("json", data_files=str(source), cache_dir=str(out / "cache"), split="train")
    loaded.to_parquet(out / "train.parquet")


def plain_script(source: Path, out: Path) -> None:
    """What one writes in an afternoon: json, jsonschema, and a data set made of a list."""
    import jsonschema
    from datasets import Dataset

    from benchmark.store import schema

    validator = jsonschema.Draft202012Validator(schema.document("article"))
    rows = []
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            validator.validate(row)
            rows.append(row)
    Dataset.from_list(rows).to_parquet(out / "train.parquet")


TASKS: dict[str, Callable[..., Any]] = {
    "build": build,
    "floor": floor,
    "datasets": datasets_alone,
    "script": plain_script,
}


class Taken(NamedTuple):
    """What a task took: seconds of wall and of processor time, and the peak memory of a process in MB."""

    wall: float
    cpu: float
    memory: float


def measured(task: str, *arguments: Any, **options: Any) -> Taken:
    """Return what a task takes in a process of its own."""
    call = json.dumps([task, [str(a) if isinstance(a, Path) else a for a in arguments], options])
    quiet = os.environ | {"HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    command = [sys.executable, __file__, "--task", call]
    os.sync()  # no task pays for what another has left to write
    done = subprocess.run(command, env=quiet, check=True, stdout=subprocess.PIPE)
    return Taken(*json.loads(done.stdout.splitlines()[-1]))


def run(call: str) -> None:
    """Do one task in this process and print what it took."""
    task, arguments, options = json.loads(call)
    arguments = [Path(a) if isinstance(a, str) else a for a in arguments]
    begun = time.perf_counter()
    told = TASKS[task](*arguments, **options)
    wall = time.perf_counter() - begun
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(each.ru_utime + each.ru_stime for each in used)
    print(json.dumps([*(told or (wall, cpu)), max(each.ru_maxrss for each in used) / 1024]))


def recall(release: Path, source: Path) -> tuple[int, int]:
    """Return how many planted copies of likeness 0.65 and more there are, and how many share a group."""
    from benchmark.corpus.duplicates import LEAST, similarity

    groups = json.loads((release / "manifest.json").read_bytes())["leakage"]["groups"]
    of = {name: number for number, group in enumerate(groups) for name in group["articles"]}
    planted = found = 0
    with source.open("rb") as lines:
        while pair := [orjson.loads(line) for line in islice(lines, COPIES)][:2]:
            if len(pair) > 1 and similarity(*(article["text"] for article in pair)) >= LEAST:
                one, other = (of.get(article["article_id"]) for article in pair)
                planted += 1
                found += one is not None and one == other
    return planted, found


def main(count: int, jobs: int) -> None:
    """Print all walls, then the ratios with what is wanted of them."""
    with tempfile.TemporaryDirectory(dir=Path.cwd(), prefix=".bench-") as name:
        work = Path(name)
        whole = corpus(work / "whole", count)
        unsearched = corpus(work / "unsearched", count, settings="leakage = false")
        wrong = corpus(work / "wrong", count, invalid=True)
        small = corpus(work / "small", min(SMALL, count))
        for folder in ("floor", "datasets", "script"):
            (work / folder).mkdir()
        release = work / "out" / "synthetic-1"
        taken = {
            "build": measured("build", whole, work / "out", jobs),
            "floor": measured("floor", whole, release, work / "floor", jobs),
            "build, no search": measured("build", unsearched, work / "out-unsearched", jobs),
            "build, one job": measured("build", whole, work / "out-one", 1),
            "build, 1 in 100 wrong": measured("build", wrong, work / "out-wrong", jobs, code=1),
            "datasets alone": measured("datasets", whole, work / "datasets"),
            "build, small": measured("build", small, work / "out-small", jobs),
            "plain script, small": measured("script", small, work / "script"),
        }
        planted, found = recall(release, whole)
    print(f"{count:,} articles, small {min(SMALL, count):,}, {jobs} jobs\n")
    print("| task | wall, s | processor, s | peak of a process, MB |\n|---|---|---|---|")
    for task, told in taken.items():
        print(f"| {task} | {told.wall:.1f} | {told.cpu:.1f} | {told.memory:.0f} |")
    extra = taken["build"].memory - taken["build, small"].memory
    print("\n| ratio | wall | processor | wanted |\n|---|---|---|---|")
    for one, other, wanted in (
        ("floor", "build, no search", "0.45 and more"),
        ("floor", "build", "0.40 and more"),
        ("build", "datasets alone", "1.3 and less"),
        ("plain script, small", "build, small", "15 and more"),
        ("build, one job", "build", "1.7 and more"),
        ("build, 1 in 100 wrong", "build", "1.1 and less"),
    ):
        wall = taken[one].wall / taken[other].wall
        cpu = taken[one].cpu / taken[other].cpu
        print(f"| {one} : {other} | {wall:.2f} | {cpu:.2f} | {wanted} |")
    print(f"\n{found} of {planted} planted near copies found (wanted: 99 in 100); ", end="")
    print(f"{extra:.0f} MB more than the small build (wanted: 100 and less)")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--task"]:
        run(sys.argv[2])
    else:
        main(*(int(given) for given in (*sys.argv[1:], *("100000", "2")[len(sys.argv) - 1 :])))
