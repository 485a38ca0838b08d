"""A reading in the terminal: the words, their events, and nothing that a terminal would obey."""

import re

import pytest

from benchmark.cli.main import main
from benchmark.records.manifest import ANNOTATIONS
from benchmark.viewer import terminal


def test_text_and_table_tell_of_the_same_events(scored, example):
    """The number behind a trigger is that of its event in the table, which says what became of it."""
    _, (reading,) = scored(example)
    text = " ".join(terminal.show(reading, ANNOTATIONS).split())

    assert "Rebels shelled[1] Kovar on Monday. The ministry condemned[2] the attack[1]." in text
    assert "1 wrong date (near, +1 d), argument error gold ASSAULT shelled / attack 2024-01-15" in text
    assert "2 wrong type gold ACCUSE condemned undated actor ministry" in text


@pytest.mark.parametrize(
    ("part", "title"), [("triggers", "Trigger"), ("dates", "Date"), ("arguments", "Arguments")]
)
def test_what_is_not_annotated_has_no_column(scored, example, part, title):
    """An event of a dataset without dates is not "undated": nobody asked when it was."""
    annotates = set(ANNOTATIONS) - {part}
    _, (reading,) = scored(example, annotates=annotates)
    *_, table = terminal.show(reading, annotates).split("\n\n")
    shown = {"#", "Verdict", "Side", "Type", "Trigger", "Date", "Arguments"} - {title}

    assert set(table.splitlines()[1].split()) == shown
    assert ("undated" in table) is ("dates" in annotates)


def test_hostile_text_moves_no_cursor(scored, article):
    """Escapes, overrides and carriage returns in text and title are shown, not obeyed."""
    text = "a\x1b[31mred\x9b31m\rover \u202eright\u2066 \x07[bold]x[/bold] :smile: end"
    _, (reading,) = scored((article("x", text, (0, 1), title="t\x1b]0;own\x07"), None))
    shown = terminal.show(reading, ANNOTATIONS)

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert "[bold]x[/bold] :smile:" in shown


def test_predictions_of_another_split_are_said_to_be(shipped, tmp_path, capsys):
    """Nothing predicted would read as all missed, where the file is of other articles altogether."""
    assert (
        main(["predict", "silent", "--data", str(shipped), "--split", "validation", "--out", str(tmp_path)])
        == 0
    )
    sent = ["--predictions", str(tmp_path / "predictions.jsonl")]

    assert main(["view", "arqut-station-flash", "--data", str(shipped), *sent]) == 2
    assert "predictions.jsonl is of another split: arqut-station-flash is of train" in capsys.readouterr().err
