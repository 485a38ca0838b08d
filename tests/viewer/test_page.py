"""The viewer's page: all articles, none of their words obeyed, and readable without scripts."""

import base64
import dataclasses
import gzip
import hashlib
import json
import re

import pytest

from benchmark.cli.main import main
from benchmark.records.manifest import ANNOTATIONS
from benchmark.viewer import page
from pages import Page

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</mark></article></script><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "--><!-- x",
    "&lt;b&gt; &amp;",
    "x\u202eevil\u2066\x00\x1b[31m",
)


def packed(text):
    """Articles that the page holds packed."""
    packs = re.findall(r'<script type="application/octet-stream" class="pack">([^<]*)</script>', text)
    return [piece for pack in packs for piece in json.loads(gzip.decompress(base64.b64decode(pack)))]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_change_no_element(scored, article, prediction, text):
    """Markup in text, title, source, id-like names and predicted words is read as text."""

    def made(words):
        body = f"{words} fled."
        gold = article("a", body, (0, len(words)), title=words, source=words)
        sent = prediction("a", (0, len(words)), words=[words, f"{words} nowhere"])
        report, readings = scored((gold, sent))
        named = dataclasses.replace(report.system, name=words)
        return Page(page.render(dataclasses.replace(report, system=named), readings))

    plain = "plain words"
    assert made(text).skeleton == made(plain).skeleton
    assert not re.search(r"[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", made(text).text)


def test_policy_allows_these_very_bytes(scored, example):
    """The page fetches nothing: all but its one style and its one script is forbidden."""
    found = Page(page.render(*scored(example)))
    (policy,) = [
        attributes["content"]
        for tag, attributes in found.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]

    assert policy.startswith("default-src 'none'; ")
    for name in ("style", "script"):
        (text,) = found.inline[name]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    names = {name for _, attributes in found.elements for name in attributes}
    assert names.isdisjoint({"src", "style", "onclick", "onload", "action"})
    assert "url(" not in found.inline["style"][0]


def test_example_is_told_in_words(scored, example):
    """Both sides of each pair, the outcome of the date and what is wrong stand in the page as text."""
    text = " ".join(Page(page.render(*scored(example))).text.split())

    for words in ("wrong date", "near, +1 d", "wrong type", "2024-01-15", "on Monday", "missed"):
        assert words in text


def test_head_has_every_headline_number(scored, example):
    """Those that docs/metrics.md names, and precision and recall of events."""
    head = re.findall("<div><dt>([^<]*)</dt><dd>([^<]*)</dd></div>", page.render(*scored(example)))

    assert head == [
        ("Event P", "50.0"), ("Event R", "50.0"), ("Event F1", "50.0"), ("Date accuracy", "0.0"),
        ("Argument F1", "33.3"), ("Dated-event F1", "0.0"),
    ]  # fmt: skip


def test_filters_say_what_they_count(scored, article, prediction):
    """Events, not fillers; and an event sent twice counts where a system card says duplicate."""
    text = page.render(*scored((article("a", "Rebels fled.", (7, 11)), prediction("a", (7, 11), (7, 11)))))

    assert "<legend>Events by error</legend>" in text
    assert "Spurious, duplicate <b>1</b>" in text


def test_example_is_told_in_pictures(scored, example):
    """The dates of both sides are bars of a timeline, and a mark says whose words it is under the pointer."""
    elements = Page(page.render(*scored(example))).elements
    titles = {attributes["title"] for tag, attributes in elements if tag == "mark"}

    assert [attributes["class"] for tag, attributes in elements if tag == "rect"] == ["gold", "predicted"]
    assert {"1: gold trigger; 1: predicted trigger", "1: gold time; 1: predicted recipient"} <= titles


@pytest.mark.parametrize(
    ("part", "row", "faults"),
    [
        ("triggers", "trigger", set()),
        ("dates", "date", {"wrong_date"}),
        ("arguments", "argument", {"boundary", "argument"}),
    ],
)
def test_what_is_not_annotated_is_not_shown(scored, example, part, row, faults):
    """No row, no filter and no legend for what no event can have: that would read as if it were asked for."""
    found = Page(page.render(*scored(example, annotates=set(ANNOTATIONS) - {part})))
    chips = {
        attributes["value"] for tag, attributes in found.elements if attributes.get("type") == "checkbox"
    }

    assert chips == set(page.TITLES) - faults
    assert row not in found.texts
    assert ("undated" in found.texts) is (part != "dates")
    assert not [text for text in found.texts if text in {f"gold {row}", f"predicted {row}"}]


def test_marked_text_is_the_text(scored, article, prediction):
    """Whatever is marked, the article reads as it was written, and each mark is its words."""
    body = "\U0001f468\u200d\U0001f469 fled.\n\u0647\u0627\u062c\u0645 \u05e9\u05dc\u05d5\u05dd end"
    gold = article("a", body, (0, 3), (4, 8), (10, 14))
    text = page.render(*scored((gold, prediction("a", (2, 8), (10, 12)))))
    (inner,) = re.findall(r'<div class="text"[^>]*>(.*?)</div>', text, re.DOTALL)

    assert re.sub(r"<[^>]+>", "", inner) == body
    assert re.findall(r">([^<]+)</mark>", inner) == [
        body[0:2],
        body[2:3],
        body[3:4],
        body[4:8],
        body[10:12],
        body[12:14],
    ]


def test_many_articles_are_packed_and_none_is_lost(scored, article, monkeypatch):
    """The first articles stand in the page for readers without scripts, the others in packs, in order."""
    monkeypatch.setattr(page, "PLAIN_BYTES", 20_000)
    pairs = [(article(f"a{i:03}", f"Rebels fled {i}.", (7, 11)), None) for i in range(120)]
    text = page.render(*scored(*pairs))
    plain = re.findall(r'<article class="article" id="(a\d+)"', text)
    rest = [re.search(r'id="(a\d+)"', piece).group(1) for piece in packed(text)]

    assert 1 <= len(plain) < 20
    assert plain + rest == [f"a{i:03}" for i in range(120)]
    assert f"the first {len(plain)} of 120 articles" in text


def test_same_readings_are_the_same_page(scored, example, monkeypatch):
    """No clock shows, not even in what is packed."""
    monkeypatch.setattr(page, "PLAIN_BYTES", 0)
    article, prediction = example
    second = dataclasses.replace(article, article_id="second")
    found = scored((article, prediction), (second, None))

    assert page.render(*found) == page.render(*found)
    assert len(packed(page.render(*found))) == 1


def test_command_writes_the_page(shipped, tmp_path, capsys):
    """Bench score --html leaves the page beside the table, with every article of the split."""
    assert main(["predict", "lexicon", "--data", str(shipped), "--out", str(tmp_path)]) == 0
    command = ["score", str(tmp_path / "predictions.jsonl"), "--data", str(shipped), "--resamples", "0"]
    assert main([*command, "--html", str(tmp_path / "view.html")]) == 0

    text = (tmp_path / "view.html").read_text(encoding="utf-8")
    articles = (shipped / "jsonl" / "test.jsonl").read_bytes().splitlines()
    assert str(tmp_path / "view.html") in capsys.readouterr().err
    assert text.count("<article ") + len(packed(text)) == len(articles)
