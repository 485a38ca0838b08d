"""The manifest: counts that add, and digests that anyone can recompute."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from benchmark.corpus.census import Census
from benchmark.records.article import Article
from benchmark.store import codec, dataset
from benchmark.store.releases import release_digest


def count(articles):
    """Return the census of some articles, counted in passing as they would be written."""
    with dataset.Writer({}) as writer:
        for article in articles:
            writer.add(codec.canonical(codec.decode(Article, article)) + b"\n")
    return Census.of(writer.labels)


def test_census_counts_labels_of_each_kind(articles):
    """Types and status are of events, roles of arguments, forms of dated events, tags of both."""
    census = count(articles)

    assert (census.articles, census.annotated, census.events) == (4, 3, 4)
    assert (census.arguments, census.dated) == (5, 3)
    assert census.labels == {
        "event_type": {"ASSAULT": 2, "ACCUSE": 1, "PROTEST": 1},
        "role": {"actor": 3, "recipient": 2},
        "status": {"actual": 3, "negated": 1},
        "granularity": {"day": 1, "open": 1, "year": 1},
        "basis": {"relative": 1, "explicit": 1},
        "tag": {"weekday-past": 1, "@mention": 1, "a|b <i>": 1},
        "event_tag": {"weekday-past": 1, "open-interval": 1},
        "published_in": {"2024": 3},
        "happened_in": {"2024": 2, "0476": 1},
    }
    assert census.licenses == {"CC0-1.0": 3, "LicenseRef-Odd": 1}


@given(st.integers(0, 4))
def test_censuses_add(articles, cut):
    """Counting two parts and adding is counting the whole, so shards can be counted apart."""
    assert count(articles[:cut]) + count(articles[cut:]) == count(articles)
    assert count(articles) + Census() == count(articles)


def test_digest_is_of_the_documented_lines():
    """The release's digest is the sha256 of lines that a shell can write."""
    splits = {"test": "11", "train": "22", "dev": "33"}
    lines = b"dev 33\ntest 11\ntrain 22\nannotates triggers,dates\nmatch span\nontology 44\n"

    assert release_digest(splits, ("triggers", "dates"), "span", "44") == hashlib.sha256(lines).hexdigest()
