"""What is written as YAML is read back by a YAML reader."""

import pytest
import yaml as reader
from hypothesis import given
from hypothesis import strategies as st

from benchmark.store import yaml

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)


@given(TEXTS | st.integers() | st.booleans())
def test_a_value_comes_back(value):
    """Whatever the characters: line ends and what YAML has no raw place for among them."""
    assert reader.safe_load(yaml.block({"key": [value]})) == {"key": [value]}


@pytest.mark.parametrize(
    "word", ["no", "NO", "y", "null", "~", "1.0", "2024-01-15", "a: b", "#", "", "-", "\u2028"]
)
def test_words_that_yaml_reads_as_something_else_stay_strings(word):
    """Norwegian is a language and a version no number."""
    assert reader.safe_load(yaml.block({"key": {"inner": word}})) == {"key": {"inner": word}}
