"""What an import tells on one screen."""

from benchmark.corpus.importers.journal import SHOWN, Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.site import Site
from benchmark.store.findings import LINE_CHARACTERS


def test_notes_alike_are_told_once_and_drops_first():
    """Of lines with one reason the first stands for all; the frequent come first, the report has each."""
    journal = Journal()
    ledger = Ledger(journal)
    for line in (9, 2, 4):
        ledger.repaired(Site("a.ann", line), "attribute", f"A{line}", "kept as a tag")
    for line in (3, 7):
        ledger.dropped(Site("a.ann", line), "span", f"T{line}", "fills no role")
    ledger.dropped(Site("a.ann", 1), "note", "N1", "free words")
    ledger.ok(Site("b.ann", 1), "span")

    assert list(journal.screen()) == [
        "a.ann: 0 ok, 3 repaired, 3 dropped",
        "b.ann: 1 ok, 0 repaired, 0 dropped",
        "a.ann:3: dropped: span T3: fills no role (and 1 more like it)",
        "a.ann:1: dropped: note N1: free words",
        "a.ann:2: repaired: attribute A2: kept as a tag (and 2 more like it)",
        "all 6 stand in the report beside the articles",
    ]
    assert len(list(journal.full())) == 2 + 6


def test_many_files_and_reasons_fit_the_screen():
    """The counts of many files are added up, and the screen ends; the report names every file."""
    journal = Journal()
    for number in range(SHOWN + 1):
        ledger = Ledger(journal)
        ledger.ok(Site(f"{number:02}.ann", 1), "span")
        ledger.dropped(Site(f"{number:02}.ann", 2), "note", "N1", f"reason {number:02}")

    told = list(journal.screen())

    assert told[0] == "21 files: 21 ok, 0 repaired, 21 dropped"
    assert told[1:] == [
        *(f"{number:02}.ann:2: dropped: note N1: reason {number:02}" for number in range(SHOWN)),
        "all 21 stand in the report beside the articles",
    ]
    assert list(journal.full())[20] == "20.ann: 1 ok, 0 repaired, 1 dropped"


def test_a_note_is_one_line_whatever_it_quotes():
    """Labels of an export may hold line ends, or be as long as a file: no line is forged, none endless."""
    journal = Journal()
    ledger = Ledger(journal)
    ledger.dropped(Site("a\nb.ann", 1), "span", "T1\na.ann:9: ok", "x" * 1_000)
    ledger.remark("events are what is labelled A\nB")

    told = list(journal.full())

    assert told[0] == "a\\u000ab.ann: 0 ok, 0 repaired, 1 dropped"
    assert told[1] == "events are what is labelled A\\u000aB"
    assert told[2].startswith("a\\u000ab.ann:1: dropped: span T1\\u000aa.ann:9: ok: xxx")
    assert len(told[2]) == LINE_CHARACTERS
    assert len(told) == 3
