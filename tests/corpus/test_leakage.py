"""Equal and nearly equal texts: in one split, listed in the release, refused where authors part them."""

import hashlib
import json

import pytest

from benchmark.corpus import builder
from benchmark.corpus.splits import draw
from benchmark.records.errors import FindingsError
from benchmark.store import releases

WORDS = [hashlib.sha256(bytes([number])).hexdigest()[:5] for number in range(100)]


def text(*changes):
    """Return a text of a hundred words, those at some places changed: a change breaks three 3-grams."""
    return " ".join(f"x{word}" if place in changes else word for place, word in enumerate(WORDS))


@pytest.fixture
def member(make_article):
    """Make an article without events."""

    def make(article_id, words, **changes):
        return make_article(article_id, text=words, **{"events": [], "tags": [], "split": None, **changes})

    return make


@pytest.fixture
def built(corpus, tmp_path):
    """Build a corpus and return the manifest and the split of each article."""

    def build(members, *arguments, **options):
        name = f"corpus-{len(list(tmp_path.iterdir()))}"
        source = corpus(members, *arguments, name=name)
        (release, *_) = builder.build(source, tmp_path / f"{name}-out", **options)
        where = {
            json.loads(line)["article_id"]: path.stem
            for path in (release / "jsonl").iterdir()
            for line in path.read_bytes().splitlines()
        }
        return releases.open_release(release).manifest, where

    return build


def refused(built, *arguments):
    """Return file, path, kind and message of each finding."""
    with pytest.raises(FindingsError) as caught:
        built(*arguments)
    return [(f.file.rpartition("/")[2], f.path, f.kind, f.message) for f in caught.value.findings]


def test_a_group_goes_where_its_least_id_is_drawn(built, member):
    """Near copies share a split, whatever each id alone would draw; what is alone goes by its own id."""
    families = {str(number): text().replace(" ", f" {number}") for number in range(30)}
    copies = [member(f"z{name}", words) for name, words in families.items()]
    copies += [member(f"a{name}", f"{words} and more") for name, words in families.items()]
    manifest, where = built([*copies, member("other", text())])

    shares = {"train": 60, "validation": 10, "test": 30}
    assert len(manifest.leakage.groups) == 30
    for name in families:
        assert where[f"a{name}"] == where[f"z{name}"] == draw(f"a{name}", shares, "kovar")
    assert any(where[f"z{name}"] != draw(f"z{name}", shares, "kovar") for name in families)
    assert where["other"] == draw("other", shares, "kovar")


def test_work_is_done_in_any_number_of_rounds(built, member, monkeypatch):
    """How many pairs are compared at once, and how many ids are drawn, decides on nothing."""
    monkeypatch.setattr("benchmark.corpus.leakage._PAIRS", 2)
    monkeypatch.setattr("benchmark.corpus.leakage._AT_ONCE", 3)
    copies = [(f"{name}{number}", f"Same text {number}.") for number in range(6) for name in "ab"]
    others = [(f"c{number}", f"Text {number}.") for number in range(10)]
    manifest, where = built([member(*each) for each in (*copies, *others)])

    shares = {"train": 60, "validation": 10, "test": 30}
    assert [group.articles for group in manifest.leakage.groups] == [
        (f"a{number}", f"b{number}") for number in range(6)
    ]
    assert {name: where[name] for name, _ in others} == {
        name: draw(name, shares, "kovar") for name, _ in others
    }


def test_near_copies_are_found_by_any_of_their_keys(built, member):
    """Texts that agree in three quarters share a quarter of their keys, each pair others."""
    members = [
        member(f"{name}{number}", words.replace(" ", f" {number}"))
        for number in range(30)
        for name, words in (("a", text()), ("b", text(10, 30, 50, 70, 90)))
    ]

    manifest, _ = built(members)
    assert [group.articles for group in manifest.leakage.groups] == sorted(
        (f"a{number}", f"b{number}") for number in range(30)
    )


def test_groups_and_pairs_are_listed(built, member):
    """The manifest has each group with its split, and the pairs that connect it with their likeness."""
    chain = [member("c", text()), member("a", text(*range(10, 16))), member("b", text(*range(10, 22)))]
    manifest, _ = built([*chain, member("x", " ".join(reversed(WORDS)))])

    assert manifest.leakage.threshold == 0.65
    (group,) = manifest.leakage.groups
    assert group.articles == ("a", "b", "c")
    assert [(pair.articles, pair.similarity) for pair in group.pairs] == [
        (("a", "b"), round(90 / 106, 4)),
        (("a", "c"), round(90 / 106, 4)),
    ]


