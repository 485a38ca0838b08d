"""bench verify: a release is what its articles make, or the first difference is named with its place."""

import errno
import hashlib
import json
import re
import shutil
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmark.corpus import builder, verification
from benchmark.records.errors import CheckError, FindingsError, MachineError, MisuseError, OtherVersionError
from benchmark.store import files


@pytest.fixture(scope="module")
def built(tmp_path_factory, articles, toml):
    """The release of the small corpus, and its halves, which commit to their gold."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "blind.key").write_text(f"{'5c' * 32}\n", encoding="utf-8")
    (folder / "benchmark.toml").write_text(toml, encoding="utf-8")
    lines = "".join(f"{json.dumps(article)}\n" for article in articles)
    (folder / "articles.jsonl").write_text(lines, encoding="utf-8")
    source, out = folder / "articles.jsonl", folder / "out"
    return [*builder.build(source, out), *builder.build(source, out, blind="test")]


@pytest.fixture
def release(built, tmp_path):
    """A copy of the release, to be damaged."""
    return shutil.copytree(built[0], tmp_path / "release")


@pytest.fixture
def gold(built, tmp_path):
    """A copy of the gold half, to be damaged."""
    return shutil.copytree(built[2], tmp_path / "gold")


def seal(release):
    """Write the checksums anew, as one would who changes a release on purpose."""
    paths = sorted(path for path in release.rglob("*") if path.is_file() and path.name != "checksums.sha256")
    lines = [f"{files.digest_file(path)}  {path.relative_to(release).as_posix()}\n" for path in paths]
    (release / "checksums.sha256").write_text("".join(lines), encoding="utf-8")


def rewrite(path, change):
    """Change the JSON value of a file and spell it as we do."""
    value = json.loads(path.read_bytes())
    change(value)
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")


COPIES = {
    "split": "test",
    "articles": ["a", "b"],
    "pairs": [{"articles": ["a", "b"], "similarity": 1}],
}


def refused(release):
    with pytest.raises(CheckError) as caught:
        verification.verify(release)
    return str(caught.value).replace(f"{release}/", "")


@pytest.mark.parametrize("half", [0, 1, 2])
def test_what_is_built_is_verified(built, half):
    """A release, its public half and its gold each hold what their own articles make."""
    manifest = verification.verify(built[half], "1.2.0")

    assert manifest.withheld == (("test",) if half == 1 else ())


def test_verifying_leaves_no_trace(release):
    """Nothing is written into the release: it may be read-only, or another's."""
    before = {path: path.stat().st_mtime_ns for path in [release, *release.rglob("*")]}
    verification.verify(release)

    assert {path: path.stat().st_mtime_ns for path in [release, *release.rglob("*")]} == before


def test_what_git_and_the_hub_put_there_is_passed_over(release):
    """A clone from the Hub has .gitattributes and .cache beside the files of the release."""
    (release / ".gitattributes").write_text("*.parquet lfs\n")
    (release / ".cache").mkdir()
    (release / ".cache/note").write_text("x")

    assert verification.verify(release).version == "1.2.0"


def test_another_version_than_expected(release):
    """Asked for another version, the answer is exit 3, and not that something is broken."""
    with pytest.raises(OtherVersionError, match=r"is version 1\.2\.0, want 1\.3\.0"):
        verification.verify(release, "1.3.0")


def test_another_version_of_the_schemas(release):
    """Schemas of a version that this package does not know are no difference but another version."""
    rewrite(release / "manifest.json", lambda value: value.update(schema_version="9.0.0"))
    with pytest.raises(OtherVersionError, match=r"schema version 9\.0\.0, this package verifies"):
        verification.verify(release)


def test_a_release_outlives_the_wording_of_its_schemas(release):
    """Titles, descriptions and examples are mended within a version: a release with earlier ones is right."""
    for path in (release / "schemas").iterdir():
        rewrite(path, reword)
    seal(release)

    assert verification.verify(release).version == "1.2.0"


def reword(schema):
    """Change all words for readers, as their earlier edition would differ."""
    for key, value in list(schema.items()):
        if isinstance(value, dict):
            reword(value)
        elif key in {"title", "description"}:
            schema[key] = f"once {value}"
        elif key == "examples":
            del schema[key]


