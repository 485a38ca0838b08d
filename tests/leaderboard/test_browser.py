"""The page in a browser: opened from disk it is quiet, fetches nothing, and sorts, searches and links."""

import dataclasses
import json
from itertools import combinations

import pytest

from benchmark.leaderboard import page
from benchmark.leaderboard.ranking import rank
from benchmark.records.leaderboard import PairTest, Standings

WIDTHS = (390, 820, 1280)
HOSTILE = "<img src=x onerror=alert(1)>{{7*7}}</script><script>alert(2)</script>"
ORDER = "[...document.querySelectorAll('#board tr[data-system]')].map((row) => row.dataset.system)"
SHOWN = "[...document.querySelectorAll('#board tr[data-system]')].filter((row) => !row.hidden).length"


def even(reports):
    """Tests that find no difference in any pair."""
    pairs = combinations((report.system.id for report in reports), 2)
    return Standings(tests=tuple(PairTest(first=a, second=b, difference=0.0, p_value=1.0) for a, b in pairs))


@pytest.fixture(scope="module")
def path(reports, tmp_path_factory):
    """The page of the shipped baselines, and of two copies of one under names of our choice."""
    lexicon = reports[0]
    named = [
        dataclasses.replace(lexicon, system=dataclasses.replace(lexicon.system, name=name, organisation=name))
        for name in (HOSTILE, "Kovar Rules")
    ]
    weaker = dataclasses.replace(
        named[1],
        scores=named[1].scores
        | {
            "dated_event": dataclasses.replace(lexicon.scores["dated_event"], f1=0.1),
            "event": dataclasses.replace(lexicon.scores["event"], precision=None),
            "event_argument": dataclasses.replace(lexicon.scores["event_argument"], f1=0.9),
        },
    )
    scored = [*reports, named[0], weaker]
    file = tmp_path_factory.mktemp("page") / "leaderboard.html"
    file.write_text(page.render(rank(scored, even), scored), encoding="utf-8")
    return file


def sort(browser, title):
    """Presses Enter on the button in the heading of that title."""
    browser.ask(
        "[...document.querySelectorAll('#board thead button')]"
        f".find((button) => button.textContent === {json.dumps(title)}).focus()"
    )
    browser.press("Enter", 13)
    return browser.ask(ORDER)


def search(browser, text):
    """Types into the search field."""
    browser.ask("document.getElementById('search').focus()")
    browser.call("Input.insertText", text=text)


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_is_quiet_and_fits(browser, path, width, dark):
    """No message, no request but the page's own, nothing wider than the window; a picture is kept."""
    browser.set(width, dark=dark)
    browser.open(path)

    assert browser.requests == [path.as_uri()]
    assert browser.messages == []
    assert browser.ask("document.documentElement.scrollWidth") == width
    browser.shoot(f"leaderboard-{width}-{'dark' if dark else 'light'}")


def test_the_ranking_is_seen_whole_on_a_laptop(opened):
    """No column of it lies beyond the edge, where only who scrolls finds it."""
    assert opened.ask("(({scrollWidth, clientWidth}) => scrollWidth - clientWidth)(board.parentElement)") == 0


def test_names_leave_room_for_differences(browser, path):
    """On a telephone a long name takes less than half of the matrix, so that what it differs from is seen."""
    browser.set(WIDTHS[0])
    browser.open(path)

    assert browser.ask("document.querySelector('.matrix tbody th').offsetWidth") < WIDTHS[0] / 2


def test_fixed_names_keep_the_lines_between_rows(browser, path):
    """A line is the upper border of each cell: the next row's fixed name would cover any other."""
    browser.set(WIDTHS[0])
    browser.open(path)
    names = "[...document.querySelectorAll('#board .name')]"

    assert browser.ask("getComputedStyle(document.getElementById('board')).borderCollapse") == "separate"
    widths = browser.ask(f"{names}.map((name) => getComputedStyle(name).borderTopWidth)")
    assert widths == ["0px", *["1px"] * 4]


def test_long_name_makes_no_wide_column(opened):
    """Over numbers of three digits a name of seventy characters goes to several lines."""
    opened.ask("document.querySelector('#dates .more').open = true")
    heads = "[...document.querySelectorAll('#dates .small thead th')]"

    assert opened.ask(f"Math.max(...{heads}.map((head) => head.offsetWidth))") < 400


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", WIDTHS)
def test_page_breaks_no_accessibility_rule(browser, path, width, dark):
    """axe-core finds nothing, with all details open, at any width, light and dark."""
    browser.set(width, dark=dark)
    browser.open(path)
    browser.ask("document.querySelectorAll('details').forEach((part) => { part.open = true; })")

    assert browser.violations() == []


def test_colours_follow_the_reader(browser, path):
    """Who prefers dark gets a dark page."""
    papers = []
    for dark in (False, True):
        browser.set(1280, dark=dark)
        browser.open(path)
        papers.append(browser.ask("getComputedStyle(document.body).backgroundColor"))

    assert papers == ["rgb(255, 255, 255)", "rgb(17, 20, 24)"]


