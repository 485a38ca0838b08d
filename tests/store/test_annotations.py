"""Annotations of several people: what they are called, and in which order their articles are."""

import gzip
import json

import pytest

from benchmark.records.errors import MisuseError
from benchmark.store import annotations


def test_articles_are_in_the_order_of_their_ids(article, written):
    """Files of the same articles in other orders are one annotation: nothing is drawn from their order."""
    path = written("anna.jsonl", *({**article, "article_id": article_id} for article_id in "cab"))
    (anna,) = annotations.read([path])

    assert list(anna.articles) == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("names", "told"),
    [
        (["anna.json", "boris.jsonl"], ["anna", "boris"]),
        (["anna.jsonl.gz", "boris.json.gz"], ["anna", "boris"]),
        (["anna.json", "anna.jsonl", "boris.json"], ["one/anna", "two/anna", "boris"]),
    ],
)
def test_an_annotator_is_called_by_the_path(article, tmp_path, names, told):
    """A name is the last part of a path without suffixes, and more of it where two would be called alike."""
    paths = []
    for folder, name in zip(("one", "two", "three"), names, strict=False):
        paths.append(tmp_path / folder / name)
        paths[-1].parent.mkdir()
        data = json.dumps(article).encode()
        paths[-1].write_bytes(gzip.compress(data) if name.endswith(".gz") else data)

    assert [one.name for one in annotations.read(paths)] == told
    with pytest.raises(MisuseError, match="one path stands twice"):
        annotations.read([*paths, tmp_path / "one" / ".." / "one" / names[0]])
