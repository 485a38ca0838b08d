"""Bad input, always: each kind at each door has its finding or its error, and changes nothing on disk."""

import copy
import gzip
import json
import time

import pytest

from benchmark.records.article import Article
from benchmark.records.errors import FindingsError, MisuseError
from benchmark.store import articles, codec, findings, ontologies, predictions, schema, systems

ARTICLE = schema.document("article")["examples"][0]
PREDICTION = schema.document("prediction")["examples"][0]
SYSTEM = schema.document("system")["examples"][0]
PLOVER = ontologies.load("plover@1.0.0")
KNOWN = {"kovar-shelling": codec.decode(Article, ARTICLE)}

DOORS = {
    "article.json": (ARTICLE, lambda path: articles.read([path], ontologies.load)),
    "articles.jsonl": (ARTICLE, lambda path: articles.read([path], ontologies.load)),
    "predictions.jsonl": (PREDICTION, lambda path: predictions.read(path, PLOVER, KNOWN)),
    "system.json": (SYSTEM, systems.read),
}
"""By name of the file: what is right, and how it is read."""


def bytes_of(value):
    return json.dumps(value).encode() + b"\n"


def said(door, path):
    """Return what a door says to a file that it refuses, in a screen of text, and that nothing changed."""
    before = sorted((each, each.stat().st_mtime_ns) for each in path.parent.rglob("*"))
    with pytest.raises(FindingsError) as caught:
        door(path)
    assert sorted((each, each.stat().st_mtime_ns) for each in path.parent.rglob("*")) == before
    text = findings.report(caught.value.findings)
    assert len(text.splitlines()) <= 101
    assert all(len(line) <= 400 for line in text.splitlines())
    assert caught.value.exit_code == 1
    return {finding.kind for finding in caught.value.findings}


@pytest.fixture(params=DOORS)
def door(request, tmp_path):
    """The right bytes for a door, the door, and a path of the right name."""
    value, read = DOORS[request.param]
    return bytes_of(value), read, tmp_path / request.param


def test_the_right_bytes_are_read(door):
    """What the cases below are made of is itself fine, also with CR LF at the line ends."""
    data, read, path = door
    path.write_bytes(data)
    as_it_is = read(path)
    path.write_bytes(data.replace(b"\n", b"\r\n"))

    assert read(path) == as_it_is


def test_a_missing_file_is_misuse(door):
    """Exit code 2."""
    _, read, path = door

    with pytest.raises(MisuseError) as caught:
        read(path)
    assert caught.value.exit_code == 2


def test_a_folder_for_a_file_is_misuse(door):
    """Exit code 2; a folder of articles has articles."""
    _, read, path = door
    path.mkdir()

    with pytest.raises(MisuseError) as caught:
        read(path)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize(
    ("damage", "kind"),
    [
        (lambda _: b"", "empty"),
        (lambda _: b"\n", "empty"),
        (lambda data: b"\xef\xbb\xbf" + data, "encoding"),
        (lambda data: data.decode().encode("utf-16"), "encoding"),
        (lambda data: data.replace(b'": "', b'": "\xe9', 1), "encoding"),
        (lambda data: data.replace(b'": "', b'": "\\udc80', 1), "encoding"),
        (lambda data: data.replace(b'": "', b'": "\\u0000', 1), "control"),
        (lambda data: data.replace(b"}\n", b",}\n"), "syntax"),
        (lambda data: data.replace(b"}\n", b"\n"), "syntax"),
        (lambda data: data[: len(data) // 2], "syntax"),
        (lambda data: data.replace(b"{", b'{"x": NaN, ', 1), "syntax"),
        (lambda data: data.replace(b"{", b'{"x": 1, "x": 2, ', 1), "duplicate-key"),
        (lambda data: data.replace(b"{", b'{"x": 1, ', 1), "unknown-field"),
        (lambda data: data.replace(b"{", b'{"x": ' + b"[" * 2_000 + b"]" * 2_000 + b", ", 1), "limit"),
        (
            lambda data: data.replace(b"{", b'{"x": ' + b'{"x": ' * 900 + b"1" + b"}" * 900 + b", ", 1),
            "limit",
        ),
        (lambda data: data.replace(b'": "', b'": "' + b"x" * 2_000_000, 1), "limit"),
        (lambda _: b"null\n", "type"),
        (lambda _: b"[]\n", "type"),
        (lambda _: b"1e999\n", "value"),
    ],
)
def test_damaged_bytes_are_findings(door, damage, kind):
    """Whatever is wrong with the bytes is told, in a screen of text."""
    data, read, path = door
    path.write_bytes(damage(data))

    assert kind in said(read, path)


@pytest.mark.parametrize("name", ["articles.jsonl", "predictions.jsonl"])
@pytest.mark.parametrize(
    "damage", [lambda _: b"", lambda data: data[:-9], lambda data: data[:30], lambda data: b"x" + data]
)
def test_a_damaged_gzip_is_a_finding(tmp_path, name, damage):
    """Empty, truncated, or not gzip at all."""
    value, read = DOORS[name]
    path = tmp_path / f"{name}.gz"
    path.write_bytes(damage(gzip.compress(bytes_of(value) * 3)))

    assert "compression" in said(read, path)


@pytest.mark.parametrize("name", ["article.json", "predictions.jsonl"])
@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda event: event["triggers"][0].update(start=60, end=99), "span"),
        (lambda event: event["triggers"][0].update(start=8), "span"),
        (lambda event: event["triggers"][0].update(end=2**31), "limit"),
        (lambda event: event["triggers"][0].update(start=7.0), "type"),
        (lambda event: event.update(event_type="ATTACK"), "unknown-type"),
        (lambda event: event.update(mode="flood"), "unknown-mode"),
        (lambda event: event.update(status="done"), "unknown-status"),
        (lambda event: event["arguments"][0].update(role="victim"), "unknown-role"),
        (lambda event: event.update(date=dated(event, "2023-02-30")), "date"),
        (lambda event: event.update(date=dated(event, "16.01.2024")), "date"),
    ],
)
def test_wrong_events_are_findings(tmp_path, name, change, kind):
    """Gold and predictions are held to the same rules."""
    value, read = DOORS[name]
    value = copy.deepcopy(value)
    change(value["events"][0])
    path = tmp_path / name
    path.write_bytes(bytes_of(value))

    assert said(read, path) == {kind}


