"""Disagreements as a list and as a page: every word that either shows, and that nothing gets in."""

from __future__ import annotations

import dataclasses
import html
import json
import re

import pytest

from benchmark.records.agreement import Side
from benchmark.records.article import Mention
from benchmark.scoring import adjudication_page
from benchmark.scoring.disagreements import disagreements
from benchmark.store import codec

NAMES = ("anna", "boris")
LIST = r"""# Disagreements of anna (A) and boris (B)

1. event of ACCUSE “condemned” in kovar\-shelling, `2a6fb78b6ba7`
   - A: ACCUSE\, actual\, no date; “condemned” \[45\, 54\); actor “ministry”
   - B: nothing
2. type of ASSAULT “shelled”\, “attack” in kovar\-shelling, `ed2615730dc9`
   - A: ASSAULT; “shelled” \[7\, 14\); “attack” \[59\, 65\)
   - B: PROTEST; “Rebels shelled” \[0\, 14\)
3. date of ASSAULT “shelled”\, “attack” in kovar\-shelling, `7d9461c3a6ec`
   - A: 2024\-01\-15 \(relative\); “on Monday” \[21\, 30\)
   - B: 2024\-01\-16 \(relative\); “on Monday” \[21\, 30\)
4. status of ASSAULT “shelled”\, “attack” in kovar\-shelling, `a0f5d9e4ad99`
   - A: actual; “shelled” \[7\, 14\); “attack” \[59\, 65\)
   - B: planned; “Rebels shelled” \[0\, 14\)
5. mode of ASSAULT “shelled”\, “attack” in kovar\-shelling, `18d40423482a`
   - A: none; “shelled” \[7\, 14\); “attack” \[59\, 65\)
   - B: riot; “Rebels shelled” \[0\, 14\)
6. argument of ASSAULT “shelled”\, “attack” in kovar\-shelling, `649486918ae7`
   - A: actor; “Rebels” \[0\, 6\)
   - B: recipient; “Rebels” \[0\, 6\)
7. trigger of ASSAULT “shelled”\, “attack” in kovar\-shelling, `233259479e1b`
   - A: “attack” \[59\, 65\)
   - B: nothing
8. trigger of ASSAULT “shelled”\, “attack” in kovar\-shelling, `bc3804fb8dc2`
   - A: “shelled” \[7\, 14\)
   - B: “Rebels shelled” \[0\, 14\)
9. optional of ASSAULT “shelled”\, “attack” in kovar\-shelling, `1cfa1596be87`
   - A: false; “shelled” \[7\, 14\); “attack” \[59\, 65\)
   - B: true; “Rebels shelled” \[0\, 14\)
10. tags of ASSAULT “shelled”\, “attack” in kovar\-shelling, `c1998f44b4dc`
   - A: weekday\-past
   - B: none
"""


def page_of(first, second):
    found = disagreements(NAMES, {"a": first}, {"a": second})
    return adjudication_page.render(NAMES, found, {first.article_id: first}), found


def contexts(page):
    """The text of each disagreement; what is marked as ``<A:words>``, ``<B:words>`` or ``<AB:words>``."""
    for letters, side in (("A", "first"), ("B", "second"), ("AB", "shared")):
        page = re.sub(rf'<mark class="{side}">(.*?)</mark>', rf"&lt;{letters}:\1&gt;", page)
    return [html.unescape(one) for one in re.findall(r'<p class="context" dir="auto">(.*?)</p>', page)]


def marked(text, *ends, article):
    """The article with this text, and one event that has a trigger for each start and end."""
    triggers = tuple(Mention(text=text[a:b], start=a, end=b, fragments=()) for a, b in ends)
    event = dataclasses.replace(article.events[0], triggers=triggers, arguments=())
    return dataclasses.replace(article, text=text, events=(event,))


