"""The page: what it says is what the reports say, and nothing that strangers wrote does anything."""

import base64
import dataclasses
import hashlib
import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.leaderboard import charts, heat, page
from benchmark.leaderboard.ranking import rank
from benchmark.leaderboard.summary import summarise
from benchmark.records.leaderboard import PairTest, Standings
from benchmark.records.text import clean
from benchmark.tables import Column
from pages import Page

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></title><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "--><!-- x",
    "&lt;b&gt; &amp;",
    "javascript:alert(1)",
    "x\u202eevil\u2066",
    "a\x00b\x1b[31m",
)
BESIDE = {f"leaderboard.{form}" for form in ("json", "csv", "md", "tex")}
SCORE, COUNT = Column("", "score"), Column("", "count")


def parsed(reports):
    return Page(page.render(rank(reports), reports))


def carded(report, **card):
    return dataclasses.replace(report, system=dataclasses.replace(report.system, **card))


@pytest.fixture(scope="module")
def shown(reports):
    """The page of the shipped baselines."""
    return parsed(reports)


@pytest.fixture
def harmless(report):
    """A card in which every line says something."""
    return carded(
        report("plain"),
        organisation="plain",
        description="plain",
        model="plain",
        training_data=("plain",),
        notes="plain",
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_card_changes_no_element(harmless, text):
    """Markup in any line of a card is read as text: elements and attributes are those of a plain card."""
    lines = dict.fromkeys(("name", "organisation", "description", "model", "notes"), text)
    hostile = carded(harmless, training_data=(text,), **lines)

    found = parsed([hostile])
    assert found.skeleton == parsed([harmless]).skeleton
    assert found.text.count(clean(text)) >= len(lines) + 1


@pytest.fixture(scope="module")
def plain(blank):
    """The page of a system called x."""
    return parsed([carded(blank, name="x", description="x")])


@settings(max_examples=30)
@given(st.text(max_size=40))
def test_any_name_is_one_text(blank, plain, text):
    """No name at all makes an element, an attribute or a control character."""
    found = parsed([carded(blank, name=f"x{text}", description=f"x{text}")])

    assert found.skeleton == plain.skeleton
    assert clean(f"x{text}") in found.text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", found.text)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_labels_are_inert(reports, text):
    """Labels come from other people's ontologies and report files: no tag, way or outcome is markup."""
    report = reports[0]

    def renamed(name):
        kinds = report.breakdowns["type"]
        return dataclasses.replace(
            report,
            breakdowns={"type": {name: next(iter(kinds.values()))}},
            resolution={name: {name: 1}},
            errors={name: {name: 1}},
            missing_articles=(name,),
            split=name,
            signature=name,
        )

    assert parsed([renamed(text)]).skeleton == parsed([renamed("plain")]).skeleton


@pytest.mark.parametrize("url", ["https://example.org/a?b=1&c=2#d", "http://[::1]:8000/~x/"])
def test_link_of_a_card_is_a_link(blank, url):
    """A URL that keeps the rule is the only address that leads out of the page."""
    links = parsed([carded(blank, url=url)]).links

    assert [link for link in links if not link.startswith("#") and link not in BESIDE] == [url]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://example.org",
        "data:text/html,<script>alert(1)</script>",
        "https://user@example.org/",
        "https://example.org/\n",
        "java\tscript:alert(1)",
        'https://example.org/"onmouseover="alert(1)',
        "https://example.org/<b>",
        "https://example.org\\@evil",
        "https://ex\u0430mple.org/",
        "//example.org/",
        "ftp://example.org/",
    ],
)
def test_any_other_url_is_only_text(blank, url):
    """A URL that breaks the link rule is shown and leads nowhere, even where a report was made by hand."""
    found = parsed([carded(blank, url=url)])

    assert all(link.startswith("#") or link in BESIDE for link in found.links)
    assert clean(url) in found.text


