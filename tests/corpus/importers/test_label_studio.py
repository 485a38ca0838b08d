"""Label Studio's JSON export."""

import json

import pytest

from benchmark.corpus.importers import label_studio
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import FindingsError, MisuseError

AMBIGUOUS = "either 7 March or 3 July: declare day-first or month-first"


@pytest.fixture
def export(tmp_path):
    def written(*results, text="They fought in Orsk.", **data):
        annotations = [{"id": 1, "completed_by": 1, "result": list(results)}]
        task = {"id": 1, "data": {"text": text, **data}, "annotations": annotations}
        path = tmp_path / "export.json"
        path.write_text(json.dumps([task]))
        return path

    return written


def region(key, start, end, label, text=None):
    value = {"start": start, "end": end, "labels": [label]} | ({} if text is None else {"text": text})
    return {"id": key, "type": "labels", "from_name": "label", "value": value}


def relation(head, tail, label, direction="right"):
    return {"type": "relation", "from_id": head, "to_id": tail, "direction": direction, "labels": [label]}


def test_the_invented_export(take, exports, numbers):
    """Every result of the invented export has its outcome."""
    taken = take(label_studio, exports / "label_studio.json")

    assert numbers(taken) == (3, 3, 3, 2)
    assert taken.ledger.counts() == {
        "argument": (2, 1, 1),
        "attribute": (2, 2, 0),
        "date": (2, 1, 1),
        "document": (1, 2, 4),
        "event": (3, 0, 0),
        "relation": (0, 0, 2),
        "span": (0, 7, 1),
    }
    places = "label_studio.json:1: $[0].annotations"
    dropped = [note.removeprefix(places).split(": dropped: ") for note in taken.notes if "dropped" in note]
    older = "the same annotator has a later one of this task, or one marked as ground truth"
    assert dropped == [
        ["[0]", f"document annotation 1: {older}"],
        ["[1].result[10]", f"date when '07/03/2024': {AMBIGUOUS}"],
        ["[1].result[15]", "argument Agent r6 of r5: said before"],
        ["[1].result[16]", "relation Knows: neither of its ends is an event"],
        ["[1].result[17]", "relation r5: a relation without a label"],
        ["[1].result[18]", "span r7 Place: triggers no event and fills no role"],
        ["[3]", "document annotation 4: an annotation that was cancelled"],
        ["label_studio.json:1: $[0].predictions[0]", "document prediction 9: a prediction, by no annotator"],
        ["label_studio.json:1: $[2]", "document task-13: nobody has annotated it"],
    ]


def test_results_of_one_region_make_one_event(take, exports):
    """Label, date, modality and links that share a region id are one event, offsets in UTF-16 mended."""
    taken = take(label_studio, exports / "label_studio.json")

    (article, _) = taken.corpus.annotators["annotator-1"]
    bombed, strike = article.events
    assert (bombed.triggers[0].text, bombed.triggers[0].start) == ("bombed", 20)
    assert [(a.role, a.mentions[0].text) for a in bombed.arguments] == [
        ("Agent", "Rebels"),
        ("Target", "Sulm bridge"),
    ]
    assert (bombed.date.value, [m.text for m in bombed.date.mentions]) == ("2024-03-05", ["Tuesday"])
    assert (strike.status, strike.tags, strike.date.value) == ("planned", ("size:large",), None)


def test_fields_of_a_task_tell_of_the_article(take, exports):
    """Id, title and day of publication come from the task's data; a choice on the whole text is a tag."""
    taken = take(label_studio, exports / "label_studio.json")

    article = taken.corpus.annotators["annotator-1"][0]
    assert (article.article_id, article.title, article.published) == (
        "sulm-bridge",
        "Bridge bombed",
        "2024-03-06",
    )
    assert article.tags == ("relevance:relevant",)


def test_annotators_stay_apart(take, exports):
    """Each annotator has a set of articles, under a name fit for a folder."""
    corpus = take(label_studio, exports / "label_studio.json").corpus

    ids = {name: [article.article_id for article in members] for name, members in corpus.annotators.items()}
    assert ids == {"ada-example.org": ["sulm-bridge"], "annotator-1": ["sulm-bridge", "task-12"]}
    assert corpus.articles == ()


def test_left_turns_a_relation_and_bi_has_no_direction(take, export):
    """Whichever way it was drawn, the event is its head."""
    fought, orsk = region("e", 5, 11, "Fight", "fought"), region("p", 15, 19, "Place", "Orsk")
    date = {"id": "e", "type": "textarea", "from_name": "when", "value": {"text": ["2024-05"]}}
    drawn = [relation("e", "p", "r"), relation("p", "e", "l", "left"), relation("p", "e", "b", "bi")]

    (event,) = take(label_studio, export(fought, orsk, date, *drawn)).events
    assert [(a.role, a.mentions[0].text) for a in event.arguments] == [
        ("r", "Orsk"),
        ("l", "Orsk"),
        ("b", "Orsk"),
    ]


