"""``bench score``: what it says beside the table."""

import json


def test_predictions_without_a_card_are_told_what_they_are_called(bench, release, tmp_path):
    """The table's title has a name and a version that nobody gave."""
    sent = tmp_path / "My Run.v2.jsonl"
    sent.write_text(json.dumps({"article_id": "kovar-shelling", "events": []}) + "\n", encoding="utf-8")

    ended = bench("score", sent, "--data", release, "--resamples", "0")
    assert ended.out.startswith("my-run 0 on kovar 1.0.0, test: 1 article\n")
    assert ended.err.startswith("without --system it is called my-run, version 0\n")


def test_offsets_that_cut_words_in_two_are_told_beside_the_score(bench, release, tmp_path):
    """Who scores without validating first learns, too, that offsets of another unit cost every match."""
    event = {"event_type": "ASSAULT", "triggers": [{"start": 8, "end": 15}]}
    sent = tmp_path / "sent.jsonl"
    sent.write_text(json.dumps({"article_id": "kovar-shelling", "events": [event]}) + "\n", encoding="utf-8")

    ended = bench("score", sent, "--data", release, "--resamples", "0")
    assert ended.code == 0
    assert "\n1 of 1 mentions with offsets begin or end inside a word or with white space" in ended.err
