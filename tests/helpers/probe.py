"""A system called Probe, scored on a dataset called probe; and the worked example as records."""

from __future__ import annotations

import dataclasses

from benchmark.records.article import Article
from benchmark.records.prediction import Prediction, System
from benchmark.records.report import DatasetKey
from benchmark.scoring import Options
from benchmark.store import codec, schema

ALL = frozenset(("triggers", "arguments", "dates", "status", "modes"))
CARD = System(
    name="Probe", version="1", description="A probe.", kind="rules", training_data=(), saw_test_texts="no"
)


def options(annotates=ALL, **changes):
    plain = Options(
        system=CARD,
        dataset=DatasetKey(name="probe", version="1.0.0", digest="0" * 64),
        split="test",
        ontology="plover@1.0.0",
        annotates=frozenset(annotates),
        resamples=0,
    )
    return dataclasses.replace(plain, **changes)


def example():
    """The article and the prediction that the schemas embed as their examples."""
    article = codec.decode(Article, schema.document("article")["examples"][0])
    return article, codec.decode(Prediction, schema.document("prediction")["examples"][0])
