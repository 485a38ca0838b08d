"""Every number of a report beside that of a scorer written from the specification alone (reference.py)."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reference
from benchmark.records.article import Argument, Article, Event, EventDate, Mention
from benchmark.records.prediction import (
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    Prediction,
    System,
)
from benchmark.records.report import Breakdown, DatasetKey, ratio
from benchmark.scoring import Options, score
from benchmark.scoring.aligned import ALIGNED_METRICS
from benchmark.store import codec

ANNOTATIONS = ("triggers", "arguments", "dates", "status", "modes")
WORDS = (
    *("war", "War", "the", "The", "a", "they", "it", "IT", "ITS", "us", "US", "attack", "attacked", "Kovar"),
    *("of", "Kov\u00e1r", "Kova\u0301r", *"\u2014-\u201c\u201d'\u2019.%", "50", "\u00bd"),
    *("\ufb01re", "fire", "stra\u00dfe", "STRASSE", "\u653b\u6483", "\u6751", "\u0e17\u0e2b\u0e32\u0e23"),
    *("\u0e19\u0e49\u0e33", "\u30ab", "\uff76\uff9e", "\u304b\u3099", "\u30fc", "\U0001f680", "\u00b2"),
    *("\U0001f469\u200d\U0001f680", "at\u00adtack", "\u200b"),
)
SEPARATORS = (" ", " ", " ", "", "  ", "\n", "-", ", ", "\u00a0")
MATCHES = ("span+fold", "span+fold", "span")
TYPES, ROLES, MODES = ("A", "B"), ("r", "s"), (None, "m", "n")
DATES = (
    *("2024-01-15", "2024-01-16", "2024-01-17", "2024-01-14~", "2024-01-15%", "2024-01-15?", "2024-01"),
    *("2023-12~", "2023-24", "2023-24~", "2024-33", "2024-33~", "2024", "2023~", "202X", "202X~"),
    *("2024-01-15/2024-01-17", "2024-01-14~/2024-01-16~", "2024-01-15/..", "../2024-01-15"),
    *("[2024-01-15..2024-01-21]", "[..2024-01-16]", "[2024-01-14~..]", "[..2024-01~]", "[2024-01..2024-02]"),
    *("2023-12/2024-02", "2024-01-15/2024-01-15~", "[2024-01-15,2024-01-17]", "[2024-01-15,2024-02~]"),
    "[2024-01-16~,2024-01-17~]",
)
CONFIDENCES = (0.0, 0.1, 0.25, 0.3, 0.7, 0.95, 1.0)
PUBLISHED = (None, "2024-01-15", "2024-01-16")
LANGUAGES = ("en", "en", "en-GB", "de")


def pick(draw, values):
    return draw(st.sampled_from(values))


def odds(draw, n):
    """True once in n + 1 times; False is the simpler answer."""
    return draw(st.integers(0, n)) == n


class World:
    """A text with the places where its words begin and end."""

    def __init__(self, draw):
        self.draw, self.text, self.places = draw, "", []
        vocabulary = draw(st.lists(st.sampled_from(WORDS), min_size=2, max_size=5))
        for _ in range(draw(st.integers(3, 9))):
            start = len(self.text)
            self.text += pick(draw, vocabulary)
            self.places.append((start, len(self.text)))
            self.text += pick(draw, SEPARATORS)
        self.vocabulary = vocabulary

    def span(self):
        """Some words in a row, or any stretch that is not only white space."""
        draw = self.draw
        i = draw(st.integers(0, len(self.places) - 1))
        j = min(len(self.places) - 1, i + pick(draw, (0, 0, 0, 1, 2)))
        start, end = self.places[i][0], self.places[j][1]
        if odds(draw, 5):
            start = draw(st.integers(0, len(self.text) - 1))
            end = draw(st.integers(start + 1, len(self.text)))
        return (start, end) if self.text[start:end].strip() else self.places[0]

    def mention(self):
        """A (text, start, end, fragments) of the text, now and then in two pieces or nowhere."""
        draw = self.draw
        if odds(draw, 9):
            return " ".join(draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2))), None, None, ()
        one = self.span()
        if odds(draw, 7):
            other = self.span()
            one, other = sorted((one, other))
            if one[1] < other[0]:
                text = " ".join(self.text[i:j] for i, j in (one, other))
                return text, one[0], other[1], (one, other)
        return self.text[slice(*one)], *one, ()


def gold_mention(world):
    text, start, end, fragments = world.mention()
    return Mention(text=text, start=start, end=end, fragments=fragments)


def gold_date(draw):
    value = pick(draw, (None, *DATES))
    alternatives = ()
    if value is not None and odds(draw, 4):
        alternatives = tuple(draw(st.lists(st.sampled_from(DATES), min_size=1, max_size=2)))
    basis = pick(draw, (None, "explicit", "relative")) if value else None
    return EventDate(value=value, basis=basis, mentions=(), alternatives=alternatives)


def gold_event(world, place):
    draw = world.draw
    return Event(
        event_id=f"e{place}",
        event_type=pick(draw, TYPES),
        mode=pick(draw, MODES),
        status=pick(draw, ("actual", "planned")),
        optional=odds(draw, 5),
        triggers=tuple(gold_mention(world) for _ in range(pick(draw, (1, 1, 0, 2)))),
        arguments=tuple(
            Argument(
                role=pick(draw, ROLES),
                mentions=tuple(gold_mention(world) for _ in range(pick(draw, (1, 1, 2)))),
                optional=odds(draw, 5),
            )
            for _ in range(pick(draw, (1, 2, 0, 3)))
        ),
        date=gold_date(draw),
        tags=pick(draw, ((), ("t",))),
    )


def annotated(event, annotates):
    """An event of a dataset that annotates no more than this."""
    plain = {
        "triggers": {"triggers": ()},
        "arguments": {"arguments": ()},
        "dates": {"date": EventDate(value=None, basis=None, mentions=(), alternatives=())},
        "status": {"status": "actual"},
        "modes": {"mode": None},
    }
    for name in plain.keys() - annotates:
        event = dataclasses.replace(event, **plain[name])
    return event


def sent(world, mention, kind, **more):
    """A mention as a system sends it: with words and place, with one of them, or with other words."""
    draw = world.draw
    text, start, end, fragments = mention
    how = pick(draw, ("both", "text", "place", "words", "moved"))
    if how == "moved":
        text, start, end, fragments = world.mention()
        how = "both"
    if how == "words":
        text, how = (
            " ".join(draw(st.lists(st.sampled_from(world.vocabulary), min_size=1, max_size=2))),
            "text",
        )
    if how == "text" or start is None:
        return kind(text=text, **more)
    return kind(text=text if how == "both" else None, start=start, end=end, fragments=fragments, **more)


def predicted_event(world, gold):
    draw = world.draw
    source = pick(draw, gold) if gold and not odds(draw, 4) else gold_event(world, 0)

    def parts(mention):
        return mention.text, mention.start, mention.end, mention.fragments

    triggers = [sent(world, parts(m), PredictedTrigger) for m in source.triggers if not odds(draw, 4)]
    arguments = [
        sent(
            world, parts(pick(draw, a.mentions)), PredictedArgument, role=pick(draw, (a.role, a.role, *ROLES))
        )
        for a in source.arguments
        for _ in range(pick(draw, (1, 1, 0, 2)))
    ][:4]
    if odds(draw, 3):
        triggers.append(sent(world, world.mention(), PredictedTrigger))
    if odds(draw, 3):
        arguments.append(sent(world, world.mention(), PredictedArgument, role=pick(draw, ROLES)))
    return PredictedEvent(
        event_type=pick(draw, (source.event_type, source.event_type, *TYPES)),
        triggers=tuple(triggers),
        arguments=tuple(arguments),
        date=source.date.value if odds(draw, 2) else pick(draw, (None, *DATES)),
        mode=pick(draw, (source.mode, *MODES)),
        status=pick(draw, (source.status, "actual", "planned")),
    )


def told_apart(article, events):
    """Events less those that equal another but for tags or the like: which comes first is not specified."""
    kept = {}
    for event in events:
        (side,) = reference.gold_sides(dataclasses.replace(article, events=(event,)), "span")
        kept.setdefault(reference.content(side), event)
    return tuple(kept.values())


@st.composite
def corpora(draw, articles=1):
    """Some articles with gold, what is sent of them, and how they are scored."""
    gold, predictions, sure, annotates = [], {}, draw(st.booleans()), frozenset(ANNOTATIONS)
    if odds(draw, 4):
        annotates = frozenset(draw(st.sets(st.sampled_from(ANNOTATIONS))))
    for n in range(articles):
        world = World(draw)
        article = Article(
            article_id=f"a{n}",
            text=world.text,
            published=pick(draw, PUBLISHED),
            language=pick(draw, LANGUAGES),
            tags=pick(draw, ((), ("u",))),
            license="CC0-1.0",
            ontology="x@1",
            events=(),
        )
        places = range(draw(st.integers(0, 4)))
        events = told_apart(article, [annotated(gold_event(world, place), annotates) for place in places])
        article = dataclasses.replace(article, events=events)
        gold.append(article)
        guesses = [predicted_event(world, events) for _ in range(draw(st.integers(0, 4)))]
        if guesses and odds(draw, 3):
            guesses.append(dataclasses.replace(guesses[0], event_id="again"))
        if sure:
            guesses = [dataclasses.replace(guess, confidence=pick(draw, CONFIDENCES)) for guess in guesses]
        if guesses or draw(st.booleans()):
            predictions[article.article_id] = Prediction(article_id=article.article_id, events=tuple(guesses))
    return gold, predictions, pick(draw, MATCHES), annotates


@st.composite
def crowds(draw):
    """One article whose events are told by the same few words, so that many could be aligned with many."""
    text = draw(st.sampled_from(("ab cd ef gh", "ab ab cd ab", "ab cd ab cd")))
    places = [(i, j) for i in (0, 3, 6, 9) for j in (2, 5, 8, 11) if i < j]
    triggers, fillers = (
        draw(st.lists(st.sampled_from(places), min_size=2, max_size=most)) for most in (3, 6)
    )

    def mention(pool, kind, **more):
        start, end = pick(draw, pool)
        return kind(text=text[start:end], start=start, end=end, fragments=(), **more)

    def named(kind):
        return tuple(mention(triggers, kind) for _ in range(pick(draw, (1, 1, 0, 2))))

    def filled(number, argument):
        return tuple(argument(role) for role in draw(st.lists(st.sampled_from(ROLES), max_size=number)))

    def gold_argument(role):
        mentions = tuple(mention(fillers, Mention) for _ in range(pick(draw, (1, 1, 2))))
        return Argument(role=role, mentions=mentions, optional=odds(draw, 4))

    def gold_one(place):
        value = pick(draw, (None, "2024-01-15", "2024-01"))
        return Event(
            event_id=f"e{place}",
            event_type=pick(draw, ("A", "A", "B")),
            optional=odds(draw, 3),
            triggers=named(Mention),
            arguments=filled(5, gold_argument),
            date=EventDate(value=value, basis=None, mentions=(), alternatives=()),
        )

    def predicted_one():
        return PredictedEvent(
            event_type=pick(draw, ("A", "A", "B")),
            triggers=named(PredictedTrigger),
            arguments=filled(5, lambda role: mention(fillers, PredictedArgument, role=role)),
            date=pick(draw, (None, "2024-01-15", "2024-01")),
        )

    article = Article(
        article_id="a0", text=text, published=None, license="CC0-1.0", ontology="x@1", events=()
    )
    events = told_apart(article, [gold_one(place) for place in range(draw(st.integers(1, 4)))])
    guesses = tuple(predicted_one() for _ in range(draw(st.integers(1, 4))))
    predictions = {"a0": Prediction(article_id="a0", events=guesses)}
    return (
        [dataclasses.replace(article, events=events)],
        predictions,
        pick(draw, MATCHES),
        frozenset(ANNOTATIONS),
    )


@st.composite
def days(draw):
    """A day, month, season, quarter, year or decade about the turn of 2024, with or without a qualifier."""
    day = dt.date(2023, 12, 20) + dt.timedelta(draw(st.integers(0, 30)))
    units = (day.isoformat(), "2023-12", "2024-01", "2023-24", "2023-36", "2024-33", "2023", "2024", "202X")
    return pick(draw, (units[0], units[0], *units)) + pick(draw, ("", "", "", "~", "%", "?"))


@st.composite
def edtf(draw):
    """A date of any form, in its canonical spelling."""
    one, other = draw(days()), draw(days())
    first, last = sorted((one, other), key=reference.moment_days)
    form = pick(
        draw, ("{0}", "{0}", "{0}/{1}", "[{0}..{1}]", "{0}/..", "../{1}", "[{0}..]", "[..{1}]", "[{0},{1}]")
    )
    if one == other and "{1}" in form and "{0}" in form:
        return one
    if form == "[{0},{1}]":
        first, last = sorted((one, other), key=lambda m: (*reference.moment_days(m), m))
    return form.format(first, last)


@st.composite
def calendars(draw):
    """One article of four events that are found, whatever their dates."""
    text = " ".join(f"w{i}" for i in range(4))
    spans = [(3 * i, 3 * i + 2) for i in range(4)]
    events, guesses = [], []
    for i, (start, end) in enumerate(spans):
        value, alternatives = (
            draw(st.none() | edtf()),
            draw(st.lists(edtf(), max_size=2)) if odds(draw, 4) else (),
        )
        date = EventDate(
            value=value, basis=None, mentions=(), alternatives=tuple(alternatives if value else ())
        )
        trigger = Mention(text=text[start:end], start=start, end=end, fragments=())
        events.append(Event(event_id=f"e{i}", event_type="A", triggers=(trigger,), arguments=(), date=date))
        answer = draw(st.sampled_from((value, *alternatives)) | st.none() | edtf())
        guesses.append(
            PredictedEvent(event_type="A", triggers=(PredictedTrigger(start=start, end=end),), date=answer)
        )
    article = Article(
        article_id="a0",
        text=text,
        published=pick(draw, (None, "2024-01-01")),
        license="CC0-1.0",
        ontology="x@1",
        events=tuple(events),
    )
    predictions = {"a0": Prediction(article_id="a0", events=tuple(guesses))}
    return [article], predictions, "span+fold", frozenset(ANNOTATIONS)


def report_of(corpus, resamples=0, metrics=()):
    gold, predictions, match, annotates = corpus
    system = System(
        name="x", version="1", description="x", kind="rules", training_data=(), saw_test_texts="no"
    )
    dataset = DatasetKey(name="x", version="1", digest="0" * 64)
    options = Options(
        system=system,
        dataset=dataset,
        split="test",
        ontology="x@1",
        annotates=annotates,
        match=match,
        resamples=resamples,
    )
    return score(gold, predictions, options, metrics=metrics)


def _level(part):
    """What stands alike in a report, in a trivial answer and in a breakdown, by path."""
    facts = {
        ("scores", name): (each.matched, each.predicted, each.gold) for name, each in part.scores.items()
    }
    return facts | {("shares", name): (each.total, each.support) for name, each in part.shares.items()}


def _dates(part):
    errors = part.date_errors
    if errors is None:
        return {}
    return {
        ("outcomes",): +Counter(part.date_outcomes),
        ("errors",): (errors.median, errors.mean, errors.defined, errors.undefined),
        ("histogram",): +Counter(errors.histogram),
    }


def _beside(place, facts):
    return {(*place, *path): fact for path, fact in facts.items()}


def _line(correct, partial, incorrect, missing, spurious):
    """A MUC line as a report has it: POS and ACT first, OVG and UND last."""
    possible, actual = correct + partial + incorrect + missing, correct + partial + incorrect + spurious
    overgeneration, undergeneration = ratio(spurious, actual), ratio(missing, possible)
    counts = correct, partial, incorrect, missing, spurious
    return possible, actual, *counts, overgeneration, undergeneration


def told(report):
    """The counts of a report by their paths; its ratios are computed from them."""
    facts = _level(report) | _dates(report)
    for answer, trivial in report.trivial.items():
        facts |= _beside(("trivial", answer), _level(trivial) | _dates(trivial))
    for level, label, part in (
        (level, label, part) for level, labels in report.breakdowns.items() for label, part in labels.items()
    ):
        facts |= _beside((level, label), _level(part))
        for answer, shares in part.trivial.items():
            facts |= _beside((level, label, answer), _level(Breakdown(shares=shares)))
    facts |= {("labels", side): +Counter(labels) for side, labels in report.errors.items()}
    rows = report.confusion.items()
    facts["types",] = +Counter({(gold, other): n for gold, row in rows for other, n in row.items()})
    facts |= {("resolution", kind): +Counter(ways) for kind, ways in report.resolution.items()}
    facts |= {("macro", name): (m.types, m.precision, m.recall, m.f1) for name, m in report.macro.items()}
    facts |= {("line", slot): dataclasses.astuple(line) for slot, line in report.muc_lines.items()}
    if report.confidence is not None:
        facts["confidence",] = (report.confidence.average_precision,)
        for place, b in enumerate(report.confidence.bins):
            facts["confidence", place] = (b.events, b.matched, b.confidence, b.precision)
    for place, article in enumerate(report.per_article.articles):
        for name, parts in report.per_article.numbers.items():
            facts["article", article, name] = tuple(numbers[place] for numbers in parts.values())
    return facts


def _expected_level(figures):
    return {(kind, name): fact for kind in ("scores", "shares") for name, fact in figures[kind].items()}


def _expected_dates(figures):
    errors = figures["errors"]
    return {
        ("outcomes",): +figures["outcomes"],
        ("errors",): (*reference.middle(errors), len(errors) - errors.count(None), errors.count(None)),
        ("histogram",): Counter(reference.bin_of(error) for error in errors if error is not None),
    }


def expected(gold, predictions, match, annotates):
    """The same as the reference has it."""
    total, facts = {}, {}
    for article in gold:
        one = reference.article_figures(article, predictions.get(article.article_id), annotates, match)
        facts |= {("article", article.article_id, name): counts for name, counts in one["scores"].items()}
        facts["article", article.article_id, "date_accuracy"] = one["shares"]["date_accuracy"]
        total = reference.add(total, one)
    facts |= _expected_level(total) | _expected_dates(total)
    for answer, trivial in total["trivial"].items():
        facts |= _beside(("trivial", answer), _expected_level(trivial) | _expected_dates(trivial))
    if len(total["breakdowns"]["language"]) == 1:
        del total["breakdowns"]["language"]
    for level, labels in total["breakdowns"].items():
        for label, figures in labels.items():
            facts |= _beside((level, label), _expected_level(figures))
            for answer, trivial in figures["trivial"].items():
                facts |= _beside((level, label, answer), _expected_level(trivial | {"scores": {}}))
    facts |= {("labels", side): +labels for side, labels in total["labels"].items()}
    facts |= {("resolution", kind): +ways for kind, ways in total["resolution"].items()}
    facts["types",] = +total["types"]
    types = {event.event_type for article in gold for event in article.events}
    by_type = [figures["scores"] for label, figures in total["breakdowns"]["type"].items() if label in types]
    for name in by_type[0] if by_type else ():
        facts["macro", name] = reference.macro([scores[name] for scores in by_type])
    if total["confidence"] and all(level is not None for level, _ in total["confidence"]):
        area, bins = reference.confidence(total["confidence"], total["scores"]["event"][2])
        facts |= {("confidence",): (area,)} | {("confidence", place): b for place, b in enumerate(bins)}
    undefined = reference.undefined(annotates, total["spans"])
    facts = {path: (None,) * len(fact) if undefined & set(path) else fact for path, fact in facts.items()}
    lines = {
        slot: [line[part] for part in ("COR", "PAR", "INC", "MIS", "SPU")]
        for slot, line in total["muc"].items()
    }
    facts |= {("line", slot): _line(*counts) for slot, counts in lines.items()}
    return {path: fact for path, fact in facts.items() if _told(path, annotates)}


def _told(path, annotates):
    """Whether a report speaks of this; what a dataset does not annotate is null or left out."""
    if path[-1] in {"outcomes", "errors", "histogram"} or path == ("line", "date"):
        return "dates" in annotates
    if path[0] == "labels":
        return "arguments" in annotates or path[1].endswith("events")
    return path[0] != "resolution" or path[1] in annotates


def same(one, other):
    """Whether two facts are equal, fractions and floats within 1e-9."""
    if isinstance(one, tuple) and isinstance(other, tuple):
        return all(map(same, one, other))
    return one == other or (
        isinstance(other, Fraction | float) and one == pytest.approx(float(other), abs=1e-9)
    )


def nothing(path, fact):
    """A label that nothing carries may be left out of a report."""
    return not any(fact) or (path[-2] == "shares" and not fact[1]) or fact[0] is None


def differences(corpus):
    """Where package and reference differ: (package, reference) by path."""
    ours, theirs = told(report_of(corpus)), expected(*corpus)
    lacking = {path: (ours[path], None) for path in ours.keys() - theirs.keys()}
    lacking |= {p: (None, theirs[p]) for p in theirs.keys() - ours.keys() if not nothing(p, theirs[p])}
    both = ours.keys() & theirs.keys()
    return lacking | {path: (ours[path], theirs[path]) for path in both if not same(ours[path], theirs[path])}


@given(corpora())
@settings(max_examples=25)
def test_every_number_of_an_article_is_that_of_the_reference(corpus):
    """Whatever one article holds and a system sends, each number of its report is the reference's."""
    assert not differences(corpus)


