"""The shipped corpus keeps what its data statement promises."""

import dataclasses
import datetime as dt
import importlib.util
import itertools
import json
import re
from collections import defaultdict
from pathlib import Path

import pytest

from benchmark.cli.main import main
from benchmark.corpus import config
from benchmark.corpus.splits import draw
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
def settings():
    return config.read(DATA / config.FILE)


@pytest.fixture(scope="module")
def declared(settings):
    return {"events": settings.card.event_tags, "articles": settings.card.article_tags}


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
    """Every tag of an event has its gloss in the card, and every gloss its event."""
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
    wrong = [event for event in events if (event.date.basis == "explicit") != ("explicit-date" in event.tags)]

    assert wrong == []


UNITS = {"quarter": r"\d{4}-3[3-6]", "season": r"\d{4}-2[1-4]", "decade": r"\d{3}X"} | {
    "month": r"\d{4}-(?:0[1-9]|1[0-2])",
    "year": r"\d{4}",
}


@pytest.mark.parametrize("unit", UNITS)
def test_a_date_told_by_a_unit_is_tagged_with_it(events, unit):
    """The tag of a unit stands exactly where the date, or a bound of it, is told by the unit."""
    moments = re.compile(rf"(?<![\d-]){UNITS[unit]}(?![\dX-])")
    wrong = [
        event
        for event in events
        if (f"{unit}-granularity" in event.tags) != bool(moments.search(str(event.date.value)))
    ]

    assert wrong == []


def test_tags_that_the_rest_of_an_event_decides_are_set_by_it(corpus):
    """Open dates, vague ones, and events of several triggers or of shared ones are tagged, and no others."""
    wrong = []
    for article in corpus:
        triggers = [trigger for event in article.events for trigger in event.triggers]
        for event in article.events:
            value = event.date.value
            follow = {
                "open-interval": value is not None and date.parse(value).granularity == "open",
                "vague": value is None and bool(event.date.mentions),
                "told-twice": len(event.triggers) > 1,
                "shared-trigger": any(triggers.count(trigger) > 1 for trigger in event.triggers),
            }
            wrong += [
                (article.article_id, event.event_id, tag)
                for tag, follows in follow.items()
                if (tag in event.tags) != follows
            ]

    assert wrong == []


def test_the_guidelines_name_every_tag_of_events(declared):
    """Section 7 says of each tag whether a rule sets it or judgement; granularities stand as one word."""
    section = (ROOT / "docs" / "guidelines.md").read_text(encoding="utf-8").partition("## 7.")[2]
    named = set(re.findall(r"`([a-z-]+)`", section))

    assert named == {tag for tag in declared["events"] if not tag.endswith("-granularity")}


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


def test_the_card_of_every_release_says_who_annotated(settings):
    """Whoever gets a release and not this repository reads there how it was made and by whom."""
    told = settings.card.annotation

    assert "A large language model wrote every article" in told
    assert "No person has written, annotated or checked any of it." in told


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


PHENOMENA = (
    "weekday-past",
    "weekday-coming",
    "last-this-next",
    "anchored-offset",
    "multi-day",
    "open-interval",
    "month-granularity",
    "season-granularity",
    "quarter-granularity",
    "year-granularity",
    "decade-granularity",
    "vague",
    "planned",
    "threatened",
    "denied",
    "hypothetical",
    "told-twice",
    "similar-events",
    "correction",
    "boundary",
    "time-zone",
    "dateline-differs",
    "anniversary",
    "shared-trigger",
    "passive",
    "nominal",
    "pronoun-actor",
    "boilerplate-lookalike",
)


def test_size_of_the_corpus(corpus, events):
    """There are at least 240 articles of 150 to 900 words, 1,800 events and 1,500 dated ones."""
    dated = [event for event in events if event.date.value is not None]
    words = [len(article.text.split()) for article in corpus]

    assert len(corpus) >= 240
    assert min(words) >= 150
    assert max(words) <= 900
    assert len(events) >= 1_800
    assert len(dated) >= 1_500


