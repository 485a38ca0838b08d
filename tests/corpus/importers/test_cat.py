"""CAT XML, as MEANTIME and the Event StoryLine Corpus write it."""

import time

import pytest

from benchmark.corpus.importers import cat
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import MisuseError


@pytest.fixture
def by_word(take, exports):
    """The events of an invented document by the words of their last trigger, and the article."""

    def read(file, article_id):
        article = take(cat, exports / "cat" / file).articles[article_id]
        return article, {event.triggers[-1].text: event for event in article.events}

    return read


def test_the_invented_corpus(take, exports, numbers):
    """Every markable and relation that is not taken over has its reason."""
    taken = take(cat, exports / "cat")

    assert numbers(taken) == (2, 8, 4, 6)
    encoded = "characters of its url are percent-encoded"
    orders = "an event's own date is all that there is a place for"
    only_news = "its only bound is the day of publication, which dates nothing"
    nowhere = "an instance without words, to which nothing in this file is linked"
    unused = "triggers no event and fills no role"
    assert [note.partition(".xml:")[2] for note in taken.notes if "instances" in note] == [
        f"1: repaired: document 7_orsk_mill_shuts: its name is written as an id; {encoded}",
        f"41: dropped: date of event 13: {only_news}",
        "42: dropped: span 14 EVENT_MENTION: names a token that is not there",
        f"43: dropped: span 20 TIMEX3: {unused}",
        f"45: dropped: span 22 TIMEX3: {unused}",
        f"49: dropped: note 33 ENTITY: {nowhere}",
        f"62: dropped: relation TLINK BEFORE: orders two events: {orders}",
        "63: dropped: relation GLINK: a relation between events for which there is no place",
    ]
    assert [note.partition(".xml:")[2] for note in taken.notes if "storyline" in note] == [
        "1: repaired: document 12_1example: its day of publication is written in full",
        f"44: dropped: date of event 5: {only_news}",
        f"45: dropped: span 6 LOC_GEO: {unused}",
        f"46: dropped: span 7 HUMAN_PART_PER: {unused}",
        f"54: dropped: note 15 HUMAN_PART_PER: {nowhere}",
        "67: dropped: date OVERLAP 'P1D': the value of its time is a duration",
        "68: dropped: date  '2010-04-10': its relation is not known",
        "69: dropped: relation PLOT_LINK: a relation between events for which there is no place",
    ]


def test_suffixes_of_a_name_are_found_in_time(take, exports, tmp_path):
    """A name that is all suffixes but for its end is refused like another of its length."""
    told = (exports / "cat" / "instances.xml").read_text(encoding="utf-8")
    (tmp_path / "a.xml").write_text(told.replace("shuts.txt", f"shuts{'.xml' * 30_000}x"), encoding="utf-8")
    begin = time.process_time()

    with pytest.raises(MisuseError, match="no id of an article"):
        take(cat, tmp_path)
    assert time.process_time() - begin < 10


def test_mentions_of_one_instance_are_one_event(by_word):
    """Its class is the type; roles and the times of all its mentions are the event's."""
    article, events = by_word("instances.xml", "7_orsk_mill_shuts")

    shut = events["shut"]
    assert (article.published, article.url) == ("2021-05-04", "https://news.example/Orsk%27s_mill")
    assert [mention.text for mention in shut.triggers] == ["shuts", "shut"]
    assert shut.event_type == "OTHER"
    assert [(a.role, [m.text for m in a.mentions]) for a in shut.arguments] == [
        ("Arg0", ["Kolm Paper", "The company"]),
        ("Arg1", ["its Orsk mill"]),
    ]
    assert (shut.date.value, [m.text for m in shut.date.mentions]) == ("2021-05-03", ["Monday"])


def test_a_mention_of_two_parts(by_word):
    """A discontinuous markable keeps its fragments, and NEG is negated, whatever else is told."""
    _, events = by_word("instances.xml", "7_orsk_mill_shuts")

    event = events["take back"]
    assert len(event.triggers[0].fragments) == 2
    assert (event.status, event.date.value) == ("negated", "[2022..]")


