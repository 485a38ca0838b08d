"""Splits: an article's place follows from its id and the seed alone."""

import hashlib
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from benchmark.corpus.splits import draw

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
