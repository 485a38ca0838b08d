"""What a parser makes of the pages that we write."""

from __future__ import annotations

from html.parser import HTMLParser


class Page(HTMLParser):
    """A page: its elements with their attributes, its texts, its tables."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.texts, self.inline, self.tables = [], [], {}, []
        self.within = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        """Notes an element, and begins a table, a row or a cell."""
        self.elements.append((tag, dict(attributes)))
        self.within.append(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append([dict(attributes), ""])

    def handle_endtag(self, tag):
        """Closes an element, and what is open within it."""
        while self.within and self.within.pop() != tag:
            pass

    def handle_data(self, data):
        """Notes a text where it stands."""
        if self.within and self.within[-1] in {"style", "script"}:
            self.inline.setdefault(self.within[-1], []).append(data)
            return
        self.texts.append(data)
        if {"td", "th"} & set(self.within):
            self.tables[-1][-1][-1][1] += data

    @property
    def text(self):
        """All that is not style or script."""
        return "".join(self.texts)

    @property
    def skeleton(self):
        """Elements and names of attributes, in order, without any text or value."""
        return [(tag, tuple(sorted(attributes))) for tag, attributes in self.elements]

    @property
    def links(self):
        """Where the links lead, in order."""
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]

    def table(self, label):
        """Rows of texts, by first cell, of the first table in which a cell of the head is that label."""
        for rows in self.tables:
            if any(cell[1].strip() == label for cell in rows[0]):
                return {row[0][1].strip(): [cell[1].strip() for cell in row] for row in rows}
        raise AssertionError(label)
