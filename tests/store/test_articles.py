import copy
import json

import msgspec
import pytest

from benchmark.records.errors import FindingsError, MisuseError, UnknownNameError
from benchmark.store import articles, codec, files, gold, ontologies, schema


def refused(*paths):
    with pytest.raises(FindingsError) as caught:
        articles.read(paths, ontologies.load)
    return caught.value.findings


def told(path):
    return [(finding.kind, finding.path) for finding in refused(path)]


def test_an_article_is_read_as_it_is(article, written):
    """The worked example goes through the door unchanged."""
    (read,) = articles.read([written("a.json", article)], ontologies.load)

    assert read.article_id == "kovar-shelling"
    assert read.events[0].triggers[0].span == ((7, 14),)
    assert read.events[1].date.value is None


def test_articles_come_in_the_order_of_their_ids(article, written):
    """Whatever the order of files and rows, the order of articles is one."""
    second = {**article, "article_id": "b", "text": "x", "events": []}
    third = {**article, "article_id": "a", "text": "y", "events": None}
    paths = [written("x.json", article), written("y.jsonl", second, third)]

    assert [each.article_id for each in articles.read(paths, ontologies.load)] == ["a", "b", "kovar-shelling"]


@pytest.mark.parametrize("shelf", ["", "articles"])
def test_a_folder_means_its_articles(article, tmp_path, written, shelf):
    """A corpus folder has its articles in ``articles``; any other folder is taken as it is."""
    (tmp_path / "corpus" / shelf).mkdir(parents=True)
    written("a.json", article).rename(tmp_path / "corpus" / shelf / "a.json")

    assert len(articles.read([tmp_path / "corpus"], ontologies.load)) == 1


def test_what_programs_hide_among_articles_is_none(article, tmp_path, written):
    """A file of its own, which macOS leaves beside each on many a disk, is passed over."""
    written("a.json", article)
    (tmp_path / "._a.json").write_bytes(b"\0\5\x16\7")

    assert len(articles.read([tmp_path], ontologies.load)) == 1


def test_a_folder_without_articles_is_misuse(tmp_path):
    """The wrong folder is not an empty corpus."""
    with pytest.raises(MisuseError, match=r"has no articles: no \*\.json in .*[^?]$"):
        articles.read([tmp_path], ontologies.load)


@pytest.mark.parametrize("name", ["all.jsonl", "all.jsonl.gz"])
def test_a_folder_of_lines_is_answered_with_their_file(tmp_path, name):
    """JSON Lines are named themselves: the one that stands in the folder was meant."""
    (tmp_path / "articles").mkdir()
    (tmp_path / name).touch()
    (tmp_path / f"._{name}").touch()

    with pytest.raises(MisuseError) as caught:
        articles.read([tmp_path], ontologies.load)
    assert f"no *.json in {tmp_path / 'articles'}, did you mean {tmp_path / name}?" in str(caught.value)


def test_a_release_is_no_corpus(tmp_path):
    """Of a folder with a manifest it is told that it is a release, and the command that checks one."""
    (tmp_path / "articles").mkdir()
    (tmp_path / "manifest.json").touch()

    with pytest.raises(MisuseError, match="is a release, not a corpus of articles: bench verify checks it"):
        articles.read([tmp_path], ontologies.load)


def test_withheld_events_are_not_judged(article, written):
    """Null events are no fault."""
    article["events"] = None

    (read,) = articles.read([written("a.json", article)], ontologies.load)
    assert read.events is None


def test_dates_and_tags_are_written_canonically(article, written):
    """Lists are ordered and doubles go; what is read back from a release is what was first read."""
    article["tags"] = ["b", "a", "b"]
    article["events"][0]["date"] |= {
        "value": "[2024-01-16,2024-01-15]",
        "alternatives": ["2024-01-XX", "[2024-01-15,2024-01-16]", "2024-01"],
    }
    (read,) = articles.read([written("a.json", article)], ontologies.load)

    assert read.tags == ("a", "b")
    assert read.events[0].date.values == ("[2024-01-15,2024-01-16]", "2024-01")


