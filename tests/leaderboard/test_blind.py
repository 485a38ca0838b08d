"""A host's board of withheld gold: what it shows, and by which steps it moves."""

import dataclasses
import json

import pytest

from benchmark.leaderboard import blind, publication
from benchmark.leaderboard.ranking import rank
from benchmark.leaderboard.summary import summarise
from benchmark.records.errors import CheckError
from benchmark.records.leaderboard import PairTest, Standings
from benchmark.records.report import Interval
from benchmark.store import codec

GOLD = 1000


@pytest.fixture
def sent(report):
    """Makes the report of a version of a system with so many of 1,000 dated events right, in a thousandth."""

    def make(version, right, name="Kovar", organisation=None, **changed):
        made = report(
            name, (GOLD, GOLD), (right, GOLD), gold=GOLD, version=str(version), kind="rules", **changed
        )
        card = dataclasses.replace(made.system, organisation=organisation)
        return dataclasses.replace(made, system=card)

    return make


def climbed(reports, shown=None, withdrawn=None):
    """Ids of what the board shows next, and the board."""
    chosen = blind.climb(reports, shown, withdrawn or {})
    board = blind.veil(rank(chosen, withdrawn=withdrawn or {})) if chosen else None
    return [one.system.version for one in chosen], board


def test_an_author_comes_with_the_best(sent):
    """Who is not on the board yet has one line, that of the best submission; of equals the first id."""
    assert climbed([sent(1, 500), sent(2, 520), sent(3, 520)])[0] == ["2"]


@pytest.mark.parametrize(("right", "shown"), [(500, "1"), (501, "1"), (509, "1"), (510, "2"), (900, "2")])
def test_a_line_moves_by_a_full_point(sent, right, shown):
    """509 of 1,000 are 0.9 points more than 500, and stay unseen; 510 are a full point, and are shown."""
    _, board = climbed([sent(1, 500)])

    assert climbed([sent(1, 500), sent(2, right)], board)[0] == [shown]


def test_of_lines_that_are_shown_the_best_is_held(sent):
    """A board of before the steps may show more than one line of an author: steps count from the best."""
    board = blind.veil(rank([sent(2, 505), sent(1, 500)]))

    assert climbed([sent(1, 500), sent(2, 505), sent(3, 514)], board)[0] == ["2"]


def test_many_small_steps_show_nothing(sent):
    """A step counts from what is shown, so a hundred submissions near it tell no more than one does."""
    reports = [sent(0, 500)]
    _, board = climbed(reports)
    for version in range(1, 30):
        reports.append(sent(version, 500 + version % 10))
        versions, board = climbed(reports, board)
        assert versions == ["0"]


def test_the_same_again_is_the_same_board(sent):
    """Writing the board twice moves nothing, so that it can be checked."""
    reports = [sent(1, 500), sent(2, 505), sent(3, 520, name="Other")]
    _, board = climbed([sent(1, 500)])
    _, once = climbed(reports, board)

    assert climbed(reports, once)[1] == once


def test_authors_climb_on_their_own(sent):
    """The organisation is the author, in any case of its letters; without one it is the system's name."""
    first = [sent(1, 500, organisation="Lab"), sent(1, 300, name="Alone")]
    _, board = climbed(first)
    more = [sent(2, 505, name="Renamed", organisation="LAB "), sent(2, 310, name="Alone")]

    chosen = blind.climb([*first, *more], board)
    assert [(one.system.name, one.system.version) for one in chosen] == [("Alone", "2"), ("Kovar", "1")]


def test_event_f1_decides_without_dates(report):
    """Where gold has no dates, a full point of Event F1 moves the board."""
    nothing = dict.fromkeys(("matched", "predicted", "gold", "precision", "recall", "f1"))

    def undated(version, right):
        made = report("a", (right, GOLD), gold=GOLD, version=version)
        scores = {"dated_event": dataclasses.replace(made.scores["dated_event"], **nothing)}
        return dataclasses.replace(made, scores=made.scores | scores)

    _, board = climbed([undated("1", 500)])
    assert climbed([undated("1", 500), undated("2", 509)], board)[0] == ["1"]
    assert climbed([undated("1", 500), undated("2", 510)], board)[0] == ["2"]


