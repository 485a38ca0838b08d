"""Standoff folders of brat."""

import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.corpus.importers import brat
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.ledger import Ledger
from benchmark.corpus.importers.mapping import LabelMapping
from benchmark.corpus.importers.project import Options
from benchmark.records.errors import FindingsError, MisuseError


@pytest.fixture
def write(tmp_path):
    def written(text, *lines, name="page", end="\n"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / f"{name}.txt").write_bytes(text.encode())
        (tmp_path / f"{name}.ann").write_bytes("".join(f"{line}{end}" for line in lines).encode())
        return tmp_path

    return written


def test_the_invented_project(take, exports, numbers):
    """Every line of the invented project has its outcome."""
    taken = take(brat, exports / "brat/harbour", date_order="day-first")

    assert numbers(taken) == (2, 4, 6, 2)
    assert taken.ledger.counts() == {
        "argument": (4, 2, 1),
        "attribute": (1, 1, 1),
        "date": (1, 1, 0),
        "document": (1, 1, 1),
        "event": (4, 0, 0),
        "note": (0, 0, 3),
        "relation": (1, 0, 1),
        "span": (11, 0, 0),
    }
    assert taken.notes == [
        "blast.ann:12: repaired: argument Attacker-Arg T2 of E1: the number is taken off its role",
        "blast.ann:13: repaired: argument Event-Arg E3 of E2: an event fills it: its trigger stands for it",
        "blast.ann:15: dropped: argument Target-Arg T77 of E4: its filler is not there",
        "blast.ann:17: dropped: relation Member: neither of its ends is an event",
        "blast.ann:19: repaired: attribute Certainty: kept as a tag",
        "blast.ann:20: dropped: attribute Certainty: belongs to a span that is no event",
        "blast.ann:21: repaired: date AnnotatorNotes: a date is written in EDTF",
        "blast.ann:22: dropped: note AnnotatorNotes: free words, for which there is no place",
        "blast.ann:23: dropped: note N1: a reference to another resource, for which there is no place",
        "blast.ann:24: dropped: note X1: a line that brat does not write",
        "inner/Ferry One.ann:1: repaired: document inner-ferry-one: its name is written as an id",
        "waiting.txt:1: dropped: document waiting.txt: nobody has annotated it: there is no .ann",
    ]


def test_events_of_the_invented_project(take, exports):
    """Fillers, coreference, nesting, negation and dates come through as annotated."""
    taken = take(brat, exports / "brat/harbour", date_order="day-first")

    struck, report, raid, shut = taken.events
    fillers = [(a.role, [m.text for m in a.mentions]) for e in taken.events for a in e.arguments]
    assert fillers == [
        ("Attacker-Arg", ["Brine League"]),
        ("Attacker-Arg", ["dock hands"]),
        ("Target-Arg", ["Ostvik Ferry Line"]),
        ("Reporter-Arg", ["Mara Holt", "the mayor"]),
        ("Event-Arg", ["raid"]),
        ("Target-Arg", ["north pier"]),
    ]
    assert (struck.date.value, struck.date.basis, struck.tags) == (
        "2024-05-03",
        "explicit",
        ("Certainty:High",),
    )
    assert [mention.text for mention in struck.date.mentions] == ["3 May 2024"]
    assert (report.status, raid.status) == ("negated", "actual")
    assert (raid.date.value, raid.date.basis) == ("2024-05-03", None)
    assert shut.arguments[0].mentions[0].fragments == ((137, 142), (157, 161))


def test_the_configuration_makes_the_ontology(take, exports):
    """Types and roles of annotation.conf are those of the ontology, time roles aside, macros written out."""
    ontology = take(brat, exports / "brat/harbour", date_order="day-first").corpus.ontology

    roles = {
        t.id: {r.role: (r.required, r.repeatable, r.entity_types) for r in t.roles} for t in ontology.types
    }
    assert roles == {
        "Attack": {
            "Attacker-Arg": (False, True, ("Person", "Organization")),
            "Target-Arg": (False, False, ("Organization",)),
        },
        "Report": {
            "Reporter-Arg": (True, False, ("Person", "Organization")),
            "Event-Arg": (True, False, None),
        },
    }


