"""``bench rehydrate``: stubs and somebody's own copies of the texts to the release that they were made of."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import re
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from benchmark.corpus import builder, gathering, verification, writing
from benchmark.corpus.crew import Crew, unseen
from benchmark.corpus.importers.offsets import MARK
from benchmark.records.errors import Finding, FindingsError, MisuseError, OtherVersionError
from benchmark.records.stub import Stub, restore
from benchmark.store import articles, codec, files, ontologies, output, releases, schema
from benchmark.store.findings import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    from benchmark.corpus.crew import Progress
    from benchmark.records.article import Article
    from benchmark.store.releases import Release

_TEXT_BYTES: Final = files.LINE_BYTES
_CHANGES: Final[dict[str, Callable[[str], str]]] = {
    "without a byte order mark": lambda text: text.removeprefix(MARK),
    "with LF for CRLF": lambda text: text.replace("\r\n", "\n"),
    "with CRLF for LF": lambda text: re.sub("\r?\n", "\r\n", text),
    "in Unicode form NFC": lambda text: unicodedata.normalize("NFC", text),
    "in Unicode form NFD": lambda text: unicodedata.normalize("NFD", text),
    "without the last line end": lambda text: re.sub("\r?\n\\Z", "", text),
    "with a line end after the last line": lambda text: text + "\n",
    "without outer white space": lambda text: text.strip(),
}
"""What copying does to a text, undone; tried one by one and then in pairs, in this order."""


def rehydrate(release: Path, texts: Path, out: Path, *, progress: Progress = unseen) -> tuple[Path, str]:
    """Write ``out/<name of the folder>`` with the texts, and return that path and the digest.

    ``texts`` is a folder of ``<article_id>.txt``, or JSON Lines with ``article_id`` and ``text``.

    Raises:
        FindingsError: every text that is missing or not the one that was annotated, or what is wrong with
            the stubs.
        MisuseError: there is no such release or source of texts, or the release has its texts.
        OtherVersionError: the stubs are others than the manifest names.
        CheckError: a file of the release is not the one that was published; and as ``output.publish``.
        MachineError: as ``output.publish``.
    """
    found = releases.open_release(release)
    if found.manifest.texts:
        raise MisuseError(f"{release} has its texts")
    # The manifest goes on as it is, and the list of what is written would call right what is wrong in it.
    verification.verify_checksums(release)
    target = out / release.resolve().name.removesuffix(releases.WITHOUT_TEXTS)
    # The folder may be called anything by now, and the card is to be that of the release with texts.
    name = verification.called(release, found.manifest).removesuffix(releases.WITHOUT_TEXTS)
    with output.scratch(out) as scratch, Crew(1, progress) as crew:
        with (scratch / "texts").open("w+b") as kept:
            rows = _restored(found, _Texts(texts, kept), scratch)
        parts = list(writing.parts(rows, None))

        def fill(folder: Path) -> None:
            contents = writing.write(folder, scratch, parts, crew)
            manifest = dataclasses.replace(found.manifest, texts=True, written_by=builder.written_by())
            builder.complete(folder, name, manifest, found.ontology, contents)

        output.publish(target, fill)
    return target, found.manifest.digest


@dataclass(slots=True)
class _Texts:
    """Where the text of each article stands; to save memory, those of JSON Lines are put aside."""

    source: Path
    kept: BinaryIO
    places: dict[str, tuple[Place, int, int]] = field(default_factory=dict)
    """Of each row of JSON Lines: where it stood, and where its text is kept."""

    def __post_init__(self) -> None:
        if self.source.is_dir():
            return
        findings: list[Finding] = []
        for line in files.read_lines(self.source, total=None):
            findings += line.findings
            value = line.value
            if not line.readable:
                continue
            if not (
                isinstance(value, dict)
                and isinstance(value.get("article_id"), str)
                and isinstance(value.get("text"), str)
            ):
                wanted = "an object with the strings article_id and text"
                findings.append(line.place.finding((), "type", "is no text of an article", allowed=wanted))
                continue
            first = self.places.get(value["article_id"])
            if first is not None:
                findings.append(articles.twice(value["article_id"], line.place, first[0]))
                continue
            data = value["text"].encode()
            self.places[value["article_id"]] = (line.place, self.kept.tell(), len(data))
            self.kept.write(data)
        if findings:
            raise FindingsError(findings)

    def find(self, article_id: str) -> tuple[Place, str] | None:
        """Return where the text of an article stands, and the text, None where there is none.

        Raises FindingsError where a file is no text.
        """
        if not self.source.is_dir():
            if article_id not in self.places:
                return None
            place, start, size = self.places[article_id]
            self.kept.seek(start)
            return place, self.kept.read(size).decode()
        path = self.source / f"{article_id}.txt"
        return (Place(str(path)), files.read_text(path, limit=_TEXT_BYTES)) if path.is_file() else None


def _restored(release: Release, texts: _Texts, scratch: Path) -> dict[str, NDArray[np.void]]:
    """Return by split the rows of an index whose lines, with texts, were put aside in ``scratch``."""
    rows: dict[str, NDArray[np.void]] = {}
    findings: list[Finding] = []
    judge = articles.Judge(ontologies.only(release.ontology), alone=True)
    with gathering.shelf(scratch).open("wb") as out:
        for split, summary in release.manifest.splits.items():
            digest = hashlib.sha256()
            found = []
            for article in _articles(release, split, texts, judge, findings):
                line = codec.canonical(article) + b"\n"
                found.append(gathering.row(out.tell(), len(line), annotated=article.events is not None))
                out.write(line)
                digest.update(line)
            if len(findings) > files.FINDINGS:
                break
            if not findings and digest.hexdigest() != summary.digest:
                raise OtherVersionError(
                    f"the stubs of {split} are not those that {release.path / releases.MANIFEST} names"
                )
            rows[split] = gathering.rows(found)
    if findings:
        raise FindingsError(findings)
    return rows


def _articles(
    release: Release, split: str, texts: _Texts, judge: articles.Judge, findings: list[Finding]
) -> Iterator[Article]:
    """Yield the articles of a split whose texts fit; what is wrong with the others goes to ``findings``."""
    for line in release.stubs(split):
        stub = schema.admit("stub", line.value) if line.readable and not line.findings else None
        if not isinstance(stub, Stub):
            findings += line.findings or schema.explain("stub", line.value, line.place)
            continue
        try:
            found = texts.find(stub.article_id)
        except FindingsError as error:
            findings += error.findings
            continue
        if found is None:
            message = "has no text among yours"
            findings.append(line.place.finding(("article_id",), "missing", message, found=stub.article_id))
        elif not _is(stub, found[1]):
            findings.append(_differs(stub, *found))
        else:
            article = restore(stub, found[1])
            # Digests say that these are the stubs of the release, not that a sound one was made.
            wrong = judge(dataclasses.replace(line, value=codec.encode(article)))[1]
            findings += wrong
            if not wrong:
                yield article


def _is(stub: Stub, text: str) -> bool:
    return len(text) == stub.length and hashlib.sha256(text.encode()).hexdigest() == stub.sha256


def _differs(stub: Stub, place: Place, text: str) -> Finding:
    """Return the finding of a text that is not the annotated one, with what would make it so."""
    if len(text) == stub.length:
        message = f"is as long as the text of {stub.article_id} and differs from it"
    else:
        message = f"has {len(text):,} code points, and the text of {stub.article_id} {stub.length:,}"
    tried = itertools.chain(((name,) for name in _CHANGES), itertools.permutations(_CHANGES, 2))
    for names in tried:
        changed = text
        for name in names:
            changed = _CHANGES[name](changed)
        if _is(stub, changed):
            return place.finding((), "value", f"{message}; it fits {' and '.join(names)}")
    return place.finding((), "value", f"{message}; no change of line ends, white space or Unicode form fits")