def test_page_fetches_nothing(shown):
    """No element or style names anything to load, and no attribute holds code or style."""
    names = {name for _, attributes in shown.elements for name in attributes}

    assert {tag for tag, _ in shown.elements}.isdisjoint(
        {"link", "img", "iframe", "object", "embed", "form", "base", "audio", "video", "image", "use"}
    )
    assert names.isdisjoint({"src", "srcset", "style", "action", "formaction", "ping", "xlink:href"})
    assert not [name for name in names if name.startswith("on")]
    assert "url(" not in "".join(shown.inline["style"])
    assert "@import" not in "".join(shown.inline["style"])
    assert all(link.startswith("#") or link in BESIDE for link in shown.links)


def test_policy_allows_these_very_bytes(shown):
    """The content security policy forbids all but the one style and the one script, by their digests."""
    (policy,) = [
        attributes["content"]
        for tag, attributes in shown.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))

    assert rules.pop("default-src") == "'none'"
    for name in ("style", "script"):
        (text,) = shown.inline[name]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules.pop(f"{name}-src") == f"'sha256-{digest}'"
    assert set(rules.values()) == {"'none'"}


def test_ranking_holds_the_numbers_of_every_form(reports, shown):
    """Row by row the ranking has exact and shown values of the table that all other files show.

    Intervals stand under their scores here.
    """
    board = rank(reports)
    table = summarise(board)
    titles = [column.title for column in table.columns]
    heads = [cell[1].strip() for cell in shown.tables[0][0]]
    rows = [row for row in shown.tables[0][1:] if len(row) == len(heads)]

    for row, wanted in zip(rows, (*table.rows, *table.aside), strict=True):
        cells = dict(zip(heads, row, strict=True))
        assert clean(wanted[titles.index("System")]) in cells["System"][1]
        for title in set(titles) - {"Rank", "Rank range", "System", "95 % low", "95 % high"}:
            column, value = table.columns[titles.index(title)], wanted[titles.index(title)]
            assert cells[title][0]["data-value"] == ("" if value is None else str(value))
            assert cells[title][1].startswith(column.show(value))


def test_intervals_stand_under_their_scores(reports, shown):
    """The ends of the interval are told in words, too."""
    ends = reports[0].scores["dated_event"].intervals["f1"]
    row = next(row for row in shown.tables[0] if "Lexicon" in row[1][1])

    assert row[2][1].endswith(f"{SCORE.show(ends.low)}\u2013{SCORE.show(ends.high)}")


def test_intervals_are_spoken_of_where_there_are_some(report, reports):
    """A board of reports that were scored with --resamples 0 has neither bars nor words for them."""
    drawn, bare = (page.render(rank(scored), scored) for scored in (reports, [report("a"), report("b")]))

    for said in ("The bars are", "Crosses are", "a percentile bootstrap"):
        assert said in drawn
        assert said not in bare


def test_trivial_baselines_stand_apart(shown):
    """They have a group of their own under its title, and no rank."""
    bodies = [attributes["class"] for tag, attributes in shown.elements if tag == "tbody" and attributes]
    rows = shown.tables[0]
    title = next(i for i, row in enumerate(rows) if row[0][1].startswith("Trivial baselines"))

    assert bodies == ["ranked", "trivial"]
    assert [row[0][0]["data-value"] for row in rows[1:title]] == ["1"]
    assert [row[0][0]["data-value"] for row in rows[title + 1 :]] == ["", ""]
    assert "1 ranked system on the" in shown.text


def test_rank_ranges_are_shown(report):
    """Under the rank stand the ranks that tests leave open; where they cannot tell, nothing does."""
    scored = [report("first"), report("second", dated=(2, 8))]
    board = rank(scored, lambda _: Standings(ranges={"first@1": (1, 2)}))
    shown, without = (
        Page(page.render(each, scored)) for each in (board, rank(scored, lambda _: Standings()))
    )

    assert [row[0][1] for row in shown.tables[0][1:]] == ["1range 1\u20132", "2"]
    assert "The rank range stands under the rank." in shown.text
    assert "The rank range stands under the rank." not in without.text


