"""Names that others keep lists of: licences (SPDX) and languages (IANA, for BCP 47)."""

import functools
import re
from typing import Final, Literal

from benchmark.records.errors import nearest
from benchmark.store.resources import find

Vocabulary = Literal["licenses", "languages"]

_OWN_LICENSE = re.compile(r"LicenseRef-[0-9A-Za-z.-]+")
_TAG = re.compile(r"[A-Za-z]{2,3}(?:(?:-[0-9A-Za-z]{1,8})*-[0-9A-Za-z]{2,8}|)")
_PRIVATE = re.compile(r"q[a-t][a-z]")
_CASES: Final = {2: str.upper, 4: str.title}
"""Of a region and a script, by the length of the subtag."""


@functools.cache
def names(vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names of a list that we ship, in its order."""
    lines = find(f"data/vocabularies/{vocabulary}.txt").read_text(encoding="ascii").splitlines()
    return tuple(name for line in lines if not line.startswith("#") for name in line.split())


def is_license(name: str) -> bool:
    """Whether it is an SPDX identifier in SPDX's own letter case, or LicenseRef-…."""
    return name in _known("licenses") or _OWN_LICENSE.fullmatch(name) is not None


def is_language(name: str) -> bool:
    """Whether it is a BCP 47 tag that begins with a registered language, or one for private use."""
    primary = name.partition("-")[0].lower()
    return _TAG.fullmatch(name) is not None and (
        primary in _known("languages") or _PRIVATE.fullmatch(primary) is not None
    )


@functools.lru_cache(maxsize=1 << 10)
def canonical_language(tag: str) -> str:
    """Return a BCP 47 tag in the letter case that RFC 5646 (section 2.1.1) gives it: en-US, zh-Hant-TW."""
    first, *others = tag.lower().split("-")
    written = [first]
    for index, subtag in enumerate(others):
        if len(subtag) == 1:  # what follows is an extension, or of private use
            return "-".join([*written, *others[index:]])
        written.append(_CASES.get(len(subtag), str)(subtag))
    return "-".join(written)


@functools.cache
def near_license(name: str) -> str | None:
    """Return the SPDX identifier most like a wrong one, None where none is near."""
    return nearest(name, names("licenses"))


@functools.cache
def _known(vocabulary: Vocabulary) -> frozenset[str]:
    return frozenset(names(vocabulary))
