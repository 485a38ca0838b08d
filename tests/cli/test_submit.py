"""``bench submit``: what is refused before anything is filed."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize("half", ["public", "gold"])
def test_a_card_of_another_dataset_is_not_filed(bench, corpus, tmp_path, half):
    """Whether or not the release has the gold: the board of one dataset holds no systems of another."""
    assert bench("build", corpus, "--out", tmp_path, "--blind", "test").code == 0
    release, board = tmp_path / f"kovar-1.0.0-{half}", tmp_path / "board"
    assert bench("predict", "silent", "--data", release, "--out", tmp_path / "silent").code == 0
    card = json.loads((tmp_path / "silent" / "system.json").read_bytes()) | {"dataset": "ankara@1.0.0"}
    (tmp_path / "system.json").write_text(json.dumps(card), encoding="utf-8")

    sent = tmp_path / "silent" / "predictions.jsonl"
    done = bench("submit", sent, "--system", tmp_path / "system.json", "--data", release, "--board", board)
    assert done.code == 3
    assert "the system card is of ankara@1.0.0, the release is kovar@1.0.0" in done.err
    assert not list(board.rglob("*.json*"))


@pytest.mark.parametrize("command", ["score", "submit"])
def test_a_bad_card_hides_no_bad_predictions(bench, corpus, tmp_path, command):
    """Where a card is refused, what is wrong with the predictions is told in the same round."""
    assert bench("build", corpus, "--out", tmp_path).code == 0
    card, sent = tmp_path / "system.json", tmp_path / "predictions.jsonl"
    card.write_text('{"name": "Mine"}', encoding="utf-8")
    sent.write_text('{"article_id": "nope", "events": []}\n', encoding="utf-8")

    done = bench(command, sent, "--system", card, "--data", tmp_path / "kovar-1.0.0")
    assert done.code == 1
    assert f"{card}:1: $.version is missing" in done.err
    assert f"{sent}:1: $.article_id 'nope' is no article of the split" in done.err
