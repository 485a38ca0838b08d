"""Kept submissions, ``<root>/<dataset>@<version>/<system id>/``: the truth that every table is made from."""

import gzip
import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmark.records.errors import CheckError, FindingsError, MisuseError, OtherVersionError
from benchmark.records.leaderboard import system_id
from benchmark.records.manifest import Manifest
from benchmark.records.prediction import Prediction, System
from benchmark.records.report import ScoreReport
from benchmark.store import codec, files, schema, systems
from benchmark.store.findings import cut, json_path

FOLDER = "submissions"
"""Of a board's folder."""

PREDICTIONS = "predictions.jsonl.gz"
SYSTEM = "system.json"
REPORT = "report.json"
FILES = (PREDICTIONS, SYSTEM, REPORT)


@dataclass(frozen=True, slots=True)
class Submission:
    """One folder of a submission, and the report that stands in it."""

    folder: Path
    report: ScoreReport

    @property
    def predictions(self) -> Path:
        """Path of the predictions that the report was made from."""
        return self.folder / PREDICTIONS


def keep(root: Path, predictions: Iterable[Prediction], report: ScoreReport) -> Path:
    """File a scored submission and return its folder.

    Predictions are kept in the order of their ids, in canonical JSON. The same submission again changes
    nothing. Raises CheckError where its system and version are there with other content.
    """
    folder = root / f"{report.dataset.name}@{report.dataset.version}" / system_id(report.system)

    def write(target: Path) -> None:
        ordered = sorted(predictions, key=lambda prediction: prediction.article_id)
        lines = b"".join(codec.canonical(prediction) + b"\n" for prediction in ordered)
        (target / PREDICTIONS).write_bytes(_compressed(lines))
        (target / SYSTEM).write_bytes(codec.pretty(report.system))
        (target / REPORT).write_bytes(codec.pretty(report))

    files.publish(folder, write)
    return folder


def read(root: Path, key: str | None) -> list[Submission]:
    """Return the submissions to a dataset version, in the order of their system ids.

    ``key`` is ``name@version``; without it there must be submissions to one version only.
    Raises MisuseError where there are none, or to several versions, and what ``read_report`` raises.
    """
    versions = _folders(root) if root.is_dir() else []
    names = [version.name for version in versions]
    if key is None and len(versions) > 1:
        raise MisuseError(f"{root} holds submissions to {', '.join(names)}: say which with --data RELEASE")
    chosen = [version for version in versions if key in {None, version.name}]
    found = [folder for version in chosen for folder in _folders(version)]
    if not found:
        raise MisuseError(f"{root} holds no submission{f' to {key}' if key else ''}")
    return [Submission(folder, read_report(folder / REPORT)) for folder in found]


def read_report(path: Path) -> ScoreReport:
    """Return a report; raises FindingsError for one that does not fit the schema, MisuseError for no file."""
    value = files.read_json(path)
    report: ScoreReport | None = schema.admit("report", value)
    if report is None:
        raise FindingsError(schema.check("report", value, str(path)))
    return report


def check(
    submissions: Iterable[Submission],
    manifest: Manifest,
    evaluate: Callable[[Path, System, str], ScoreReport],
) -> None:
    """Recompute every report from the kept predictions and card.

    ``evaluate`` scores a predictions file of a system on a split of the release that ``manifest`` is of.
    Raises OtherVersionError for a report on another release, CheckError with the first difference.
    """
    for submission in submissions:
        kept = submission.report
        if kept.dataset.digest != manifest.digest:
            raise OtherVersionError(
                f"{submission.folder / REPORT} is on {kept.dataset.name}@{kept.dataset.version}"
                f"#{kept.dataset.digest[:12]}, not on {manifest.key}#{manifest.digest[:12]}"
            )
        card = systems.read(submission.folder / SYSTEM)
        if system_id(card) != submission.folder.name:
            raise CheckError(f"{submission.folder / SYSTEM} is the card of {system_id(card)}")
        again = evaluate(submission.predictions, card, kept.split)
        found = difference(codec.encode(kept), codec.encode(again))
        if found:
            raise CheckError(f"{submission.folder / REPORT} is not what its predictions give: {found}")


def difference(kept: Any, again: Any, path: tuple[str | int, ...] = ()) -> str | None:
    """Return the first place where two JSON values differ, with what stands there; None where none does."""
    if isinstance(kept, dict) and isinstance(again, dict):
        for key in sorted({*kept, *again}):
            if key not in kept or key not in again:
                told = "missing" if key in again else "not given any more"
                return f"{json_path((*path, key))} is {told}"
            if found := difference(kept[key], again[key], (*path, key)):
                return found
        return None
    if isinstance(kept, list) and isinstance(again, list) and len(kept) == len(again):
        pairs = enumerate(zip(kept, again, strict=True))
        return next((found for i, pair in pairs if (found := difference(*pair, (*path, i)))), None)
    return None if kept == again else f"{json_path(path)} is {_short(kept)}, recomputed {_short(again)}"


def _short(value: Any) -> str:
    return f"{len(value)} values" if isinstance(value, (dict, list)) else cut(ascii(value))


def _folders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_dir() and not path.name.startswith("."))


def _compressed(data: bytes) -> bytes:
    # Neither time nor name in the header: the same predictions are the same bytes.
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as stream:
        stream.write(data)
    return out.getvalue()
