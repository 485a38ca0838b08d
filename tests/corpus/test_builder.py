"""bench build: a release directory, whole or not at all, whose bytes follow from the source alone."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmark.corpus import builder
from benchmark.records.errors import CheckError, FindingsError, MisuseError, UnknownNameError
from benchmark.store import codec, files, ontologies, releases, schema

BUILD = """
import sys
from pathlib import Path
from benchmark.corpus.builder import build
build(Path(sys.argv[1]), Path(sys.argv[2]), blind="test")
"""


def kinds(caught):
    return [(Path(finding.file).name, finding.path, finding.kind) for finding in caught.value.findings]


def splits(release):
    """Return the ids in each split of a release, in their order."""
    return {
        path.stem: [json.loads(line)["article_id"] for line in path.read_bytes().splitlines()]
        for path in sorted((release / "jsonl").iterdir())
    }


def visible(folder):
    """Return the names in a folder that a person sees: neither the lock nor anything half written."""
    return sorted(path.name for path in folder.glob("[!.]*"))


@pytest.fixture
def release(corpus, tmp_path):
    """Return the release of the small corpus."""
    (path,) = builder.build(corpus(), tmp_path / "out")
    return path


def test_release_has_the_files_of_the_format(release, content):
    """The directory is called name-version and holds what the format lists, a split without rows left out."""
    names = set(content(release))
    schemas = {f"schemas/{path.name}" for path in (release / "schemas").iterdir()}

    assert release.name == "kovar-news-1.2.0"
    assert "schemas/article.schema.json" in schemas
    assert names - schemas == {
        "README.md",
        "manifest.json",
        "checksums.sha256",
        "ontology.json",
        "eval.yaml",
        "articles/train-00000-of-00001.parquet",
        "articles/test-00000-of-00001.parquet",
        "events/train-00000-of-00001.parquet",
        "events/test-00000-of-00001.parquet",
        "arguments/train-00000-of-00001.parquet",
        "arguments/test-00000-of-00001.parquet",
        "jsonl/train.jsonl",
        "jsonl/test.jsonl",
        "croissant.json",
    }


def test_a_split_that_no_article_fell_into_is_told(corpus, tmp_path):
    """Of few articles none may be drawn for a split, which bench predict and score would not find then."""
    said: list[str] = []
    builder.build(corpus(), tmp_path / "out", say=said.append)

    assert said == ["split validation has no article, and is left out"]


def test_a_split_with_gaps_in_its_gold_is_told(corpus, make_article, tmp_path):
    """It is built, but bench score refuses it; one to learn from may have articles without gold."""
    said: list[str] = []
    gaps = [("a", "train", None), ("b", "train", []), ("c", "validation", []), ("d", "test", None)]
    gaps += [("e", "test", []), ("f", "test", None)]
    made = [make_article(name, split=split, events=events) for name, split, events in gaps]
    builder.build(corpus(made), tmp_path / "out", say=said.append)

    assert said == ["split test cannot be scored for want of gold in 2 of 3 articles"]


def test_lines_are_canonical_and_sorted(release, articles):
    """A line is the article as it was written, keys sorted, without spaces; lines are sorted by id."""
    lines = (release / "jsonl/test.jsonl").read_bytes()

    members = sorted((a for a in articles if a["split"] == "test"), key=lambda a: a["article_id"])
    spelled = [json.dumps(a, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for a in members]
    assert lines.decode() == "".join(f"{line}\n" for line in spelled)


def test_manifest_fits_its_schema_and_its_digests_are_of_the_files(release):
    """Each split's digest is the sha256 of its lines, and the ontology's is of its canonical JSON."""
    value = json.loads((release / "manifest.json").read_bytes())
    ontology = ontologies.read(release / "ontology.json")

    assert schema.check("manifest", value, "manifest.json") == []
    digests = {split: entry["digest"] for split, entry in value["splits"].items()}
    for split, digest in digests.items():
        assert digest == hashlib.sha256((release / f"jsonl/{split}.jsonl").read_bytes()).hexdigest()
    assert value["ontology"] == {"name": "plover", "version": "1.0.0", "digest": codec.digest(ontology)}
    assert value["digest"] == releases.release_digest(
        digests, value["annotates"], value["match"], value["ontology"]["digest"]
    )
    assert set(value["written_by"]) == {"dateline-bench", "pyarrow"}


def test_manifest_counts_each_split(release):
    """Events, arguments and dated events are counted by split; the order is that of benchmark.toml."""
    value = json.loads((release / "manifest.json").read_bytes())

    counts = {
        split: [entry[key] for key in ("articles", "events", "arguments", "dated")]
        for split, entry in value["splits"].items()
    }
    assert counts == {"train": [2, 2, 2, 2], "test": [2, 2, 3, 1]}
    assert list(counts) == ["train", "test"]
    assert value["withheld"] == []


def test_checksums_cover_every_other_file(release, content):
    """checksums.sha256 is what sha256sum -c reads, and lists all files but itself."""
    lines = (release / "checksums.sha256").read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ") for line in lines)}

    files = content(release)
    del files["checksums.sha256"]
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert list(listed) == sorted(listed)


def test_release_opens(release, articles):
    """The store's own door opens what was built and gives back the articles as they were written."""
    opened = releases.open_release(release)

    assert opened.manifest.key == "kovar-news@1.2.0"
    read = [codec.encode(article) for split in ("test", "train") for article in opened.articles(split)]
    assert sorted(read, key=lambda a: a["article_id"]) == sorted(articles, key=lambda a: a["article_id"])