def test_hostile_name_does_nothing(opened):
    """It opens no dialog, adds no element and reads as it was written."""
    assert opened.ask("document.scripts.length") == 1
    assert opened.ask("document.images.length") == 0
    assert "Page.javascriptDialogOpening" not in {event["method"] for event in opened.events}
    assert opened.ask("document.body.innerText").count(HOSTILE) >= 2


def test_heading_sorts_by_keyboard(opened):
    """Enter sorts by the column, again the other way round; trivial baselines stay apart and last."""
    before = opened.ask(ORDER)
    first = sort(opened, "Argument F1")
    second = sort(opened, "Argument F1")

    assert first[0] == second[2] == "kovar-rules@1"
    assert before[0] != "kovar-rules@1"
    assert first[3:] == before[3:]
    assert second[3:] == before[3:][::-1]
    assert opened.ask("document.querySelectorAll('[aria-sort]').length") == 1
    assert opened.ask("document.querySelector('[aria-sort]').textContent") == "Argument F1"


@pytest.mark.parametrize("times", [1, 2])
def test_undefined_numbers_stay_last(opened, times):
    """A dash is no small number and no large one."""
    for _ in range(times):
        order = sort(opened, "Event P")

    assert order[2] == "kovar-rules@1"
    assert order[4] == "silent@1"


def test_rank_sorts_back(opened):
    """The order of the ranking is one press away."""
    before = opened.ask(ORDER)
    sort(opened, "System")

    assert sort(opened, "Rank") == before


def test_search_shows_what_matches(opened):
    """Rows, pictures and details of other systems go, and how many are left is said."""
    search(opened, "KOVAR rules")

    assert opened.ask(SHOWN) == 1
    assert opened.ask("document.getElementById('found').textContent") == "1 of 5 systems"
    assert opened.ask("document.querySelectorAll('.cards > details:not([hidden])').length") == 1
    assert opened.ask("document.querySelectorAll('.histograms > figure:not([hidden])').length") == 1
    search(opened, " nowhere")
    assert opened.ask(SHOWN) == 0


def test_column_picker_hides_a_column(opened):
    """Heading and cells go together, and come back."""
    cells = "document.querySelectorAll('#board tr > :nth-child(4)[hidden]').length"
    box = "document.querySelector('.picker input[value=\"3\"]').click()"
    opened.ask(box)

    assert opened.ask(cells) == 6
    opened.ask(box)
    assert opened.ask(cells) == 0


@pytest.mark.parametrize("way", ["link", "address"])
def test_permalink_opens_the_details(opened, path, way):
    """A link to a system, from the ranking or from elsewhere, ends at its open card."""
    if way == "link":
        opened.ask("document.querySelector('#board a[href=\"#kovar-rules@1\"]').click()")
    else:
        opened.call("Page.navigate", url="about:blank")
        opened.open(path, "#kovar-rules@1")

    opened.wait("document.getElementById('kovar-rules@1')?.closest('details').open")
    assert opened.ask("document.querySelectorAll('.cards > details[open]').length") == 1


def test_page_reads_without_scripts(browser, path):
    """All tables and pictures are there; what only a script could do is not offered."""
    browser.set(1280, script=False)
    browser.open(path)
    text = browser.ask("document.body.innerText")

    assert browser.ask("document.querySelectorAll('button').length") == 0
    assert browser.ask("getComputedStyle(document.querySelector('.tools')).display") == "none"
    assert browser.ask("document.querySelectorAll('svg.scatter circle').length") > 0
    assert "Kovar Rules 1" in text
    assert "COERCE" in text


def test_heat_map_changes_without_scripts(browser, path):
    """Which measure a heat map shows is the choice of a radio button, and of style alone."""
    browser.set(1280, script=False)
    browser.open(path)
    shown = (
        "[...document.querySelector('.map').querySelectorAll('.sheet')]"
        ".map((sheet) => getComputedStyle(sheet).display)"
    )

    assert browser.ask(shown) == ["block", "none", "none"]
    browser.ask("document.querySelector('.map .choice2').click()")
    assert browser.ask(shown) == ["none", "none", "block"]


def test_shades_stay_in_high_contrast(browser, path):
    """Fill says which differences are significant, hatching that a share rests on few events."""
    shade = (
        "['.matrix .open', '.heat .few'].map((cell) => getComputedStyle(document.querySelector(cell)))"
        ".map((style) => [style.boxShadow, style.backgroundColor, style.backgroundImage].join())"
    )
    browser.set(1280)
    browser.open(path)
    plain = browser.ask(shade)
    browser.set(1280, forced_colors="active")

    assert browser.ask(shade) == plain


def test_paper_shows_no_arrow_and_keeps_words_together(browser, path):
    """Nothing can be sorted on paper; shades are printed, and an explanation stays whole."""
    browser.set(1280, media="print")
    browser.open(path)

    assert (
        browser.ask("getComputedStyle(document.querySelector('[aria-sort] button'), '::after').content")
        == "none"
    )
    assert browser.ask("getComputedStyle(document.querySelector('.heat td')).printColorAdjust") == "exact"
    assert browser.ask("getComputedStyle(document.querySelector('.prose')).breakInside") == "avoid"
