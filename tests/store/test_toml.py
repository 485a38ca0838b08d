"""TOML files: what would keep the parser busy for ever does not come to it."""

import tomllib

import pytest

from benchmark.records.errors import FindingsError
from benchmark.store import toml


@pytest.fixture
def read(tmp_path):
    """Reads a text as a TOML file."""

    def run(text):
        (tmp_path / "a.toml").write_text(text, encoding="utf-8")
        return toml.read(tmp_path / "a.toml")

    return run


@pytest.mark.parametrize("part", ["a", '"a.\\"b"', "'a\"b'", '""', " a\t"])
@pytest.mark.parametrize("form", ["{} = 1", "[{}]", "[[{}]]", "x = {{ y = 2, {} = 1 }}", "x = [{{{} = 1}}]"])
def test_deep_keys_are_refused_unparsed(read, monkeypatch, part, form):
    """The parser's time grows with the square of a key's parts: it takes minutes for 100 kB of them."""
    monkeypatch.setattr(tomllib, "loads", None)

    with pytest.raises(FindingsError) as caught:
        read("ok = 1\n" + form.format(".".join([part] * 65)))
    assert [finding.message for finding in caught.value.findings] == ["is nested deeper than 64 levels"]


@pytest.mark.parametrize("text", ["a." * 63 + "a = 1", f'a = "{"1. " * 100}"', "a = 1.5 # " + "b." * 100])
def test_other_dots_are_read(read, text):
    """A key may have as many parts as a value has levels; dots in texts and comments are no key's."""
    assert list(read(text)[0]) == ["a"]


def test_a_null_character_is_found_where_it_stands(read):
    """It is refused in the file that somebody can mend: later it would be found in what was made of it."""
    with pytest.raises(FindingsError) as caught:
        read('[card]\nlimits = ["a", "b\\u0000"]\n"k\\u0000" = 1')
    assert sorted(finding.path for finding in caught.value.findings) == [
        "$.card.limits[1]",
        "$.card['k\\u0000']",
    ]
