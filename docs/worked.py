"""Worked examples for docs/metrics.md and docs/dates.md: a small case for each metric, scored on the spot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.records.manifest import ANNOTATIONS
from benchmark.records.prediction import (
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    Prediction,
    System,
)
from benchmark.records.report import DatasetKey, ScoreReport
from benchmark.scoring import Options, score
from benchmark.scoring.date_metrics import DATE_SHARES
from benchmark.tables import Column, markdown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmark.tables.table import Row

TEXT = "Rebels shelled Kovar on Monday. The ministry condemned the attack."
PUBLISHED = "2024-01-16"

_EVENT = re.compile(
    r"(?P<type>[A-Z]+) (?P<triggers>[\w|]+)(?:\((?P<arguments>[^)]*)\))?(?: @(?P<date>\S+))?"
    r"(?: mode=(?P<mode>\w+))?(?: status=(?P<status>\w+))?"
)


class _Parts(NamedTuple):
    """What ``TYPE trigger|trigger(role: words, role: words) @date mode=… status=…`` tells of an event."""

    kind: str
    triggers: list[str]
    arguments: list[tuple[str, str]]
    date: str | None
    mode: str | None
    status: str


def _parts(told: str) -> _Parts:
    match = _EVENT.fullmatch(told)
    if match is None:
        raise ValueError(told)
    pairs = [one.split(": ") for one in (match["arguments"] or "").split(", ") if one]
    arguments = [(role, words) for role, words in pairs]
    return _Parts(
        match["type"],
        match["triggers"].split("|"),
        arguments,
        match["date"],
        match["mode"],
        match["status"] or "actual",
    )


def _place(words: str, text: str) -> dict[str, Any]:
    start = text.index(words)
    return {"text": words, "start": start, "end": start + len(words)}


def gold(told: str, number: int, text: str = TEXT) -> Event:
    """The gold event of a line of the tables."""
    kind, triggers, arguments, date, mode, status = _parts(told)
    return Event(
        event_id=f"e{number}",
        event_type=kind,
        mode=mode,
        status=status,
        triggers=tuple(Mention(**_place(words, text), fragments=()) for words in triggers),
        arguments=tuple(
            Argument(role=role, mentions=(Mention(**_place(words, text), fragments=()),))
            for role, words in arguments
        ),
        date=EventDate(value=date, basis=None, mentions=(), alternatives=()),
    )


def sent(told: str, text: str = TEXT, confidence: float | None = None) -> PredictedEvent:
    """The predicted event of a line of the tables."""
    kind, triggers, arguments, date, mode, status = _parts(told)
    return PredictedEvent(
        event_type=kind,
        mode=mode,
        status=status,
        triggers=tuple(PredictedTrigger(**_place(words, text)) for words in triggers),
        arguments=tuple(PredictedArgument(role=role, **_place(words, text)) for role, words in arguments),
        date=date,
        confidence=confidence,
    )


def scored(article: Article, prediction: Prediction) -> ScoreReport:
    """The report of one article, in which everything is annotated."""
    options = Options(
        system=System(
            name="Example",
            version="1",
            description="An example.",
            kind="rules",
            training_data=(),
            saw_test_texts="no",
        ),
        dataset=DatasetKey(name="example", version="1.0.0", digest="0" * 64),
        split="test",
        ontology="plover@1.0.0",
        annotates=frozenset(ANNOTATIONS),
        resamples=0,
    )
    return score([article], {article.article_id: prediction}, options)


def report(events: Sequence[Event], predicted: Sequence[PredictedEvent], text: str = TEXT) -> ScoreReport:
    """The report of an article with these events, gold and predicted."""
    article = Article(
        article_id="example",
        text=text,
        published=PUBLISHED,
        license="CC0-1.0",
        ontology="plover@1.0.0",
        events=tuple(events),
    )
    return scored(article, Prediction(article_id="example", events=tuple(predicted)))


class Case(NamedTuple):
    """A metric, the gold and the predicted events that show what is particular to it, and what that is."""

    metric: str
    gold: tuple[str, ...]
    sent: tuple[str, ...]
    shows: str


CASES = (
    Case(
        "event",
        ("ASSAULT shelled(actor: Rebels)", "ACCUSE condemned(actor: ministry)"),
        ("ASSAULT attack(actor: Rebels)", "REJECT condemned(actor: ministry)"),
        "shared arguments are evidence, too; a wrong type is no match",
    ),
    Case(
        "dated_event",
        ("ASSAULT shelled @2024-01-15", "ACCUSE condemned"),
        ("ASSAULT shelled @2024-01", "ACCUSE condemned"),
        "a date less exact than the text's is wrong; none where gold has none is right",
    ),
    Case(
        "event_argument",
        ("ASSAULT shelled(actor: Rebels, recipient: Kovar)", "ACCUSE condemned(actor: ministry)"),
        ("ASSAULT shelled(actor: Rebels, actor: Kovar)", "ACCUSE condemned(actor: The ministry)"),
        "roles must be equal; a leading article does not count",
    ),
    Case(
        "event_argument_relaxed",
        ("ASSAULT shelled(recipient: Kovar)",),
        ("ASSAULT shelled(recipient: Kovar on)",),
        "half of the characters, or of the words, will do",
    ),
    Case(
        "trigger_identification",
        ("ASSAULT shelled|attack",),
        ("ACCUSE shelled",),
        "each trigger is a unit, and types do not matter",
    ),
    Case("trigger_classification", ("ASSAULT shelled|attack",), ("ACCUSE shelled",), "types matter"),
    Case(
        "argument_identification",
        ("ASSAULT shelled(actor: Rebels)",),
        ("ASSAULT condemned(recipient: Rebels)",),
        "type and place; neither role nor trigger matters",
    ),
    Case(
        "argument_classification",
        ("ASSAULT shelled(actor: Rebels, recipient: Kovar)",),
        ("ASSAULT condemned(actor: Rebels, actor: Kovar)",),
        "roles matter, too",
    ),
    Case(
        "argument_identification_attached",
        ("ASSAULT shelled|attack(actor: Rebels, recipient: Kovar)",),
        ("ASSAULT attack(recipient: Rebels)", "ASSAULT condemned(recipient: Kovar)"),
        "with one of the event's triggers; roles do not matter",
    ),
    Case(
        "argument_classification_attached",
        ("ASSAULT shelled|attack(actor: Rebels, recipient: Kovar)",),
        ("ASSAULT attack(recipient: Rebels, recipient: Kovar)",),
        "trigger, type, place and role",
    ),
    Case(
        "record",
        ("ASSAULT shelled(actor: Rebels, recipient: Kovar) @2024-01-15",),
        ("ASSAULT shelled(actor: Rebels) @2024-01-16",),
        "Dice of type, date and fillers: 2 shared of 4 and 3, in 1/10,000",
    ),
    Case(
        "ceaf_ree",
        ("ASSAULT shelled(actor: Rebels)", "ACCUSE condemned(actor: ministry)"),
        ("CONSULT attack(actor: Rebels)",),
        "texts by role over the whole article, whatever the event",
    ),
    Case(
        "date",
        ("ASSAULT shelled @2024-01-15", "ACCUSE condemned @2024-01-16"),
        ("ASSAULT shelled @2024-01-15", "CONSULT attack @2024-01-16"),
        "dates of missed and of spurious events count",
    ),
    Case(
        "date_muc",
        ("ASSAULT shelled @[..2024-01-16]",),
        ("ASSAULT shelled @2024-01-15",),
        "half a credit is one half of two",
    ),
)


SHARE_CASES = (
    Case(
        "status_accuracy",
        ("ASSAULT shelled status=planned", "ACCUSE condemned"),
        ("ASSAULT shelled", "ACCUSE condemned"),
        "where none is given the status is actual",
    ),
    Case(
        "mode_accuracy",
        ("PROTEST shelled mode=riot", "ASSAULT attack mode=aerial", "ACCUSE condemned"),
        ("PROTEST shelled mode=riot", "ASSAULT attack", "ACCUSE condemned mode=allege"),
        "an event of which gold gives no mode does not count",
    ),
)


def report_of(case: Case) -> ScoreReport:
    """The report of what a case sends."""
    events = [gold(told, number) for number, told in enumerate(case.gold)]
    return report(events, [sent(told) for told in case.sent])


def metric_cases() -> str:
    """One case for each metric that has precision and recall."""
    rows = []
    for case in CASES:
        found = report_of(case).scores[case.metric]
        rows.append(
            (
                found.label,
                "; ".join(case.gold),
                "; ".join(case.sent),
                *(found.matched, found.predicted, found.gold),
                *(found.precision, found.recall, found.f1),
                case.shows,
            )
        )
    columns = (
        *map(Column, ("Metric", "Gold", "Predicted")),
        *(Column(title, "count") for title in ("m", "p", "g")),
        *(Column(title, "score") for title in ("P", "R", "F1")),
        Column("It shows that"),
    )
    return markdown.table(columns, rows)


def share_cases() -> str:
    """One case for each share of pairs that is not of dates."""
    rows = []
    for case in SHARE_CASES:
        found = report_of(case).shares[case.metric]
        told = ("; ".join(case.gold), "; ".join(case.sent), f"{found.total:g}", found.support, found.value)
        rows.append((found.label, *told, case.shows))
    columns = (
        *map(Column, ("Share", "Gold", "Predicted", "total")),
        Column("support", "count"),
        Column("value", "score"),
        Column("It shows that"),
    )
    return markdown.table(columns, rows)


WORDS = "one two three four five six seven eight nine"
"""A text of which each word can be a trigger."""


def coreference_case() -> str:
    """Pradhan et al. 2014, figure 1: two gold events of three and four mentions, three predicted ones."""
    events = [gold(told, number, WORDS) for number, told in enumerate(COREFERENT)]
    found = report(events, [sent(told, WORDS) for told in CLUSTERED], WORDS).coreference or {}
    return markdown.table(
        (Column("Metric"), *(Column(title, "score") for title in ("P", "R", "F1"))),
        [(one.label, one.precision, one.recall, one.f1) for one in found.values()],
    )


COREFERENT = ("ASSAULT one|two|three", "ASSAULT four|five|six|seven")
CLUSTERED = ("ASSAULT one|two", "ASSAULT three|four", "ASSAULT six|seven|eight|nine")


def confidence_case() -> str:
    """Three predicted events with confidences, of which the first and the third are matched."""
    events = [gold(told, number) for number, told in enumerate(("ASSAULT shelled", "ACCUSE condemned"))]
    predicted = [
        sent("ASSAULT shelled", confidence=0.95),
        sent("CONSULT attack", confidence=0.62),
        sent("ACCUSE condemned", confidence=0.61),
    ]
    found = report(events, predicted).confidence
    if found is None:
        raise ValueError("every event has a confidence")
    rows = [
        (f"{one.low:.1f} to {one.low + 0.1:.1f}", one.events, one.matched, one.confidence, one.precision)
        for one in found.bins
        if one.events
    ]
    columns = (
        Column("Confidence"),
        Column("events", "count"),
        Column("matched", "count"),
        Column("mean confidence", "score"),
        Column("matched of events", "score"),
    )
    return f"Average precision {found.average_precision:.4f}.\n\n{markdown.table(columns, rows)}"


DATED = (
    ("one", "2024-01-16", "2024-01-16"),
    ("two", "2023-09", "2023-09-13"),
    ("three", "2024-01-15", "2024-01"),
    ("four", "2024-01-10", "2024-01-12"),
    ("five", "2023", None),
    ("six", None, None),
    ("seven", "2024-01-15/..", "2024-01-15"),
)
"""Triggers of aligned events, their gold and their predicted dates, in an article of 2024-01-16."""


def dated_report() -> ScoreReport:
    """The report of the seven events of DATED."""
    told = [
        [f"ASSAULT {trigger}" + (f" @{date}" if date else "") for trigger, date in side]
        for side in (((w, g) for w, g, _ in DATED), ((w, p) for w, _, p in DATED))
    ]
    events = [gold(one, number, WORDS) for number, one in enumerate(told[0])]
    return report(events, [sent(one, WORDS) for one in told[1]], WORDS)


def date_figures() -> str:
    """Every figure of dates on one article of seven aligned events, beside the two trivial answers."""
    found = dated_report()
    trivial = found.trivial.values()
    rows: list[Row] = [
        (
            found.shares[metric.name].label,
            f"{found.shares[metric.name].total:.4g}",
            found.shares[metric.name].support,
            found.shares[metric.name].value,
            *(answer.shares[metric.name].value for answer in trivial),
        )
        for metric in DATE_SHARES
    ]
    rows += [
        (
            f"{found.scores[name].label}, F1",
            None,
            None,
            found.scores[name].f1,
            *(a.scores[name].f1 for a in trivial),
        )
        for name in ("dated_event", "date", "date_muc")
    ]
    for name in ("gold_undated", "gold_on_published"):
        share = found.shares[name]
        rows.append((share.label, f"{share.total:.4g}", share.support, share.value, None, None))
    columns = (
        Column("Figure"),
        Column("total"),
        Column("support", "count"),
        Column("value", "score"),
        Column("always P", "score"),
        Column("always null", "score"),
    )
    pairs = markdown.table(
        (Column("gold"), Column("predicted")),
        [(mine or "null", theirs or "null") for _, mine, theirs in DATED],
    )
    outcomes = ", ".join(f"{count} {name}" for name, count in found.date_outcomes.items() if count)
    errors = found.date_errors
    told = (
        f"Outcomes: {outcomes}. |Error|: median {errors.median:g}, mean {errors.mean:.4g} days of "
        f"{errors.defined}, {errors.undefined} undefined."
    )
    return f"{pairs}\n{markdown.table(columns, rows)}\n{told}"


def left_out() -> set[str]:
    """Metrics of reports that have no example here; a test wants none."""
    every = report([], [])
    named = {case.metric for case in (*CASES, *SHARE_CASES)} | {metric.name for metric in DATE_SHARES}
    named |= {"gold_undated", "gold_on_published"}
    return {*every.scores, *every.shares} - named
