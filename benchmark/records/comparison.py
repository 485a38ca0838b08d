"""Systems compared on one metric: how sure each difference is, and the articles that make it."""

from dataclasses import dataclass

from benchmark.records.report import DatasetKey, Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One system on the metric, undefined at 0/0; ``rank_range`` holds the best and the worst rank, from 1.

    The ranks that the tests leave open: from 1 + the number of systems significantly better to n - the
    number significantly worse.
    """

    system_id: str
    name: str
    version: str
    rank_range: tuple[int, int]
    value: float | None
    interval: Interval | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """An article on which two systems differ: the whole numbers of both, and first minus second.

    ``difference`` is of the article's own scores, where an article without any unit of F1 counts as 1.
    """

    article_id: str
    first: tuple[int, ...]
    second: tuple[int, ...]
    difference: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two systems by their ids, the better one first.

    ``difference`` is first minus second in score units, ``p_value`` that of approximate randomisation and
    ``adjusted_p_value`` Holm's over all pairs; all None where a score is undefined. ``wins``, ``losses`` and
    ``ties`` count articles from the first system's side; ``flips`` are those that differ most.
    """

    first: str
    second: str
    difference: float | None
    interval: Interval | None
    p_value: float | None
    adjusted_p_value: float | None
    wins: int
    losses: int
    ties: int
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Systems of one signature, best first (undefined ones last, equals by id), and all their pairs."""

    schema_version: str
    dataset: DatasetKey
    split: str
    signature: str
    articles: int
    metric: str
    label: str
    systems: tuple[Standing, ...]
    pairs: tuple[Pair, ...]
