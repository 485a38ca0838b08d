"""Articles without annotations: web pages and scraped text."""

import sys
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.corpus import importers
from benchmark.corpus.importers import article
from benchmark.corpus.importers.article import lines, pages
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import FindingsError, MisuseError


@pytest.fixture
def read():
    """Import a path and return its articles by id."""

    def taken(path, **options):
        corpus = article.read(path, Ledger(Journal()), Options(**options))
        return {each.article_id: each for each in corpus.articles}

    return taken


@pytest.fixture
def page(tmp_path, read):
    """Import one invented page."""

    def taken(content, name="page.html", **options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        (made,) = read(path, **{"published": "2024-05-04", **options}).values()
        return made

    return taken


def marked(made):
    return [(region.kind, made.text[region.start : region.end]) for region in made.regions]


STORY = "<p>" + "The dockers of Sulm went back to work after the vote in the old mill. " * 5 + "</p>"


def test_a_web_page(exports, read):
    """Every visible line is kept in order, what is no story is marked, the page says its day and title."""
    made = read(exports / "article/strike.html")["strike"]

    assert (made.published, made.title, made.language, made.events) == (
        "2024-05-04",
        "Dockers end strike at Sulm",
        "en-GB",
        None,
    )
    assert (made.source, made.url) == ("Harbour Post", "https://post.example/sulm-strike")
    assert marked(made) == [
        ("boilerplate", "Home"),
        ("boilerplate", "News"),
        ("byline", "By Mara Holt, harbour reporter"),
        ("caption", "Cranes stand idle on the east quay."),
        ("credit", "Photo: Jo Brandt"),
        ("dateline", "SULM, Saturday (Harbour Post) —"),
        ("related", "Read more"),
        ("related", "What the strike cost Sulm"),
        ("boilerplate", "Sign up for our newsletter & more."),
        ("boilerplate", "© 2024 Harbour Post. All rights reserved."),
    ]
    assert [line for line in made.text.split("\n") if line][2:4] == [
        "Dockers end strike at Sulm",
        "By Mara Holt, harbour reporter",
    ]
    assert "not text" not in made.text


def test_scraped_text_is_taken_as_it_is(exports, read):
    """Not a character of a text changes; a title said twice is a teaser, a credit may end a line."""
    made = read(exports / "article/scraped.txt")["scraped"]

    assert made.text == (exports / "article/scraped.txt").read_text()
    assert made.published == "2024-05-04"
    assert marked(made) == [
        ("credit", "© Photo: Jo Brandt, HP"),
        ("teaser", "What the strike cost Sulm What the strike cost Sulm"),
        ("boilerplate", "Read more"),
        ("teaser", "What the strike cost Sulm"),
    ]


def test_a_byte_order_mark_is_no_character_of_a_text(take, tmp_path):
    """It is left out and told, and does not hide the day on the first line; some tools would not count it."""
    (tmp_path / "page.txt").write_text("\ufeff3 May 2024\nRebels fought.\n", encoding="utf-8")

    taken = take(article, tmp_path)
    made = taken.articles["page"]
    assert (made.text, made.published) == ("3 May 2024\nRebels fought.\n", "2024-05-03")
    assert "page.txt:1: repaired: note byte order mark: is left out" in taken.notes


def test_line_ends_of_a_text_are_kept(page):
    """CRLF stays, and regions count it."""
    made = page("Ferry late\r\nRead more\r\nIt sank.\r\n", "page.txt")

    assert made.text == "Ferry late\r\nRead more\r\nIt sank.\r\n"
    assert marked(made) == [("boilerplate", "Read more")]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Related: Who was the Cooper? · Curfew lifted", "related"),
        ("Also: Tide tables for the first quarter", "related"),
        ("More from this author: The price of salt", "related"),
        ("IN PICTURES: Three plastic chairs", "teaser"),
        ("Photograph by the ship's cook", "credit"),
        ("Image: K. Dole / Dateline News", "credit"),
        ("By Inkeri Laukstad, local desk", "byline"),
        ("This story is developing. Refresh for updates.", "boilerplate"),
        ("(Reporting by the Mallqabamba desk; editing by I. Suorkko)", "boilerplate"),
        ("Continue reading", "boilerplate"),
        ("By noon the army had left the port, and the ferries ran again as they had in May.", None),
        ("Sulm - the port - was quiet.", None),
        ("The premier also said: nothing will change.", None),
        ("Photo editors met in Sulm on Monday and agreed on a code.", None),
    ],
)  # fmt: skip
def test_what_a_line_is(line, kind):
    """Lines are told by how they are written; running text that only begins like one is left alone."""
    found = lines.regions(f"First words of the story.\n\n{line}\n\nLast words of it.\n")

    assert [region.kind for region in found] == ([kind] if kind else [])


