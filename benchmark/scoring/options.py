"""What is scored on what, and what else can move a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmark.records.errors import OtherVersionError, UnknownNameError
from benchmark.records.prediction import System
from benchmark.records.report import DatasetKey
from benchmark.scoring.signature import RESAMPLES, SEED, Signature, parse

if TYPE_CHECKING:
    from benchmark.records.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is scored on what, and everything else that can move a number."""

    system: System
    dataset: DatasetKey
    split: str
    ontology: str
    annotates: frozenset[str]
    match: str = "span+fold"
    resamples: int = RESAMPLES
    seed: int = SEED

    @classmethod
    def of(
        cls,
        manifest: Manifest,
        system: System,
        split: str,
        *,
        seed: int | None = None,
        resamples: int | None = None,
    ) -> Options:
        """Options for a split of a release; seed and resamples, where None, are those of every default score.

        Without resamples (0) there are no intervals.

        Raises:
            UnknownNameError: the release has no such split.
            SignatureError: ``seed`` or ``resamples`` is none that a signature is read back with.
        """
        if split not in manifest.splits:
            raise UnknownNameError("split", split, manifest.splits)
        options = cls(
            system=system,
            dataset=DatasetKey(name=manifest.name, version=manifest.version, digest=manifest.digest),
            split=split,
            ontology=manifest.ontology.key,
            annotates=frozenset(manifest.annotates),
            match=manifest.match,
            resamples=RESAMPLES if resamples is None else resamples,
            seed=SEED if seed is None else seed,
        )
        # Refused before a report is made with them that its signature could not make again.
        parse(str(options.signature))
        return options

    @property
    def signature(self) -> Signature:
        """What a reader needs to reproduce the numbers."""
        return Signature(
            name=self.dataset.name,
            version=self.dataset.version,
            digest=self.dataset.digest[:12],
            split=self.split,
            ontology=self.ontology,
            match=self.match,
            boot=self.resamples,
            seed=self.seed,
        )


def require(text: str, options: Options) -> None:
    """Raise OtherVersionError unless scoring with ``options`` reproduces the signature ``text``."""
    wanted, here = parse(text), options.signature
    if wanted != here:
        both = zip(str(here).split("|"), str(wanted).split("|"), strict=True)
        differ = "|".join(ours for ours, theirs in both if ours != theirs)
        raise OtherVersionError(f"cannot reproduce {wanted}: here it is {differ}")
