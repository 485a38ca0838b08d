"""Processes that share work: results in order, errors told, nobody left behind."""

import errno
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmark.corpus.crew import Crew
from benchmark.records.errors import MachineError

SLEEPERS = """
import time
from benchmark.corpus.crew import Crew

if __name__ == "__main__":
    with Crew(2) as crew:
        next(crew.map(time.sleep, [0, 0, 60, 60], "sleeping"))
        print(*crew._pool._processes, flush=True)
        time.sleep(60)
"""


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_tasks(jobs):
    """Whoever is done first, results are in order; what a task raises is raised to the caller."""
    with Crew(jobs) as crew:
        assert list(crew.map(abs, range(-20, 20), "counting")) == [abs(n) for n in range(-20, 20)]
        results = crew.map(int, ["1", "2", "x", "4"], "reading")
        assert [next(results), next(results)] == [1, 2]
        with pytest.raises(ValueError, match="invalid literal"):
            next(results)


def test_no_process_is_started_for_one_task(monkeypatch):
    """To start processes takes a second, which one task does not repay; none at all is fine too."""
    monkeypatch.setattr("multiprocessing.get_context", None)
    with Crew(2) as crew:
        assert list(crew.map(abs, [-1], "one")) == [1]
        assert list(crew.map(abs, [], "none")) == []
        crew.start("colorsys", 1)
    for crew in (Crew(1), Crew(2).alone()):
        crew.start("colorsys", 2)
        assert list(crew.map(abs, [-1, 2], "two")) == [1, 2]


def test_processes_that_are_started_early_have_loaded_what_they_need():
    """Who leads loads modules too, and the others need not wait for it; they can be started a second time."""
    with Crew(2) as crew:
        for _ in range(2):
            with crew:
                crew.start("colorsys", 9)
                loaded = crew.map(eval, ["'colorsys' in __import__('sys').modules"] * 8, "asking")
                assert True in loaded


def test_no_more_processes_are_started_early_than_have_tasks():
    """Of many cores most would load modules for nothing, and hold up the end of the work."""
    with Crew(50) as crew:
        crew.start("colorsys", 2)
        assert len(multiprocessing.active_children()) <= 2


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="signals are looked up in /proc")
def test_processes_hear_no_ctrl_c_from_their_first_moment():
    """A terminal sends it to all of them, and who is still loading Python would answer with a traceback."""
    with Crew(2) as crew:
        crew.start("colorsys", 2)
        told = [Path(f"/proc/{one.pid}/status").read_text() for one in multiprocessing.active_children()]

    blocked = [
        int(line.split()[1], 16) for status in told for line in status.splitlines() if "SigBlk" in line
    ]
    assert len(blocked) == 2
    assert all(mask >> (signal.SIGINT - 1) & 1 for mask in blocked)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_first_tasks_are_at_work_before_any_result_is_asked_for(tmp_path):
    """Who hands out tasks has work of its own meanwhile."""
    with Crew(2) as crew:
        results = crew.map(Path.mkdir, [tmp_path / "one", tmp_path / "two"], "making")
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not (tmp_path / "two").exists():
            time.sleep(0.01)
        assert (tmp_path / "two").exists()
        assert list(results) == [None, None]


def test_processes_that_cannot_be_started_are_told_as_such(monkeypatch):
    """Without a writable /dev/shm, or where a user has too many, it is no fault of the folder written to."""

    def refuse(_):
        raise OSError(errno.EROFS, "x")

    monkeypatch.setattr("multiprocessing.get_context", refuse)
    with Crew(2) as crew, pytest.raises(MachineError, match=r"start processes: read-only .*--jobs 1"):
        list(crew.map(abs, [1, 2], "counting"))


def test_a_process_that_dies_is_the_machines_fault():
    """A worker that the system kills is told as such, with what may help, also to who hands out more work."""
    with Crew(2) as crew:
        for work in (os._exit, abs):
            with pytest.raises(MachineError, match="worker process was killed"):
                list(crew.map(work, [1, 1], "dying"))


def test_a_crew_of_this_process_alone_tells_of_its_work():
    """Who waits sees the same of a small release as of a large one."""
    heard = []
    with Crew(2, lambda *told: heard.append(told)).alone() as crew:
        assert list(crew.map(abs, [-1, -2], "counting")) == [1, 2]
    assert heard == [("counting", done, 2) for done in range(3)]


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
def test_workers_do_not_outlive_their_parent(tmp_path):
    """When the build is killed its workers end too, whatever they are at."""
    script = tmp_path / "sleepers.py"
    script.write_text(SLEEPERS)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        workers = parent.stdout.readline().split()
        running = [worker for worker in workers if Path("/proc", worker).exists()]
        parent.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and any(alive(worker) for worker in workers):
        time.sleep(0.05)

    assert len(running) == 2
    assert not any(alive(worker) for worker in workers)


def alive(process):
    """Return whether a process is there and no mere entry of one that ended."""
    try:
        return Path("/proc", process, "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False
