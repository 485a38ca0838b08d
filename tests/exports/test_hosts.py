"""``bench export codabench`` and ``eval-results``: what hosts of competitions and of models take."""

import io
import json
import subprocess
import sys
import zipfile

import pytest
import yaml

from benchmark.corpus import builder
from benchmark.exports import codabench_program
from benchmark.store import codec


@pytest.fixture
def predictions(release, tmp_path, bench):
    """Predictions that are the gold, with a system card."""
    assert bench("predict", "gold", "--data", release, "--out", tmp_path / "gold").code == 0
    return tmp_path / "gold"


@pytest.fixture
def bundle(release, tmp_path, bench):
    """The zip file of a competition, unpacked in memory by path."""
    assert bench("export", "codabench", release, "--out", tmp_path / "bundle").code == 0
    with zipfile.ZipFile(tmp_path / "bundle" / "competition.zip") as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_bundle_is_what_codabench_reads(bundle):
    """competition.yaml at the top names files that are there; titles and keys have at most 36 characters."""
    told = yaml.safe_load(bundle["competition.yaml"])

    assert told["version"] == 2
    paths = [told["image"], told["terms"], *(page["file"] for page in told["pages"])]
    paths += [told["tasks"][0][key] for key in ("reference_data", "scoring_program")]
    assert all(any(name.startswith(path) for name in bundle) for path in paths)
    (board,) = told["leaderboards"]
    assert [column["index"] for column in board["columns"]] == [0, 1, 2, 3]
    assert board["columns"][0]["key"] == "dated_event"
    assert all(len(column[key]) <= 36 for column in board["columns"] for key in ("title", "key"))
    assert told["phases"][0]["tasks"] == [told["tasks"][0]["index"]]
    command = yaml.safe_load(bundle["scoring_program/metadata.yaml"])["command"]
    assert command.startswith("python3 /app/program/score.py /app/input /app/output test ")
    assert bundle["logo.png"].startswith(b"\x89PNG")
    # A release is named by its folder, which participants have where they like.
    assert b"bench validate predictions.jsonl --data RELEASE --split test" in bundle["pages/submit.md"]


def test_the_overview_says_whose_digest_it_quotes(release, bundle):
    """Participants hold the half without gold, whose digest is another."""
    digest = json.loads((release / "manifest.json").read_bytes())["digest"][:12]

    assert f"Digest of the release with its gold: `{digest}`." in bundle["pages/overview.md"].decode()


def test_without_dates_a_competition_ranks_by_events(source, tmp_path, bench):
    """Its columns are what the release annotates, and the first of them ranks."""
    with (source / "benchmark.toml").open("a") as stream:
        stream.write('annotates = ["triggers", "arguments", "status", "modes"]\n')
    path = source / "articles" / "one.json"
    article = json.loads(path.read_text())
    for event in article["events"]:
        event["date"] = {"value": None, "basis": None, "mentions": [], "alternatives": []}
    path.write_text(json.dumps(article))
    (release,) = builder.build(source, tmp_path / "out")

    assert bench("export", "codabench", release, "--out", tmp_path / "host").code == 0
    with zipfile.ZipFile(tmp_path / "host" / "competition.zip") as bundle:
        (board,) = yaml.safe_load(bundle.read("competition.yaml"))["leaderboards"]

    assert [column["key"] for column in board["columns"]] == ["event", "event_argument"]


def test_the_program_gives_each_column_its_number(bundle, predictions, tmp_path):
    """Run as the host runs it, it gives gold against itself 100, and leaves nothing else to be read."""
    for name, data in bundle.items():
        part, _, path = name.partition("/")
        folder = {"reference_data": "input/ref", "scoring_program": "program"}.get(part)
        if folder is not None:
            (tmp_path / folder / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / path).write_bytes(data)
    (tmp_path / "output").mkdir()
    predictions.rename(tmp_path / "input" / "res")
    command = yaml.safe_load(bundle["scoring_program/metadata.yaml"])["command"]
    arguments = [part.replace("/app", str(tmp_path)) for part in command.split()[1:]]
    done = subprocess.run([sys.executable, *arguments], capture_output=True, check=True)

    assert done.stdout == b""
    assert [path.name for path in (tmp_path / "output").iterdir()] == ["scores.json"]
    scores = json.loads((tmp_path / "output" / "scores.json").read_bytes())
    assert set(scores) == {
        column["key"] for column in yaml.safe_load(bundle["competition.yaml"])["leaderboards"][0]["columns"]
    }
    assert set(scores.values()) == {100.0}


def test_a_submission_without_predictions_is_told(tmp_path, capsys):
    """A zip file that holds a folder, say, scores nothing."""
    (tmp_path / "res" / "mine").mkdir(parents=True)
    code = codabench_program.main(tmp_path, tmp_path, "test", "1")

    assert code == 1
    assert "no predictions.jsonl at the top" in capsys.readouterr().err
    assert not (tmp_path / "scores.json").exists()


