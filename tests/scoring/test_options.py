"""Options: what a signature is made of, and is held against."""

from __future__ import annotations

import dataclasses

import pytest

from benchmark.records.errors import OtherVersionError, UnknownNameError
from benchmark.records.report import DatasetKey
from benchmark.scoring import Options
from benchmark.scoring.options import require
from benchmark.scoring.signature import SignatureError
from benchmark.store import releases
from probe import CARD, options


def test_another_signature_is_refused():
    """A score that cannot reproduce the signature asked for ends with an error that names what differs."""
    wanted = options().signature

    require(str(wanted), options())
    require(wanted.short, options())
    other = options(seed=2, resamples=100)
    with pytest.raises(OtherVersionError) as caught:
        require(str(wanted), other)
    assert str(caught.value) == f"cannot reproduce {wanted}: here it is boot:100|seed:2"
    with pytest.raises(OtherVersionError, match="nonsense"):
        require("nonsense", other)


@pytest.mark.parametrize(
    "wrong", [{"seed": -1}, {"seed": 10**18}, {"resamples": 1.5}, {"resamples": 10**6 + 1}]
)
def test_options_of_a_release_are_those_a_signature_is_read_back_with(shipped, wrong):
    """A report whose signature names no split, or a seed that no command takes, could not be made again."""
    manifest = releases.open_release(shipped).manifest

    with pytest.raises(UnknownNameError, match=r"^unknown split 'tset', did you mean 'test'"):
        Options.of(manifest, CARD, "tset")
    with pytest.raises(SignatureError, match="wants"):
        Options.of(manifest, CARD, "test", **wrong)


def test_options_of_a_release_are_its_manifests(shipped):
    """Name, version, digest, ontology, what it annotates and how texts match come from the release."""
    manifest = dataclasses.replace(releases.open_release(shipped).manifest, match="span")

    told = Options.of(manifest, CARD, "validation")

    assert told == Options(
        system=CARD,
        dataset=DatasetKey(name=manifest.name, version=manifest.version, digest=manifest.digest),
        split="validation",
        ontology=f"{manifest.ontology.name}@{manifest.ontology.version}",
        annotates=frozenset(manifest.annotates),
        match=manifest.match,
        resamples=10_000,
        seed=1,
    )
    zero = Options.of(manifest, CARD, "validation", seed=0, resamples=0)
    assert zero == dataclasses.replace(told, seed=0, resamples=0)
    signature = told.signature
    assert (signature.digest, signature.boot, signature.seed) == (manifest.digest[:12], 10_000, 1)
    assert (signature.name, signature.version, signature.split, signature.ontology, signature.match) == (
        manifest.name,
        manifest.version,
        "validation",
        told.ontology,
        manifest.match,
    )
