"""Error lines: everything that went wrong, with the words of both sides."""

from __future__ import annotations

import dataclasses
import json

import pytest

from benchmark.records.article import Argument, EventDate, Mention
from benchmark.records.prediction import (
    PredictedArgument,
    PredictedEvent,
    PredictedTrigger,
    Prediction,
)
from benchmark.scoring import error_lines, marking, reading
from probe import example, options


def words(text, start, **more):
    return {"text": text, "start": start, "end": start + len(text), **more}


def test_errors_of_the_worked_example_name_their_words():
    """Each error is a line with article, label and what both sides say, of a filler with the filler."""
    article, prediction = example()
    marked = marking.mark([article], {prediction.article_id: prediction}, options())

    lines = list(error_lines.tell(marked))

    shelled, attack, condemned = words("shelled", 7), words("attack", 59), words("condemned", 45)
    e1 = {"index": 0, "event_type": "ASSAULT", "triggers": [shelled, attack], "date": "2024-01-15"}
    p1 = {"index": 0, "event_type": "ASSAULT", "triggers": [shelled], "date": "2024-01-16"}
    e2 = {"index": 1, "event_type": "ACCUSE", "triggers": [condemned], "date": None}
    p2 = {"index": 1, "event_type": "REJECT", "triggers": [condemned], "date": None}

    def line(unit, label, gold, predicted, **more):
        told = {"article_id": "kovar-shelling", "unit": unit, "label": label}
        return told | {"gold": gold, "predicted": predicted} | more

    def of(event, role, *mentions):
        return event | {"filler": {"role": role, "mentions": list(mentions)}}

    assert lines == [
        line("event", "wrong_date", e1, p1, outcome="near", error_days=1),
        line("event", "wrong_type", e2, p2),
        line("filler", "missed", of(e1, "recipient", words("Kovar", 15)), p1),
        line("filler", "spurious", e1, of(p1, "recipient", words("on Monday", 21))),
        line("filler", "in_unmatched_event", of(e2, "actor", words("ministry", 36)), None),
        line("filler", "in_unmatched_event", None, of(p2, "actor", words("The ministry", 32))),
    ]
    assert json.dumps(lines)


def test_errors_tell_the_alternatives_that_a_date_is_judged_beside():
    """A day within the alternative is finer than gold and a day off, whatever the first value is."""
    article, prediction = example()
    when = EventDate(
        value="2024-01-10", basis=None, mentions=(), alternatives=("2024-02-20/2024-02-22", "2024-03")
    )
    article = dataclasses.replace(article, events=(dataclasses.replace(article.events[0], date=when),))
    sent = dataclasses.replace(prediction.events[0], date="2024-02-21")
    marked = marking.mark(
        [article], {article.article_id: dataclasses.replace(prediction, events=(sent,))}, options()
    )

    wrong = next(error_lines.tell(marked))

    assert (wrong["label"], wrong["outcome"], wrong["error_days"]) == ("wrong_date", "finer", 1)
    assert wrong["gold"]["date"] == "2024-01-10"
    assert wrong["gold"]["alternatives"] == ("2024-02-20/2024-02-22", "2024-03")
    assert "alternatives" not in wrong["predicted"]


def test_errors_name_words_in_pieces_and_words_that_stand_nowhere():
    """A mention in fragments is told with them and its words alone; what the text has not, as sent."""
    article, _ = example()
    pieces = ((0, 6), (15, 20))
    sent = PredictedEvent(
        event_type="PROTEST",
        triggers=(
            PredictedTrigger(text="Rebels Kovar", start=0, end=20, fragments=pieces),
            PredictedTrigger(text="Rose  Up"),
        ),
        arguments=(PredictedArgument(role="actor", text="Nobody  Else"),),
    )
    blank = dataclasses.replace(article, events=())
    marked = marking.mark([blank], {article.article_id: Prediction(article_id="", events=(sent,))}, options())

    event, filler = error_lines.tell(marked)

    told = {"text": "Rebels Kovar", "start": 0, "end": 20, "fragments": pieces}
    assert event["predicted"]["triggers"] == [told, {"text": "Rose  Up", "start": None, "end": None}]
    assert filler["predicted"]["filler"]["mentions"] == [{"text": "Nobody  Else", "start": None, "end": None}]


