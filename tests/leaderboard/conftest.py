"""Reports: of baselines on the shipped corpus, and with headline numbers of our choice on a tiny split."""

import dataclasses

import filelock
import pytest

from benchmark import baselines
from benchmark.records.article import Article
from benchmark.records.manifest import Manifest, OntologyDigest, SplitSummary
from benchmark.records.prediction import System
from benchmark.records.report import Counts, ratio
from benchmark.scoring import Options, scorer
from benchmark.store.releases import open_release

ANSWERS = {"published": 2, "null": 0}


@pytest.fixture
def is_locked():
    """Tells whether anybody else who wants to write in a folder has to wait."""

    def ask(folder):
        try:
            with filelock.FileLock(folder / ".dateline.lock", timeout=0):
                return False
        except filelock.Timeout:
            return True

    return ask


@pytest.fixture(scope="session")
def manifest():
    """Of a release called news 1.0.0."""
    return Manifest(
        name="news",
        version="1.0.0",
        schema_version="1.0.0",
        ontology=OntologyDigest(name="plover", version="1.0.0", digest="0" * 64),
        annotates=("triggers", "arguments", "dates", "status", "modes"),
        match="span+fold",
        splits={"test": SplitSummary(articles=1, events=0, arguments=0, dated=0, digest="0" * 64)},
        digest="0123456789ab" + "0" * 52,
        labels={},
        licenses={},
        written_by={},
    )


@pytest.fixture(scope="session")
def blank(manifest):
    """The report of a system on one article without events."""
    article = Article(
        article_id="a",
        text="Nothing happened.",
        published="2024-01-16",
        license="CC0-1.0",
        ontology="plover@1.0.0",
        events=(),
    )
    system = System(
        name="blank",
        version="1",
        description="made by hand",
        kind="rules",
        training_data=(),
        saw_test_texts="no",
    )
    return scorer.score([article], {}, Options.of(manifest, system, "test", resamples=0))


@pytest.fixture(scope="session")
def report(blank):
    """Makes a report on ten gold events: event and dated are (matched, predicted), dates (right, all).

    Further names replace fields of the system card or of the report.
    """

    def share(total, support):
        return dataclasses.replace(
            blank.shares["date_accuracy"], total=total, support=support, value=ratio(total, support)
        )

    def make(name, event=(5, 8), dated=(3, 8), *, gold=10, dates=(3, 5), **changed):
        scores = dict(blank.scores)
        for metric, sizes in {
            "event": (*event, gold),
            "event_argument": (1, 3, 4),
            "dated_event": (*dated, gold),
        }.items():
            counts = Counts(*sizes)
            scores[metric] = dataclasses.replace(
                blank.scores[metric],
                matched=counts.matched,
                predicted=counts.predicted,
                gold=counts.gold,
                precision=counts.precision,
                recall=counts.recall,
                f1=counts.f1,
            )
        card = {key: changed.pop(key) for key in ("version", "kind") if key in changed}
        return dataclasses.replace(
            blank,
            system=dataclasses.replace(blank.system, name=name, **card),
            scores=scores,
            shares=blank.shares | {"date_accuracy": share(*dates)},
            trivial={
                answer: dataclasses.replace(
                    blank.trivial[answer], shares={"date_accuracy": share(total, dates[1])}
                )
                for answer, total in ANSWERS.items()
            },
            **changed,
        )

    return make


@pytest.fixture(scope="session")
def reports(shipped):
    """Reports of three baselines on the shipped corpus, lexicon, gold and silent, with few resamples."""
    release = open_release(shipped)
    articles, train = release.articles("test"), release.articles("train")
    made = []
    for name in ("lexicon", "gold", "silent"):
        predictions, card = baselines.predict(name, train, articles, release.ontology)
        options = Options.of(release.manifest, card, "test", resamples=200)
        by_id = {prediction.article_id: prediction for prediction in predictions}
        made.append(scorer.score(articles, by_id, options))
    return made