def test_bi_between_two_events_is_an_argument_of_either(take, export):
    """A relation without direction between events doubles."""
    events = region("a", 0, 4, "Event"), region("b", 5, 11, "Event")

    taken = take(label_studio, export(*events, relation("a", "b", "causes", "bi")))
    assert [[a.mentions[0].text for a in event.arguments] for event in taken.events] == [["fought"], ["They"]]


def test_words_may_be_missing_or_a_list(take, export):
    """Regions of some versions carry no words, or a list of them."""
    taken = take(label_studio, export(region("a", 5, 11, "Event"), region("b", 0, 4, "Event", ["They"])))

    assert [event.triggers[0].text for event in taken.events] == ["fought", "They"]


def test_several_dates_are_alternatives(take, export):
    """A text area that holds two lines holds two dates that are just as right."""
    date = {
        "id": "a",
        "type": "textarea",
        "from_name": "date",
        "value": {"text": ["5 May 2024", "6 May 2024"]},
    }

    (event,) = take(label_studio, export(region("a", 5, 11, "Event"), date)).events
    assert (event.date.value, event.date.alternatives) == ("2024-05-05", ("2024-05-06",))


def test_html_regions_are_dropped(take, export):
    """Offsets into a tree of HTML are not those of a text."""
    html = {
        "id": "h",
        "type": "hypertextlabels",
        "value": {"start": "/p[1]", "end": "/p[1]", "hypertextlabels": ["X"]},
    }

    taken = take(label_studio, export(region("a", 5, 11, "Event"), html))
    assert [note.rpartition(": ")[2] for note in taken.notes] == ["its offsets are not those of a plain text"]


def test_a_text_under_another_name_is_found(take, tmp_path):
    """The field that holds the words of the regions is the text."""
    results = [region("a", 5, 11, "Event", "fought")]
    data = {"note": "A longer field, but nobody marked words in it.", "body": "They fought."}
    path = tmp_path / "export.json"
    path.write_text(
        json.dumps([{"id": 7, "data": data, "annotations": [{"completed_by": 1, "result": results}]}])
    )

    assert take(label_studio, path).articles["task-7"].text == "They fought."


def test_of_annotations_without_numbers_the_last_stays(take, tmp_path):
    """Nothing but their order tells which of two by one person is the later."""
    made = [
        {"completed_by": 1, "result": [region("a", *place, "Event")], "ground_truth": True}
        for place in ((0, 4), (5, 11))
    ]
    path = tmp_path / "export.json"
    for annotations, kept in ((made, "fought"), (made[::-1], "They")):
        path.write_text(json.dumps([{"id": 7, "data": {"text": "They fought."}, "annotations": annotations}]))

        assert [event.triggers[0].text for event in take(label_studio, path).events] == [kept]


def test_ground_truth_counts_before_what_is_later(take, tmp_path):
    """Of two annotations by one person the one marked as ground truth stays, wherever it stands."""
    older = {"id": 1, "completed_by": 1, "result": [region("a", 0, 4, "Event")], "ground_truth": True}
    newer = {"id": 2, "completed_by": 1, "result": [region("a", 5, 11, "Event")]}
    path = tmp_path / "export.json"
    for annotations in ([older, newer], [newer, older]):
        path.write_text(json.dumps([{"id": 7, "data": {"text": "They fought."}, "annotations": annotations}]))

        assert [event.triggers[0].text for event in take(label_studio, path).events] == ["They"]


def test_exports_of_old_versions_are_read(take, tmp_path):
    """What are annotations now were completions, and cancelled ones were skipped."""
    told = {"id": 1, "completed_by": 1, "result": [region("a", 5, 11, "Event")]}
    skipped = {"id": 2, "completed_by": 2, "skipped": True, "result": []}
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{"id": 7, "data": {"text": "They fought."}, "completions": [told, skipped]}]))

    taken = take(label_studio, path)
    assert [event.triggers[0].text for event in taken.events] == ["fought"]
    assert [note.rpartition(": ")[2] for note in taken.notes] == ["an annotation that was cancelled"]


def test_global_offsets_count_before_those_of_a_paragraph(take, export):
    """A region of HTML that says where it stands in the whole text stands there."""
    value = {"start": "/p[1]", "end": "/p[1]", "globalOffsets": {"start": 5, "end": 11}}
    html = {"id": "h", "type": "hypertextlabels", "value": value | {"hypertextlabels": ["Event"]}}

    assert [event.triggers[0].text for event in take(label_studio, export(html)).events] == ["fought"]