@pytest.mark.parametrize("tags", [["a", "b"], ["b", "a"]])
def test_no_line_is_written_that_no_reader_takes(corpus, tmp_path, tags):
    """An article just short enough is too long once the keys that it leaves out are written."""
    article = {
        "article_id": "long", "text": "", "published": None, "license": "MIT", "ontology": "plover@1.0.0",
        "tags": tags, "events": [],
    }  # fmt: skip
    article["text"] = "x" * (files.LINE_BYTES - len(json.dumps(article)))
    with pytest.raises(FindingsError) as caught:
        builder.build(corpus([article]), tmp_path / "out")

    assert kinds(caught) == [("0.json", "$", "limit")]
    assert visible(tmp_path / "out") == []


def test_bytes_do_not_depend_on_the_hash_seed(corpus, tmp_path, content):
    """Two processes with other hash seeds write the same bytes, in both halves."""
    source = corpus()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", BUILD, source, tmp_path / seed]
        subprocess.run(command, env=environment, check=True)

    first = content(tmp_path / "1")
    assert len(first) > 20
    assert content(tmp_path / "2") == first


def test_bytes_do_not_depend_on_the_shape_of_the_source(release, articles, tmp_path, toml, content):
    """One file of JSON Lines in another order gives the same release as a folder of files."""
    folder = tmp_path / "lines"
    folder.mkdir()
    (folder / "benchmark.toml").write_text(toml, encoding="utf-8")
    lines = folder / "articles.jsonl"
    lines.write_text("".join(f"{json.dumps(a)}\n" for a in reversed(articles)), encoding="utf-8")
    (other,) = builder.build(lines, tmp_path / "other")

    assert content(other) == content(release)


def test_same_content_again_changes_nothing(release):
    """A second build says that the release was there, and leaves every file as it is."""
    before = {path: path.stat().st_mtime_ns for path in release.rglob("*")}
    said = []
    again = builder.build(release.parents[1] / "corpus", release.parent, say=said.append)

    assert again == [release]
    assert said[1:] == ["kovar-news-1.2.0 was there already, with the same bytes"]
    assert {path: path.stat().st_mtime_ns for path in release.rglob("*")} == before


def test_a_listener_that_has_gone_is_no_fault_of_the_disk(release):
    """Where nobody reads what a build says any more, that is passed on, and not told as a folder's fault."""

    def say(_):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        builder.build(release.parents[1] / "corpus", release.parent, say=say)


def test_same_version_with_other_content_is_refused(corpus, release, make_article, content):
    """A published version stays as it is; the message asks for the next one that this may be."""
    before = content(release)
    other = corpus([make_article("another")], name="changed")
    with pytest.raises(CheckError, match=r"1\.2\.0 is too low after 1\.2\.0 .* wants 2\.0\.0 or higher"):
        builder.build(other, release.parent)

    assert content(release) == before
    assert [path.name for path in release.parent.iterdir() if path.is_dir()] == [release.name]


def test_version_may_be_given(corpus, tmp_path):
    """--version stands for the one in benchmark.toml, in folder and manifest alike."""
    (path,) = builder.build(corpus(), tmp_path, version="2.0.0-rc.1")

    assert path.name == "kovar-news-2.0.0-rc.1"
    assert releases.open_release(path).manifest.version == "2.0.0-rc.1"


def test_new_articles_never_move_old_ones(corpus, make_article, tmp_path):
    """A corpus that grew has its old articles in their old splits."""
    names = [f"story-{number}" for number in range(60)]
    grown = [make_article(name, split=None) for name in names]
    (before,) = builder.build(corpus(grown[20:40]), tmp_path / "before")
    (after,) = builder.build(corpus(grown, name="grown"), tmp_path / "after")

    where = {article_id: split for split, members in splits(after).items() for article_id in members}
    assert len(splits(before)) == 3
    for split, members in splits(before).items():
        assert {where[article_id] for article_id in members} == {split}
    assert len(where) == 60


