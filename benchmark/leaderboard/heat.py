"""What each system gets right, by label: a row for each label, a cell with its support for each system."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmark.records.report import Breakdown, ScoreReport

FEW = 10
"""A share of fewer units is hatched: it may be chance."""

_SHADES = 10


@dataclass(frozen=True, slots=True)
class Measure:
    """A number of a breakdown and the same over everything, each as ``metric.ratio`` or the name of a share.

    ``own`` says that the support is of each system's own, not of gold alone.
    """

    title: str
    label: str
    whole: str
    own: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A share with its support; ``few`` says that the share rests on little.

    ``classes`` are those of the page's style: how dark, s0 to s10, or none where the share is undefined.
    """

    value: float | None
    support: int
    few: bool
    classes: str


@dataclass(frozen=True, slots=True)
class Row:
    """A label, the least and greatest support that a system has there, and a cell for each system."""

    label: str
    least: int
    greatest: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One measure; the first row is over everything, the others go by support, greatest first."""

    measure: Measure
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """One level of breakdown by each of its measures; ``gloss`` says what its labels are."""

    level: str
    title: str
    gloss: str
    sheets: tuple[Sheet, ...]


_DATE = Measure("Date accuracy", "date_accuracy", "date_accuracy", own=True)
_FOUND = Measure("Event recall", "event_recall", "event.recall")
_DATED = Measure("Dated-event recall", "dated_event_recall", "dated_event.recall")

_SCORES = (
    Measure("Event F1", "event.f1", "event.f1"),
    Measure("Dated-event F1", "dated_event.f1", "dated_event.f1"),
    _DATE,
)

LEVELS = (
    ("type", "Event type", "Defined in the release's ontology.json.", _SCORES),
    ("language", "Language", "Of the article, as a BCP 47 tag.", _SCORES),
    (
        "granularity",
        "Granularity",
        (
            "What gold's date names. An interval is how long the event lasted, a range or list when it may "
            "have been; open has one end only."
        ),
        (_DATED, _FOUND, _DATE),
    ),
    ("event_tag", "Phenomenon", "The dataset's own tags of events.", (_DATED, _FOUND, _DATE)),
)


def maps(reports: Sequence[ScoreReport]) -> tuple[Map, ...]:
    """Return the maps of all levels at which a report has a label, columns in the order of the reports.

    They have no measure of what the dataset does not annotate.
    """
    return tuple(
        Map(
            level,
            title,
            gloss,
            tuple(
                _sheet(measure, level, labels, reports)
                for measure in measures
                if any(_counts(report, measure.whole) for report in reports)
            ),
        )
        for level, title, gloss, measures in LEVELS
        if (labels := sorted({label for report in reports for label in report.breakdowns.get(level, {})}))
    )


def _counts(report: ScoreReport, name: str) -> bool:
    metric = name.partition(".")[0]
    if metric in report.scores:
        return report.scores[metric].gold is not None
    return metric in report.shares and report.shares[metric].support is not None


def _sheet(measure: Measure, level: str, labels: Sequence[str], reports: Sequence[ScoreReport]) -> Sheet:
    nothing = Breakdown()
    rows = [
        _row(
            label,
            [
                _cell(report.breakdowns.get(level, {}).get(label, nothing), measure.label)
                for report in reports
            ],
        )
        for label in labels
    ]
    rows.sort(key=lambda row: -row.greatest)
    return Sheet(measure, (_row("All", [_cell(report, measure.whole) for report in reports]), *rows))


def _row(label: str, cells: Sequence[Cell]) -> Row:
    supports = [cell.support for cell in cells]
    return Row(label, min(supports), max(supports), tuple(cells))


def _cell(source: Breakdown | ScoreReport, name: str) -> Cell:
    """Return a cell; a name that the source does not have is undefined, of support 0."""
    metric, _, part = name.partition(".")
    value, support = None, None
    if part and (score := source.scores.get(metric)):
        value, support = getattr(score, part), score.gold
    elif not part and (share := source.shares.get(metric)):
        value, support = share.value, share.support
    few = value is not None and (support or 0) < FEW
    shade = "none" if value is None else f"s{round(_SHADES * value)}"
    return Cell(value=value, support=support or 0, few=few, classes=f"{shade} few" if few else shade)
