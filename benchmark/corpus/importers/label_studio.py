"""Label Studio's JSON export: tasks with a text and the results of each annotator.

Results with one region id belong together. Exports before 2022 count UTF-16 units, as a region's words show.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from benchmark.corpus.importers import project, rows
from benchmark.corpus.importers.annotation import Attribute, Document, Link, Sheet, Stretch
from benchmark.corpus.importers.offsets import Claim
from benchmark.records.errors import MisuseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmark.corpus.importers.corpus import Corpus
    from benchmark.corpus.importers.ledger import Ledger
    from benchmark.corpus.importers.project import Options
    from benchmark.corpus.importers.site import Site

FULL_EXPORT: Final = "Label Studio's JSON"

_LABELS: Final = ("labels", "hypertextlabels", "paragraphlabels")
_VALUE_OF: Final = {"textarea": "text"}
"""Where the value of a result stands, if not under its type."""
_LEFT: Final = (
    ("predictions", "prediction", "a prediction, by no annotator"),
    ("drafts", "draft", "its annotator has not submitted it"),
)


def read(path: Path, ledger: Ledger, options: Options) -> Corpus:
    """Return the corpus of an export, one set of articles an annotator; errors as ``project.corpus``."""
    tasks = rows.read(path, path.name, FULL_EXPORT)
    if not any("annotations" in task or "completions" in task for _, task in tasks):
        if any(isinstance(task.get("data"), dict) for _, task in tasks):
            raise MisuseError(f"{path} holds tasks that nobody has annotated: import them once people have")
        kind = (
            "Label Studio's JSON-MIN" if any("annotation_id" in task for _, task in tasks) else "another JSON"
        )
        raise MisuseError(f"{path} is {kind}, without relations and region ids: export {FULL_EXPORT} instead")
    documents = [document for site, task in tasks for document in _documents(task, site, ledger)]
    return project.corpus(documents, path, options, ledger)


def _documents(task: dict[str, Any], site: Site, ledger: Ledger) -> Iterator[Document]:
    """Yield the task as each annotator left it, in order of the annotations."""
    name = f"task-{task.get('id', site.path.strip('$[]') or site.line)}"
    data = rows.table(task.get("data"))
    key = "completions" if "completions" in task else "annotations"
    _leave(task, site, ledger)
    kept: dict[str, tuple[Site, dict[str, Any]]] = {}
    for place, annotation in _objects(task, key, site, ledger):
        if annotation.get("was_cancelled") or annotation.get("skipped"):
            ledger.dropped(place, "document", _name(annotation), "an annotation that was cancelled")
            continue
        annotator, mine = _annotator(annotation.get("completed_by")), (place, annotation)
        if annotator in kept:
            # Of equal ranks the later one is kept.
            (site_of_other, other), mine = sorted((kept[annotator], mine), key=lambda one: _rank(one[1]))
            why = "the same annotator has a later one of this task, or one marked as ground truth"
            ledger.dropped(site_of_other, "document", _name(other), why)
        kept[annotator] = mine
    if not rows.listed(task.get(key)):
        ledger.dropped(site, "document", name, "nobody has annotated it")
    for annotator, (place, annotation) in kept.items():
        if not isinstance(annotation.get("result"), list):
            ledger.dropped(place.at("result"), "note", "result", "is no list, as Label Studio writes it")
        results = list(_objects(annotation, "result", place, ledger))
        text_field = _text_field(data, [result for _, result in results])
        if text_field is None:
            ledger.dropped(place, "document", name, "its data holds no text")
            continue
        reader = _Results(place, ledger)
        reader.read(results)
        meta = rows.meta({key: value for key, value in data.items() if key != text_field})
        yield reader.gathered(name, data[text_field], annotator=annotator, meta=meta)


def _leave(task: dict[str, Any], site: Site, ledger: Ledger) -> None:
    """Enter as dropped what a task holds that is no annotation of an annotator."""
    for key, kind, why in _LEFT:
        for index, item in enumerate(rows.listed(task.get(key))):
            if isinstance(item, dict):  # else it is the id of one that the export leaves out
                ledger.dropped(site.at(key, index), "document", _name(item, kind), why)


def _objects(
    record: dict[str, Any], key: str, site: Site, ledger: Ledger
) -> Iterator[tuple[Site, dict[str, Any]]]:
    """Yield the objects of a list with their places; what else is in it is entered as dropped."""
    for index, item in enumerate(rows.listed(record.get(key))):
        place = site.at(key, index)
        if isinstance(item, dict):
            yield place, item
        else:
            ledger.dropped(place, "note", key, "is no object, as Label Studio writes them")


def _name(annotation: dict[str, Any], kind: str = "annotation") -> str:
    return f"{kind} {annotation.get('id', 'without id')}"


def _annotator(completed_by: Any) -> str:
    """Return a name for who made an annotation: exports give a number or the user's record."""
    if isinstance(completed_by, dict):
        return rows.words(completed_by.get("email")) or _annotator(completed_by.get("id"))
    number = rows.words(completed_by)
    return f"annotator-{number}" if number else ""


