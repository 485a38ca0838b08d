"""bench diff: what changed between two releases, by id, and the step of the version that this calls for."""

import copy
import dataclasses
import json
import shutil

import pytest

from benchmark.corpus import builder, difference, difference_summary
from benchmark.records import SCHEMA_VERSION
from benchmark.records.errors import CheckError, FindingsError, MisuseError, OtherVersionError
from benchmark.records.manifest import Manifest, SplitSummary
from benchmark.records.ontology import Mode
from benchmark.store import codec, files, releases, schema


@pytest.fixture
def build(corpus, articles, toml, tmp_path):
    """Build the small corpus as a version, after a change of its articles, by id, and of benchmark.toml."""

    def make(version="1.2.0", change=lambda _: None, text=toml, blind=None):
        members = {article["article_id"]: article for article in copy.deepcopy(articles)}
        change(members)
        source = corpus(list(members.values()), text, name=f"source-{len(list(tmp_path.iterdir()))}")
        paths = builder.build(source, source / "out", version, blind)
        return [releases.open_release(path) for path in paths]

    return make


def changed(found):
    """The articles that changed, as a reader would tell it."""
    return {
        article.article_id: (article.change, article.old_split, article.new_split, list(article.fields))
        for article in found.articles
    }


def event_of(members, article_id="kovar-shelling"):
    return members[article_id]["events"][0]