def test_an_ambiguous_date_in_a_note_is_left_where_it_is(take, exports):
    """Without a declared order 03/05/2024 is no date."""
    taken = take(brat, exports / "brat/harbour")

    assert taken.events[2].date.value is None


def test_crlf_counts_one_and_u2028_ends_no_line(take, write):
    """A CRLF counts as one character, and files are split at line feeds alone."""
    text = "A storm\u2028hit Orsk.\r\nRain\r\nfell hard."
    folder = write(text, "T1\tEVENT 8 11\thit", "T2\tEVENT 23 27\tfell", end="\r\n")

    taken = take(brat, folder)
    assert taken.articles["page"].text == text
    assert [(event.triggers[0].text, event.triggers[0].start) for event in taken.events] == [
        ("hit", 8),
        ("fell", 25),
    ]
    assert taken.notes == ["page.ann:2: repaired: span T2 EVENT: offsets count code points, CRLF as one"]


@pytest.mark.parametrize("end", ["\n", "\u2028", "\r", "\x85"])
def test_a_span_over_a_line_end_is_one_span(take, write, end):
    """What is divided at a line end is one whole mention."""
    folder = write(f"heavy{end}rain fell", "T1\tEVENT 0 5;6 10\theavy rain", "T2\tEVENT 11 15\tfell")

    first = take(brat, folder).events[0].triggers[0]
    assert (first.text, first.fragments) == (f"heavy{end}rain", ())


def test_a_fragment_of_only_white_space_is_left_out(take, write):
    """Nothing is marked by it, and the door of gold would refuse it."""
    folder = write("heavy   rain", "T1\tEVENT 0 5;6 7;8 12\theavy   rain")

    taken = take(brat, folder)
    assert taken.events[0].triggers[0].fragments == ((0, 5), (8, 12))
    assert taken.notes == ["page.ann:1: repaired: span T1 EVENT: fragments of only white space are left out"]


def test_two_events_on_one_trigger(take, write):
    """A trigger that two events share is the trigger of both."""
    folder = write(
        "Ann and Bo fought.",
        "T1\tFight 11 17\tfought",
        "T2\tWho 0 3\tAnn",
        "E1\tFight:T1 who:T2",
        "E2\tFight:T1 ",
    )

    events = take(brat, folder).events
    assert [(event.event_id, event.triggers[0].text, len(event.arguments)) for event in events] == [
        ("E1", "fought", 1),
        ("E2", "fought", 0),
    ]


def test_equal_events_are_one(take, write):
    """Two events equal but for their id would be refused later, so the second is dropped."""
    folder = write("They fought.", "T1\tFight 5 11\tfought", "E1\tFight:T1", "E2\tFight:T1")

    taken = take(brat, folder)
    assert taken.notes == ["page.ann:3: dropped: event E2: equal to another event but for its id"]


def test_events_said_to_be_one_stay_two(take, tmp_path):
    """Both may have arguments and a date, so they are not joined, and it is said what to label instead."""
    (tmp_path / "page.txt").write_text("It burned. The fire spread.")
    (tmp_path / "page.ann").write_text(
        "T1\tFire 3 9\tburned\nE1\tFire:T1\nT2\tFire 15 19\tfire\nE2\tFire:T2\n*\tCoreference T1 T2\n"
    )

    taken = take(brat, tmp_path)
    said = "events said to be one are not joined: give a further trigger a label that marks none"
    assert (len(taken.events), taken.notes) == (2, [f"page.ann:5: dropped: relation Coreference: {said}"])


def test_a_number_that_belongs_to_a_role_stays(take, write):
    """Without the bare role beside it or in the configuration, Arg1 is a name of its own."""
    folder = write("They fought Bo.", "T1\tFight 5 11\tfought", "T2\tWho 12 14\tBo", "E1\tFight:T1 Arg1:T2")

    assert take(brat, folder).events[0].arguments[0].role == "Arg1"


