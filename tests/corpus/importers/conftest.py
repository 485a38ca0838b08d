from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options

EXPORTS = Path(__file__).parent / "exports"
SHARED = Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture
def exports():
    """Invented exports, a file or folder each."""
    return EXPORTS


@pytest.fixture
def shared():
    """The folder of real samples, beside the repository."""
    if not SHARED.is_dir():
        pytest.skip("the real samples are not here")
    return SHARED


@pytest.fixture
def take():
    """Import with one of the tools' modules, and keep what it said."""

    def taken(module, path, **options):
        journal = Journal()
        ledger = Ledger(journal)
        corpus = module.read(path, ledger, Options(**options))
        articles = [*corpus.articles, *(a for members in corpus.annotators.values() for a in members)]
        return SimpleNamespace(
            corpus=corpus,
            ledger=ledger,
            notes=[f"{note.place}: {note.outcome}: {note.reason}" for note in journal.notes],
            articles={article.article_id: article for article in articles},
            events=[event for article in articles for event in article.events or ()],
        )

    return taken


@pytest.fixture
def numbers():
    """Count articles, events, arguments and dates of what was imported."""

    def counted(taken):
        members = [taken.corpus.articles, *taken.corpus.annotators.values()]
        articles = [article for each in members for article in each]
        events = [event for article in articles for event in article.events]
        return (
            len(articles),
            len(events),
            sum(len(event.arguments) for event in events),
            sum(event.date.value is not None for event in events),
        )

    return counted
