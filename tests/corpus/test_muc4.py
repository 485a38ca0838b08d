"""MUC-4 import: an invented corpus with every slip of the real files, and counts on the real one."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from benchmark.corpus import builder, importers
from benchmark.corpus.importers import muc4
from benchmark.corpus.importers.journal import Journal
from benchmark.corpus.importers.muc4 import days, mapping, templates
from benchmark.records.errors import CheckError, FindingsError, MisuseError
from benchmark.store import articles, ontologies, predictions, systems

INVENTED = Path(__file__).parent / "muc4"
REAL = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "muc4"

needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the MUC-4 files are not beside the repository")


@pytest.fixture(name="journal")
def journal_of_invented():
    journal = Journal()
    muc4.read(INVENTED, journal)
    return journal


@pytest.fixture(name="corpus", scope="module")
def invented_corpus():
    return {article.article_id: article for article in muc4.read(INVENTED, Journal()).articles}


@pytest.fixture(name="folder")
def invented_folder(tmp_path):
    importers.import_corpus("muc4", INVENTED, tmp_path / "out", say=lambda _: None)
    return tmp_path / "out"


@pytest.fixture(name="real", scope="module")
def real_corpus():
    journal = Journal()
    return muc4.read(REAL, journal), journal


def event(article, number):
    return next(event for event in article.events if event.event_id == f"template-{number}")


def fillers(article, number, role):
    """Return (texts, optional) of each filler, in order."""
    return [
        ([mention.text for mention in argument.mentions], argument.optional)
        for argument in event(article, number).arguments
        if argument.role == role
    ]


def notes(journal, name):
    return [(note.place.line, note.outcome, note.reason) for note in journal.notes if note.place.file == name]


def read_back(folder):
    return articles.read([folder], lambda key: ontologies.load(key, folder))


def test_article_door_takes_every_imported_article(folder):
    """What the importer writes passes the door for articles without a finding."""
    ids = [article.article_id for article in read_back(folder)]

    assert ids == ["dev-muc3-0001", "dev-muc3-0002", "dev-muc3-0003", "dev-muc3-0004", "tst4-muc4-0001"]


def test_text_is_the_message_between_its_blank_lines(corpus):
    """The text keeps its line ends and indentation and ends with its last line."""
    text = corpus["dev-muc3-0003"].text

    assert text == "   CLANDESTINE, 7 FEB (REUTER) -- [TEXT] NOTHING HAPPENED TODAY.\n"


@pytest.mark.parametrize(
    ("article_id", "published", "source", "dateline"),
    [
        ("dev-muc3-0001", "1990-01-14", "RADIO AURORA", "PORTO VELDO, 14 JAN 90 (RADIO AURORA) --"),
        (
            "dev-muc3-0002",
            "1990-02-24",
            "ANTENA NACIONAL",
            "LAGO ALTO (ORANIA), 24\nFeb 90 [ANTENA NACIONAL) --",
        ),
        ("dev-muc3-0003", None, "REUTER", "CLANDESTINE, 7 FEB (REUTER) --"),
        ("dev-muc3-0004", None, "CNA", "MIRA, NO DATE (CNA) --"),
    ],
    ids=["whole", "broken over lines, one bracket", "without a year", "no date"],
)
def test_dateline_gives_publication_date_and_source(corpus, article_id, published, source, dateline):
    """The day of the dateline is the publication date, null where it is not told; the region covers it."""
    article = corpus[article_id]
    (region,) = article.regions

    assert (article.published, article.source) == (published, source)
    assert article.text[region.start : region.end] == dateline


def test_irrelevant_message_is_an_article_without_events(corpus):
    """A key that says * keeps its message; one without a key is not annotated."""
    assert corpus["dev-muc3-0003"].events == ()
    assert corpus["dev-muc3-0004"].events is None


def test_splits_follow_the_message_ids(corpus):
    """DEV goes to train, TST4 to test."""
    splits = {article_id: article.split for article_id, article in corpus.items()}

    assert splits["dev-muc3-0001"] == "train"
    assert splits["tst4-muc4-0001"] == "test"


def test_alternatives_are_mentions_of_one_filler_everywhere_they_stand(corpus):
    """An alternative is a mention wherever it stands, white space aside, its text the raw slice."""
    found = fillers(corpus["dev-muc3-0001"], 1, "perp_individual")

    assert found == [(["ARMED MEN", "ARMED MEN", 'ARMED MEN OF THE "RED\nDAWN" FRONT'], False)]


def test_escaped_quotes_are_quotes_of_the_text(corpus):
    r"""A string such as "\"RED DAWN\" FRONT" begins with a quote."""
    found = fillers(corpus["dev-muc3-0001"], 1, "perp_organization")

    assert found == [(['"RED\nDAWN" FRONT', "RDF"], False)]


def test_question_mark_makes_a_filler_optional(corpus):
    """A filler after ? may be left out."""
    assert fillers(corpus["dev-muc3-0001"], 1, "physical_target") == [(["CAR"], True)]
    assert fillers(corpus["dev-muc3-0001"], 2, "location") == [(["ORANIA"], True)]


def test_description_of_a_name_is_another_mention_of_it(corpus):
    """A description that refers to a name joins it; one that refers to none is a filler of its own."""
    found = fillers(corpus["dev-muc3-0001"], 1, "human_target")

    assert found == [(["TOMAS BRILLE", "MAYOR", "MAYOR"], False), (["STUDENT"], False)]


def test_string_that_stands_nowhere_keeps_null_offsets(corpus):
    """A mention that the text does not have is kept, without offsets."""
    (argument,) = (
        argument
        for argument in event(corpus["dev-muc3-0001"], 2).arguments
        if argument.role == "perp_individual"
    )

    assert [(mention.text, mention.start, mention.end) for mention in argument.mentions] == [
        ("GENERAL ORTEL", None, None)
    ]


def test_location_gives_one_argument_a_part(corpus):
    """Country, town, quarter and the other end of a stretch are arguments, without their kinds."""
    found = fillers(corpus["dev-muc3-0002"], 1, "location")

    assert found == [
        (["ORANIA"], False),
        (["LAGO ALTO"], False),
        (["OLD\nTOWN"], False),
        (["MIRA-SUR"], False),
    ]


def test_part_that_not_all_locations_share_is_optional(corpus):
    """Of (ORANIA: PORTO VELDO) / (ORANIA) the town may be left out."""
    found = fillers(corpus["dev-muc3-0001"], 1, "location")

    assert found == [(["ORANIA"], False), (["PORTO VELDO"], True)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("ORANIA: (LAGO ALTO (CITY) - MIRA (TOWN)) / (MIRA (TOWN))", ["ORANIA", "LAGO ALTO?", "MIRA"]),
        ("ORANIA: MIRA (CITY) / ORANIA: MIRA (DEPARTMENT)", ["ORANIA", "MIRA"]),
        ("?  ORANIA", ["ORANIA?"]),
        ("ORANIA: RIO-SECO (AREA) - ALTO SECO (AREA)", ["ORANIA", "RIO-SECO", "ALTO SECO"]),
    ],
)
def test_locations_split_into_parts(text, parts):
    """Colons and spaced hyphens part a location; a country before parentheses belongs to all in them."""
    found = [f"{part.name}{'?' * part.optional}" for part in templates.localities(text)]

    assert found == parts


def test_dates_status_type_and_doubt_of_a_template(corpus):
    """Stages are statuses, (OPTIONAL) is optional, dates are EDTF, of two types the first is read."""
    first, second = (event(corpus["dev-muc3-0001"], number) for number in (1, 2))

    assert (first.status, first.optional, first.date.value, first.date.alternatives) == (
        "actual",
        False,
        "1990-01-13",
        ("[..1990-01-14]",),
    )
    assert (second.event_type, second.status, second.optional) == ("ATTACK", "threatened", True)
    assert (second.date.value, second.date.alternatives) == ("[..1990-01-14]", ())
    assert event(corpus["tst4-muc4-0001"], 1).date.value == "[1988-08-30..1988-09-01]"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("25 AUG 88", "1988-08-25"),
        ("- 9 AUG 88", "[..1988-08-09]"),
        ("01 NOV 88 - 30 NOV 88", "[1988-11-01..1988-11-30]"),
        ("01 NOV 88 - 01 NOV 88", "1988-11-01"),
        ("18 APRIL 89", "1989-04-18"),
        ("JUNE 11 89", "1989-06-11"),
        ("4 SEPT 89", "1989-09-04"),
        ("24 Feb 90", "1990-02-24"),
        ("29 JUL", "1988-07-29"),
        ("12 NOV 1988", "1988-11-12"),
    ],
)
def test_incident_dates_in_edtf(text, value):
    """D is a day, - D on or before it, D - D on or between; a missing year is the dateline's."""
    assert days.incident_date(text, 1988) == value


