"""Which reports may stand together, and in which order."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.leaderboard.ranking import rank
from benchmark.records.errors import CheckError, MisuseError, OtherVersionError
from benchmark.records.leaderboard import PairTest, Standings
from benchmark.records.report import DatasetKey


def order(board):
    """System ids with their ranks."""
    return [(entry.system_id, entry.rank) for entry in board.entries]


def test_dated_event_f1_ranks(report):
    """A system that finds fewer events but dates them right stands above one that does not."""
    reports = [report("many", (9, 10), (2, 10)), report("dated", (5, 8), (5, 8))]

    assert order(rank(reports)) == [("dated@1", 1), ("many@1", 2)]


def test_event_f1_decides_between_equals(report):
    """Among systems that date as well, the one that finds more events stands first."""
    reports = [report("less", (4, 8), (3, 8)), report("more", (5, 8), (3, 8))]

    assert order(rank(reports)) == [("more@1", 1), ("less@1", 2)]


def test_equal_scores_share_a_rank(report):
    """Equal systems stand in the order of their ids, and the next rank counts them all."""
    reports = [report("c", (5, 8), (1, 8)), report("b"), report("a"), report("A", version="2")]

    assert order(rank(reports)) == [("a@1", 1), ("a@2", 1), ("b@1", 1), ("c@1", 4)]


def test_equal_fractions_share_a_rank(report):
    """2·3/(2 + 10) and 2·5/(10 + 10) are one half, whatever the counts."""
    reports = [report("x", (3, 2), (3, 2)), report("y", (5, 10), (5, 10))]

    assert [place for _, place in order(rank(reports))] == [1, 1]


def test_undefined_comes_last(report):
    """A dataset without dates has no Dated-event F1: 0/0 is below every number, and Event F1 still ranks."""
    undated = {"gold": 0}
    reports = [
        report("void", (0, 0), (0, 0), **undated),
        report("zero", (0, 4), (0, 4)),
        report("some", (1, 4), (1, 4)),
    ]

    assert order(rank(reports)) == [("some@1", 1), ("zero@1", 2), ("void@1", 3)]


def test_trivial_systems_take_no_place(report):
    """A trivial answer stands apart after all others, also where it scores more."""
    reports = [
        report("silent", (0, 0), (0, 0), kind="trivial"),
        report("top", (9, 9), (9, 9), kind="trivial"),
        report("a"),
    ]

    assert order(rank(reports)) == [("a@1", 1), ("top@1", None), ("silent@1", None)]


def test_withdrawn_systems_take_no_place_and_no_part_in_tests(report):
    """They stand after those that count, before the trivial ones, with the reason."""
    asked = []

    def stand(contestants):
        asked.extend(one.system.id for one in contestants)
        return Standings()

    reports = [report("a"), report("b", dated=(8, 8)), report("c"), report("silent", kind="trivial")]
    board = rank(reports, stand, {"b@1": "It saw the gold."})

    assert order(board) == [("a@1", 1), ("c@1", 1), ("b@1", None), ("silent@1", None)]
    assert [entry.group for entry in board.entries] == ["ranked", "ranked", "withdrawn", "trivial"]
    assert board.entries[2].withdrawn == "It saw the gold."
    assert asked == ["a@1", "c@1"]


def test_rank_ranges_are_of_systems_that_are_ranked(report):
    """Trivial systems are in no test and have no range; a system that the tests leave out has none either."""
    asked = []
    tests = (PairTest(first="a@1", second="b@1", difference=0.1, p_value=0.2),)

    def ranges(contestants):
        asked.extend(one.system.id for one in contestants)
        return Standings(ranges={"a@1": (1, 2), "silent@1": (1, 1)}, tests=tests)

    board = rank([report("a"), report("b"), report("silent", kind="trivial")], ranges)

    assert asked == ["a@1", "b@1"]
    assert [entry.rank_range for entry in board.entries] == [(1, 2), None, None]
    assert board.tests == tests


@given(st.randoms())
def test_order_of_reports_does_not_matter(report, random):
    """A board is a function of the set of its reports."""
    reports = [
        report(name, event, dated)
        for name, event, dated in zip("abcd", [(5, 8)] * 4, [(3, 8), (3, 8), (4, 8), (0, 0)], strict=True)
    ]
    shuffled = random.sample(reports, len(reports))

    assert rank(shuffled) == rank(reports)


def test_board_tells_what_was_scored(report):
    """Dataset, split, signature and the trivial answers' figures travel along."""
    board = rank([report("a", missing_articles=("x", "y"))])

    assert (board.dataset.name, board.split, board.articles) == ("news", "test", 1)
    assert board.signature == report("a").signature
    assert {answer: share.total for answer, share in board.entries[0].trivial.items()} == {
        "null": 0,
        "published": 2,
    }
    assert board.entries[0].missing_articles == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"dataset": DatasetKey(name="news", version="1.0.1", digest="f" * 64)},
        {"dataset": DatasetKey(name="news", version="1.0.0", digest="0123456789ab" + "1" * 52)},
        {"split": "validation"},
        {"signature": "dateline:1|data:news@1.0.0#0123456789ab|ontology:plover@1.0.0"},
    ],
    ids=["version", "digest", "split", "scorer"],
)
def test_reports_on_other_versions_are_refused(report, changed):
    """Numbers of two dataset versions, splits or scorers do not compare; the message says whose they are."""
    with pytest.raises(OtherVersionError) as refusal:
        rank([report("old"), report("new", **changed)])

    assert refusal.value.exit_code == 3
    assert all(f": {name}@1" in str(refusal.value) for name in ("old", "new"))


def test_two_reports_of_one_system_are_refused(report):
    """Names that make one slug are one system: a version is scored once, and a card tells two apart."""
    with pytest.raises(
        CheckError, match=r"kovar-rules@1; a system card tells them apart \(bench score --system\)"
    ):
        rank([report("Kovar Rules"), report("kovar rules!")])


def test_no_report_is_refused():
    """An empty board would be of no dataset."""
    with pytest.raises(MisuseError, match="no report"):
        rank([])


def test_system_id_is_slug_and_version(report):
    """The id names the folder of a submission."""
    assert report("Kovar Rules", version="1.2").system.id == "kovar-rules@1.2"


def test_ranks_follow_the_scores(report):
    """Down the board, neither the pair of F1s nor the rank ever gets better."""
    pairs = itertools.product(range(0, 11, 5), repeat=2)
    board = rank([report(f"s{i}", (event, 10), (dated, 10)) for i, (event, dated) in enumerate(pairs)])

    keys = [(entry.scores["dated_event"].f1, entry.scores["event"].f1) for entry in board.entries]
    assert keys == sorted(keys, reverse=True)
    assert all(
        (one.rank == other.rank) == (one_key == other_key)
        for (one, one_key), (other, other_key) in itertools.pairwise(zip(board.entries, keys, strict=True))
    )