CHANGES = {
    "nothing": (lambda _: None, "none", []),
    "a licence": (lambda m: m["kovar-shelling"].update(license="CC-BY-4.0"), "patch", [difference.DESCRIBED]),
    "a source of train": (lambda m: m["odd.one_2"].update(source="A"), "patch", [difference.DESCRIBED]),
    "a text of train": (
        lambda m: m["odd.one_2"].update(text=m["odd.one_2"]["text"] + " More."),
        "minor",
        [difference.CHANGED],
    ),
    "gold of train": (
        lambda m: event_of(m, "odd.one_2").update(status="actual"),
        "minor",
        [difference.CHANGED],
    ),
    "an article for train": (
        lambda m: m.update(
            z=copy.deepcopy({**m["by-hash"], "article_id": "z", "text": "New.", "split": "train"})
        ),
        "minor",
        [difference.ADDED],
    ),
    "from train to validation": (
        lambda m: m["odd.one_2"].update(split="validation"),
        "minor",
        [difference.MOVED],
    ),
    "an article for test": (
        lambda m: m.update(z=copy.deepcopy({**m["quiet-day"], "article_id": "z", "text": "New."})),
        "major",
        [difference.HELD_OUT_ADDED],
    ),
    "from test to train": (
        lambda m: m["quiet-day"].update(split="train"),
        "major",
        [difference.HELD_OUT_MOVED],
    ),
    "a text of test": (
        lambda m: m["quiet-day"].update(text=m["quiet-day"]["text"] + " More."),
        "major",
        [difference.HELD_OUT_CHANGED],
    ),
    "a date of test": (
        lambda m: event_of(m)["date"].update(value="2024-01-16"),
        "major",
        [difference.HELD_OUT_CHANGED],
    ),
    "a day of publication of test": (
        lambda m: m["quiet-day"].update(published="2024-01-17"),
        "major",
        [difference.HELD_OUT_CHANGED],
    ),
    "an article less": (lambda m: m.pop("by-hash"), "major", [difference.REMOVED]),
    "a tag and a licence": (
        lambda m: (m["quiet-day"].update(tags=["x"]), m["odd.one_2"].update(license="CC0-1.0")),
        "major",
        [difference.HELD_OUT_CHANGED, difference.DESCRIBED],
    ),
    "an event of train less": (lambda m: m["odd.one_2"]["events"].pop(), "minor", [difference.CHANGED]),
    "an event of test less": (
        lambda m: m["kovar-shelling"]["events"].pop(),
        "major",
        [difference.HELD_OUT_CHANGED],
    ),
    "events in another order": (
        lambda m: m["kovar-shelling"]["events"].reverse(),
        "major",
        [difference.HELD_OUT_CHANGED],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_calls_for_its_step(build, name):
    """The step follows from what a score is made from, and each kind of change is named once."""
    change, step, kinds = CHANGES[name]
    (old,), (new,) = build(), build("9.0.0", change)
    found = difference.compare(old, new)

    assert (found.step, [reason.change for reason in found.reasons]) == (step, kinds)
    assert schema.check("diff", codec.encode(found), "diff") == []


@pytest.mark.parametrize("name", CHANGES)
def test_manifests_never_call_for_more_than_articles(build, name):
    """Two manifests tell at most what the articles tell, and that something changed where something did."""
    change, step, _ = CHANGES[name]
    (old,), (new,) = build(), build("9.0.0", change)
    steps = ["none", "patch", "minor", "major"]
    told = max(
        (steps.index(reason.step) for reason in difference.compare_manifests(old.manifest, new.manifest)),
        default=0,
    )

    assert min(1, steps.index(step)) <= told <= steps.index(step)


@pytest.mark.parametrize(
    "name",
    ["an article for train", "an article for test", "an event of train less", "an event of test less"],
)
def test_manifests_name_what_their_counts_tell(build, name):
    """Where a split has more articles or other events, two manifests say of it what the articles say."""
    change, _, kinds = CHANGES[name]
    (old,), (new,) = build(), build("9.0.0", change)

    assert [each.change for each in difference.compare_manifests(old.manifest, new.manifest)] == kinds


def split(articles=10, events=20, arguments=30, dated=15, digest="a"):
    return SplitSummary(articles=articles, events=events, arguments=arguments, dated=dated, digest=digest)


ANOTHER = {"digest": "b"}
WITHHELD = split(5, None, None, None, "b")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ({"train": split()}, {"train": split()}, {}),
        ({"train": split()}, {"train": split(**ANOTHER)}, {difference.SOMETHING: 1}),
        ({"train": split()}, {"train": split(events=19, **ANOTHER)}, {difference.CHANGED: 1}),
        ({"train": split()}, {"train": split(arguments=31, **ANOTHER)}, {difference.CHANGED: 1}),
        ({"test": split()}, {"test": split(dated=16, **ANOTHER)}, {difference.HELD_OUT_CHANGED: 1}),
        ({"train": split()}, {"train": split(11, **ANOTHER)}, {difference.ADDED: 1}),
        ({"test": split()}, {"test": split(11, **ANOTHER)}, {difference.HELD_OUT_ADDED: 1}),
        (
            {"train": split()},
            {"train": split(9, **ANOTHER)},
            {difference.REMOVED: 1, difference.CHANGED: 1},
        ),
        ({"test": split()}, {"test": split(), "train": split()}, {difference.ADDED: 1}),
        ({"train": split()}, {"train": split(), "test": split()}, {difference.HELD_OUT_ADDED: 1}),
        (
            {"train": split(), "validation": split(5)},
            {"train": split(15, **ANOTHER)},
            {difference.ADDED: 1, difference.MOVED: 1},
        ),
        (
            {"train": split(), "test": split(5)},
            {"train": split()},
            {difference.REMOVED: 5, difference.HELD_OUT_MOVED: 1},
        ),
        (
            {"one": split(), "two": split(), "three": split(), "four": split()},
            {"one": split(**ANOTHER), "two": split(**ANOTHER), "five": split(), "six": split()},
            {difference.HELD_OUT_ADDED: 2, difference.HELD_OUT_MOVED: 2, difference.SOMETHING: 2},
        ),
        ({"train": split(), "test": split(6)}, {"train": split(), "test": WITHHELD}, {}),
        ({"train": split(), "test": WITHHELD}, {"train": split(), "test": split(4)}, {}),
    ],
)
def test_two_manifests_tell_by_their_counts(old, new, told):
    """What a split has more or less of is told, and which came or went; gold of one side is passed over."""
    example = codec.decode(Manifest, schema.document("manifest")["examples"][0])
    one, other = (
        dataclasses.replace(
            example, splits=side, withheld=tuple(name for name in side if side[name].events is None)
        )
        for side in (old, new)
    )

    assert {each.change: each.count for each in difference.compare_manifests(one, other)} == told