@pytest.mark.parametrize(
    ("text", "year", "reason"),
    [
        ("28 AUG 92 - 03 SEP 89", 1989, "ends before it starts"),
        ("31 FEB 89", 1989, "does not exist"),
        ("29 JUL", None, "has no year"),
        ("LAST WEEK", 1989, "no date of the form"),
        ("- 1 MAY 89 - 2 MAY 89", 1989, "no date of the form"),
    ],
)
def test_damaged_incident_dates_are_not_read(text, year, reason):
    """A date that cannot be meant is refused with its reason, never guessed."""
    with pytest.raises(days.IncidentDateError, match=reason):
        days.incident_date(text, year)


def test_key_report_names_every_mended_or_dropped_line(journal):
    """Each thing that was not taken over as it stands is told with file, line and reason."""
    nowhere = "a string that stands nowhere in its text, kept without offsets"

    assert notes(journal, "dev/key-dev-0001.muc4") == [
        (
            34,
            "repaired",
            "an incident date without the alternative that is a date that ends before it starts",
        ),
        (36, "repaired", "two incident types, of which the first is read"),
        (37, "repaired", "two stages of execution, of which the first is read"),
        (39, "repaired", "a string filler without quotes, read as one string"),
        (39, "repaired", nowhere),
        (40, "repaired", nowhere),
        (41, "dropped", "a filler whose quotes, slashes and colons do not fit together"),
        (42, "repaired", "a description of someone the slot of names does not hold"),
        (42, "repaired", nowhere),
        (42, "repaired", nowhere),
        (43, "dropped", "a filler with an empty string"),
        (48, "dropped", "an incident date that is a day that does not exist"),
        (74, "dropped", "a template that says here just what number 3 says"),
        (87, "dropped", "a template of a message whose text is not here"),
    ]


