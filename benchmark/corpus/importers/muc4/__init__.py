"""MUC-4 (1992): newswire on terrorism in Latin America with template keys, and responses of its systems.

A folder is read whole. Files are told by what they open with: texts by a message id, templates by slot 0;
templates in a folder ``responses`` are a system's, others are keys. Copies in mixed case are passed over.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmark.corpus.importers.corpus import Corpus, Run
from benchmark.corpus.importers.journal import Place
from benchmark.corpus.importers.muc4 import incidents, mapping, messages, systems, templates
from benchmark.corpus.importers.offsets import MARK
from benchmark.records.errors import Finding, FindingsError, MisuseError
from benchmark.records.manifest import BenchmarkConfig
from benchmark.records.text import slug
from benchmark.store import files, ontologies
from benchmark.store.findings import each

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from benchmark.corpus.importers.journal import Journal
    from benchmark.corpus.importers.muc4.incidents import Incident
    from benchmark.corpus.importers.muc4.messages import Message

ONTOLOGY: Final = "muc4@1.0.0"
CONFIG: Final = BenchmarkConfig(
    name="muc4",
    version="1.0.0",
    license=mapping.LICENSE,
    ontology=ONTOLOGY,
    annotates=("arguments", "dates", "status"),
    splits={"train": 67, "test": 33},
    seed="muc4",
)

RESPONSES: Final = "responses"
LEFT_OUT: Final = (
    "what templates say of fillers beside their words is left out: types, numbers, nations, effects, "
    "confidence; so is the category of an incident"
)

_HEAD_BYTES: Final = 4096
_LOWER_CASE: Final = re.compile("[a-z]")
_LOWER_CASE_SHARE: Final = 0.1


@dataclass(frozen=True, slots=True)
class _Source:
    """A file of the corpus: its name relative to what is imported, and all that stands in it.

    ``is_text``: messages, and not templates.
    """

    name: str
    path: Path
    content: str
    is_text: bool


def read(path: Path, journal: Journal) -> Corpus:
    """Return the corpus of a folder, articles in order of their ids.

    Raises:
        MisuseError: the path is no folder, or holds no texts.
        FindingsError: a file is not UTF-8, or a message stands twice.
    """
    if not path.is_dir():
        raise MisuseError(f"{path} is a file, want the folder of the corpus")
    texts, keys, responses = _sources(path, journal)
    if not texts:
        raise MisuseError(f"{path} holds no file that opens with a message id such as TST4-MUC4-0001")
    ontology = ontologies.load(ONTOLOGY)
    by_id = _messages(texts)
    types = list(ontology.by_name)
    gold = _incidents(keys, by_id, types, journal)
    articles = [
        mapping.article(message, gold.get(message_id), ONTOLOGY, journal)
        for message_id, message in by_id.items()
    ]
    runs = {}
    for source in responses:
        predicted = _incidents([source], by_id, types, journal)
        name = slug(re.split("[-_.]", source.path.name)[0])
        if name in runs:
            journal.dropped(Place(source.name, 1), "a second file of responses of one system")
            continue
        runs[name] = Run(
            systems.card(name, f"{CONFIG.name}@{CONFIG.version}"),
            tuple(
                mapping.prediction(by_id[message_id], predicted[message_id], journal)
                for message_id in sorted(predicted)
            ),
        )
    for message_id in sorted(by_id.keys() - gold.keys()):
        journal.repaired(by_id[message_id].place, "a message that no key speaks of: not annotated")
    inferred = sum(map(mapping.inferred_places, articles))
    journal.remark(LEFT_OUT)
    journal.remark(f"{inferred:,} parts of locations stand nowhere in their texts, kept without offsets")
    return Corpus(CONFIG, ontology, tuple(sorted(articles, key=lambda article: article.article_id)), runs)


def _sources(path: Path, journal: Journal) -> tuple[list[_Source], list[_Source], list[_Source]]:
    """Return the files of texts, of keys and of responses, each in order of their names."""
    texts: list[_Source] = []
    keys: list[_Source] = []
    responses: list[_Source] = []
    for source in each(files.below(path), lambda file: _source(file, path)):
        if source is None:
            continue
        if not source.is_text:
            (responses if source.path.parent.name == RESPONSES else keys).append(source)
        elif _is_mixed_case(source.content):
            journal.remark(f"{source.name} is a copy in mixed case, passed over")
        else:
            texts.append(source)
    return texts, keys, responses


def _source(file: Path, folder: Path) -> _Source | None:
    """Return a file of texts or templates, None for any other."""
    opening = _opening(file)
    is_text = messages.ID.fullmatch(opening) is not None
    if not is_text and not templates.FIRST_LINE.fullmatch(opening):
        return None
    return _Source(
        file.relative_to(folder).as_posix(), file, files.read_text(file).removeprefix(MARK), is_text
    )


def _opening(file: Path) -> str:
    """Return the first line that is neither blank nor a comment, of a file's first bytes."""
    with file.open("rb") as stream:
        head = stream.read(_HEAD_BYTES).decode(errors="replace").removeprefix(MARK)
    return next((line for line in head.split("\n") if line.strip() and not line.lstrip().startswith(";")), "")


def _is_mixed_case(content: str) -> bool:
    """Return whether the text was not written in capitals, but for a word here and there."""
    letters = sum(map(str.isalpha, content))
    return len(_LOWER_CASE.findall(content)) > _LOWER_CASE_SHARE * letters


def _messages(sources: Iterable[_Source]) -> dict[str, Message]:
    by_id: dict[str, Message] = {}
    findings = []
    for source in sources:
        for message in messages.read(source.name, source.content):
            if message.message_id in by_id:
                told = f"stands in {by_id[message.message_id].place} too"
                where = str(source.path), message.place.line, "$"
                findings.append(Finding(*where, "duplicate-id", told, found=message.message_id))
            by_id.setdefault(message.message_id, message)
    if findings:
        raise FindingsError(findings)
    return by_id


def _incidents(
    sources: Iterable[_Source], by_id: Mapping[str, Message], types: list[str], journal: Journal
) -> dict[str, list[Incident]]:
    """Return the incidents of each message that a template speaks of; none where it says there are none."""
    found: dict[str, list[Incident]] = defaultdict(list)
    for template in _templates(sources, journal):
        message = by_id.get(template.message_id)
        if message is None:
            journal.dropped(template.place, "a template of a message whose text is not here")
            continue
        of_message = found[template.message_id]
        if template.irrelevant:
            journal.ok(template.place)
            continue
        day = message.dateline.day if message.dateline else None
        incident = incidents.read(template, day.year if day else None, types, journal)
        if incident:
            of_message.append(incident)
    return found


def _templates(sources: Iterable[_Source], journal: Journal) -> Iterator[templates.Template]:
    for source in sources:
        yield from templates.read(source.name, source.content, journal)
