"""The page of disagreements in a browser: quiet, within reach of everybody, and it saves what was decided."""

from __future__ import annotations

import dataclasses
import json

import pytest

from benchmark.scoring import adjudication_page
from benchmark.scoring.disagreements import disagreements

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"
SAVED = """\
new Promise((done) => {
  const make = URL.createObjectURL;
  URL.createObjectURL = (blob) => { blob.text().then(done); return make(blob); };
  document.getElementById("save").click();
})"""


@pytest.fixture
def told(example):
    """Disagreements of two annotators, one under a hostile name: a date, a missing event and trigger."""
    attack, _ = example.events
    date = dataclasses.replace(attack.date, value="2024-01-16")
    other = dataclasses.replace(attack, triggers=attack.triggers[:1], date=date)
    names = (HOSTILE, "boris")
    second = dataclasses.replace(example, events=(other,))
    return names, disagreements(names, {"a": example}, {"a": second}), {example.article_id: example}


@pytest.fixture
def path(told, tmp_path, browser):
    """The page as a file; left at the end, for it asks before it forgets what is not saved."""
    file = tmp_path / "disagreements.html"
    file.write_text(adjudication_page.render(*told), encoding="utf-8")
    yield file
    browser.call("Page.navigate", url="about:blank")
    browser.ask("1")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [390, 1280])
def test_page_is_quiet_fits_and_breaks_no_accessibility_rule(browser, path, width, dark):
    """No message, no request but its own, nothing wider than the window, nothing that axe-core finds."""
    browser.set(width, dark=dark)
    browser.open(path)
    browser.ask("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    browser.ask("document.querySelectorAll('input[value=write]').forEach((choice) => choice.click())")

    assert browser.requests == [path.as_uri()]
    assert browser.messages == []
    assert browser.ask("document.documentElement.scrollWidth") == width
    assert browser.violations() == []
    assert browser.ask("[document.scripts.length, document.images.length].join()") == "1,0"
    assert HOSTILE in browser.ask("document.body.innerText")
    browser.shoot(f"disagreements-{width}-{'dark' if dark else 'light'}")


def choose(browser, place, choice):
    """Choose for the disagreement at a place of the list."""
    browser.ask(f"document.querySelectorAll('.case')[{place}].querySelector('[value={choice}]').click()")


def fill(browser, place, part, text):
    """Write into a part of the disagreement at a place of the list."""
    browser.ask(
        f"(() => {{ const field = document.querySelectorAll('.case')[{place}].querySelector('{part}');"
        f" field.value = {json.dumps(text)};"
        " field.dispatchEvent(new Event('input', { bubbles: true })); })()"
    )


def test_what_was_decided_is_saved(browser, path, told):
    """One line each, with reason and value; what is no JSON is open, and open ones can be shown alone."""
    browser.set(1280)
    browser.open(path)
    ids = [one.id for one in told[1]]

    choose(browser, 0, "second")
    fill(browser, 0, ".reason", "no event <of> its own")
    choose(browser, 1, "write")
    fill(browser, 1, "textarea", "{")
    halfway = browser.ask("document.getElementById('told').textContent")
    fill(browser, 1, "textarea", '{"value": null}')
    browser.ask("document.getElementById('open').click()")
    left = browser.ask("[...document.querySelectorAll('.case')].filter((one) => one.offsetHeight).length")

    assert (halfway, left) == (f"1 of {len(ids)} decided", len(ids) - 2)
    assert [json.loads(line) for line in browser.ask(SAVED).splitlines()] == [
        {"id": ids[0], "choice": "second", "reason": "no event <of> its own"},
        {"id": ids[1], "choice": "write", "value": {"value": None}},
    ]


@pytest.mark.parametrize("begun", ["write", "reason"])
def test_page_asks_before_it_forgets_what_could_not_be_saved(browser, path, begun):
    """A reason without a choice, and JSON with an error, are no lines of the file."""
    asks = "!dispatchEvent(new Event('beforeunload', { cancelable: true }))"
    browser.set(1280)
    browser.open(path)
    if begun == "write":
        choose(browser, 1, "write")
        fill(browser, 1, "textarea", "{")
    else:
        fill(browser, 1, ".reason", "no event of its own")

    assert (browser.ask(SAVED), browser.ask(asks)) == ("", True)
    choose(browser, 1, "second")
    assert (len(browser.ask(SAVED).splitlines()), browser.ask(asks)) == (1, False)


def test_address_of_a_disagreement_leads_to_it(browser, path, told):
    """The ids of the other files of the folder are anchors, and what they lead to stands below the tools."""
    browser.set(1280, height=500, prefers_reduced_motion="reduce")
    browser.call("Page.navigate", url="about:blank")
    browser.open(path, f"#{told[1][1].id}")
    tops = "['.case:target', '.tools'].map((part) => document.querySelector(part).getBoundingClientRect())"

    browser.wait("scrollY > 0")
    case, tools = browser.ask(f"{tops}.map(({{ top, bottom }}) => ({{ top, bottom }}))")
    assert tools["bottom"] < case["top"] < 500


def test_decisions_can_be_taken_up_again(browser, path, told):
    """A saved file is loaded with choices, values and reasons; lines that fit nothing here are counted."""
    browser.set(1280)
    browser.open(path)
    decisions = [
        {"id": told[1][0].id, "choice": "first", "reason": "because"},
        {"id": "0" * 12, "choice": "first"},
    ]
    text = "".join(f"{json.dumps(one)}\n" for one in decisions)
    browser.ask(
        "(() => { const box = document.getElementById('load'), given = new DataTransfer();"
        f" given.items.add(new File([{json.dumps(text)}], 'decisions.jsonl')); box.files = given.files;"
        " box.dispatchEvent(new Event('change')); })()"
    )

    wanted = f"1 of {len(told[1])} decided; lines of the file that fit nothing here: 1"
    browser.wait(f"document.getElementById('told').textContent === {json.dumps(wanted)}")
    assert json.loads(browser.ask(SAVED)) == decisions[0]
    assert browser.ask("document.getElementById('load').value") == ""


def test_without_scripts_the_page_is_still_a_list(browser, path):
    """What both say can be read; what cannot be used is not shown."""
    browser.set(1280, script=False)
    browser.open(path)
    browser.call("Emulation.setScriptExecutionDisabled", value=False)

    assert browser.ask("document.querySelector('.tools').offsetHeight") == 0
    assert "nothing" in browser.ask("document.body.innerText")


def test_marks_stay_in_high_contrast_and_on_paper(browser, path):
    """Whose words they are is said by colour; on paper there is nothing to press."""
    colours = (
        "['.who.first', '.who.second', 'mark.shared']"
        ".map((part) => getComputedStyle(document.querySelector(part)).backgroundColor)"
    )
    browser.set(1280)
    browser.open(path)
    plain = browser.ask(colours)
    browser.set(1280, forced_colors="active")
    contrast = browser.ask(colours)
    browser.set(1280, dark=True, media="print")

    assert contrast == plain == browser.ask(colours)
    assert browser.ask("getComputedStyle(document.querySelector('mark')).printColorAdjust") == "exact"
    assert browser.ask("document.querySelector('.tools').offsetHeight") == 0


def test_low_window_is_not_full_of_tools(browser, path):
    """At four times the size a window is 256 high: the tools scroll away with the rest."""
    browser.set(320, height=256)
    browser.open(path)

    assert browser.ask("getComputedStyle(document.querySelector('.tools')).position") == "static"