def test_split_that_is_asked_for_is_kept(corpus, make_article, tmp_path):
    """An explicit split is respected, a percentage of 0 notwithstanding."""
    text = 'name = "n"\nversion = "1"\nlicense = "CC0-1.0"\nontology = "plover@1.0.0"\n'
    text += "[splits]\ntrain = 100\nhard = 0\nseed = 1\n"
    members = [make_article("a", split="hard"), make_article("b", split=None)]
    (release,) = builder.build(corpus(members, text), tmp_path)

    assert splits(release) == {"train": ["b"], "hard": ["a"]}


def test_corpus_without_any_gold_is_withheld(corpus, make_article, tmp_path):
    """Where no article of a split is annotated, its counts are null, not 0."""
    (release,) = builder.build(corpus([make_article("a", events=None)]), tmp_path)
    found = releases.open_release(release).manifest

    assert found.withheld == ("test",)
    assert found.splits["test"].events is None


class TestBlind:
    """--blind: a public half that knows nothing of the gold, and the gold beside it."""

    @pytest.fixture
    def halves(self, corpus, tmp_path):
        """Return the public half and the gold."""
        return builder.build(corpus(name="blind"), tmp_path / "halves", blind="test")

    def test_two_releases(self, halves, release, content):
        """The halves are named -public and -gold, and the gold is the full release but for its name."""
        public, gold = halves

        assert [public.name, gold.name] == ["kovar-news-1.2.0-public", "kovar-news-1.2.0-gold"]
        named = ("README.md", "checksums.sha256")
        full = {name: data for name, data in content(release).items() if name not in named}
        assert {name: data for name, data in content(gold).items() if name not in named} == full

    def test_public_half_does_not_depend_on_the_gold(self, corpus, halves, articles, tmp_path, content):
        """With all gold of the split changed, the public half is byte for byte the same: nothing can leak."""
        other = [dict(article) for article in articles]
        for article in other:
            if article["split"] == "test":
                article["events"] = articles[0]["events"][:1] if not article["events"] else []
                article["tags"] = ["told-twice"]
        public, gold = builder.build(corpus(other, name="other"), tmp_path / "again", blind="test")

        assert content(public) == content(halves[0])
        assert content(gold) != content(halves[1])

    def test_public_articles_have_their_texts_and_no_events(self, halves, articles):
        """Who predicts sees text, day and regions of the split, and neither its events nor its tags."""
        lines = (halves[0] / "jsonl/test.jsonl").read_text(encoding="utf-8").splitlines()

        seen = {article["article_id"]: article for article in map(json.loads, lines)}
        for article in articles:
            if article["split"] == "test":
                assert seen[article["article_id"]] == {**article, "events": None, "tags": []}

    def test_public_half_says_what_is_withheld(self, halves):
        """The manifest names the split, has no count of its gold, and another digest than the gold's."""
        public, gold = (releases.open_release(half) for half in halves)

        assert public.manifest.withheld == ("test",)
        assert not public.has_gold("test")
        assert public.has_gold("train")
        withheld = public.manifest.splits["test"]
        assert (withheld.articles, withheld.events, withheld.arguments, withheld.dated) == (
            2,
            None,
            None,
            None,
        )
        assert public.manifest.splits["train"] == gold.manifest.splits["train"]
        assert public.manifest.digest != gold.manifest.digest

    def test_public_tables_have_no_rows_of_the_split(self, halves, content):
        """No table of events or arguments exists for the split, and the card does not name one."""
        names = set(content(halves[0]))

        assert {name for name in names if "/test-" in name} == {"articles/test-00000-of-00001.parquet"}
        assert "events/test-" not in (halves[0] / "README.md").read_text(encoding="utf-8")

    def test_unknown_split_is_misuse(self, corpus, tmp_path):
        """A split that has no articles cannot be blind; near names are offered."""
        with pytest.raises(UnknownNameError, match="did you mean 'test'"):
            builder.build(corpus(), tmp_path / "out", blind="tset")

        assert not (tmp_path / "out").exists()


