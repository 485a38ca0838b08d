"""The starter corpus keeps what its data statement promises."""

import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from benchmark.records import date
from benchmark.store import articles, codec, ontologies

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "data"
SEED = ROOT.parent / "shared" / "seed" / "article.txt"
LONGEST_SHARED_RUN = 8


@pytest.fixture(scope="module")
def corpus():
    return articles.read([DATA / "articles"], ontologies.load)


@pytest.fixture(scope="module")
def events(corpus):
    return [event for article in corpus for event in article.events]


@pytest.fixture(scope="module")
def declared():
    return json.loads((DATA / "tags.json").read_text(encoding="utf-8"))


def runs(text):
    """All runs of one word more than may be shared, case and punctuation folded."""
    words = re.findall(r"\w+", text.casefold())
    size = LONGEST_SHARED_RUN + 1
    return {tuple(words[start : start + size]) for start in range(len(words) - size + 1)}


def test_runs_fold_case_and_punctuation():
    """Words are compared without case and punctuation, and nine in a row are one too many."""
    assert runs("One, two; THREE four five six seven eight") == set()
    assert runs("one two three four five six seven eight — nine.") == runs(
        "One two “three” four five six seven eight nine!"
    )


def test_there_are_thirty_articles_and_180_dated_events(corpus, events):
    """The corpus has at least 30 articles and 180 dated events."""
    dated = [event for event in events if event.date.value is not None]

    assert len(corpus) >= 30
    assert len(dated) >= 180


def test_relative_dates_abound(events):
    """At least 120 dates are resolved from a relative expression."""
    relative = [event for event in events if event.date.basis == "relative"]

    assert len(relative) >= 120


def test_dates_have_eight_granularities(events):
    """Dates of at least 8 granularities occur."""
    values = {str(event.date.value) for event in events if event.date.value is not None}

    assert len({date.parse(value).granularity for value in values}) >= 8


def test_every_type_of_every_quadrant_occurs(events):
    """No quadrant and no type of the ontology is without an event."""
    types = ontologies.load("plover@1.0.0").types
    used = {event.event_type for event in events}

    assert {kind.id for kind in types} == used
    assert len({kind.quad for kind in types if kind.id in used}) == 4


def test_every_status_occurs(events):
    """Each of the seven statuses is there to be told from the others."""
    statuses = {event.status for event in events}

    assert statuses == {
        "actual",
        "attempted",
        "planned",
        "threatened",
        "hypothetical",
        "negated",
        "generic",
    }


def test_some_articles_have_no_event(corpus):
    """Articles annotated as having no event are kept: a system must be able to say nothing."""
    silent = [article for article in corpus if article.events == ()]

    assert len(silent) >= 2


def test_no_event_is_withheld(corpus):
    """The published sources are annotated throughout."""
    assert all(article.events is not None for article in corpus)


def test_no_two_articles_share_nine_words_in_a_row(corpus):
    """No sentence of more than eight words, nor such a piece of one, stands in two articles."""
    holders = defaultdict(set)
    for article in corpus:
        for run in runs(article.text):
            holders[run].add(article.article_id)

    assert {" ".join(run): ids for run, ids in holders.items() if len(ids) > 1} == {}


@pytest.mark.parametrize("kind", ["dateline", "byline", "caption", "credit", "teaser", "related"])
def test_pages_have_their_debris(corpus, kind):
    """Several pages carry each kind of text that is no running text, as scraped pages do."""
    pages = [article for article in corpus if any(region.kind == kind for region in article.regions)]

    assert len(pages) >= 3


def test_teasers_and_related_links_hold_no_trigger(corpus):
    """What a teaser or a related link says is never annotated."""
    inside = [
        (article.article_id, event.event_id, trigger.text)
        for article in corpus
        for event in article.events
        for trigger in event.triggers
        for region in article.regions
        if region.kind in {"teaser", "related"} and region.start <= trigger.start < region.end
    ]

    assert inside == []


def test_event_tags_are_the_declared_ones(events, declared):
    """Every tag of an event has its gloss in tags.json, and every gloss its event."""
    used = {tag for event in events for tag in event.tags}

    assert used == set(declared["events"])


def test_article_tags_are_those_of_the_events_and_declared_ones(corpus, declared):
    """An article has the tags of its events and, beside them, declared tags, one topic among these."""
    own = {
        article.article_id: set(article.tags) - {tag for event in article.events for tag in event.tags}
        for article in corpus
    }

    assert all(
        {tag for event in article.events for tag in event.tags} <= set(article.tags) for article in corpus
    )
    assert set().union(*own.values()) == set(declared["articles"])
    assert {name: tags for name, tags in own.items() if sum(t.startswith("topic-") for t in tags) != 1} == {}


@pytest.mark.parametrize("status", ["planned", "threatened", "hypothetical"])
def test_status_and_its_tag_agree(events, status):
    """A tag that restates a status stands exactly on the events of that status."""
    wrong = [event for event in events if (status in event.tags) != (event.status == status)]

    assert wrong == []


def test_negated_events_are_tagged_denied(events):
    """The tag `denied` stands exactly on negated events."""
    wrong = [event for event in events if ("denied" in event.tags) != (event.status == "negated")]

    assert wrong == []


def test_explicit_dates_are_tagged(events):
    """The tag `explicit-date` and the basis `explicit` never part."""
    wrong = [e for e in events if e.date.basis == "explicit" and "explicit-date" not in e.tags]

    assert wrong == []


def test_articles_are_ours_to_give(corpus):
    """Each article is CC0, from no address, and of one source."""
    terms = {(article.license, article.url, article.source) for article in corpus}

    assert terms == {("CC0-1.0", None, "Dateline News")}


def test_files_have_one_form():
    """A file is named for its article and written in one form, so that a change shows as a change."""
    for path in sorted((DATA / "articles").iterdir()):
        data = path.read_bytes()
        value = json.loads(data)

        assert path.name == f"{value['article_id']}.json"
        assert data == codec.pretty(value)


def test_one_article_retells_the_seed(corpus):
    """Exactly one article retells real facts, and says so."""
    retelling = [article.article_id for article in corpus if "seed-retelling" in article.tags]

    assert retelling == ["putin-choe-kremlin"]


@pytest.mark.skipif(not SEED.exists(), reason="the seed report is not beside the repository")
def test_the_retelling_has_its_own_words(corpus):
    """The retelling, like every article, shares no more than eight words in a row with the real report."""
    real = runs(SEED.read_text(encoding="utf-8"))

    assert real
    assert {article.article_id for article in corpus if runs(article.text) & real} == set()
