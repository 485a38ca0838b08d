"""The signature that travels with every number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmark.scoring.signature import Signature, SignatureError, parse

NAMES = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,20}", fullmatch=True)
SIGNATURES = st.builds(
    Signature,
    scorer=st.sampled_from(["1", "2"]),
    name=NAMES,
    version=NAMES,
    digest=st.from_regex(r"[0-9a-f]{12}", fullmatch=True),
    split=st.sampled_from(["test", "validation"]),
    ontology=st.builds("{}@{}".format, NAMES, NAMES),
    match=st.sampled_from(["span+fold", "span"]),
    boot=st.integers(0, 10**6),
    seed=st.integers(0, 10**9),
)


@given(SIGNATURES)
def test_both_forms_read_back_to_the_same_signature(signature):
    """A number printed with its short or its long signature can be reproduced from either."""
    assert parse(str(signature)) == signature
    assert parse(signature.short) == signature


def test_long_form_has_every_part_in_order(pytestconfig):
    """The long form is the one that scoring.md, section 6, spells out, and docs/metrics.md shows."""
    signature = Signature(
        name="dateline-news", version="1.0.0", digest="0123456789ab", ontology="plover@1.0.0"
    )

    assert str(signature) == (
        "dateline:5|data:dateline-news@1.0.0#0123456789ab|split:test|ontology:plover@1.0.0|match:span+fold"
        "|relax:dice0.5|align:3|date:edtf2|boot:10000|seed:1"
    )
    assert signature.short == "dateline:5|data:dateline-news@1.0.0#0123456789ab|ontology:plover@1.0.0"
    assert str(signature) in (pytestconfig.rootpath / "docs" / "metrics.md").read_text(encoding="utf-8")


WHOLE = "dateline:1|data:x@1#0123456789ab|ontology:o@1"
PAIRS = "is not a key and a value, each key once"
KEY = "signature part 'data' wants name@version# and 12 hex digits"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"signature part '' {PAIRS}"),
        (f"{WHOLE}|split", f"signature part 'split' {PAIRS}"),
        (f"{WHOLE}|split:", f"signature part 'split:' {PAIRS}"),
        (f"{WHOLE}|seed:1|seed:2", f"signature part 'seed:2' {PAIRS}"),
        ("dateline:1", "signature has no part 'data'"),
        ("data:x@1#0123456789ab", "signature has no part 'dateline'"),
        ("dateline:1|data:x@1#0123456789ab", "signature has no part 'ontology'"),
        (f"{WHOLE}|colour:red|boat:1", "signature has unknown part 'boat'"),
        ("dateline:1|data:x@1|ontology:o@1", KEY),
        ("dateline:1|data:x@1#0123456789AB|ontology:o@1", KEY),
        ("dateline:1|data:x@1#0123456789abc|ontology:o@1", KEY),
        (f"{WHOLE}|seed:one", "signature part 'seed' wants a whole number"),
        (f"{WHOLE}|seed:01", "signature part 'seed' wants a whole number"),
        (f"{WHOLE}|seed:1234567890123456789", "signature part 'seed' wants a whole number"),
        (f"{WHOLE}|boot:-1", "signature part 'boot' wants a whole number"),
        (f"{WHOLE}|boot:1000001", "signature part 'boot' wants at most 1,000,000"),
    ],
)
def test_what_is_no_signature_is_refused(text, message):
    """A signature that is cut, unknown or doubled in a part is refused, and the part is named."""
    with pytest.raises(SignatureError) as caught:
        parse(text)

    assert str(caught.value) == message


def test_every_part_is_read_into_its_place():
    """Parts stand in any order, spaces around them all, and a value may hold colons."""
    assert parse(
        " seed:0|boot:1000000|date:d|align:a|relax:r|match:m:n|ontology:o@1"
        "|split:s|data:n@v#0123456789ab|dateline:7\n"
    ) == Signature(
        scorer="7",
        name="n",
        version="v",
        digest="0123456789ab",
        split="s",
        ontology="o@1",
        match="m:n",
        relax="r",
        align="a",
        date="d",
        boot=1_000_000,
        seed=0,
    )
