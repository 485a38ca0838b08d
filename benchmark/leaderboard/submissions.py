"""Kept submissions, ``<root>/<dataset>@<version>/<system id>/``: the truth that every table is made from.

A folder holds predictions and card; a report once they are scored; a withdrawal where they no longer count.
What was replaced stays beside it, under ``<dataset>@<version>/history/<system id>/1``, ``2`` and so on.
"""

import contextlib
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmark.records.errors import (
    CheckError,
    FindingsError,
    MisuseError,
    OtherVersionError,
    UnknownNameError,
)
from benchmark.records.leaderboard import Withdrawal, by_age
from benchmark.records.manifest import Manifest
from benchmark.records.prediction import Prediction, System
from benchmark.records.report import ScoreReport
from benchmark.store import codec, files, output, reports, schema, systems
from benchmark.store.findings import cut, escape, json_path

FOLDER = "submissions"
"""Of a board's folder."""

PREDICTIONS = "predictions.jsonl.gz"
SYSTEM = "system.json"
REPORT = "report.json"
FILES = (PREDICTIONS, SYSTEM, REPORT)
WITHDRAWAL = "withdrawal.json"
HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Submission:
    """One folder of a submission, the report that stands in it, and the reason if it was withdrawn."""

    folder: Path
    report: ScoreReport
    withdrawn: str | None = None

    @property
    def predictions(self) -> Path:
        """Path of the predictions that the report was made from."""
        return self.folder / PREDICTIONS


@dataclass(frozen=True, slots=True)
class Job:
    """A file of predictions to score again: of which system, on which split."""

    predictions: Path
    system: System
    split: str


def keep(
    root: Path, predictions: Iterable[Prediction], report: ScoreReport, *, replace: bool = False
) -> Path:
    """File a scored submission and return its folder.

    Predictions are kept in the order of their ids, in canonical JSON. The same submission again changes
    nothing; one that waits for its score gets it. Raises CheckError where its system and version are there
    with other content or another report, unless it is to ``replace`` that, which goes to the history. What is
    only scored anew stays withdrawn.
    """
    folder = root / report.dataset.key / report.system.id
    return _file(folder, predictions, report.system, {REPORT: codec.pretty(report)}, replace=replace)


def hand_in(
    root: Path, key: str, predictions: Iterable[Prediction], system: System, *, replace: bool = False
) -> Path:
    """File a submission to the dataset version ``key`` that its host will score; otherwise as ``keep``."""
    return _file(root / key / system.id, predictions, system, {}, replace=replace)


def alike(folder: Path) -> list[Path]:
    """Return the folders of other submissions to the same dataset version with the same predictions."""
    data = (folder / PREDICTIONS).read_bytes()
    return [
        other for other in _folders(folder.parent) if other != folder and _holds(other / PREDICTIONS, data)
    ]


def _file(
    folder: Path,
    predictions: Iterable[Prediction],
    system: System,
    scored: dict[str, bytes],
    *,
    replace: bool,
) -> Path:
    ordered = sorted(predictions, key=lambda prediction: prediction.article_id)
    given = {PREDICTIONS: _compressed(codec.canonical_lines(ordered)), SYSTEM: codec.pretty(system)}
    with output.lock(folder.parent):
        again = _holds_all(folder, given)
        if again and _holds_all(folder, scored):
            return folder
        if again and not (folder / REPORT).is_file():
            for name, data in scored.items():
                output.write_file(folder / name, data)
            return folder
        if not replace and folder.is_dir() and any(folder.iterdir()):
            raise _refusal(folder, system, again=again)
        contents = given | scored
        if again and (folder / WITHDRAWAL).is_file():
            # It is the submission that was withdrawn, scored anew.
            contents[WITHDRAWAL] = (folder / WITHDRAWAL).read_bytes()
        history = folder.parent / HISTORY / folder.name if replace else None
        output.publish_files(folder, contents, history=history)
    return folder


def _refusal(folder: Path, system: System, *, again: bool) -> CheckError:
    """Return why a folder stays as it is, where ``again`` says that it has these predictions and card."""
    if again:
        return CheckError(
            f"{folder / REPORT} is there, and its predictions now make another: --replace files that"
        )
    card = systems.read(folder / SYSTEM) if (folder / SYSTEM).is_file() else system
    if (card.name, card.organisation) != (system.name, system.organisation):
        by = f" by '{escape(cut(card.organisation))}'" if card.organisation else ""
        return CheckError(
            f"{folder} is there, of '{escape(cut(card.name))}'{by}: another system needs another name, and "
            "--replace would take the place of this one"
        )
    return CheckError(
        f"{folder} is there with other content, which stays: submit a new version, or --replace it"
    )


def withdraw(root: Path, name: str, reason: str, key: str | None = None) -> Path:
    """File why the system of id ``name`` no longer counts and return the path; a new reason takes its place.

    ``key`` is the dataset version, which may be left out where the system is filed under one only.
    Raises FindingsError for a reason that is no line of text, MisuseError where the system is not filed, or
    under several versions, UnknownNameError with the nearest id or dataset version.
    """
    record = Withdrawal(reason=reason)
    if findings := schema.check("withdrawal", codec.encode(record), "the reason"):
        raise FindingsError(findings)
    with contextlib.ExitStack() as held:
        versions = _versions(root)
        for version in versions:  # or a submission that is being replaced would be found, and then gone
            held.enter_context(output.lock(version))
        filed = {version.name: [folder.name for folder in _folders(version)] for version in versions}
        if key is not None and key not in filed:
            raise UnknownNameError("dataset version", key, filed)
        chosen = [version for version, names in filed.items() if name in names and key in {None, version}]
        if not chosen:
            known = [other for version, names in filed.items() if key in {None, version} for other in names]
            raise UnknownNameError("submission", name, set(known))
        if len(chosen) > 1:
            raise MisuseError(f"{name} is filed under {', '.join(chosen)}: say which with --dataset")
        path = root / chosen[0] / name / WITHDRAWAL
        output.write_file(path, codec.pretty(record))
    return path