@pytest.mark.parametrize(
    ("line", "setting", "kind"),
    [
        ('match = "span"\n', ("match", "span+fold", "span"), difference.MATCH),
        (
            'annotates = ["triggers", "dates"]\n',
            ("annotates", "triggers, arguments, dates, status, modes", "triggers, dates"),
            difference.ANNOTATES,
        ),
    ],
)
def test_settings_of_scoring_call_for_a_major_step(build, toml, line, setting, kind):
    """What is annotated and how words are compared moves every score, though no article changed."""
    (old,), (new,) = build(), build("2.0.0", text=line + toml)
    found = difference.compare(old, new)

    assert [(told.name, told.old, told.new) for told in found.settings] == [setting]
    assert [(reason.change, reason.step) for reason in found.reasons] == [(kind, "major")]


def test_what_changed_in_the_ontology_is_told(build):
    """Its digest, types that one side alone has and, of types that both have, roles and modes."""
    (old,), (new,) = build(), build("2.0.0")
    kept, gone, *rest = old.ontology.types
    modes = tuple(Mode(id=name, definition="Dark.") for name in ("by-night", "at-dusk"))
    types = (
        dataclasses.replace(kept, roles=kept.roles[2:], modes=modes),
        dataclasses.replace(gone, id="RENAMED"),
        *rest,
    )
    named = dataclasses.replace(new.manifest.ontology, digest="f" * 64)
    new = dataclasses.replace(
        new,
        manifest=dataclasses.replace(new.manifest, ontology=named),
        ontology=dataclasses.replace(new.ontology, types=types),
    )
    found = difference.compare(old, new)

    roles = sorted(f"{kept.id}.{role.role}" for role in kept.roles[:2])
    assert kept.modes == ()
    assert [(told.name, told.old, told.new) for told in found.settings] == [
        ("ontology", f"plover@1.0.0#{old.manifest.ontology.digest[:12]}", f"plover@1.0.0#{'f' * 12}"),
        ("types", gone.id, "RENAMED"),
        ("roles", ", ".join(roles), ""),
        ("modes", "", f"{kept.id}.at-dusk, {kept.id}.by-night"),
    ]
    assert [(reason.change, reason.step) for reason in found.reasons] == [(difference.ONTOLOGY, "major")]
    assert "| types of one side alone |" in difference_summary.summarise(found)


def test_offsets_that_move_with_their_text_are_no_change(build):
    """A letter more moves all mentions behind it: the text is told, and of events what else changed."""

    def change(members):
        article = members["kovar-shelling"]
        article["text"] = f"O{article['text']}"
        for event in article["events"]:
            for mention in mentions_of(event):
                if mention["start"] is not None:
                    mention["start"] += 1
                    mention["end"] += 1
        article["events"][0]["status"] = "planned"

    (old,), (new,) = build(), build("2.0.0", change)
    found = difference.compare(old, new)

    assert changed(found) == {"kovar-shelling": ("changed", "test", "test", ["text"])}
    assert [(e.event_id, e.fields) for e in found.articles[0].events] == [("e1", ("status",))]
    assert found.counts["texts_changed"] == 1


def test_other_words_in_a_text_that_changed_are_told(build):
    """Offsets apart, an event has changed where its mentions say something else, and only there."""

    def change(members):
        article = members["kovar-shelling"]
        article["text"] = article["text"].replace("condemned", "denounced")
        article["events"][1]["triggers"][0]["text"] = "denounced"

    (old,), (new,) = build(), build("2.0.0", change)
    found = difference.compare(old, new)

    assert [(e.event_id, e.fields) for e in found.articles[0].events] == [("e2", ("triggers",))]