def _rank(annotation: dict[str, Any]) -> tuple[bool, int]:
    number = annotation.get("id")
    return bool(annotation.get("ground_truth")), number if isinstance(number, int) else 0


def _text_field(data: dict[str, Any], results: list[dict[str, Any]]) -> str | None:
    """Return the annotated field of a task: ``text``, else the one that holds most words of its regions."""
    fields = [key for key, value in data.items() if isinstance(value, str)]
    surfaces = [words for words in map(_surface, results) if words]
    if not fields or "text" in fields:
        return "text" if fields else None
    return max(fields, key=lambda key: (sum(words in data[key] for words in surfaces), len(data[key])))


def _surface(result: dict[str, Any]) -> str | None:
    text = rows.table(result.get("value")).get("text") if result.get("type") in _LABELS else None
    first = text[0] if isinstance(text, list) and text else text
    return first if isinstance(first, str) else None


class _Results(Sheet):
    """The results of one annotation."""

    def read(self, results: list[tuple[Site, dict[str, Any]]]) -> None:
        """Read every result; those that cannot be taken over are entered as dropped."""
        regions = {str(result["id"]) for _, result in results if _is_region(result) and "id" in result}
        for site, result in results:
            if _is_region(result):
                self._region(result, site)
            elif result.get("type") == "relation":
                self._relation(result, site)
            else:
                self._attribute(result, site, regions)

    def _region(self, result: dict[str, Any], site: Site) -> None:
        key, value = str(result.get("id", site.path)), result["value"]
        labels = value.get(result["type"])
        start, end = value.get("start"), value.get("end")
        if isinstance(value.get("globalOffsets"), dict):
            start, end = value["globalOffsets"].get("start"), value["globalOffsets"].get("end")
        if type(start) is not int or type(end) is not int:
            self.ledger.dropped(site, "span", key, "its offsets are not those of a plain text")
            return
        if not isinstance(labels, list) or not labels:
            self.ledger.dropped(site, "span", key, "a region without a label")
            return
        if any(stretch.key == key for stretch in self.stretches):
            self.ledger.dropped(site, "span", f"{key} {labels[0]}", "a second label of a region")
            return
        for label in labels[1:]:
            self.ledger.dropped(site, "span", f"{key} {label}", "a second label of a region")
        claim = Claim(((start, end),), _surface(result))
        self.stretches.append(Stretch(key=key, label=str(labels[0]), claim=claim, site=site))
        for note in rows.listed(rows.table(result.get("meta")).get("text")):
            place = site.at("meta", "text")
            words = rows.words(note) or ""
            self.attributes.append(Attribute(target=key, name="meta", value=words, site=place, is_note=True))

    def _relation(self, result: dict[str, Any], site: Site) -> None:
        labels = result.get("labels")
        if not isinstance(labels, list) or not labels:
            self.ledger.dropped(site, "relation", str(result.get("from_id")), "a relation without a label")
            return
        head, tail = str(result.get("from_id")), str(result.get("to_id"))
        direction = result.get("direction")
        if direction == "left":
            head, tail = tail, head
        for label in labels:
            link = Link(head=head, role=str(label), tail=tail, site=site, mutual=direction == "bi")
            self.links.append(link)

    def _attribute(self, result: dict[str, Any], site: Site, regions: set[str]) -> None:
        name = str(result.get("from_name", result.get("type")))
        target = str(result.get("id")) if str(result.get("id")) in regions else ""
        kind = str(result.get("type"))
        given = rows.table(result.get("value")).get(_VALUE_OF.get(kind, kind))
        words = [rows.words(each) for each in (given if isinstance(given, list) else [given])]
        if not words or None in words:
            self.ledger.dropped(site, "attribute", name, "a kind of value that has no place here")
            return
        for word in words:
            self.attributes.append(Attribute(target=target, name=name, value=word, site=site))


def _is_region(result: dict[str, Any]) -> bool:
    return result.get("type") in _LABELS and isinstance(result.get("value"), dict)