def read(root: Path, name: str | None = None) -> dict[str, list[Submission]]:
    """Return the scored submissions in the order of their system ids, by dataset version, newest first.

    ``name`` is the dataset's; without it there must be submissions to one dataset only.
    Raises MisuseError where there are none, or to several datasets, CheckError for a report that is filed in
    the place of another, and what ``reports.read`` raises.
    """
    versions = [path for path in _versions(root) if name in {None, path.name.partition("@")[0]}]
    if len(names := sorted({path.name.partition("@")[0] for path in versions})) > 1:
        raise MisuseError(f"{root} holds submissions to {', '.join(names)}: say which with --data RELEASE")
    found = {
        version.name: [
            Submission(folder, _report(folder), _reason(folder / WITHDRAWAL))
            for folder in _folders(version)
            if (folder / REPORT).is_file()
        ]
        for version in sorted(versions, key=lambda path: by_age(path.name), reverse=True)
    }
    scored = {key: submissions for key, submissions in found.items() if submissions}
    if not scored:
        raise MisuseError(f"{root} holds no scored submission{f' to {name}' if name else ''}")
    return scored


def waiting(root: Path) -> list[Path]:
    """Return the folders of submissions that have no report yet."""
    return [
        folder
        for version in _versions(root)
        for folder in _folders(version)
        if not (folder / REPORT).is_file()
    ]


def _report(folder: Path) -> ScoreReport:
    report = reports.read(folder / REPORT)
    # The place says what is ranked beside what, and what is withdrawn: a report elsewhere would escape both.
    own = report.dataset.key, report.system.id
    if own != (folder.parent.name, folder.name):
        raise CheckError(f"{folder / REPORT} is of {own[1]} on {own[0]}: it belongs in {'/'.join(own)}/")
    return report


def _reason(path: Path) -> str | None:
    if not path.is_file():
        return None
    withdrawal: Withdrawal = schema.read("withdrawal", path, limit=files.LINE_BYTES)
    return withdrawal.reason


def check(
    submissions: Sequence[Submission],
    manifest: Manifest,
    evaluate: Callable[[Sequence[Job]], Iterable[ScoreReport]],
) -> None:
    """Recompute every report from the kept predictions and card.

    ``evaluate`` scores all jobs on the release that ``manifest`` is of, and gives the reports in their order.
    Raises OtherVersionError for a report on another release or by another scorer, CheckError with the first
    difference.
    """
    jobs = []
    for submission in submissions:
        kept = submission.report
        if kept.dataset.digest != manifest.digest:
            raise OtherVersionError(
                f"{submission.folder / REPORT} is on {kept.dataset.key}#{kept.dataset.digest[:12]}, "
                f"not on {manifest.key}#{manifest.digest[:12]}"
            )
        card = systems.read(submission.folder / SYSTEM)
        if card.id != submission.folder.name:
            raise CheckError(f"{submission.folder / SYSTEM} is the card of {card.id}")
        jobs.append(Job(submission.predictions, card, kept.split))
    for submission, again in zip(submissions, evaluate(jobs), strict=True):
        kept = submission.report
        if kept.signature != again.signature:
            said = cut(_apart(kept.signature, again.signature))
            here = _apart(again.signature, kept.signature)
            raise OtherVersionError(
                f"{submission.folder / REPORT} is of {said}, here it is {here}: "
                "bench submit --replace files its predictions scored anew"
            )
        # Equal records are equal JSON; to write both out takes longer than to compare them.
        found = None if kept == again else difference(codec.encode(kept), codec.encode(again))
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


def _apart(one: str, other: str) -> str:
    """Return the parts of a signature that another does not have, all where it has them."""
    return "|".join(part for part in one.split("|") if part not in other.split("|")) or one


def _short(value: Any) -> str:
    return f"{len(value)} values" if isinstance(value, (dict, list)) else cut(ascii(value))


def _versions(root: Path) -> list[Path]:
    return _folders(root) if root.is_dir() else []


def _folders(folder: Path) -> list[Path]:
    """Return the folders named like ``name@version``: not the history, nor what is half written."""
    return sorted(
        path
        for path in folder.iterdir()
        if path.is_dir() and "@" in path.name and not path.name.startswith(".")
    )


def _holds_all(folder: Path, contents: Mapping[str, bytes]) -> bool:
    return all(_holds(folder / name, data) for name, data in contents.items())


def _holds(path: Path, data: bytes) -> bool:
    """Return whether a file has these bytes, of predictions those that were compressed: zlibs differ."""
    if not path.is_file():
        return False
    if path.name != PREDICTIONS:
        return path.read_bytes() == data
    plain = gzip.decompress(data)
    try:
        with gzip.open(path) as stream:
            return stream.read(len(plain) + 1) == plain
    except (EOFError, gzip.BadGzipFile, zlib.error):
        return False


def _compressed(data: bytes) -> bytes:
    # Neither time nor name in the header: the same predictions are the same bytes.
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as stream:
        stream.write(data)
    return out.getvalue()
