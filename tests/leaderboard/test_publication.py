"""The files of a board: what they say, what they keep, and that a name can forge nothing."""

import csv
import dataclasses
import itertools
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmark.leaderboard import page, publication
from benchmark.leaderboard.ranking import rank
from benchmark.leaderboard.summary import summarise
from benchmark.records.errors import CheckError
from benchmark.records.leaderboard import Leaderboard, Standings
from benchmark.records.report import Interval
from benchmark.store import codec, schema
from benchmark.tables import render

ROOT = Path(__file__).resolve().parents[2]
FILES = {"README.md"} | {f"leaderboard.{form}" for form in ("json", "csv", "md", "tex", "html")}


@pytest.fixture
def scored(report):
    ranked = report("Kovar Rules")
    dated = dataclasses.replace(ranked.scores["dated_event"], intervals={"f1": Interval(low=0.21, high=0.45)})
    return [
        dataclasses.replace(ranked, scores=ranked.scores | {"dated_event": dated}),
        report("Silent", (0, 0), (0, 0), kind="trivial", dates=(0, 0)),
    ]


@pytest.fixture
def board(scored):
    return rank(scored, lambda _: Standings(ranges={"kovar-rules@1": (1, 3)}))


def test_table_shows_the_headline(board):
    """Ranked systems first; beside date accuracy its support and both trivial answers; undefined is None."""
    table = summarise(board)

    titles = [column.title for column in table.columns]
    assert dict(zip(titles, table.rows[0], strict=True)) == {
        "Rank": 1,
        "Rank range": "1\u20133",
        "System": "Kovar Rules 1",
        "Event P": 5 / 8,
        "Event R": 5 / 10,
        "Event F1": 10 / 18,
        "Date accuracy": 3 / 5,
        "Dated pairs": 5,
        "pub. as date": 2 / 5,
        "null as date": 0,
        "Argument F1": 2 / 7,
        "Dated-event F1": 6 / 18,
        "95 % low": 0.21,
        "95 % high": 0.45,
    }
    assert table.aside == ((None, None, "Silent 1", None, 0, 0, None, 0, None, None, 2 / 7, 0, None, None),)


def test_the_files_of_a_board_are_made_under_its_lock(board, scored, tmp_path, is_locked, monkeypatch):
    """What stands around the README's markers is read there, and two boards at once do not mix."""
    held = []
    monkeypatch.setattr(publication, "_files", lambda _, folder: held.append(is_locked(folder)) or {})

    publication.write([publication.Edition(board, scored)], tmp_path)
    assert held == [True]


def test_files_are_written_and_hold(board, scored, tmp_path):
    """What was written passes the check, and is written again as the same bytes."""
    paths = publication.write([publication.Edition(board, scored)], tmp_path)
    before = {path: path.read_bytes() for path in paths}

    publication.check([publication.Edition(board, scored)], tmp_path)
    publication.write([publication.Edition(board, scored)], tmp_path)
    assert {path.name for path in paths} == FILES
    assert {path: path.read_bytes() for path in paths} == before


def test_json_is_the_board(board, scored, tmp_path):
    """leaderboard.json fits its schema and reads back to the same record."""
    publication.write([publication.Edition(board, scored)], tmp_path)

    value = json.loads((tmp_path / "leaderboard.json").read_bytes())
    assert schema.check("leaderboard", value, "leaderboard.json") == []
    assert codec.decode(Leaderboard, value) == board


def test_latex_and_page_are_of_the_same_board(board, scored, tmp_path):
    """The LaTeX table is the one that every form shows, the page the one of board and reports."""
    publication.write([publication.Edition(board, scored)], tmp_path)

    tex = (tmp_path / "leaderboard.tex").read_text(encoding="utf-8")
    comment, table = tex[: tex.index("\\begin")], tex[tex.index("\\begin") :]
    assert table == render(summarise(board), "latex")
    assert all(line.startswith("% ") for line in comment.splitlines())
    assert (tmp_path / "leaderboard.html").read_text(encoding="utf-8") == page.render(board, scored)