def test_text_report_names_what_is_not_known(journal):
    """A missing year and a missing key are told at the message's first line."""
    assert notes(journal, "dev/dev-muc3-0001-0004") == [
        (17, "repaired", "a dateline without a year: its publication date is unknown"),
        (22, "repaired", "a message that no key speaks of: not annotated"),
    ]


def test_report_counts_each_line_once(journal):
    """A line is ok, repaired or dropped; comments, blank lines and copies in mixed case are none of these."""
    lines = list(journal.full())

    assert "dev/key-dev-0001.muc4: 26 ok, 6 repaired, 5 dropped" in lines
    assert "tst4/tst4-muc4.mixed-case is a copy in mixed case, passed over" in lines
    assert "5 parts of locations stand nowhere in their texts, kept without offsets" in lines
    assert muc4.LEFT_OUT in lines


def test_second_responses_of_a_system_are_told(tmp_path):
    """Files are told apart by what their names begin with; a second one takes no other's place."""
    shutil.copytree(INVENTED, tmp_path / "muc4")
    responses = tmp_path / "muc4/tst4/responses"
    shutil.copy(responses / "acme-response.tst4", responses / "acme-second.tst4")
    journal = Journal()
    corpus = muc4.read(tmp_path / "muc4", journal)

    assert list(corpus.runs) == ["acme"]
    assert (1, "dropped", "a second file of responses of one system") in notes(
        journal, "tst4/responses/acme-second.tst4"
    )


