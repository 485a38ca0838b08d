import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import filelock
import pytest

from benchmark.records.errors import CheckError, MachineError, MisuseError
from benchmark.store import output


def visible(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != ".dateline.lock")


def fill(text):
    def write(folder):
        (folder / "inner").mkdir()
        (folder / "inner" / "a.txt").write_text(text, encoding="utf-8")

    return write


def test_a_file_is_written_with_its_folders(tmp_path):
    """Missing folders are made, and nothing temporary stays."""
    output.write_file(tmp_path / "new" / "a.json", b"{}")

    assert (tmp_path / "new" / "a.json").read_bytes() == b"{}"
    assert visible(tmp_path / "new") == ["a.json"]


def test_a_file_is_replaced_whole(tmp_path):
    """A shorter file leaves nothing of the longer one."""
    output.write_file(tmp_path / "a", b"long content")
    output.write_file(tmp_path / "a", b"short")

    assert (tmp_path / "a").read_bytes() == b"short"


def test_a_written_file_can_be_read_by_others(tmp_path):
    """The mode is that of any new file, not of a temporary one."""
    (tmp_path / "plain").write_bytes(b"")
    output.write_file(tmp_path / "a", b"")

    assert (tmp_path / "a").stat().st_mode == (tmp_path / "plain").stat().st_mode


def test_a_link_stays_a_link(tmp_path):
    """What a link points to is replaced, not the link."""
    (tmp_path / "a").write_bytes(b"old")
    (tmp_path / "link").symlink_to("a")
    output.write_file(tmp_path / "link", b"new")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "a").read_bytes() == b"new"


def test_a_loop_of_links_is_written_over(tmp_path):
    """What points to itself points to nothing that could be lost."""
    (tmp_path / "loop").symlink_to("loop")
    output.write_file(tmp_path / "loop", b"new")

    assert (tmp_path / "loop").read_bytes() == b"new"


def test_a_device_is_written_to_and_stays():
    """A report sent to the null device does not become the null device."""
    output.write_file(Path("/dev/null"), b"report")

    assert Path("/dev/null").is_char_device()


def test_a_folder_is_no_file_to_write(tmp_path):
    """A folder in the place of a file is misuse, and stays."""
    with pytest.raises(MisuseError, match="is a folder"):
        output.write_file(tmp_path, b"")


def test_a_full_disk_names_path_and_cause(tmp_path, monkeypatch):
    """The message has the path and the cause in words; the old file stays, the temporary one goes."""
    output.write_file(tmp_path / "a", b"old")

    def full(_):
        raise OSError(errno.ENOSPC, "x")

    monkeypatch.setattr(output, "sync", full)
    with pytest.raises(MachineError, match=r"cannot write .*a: the disk is full"):
        output.write_file(tmp_path / "a", b"new")

    assert (tmp_path / "a").read_bytes() == b"old"
    assert visible(tmp_path) == ["a"]


def test_a_file_system_without_fsync_is_written_to(tmp_path, monkeypatch):
    """Shares of SMB and VirtualBox answer EINVAL for their folders; no other error is passed over."""

    def refuse(_, number=errno.EINVAL):
        raise OSError(number, "x")

    monkeypatch.setattr("os.fsync", refuse)
    output.write_file(tmp_path / "a", b"x")
    output.append_line(tmp_path / "b", b"y")
    output.publish(tmp_path / "r-1", fill("x"))

    assert visible(tmp_path) == ["a", "b", "r-1"]
    monkeypatch.setattr("os.fsync", lambda _: refuse(_, errno.EIO))
    with pytest.raises(MachineError, match="input/output error"):
        output.append_line(tmp_path / "b", b"z")


def test_a_line_is_added_after_what_is_there(tmp_path):
    """Each on its own line, also after one whose end the disk had no room for."""
    path = tmp_path / "new" / "kept.jsonl"
    output.append_line(path, b"1")
    output.append_line(path, b"2")
    path.write_bytes(path.read_bytes() + b'{"cut')
    output.append_line(path, b"3")

    assert path.read_bytes() == b'1\n2\n{"cut\n3\n'
    with pytest.raises(MisuseError, match="is a folder, want a file"):
        output.append_line(tmp_path, b"4")


