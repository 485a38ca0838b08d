"""bench build refuses a version that is too low for what changed since the one before."""

import copy
import json
import shutil

import pytest

from benchmark.corpus import builder
from benchmark.records.errors import CheckError, FindingsError
from benchmark.store import releases


@pytest.fixture
def sources(corpus, articles, make_article):
    """States of a corpus: as it is, with two more articles to train on, with another gold, and with both."""
    gold = copy.deepcopy(articles)
    gold[0]["events"].pop()
    more = [make_article(name, split="train") for name in "zy"]
    return {
        "first": corpus(name="first"),
        "grown": corpus([*articles, *more], name="grown"),
        "gold": corpus(gold, name="gold"),
        "both": corpus([*gold, *more], name="both"),
    }


@pytest.fixture
def refusal(sources, tmp_path):
    """Builds the corpus as it is, then a state that is refused; returns why, when nothing was written."""

    def refuse(state, version, *, texts=True):
        out = tmp_path / "out"
        builder.build(sources["first"], out)
        with pytest.raises(CheckError) as caught:
            builder.build(sources[state], out, version, texts=texts)
        assert names(out) == ["kovar-news-1.2.0"]
        return str(caught.value)

    return refuse


def names(out):
    return sorted(path.name for path in out.glob("[!.]*"))


@pytest.mark.parametrize(
    ("state", "version", "wanted"),
    [
        (
            "grown",
            "1.2.1",
            "a minor change wants 1.3.0 or higher (articles added to train or validation: 2, first y)",
        ),
        (
            "both",
            "1.3.0",
            "(articles with another text or gold in a split that is held out: 1, first kovar-shelling)",
        ),
        ("gold", "1.2.0", "version 1.2.0 is too low after 1.2.0"),
        ("gold", "1.1.0", "version 1.1.0 is too low after 1.2.0"),
        ("first", "1.1.9", "1.1.9 is lower than 1.2.0"),
    ],
)
def test_too_low_a_version_is_refused(refusal, state, version, wanted):
    """The message names the release before, the step and why; nothing is written."""
    assert wanted in refusal(state, version)


@pytest.mark.parametrize(
    ("state", "version"),
    [("first", "1.2.0"), ("first", "1.2.1"), ("grown", "1.3.0"), ("gold", "2.0.0"), ("gold", "2.0.0-rc.1")],
)
def test_a_version_that_is_high_enough_is_built(sources, tmp_path, state, version):
    """The same content keeps its version or takes any higher one."""
    builder.build(sources["first"], tmp_path / "out")
    (path,) = builder.build(sources[state], tmp_path / "out", version)

    assert releases.open_release(path).manifest.version == version


def test_the_latest_release_counts(sources, tmp_path):
    """Numbers count as numbers, so 1.10.0 is the one before, and not 1.9.0; other folders are passed over."""
    out = tmp_path / "out"
    for version in ("1.9.0", "1.10.0", "2.0.0"):
        builder.build(sources["first"], out, version)
    (out / "kovar-news-2.0.0").rename(out / "kovar-news-mine")
    (out / "kovar-news-0.1.0").mkdir()
    (out / "kovar-newsletter-9").write_text("")
    with pytest.raises(CheckError, match=r"after 1\.10\.0"):
        builder.build(sources["grown"], out, "1.10.1")


def test_each_change_that_calls_for_the_step_is_told(sources, tmp_path, articles, corpus, toml):
    """Why a version is too low is a list, which names the first article where a change has articles."""
    (path,) = builder.build(sources["first"], tmp_path / "out")
    articles = [article for article in articles if article["article_id"] != "quiet-day"]
    both = corpus(articles, f'match = "span"\n{toml}', name="less")
    with pytest.raises(CheckError) as caught:
        builder.build(both, tmp_path / "out", "1.3.0")

    assert str(caught.value) == (
        f"version 1.3.0 is too low after 1.2.0 ({path}): a major change wants 2.0.0 or higher "
        "(words are compared in another way: 1; articles removed: 1, first quiet-day)"
    )


def test_an_older_release_is_made_again(sources, tmp_path):
    """A version that is there is compared byte for byte, whatever was published since."""
    out = tmp_path / "out"
    builder.build(sources["first"], out)
    builder.build(sources["gold"], out, "2.0.0")

    assert builder.build(sources["first"], out) == [out / "kovar-news-1.2.0"]


