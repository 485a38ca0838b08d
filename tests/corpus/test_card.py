"""README.md of a release: front matter that `datasets` obeys, and sections of counts."""

import json
import re
import uuid
from collections import Counter

import pytest
import yaml

from benchmark.corpus import builder
from benchmark.corpus.stratification import divergence
from benchmark.records.errors import FindingsError
from benchmark.records.leaderboard import HEADLINE_SCORES, HEADLINE_SHARE
from benchmark.store.columns import CONFIGS, features, schema
from benchmark.store.findings import json_path
from benchmark.tables.table import DASH

LONG = 7
"""Characters of a word that no card says by chance."""
TOO_LONG = "x" * 101
"""For a tag."""
CANARY = "https://dateline-bench.github.io/canary/"


@pytest.fixture
def card(corpus, tmp_path):
    """Build a corpus and return its card."""

    def build(*arguments, **options):
        path, *_ = builder.build(corpus(*arguments), tmp_path / "out", **options)
        return (path / "README.md").read_text(encoding="utf-8")

    return build


def front(text):
    """Return the front matter as YAML reads it."""
    return yaml.safe_load(text.split("---\n")[1])


def table(text, title):
    """Return the rows of a section's table."""
    section = text.split(f"## {title}\n")[1].split("\n## ")[0]
    return [re.split(r" (?<!\\)\| ", line[2:-2]) for line in section.splitlines() if line.startswith("| ")]


def test_front_matter_names_files_and_counts(card):
    """Each config has its splits, files and sizes; the articles are the default."""
    found = front(card())

    assert found["configs"] == [
        {
            "config_name": config,
            **({"default": True} if config == "articles" else {}),
            "version": "1.2.0",
            "data_files": [
                {"split": split, "path": f"{config}/{split}-*.parquet"} for split in ("train", "test")
            ],
        }
        for config in ("articles", "events", "arguments")
    ]
    counts = {
        info["config_name"]: {split["name"]: split["num_examples"] for split in info["splits"]}
        for info in found["dataset_info"]
    }
    assert counts == {
        "articles": {"train": 2, "test": 2},
        "events": {"train": 2, "test": 2},
        "arguments": {"train": 3, "test": 3},
    }
    assert all(split["num_bytes"] > 0 for info in found["dataset_info"] for split in info["splits"])


def test_front_matter_keeps_features(card):
    """The features survive the way through YAML."""
    found = front(card())

    told = {info["config_name"]: info["features"] for info in found["dataset_info"]}
    assert told == {config: features(config) for config in CONFIGS}


def test_front_matter_says_what_the_hub_asks(card):
    """Licence and languages are spelled as the Hub spells them."""
    found = front(card())

    assert found["license"] == "cc-by-4.0"
    assert found["language"] == ["en", "uk"]
    assert found["size_categories"] == ["n<1K"]


def test_licence_of_ones_own_and_odd_version(card, toml, make_article):
    """A licence of one's own is named beside `other`; a version that `datasets` refuses is left out."""
    text = toml.replace("CC-BY-4.0", "LicenseRef-Ours").replace("1.2.0", "2024")
    found = front(card([make_article("one", language="no")], text))

    assert (found["license"], found["license_name"]) == ("other", "licenseref-ours")
    assert "version" not in found["configs"][0]
    assert found["language"] == ["no"]


def test_splits_are_counted(card):
    """The table of splits shows articles, events, arguments and dated events."""
    rows = table(card(), "Splits")

    assert [row[:5] for row in rows[2:]] == [["train", "2", "2", "2", "2"], ["test", "2", "2", "3", "1"]]


def test_labels_have_bars(card):
    """Labels are sorted by count, then name, and bars are drawn in eighths against the longest."""
    found = table(card(), "Argument roles")

    assert found[2:] == [
        ["actor", "1", "2", "3", "█" * 20],
        ["recipient", "1", "1", "2", "█" * 13 + "▍"],
    ]


def test_undated_events_are_shown(card):
    """Beside the granularities stands the number of events without a date."""
    found = {row[0]: row[1:4] for row in table(card(), "Date granularity")}

    assert found["undated"] == ["0", "1", "1"]
    assert found["day"] == ["0", "1", "1"]