def test_only_the_number_of_brat_is_taken_off(take, write):
    """Of a configured role that ends in a number itself the second filler is Arg12."""
    lines = ["T1\tFight 5 11\tfought", "T2\tWho 12 14\tBo", "T3\tWho 0 4\tThey"]
    folder = write("They fought Bo.", *lines, "E1\tFight:T1 Arg1:T3 Arg12:T2")
    (folder / "annotation.conf").write_text("[events]\nFight\tArg1*:Who\n")

    assert [argument.role for argument in take(brat, folder).events[0].arguments] == ["Arg1", "Arg1"]


def test_a_lost_trigger_leaves_its_event(take, write):
    """Words that do not stand at their offsets, nor just once, cost the trigger and not the event."""
    folder = write("a fire, a fire", "T1\tFire 1 5\tfire", "E1\tFire:T1")

    taken = take(brat, folder)
    assert taken.events[0].triggers == ()
    assert taken.notes == [
        "page.ann:1: dropped: span T1 Fire: its words do not stand at its offsets, nor just once elsewhere",
        "page.ann:2: repaired: event E1: its trigger stands nowhere in the text, and is left out",
    ]


def test_a_date_as_an_attribute(take, write):
    """An attribute called Date holds the date of its event, in the annotator's notation."""
    folder = write(
        "They fought.", "T1\tFight 5 11\tfought", "E1\tFight:T1", "A1\tDate E1 12-17 September 2023"
    )

    assert take(brat, folder).events[0].date.value == "2023-09-12/2023-09-17"


def test_the_value_of_a_time_expression_counts_before_its_words(take, write):
    """A note on a time expression says which day `Monday` is."""
    lines = [
        "T1\tFight 5 11\tfought",
        "T2\tTIMEX3 15 21\tMonday",
        "E1\tFight:T1 When:T2",
        "#1\tNorm T2\t2024-01-15",
    ]

    event = take(brat, write("They fought on Monday.", *lines)).events[0]
    assert (event.date.value, event.date.mentions[0].text, event.arguments) == ("2024-01-15", "Monday", ())


def test_a_time_expression_without_a_value_is_kept(take, write):
    """`Monday` alone dates nothing, but the mention stays."""
    lines = ["T1\tFight 5 11\tfought", "T2\tTIMEX3 15 21\tMonday", "E1\tFight:T1 When:T2"]

    taken = take(brat, write("They fought on Monday.", *lines))
    assert (taken.events[0].date.value, taken.events[0].date.mentions[0].text) == (None, "Monday")
    assert taken.notes == [
        "page.ann:3: repaired: event E1: a time expression without a value: its words are no full date"
    ]


def test_ids_that_stand_twice(take, write):
    """The second line of an id cannot be told from the first by those that name it."""
    folder = write("They fought.", "T1\tFight 5 11\tfought", "T1\tFight 0 4\tThey", "E1\tFight:T1")

    assert take(brat, folder).notes == ["page.ann:2: dropped: span T1: its id stands twice in the file"]


def test_a_folder_without_events_is_refused(write):
    """Where no label is known to mark events, an empty list of events would be a lie."""
    folder = write("Ann left.", "T1\tPerson 0 3\tAnn")

    with pytest.raises(MisuseError, match="list these as events in a mapping file: Person"):
        brat.read(folder, Ledger(Journal()), Options())


def test_a_mapping_names_the_events(take, write):
    """What no name tells, a mapping does."""
    folder = write("Ann left.", "T1\tPerson 0 3\tAnn", "T2\tLeave 4 8\tleft", "R1\twho Arg1:T2 Arg2:T1\t")

    taken = take(brat, folder, mapping=LabelMapping(events=frozenset({"Leave"}), roles={"who": "*"}))
    assert [(e.event_type, e.arguments[0].role) for e in taken.events] == [("Leave", "Person")]


