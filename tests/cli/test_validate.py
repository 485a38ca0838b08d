import copy
import gzip
import io
import json
import os

import pytest

from benchmark.store import articles, codec, files, ontologies, schema
from benchmark.store.files import digest_file
from benchmark.store.syntax import parse

EXAMPLES = {
    name: schema.document(name)["examples"][0] for name in ("article", "prediction", "system", "ontology")
}


@pytest.fixture
def folder(tmp_path):
    """The examples of the schemas as files: an article, predictions of it, a system card, an ontology."""
    (tmp_path / "article.json").write_text(json.dumps(EXAMPLES["article"], indent=1), encoding="utf-8")
    (tmp_path / "predictions.jsonl").write_text(json.dumps(EXAMPLES["prediction"]) + "\n", encoding="utf-8")
    (tmp_path / "system.json").write_text(json.dumps(EXAMPLES["system"]), encoding="utf-8")
    (tmp_path / "ontology.json").write_text(json.dumps(EXAMPLES["ontology"], indent=1), encoding="utf-8")
    return tmp_path


@pytest.fixture
def release(tmp_path, seal):
    """A release of the one article."""
    path = tmp_path / "release"
    (path / "jsonl").mkdir(parents=True)
    lines = path / "jsonl" / "test.jsonl"
    lines.write_bytes(codec.canonical(EXAMPLES["article"]) + b"\n")
    plover = ontologies.load("plover@1.0.0")
    manifest = copy.deepcopy(schema.document("manifest")["examples"][0])
    manifest["ontology"]["digest"] = codec.digest(plover)
    manifest["splits"]["test"]["digest"] = digest_file(lines)
    (path / "ontology.json").write_bytes(codec.pretty(plover))
    seal(path, manifest)
    return path


def test_files_are_told_by_what_they_hold(folder, bench):
    """One line a file says what it is; what was not judged is said on stderr."""
    paths = [folder / name for name in ("article.json", "predictions.jsonl", "system.json", "ontology.json")]

    code, out, err = bench("validate", *paths)
    assert code == 0
    assert out.splitlines() == [
        f"{paths[0]}: 1 article, 2 events",
        f"{paths[1]}: predictions of 1 article, 2 events",
        f"{paths[2]}: system card of Kovar Rules 1.2",
        f"{paths[3]}: ontology harbour@1.0, 2 types",
    ]
    assert err.splitlines() == [f"{paths[1]}: without --data, labels, article ids and offsets are not judged"]


@pytest.mark.parametrize("name", ["corpus", "corpus/articles"])
def test_a_folder_means_its_articles(folder, bench, name):
    """A corpus may have more files than fit on a command line; a finding names the file."""
    articles = folder / "corpus" / "articles"
    articles.mkdir(parents=True)
    for number in range(3):
        article = EXAMPLES["article"] | {"article_id": f"a{number}"}
        (articles / f"a{number}.json").write_text(json.dumps(article), encoding="utf-8")

    assert bench("validate", folder / name) == (0, f"{folder / name}: 3 articles, 6 events\n", "")

    (articles / "a1.json").write_text(
        json.dumps(EXAMPLES["article"] | {"article_id": "a2"}), encoding="utf-8"
    )
    (articles / "p.json").write_text(json.dumps(EXAMPLES["prediction"]), encoding="utf-8")
    code, out, err = bench("validate", folder / name)
    assert (code, out) == (1, "")
    assert err.splitlines()[:2] == [
        f"{articles / 'a2.json'}:1: $.article_id 'a2' stands twice, first in {articles / 'a1.json'}:1",
        f"{articles / 'p.json'}:1: $ has the keys of a prediction, not of an article",
    ]


def test_a_stream_is_read_once(bench):
    """What a first look at it would take could not be read again."""
    end, other = os.pipe()
    with os.fdopen(other, "w", encoding="utf-8") as stream:
        stream.write(json.dumps(EXAMPLES["article"]))

    assert bench("validate", f"/dev/fd/{end}").out == f"/dev/fd/{end}: 1 article, 2 events\n"
    os.close(end)


