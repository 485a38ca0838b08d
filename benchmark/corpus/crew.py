"""Work shared out to processes: the same results in the same order, whatever their number."""

from __future__ import annotations

import collections
import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias, TypeVar

from benchmark.records.errors import MachineError
from benchmark.store.files import cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress: TypeAlias = "Callable[[str, int, int], None]"
"""Hears what is being done, how many tasks of it are, and how many there are."""

_AHEAD: Final = 3
"""Tasks a process that are handed out before the first result is asked for: none waits, and few are held."""


def cores() -> int:
    """Return how many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def unseen(what: str, done: int, total: int) -> None:
    """Progress that nobody hears of."""


class Crew:
    """``jobs`` processes that live as long as its context; with one job all is done in this process.

    They are started when first needed. Functions and tasks are pickled, so they stand at the top of a module.
    """

    def __init__(self, jobs: int, progress: Progress = unseen) -> None:
        self._jobs = jobs
        self._progress = progress
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def map(self, work: Callable[[Task], Result], tasks: Sequence[Task], what: str) -> Iterator[Result]:
        """Yield what each task comes to, in the order of the tasks, while the next are being worked on.

        ``what`` tells of the work in progress. What a task raises is raised here. Raises MachineError where a
        process dies.
        """
        self._progress(what, 0, len(tasks))
        for done, result in enumerate(self._results(work, tasks), start=1):
            self._progress(what, done, len(tasks))
            yield result

    def _results(self, work: Callable[[Task], Result], tasks: Sequence[Task]) -> Iterator[Result]:
        if self._jobs == 1 or len(tasks) <= 1:
            yield from map(work, tasks)
            return
        waiting: collections.deque[Future[Any]] = collections.deque()
        try:
            for task in tasks:
                waiting.append(self._handed(work, task))
                if len(waiting) >= _AHEAD * self._jobs:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool:
            message = "a worker process was killed, perhaps for want of memory; fewer --jobs take less"
            raise MachineError(message) from None
        finally:
            for future in waiting:
                future.cancel()

    def _handed(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        try:
            if self._pool is None:
                # A fork would copy the threads of pyarrow and numpy in whatever state they are.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_enlist)
            return self._pool.submit(work, task)
        except OSError as error:  # too many there already, or no /dev/shm for what they share
            message = f"cannot start processes: {cause(error)}; --jobs 1 does without"
            raise MachineError(message) from error


def _enlist() -> None:
    gc.disable()  # as in the process that leads
    # Ctrl-C reaches all processes of a terminal; the one that leads ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_outlive_no_parent, daemon=True).start()


def _outlive_no_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # killed: nobody is left to take a result, and no task can be left half done for long
