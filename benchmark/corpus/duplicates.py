"""Texts that are equal or nearly so: found without comparing each with each, then compared exactly.

Likeness is the Jaccard index of two texts' sets of word 3-grams (Broder 1997). Words are those of
``records.text.tokens``, in lower case: runs of letters, marks and digits, or single letters of scripts
without spaces. A text of fewer than three words is like its equals only.

Candidates come from MinHash by one permutation in 128 bins, empty ones filled by rotation (Li, Owen & Zhang
2012; Shrivastava & Li 2014), in 32 bands of 4: of pairs of likeness 0.65 one in 500 is missed, of 0.8 none.
"""

from __future__ import annotations

import functools
import hashlib
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np

from benchmark.records import text as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

Keys: TypeAlias = "NDArray[np.uint64]"

BINS: Final = 128
BANDS: Final = 32
COLUMNS: Final = BANDS + 1
"""Of a sketch: one for whole texts, then a key a band."""
LEAST: Final = 0.65
"""Threshold below which the bands would miss more pairs than one in 500."""
CROWD: Final = 32
"""Of articles that share a key, in order of their ids, each is compared with so many before it."""

_ROWS: Final = BINS // BANDS
_NONE: Final = np.uint64(0)
"""The key of a text that has no 3-gram, which no other text is to share."""
_EMPTY: Final = np.uint64(2**64 - 1)
_BELOW_BIN: Final = np.uint64(64 - 7)
"""Bits of a hash beneath those that number its bin, of which there are 2^7."""
_BATCH: Final = 1 << 15
"""Code points that are worked on together: their arrays fit into a processor's cache."""
_POINTS: Final = 0x40000
"""Code points that can be of words: no plane above has letters."""
_HAN: Final = 0x20000
"""From here on all of them are ideographs."""
_NO_WORD, _LETTER, _WORD = range(3)
"""Kinds of code points: of no word, of one, and one by itself."""
_RADIX: Final = 0x9E3779B97F4A7C15
_SECOND, _THIRD, _FOURTH = (
    np.uint64(n) for n in (0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93)
)


@dataclass(frozen=True, slots=True, order=True)
class Pair:
    """Two texts, by their places in the order of ids, the lesser first, and how similar they are, up to 1."""

    one: int
    other: int
    similarity: float


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that are connected: places in ascending order, and the most similar pairs that connect them."""

    members: tuple[int, ...]
    pairs: tuple[Pair, ...]


def sketch(texts: Sequence[str], *, near: bool = True) -> Keys:
    """Return the keys of texts, (texts, COLUMNS): like texts share one of a column, most likely.

    Equal texts share all bands, so only those without any have a key in the first column. It is the only
    column, and of every text, where those that are ``near`` are not looked for. A key of 0 is shared with
    none; an empty text has no other.
    """
    keys = np.zeros((len(texts), COLUMNS if near else 1), np.uint64)
    if near:
        keys[:, 1:] = _bands(texts)
    for row in np.flatnonzero(~keys.any(axis=1)).tolist():
        if texts[row]:
            keys[row, 0] = int.from_bytes(hashlib.sha256(texts[row].encode()).digest()[:8])
    return keys


def candidates(columns: Iterable[Keys]) -> NDArray[np.int64]:
    """Return the pairs of places that share a key in a column, (pairs, 2), each once and sorted."""
    found = np.empty((0, 2), np.int64)
    for keys in columns:
        order = np.argsort(keys)
        ranked = keys[order]
        again = np.flatnonzero((ranked[1:] == ranked[:-1]) & (ranked[1:] != _NONE))
        # Few share a key, and only these need the order of their places, which takes longer.
        places = np.union1d(order[again], order[again + 1])
        order = places[np.argsort(keys[places], kind="stable")]
        ranked = keys[order]
        parts = [found]
        for lag in range(1, CROWD + 1):
            same = ranked[lag:] == ranked[:-lag]
            if not same.any():
                break
            parts.append(np.stack([order[:-lag][same], order[lag:][same]], axis=1))
        if len(parts) > 1:
            found = np.unique(np.concatenate(parts), axis=0)
    return found


def similarity(one: str, other: str) -> float:
    """Return the Jaccard index of two texts' word 3-grams; 1 for equal texts, whatever their length."""
    if one == other:
        return 1.0
    hashes, owners = _grams([one, other])
    first, second = (_distinct(hashes[owners == place]) for place in (0, 1))
    union = _distinct(np.concatenate([first, second])).size
    return (first.size + second.size - union) / union if union else 0.0


def groups(pairs: Iterable[Pair]) -> list[Group]:
    """Return what pairs connect, in the order of least members.

    A group has one pair fewer than members: Kruskal's spanning tree, the most similar pairs first.
    """
    roots: dict[int, int] = {}

    def root(place: int) -> int:
        while (above := roots.setdefault(place, place)) != place:
            roots[place] = place = roots[above]
        return place

    links = []
    for pair in sorted(pairs, key=lambda pair: (-pair.similarity, pair.one, pair.other)):
        one, other = root(pair.one), root(pair.other)
        if one != other:
            roots[max(one, other)] = min(one, other)
            links.append(pair)
    members: dict[int, list[int]] = {}
    for place in sorted(roots):
        members.setdefault(root(place), []).append(place)
    joined: dict[int, list[Pair]] = {}
    for pair in sorted(links):
        joined.setdefault(root(pair.one), []).append(pair)
    return [Group(tuple(found), tuple(joined[least])) for least, found in sorted(members.items())]