def test_matrix_tells_each_difference_and_its_test(report):
    """Row minus column, filled where significant, from both sides; a tie has none, nor what is open."""
    scored = [report("a", dated=(8, 8)), report("b"), report("c")]
    tests = (
        PairTest(first="a@1", second="b@1", difference=0.2, p_value=0.01),
        PairTest(first="a@1", second="c@1", difference=0.2, p_value=0.05),
        PairTest(first="b@1", second="c@1", difference=0.0, p_value=1.0),
    )
    board = rank(scored, lambda _: Standings(tests=tests))
    rows = Page(page.render(board, scored)).tables[1]

    assert [[cell[0].get("class") for cell in row[1:]] for row in rows[1:]] == [
        ["self", "better", "open"],
        ["worse", "self", "open"],
        ["open", "open", "self"],
    ]
    assert rows[1][2][1] == "+20.0p 0.0100 significantly better"
    assert rows[2][1][1] == "\u221220.0p 0.0100 significantly worse"
    assert [rows[2][3][1], rows[3][2][1]] == ["+0.0p 1.0000"] * 2


def test_only_tests_tell_which_systems_differ(report):
    """Intervals that overlap widely do not, so the ranking leads to the tests, where there are any."""
    scored = [report("a", dated=(8, 8)), report("b")]
    tests = (PairTest(first="a@1", second="b@1", difference=0.2, p_value=0.01),)
    tested, untested = (
        Page(page.render(rank(scored, lambda _, tests=tests: Standings(tests=tests)), scored))
        for tests in (tests, ())
    )

    assert "Which systems really differ is tested under Differences." in tested.text
    assert tested.links.count("#differences") == 2
    assert "#differences" not in untested.links
    assert "overlap" not in tested.text


def test_every_map_says_what_its_labels_are(reports):
    """Who was not there when the labels were made can read a breakdown; none is shown of one language."""
    glosses = {level: gloss for level, _, gloss, _ in heat.LEVELS}
    by_type = reports[0].breakdowns["type"]
    several = dataclasses.replace(
        reports[0],
        breakdowns=reports[0].breakdowns
        | {"language": dict(zip(("de", "en"), by_type.values(), strict=False))},
    )

    told = [[text for text in parsed(of).texts if text in glosses.values()] for of in ([several], reports)]
    assert told == [list(glosses.values()), [glosses[level] for level in glosses if level != "language"]]


def test_a_name_that_is_cut_off_keeps_its_beginning(reports):
    """Whichever way it runs: where long names end in an ellipsis, their own letters say where they begin."""
    html = page.render(rank(reports), reports)

    over_maps = re.findall(r'class="upright[^>]*>(<[^>]*>)', html)
    beside_tests = re.findall(r'<th scope="row">.*?</i> (<[^>]*>)', html)
    assert set(over_maps) == {'<span dir="auto">'}
    assert set(beside_tests) == {"<bdi>"}


def test_filed_systems_can_be_downloaded(report):
    """Details link to what was filed, relative to the page."""
    scored = [report("Kovar Rules")]
    found = Page(page.render(rank(scored), scored, submissions="submissions/news@1.0.0"))

    wanted = [f"submissions/news@1.0.0/kovar-rules@1/{name}" for name in page.DOWNLOADS]
    assert [link for link in found.links if link.startswith("submissions")] == wanted


@pytest.mark.parametrize(
    ("level", "label", "metric"),
    [
        ("type", "ASSAULT", "event.f1"),
        ("type", "AID", "date_accuracy"),
        ("granularity", "day", "dated_event_recall"),
        ("event_tag", "weekday-past", "event_recall"),
    ],
)
def test_heat_map_holds_the_breakdown(reports, level, label, metric):
    """A cell is the number of its label, with the support; fewer than ten are hatched and said to be few."""
    report = reports[0]
    part = report.breakdowns[level][label]
    name, _, ratio = metric.partition(".")
    value, support = (
        (getattr(part.scores[name], ratio), part.scores[name].gold)
        if ratio
        else (part.shares[name].value, part.shares[name].support)
    )
    cells = [
        row[2]
        for rows in parsed([report]).tables
        for row in rows
        if row[0][1] == label and row[1][1] == COUNT.show(support)
    ]

    matching = [cell for cell in cells if cell[1].startswith(SCORE.show(value))]
    assert matching
    for attributes, text in matching:
        assert ("few" in attributes["class"].split()) is (support < 10)
        assert text.endswith("(few)") is (support < 10)


