"""The viewer in a browser: errors one key away, words where they stand, nothing fetched, nothing run."""

import json

import pytest

from benchmark.viewer import page

WIDTHS = (390, 820, 1280)
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}</script><script>alert(2)</script>"
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
ARABIC = "\u0647\u0627\u062c\u0645 \u0627\u0644\u0645\u062a\u0645\u0631\u062f\u0648\u0646"
TEXT = f"{FAMILY} shelled Kovar. {ARABIC}. They fled."
SHOWN = "document.querySelector('article')?.id"
WHERE = "document.getElementById('where').textContent"
PLACES = """(() => {
  const mark = [...document.querySelectorAll("mark")].find((one) => one.textContent.startsWith("\u0647"));
  return [0, 3].map((at) => {
    const range = document.createRange();
    range.setStart(mark.firstChild, at);
    range.setEnd(mark.firstChild, at + 1);
    return range.getBoundingClientRect().left;
  });
})()"""
OTHER_FILTERS = "document.querySelectorAll('.chip input:not([value=spurious])')"
LISTED = "[...document.querySelectorAll('.list li:not([hidden]) a')].map((a) => decodeURIComponent(a.hash))"
CHOSEN = "[...document.querySelectorAll('mark.chosen')].map((mark) => mark.textContent).join('')"


@pytest.fixture(scope="module")
def path(scored, article, prediction, tmp_path_factory):
    """Three articles in the page and forty in packs: emoji, right-to-left and overlapping marks in one."""
    start, their = TEXT.index(ARABIC), TEXT.index("They")
    pairs = [
        (article("a-right", "Rebels shelled Kovar.", (7, 14)), prediction("a-right", (7, 14))),
        (
            article("b-awkward", TEXT, (0, 5), (6, 13), (start, start + 4), title=HOSTILE),
            prediction(
                *("b-awkward", (6, 19), (start, start + 14), (their, their + 4)),
                words=[HOSTILE, "Kovar"],
                date="2024-01",
            ),
        ),
        *((article(f"c{i:02}", f"They fled {i}.", (5, 9)), None) for i in range(41)),
    ]
    report, readings = scored(*pairs)
    file = tmp_path_factory.mktemp("view") / "view.html"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(page, "PLAIN_BYTES", 12_000)
        file.write_text(page.render(report, readings), encoding="utf-8")
    return file


def turn_to(browser, name):
    """Opens an article from the list."""
    browser.ask(f"document.querySelector('.list a[href=\"#{name}\"]').click()")
    browser.wait(f"{SHOWN} === '{name}'")


