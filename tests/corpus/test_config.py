"""benchmark.toml: what it says, and everything that is wrong with it at once."""

import time

import pytest

from benchmark.corpus import config
from benchmark.records.errors import FindingsError, MisuseError
from benchmark.records.manifest import ANNOTATIONS, BenchmarkConfig


@pytest.fixture
def read(tmp_path):
    def write_and_read(text):
        path = tmp_path / config.FILE
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return config.read(path)

    return write_and_read


def places(caught):
    """Return line, path and kind of each finding."""
    return [(finding.line, finding.path, finding.kind) for finding in caught.value.findings]


def test_file_becomes_the_record(read, toml):
    """What may be left out takes the record's default; splits keep their order."""
    found = read(toml)

    assert found == BenchmarkConfig(
        name="kovar-news",
        version="1.2.0",
        license="CC-BY-4.0",
        ontology="plover@1.0.0",
        splits={"train": 60, "validation": 10, "test": 30},
        seed="kovar",
    )
    assert list(found.splits) == ["train", "validation", "test"]


def test_annotations_are_put_in_order(read, toml):
    """The order in which annotations are named moves no digest."""
    found = read('annotates = ["dates", "triggers", "dates"]\nmatch = "span"\n' + toml)

    assert found.annotates == ("triggers", "dates")
    assert found.match == "span"


@pytest.mark.parametrize("seed", ['seed = "7"', "seed = 7"])
def test_seed_may_stand_above_the_splits(read, toml, seed):
    """A seed is words or a whole number, in the table of splits or above it."""
    found = read(f"{seed}\n" + toml.replace('seed = "kovar"\n', ""))

    assert found.seed == "7"
    assert "seed" not in found.splits


@pytest.mark.parametrize("day", ["2024-07-01", '"2024-07-01"'])
def test_splits_may_go_by_day(read, toml, day):
    """A split that begins on a day has no percentage; the day is TOML's own or a string."""
    text = toml.replace("= 60", "= 90").replace("= 30", "= 0")
    found = read(f"{text}[since]\ntest = {day}\n")

    assert found.since == {"test": "2024-07-01"}


@pytest.mark.parametrize("day", ["2024-07", "2024-02-30", '"2024-07"', "2024-07-01T10:00:00", "7"])
def test_a_split_begins_on_a_day(read, toml, day):
    """A month, a day that does not exist, a time or a number is no day."""
    text = toml.replace("= 60", "= 90").replace("= 30", "= 0")
    with pytest.raises(FindingsError) as caught:
        read(f"{text}[since]\ntest = {day}\n")

    assert caught.value.findings[0].kind in {"date", "syntax"}


@pytest.mark.parametrize(
    ("text", "value"), [("", 0.65), ("leakage = 0.8", 0.8), ("leakage = 1", 1), ("leakage = false", None)]
)
def test_threshold_of_near_copies(read, toml, text, value):
    """Near copies are looked for from 0.65 on, or what the file says; false is not at all."""
    assert read(f"{text}\n{toml}").leakage == value


def test_shipped_file_is_read(pytestconfig):
    """Our own corpus has a benchmark.toml that this reader takes."""
    found = config.read(pytestconfig.rootpath / "data" / config.FILE)

    assert found.name == "dateline-news"
    assert found.annotates == ANNOTATIONS


def test_missing_file_is_misuse(tmp_path):
    """A corpus without benchmark.toml is a wrong call, and the message says what the file is for."""
    with pytest.raises(MisuseError, match=r"benchmark\.toml: no such file; it names the benchmark"):
        config.read(tmp_path / config.FILE)


def test_missing_file_points_to_those_of_annotators(tmp_path):
    """Where each annotator has a corpus folder of his own, the message names the first one's file."""
    for annotator in ("ben", "ada"):
        (tmp_path / annotator).mkdir()
        (tmp_path / annotator / config.FILE).touch()

    with pytest.raises(MisuseError, match=r"version and splits, as .*ada/benchmark\.toml does$"):
        config.read(tmp_path / config.FILE)


def test_missing_file_of_the_folder_of_articles_is_above_it(tmp_path):
    """Whoever names ``articles`` in a corpus is shown the file beside it, which was meant."""
    (tmp_path / "articles").mkdir()
    (tmp_path / config.FILE).touch()

    with pytest.raises(MisuseError, match=rf"as {tmp_path / config.FILE} does$"):
        config.read(tmp_path / "articles" / config.FILE)


def test_missing_file_of_a_release_tells_that_it_is_one(tmp_path):
    """A release holds what was built, and nothing to build from."""
    (tmp_path / "manifest.json").touch()

    with pytest.raises(MisuseError, match="is a release, made by bench build: bench verify checks it"):
        config.read(tmp_path / config.FILE)


def test_folder_in_its_place_is_misuse(tmp_path):
    """A directory where the file is meant is a wrong call too."""
    (tmp_path / config.FILE).mkdir()

    with pytest.raises(MisuseError, match="no such file"):
        config.read(tmp_path / config.FILE)