class TestBlind:
    """Only gold tells whether gold changed."""

    def test_changed_gold_is_seen_behind_the_public_half(self, sources, tmp_path):
        """The public half would be the same; neither half is written."""
        out = tmp_path / "out"
        builder.build(sources["first"], out, blind="test")
        with pytest.raises(CheckError, match=r"a major change wants 2\.0\.0"):
            builder.build(sources["gold"], out, "1.2.1", "test")

        assert names(out) == ["kovar-news-1.2.0-gold", "kovar-news-1.2.0-public"]

    def test_halves_and_whole_are_one_version(self, sources, tmp_path):
        """What was published whole may be published in halves, whatever was published since."""
        builder.build(sources["first"], tmp_path / "out")
        builder.build(sources["gold"], tmp_path / "out", "2.0.0")
        halves = builder.build(sources["first"], tmp_path / "out", blind="test")

        assert [path.name for path in halves] == ["kovar-news-1.2.0-public", "kovar-news-1.2.0-gold"]


class TestCommitted:
    """Of a version whose bulky files are not at hand, the committed manifest still tells much."""

    @pytest.fixture(autouse=True)
    def committed(self, sources, tmp_path):
        """Commit the manifest of the first state to every other one."""
        (path,) = builder.build(sources["first"], tmp_path / "before")
        for source in sources.values():
            (source / "releases/1.2.0").mkdir(parents=True)
            shutil.copy(path / "manifest.json", source / "releases/1.2.0")

    def test_the_same_version_with_other_content_is_refused(self, sources, tmp_path):
        """A fresh folder to build into does not make a published version free again."""
        with pytest.raises(CheckError, match=r"1\.2\.0 is too low after 1\.2\.0 .*releases.1\.2\.0"):
            builder.build(sources["gold"], tmp_path / "out")

        assert names(tmp_path / "out") == []

    def test_the_same_version_with_the_same_content_is_made_again(self, sources, tmp_path):
        """Who checks out an old state gets its release, though a later one is there."""
        builder.build(sources["gold"], tmp_path / "out", "2.0.0")
        (path,) = builder.build(sources["first"], tmp_path / "out")

        assert path.name == "kovar-news-1.2.0"

    def test_counts_of_a_held_out_split_tell_of_its_gold(self, sources, tmp_path):
        """An event less in test is a major change even by manifests."""
        with pytest.raises(CheckError, match=r"a major change wants 2\.0\.0"):
            builder.build(sources["gold"], tmp_path / "out", "1.3.0")

    def test_a_version_that_is_no_number_is_not_free_again_after_others(self, sources, tmp_path):
        """Nobody can say which is the latest, but one of that version says what is in it."""
        for version in ("spring", "summer"):
            (path,) = builder.build(sources["first"], tmp_path / version, version)
            shutil.copytree(path, sources["gold"] / "releases" / version)
        with pytest.raises(CheckError, match=r"spring is too low after spring"):
            builder.build(sources["gold"], tmp_path / "out", "spring")

    def test_that_a_version_is_no_number_is_said(self, sources, tmp_path):
        """Beside a committed manifest, too, it is not judged."""
        said = []
        builder.build(sources["gold"], tmp_path / "out", "spring", say=said.append)

        assert said[1:] == ["not numbered like 1.2.3: whether spring may follow 1.2.0 is not judged"]

    def test_a_damaged_manifest_is_a_finding(self, sources, tmp_path):
        """What is committed is ours to keep sound: it is not passed over."""
        (sources["first"] / "releases/1.2.0/manifest.json").write_text("{}")
        with pytest.raises(FindingsError):
            builder.build(sources["first"], tmp_path / "out")


def test_a_damaged_release_is_judged_by_its_manifest(sources, tmp_path):
    """Lines that are lost do not block the next version, and are told of."""
    out, said = tmp_path / "out", []
    (path,) = builder.build(sources["first"], out)
    (path / "jsonl/train.jsonl").write_bytes(b"")
    builder.build(sources["grown"], out, "1.3.0", say=said.append)

    assert said[1:] == [
        f"{path} is no sound release: what changed since then is judged by its manifest alone"
    ]


@pytest.mark.parametrize(
    ("state", "version", "wanted"),
    [
        ("gold", "1.2.0", "version 1.2.0 is too low after 1.2.0"),
        ("gold", "1.3.0", "a major change wants 2.0.0 or higher"),
        ("grown", "1.2.1", "a minor change wants 1.3.0 or higher"),
    ],
)
def test_without_texts_a_version_is_judged_alike(refusal, state, version, wanted):
    """Stubs are published under a version that is high enough for the articles they stand for."""
    assert wanted in refusal(state, version, texts=False)