@pytest.mark.parametrize("path", ["", "nowhere"])
def test_what_is_no_release(tmp_path, path):
    """An empty folder, or none, is a wrong call."""
    with pytest.raises(MisuseError, match="is no release"):
        verification.verify(tmp_path / path)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("jsonl/test.jsonl", "jsonl/test.jsonl has sha256 "),
        ("README.md", "README.md has sha256 "),
        ("articles/train-00000-of-00001.parquet", "articles/train-00000-of-00001.parquet has sha256 "),
    ],
)
def test_a_changed_byte_is_found(release, path, message):
    """Any file that is not the one that was published is named by its checksum."""
    data = bytearray((release / path).read_bytes())
    data[-2] ^= 1
    (release / path).write_bytes(data)

    assert refused(release).startswith(message)


def test_a_missing_file_is_named(release):
    """What the list has and the folder lacks."""
    (release / "croissant.json").unlink()

    assert refused(release) == "croissant.json is missing: checksums.sha256 lists it"


def test_a_missing_list_is_named(release):
    """Without checksums nothing says what the release was."""
    (release / "checksums.sha256").unlink()

    assert refused(release) == "checksums.sha256 is missing"


def test_a_file_too_many_is_named(release):
    """What the folder has and the list lacks, whatever its name."""
    (release / "jsonl/a\nb.jsonl").write_text("{}\n")

    assert refused(release) == "jsonl/a b.jsonl is not in checksums.sha256"


@pytest.mark.parametrize(
    "name", ["notes.txt", "model.bin", "stubs/test.jsonl", "schemas/a.json", "schemas/a/a.schema.json"]
)
def test_a_file_that_no_release_has_is_found_though_it_is_listed(release, name):
    """Who adds a file can add its checksum too; what a release holds is not for the list to say."""
    (release / name).parent.mkdir(exist_ok=True)
    (release / name).write_text("{}\n")
    seal(release)

    assert refused(release) == f"{name} is no file of a release"


@pytest.mark.parametrize("name", ["jsonl/a/b.jsonl", "articles/a.parquet", "events/a/b.parquet"])
def test_a_file_among_lines_or_tables_is_found_though_it_is_listed(release, name):
    """These are known by the splits of the manifest, and by the tables that are made anew."""
    (release / name).parent.mkdir(exist_ok=True)
    (release / name).write_text("{}\n")
    seal(release)

    assert refused(release).startswith("/".join(name.split("/")[:2]))


def test_a_schema_of_another_package_is_let_be(release):
    """Earlier and later packages may have more schemas than this one, which judges those that it has."""
    (release / "schemas/page.schema.json").write_text("{}\n")
    seal(release)

    verification.verify(release)


@pytest.mark.parametrize(
    ("line", "message"),
    [("README.md\n", "is no checksum"), (f"{'0' * 64}  README.md\n", "stands twice")],
)
def test_a_list_of_another_form(release, line, message):
    """The list is what sha256sum reads, each path once."""
    with (release / "checksums.sha256").open("a") as file:
        file.write(line)

    assert message in refused(release)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [*lines[:-1], lines[-1].removesuffix("\n")],
        lambda lines: lines[::-1],
        lambda lines: sorted([*lines, f"{'0' * 64}  checksums.sha256\n"], key=lambda line: line[66:]),
    ],
    ids=["cut off", "other order", "lists itself"],
)
def test_a_list_that_is_spelled_otherwise(release, change):
    """No byte of the list may differ either, though sha256sum would read it."""
    path = release / "checksums.sha256"
    path.write_text("".join(change(path.read_text().splitlines(keepends=True))))

    assert refused(release) == "checksums.sha256 is not spelled as a release spells it"


def test_a_full_disk_names_the_folder_of_temporary_files(release, monkeypatch):
    """There, and not in the release, is no room for what is recomputed."""

    def full(*_):
        raise OSError(errno.ENOSPC, "x")

    monkeypatch.setattr(verification.writing, "write", full)
    with pytest.raises(MachineError) as caught:
        verification.verify(release)

    assert str(caught.value) == f"cannot write {tempfile.gettempdir()}: the disk is full"