def test_csv_holds_exact_numbers(board, scored, tmp_path):
    """A reader of the CSV gets what a reader of the JSON gets."""
    publication.write([publication.Edition(board, scored)], tmp_path)

    with (tmp_path / "leaderboard.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.reader(file, quoting=csv.QUOTE_NONNUMERIC))
    f1 = board.entries[0].scores["dated_event"].f1
    assert rows[1][-5:] == [f1, 0.21, 0.45, "ranked", board.signature]


def test_csv_says_which_systems_are_not_ranked(report):
    """Rows without a rank look alike there: a column says which are trivial and which were withdrawn."""
    scored = [report("a"), report("b"), report("c", kind="trivial")]
    table = render(summarise(rank(scored, withdrawn={"b@1": "It saw gold."})), "csv")

    rows = list(csv.DictReader(table.splitlines()))
    assert [(row["System"], row["Group"]) for row in rows] == [
        ("a 1", "ranked"),
        ("b 1 (withdrawn: It saw gold.)", "withdrawn"),
        ("c 1", "trivial"),
    ]


def test_text_around_the_markers_is_kept(board, scored, tmp_path):
    """People write above and below; only what stands between is ours."""
    readme = tmp_path / "README.md"
    readme.write_bytes(
        f"# Ours\r\n{publication.BEGIN}\nstale\n{publication.END}\nBelow \xe9\n".encode("latin-1")
    )

    publication.write([publication.Edition(board, scored)], tmp_path)
    text = readme.read_bytes()
    assert text.startswith(f"# Ours\r\n{publication.BEGIN}\n".encode())
    assert text.endswith(f"\n{publication.END}\nBelow \xe9\n".encode("latin-1"))
    assert b"stale" not in text
    assert b"Kovar Rules" in text


@pytest.mark.parametrize(
    "text",
    [
        "",
        publication.BEGIN,
        publication.END,
        f"{publication.END}\n{publication.BEGIN}",
        f"{publication.BEGIN}\n{publication.BEGIN}\n{publication.END}",
        f"{publication.BEGIN} {publication.END}",
    ],
)
def test_readme_without_one_pair_of_markers_is_refused(board, scored, tmp_path, text):
    """Where the table belongs is not guessed; nothing is written."""
    (tmp_path / "README.md").write_text(text, encoding="utf-8")

    with pytest.raises(CheckError, match=r"README\.md wants one line"):
        publication.write([publication.Edition(board, scored)], tmp_path)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == text
    assert not (tmp_path / "leaderboard.json").exists()


@pytest.mark.parametrize("name", [f"{publication.END}@", publication.END, f"x {publication.BEGIN} y@z"])
def test_name_cannot_forge_a_marker(report, tmp_path, name):
    """A board with such a name is written twice, so its markers are still one pair."""
    scored = [report(name), report("last")]
    board = rank(scored)
    publication.write([publication.Edition(board, scored)], tmp_path)

    publication.write([publication.Edition(board, scored)], tmp_path)
    publication.check([publication.Edition(board, scored)], tmp_path)


@pytest.mark.parametrize("name", sorted(FILES))
@pytest.mark.parametrize("harm", ["changed", "removed"])
def test_check_names_the_file_that_differs(board, scored, tmp_path, name, harm):
    """A number changed by hand, or a file that is gone, is found."""
    publication.write([publication.Edition(board, scored)], tmp_path)
    path = tmp_path / name
    if harm == "changed":
        path.write_bytes(path.read_bytes().replace(b"Kovar", b"Kovor"))
    else:
        path.unlink()

    with pytest.raises(CheckError, match=f"{name} is not what"):
        publication.check([publication.Edition(board, scored)], tmp_path)


def test_best_of_a_column_is_bold_and_ties_are_marked(report, tmp_path):
    """Markdown and LaTeX set off the best, equal ones alike, and those by which no system is better."""
    scored = [report("a"), report("b"), report("c", dated=(1, 8))]
    board = rank(scored, lambda _: Standings(ranges={"a@1": (1, 2), "b@1": (1, 3), "c@1": (2, 3)}))
    publication.write([publication.Edition(board, scored)], tmp_path)

    rows = (tmp_path / "leaderboard.md").read_text(encoding="utf-8").splitlines()[4:7]
    assert ["| **33.3**\u2020 |" in row for row in rows] == [True, True, False]
    tex = (tmp_path / "leaderboard.tex").read_text(encoding="utf-8")
    assert tex.count(r"\textbf{33.3}$^{\dagger}$") == 2


def test_marks_stand_on_the_number_that_was_tested(report):
    """Event F1 is marked where no dates are annotated, as it is what ranks the board; a dash never."""
    nothing = dict.fromkeys(("matched", "predicted", "gold", "precision", "recall", "f1"))

    def marked(*bare):
        scored = [report("a"), report("b")]
        for place, metric in itertools.product(range(2), bare):
            cut = {metric: dataclasses.replace(scored[place].scores[metric], **nothing)}
            scored[place] = dataclasses.replace(scored[place], scores=scored[place].scores | cut)
        table = summarise(rank(scored, lambda _: Standings(ranges={"a@1": (1, 2), "b@1": (1, 2)})))
        return {(place, table.columns[column].title) for place, column in table.tied}

    assert marked() == {(0, "Dated-event F1"), (1, "Dated-event F1")}
    assert marked("dated_event") == {(0, "Event F1"), (1, "Event F1")}
    assert marked("dated_event", "event") == set()


def test_withdrawn_system_is_struck_through_with_the_reason(report, tmp_path):
    """In Markdown, LaTeX and on the page; the CSV says it in words."""
    scored = [report("a"), report("b", dated=(8, 8))]
    board = rank(scored, withdrawn={"b@1": "It saw | gold."})
    publication.write([publication.Edition(board, scored)], tmp_path)
    made = {path.suffix: path.read_text(encoding="utf-8") for path in tmp_path.glob("leaderboard.*")}

    assert r"~~b 1 \(withdrawn\: It saw \| gold\.\)~~" in made[".md"]
    assert r"\sout{b 1 (withdrawn: It saw \textbar{} gold.)}" in made[".tex"]
    assert '"b 1 (withdrawn: It saw | gold.)"' in made[".csv"]
    assert "<s><bdi>b</bdi> <bdi>1</bdi></s>" in made[".html"]
    assert json.loads(made[".json"])["entries"][1]["withdrawn"] == "It saw | gold."


def test_older_versions_stay_reachable(report, blank, tmp_path):
    """Each version has its own board; the newest links to the others and they link back."""
    dataset = dataclasses.replace(blank.dataset, version="0.9.0")
    newer, older = [report("a")], [report("a", dataset=dataset)]
    editions = [publication.Edition(rank(scored), scored) for scored in (newer, older)]
    paths = publication.write(editions, tmp_path)

    publication.check(editions, tmp_path)
    folder = tmp_path / "versions" / "news@0.9.0"
    assert len(paths) == len(FILES) + 5
    assert "(versions/news@0.9.0/leaderboard.md)" in (tmp_path / "README.md").read_text(encoding="utf-8")
    page = (tmp_path / "leaderboard.html").read_text(encoding="utf-8")
    assert '<a href="versions/news@0.9.0/leaderboard.html">news@0.9.0</a>' in page
    page = (folder / "leaderboard.html").read_text(encoding="utf-8")
    assert '<a href="../../leaderboard.html">news@1.0.0</a>' in page
    (folder / "leaderboard.csv").write_text("x", encoding="utf-8")
    with pytest.raises(CheckError, match=r"news@0\.9\.0/leaderboard\.csv is not what"):
        publication.check(editions, tmp_path)


def test_a_board_without_submissions_is_found(board, scored, tmp_path):
    """Under versions/ it would be published with the others, though nothing was filed that gives it."""
    edition = publication.Edition(board, scored)
    publication.write([edition], tmp_path)
    left = tmp_path / "versions" / "news@0.1.0"
    left.mkdir(parents=True)
    (left / "leaderboard.html").write_text("<script>", encoding="utf-8")

    with pytest.raises(CheckError, match=r"news@0\.1\.0 is a board without submissions"):
        publication.check([edition], tmp_path)


@pytest.fixture
def typeset(tmp_path):
    """Makes a PDF of nothing but the two packages and a table; returns what pdflatex says."""
    command = ["kpsewhich", "pdflatex.ini", "booktabs.sty", "ulem.sty"]
    if (
        shutil.which("pdflatex") is None
        or subprocess.run(command, capture_output=True, check=False).returncode
    ):
        pytest.skip("no LaTeX is installed, and the set-up could not install one")

    def run(path):
        (tmp_path / "paper.tex").write_text(
            "\\documentclass{article}\n\\usepackage{booktabs}\n\\usepackage[normalem]{ulem}\n"
            "\\setlength{\\textwidth}{16cm}\n"  # of a paper in two columns
            f"\\begin{{document}}\n\\input{{{path.name}}}\n\\end{{document}}\n",
            encoding="utf-8",
        )
        shutil.copyfile(path, tmp_path / path.name)
        latex = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"]
        done = subprocess.run(latex, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout[-800:]
        assert (tmp_path / "paper.pdf").is_file()
        return done.stdout

    return run


def test_latex_compiles(report, typeset, tmp_path_factory):
    """A table of hostile names, one of them withdrawn, becomes a PDF, and no character is missing from it."""
    folder = tmp_path_factory.mktemp("board")
    names = (r"\input{/etc/passwd} $x$ 50% #1 a_b ~^", "[4pt] & \u0141\u00f3d\u017a", "gone \\\\")
    scored = [report(name) for name in names]
    board = rank(scored, withdrawn={scored[2].system.id: "A bug & 5%."})
    publication.write([publication.Edition(board, scored)], folder)

    assert "Missing character" not in typeset(folder / "leaderboard.tex")


def test_the_published_latex_table_compiles(typeset):
    """The table in leaderboard/ becomes a PDF, and neither caption nor rows run off the page."""
    said = typeset(ROOT / "leaderboard" / "leaderboard.tex")

    assert "Overfull" not in said
    assert "Missing character" not in said
