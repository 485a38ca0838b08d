"""``bench export hub``, against a stand-in that speaks what huggingface_hub asks of the Hub."""

from __future__ import annotations

import base64
import json
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

TOKEN = "hf_secretsecret"  # noqa: S105 - of nobody
FIRST = "0" * 40
COMMIT = "c" * 40


class Hub(BaseHTTPRequestHandler):
    """One dataset repository, acme/kovar, that starts with a stale table and a file of its own."""

    def _answer(self, value, status=200):
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        if status == 404:
            self.send_header("X-Error-Code", "RepoNotFound")
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        """Answer one request, and note its path."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = self.path.partition("?")[0].removeprefix("/api/")
        state = self.server.state
        state.asked.append(path)
        what = path.removeprefix("datasets/acme/kovar/").partition("/")[0]
        if state.refuse:
            self._answer({"error": f"no, {TOKEN}"}, state.refuse)
        elif (answer := ANSWERS.get(what)) is None:
            self._answer({"error": "no such repository"}, 404)
        else:
            self._answer(answer(state, path, body))

    do_POST = do_GET  # noqa: N815 - named by the library

    def log_message(self, *_):
        """Print nothing."""


def answer_validate_yaml(_state, _path, _body):
    return {"errors": [], "warnings": []}


def answer_refs(state, _path, _body):
    refs = {"main": ("heads", FIRST), **{tag: ("tags", at) for tag, at in state.tags.items()}}
    found = [
        {"name": name, "ref": f"refs/{kind}/{name}", "targetCommit": at} for name, (kind, at) in refs.items()
    ]
    return {"branches": found[:1], "converts": [], "tags": found[1:]}


def answer_tree(state, _path, _body):
    return [{"type": "file", "path": name, "size": 1, "oid": FIRST} for name in state.files]


def answer_preupload(_state, _path, body):
    named = [file["path"] for file in json.loads(body)["files"]]
    return {"files": [{"path": name, "uploadMode": "regular", "shouldIgnore": False} for name in named]}


def answer_commit(state, _path, body):
    for line in map(json.loads, body.splitlines()):
        if line["key"] == "file":
            state.files[line["value"]["path"]] = base64.b64decode(line["value"]["content"])
        elif line["key"] == "deletedFile":
            del state.files[line["value"]["path"]]
    return {
        "commitUrl": f"{state.endpoint}/datasets/acme/kovar/commit/{COMMIT}",
        "commitOid": COMMIT,
    }


def answer_tag(state, path, body):
    state.tags[json.loads(body)["tag"]] = path.rpartition("/")[2]
    return {}


ANSWERS = {
    "validate-yaml": answer_validate_yaml,
    "refs": answer_refs,
    "tree": answer_tree,
    "preupload": answer_preupload,
    "commit": answer_commit,
    "tag": answer_tag,
}


@pytest.fixture
def hub(monkeypatch):
    """The state of a stand-in that is up, and what the environment says of it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    endpoint = f"http://127.0.0.1:{server.server_port}"
    server.state = SimpleNamespace(
        endpoint=endpoint,
        files={"articles/test-00001-of-00002.parquet": b"stale", "OURS.md": b"ours"},
        tags={"v1.1.0": FIRST},
        asked=[],
        refuse=None,
    )
    # It looks that often whether to end, and so does each test.
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("HF_ENDPOINT", endpoint)
    # Read from there when the library is imported, as it may have been for another test.
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", endpoint)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    yield server.state
    server.shutdown()
    server.server_close()


def test_dry_run_lists_everything_and_asks_nothing(bench, hub, release, content):
    """What would be uploaded, with its size, and the tag; the Hub hears nothing of it."""
    ended = bench("export", "hub", release, "--to", "acme/kovar", "--dry-run")

    assert (ended.code, ended.err, hub.asked) == (0, "", [])
    *files, tag = ended.out.splitlines()
    assert files == [f"{name}  {len(data):,}" for name, data in sorted(content(release).items())]
    assert tag == "tag v1.2.0 of datasets/acme/kovar"


def test_a_release_is_uploaded_and_tagged(bench, hub, release, content):
    """Its bytes replace those of the release before, other files stay, and the tag is on the commit."""
    ended = bench("export", "hub", release, "--to", "acme/kovar")

    assert (ended.code, ended.out) == (0, "datasets/acme/kovar@v1.2.0\n")
    assert hub.files == {**content(release), "OURS.md": b"ours"}
    assert hub.tags == {"v1.1.0": FIRST, "v1.2.0": COMMIT}