def test_histogram_holds_the_date_errors(reports, shown):
    """Every bin of the report, with a minus sign, and the outcomes that are no days stand in the table."""
    rows = shown.table("Days")
    report = reports[0]
    column = next(i for i, head in enumerate(rows["Days"]) if "Lexicon" in head)
    errors, outcomes = report.date_errors, report.date_outcomes

    assert list(errors.histogram) == list(charts.BINS)
    for label, count in {
        **errors.histogram,
        "Missing": outcomes["missing"],
        "Only one open": errors.undefined - outcomes["missing"],
        "Too coarse": outcomes["coarser"],
        "Too precise": outcomes["finer"],
        "Dated pairs": errors.defined + errors.undefined,
    }.items():
        assert rows[label.replace("-", "\u2212")][column] == COUNT.show(count)


def test_without_dates_nothing_is_drawn_of_them(reports):
    """A dataset that annotates no dates has no picture of them, no measure to choose, no link."""
    report = reports[0]
    nothing = dict.fromkeys(("matched", "predicted", "gold", "precision", "recall", "f1"))
    dateless = dataclasses.replace(
        report,
        date_errors=None,
        date_outcomes=None,
        scores=report.scores
        | {"dated_event": dataclasses.replace(report.scores["dated_event"], **nothing, intervals={})},
        shares=report.shares
        | {
            "date_accuracy": dataclasses.replace(
                report.shares["date_accuracy"], total=None, support=None, value=None, interval=None
            )
        },
    )

    drawn, bare = (page.render(rank([one]), [one]) for one in (report, dateless))
    for said in (
        "Date errors",
        "<h3>Dated event</h3>",
        "dated right",
        "Dated-event recall",
        "no coarser and no finer",
    ):
        assert said in drawn
        assert said not in bare
    # Nor does a board without reports, of gold that is withheld, leave out what its columns mean.
    assert "no coarser and no finer" in page.render(rank([report]), [])


@pytest.mark.parametrize(("pairs", "words"), [(1, "1 dated pair"), (2, "2 dated pairs")])
def test_pairs_of_a_histogram_are_counted(reports, pairs, words):
    """By the name that the ranking has for them; one is not told as several."""
    errors = dataclasses.replace(reports[0].date_errors, defined=pairs, undefined=0)

    assert words in parsed([dataclasses.replace(reports[0], date_errors=errors)]).texts


def test_bars_add_up_to_the_pairs(reports):
    """Days, missing and open ends share out all pairs; a bar is as high as its share."""
    histogram = charts.histogram(reports[0])
    once = [bar for bar in histogram.bars if bar.label not in {"Too coarse", "Too precise"}]

    assert sum(bar.count for bar in once) == histogram.pairs > 0
    assert sum(bar.height for bar in once) == pytest.approx(charts.HEIGHT, abs=1)
    assert all(one.x + one.width < other.x for one, other in pairwise(histogram.bars))


def test_no_text_under_a_bar_touches_the_next(reports):
    """A letter of nine units is about five wide, and a space stands between two texts."""
    ticks = charts.histogram(reports[0]).ticks

    for one, other in pairwise(ticks):
        assert other.x - one.x >= 5 * (len(one.text) + len(other.text)) / 2 + 5, (one, other)


def test_axis_of_days_is_the_same_on_both_sides(reports):
    """Ranges part at the days that are told: a year, a month, a week, as far to the left as to the right."""
    histogram = charts.histogram(reports[0])
    days = {
        int(tick.text.replace("\u2212", "-")): tick.x - histogram.middle
        for tick in histogram.ticks
        if tick.text[-1].isdigit()
    }

    assert list(days) == [-365, -30, -7, -3, -2, -1, 0, 1, 2, 3, 7, 30, 365]
    assert all(x == -days[-day] for day, x in days.items())


