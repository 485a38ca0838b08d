"""XML from outside."""

import pytest

from benchmark.corpus.importers import markup
from benchmark.records.errors import FindingsError, MisuseError

BOMB = """<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY b "bang"><!ENTITY c "&b;&b;&b;&b;">]>
<a x="&c;">&c;</a>
"""


@pytest.fixture
def found():
    def findings(text):
        with pytest.raises(FindingsError) as caught:
            markup.parse(text, "page.xml")
        (finding,) = caught.value.findings
        return finding

    return findings


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        (BOMB, "syntax", 2),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "syntax", 1),
        ("<a>\n<b></a>", "syntax", 2),
        ("", "syntax", 1),
        ("<a>\n" + "<b>" * 65 + "</b>" * 65 + "</a>", "limit", 2),
    ],
    ids=["bomb", "file", "crossed", "empty", "deep"],
)
def test_what_is_refused(found, text, kind, line):
    """Entities, damage and depth are findings with their line, none in the words of the parser."""
    finding = found(text)

    assert (finding.kind, finding.line) == (kind, line)
    assert not {"bang", "passwd", "mismatch"} & set(finding.message.split())


def test_a_document_type_is_no_harm():
    """TimeML and ACE files name a document type, which is not fetched."""
    root = markup.parse('<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd">\n<a>&lt;<b/></a>', "page.xml")

    assert (root.text, [child.tag for child in markup.children(root)]) == ("<", ["b"])


def test_what_a_document_says_of_its_bytes_is_not_believed(tmp_path):
    """Only UTF-8 is read, so that no other encoding hides a declaration of entities."""
    page = tmp_path / "page.xml"
    page.write_bytes('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode())
    assert markup.read(page).text == "é"

    page.write_bytes('<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"))
    with pytest.raises(FindingsError):
        markup.read(page)


def test_size_is_bounded(tmp_path, monkeypatch):
    """A file beyond the limit is refused before it is parsed; a folder is no file."""
    monkeypatch.setattr(markup, "DOCUMENT_BYTES", 10)
    page = tmp_path / "page.xml"
    page.write_text("<a>0123456789</a>")

    with pytest.raises(FindingsError):
        markup.read(page)
    with pytest.raises(MisuseError):
        markup.read(tmp_path)