def test_a_release_without_texts_is_judged_by_its_manifest(sources, tmp_path):
    """It is the release before where there is no other, and tells less; that is said."""
    out, said = tmp_path / "out", []
    (path,) = builder.build(sources["first"], out, texts=False)
    with pytest.raises(CheckError, match=r"1\.2\.1 is too low after 1\.2\.0"):
        builder.build(sources["grown"], out, "1.2.1", texts=False, say=said.append)
    builder.build(sources["grown"], out, "1.3.0", texts=False)

    assert said[1:] == [f"{path} has no texts: what changed since then is judged by its manifest alone"]
    assert names(out) == ["kovar-news-1.2.0-without-texts", "kovar-news-1.3.0-without-texts"]


def test_of_a_release_with_texts_and_without_the_texts_are_read(sources, tmp_path):
    """Lines tell more than a manifest, so that nothing has to be said."""
    out, said = tmp_path / "out", []
    for texts in (True, False):
        builder.build(sources["first"], out, texts=texts)
    builder.build(sources["grown"], out, "1.3.0", say=said.append)

    assert said[1:] == []


def test_a_release_without_a_sound_manifest_is_told_of(sources, tmp_path):
    """Nothing is concluded from it, and that is said; others beside it count."""
    out, said = tmp_path / "out", []
    (path,) = builder.build(sources["first"], out)
    (path / "manifest.json").write_text(json.dumps({"name": "kovar-news"}))
    builder.build(sources["gold"], out, "1.2.1", say=said.append)

    assert said[1:] == [f"{path} has no sound manifest: what changed since then is not judged"]
    with pytest.raises(CheckError, match=r"1\.2\.2 is too low after 1\.2\.1"):
        builder.build(sources["first"], out, "1.2.2")


def test_versions_that_are_no_numbers_are_not_judged(sources, tmp_path):
    """A dataset may be versioned by names; then it is said that nobody looked."""
    out, said = tmp_path / "out", []
    builder.build(sources["first"], out, "spring")
    builder.build(sources["gold"], out, "summer", say=said.append)

    assert said[1:] == ["not numbered like 1.2.3: whether summer may follow spring is not judged"]


def test_the_same_content_may_have_any_name(sources, tmp_path):
    """Where nothing changed there is nothing to judge, so nothing is said."""
    out, said = tmp_path / "out", []
    builder.build(sources["first"], out, "spring")
    builder.build(sources["first"], out, "summer", say=said.append)

    assert said[1:] == []


def test_a_version_that_is_no_number_may_be_published_whole_beside_its_public_half(sources, tmp_path):
    """The half has another digest, and nothing in it differs: it is the same version."""
    out, said = tmp_path / "out", []
    _, gold = builder.build(sources["first"], out, "spring", "test")
    shutil.rmtree(gold)
    builder.build(sources["first"], out, "spring", say=said.append)

    assert said[1:] == []
    assert names(out) == ["kovar-news-spring", "kovar-news-spring-public"]


def test_a_version_that_is_no_number_is_taken_once(sources, tmp_path):
    """Other content wants another version, in halves too; which one comes next, nobody can say."""
    builder.build(sources["first"], tmp_path / "out", "spring")
    with pytest.raises(CheckError, match=r"a major change wants another version \("):
        builder.build(sources["gold"], tmp_path / "out", "spring", "test")


def test_a_preview_is_older_than_its_release(sources, tmp_path):
    """What a preview may change ends with its release, also where both lie side by side."""
    out = tmp_path / "out"
    for version in ("2.0.0-rc.1", "2.0.0"):
        builder.build(sources["first"], out, version)
    with pytest.raises(CheckError, match=r"a major change wants 3\.0\.0 or higher"):
        builder.build(sources["gold"], out, "2.0.1")


def test_a_preview_does_not_hide_the_release_before(sources, tmp_path):
    """After it anything goes, but not anything that the last release forbids."""
    out = tmp_path / "out"
    builder.build(sources["first"], out)
    builder.build(sources["first"], out, "1.2.1-rc.1")
    with pytest.raises(CheckError, match=r"1\.3\.0 is too low after 1\.2\.0 .* wants 2\.0\.0 or higher"):
        builder.build(sources["gold"], out, "1.3.0")
    builder.build(sources["gold"], out, "2.0.0-rc.1")
    builder.build(sources["first"], out, "2.0.0")
