"""A benchmark for Codabench: the zip file from which the host makes a competition (version 2 of its YAML).

It holds the gold of one split, which the host shows nobody, and the program that scores with it.
https://docs.codabench.org/latest/Organizers/Benchmark_Creation/Yaml-Structure/
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from benchmark import __version__
from benchmark.exports import codabench_program
from benchmark.records.errors import MisuseError
from benchmark.records.text import clean, counted
from benchmark.store import files, output, releases, yaml
from benchmark.tables import markdown

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmark.exports import Options
    from benchmark.store.releases import Release

BUNDLE: Final = "competition.zip"
COLUMNS: Final = {
    "dated_event": ("Dated-event F1", "dates"),
    "event": ("Event F1", None),
    "date_accuracy": ("Date accuracy", "dates"),
    "event_argument": ("Argument F1", "arguments"),
}
"""Titles of what the board shows, and what must be annotated; the first that is ranks, as on our own board.

Codabench takes 36 characters of a title and no more.
"""
_IMAGE: Final = "python:3.12"
"""Where the program runs: the host's own image has a Python that is too old."""
_OPEN_SINCE: Final = "2020-01-01"
_TITLE_CHARACTERS: Final = 36
_SIZE: Final = 64
_EARLIEST: Final = (1980, 1, 1, 0, 0, 0)


def export(path: Path, out: Path, _say: Callable[[str], None], options: Options) -> list[Path]:
    """Write ``competition.zip``, to be uploaded under Benchmarks, Management; errors as ``exports.export``.

    The days of its one phase, the limits of submissions and who takes part are set on the host. The same
    release gives the same bytes.
    """
    if options.predictions is not None:
        raise MisuseError("codabench takes a release, without --predictions")
    release = releases.open_release(path)
    split = options.split or "test"
    if not release.has_gold(split):
        raise MisuseError(f"{path} has no gold of {split}: export the half that ends in -gold")
    release.articles(split)  # judged here, not before the eyes of participants
    contents = {
        "competition.yaml": yaml.block(_competition(release, split)).encode(),
        "logo.png": _logo(),
        "pages/overview.md": _overview(release, split).encode(),
        "pages/submit.md": _SUBMIT.format(split=split, key=release.manifest.key).encode(),
        "pages/terms.md": _terms(release).encode(),
        "scoring_program/metadata.yaml": yaml.block({"command": _command(split)}).encode(),
        "scoring_program/score.py": Path(codabench_program.__file__).read_bytes(),
        **{
            f"reference_data/{name}": files.read_bytes(path / name, limit=files.TOTAL_BYTES)
            for name in (releases.MANIFEST, releases.ONTOLOGY, f"jsonl/{split}.jsonl")
        },
    }
    output.publish_files(out, {BUNDLE: _zipped(contents)})
    return [out / BUNDLE]


def _command(split: str) -> str:
    return f"python3 /app/program/score.py /app/input /app/output {split} {__version__}"


def _competition(release: Release, split: str) -> dict[str, Any]:
    key = release.manifest.key
    return {
        "version": 2,
        "title": key[:_TITLE_CHARACTERS],
        "description": f"Events in news articles, their arguments and dates: {key}, split {split}.",
        "image": "logo.png",
        "terms": "pages/terms.md",
        "docker_image": _IMAGE,
        "pages": [
            {"title": "Overview", "file": "pages/overview.md"},
            {"title": "How to submit", "file": "pages/submit.md"},
        ],
        "tasks": [
            {
                "index": 0,
                "name": split,
                "description": f"Predictions for the articles of {split}.",
                "reference_data": "reference_data/",
                "scoring_program": "scoring_program/",
            }
        ],
        "phases": [
            {
                "index": 0,
                "name": split,
                "description": "One file of predictions.",
                "start": _OPEN_SINCE,
                "tasks": [0],
            }
        ],
        "leaderboards": [
            {
                "title": "Results",
                "key": "results",
                "submission_rule": "Force_Last",
                "columns": [
                    {"title": title, "key": name, "index": index, "sorting": "desc"}
                    for index, (name, title) in enumerate(_columns(release))
                ],
            }
        ],
    }


def _columns(release: Release) -> list[tuple[str, str]]:
    """Return names and titles of what the release annotates."""
    annotated = (None, *release.manifest.annotates)
    return [(name, title) for name, (title, needed) in COLUMNS.items() if needed in annotated]


def _overview(release: Release, split: str) -> str:
    manifest = release.manifest
    return _OVERVIEW.format(
        key=manifest.key,
        articles=counted(manifest.splits[split].articles, "news article"),
        ontology=release.ontology.key,
        annotates=", ".join(manifest.annotates),
        digest=manifest.digest[:12],
    )


def _terms(release: Release) -> str:
    licence = release.manifest.license
    return _TERMS.format(license=markdown.code(clean(licence)) if licence else "its licence")


_OVERVIEW: Final = """\
# {key}

Find the events in {articles}, with the types, roles and modes of the ontology {ontology}.
The gold has {annotates}. Scores are points out of 100, and an undefined score counts as 0. The first column
ranks. Digest of the release with its gold: `{digest}`. The same without it has another.
"""
_SUBMIT: Final = """\
# How to submit

Submit a zip file with `predictions.jsonl` (or `predictions.jsonl.gz`) at its top, one line for each article
of {split}. It may also have `system.json`, the card of your system. An article that is left out counts as an
empty prediction. Check the predictions first; RELEASE is the folder of your copy of {key}:

    bench validate predictions.jsonl --data RELEASE --split {split}
"""
_TERMS: Final = """\
# Terms

The collection is under {license}; each article has a licence of its own. Do not train on these texts, nor on
anything that people made of them. If a system has read them, say so in `saw_test_texts` of its card.
"""


def _zipped(contents: dict[str, bytes]) -> bytes:
    """Return a zip file of some files, in which no clock is."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, data in contents.items():
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, data)
    return out.getvalue()


def _logo() -> bytes:
    """Return a square in one colour as PNG: the host wants a picture, and the maintainer puts another."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", _SIZE, _SIZE, 8, 0, 0, 0, 0)  # eight bits of grey
    rows = (b"\0" + b"\x60" * _SIZE) * _SIZE
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