def _distinct(values: Keys) -> Keys:
    """Return each of some values once, in order, several times faster than np.unique does."""
    ranked = np.sort(values)
    new = np.ones(len(ranked), bool)
    new[1:] = ranked[1:] != ranked[:-1]
    return ranked[new]


def _batches(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    first = points = 0
    for place, text in enumerate(texts):
        points += len(text) + 1
        if points >= _BATCH:
            yield first, place + 1
            first, points = place + 1, 0
    if first < len(texts):
        yield first, len(texts)


def _bands(texts: Sequence[str]) -> Keys:
    bins = np.full((len(texts), BINS), _EMPTY)
    for first, last in _batches(texts):
        hashes, owners = _grams(texts[first:last])
        places = (first + owners) * BINS + (hashes >> _BELOW_BIN).astype(np.int64)
        np.minimum.at(bins.reshape(-1), places, hashes)
    filled = _filled(bins).reshape(len(texts), BANDS, _ROWS)
    keys = _mixed(
        filled[..., 0] + filled[..., 1] * _SECOND + filled[..., 2] * _THIRD + filled[..., 3] * _FOURTH
    )
    keys[keys == _NONE] = _EMPTY
    keys[(bins == _EMPTY).all(axis=1)] = _NONE
    return keys


def _filled(bins: Keys) -> Keys:
    """Return bins, (texts, BINS), each empty one filled from the next that is not, marked by the distance."""
    filled = bins.copy()
    rows, columns = np.nonzero(bins == _EMPTY)
    for distance in range(1, BINS):
        if not rows.size:
            break
        found = bins[rows, (columns + distance) % BINS]
        full = found != _EMPTY
        filled[rows[full], columns[full]] = found[full] + np.uint64(distance * _RADIX % 2**64)
        rows, columns = rows[~full], columns[~full]
    return filled


def _grams(texts: Sequence[str]) -> tuple[Keys, NDArray[np.int64]]:
    """Return the hashes of all word 3-grams of texts, and of each the place of its text."""
    points = np.frombuffer("\0".join(texts).encode("utf-32-le"), np.uint32).astype(np.intp)
    values, kinds = _alphabet()
    letters, kind = values.take(points, mode="clip"), kinds.take(points, mode="clip")
    inside, running = kind != _NO_WORD, kind == _LETTER
    # A word goes on from one letter to the next, unless either is a word by itself.
    inside[1:] &= ~(running[1:] & running[:-1])
    starts = np.flatnonzero(inside)
    powers, inverses = _powers(max(points.size, _BATCH).bit_length())
    np.multiply(letters, powers[: points.size], out=letters)
    # The sum of letter times radix to its place in the word; all arithmetic is modulo 2**64. What stands
    # between words is 0, so sums of all before tell it, and np.add.reduceat takes twice as long.
    before = np.zeros(points.size + 1, np.uint64)
    np.cumsum(letters, out=before[1:])
    hashed = _mixed(np.diff(before[np.append(starts, points.size)]) * inverses[starts])
    bounds = np.cumsum([0, *(len(text) + 1 for text in texts)])
    owners = np.repeat(np.arange(len(texts)), np.diff(np.searchsorted(starts, bounds)))
    whole = owners[2:] == owners[:-2]
    grams = hashed[:-2] + hashed[1:-1] * _SECOND + hashed[2:] * _THIRD
    return _mixed(grams[whole]), owners[2:][whole]


def _mixed(values: Keys) -> Keys:
    """Return values well spread: the finaliser of splitmix64 (Steele, Lea & Flood 2014)."""
    values = values ^ (values >> np.uint64(30))
    values *= _SECOND
    values ^= values >> np.uint64(27)
    values *= _THIRD
    values ^= values >> np.uint64(31)
    return values


@functools.cache
def _alphabet() -> tuple[Keys, NDArray[np.uint8]]:
    """Return, by code point, a number for each letter, equal for both cases, 0 for what is of no word.

    And its kind: _NO_WORD, _LETTER, or _WORD for what is one by itself.
    """
    folded = np.arange(_POINTS, dtype=np.uint64)
    alone = np.zeros(_POINTS, bool)
    alone[_HAN:-1] = True
    few = []  # item by item an array is filled ten times slower
    for point in range(_HAN):
        character = chr(point)
        kind = unicodedata.category(character)[0]
        if kind not in "LMN":
            few.append(0)
            continue
        lower = character.lower()
        few.append(ord(lower) if len(lower) == 1 else point)
        if words.is_spaceless(character):
            alone[point] = True
    folded[:_HAN] = few
    values = _mixed(folded * np.uint64(_RADIX))
    values[folded == 0] = 0
    values[-1] = 0  # what lies beyond the last one is clipped to it
    kinds = np.where(alone, _WORD, np.where(values != 0, _LETTER, _NO_WORD)).astype(np.uint8)
    return values, kinds


@functools.lru_cache(maxsize=2)
def _powers(bits: int) -> tuple[Keys, Keys]:
    """Return the first ``2**bits`` powers of the radix and of its inverse, modulo 2**64."""
    both = []
    for base in (_RADIX, pow(_RADIX, -1, 2**64)):
        factors = np.full(1 << bits, base, np.uint64)
        factors[0] = 1
        both.append(np.cumprod(factors))
    return both[0], both[1]
