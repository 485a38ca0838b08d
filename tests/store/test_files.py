import errno
import gzip
import io
import os
import sys
from pathlib import Path

import pytest

from benchmark.records.errors import FindingsError, MachineError, MisuseError
from benchmark.store import files, releases

NOT_ROOT = pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")


def read(path, **limits):
    return list(files.read_lines(path, **limits))


def kinds(lines):
    return [(line.number, finding.kind) for line in lines for finding in line.findings]


def test_rows_are_split_at_newlines_only(tmp_path):
    """Other characters that Python calls line ends stand inside values."""
    path = tmp_path / "rows.jsonl"
    path.write_text('{"a": "\u2028\x85"}\r\n\n  \n[1]', encoding="utf-8")

    assert [(line.number, line.value) for line in read(path)] == [(1, {"a": "\u2028\x85"}), (4, [1])]


def test_gzip_is_read_by_the_end_of_the_name(tmp_path):
    """A compressed file gives the same rows."""
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b"1\n2\n", mtime=0))

    assert [line.value for line in read(path)] == [1, 2]


def test_a_hyphen_is_standard_input(monkeypatch):
    """A pipe is read like a file."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"1\n2\n")))

    assert [line.value for line in read(files.STANDARD_INPUT)] == [1, 2]


def test_reading_goes_on_after_a_bad_row(tmp_path):
    """Every bad row is told, and the good ones between them are read."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'{"a": 1,}\n{}\n\xff\n[NaN]\n')

    lines = read(path)
    assert kinds(lines) == [(1, "syntax"), (3, "encoding"), (4, "syntax")]
    assert [line.readable for line in lines] == [False, True, False, False]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("1\n2\n3\n".encode("utf-16"), "is UTF-16"),
        (b"\xfe\xff" + "1\n2\n3\n".encode("utf-16-be"), "is UTF-16"),
        (b"\x1f\x8b\n2\n3\n", "is compressed by gzip"),
        (b"\x28\xb5\x2f\xfd\n2\n3\n", "is compressed by zstd"),
        (b"PK\x03\x04\n2\n3\n", "is a zip file"),
    ],
)
def test_a_file_that_is_no_json_is_told_once(tmp_path, data, message):
    """What its first bytes give away holds for every line: to say of each that it is no JSON adds nothing."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(data)

    (line,) = read(path)
    assert [finding.message for finding in line.findings] == [message]


def test_a_long_line_is_skipped_and_the_next_one_read(tmp_path):
    """The limit holds for one line; line numbers stay right behind it."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b'"' + b"a" * 98 + b'"\n' + b'"' + b"a" * 1_000 + b'"\n1\n')

    lines = read(path, line_bytes=100)
    assert kinds(lines) == [(2, "limit")]
    assert [line.value for line in lines if line.readable] == ["a" * 98, 1]


def test_a_long_last_line_without_newline_is_told_once(tmp_path):
    """The end of the file ends the line too."""
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"1" * 1_000)

    assert kinds(read(path, line_bytes=100)) == [(1, "limit")]


def test_the_decoded_bytes_are_counted(tmp_path):
    """A small compressed file may not grow without end, in many lines or in one."""
    many, one = tmp_path / "many.jsonl.gz", tmp_path / "one.jsonl.gz"
    many.write_bytes(gzip.compress(b"1\n" * 10_000))
    one.write_bytes(gzip.compress(b"1" * 100_000))

    assert kinds(read(many, total=100)) == [(51, "limit")]
    assert kinds(read(one, total=1_000, line_bytes=100)) == [(1, "limit"), (1, "limit")]


@pytest.mark.parametrize("total", [100, 101])
def test_a_long_line_is_not_read_far_beyond_what_a_file_may_have(total, monkeypatch):
    """A line without end ends at the bytes that the lines before it have left, and ends the file."""
    stream = io.BytesIO(b"1\n" * 30 + b"1" * 1_000)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(stream))

    # Of the long line 21 bytes are read, then 20, which fill 101 and go beyond 100, then 20 more.
    assert kinds(read(files.STANDARD_INPUT, total=total, line_bytes=20)) == [(31, "limit"), (31, "limit")]
    assert stream.tell() <= total + 20


def test_blank_lines_have_an_end(tmp_path, monkeypatch):
    """A file of nothing but line ends is not read for hours."""
    monkeypatch.setattr(files, "BLANK_LINES", 10)
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"\n" * 100)

    assert kinds(read(path)) == [(11, "limit")]


@pytest.mark.parametrize("cut", [1, 8, 12, 40])
def test_a_truncated_stream_is_a_finding(tmp_path, cut):
    """Wherever a compressed file ends too early, it says so."""
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"a": 1}\n' * 50)[:-cut])

    assert kinds(read(path))[-1][1] == "compression"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is an empty file, not a compressed one"),
        (b"{}\n", "is not compressed by gzip, though its name ends in .gz"),
        (gzip.compress(b"1\n", mtime=0) + b"more", "is cut off or damaged"),
    ],
)
def test_what_is_not_gzip_is_a_finding(tmp_path, data, message):
    """An empty file, a plain one and something behind the end are no compressed streams."""
    path = tmp_path / "rows.jsonl.gz"
    path.write_bytes(data)

    (finding,) = read(path)[-1].findings
    assert (finding.kind, finding.message) == ("compression", message)


@pytest.mark.parametrize(
    ("name", "data"), [("a.jsonl", b""), ("a.jsonl", b"\n \n"), ("a.gz", gzip.compress(b"", mtime=0))]
)
def test_a_file_without_rows_is_a_finding(tmp_path, name, data):
    """Nothing is not the same as an empty answer."""
    path = tmp_path / name
    path.write_bytes(data)

    assert kinds(read(path)) == [(1, "empty")]


