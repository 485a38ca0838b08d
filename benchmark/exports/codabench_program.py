"""The scoring program of a Codabench competition, which carries this file and nothing else of the package.

Usage: python3 score.py INPUT OUTPUT SPLIT VERSION

INPUT/ref has the gold, INPUT/res a submission: predictions.jsonl or .jsonl.gz, and perhaps system.json.
OUTPUT/scores.json gets the headline numbers, in points; an undefined one is 0, since the host knows no other.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from pathlib import Path


def main(given: Path, out: Path, split: str, version: str) -> int:
    """Score a submission and return how it ended; only what participants may see is printed and written."""
    if importlib.util.find_spec("benchmark") is None:
        install = [sys.executable, "-m", "pip", "install", "--quiet", f"dateline-bench=={version}"]
        subprocess.run(install, check=True)  # noqa: S603 - our own package, in the version of the bundle
    files = [given / "res" / f"predictions.jsonl{ending}" for ending in ("", ".gz")]
    predictions = next((path for path in files if path.is_file()), None)
    if predictions is None:
        sys.stderr.write("the submission has no predictions.jsonl at the top of its zip file\n")
        return 1
    card = given / "res" / "system.json"
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        # -P: no module of a submission is ever taken for one of ours.
        score = [
            sys.executable,
            "-P",
            "-m",
            "benchmark",
            "score",
            str(predictions),
            "--data",
            str(given / "ref"),
        ]
        score += ["--split", split, "--resamples", "0", "--report", str(report), "--quiet"]
        score += ["--system", str(card)] if card.is_file() else []
        ended = subprocess.run(score, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 - a list, no shell
        if ended.returncode:
            return ended.returncode
        told = json.loads(report.read_bytes())
    numbers = {name: told["scores"][name]["f1"] for name in ("event", "event_argument", "dated_event")}
    numbers["date_accuracy"] = told["shares"]["date_accuracy"]["value"]
    points = {name: round(100 * (number or 0.0), 4) for name, number in numbers.items()}
    (out / "scores.json").write_text(json.dumps(points), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:]))