def test_what_others_keep_in_a_release_is_not_uploaded(bench, hub, release, content):
    """The folders of git and of the Hub's client stay at home, as bench verify passes over them."""
    wanted = content(release)
    for name in (".git/config", ".cache/huggingface/.gitignore", ".gitattributes"):
        (release / name).parent.mkdir(parents=True, exist_ok=True)
        (release / name).write_text("url = https://me:secret@example.org")
    listed = bench("export", "hub", release, "--to", "acme/kovar", "--dry-run").out.splitlines()
    bench("export", "hub", release, "--to", "acme/kovar")

    assert [line.partition("  ")[0] for line in listed[:-1]] == sorted(wanted)
    assert hub.files == {**wanted, "OURS.md": b"ours"}


def test_a_tag_is_never_moved(bench, hub, release):
    """A version that is on the Hub stays what it is: nothing is uploaded, and the command says why."""
    hub.tags["v1.2.0"] = FIRST
    ended = bench("export", "hub", release, "--to", "acme/kovar")

    assert ended.code == 1
    assert ended.err == "bench: datasets/acme/kovar has the tag v1.2.0: a new release needs a new version\n"
    assert "README.md" not in hub.files
    assert hub.tags["v1.2.0"] == FIRST


@pytest.mark.parametrize(("status", "code"), [(401, 4), (403, 4), (404, 2), (500, 4)])
def test_a_refusal_is_one_line(bench, hub, release, status, code):
    """Who may not, and where nothing is, are told so in one line that quotes neither token nor server."""
    hub.refuse = status
    ended = bench("export", "hub", release, "--to", "acme/kovar")

    assert (ended.code, ended.out) == (code, "")
    assert ended.err.startswith("bench: the Hub ")
    assert ended.err.count("\n") == 1
    assert "hf_" not in ended.err
    assert "127.0.0.1" not in ended.err


def test_a_repository_that_is_not_there_is_misuse(bench, hub, release):
    """The Hub's repository is made by people, who decide who may see it."""
    ended = bench("export", "hub", release, "--to", "acme/other")

    assert ended.code == 2
    assert ended.err.startswith("bench: the Hub has no datasets/acme/other")
    assert hub.tags == {"v1.1.0": FIRST}


def test_a_closed_door_is_one_line(bench, release, monkeypatch):
    """Where nobody listens the machine says no: 4, and no traceback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{free.getsockname()[1]}")
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    ended = bench("export", "hub", release, "--to", "acme/kovar")

    assert ended.code == 4
    assert ended.err == "bench: the Hub cannot be reached for datasets/acme/kovar; try again\n"


def test_without_a_token_nothing_is_asked(bench, hub, release, monkeypatch):
    """The first thing that is missing is said first."""
    monkeypatch.setattr("huggingface_hub.get_token", lambda: None)
    ended = bench("export", "hub", release, "--to", "acme/kovar")

    assert (ended.code, hub.asked) == (2, [])
    assert ended.err == "bench: there is no token of the Hub: set HF_TOKEN, or run `hf auth login`\n"


def test_gold_of_a_blind_test_stays_at_home(bench, hub, release):
    """The half with the gold is refused by its name: one command would end the blind test."""
    gold = release.rename(release.with_name("kovar-news-1.2.0-gold"))
    ended = bench("export", "hub", gold, "--to", "acme/kovar")

    assert (ended.code, hub.asked) == (2, [])
    assert "publish the half that ends in -public" in ended.err


def test_a_key_stays_at_home(bench, hub, release):
    """Whatever its folder is called now, the half that has a key is the gold."""
    (release / "blind.key").write_text(f"{'0' * 64}\n")
    ended = bench("export", "hub", release, "--to", "acme/kovar")

    assert (ended.code, hub.asked) == (2, [])
    assert "publish the half that ends in -public" in ended.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["hub", "RELEASE"],
        ["hub", "RELEASE", "--to", "acme"],
        ["hub", "RELEASE", "--to", "../x/y"],
        ["hub", "RELEASE", "--to", "acme/kovar", "--split", "test"],
        ["hub", "nowhere", "--to", "acme/kovar"],
        ["brat", "RELEASE", "--to", "acme/kovar"],
        ["brat", "RELEASE"],
    ],
    ids=" ".join,
)
def test_options_that_do_not_fit_are_misuse(bench, release, hub, arguments):
    """A host wants a repository, a tool wants a folder, and neither takes what is the other's."""
    ended = bench("export", *(release if part == "RELEASE" else part for part in arguments))

    assert (ended.code, hub.asked) == (2, [])
    assert ended.err.count("\n") == 1
