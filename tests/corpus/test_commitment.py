"""The commitment of a blind release: gold cannot be told from it before, nor be changed unseen after."""

import hashlib
import hmac
import json

import pytest

from benchmark.corpus import builder, rehydration, verification
from benchmark.corpus.crew import Crew
from benchmark.records.errors import FindingsError
from benchmark.store import releases

KEY = "9f" * 31 + "0a"


@pytest.fixture
def keyed(corpus):
    """Write a corpus folder with a key, and return its path."""

    def write(*members, key=f"{KEY}\n", name="corpus"):
        folder = corpus(*members, name=name)
        (folder / "blind.key").write_bytes(key.encode())
        return folder

    return write


@pytest.fixture
def halves(keyed, tmp_path):
    """Return the public half and the gold."""
    return builder.build(keyed(), tmp_path / "halves", blind="test")


def commitment(release):
    return releases.open_release(release).manifest.commitment


def code(gold):
    """The HMAC-SHA256 of the test split of a gold half, by the standard library from its files alone."""
    key = bytes.fromhex((gold / "blind.key").read_text(encoding="utf-8"))
    return hmac.digest(key, (gold / "jsonl/test.jsonl").read_bytes(), "sha256").hex()


def test_both_halves_commit_to_the_lines_of_the_gold(halves):
    """Anyone who has the gold half can make the number that the public half had from the beginning."""
    public, gold = map(commitment, halves)

    assert public == gold
    assert (public.split, public.hmac_sha256) == ("test", code(halves[1]))


def test_public_half_has_neither_key_nor_digest_of_the_gold(halves, content):
    """No file of it holds the key, as digits or bytes, nor what a guess could be checked against."""
    digest = hashlib.sha256((halves[1] / "jsonl/test.jsonl").read_bytes()).digest()
    secrets = [form for secret in (bytes.fromhex(KEY), digest) for form in (secret, secret.hex().encode())]
    public, gold = map(content, halves)

    assert "blind.key" not in public
    assert [name for name, data in public.items() for secret in secrets if secret in data.lower()] == []
    assert gold["blind.key"] == f"{KEY}\n".encode()
    assert "  blind.key\n" in gold["checksums.sha256"].decode()


def test_of_the_gold_the_public_half_tells_its_commitment_alone(keyed, halves, articles, tmp_path, content):
    """With all gold of the split changed, only manifest and card differ, by that number."""
    other = [article | {"events": []} if article["split"] == "test" else article for article in articles]
    public, _ = builder.build(keyed(other, name="other"), tmp_path / "again", blind="test")
    old, new = (commitment(half).hmac_sha256.encode() for half in (halves[0], public))
    before, after = content(halves[0]), content(public)

    assert old != new
    assert {name for name in before if before[name] != after[name]} == {
        *("README.md", "manifest.json", "checksums.sha256")
    }
    for name in ("README.md", "manifest.json"):
        assert before[name].replace(old, new) == after[name]


def test_same_key_same_bytes(keyed, halves, tmp_path, content):
    """A key is an input: built again, by two processes, or from another spelling of it, nothing differs."""
    for number, (key, jobs) in enumerate([(f"{KEY}\n", 2), (KEY, 1), (f"{KEY.upper()}\r\n", 1)]):
        source = keyed(key=key, name=f"again{number}")
        again = builder.build(source, tmp_path / f"out{number}", blind="test", crew=Crew(jobs))

        assert list(map(content, again)) == list(map(content, halves))


def test_without_texts_the_lines_with_texts_count(keyed, halves, tmp_path, articles, content):
    """Stubs are of the public half alone: it commits to the same, and rehydrates to the half with texts."""
    stubs, gold = builder.build(keyed(name="again"), tmp_path / "out", blind="test", texts=False)
    texts = tmp_path / "texts.jsonl"
    texts.write_text("".join(f"{json.dumps(article)}\n" for article in articles), encoding="utf-8")
    whole, _ = rehydration.rehydrate(stubs, texts, tmp_path / "whole")

    assert commitment(stubs).hmac_sha256 == code(gold) == code(halves[1])
    assert content(whole) == content(halves[0])


def test_beside_lines_the_key_stands_where_benchmark_toml_does(keyed, halves, tmp_path, articles, content):
    """One file of JSON Lines has its key in its folder."""
    lines = keyed(name="lines") / "all.jsonl"
    lines.write_text("".join(f"{json.dumps(article)}\n" for article in articles), encoding="utf-8")
    again = builder.build(lines, tmp_path / "out", blind="test")

    assert list(map(content, again)) == list(map(content, halves))


def test_without_blind_no_key_is_read(keyed, corpus, tmp_path, content):
    """Any file of that name is passed over, and leaves no trace in the release."""
    (release,) = builder.build(keyed(key="no key"), tmp_path / "out")
    (without,) = builder.build(corpus(name="without"), tmp_path / "other")

    assert content(release) == content(without)
    assert commitment(release) is None


def test_without_key_there_is_no_commitment(corpus, tmp_path):
    """The build says so once, and how to make one; both halves say null, and verify."""
    said = []
    halves = builder.build(corpus(), tmp_path / "out", blind="test", say=said.append)

    (told,) = [text for text in said if "commits to no gold" in text]
    assert f"openssl rand -hex 32 > {tmp_path / 'corpus/blind.key'}" in told
    for half in halves:
        assert commitment(half) is None
        assert "## Commitment" not in (half / "README.md").read_text(encoding="utf-8")
        assert verification.verify(half).commitment is None


@pytest.mark.parametrize(
    "key",
    [
        "",
        KEY[:-1],
        f"{KEY}0",
        f"{KEY}\n\n",
        f" {KEY}",
        f"{KEY[:-1]}g",
        f"{KEY[:-1]}٣",
        f"{KEY[:32]}\n{KEY[32:]}",
        f"\ufeff{KEY}",
    ],
)
def test_what_is_no_key_is_refused(keyed, tmp_path, key):
    """64 hexadecimal digits and nothing else: a finding with its place, which never shows what was found."""
    with pytest.raises(FindingsError) as caught:
        builder.build(keyed(key=key), tmp_path / "out", blind="test")

    (finding,) = caught.value.findings
    assert (finding.file, finding.line, finding.path, finding.kind) == (
        *(str(tmp_path / "corpus/blind.key"), 1),
        *("$", "value"),
    )
    assert finding.found is None
    assert KEY[:8] not in f"{finding} {caught.value}"
    assert not (tmp_path / "out").exists()


def test_card_of_the_public_half_says_how_to_check(halves):
    """Its number, and the command that prints it in the gold half; the gold half's card says nothing."""
    public, gold = ((half / "README.md").read_text(encoding="utf-8") for half in halves)

    assert f"## Commitment\n\n    {code(halves[1])}\n" in public
    assert "openssl dgst -sha256 -mac HMAC -macopt hexkey:$(cat blind.key) jsonl/test.jsonl\n" in public
    assert "## Commitment" not in gold