def test_a_language_has_one_spelling(article, written):
    """Case means nothing in a tag, and en-us beside en-US would be two languages in every count."""
    tags = ["en-us", "EN-US", "en-US"]
    paths = [
        written(
            f"{number}.json",
            {**article, "article_id": f"a{number}", "text": f"{article['text']} {number}"}
            | {"language": tag},
        )
        for number, tag in enumerate(tags)
    ]

    assert {read.language for read in articles.read(paths, ontologies.load)} == {"en-US"}


def test_what_alone_is_not_canonical_is_made_so(article, written):
    """Unordered tags, of the article or an event, or a date told twice are no finding, and are mended."""
    for number in range(3):
        odd = copy.deepcopy(article)
        event = odd["events"][0]
        if number == 0:
            odd["tags"] = ["b", "a"]
        elif number == 1:
            event["tags"] = ["b", "a", "a"]
        else:
            event["date"]["alternatives"] = [event["date"]["value"]]
        (read,) = articles.read([written(f"{number}.json", odd)], ontologies.load)

        assert read.tags == tuple(sorted(odd["tags"]))
        assert read.events[0].tags == tuple(sorted(set(event["tags"])))
        assert read.events[0].date.alternatives == ()


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"text": " \n"}, "empty", "$.text"),
        ({"published": "2023-02-30"}, "date", "$.published"),
        ({"published": "2024-01"}, "date", "$.published"),
        ({"published": "16.01.2024"}, "date", "$.published"),
        ({"language": "xx"}, "value", "$.language"),
        ({"language": "english"}, "value", "$.language"),
        ({"license": "CC0"}, "value", "$.license"),
        ({"license": "cc0-1.0"}, "value", "$.license"),
        ({"ontology": "plover@9"}, "value", "$.ontology"),
        ({"url": "ftp://example.org"}, "value", "$.url"),
        ({"article_id": "A"}, "value", "$.article_id"),
        ({"title": "a\0"}, "control", "$.title"),
        ({"extra": 1}, "unknown-field", "$.extra"),
        ({"regions": [{"kind": "credit", "start": 5, "end": 5}]}, "span", "$.regions[0]"),
        ({"regions": [{"kind": "credit", "start": 0, "end": 999}]}, "span", "$.regions[0]"),
        ({"events": {}}, "type", "$.events"),
    ],
)
def test_a_fault_of_the_article_is_found(article, written, change, kind, path):
    """One fault, one finding, at its place."""
    article |= {"events": None, **change}

    assert told(written("a.json", article)) == [(kind, path)]


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"event_id": "e2"}, "duplicate-id", "$.events[1].event_id"),
        ({"event_type": "ASSULT"}, "unknown-type", "$.events[0].event_type"),
        ({"mode": "boycott"}, "unknown-mode", "$.events[0].mode"),
        ({"status": "done"}, "unknown-status", "$.events[0].status"),
        ({"optional": 1}, "type", "$.events[0].optional"),
        ({"date": None}, "type", "$.events[0].date"),
    ],
)
def test_a_fault_of_an_event_is_found(article, written, change, kind, path):
    """One fault, one finding, at its place."""
    article["events"][0] |= change

    assert told(written("a.json", article)) == [(kind, path)]


@pytest.mark.parametrize(
    ("change", "kind", "path"),
    [
        ({"value": "2023-02-30"}, "date", "value"),
        ({"value": "3 May"}, "date", "value"),
        ({"value": ""}, "date", "value"),
        ({"value": "[" + "2024-01-15," * 30 + "2024]"}, "limit", "value"),
        ({"alternatives": ["2024-13"]}, "date", "alternatives[0]"),
        ({"value": None, "basis": None, "alternatives": ["2024"]}, "date", "alternatives"),
        ({"value": None}, "date", "basis"),
        ({"basis": "guess"}, "value", "basis"),
        (
            {"mentions": [{"text": "Tuesday", "start": 24, "end": 31, "fragments": []}]},
            "span",
            "mentions[0].text",
        ),
    ],
)
def test_a_fault_of_a_date_is_found(article, written, change, kind, path):
    """One fault, one finding, at its place."""
    article["events"][0]["date"] |= change

    assert told(written("a.json", article)) == [(kind, f"$.events[0].date.{path}")]


