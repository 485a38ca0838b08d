"""Author and host, each in a folder of their own: what passes between them is a release and two files."""

import gzip
import io
import json
import shutil

import pytest

from benchmark.cli.main import main

CARD = {
    "--name": "Kovar Rules",
    "--system-version": "1.2",
    "--description": "Rules, made by hand.",
    "--kind": "rules",
    "--saw-test-texts": "no",
}


@pytest.fixture(scope="module")
def halves(tiny, tmp_path_factory):
    """The public and the gold half of a release that is blind on test."""
    out = tmp_path_factory.mktemp("blind")
    assert main(["build", str(tiny), "--out", str(out), "--blind", "test"]) == 0
    return out / "tiny-1.0.0-public", out / "tiny-1.0.0-gold"


@pytest.fixture
def author(halves, tmp_path):
    """The author's folder, with the public release in it and nothing else."""
    shutil.copytree(halves[0], tmp_path / "author" / "release")
    return tmp_path / "author"


@pytest.fixture
def host(halves, tmp_path):
    """The host's folder, with the gold release in it."""
    shutil.copytree(halves[1], tmp_path / "host" / "gold")
    return tmp_path / "host"


def begin(folder, **changed):
    """Runs bench init-submission with a full card in a folder; returns the exit code."""
    card = {**CARD, **changed}
    given = [part for option in card.items() for part in option]
    data = next(folder.glob("*/manifest.json")).parent
    return main(["init-submission", "--data", str(data), "--out", str(folder / "sent"), *given])


def filled_in(folder):
    """Puts one event into the first prediction that is to be filled in, and returns the file."""
    path = folder / "sent" / "predictions.jsonl"
    first, *others = path.read_text(encoding="utf-8").splitlines()
    value = json.loads(first)
    value["events"] = [{"event_type": "ASSAULT", "date": "2024-01-15"}]
    path.write_text("\n".join([json.dumps(value), *others]) + "\n", encoding="utf-8")
    return path


def send(folder, board, data, *more):
    files = [str(folder / "predictions.jsonl"), "--system", str(folder / "system.json")]
    return main(["submit", *files, "--data", str(data), "--board", str(board), *more])


def test_author_and_host_meet_in_files(author, host, capsys):
    """Blind release in, predictions out, scored by the host's gold: the author's folder never holds any."""
    assert begin(author) == 0
    sent = filled_in(author).parent
    capsys.readouterr()
    assert send(sent, author / "board", author / "release") == 0
    out, err = capsys.readouterr()
    handed_in = author / "board" / "submissions" / "tiny@1.0.0" / "kovar-rules@1.2"
    assert "withholds the gold of 'test'" in err
    assert {path.name for path in handed_in.iterdir()} == {"predictions.jsonl.gz", "system.json"}
    assert out.split() == [str(handed_in / name) for name in ("predictions.jsonl.gz", "system.json")]

    shutil.copytree(author / "board", host / "board")
    received = host / "board" / "submissions" / "tiny@1.0.0" / "kovar-rules@1.2"
    command = ["submit", str(received / "predictions.jsonl.gz"), "--system", str(received / "system.json")]
    assert main([*command, "--data", str(host / "gold"), "--board", str(host / "board")]) == 0
    assert main(["leaderboard", "--out", str(host / "board")]) == 0
    assert main(["leaderboard", "--check", "--data", str(host / "gold"), "--out", str(host / "board")]) == 0

    report = json.loads((received / "report.json").read_bytes())
    assert report["scores"]["event"]["predicted"] == 1
    assert report["scores"]["event"]["gold"] > 0
    assert "Kovar Rules" in (host / "board" / "README.md").read_text(encoding="utf-8")
    assert '"event_id"' not in "".join(
        path.read_text(encoding="utf-8") for path in author.rglob("*.json*") if path.name == "test.jsonl"
    )


def test_the_host_publishes_headline_columns_by_steps(host, capsys):
    """The board that goes out has no number by article, and moves only to what is a point better."""
    gold, board, public = host / "gold", host / "board", host / "public"
    write = ["leaderboard", "--out", str(board), "--blind", str(public), "--steps"]
    assert begin(host) == 0
    assert send(host / "sent", board, gold) == 0
    assert main(write) == 0
    empty = (public / "leaderboard.json").read_bytes()
    shutil.rmtree(host / "sent")
    assert begin(host, **{"--system-version": "2"}) == 0
    filled_in(host)
    assert send(host / "sent", board, gold) == 0

    assert main(write) == 0
    assert (public / "leaderboard.json").read_bytes() == empty
    assert main([*write, "--check", "--data", str(gold)]) == 0
    assert "checked 2 submissions: scores and tables are as reported" in capsys.readouterr().err
    assert not (public / "submissions").exists()
    assert not (board / "leaderboard.json").exists()
    assert '"per_article"' not in "".join(path.read_text(encoding="utf-8") for path in public.iterdir())


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--steps"], "--steps wants --blind DIR"),
        (["--blind", "board", "--out", "board"], "--blind wants a folder that may be published"),
        (
            ["report.json", "--blind", "board", "--out", "other"],
            "goes to --out, or with headline columns only",
        ),
    ],
)
def test_a_board_that_cannot_be_blind_is_misuse(options, told, capsys):
    """Steps are of what is shown, a folder with submissions shows all, and reports make one board."""
    assert main(["leaderboard", *options]) == 2
    assert told in capsys.readouterr().err