@given(corpora(articles=3))
@settings(max_examples=5)
def test_every_number_of_some_articles_is_that_of_the_reference(corpus):
    """Articles add up: each number of a report on three is the sum, mean or share that the reference has."""
    assert not differences(corpus)


def parted(report, names):
    """The JSON of a report without the metrics of these names, and what each of its tables has of them."""
    rest = codec.encode(report)
    rows = [row["scores"] for labels in rest["breakdowns"].values() for row in labels.values()]
    tables = [rest["scores"], rest["macro"], rest["per_article"]["numbers"], *rows]
    theirs = [{name: table.pop(name) for name in names if name in table} for table in tables]
    return codec.pretty(rest), json.dumps(theirs)


@given(corpora(articles=2))
@settings(max_examples=15)
def test_a_guest_that_counts_as_ours_do_has_their_numbers_and_moves_none(corpus):
    """Scores, intervals, breakdowns, means, numbers by article; all else is the same, byte for byte."""
    guests = [dataclasses.replace(metric, name=f"{metric.name}_too") for metric in ALIGNED_METRICS]
    alone = report_of(corpus, resamples=9)

    rest, theirs = parted(report_of(corpus, resamples=9, metrics=guests), [guest.name for guest in guests])

    assert rest == codec.pretty(alone)
    assert theirs.replace("_too", "") == parted(alone, [metric.name for metric in ALIGNED_METRICS])[1]


