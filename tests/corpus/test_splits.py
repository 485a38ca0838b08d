"""Splits: an article's place follows from what it names, its day where days count, or its id and the seed."""

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.corpus.splits import Claim, draw, split_of
from benchmark.records.manifest import BenchmarkConfig

THIRDS = {"train": 60, "validation": 10, "test": 30}
ids = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)


def test_draws_are_those_of_the_first_release():
    """These draws are pinned: were one to change, published splits would mix."""
    names = ("kovar-shelling", "odd.one_2", "quiet-day", "by-hash")

    assert [draw(name, THIRDS, "kovar") for name in names] == ["validation", "test", "train", "train"]


@given(ids, st.text(max_size=20).filter(lambda seed: seed.isprintable()))
def test_bucket_is_the_sha256_of_seed_nul_id(article_id, seed):
    """With a hundred splits of one percent, the split is the bucket itself, as anyone can compute it."""
    percents = {str(number): 1 for number in range(100)}
    digest = hashlib.sha256(seed.encode() + b"\x00" + article_id.encode()).hexdigest()

    assert draw(article_id, percents, seed) == str(int(digest, 16) % 100)


@given(ids, st.text(max_size=10), st.integers(0, 30))
def test_test_keeps_its_articles_when_another_split_takes_from_train(article_id, seed, share):
    """Percentages lie end to end, so a change between two neighbours moves no article of a third."""
    before = draw(article_id, THIRDS, seed)
    after = draw(article_id, {"train": 60 - share, "validation": 10 + share, "test": 30}, seed)

    assert (before == "test") == (after == "test")


def test_empty_share_gets_nothing():
    """A split of 0 percent is for articles that ask for it."""
    drawn = {draw(str(number), {"dev": 0, "train": 100, "test": 0}, "seed") for number in range(500)}

    assert drawn == {"train"}


def test_shares_are_kept():
    """Over many articles each split has its share, within three standard deviations."""
    drawn = Counter(draw(f"article-{number}", THIRDS, "seed") for number in range(10_000))

    for split, share in THIRDS.items():
        deviation = (10_000 * share / 100 * (1 - share / 100)) ** 0.5
        assert abs(drawn[split] - 100 * share) < 3 * deviation


@pytest.mark.parametrize(
    ("group", "split"),
    [
        ([("quiet-day", None, "2024-03-31")], "train"),
        ([("quiet-day", None, "2024-04-01")], "dev"),
        ([("quiet-day", None, "2024-07-01")], "test"),
        ([("quiet-day", None, None)], "train"),
        ([("quiet-day", None, "2024-04-01"), ("a", None, "2024-07-01")], "test"),
        ([("quiet-day", None, "2024-07-01"), ("a", None, None)], "test"),
        ([("quiet-day", None, "2024-07-01"), ("a", "train", "2024-01-01"), ("b", "dev", None)], "train"),
        ([("quiet-day", None, None), ("kovar-shelling", None, "2024-01-01")], "validation"),
        ([("kovar-shelling", None, None), ("b", None, None)], "train"),
    ],
)
def test_a_group_follows_a_name_then_the_latest_day_then_the_least_id(group, split):
    """The first name decides, else the split begun last on the latest day, else the draw of the least id."""
    config = BenchmarkConfig(
        name="kovar-news",
        version="1.0.0",
        license="",
        ontology="plover@1.0.0",
        splits={"train": 60, "validation": 40, "dev": 0, "test": 0},
        seed="kovar",
        since={"test": "2024-07-01", "dev": "2024-04-01"},
    )

    assert split_of([Claim(*claim) for claim in group], config) == split
