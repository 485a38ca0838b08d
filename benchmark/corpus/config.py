"""``benchmark.toml``: what the maintainer decides about a benchmark, read with all findings at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.duplicates import LEAST
from benchmark.records import date
from benchmark.records.errors import Finding, FindingsError, MisuseError, UnknownNameError, nearest
from benchmark.records.manifest import ANNOTATIONS, MATCHES, BenchmarkConfig, CardText
from benchmark.store import codec, files, ontologies, schema, toml, vocabularies
from benchmark.store.findings import Keys, Place

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE: Final = files.BENCHMARK

_FORMED: Final = ("name", "version", "license", "ontology")
_KEYS: Final = (*_FORMED, "annotates", "match", "leakage", "splits", "seed", "since", "agreement", "card")
_WHOLE: Final = 100
_TYPES: Final[dict[str, type[Any]]] = {"string": str, "array": list, "object": dict}


def read(path: Path) -> BenchmarkConfig:
    """Return the benchmark that a ``benchmark.toml`` describes, ``annotates`` in the order of ANNOTATIONS.

    ``seed``, a string or a whole number, stands in ``[splits]`` or above it. ``leakage = false``
    becomes null.

    Raises:
        MisuseError: there is no such file.
        FindingsError: with everything that is wrong with it.
    """
    if not path.is_file():
        if (path.parent / files.MANIFEST).is_file():
            raise MisuseError(f"{path.parent} is a release, made by bench build: bench verify checks it")
        # Several annotators are imported into a folder each, and the one that holds these is no corpus.
        # Nor is the folder in a corpus that holds its articles.
        nested = min(path.parent.glob(f"*/{path.name}"), default=path.parent.parent / path.name)
        example = f", as {nested} does" if nested.is_file() else ""
        raise MisuseError(f"{path}: no such file; it names the benchmark, its version and splits{example}")
    table, text = toml.read(path)
    findings = tuple(_Reader(path, text).findings(table))
    if findings:
        raise FindingsError(findings)
    shares = dict(table["splits"])
    seed = shares.pop("seed", table.get("seed"))
    return BenchmarkConfig(
        **{key: table[key] for key in _FORMED},
        annotates=tuple(name for name in ANNOTATIONS if name in table.get("annotates", ANNOTATIONS)),
        match=table.get("match", MATCHES[0]),
        splits=shares,
        seed=str(seed),
        agreement=table.get("agreement"),
        since={name: str(day) for name, day in table.get("since", {}).items()},
        leakage=float(table.get("leakage", LEAST)) or None,
        card=codec.decode(CardText, table["card"]) if table.get("card") else None,
    )


def is_version(text: str) -> bool:
    """Whether a text is a version of a system or of data."""
    return schema.fits_part(_forms()["version"], text)


def _forms() -> dict[str, dict[str, Any]]:
    """Return the JSON Schemas of strings that a release repeats, and of a split's name."""
    article, manifest = schema.document("article"), schema.document("manifest")
    return {
        "name": manifest["$defs"]["name"],
        "version": manifest["$defs"]["version"],
        "license": article["properties"]["license"],
        "ontology": article["properties"]["ontology"],
        "split": manifest["properties"]["splits"]["propertyNames"],
    }