def test_two_texts_of_one_id_are_a_finding(write):
    """Names that differ in what an id cannot hold clash."""
    write("They fought.", "T1\tEVENT 5 11\tfought", name="a b")
    folder = write("They fled.", "T1\tEVENT 5 9\tfled", name="a-b")

    with pytest.raises(FindingsError) as refused:
        brat.read(folder, Ledger(Journal()), Options())
    assert [finding.kind for finding in refused.value.findings] == ["duplicate-id"]


def test_a_text_that_is_not_utf8_is_a_finding(tmp_path):
    """Bytes of another encoding are told with their line."""
    (tmp_path / "page.txt").write_bytes(b"fine\nna\xefve")
    (tmp_path / "page.ann").write_bytes(b"")

    with pytest.raises(FindingsError) as refused:
        brat.read(tmp_path, Ledger(Journal()), Options())
    assert [(finding.kind, finding.line) for finding in refused.value.findings] == [("encoding", 2)]


def test_a_configuration_holds_for_the_folders_below(take, write):
    """The nearest one above tells types and how often a role is filled; M says what A says."""
    folder = write(
        "They fought.", "T1\tFight 5 11\tfought", "E1\tFight:T1", "M1\tNegation E1", name="in/page"
    )
    configuration = "[events]\n!Conflict\n\tFight\tWho{0-1}:Person, Why{1-2}:Person\n\t-Order\n"
    (folder / "annotation.conf").write_text(configuration)

    taken = take(brat, folder)
    assert taken.events[0].status == "negated"
    assert {
        event_type.id: {role.role: (role.required, role.repeatable) for role in event_type.roles}
        for event_type in taken.corpus.ontology.types
    } == {"Fight": {"Who": (False, False), "Why": (True, True)}}


def test_every_chain_of_a_file_is_read(take, write):
    """Chains have no ids of their own: all begin with a star."""
    lines = [
        "T1\tFight 9 15\tfought",
        "T2\tWho 0 3\tAnn",
        "T3\tWho 4 8\tshe!",
        "T4\tWho 16 18\tBo",
        "T5\tWho 19 22\thim",
    ]
    links = ["E1\tFight:T1 who:T2 whom:T4", "*\tSame T2 T3", "*\tSame T4 T5"]

    (event,) = take(brat, write("Ann she! fought Bo him", *lines, *links)).events
    assert [[mention.text for mention in argument.mentions] for argument in event.arguments] == [
        ["Ann", "she!"],
        ["Bo", "him"],
    ]


@settings(max_examples=30)
@given(
    words=st.lists(st.text("abé📰", min_size=1, max_size=4), min_size=1, max_size=12),
    gaps=st.lists(st.sampled_from([" ", "\r\n", "\n", ", ", "\u2028"]), min_size=12, max_size=12),
)
def test_any_words_are_marked_where_they_stand(words, gaps):
    """Whatever the line ends and characters, each marked word is the trigger at its own place."""
    text, places = "", []
    for word, gap in zip(words, gaps, strict=False):
        places.append((len(text), len(text) + len(word)))
        text += word + gap
    folded = [tuple(len(text[:end].replace("\r\n", "\n")) for end in place) for place in places]
    lines = [
        f"T{n}\tEVENT {a} {b}\t{word}\n" for n, ((a, b), word) in enumerate(zip(folded, words, strict=True))
    ]

    with tempfile.TemporaryDirectory() as name:
        Path(name, "page.txt").write_bytes(text.encode())
        Path(name, "page.ann").write_bytes("".join(lines).encode())
        (article,) = brat.read(Path(name), Ledger(Journal()), Options()).articles
    assert [(e.triggers[0].start, e.triggers[0].end) for e in article.events] == places


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        (
            "brat_tutorial_news",
            {
                "numbers": (6, 23, 52, 0),
                "argument": (26, 26, 0),
                "attribute": (0, 6, 5),
                "document": (6, 0, 0),
                "event": (23, 0, 0),
                "note": (0, 0, 5),
                "relation": (0, 0, 6),
                "span": (67, 0, 33),
            },
        ),
        (
            "phee",
            {
                "numbers": (21, 33, 38, 0),
                "argument": (19, 19, 0),
                "attribute": (5, 2, 0),
                "document": (21, 0, 0),
                "event": (33, 0, 0),
                "relation": (0, 0, 8),
                "span": (68, 0, 88),
            },
        ),
        (
            "litbank",
            {
                "numbers": (1, 61, 0, 0),
                "document": (1, 0, 0),
                "event": (61, 0, 0),
                "span": (61, 0, 0),
            },
        ),
    ],
)
def test_real_projects(take, shared, numbers, folder, found):
    """Each line of the real samples has its outcome; what is dropped fills no role of any event."""
    taken = take(brat, shared / "formats/brat" / folder)

    assert {"numbers": numbers(taken), **taken.ledger.counts()} == found
    reasons = {reason for (_, outcome, reason) in taken.ledger.outcomes if outcome == "dropped"}
    assert reasons <= {
        "triggers no event and fills no role",
        "neither of its ends is an event",
        "none of what it joins fills a role",
        "belongs to a span that is no event",
        "free words, for which there is no place",
        "a reference to another resource, for which there is no place",
    }


