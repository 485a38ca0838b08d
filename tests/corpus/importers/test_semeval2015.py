"""SemEval-2015 Task 4: timelines over articles."""

import pytest

from benchmark.corpus.importers import semeval2015
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import MisuseError


def test_the_invented_timelines(take, exports, numbers):
    """Lines that share a word are one event of both entities, with the finer of two dates."""
    taken = take(semeval2015, exports / "semeval2015")

    assert numbers(taken) == (2, 5, 7, 5)
    told = [
        (
            [mention.text for mention in event.triggers],
            event.date.value,
            sorted(argument.mentions[0].text for argument in event.arguments),
        )
        for event in taken.articles["51_ferry"].events
    ]
    assert told == [
        (["starts"], "2005-06", ["Brine League", "Ostvik Ferry"]),
        (["took over"], "2004", ["Ostvik Ferry"]),
        (["followed", "followed"], "2005-05-01", ["Brine League", "Ostvik Ferry"]),
    ]
    assert taken.articles["51_ferry"].events[1].triggers[0].fragments


def test_what_has_no_place(take, exports):
    """A line that cannot be read, a word or an article that is not there, an event of no timeline."""
    notes = take(semeval2015, exports / "semeval2015").notes

    assert [note for note in notes if ": dropped: " in note] == [
        "articles/51.xml:34: dropped: event 6: in no timeline: nothing tells its date",
        "timelines/ostvik.txt:2: dropped: event Ostvik Ferry: none of its words stands in its article",
        "timelines/ostvik.txt:2: dropped: span 0-ghost: names a word that its sentence does not have",
        "timelines/ostvik.txt:5: dropped: date '2005-XX-99': in no notation that is read as a date",
        "timelines/ostvik.txt:6: dropped: event Ostvik Ferry: names an article that is not there",
        "timelines/ostvik.txt:7: dropped: event Ostvik Ferry: is no line of a timeline",
    ]


def test_articles_without_timelines_are_refused(exports):
    """The articles alone are CAT XML; the answer says what is missing."""
    with pytest.raises(MisuseError, match="holds no timelines"):
        semeval2015.read(exports / "semeval2015/articles", Ledger(Journal()), Options())


def test_the_real_timelines(take, shared, numbers):
    """Of 30 articles nearly all that is told comes through: the rest names what the sample does not hold."""
    taken = take(semeval2015, shared / "corpora/wikinews_timeline/corpus_1")

    assert numbers(taken) == (30, 248, 284, 159)
    dropped = {
        (kind, reason): count
        for (kind, outcome, reason), count in taken.ledger.outcomes.items()
        if outcome == "dropped"
    }
    assert dropped == {
        ("event", "in no timeline: nothing tells its date"): 1,
        ("event", "names an article that is not there"): 4,
        ("event", "none of its words stands in its article"): 1,
        ("span", "names a word that its sentence does not have"): 1,
    }