class _Reader:
    """What is wrong with a parsed file; the text only tells the lines."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text
        self._forms = _forms()

    def findings(self, table: dict[str, Any]) -> Iterator[Finding]:
        for key in table.keys() - set(_KEYS):
            yield self._finding((key,), "unknown-field", "is not known", near=nearest(key, _KEYS))
        for key in (*_FORMED, "splits"):
            if key not in table:
                yield self._finding((key,), "missing", "is missing")
        for key in _FORMED:
            if key in table:
                yield from self._string((key,), table[key], self._forms[key])
        yield from self._annotates(table.get("annotates", list(ANNOTATIONS)))
        if table.get("match", MATCHES[0]) not in MATCHES:
            yield self._unknown(("match",), table["match"], MATCHES)
        if not isinstance(table.get("agreement", ""), str):
            message, wanted = "is not a string", "the path of an agreement file"
            yield self._finding(("agreement",), "type", message, table["agreement"], wanted)
        yield from self._leakage(table.get("leakage", LEAST))
        if "splits" in table:
            yield from self._splits(table["splits"], table)
        yield from self._since(table.get("since", {}), table.get("splits"))
        yield from self._card(table.get("card", {}))

    def _string(self, keys: Keys, value: Any, form: dict[str, Any]) -> Iterator[Finding]:
        if not isinstance(value, str):
            yield self._finding(keys, "type", "is not a string", value, form["title"])
        elif not schema.fits_part(form, value):
            yield self._finding(keys, "value", "is not allowed", value, form["title"])
        elif keys == ("license",) and not vocabularies.is_license(value):
            near = vocabularies.near_license(value)
            yield self._finding(keys, "value", "is no SPDX identifier", value, form["title"], near)
        elif keys == ("ontology",):
            yield from self._ontology(value)

    def _ontology(self, key: str) -> Iterator[Finding]:
        try:
            ontologies.load(key, self._path.parent)
        except UnknownNameError as error:
            yield self._unknown(("ontology",), key, tuple(error.known))
        except FindingsError as error:
            yield from error.findings

    def _annotates(self, value: Any) -> Iterator[Finding]:
        if not isinstance(value, list):
            yield self._finding(("annotates",), "type", "is not a list", value, ", ".join(ANNOTATIONS))
        elif not value:
            yield self._finding(("annotates",), "empty", "is empty", None, ", ".join(ANNOTATIONS))
        else:
            for index, name in enumerate(value):
                if name not in ANNOTATIONS:
                    yield self._unknown(("annotates", index), name, ANNOTATIONS)

    def _leakage(self, value: Any) -> Iterator[Finding]:
        allowed = f"{LEAST} to 1, or false"
        if value is not False and type(value) not in {float, int}:
            yield self._finding(("leakage",), "type", "is neither a number nor false", value, allowed)
        elif value is not False and not LEAST <= value <= 1:
            yield self._finding(("leakage",), "value", "is not allowed", value, allowed)

    def _since(self, value: Any, shares: Any) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield self._finding(("since",), "type", "is not a table", value)
            return
        known = shares if isinstance(shares, dict) else dict.fromkeys(value, 0)
        shares = {name: share for name, share in known.items() if name != "seed"}
        for name, day in value.items():
            share = shares.get(name)
            if share is None:
                yield self._unknown(("since", name), name, tuple(shares))
            elif share != 0:
                message = "is the percentage of a split that has its articles by their day"
                yield self._finding(("splits", name), "value", message, share, "0")
            if not date.is_day(str(day)):
                yield self._finding(("since", name), "date", "is no day", day, "a day such as 2024-07-01")

    def _card(self, value: Any) -> Iterator[Finding]:
        form = schema.document("manifest")["$defs"]["card"]["properties"]
        if not isinstance(value, dict):
            yield self._finding(("card",), "type", "is not a table", value, ", ".join(form))
            return
        for key, said in value.items():
            if key not in form:
                message, near = "is not known", nearest(key, list(form))
                yield self._finding(("card", key), "unknown-field", message, near=near)
                continue
            yield from self._said(("card", key), said, form[key])

    def _said(self, keys: Keys, said: Any, form: dict[str, Any]) -> Iterator[Finding]:
        """Yield what is wrong with a text, a list of texts or a table of them: each text with its place."""
        if type(said) is not _TYPES[form["type"][0]]:
            yield self._finding(keys, "type", "is of another type", said, form["title"])
            return
        if len(said) > form.get("maxItems", len(said)):
            yield self._finding(keys, "limit", "is too long", None, form["title"])
        for place, text, alone in _texts(said):
            if not isinstance(text, str):
                yield self._finding((*keys, *place), "type", "is of another type", text, form["title"])
            elif not text.strip() or not schema.fits_part(form, alone):
                yield self._finding((*keys, *place), "limit", "is empty or too long", None, form["title"])

    def _splits(self, value: Any, table: dict[str, Any]) -> Iterator[Finding]:
        if not isinstance(value, dict):
            yield self._finding(("splits",), "type", "is not a table", value)
            return
        seeds = [source["seed"] for source in (table, value) if "seed" in source]
        if len(seeds) != 1:
            kind, message = ("duplicate-key", "stands twice") if seeds else ("missing", "is missing")
            yield self._finding(("splits", "seed"), kind, message)
        for seed in seeds:
            if type(seed) not in {str, int}:
                yield self._finding(
                    ("splits", "seed"), "type", "is neither a string nor a whole number", seed
                )
        shares = {name: share for name, share in value.items() if name != "seed"}
        folded: set[str] = set()
        for name, share in shares.items():
            if not schema.fits_part(self._forms["split"], name):
                allowed = self._forms["split"]["title"]
                yield self._finding(("splits", name), "value", "is no name of a split", name, allowed)
            if name.casefold() in folded:
                # macOS and Windows take their files for one.
                yield self._finding(("splits", name), "value", "differs from another only in case", name)
            folded.add(name.casefold())
            if type(share) is not int or not 0 <= share <= _WHOLE:
                message = "is not a whole percentage"
                yield self._finding(("splits", name), "value", message, share, f"0 to {_WHOLE}")
        whole = [share for share in shares.values() if type(share) is int]
        if len(whole) == len(shares) and sum(whole) != _WHOLE:
            message = "is the sum of the percentages"
            yield self._finding(("splits",), "value", message, sum(whole), str(_WHOLE))

    def _unknown(self, keys: Keys, value: Any, known: tuple[str, ...]) -> Finding:
        near = nearest(value, known) if isinstance(value, str) else None
        return self._finding(keys, "value", "is not known", value, ", ".join(known), near)

    def _finding(  # noqa: PLR0913, PLR0917 - a finding has that many sides
        self,
        keys: Keys,
        kind: str,
        message: str,
        found: Any = None,
        allowed: str | None = None,
        near: str | None = None,
    ) -> Finding:
        if not isinstance(found, (str, int, float, list, dict, type(None))):
            found = str(found)  # TOML has days and times, JSON has not
        name = next(key for key in reversed(keys) if isinstance(key, str))
        place = Place(str(self._path), self._line(name))
        return place.finding(keys, kind, message, found=found, allowed=allowed, near=near)

    def _line(self, key: str) -> int:
        """Return the first line that begins with a key or its table, 1 where none does."""
        pattern = rf"^[ \t]*(?:\[[ \t]*)?(?:[\w-]+\.)*[\"']?{re.escape(key)}[\"']?[ \t]*[]=]"
        match = re.search(pattern, self._text, re.MULTILINE)
        return self._text.count("\n", 0, match.start()) + 1 if match else 1


def _texts(said: str | list[Any] | dict[str, Any]) -> Iterator[tuple[Keys, Any, Any]]:
    """Yield of each text its path in the value, the text, and the value that would have it alone."""
    if isinstance(said, dict):
        yield from (((tag,), text, {tag: text}) for tag, text in said.items())
    elif isinstance(said, list):
        yield from (((index,), text, [text]) for index, text in enumerate(said))
    else:
        yield (), said, said
