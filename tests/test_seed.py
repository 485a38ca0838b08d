"""The article that started the project: real scraped text, annotated here by offsets alone."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from benchmark.cli.main import main

ROOT = Path(__file__).resolve().parent.parent
ARTICLE = ROOT.parent / "shared" / "seed" / "article.txt"
ANNOTATION = json.loads((ROOT / "tests" / "seed" / "annotation.json").read_text(encoding="utf-8"))
TOML = """name = "seed"
version = "1.0.0"
license = "LicenseRef-seed"
ontology = "plover@1.0.0"
[splits]
train = 60
validation = 10
test = 30
seed = "seed"
"""


@pytest.fixture
def release(tmp_path):
    """A release of the one article; its text is not ours to publish, so it is joined to the offsets here."""
    if not ARTICLE.is_file():
        pytest.skip("the text is not published: ../shared/seed/article.txt is not there")
    text = ARTICLE.read_bytes().decode()
    assert hashlib.sha256(text.encode()).hexdigest() == ANNOTATION["sha256"]

    def mention(span):
        return {"text": text[span[0] : span[1]], "start": span[0], "end": span[1], "fragments": []}

    events = [
        {
            "event_id": f"e{number}",
            "event_type": event["event_type"],
            "mode": event["mode"],
            "triggers": [mention(span) for span in event["triggers"]],
            "arguments": [
                {"role": role, "mentions": [mention(span) for span in spans]}
                for role, spans in event["arguments"]
            ],
            "date": event["date"]
            | {"mentions": [mention(span) for span in event["date"]["mentions"]], "alternatives": []},
        }
        for number, event in enumerate(ANNOTATION["events"])
    ]
    article = {
        "article_id": "seed",
        "text": text,
        "published": ANNOTATION["published"],
        "license": "LicenseRef-seed",
        "ontology": "plover@1.0.0",
        "split": "test",
        "events": events,
    }
    (tmp_path / "corpus" / "articles").mkdir(parents=True)
    (tmp_path / "corpus" / "benchmark.toml").write_text(TOML)
    (tmp_path / "corpus" / "articles" / "seed.json").write_text(json.dumps(article))
    assert main(["build", str(tmp_path / "corpus"), "--out", str(tmp_path)]) == 0
    return tmp_path / "seed-1.0.0"


@pytest.mark.parametrize(("system", "wanted"), [("gold", 1), ("silent", 0)])
def test_the_seed_article_goes_the_whole_way(system, wanted, release, tmp_path, capsys):
    """Real scraped text is built, predicted and scored: gold is 1, silence is 0."""
    sent = tmp_path / system
    assert main(["predict", system, "--data", str(release), "--out", str(sent)]) == 0

    files = [str(sent / "predictions.jsonl"), "--data", str(release), "--system", str(sent / "system.json")]
    assert main(["score", *files, "--report", str(sent / "report.json")]) == 0

    capsys.readouterr()
    report = json.loads((sent / "report.json").read_bytes())
    assert {
        name: report["scores"][name]["f1"] for name in ("event", "dated_event", "event_argument")
    } == dict.fromkeys(("event", "dated_event", "event_argument"), wanted)
    assert report["scores"]["event"]["gold"] == len(ANNOTATION["events"])
    if system == "gold":
        assert report["breakdowns"]["granularity"]["month"]["shares"]["date_accuracy"]["support"] == 2