def test_another_text_of_an_article_that_nobody_annotated_is_told(build):
    """It has no events to compare: not even none."""
    (old,), (new,) = build(), build("2.0.0", lambda members: members["by-hash"].update(text="New."))

    assert changed(difference.compare(old, new)) == {"by-hash": ("changed", "train", "train", ["text"])}


def mentions_of(event):
    fillers = [mention for argument in event["arguments"] for mention in argument["mentions"]]
    return [*event["triggers"], *fillers, *event["date"]["mentions"]]


def test_settings_are_told_as_both_sides_have_them(build):
    """Each by its name in a manifest, several values as a list, and what is not there as no words."""
    (old,), (new,) = build(), build("2.0.0")
    manifest = dataclasses.replace(
        new.manifest,
        schema_version="0.9.0",
        license=None,
        licenses={"CC0-1.0": 1, "MIT": 3},
        withheld=("dev", "test"),
    )
    found = difference.compare(old, dataclasses.replace(new, manifest=manifest))

    assert [(told.name, told.old, told.new) for told in found.settings] == [
        ("schema_version", SCHEMA_VERSION, "0.9.0"),
        ("license", "CC-BY-4.0", ""),
        ("licenses", "CC0-1.0 3, LicenseRef-Odd 1", "CC0-1.0 1, MIT 3"),
        ("withheld", "", "dev, test"),
    ]
    assert [(each.change, each.step, each.count) for each in found.reasons] == [
        (difference.SCHEMA, "major", 1)
    ]


def test_another_licence_of_the_collection_is_told(build, toml):
    """Who uses the release must know, though no article changed and no score moves."""
    (old,), (new,) = build(), build("9.0.0", text=toml.replace('"CC-BY-4.0"', '"CC0-1.0"'))
    found = difference.compare(old, new)

    assert [(told.name, told.old, told.new) for told in found.settings] == [
        ("license", "CC-BY-4.0", "CC0-1.0")
    ]
    assert found.step == "none"
    assert "\nNo article or event changed.\n" in difference_summary.summarise(found)


def test_articles_and_events_are_told_by_id(build):
    """Added, removed, moved and changed, with the keys that differ and both dates of an event."""

    def change(members):
        members["z"] = {**members["quiet-day"], "article_id": "z", "text": "New.", "split": "train"}
        del members["by-hash"]
        members["odd.one_2"]["split"] = "validation"
        members["quiet-day"]["title"] = "Another"
        event_of(members)["date"]["value"] = None
        event_of(members)["date"]["basis"] = None
        members["kovar-shelling"]["events"][1]["event_id"] = "e3"

    (old,), (new,) = build(), build("2.0.0", change)
    found = difference.compare(old, new)

    assert changed(found) == {
        "by-hash": ("removed", "train", None, []),
        "kovar-shelling": ("changed", "test", "test", []),
        "odd.one_2": ("changed", "train", "validation", []),
        "quiet-day": ("changed", "test", "test", ["title"]),
        "z": ("added", None, "train", []),
    }
    (events,) = [article.events for article in found.articles if article.events]
    assert [(e.event_id, e.old_type, e.change, e.fields, e.old_date, e.new_date) for e in events] == [
        ("e1", "ASSAULT", "changed", ("date",), "2024-01-15", None),
        ("e2", "ACCUSE", "removed", (), None, None),
        ("e3", None, "added", (), None, None),
    ]
    assert {name: count for name, count in found.counts.items() if count} == {
        "articles_added": 1,
        "articles_removed": 1,
        "articles_moved": 1,
        "articles_changed": 2,
        "events_added": 1,
        "events_removed": 1,
        "events_changed": 1,
        "dates_changed": 1,
    }