def test_what_is_undefined_is_no_step(report):
    """Of a split without events, an empty answer is no better than a wrong one."""
    wrong, empty = (
        report("a", sent, sent, gold=0, version=version) for version, sent in (("1", (0, 4)), ("2", (0, 0)))
    )
    _, board = climbed([wrong])

    assert climbed([wrong, empty], board)[0] == ["1"]


def test_withdrawn_lines_stay_if_they_were_shown(sent):
    """What was never shown is not shown for being withdrawn, and the author's best of the rest stands in."""
    _, board = climbed([sent(1, 500)])
    reports = [sent(1, 500), sent(2, 505), sent(3, 509)]

    assert climbed(reports, board, {"kovar@1": "A bug."})[0] == ["1", "3"]
    assert climbed(reports, board, {"kovar@3": "A bug."})[0] == ["1"]


def test_a_replaced_submission_is_refused(sent):
    """Other numbers under an id that is shown would be a step of any size, unless the scorer is another."""
    _, board = climbed([sent(1, 500)])

    with pytest.raises(CheckError, match=r"other numbers of kovar@1: file what is new as a new version"):
        blind.climb([sent(1, 501)], board)
    assert climbed([sent(1, 501, signature="dateline:5|boot:0")], board)[0] == ["1"]


def test_a_board_shows_its_headline_columns_only(report, tmp_path):
    """The table is that of an open board without intervals; nothing else is a number, in any file."""
    plain, silent = report("Kovar Rules"), report("Silent", (0, 0), (0, 0), kind="trivial", dates=(0, 0))
    accuracy = dataclasses.replace(plain.shares["date_accuracy"], interval=Interval(low=0.1, high=0.9))
    scores = {
        name: dataclasses.replace(score, intervals={"f1": Interval(low=0.1, high=0.9)})
        for name, score in plain.scores.items()
    }
    sure = dataclasses.replace(plain, scores=scores, shares=plain.shares | {"date_accuracy": accuracy})
    tests = (PairTest(first="kovar-rules@1", second="x@1", difference=0.1, p_value=0.2),)
    standings = Standings(ranges={"kovar-rules@1": (1, 3)}, tests=tests)
    board = rank([plain, silent], lambda _: standings)
    veiled = blind.veil(rank([sure, silent], lambda _: standings))

    assert summarise(veiled) == summarise(board)
    publication.write([publication.Edition(veiled, (), note=blind.STEPS_NOTE)], tmp_path)
    (first, _) = json.loads((tmp_path / "leaderboard.json").read_bytes())["entries"]
    assert first["scores"]["event"] == {
        **codec.encode(board.entries[0].scores["event"]),
        **dict.fromkeys(("matched", "predicted", "gold")),
        "intervals": {},
    }
    numbers = {key for key, value in first["scores"]["dated_event"].items() if isinstance(value, float)}
    assert numbers == {"f1"}
    assert first["scores"]["dated_event"]["intervals"] == {}
    for share in (first["date_accuracy"], *first["trivial"].values()):
        assert share["total"] is share["interval"] is None
    page = (tmp_path / "leaderboard.html").read_text(encoding="utf-8")
    for part in (
        'id="dates"',
        'id="breakdown"',
        'id="differences"',
        "report.json",
        "Matched",
        'class="band"',
    ):
        assert part not in page
    for part in ('id="ranking"', 'id="precision-recall"', 'id="systems"', blind.NOTE):
        assert part in page
    assert blind.STEPS_NOTE in (tmp_path / "README.md").read_text(encoding="utf-8")
    assert publication.shown(tmp_path) == {"news@1.0.0": veiled}