def test_a_role_must_belong_to_the_type(article, written, plover):
    """A role of the ontology that the type does not have is refused in gold."""
    roles = plover.by_name["ASSAULT"].role_names
    stranger = next(role for role in plover.roles if role not in roles)
    article["events"][0]["arguments"][0]["role"] = stranger

    (finding,) = refused(written("a.json", article))
    assert finding.kind == "unknown-role"
    assert finding.message == "is no role of ASSAULT"
    assert finding.allowed == ", ".join(roles)


def test_a_mistyped_type_has_its_nearest(article, written):
    """The finding has the name that was meant."""
    article["events"][0]["event_type"] = "Assault"

    assert refused(written("a.json", article))[0].near == "ASSAULT"


def test_one_fragment_is_none(article, written):
    """A mention in one piece has no fragments, so that it is written in one way only."""
    article["events"][0]["triggers"][0]["fragments"] = [[7, 14]]

    assert told(written("a.json", article)) == [("span", "$.events[0].triggers[0].fragments")]


def test_no_fragment_is_only_white_space(article, written):
    """A piece that holds no word is refused as a mention of none is."""
    article["events"][0]["triggers"] = [
        {"text": "Rebels  ", "start": 0, "end": 7, "fragments": [[0, 6], [6, 7]]}
    ]

    assert told(written("a.json", article)) == [("empty", "$.events[0].triggers[0].fragments[1]")]


@pytest.mark.parametrize("date", ["2024-01-15", "[2024-01-15]"])
def test_equal_events_are_found_whatever_was_left_out(article, written, date):
    """A key left out and its default are the same content; the id is none."""
    twin = copy.deepcopy(article["events"][0])
    twin["event_id"] = "e3"
    del twin["status"], twin["mode"]
    twin["date"]["value"] = date
    article["events"].append(twin)

    assert told(written("a.json", article)) == [("duplicate-event", "$.events[2]")]


@pytest.mark.parametrize("suffix", [".json", ".jsonl"])
def test_equal_events_are_found_in_whatever_order_their_lists_are(article, written, suffix):
    """No number depends on the order of triggers, arguments or mentions, so that it makes no other event."""
    event = article["events"][0]
    event["arguments"][0]["mentions"] = [*event["arguments"][0]["mentions"], *event["triggers"]]
    event["date"]["mentions"] = [*event["date"]["mentions"], *event["triggers"]]
    articles.read([written(f"one{suffix}", article)], ontologies.load)
    for reversed_list in (
        lambda twin: twin["triggers"],
        lambda twin: twin["arguments"],
        lambda twin: twin["arguments"][0]["mentions"],
        lambda twin: twin["date"]["mentions"],
    ):
        twin = copy.deepcopy(event)
        twin["event_id"] = "e3"
        reversed_list(twin).reverse()
        two = {**article, "events": [*article["events"], twin]}

        assert len(reversed_list(event)) > 1
        assert told(written(f"two{suffix}", two)) == [("duplicate-event", "$.events[2]")]


def test_an_id_stands_once_in_all_files(article, written):
    """The second one is the finding, and says where the first one is."""
    first, second = written("a.json", article), written("b.jsonl", article)

    (finding,) = refused(first, second)
    assert (finding.kind, finding.file) == ("duplicate-id", str(second))
    assert f"first in {first}:1" in finding.message


def test_a_text_in_two_splits_is_leakage(article, written):
    """A text that is trained on is no test; in one split it may stand twice."""
    train = {**article, "article_id": "copy", "split": "train"}
    again = {**article, "article_id": "again"}

    (finding,) = refused(written("a.jsonl", article, again, train))
    assert (finding.kind, finding.path, finding.line) == ("leakage", "$.text", 3)


