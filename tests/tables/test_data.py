"""JSON of a table: exact numbers, clean texts, nothing that a terminal would obey."""

import json

from benchmark.records.text import clean
from benchmark.tables import Column, Table, render


def test_hostile_text_comes_back_clean(board, hostile):
    """A reader gets the clean text; the bytes are printable ASCII."""
    text = render(board, "json")

    value = json.loads(text)
    assert value["title"] == clean(hostile)
    assert value["rows"][0][value["columns"][0]["title"]] == clean(hostile)
    assert text.replace("\n", "").isascii()
    assert text.replace("\n", "").isprintable()


def test_numbers_are_exact():
    """A share is not rounded; undefined is null; rows that stand apart have their own list."""
    value = json.loads(render(Table("t", (Column("F1", "score"),), ((1 / 3,),), ((None,),)), "json"))

    assert value == {
        "title": "t",
        "note": "",
        "columns": [{"title": "F1", "kind": "score"}],
        "rows": [{"F1": 1 / 3}],
        "struck": [],
        "aside": [{"F1": None}],
    }