@pytest.mark.parametrize("tag", PHENOMENA)
def test_each_phenomenon_has_forty_events(events, tag):
    """What makes dates hard is there often enough to be measured."""
    assert sum(tag in event.tags for event in events) >= 40


@pytest.mark.parametrize("tag", PHENOMENA)
def test_no_phenomenon_is_left_out_of_the_test_split(corpus, settings, tag):
    """The test split has a fair share of each: between half of its percentage and twice that."""
    tagged = [
        draw(article.article_id, settings.splits, settings.seed)
        for article in corpus
        for event in article.events
        if tag in event.tags
    ]

    assert 0.15 <= tagged.count("test") / len(tagged) <= 0.6


def test_some_articles_have_no_event(corpus):
    """Twenty articles at least have no event, however full of dates: a system must be able to say nothing."""
    silent = [article for article in corpus if article.events == ()]

    assert len(silent) >= 20


def test_publication_dates_are_spread(corpus):
    """Articles come from several years, every weekday, month ends and a leap day."""
    days = [dt.date.fromisoformat(str(article.published)) for article in corpus]
    after = [day + dt.timedelta(days=1) for day in days]

    assert len({day.year for day in days}) >= 5
    assert {day.weekday() for day in days} == set(range(7))
    assert sum(day.day == 1 for day in after) >= 10
    assert any((day.month, day.day) == (2, 29) for day in days)


def test_dates_read_from_a_weekday_fall_on_it(events):
    """A single day whose one expression names a weekday is that weekday in the calendar."""
    weekday = re.compile(r"\b(mon|tues|wednes|thurs|fri|satur|sun)day\b(?![\u2019']s)", re.IGNORECASE)
    names = ["mon", "tues", "wednes", "thurs", "fri", "satur", "sun"]
    wrong = []
    for event in events:
        when = event.date
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", when.value or "") or len(when.mentions) != 1:
            continue
        told = {name.lower() for mention in when.mentions for name in weekday.findall(mention.text)}
        night = any("night" in mention.text for mention in when.mentions)
        day = dt.date.fromisoformat(when.value)
        if told and not night and names[day.weekday()] not in told:
            wrong.append((when.value, [mention.text for mention in when.mentions]))

    assert wrong == []


def test_gazetteer_is_of_the_corpus(corpus):
    """Every listed name stands in an article, under one type, and nearly every article names somebody."""
    gazetteer = json.loads((DATA / "gazetteer.json").read_text(encoding="utf-8"))
    names = [name for kind in gazetteer["names"].values() for name in kind]
    pages = "\n".join(article.text for article in corpus)

    assert [name for name in names if name not in pages] == []
    assert len(names) == len(set(names))
    assert all(kind == sorted(kind) for kind in gazetteer["names"].values())
    assert [a.article_id for a in corpus if a.events and not any(name in a.text for name in names)] == []


TITLES = set(
    re.findall(
        r"\w+",
        """Admiral Alderman Ambassador Bishop Brother By Captain Chairman Chancellor Colonel Commander
        Commissioner Commodore Dame Deputy Dr Duke Father General Governor Inspector Judge Justice Lady
        Lieutenant Mayor Minister Miss Mother Mr Mrs Ms Premier President Prince Princess Private Professor
        Rector Reverend Secretary Senator Sergeant Sir Sister""",
    )
)


def test_who_has_a_title_or_signs_is_in_the_gazetteer(corpus):
    """Behind a title, or the "By" of a byline, there is no name of which the gazetteer knows nothing."""
    gazetteer = json.loads((DATA / "gazetteer.json").read_text(encoding="utf-8"))
    names = [*itertools.chain.from_iterable(gazetteer["names"].values()), *gazetteer["real"]]
    titled = re.compile(rf"\b(?:{'|'.join(sorted(TITLES))})((?: [^\W\d_a-z][^\W\d_]+(?:-[^\W\d_]+)*)+)")
    weekdays = {dt.date(2024, 1, day).strftime("%A") for day in range(1, 8)}
    unknown = set()
    for article in corpus:
        parts = {part for name in names if name in article.text for part in re.findall(r"[^\W\d_]+", name)}
        for words in titled.findall(article.text):
            told = set(re.findall(r"[^\W\d_]+", words)) - TITLES - weekdays
            unknown |= {(article.article_id, word) for word in told - parts}

    assert unknown == set()