def test_a_release_appears_whole(tmp_path):
    """While it is being written it is not there under its name."""
    seen = []

    def write(folder):
        seen.append((tmp_path / "r-1").exists())
        fill("x")(folder)

    output.publish(tmp_path / "r-1", write)

    assert seen == [False]
    assert (tmp_path / "r-1" / "inner" / "a.txt").read_text(encoding="utf-8") == "x"
    assert visible(tmp_path) == ["r-1"]


def test_what_is_written_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    """A machine that loses its power has the old or the new, whole: files, folders, the name, its folder."""
    target, synced = tmp_path / "r-1", []
    monkeypatch.setattr(output, "sync", lambda path: synced.append((path.name, target.exists())))

    def write(folder):
        (folder / "inner").mkdir()
        (folder / "inner" / "a").touch()
        (folder / "b").touch()

    output.publish(target, write)
    temporary = f".tmp-r-1-{os.getpid()}"
    assert synced[:-1] == [(name, False) for name in ("a", "inner", "b", temporary)]
    assert synced[-1] == (tmp_path.name, True)
    target, synced[:] = tmp_path / "c", []
    output.write_file(target, b"x")
    assert synced == [(f".tmp-c-{os.getpid()}", False), (tmp_path.name, True)]


def test_the_same_release_again_changes_nothing(tmp_path):
    """Publishing is repeatable: the folder is not even touched."""
    path = tmp_path / "r-1"
    output.publish(path, fill("x"))
    before = path.stat()
    output.publish(path, fill("x"))
    after = path.stat()

    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert visible(tmp_path) == ["r-1"]


def test_other_content_of_the_same_version_is_refused(tmp_path):
    """A version, once published, is what it is."""
    output.publish(tmp_path / "r-1", fill("x"))
    with pytest.raises(CheckError, match="other content"):
        output.publish(tmp_path / "r-1", fill("y"))

    assert (tmp_path / "r-1" / "inner" / "a.txt").read_text(encoding="utf-8") == "x"
    assert visible(tmp_path) == ["r-1"]


def test_a_file_more_is_other_content(tmp_path):
    """Equal files are not enough: there must be the same ones."""
    output.publish(tmp_path / "r-1", fill("x"))
    (tmp_path / "r-1" / "stray.txt").write_bytes(b"")

    with pytest.raises(CheckError):
        output.publish(tmp_path / "r-1", fill("x"))


def test_what_others_put_beside_a_release_is_no_other_content(tmp_path):
    """Git, the Finder and the Hub's client put files at its top, which bench verify passes over too."""
    output.publish(tmp_path / "r-1", fill("x"))
    (tmp_path / "r-1" / ".DS_Store").write_bytes(b"")
    output.publish(tmp_path / "r-1", fill("x"))

    assert visible(tmp_path / "r-1") == [".DS_Store", "inner"]
    (tmp_path / "r-1" / "inner" / ".DS_Store").write_bytes(b"")
    with pytest.raises(CheckError, match="other content"):
        output.publish(tmp_path / "r-1", fill("x"))


def test_what_we_hide_is_content_too(tmp_path):
    """The results of another report, in a folder that the Hub names with a dot, are not what is there."""
    output.publish_files(tmp_path / "r-1", {".results/a": b"x"})
    (tmp_path / "r-1" / ".results" / "b").write_bytes(b"")
    output.publish_files(tmp_path / "r-1", {".results/a": b"x"})

    with pytest.raises(CheckError, match="other content"):
        output.publish_files(tmp_path / "r-1", {".results/a": b"y"})
    with pytest.raises(CheckError, match="other content"):
        output.publish_files(tmp_path / "r-1", {".results/c": b"x"})


def test_an_empty_folder_is_filled(tmp_path):
    """A folder that someone made in advance is no release."""
    (tmp_path / "r-1").mkdir()
    output.publish(tmp_path / "r-1", fill("x"))

    assert visible(tmp_path / "r-1") == ["inner"]


