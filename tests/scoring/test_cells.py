"""Units by event type and role: what is added comes back in all, by type and by role."""

from __future__ import annotations

from benchmark.records.report import Counts
from benchmark.scoring.cells import Cells

DIE, MEET = ("DIE", "victim"), ("MEET", "place")


def test_units_add_up_by_type_and_by_role():
    """Listed one by one or weighed in bulk; a cell without a role is in no row of roles."""
    cells = Cells()

    assert cells.count([DIE], [DIE, DIE], [DIE, MEET, ("MEET", None)]) == Counts(1, 2, 3)
    assert cells.weigh([(DIE, 1, 2, 4), (MEET, 8, 16, 32)]) == Counts(9, 18, 36)
    assert cells.total == Counts(10, 20, 39)
    assert cells.by("type") == {"DIE": Counts(2, 4, 5), "MEET": Counts(8, 16, 34)}
    assert cells.by("role") == {"place": Counts(8, 16, 33), "victim": Counts(2, 4, 5)}
    assert list(cells.by("role")) == ["place", "victim"]


def test_rows_add_the_same_to_others():
    """Each cell is in one of them, whichever side has units there."""
    cells, others = Cells(), Cells()
    cells.count([DIE], [DIE, MEET], [DIE, DIE, (None, None)])

    assert cells.rows == [(DIE, 1, 1, 2), (MEET, 0, 1, 0), ((None, None), 0, 0, 1)]
    assert others.weigh(cells.rows) == cells.total == Counts(1, 2, 3)
    assert others.rows == cells.rows