def test_response_becomes_predictions(folder):
    """Every string is an argument; a date without a year takes the dateline's; `-` is left out."""
    release = {article.article_id: article for article in read_back(folder)}
    sent = predictions.read(
        folder / "responses" / "acme" / "predictions.jsonl", ontologies.load("muc4@1.0.0"), release
    )
    (robbery,) = sent["tst4-muc4-0001"].events

    assert (robbery.event_type, robbery.date, robbery.status) == ("ROBBERY", "1988-08-30", "actual")
    assert [(argument.role, argument.text) for argument in robbery.arguments] == [
        ("location", "ORANIA"),
        ("location", "MIRA"),
        ("perp_individual", "GUERRILLAS"),
        ("perp_individual", "REBELS"),
        ("perp_organization", "M.N.L. (NORTH)"),
        ("physical_target", "MINE [CERRO AZUL]"),
        ("human_target", "MEDINA"),
        ("human_target", "GEN"),
    ]


def test_response_templates_without_a_known_type_are_dropped(journal):
    """A response of no type or of a type that MUC-4 gave up cannot be sent, and is told."""
    outcomes = [(line, outcome) for line, outcome, _ in notes(journal, "tst4/responses/acme-response.tst4")]

    assert outcomes == [(10, "repaired"), (11, "repaired"), (15, "dropped"), (22, "dropped")]


def test_unknown_system_has_a_card_that_claims_nothing(folder):
    """A response of a system that the importer does not know is called by its file's name."""
    card = systems.read(folder / "responses" / "acme" / "system.json")

    assert (card.name, card.dataset, card.saw_test_texts, card.organisation) == (
        "acme",
        "muc4@1.0.0",
        "unknown",
        None,
    )


def test_corpus_folder_builds(folder, tmp_path):
    """A build makes a release of the corpus folder, responses and report left aside."""
    (built,) = builder.build(folder, tmp_path / "releases", None, None)
    manifest = json.loads((built / "manifest.json").read_text())

    assert manifest["annotates"] == ["arguments", "dates", "status"]
    assert {name: split["articles"] for name, split in manifest["splits"].items()} == {"train": 4, "test": 1}


def test_same_import_twice_changes_nothing_and_another_is_refused(folder, tmp_path):
    """The same bytes are no change; other content under the same name is refused."""
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    importers.import_corpus("muc4", INVENTED, folder, say=lambda _: None)
    shutil.copytree(INVENTED, tmp_path / "other")
    (tmp_path / "other" / "tst4" / "responses" / "acme-response.tst4").unlink()

    with pytest.raises(CheckError):
        importers.import_corpus("muc4", tmp_path / "other", folder, say=lambda _: None)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_screen_tells_what_is_alike_once(tmp_path):
    """Thirty lines of one reason are one on the screen, and stand in the report file each."""
    source = tmp_path / "in"
    shutil.copytree(INVENTED, source)
    with (source / "dev" / "key-dev-0001.muc4").open("a") as key:
        key.write("77. SOMETHING: ELSE\n" * 30)
    said = []
    importers.import_corpus("muc4", source, tmp_path / "out", say=said.append)
    report = (tmp_path / "out" / importers.REPORT).read_text().splitlines()

    (told,) = [line for line in said if "belongs to no slot" in line]
    assert told.endswith(" (and 29 more like it)")
    assert said[-1].endswith("stand in the report beside the articles")
    assert sum("belongs to no slot" in line for line in report) == 30


def test_message_that_stands_twice_is_refused(tmp_path):
    """Two texts of one id are findings, each with its line."""
    shutil.copytree(INVENTED, tmp_path / "in")
    shutil.copy(INVENTED / "tst4" / "tst4-muc4", tmp_path / "in" / "again")

    with pytest.raises(FindingsError) as caught:
        muc4.read(tmp_path / "in", Journal())
    assert [(finding.kind, finding.line) for finding in caught.value.findings] == [("duplicate-id", 1)]


def test_number_given_twice_makes_two_events(tmp_path):
    """Two templates of one number that say different things are both kept, under ids of their own."""
    shutil.copytree(INVENTED, tmp_path / "in")
    key = tmp_path / "in" / "tst4" / "key-tst4.v2"
    key.write_text(key.read_text() + "\n" + key.read_text().replace("ROBBERY", "BOMBING"))
    corpus = muc4.read(tmp_path / "in", Journal())
    ids = [each.event_id for each in corpus.articles[-1].events]

    assert ids == ["template-1", "template-1-line-11"]


