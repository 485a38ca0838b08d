"""``bench score --errors``: a line for each thing that is not right, as its schema says."""

from __future__ import annotations

import json

from benchmark.records.error_line import LABELS, ErrorLine
from benchmark.scoring import errors
from benchmark.store import codec, schema

SENT = [
    {
        "event_type": "ASSAULT",
        "triggers": [{"start": 7, "end": 20, "fragments": [[7, 14], [15, 20]]}],
        "arguments": [
            {"role": "actor", "text": "Rebels"},
            {"role": "actor", "text": "Kovar"},
            {"role": "recipient", "text": "Kovar on"},
            {"role": "recipient", "text": "nobody at all"},
        ],
        "date": "2024-01-16",
    },
    {"event_type": "REJECT", "triggers": [{"text": "condemned"}]},
    {"event_type": "REJECT", "triggers": [{"text": "condemned"}]},
    {"event_type": "AID", "date": "2024-01", "arguments": [{"role": "actor", "text": "Monday"}]},
]


def without_defaults(value):
    """Return a record as JSON, without the keys that hold their default."""
    plain = codec.encode(value)
    for holder in [plain, *filter(None, (plain["gold"], plain["predicted"]))]:
        for key in ("outcome", "error_days", "filler", "alternatives"):
            if holder.get(key, 0) in (None, []):
                del holder[key]
        filler = holder.get("filler") or {}
        for words in [*holder.get("triggers", ()), *filler.get("mentions", ())]:
            if not words["fragments"]:
                del words["fragments"]
    return plain


def test_every_line_is_as_the_schema_says(bench, release, tmp_path):
    """Each line is read back to its record; what is left out is what the record would hold anyway."""
    sent, told = tmp_path / "sent.jsonl", tmp_path / "errors.jsonl"
    sent.write_text(json.dumps({"article_id": "kovar-shelling", "events": SENT}) + "\n", encoding="utf-8")

    assert bench("score", sent, "--data", release, "--errors", told, "--resamples", "0").code == 0

    lines = [json.loads(line) for line in told.read_text(encoding="utf-8").splitlines()]
    assert [finding for line in lines for finding in schema.check("error", line, "errors.jsonl")] == []
    for line in lines:
        left_out = without_defaults(codec.decode(ErrorLine, line))
        # Days of a wrong date are told where they are undefined, too.
        assert {"error_days": None, **left_out} == {"error_days": None, **line}
    assert {(line["unit"], line["label"]) for line in lines} == {
        ("event", "wrong_date"),
        ("event", "wrong_type"),
        ("event", "duplicate"),
        ("event", "spurious"),
        ("filler", "boundary"),
        ("filler", "spurious"),
        ("filler", "in_unmatched_event"),
    }
    mentions = [words for line in lines for words in (line["predicted"] or {}).get("triggers", ())]
    assert [[7, 14], [15, 20]] in [words.get("fragments") for words in mentions]


def test_the_labels_are_those_that_are_no_success():
    """A line has one of the scorer's labels, but for the one that says that all is well."""
    assert {label for labels in errors.LABELS.values() for label in labels} == {"right", *LABELS}
