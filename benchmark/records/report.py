"""What a scored submission is: counts first, ratios computed from them, every number with its support."""

from __future__ import annotations

from dataclasses import dataclass, field

from benchmark.records.prediction import System


@dataclass(frozen=True, slots=True)
class Counts:
    """Matched, predicted and gold units of one metric. They add; their ratios are undefined (None) at 0/0."""

    matched: int = 0
    predicted: int = 0
    gold: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.matched + other.matched, self.predicted + other.predicted, self.gold + other.gold)

    @property
    def precision(self) -> float | None:
        """Matched of predicted, in [0, 1]."""
        return ratio(self.matched, self.predicted)

    @property
    def recall(self) -> float | None:
        """Matched of gold, in [0, 1]."""
        return ratio(self.matched, self.gold)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall, 2m / (p + g)."""
        return ratio(2 * self.matched, self.predicted + self.gold)


def ratio(numerator: float, denominator: float) -> float | None:
    """Return the quotient, or None where it is undefined: 0/0 is said, not invented."""
    return None if denominator == 0 else numerator / denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A 95 % interval in score units; ``undefined`` resamples were left out and counted."""

    low: float
    high: float
    bca_low: float | None = None
    bca_high: float | None = None
    undefined: int = 0


def ends(interval: Interval | None) -> tuple[float | None, float | None]:
    """Return both ends of an interval, None where there is none."""
    return (interval.low, interval.high) if interval else (None, None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A metric with precision, recall and F1, and the counts they come from.

    Ratios are None where undefined; counts, too, where the dataset does not annotate what is counted.
    """

    name: str
    label: str
    matched: int | None
    predicted: int | None
    gold: int | None
    precision: float | None
    recall: float | None
    f1: float | None
    intervals: dict[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A share or a mean: ``value`` = ``total`` / ``support``, None where the support is 0.

    All three are None where the dataset does not annotate what is asked for.
    """

    name: str
    label: str
    total: float | None
    support: int | None
    value: float | None
    interval: Interval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Macro:
    """Unweighted means of a metric over the ``types`` event types that occur in gold and define it."""

    name: str
    label: str
    types: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelScore:
    """What a metric counts at one label, and the ratios of it, None where undefined."""

    matched: int
    predicted: int
    gold: int
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelShare:
    """A share or a mean at one label, which has support: ``value`` = ``total`` / ``support``."""

    total: float
    support: int
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """The metrics that make sense for one label of one level, each with its support.

    Their names in tables stand in the report's ``scores`` and ``shares``. ``trivial`` holds the date shares
    of the trivial answers (``Trivial``) beside those of the system.
    """

    scores: dict[str, LabelScore] = field(default_factory=dict)
    shares: dict[str, LabelShare] = field(default_factory=dict)
    trivial: dict[str, dict[str, LabelShare]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateErrors:
    """Signed errors in days over matched, dated gold; ``undefined`` counts pairs without an error in days.

    ``median`` and ``mean`` are of the sizes, in days; ``histogram`` is signed, predicted minus gold.
    """

    median: float | None
    mean: float | None
    defined: int
    undefined: int
    histogram: dict[str, int]


ANSWERS = ("published", "null")
"""Trivial answers to every date, told beside each figure of dates: the publication date, and none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trivial:
    """Every date figure as it would be with one answer for all predicted events, the same pairs matched."""

    scores: dict[str, Score]
    shares: dict[str, Share]
    date_outcomes: dict[str, int] | None
    date_errors: DateErrors | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotLine:
    """The MUC line of a slot (scoring guidelines v7): POS, ACT, COR, PAR, INC, MIS, SPU, and OVG and UND."""

    possible: int
    actual: int
    correct: int
    partial: int
    incorrect: int
    missing: int
    spurious: int
    overgeneration: float | None
    undergeneration: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Coreference:
    """A coreference metric over trigger mentions; MUC's ratios are null where neither side has a link."""

    name: str
    label: str
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Predicted events with a confidence in [low, low + 0.1), the last bin with 1: its mean, and success."""

    low: float
    events: int
    matched: int
    confidence: float | None
    precision: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confidence:
    """Whether a system knows when it is right, where every predicted event has a confidence.

    ``average_precision`` is the area under the precision-recall curve of "matched", in [0, 1], over all gold
    events; null where gold has none.
    """

    average_precision: float | None
    bins: tuple[ReliabilityBin, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PerArticle:
    """The whole numbers that scores add up from: by metric and part, one for each of ``articles``, in order.

    The parts are ``matched``, ``predicted`` and ``gold`` of a score, ``total`` and ``support`` of a share.
    """

    articles: tuple[str, ...]
    numbers: dict[str, dict[str, tuple[int, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetKey:
    """The release that was scored on; ``digest`` is the manifest's."""

    name: str
    version: str
    digest: str

    @property
    def key(self) -> str:
        """``name@version``."""
        return f"{self.name}@{self.version}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReport:
    """Everything ``bench score`` knows about one submission on one split.

    ``scores`` and ``shares`` are micro over articles, by metric name; a metric of something the dataset
    does not annotate is there with null values. ``breakdowns`` go by level, then label: ``type``,
    ``role``, ``tag`` and ``language`` (of articles, where they have several) hold scores; ``status``,
    ``granularity``, ``basis`` and ``event_tag`` are known of gold events only and hold shares of them.
    ``trivial`` holds the date figures that the publication date (``published``) and silence (``null``)
    would get on the same pairs. ``confusion`` counts gold types by predicted types over aligned events,
    with ``-`` for missed and spurious ones. ``errors`` counts labels by side, ``muc_lines`` fills by
    slot. Of what the dataset does not annotate, ``date_outcomes`` and ``date_errors`` are null, and
    ``errors``, ``muc_lines`` and ``resolution`` have no such labels, slots and mentions. ``coreference``
    is null where gold or submission has no event with several triggers, ``confidence`` where a predicted
    event has none. ``per_article`` is null on a host's blind board. ``breakdowns`` and ``per_article``
    are too long for a repr, and not in it.
    """

    schema_version: str
    system: System
    dataset: DatasetKey
    split: str
    signature: str
    articles: int
    missing_articles: tuple[str, ...]
    scores: dict[str, Score]
    shares: dict[str, Share]
    macro: dict[str, Macro]
    breakdowns: dict[str, dict[str, Breakdown]] = field(repr=False)
    date_outcomes: dict[str, int] | None
    date_errors: DateErrors | None
    trivial: dict[str, Trivial]
    errors: dict[str, dict[str, int]]
    muc_lines: dict[str, SlotLine]
    coreference: dict[str, Coreference] | None
    confidence: Confidence | None
    confusion: dict[str, dict[str, int]]
    resolution: dict[str, dict[str, int]]
    per_article: PerArticle | None = field(repr=False)