def test_a_link_is_no_heading():
    """The title that follows a related link is not related for that."""
    assert [region.kind for region in lines.regions("Related: The ferry\n\nA title\n")] == ["related"]


def test_headlines_after_a_heading_are_related():
    """A heading such as Most read covers the titles below it, up to the next sentence."""
    told = [
        "Story.",
        "Most read",
        "The view from the ferry",
        "Who was the Cooper?",
        "The story goes on.",
        "A title",
    ]
    text = "\n\n".join(told)

    found = lines.regions(text)
    assert [text[r.start : r.end] for r in found] == [
        "Most read",
        "The view from the ferry",
        "Who was the Cooper?",
    ]


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("Published 4 May 2024", "2024-05-04"),
        ("Updated: May 4, 2024 at 09:30 CET", "2024-05-04"),
        ("2024-05-04T09:30:00Z", "2024-05-04"),
        ("Saturday, 4 May 2024 | Sulm", "2024-05-04"),
        ("May 2024", None),
        ("11/10/2011", None),
        ("On 4 May 2024 the port of Sulm was shut.", None),
    ],
)
def test_the_day_in_the_first_lines(head, day):
    """A line that is one full day is that of publication; one that may be two days, or no day, is not."""
    assert lines.published(f"Dockers end strike\n{head}\nThe story.\n") == day


def test_a_day_that_nothing_says_is_asked_for(page):
    """Without it the import is refused; given, it holds."""
    with pytest.raises(FindingsError) as caught:
        page(f"<html><body>{STORY}</body></html>", published=None)
    assert (
        caught.value.findings[0].message
        == "nothing says when it was published: give the day with --published"
    )

    assert page(f"<html><body>{STORY}</body></html>", published="2024-05-04").published == "2024-05-04"


def test_what_a_page_hides_is_no_text(page):
    """Scripts, styles and templates are not seen; broken markup, entities and long nesting do no harm."""
    deep = "<div>" * 3000
    made = page(
        f"<html><body><style>p {{}}</style><template>x</template>{STORY}"
        f"<p>5 &lt; 6 &amp; so<br>on{deep}<p>end"
    )

    assert "5 < 6 & so\n\non" in made.text
    assert "{" not in made.text


def test_the_encoding_of_a_page(page):
    """UTF-8, else what the page declares, else a finding."""
    story = f'<html><head><meta charset="windows-1252"></head><body>{STORY}<p>“Nô” Zoë</p></body></html>'

    assert "“Nô” Zoë" in page(story.encode("cp1252")).text
    with pytest.raises(FindingsError) as caught:
        page(story.replace("windows-1252", "no-such-code").encode("cp1252"))
    assert [finding.kind for finding in caught.value.findings] == ["encoding"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("\f", ""), ("\x1b", "\x1b"), ("\uffff", "\uffff"), ("&#012;", ""), ("&#X0001b", "\x1b")],
)
def test_a_character_that_xml_has_not_stays(page, written, kept):
    """Controls and the like, which the libraries beneath cannot take, stay, a form feed as white space."""
    story = f"<p>The{written}<script>x</script>{written} end</p>"

    made = page(f"<html><body>{STORY}{written}<script>x</script>{story}</body></html>")
    assert made.text.endswith(f"The{kept}{kept} end\n")


@pytest.mark.parametrize("content", ["", "<html></html>", "<html><body><script>x</script></body></html>"])
def test_a_page_without_words_is_a_finding(page, content):
    """Nothing to annotate is said, not written."""
    with pytest.raises(FindingsError):
        page(content)