def test_first_file_is_valid_and_empty(author, capsys):
    """It has each article of the split once, in order; the commands to go on with are named and work."""
    assert begin(author) == 0
    told = [line.strip() for line in capsys.readouterr().err.splitlines() if "bench " in line]
    sent = author / "sent"

    rows = [json.loads(line) for line in (sent / "predictions.jsonl").read_bytes().splitlines()]
    texts = (author / "release" / "jsonl" / "test.jsonl").read_bytes().splitlines()
    assert rows == [{"article_id": json.loads(text)["article_id"], "events": []} for text in texts]
    assert [command.split()[1] for command in told] == ["validate", "view", "submit"]
    assert main(told[0].split()[1:]) == 0
    assert main(told[1].split()[1:]) == 0
    assert "2 articles, 0 events" in capsys.readouterr().out


def test_with_gold_at_hand_the_next_step_is_a_score(host, capsys):
    """Where the release holds gold, the author may score before submitting."""
    assert begin(host) == 0
    told = [line.strip() for line in capsys.readouterr().err.splitlines() if line.startswith("  ")]

    assert [command.split()[1] for command in told] == ["validate", "score", "submit"]
    assert main(told[1].split()[1:]) == 0


def test_card_that_is_wrong_is_refused_with_every_finding(author, capsys):
    """Options are judged as a card is, and nothing is written."""
    assert begin(author, **{"--kind": "magic", "--url": "ftp://example.org"}) == 1

    err = capsys.readouterr().err
    assert "$.kind" in err
    assert "$.url" in err
    assert not (author / "sent").exists()


def test_what_is_missing_is_asked_at_a_terminal(author, monkeypatch, capsys):
    """Questions go to stderr, answers into the card; a word that it does not know is asked for again."""
    answers = io.StringIO("Kovar Rules\n1.2\nRules, made by hand.\nmagic\nRULES\nmaybe\nno\n")
    answers.isatty = lambda: True
    monkeypatch.setattr("sys.stdin", answers)

    assert main(["init-submission", "--data", str(author / "release"), "--out", str(author / "sent")]) == 0
    card = json.loads((author / "sent" / "system.json").read_bytes())
    assert (card["name"], card["version"]) == ("Kovar Rules", "1.2")
    assert (card["kind"], card["saw_test_texts"]) == ("rules", "no")
    assert card["dataset"] == "tiny@1.0.0"
    told = capsys.readouterr().err
    assert "Error: want rules, trained, llm, hybrid, human, trivial\n" in told
    assert "Error: want yes, no, unknown\n" in told


def test_replaced_submission_is_in_the_history(host):
    """Another file of the same system wants to be told so, and what it replaces stays."""
    board, gold = host / "board", host / "gold"
    assert begin(host) == 0
    sent = host / "sent"
    assert send(sent, board, gold) == 0
    folder = board / "submissions" / "tiny@1.0.0" / "kovar-rules@1.2"
    first = (folder / "predictions.jsonl.gz").read_bytes()
    filled_in(host)
    assert send(sent, board, gold) == 1
    assert send(sent, board, gold, "--replace") == 0

    old = board / "submissions" / "tiny@1.0.0" / "history" / "kovar-rules@1.2" / "1"
    assert (old / "predictions.jsonl.gz").read_bytes() == first
    assert b"ASSAULT" in gzip.decompress((folder / "predictions.jsonl.gz").read_bytes())


def test_unscored_submissions_are_named(host, author, capsys):
    """A board of waiting submissions only has no table; beside scored ones they are told of."""
    assert begin(author) == 0
    assert send(author / "sent", author / "board", author / "release") == 0
    assert main(["leaderboard", "--out", str(author / "board")]) == 2
    assert begin(host, **{"--name": "Other"}) == 0
    assert send(host / "sent", author / "board", host / "gold") == 0

    capsys.readouterr()
    assert main(["leaderboard", "--out", str(author / "board")]) == 0
    assert "kovar-rules@1.2 waits for its score" in capsys.readouterr().err
