"""HTML holds hostile texts as text, judged by the standard library's parser."""

from html.parser import HTMLParser

from benchmark.records.text import clean
from benchmark.tables import Column, Table, render

TAGS = {"table", "caption", "thead", "tbody", "tr", "th", "td"}


class Reader(HTMLParser):
    """Gathers tags with attributes, the text of each caption, th and td, and comments."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self.comments = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        """Begin a cell's text."""
        self.tags.append((tag, attrs))
        if tag in {"caption", "th", "td"}:
            self.texts.append("")

    def handle_data(self, data):
        """Take the text of a cell; between cells there are line ends only."""
        if data != "\n":
            self.texts[-1] += data

    def handle_comment(self, data):
        """Take a comment, which we do not write."""
        self.comments.append(data)


def test_hostile_text_is_text(board, hostile):
    """Every cell's text is the clean text; there is no other tag or attribute than ours, and no comment."""
    page = Reader(render(board, "html"))

    shown = clean(hostile)
    assert page.texts[:2] == [shown, clean(f"name {hostile}")]
    assert (page.texts[4], page.texts[10]) == (shown, shown)
    assert {tag for tag, _ in page.tags} <= TAGS
    assert {name for _, attributes in page.tags for name, _ in attributes} <= {"class", "scope"}
    assert page.comments == []


def test_rows_apart_are_a_body_of_their_own():
    """A style sheet can tell trivial systems from others."""
    page = Reader(render(Table("t", (Column("a"),), (("x",),), (("y",),)), "html"))

    bodies = [dict(attributes)["class"] for tag, attributes in page.tags if tag == "tbody"]
    assert bodies == ["ranked", "aside"]