def test_languages_are_counted_where_there_are_several(card, make_article):
    """Whether the test split has each language stands in no other count."""
    made = [
        make_article(f"a{number}", language=language, split=split)
        for number, (language, split) in enumerate([("en", "train"), ("en", "test"), ("de", "test")])
    ]

    assert table(card(made), "Languages")[2:] == [
        ["en", "1", "1", "2", "█" * 20],
        ["de", "0", "1", "1", "█" * 10],
    ]


def test_one_language_has_no_table(card, make_article):
    """It stands in the front matter."""
    assert "## Languages" not in card([make_article("a"), make_article("b")])


def test_years_are_told_in_their_order(card):
    """Articles by the year they were published in, events by that of their date's first day."""
    text = card()

    assert table(text, "Years of publication")[2:] == [["2024", "1", "2", "3", "█" * 20]]
    assert [row[0] for row in table(text, "Years of events")[2:]] == ["0476", "2024"]


def test_many_years_are_told_by_decades(card, make_article):
    """A corpus of half a century has a row for ten years."""
    made = [make_article(f"y{year}", published=f"{year}-03-01") for year in range(1961, 2011)]
    found = table(card(made), "Years of publication")

    assert [(row[0], row[-2]) for row in found[2:]] == [
        ("1960s", "9"), *((f"{decade}s", "10") for decade in range(1970, 2010, 10)), ("2010s", "1"),
    ]  # fmt: skip


def test_balance_of_the_splits_is_told(card):
    """The split that differs most from all together is named for event types and for forms of dates."""
    found = table(card(), "Balance of the splits")

    types = divergence(Counter("AP"), Counter("AAPC"))
    days = divergence(Counter("d"), Counter("doy"))
    assert found[2:] == [
        ["Event type", "train", f"0\\.{types * 10_000:.0f}"],
        ["Granularity of date", "test", f"0\\.{days * 10_000:.0f}"],
    ]


def test_near_copies_are_told(card, make_article, toml):
    """The card says how many near copies there are, or none, and that none stand in two splits."""
    copies = [make_article(name, text="The same words in the same order.", events=[]) for name in "ab"]

    assert "stand in one split. Found: none." in card()
    assert "stand in one split. Found: 2 articles in 1 group, listed in" in card(
        copies, toml, "copies", version="2"
    )


def test_one_article_is_told_as_one(card, make_article):
    """Numbers have their noun, and of more labels than a table shows the rest is counted."""
    tags = [f"t{number:02}" for number in range(41)]
    text = card([make_article("a", tags=tags, split="test")])

    assert "\n1 news article annotated for events with the ontology plover" in text
    assert "\n`manifest.json` has 1 more.\n" in text


def test_what_is_not_annotated_has_no_table(card, articles, toml):
    """Where nobody annotates status and dates, all is actual and undated, which says nothing of the texts."""
    text = card(articles, f'annotates = ["triggers", "arguments"]\n{toml}')
    titles = set(re.findall("^## (.*)", text, re.MULTILINE))

    assert {"Event types", "Argument roles", "Years of publication", "Balance of the splits"} < titles
    assert not titles & {"Event status", "Date granularity", "Date basis", "Years of events"}
    assert [row[0] for row in table(text, "Balance of the splits")[2:]] == ["Event type"]


@pytest.mark.parametrize(
    ("splits", "scored"),
    [
        (("train", "validation", "late", "early"), "late"),
        (("dev", "train"), "dev"),
        (("validation", "train"), "validation"),
    ],
)
def test_systems_are_compared_on_what_is_held_out(card, make_article, toml, splits, scored):
    """Without a split named test it is the first that nobody learns from, else the first."""
    head, _, seed = toml.partition("train = 60\nvalidation = 10\ntest = 30\n")
    shares = "".join(f"{split} = {100 if split == splits[0] else 0}\n" for split in splits)
    text = card([make_article(split, split=split) for split in splits], f"{head}{shares}{seed}")

    assert f"bench score predictions.jsonl --data kovar-news-1.2.0 --split {scored}\n" in text


def test_names_of_strangers_are_inert(card):
    """A tag cannot break its table or begin a tag of HTML."""
    text = card()

    assert r"a\|b \<i\>" in text
    assert "a|b" not in text
    assert "`@mention`" in text


def test_commands_fit_the_release(card):
    """Users can paste the commands: they name this directory, and score only where there is gold."""
    text = card()

    assert 'load_dataset("kovar-news-1.2.0", "articles")' in text
    assert "bench score predictions.jsonl --data kovar-news-1.2.0 --split test" in text


