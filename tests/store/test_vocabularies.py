import re

import pytest

from benchmark.store import schema, vocabularies


@pytest.mark.parametrize("name", ["CC0-1.0", "Apache-2.0", "GPL-3.0-or-later", "LicenseRef-MUC-4"])
def test_licences_are_known_by_their_identifier(name):
    """SPDX identifiers, and names of one's own that say so."""
    assert vocabularies.is_license(name)


@pytest.mark.parametrize(
    "name", ["", "CC0", "cc0-1.0", "MIT OR Apache-2.0", "LicenseRef-", "LicenseRef-a b", "MIT\n"]
)
def test_other_names_are_no_licences(name):
    """No expressions, no other spelling: one licence has one name in the counts."""
    assert not vocabularies.is_license(name)


def test_a_licence_in_the_wrong_case_has_its_nearest():
    """The right spelling is one look away."""
    assert vocabularies.near_license("cc-by-4.0") == "CC-BY-4.0"


@pytest.mark.parametrize(
    "name", ["en", "EN", "pt-BR", "zh-Hant-TW", "gsw", "qaa", "sl-rozaj-biske", "en-a-bbb"]
)
def test_languages_are_known_by_their_first_subtag(name):
    """Case does not count in BCP 47."""
    assert vocabularies.is_language(name)


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("EN", "en"),
        ("en-us", "en-US"),
        ("MN-cYRL-mn", "mn-Cyrl-MN"),
        ("sgn-be-fr", "sgn-BE-FR"),
        ("EN-CA-X-CA", "en-CA-x-ca"),
        ("AZ-latn-X-LATN", "az-Latn-x-latn"),
        ("es-419", "es-419"),
        ("SL-ROZAJ-Biske-1994", "sl-rozaj-biske-1994"),
    ],
)
def test_a_language_is_written_in_one_case(tag, written):
    """The examples of RFC 5646, section 2.1.1, and others: https://www.rfc-editor.org/rfc/rfc5646#section-2.1.1."""
    assert vocabularies.canonical_language(tag) == written
    assert vocabularies.canonical_language(written) == written


@pytest.mark.parametrize("name", ["", "xx", "qzz", "english", "en_GB", "en-", "en-a", "-en", "en\n"])
def test_other_names_are_no_languages(name):
    """Neither what is not registered nor what has another form."""
    assert not vocabularies.is_language(name)


def test_the_form_of_a_language_is_that_of_the_schema():
    """What the schema lets through is what has the form of a tag."""
    pattern = re.compile(schema.document("article")["properties"]["language"]["pattern"])

    for name in ["en", "pt-BR", "en-a", "en-a-bbb", "english", "en_GB", "en\n"]:
        assert vocabularies.is_language(name) == (pattern.fullmatch(name) is not None), name


@pytest.mark.parametrize("vocabulary", ["licenses", "languages"])
def test_names_stand_once(vocabulary):
    """The lists are as their keepers publish them, without doubles."""
    names = vocabularies.names(vocabulary)

    assert len(names) == len(set(names)) > 600
