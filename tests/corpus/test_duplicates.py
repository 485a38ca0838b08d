"""Near copies: candidates by hashing, likeness exactly, judged by scikit-learn's vectorizers."""

import itertools
import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import CountVectorizer

from benchmark.corpus import duplicates
from benchmark.corpus.duplicates import Group, Pair
from benchmark.records.text import tokens

WORDS = [f"{a}{b}{c}" for a, b, c in itertools.product("kmnprst", "aeiou", ("", "l", "ra", "tse"))]


def jaccard(texts):
    """Return the Jaccard index of word 3-grams of all pairs of texts, as scikit-learn's counts give it."""
    vectorizer = CountVectorizer(ngram_range=(3, 3), binary=True, token_pattern=r"\w+")  # noqa: S106 - no secret
    has = vectorizer.fit_transform(texts).astype(int)
    common = (has @ has.T).toarray()
    sizes = common.diagonal()
    return common / (sizes[:, None] + sizes[None, :] - common)


def edited(text, words, changes, dice):
    """Return the text with some words put in place of others."""
    parts = text.split()
    for place in dice.sample(range(len(parts)), changes):
        parts[place] = dice.choice(words)
    return " ".join(parts)


def found(texts):
    """Return the pairs of places that hashing proposes, each of which comes once and in order."""
    pairs = [tuple(pair) for pair in duplicates.candidates(duplicates.sketch(texts).T).tolist()]
    assert pairs == sorted(set(pairs))
    return set(pairs)


def text_of(dice, words, length=300):
    return " ".join(dice.choices(words, k=length))


def test_likeness_is_that_of_scikit_learn():
    """In two scripts, from unlike to equal, the index is that of the vectorizer to the last digit."""
    dice = random.Random(1)
    cyrillic = [word.translate(str.maketrans("aeioukmnprslt", "аеиоукмнпрслт")) for word in WORDS]
    texts = []
    for words in (WORDS, cyrillic):
        base = text_of(dice, words)
        texts += [base, base.upper(), *(edited(base, words, changes, dice) for changes in (1, 9, 30, 100))]
    judge = jaccard(texts)

    for one, other in itertools.product(range(len(texts)), repeat=2):
        assert duplicates.similarity(texts[one], texts[other]) == judge[one, other]
    assert len({round(value, 1) for value in judge.flat}) >= 6


def test_near_copies_are_found_and_others_hardly_proposed():
    """Of 600 planted copies of likeness 0.65 and more 99 in 100 are found; unlike ones hardly ever."""
    dice = random.Random(2)
    texts = []
    for number in range(600):
        base = text_of(dice, WORDS)
        texts += [base, edited(base, WORDS, 3 + number % 18, dice)]
    copies = {
        (at, at + 1)
        for at in range(0, 1_200, 2)
        if duplicates.similarity(*texts[at : at + 2]) >= duplicates.LEAST
    }
    proposed = found(texts)

    assert len(copies) > 400
    assert len(copies & proposed) >= 0.99 * len(copies)
    assert len({pair for pair in proposed if pair[1] != pair[0] + 1 or pair[0] % 2}) < 5


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Rebels shelled Kovar on Monday.", "rebels SHELLED Kovar, on Monday", 1.0),
        ("a b c d", "a b c e", 1 / 3),
        ("a b", "a b", 1.0),
        ("a b", "A b", 0.0),
        ("", "a b c", 0.0),
        ("会談は月曜日", "会談は火曜日", 1 / 7),
        ("cafe\u0301 noir et the", "cafe noir et the", 1 / 3),
        ("one 🔥 two three", "one two three", 1.0),
        ("a\x00b c", "a b c", 1.0),
    ],
    ids=[
        "case and punctuation",
        "one word",
        "short, equal",
        "short, unlike",
        "empty",
        "Han",
        "marks",
        "emoji",
        "NUL",
    ],
)
def test_words_are_what_is_compared(one, other, alike):
    """Case and punctuation do not count; letters of scripts without spaces are words; marks are letters."""
    assert duplicates.similarity(one, other) == pytest.approx(alike)


TWO_PLANES = st.characters(max_codepoint=0x1FFFF, exclude_categories=["Cs"])


@given(st.lists(st.text(TWO_PLANES, max_size=30), min_size=1, max_size=6))
def test_words_are_tokens_of_the_records(texts):
    """Of characters of the first two planes a text has as many 3-grams as its tokens in lower case."""
    hashes, owners = duplicates._grams(texts)  # noqa: SLF001 - words are not seen elsewhere

    for place, text in enumerate(texts):
        words = tokens("".join(c.lower() if len(c.lower()) == 1 else c for c in text))
        grams = list(zip(words, words[1:], words[2:], strict=False))
        assert np.count_nonzero(owners == place) == len(grams)
        assert len(set(hashes[owners == place].tolist())) == len(set(grams))


def test_keys_do_not_depend_on_the_company():
    """A text has the same keys alone and among others, whatever is worked on together."""
    dice = random.Random(3)
    texts = [text_of(dice, WORDS, dice.choice((2, 3, 40, 9_000))) for _ in range(40)]
    together = duplicates.sketch(texts)

    assert (together.dtype, together.shape) == (np.uint64, (len(texts), duplicates.COLUMNS))
    for text, keys in zip(texts, together, strict=True):
        assert np.array_equal(duplicates.sketch([text])[0], keys)


def test_short_and_empty_texts_meet_their_equals_only():
    """A text without a 3-gram has no key but that of the whole text, an empty one none at all."""
    assert found(["a b", "c d", "a b", "", ""]) == {(0, 2)}


def test_where_near_copies_are_not_looked_for_equal_texts_share_the_only_key():
    """One column will do for what is equal, whatever its length; an empty text shares its key with none."""
    texts = ["a b c d", "a b c e", "", "a b", "a b c d", "a b", ""]
    keys = duplicates.sketch(texts, near=False)

    assert keys.shape == (len(texts), 1)
    assert duplicates.candidates(keys.T).tolist() == [[0, 4], [3, 5]]


def test_short_texts_are_told_apart():
    """Most bins of a short text are empty, which makes it like no other; its near copy is still found."""
    dice = random.Random(4)
    texts = [text_of(dice, WORDS, 20) for _ in range(200)]
    copies = [f"{text} {dice.choice(WORDS)}" for text in texts]

    assert len(found(texts)) < 5
    assert len(found([*texts, *copies]) & {(at, at + 200) for at in range(200)}) >= 198


def test_a_crowd_is_compared_with_neighbours_only():
    """A hundred equal texts are proposed in few pairs, which still connect all of them."""
    pairs = found(["All the same text here."] * 100)

    assert len(pairs) == sum(min(place, duplicates.CROWD) for place in range(100))
    (group,) = duplicates.groups(Pair(one, other, 1.0) for one, other in pairs)
    assert group.members == tuple(range(100))


def test_groups_are_connected_by_their_likest_pairs():
    """A chain hangs together; of a triangle the weakest pair is left out; the order of pairs is no matter."""
    pairs = [Pair(1, 4, 0.7), Pair(4, 6, 0.8), Pair(1, 6, 0.9), Pair(0, 9, 1.0)]
    wanted = [
        Group((0, 9), (Pair(0, 9, 1.0),)),
        Group((1, 4, 6), (Pair(1, 6, 0.9), Pair(4, 6, 0.8))),
    ]

    for order in itertools.permutations(pairs):
        assert duplicates.groups(order) == wanted
    assert duplicates.groups([]) == []
