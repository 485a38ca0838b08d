import hashlib
import json

import pytest

from benchmark.records.errors import FindingsError, MisuseError, OtherVersionError, UnknownNameError
from benchmark.store import codec, releases, schema


@pytest.fixture
def release(tmp_path, article, plover, seal):
    """A directory with what this door reads: manifest, ontology and canonical lines of two splits."""
    manifest = json.loads(json.dumps(schema.document("manifest")["examples"][0]))
    manifest["ontology"]["digest"] = codec.digest(plover)
    withheld = article | {"article_id": "hidden", "split": "blind", "events": None, "text": "Other words."}
    (tmp_path / "jsonl").mkdir()
    for split, value in {"test": article, "blind": withheld}.items():
        line = codec.canonical(value) + b"\n"
        (tmp_path / "jsonl" / f"{split}.jsonl").write_bytes(line)
        manifest["splits"][split] = {
            "articles": 1,
            "events": None,
            "arguments": None,
            "dated": None,
            "digest": hashlib.sha256(line).hexdigest(),
        }
    manifest["withheld"] = ["blind"]
    seal(tmp_path, manifest)
    (tmp_path / "ontology.json").write_bytes(codec.pretty(plover))
    return tmp_path


def test_a_release_has_identity_ontology_and_articles(release, article, plover):
    """What was built is read back as it was."""
    opened = releases.open_release(release)

    assert opened.manifest.key == "dateline-news@1.0.0"
    assert opened.ontology == plover
    assert [codec.encode(each) for each in opened.articles("test")] == [article]


def test_a_release_knows_whose_gold_it_holds(release):
    """A withheld split has texts and no events."""
    opened = releases.open_release(release)

    assert opened.has_gold("test")
    assert not opened.has_gold("blind")
    assert opened.articles("blind")[0].events is None


@pytest.mark.parametrize("name", ["tset", "../test", "manifest"])
def test_a_split_that_is_not_there_is_misuse(release, name):
    """A name becomes a path only where the manifest has it."""
    with pytest.raises(UnknownNameError, match="test"):
        releases.open_release(release).articles(name)


@pytest.mark.parametrize("name", ["manifest.json", "ontology.json"])
def test_a_folder_without_its_files_is_no_release(release, name):
    """What is missing is named."""
    (release / name).unlink()

    with pytest.raises(MisuseError, match=f"no {name}"):
        releases.open_release(release)


def test_a_path_that_is_not_there_is_no_release(tmp_path):
    """A mistyped path is misuse."""
    with pytest.raises(MisuseError, match="no such folder"):
        releases.open_release(tmp_path / "none")


def test_a_file_is_no_release(tmp_path):
    """That there is nothing of the name would send its owner looking for it."""
    (tmp_path / "report.json").touch()

    with pytest.raises(MisuseError, match="is no release: it is a file"):
        releases.open_release(tmp_path / "report.json")


def test_a_folder_that_is_none_is_told_what_it_is(release, tmp_path):
    """A corpus is told by its commands, the folder of releases by one of them, a file as no folder."""
    (tmp_path / "corpus" / "articles").mkdir(parents=True)
    (tmp_path / "corpus" / "benchmark.toml").touch()
    told = {
        tmp_path / "corpus": "bench validate checks its articles, and bench build makes one of them",
        tmp_path
        / "corpus"
        / "articles": "bench validate checks its articles, and bench build makes one of them",
        release.parent: f"it has no manifest.json, as {release} has",
        release / "manifest.json": "it is a file, want a folder",
        tmp_path / "corpus" / "nowhere": "there is no such folder",
    }

    for path, message in told.items():
        with pytest.raises(MisuseError) as caught:
            releases.open_release(path)
        assert f"{path} is no release: " in str(caught.value)
        assert str(caught.value).endswith(message)


def test_another_ontology_is_another_version(release, plover):
    """Gold that was made with another ontology is not scored by this one."""
    changed = codec.encode(plover) | {"description": "changed"}
    (release / "ontology.json").write_bytes(codec.pretty(changed))

    with pytest.raises(OtherVersionError):
        releases.open_release(release)


def test_a_damaged_manifest_is_told(release):
    """A release goes through the same door as everything else: a finding has its line."""
    path = release / "manifest.json"
    lines = path.read_text(encoding="utf-8").split("\n")
    (place,) = (i for i, line in enumerate(lines) if line.lstrip().startswith('"match"'))
    lines[place] = ' "match": "sound",'
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(FindingsError) as refused:
        releases.open_release(release)
    assert [(one.path, one.line) for one in refused.value.findings] == [("$.match", place + 1)]


@pytest.mark.parametrize(
    ("key", "value"), [("annotates", ["triggers"]), ("match", "span"), ("digest", "0" * 64)]
)
def test_a_manifest_that_says_another_thing_than_its_digest_is_another_version(release, key, value):
    """A signature quotes the digest, so what is annotated and how texts match must be what it is of."""
    manifest = json.loads((release / "manifest.json").read_bytes())
    (release / "manifest.json").write_bytes(codec.pretty(manifest | {key: value}))

    with pytest.raises(OtherVersionError, match="another digest"):
        releases.open_release(release)


def test_other_lines_are_another_version(release):
    """A signature quotes the manifest's digest, so the lines must be those it was made of."""
    path = release / "jsonl" / "test.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"start":7', b'"start":8'))

    with pytest.raises(OtherVersionError, match=r"test\.jsonl"):
        releases.open_release(release).articles("test")


def test_articles_of_other_splits_are_looked_up_as_far_as_they_are_there(release):
    """A split that is not there is passed over: a wrong id has its finding all the same."""
    opened = releases.open_release(release)

    assert list(opened.elsewhere("blind")) == [("kovar-shelling", "test")]
    (release / "jsonl" / "test.jsonl").unlink()
    assert list(opened.elsewhere("blind")) == []


def test_gold_with_a_fault_is_told(release, seal):
    """A manifest that agrees with its lines does not make them right."""
    path = release / "jsonl" / "test.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"start":7', b'"start":8'))
    manifest = json.loads((release / "manifest.json").read_bytes())
    manifest["splits"]["test"]["digest"] = hashlib.sha256(path.read_bytes()).hexdigest()
    seal(release, manifest)

    with pytest.raises(FindingsError) as caught:
        releases.open_release(release).articles("test")
    assert caught.value.findings[0].kind == "span"
