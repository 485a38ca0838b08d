"""The signature that travels with every number: whatever can move it is in it, what cannot is not."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields

from benchmark.records.errors import OtherVersionError

SCORER_VERSION = "5"
"""Raised only when a number can move (CHANGELOG.md, Scores); a patch release of the package leaves it."""

RELAX = "dice0.5"
ALIGN = "3"
DATE = "edtf2"
RESAMPLES = 10_000
MOST_RESAMPLES = 1_000_000
"""More would take gigabytes, and tell no more."""
SEED = 1

_NAME = r"[^\s|@#]{1,128}"
_KEY = re.compile(rf"({_NAME})@({_NAME})#([0-9a-f]{{12}})")


class SignatureError(OtherVersionError):
    """A text that is not a signature; the message says which part and what was wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a score depends on. ``digest`` is the first 12 hex digits of the release's digest.

    Long and short forms are ``str(signature)`` and ``signature.short``; ``parse`` reads both back to an
    equal value.
    """

    scorer: str = SCORER_VERSION
    name: str
    version: str
    digest: str
    split: str = "test"
    ontology: str
    match: str = "span+fold"
    relax: str = RELAX
    align: str = ALIGN
    date: str = DATE
    boot: int = RESAMPLES
    seed: int = SEED

    def _parts(self) -> list[tuple[str, str]]:
        return [
            ("dateline", self.scorer),
            ("data", f"{self.name}@{self.version}#{self.digest}"),
            *((key, str(getattr(self, key))) for key in _OPTIONAL[:1]),
            ("ontology", self.ontology),
            *((key, str(getattr(self, key))) for key in _OPTIONAL[1:]),
        ]

    def __str__(self) -> str:
        return "|".join(f"{key}:{value}" for key, value in self._parts())

    @property
    def short(self) -> str:
        """The signature without the parts that have their default."""
        return "|".join(f"{key}:{value}" for key, value in self._parts() if value != _DEFAULTS.get(key))


_OPTIONAL = ("split", "match", "relax", "align", "date", "boot", "seed")
_DEFAULTS = {field.name: str(field.default) for field in fields(Signature) if field.name in _OPTIONAL}


def parse(text: str) -> Signature:
    """Read a long or short signature; raises SignatureError with the part that is wrong."""
    parts: dict[str, str] = {}
    for part in text.strip().split("|"):
        key, colon, value = part.partition(":")
        if not colon or not value or key in parts:
            raise SignatureError(f"signature part {part!r} is not a key and a value, each key once")
        parts[key] = value
    unknown = sorted(parts.keys() - {"dateline", "data", "ontology", *_OPTIONAL})
    missing = [key for key in ("dateline", "data", "ontology") if key not in parts]
    if unknown or missing:
        raise SignatureError(
            f"signature has {'unknown' if unknown else 'no'} part {(unknown or missing)[0]!r}"
        )
    data = _KEY.fullmatch(parts["data"])
    if data is None:
        raise SignatureError("signature part 'data' wants name@version# and 12 hex digits")
    parts = _DEFAULTS | parts
    for key in ("boot", "seed"):
        if not re.fullmatch(r"0|[1-9][0-9]{0,17}", parts[key]):
            raise SignatureError(f"signature part {key!r} wants a whole number")
    if int(parts["boot"]) > MOST_RESAMPLES:
        raise SignatureError(f"signature part 'boot' wants at most {MOST_RESAMPLES:,}")
    return Signature(
        scorer=parts["dateline"],
        name=data[1],
        version=data[2],
        digest=data[3],
        split=parts["split"],
        ontology=parts["ontology"],
        match=parts["match"],
        relax=parts["relax"],
        align=parts["align"],
        date=parts["date"],
        boot=int(parts["boot"]),
        seed=int(parts["seed"]),
    )