def dated(event, text):
    return {**event["date"], "value": text} if isinstance(event["date"], dict) else text


@pytest.mark.parametrize(
    "row",
    [
        b"[" * 1_000_000,
        b"[" + b"1," * 900_000 + b"1]",
        b'{"article_id": "kovar-shelling", "events": [' + b"{}," * 600_000 + b"{}]}",
        b'{"article_id": "kovar-shelling", "events": [{"event_type": "X", "triggers": ['
        + b"0," * 900_000
        + b"0]}]}",
        b"{" + b'"a":1,' * 300_000 + b'"a":1}',
        b'\\"' * 1_000_000,
        b"{" + b",".join(b'"%d":1' % n for n in range(150_000)) + b"}",
        b'{"article_id": "' + b"\\u0000" * 300_000 + b'"}',
        b'{"article_id": "a", "events": [{"event_type": "X", "date": "' + b"[2024-01," * 200_000 + b'"}]}',
    ],
    ids=["open", "numbers", "events", "triggers", "doubled", "quotes", "keys", "nulls", "date"],
)
def test_a_hostile_row_is_refused_in_time(tmp_path, row):
    """A row within the limit of bytes costs seconds at most, whatever it is made of."""
    _, read = DOORS["predictions.jsonl"]
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(row + b"\n")
    begin = time.process_time()

    assert said(read, path)
    assert time.process_time() - begin < 10


def test_many_wrong_offsets_in_a_long_text_are_told_in_time(tmp_path):
    """What would repair each of them is looked for in the whole text, so not for all of them."""
    article = {**ARTICLE, "text": "no such words " * 70_000, "events": None}
    triggers = [{"text": "Kovar", "start": n, "end": n + 5} for n in range(1_000)]
    value = {**PREDICTION, "events": [{"event_type": "ASSAULT", "triggers": triggers}] * 20}
    path = tmp_path / "predictions.jsonl"
    path.write_bytes(bytes_of(value))
    known = {"kovar-shelling": codec.decode(Article, article)}
    begin = time.process_time()

    assert said(lambda path: predictions.read(path, PLOVER, known), path) == {"span"}
    assert time.process_time() - begin < 10


def test_words_without_a_place_are_looked_for_in_time(tmp_path):
    """Word edges are found once in a text, though all its places may lie among what they pass over."""
    words = ["\u00ad" * length for length in range(1, 100)]
    triggers = [{"text": text, "start": None, "end": None, "fragments": []} for text in words]
    article = {**ARTICLE, "text": "a" + "\u00ad" * 300_000 + "a", "regions": []}
    article["events"] = [{**ARTICLE["events"][1], "triggers": triggers, "arguments": []}]
    path = tmp_path / "article.json"
    path.write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    begin = time.process_time()

    articles.read([path], ontologies.load)
    assert time.process_time() - begin < 10