def test_a_file_in_the_place_of_a_release_is_misuse(tmp_path):
    """A file is not replaced by a folder."""
    (tmp_path / "r-1").write_bytes(b"")

    with pytest.raises(MisuseError, match="is a file"):
        output.publish(tmp_path / "r-1", fill("x"))


def test_a_failed_release_leaves_nothing(tmp_path):
    """What stopped in the middle is taken away, whatever stopped it."""

    def write(folder):
        fill("x")(folder)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        output.publish(tmp_path / "r-1", write)

    assert visible(tmp_path) == []


def test_what_a_dead_process_left_is_swept(tmp_path):
    """A killed build leaves its temporary folder; the next one removes it."""
    (tmp_path / ".tmp-r-1-999" / "inner").mkdir(parents=True)
    output.publish(tmp_path / "r-1", fill("x"))

    assert visible(tmp_path) == ["r-1"]
    (tmp_path / ".tmp-a-999").touch()
    output.write_file(tmp_path / "a", b"x")
    assert visible(tmp_path) == ["a", "r-1"]


def test_a_killed_process_holds_no_lock(tmp_path):
    """The lock dies with its process, and its file is no lock."""
    script = f"""
        import os, signal
        from pathlib import Path
        from benchmark.store import output

        def write(folder):
            (folder / "half").write_bytes(b"")
            os.kill(os.getpid(), signal.SIGKILL)

        output.publish(Path({str(tmp_path / "r-1")!r}), write)
    """
    killed = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    output.publish(tmp_path / "r-1", fill("x"))

    assert killed.returncode == -signal.SIGKILL
    assert visible(tmp_path) == ["r-1"]


def test_a_lock_that_another_holds_is_waited_for_and_named(tmp_path, monkeypatch):
    """After the wait the folder is named, and nothing is written."""
    monkeypatch.setattr(output, "LOCK_SECONDS", 0.05)
    with filelock.FileLock(tmp_path / ".dateline.lock"), pytest.raises(MachineError, match="another process"):
        output.write_file(tmp_path / "a", b"")

    assert visible(tmp_path) == []


def test_a_lock_that_may_not_be_opened_is_named(tmp_path, monkeypatch):
    """In /tmp all users may write, but none may open the lock that the first of them left."""

    def refuse(_):
        raise PermissionError(errno.EACCES, "x")

    monkeypatch.setattr(filelock.FileLock, "acquire", refuse)
    with pytest.raises(MachineError, match=r"write .*: permission denied$"):
        output.write_file(tmp_path / "a", b"")
    (tmp_path / ".dateline.lock").touch()
    with pytest.raises(MachineError, match=r"permission denied for \.dateline\.lock in it"):
        output.write_file(tmp_path / "a", b"")


def test_nowhere_to_put_what_is_temporary(monkeypatch):
    """Where no temporary folder can be written to, the variable is told that names one."""

    def refuse():
        raise FileNotFoundError(errno.ENOENT, "x")

    monkeypatch.setattr("tempfile.gettempdir", refuse)
    with pytest.raises(MachineError, match="TMPDIR"), output.temporary():
        pass


def test_a_lock_may_be_taken_again_inside(tmp_path):
    """Who holds a folder over read, change and write can write in it."""
    with output.lock(tmp_path):
        output.write_file(tmp_path / "a", b"x")

    assert visible(tmp_path) == ["a"]


def test_the_lock_file_stays(tmp_path):
    """Were it deleted, two processes could hold two locks of one name."""
    output.write_file(tmp_path / "a", b"x")

    assert (tmp_path / ".dateline.lock").exists()


def test_writers_at_once_leave_one_whole_file(tmp_path):
    """Of many writers one is last, and none is torn."""
    contents = [bytes([65 + n]) * 10_000 for n in range(8)]
    threads = [
        threading.Thread(target=output.write_file, args=(tmp_path / "a", content)) for content in contents
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (tmp_path / "a").read_bytes() in contents
    assert visible(tmp_path) == ["a"]
