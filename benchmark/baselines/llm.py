"""The baseline ``llm``: a language model behind a chat-completions endpoint, asked once for each article."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from benchmark.baselines import prompt
from benchmark.baselines.answers import Kept, Reader
from benchmark.baselines.client import Client, RefusalError
from benchmark.records.article import Article
from benchmark.records.errors import MachineError, MisuseError
from benchmark.records.ontology import Ontology
from benchmark.records.prediction import PredictedEvent, System
from benchmark.records.text import counted, listed
from benchmark.store import codec, files, systems

SHOTS: Final = 3
SECONDS: Final = 600.0
PARAMETERS: Final = {"temperature": 0, "seed": 1, "max_tokens": 4096, "stream": False}
"""What is asked for beside the messages: the likeliest words, again and again the same, in one piece."""
_OURS: Final = ("model", "messages", "stream")
_REFUSED_ALIKE: Final = 10
"""Refusals in a row, in the same words, that end a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is asked, of whom; ``kept`` is the file of answers, and ``annotates`` what is asked for.

    ``parameters`` are further keys of each request, null for one of ``PARAMETERS`` that is not to be sent.
    ``shots`` worked examples are shown. ``seconds`` are those of an answer. ``show`` is told how many
    articles are answered or refused.
    """

    endpoint: str
    model: str
    annotates: Sequence[str]
    kept: Path
    shots: int = SHOTS
    parameters: dict[str, Any] = field(default_factory=dict)
    seconds: float = SECONDS
    show: Callable[[int], None] = lambda _: None


class LanguageModel:
    """A Baseline. Answers are kept as they come, and a request that was answered before is not sent again."""

    def __init__(self, options: Options) -> None:
        """Raises MisuseError for an endpoint, parameters or a name of a model that cannot be."""
        if not options.model.isprintable():
            raise MisuseError("--model holds what cannot be printed")
        self._options = options
        self._client = Client(options.endpoint, options.seconds)
        if taken := [key for key in _OURS if key in options.parameters]:
            raise MisuseError(f"--parameters cannot set {taken[0]}")
        self._parameters = {
            key: value for key, value in (PARAMETERS | options.parameters).items() if value is not None
        }
        self.SYSTEM = self._card(options.shots)
        self._refused: dict[str, str] = {}
        self._row: list[str] = []
        """What was said to the articles that were refused since the last answer."""
        self._cut_off: list[str] = []
        self._reader: Reader | None = None
        self._asked = self._done = 0

    def fit(
        self, train: Sequence[Article], ontology: Ontology
    ) -> Callable[[Article], tuple[PredictedEvent, ...] | None]:
        """Return the extractor; the train split is looked at for worked examples only.

        It returns None for an article that the endpoint refuses. It raises MachineError, which names the
        article, when an answer does not come, and where it seems that every article would be refused.
        """
        asked = prompt.Prompt(ontology, self._options.annotates, train, self._options.shots)
        self.SYSTEM = self._card(asked.shots)
        self._options.show(0)
        kept = Kept(self._options.kept)
        reader = self._reader = Reader(ontology)

        def extract(article: Article) -> tuple[PredictedEvent, ...] | None:
            line = self._line(article, asked.messages(article), kept)
            if line is None:
                self._options.show(self._done + len(self._refused))
                return None
            self._row.clear()
            events = reader.read(line["answer"], article)
            if line.get("finish") == "length":
                self._cut_off.append(article.article_id)
            self._done += 1
            self._options.show(self._done + len(self._refused))
            return events or ()

        return extract

    def told(self) -> Iterator[str]:
        """Yield what its author should know of the answers, a line each."""
        yield f"{self._asked:,} of {counted(self._done, 'answer')} are new, all are in {self._options.kept}"
        if self._refused:
            first, why = next(iter(self._refused.items()))
            yield f"refused, {len(self._refused):,}: {listed(list(self._refused))}; {first}: {why}"
            yield "what is refused has no prediction, and counts as empty; the same command asks for it again"
        if self._cut_off:
            yield f"cut off at max_tokens, {len(self._cut_off):,}: {listed(self._cut_off)}"
        if self._reader:
            yield from self._reader.told()

    def _line(self, article: Article, messages: list[prompt.Message], kept: Kept) -> dict[str, Any] | None:
        """Return the line of an article's answer, asked for where none is kept; None where it is refused."""
        body = codec.canonical({"model": self._options.model, "messages": messages, **self._parameters})
        request = hashlib.sha256(body).hexdigest()
        if line := kept.find(request):
            return line
        asked = {"article_id": article.article_id, "request": request}
        try:
            answer = self._client.ask(body)
        except RefusalError as error:
            kept.note(asked | {"refused": str(error)})
            self._refused[article.article_id] = str(error)
            self._row.append(str(error))
            if self._is_refused_whatever():
                others = counted(len(self._row) - 1, "article")
                raise self._ended(article, f"{error}, and refused {others} before it") from None
            return None
        except MachineError as error:
            raise self._ended(article, str(error)) from None
        self._asked += 1
        return kept.keep(asked | {"answer": answer.text, "finish": answer.finish})

    def _is_refused_whatever(self) -> bool:
        """Return whether it seems that the endpoint refuses every article, as for a wrong parameter."""
        last = self._row[-_REFUSED_ALIKE:]
        return len(last) == _REFUSED_ALIKE and len(set(last)) == 1

    def _ended(self, article: Article, why: str) -> MachineError:
        return MachineError(f"article {article.article_id}: {why}; the same command asks for the rest")

    def _card(self, shots: int) -> System:
        """Return the system card; raises MisuseError where the name of the model does not fit one."""
        parameters = self._options.parameters
        examples = counted(shots, "worked example")
        card = System(
            name=self._options.model,
            version=f"prompt{prompt.VERSION}-{shots}shot",
            description=f"A language model, asked once for each article with prompt {prompt.VERSION} of "
            f"dateline-bench and {examples} of the train split.",
            kind="llm",
            model=self._options.model,
            training_data=(f"{examples} of the train split, in the prompt",) if shots else (),
            saw_test_texts="unknown",
            notes=f"Parameters of the requests: {json.dumps(parameters)}" if parameters else None,
        )
        _, found = systems.judge(files.Line("the system card", 1, codec.encode(card)))
        if found:
            raise MisuseError(f"--model or --parameters fit no card: {found[0].path} {found[0].message}")
        return card