def test_public_half_has_no_command_to_score(card):
    """Without gold one can validate, not score; what is withheld is said, and dashes stand for its counts."""
    text = card(blind="test")

    assert "bench validate predictions.jsonl --data kovar-news-1.2.0-public --split test" in text
    assert "bench score" not in text
    assert "**The gold of test is not here.**" in text
    assert [row[:5] for row in table(text, "Splits")][3] == ["test", "2", DASH, DASH, DASH]


def test_card_shows_no_text(card, articles):
    """A card may be published where texts may not: it has counts of articles, none of their words."""
    text = card()

    words = {word for article in articles for word in article["text"].split() if len(word) >= LONG}
    assert {"condemned", "shelled"} <= words
    assert [word for word in words if word in text] == []
    assert [article["article_id"] for article in articles if article["article_id"] in text] == []


def test_every_column_is_listed(card):
    """The features of each config stand in the card by name and type, as `datasets` has them."""
    rows = table(card(), "Features")[2:]

    assert [(row[0], row[1].replace("\\", "")) for row in rows] == [
        (config, name) for config in CONFIGS for name in schema(config).names
    ]
    assert rows[0][:3] == ["articles", r"article\_id", "string"]
    assert rows[0][3].startswith("Unique in the corpus")
    assert [row[2] for row in rows if row[1] == "events"] == ["list of structs"]
    assert [row[2] for row in rows if row[:2] == ["events", "tags"]] == ["list of string"]


SAID = """
[card]
annotation = "By two students.\\n\\nA third <b>settled</b> what was left."
limits = ["Only *one* agency.", "One language."]
citation = "@misc{kovar,\\n  title = {Kovar}}\\n```"
"""


def test_maintainers_own_words_stand_in_the_card(card, toml, articles):
    """What `[card]` says is shown as written: paragraphs, limits before ours, the citation as code."""
    text = card(articles, toml + SAID)

    said = text.split("## Annotation\n\n")[1].split("\n\n## ")[0]
    assert said == "By two students\\.\n\nA third \\<b\\>settled\\<\\/b\\> what was left\\."
    limits = text.split("## Known limits\n")[1].split("\n## ")[0].strip().splitlines()
    assert limits[:2] == ["- Only \\*one\\* agency\\.", "- One language\\."]
    assert "    @misc{kovar,\n      title = {Kovar}}\n    ```\n" in text.split("## Citation\n")[1]


def test_meanings_of_tags_stand_in_card_and_manifest(card, toml, articles, tmp_path):
    """Who reads a tag in a release finds there what it means, event tags first; without any is no section."""
    said = (
        '[card.article_tags]\n"a|b" = "A bar."\n[card.event_tags]\nvague = "No *day*."\ndenied = "Not so."\n'
    )
    text = card(articles, f"{toml}\n{said}")

    (manifest,) = (tmp_path / "out").glob("*/manifest.json")
    told = json.loads(manifest.read_bytes())["card"]
    assert (told["event_tags"], told["article_tags"]) == (
        {"denied": "Not so.", "vague": "No *day*."},
        {"a|b": "A bar."},
    )
    assert table(text, "What tags mean")[2:] == [
        ["denied", "event", "Not so\\."],
        ["vague", "event", "No \\*day\\*\\."],
        ["a\\|b", "article", "A bar\\."],
    ]
    assert "What tags mean" not in card(articles, toml, "silent", version="2")


def test_a_tag_that_nothing_has_is_told_with_the_nearest_unexplained(corpus, toml, articles, tmp_path):
    """A slip in a tag's name leaves the tag that was meant without its meaning, and the release is built."""
    event = {**articles[0]["events"][0], "tags": ["denied"]}
    article = {**articles[0], "tags": ["denied", "flood", "topic-aid", "topic-arms"], "events": [event]}
    said = """
[card.article_tags]
flood = "Water."
floods = "Waters."
topic-aid = "Relief."
topic-arm = "Arms."
[card.event_tags]
denyed = "Not so."
topic-aid = "Relief."
"""
    told = []
    builder.build(corpus([article], toml + said), tmp_path / "out", say=told.append)

    assert [line for line in told if line.startswith("[card")] == [
        "[card.event_tags] says what 'denyed' means, which no event has, did you mean 'denied'?",
        "[card.event_tags] says what 'topic-aid' means, which no event has",
        "[card.article_tags] says what 'floods' means, which no article has",
        "[card.article_tags] says what 'topic-arm' means, which no article has, did you mean 'topic-arms'?",
    ]