def test_all_findings_of_all_files_come_at_once(article, written):
    """Faults of the schema and of the meaning are told in one round, with those of other files."""
    broken = copy.deepcopy(article)
    broken["article_id"] = "b"
    broken["events"][0]["status"] = "done"
    broken["events"][0]["triggers"][0]["start"] = 8
    broken["events"][1]["date"] = "2024"
    article["published"] = "2023-02-30"

    findings = refused(written("a.json", article), written("b.json", broken))
    assert [finding.kind for finding in findings] == ["date", "unknown-status", "span", "type"]


@pytest.mark.parametrize(("published", "near"), [("2023-02-30", None), ("16.01.2024", "2024-01-16")])
def test_no_month_is_offered_for_a_day_of_publication(article, written, published, near):
    """What an event may have for its date is not always a day, and no nearer to one than what stood there."""
    article["published"] = published

    (finding,) = refused(written("a.json", article))
    assert finding.near == near


def test_a_finding_has_the_line_of_its_place(article, written):
    """In a file over several lines it is that of the part; of what is missing, that of what misses it."""
    article["events"][0]["status"] = "done"
    del article["events"][1]["date"]
    path = written("a.json", article)
    lines = path.read_text(encoding="utf-8").splitlines()

    wrong, missing = refused(path)
    assert "done" in lines[wrong.line - 1]
    assert '"event_id": "e2"' in lines[missing.line]
    assert missing.path == "$.events[1].date"


@pytest.mark.parametrize(
    "value", [None, [], 7, "a", {"events": [None, 7, {"date": {"mentions": [7]}, "triggers": {"a": 1}}]}]
)
def test_no_shape_breaks_the_door(written, value):
    """Whatever the JSON, the answer is findings."""
    assert refused(written("a.json", value))


@pytest.mark.parametrize(
    ("words", "near"),
    [("Rebels", "0:6"), ("the attack.", "55:66"), ("ebel", None), ("rebels", None), ("militia", None)],
)
def test_only_words_that_stand_nowhere_come_without_a_place(article, written, words, near):
    """A mention without offsets has no span to be scored by, so words that stand in the text want theirs."""
    article["events"][0]["triggers"].append({"text": words, "start": None, "end": None, "fragments": []})
    path = written("a.json", article)
    if near is None:
        (read,) = articles.read([path], ontologies.load)
        assert read.events[0].triggers[-1].text == words
        return

    with pytest.raises(FindingsError) as caught:
        articles.read([path], ontologies.load)
    (finding,) = caught.value.findings
    assert (finding.path, finding.kind, finding.near) == ("$.events[0].triggers[2].text", "span", near)


def test_an_ontology_is_asked_for_once(article, written, plover):
    """Many articles of one ontology load it once."""
    asked = []

    def ontology(key):
        asked.append(key)
        return plover

    others = [{**article, "article_id": f"a{n}", "text": f"{article['text']} {n}"} for n in range(3)]
    articles.read([written("a.jsonl", article, *others)], ontology)

    assert asked == ["plover@1.0.0"]


def test_a_row_that_breaks_its_articles_ontology_does_not_hide_others(article, written):
    """An unknown ontology is one finding an article, and its spans are judged all the same."""

    def none(key):
        raise UnknownNameError("ontology", key, [])

    article["events"][0]["triggers"][0]["start"] = 8
    with pytest.raises(FindingsError) as caught:
        articles.read([written("a.json", article)], none)

    assert {finding.path for finding in caught.value.findings} == {
        "$.events[0].triggers[0].text",
        "$.ontology",
    }


def test_the_short_way_agrees_with_the_long_one(monkeypatch, pytestconfig):
    """Nearly all articles that we ship go the short way, and come out as they do from the long one."""
    shipped = pytestconfig.rootpath / "data"
    short: list[bool] = []
    is_sound = gold.is_sound

    def counted(*arguments):
        short.append(is_sound(*arguments))
        return short[-1]

    monkeypatch.setattr(gold, "is_sound", counted)
    both = [articles.read([shipped], lambda key: ontologies.load(key, shipped))]
    monkeypatch.setattr(gold, "is_sound", lambda *_: False)
    both.append(articles.read([shipped], lambda key: ontologies.load(key, shipped)))

    assert both[0] == both[1]
    assert sum(short) > len(short) / 2


