"""A report as the results of a model on the Hugging Face Hub: a file of its ``.eval_results/``.

https://huggingface.co/docs/hub/eval-results: one entry for each task that ``eval.yaml`` of the dataset names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmark.exports.hub import repository
from benchmark.records.errors import MisuseError
from benchmark.records.leaderboard import HEADLINE_SCORES, HEADLINE_SHARE
from benchmark.records.text import slug
from benchmark.store import output, reports, yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from benchmark.exports import Options
    from benchmark.records.report import ScoreReport

_PLACES: Final = 1
"""Of a number in points, as a leaderboard shows it."""


def export(path: Path, out: Path, say: Callable[[str], None], options: Options) -> list[Path]:
    """Write ``.eval_results/<dataset>.yaml`` for the repository of a model; errors as ``exports.export``.

    ``options.to`` is the dataset on the Hub. What the report leaves undefined is told, and has no entry.
    """
    if options.predictions is not None or options.split is not None:
        raise MisuseError(
            "eval-results takes the report of bench score, and neither --predictions nor --split"
        )
    to = repository("eval-results", options)
    report = reports.read(path)
    entries = list(_entries(report, to, say))
    name = f".eval_results/{slug(report.dataset.name)}.yaml"
    if entries:
        output.publish_files(out, {name: yaml.block(entries).encode()})
    return [out / name] if entries else []


def _entries(report: ScoreReport, to: str, say: Callable[[str], None]) -> Iterator[dict[str, Any]]:
    numbers = {name: report.scores[name].f1 for name in HEADLINE_SCORES}
    numbers[HEADLINE_SHARE] = report.shares[HEADLINE_SHARE].value
    for task, number in numbers.items():
        if number is None:
            say(f"{task} is undefined in this report, and left out")
            continue
        entry: dict[str, Any] = {
            "dataset": {"id": to, "task_id": task},
            "value": round(100 * number, _PLACES),
            "notes": f"bench score, {report.signature}",
        }
        if report.system.url is not None:
            entry["source"] = {"url": report.system.url, "name": report.system.name}
        yield entry