def test_times_without_words(by_word):
    """In storylines times may stand beside the text; what contains an event dates it, AFTER bounds it."""
    article, events = by_word("storyline.xml.xml", "12_1example")

    assert (article.published, article.url) == ("2010-04-11", "http://news.example/12?a=1")
    assert [(r.kind, article.text[r.start : r.end]) for r in article.regions] == [
        ("boilerplate", article.url)
    ]
    assert {word: (event.date.value, event.status) for word, event in events.items()} == {
        "shakes": (None, "actual"),
        "hurt": ("[2010-04-09..2010-04-11]", "negated"),
        "quake": ("2010-04-10", "actual"),
        "struck": ("2010-04-10", "actual"),
        "closed": ("2010-04-09/..", "actual"),
    }
    assert [m.text for m in events["struck"].date.mentions] == ["10 April", "noon"]


def test_a_file_of_another_kind_is_refused(tmp_path):
    """XML that is no CAT document holds nothing to import."""
    (tmp_path / "page.xml").write_text("<page/>")

    with pytest.raises(MisuseError, match="holds no CAT XML"):
        cat.read(tmp_path, Ledger(Journal()), Options())


def test_real_meantime(take, shared, numbers):
    """Three articles, their roles and dated events."""
    taken = take(cat, shared / "corpora/wikinews_timeline/meantime_CAT")

    assert numbers(taken) == (3, 41, 40, 14)
    assert all(article.published for article in taken.articles.values())
    assert sum(len(event.triggers) > 1 for event in taken.events) == 4


def test_real_storylines(take, shared, numbers):
    """65 articles of ECB+; nothing that names a day is lost, all but one have a day of publication."""
    taken = take(cat, shared / "corpora/eventstoryline")

    assert numbers(taken)[:3] == (65, 1259, 0)
    assert numbers(taken)[3] > 900
    assert [a.article_id for a in taken.articles.values() if a.published is None] == ["5_8ecbplus"]
    reasons = {
        reason for kind, outcome, reason in taken.ledger.outcomes if kind == "date" and outcome == "dropped"
    }
    assert reasons == {
        "a second day of publication",
        "its only bound is the day of publication, which dates nothing",
        "its time names no day",
        "the value of its time is a duration",
    }


def test_a_markable_whose_id_stands_twice_is_told(take, exports, tmp_path):
    """The second markable of an id is in the report, and the first one stays."""
    written = (exports / "cat/storyline.xml.xml").read_text()
    again = '<TIME_DATE m_id="1" value="2010"/></Markables>'
    (tmp_path / "storyline.xml").write_text(written.replace("</Markables>", again))
    taken = take(cat, tmp_path / "storyline.xml")

    assert [note.partition("dropped: ")[2] for note in taken.notes if "twice" in note] == [
        "span 1 TIME_DATE: its id stands twice in its document"
    ]


@pytest.mark.parametrize("name", ["CROSS_DOC_COREF", "INTRA_DOC_COREF"])
def test_relations_of_ecb_to_an_instance_are_those_of_meantime(take, exports, tmp_path, name):
    """The corpora name them in their own ways."""
    written = (exports / "cat/instances.xml").read_text()
    (tmp_path / "instances.xml").write_text(written.replace("REFERS_TO", name))

    taken = take(cat, tmp_path / "instances.xml")
    assert taken.events == take(cat, exports / "cat/instances.xml").events
    assert not [note for note in taken.notes if "of a kind" in note]


@pytest.mark.parametrize(
    ("ends", "why"),
    [
        ('<source m_id="10"/><source m_id="77"/><target m_id="30"/>', "names a markable that is not there"),
        ('<source m_id="10"/><source/><target m_id="30"/>', "names a markable that is not there"),
        ('<target m_id="30"/>', "names a markable that is not there"),
        ('<source m_id="10"/><source m_id="11"/>', "is not of mentions to one instance"),
        ('<source m_id="10"/><target m_id="30"/><target m_id="31"/>', "is not of mentions to one instance"),
    ],
)
def test_a_relation_that_joins_less_than_it_names_is_told(exports, tmp_path, take, ends, why):
    """Mentions that it would have joined are events of their own, which nobody would have missed."""
    written = (exports / "cat/instances.xml").read_text()
    told = '<source m_id="10"/><source m_id="11"/><target m_id="30"/>'
    assert told in written
    (tmp_path / "instances.xml").write_text(written.replace(told, ends))

    notes = take(cat, tmp_path / "instances.xml").notes
    assert [note.partition("REFERS_TO: ")[2] for note in notes if "REFERS_TO" in note] == [why]