def test_an_article_whose_line_stays_as_it_is_may_move(build, toml):
    """Where ids decide, other shares move it, though it says of itself no split."""
    shares = toml.replace("train = 60", "train = 10").replace("test = 30", "test = 80")
    (old,), (new,) = build(), build("2.0.0", text=shares)
    found = difference.compare(old, new)

    assert changed(found) == {"by-hash": ("changed", "train", "test", [])}
    assert [reason.change for reason in found.reasons] == [difference.HELD_OUT_MOVED]


def test_turned_around_what_was_added_was_removed(build):
    """The way back tells the same articles, the other way."""
    (old,), (new,) = build(), build("2.0.0", CHANGES["an article for test"][0])
    there, back = difference.compare(old, new), difference.compare(new, old)

    assert changed(there) == {"z": ("added", None, "test", [])}
    assert changed(back) == {"z": ("removed", "test", None, [])}


def test_articles_of_a_split_that_is_gone_are_told(build, toml):
    """Where benchmark.toml names it no longer, they have moved to another, and back on the way back."""
    fewer = toml.replace("validation = 10\n", "").replace("test = 30", "test = 40")
    (old,) = build(change=CHANGES["from train to validation"][0])
    (new,) = build("2.0.0", text=fewer)
    there, back = difference.compare(old, new), difference.compare(new, old)

    assert changed(there) == {"odd.one_2": ("changed", "validation", "train", [])}
    assert changed(back) == {"odd.one_2": ("changed", "train", "validation", [])}


class TestBlind:
    """Of gold that a side withholds nothing is told."""

    def test_public_halves_tell_of_texts_alone(self, build):
        """Gold that changed is no change of the public half: events, tags and dates of test are not there."""

        def change(members):
            event_of(members)["date"]["value"] = "2024-01-16"
            members["kovar-shelling"]["tags"] = ["other"]

        (old, _), (new, _) = build(blind="test"), build("1.2.1", change, blind="test")
        found = difference.compare(old, new)

        assert (found.step, found.articles, found.withheld) == ("none", (), ("test",))

    def test_a_public_half_against_gold_tells_nothing_of_gold(self, build):
        """Where one side has gold that the other withholds, no event or tag of it is named."""
        public, gold = build(blind="test")
        text = codec.pretty(difference.compare(public, gold)).decode()

        assert difference.compare(public, gold).articles == ()
        assert '"e1"' not in text
        assert "weekday-past" not in text

    def test_what_is_not_withheld_is_compared(self, build):
        """Gold of train changed, and the public half says so."""
        (old, _), (new, _) = build(blind="test"), build("1.3.0", CHANGES["gold of train"][0], blind="test")

        assert difference.compare(old, new).step == "minor"


@pytest.mark.parametrize("events", [None, []])
def test_gold_that_is_there_no_longer_is_told_from_gold_without_events(build, events):
    """``null`` is not ``[]``: both lose all events, and only the first says that nobody annotated them."""
    (old,), (new,) = build(), build("9.0.0", lambda members: members["kovar-shelling"].update(events=events))
    fields = ["events"] if events is None else []

    for found, lost in ((difference.compare(old, new), "removed"), (difference.compare(new, old), "added")):
        assert changed(found)["kovar-shelling"] == ("changed", "test", "test", fields)
        assert {event.change for event in found.articles[0].events} == {lost}


def test_two_datasets_have_no_difference(build, toml):
    """Two releases of other names are no two versions of one."""
    (old,), (new,) = build(), build(text=toml.replace("kovar-news", "other"))
    with pytest.raises(MisuseError, match=r"kovar-news@1\.2\.0 and other@1\.2\.0 are two datasets"):
        difference.compare(old, new)