class TestRefusals:
    """What is wrong is told at once, and nothing is written."""

    def refuse(self, source, tmp_path):
        """Build, and return the findings' places; assert that nothing was written."""
        with pytest.raises(FindingsError) as caught:
            builder.build(source, tmp_path / "out")
        assert visible(tmp_path / "out") == []
        return kinds(caught)

    def test_articles_that_do_not_belong_here(self, corpus, make_article, tmp_path):
        """Splits that are not listed, other ontologies, doubled ids and leaking texts come in one refusal."""
        members = [
            make_article("one", split="dev"),
            make_article("two", ontology="plover@9.0.0"),
            make_article("three", text="Same.", events=[], split="train"),
            make_article("four", text="Same.", events=[], split="test"),
            make_article("four", split="test"),
        ]

        assert self.refuse(corpus(members), tmp_path) == [
            ("0.json", "$.split", "unknown-split"),
            ("1.json", "$.ontology", "value"),
            ("3.json", "$.text", "leakage"),
            ("4.json", "$.article_id", "duplicate-id"),
        ]

    def test_split_that_is_not_listed_is_answered_with_a_near_one(self, corpus, make_article, tmp_path):
        """The finding names the splits of benchmark.toml."""
        with pytest.raises(FindingsError) as caught:
            builder.build(corpus([make_article("one", split="tests")]), tmp_path / "out")

        (finding,) = caught.value.findings
        assert (finding.found, finding.near, finding.allowed) == ("tests", "test", "train, validation, test")

    def test_broken_benchmark_toml(self, corpus, toml, tmp_path):
        """Findings in benchmark.toml refuse the build like those in articles."""
        source = corpus(text=toml.replace("train = 60", "train = 6"))

        assert self.refuse(source, tmp_path) == [("benchmark.toml", "$.splits", "value")]

    def test_article_that_the_store_refuses(self, corpus, make_article, tmp_path):
        """What is wrong with one article is the store's to say, and stops the build."""
        source = corpus([make_article("one", published="2023-02-30")])

        assert self.refuse(source, tmp_path) == [("0.json", "$.published", "date")]

    @pytest.mark.parametrize("source", ["nowhere", "nowhere.jsonl"])
    def test_missing_source_is_misuse(self, tmp_path, source):
        """A path that is not there is a wrong call, named as such before benchmark.toml is looked for."""
        with pytest.raises(MisuseError, match=f"{source}: no such file or folder"):
            builder.build(tmp_path / source, tmp_path / "out")

    def test_unknown_ontology_is_a_finding(self, corpus, toml, tmp_path):
        """The ontology that benchmark.toml names must be built in or lie beside it."""
        source = corpus(text=toml.replace("plover@1.0.0", "plover@1.0.1"))

        assert self.refuse(source, tmp_path) == [("benchmark.toml", "$.ontology", "value")]

    def test_benchmark_toml_is_no_source(self, corpus, tmp_path):
        """Who names the settings is told to name what they are of."""
        with pytest.raises(MisuseError, match="name the folder or the file of articles beside it"):
            builder.build(corpus() / "benchmark.toml", tmp_path / "out")

    @pytest.mark.parametrize("version", ["", "1/2", "-1", "1" * 33, "1\n"])
    def test_version_of_another_form_is_misuse(self, corpus, tmp_path, version):
        """A version becomes part of a folder's name, so its characters are few."""
        with pytest.raises(MisuseError, match="--version"):
            builder.build(corpus(), tmp_path / "out", version=version)


def test_own_ontology_lies_beside_the_corpus(corpus, make_article, toml, tmp_path):
    """A user's ontology in <source>/ontologies is found, checked against, and carried in the release."""
    source = corpus(
        [make_article("one", ontology="mine@0.1", events=[])], toml.replace("plover@1.0.0", "mine@0.1")
    )
    own = {
        "name": "mine",
        "version": "0.1",
        "roles": {"who": "who it is"},
        "types": [{"id": "THING", "definition": "A thing happens.", "roles": [{"role": "who"}]}],
    }
    (source / "ontologies").mkdir()
    (source / "ontologies/mine.json").write_text(json.dumps(own), encoding="utf-8")
    (path,) = builder.build(source, tmp_path / "out")

    assert releases.open_release(path).ontology.key == "mine@0.1"


def test_a_release_with_a_file_of_other_bytes_is_refused_and_left(corpus, tmp_path):
    """By its manifest it is the same, written by the same libraries: somebody changed it by hand."""
    source = corpus()
    (release,) = builder.build(source, tmp_path / "out")
    (release / "README.md").write_text("Mine.", encoding="utf-8")

    with pytest.raises(CheckError):
        builder.build(source, tmp_path / "out")
    assert (release / "README.md").read_text(encoding="utf-8") == "Mine."


def test_a_release_of_other_library_versions_is_left_as_it_is(corpus, tmp_path):
    """The same articles in other bytes are the same release: another pyarrow must not block a build."""
    source = corpus()
    (release,) = builder.build(source, tmp_path / "out")
    manifest = json.loads((release / "manifest.json").read_bytes())
    manifest["written_by"]["pyarrow"] = "0.0.1"
    (release / "manifest.json").write_text(json.dumps(manifest))
    said = []

    builder.build(source, tmp_path / "out", say=said.append)

    assert said[1:] == [
        f"{release.name} was there already, with the same articles, written by other library versions"
    ]