def test_a_byte_order_mark_makes_no_other_corpus(tmp_path):
    """An editor that writes one takes no file out of the corpus."""
    shutil.copytree(INVENTED, tmp_path / "in")
    for file in [*(tmp_path / "in/dev").iterdir()]:
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert muc4.read(tmp_path / "in", Journal()) == muc4.read(INVENTED, Journal())


def test_files_that_are_not_utf8_are_findings(tmp_path):
    """A broken byte is refused with its line, and does not hide that of the next file."""
    for name in ("text", "text-2"):
        (tmp_path / name).write_bytes(b"TST4-MUC4-0001\n\n   MIRA, \xff\n")

    with pytest.raises(FindingsError) as caught:
        muc4.read(tmp_path, Journal())
    assert [(finding.kind, finding.line) for finding in caught.value.findings] == [("encoding", 3)] * 2


@pytest.mark.parametrize("path", [INVENTED / "nowhere", INVENTED / "README", INVENTED / "tst4" / "responses"])
def test_path_without_a_corpus_is_misuse(path, tmp_path):
    """A missing path, a file, and a folder without texts are each misuse, and nothing is written."""
    with pytest.raises(MisuseError):
        importers.import_corpus("muc4", path, tmp_path / "out", say=lambda _: None)
    assert not (tmp_path / "out").exists()


@needs_real
def test_real_corpus_is_read_whole(real):
    """300 texts, 281 templates of incidents and 7 responses are read; nothing of them is dropped."""
    corpus, journal = real
    counts = {
        split: sum(len(article.events) for article in corpus.articles if article.split == split)
        for split in ("train", "test")
    }

    assert len(corpus.articles) == 300
    assert counts == {"train": 195, "test": 86}
    assert sum(article.events == () for article in corpus.articles) == 115
    assert sorted(corpus.runs) == ["bbn", "ge", "lsi", "nyu", "sri", "umass", "usc"]
    assert not [note for note in journal.notes if note.outcome == "dropped"]


@needs_real
def test_real_strings_are_found_as_often_as_counted(real):
    """Of 1,659 quoted strings 1,406 stand verbatim in their text, 1,641 when white space is joined."""
    texts = {article.article_id: article.text for article in real[0].articles}
    found = []
    for key in (*sorted(REAL.glob("dev/key-*")), REAL / "tst4" / "key-tst4.v2"):
        for template in templates.read(key.name, key.read_text(), Journal()):
            text = texts[mapping.article_id(template.message_id)]
            for slot in (6, 9, 10, 12, 18, 19):
                for entry in template.slots.get(slot, ()):
                    for quoted in re.findall(r'"(?:[^"\\]|\\.)*"', entry.text):
                        string = quoted[1:-1].replace('\\"', '"')
                        found.append((string in text, bool(mapping.occurrences(text, string))))

    assert (len(found), sum(one for one, _ in found), sum(other for _, other in found)) == (1659, 1406, 1641)


@needs_real
def test_real_slips_are_reported(real):
    """The slips that the corpus is known to have are told at their places."""
    _, journal = real
    told = {(note.place.file, note.place.line): note.reason for note in journal.notes}

    assert "ends before it starts" in told["dev/key-dev-0401.muc4", 3074]
    assert "two incident types" in told["tst4/key-tst4.v2", 1966]
    assert "without quotes" in told["dev/key-dev-0401.muc4", 2905]
    assert "without a year" in told["dev/dev-muc3-0001-0100", 2729]


@needs_real
def test_real_articles_pass_the_door(tmp_path):
    """Every article and every response of the real corpus is valid."""
    importers.import_corpus("muc4", REAL, tmp_path / "out", say=lambda _: None)
    read = {article.article_id: article for article in read_back(tmp_path / "out")}
    ontology = ontologies.load("muc4@1.0.0")
    sent = {
        folder.name: predictions.read(folder / "predictions.jsonl", ontology, read)
        for folder in sorted((tmp_path / "out" / "responses").iterdir())
    }

    assert len(read) == 300
    assert {name: sum(len(each.events) for each in run.values()) for name, run in sent.items()} == {
        "bbn": 91,
        "ge": 98,
        "lsi": 278,
        "nyu": 96,
        "sri": 78,
        "umass": 85,
        "usc": 65,
    }