def test_the_list_has_every_disagreement_with_both_sides(example, second):
    """Markdown: one item a disagreement, with what either says, its words and its id, punctuation inert."""
    found = disagreements(NAMES, {"a": example}, {"a": second})

    assert adjudication_page.render_list(NAMES, found) == LIST


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (
            "event",
            {
                "event_type": "ASSAULT",
                "status": "planned",
                "date": {"value": "2024-05"},
                "arguments": [{"role": "actor", "mentions": [{"text": "Rebels"}, {"text": "They"}]}],
            },
            ["ASSAULT, planned, 2024-05", "“fled” [3, 7)", "“far”", "actor “Rebels”"],
        ),
        (
            "date",
            {"value": "2024-05-01", "basis": None, "alternatives": ["2024-05-02", "2024-05-03"]},
            ["2024-05-01 or 2024-05-02 or 2024-05-03", "“fled” [3, 7)", "“far”"],
        ),
        (
            "date",
            {"value": None, "basis": "relative", "alternatives": []},
            ["no date (relative)", "“fled” [3, 7)", "“far”"],
        ),
        ("argument", {"role": "actor", "optional": True}, ["actor (optional)", "“fled” [3, 7)", "“far”"]),
        ("argument", {"role": "actor", "optional": False}, ["actor", "“fled” [3, 7)", "“far”"]),
        ("trigger", {}, ["“fled” [3, 7)", "“far”"]),
        ("tags", ["one", "two"], ["one, two"]),
        ("tags", [], ["none"]),
        ("mode", None, ["none", "“fled” [3, 7)", "“far”"]),
        ("status", "Planned", ["Planned", "“fled” [3, 7)", "“far”"]),
        ("optional", False, ["false", "“fled” [3, 7)", "“far”"]),
    ],
)
def test_a_side_says_its_value_and_then_its_words(kind, value, words):
    """Each kind in words, without a place where a mention has none; tags are about no words."""
    mentions = (
        Mention(text="fled", start=3, end=7, fragments=()),
        Mention(text="far", start=None, end=None, fragments=()),
    )

    assert adjudication_page.lines(Side(event_id="e", mentions=mentions, value=value), kind) == words


def test_the_page_counts_its_kinds_and_shows_values_as_json(example, second):
    """What can be filtered with its number, and what either annotated, which is also what to write from."""
    page, _ = page_of(example, second)
    value = html.escape(json.dumps("ASSAULT"), quote=True).replace("&quot;", "&#34;")

    assert re.findall(r'<option value="(\w+)">(.*?)</option>', page) == [
        ("event", "event (1)"),
        ("type", "type (1)"),
        ("date", "date (1)"),
        ("status", "status (1)"),
        ("mode", "mode (1)"),
        ("argument", "argument (1)"),
        ("trigger", "trigger (2)"),
        ("optional", "optional (1)"),
        ("tags", "tags (1)"),
    ]
    assert f'aria-label="JSON of A">{value}</pre>' in page
    assert f'autocomplete="off">\n{value}</textarea>' in page
    assert json.loads(html.unescape(re.search(r"<pre.*?>(.*?)</pre>", page, re.DOTALL)[1])) == codec.encode(
        example.events[1]
    )
    assert page.startswith("<!doctype html>\n")
    assert page.endswith("</script>\n</body>\n</html>\n")


def test_words_from_right_to_left_turn_nothing_around(example):
    """Quoted words have a direction of their own, in lines that run as offsets do; joiners stay."""
    text = "حريق <b> می\u200cسوزد"
    one = marked(text, (0, 4), (5, 8), (9, 16), article=example)

    page, _ = page_of(one, dataclasses.replace(one, events=()))

    words = ("حريق", "&lt;b&gt;", "می\u200cسوزد")
    places = ("[0, 4)", "[5, 8)", "[9, 16)")
    assert ", ".join(f"“<bdi>{word}</bdi>”" for word in words) + "</bdi> <small>" in page
    for word, place in zip(words, places, strict=True):
        assert f'<p dir="ltr">“<bdi>{word}</bdi>” {place}</p>' in page


def test_both_and_neither_are_for_two_items_of_a_list(example, second):
    """Of a type there is one; of something and nothing both is the one and neither the other."""
    page, found = page_of(example, second)
    offered = {
        one.id: re.findall(rf'name="{one.id}" value="(\w+)" autocomplete="off"> (\w+)', page) for one in found
    }
    few = [("first", "A"), ("second", "B"), ("write", "write")]
    every = [("first", "A"), ("second", "B"), ("both", "both"), ("neither", "neither"), ("write", "write")]

    assert [(one.kind, offered[one.id]) for one in found] == [
        ("event", few),
        ("type", few),
        ("date", few),
        ("status", few),
        ("mode", few),
        ("argument", every),
        ("trigger", few),
        ("trigger", every),
        ("optional", few),
        ("tags", few),
    ]