def test_the_field_called_text_is_the_text(take, tmp_path):
    """Other fields of a task may come before it, and be longer."""
    data = {"summary": "Nobody knows why they did.", "text": "They fought."}
    annotations = [{"id": 1, "completed_by": 1, "result": [region("a", 5, 11, "Event")]}]
    path = tmp_path / "export.json"
    path.write_text(json.dumps([{"id": 7, "data": data, "annotations": annotations}]))

    assert [event.triggers[0].text for event in take(label_studio, path).events] == ["fought"]


def test_a_json_min_export_is_refused_by_name(tmp_path):
    """An export without relations is answered with the one to make instead."""
    path = tmp_path / "export.json"
    path.write_text(
        json.dumps([{"text": "They fought.", "id": 1, "annotator": 1, "annotation_id": 2, "label": []}])
    )

    with pytest.raises(MisuseError, match=r"JSON-MIN.*export Label Studio's JSON instead"):
        label_studio.read(path, Ledger(Journal()), Options())


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("export.csv", "id,text\n", "CSV"),
        ("export.tsv", "a\tb\n", "TSV"),
        ("export", "-DOCSTART- -X- O\n", "CoNLL"),
    ],
)
def test_exports_made_of_lines_are_refused_by_name(tmp_path, name, content, kind):
    """CSV, TSV and CoNLL lose relations; told by suffix or by their first words."""
    (tmp_path / name).write_text(content)

    with pytest.raises(MisuseError, match=f"is a {kind} export.*export Label Studio's JSON instead"):
        label_studio.read(tmp_path / name, Ledger(Journal()), Options())


def test_broken_json_is_a_finding(tmp_path):
    """What is no JSON is told with its line."""
    path = tmp_path / "export.json"
    path.write_text('[\n{"id": 1,\n')

    with pytest.raises(FindingsError):
        label_studio.read(path, Ledger(Journal()), Options())


def test_the_real_export(take, shared, numbers):
    """Each result of the real export has its outcome."""
    taken = take(label_studio, shared / "formats/label_studio/export.json")

    assert numbers(taken) == (12, 14, 63, 10)
    assert {name: len(members) for name, members in taken.corpus.annotators.items()} == {
        "annotator-1": 8,
        "annotator-2": 4,
    }
    assert taken.ledger.outcomes == {
        ("argument", "ok", ""): 63,
        ("argument", "dropped", "said before"): 3,
        ("attribute", "ok", ""): 14,
        ("attribute", "repaired", "kept as a tag"): 12,
        ("date", "ok", ""): 10,
        ("document", "repaired", "its name is written as an id"): 12,
        ("document", "dropped", "an annotation that was cancelled"): 1,
        ("event", "ok", ""): 14,
        ("span", "ok", ""): 76,
    }


@pytest.mark.parametrize("name", ["export.json_min.json", "export.csv", "export.conll"])
def test_the_real_lossy_exports_are_refused(shared, name):
    """Each is answered with the export to make instead."""
    with pytest.raises(MisuseError, match="export Label Studio's JSON instead"):
        label_studio.read(shared / "formats/label_studio" / name, Ledger(Journal()), Options())


def test_a_relation_both_ways_may_be_left_out(take, export):
    """A role that the mapping leaves out fills neither of the two events."""
    labels = region("a", 5, 11, "Event"), region("b", 15, 19, "Event")
    left_out = LabelMapping(roles={"Same": ""})
    taken = take(label_studio, export(*labels, relation("a", "b", "Same", "bi")), mapping=left_out)

    assert [event.arguments for event in taken.events] == [(), ()]


def test_notes_on_regions_are_read_or_told(take, export):
    """What annotators note of a region is its date where it is one, and is told where it is not."""
    fought = region("a", 5, 11, "Event") | {"meta": {"text": ["2024-01-15", "or is it Orst?"]}}
    taken = take(label_studio, export(fought))

    assert taken.events[0].date.value == "2024-01-15"
    assert [note.partition("result[0].")[2] for note in taken.notes] == [
        "meta.text: dropped: note meta: free words, for which there is no place"
    ]


@pytest.mark.parametrize(
    ("annotations", "note"),
    [
        (["x"], "$[1].annotations[0]: dropped: note annotations: is no object, as Label Studio writes them"),
        ({"result": []}, "$[1]: dropped: document task-2: nobody has annotated it"),
    ],
)
def test_what_is_no_annotation_is_told(take, export, annotations, note):
    """A task whose annotations are of another kind than they should be is not passed over."""
    path = export(region("a", 5, 11, "Event"))
    task = {"id": 2, "data": {"text": "They fought in Orsk."}, "annotations": annotations}
    path.write_text(json.dumps([*json.loads(path.read_text()), task]))

    assert take(label_studio, path).notes == [f"export.json:1: {note}"]