def test_what_is_spelled_the_short_way_is_what_the_judge_takes(pytestconfig):
    """Of nearly all articles that we ship the line is told without a record, as the record's is."""
    shipped = pytestconfig.rootpath / "data"
    judge = articles.Judge(lambda key: ontologies.load(key, shipped), alone=True)
    told = 0
    for path in articles.files_of(shipped):
        raw = files.raw_document(path)
        spelled = judge.spelled(raw.value)
        article, _ = judge(files.parsed(raw))
        if spelled is not None:
            told += 1
            value, line = spelled
            assert (msgspec.to_builtins(value), line) == (codec.encode(article), codec.canonical(article))

    assert told > len(articles.files_of(shipped)) * 0.9


def sparse(value):
    """Return a JSON value without the keys that an article, an event or an argument may leave out."""
    if isinstance(value, list):
        return [sparse(item) for item in value]
    if isinstance(value, dict):
        return {key: sparse(item) for key, item in value.items() if item or key not in _MAY_BE_LEFT_OUT}
    return value


_MAY_BE_LEFT_OUT = {"title", "source", "url", "split", "tags", "regions", "mode", "optional"}


def test_the_short_way_knows_defaults(article):
    """Keys that are left out do not make a line go the long way."""
    judge = articles.Judge(ontologies.load, alone=True)
    lines = [json.dumps(value).encode() for value in (article, sparse(article))]

    assert len(lines[0]) > len(lines[1])
    for value, line in map(judge.spelled, lines):
        assert (msgspec.to_builtins(value), line) == (article, codec.canonical(article))


def defaults():
    """Yield where in an article a key may be left out, and what it then means."""
    document = schema.document("article")
    for name, part in {"article": document, **document["$defs"]}.items():
        for key, rule in part.get("properties", {}).items():
            if "default" in rule:
                yield pytest.param(name, key, rule["default"], id=f"{name}.{key}")


@pytest.mark.parametrize(("name", "key", "default"), list(defaults()))
def test_the_short_way_fills_each_key_that_is_left_out(article, name, key, default):
    """Whichever it is, and if all others are given, the line has it."""
    event = article["events"][0]
    holder = {"article": article, "event": event, "argument": event["arguments"][0]}[name]
    holder[key] = default
    wanted = codec.canonical(article)
    del holder[key]

    _, line = articles.Judge(ontologies.load, alone=True).spelled(json.dumps(article).encode())

    assert line == wanted


@pytest.mark.parametrize(
    "change",
    [
        lambda article, _: article.update(title=None),
        lambda article, _: article.update(tags=["b", "a"]),
        lambda article, _: article.update(language="EN"),
        lambda article, _: article.update(ontology="none@1"),
        lambda article, _: article.update(regions=[{"kind": "byline", "start": 0, "end": 3.0}]),
        lambda _, event: event.update(status=None),
        lambda _, event: event["arguments"][0].update(optional=None),
        lambda _, event: event["triggers"][0].update(end=14.0),
        lambda _, event: event["triggers"][0].update(start=8),
        lambda _, event: event["date"].update(value="[2024-02,2024-01]"),
        lambda _, event: event["date"].update(alternatives=[event["date"]["value"]]),
    ],
)
def test_the_short_way_leaves_the_rest_to_the_long_one(article, change):
    """What is not as we write it, though it may be right, is not told at once."""
    change(article, article["events"][0])

    assert articles.Judge(ontologies.load, alone=True).spelled(json.dumps(article).encode()) is None


def test_great_depth_goes_the_long_way(article):
    """However deep, it is under a key that no article has."""
    for levels in (60, 200, 500):
        nested = json.dumps(article)[:-1] + ', "deep": ' + "[" * levels + "]" * levels + "}"

        assert articles.Judge(ontologies.load, alone=True).spelled(nested.encode()) is None