def test_words_are_shown_in_their_surroundings_by_who_marked_them(example):
    """120 code points to either side, what both marked apart, and dots where the text goes on."""
    before, after = "b" * 150, "a" * 150
    text = f"{before}Rebels shelled Kovar{after}"
    one = marked(text, (150, 164), article=example)
    two = marked(text, (157, 170), article=example)

    page, _ = page_of(one, two)

    assert contexts(page) == [f"… {'b' * 120}<A:Rebels ><AB:shelled><B: Kovar>{'a' * 120} …"]


def test_surroundings_are_cut_between_words(example):
    """The first and the last word that shows are whole, where words have any length that words have."""
    words = [f"w{i:05}" for i in range(100)]
    text = " ".join([*words[:50], "shelled", *words[50:]])
    start = text.index("shelled")
    one = marked(text, (start, start + 7), article=example)

    page, _ = page_of(one, dataclasses.replace(one, events=()))

    assert contexts(page) == [f"… {' '.join(words[33:50])} <A:shelled> {' '.join(words[50:67])} …"]


def test_words_far_apart_have_surroundings_of_their_own(example):
    """Surroundings that touch are one; where the text begins or ends nothing is left out."""
    near = f"Rebels{'.' * 240}fled{'.' * 119}"
    far = f"{'.' * 120}Rebels{'.' * 241}fled{'.' * 120}"
    shown = []
    for text, ends in ((near, [(0, 6), (246, 250)]), (far, [(120, 126), (367, 371)])):
        one = marked(text, *ends, article=example)
        page, _ = page_of(one, dataclasses.replace(one, events=()))
        shown += contexts(page)

    assert shown == [
        f"<A:Rebels>{'.' * 240}<A:fled>{'.' * 119}",
        f"{'.' * 120}<A:Rebels>{'.' * 120}… {'.' * 120}<A:fled>{'.' * 120}",
    ]


def test_words_near_each_other_share_their_surroundings(example):
    """Two mentions a few words apart are shown in one stretch of text, that of the first and the last."""
    text = f"{'b' * 130}Rebels shelled it and fled{'a' * 130}"
    one = marked(text, (137, 144), (152, 156), article=example)

    page, _ = page_of(one, dataclasses.replace(one, events=()))

    assert contexts(page) == [
        f"… {'b' * 113}Rebels <A:shelled> it and <A:fled>{'a' * 120} …",
    ]


def test_what_has_no_place_has_no_surroundings(example):
    """An event without a mention, or one whose mention has no offsets, is shown without any text."""
    nowhere = Mention(text="it", start=None, end=None, fragments=())
    one = marked("Nothing said.", article=example)
    bare = dataclasses.replace(one.events[0], triggers=(nowhere,))
    two = dataclasses.replace(one, events=(dataclasses.replace(bare, event_type="PROTEST"),))

    page, _ = page_of(one, dataclasses.replace(two, events=()))
    other, _ = page_of(two, dataclasses.replace(two, events=()))

    assert contexts(page) == contexts(other) == [""]


def test_two_who_agree_have_nothing_to_decide(example):
    """The page says so, and offers no kind."""
    page, found = page_of(example, example)

    assert found == []
    assert "They agree in everything." in page
    assert page.count("<option") == 1


def test_the_page_lets_nothing_in(example, second):
    """Markup in names and texts is text, the policy allows the page's own bytes only, nothing is fetched."""
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
    text = f"{example.text}\n{hostile}\u202e"
    first, other = (dataclasses.replace(article, text=text) for article in (example, second))
    names = (hostile, "boris")

    page = adjudication_page.render(
        names, disagreements(names, {"a": first}, {"a": other}), {first.article_id: first}
    )

    assert hostile not in page
    assert page.count("<script") == page.count("</script") == 1
    assert "default-src &#39;none&#39;" in page
    assert "src=" not in page.replace("src=x", "")
    assert "http" not in page.replace("http-equiv", "")
    assert "\u202e" not in page
