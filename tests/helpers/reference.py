"""A second scorer, written from docs/spec/scoring.md and docs/spec/dates.md alone, to judge the first.

As literal to the text as can be and slow on purpose: every matching is tried, every span is folded, every day
is counted. Nothing of ``benchmark.scoring`` is used. Each function names the section that it follows.
"""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import json
import operator
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cache
from statistics import median

SPAN_METRICS = {
    "trigger_identification": {"triggers"},
    "trigger_classification": {"triggers", "type"},
    "argument_identification": {"arguments", "type"},
    "argument_classification": {"arguments", "type", "role"},
    "argument_identification_attached": {"arguments", "type", "attached"},
    "argument_classification_attached": {"arguments", "type", "role", "attached"},
}
WITHIN = (1, 3, 7, 30, 365)
RIGHT = ("exact", "undated")
HALF = Fraction(1, 2)

# Words: scoring.md, 1.

SINGLE = "\u0060\u00b4\u02bc\u2018\u2019\u201a\u201b\u2032\u2035\u2039\u203a\uff40"
DOUBLE = "\u00ab\u00bb\u201c\u201d\u201e\u201f\u2033\u2036"
PRONOUNS = """
i me my myself you your yours yourself yourselves he him his himself she her hers herself it its itself
we us our ours ourselves they them their theirs themselves who whom whose which that this these those
"""
WITHOUT_SPACES = (
    *("CJK ", "IDEOGRAPHIC ", "HIRAGANA ", "KATAKANA ", "KATAKANA-HIRAGANA ", "COMBINING KATAKANA-HIRAGANA "),
    *("HALFWIDTH KATAKANA", "BOPOMOFO ", "YI ", "THAI ", "LAO ", "KHMER ", "MYANMAR ", "TIBETAN "),
)


def _outer(char):
    return char == " " or (unicodedata.category(char)[0] == "P" and char != "%")


def _outer_off(text):
    while text and _outer(text[0]):
        text = text[1:]
    while text and _outer(text[-1]):
        text = text[:-1]
    return text