def test_a_list_that_leads_elsewhere(release):
    """A path out of the folder is never opened: it is no file of the release."""
    outside = release.parent / "outside"
    outside.write_text("x")
    with (release / "checksums.sha256").open("a") as file:
        file.write(f"{hashlib.sha256(b'x').hexdigest()}  ../outside\n")

    assert refused(release).endswith("outside is missing: checksums.sha256 lists it")


@pytest.mark.parametrize(
    ("path", "change", "message"),
    [
        (
            "manifest.json",
            lambda value: value["splits"]["train"].update(events=3),
            "manifest.json: $.splits.train.events is 3, want 2",
        ),
        (
            "manifest.json",
            lambda value: value["labels"]["event_type"].update(ASSAULT=1),
            "manifest.json: $.labels.event_type.ASSAULT is 1, want 2",
        ),
        (
            "manifest.json",
            lambda value: value.update(labels=dict(sorted(value["labels"].items(), reverse=True))),
            "manifest.json: $.labels has its keys in another order",
        ),
        (
            "manifest.json",
            lambda value: value["splits"]["test"].update(digest="0" * 64),
            f"manifest.json: $.splits.test.digest is {'0' * 39}…",
        ),
        ("manifest.json", lambda value: value.update(digest="0" * 64), "manifest.json: $.digest is 0000"),
        ("manifest.json", lambda value: value["licenses"].update(x=1), "manifest.json: $.licenses.x is "),
        ("manifest.json", lambda value: value.update(withheld=["test"]), "manifest.json: $.withheld"),
        (
            "manifest.json",
            lambda value: value["leakage"].update(groups=[COPIES]),
            "manifest.json: $.leakage.groups",
        ),
        (
            "manifest.json",
            lambda value: value["stratification"]["event_type"].update(divergence=0.5),
            "manifest.json: $.stratification.event_type.divergence is 0.5, want ",
        ),
        (
            "manifest.json",
            lambda value: value.update(canary=value["canary"].replace("-5", "-6")),
            "manifest.json: $.canary is dateline-bench canary GUID ",
        ),
        (
            "manifest.json",
            lambda value: value["ontology"].update(version="1.0.1"),
            "manifest.json: $.ontology.version is 1.0.1, want 1.0.0",
        ),
        (
            "ontology.json",
            lambda value: value["types"].pop(),
            "manifest.json: $.ontology.digest is ",
        ),
        ("ontology.json", lambda _: None, "ontology.json is not spelled as a release spells it"),
        (
            "schemas/article.schema.json",
            lambda value: value.update(additionalProperties=True),
            "schemas/article.schema.json: $.additionalProperties is true, want false",
        ),
        (
            "schemas/article.schema.json",
            lambda value: value["properties"].update(title={"type": "number"}),
            "schemas/article.schema.json: $.properties.title",
        ),
    ],
)
def test_what_was_changed_and_sealed_again_is_found(release, path, change, message):
    """Checksums that fit hide no number, digest, ontology or schema that does not."""
    rewrite(release / path, change)
    seal(release)

    assert refused(release).startswith(message)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("README.md", "annotated for events", "annotated for dates"),
        ("README.md", "num_examples: 2", "num_examples: 20"),
        ("eval.yaml", "test", "train"),
        ("croissant.json", "sc:Text", "sc:Date"),
    ],
)
def test_card_and_metadata_tell_what_the_release_holds(release, path, old, new):
    """The same versions of packages write the same anew, whatever the folder is called by now."""
    text = (release / path).read_text(encoding="utf-8")
    (release / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    seal(release)
    line = text[: text.index(old)].count("\n") + 1

    assert refused(release) == f"{path}:{line}: is not what the release holds"

    rewrite(release / "manifest.json", lambda value: value["written_by"].update({"dateline-bench": "0.9"}))
    seal(release)
    verification.verify(release)


def test_a_card_that_is_not_made_anew_is_told(release, bench):
    """A release says itself which versions wrote it, and a card of others may say what its writer liked."""
    assert "checksums alone" not in bench("verify", release).err

    rewrite(release / "manifest.json", lambda value: value["written_by"].update({"dateline-bench": "0.9"}))
    seal(release)
    ended = bench("verify", release)
    assert (ended.code, ended.err.count("card and metadata are held against their checksums alone")) == (0, 1)


@pytest.mark.parametrize("name", ["x; rm -rf ~", "x` <b>", "somebody/else", "-x", "x\x1b[31m"])
def test_a_card_says_no_name_that_is_not_plain(release, name):
    """It stands in commands that readers paste into a shell, so no card is right that was made for it."""
    called = re.search('load_dataset\\("(.+?)"', (release / "README.md").read_text(encoding="utf-8"))[1]
    text = (release / "README.md").read_text(encoding="utf-8").replace(called, name)
    (release / "README.md").write_text(text, encoding="utf-8")
    seal(release)

    assert refused(release).startswith("README.md:")


@pytest.mark.parametrize("more", [-1, 1])
def test_a_card_of_more_or_fewer_lines_is_found(release, more):
    """The lines that both have may be the same."""
    lines = (release / "README.md").read_text(encoding="utf-8").split("\n")
    text = "\n".join(lines[:more] if more < 0 else [*lines, "more"])
    (release / "README.md").write_text(text, encoding="utf-8")
    seal(release)

    assert refused(release) == f"README.md:{len(lines) + (more > 0)}: is not what the release holds"


def test_a_release_without_its_card_is_found(release):
    """A list of checksums that does not have it makes no card needless."""
    (release / "README.md").unlink()
    seal(release)

    assert refused(release) == "README.md is missing"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda lines: lines[::-1], "jsonl/test.jsonl:1: is not the article"),
        (
            lambda lines: [lines[0], lines[1].replace(b'":', b'": ', 1)],
            "jsonl/test.jsonl:2: is not the article",
        ),
        (lambda lines: lines[:1], "manifest.json: $.splits.test.articles is 2, want 1"),
        (
            lambda lines: [lines[0], lines[1].replace(b'"split":"test"', b'"split":"train"')],
            "jsonl/test.jsonl:2: $.split is 'train', but the file is not",
        ),
    ],
)
def test_lines_are_judged_by_spelling_order_and_split(release, change, message):
    """The canonical form is one: another order, a space, a line less or another split is a difference."""
    path = release / "jsonl/test.jsonl"
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))
    seal(release)

    assert refused(release).startswith(message)


