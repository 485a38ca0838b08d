"""Cards of the systems whose responses to the final test of MUC-4 (TST4) were kept."""

from __future__ import annotations

from typing import Final, NamedTuple

from benchmark.records.prediction import System


class _Site(NamedTuple):
    name: str
    organisation: str
    kind: str
    description: str


_SITES: Final = {
    "bbn": _Site("BBN", "BBN Systems and Technologies", "hybrid", "PLUM, partial parses and probabilities."),
    "ge": _Site("GE", "GE Research and Development Center", "rules", "NLToolset, lexicon-driven parsing."),
    "lsi": _Site("LSI", "Language Systems, Inc.", "rules", "DBG, parsing and discourse analysis by rule."),
    "nyu": _Site("NYU", "New York University", "rules", "PROTEUS, full parsing and semantic patterns."),
    "sri": _Site("SRI", "SRI International", "rules", "FASTUS, cascaded finite-state patterns."),
    "umass": _Site(
        "UMass",
        "University of Massachusetts",
        "hybrid",
        "CIRCUS, selective concepts, dictionary partly learned.",
    ),
    "usc": _Site("USC", "University of Southern California", "rules", "SNAP, parallel memory-based parsing."),
}
_VERSION: Final = "1992"
_TRAINING: Final = "MUC-4 development corpus: texts DEV, TST1 and TST2 with keys"
_NOTES: Final = "Response to the final test of MUC-4, run blind in May 1992; the description is ours."


def card(name: str, dataset: str) -> System:
    """Return the card of the system whose response file is named for it; an unknown name says what it can."""
    site = _SITES.get(name)
    return System(
        name=site.name if site else name,
        version=_VERSION,
        organisation=site.organisation if site else None,
        description=site.description if site else "A system of MUC-4; nothing more is known here.",
        kind=site.kind if site else "hybrid",
        training_data=(_TRAINING,),
        saw_test_texts="no" if site else "unknown",
        dataset=dataset,
        notes=_NOTES if site else None,
    )