def test_all_findings_come_at_once(read):
    """Everything wrong with the file is told in one refusal, with its line and its nearest name."""
    text = """\
nmae = "kovar-news"
version = "1 2"
license = "CC0"
ontology = "plover"
annotates = ["trigers", 7]
match = "spans"
[splits]
train = 60
"dev-1" = 30.5
all = 40
"""
    with pytest.raises(FindingsError) as caught:
        read(text)

    assert places(caught) == [
        (1, "$.name", "missing"),
        (1, "$.nmae", "unknown-field"),
        (1, "$.splits.seed", "missing"),
        (2, "$.version", "value"),
        (3, "$.license", "value"),
        (4, "$.ontology", "value"),
        (5, "$.annotates[0]", "value"),
        (5, "$.annotates[1]", "value"),
        (6, "$.match", "value"),
        (9, "$.splits['dev-1']", "value"),
        (9, "$.splits['dev-1']", "value"),
        (10, "$.splits.all", "value"),
    ]
    near = {finding.found or finding.path: finding.near for finding in caught.value.findings}
    assert near["$.nmae"] == "name"
    assert near["trigers"] == "triggers"
    assert near["spans"] == "span"


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ("train = 60", "train = 59", (6, "$.splits", "value")),
        ("name =", "agreement = true\nname =", (1, "$.agreement", "type")),
        ("train = 60", "train = -1\ndev = 61", (7, "$.splits.train", "value")),
        ("train = 60", "train = true", (7, "$.splits.train", "value")),
        ("train = 60", 'train = "60%"', (7, "$.splits.train", "value")),
        ("train = 60", "train = 30\nTrain = 30", (8, "$.splits.Train", "value")),
        ('seed = "kovar"', "seed = 1.5", (10, "$.splits.seed", "type")),
        ('seed = "kovar"', "seed = 2024-01-16", (10, "$.splits.seed", "type")),
        ("[splits]", "annotates = []\n[splits]", (6, "$.annotates", "empty")),
        ("[splits]", 'annotates = "dates"\n[splits]', (6, "$.annotates", "type")),
        ("[splits]", "seed = 1\n[splits]", (6, "$.splits.seed", "duplicate-key")),
        ("[splits]", "leakage = 0.6\n[splits]", (6, "$.leakage", "value")),
        ("[splits]", "leakage = nan\n[splits]", (6, "$.leakage", "value")),
        ("[splits]", "leakage = true\n[splits]", (6, "$.leakage", "type")),
        ("[splits]", "since = 2024-07-01\n[splits]", (6, "$.since", "type")),
        ('seed = "kovar"', "seed = 1\n[since]\ntest = 2024-07-01", (9, "$.splits.test", "value")),
        ('seed = "kovar"', "seed = 1\n[since]\ntset = 2024-07-01", (12, "$.since.tset", "value")),
        ('seed = "kovar"', "seed = 0\n[since]\nseed = 2024-07-01", (10, "$.since.seed", "value")),
        ('ontology = "plover@1.0.0"', 'ontology = "plover@9"', (4, "$.ontology", "value")),
        ('version = "1.2.0"', "version = 1.2", (2, "$.version", "type")),
        ('version = "1.2.0"', 'version = "../x"', (2, "$.version", "value")),
        ('name = "kovar-news"', 'name = "kovar/news"', (1, "$.name", "value")),
        ('name = "kovar-news"', 'name = "kovar\\n"', (1, "$.name", "value")),
        ('name = "kovar-news"', 'name = ""', (1, "$.name", "value")),
        ('version = "1.2.0"', "version = ", (2, "$", "syntax")),
        ('version = "1.2.0"', 'name = "twice"', (2, "$", "syntax")),
        ("train = 60", f"train = {'6' * 5_000}", (11, "$", "syntax")),
    ],
)
def test_each_fault_has_its_place(read, toml, old, new, finding):
    """One fault is one finding, at its own line and path."""
    with pytest.raises(FindingsError) as caught:
        read(toml.replace(old, new))

    assert places(caught) == [finding]


@pytest.mark.parametrize(
    ("data", "line", "kind"),
    [
        (b"\xef\xbb\xbfname = 'x'\n", 1, "encoding"),
        (b"name = 'x'\nversion = '\xff'\n", 2, "encoding"),
        (b"name = " + b"[" * 20_000, 1, "limit"),
        (b"#" * 1_000_001, 1, "limit"),
        (b"a = " + b"9" * 5_000, 1, "syntax"),
        (b"[splits]\ntrain = 0x" + b"f" * 5_000, 2, "syntax"),
        (b".".join([b"a"] * 65) + b" = 1", 1, "limit"),
    ],
)
def test_bytes_that_are_no_table_are_refused(read, data, line, kind):
    """A byte order mark, broken UTF-8, endless nesting, a huge file or number each have their finding."""
    with pytest.raises(FindingsError) as caught:
        read(data)

    assert places(caught) == [(line, "$", kind)]


def test_lines_are_found_in_time(read, toml):
    """A line of spaces within the limit of bytes costs no more than any other."""
    begin = time.process_time()

    with pytest.raises(FindingsError) as caught:
        read(" " * 20_000 + "\n" + toml.replace("1.2.0", "one two"))
    assert places(caught) == [(3, "$.version", "value")]
    assert time.process_time() - begin < 10


def test_splits_must_be_a_table(read, toml):
    """A number where the table is meant is said, and nothing else is."""
    head, _, _ = toml.partition("[splits]")
    with pytest.raises(FindingsError) as caught:
        read(f"{head}splits = 3\nseed = 1\n")

    assert places(caught) == [(6, "$.splits", "type")]
