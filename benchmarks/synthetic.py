"""Made-up articles, as many as are asked for, the same ones every time.

Each has 2,000 to 4,000 characters, 8 events with 3 arguments each, and a date for 7 of them. A quarter is
in Cyrillic, Greek or Chinese characters. Two in a hundred are near copies of the one before: a few words
differ, up to one in twenty.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

SEED = 1
EVENTS = 8
ARGUMENTS = 3
COPIES = 50
"""One article in so many is a near copy."""

_LETTERS = {
    "latin": "abcdefghijklmnopqrstuvwxyz",
    "cyrillic": "абвгдежзийклмнопрстуфхцчшщыьэюя",
    "greek": "αβγδεζηθικλμνξοπρστυφχψω",
    "han": "".join(map(chr, range(0x4E00, 0x4E00 + 2_000))),
}
_SCRIPTS = ("latin",) * 9 + ("cyrillic", "greek", "han")
_TYPES = {
    "ASSAULT": ("actor", "recipient", "location"),
    "ACCUSE": ("actor", "recipient", "topic"),
    "CONSULT": ("actor", "recipient", "location"),
    "PROTEST": ("actor", "location", "topic"),
    "AID": ("actor", "recipient", "object"),
}
_DATES = (
    "2024-03-17",
    "2024-03",
    "2024-03-01/2024-03-09",
    "2024",
    "[2024-03-11..2024-03-17]",
    "2024-03-17/..",
    "202X",
)
_BASES = ("explicit", "relative", "dateline", "inferred")


def articles(count: int) -> Iterator[dict[str, Any]]:
    """Yield articles as their JSON objects; ids are not in order."""
    dice = random.Random(SEED)  # noqa: S311 - no secret
    words = {
        script: [
            "".join(dice.choices(letters, k=1 if script == "han" else dice.randint(2, 11)))
            for _ in range(6_000)
        ]
        for script, letters in _LETTERS.items()
    }
    text: list[str] = []
    script = "latin"
    for number in range(count):
        if number % COPIES == 1:
            # Each word that differs breaks three of the 3-grams.
            for _ in range(dice.randint(len(text) // 200, len(text) // 20)):
                text[dice.randrange(len(text))] = dice.choice(words[script])
        else:
            script = dice.choice(_SCRIPTS)
            size, length = dice.randint(2_000, 4_000), 0
            text = []
            while length < size:
                text.append(dice.choice(words[script]))
                length += len(text[-1]) + 1
        yield _article(f"a{number * 7_919 % 10_000_019:08}-{number}", text, dice)


def _article(article_id: str, text: list[str], dice: random.Random) -> dict[str, Any]:
    starts, at = [], 0
    for word in text:
        starts.append(at)
        at += len(word) + 1

    def mention() -> dict[str, Any]:
        place = dice.randrange(len(text) - 2)
        words = " ".join(text[place : place + 2])
        return {"text": words, "start": starts[place], "end": starts[place] + len(words), "fragments": []}

    events = []
    for number in range(EVENTS):
        event_type = dice.choice(tuple(_TYPES))
        dated = number > 0
        events.append(
            {
                "event_id": f"e{number}",
                "event_type": event_type,
                "mode": None,
                "status": "actual",
                "optional": False,
                "triggers": [mention()],
                "arguments": [
                    {"role": role, "mentions": [mention()], "optional": False}
                    for role in _TYPES[event_type][:ARGUMENTS]
                ],
                "date": {
                    "value": dice.choice(_DATES) if dated else None,
                    "basis": dice.choice(_BASES) if dated else None,
                    "mentions": [mention()] if dated else [],
                    "alternatives": [],
                },
                "tags": [],
            }
        )
    return {
        "article_id": article_id,
        "title": " ".join(text[:6]),
        "text": " ".join(text),
        "published": f"2024-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}",
        "language": "en",
        "source": "Nobody",
        "url": None,
        "license": "CC0-1.0",
        "ontology": "plover@1.0.0",
        "split": None,
        "tags": [],
        "regions": [],
        "events": events,
    }
