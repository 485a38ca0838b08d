"""A small corpus with everything that a record can hold, and a folder to build it from."""

import copy
import hashlib
import json

import pytest

TOML = """\
name = "kovar-news"
version = "1.2.0"
license = "CC-BY-4.0"
ontology = "plover@1.0.0"

[splits]
train = 60
validation = 10
test = 30
seed = "kovar"
"""


def mention(text, start, **more):
    return {"text": text, "start": start, "end": start + len(text), "fragments": [], **more}


KOVAR = {
    "article_id": "kovar-shelling",
    "title": "Ministry condemns attack on Kovar",
    "text": "Rebels shelled Kovar on Monday. The ministry condemned the attack.",
    "published": "2024-01-16",
    "language": "en",
    "source": "Dateline News",
    "url": None,
    "license": "CC0-1.0",
    "ontology": "plover@1.0.0",
    "split": "test",
    "tags": ["weekday-past"],
    "regions": [],
    "events": [
        {
            "event_id": "e1",
            "event_type": "ASSAULT",
            "mode": None,
            "status": "actual",
            "optional": False,
            "triggers": [mention("shelled", 7), mention("attack", 59)],
            "arguments": [
                {"role": "actor", "mentions": [mention("Rebels", 0)], "optional": False},
                {"role": "recipient", "mentions": [mention("Kovar", 15)], "optional": False},
            ],
            "date": {
                "value": "2024-01-15",
                "basis": "relative",
                "mentions": [mention("on Monday", 21)],
                "alternatives": [],
            },
            "tags": ["weekday-past"],
        },
        {
            "event_id": "e2",
            "event_type": "ACCUSE",
            "mode": None,
            "status": "actual",
            "optional": False,
            "triggers": [mention("condemned", 45)],
            "arguments": [{"role": "actor", "mentions": [mention("ministry", 36)], "optional": False}],
            "date": {"value": None, "basis": None, "mentions": [], "alternatives": []},
            "tags": [],
        },
    ],
}
"""The worked example of the format."""

ODD = {
    **KOVAR,
    "article_id": "odd.one_2",
    "title": "",
    "text": "КИЕВ 🕊️ 会談\r\nThey set the old depot\u2028 on fire 🔥 or so — since Monday.",
    "published": None,
    "language": "uk",
    "source": None,
    "url": "https://example.org/odd?a=1#b",
    "license": "LicenseRef-Odd",
    "split": "train",
    "tags": ["@mention", "a|b <i>"],
    "regions": [{"kind": "dateline", "start": 0, "end": 4}],
    "events": [
        {
            "event_id": "1",
            "event_type": "ASSAULT",
            "mode": None,
            "status": "negated",
            "optional": True,
            "triggers": [mention("set on fire", 17, end=43, fragments=[[17, 20], [36, 43]])],
            "arguments": [
                {
                    "role": "recipient",
                    "mentions": [mention("the old depot", 21), mention("depot", 29)],
                    "optional": True,
                },
                {
                    "role": "actor",
                    "mentions": [{"text": "MILITIA", "start": None, "end": None, "fragments": []}],
                    "optional": False,
                },
            ],
            "date": {
                "value": "2024-01-15/..",
                "basis": "explicit",
                "mentions": [],
                "alternatives": ["[2024-01-14,2024-01-16]", "2023-24~"],
            },
            "tags": ["open-interval"],
        },
        {
            "event_id": "2",
            "event_type": "PROTEST",
            "mode": None,
            "status": "actual",
            "optional": False,
            "triggers": [],
            "arguments": [],
            "date": {"value": "0476", "basis": None, "mentions": [], "alternatives": []},
            "tags": [],
        },
    ],
}
"""Astral characters, other line ends, a mention in two parts, one that stands nowhere, no trigger, no day."""


def article(article_id, **changes):
    """Return the worked example under another id, with sixteen words of its own, so that it is no copy."""
    digest = hashlib.sha256(article_id.encode()).hexdigest()
    words = " ".join(digest[at : at + 4] for at in range(0, 64, 4))
    text = f"{KOVAR['text']} {words}."
    return copy.deepcopy({**KOVAR, "text": text, "article_id": article_id, **changes})


@pytest.fixture(scope="session")
def articles():
    """Four articles: two of test, one of them of no event, one of train, one that its id puts there."""
    return [
        copy.deepcopy(KOVAR),
        article("quiet-day", events=[], tags=[], split="test"),
        copy.deepcopy(ODD),
        article("by-hash", events=None, split=None, tags=[]),
    ]


@pytest.fixture
def make_article():
    return article


@pytest.fixture(scope="session")
def toml():
    return TOML


@pytest.fixture
def corpus(tmp_path, articles, toml):
    """Write a corpus folder and return its path: these articles, this benchmark.toml, those by default."""

    def write(members=None, text=toml, name="corpus"):
        folder = tmp_path / name
        (folder / "articles").mkdir(parents=True)
        (folder / "benchmark.toml").write_text(text, encoding="utf-8", newline="\n")
        for number, member in enumerate(articles if members is None else members):
            path = folder / "articles" / f"{number}.json"
            path.write_text(json.dumps(member), encoding="utf-8")
        return folder

    return write