def test_a_licence_is_shown_and_not_obeyed(release, bench, tmp_path):
    """The manifest of a release that others made may say anything; a page of the host shows it as it is."""
    path = release / "manifest.json"
    told = json.loads(path.read_bytes()) | {"license": "<img src=x>\n# `Free`"}
    path.write_text(json.dumps(told))
    assert bench("export", "codabench", release, "--out", tmp_path / "bundle").code == 0

    with zipfile.ZipFile(tmp_path / "bundle" / "competition.zip") as bundle:
        terms = bundle.read("pages/terms.md").decode()
    assert "The collection is under `` <img src=x> # `Free` ``; each" in terms


def test_a_bundle_has_the_gold_of_one_split(bundle, release):
    """What scoring needs and no more; a release scores by it."""
    gold = {name.removeprefix("reference_data/") for name in bundle if name.startswith("reference_data/")}

    assert gold == {"manifest.json", "ontology.json", "jsonl/test.jsonl"}
    assert bundle["reference_data/jsonl/test.jsonl"] == (release / "jsonl" / "test.jsonl").read_bytes()


def test_the_same_release_gives_the_same_bundle(release, bench, tmp_path):
    """No clock is in the zip file."""
    for name in ("one", "other"):
        bench("export", "codabench", release, "--out", tmp_path / name)

    one, other = ((tmp_path / name / "competition.zip").read_bytes() for name in ("one", "other"))
    assert one == other
    assert {entry.date_time[0] for entry in zipfile.ZipFile(io.BytesIO(one)).infolist()} == {1980}


def test_a_public_half_makes_no_competition(source, tmp_path, bench):
    """Without gold there is nothing to score with."""
    public, _ = builder.build(source, tmp_path / "out", blind="test")
    done = bench("export", "codabench", public, "--out", tmp_path / "bundle")

    assert done.code == 2
    assert "has no gold of test" in done.err
    assert not (tmp_path / "bundle").exists()


@pytest.fixture
def report(release, predictions, tmp_path, bench):
    path = tmp_path / "report.json"
    system = predictions / "system.json"
    told = (predictions / "predictions.jsonl", "--data", release, "--system", system, "--report", path)
    assert bench("score", *told, "--resamples", "0").code == 0
    return path


def test_results_are_what_the_hub_reads(report, release, tmp_path, bench):
    """An entry for each task of the dataset's eval.yaml, in points, with the signature of the report."""
    done = bench("export", "eval-results", report, "--to", "acme/kovar", "--out", tmp_path / "model")

    assert done.code == 0
    (path,) = (tmp_path / "model").rglob("*.yaml")
    assert path.relative_to(tmp_path / "model").as_posix() == ".eval_results/kovar-news.yaml"
    # Older versions do not read them, but write them.
    reader = pytest.importorskip("huggingface_hub._eval_results")
    entries = reader.parse_eval_result_entries(yaml.safe_load(path.read_text(encoding="utf-8")))
    tasks = yaml.safe_load((release / "eval.yaml").read_text(encoding="utf-8"))["tasks"]
    assert {entry.task_id for entry in entries} == {task["id"] for task in tasks}
    assert {(entry.dataset_id, entry.value) for entry in entries} == {("acme/kovar", 100.0)}
    signature = json.loads(report.read_bytes())["signature"]
    assert {entry.notes for entry in entries} == {f"bench score, {signature}"}


def test_results_name_where_the_system_is(report, tmp_path, bench):
    """The address on the system's card is the source of its numbers."""
    value = json.loads(report.read_bytes())
    value["system"]["url"] = "https://example.org/system"
    report.write_bytes(codec.pretty(value))
    bench("export", "eval-results", report, "--to", "acme/kovar", "--out", tmp_path / "model")

    (path,) = (tmp_path / "model").rglob("*.yaml")
    entries = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {entry["source"]["url"] for entry in entries} == {"https://example.org/system"}


def test_what_is_undefined_has_no_result(report, tmp_path, bench):
    """A number that a report leaves open is named, and not written as one."""
    value = json.loads(report.read_bytes())
    value["shares"]["date_accuracy"] |= {"total": 0, "support": 0, "value": None}
    report.write_bytes(codec.pretty(value))
    done = bench("export", "eval-results", report, "--to", "acme/kovar", "--out", tmp_path / "model")

    assert "date_accuracy is undefined in this report, and left out" in done.err
    (path,) = (tmp_path / "model").rglob("*.yaml")
    assert "date_accuracy" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["eval-results", "report.json", "--out", "x"], "wants --to OWNER/NAME"),
        (["eval-results", "report.json", "--to", "a/b"], "wants --out DIR"),
        (["eval-results", "report.json", "--to", "a/b", "--out", "x", "--split", "test"], "neither"),
        (["codabench", "release", "--to", "a/b", "--out", "x"], "takes no --to"),
        (["codabench", "release", "--out", "x", "--predictions", "p.jsonl"], "without --predictions"),
        (["codabench", "release", "--out", "x", "--dry-run"], "no --dry-run"),
    ],
)
def test_options_of_other_targets_are_misuse(report, release, bench, arguments, words):
    """Each host says which of the options it takes."""
    given = {"report.json": report, "release": release}
    done = bench("export", *(given.get(argument, argument) for argument in arguments))

    assert done.code == 2
    assert words in done.err
