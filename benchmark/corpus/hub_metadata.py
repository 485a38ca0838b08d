"""What ``datasets`` and the Hub read of a release: the front matter of its card, and ``eval.yaml``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from benchmark.store import yaml
from benchmark.store.columns import features

if TYPE_CHECKING:
    from benchmark.corpus.card import Card

_SIZES: Final = {"n<1K": 1_000, "1K<n<10K": 10_000, "10K<n<100K": 100_000, "100K<n<1M": 1_000_000}
_TASKS: Final = {
    "event": None,
    "date_accuracy": "dates",
    "event_argument": "arguments",
    "dated_event": "dates",
}
"""Numbers of a report that the leaderboard shows, and what must be annotated."""


def front_matter(card: Card) -> str:
    """Return the front matter of README.md, between its two rules."""
    return f"---\n{yaml.block(_front(card))}---\n"


def evaluation(card: Card) -> str:
    """Return ``eval.yaml``, by which the Hub knows a benchmark: a task for each number of a leaderboard.

    https://huggingface.co/docs/hub/eval-results
    """
    tasks = [
        {"id": task, "config": "articles", "split": card.scored}
        for task, needed in _TASKS.items()
        if needed in {None, *card.manifest.annotates}
    ]
    told = {
        "name": card.manifest.key,
        "description": card.description,
        "evaluation_framework": "dateline-bench",
        "tasks": tasks,
    }
    return yaml.block(told)


def _front(card: Card) -> dict[str, Any]:
    licence, version = card.license.lower(), card.manifest.version
    # The Hub has SPDX identifiers in lower case, and a pair of keys for any other licence.
    named = {"license": "other", "license_name": licence} if licence.startswith("licenseref-") else None
    # `datasets` refuses a version that is not three numbers.
    numbered = {"version": version} if re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version) else {}
    languages = {language.partition("-")[0].lower() for language in card.total.languages}
    sizes = (name for name, limit in _SIZES.items() if card.total.articles < limit)
    return {
        "pretty_name": card.manifest.key,
        **(named or {"license": licence}),
        "language": sorted(languages),
        "task_categories": ["token-classification"],
        "tags": ["event-extraction", "event-argument-extraction", "temporal-information-extraction", "news"],
        "size_categories": [next(sizes, "n>1M")],
        "configs": [
            {
                "config_name": config,
                **({"default": True} if config == "articles" else {}),
                **numbered,
                "data_files": [{"split": split, "path": f"{config}/{split}-*.parquet"} for split in splits],
            }
            for config, splits in card.sizes.items()
        ],
        "dataset_info": [
            {
                "config_name": config,
                "features": features(config, texts=card.manifest.texts),
                "splits": [
                    {"name": split, "num_bytes": size.bytes, "num_examples": size.rows}
                    for split, size in splits.items()
                ],
            }
            for config, splits in card.sizes.items()
        ],
    }