def test_statuses_of_phee(take, shared):
    """Speculated and negated events are told by their attributes."""
    taken = take(brat, shared / "formats/brat/phee")

    assert Counter(event.status for event in taken.events) == {"actual": 28, "hypothetical": 4, "negated": 1}


NEWS = "Rebels shelled Kovar on Monday. The ministry condemned the attack.\n"
SHELLED = ("T1\tAttack 7 14\tshelled", "E1\tAttack:T1")


def test_a_note_that_is_edtf_stands_as_it_is(take, write):
    """The word before a date in a note is no part of it: nothing is repaired where the date is EDTF."""
    taken = take(brat, write(NEWS, *SHELLED, "#1\tAnnotatorNotes E1\tdate: 2024-01-15"))

    assert taken.events[0].date.value == "2024-01-15"
    assert taken.notes == []


def test_an_event_coreferent_by_its_own_id_has_a_further_trigger(take, write):
    """An arc drawn from an event, as brat draws it, joins words to its trigger."""
    joined = "R1\tCoreference Arg1:E1 Arg2:T2"
    taken = take(brat, write(NEWS, *SHELLED, "T2\tWord 59 65\tattack", joined))

    assert [trigger.text for trigger in taken.events[0].triggers] == ["shelled", "attack"]
    assert taken.notes == []


def test_coreference_leads_on_from_words_to_words(take, write):
    """A further trigger may be joined to another instead of the first, in any order and direction."""
    words = ["T2\tWord 59 65\tattack", "T3\tWord 24 30\tMonday", "T4\tWord 15 20\tKovar"]
    links = [
        "R1\tCoreference Arg1:T4 Arg2:T3",
        "R2\tCoreference Arg1:T1 Arg2:T2",
        "*\tCoreference T3 T2",
    ]
    taken = take(brat, write(NEWS, *SHELLED, *words, *links))

    assert [trigger.text for trigger in taken.events[0].triggers] == ["shelled", "Kovar", "Monday", "attack"]
    assert taken.notes == []


def test_a_time_has_the_words_and_the_value_of_its_coreferents(take, write):
    """Two expressions of one time date the event together, whichever of them it is linked to."""
    lines = [
        "T2\tTime 21 30\ton Monday",
        "T3\tTime 59 65\tattack",
        "R1\tWhen Arg1:E1 Arg2:T2",
        "*\tCoreference T2 T3",
        "#1\tAnnotatorNotes T3\tdate: 2024-01-15",
    ]
    taken = take(brat, write(NEWS, *SHELLED, *lines))

    date = taken.events[0].date
    assert date.value == "2024-01-15"
    assert [mention.text for mention in date.mentions] == ["on Monday", "attack"]
    assert taken.notes == []