def test_articles_are_judged_as_at_the_door(release):
    """A span that is not in the text is a finding, as it would be for bench build."""
    path = release / "jsonl/test.jsonl"
    path.write_bytes(path.read_bytes().replace(b'"start":7', b'"start":8', 1))
    seal(release)
    with pytest.raises(FindingsError) as caught:
        verification.verify(release)

    assert [(finding.line, finding.kind) for finding in caught.value.findings] == [(1, "span")]


def test_a_near_copy_in_another_split_is_found(release):
    """What bench build would never part is not parted in a release either."""
    (line, *_) = (release / "jsonl/test.jsonl").read_bytes().splitlines(keepends=True)
    with (release / "jsonl/train.jsonl").open("ab") as file:
        file.write(line.replace(b'"kovar-shelling"', b'"z"').replace(b'"split":"test"', b'"split":"train"'))
    seal(release)

    assert "z is a near copy of kovar-shelling in split test" in refused(release)


@pytest.mark.parametrize("name", ["jsonl/dev.jsonl", "events/dev-00000-of-00001.parquet"])
def test_a_file_of_no_split_is_found(release, name):
    """Nothing lies there that the manifest does not count."""
    (release / name).write_bytes(b"x")
    seal(release)

    assert refused(release).startswith(name)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table.slice(0, 1), "has 1 rows, want 2"),
        (lambda table: table.drop_columns("date_basis"), "has other columns"),
        (lambda table: table.replace_schema_metadata({"pandas": "{}"}), "has other metadata"),
        (
            lambda table: table.set_column(1, "published", pa.array(["2024-01-17"] * 2, pa.string())),
            "row 1, column published, is not what jsonl/ says",
        ),
    ],
)
def test_rows_are_those_of_the_lines(release, change, message):
    """A table of other rows or columns is found, though its checksum fits."""
    path = release / "events/test-00000-of-00001.parquet"
    pq.write_table(change(pq.read_table(path, partitioning=None)), path)
    seal(release)

    assert f"events/test-00000-of-00001.parquet: {message}" in refused(release)


