"""The recipes of docs/submit.md for the output of other tools, and of docs/import.md, run as they stand."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

TEXT = "\U0001f525 Rebels  shelled \u201cKovar\u201d.\nThey can\u2019t."


@pytest.fixture(scope="module")
def recipes():
    """The functions that the pages show."""
    names = {}
    for name in ("submit.md", "import.md"):
        page = (Path(__file__).resolve().parents[2] / "docs" / name).read_text(encoding="utf-8")
        for part in page.split("```python\n")[1:]:
            exec(compile(part.partition("```")[0], f"docs/{name}", "exec"), names)  # noqa: S102 - the page is ours
    return SimpleNamespace(**names)


def test_tokens_are_found_one_after_the_other(recipes):
    """Two spaces, a line end, quotes as tokens and a word cut in two change nothing."""
    tokens = ["Rebels", "shelled", "\u201c", "Kovar", "\u201d", ".", "They", "ca", "n\u2019t", "."]

    found = list(recipes.places(TEXT, tokens))
    assert [TEXT[start:end] for start, end in found] == tokens
    assert found == sorted(found)


@pytest.mark.parametrize("words", [" shelled", "shelled ", "  shelled ", "shelled"])
def test_white_space_of_a_token_is_left_out(recipes, words):
    """Whatever stands around the word, its own place is left."""
    start = TEXT.index(words)

    assert recipes.trimmed(TEXT, start, start + len(words)) == (10, 17)


def test_an_event_of_two_chunks_is_one(recipes):
    """Its arguments are those of either chunk, each once; another type or trigger is another event."""

    def event(event_type, start, *roles):
        arguments = [{"role": role, "start": 2, "end": 8} for role in roles]
        return {"event_type": event_type, "triggers": [{"start": start, "end": 17}], "arguments": arguments}

    other = event("ASSAULT", 4) | {"triggers": [{"start": 4, "end": 9}]}
    sent = [event("ASSAULT", 10, "actor"), other, event("ASSAULT", 10, "actor", "recipient")]
    assert recipes.joined([*sent, event("COERCE", 10)]) == [
        event("ASSAULT", 10, "actor", "recipient"),
        other,
        event("COERCE", 10),
    ]


@pytest.mark.parametrize("turn", [1, -1])
@pytest.mark.parametrize(("start", "end"), [(10, 13), (13, 17)])
def test_what_the_end_of_a_chunk_cut_off_is_no_event_of_its_own(recipes, turn, start, end):
    """Of a trigger or a filler that one chunk holds in part the whole is kept, whichever chunk came first."""

    def event(*places):
        trigger, *fillers = [{"start": first, "end": last} for first, last in places]
        arguments = [{"role": "recipient"} | filler for filler in fillers]
        return {"event_type": "ASSAULT", "triggers": [trigger], "arguments": arguments}

    part, whole = event((start, end), (18, 20), (start + 30, end + 30)), event((10, 17), (18, 25), (40, 47))

    assert recipes.joined([part, whole][::turn]) == [whole]


@pytest.mark.parametrize(("unit", "encoding", "size"), [("bytes", "utf-8", 1), ("UTF-16", "utf-16-le", 2)])
def test_other_units_become_code_points(recipes, unit, encoding, size):
    """Each code point's offset comes back, in front of an emoji and behind it."""
    sent = [len(TEXT[:place].encode(encoding)) // size for place in range(len(TEXT) + 1)]

    assert [recipes.code_points(TEXT, offset, unit) for offset in sent] == list(range(len(TEXT) + 1))
    assert sent != list(range(len(TEXT) + 1))


def test_of_the_answers_of_a_model_what_fits_is_taken(recipes, release, tmp_path, monkeypatch, capsys):
    """A fence, a role that is none, a date in words and an answer that is cut off cost no whole answer."""
    monkeypatch.chdir(tmp_path)
    event = {
        "event_type": "ASSAULT",
        "triggers": [{"text": "shelled"}],
        "arguments": [{"role": "actor", "text": "Rebels"}, {"role": "who", "text": "Rebels"}],
        "date": "last September",
    }
    answer = f"Here:\n```json\n{json.dumps({'events': [event, event]})[:-20]}"

    recipes.take({"kovar-shelling": answer, "kovar-shelling.txt": answer}, release)
    told = capsys.readouterr().out
    assert "broken JSON, of which the whole events count, 1: kovar-shelling; " in told
    assert "left out of answers: 1 date, 1 unknown-role\n" in told
    assert told.endswith("\nno article of the split: kovar-shelling.txt\n")
    (line,) = (tmp_path / "predictions.jsonl").read_text(encoding="utf-8").splitlines()
    (taken,) = json.loads(line)["events"]
    assert [argument["role"] for argument in taken["arguments"]] == ["actor"]
    assert taken["date"] is None

    recipes.take({}, release)
    told = capsys.readouterr().out
    assert told == "without events in JSON, 1: kovar-shelling; kovar-shelling: is empty\n"


@pytest.mark.parametrize("triggers", ["shelled", ["shelled"], [{"text": "shelled"}]])
@pytest.mark.parametrize(
    "arguments",
    [
        {"attacker": ["Rebels", "Guards"], "location": "Kovar", "instrument": None},
        [{"role": "attacker", "text": ["Rebels", "Guards"]}, {"role": "location", "text": "Kovar"}],
    ],
)
def test_events_of_another_shape_become_ours(recipes, triggers, arguments):
    """Words that are a string or a list, arguments by role, names of a model's own, a date in words."""
    event = {"event_type": "attack", "triggers": triggers, "arguments": arguments, "date": "14 May 2024"}

    assert recipes.shaped(event, {"attack": "ASSAULT", "attacker": "actor"}) == {
        "event_type": "ASSAULT",
        "triggers": [{"text": "shelled"}],
        "arguments": [
            {"role": "actor", "text": "Rebels"},
            {"role": "actor", "text": "Guards"},
            {"role": "location", "text": "Kovar"},
        ],
        "date": "2024-05-14",
    }


@pytest.mark.parametrize(
    ("sent", "date"),
    [
        (None, None),
        (2024, "2024"),
        (20240514, "2024-05-14"),
        ("2024-05~", "2024-05~"),
        ("last May", "last May"),
    ],
)
def test_a_date_that_may_mean_several_stays_to_be_told(recipes, sent, date):
    """What has one reading is written so; the rest is left to those who judge."""
    assert recipes.dated(sent) == date


def test_days_and_languages_of_a_table_are_written_into_the_articles(recipes, tmp_path):
    """Of each article of the table, and nothing else of it changes."""
    (tmp_path / "articles").mkdir()
    quay = {"article_id": "quay", "text": "Der Kai in Köln.", "published": None, "language": "en"}
    path = tmp_path / "articles" / "quay.json"
    path.write_text(json.dumps(quay), encoding="utf-8")
    (tmp_path / "table.csv").write_text("quay,2024-01-16,de\n", encoding="utf-8")

    recipes.tell(tmp_path / "table.csv", tmp_path)
    told = quay | {"published": "2024-01-16", "language": "de"}
    assert json.loads(path.read_text(encoding="utf-8")) == told