def test_a_document_over_several_lines_keeps_its_bytes(tmp_path):
    """The bytes serve to find the line of a finding; one line needs none."""
    several, one = tmp_path / "several.json", tmp_path / "one.json"
    several.write_text('{\n "a": 1\n}\n', encoding="utf-8")
    one.write_text('{"a": 1}\n', encoding="utf-8")

    assert files.read_document(several).data == b'{\n "a": 1\n}\n'
    assert files.read_document(one).data == b""


@pytest.mark.parametrize(
    ("data", "kind"), [(b"", "empty"), (b" \n", "empty"), (b"1" * 101, "limit"), (b"{", "syntax")]
)
def test_a_document_that_cannot_be_used_is_a_finding(tmp_path, data, kind):
    """One value, within the limit."""
    path = tmp_path / "a.json"
    path.write_bytes(data)

    assert [finding.kind for finding in files.read_document(path, limit=100).findings] == [kind]


def test_a_value_with_findings_is_not_handed_out(tmp_path):
    """Who asks for the value alone gets it right or not at all."""
    path = tmp_path / "a.json"
    path.write_text('{"a": 1, "a": 2}', encoding="utf-8")

    with pytest.raises(FindingsError):
        files.read_json(path)


@pytest.mark.parametrize("door", [files.read_json, read, files.read_document])
def test_a_missing_path_is_misuse(tmp_path, door):
    """A path that is not there was mistyped."""
    with pytest.raises(MisuseError, match="no such file"):
        door(tmp_path / "none.json")


@pytest.mark.parametrize("door", [files.read_json, read, files.read_document])
def test_a_folder_is_misuse(tmp_path, door):
    """A folder where a file is meant is the wrong kind of path."""
    with pytest.raises(MisuseError, match="is a folder"):
        door(tmp_path)


@pytest.mark.parametrize(
    "make", [lambda path: path.symlink_to(os.devnull), os.mkfifo], ids=["a link to a device", "a pipe"]
)
@pytest.mark.parametrize("door", [files.read_json, read, files.read_document])
def test_a_pipe_or_device_among_files_is_misuse(tmp_path, door, make):
    """Nobody writes to a pipe that came with an archive: to open it would be to wait for ever."""
    make(tmp_path / "a.json")

    with pytest.raises(MisuseError, match=r"a\.json is a pipe or a device, want a file"):
        door(tmp_path / "a.json")


@pytest.mark.parametrize("folder", ["/dev/fd", "/proc/self/fd"])
def test_a_pipe_that_the_shell_has_opened_is_read(folder):
    """``<(...)`` gives a command such a name, in bash and in zsh, and ``/dev/stdin`` is one."""
    if not Path(folder).is_dir():
        pytest.skip(f"this system has no {folder}")
    end, other = os.pipe()
    os.write(other, b"1\n2\n")
    os.close(other)

    assert [line.value for line in read(Path(f"{folder}/{end}"))] == [1, 2]
    os.close(end)


@NOT_ROOT
def test_a_file_that_may_not_be_read_is_the_machines_affair(tmp_path):
    """Permission is neither the data's fault nor the command's."""
    path = tmp_path / "a.json"
    path.write_text("{}", encoding="utf-8")
    path.chmod(0)

    with pytest.raises(MachineError, match="permission denied"):
        files.read_json(path)


@pytest.mark.parametrize("hidden", [False, True])
def test_a_folder_that_may_not_be_read_is_not_passed_over(hidden, tmp_path, monkeypatch):
    """Part of a corpus would be missing without a word; what programs hide is nobody's corpus."""
    shut = tmp_path / (".git" if hidden else "ben")
    shut.mkdir()
    (tmp_path / "a.txt").touch()
    listed = os.scandir

    def scandir(path):
        if Path(path) == shut:
            raise PermissionError(errno.EACCES, "x", str(shut))
        return listed(path)

    monkeypatch.setattr("os.scandir", scandir)

    if hidden:
        assert files.below(tmp_path) == [tmp_path / "a.txt"]
        return
    with pytest.raises(MachineError, match=r"cannot read .*ben: permission denied"):
        files.below(tmp_path)
    with pytest.raises(MachineError, match=r"cannot read .*ben: permission denied"):
        releases.files_of(tmp_path)


def test_what_is_hidden_further_down_is_returned_on_demand(tmp_path):
    """Of a release everything counts but what others keep at its top."""
    for name in (".git/config", ".hidden", "inner/.git/config", "inner/.hidden", "inner/b", "a"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    assert [path.relative_to(tmp_path).as_posix() for path in files.below(tmp_path)] == ["a", "inner/b"]
    wanted = ["a", "inner/.git/config", "inner/.hidden", "inner/b"]
    assert list(releases.files_of(tmp_path)) == wanted


def test_a_shelf_that_may_not_be_read_is_not_empty(tmp_path, monkeypatch):
    """That there are no articles would send the reader looking for them."""

    def shut(_):
        raise PermissionError(errno.EACCES, "x")

    monkeypatch.setattr("pathlib.Path.iterdir", shut)

    with pytest.raises(MachineError, match="permission denied"):
        files.shelf(tmp_path, ".json")


def test_a_digest_is_that_of_sha256sum(tmp_path):
    """The digest of a file is of its bytes."""
    path = tmp_path / "a"
    path.write_bytes(b"abc")

    assert files.digest_file(path) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_json_lines_of_any_size_come_one_at_a_time(tmp_path):
    """Reading is a stream: the first row is there before the last one is read, which here it never is."""
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(f"[{number}]\n" for number in range(100_000)), encoding="utf-8")

    rows = files.read_lines(path)
    assert next(rows).value == [0]
    path.write_bytes(b"")
    assert sum(1 for _ in rows) < 99_999
