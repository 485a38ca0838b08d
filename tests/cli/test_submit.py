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