def test_a_page_saved_as_text_is_a_page(page):
    """The suffix does not decide."""
    assert page(f"<!DOCTYPE html>\n<html><body>{STORY}</body></html>", "page.txt").text.startswith(
        "The dockers"
    )


def test_a_missing_extra_is_told_with_its_command(exports, read, monkeypatch):
    """Only web pages need it."""
    monkeypatch.setitem(sys.modules, "trafilatura", None)

    assert read(exports / "article/scraped.txt")
    with pytest.raises(MisuseError, match=r"pip install 'dateline-bench\[html\]'"):
        read(exports / "article/strike.html")


def test_a_folder_is_imported_whole(exports, tmp_path):
    """Each page and text is an article; the folder is one that annotation begins with."""
    importers.import_corpus("article", exports / "article", tmp_path / "out", say=lambda _: None)

    assert sorted(file.name for file in (tmp_path / "out/articles").iterdir()) == [
        "scraped.json",
        "strike.json",
    ]


def test_all_that_is_wrong_with_a_folder_is_told_at_once(tmp_path):
    """A text without a day does not hide one that no article may hold."""
    (tmp_path / "bare.txt").write_text("The dockers went home.")
    (tmp_path / "null.txt").write_text("The dockers\0went home.")

    with pytest.raises(FindingsError) as refused:
        article.read(tmp_path, Ledger(Journal()), Options())
    assert sorted((Path(one.file).name, one.kind) for one in refused.value.findings) == [
        ("bare.txt", "missing"),
        ("null.json", "control"),
        ("null.txt", "missing"),
    ]


def test_a_folder_of_other_files_is_refused(tmp_path):
    """The answer says what is wanted."""
    with pytest.raises(MisuseError, match=r"holds no \.html or \.txt file"):
        article.read(tmp_path, Ledger(Journal()), Options())


def test_the_bytes_of_a_page_are_bounded(page, monkeypatch):
    """A page beyond the limit is refused before it is parsed."""
    monkeypatch.setattr(pages, "BYTES", 100)

    with pytest.raises(FindingsError) as caught:
        page(f"<html><body>{STORY}</body></html>")
    assert [finding.kind for finding in caught.value.findings] == ["limit"]


def test_the_first_article(shared, read):
    """The scraped article that started the project: its credit, its teaser twice, and nothing lost."""
    path = shared / "seed/article.txt"
    made = read(path, published="2024-01-16")["article"]

    assert made.text == path.read_bytes().decode()
    assert [kind for kind, _ in marked(made)] == ["credit", "teaser", "boilerplate", "teaser"]


PIECES = (
    "Read more",
    "© Photo: X, Y",
    "Most read",
    "By Ann Orr",
    "SULM (HP) — ",
    "A title A title",
    ".",
    "\r",
    "x",
)


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=20), max_size=12).map("\n".join))
def test_regions_stand_in_the_text(text):
    """Whatever a text holds, regions are in order, apart from each other, and begin and end at words."""
    found = lines.regions(text)

    places = [place for region in found for place in (region.start, region.end)]
    assert places == sorted(places)
    assert all(text[r.start : r.end] == text[r.start : r.end].strip() != "" for r in found)
    assert all("\n" not in text[r.start : r.end] for r in found)


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            [*PIECES, "<p>", "</div>", "<figcaption>", "<nav", "&amp", "<!--", "<b>a</b>", STORY]
        ),
        max_size=9,
    )
)
def test_any_page_is_read_or_refused(content):
    """Broken markup gives a text with every hint inside it, or a finding."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "page.html")
        path.write_text("<html>" + "".join(content))
        try:
            made = pages.read(path)
        except FindingsError:
            return

    assert all(0 <= place < len(made.text) for place in made.hints)


def test_a_language_that_is_none_is_told(take, tmp_path):
    """What a page says of itself and an article may not have is left out, and the report says so."""
    (tmp_path / "page.html").write_text(f"<html lang='en_GB'><body>{STORY}</body></html>")
    taken = take(article, tmp_path / "page.html", published="2024-05-04", language="da")

    assert taken.articles["page"].language == "da"
    assert taken.notes[0].endswith("page: its language is not one that an article may have, and is left out")
