"""The seven MUC-4 submissions whose responses were kept, scored by us, beside their official scores of 1992.

Usage: python benchmarks/muc4.py CORPUS

CORPUS is the folder of the MUC-4 files. The script imports it, builds a release and scores every response
to TST4. It compares Argument F1 with the official overall F, and the credit for dates with the official
date slot. In 1992 people gave partial credit, and a response ATTACK was paired with a key of any other
type.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmark.corpus import builder, importers
from benchmark.scoring import Options, scorer, summation
from benchmark.store import predictions, releases, systems

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.records.report import ScoreReport

SYSTEMS = {
    "bbn": "BBN",
    "ge": "GE",
    "lsi": "LSI",
    "nyu": "NYU",
    "sri": "SRI",
    "umass": "UMASS",
    "usc": "USC",
}
"""Response files and what the official tables call their systems."""


@dataclass(frozen=True, slots=True)
class Row:
    """A system: official and our scores, in [0, 1], and what explains why its rank moves.

    ``pairs`` are aligned templates, ``near_pairs`` those that would be but for their types. Officially a pair
    may have a partly right type: ``official_half_types`` of ``official_pairs``. ``without_location`` is
    Argument F1 without the role that takes several arguments where MUC-4 had one slot.
    """

    system: str
    official_f: float
    official_date_recall: float
    official_date_precision: float
    official_pairs: int
    official_half_types: int
    argument_f: float
    without_location: float
    date_recall: float
    date_precision: float
    pairs: int
    near_pairs: int
    location_share: float

    @property
    def official_date_f(self) -> float:
        """Harmonic mean of the official recall and precision of dates."""
        return _f(self.official_date_recall, self.official_date_precision)

    @property
    def date_f(self) -> float:
        """Harmonic mean of our recall and precision of dates."""
        return _f(self.date_recall, self.date_precision)


def compare(corpus: Path, work: Path) -> list[Row]:
    """Return a row for each system, best official overall F first; ``work`` is a folder to build in."""
    importers.import_corpus("muc4", corpus, work / "corpus", say=lambda _: None)
    (built,) = builder.build(work / "corpus", work / "releases", None, None)
    release = releases.open_release(built)
    articles = release.articles("test")
    rows = []
    for name, official in SYSTEMS.items():
        folder = work / "corpus" / "responses" / name
        options = Options.of(release.manifest, systems.read(folder / "system.json"), "test", resamples=0)
        sent = predictions.read(
            folder / "predictions.jsonl",
            release.ontology,
            {article.article_id: article for article in articles},
        )
        rows.append(_row(official, scorer.score(articles, sent, options), corpus / "tst4"))
    return sorted(rows, key=lambda row: -row.official_f)


def _row(system: str, report: ScoreReport, tables: Path) -> Row:
    totals = {
        line["slot"]: line for line in _lines(tables / "official_slot_totals.csv") if line["system"] == system
    }
    overall = {line["system"]: line["F_PR"] for line in _lines(tables / "official_f_measures.csv")}
    roles = {role: entry.scores["event_argument"] for role, entry in report.breakdowns["role"].items()}
    others = [score for role, score in roles.items() if role != "location"]
    arguments, dates = report.scores["event_argument"], report.scores["date_muc"]
    types = totals["inc-type"]
    return Row(
        system=system,
        official_f=float(overall[system]) / 100,
        official_date_recall=int(totals["inc-date"]["REC"]) / 100,
        official_date_precision=int(totals["inc-date"]["PRE"]) / 100,
        official_pairs=int(types["POS"]) - int(types["MIS"]),
        official_half_types=int(types["PAR"]),
        argument_f=arguments.f1,
        without_location=2
        * sum(score.matched for score in others)
        / sum(score.predicted + score.gold for score in others),
        date_recall=dates.recall,
        date_precision=dates.precision,
        pairs=report.scores["event"].matched,
        near_pairs=sum(
            count
            for gold, row in report.confusion.items()
            for predicted, count in row.items()
            if gold != predicted and summation.NONE not in {gold, predicted}
        ),
        location_share=roles["location"].matched / arguments.matched,
    )


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def _f(one: float, other: float) -> float:
    return 2 * one * other / (one + other) if one + other else 0.0


def ranks(values: Sequence[float]) -> list[int]:
    """Return the rank of each value from 1, greatest first; equal values share the better one."""
    return [1 + sum(other > value for other in values) for value in values]


def swaps(
    official: Sequence[float], ours: Sequence[float], names: Sequence[str]
) -> list[tuple[str, str, float]]:
    """Return (better officially, better with us, official difference) of each pair whose order differs."""
    places = range(len(names))
    return [
        (names[i], names[j], official[i] - official[j])
        for i in places
        for j in places
        if official[i] > official[j] and ours[i] < ours[j]
    ]


def _explanation(row: Row, rows: Sequence[Row]) -> str:
    """Return what in the data moves a system's rank for Argument F1."""
    officially, here = (
        ranks(values)[rows.index(row)]
        for values in ([each.official_f for each in rows], [each.argument_f for each in rows])
    )
    without = ranks([each.without_location for each in rows])[rows.index(row)]
    return (
        f"{row.system}: {officially} officially, {here} here, {without} without locations. Pairs: "
        f"{row.official_pairs} officially, {row.official_half_types} of them of a partly right type, "
        f"{row.pairs} here and {row.near_pairs} under another type, which earn nothing; "
        f"{row.location_share:.0%} of its matched arguments are parts of locations"
    )


def main(corpus: Path) -> None:
    """Print the table, the correlations, the swaps, and an explanation for each system whose rank moves."""
    from scipy.stats import pearsonr, spearmanr

    with tempfile.TemporaryDirectory() as work:
        rows = compare(corpus, Path(work))
    print("          overall F         date recall     date precision  date F")
    print("system    1992   Argument   1992   ours     1992   ours     1992   ours")
    for row in rows:
        print(
            f"{row.system:9} {row.official_f:.3f}  {row.argument_f:.3f}      "
            f"{row.official_date_recall:.2f}   {row.date_recall:.3f}    "
            f"{row.official_date_precision:.2f}   {row.date_precision:.3f}    "
            f"{row.official_date_f:.3f}  {row.date_f:.3f}"
        )
    names = [row.system for row in rows]
    columns = {
        "overall F": [(row.official_f, row.argument_f) for row in rows],
        "overall F, without locations": [(row.official_f, row.without_location) for row in rows],
        "date recall": [(row.official_date_recall, row.date_recall) for row in rows],
        "date precision": [(row.official_date_precision, row.date_precision) for row in rows],
        "date F": [(row.official_date_f, row.date_f) for row in rows],
    }
    for title, pairs in columns.items():
        official, ours = zip(*pairs, strict=True)
        print(f"{title}: Spearman {spearmanr(*zip(*pairs, strict=True)).statistic:.3f},", end=" ")
        print(f"Pearson {pearsonr(official, ours).statistic:.3f}", end="")
        told = [f"{one} and {other} ({gap:.3f} apart)" for one, other, gap in swaps(official, ours, names)]
        print(f"; swapped: {', '.join(told)}" if told else "")
    moved = {name for pair in swaps(*zip(*columns["overall F"], strict=True), names) for name in pair[:2]}
    for row in rows:
        if row.system in moved:
            print(_explanation(row, rows))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else sys.exit(__doc__))
