import dataclasses

import pytest

from benchmark.records.article import EventDate, Mention


def test_the_span_of_a_mention_is_its_offsets():
    """A mention in one piece covers one interval."""
    assert Mention(text="Kovar", start=15, end=20, fragments=()).span == ((15, 20),)


def test_the_span_of_a_discontinuous_mention_is_its_fragments():
    """Between its fragments a mention covers nothing."""
    mention = Mention(text="Rebels Kovar", start=0, end=20, fragments=((0, 6), (15, 20)))

    assert mention.span == ((0, 6), (15, 20))


def test_a_mention_that_stands_nowhere_has_no_span():
    """Only words are known of a filler that a corpus gives as a string."""
    assert Mention(text="Kovar", start=None, end=None, fragments=()).span is None


def test_the_values_of_a_date_begin_with_its_value():
    """On ties the first value counts, so the value stands before its alternatives."""
    when = EventDate(value="2024-01-15", basis=None, mentions=(), alternatives=("2024-01-14",))

    assert when.values == ("2024-01-15", "2024-01-14")


def test_an_undated_event_has_no_values():
    """Null is no value that could be matched."""
    assert EventDate(value=None, basis=None, mentions=(), alternatives=()).values == ()


def test_records_do_not_change():
    """A record that went through a door stays as it was judged."""
    mention = Mention(text="Kovar", start=15, end=20, fragments=())

    with pytest.raises(dataclasses.FrozenInstanceError):
        mention.text = "Lenz"