@pytest.mark.parametrize(
    ("note", "told"),
    [
        ("date: 2024-02-30", "date AnnotatorNotes '2024-02-30': a day that does not exist"),
        ("Date = soon", "date AnnotatorNotes 'soon': in no notation that is read as a date"),
        ("2024-02-30", "date AnnotatorNotes '2024-02-30': a day that does not exist"),
        ("3 May", "date AnnotatorNotes '3 May': a date without its year"),
        (
            "03/05/2024",
            "date AnnotatorNotes '03/05/2024': either 5 March or 3 May: declare day-first or month-first",
        ),
        ("soon", "note AnnotatorNotes: free words, for which there is no place"),
    ],
)
def test_a_note_that_is_a_date_with_a_slip_is_told_why_it_is_none(take, write, note, told):
    """Called a date or written as one, it does not pass for a remark: the report says what is wrong."""
    taken = take(brat, write(NEWS, *SHELLED, f"#1\tAnnotatorNotes E1\t{note}"))

    assert taken.notes == [f"page.ann:3: dropped: {told}"]


def test_an_alternative_is_never_the_date(take, write):
    """Where brat has written the date anew, it stands behind the alternatives."""
    notes = ["#1\talternative E1\tdate: 2024-01-14", "#2\tAnnotatorNotes E1\tdate: 2024-01-15"]
    taken = take(brat, write(NEWS, *SHELLED, *notes, "#3\ttags E1\t a b "))

    event = taken.events[0]
    assert (event.date.value, event.date.alternatives) == ("2024-01-15", ("2024-01-14",))
    assert event.tags == (" a b ",)


def test_a_note_may_say_that_there_is_no_date(take, write):
    """As an attribute may: then the words of the time expression give none either."""
    lines = [
        "T2\tTime 21 30\t4 June 2023",
        "R1\tWhen Arg1:E1 Arg2:T2",
        "#1\tAnnotatorNotes E1\tdate: none",
    ]
    taken = take(brat, write("Rebels shelled Kovar 4 June 2023.", *SHELLED, *lines))

    assert taken.events[0].date.value is None


def test_coreference_with_nothing_is_told(take, write):
    """A chain of an event and a span that is not there says so, not that two events are joined."""
    taken = take(brat, write(NEWS, *SHELLED, "R1\tCoreference Arg1:T1 Arg2:T9"))

    assert taken.notes == ["page.ann:3: dropped: relation Coreference: names a span that is not there"]


@pytest.mark.parametrize(
    ("lines", "note"),
    [
        (
            ("A1\tMode E1 bomb", "A2\tMode E1 raid"),
            "page.ann:2: repaired: event E1: of several modes the first is kept",
        ),
        (
            ("A1\tDate E1 2024", "A2\tBasis E1 explicit", "A3\tBasis E1 relative"),
            "page.ann:2: repaired: event E1: of several bases the first is kept",
        ),
        (
            (
                "T2\tTime 24 30\tMonday",
                "A1\tDate T2 2024-01-15",
                "A2\tDate E1 2024-01-16",
                "R1\tWhen Arg1:E1 Arg2:T2",
            ),
            "page.ann:2: repaired: event E1: its own date is kept, not that of its time expression",
        ),
        (
            ("A1\tBasis E1 explicit",),
            "page.ann:2: repaired: event E1: its basis is left out, for it has no date",
        ),
        (
            ("T2\tTime 24 30\tMonday", "A1\tDate T2 2024-01-15", "#1\tAnnotatorNotes T2\t2024-01-16"),
            "page.ann:5: dropped: date AnnotatorNotes: its time has another value already",
        ),
    ],
)
def test_what_is_said_twice_of_one_is_told(take, write, lines, note):
    """Of several modes, bases or values one can be kept: which are not is in the report."""
    taken = take(brat, write(NEWS, *SHELLED, *lines))

    assert note in taken.notes


def test_the_first_mode_is_the_mode(take, write):
    """As with statuses, the first attribute counts."""
    taken = take(brat, write(NEWS, *SHELLED, "A1\tMode E1 bomb", "A2\tMode E1 raid"))

    assert taken.events[0].mode == "bomb"