def press(browser, key):
    """Presses a key and waits until the page says where that led."""
    before = browser.ask(WHERE)
    browser.press(key, ord(key.upper()))
    browser.wait(f"{WHERE} !== {json.dumps(before)}")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_is_quiet_and_fits(browser, path, width, dark):
    """No message, no request but the page's own, nothing wider than the window; a picture is kept."""
    browser.set(width, dark=dark)
    browser.open(path)
    press(browser, "n")

    assert browser.requests == [path.as_uri()]
    assert browser.messages == []
    assert browser.ask("document.documentElement.scrollWidth") == width
    browser.shoot(f"viewer-{width}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize("dark", [False, True])
def test_page_breaks_no_accessibility_rule(browser, path, dark):
    """axe-core finds nothing, with an event chosen, light and dark."""
    browser.set(1280, dark=dark)
    browser.open(path)
    press(browser, "n")

    assert browser.violations() == []


def test_keys_walk_through_errors_and_articles(opened):
    """N goes to the next error, over articles without one, p back; j and k turn articles."""
    assert opened.ask(SHOWN) == "a-right"
    press(opened, "n")
    assert opened.ask(SHOWN) == "b-awkward"
    first = opened.ask(CHOSEN)
    press(opened, "n")
    assert opened.ask(CHOSEN) != first
    press(opened, "p")
    assert opened.ask(CHOSEN) == first
    press(opened, "p")
    assert opened.ask(WHERE) == "No earlier error"
    press(opened, "j")
    assert opened.ask(SHOWN) == "c00"
    press(opened, "k")
    assert opened.ask(SHOWN) == "b-awkward"


def test_marks_are_the_words_of_their_event(opened):
    """A family of emoji is one word, and a mark that overlaps another is whole."""
    turn_to(opened, "b-awkward")
    words = []
    for _ in range(opened.ask("document.querySelectorAll('.row').length")):
        press(opened, "n")
        words.append(opened.ask(CHOSEN))

    assert FAMILY in words
    assert any(word.startswith("shelled Kovar") for word in words)
    assert any(word.startswith("\u0647\u0627\u062c\u0645") for word in words)


def test_right_to_left_words_run_right_to_left(opened):
    """Of a marked Arabic word the first letter stands right of the last."""
    turn_to(opened, "b-awkward")
    right, left = opened.ask(PLACES)

    assert right > left


def test_arguments_are_linked_to_their_trigger(opened):
    """Choosing an event draws a line to each argument that stands in the text."""
    turn_to(opened, "b-awkward")
    opened.ask("document.querySelectorAll('.row')[1].click()")

    assert opened.ask("document.querySelectorAll('.arcs path').length") >= 1
    assert "actor" in opened.ask("document.querySelector('.arcs').textContent")
    opened.ask("document.querySelectorAll('.row')[1].click()")
    assert opened.ask("document.querySelectorAll('.arcs').length") == 0


def test_every_event_is_chosen_with_the_keyboard(opened):
    """Tab reaches the number of an event without an error; Enter marks its words, or unmarks them."""
    rights = "document.querySelectorAll('.row[data-faults=\"\"]').length"
    focused = (
        "(({ tagName, ariaLabel, ariaPressed }) => [tagName, ariaLabel, ariaPressed])(document.activeElement)"
    )
    assert opened.ask(rights) == 1
    opened.ask("document.querySelector('#articles').focus()")

    opened.press("Tab", 9)
    assert opened.ask(focused) == ["BUTTON", "Event 1", "false"]
    opened.press("Enter", 13)
    assert (opened.ask(CHOSEN), opened.ask(focused)) == ("shelled", ["BUTTON", "Event 1", "true"])
    opened.press("Enter", 13)
    assert (opened.ask(CHOSEN), opened.ask(focused)) == ("", ["BUTTON", "Event 1", "false"])


def test_one_event_at_a_time_is_chosen(opened):
    """Going to the next error takes the mark, and the number's state, off the event before."""
    turn_to(opened, "b-awkward")
    opened.ask("document.querySelectorAll('.row .key')[2].click()")
    press(opened, "n")

    pressed = "[...document.querySelectorAll('.row:has(.key[aria-pressed=true])')]"
    assert opened.ask(f"{pressed}.map((row) => row.classList.contains('chosen'))") == [True]


def test_filter_leaves_only_its_errors(opened):
    """With one kind of error chosen, only articles that have it are listed, and the keys stop only there."""
    opened.ask(f"{OTHER_FILTERS}.forEach((box) => box.click())")

    assert opened.ask(LISTED) == ["#b-awkward"]
    press(opened, "n")
    assert "spurious" in opened.ask("document.querySelector('.row.chosen').dataset.faults")


def test_packed_article_opens_from_its_permalink(browser, path):
    """What is packed is unpacked when it is asked for, also by address."""
    browser.set(1280)
    browser.call("Page.navigate", url="about:blank")
    browser.call("Page.navigate", url=f"{path.as_uri()}#c40")
    browser.wait(f"{SHOWN} === 'c40'")

    assert browser.ask("document.querySelector('.text').textContent") == "They fled 40."


def test_hostile_words_do_nothing(opened):
    """They open no dialog, add no element and read as they were written."""
    turn_to(opened, "b-awkward")

    assert opened.ask("document.images.length") == 0
    assert opened.ask("[...document.scripts].filter((one) => one.className !== 'pack').length") == 1
    assert "Page.javascriptDialogOpening" not in {event["method"] for event in opened.events}
    assert HOSTILE in opened.ask("document.querySelector('article h2').textContent")


def test_first_articles_read_without_scripts(browser, path):
    """They stand one after the other, and how to see the others is said."""
    browser.set(1280, script=False)
    browser.open(path)

    assert browser.ask("document.querySelectorAll('article').length") >= 2
    assert browser.ask("document.querySelectorAll('article button').length") == 0
    assert browser.ask("getComputedStyle(document.getElementById('tools')).display") == "none"
    assert "bench view ARTICLE" in browser.ask("document.querySelector('noscript').innerText")


def test_chosen_words_stand_below_the_tools(browser, path):
    """Whichever error is gone to, its words are not scrolled to where the tools stand over them."""
    browser.set(390, height=500, prefers_reduced_motion="reduce")
    browser.open(path)
    top, tools = "querySelector('mark.chosen').getBoundingClientRect().top", "getElementById('tools')"
    below = []
    for _ in range(4):
        press(browser, "n")
        below.append(browser.ask(f"document.{top} >= document.{tools}.getBoundingClientRect().bottom"))

    assert below == [True] * 4


def test_low_window_is_not_full_of_tools(browser, path):
    """At four times the size a window is 256 high: the tools scroll away with the rest."""
    browser.set(320, height=256)
    browser.open(path)

    assert browser.ask("getComputedStyle(document.getElementById('tools')).position") == "static"


def test_link_to_the_articles_turns_none(browser, path):
    """Who skips to the articles comes to the one that is open."""
    browser.set(1280)
    browser.call("Page.navigate", url="about:blank")
    browser.open(path, "#c40")
    browser.wait(f"{SHOWN} === 'c40'")
    browser.ask("document.querySelector('.skip').focus()")
    browser.press("Enter", 13)
    browser.wait("document.activeElement.id === 'articles'")

    assert browser.ask(f"new Promise((done) => setTimeout(() => done({SHOWN}), 100))") == "c40"


def test_marks_stay_in_high_contrast_and_on_paper(browser, path):
    """Gold and predicted words are told apart there too, and paper is white for who prefers dark."""
    look = "(({ backgroundImage, printColorAdjust }) => [backgroundImage, printColorAdjust])"
    mark = f"{look}(getComputedStyle(document.querySelector('mark')))"
    browser.set(1280)
    browser.open(path)
    plain, ink = browser.ask(mark), browser.ask("getComputedStyle(document.body).color")
    browser.set(1280, forced_colors="active")
    contrast = browser.ask(mark)
    browser.set(1280, dark=True, media="print")
    paper, printed = browser.ask(mark), browser.ask("getComputedStyle(document.body).color")

    assert "linear-gradient" in plain[0]
    assert contrast == plain
    assert paper == [plain[0], "exact"]
    assert printed == ink
