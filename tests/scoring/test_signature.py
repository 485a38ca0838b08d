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


def test_long_form_has_every_part_in_order():
    """The long form is the one that scoring.md, section 6, spells out."""
    signature = Signature(
        name="dateline-news", version="1.0.0", digest="0123456789ab", ontology="plover@1.0.0"
    )

    assert str(signature) == (
        "dateline:1|data:dateline-news@1.0.0#0123456789ab|split:test|ontology:plover@1.0.0|match:span+fold"
        "|relax:dice0.5|align:3|date:edtf2|boot:10000|seed:1"
    )
    assert signature.short == "dateline:1|data:dateline-news@1.0.0#0123456789ab|ontology:plover@1.0.0"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "dateline:1",
        "dateline:1|data:x@1|ontology:o@1",
        "dateline:1|data:x@1#0123456789ab|ontology:o@1|colour:red",
        "dateline:1|data:x@1#0123456789ab|ontology:o@1|seed:one",
        "dateline:1|data:x@1#0123456789ab|ontology:o@1|seed:1|seed:2",
    ],
)
def test_what_is_no_signature_is_refused(text):
    """A signature that is cut, unknown or doubled in a part is refused, not guessed."""
    with pytest.raises(SignatureError):
        parse(text)