def test_real_names_stand_in_the_retelling_only(corpus):
    """People and places that exist are named by the one article that retells a report, and by no other."""
    real = json.loads((DATA / "gazetteer.json").read_text(encoding="utf-8"))["real"]
    holders = {
        article.article_id
        for article in corpus
        for name in real
        if re.search(rf"\b{re.escape(name)}\b", article.text)
    }

    assert holders == {"putin-choe-kremlin"}


@pytest.fixture(scope="module")
def told():
    """What the data statement tells of the corpus: the module that makes its tables."""
    spec = importlib.util.spec_from_file_location("corpus_statement", ROOT / "docs" / "corpus.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def world():
    """The declared regions, series and public figures of the invented world."""
    return json.loads((DATA / "series.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def holders(corpus):
    """For each kind of the gazetteer each name with the articles in which it stands, as whole words."""
    names = json.loads((DATA / "gazetteer.json").read_text(encoding="utf-8"))["names"]
    return {kind: {name: standing(name, corpus) for name in listed} for kind, listed in names.items()}


def standing(name, corpus):
    whole = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
    return {a.article_id for a in corpus if name in a.text and whole.search(a.text)}


def in_one_series(ids, world):
    return len(ids) == 1 or any(ids <= set(series["articles"]) for series in world["series"])


def test_each_article_is_of_one_region(corpus, world):
    """Every invented article belongs to one of the eight regions, and 44 to the two of the starter corpus."""
    of = [article for region in world["regions"] for article in region["articles"]]

    assert len(world["regions"]) == 8
    assert sorted(of) == sorted(a.article_id for a in corpus if "seed-retelling" not in a.tags)
    assert sum(len(region["articles"]) for region in world["regions"] if region["starter"]) + 1 == 44


@pytest.mark.parametrize("kind", ["person", "place", "organisation", "other"])
def test_no_name_stands_in_two_regions(holders, world, kind):
    """The regions do not mix: what they share are bodies named by common words, each of them declared."""
    of = {article: region["region"] for region in world["regions"] for article in region["articles"]}
    shared = {
        name for name, ids in holders[kind].items() if len({of.get(article_id) for article_id in ids}) > 1
    }

    assert shared == (set(world["common_names"]) if kind == "organisation" else set())


def test_a_person_recurs_only_where_that_is_declared(holders, world):
    """A person stands in one article or series, or is a public figure, declared with all their articles."""
    figures = {name: figure for figure in world["figures"] for name in figure["names"]}
    wrong = {
        name: ids
        for name, ids in holders["person"].items()
        if name not in figures and not in_one_series(ids, world)
    }
    named = [set().union(*(holders["person"][name] for name in f["names"])) for f in world["figures"]]

    assert wrong == {}
    assert [set(figure["articles"]) for figure in world["figures"]] == named
    assert all(len(ids) > 1 for ids in named)


def test_no_two_people_share_a_name_by_accident(holders, world):
    """No part of a name, first or last, is shared by people whom no article and no series brings together."""
    figures = {name: number for number, figure in enumerate(world["figures"]) for name in figure["names"]}
    sharing = defaultdict(list)
    for name in holders["person"]:
        for part in set(re.findall(r"[^\W\d_]+", name)) - TITLES - {"Grand", "Old"}:
            if part[0].isupper():
                sharing[part].append(name)
    wrong = [
        (part, one, other)
        for part, names in sharing.items()
        for one, other in itertools.combinations(names, 2)
        if figures.get(one, one) != figures.get(other, other)
        and not holders["person"][one] & holders["person"][other]
        and not in_one_series(holders["person"][one] | holders["person"][other], world)
    ]

    assert wrong == []


def test_series_say_why(world):
    """A series is of one region, shares no article with another, and has its reason, as a figure has."""
    of = {article: region["region"] for region in world["regions"] for article in region["articles"]}
    told = [article for series in world["series"] for article in series["articles"]]

    assert len(told) == len(set(told))
    assert all(len({of[article] for article in series["articles"]}) == 1 for series in world["series"])
    assert all(one["why"].endswith(".") for one in (*world["series"], *world["figures"]))


def test_no_plot_is_told_twice_outside_a_series(corpus, told, world):
    """Without the names, no two articles outside a series have words as alike as a story and its sequel."""
    close = [pair for pair in told.likeness(corpus) if pair[0] >= told.CLOSE]

    assert close
    assert [pair for pair in close if not in_one_series(set(pair[1:]), world)] == []


def test_no_event_of_a_name_is_told_twice_outside_a_series(corpus, holders, world):
    """Two articles that tell a type of event of one name, as actor or recipient, on one date are a series."""
    names = {name for listed in holders.values() for name in listed}
    told = defaultdict(set)
    for article in corpus:
        for event in article.events:
            for argument in event.arguments:
                if event.date.value is not None and argument.role in {"actor", "recipient"}:
                    for name in names & {mention.text for mention in argument.mentions}:
                        told[event.event_type, argument.role, name, event.date.value].add(article.article_id)
    twice = {key: ids for key, ids in told.items() if len(ids) > 1}

    assert twice
    assert {key: ids for key, ids in twice.items() if not in_one_series(ids, world)} == {}


@pytest.fixture(scope="module")
def second_pass():
    return articles.read([DATA / "adjudication" / "second-pass.jsonl"], ontologies.load)


def test_every_article_was_annotated_twice(corpus, second_pass):
    """Each article has a second annotation, of the same text."""
    texts = [(article.article_id, article.text) for article in corpus]

    assert sorted((article.article_id, article.text) for article in second_pass) == sorted(texts)


@pytest.fixture(scope="module")
def corrections():
    """What was corrected in the events that the decisions make, line by line."""
    lines = (DATA / "adjudication" / "corrections.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_gold_is_what_the_decisions_make_of_both_annotations(corpus, corrections, tmp_path):
    """`bench adjudicate` and the corrections give the events of gold again, but for their tags and order."""
    passes = [str(DATA / "adjudication" / f"{name}-pass.jsonl") for name in ("first", "second")]
    out = tmp_path / "gold"
    assert (
        main(["adjudicate", *passes, str(DATA / "adjudication" / "decisions.jsonl"), "--out", str(out)]) == 0
    )
    for correction in corrections:
        correct(out / "articles" / f"{correction['article_id']}.json", correction)

    made = articles.read([out / "articles"], ontologies.load)
    assert {article.article_id: bare(article) for article in made} == {
        article.article_id: bare(article) for article in corpus
    }


def correct(path, correction):
    """Correct one value of an event, which must be the one that the correction is from, and change by it."""
    article = json.loads(path.read_text(encoding="utf-8"))
    (event,) = (event for event in article["events"] if event["event_id"] == correction["event_id"])
    assert event[correction["key"]] == correction["from"] != correction["to"]

    event[correction["key"]] = correction["to"]
    path.write_bytes(codec.pretty(article))


def bare(article):
    """The events of an article without their tags, in the order of their ids."""
    events = [dataclasses.replace(event, tags=()) for event in article.events]
    return sorted(events, key=lambda event: event.event_id)


@pytest.fixture(scope="module")
def rules():
    """The numbers of the rules of the guidelines, where each is stated."""
    text = (ROOT / "docs" / "guidelines.md").read_text(encoding="utf-8")
    stated = re.findall(r"(?:\*\*|^\| )([A-Z]\d+a?)\b", text, re.MULTILINE)

    assert len(stated) == len(set(stated))
    return set(stated)


def test_the_guidelines_have_a_rule_for_every_type_and_role():
    """Rules Y1 to Y16 are of the ontology's types, one each, R1 to R7 of its roles; the modes named exist."""
    ontology = ontologies.load("plover@1.0.0")
    text = (ROOT / "docs" / "guidelines.md").read_text(encoding="utf-8")
    types = re.findall(r"^\| Y\d+ \| ([A-Z]+):", text, re.MULTILINE)
    roles = re.findall(r"^\| R\d+ \| ([a-z_]+):", text, re.MULTILINE)
    modes = {(kind.id, mode.id) for kind in ontology.types for mode in kind.modes}

    assert sorted(types) == sorted(kind.id for kind in ontology.types)
    assert sorted(roles) == sorted({role for kind in ontology.types for role in kind.role_names})
    assert set(re.findall(r"\b([A-Z]{3,})/([a-z-]+)", text)) <= modes


def test_dates_of_the_guidelines_are_valid():
    """Every date that the guidelines show, those with P aside, is written as the profile of EDTF has it."""
    text = (ROOT / "docs" / "guidelines.md").read_text(encoding="utf-8")
    shown = [value for value in re.findall(r"`([\[\d][^`\s]*)`", text) if "P" not in value]

    assert shown
    assert [value for value in shown if str(date.parse(value)) != value] == []


CITED = re.compile(r"\b[A-Z]\d+[a-z]?\b")


def test_every_decision_cites_a_rule(rules):
    """Each disagreement was decided, by a reason that cites rules of the guidelines and none that is not."""
    lines = (DATA / "adjudication" / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
    decisions = [json.loads(line) for line in lines]
    cited = {decision["id"]: set(CITED.findall(decision["reason"])) for decision in decisions}

    assert len(cited) == len(decisions) > 0
    assert {key: found for key, found in cited.items() if not found or found - rules} == {}


def test_every_correction_cites_a_rule(corrections, rules):
    """Corrections are in order, one for each key of an event, by reasons that cite rules there are."""
    places = [(one["article_id"], int(one["event_id"][1:]), one["key"]) for one in corrections]
    cited = [set(CITED.findall(one["reason"])) for one in corrections]

    assert places == sorted(set(places))
    assert all(found and found <= rules for found in cited)


def test_agreement_is_what_the_two_passes_measure(tmp_path):
    """The published agreement is that of the two kept annotations, its intervals aside, which take long."""
    passes = [str(DATA / "adjudication" / f"{name}-pass.jsonl") for name in ("first", "second")]
    published = json.loads((DATA / "agreement.json").read_text(encoding="utf-8"))

    assert main(["agreement", *passes, "--resamples", "0", "--out", str(tmp_path), "--quiet"]) == 0
    measured = json.loads((tmp_path / "agreement.json").read_text(encoding="utf-8"))

    assert without_intervals(measured) == without_intervals(published)


def without_intervals(value):
    if isinstance(value, dict):
        return {
            key: without_intervals(inner)
            for key, inner in value.items()
            if key not in {"interval", "resamples"}
        }
    return [without_intervals(inner) for inner in value] if isinstance(value, list) else value


def test_the_review_is_of_the_events_that_the_seed_draws(corpus, told, rules):
    """The events read again are those drawn, in that order, each with a verdict that cites rules."""
    review = json.loads((DATA / "review.json").read_text(encoding="utf-8"))

    assert [(one["article_id"], one["event_id"]) for one in review] == told.drawn(corpus)
    assert {one["verdict"] for one in review} <= set(told.VERDICTS)
    assert all(one["rules"] and set(one["rules"]) <= rules and one["found"] for one in review)


def test_the_guides_name_the_shipped_version(settings):
    """Whoever copies a command of the guides after `make demo` finds the release that it names."""
    guides = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {
        (path.name, version)
        for path in guides
        for version in re.findall(
            rf"releases/{settings.name}-([0-9]+\.[0-9]+\.[0-9]+)", path.read_text(encoding="utf-8")
        )
    }

    assert {name for name, _ in named} >= {"README.md", "submit.md"}
    assert {version for _, version in named} == {settings.version}


@pytest.mark.parametrize("metric", ["event", "date_accuracy"])
def test_lexicon_baseline_does_not_solve_it(settings, metric):
    """Event F1 and date accuracy of the lexicon baseline on the test split stay at or below 0.6."""
    filed = ROOT / "leaderboard" / "submissions" / f"{settings.name}@{settings.version}"
    (path,) = filed.glob("lexicon@*/report.json")
    report = json.loads(path.read_text(encoding="utf-8"))

    value = report["scores"][metric]["f1"] if metric == "event" else report["shares"][metric]["value"]
    assert value <= 0.6