def test_articles_have_no_limit_of_bytes(folder, bench, monkeypatch):
    """What bench build takes is checked before it, however large; predictions are held to their limit."""
    for reader in (files.read_lines, articles.lines_of):
        monkeypatch.setitem(reader.__kwdefaults__, "total", 100)
    monkeypatch.setattr(files, "TOTAL_BYTES", 100)
    lines = [json.dumps(EXAMPLES["article"] | {"article_id": name}) for name in ("a", "b")]
    (folder / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")

    assert bench("validate", folder / "all.jsonl").out == f"{folder / 'all.jsonl'}: 2 articles, 4 events\n"
    assert "goes beyond 100 bytes here" in bench("validate", folder / "predictions.jsonl").err


def test_predictions_are_judged_against_a_release(folder, release, bench):
    """With --data, ids, labels and offsets are those of the split."""
    code, out, err = bench("validate", folder / "predictions.jsonl", "--data", release)

    assert (code, err) == (0, "")
    assert "predictions of 1 article" in out
    (folder / "predictions.jsonl").write_text('{"article_id": "kovar", "events": []}\n', encoding="utf-8")
    code, out, err = bench("validate", folder / "predictions.jsonl", "--data", release)
    assert (code, out) == (1, "")
    assert f"{folder / 'predictions.jsonl'}:1: $.article_id 'kovar' is no article of the split" in err


@pytest.mark.parametrize("command", ["validate", "score"])
def test_an_article_of_another_split_is_told_where_it_is(tiny, tmp_path, bench, command):
    """Who forgets --split, or sends the train split too, is not led to a like name."""
    assert bench("build", tiny, "--out", tmp_path).code == 0
    release = tmp_path / "tiny-1.0.0"
    assert bench("predict", "silent", "--data", release, "--split", "train", "--out", tmp_path).code == 0
    path = tmp_path / "predictions.jsonl"
    ids = [json.loads(line)["article_id"] for line in path.read_text(encoding="utf-8").splitlines()]

    code, _, err = bench(command, path, "--data", release)
    assert code == 1
    assert err.splitlines()[:-1] == [
        f"{path}:{number}: $.article_id '{article_id}' is no article of the split, but of 'train'"
        for number, article_id in enumerate(ids, 1)
    ]


@pytest.mark.parametrize("words", [" shelled", "shelled ", "elled", "shell"])
def test_offsets_that_cut_words_are_told(folder, release, bench, words):
    """Without a text beside them, bytes and the white space of sub-word tokens pass every other check."""
    path = folder / "predictions.jsonl"
    start = EXAMPLES["article"]["text"].index(words)
    triggers = [{"start": start, "end": start + len(words)}, {"start": 7, "end": 14}, {"text": "attack"}]
    events = [{"event_type": "ASSAULT", "triggers": triggers}]
    path.write_text(json.dumps({"article_id": "kovar-shelling", "events": events}), encoding="utf-8")

    code, out, err = bench("validate", path, "--data", release)
    assert (code, out) == (0, f"{path}: predictions of 1 article, 1 event\n")
    assert err == (
        f"{path}: 1 of 2 mentions with offsets begin or end inside a word or with white space, such as "
        f"'{words}' in kovar-shelling: offsets count code points, and take in the words alone\n"
    )


def test_a_card_is_judged_against_a_release(folder, release, bench):
    """A card that names another dataset would be refused by bench submit, so it is found, on its line."""
    key = schema.document("manifest")["examples"][0]
    named = {
        name: json.dumps(EXAMPLES["system"] | {"dataset": name}, indent=1)
        for name in (f"{key['name']}@{key['version']}", "kovar-news@0.1.0")
    }
    for name, text in named.items():
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    (ours, other) = [folder / f"{name}.json" for name in named]
    line = named["kovar-news@0.1.0"].split("\n").index(' "dataset": "kovar-news@0.1.0",') + 1

    assert bench("validate", ours, "--data", release).code == 0
    assert bench("validate", other).code == 0
    code, _, err = bench("validate", other, "--data", release)
    assert code == 1
    assert err.startswith(
        f"{other}:{line}: $.dataset 'kovar-news@0.1.0' is not the dataset of the release, want"
    )


def test_predictions_are_read_as_bench_score_reads_them(folder, bench):
    """Of a .json file, too, each line is one article: what is valid can be scored, and nothing else is."""
    rows = [EXAMPLES["prediction"], EXAMPLES["prediction"] | {"article_id": "other"}]
    (folder / "lines.json").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (folder / "spread.json").write_text(json.dumps(rows[0], indent=1), encoding="utf-8")
    (folder / "list.json").write_text(json.dumps(rows), encoding="utf-8")

    assert bench("validate", folder / "lines.json").out.endswith(": predictions of 2 articles, 4 events\n")
    for name, told in (("spread", "begins a value of several lines, want"), ("list", "one on each line")):
        code, _, err = bench("validate", folder / f"{name}.json")
        assert code == 1
        assert told in err
        assert err.endswith("\n1 finding: " + ("1 syntax\n" if name == "spread" else "1 type\n"))


def test_of_lines_that_cannot_be_read_no_more_are_read_than_are_told(folder, bench, monkeypatch):
    """A few bytes of gzip make a thousand million of them, and none says what kind of file it is."""
    parsed = []
    monkeypatch.setattr("benchmark.store.files.parse", lambda *given: parsed.append(1) or parse(*given))
    monkeypatch.setattr("benchmark.store.files.FINDINGS", 10)
    monkeypatch.setattr("benchmark.store.intake.FINDINGS", 10)
    with gzip.open(folder / "p.jsonl.gz", "wb") as file:
        file.write(b"x\n" * 1_000)

    code, _, err = bench("validate", folder / "p.jsonl.gz")
    assert code == 1
    assert err.endswith("\n12 findings: 1 limit, 11 syntax\n")
    assert len(parsed) < 30


def test_a_list_on_many_lines_gets_one_finding(folder, bench):
    """Whatever its name, a file that is no JSON Lines is told so once, not on each of its lines."""
    rows = [EXAMPLES["prediction"], EXAMPLES["prediction"] | {"article_id": "other"}]
    (folder / "list.jsonl").write_text(json.dumps(rows, indent=1), encoding="utf-8")

    code, _, err = bench("validate", folder / "list.jsonl")
    assert code == 1
    assert err.startswith(f"{folder / 'list.jsonl'}:1: $ begins a list, want JSON Lines: each article on")
    assert err.endswith("\n1 finding: 1 type\n")


def test_findings_of_all_files_come_at_once(folder, bench):
    """One round of repair: nothing is said of the files that are fine, and the exit code is 1."""
    (folder / "article.json").write_text("{", encoding="utf-8")
    (folder / "predictions.jsonl").write_text('{"article_id": "a", "events": [], "x": 1}\n', encoding="utf-8")

    code, out, err = bench("validate", *sorted(folder.glob("*.json*")))
    assert (code, out) == (1, "")
    assert err.splitlines()[-1] == "2 findings: 1 syntax, 1 unknown-field"


def test_findings_can_be_had_as_data(folder, bench):
    """JSON Lines on stdout, all of them, also where the screen would be full."""
    rows = '{"article_id": "a", "event": []}\n' * 60
    (folder / "predictions.jsonl").write_text(rows, encoding="utf-8")

    code, out, err = bench("validate", folder / "predictions.jsonl", "--format", "json")
    found = [json.loads(line) for line in out.splitlines()]
    assert code == 1
    assert {each["kind"] for each in found} == {"missing", "unknown-field", "duplicate-id"}
    assert len(found) == 60 + 60 + 59
    assert len(err.splitlines()) == 62


def test_all_findings_go_to_a_file(folder, bench):
    """--findings takes what the screen cuts short, and says where it is."""
    rows = '{"article_id": "a", "event": []}\n' * 60
    (folder / "predictions.jsonl").write_text(rows, encoding="utf-8")
    target = folder / "findings.jsonl"

    _, _, err = bench("validate", folder / "predictions.jsonl", "--findings", target)
    assert len(target.read_text(encoding="utf-8").splitlines()) == 179
    assert str(target) in err.splitlines()


def test_an_article_may_use_the_ontology_beside_it(folder, bench):
    """A corpus with an ontology of its own is validated file by file."""
    corpus = folder / "corpus"
    (corpus / "articles").mkdir(parents=True)
    (corpus / "ontologies").mkdir()
    article = EXAMPLES["article"] | {"ontology": "harbour@1.0", "events": []}
    (corpus / "ontologies" / "harbour.json").write_text(json.dumps(EXAMPLES["ontology"]), encoding="utf-8")
    (corpus / "articles" / "a.json").write_text(json.dumps(article), encoding="utf-8")

    code, out, _ = bench("validate", corpus / "articles" / "a.json")
    assert (code, out) == (0, f"{corpus / 'articles' / 'a.json'}: 1 article, 0 events\n")


def test_each_article_is_judged_by_the_ontology_of_its_own_corpus(tmp_path, bench):
    """Two corpora may call different ontologies alike; a text and an id that both have are still told."""
    for name, split in (("one", "train"), ("two", "test")):
        corpus = tmp_path / name
        (corpus / "articles").mkdir(parents=True)
        (corpus / "ontologies").mkdir()
        harbour = copy.deepcopy(EXAMPLES["ontology"])
        harbour["types"][0]["id"] = name.upper()
        event = EXAMPLES["article"]["events"][0] | {"event_type": name.upper(), "mode": None, "arguments": []}
        article = EXAMPLES["article"] | {"ontology": "harbour@1.0", "article_id": name, "events": [event]}
        (corpus / "ontologies" / "harbour.json").write_text(json.dumps(harbour), encoding="utf-8")
        text = json.dumps(article | {"split": split}, indent=1)
        (corpus / "articles" / "a.json").write_text(text, encoding="utf-8")

    code, _, err = bench("validate", *sorted(tmp_path.glob("*/articles/a.json")))

    assert code == 1
    assert "$.text is the text of one in split train too" in err
    assert err.splitlines()[-1] == "1 finding: 1 leakage"
    path = tmp_path / "two" / "articles" / "b.json"
    path.write_text(json.dumps(article | {"article_id": "one", "text": "Other.", "events": []}))

    err = bench("validate", tmp_path / "one" / "articles" / "a.json", path).err
    assert f"{path}:1: $.article_id 'one' stands twice, first in {tmp_path / 'one'}" in err


def test_an_ontology_is_judged_before_an_article_needs_it(folder, bench):
    """What bench build would say of the file is said of it alone, each finding on its line."""
    harbour = copy.deepcopy(EXAMPLES["ontology"])
    harbour["types"][1]["id"] = "ARRIVE"
    del harbour["roles"]["port"]
    path = folder / "ontology.json"
    path.write_text(json.dumps(harbour, indent=1), encoding="utf-8")
    written = path.read_text(encoding="utf-8").splitlines()
    again = len(written) - written[::-1].index('   "id": "ARRIVE",')

    code, out, err = bench("validate", path)
    assert (code, out) == (1, "")
    assert f"{path}:{again}: $.types[1].id 'ARRIVE' stands twice\n" in err
    assert "$.types[0].roles[1].role 'port' is not explained under roles\n" in err


@pytest.mark.parametrize("name", ["system", "ontology"])
def test_a_file_of_one_value_holds_no_second(folder, bench, name):
    """A second card in a file is refused, as by the commands that take the file: it was a crash."""
    path = folder / "both.jsonl"
    path.write_text(f"{json.dumps(EXAMPLES[name])}\n" * 2, encoding="utf-8")

    code, out, err = bench("validate", path)
    assert (code, out) == (1, "")
    assert f"{path}:2: $ follows the one value of such a file" in err


@pytest.mark.parametrize("content", ["{}", "[]", "null", '{"other": 1}', '"text"'])
def test_a_file_of_another_kind_is_a_finding(folder, bench, content):
    """What is none of the four is said to be none."""
    (folder / "article.json").write_text(content, encoding="utf-8")

    code, _, err = bench("validate", folder / "article.json")
    assert code == 1
    assert "is no article, prediction, system card or ontology" in err


def test_a_foreign_file_is_told_what_it_was_taken_for(folder, bench):
    """The keys of another tool may be of another kind than meant: DyGIE++ names a dataset, as cards do."""
    path = folder / "predictions.jsonl"
    path.write_text('{"doc_key": "kovar", "dataset": "ace-event", "sentences": []}\n', encoding="utf-8")

    code, _, err = bench("validate", path)
    assert code == 1
    assert f"{path}:1: $.sentences is no key of a system, want name, version" in err


@pytest.fixture
def other_kind(folder):
    """A file with the example of a schema, as that is written: on one line, or on many."""

    def write(name, **form):
        text = json.dumps(schema.document(name)["examples"][0], **form)
        path = folder / ("other.jsonl" if form == {} else "other.json")
        path.write_text(f"{text}\n", encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", sorted({*schema.NAMES} - {"article", "prediction", "system", "ontology"}))
def test_a_file_of_ours_that_is_not_handed_in_is_told_by_its_kind(other_kind, bench, name):
    """A report or a manifest shares keys with a card: one sentence, and none about these."""
    path = other_kind(name, indent=1)

    code, out, err = bench("validate", path)
    assert (code, out) == (1, "")
    (told, _) = err.splitlines()
    assert told.startswith(f"{path}:1: $ has the keys of a")
    assert told.endswith(f" {name}, and is no article, prediction, system card or ontology")


@pytest.mark.parametrize("form", [{}, {"indent": 1}])
@pytest.mark.parametrize("name", sorted({*schema.NAMES} - {"prediction"}))
def test_a_file_of_another_kind_is_no_file_of_predictions(other_kind, release, bench, name, form):
    """Gold, a card, a report: one sentence says which it is, on however many lines it stands."""
    path = other_kind(name, **form)

    code, out, err = bench("score", path, "--data", release)
    assert (code, out) == (1, "")
    (told, _) = err.splitlines()
    assert told.startswith(f"{path}:1: $ has the keys of a")
    assert told.endswith(f" {name}, not of a prediction")


@pytest.mark.parametrize("name", sorted({*schema.NAMES} - {"system"}))
def test_a_file_of_another_kind_is_no_system_card(folder, other_kind, release, bench, name):
    """As where predictions and card were named in the wrong order."""
    path = other_kind(name, indent=1)

    ended = bench("score", folder / "predictions.jsonl", "--system", path, "--data", release)
    assert ended.code == 1
    assert ended.err.splitlines()[0].endswith(f" {name}, not of a system")


def test_an_article_among_predictions_is_one_finding(folder, release, bench):
    """A row of gold further down costs one line, and the rows around it are judged as ever."""
    path = folder / "predictions.jsonl"
    rows = [EXAMPLES["prediction"], EXAMPLES["article"], EXAMPLES["prediction"]]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")

    assert bench("score", path, "--data", release).err.splitlines()[:-1] == [
        f"{path}:2: $ has the keys of an article, not of a prediction",
        f"{path}:3: $.article_id 'kovar-shelling' stands twice, first on line 1",
    ]


def test_a_prediction_among_articles_is_one_finding(folder, bench):
    """It is no second article of its id."""
    path = folder / "articles.jsonl"
    path.write_text("".join(f"{json.dumps(EXAMPLES[name])}\n" for name in ("article", "prediction")))

    (told, _) = bench("validate", path).err.splitlines()
    assert told == f"{path}:2: $ has the keys of a prediction, not of an article"


def test_articles_are_not_judged_against_a_release(folder, release, bench):
    """Who hands in gold with --data takes it for predictions, and is told that it is none."""
    code, out, err = bench("validate", folder / "article.json", "--data", release)

    assert (code, out) == (0, f"{folder / 'article.json'}: 1 article, 2 events\n")
    assert err == f"{folder / 'article.json'}: --data judges predictions and cards, and these are articles\n"


def test_what_is_checked_is_not_written_over(folder, bench):
    """A slip of the keyboard must not cost an author the predictions, by whatever name they are called."""
    sent = folder / "predictions.jsonl"
    (folder / "link").symlink_to(sent)
    before = sent.read_bytes()

    ended = bench("validate", folder / "system.json", sent, "--findings", folder / "link")

    assert (ended.code, ended.out) == (2, "")
    assert "link is what is read: name another file" in ended.err
    assert sent.read_bytes() == before


def test_an_article_of_a_folder_is_not_written_over(folder, bench):
    """A folder means its articles, so each of them is what is read."""
    article = folder / "corpus" / "articles" / "a.json"
    article.parent.mkdir(parents=True)
    (folder / "article.json").rename(article)
    before = article.read_bytes()

    ended = bench("validate", folder / "corpus", "--findings", article)

    assert (ended.code, ended.out) == (2, "")
    assert f"{article} is what is read: name another file" in ended.err
    assert article.read_bytes() == before


def test_a_dash_is_standard_input_beside_a_folder_of_that_name(folder, bench, monkeypatch):
    """Whatever lies in the working folder, ``-`` means what comes in."""
    (folder / "-").mkdir()
    monkeypatch.chdir(folder)
    sent = io.BytesIO((folder / "predictions.jsonl").read_bytes())
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(sent))

    code, out, _ = bench("validate", "-")

    assert (code, out) == (0, "-: predictions of 1 article, 2 events\n")


def test_a_loop_of_links_is_the_machines_to_refuse(folder, bench):
    """What cannot be opened is told as such."""
    (folder / "loop").symlink_to("loop")

    ended = bench("validate", folder / "loop")

    assert (ended.code, ended.out) == (4, "")
    assert "loop: too many levels of symbolic links" in ended.err


@pytest.mark.parametrize("name", schema.NAMES)
def test_a_schema_is_printed_whole(bench, name):
    """What is printed is the schema, as JSON."""
    code, out, _ = bench("schema", name)

    assert (code, json.loads(out)) == (0, schema.document(name))