def test_members_follow_the_one_that_names_a_split(built, member):
    """Where one author says train, the near copies that say nothing are of train too."""
    for other in ("a", "z", "m", "k"):
        _, where = built([member("l", text(), split="validation"), member(other, text(3))])
        assert where[other] == "validation"


def test_near_copies_in_two_named_splits_are_leakage(built, member):
    """The later one is the finding, with the likeness; the equal text keeps its own words."""
    members = [
        member("b", text(), split="train"),
        member("a", text(50), split="test"),
        member("c", text(), split="test"),
    ]

    assert refused(built, members) == [
        (
            "1.json",
            "$.text",
            "leakage",
            "is nearly the text of b in split train: 0.94 of their word 3-grams agree",
        ),
        ("2.json", "$.text", "leakage", "is the text of b in split train too"),
    ]


def test_threshold_is_the_maintainers(built, member, toml):
    """At 0.95 a text with one other word is no copy, at 0.9 it is."""
    members = [member("a", text()), member("b", text(50))]
    strict, _ = built(members, f"leakage = 0.95\n{toml}")
    loose, _ = built(members, f"leakage = 0.9\n{toml}")

    assert strict.leakage.groups == ()
    assert [group.articles for group in loose.leakage.groups] == [("a", "b")]


def test_search_may_be_left_out(built, member, toml):
    """With leakage = false near copies may be anywhere: the manifest says so; equal texts stay together."""
    off = f"leakage = false\n{toml}"
    manifest, _ = built([member("a", text(), split="train"), member("b", text(50), split="test")], off)
    _, where = built([member(name, text()) for name in "abcdefgh"], off)

    assert manifest.leakage is None
    assert len(set(where.values())) == 1
    assert refused(built, [member("a", text(), split="train"), member("b", text(), split="test")], off) == [
        ("1.json", "$.text", "leakage", "is the text of a in split train too")
    ]


def test_public_half_tells_the_same_groups_whatever_the_gold(built, member, make_article):
    """Groups are made of texts alone, so the blind half may name them: other gold, same groups."""
    events = make_article("k")["events"]
    quiet = [member("a", text(), split="test"), member("b", text(9), split="test")]
    told = [{**quiet[0], "events": [], "tags": ["t"]}, {**quiet[1], "events": [{**events[0], **NOWHERE}]}]
    manifests = [built(members, blind="test")[0] for members in (quiet, told)]

    assert manifests[0].leakage == manifests[1].leakage
    assert manifests[0].leakage.groups[0].articles == ("a", "b")
    assert manifests[0].stratification == manifests[1].stratification


NOWHERE = {
    "triggers": [],
    "arguments": [],
    "date": {"value": "2024", "basis": None, "mentions": [], "alternatives": []},
}


class TestByDay:
    """[since]: what is published from a day on is of a split, what came before is drawn among the others."""

    @pytest.fixture
    def toml(self, toml):
        """Give test what is of July and later, and none of the rest."""
        return toml.replace("= 60", "= 80").replace("= 10", "= 20").replace("= 30", "= 0") + (
            "[since]\ntest = 2024-07-01\n"
        )

    def test_train_before_test_after(self, built, make_article, toml):
        """No train article is of the day or later, and all later ones are of test, unless they say other."""
        days = ["2024-06-30", "2024-07-01", "2024-12-31", "2023-12-31"] * 10
        members = [
            make_article(f"n{number}", published=day, split=None, events=[])
            for number, day in enumerate(days)
        ]
        members.append(make_article("asked", published="2024-12-31", split="train", events=[]))
        _, where = built(members, toml)

        late = {member["article_id"] for member in members if member["published"] >= "2024-07-01"}
        assert {name for name, split in where.items() if split == "test"} == late - {"asked"}
        assert where["asked"] == "train"
        assert set(where.values()) == {"train", "validation", "test"}

    def test_an_early_copy_follows_the_late_one(self, built, member, toml):
        """A text that returns after the day is of test with all copies: training must not have read it."""
        members = [
            member("a", text(), published="2024-01-01"),
            member("b", text(9), published="2024-09-01"),
        ]
        _, where = built(members, toml)

        assert set(where.values()) == {"test"}

    def test_an_article_without_a_day_is_refused(self, built, member, toml):
        """The author gives a day, or names the split; an article without the key has one finding, too."""
        keyless = member("c", "Other.")
        del keyless["published"]
        members = [
            member("a", text(), published=None),
            member("b", " ".join(reversed(WORDS)), published=None, split="train"),
            keyless,
            [],
        ]

        assert refused(built, members, toml) == [
            ("0.json", "$.published", "missing", "is null, and splits go by it"),
            ("2.json", "$.published", "missing", "is missing"),
            ("3.json", "$", "type", "is a list"),
        ]
