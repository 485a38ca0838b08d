"""What several rooms' tests share: the worked example, and a built release of the shipped corpus."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest
from hypothesis import settings

from benchmark.records.report import Counts, ratio
from benchmark.store import schema

ROOT = Path(__file__).resolve().parent.parent

# A machine at work on something else is no reason to fail: time is measured in benchmarks/.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture
def example_article():
    """A fresh copy of the article that the schema embeds as its example."""
    return copy.deepcopy(schema.document("article")["examples"][0])


@pytest.fixture
def example_prediction():
    """A fresh copy of the prediction that the schema embeds as its example."""
    return copy.deepcopy(schema.document("prediction")["examples"][0])


@pytest.fixture
def example_system():
    """A fresh copy of the system card that the schema embeds as its example."""
    return copy.deepcopy(schema.document("system")["examples"][0])


@pytest.fixture(scope="session")
def shipped(tmp_path_factory):
    """The release of the shipped corpus."""
    from benchmark.corpus import builder

    (release,) = builder.build(ROOT / "data", tmp_path_factory.mktemp("shipped"))
    return release


@pytest.fixture(scope="session")
def report_of():
    """Makes the report of a system as JSON, from the whole numbers of each article by metric.

    Numbers are three of a score (m, p, g) or two of a share (right, support); articles are a00, a01, ...
    Further names replace keys of the report.
    """

    def make(name, numbers, **changed):
        example = copy.deepcopy(schema.document("report")["examples"][0])
        size = len(next(iter(numbers.values())))
        scores, shares = {}, {}
        for metric, rows in numbers.items():
            told = {"name": metric, "label": metric.replace("_", " ").capitalize()}
            totals = [sum(column) for column in zip(*rows, strict=True)]
            if len(totals) == 2:
                total, support = totals
                shares[metric] = {
                    **told,
                    "total": total,
                    "support": support,
                    "value": ratio(total, support),
                }
            else:
                counts = Counts(*totals)
                scores[metric] = {
                    **told,
                    "matched": counts.matched,
                    "predicted": counts.predicted,
                    "gold": counts.gold,
                    "precision": counts.precision,
                    "recall": counts.recall,
                    "f1": counts.f1,
                }
        return {
            **example,
            "system": {**example["system"], "name": name, "version": "1"},
            "articles": size,
            "scores": scores,
            "shares": example["shares"] | shares,
            "per_article": {
                f"a{i:02}": {metric: list(rows[i]) for metric, rows in numbers.items()} for i in range(size)
            },
            **changed,
        }

    return make