@given(crowds())
@settings(max_examples=25)
def test_the_alignment_of_a_crowd_is_that_of_the_reference(corpus):
    """Where many events could be aligned with many, the pairs are those of the best of all matchings."""
    assert not differences(corpus)


@given(calendars())
@settings(max_examples=25)
def test_every_date_figure_is_that_of_the_reference(corpus):
    """Whatever dates gold and a system give, each figure is the one of days that are counted one by one."""
    assert not differences(corpus)


@st.composite
def clusters(draw):
    """For some articles, eight words in gold and in predicted clusters, no word in two of a side."""
    sides = st.lists(st.integers(0, 4), min_size=8, max_size=8)
    articles = draw(st.lists(st.tuples(sides, sides), min_size=1, max_size=3))
    return [
        tuple([{i for i, at in enumerate(side) if at == label} for label in set(side) - {0}] for side in pair)
        for pair in articles
    ]


@given(clusters())
@settings(max_examples=30)
def test_coreference_is_that_of_the_reference(articles):
    """Where no word names two events of a side, each coreference metric is what its definition counts."""
    gold, predictions = [], {}
    for n, (keys, responses) in enumerate(articles):
        events = []
        for key in keys:
            triggers = tuple(Mention(text="war", start=4 * i, end=4 * i + 3, fragments=()) for i in key)
            date = EventDate(value=None, basis=None, mentions=(), alternatives=())
            event = Event(event_id=f"e{key}", event_type="A", triggers=triggers, arguments=(), date=date)
            events.append(event)
        article = Article(
            article_id=f"a{n}",
            text="war " * 8,
            published=None,
            license="CC0-1.0",
            ontology="x@1",
            events=tuple(events),
        )
        gold.append(article)
        named = [tuple(PredictedTrigger(start=4 * i, end=4 * i + 3) for i in r) for r in responses]
        guesses = tuple(PredictedEvent(event_type="A", triggers=triggers) for triggers in named)
        predictions[article.article_id] = Prediction(article_id=article.article_id, events=guesses)

    found = report_of((gold, predictions, "span", frozenset(ANNOTATIONS))).coreference

    several = [any(len(c) > 1 for sides in articles for c in sides[side]) for side in (0, 1)]
    wanted = reference.coreference(articles) if all(several) else {}
    ratios = {name: (each.precision, each.recall, each.f1) for name, each in (found or {}).items()}
    assert ratios.keys() == wanted.keys()
    assert [name for name in wanted if not same(ratios[name], wanted[name])] == []