def test_what_is_no_table_is_found(release):
    """Bytes that no reader of Parquet takes are told without the reader's words."""
    path = release / "events/test-00000-of-00001.parquet"
    path.write_bytes(b"PAR1" + b"\0" * 100)
    seal(release)

    assert refused(release) == "events/test-00000-of-00001.parquet: cannot be read as a table"


def test_words_that_are_no_unicode_are_found(release):
    """A table whose strings cannot be decoded is none, though its checksum fits and its columns are right."""
    path = release / "arguments/test-00000-of-00001.parquet"
    table = pq.read_table(path, partitioning=None)
    words = pa.array([b"\xff"] * table.num_rows, pa.binary()).cast(pa.string(), safe=False)
    pq.write_table(table.set_column(table.column_names.index("text"), "text", words), path)
    seal(release)

    assert refused(release) == "arguments/test-00000-of-00001.parquet: cannot be read as a table"


def test_the_same_rows_in_other_bytes_are_the_same_table(release):
    """Another version of pyarrow, or another compression, writes no other release."""
    path = release / "arguments/test-00000-of-00001.parquet"
    pq.write_table(pq.read_table(path, partitioning=None), path, compression="none")
    seal(release)

    assert verification.verify(release).name == "kovar-news"


def test_gold_that_was_changed_is_not_what_was_committed_to(gold, articles, toml, tmp_path):
    """Other gold, built under the same key, fails by name with the commitment that was published."""
    (tmp_path / "benchmark.toml").write_text(toml, encoding="utf-8")
    shutil.copy(gold / "blind.key", tmp_path)
    other = [article | {"events": []} if article["split"] == "test" else article for article in articles]
    source = tmp_path / "articles.jsonl"
    source.write_text("".join(f"{json.dumps(article)}\n" for article in other), encoding="utf-8")
    _, changed = builder.build(source, tmp_path / "out", blind="test")
    published = json.loads((gold / "manifest.json").read_bytes())["commitment"]
    rewrite(changed / "manifest.json", lambda value: value.update(commitment=published))
    seal(changed)

    wanted = f"is not that of {changed}/jsonl/test.jsonl under {changed}/blind.key"
    with pytest.raises(CheckError) as caught:
        verification.verify(changed)
    assert str(caught.value) == f"{changed}/manifest.json: $.commitment.hmac_sha256 {wanted}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            lambda value: value["commitment"].update(hmac_sha256="0" * 64),
            "manifest.json: $.commitment.hmac_sha256 is not that of jsonl/test.jsonl under blind.key",
        ),
        (
            # The lines of a split that everybody has commit to nothing, though the number is theirs.
            lambda value: value["commitment"].update(split="train"),
            "manifest.json: $.commitment.hmac_sha256 is not that of jsonl/train.jsonl under blind.key",
        ),
        (
            lambda value: value["commitment"].update(split="../x"),
            "manifest.json: $.commitment.split '../x' is no split of it",
        ),
        (
            lambda value: value.update(commitment=None),
            "blind.key is there, but manifest.json commits to nothing",
        ),
    ],
)
def test_another_commitment_is_found(gold, change, message):
    """Number, split and key of a gold half belong together."""
    rewrite(gold / "manifest.json", change)
    seal(gold)

    assert refused(gold) == message


def test_another_key_is_found(gold):
    """With a key that was changed later nobody could check anything; it is not shown."""
    (gold / "blind.key").write_text(f"{'5d' * 32}\n", encoding="utf-8")
    seal(gold)

    assert refused(gold).endswith("is not that of jsonl/test.jsonl under blind.key")


def test_gold_without_its_key_is_found(gold):
    """Who publishes the gold publishes the key with it."""
    (gold / "blind.key").unlink()
    seal(gold)

    assert refused(gold) == "blind.key is missing: manifest.json commits to gold that is here"


def test_a_public_half_with_a_key_is_found(built, gold, tmp_path):
    """The key that slipped into it is not that of the lines that are there."""
    public = shutil.copytree(built[1], tmp_path / "public")
    shutil.copy(gold / "blind.key", public)
    seal(public)

    assert "$.commitment.hmac_sha256 is not that of" in refused(public)