@pytest.mark.parametrize("which", [0, -1])
def test_card_holds_every_score(reports, which):
    """A system's details list all its metrics with counts and dashes, and how its words were found."""
    report = reports[which]
    found = parsed([report])
    scores, shares = found.table("Predicted"), found.table("Value")

    for score in report.scores.values():
        assert scores[score.label][-3:] == [
            COUNT.show(n) for n in (score.matched, score.predicted, score.gold)
        ]
        for cell, value in zip(
            scores[score.label][1:4], (score.precision, score.recall, score.f1), strict=True
        ):
            assert cell.startswith(SCORE.show(value))
    for share in report.shares.values():
        assert shares[share.label][1] == SCORE.show(share.value)
        ends = share.interval and (SCORE.show(share.interval.low), SCORE.show(share.interval.high))
        assert shares[share.label][2] == ("\u2013".join(ends) if ends else "\u2013")
        assert shares[share.label][3] == COUNT.show(share.support)
    for kind, ways in report.resolution.items():
        assert found.table("Mentions")[kind][1:] == [COUNT.show(number) for number in ways.values()]


def test_every_system_has_a_permalink(report):
    """The link in the ranking and the place it leads to agree, in any script."""
    found = parsed([report("Kovar Rules"), report("ساعة الأخبار")])
    places = {attributes["id"] for _, attributes in found.elements if "id" in attributes}

    assert {"kovar-rules@1", "ساعة-الأخبار@1"} <= places
    assert {
        "#kovar-rules@1",
        "#%D8%B3%D8%A7%D8%B9%D8%A9-%D8%A7%D9%84%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1@1",
    } <= set(found.links)


def test_ids_are_unique(shown):
    """A fragment leads to one place."""
    places = [attributes["id"] for _, attributes in shown.elements if "id" in attributes]

    assert len(places) == len(set(places))


@pytest.mark.parametrize("which", [slice(0, 1), slice(2, 3)])
def test_one_system_is_a_page(reports, which):
    """A board of one contestant, or of one that predicts nothing, shows all sections."""
    found = parsed(reports[which])

    assert {"ranking", "precision-recall", "breakdown", "dates", "systems"} <= {
        attributes.get("id") for _, attributes in found.elements
    }


def test_articles_without_prediction_are_named(blank):
    """The first twenty by their ids, the others by their number."""
    report = dataclasses.replace(blank, missing_articles=tuple(f"a{i:02}" for i in range(25)))

    assert "25 articles: a00, a01," in parsed([report]).text
    assert "a19 and 5 more" in parsed([report]).text


def test_same_board_is_the_same_page(reports):
    """Neither time nor the order of the reports shows."""
    board = rank(reports)

    assert page.render(board, reports) == page.render(board, reports[::-1])


def test_undefined_precision_is_not_drawn(reports):
    """A system without predictions has no place in a scatter, and this is said."""
    plot = charts.scatter("Event", [("A", "Silent", True, reports[2].scores["event"])])

    assert plot.points == ()
    assert plot.absent == ("Silent",)


def test_iso_lines_have_one_f1(reports):
    """Every point of a line has the F1 that stands at its end."""
    plot = charts.scatter("Event", [("A", "Lexicon", False, reports[0].scores["event"])])

    for line, f1 in zip(plot.lines, charts.ISO, strict=True):
        for place in line.path[1:].split("L"):
            x, y = map(float, place.split())
            recall, precision = x / charts.SIZE, 1 - y / charts.SIZE
            assert 2 * precision * recall / (precision + recall) == pytest.approx(f1, abs=0.005)


@settings(max_examples=50)
@given(
    points=st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), min_size=2, max_size=12, unique=True)
)
def test_letters_do_not_cover_each_other(reports, points):
    """Letters of close dots are moved apart, and stay within the plot."""
    score = reports[0].scores["event"]
    plot = charts.scatter(
        "Event",
        [
            ("A", "", False, dataclasses.replace(score, precision=precision / 100, recall=recall / 100))
            for precision, recall in points
        ],
    )
    places = [(point.label_x, point.label_y) for point in plot.points]

    assert all(0 <= part <= charts.SIZE for place in places for part in place)
    for one, other in combinations(places, 2):
        assert max(abs(one[0] - other[0]), abs(one[1] - other[1])) > 10