@cache
def fold(text, english):
    """Section 1, Folding."""
    text = "".join("'" if c in SINGLE else '"' if c in DOUBLE else c for c in text)
    text = unicodedata.normalize("NFKC", text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    text = unicodedata.normalize("NFKC", text.casefold())
    text = "".join("-" if unicodedata.category(c) == "Pd" or c == "\u2212" else c for c in text)
    text = _outer_off(re.sub(r"\s+", " ", text))
    first, _, rest = text.partition(" ")
    return _outer_off(rest if english and first in {"the", "a", "an"} else text)


def compared(text, english, match):
    """Section 1: the fold that may be compared, empty where none may (pronouns; ``match: span``)."""
    folded = fold(text, english)
    in_capitals = (folded == "us" and "US" in text) or (folded == "it" and "IT" in text)
    pronoun = english and folded in PRONOUNS.split() and not in_capitals
    return "" if pronoun or match == "span" else folded


def _in_word(char):
    return unicodedata.category(char)[0] in "LMN"


def _without_spaces(char):
    return _in_word(char) and unicodedata.name(char, "").startswith(WITHOUT_SPACES)


@cache
def edge(text, place):
    """Section 1: not between two letters, marks or digits, but for scripts without spaces."""
    before = [c for c in text[:place] if unicodedata.category(c) != "Cf"][-1:]
    after = [c for c in text[place:] if unicodedata.category(c) != "Cf"][:1]
    around = before + after
    return len(around) < 2 or not all(map(_in_word, around)) or any(map(_without_spaces, around))


@cache
def occurrences(text, words, english):
    """Section 1: how words are found in a text (exact, folded, unresolved), and where."""
    places = [i for i in range(len(text) + 1) if edge(text, i)]
    spans = [(i, j) for i in places for j in places if i < j]
    exact_ones = [(i, j) for i, j in spans if text[i:j] == words]
    if exact_ones:
        return "exact", exact_ones
    target = fold(words, english)
    same = [(i, j) for i, j in spans if target and fold(text[i:j], english) == target]
    least = [s for s in same if not any(o != s and s[0] <= o[0] and o[1] <= s[1] for o in same)]
    return ("folded" if least else "unresolved"), least


# Events: what is compared.


@dataclass
class Mark:
    """A mention: its words where it stands, its span or None, the fold of what was sent, what is compared."""

    text: str
    span: tuple | None
    folded: str
    compared: str


@dataclass
class Filler:
    """A gold filler with its mentions, or a predicted argument with its one."""

    role: str
    mentions: list
    optional: bool = False


@dataclass
class Side:
    """A gold or predicted event, resolved; ``every`` are its fillers before equal ones become one."""

    type: str
    triggers: list
    every: list
    dates: list
    status: str
    mode: str | None
    optional: bool = False
    basis: str | None = None
    tags: tuple = ()
    confidence: float | None = None
    sent: str = ""
    fillers: list = field(default_factory=list)


def span_of(mention):
    """Section 2: the tuple of its fragments."""
    if mention.start is None:
        return None
    return tuple(map(tuple, mention.fragments)) or ((mention.start, mention.end),)


def event_json(event_type, triggers, arguments, **rest):
    """Sections 1 and 3: canonical JSON; triggers are (text, span), arguments (text, span, role)."""

    def shape(text, span, role=None):
        start, end = (None, None) if span is None else (span[0][0], span[-1][1])
        more = {} if role is None else {"role": role}
        return {
            "text": text,
            "start": start,
            "end": end,
            "fragments": span if span and span[1:] else [],
        } | more

    def dumped(value):
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    lists = {"triggers": triggers, "arguments": arguments}
    lists = {name: sorted((shape(*each) for each in some), key=dumped) for name, some in lists.items()}
    return dumped({"event_type": event_type, **lists, **rest})


def content(side):
    """Section 3, Content order."""
    triggers = [m.span[0][0] for m in side.triggers if m.span]
    arguments = [m.span[0][0] for f in side.every for m in f.mentions if m.span]
    start = min(triggers or arguments, default=None)
    date = side.dates[0] if side.dates else None
    resolved = event_json(
        side.type,
        [(m.text, m.span) for m in side.triggers],
        [(m.text, m.span, f.role) for f in side.every for m in f.mentions],
        date=date,
        mode=side.mode,
        status=side.status,
    )
    return (start is None, start or 0), side.type, (date is None, date or ""), resolved


def filler_order(filler):
    """Section 3: least mention span (none last), folded text, role; then what else is known of the filler."""
    marks = sorted((m.span is None, m.span or (), m.folded, m.compared) for m in filler.mentions)
    return *marks[0][:3], filler.role, marks, filler.optional


def _english(article):
    return article.language.split("-")[0].lower() == "en"


def gold_sides(article, match):
    """The gold events of an article, in content order; fillers of an optional event are optional."""

    def mark(mention):
        folded = fold(mention.text, _english(article))
        return Mark(mention.text, span_of(mention), folded, compared(mention.text, _english(article), match))

    sides = []
    for event in article.events:
        fillers = [
            Filler(a.role, list(map(mark, a.mentions)), a.optional or event.optional) for a in event.arguments
        ]
        side = Side(
            *(event.event_type, list(map(mark, event.triggers)), fillers, list(event.date.values)),
            *(event.status, event.mode, event.optional, event.date.basis, event.tags),
            fillers=sorted(fillers, key=filler_order),
        )
        sides.append(side)
    return sorted(sides, key=content)


def as_sent(article, event, annotates):
    """Sections 0 and 1: an event as sent, what is not annotated off, and where it stands among the others."""
    event = replace(
        event,
        triggers=event.triggers if "triggers" in annotates else (),
        arguments=event.arguments if "arguments" in annotates else (),
        date=event.date if "dates" in annotates else None,
        status=event.status if "status" in annotates else "actual",
        mode=event.mode if "modes" in annotates else None,
    )

    def filled(mention):
        words = mention.text
        if words is None:
            words = " ".join(article.text[i:j] for i, j in span_of(mention))
        return replace(mention, text=words)

    event = replace(
        event, triggers=tuple(map(filled, event.triggers)), arguments=tuple(map(filled, event.arguments))
    )
    text = event_json(
        event.event_type,
        [(m.text, span_of(m)) for m in event.triggers],
        [(m.text, span_of(m), m.role) for m in event.arguments],
        date=event.date,
        mode=event.mode,
        status=event.status,
    )
    least = min((m.start for m in [*event.triggers, *event.arguments] if m.start is not None), default=None)
    return ((least is None, least or 0), event.event_type, text), event


def predicted_sides(article, prediction, annotates, match):
    """Section 1: predicted events, resolved, in content order, and how their words were found."""
    english, found = _english(article), {"triggers": Counter(), "arguments": Counter()}
    sent = [as_sent(article, event, annotates) for event in (prediction.events if prediction else ())]
    sent.sort(key=lambda row: (row[0], -(row[1].confidence or 0)))
    taken = {(m.text, span_of(m)) for _, event in sent for m in event.triggers}

    def mark(mention, kind, choose):
        """The mention where it is given, or where ``choose`` puts it among several places."""
        how, span = "given", span_of(mention)
        if span is None:
            how, spans = occurrences(article.text, mention.text, english)
            found[kind]["ambiguous"] += len(spans) > 1
            span = (choose(mention.text, spans),) if spans else None
        found[kind][how] += 1
        words = mention.text if span is None else " ".join(article.text[i:j] for i, j in span)
        return Mark(words, span, fold(mention.text, english), compared(mention.text, english, match))

    def not_taken(text, spans):
        chosen = next((span for span in spans if (text, (span,)) not in taken), spans[0])
        taken.add((text, (chosen,)))
        return chosen

    sides = []
    for order, event in sent:
        triggers = [mark(trigger, "triggers", not_taken) for trigger in event.triggers]
        pieces = [piece for m in triggers if m.span for piece in m.span]

        def nearest(_, spans, pieces=pieces):
            def gap(span):
                return min((max(0, i - span[1], span[0] - j) for i, j in pieces), default=0)

            return min(spans, key=lambda span: (gap(span), span))

        fillers = [Filler(a.role, [mark(a, "arguments", nearest)]) for a in event.arguments]
        dates = [] if event.date is None else [event.date]
        side = Side(event.event_type, triggers, fillers, dates, event.status, event.mode)
        side.confidence, side.sent, side.fillers = event.confidence, order[2], one_of_each(fillers)
        sides.append(side)
    sides.sort(key=lambda side: -(side.confidence or 0))
    return sorted(sides, key=content), found


def one_of_each(fillers):
    """Section 3: arguments of equal role and span, or of equal fold where either has no span, are one."""

    def same(one, other):
        mark, mate = one.mentions[0], other.mentions[0]
        if mark.span is None or mate.span is None:
            return one.role == other.role and mark.compared == mate.compared != ""
        return one.role == other.role and mark.span == mate.span

    kept = []
    for filler in sorted(fillers, key=lambda f: f.mentions[0].span is None):
        if not any(same(filler, other) for other in kept):
            kept.append(filler)
    return sorted(kept, key=filler_order)


# Matching.


def matchings(edges):
    """All one-to-one subsets of edges, each a sorted tuple of pairs."""
    edges = sorted(edges)
    if not edges:
        yield ()
        return
    (i, j), rest = edges[0], edges[1:]
    for others in matchings([e for e in rest if e[0] != i and e[1] != j]):
        yield ((i, j), *others)
    yield from matchings(rest)


def covered(units, keys):
    """The units of a maximum matching of units with keys, those first in the list first; by augmenting."""
    owner = {}

    def augment(unit, seen):
        for key in units[unit]:
            if key in keys and key not in seen:
                seen.add(key)
                if key not in owner or augment(owner[key], seen):
                    owner[key] = unit
                    return True
        return False

    return [unit for unit in range(len(units)) if augment(unit, set())]


# Spans: scoring.md, 2.


def span_keys(parts, event, filler, name):
    """Section 2: the keys of a filler, or of a trigger; ``name`` says what stands for a mention."""
    marks = [name(mark) for mark in filler.mentions if name(mark)]
    triggers = [name(mark) for mark in event.triggers if name(mark)] if event.triggers else [None]
    labels = event.type if "type" in parts else None, filler.role if "role" in parts else None
    return frozenset((t, m, *labels) for t in (triggers if "attached" in parts else [None]) for m in marks)


def span_counts(parts, gold, predicted):
    """Section 2: (matched, predicted, gold) of a metric with these parts in its key."""

    def stretches(event):
        if "triggers" in parts:
            return [Filler("", [mark], event.optional) for mark in event.triggers]
        return event.every

    units, sent = {}, set()
    for event in gold:
        for filler in stretches(event):
            unit = span_keys(parts, event, filler, lambda m: m.span)
            if unit:
                units[unit] = units.get(unit, True) and filler.optional
    for event in predicted:
        for filler in stretches(event):
            sent |= span_keys(parts, event, filler, lambda m: m.span or ("unresolved", m.folded))
    ordered = sorted(units, key=lambda unit: units[unit])
    hit = covered(ordered, sent)
    every = set().union(*units)
    redundant = len(sent & every) - len(hit)
    required = [unit for unit in ordered if not units[unit]]
    optional = sum(units[ordered[unit]] for unit in hit)
    return len(hit), len(sent) - redundant, len(covered(required, every)) + optional


# Fillers and similarity: scoring.md, 3.


def points(span):
    """The code points of all fragments."""
    return {i for start, end in span or () for i in range(start, end)}


def span_dice(one, other):
    """Section 3: Dice of the code points of two spans."""
    one, other = points(one), points(other)
    return Fraction(2 * len(one & other), len(one) + len(other)) if one or other else Fraction(0)


def tokens(text):
    """Section 3: maximal runs of letters, digits and marks; each letter in scripts without spaces."""
    found, run = Counter(), ""
    for char in [*text, " "]:
        alone = _without_spaces(char) and unicodedata.category(char)[0] == "L"
        if _in_word(char) and not alone:
            run += char
            continue
        found.update([run] * bool(run) + [char] * alone)
        run = ""
    return found


def token_dice(one, other):
    """Section 3: Dice of token multisets, none against none 0."""
    one, other = tokens(one), tokens(other)
    total = one.total() + other.total()
    return Fraction(2 * (one & other).total(), total) if total else Fraction(0)


def same_words(filler, argument):
    """Section 3, Filler match, but for the role."""
    mark = argument.mentions[0]
    return any(
        (mark.span is not None and mark.span == m.span) or mark.compared == m.compared != ""
        for m in filler.mentions
    )


def exact(filler, argument):
    """Section 3, Filler match."""
    return filler.role == argument.role and same_words(filler, argument)


def relaxed(filler, argument):
    """Section 3, Relaxed."""
    mark = argument.mentions[0]
    return exact(filler, argument) or (
        filler.role == argument.role
        and any(
            span_dice(m.span, mark.span) >= HALF or token_dice(m.compared, mark.compared) >= HALF
            for m in filler.mentions
        )
    )


def fillers_of(gold, predicted, passes):
    """Section 3: the maximum matching of fillers (most required ones, the least list), and redundant ones."""
    edges = [
        (i, j) for i, f in enumerate(gold.fillers) for j, a in enumerate(predicted.fillers) if passes(f, a)
    ]
    pairs = min(
        matchings(edges),
        key=lambda m: (-len(m), -sum(not gold.fillers[i].optional for i, _ in m), m),
    )
    redundant = {j for _, j in edges} - {j for _, j in pairs}
    return list(pairs), redundant


def unmatched_optional(gold, pairs):
    """How many optional fillers of a gold event stay unmatched."""
    return sum(f.optional for i, f in enumerate(gold.fillers) if i not in {i for i, _ in pairs})


def trigger_likeness(gold, predicted):
    """Section 3, t."""
    each = []
    for mark in predicted.triggers:
        dices = [span_dice(t.span, mark.span) for t in gold.triggers]
        same = any(t.compared == mark.compared != "" for t in gold.triggers)
        each.append(max([*dices, Fraction(2, 3) if same else Fraction(0)]))
    return sum(each, Fraction(0)) / len(each)


def compare(gold, predicted):
    """Section 3: whether there is evidence, and the similarity in 1/10,000."""
    weight, worth, evidence = 4000, Fraction(4000 * (gold.type == predicted.type)), False
    if gold.triggers and predicted.triggers:
        t = trigger_likeness(gold, predicted)
        evidence |= t >= Fraction(1, 3)
        weight, worth = weight + 3000, worth + 3000 * t
    pairs, redundant = fillers_of(gold, predicted, relaxed)
    g = len(gold.fillers) - unmatched_optional(gold, pairs)
    p = len(predicted.fillers) - len(redundant)
    if g + p:
        a = Fraction(2 * len(pairs), p + g)
        evidence |= a >= Fraction(2, 5) and (2 * len(pairs) >= g or 2 * len(pairs) >= p)
        weight, worth = weight + 3000, worth + 3000 * a
    if not (gold.triggers or predicted.triggers or g or p):
        evidence = True
    return evidence, int(worth * 10000 / weight // 1)


def align(gold, predicted):
    """Section 3, Alignment: the pairs of M, and those of unequal types."""
    table = {(i, j): compare(g, p) for i, g in enumerate(gold) for j, p in enumerate(predicted)}

    def stage(equal, left_gold, left_predicted):
        edges = [
            (i, j)
            for (i, j), (evidence, _) in table.items()
            if evidence
            and (gold[i].type == predicted[j].type) == equal
            and i in left_gold
            and j in left_predicted
        ]
        exacts = {(i, j): len(fillers_of(gold[i], predicted[j], exact)[0]) for i, j in edges}
        return min(
            matchings(edges),
            key=lambda m: (
                -sum(table[e][1] for e in m),
                -len(m),
                -sum(not gold[i].optional for i, _ in m),
                -sum(exacts[e] for e in m),
                m,
            ),
        )

    first = stage(True, set(range(len(gold))), set(range(len(predicted))))
    left_gold = set(range(len(gold))) - {i for i, _ in first}
    return first, stage(False, left_gold, set(range(len(predicted))) - {j for _, j in first})


# Dates: dates.md.

# A calendar of forty years stands for all days: what is open goes to its edge and a day past it.
# A set of days is a whole number with a bit for each.
BEFORE, AFTER = dt.date(1999, 12, 31).toordinal(), dt.date(2040, 1, 1).toordinal()


def bits(first, last):
    """The set of the days from first to last."""
    return ((1 << max(0, last - first + 1)) - 1) << (first - BEFORE)


OPEN = bits(BEFORE, BEFORE) | bits(AFTER, AFTER)


def within(one, other):
    """Whether a set of days is a subset of another."""
    return one & other == one


def _month(year, month):
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return dt.date(year, month, 1).toordinal()


@cache
def unit_days(unit, shift=0):
    """dates.md, 1: first and last day of a unit, or of its neighbour so many units on."""
    if len(unit) == 10:
        day = dt.date.fromisoformat(unit).toordinal() + shift
        return day, day
    if unit[3] == "X":
        year = int(unit[:3] + "0") + 10 * shift
        return _month(year, 1), _month(year + 10, 1) - 1
    year, part = int(unit[:4]), int(unit[5:] or 0)
    if part == 0:
        first, months = 1, 12
    elif part <= 12:
        first, months = part, 1
    elif part <= 24:
        first, months = 3 * (part - 20), 3
    else:
        first, months = 3 * (part - 33) + 1, 3
    first += months * shift
    return _month(year, first), _month(year, first + months) - 1


def moment_days(moment, shift=0):
    """dates.md, 1: first and last day of a moment."""
    return unit_days(moment.rstrip("?~%"), shift)


@cache
def parse(value):
    """dates.md, 1: (form, moments), an open bound as None."""
    if value.startswith("[") and ".." in value:
        return "range", tuple(part or None for part in value[1:-1].split(".."))
    if value.startswith("["):
        return "list", tuple(value[1:-1].split(","))
    if "/" in value:
        return "interval", tuple(None if part == ".." else part for part in value.split("/"))
    return "moment", (value,)


@cache
def days(value, shifts=(0, 0)):
    """dates.md, 1, Meaning: the set of days, BEFORE or AFTER in it where it is open."""
    form, moments = parse(value)
    if form == "list":
        return functools.reduce(operator.or_, (bits(*moment_days(m)) for m in moments))
    low, high = moments[0], moments[-1]
    first = BEFORE if low is None else moment_days(low, shifts[0])[0]
    last = AFTER if high is None else moment_days(high, shifts[-1] if form != "moment" else shifts[0])[1]
    return bits(first, last)


@cache
def as_good(value):
    """dates.md, 1: the sets of days that are right for a gold value, its approximate moments moved."""
    form, moments = parse(value)
    free = [(-1, 0, 1) if m and m[-1] in "~%" and form != "list" else (0,) for m in moments[:2]]
    return {days(value, shifts) for shifts in itertools.product(*free)}


def granularity(value):
    """dates.md, 1, Granularity."""
    form, moments = parse(value)
    if form != "moment":
        return "open" if None in moments else form
    unit = value.rstrip("?~%")
    if unit[3] == "X":
        return "decade"
    if len(unit) == 10:
        return "day"
    part = int(unit[5:] or 0)
    return "year" if part == 0 else "month" if part < 13 else "season" if part < 25 else "quarter"


def _ends(value):
    every = days(value)
    first, last = (every & -every).bit_length() - 1 + BEFORE, every.bit_length() - 1 + BEFORE
    return (None if first == BEFORE else first), (None if last == AFTER else last)


def days_apart(gold, predicted):
    """dates.md, 2, Error in days (for pairs that are not exact)."""
    errors = []
    for g, p in zip(_ends(gold), _ends(predicted), strict=True):
        if (g is None) != (p is None):
            return None
        if g is not None:
            errors.append(p - g)
    return max(errors, key=lambda e: (abs(e), e))


def kbp(gold, predicted):
    """dates.md, 2, KBP credit."""

    def four(value):
        form, moments = parse(value)
        if form != "interval":
            return _ends(value) * 2
        return [end for m in moments for end in ((None, None) if m is None else moment_days(m))]

    def credit(g, p):
        if g is None or p is None:
            return Fraction(int(g is p))
        return Fraction(365, 365 + abs(g - p))

    return sum(map(credit, four(gold), four(predicted))) / 4


def muc(gold, predicted):
    """dates.md, 2, MUC credit."""
    s_g, s_p = days(gold), days(predicted)
    first, last = _ends(gold)
    if s_p == s_g:
        return Fraction(1)
    if s_p.bit_count() == 1 and within(s_p, s_g) and not s_g & OPEN and last - first > 3:
        return Fraction(1)
    if _ends(predicted)[0] is None:
        return HALF if last is not None and _ends(predicted)[1] == last else Fraction(0)
    return HALF if within(s_p, s_g) else Fraction(0)


@dataclass(frozen=True)
class DateComparison:
    """dates.md, 2: one gold date against one predicted one."""

    outcome: str
    error: int | None = None
    soft: Fraction | None = None
    muc: Fraction | None = None
    kbp: Fraction | None = None


@cache
def compare_value(gold, predicted):
    """dates.md, 2, for one gold value and one predicted value."""
    s_g, s_p = days(gold), days(predicted)
    error = days_apart(gold, predicted)
    if s_p in as_good(gold):
        return DateComparison("exact", 0, Fraction(1), muc(gold, predicted), kbp(gold, predicted))
    if within(s_p, s_g):
        outcome = "finer"
    elif within(s_g, s_p):
        outcome = "coarser"
    elif s_p & s_g:
        outcome = "overlapping"
    else:
        outcome = "near" if error is not None and abs(error) <= 3 else "far"
    if s_g & OPEN:
        soft = Fraction(0) if error is None else max(Fraction(0), 1 - Fraction(abs(error), 366))
    else:
        soft = Fraction(0) if s_p & OPEN else Fraction((s_p & s_g).bit_count(), (s_p | s_g).bit_count())
    return DateComparison(outcome, error, soft, muc(gold, predicted), kbp(gold, predicted))


def compare_dates(gold, predicted):
    """dates.md, 2: the values of a gold date (value, then alternatives) against a predicted one, or null."""
    none = [Fraction(0)] * 3
    if not gold:
        return DateComparison("undated") if predicted is None else DateComparison("spurious", None, *none)
    if predicted is None:
        return DateComparison("missing", None, *none)
    return max((compare_value(value, predicted) for value in gold), key=lambda each: each.soft)


# What an article counts.


def record_counts(gold, predicted):
    """Section 3, record: (matched, predicted, gold)."""

    def dice(g, p):
        pairs, redundant = fillers_of(g, p, exact)
        date = bool(g.dates and p.dates and compare_dates(g.dates, p.dates[0]).outcome == "exact")
        shared = 1 + date + len(pairs)
        slots_g = 1 + bool(g.dates) + len(g.fillers) - unmatched_optional(g, pairs)
        slots_p = 1 + bool(p.dates) + len(p.fillers) - len(redundant)
        return 10000 * 2 * shared // (slots_g + slots_p)

    table = {
        (i, j): dice(g, p) for i, g in enumerate(gold) for j, p in enumerate(predicted) if g.type == p.type
    }
    pairs = min(
        matchings(table),
        key=lambda m: (-sum(table[e] for e in m), sum(table[i, j] for i, j in m if gold[i].optional)),
    )
    required = sum(10000 for g in gold if not g.optional)
    optional = sum(table[i, j] for i, j in pairs if gold[i].optional)
    return sum(table[e] for e in pairs), 10000 * len(predicted), required + optional


def ceaf_ree_counts(gold, predicted):
    """Section 3, ceaf_ree: (matched, predicted, gold), summed over roles."""
    total = (0, 0, 0)
    for role in {f.role for e in [*gold, *predicted] for f in e.fillers}:
        entities = {}
        for event in gold:
            for filler in event.fillers:
                texts = frozenset(m.compared for m in filler.mentions) - {""}
                if filler.role == role and texts:
                    entities[texts] = entities.get(texts, True) and (filler.optional)
        sent = {m.compared for e in predicted for f in e.fillers if f.role == role for m in f.mentions} - {""}
        ordered = sorted(entities, key=lambda texts: entities[texts])
        hit = covered(ordered, sent)
        required = sum(not optional for optional in entities.values())
        counts = len(hit), len(sent), required + sum(entities[ordered[e]] for e in hit)
        total = tuple(map(sum, zip(total, counts, strict=True)))
    return total


def argument_counts(gold, predicted, pairs, passes):
    """Section 3, event_argument: (matched, predicted, gold)."""
    matched = redundant = 0
    required = sum(not f.optional for g in gold for f in g.fillers)
    for i, j in pairs:
        found, spare = fillers_of(gold[i], predicted[j], passes)
        matched, redundant = matched + len(found), redundant + len(spare)
        required += sum(gold[i].fillers[k].optional for k, _ in found)
    return matched, sum(len(p.fillers) for p in predicted) - redundant, required


def date_figures(gold, predicted, pairs, answers, published):
    """dates.md, 3: scores and shares, the outcomes, and errors in days; answers are the predicted dates."""
    told = [(gold[i], answers[j], compare_dates(gold[i].dates, answers[j])) for i, j in pairs]
    dated = [(g, answer, c) for g, answer, c in told if g.dates]
    both = [c for _, answer, c in dated if answer is not None]
    day = None if published is None else dt.date.fromisoformat(published).toordinal()
    off = [c for g, _, c in dated if day is not None and not bits(day, day) & days(g.dates[0])]
    each = [c for _, _, c in dated]

    def counts(rows, worth, p, full, counted):
        """Optional gold adds to g as much as to m: scoring.md, 0."""
        required = sum(full for g in gold if counted(g) and not g.optional)
        return (
            sum(worth(c) for _, _, c in rows),
            p,
            required + sum(worth(c) for g, _, c in rows if g.optional),
        )

    def share(rows, earns):
        return sum((Fraction(earns(c)) for c in rows), Fraction(0)), len(rows)

    sent = sum(answer is not None for answer in answers)
    scores = {
        "dated_event": counts(told, lambda c: c.outcome in RIGHT, len(predicted), 1, lambda _: True),
        "date": counts(dated, lambda c: c.outcome == "exact", sent, 1, lambda g: g.dates),
        "date_muc": counts(dated, lambda c: 2 * c.muc, 2 * sent, 2, lambda g: g.dates),
    }
    shares = {
        "date_accuracy": share(each, lambda c: c.outcome == "exact"),
        "lenient_date_accuracy": share(each, lambda c: c.outcome in {"exact", "finer"}),
        "date_coverage": (len(both), len(each)),
        "selective_date_accuracy": share(both, lambda c: c.outcome == "exact"),
        "off_dateline_accuracy": share(off, lambda c: c.outcome == "exact"),
        "over_precision": share(each, lambda c: c.outcome == "finer"),
        "under_precision": share(each, lambda c: c.outcome == "coarser"),
        "date_soft": share(each, lambda c: c.soft),
        "date_muc_credit": share(each, lambda c: c.muc),
        "date_kbp_credit": share(each, lambda c: c.kbp),
        "dated_event_recall": scores["dated_event"][::2],
    }
    for limit in WITHIN:
        shares[f"date_within_{limit}"] = share(
            each, lambda c, limit=limit: c.error is not None and abs(c.error) <= limit
        )
    outcomes = Counter(c.outcome for _, _, c in told)
    return {"scores": scores, "shares": shares, "outcomes": outcomes, "errors": [c.error for c in each]}


def share_figures(gold, predicted, pairs, published):
    """dates.md, 3, and the shares of scoring.md, 3; the trivial answers beside them."""
    told = date_figures(
        gold, predicted, pairs, [p.dates[0] if p.dates else None for p in predicted], published
    )
    optional = sum(gold[i].optional for i, _ in pairs)
    told["scores"]["event"] = (len(pairs), len(predicted), sum(not g.optional for g in gold) + optional)
    moded = [(i, j) for i, j in pairs if gold[i].mode is not None]
    on_day = sum(compare_dates(g.dates, published).outcome == "exact" for g in gold)
    told["shares"] |= {
        "gold_undated": (sum(not g.dates for g in gold), len(gold)),
        "gold_on_published": (on_day, len(gold)),
        "status_accuracy": (sum(gold[i].status == predicted[j].status for i, j in pairs), len(pairs)),
        "mode_accuracy": (sum(gold[i].mode == predicted[j].mode for i, j in moded), len(moded)),
        "event_recall": told["scores"]["event"][::2],
    }
    told["trivial"] = {
        name: date_figures(gold, predicted, pairs, [answer] * len(predicted), published)
        for name, answer in (("published", published), ("null", None))
    }
    return told


def figures(gold, predicted, pairs, published):
    """Sections 2 and 3: every score and share of some gold and predicted events, of which some are paired."""
    told = share_figures(gold, predicted, pairs, published)
    told["scores"] |= {
        "event_argument": argument_counts(gold, predicted, pairs, exact),
        "event_argument_relaxed": argument_counts(gold, predicted, pairs, relaxed),
        "record": record_counts(gold, predicted),
        "ceaf_ree": ceaf_ree_counts(gold, predicted),
        **{name: span_counts(parts, gold, predicted) for name, parts in SPAN_METRICS.items()},
    }
    return told


RECALLS = {"event_recall", "dated_event_recall"}


def without(names, told):
    """Figures but for those of these names."""

    def left(some):
        return {name: value for name, value in some.items() if name not in names}

    trivial = {answer: one | {"shares": left(one["shares"])} for answer, one in told["trivial"].items()}
    return told | {"scores": left(told["scores"]), "shares": left(told["shares"]), "trivial": trivial}


def by_role(gold, predicted, pairs):
    """Section 0: what is counted of one role."""
    found = {}
    for role in {f.role for e in [*gold, *predicted] for f in e.every}:

        def of_role(event, role=role):
            keep = {n: [f for f in getattr(event, n) if f.role == role] for n in ("fillers", "every")}
            return replace(event, **keep)

        sides = list(map(of_role, gold)), list(map(of_role, predicted))
        scores = {name: span_counts(parts, *sides) for name, parts in SPAN_METRICS.items() if "role" in parts}
        scores["event_argument"] = argument_counts(*sides, pairs, exact)
        scores["event_argument_relaxed"] = argument_counts(*sides, pairs, relaxed)
        scores["ceaf_ree"] = ceaf_ree_counts(*sides)
        found[role] = {"scores": scores, "shares": {}, "trivial": {}}
    return found


def breakdowns(article, annotates, gold, predicted, pairs):
    """Section 0: counts of a type, role, tag or language; of gold by status, granularity, basis or tag."""

    def of(gold_labels, predicted_labels, figures):
        """Figures of the events that carry each label."""
        found = {}
        for label in set().union(*map(gold_labels, gold), *map(predicted_labels, predicted)):
            some = [i for i, g in enumerate(gold) if label in gold_labels(g)]
            others = [j for j, p in enumerate(predicted) if label in predicted_labels(p)]
            both = [(some.index(i), others.index(j)) for i, j in pairs if i in some and j in others]
            sides = [gold[i] for i in some], [predicted[j] for j in others]
            found[label] = figures(*sides, both, article.published)
        return found

    def of_type(*sides):
        keyless = {name for name, parts in SPAN_METRICS.items() if "type" not in parts} | {"ceaf_ree"}
        return without(keyless | RECALLS, figures(*sides))

    mates = {id(predicted[j]): gold[i] for i, j in pairs}

    def of_gold(labels):
        """A prediction stands where the gold event stands that it is paired with."""

        def shares(*sides):
            return share_figures(*sides) | {"scores": {}}

        return of(labels, lambda p: labels(mates[id(p)]) if id(p) in mates else set(), shares)

    every = without(RECALLS, figures(gold, predicted, pairs, article.published))
    found = {
        "type": of(lambda e: {e.type}, lambda e: {e.type}, of_type),
        "role": by_role(gold, predicted, pairs),
        "tag": dict.fromkeys(article.tags, every),
        "language": {article.language: every},
        "status": of_gold(lambda g: {g.status}),
        "granularity": of_gold(lambda g: {granularity(g.dates[0]) if g.dates else "undated"}),
        "basis": of_gold(lambda g: {g.basis} - {None}),
        "event_tag": of_gold(lambda g: set(g.tags)),
    }
    needed = {"role": "arguments", "status": "status", "granularity": "dates", "basis": "dates"}
    return {level: found[level] for level in found if needed.get(level) in {None, *annotates}}


def filler_rows(gold, predicted, pairs):
    """Section 5: (label, gold filler or None, predicted filler or None), by pair of M, and of other events.

    A gold filler that is optional stands only where it is right.
    """
    rows = []
    for i, j in pairs:
        g, p = gold[i].fillers, predicted[j].fillers
        right, redundant = fillers_of(gold[i], predicted[j], exact)
        left = set(range(len(g))) - {k for k, _ in right}
        left_over = set(range(len(p))) - {n for _, n in right} - redundant
        found = [("right", g[k], p[n]) for k, n in right] + [("redundant", None, p[n]) for n in redundant]
        for label, passes in ("boundary", relaxed), ("wrong_role", same_words):
            edges = [(k, n) for k in left for n in left_over if passes(g[k], p[n])]
            best = min(matchings(edges), key=lambda m, g=g: (-len(m), sum(g[k].optional for k, _ in m), m))
            found += [(label, None if g[k].optional else g[k], p[n]) for k, n in best]
            left -= {k for k, _ in best}
            left_over -= {n for _, n in best}
        found += [("missed", g[k], None) for k in left if not g[k].optional]
        found += [("spurious", None, p[n]) for n in left_over]
        rows.append(found)
    paired, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    outside = [f for i, g in enumerate(gold) if i not in paired for f in g.fillers if not f.optional]
    others = [f for j, p in enumerate(predicted) if j not in taken for f in p.fillers]
    label = "in_unmatched_event"
    return rows, [(label, f, None) for f in outside] + [(label, None, f) for f in others]


def muc_lines(gold, predicted, aligned, rows, outside):
    """Section 5, the MUC line: COR, PAR, INC, MIS and SPU by slot; ``aligned`` are M and the wrong types."""
    pairs, wrong = aligned
    lines = {"event_type": Counter(), "date": Counter()}
    excused = sum(gold[i].optional for i, _ in wrong)
    paired, taken = {i for i, _ in pairs}, {j for _, j in pairs}
    heard = paired | {i for i, _ in wrong}
    lines["event_type"]["COR"] = len(pairs)
    lines["event_type"]["INC"] = len(wrong) - excused
    lines["event_type"]["MIS"] = sum(not g.optional for i, g in enumerate(gold) if i not in heard)
    lines["event_type"]["SPU"] = len(predicted) - len(pairs) - len(wrong) + excused
    for i, j in pairs:
        told = compare_dates(gold[i].dates, (predicted[j].dates or [None])[0])
        if gold[i].dates and predicted[j].dates:
            lines["date"]["COR" if told.muc == 1 else "PAR" if told.muc else "INC"] += 1
        lines["date"]["MIS"] += told.outcome == "missing"
        lines["date"]["SPU"] += told.outcome == "spurious"
    lines["date"]["MIS"] += sum(
        bool(g.dates and not g.optional) for i, g in enumerate(gold) if i not in paired
    )
    lines["date"]["SPU"] += sum(bool(p.dates) for j, p in enumerate(predicted) if j not in taken)
    for role in {f.role for e in [*gold, *predicted] for f in e.fillers}:
        line = lines[f"argument.{role}"] = Counter()
        for found in [*rows, *([row] for row in outside)]:
            both = [label for label, _, a in found if a is not None and a.role == role]
            line["COR"] += both.count("right")
            line["PAR"] += both.count("boundary")
            alike = {"right", "redundant", "boundary"}
            missing = sum(label not in alike and g is not None and g.role == role for label, g, _ in found)
            spurious = sum(label not in alike for label in both)
            line["INC"] += min(missing, spurious)
            line["MIS"] += missing - min(missing, spurious)
            line["SPU"] += spurious - min(missing, spurious)
    return lines


def event_labels(gold, predicted, pairs, wrong):
    """Section 5: labels of gold and of predicted events, and the table of types."""
    of_gold, of_predicted, types = Counter(), Counter(), Counter()
    for i, j in pairs:
        answer = predicted[j].dates[0] if predicted[j].dates else None
        label = "right" if compare_dates(gold[i].dates, answer).outcome in RIGHT else "wrong_date"
        of_gold[label] += 1
        of_predicted[label] += 1
        types[gold[i].type, predicted[j].type] += 1
    for i, j in wrong:
        of_gold["wrong_type"] += not gold[i].optional
        of_predicted["wrong_type"] += 1
        types["-" if gold[i].optional else gold[i].type, predicted[j].type] += 1
    aligned = {*pairs, *wrong}
    for i, g in enumerate(gold):
        if i not in {i for i, _ in aligned} and not g.optional:
            of_gold["missed"] += 1
            types[g.type, "-"] += 1
    told = {predicted[j].sent for _, j in aligned}
    for j, p in enumerate(predicted):
        if j not in {j for _, j in aligned}:
            of_predicted["duplicate" if p.sent in told else "spurious"] += 1
            types["-", p.type] += 1
            told.add(p.sent)
    return of_gold, of_predicted, types


def article_figures(article, prediction, annotates, match):
    """Every number of one article, as nested dictionaries of what adds up."""
    gold = gold_sides(article, match)
    predicted, found = predicted_sides(article, prediction, annotates, match)
    pairs, wrong = align(gold, predicted)
    gold_events, predicted_events, types = event_labels(gold, predicted, pairs, wrong)
    rows, outside = filler_rows(gold, predicted, pairs)
    fillers = [row for found in [*rows, outside] for row in found]
    return {
        **without(RECALLS, figures(gold, predicted, pairs, article.published)),
        "breakdowns": breakdowns(article, annotates, gold, predicted, pairs),
        "labels": {
            "gold_events": gold_events,
            "predicted_events": predicted_events,
            "gold_fillers": Counter(label for label, g, _ in fillers if g is not None),
            "predicted_fillers": Counter(label for label, _, p in fillers if p is not None),
        },
        "muc": muc_lines(gold, predicted, (pairs, wrong), rows, outside),
        "types": types,
        "resolution": found,
        "confidence": [(p.confidence, j in {j for _, j in pairs}) for j, p in enumerate(predicted)],
        "spans": any(
            m.span for g in gold for m in [*g.triggers, *(m for f in g.fillers for m in f.mentions)]
        ),
    }


def confidence(rows, gold):
    """Section 3, Confidence: area under the curve, and (events, matched, mean, success) of ten bins.

    ``rows`` are (confidence, matched) of all predicted events, ``gold`` is how many there are to match.
    """
    area, sent, matched = Fraction(0), 0, 0
    for level in sorted({c for c, _ in rows}, reverse=True):
        here = [hit for c, hit in rows if c == level]
        sent, matched = sent + len(here), matched + sum(here)
        area += Fraction(matched, sent) * Fraction(sum(here), gold) if gold else 0
    bins = []
    for place in range(10):
        here = [(c, hit) for c, hit in rows if min(int(c * 10), 9) == place]
        n, hits = len(here), sum(hit for _, hit in here)
        bins.append((n, hits, sum(c for c, _ in here) / n if n else None, Fraction(hits, n) if n else None))
    return (area if gold else None), bins


def muc_links(keys, responses):
    """Section 3, Event coreference: MUC, (found, of) links; clusters are sets, no two of a side meet."""
    parts = [sum(bool(r & k) for r in responses) + len(k - set().union(*responses)) for k in keys]
    return sum(map(len, keys)) - sum(parts), sum(len(k) - 1 for k in keys)


def b_cubed(keys, responses):
    """Section 3, Event coreference: B³, over the mentions of keys."""
    return sum(Fraction(len(k & r) ** 2, len(k)) for k in keys for r in responses), sum(map(len, keys))


def ceaf_e(keys, responses):
    """Section 3, Event coreference: CEAF-e, the best pairing of clusters by their Dice."""
    every = itertools.product(enumerate(keys), enumerate(responses))
    worth = {(i, j): Fraction(2 * len(k & r), len(k) + len(r)) for (i, k), (j, r) in every if k & r}
    return max(sum(worth[pair] for pair in pairs) for pairs in matchings(worth)), len(keys)


def lea(keys, responses):
    """Section 3, Event coreference: LEA, a singleton being a link to itself."""

    def links(cluster):
        return len(cluster) * (len(cluster) - 1) // 2

    def resolved(k):
        return Fraction(sum(links(k & r) for r in responses), links(k)) if links(k) else int(k in responses)

    return sum(len(k) * resolved(k) for k in keys), sum(map(len, keys))


def coreference(articles):
    """Section 3, Event coreference: (precision, recall, F1) by metric; articles are (gold, predicted)."""

    def ratio(parts):
        above, below = map(sum, zip(*parts, strict=True))
        return Fraction(above) / below if below else None

    def mean(precision, recall):
        if precision is None or recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision + recall else Fraction(0)

    found = {}
    for name, metric in {"muc": muc_links, "b_cubed": b_cubed, "ceaf_e": ceaf_e, "lea": lea}.items():
        recall = ratio([metric(gold, predicted) for gold, predicted in articles])
        precision = ratio([metric(predicted, gold) for gold, predicted in articles])
        found[name] = precision, recall, mean(precision, recall)
    means = [found[name][2] for name in ("muc", "b_cubed", "ceaf_e")]
    found["conll"] = None, None, None if None in means else sum(means) / 3
    return found


def add(one, other):
    """The sum of two results of an article, place by place; a place that one lacks counts as none."""
    if one is None or other is None:
        return other if one is None else one
    if isinstance(one, Counter):
        return one + other
    if isinstance(one, dict):
        return {key: add(one.get(key), other.get(key)) for key in one.keys() | other.keys()}
    if isinstance(one, tuple):
        return tuple(a + b for a, b in zip(one, other, strict=True))
    return one + other


def macro(counts):
    """Section 0: in how many types gold has units, and the mean of each ratio where it is defined."""
    counts = [(m, p, g) for m, p, g in counts if g]

    def mean(pairs):
        ratios = [Fraction(n, d) for n, d in pairs if d]
        return sum(ratios) / len(ratios) if ratios else None

    return (
        len(counts),
        mean([(m, p) for m, p, _ in counts]),
        mean([(m, g) for m, _, g in counts]),
        mean([(2 * m, p + g) for m, p, g in counts]),
    )


def undefined(annotates, spans):
    """Sections 0 and 2: the metrics that are null: of what is not annotated, or where gold has no span."""
    names = set()
    if not spans or "triggers" not in annotates:
        names |= {name for name, parts in SPAN_METRICS.items() if "triggers" in parts or "attached" in parts}
    if not spans or "arguments" not in annotates:
        names |= {name for name, parts in SPAN_METRICS.items() if "arguments" in parts}
    if "arguments" not in annotates:
        names |= {"event_argument", "event_argument_relaxed", "ceaf_ree"}
    if "dates" not in annotates:
        names |= set(date_figures([], [], [], [], None)["shares"])
        names |= {"dated_event", "date", "date_muc", "gold_undated", "gold_on_published"}
    return names | {f"{kind}_accuracy" for kind in ("status", "mode") if not {kind, f"{kind}s"} & annotates}


def bin_of(error):
    """The bin of the signed histogram, by its name in a report."""
    if abs(error) <= 3:
        return str(error)
    for low, high in ((4, 7), (8, 30), (31, 365)):
        if low <= abs(error) <= high:
            return f"{low} to {high}" if error > 0 else f"-{high} to -{low}"
    return "> 365" if error > 0 else "< -365"


def middle(errors):
    """dates.md, 3: median and mean of the sizes of errors, None where there are none."""
    sizes = [abs(e) for e in errors if e is not None]
    return (median(sizes), Fraction(sum(sizes), len(sizes))) if sizes else (None, None)