def test_a_byte_order_mark_before_the_lines_is_left_out(take, tmp_path):
    """Editors of Windows write one: the first line is read all the same, and the configuration's too."""
    (tmp_path / "page.txt").write_text(NEWS)
    (tmp_path / "page.ann").write_text("\ufeff" + "\r\n".join(SHELLED), encoding="utf-8")
    (tmp_path / "annotation.conf").write_text("\ufeff[events]\nAttack\tWho:Thing\n", encoding="utf-8")

    taken = take(brat, tmp_path)
    assert [event.triggers[0].text for event in taken.events] == ["shelled"]
    assert taken.corpus.ontology.types[0].role_names == ("Who",)
    assert taken.notes == ["page.ann:1: repaired: note byte order mark: is left out"]


def test_a_text_may_have_got_a_byte_order_mark(take, write):
    """The text stays as it is; offsets that were counted without the mark are read so, those with it too."""
    after = take(brat, write(f"\ufeff{NEWS}", *SHELLED, "T2\tTime 24 30\tMonday"))
    before = take(brat, write(f"\ufeff{NEWS}", "T1\tAttack 8 15\tshelled", "E1\tAttack:T1"))

    assert [event.triggers[0].start for event in (*after.events, *before.events)] == [8, 8]
    assert [note.rpartition(": ")[2] for note in (*after.notes, *before.notes)] == [
        "offsets count code points, byte order mark as none",
        "triggers no event and fills no role",
    ]


@pytest.mark.parametrize(("ann", "txt"), [("ANN", "TXT"), ("ANN", "txt"), ("ann", "TXT")])
def test_suffixes_in_capitals_are_suffixes(take, tmp_path, ann, txt):
    """No document is passed over because some program wrote its name in capitals."""
    (tmp_path / f"page.{txt}").write_text(NEWS)
    (tmp_path / f"page.{ann}").write_text("\n".join(SHELLED))

    taken = take(brat, tmp_path)
    assert (list(taken.articles), len(taken.events), taken.notes) == (["page"], 1, [])


def test_one_document_in_two_files_is_a_finding(write):
    """Two annotations of one text beside each other: it is not ours to say which is the one."""
    folder = write(NEWS, *SHELLED)
    (folder / "page.ANN").write_text("")

    with pytest.raises(FindingsError, match="becomes the id of two texts"):
        brat.read(folder, Ledger(Journal()), Options())


def test_annotations_of_which_no_line_can_be_read_are_none(take, write):
    """An editor made the tabs spaces: the article is left out, for it is not one without events."""
    write(NEWS, *SHELLED, name="fine")
    write(NEWS + "More.", name="empty")
    folder = write(NEWS, *(line.replace("\t", " ") for line in SHELLED))

    taken = take(brat, folder)
    assert list(taken.articles) == ["empty", "fine"]
    assert (
        "page.ann:1: dropped: document page.ann: no line of its .ann is one that brat writes" in taken.notes
    )