@pytest.mark.parametrize("match", ["span+fold", "span"])
def test_errors_tell_words_of_one_fold_apart(match):
    """Each mention that stands nowhere has its own, though US is compared and us is not, nor he and He."""
    article, _ = example()
    fillers = [
        *((role, text) for role in ("actor", "recipient") for text in ("us", "US", "the", "He", "he")),
        ("actor", "HE"),
    ]
    triggers = ["Rose Up", "rose  up", "ROSE UP"]
    sent = PredictedEvent(
        event_type="PROTEST",
        triggers=tuple(PredictedTrigger(text=text) for text in triggers),
        arguments=tuple(PredictedArgument(role=role, text=text) for role, text in fillers),
    )
    blank = dataclasses.replace(article, text="No more.", events=())
    prediction = Prediction(article_id="", events=(sent,))
    marked = marking.mark(
        [blank], {article.article_id: prediction}, dataclasses.replace(options(), match=match)
    )

    event, *lines = (line["predicted"] for line in error_lines.tell(marked))

    assert [words["text"] for words in event["triggers"]] == triggers
    told = [line["filler"] for line in lines]
    assert sorted((one["role"], one["mentions"][0]["text"]) for one in told) == sorted(fillers)
    (row,) = reading.unfold(marked[0]).rows
    assert [words.text for words in row.predicted.triggers] == triggers
    shown = [(role, words.text) for role, (words,) in (slot.predicted for slot in row.slots)]
    assert sorted(shown) == sorted(fillers)


@pytest.mark.parametrize("match", ["span+fold", "span"])
@pytest.mark.parametrize("first", [0, 1])
def test_errors_tell_words_without_a_fold_apart_from_those_that_the_text_has(match, first):
    """Of "The" and a dash, which fold to nothing alike, the dash stands nowhere, whichever was sent first."""
    article, _ = example()
    texts = ("The", "—") if first == 0 else ("—", "The")
    sent = PredictedEvent(
        event_type="PROTEST",
        triggers=tuple(PredictedTrigger(text=text) for text in texts),
        arguments=tuple(PredictedArgument(role="actor", text=text) for text in texts),
    )
    blank = dataclasses.replace(article, text="The end.", events=())
    prediction = Prediction(article_id="", events=(sent,))
    marked = marking.mark(
        [blank], {article.article_id: prediction}, dataclasses.replace(options(), match=match)
    )

    event, *lines = (line["predicted"] for line in error_lines.tell(marked))

    found, missing = {"text": "The", "start": 0, "end": 3}, {"text": "—", "start": None, "end": None}
    assert event["triggers"] == [found, missing]
    assert [line["filler"]["mentions"] for line in lines] == [[found], [missing]]


def test_errors_tell_a_gold_filler_by_its_own_words():
    """Also where those of another, which stand nowhere either, have the same fold and were written before."""
    article, _ = example()
    (names,) = article.events[:1]

    def filler(*texts):
        mentions = tuple(Mention(text=text, start=None, end=None, fragments=()) for text in texts)
        return Argument(role="actor", mentions=mentions)

    gold = dataclasses.replace(names, arguments=(filler("the Front", "the Movement"), filler("FRONT")))
    marked = marking.mark([dataclasses.replace(article, events=(gold,))], {}, options())

    _, *lines = error_lines.tell(marked)

    told = [[one["text"] for one in line["gold"]["filler"]["mentions"]] for line in lines]
    assert told == [["FRONT"], ["the Front", "the Movement"]]


def test_errors_find_the_words_of_an_event_once(monkeypatch):
    """However many lines tell it: 1,000 triggers in the lines of 200 fillers would be folded for minutes."""
    article, _ = example()
    sent = PredictedEvent(
        event_type="PROTEST",
        triggers=(PredictedTrigger(text="rose up"),),
        arguments=tuple(PredictedArgument(role="actor", text=f"nobody {number}") for number in range(3)),
    )
    marked = marking.mark(
        [article], {article.article_id: Prediction(article_id="", events=(sent,))}, options()
    )
    asked = []
    words_of = error_lines.words_of
    monkeypatch.setattr(error_lines, "words_of", lambda *args: asked.append(args[1]) or words_of(*args))

    lines = list(error_lines.tell(marked))

    assert sum(line["predicted"] is not None for line in lines) == 4
    assert sorted(asked) == sorted([*marked[0].alignment.gold, *marked[0].alignment.predicted])
