"""TimeML."""

import pytest

from benchmark.corpus.importers import timeml
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import MisuseError


def test_the_invented_documents(take, exports, numbers):
    """Every instance and link that is not taken over has its reason."""
    taken = take(timeml, exports / "timeml")

    assert numbers(taken) == (2, 8, 0, 4)
    orders = "orders two events: an event's own date is all that there is a place for"
    only_news = "its only bound is the day of publication, which dates nothing"
    assert taken.notes == [
        "strike.tml:1: repaired: document strike-1: its name is written as an id",
        "strike.tml:9: dropped: span s1 SIGNAL: triggers no event and fills no role",
        f"strike.tml:13: dropped: date of event ei3: {only_news}",
        "strike.tml:15: dropped: event ei5: an instance of an event that is not marked in the text",
        "strike.tml:20: dropped: relation TLINK BEFORE: relates two times, and dates no event",
        f"strike.tml:21: dropped: relation TLINK BEFORE: {orders}",
        f"strike.tml:23: dropped: relation SLINK EVIDENTIAL: {orders}",
    ]


def test_a_suffix_in_capitals_is_a_suffix(take, exports, tmp_path):
    """No document is passed over because some program wrote its name in capitals."""
    for file in (exports / "timeml").iterdir():
        (tmp_path / file.name.upper()).write_bytes(file.read_bytes())

    assert list(take(timeml, tmp_path).articles) == list(take(timeml, exports / "timeml").articles)


def test_instances_of_one_event_are_events(take, exports):
    """A verb that stands for two events gives two, each with its date; DCT is the day of publication."""
    article = take(timeml, exports / "timeml").articles["strike-1"]

    assert (article.published, article.title) == ("2019-03-05", "Dockers at Sulm")
    assert article.text.startswith("\nDockers & clerks struck on Monday and last Tuesday.\nThey")
    assert [(e.triggers[0].text, e.date.value, e.status) for e in article.events] == [
        ("struck", "2019-03-04", "actual"),
        ("struck", "2019-02-26", "actual"),
        ("march", None, "negated"),
        ("refuse", "../2019-03-17", "hypothetical"),
        ("load", None, "actual"),
        ("said", "2019-03-05", "actual"),
    ]
    assert [m.text for m in article.events[3].date.mentions] == ["next week"]


def test_sentences_become_lines(take, exports):
    """Where sentences are elements without line ends, each is a line."""
    assert take(timeml, exports / "timeml").articles["lines"].text == "Port shut\nIt shut today .\n"


def test_an_empty_sentence_is_no_line(take, tmp_path):
    """It adds nothing, at the beginning either."""
    (tmp_path / "page.tml").write_text(
        '<TimeML><TEXT><s/><s><EVENT eid="e1">Ran</EVENT></s><s/></TEXT></TimeML>'
    )

    assert take(timeml, tmp_path).articles["page"].text == "Ran\n"


def test_a_file_of_another_kind_is_refused(tmp_path):
    """XML that is no TimeML holds nothing to import."""
    (tmp_path / "page.tml").write_text("<TimeML/>")

    with pytest.raises(MisuseError, match="holds no TimeML"):
        timeml.read(tmp_path, Ledger(Journal()), Options())


def test_real_documents(take, shared, numbers):
    """The real files have events and a day of publication, no instances and no links."""
    one = take(timeml, shared / "formats/timeml/4764_Boeing_unveils_long-range_777.tml")
    many = take(timeml, shared / "corpora/wikinews_timeline/corpus_1/corpus_trackB_TimeML")

    assert (numbers(one), numbers(many)) == ((1, 8, 0, 0), (30, 315, 0, 0))
    assert all(article.published for article in many.articles.values())
    assert sum(taken[2] for taken in many.ledger.counts().values()) == 0


@pytest.mark.parametrize("damage", ["", 'eiid=""'])
def test_an_instance_without_an_id_is_told(take, exports, tmp_path, damage):
    """It is left out, and does not refuse the others."""
    written = (exports / "timeml/strike.tml").read_text()
    (tmp_path / "strike.tml").write_text(written.replace('eiid="ei1"', damage))

    before, after = take(timeml, exports / "timeml/strike.tml"), take(timeml, tmp_path / "strike.tml")
    assert [e.event_id for e in after.events] == [e.event_id for e in before.events if e.event_id != "ei1"]
    assert [note for note in after.notes if "no id" in note] == [
        "strike.tml:11: dropped: event OCCURRENCE: has no id"
    ]