def test_every_file_of_another_encoding_is_named_at_once(tmp_path):
    """Of a folder that an editor saved again there is one list, not one refusal a file."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("“They fought.”", encoding="cp1252")
        (tmp_path / f"{name}.ann").write_text("")
    (tmp_path / "c.txt").write_text("They fought.")
    (tmp_path / "c.ann").write_text("T1\tEVENT 5 11\tfought\n", encoding="utf-16")

    with pytest.raises(FindingsError) as refused:
        brat.read(tmp_path, Ledger(Journal()), Options())
    assert [(Path(f.file).name, f.message) for f in refused.value.findings] == [
        ("a.txt", "is not UTF-8"),
        ("b.txt", "is not UTF-8"),
        ("c.ann", "is UTF-16, not UTF-8"),
    ]


def test_texts_that_are_all_missing_are_told(tmp_path):
    """Of annotations without texts the answer is that, not which labels mark events."""
    (tmp_path / "page.ann").write_text("\n".join(SHELLED))

    with pytest.raises(MisuseError, match=r"can be made an article: its \.txt is not there"):
        brat.read(tmp_path, Ledger(Journal()), Options())


RAID = (
    "T1\tRaid 8 12\ttook",
    "E1\tRaid:T1",
    "T2\tDate 18 27\ton Monday",
    "T3\tDate 32 41\ton Friday",
    "R1\tWhen Arg1:E1 Arg2:T2",
    "R2\tWhen Arg1:E1 Arg2:T3",
    "T4\tHold 47 51\theld",
    "E2\tHold:T4",
)


@pytest.mark.parametrize(
    ("mapping", "lines", "note"),
    [
        ({"types": {"Raid": ""}}, [], "2: dropped: event E1: its type is left out by the mapping"),
        ({"events": frozenset({"Hold"})}, [], "2: dropped: event E1: its label marks no event"),
        ({}, ["A1\tValue T2"], "9: dropped: attribute Value: tells nothing of a date"),
        (
            {},
            ["A1\tValue T2 soon"],
            "9: dropped: date Value 'soon': in no notation that is read as a date",
        ),
        (
            {},
            ["A1\tValue T2 2024-01-15", "A2\tValue T3 2024-01-19"],
            "2: repaired: event E1: several time expressions with different values: it is left undated",
        ),
        ({}, [f"A1\tColour E1 {'x' * 100}"], "9: dropped: attribute Colour: too long to be kept as a tag"),
        (
            {},
            ["A1\tStatus E1 odd"],
            "9: dropped: attribute Status: its value is no status that is known: map it",
        ),
        (
            {},
            ["A1\tBasis E1 odd"],
            "9: dropped: attribute Basis: is none of explicit, relative, dateline, inferred",
        ),
        (
            {"modes": {"sack": ""}},
            ["A1\tMode E1 sack"],
            "9: dropped: attribute Mode: left out by the mapping",
        ),
    ],
)
def test_what_cannot_be_taken_over_is_told_with_its_reason(take, write, mapping, lines, note):
    """An event, a date or an attribute that has no place stands in the report, with its line."""
    text = "Raiders took Orsk on Monday, or on Friday, and held it."

    taken = take(brat, write(text, *RAID, *lines), mapping=LabelMapping(**mapping))

    assert f"page.ann:{note}" in taken.notes


def test_macros_that_hold_each_other_are_written_out_to_an_end(take, write):
    """Forty lines that each double the next would be a million million names."""
    path = write("Envoys left Sulm.", "T1\tLeave 7 11\tleft", "E1\tLeave:T1")
    macros = "".join(f"<m{n}>=<m{n + 1}>|<m{n + 1}>\n" for n in range(40))
    (path / "annotation.conf").write_text(f"[events]\n{macros}Leave\tWho:<m0>, Where:City\n")

    (leave,) = take(brat, path).corpus.ontology.types
    assert [(role.role, role.entity_types) for role in leave.roles] == [("Who", None), ("Where", ("City",))]


def test_a_long_number_of_a_role_is_taken_off_in_time(take, write):
    """Of a million digits each beginning is not looked at."""
    number = "1" * 1_000_000
    path = write(
        "Envoys left.", "T1\tLeave 7 11\tleft", "T2\tP 0 6\tEnvoys", f"E1\tLeave:T1 Who:T2 Who{number}:T2"
    )
    begin = time.process_time()

    (event,) = take(brat, path).events
    assert [argument.role for argument in event.arguments] == ["Who"]
    assert time.process_time() - begin < 5


def test_a_long_chain_is_joined_in_time(take, write):
    """Told link by link, it is gone through once."""
    count = 5_000
    spans = [f"T{n}\tP {18 * n} {18 * n + 6}\tEnvoys" for n in range(count)]
    links = [f"*\tEquiv T{n} T{n + 1}" for n in range(count - 1)]
    path = write(
        "Envoys left Sulm. " * count, *spans, *links, "T9999\tLeave 7 11\tleft", "E1\tLeave:T9999 Who:T0"
    )
    begin = time.process_time()

    with pytest.raises(FindingsError):
        take(brat, path)
    assert time.process_time() - begin < 10