@pytest.mark.parametrize(
    ("results", "note"),
    [
        (
            [region("a", 5, 11, "Event"), region("a", 5, 11, "Fight")],
            "[1]: dropped: span a Fight: a second label of a region",
        ),
        (
            [region("a", 5, 11, "Event") | {"value": {"start": 5, "end": 11, "labels": ["Event", "Fight"]}}],
            "[0]: dropped: span a Fight: a second label of a region",
        ),
        (
            [region("a", 5, 11, "Event"), region("b", 0, 4, "Who") | {"value": {"start": 0, "end": 4}}],
            "[1]: dropped: span b: a region without a label",
        ),
    ],
)
def test_a_region_has_one_label(take, export, results, note):
    """Further ones are left out and told, and so is a region that has none."""
    taken = take(label_studio, export(*results))

    assert taken.notes == [f"export.json:1: $[0].annotations[0].result{note}"]
    assert [event.event_type for event in taken.events] == ["Event"]


def test_a_task_without_a_text_is_told(take, export):
    """There is nothing in it that offsets could count."""
    path = export(region("a", 5, 11, "Event"))
    task = {"id": 2, "data": {"page": 7}, "annotations": [{"id": 2, "result": []}]}
    path.write_text(json.dumps([*json.loads(path.read_text()), task]))

    note = "$[1].annotations[0]: dropped: document task-2: its data holds no text"
    assert take(label_studio, path).notes == [f"export.json:1: {note}"]


@pytest.mark.parametrize("annotation", [{"id": 1}, {"id": 1, "result": {"id": "r1"}}])
def test_an_annotation_without_a_list_of_results_is_told(take, tmp_path, annotation):
    """It is not taken for one that found nothing."""
    done = {"id": 2, "result": [region("r1", 5, 11, "Fight", "fought")]}
    tasks = [
        {"id": n, "data": {"text": "They fought."}, "annotations": [a]}
        for n, a in ((1, annotation), (2, done))
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps(tasks))

    taken = take(label_studio, path, mapping=LabelMapping(events=frozenset({"Fight"})))
    where = "export.json:1: $[0].annotations[0].result"
    assert taken.notes == [f"{where}: dropped: note result: is no list, as Label Studio writes it"]


def test_drafts_are_told(take, export):
    """What an annotator never submitted is not read, and not passed over in silence."""
    path = export(region("a", 5, 11, "EVENT"))
    (task,) = json.loads(path.read_text())
    task["drafts"] = [{"id": 4, "result": [region("b", 0, 4, "EVENT")]}, 5]
    path.write_text(json.dumps([task]))

    taken = take(label_studio, path)
    assert len(taken.events) == 1
    assert [note for note in taken.notes if "dropped" in note] == [
        "export.json:1: $[0].drafts[0]: dropped: document draft 4: its annotator has not submitted it"
    ]


@pytest.mark.parametrize(("damage", "told"), [("\ufeff{}", "byte order mark"), ("{}\n]", "near")])
def test_a_damaged_document_over_many_lines_is_one_finding(export, damage, told):
    """What stands on single lines of indented JSON is no record, so it is not judged as JSON Lines."""
    path = export(region("a", 5, 11, "EVENT"))
    written = json.dumps(json.loads(path.read_text()), indent=1)
    path.write_text(damage.format(written), encoding="utf-8")

    with pytest.raises(FindingsError) as refused:
        label_studio.read(path, Ledger(Journal()), Options())
    assert [told in finding.message for finding in refused.value.findings] == [True]


def test_exports_may_stand_one_after_another(take, export):
    """Files that were joined, each a list on a line, are read as what all of them hold."""
    path = export(region("a", 5, 11, "EVENT"))
    (task,) = json.loads(path.read_text())
    path.write_text("".join(f"{json.dumps([task | {'id': number}])}\n" for number in (7, 8)))

    assert list(take(label_studio, path).articles) == ["task-7", "task-8"]


def test_one_task_twice_in_a_file_is_told_with_both_places(export):
    """A file on one line: that both stand in it does not help, which annotations they are does."""
    path = export(region("a", 5, 11, "EVENT"))
    path.write_text(json.dumps(json.loads(path.read_text()) * 2))

    with pytest.raises(FindingsError) as refused:
        label_studio.read(path, Ledger(Journal()), Options())
    (finding,) = refused.value.findings
    assert (finding.path, finding.found) == ("$[1].annotations[0]", "task-1")
    assert finding.message.endswith("the other in export.json:1: $[0].annotations[0]")
