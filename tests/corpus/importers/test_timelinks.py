"""Links of events to times, and what they add up to."""

import pytest

from benchmark.corpus.importers import ace, cat, timelinks, timeml
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.timelinks import Bound

DAY = Bound("before", "2024-01-16", publication=True)


@pytest.mark.parametrize(
    ("bounds", "dates"),
    [
        ([], ()),
        ([Bound("at", "2024-01-14")], ("2024-01-14",)),
        ([Bound("at", "2024-01"), Bound("at", "2024-01-14"), Bound("at", "2024")], ("2024-01-14",)),
        ([Bound("at", "2024-01-14"), Bound("at", "2024-01-12")], ("2024-01-14", "2024-01-12")),
        ([Bound("at", "2024-34"), Bound("at", "2024-04/2024-06")], ("2024-04/2024-06",)),
        ([Bound("at", "2024-01-14"), Bound("before", "2023"), DAY], ("2024-01-14",)),
        ([Bound("begins", "2024-01-12")], ("2024-01-12/..",)),
        ([Bound("begins", "2024-01-12"), Bound("ends", "2024-01-15")], ("2024-01-12/2024-01-15",)),
        ([Bound("ends", "[2024-01-08..2024-01-14]")], ("../2024-01-14",)),
        ([Bound("around", "2024-01-14"), DAY], ("2024-01-14",)),
        ([Bound("before", "2024-01-14"), DAY], ("[..2024-01-14]",)),
        ([Bound("after", "2023"), Bound("before", "2024-01-14"), DAY], ("[2023..2024-01-14]",)),
        ([Bound("after", "2023-05"), DAY], ("[2023-05..2024-01-16]",)),
        ([DAY], ()),
        ([Bound("after", "2024-05"), Bound("before", "2024-01")], ()),
    ],
)  # fmt: skip
def test_what_bounds_add_up_to(bounds, dates):
    """The shortest time that it lies in dates an event, else when it began or ended, else its limits."""
    assert timelinks.dates(bounds) == dates


@pytest.mark.parametrize(
    ("name", "from_time", "relation"),
    [
        ("IS_INCLUDED", False, "at"),
        ("INCLUDES", True, "at"),
        ("CONTAINS", True, "at"),
        ("INCLUDES", False, "around"),
        ("BEFORE", False, "before"),
        ("BEFORE", True, "after"),
        ("simultaneous", True, "at"),
        ("BEGUN_BY", False, "begins"),
        ("BEGINS", True, "begins"),
        ("ENDS", False, "at"),
        ("MEASURE", True, "measure"),
        ("", True, None),
    ],
)
def test_the_direction_of_a_link(name, from_time, relation):
    """A link that is drawn from the time says the inverse of the event."""
    assert timelinks.relation(name, from_time=from_time) == relation


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("IS_INCLUDED", "P3D", "the value of its time is a duration"),
        ("BEFORE", " ", "its time names no day"),
        ("BEFORE", None, "its time names no day"),
        ("AFTER", "FUTURE_REF", "its time names no day"),
        ("NEAR", "2024", "its relation is not known"),
        ("MEASURE", "P3D", "tells how long the event took, not when"),
    ],
)
def test_a_link_that_tells_nothing(name, value, why):
    """Each link that dates nothing has its reason."""
    assert timelinks.bound(name, value, from_time=False, publication=False, worded=True) == (None, why)


def test_vague_words_are_kept():
    """An event within a time that names no day keeps its words; without words such a time says nothing."""
    told = {"from_time": False, "publication": False}

    vague, _ = timelinks.bound("IS_INCLUDED", "PRESENT_REF", worded=True, **told)
    assert vague is not None
    assert (vague.value, vague.is_expression, timelinks.dates([vague])) == (None, True, ())
    assert timelinks.bound("IS_INCLUDED", "", worded=False, **told) == (None, "its time names no day")


@pytest.mark.parametrize("module", [ace, cat, timeml])
def test_times_of_a_format_of_its_own_need_no_name_in_a_mapping(module, take, exports):
    """What a mapping calls times are links that annotators drew; those that the format itself has stay."""
    folder = exports / module.__name__.rpartition(".")[2]
    named = take(
        module, folder, mapping=LabelMapping(times=frozenset(("on",)), time_roles=frozenset(("on",)))
    )

    assert any(event.date.mentions for event in named.events)
    assert [event.date for event in named.events] == [event.date for event in take(module, folder).events]