def test_manifest_ontology_and_lines_are_enough(build, tmp_path):
    """Who keeps no Parquet can still tell what changed."""
    (old,), (new,) = build(), build("2.0.0", CHANGES["a date of test"][0])
    kept = tmp_path / "kept"
    shutil.copytree(old.path / "jsonl", kept / "jsonl")
    for name in ("manifest.json", "ontology.json"):
        shutil.copy(old.path / name, kept)

    assert difference.compare(releases.open_release(kept), new) == difference.compare(old, new)


def test_lines_that_the_manifest_does_not_name_are_refused(build):
    """A changed line is another release than the one that is said to be compared."""
    (old,), (new,) = build(), build("2.0.0", CHANGES["a date of test"][0])
    with (old.path / "jsonl/test.jsonl").open("ab") as file:
        file.write(b"\n")
    with pytest.raises(OtherVersionError, match="is not the split that"):
        difference.compare(old, new)


@pytest.mark.parametrize(
    ("order", "fault"), [((1, 0), "is not in the order of ids"), ((0, 0), "stands twice")]
)
def test_lines_out_of_order_are_refused(build, seal, order, fault):
    """Both are read in the order of ids; where that is broken, nothing true could be said."""
    (old,), (new,) = build(), build("2.0.0", CHANGES["a date of test"][0])
    path = old.path / "jsonl/test.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[at] for at in order))
    manifest = json.loads((old.path / "manifest.json").read_bytes())
    manifest["splits"]["test"]["digest"] = files.digest_file(path)
    seal(old.path, manifest)
    with pytest.raises(CheckError, match=fault):
        difference.compare(releases.open_release(old.path), new)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (lambda line: line.replace(b'"status":"actual"', b'"status":"done"', 1), "status"),
        (lambda line: b" " + line, "$"),
        (lambda line: b"\n" + line, "$"),
        (lambda line: line[:-3] + b"\n", "$"),
    ],
)
def test_lines_that_are_no_articles_are_findings(build, seal, change, place):
    """A release that was made by other hands is refused with the line, and not half compared."""
    (old,), (new,) = build(), build("2.0.0", CHANGES["a date of test"][0])
    path = old.path / "jsonl/test.jsonl"
    first, *others = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(change(first) + b"".join(others))
    manifest = json.loads((old.path / "manifest.json").read_bytes())
    manifest["splits"]["test"]["digest"] = files.digest_file(path)
    seal(old.path, manifest)
    with pytest.raises(FindingsError) as caught:
        difference.compare(releases.open_release(old.path), new)

    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.path.rpartition(".")[2]) == (str(path), 1, place)


def test_lines_that_are_not_there_are_missed(build):
    """A folder without the lines of a split is no release to compare."""
    (old,), (new,) = build(), build("2.0.0", CHANGES["a date of test"][0])
    (old.path / "jsonl/test.jsonl").unlink()
    with pytest.raises(MisuseError, match="no such file"):
        difference.compare(old, new)


def test_a_new_label_is_told_beside_the_old_one(build):
    """What an event was called before is half of the news."""

    def change(members):
        event_of(members)["event_type"] = "COERCE"
        event_of(members)["date"].update(value=None, basis=None)

    (old,), (new,) = build(), build("2.0.0", change)
    found = difference.compare(old, new)

    (event,) = found.articles[0].events
    assert (event.event_type, event.old_type, event.fields) == ("COERCE", "ASSAULT", ("event_type", "date"))
    assert (
        "  - `e1` `ASSAULT` \u2192 `COERCE`: event_type, date; `2024-01-15` \u2192 undated\n"
    ) in difference_summary.summarise(found)


def test_the_page_shows_marks_as_they_are(build):
    """Ids of events are foreign text: in the page they stay in one line and in their code span."""

    def change(members):
        event_of(members)["event_id"] = "`<b>`\n# x"

    (old,), (new,) = build(), build("2.0.0", change)
    page = difference_summary.summarise(difference.compare(old, new))

    assert "  - `` `<b>` # x `` `ASSAULT`: added, `2024-01-15`\n" in page
    assert "call" in page.splitlines()[2]