def test_a_release_can_be_cited_where_its_maintainer_says_nothing(card):
    """Name, version and digest tell what was used; there is no section of words that nobody wrote."""
    text = card()

    assert "    kovar-news@1.2.0, digest " in text.split("## Citation\n")[1]
    assert "## Annotation" not in text


def test_canary_is_that_of_the_name(card, tmp_path):
    """Card and manifest carry one line, the same in all versions, that anyone can make anew of the name."""
    line = f"dateline-bench canary GUID {uuid.uuid5(uuid.NAMESPACE_URL, CANARY + 'kovar-news')}"
    text = card()
    (manifest,) = (tmp_path / "out").glob("*/manifest.json")

    assert f"    {line}\n" in text.split("## Canary\n")[1]
    assert json.loads(manifest.read_bytes())["canary"] == line


def test_the_hub_finds_a_task_for_each_headline_number(card, tmp_path, articles, toml):
    """eval.yaml has the keys that the Hub asks for, and no task for what is not annotated."""
    card()
    card(articles, f'annotates = ["triggers"]\n{toml}', "plain", version="2")
    whole, plain = (
        yaml.safe_load((tmp_path / "out" / f"kovar-news-{version}" / "eval.yaml").read_bytes())
        for version in ("1.2.0", "2")
    )

    assert set(whole) == {"name", "description", "evaluation_framework", "tasks"}
    assert {task["id"] for task in whole["tasks"]} == {*HEADLINE_SCORES, HEADLINE_SHARE}
    assert all((task["config"], task["split"]) == ("articles", "test") for task in whole["tasks"])
    assert [task["id"] for task in plain["tasks"]] == ["event"]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('card = "x"', ("type", "$.card")),
        ("card = { limit = [] }", ("unknown-field", "$.card.limit")),
        ('card = { limits = "x" }', ("type", "$.card.limits")),
        ("card = { limits = [1] }", ("type", "$.card.limits[0]")),
        ('card = { limits = ["", "x"] }', ("limit", "$.card.limits[0]")),
        (f"card = {{ limits = {['x'] * 101} }}", ("limit", "$.card.limits")),
        ('card = { citation = " " }', ("limit", "$.card.citation")),
        (f'card = {{ annotation = "{"x" * 2001}" }}', ("limit", "$.card.annotation")),
        ('card = { event_tags = "x" }', ("type", "$.card.event_tags")),
        ('card = { event_tags = ["x"] }', ("type", "$.card.event_tags")),
        ("card = { event_tags = { x = 1 } }", ("type", "$.card.event_tags.x")),
        ('card = { article_tags = { x = "", y = "y" } }', ("limit", "$.card.article_tags.x")),
        ('card = { event_tags = { "" = "x" } }', ("limit", "$.card.event_tags['']")),
        (
            f'card = {{ event_tags = {{ {TOO_LONG} = "x" }} }}',
            ("limit", json_path(("card", "event_tags", TOO_LONG))),
        ),
    ],
)
def test_words_of_another_shape_are_refused(corpus, toml, tmp_path, line, found):
    """What `[card]` may say is what the manifest's schema has; anything else is a finding with its place."""
    with pytest.raises(FindingsError) as refused:
        builder.build(corpus(text=f"{line}\n{toml}"), tmp_path / "out")

    (finding,) = refused.value.findings
    assert (finding.kind, finding.path) == found
    assert finding.line == 1


def test_a_tag_without_a_meaning_is_found_on_its_line(corpus, toml, tmp_path):
    """Of a hundred tags the one that says nothing is named; a table is found by the last part of its name."""
    said = '[card.event_tags]\ndenied = "Not so."\nvague = " "\n[card.event_tag]\n'
    with pytest.raises(FindingsError) as refused:
        builder.build(corpus(text=f"{toml}\n{said}"), tmp_path / "out")

    lines = (toml + "\n" + said).splitlines()
    assert [(finding.path, lines[finding.line - 1]) for finding in refused.value.findings] == [
        ("$.card.event_tags.vague", 'vague = " "'),
        ("$.card.event_tag", "[card.event_tag]"),
    ]
