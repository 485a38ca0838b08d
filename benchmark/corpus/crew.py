"""Work shared out to processes: the same results in the same order, whatever their number."""

from __future__ import annotations

import collections
import contextlib
import gc
import importlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Final, Self, TypeAlias, TypeVar

from benchmark.records.errors import MachineError
from benchmark.store.files import cause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Task = TypeVar("Task")
Result = TypeVar("Result")
Progress: TypeAlias = "Callable[[str, int, int], None]"
"""Is told what is being done, how many tasks of it are done, and how many there are."""

_AHEAD: Final = 3
"""Tasks a process that are handed out before the first result is asked for: none waits, and few are held."""


def cores() -> int:
    """Return how many processes can run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def unseen(what: str, done: int, total: int) -> None:
    """Show no progress."""


class Crew:
    """``jobs`` processes that live as long as its context; with one job all is done in this process.

    They are started when first needed, or by ``start``. Functions and tasks are pickled, so they stand at the
    top of a module.
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
            self._pool = None

    def start(self, module: str, tasks: int) -> None:
        """Let as many processes as so many tasks need load a module, while this one goes on.

        One job or one task needs none. Raises MachineError.
        """
        if self._jobs > 1 and tasks > 1:
            for _ in range(min(self._jobs, tasks)):
                self._handed(_load, module)

    def alone(self) -> Crew:
        """Return a crew that does all in this process, and tells of it as this one does."""
        return Crew(1, self._progress)

    def map(self, work: Callable[[Task], Result], tasks: Sequence[Task], what: str) -> Iterator[Result]:
        """Return what each task comes to, in the order of the tasks, while the next are being worked on.

        Processes have the first tasks when this returns. ``what`` tells of the work in progress. What a task
        raises is raised by the iterator. Raises MachineError where a process dies.
        """
        self._progress(what, 0, len(tasks))
        if self._jobs == 1 or len(tasks) <= 1:
            return self._counted(map(work, tasks), what, len(tasks))
        first = _AHEAD * self._jobs
        waiting = collections.deque(self._handed(work, task) for task in tasks[:first])
        return self._counted(self._results(waiting, work, tasks[first:]), what, len(tasks))

    def _counted(self, results: Iterator[Result], what: str, count: int) -> Iterator[Result]:
        for done, result in enumerate(results, start=1):
            self._progress(what, done, count)
            yield result

    def _results(
        self,
        waiting: collections.deque[Future[Result]],
        work: Callable[[Task], Result],
        tasks: Sequence[Task],
    ) -> Iterator[Result]:
        try:
            for task in tasks:
                yield _result(waiting.popleft())
                waiting.append(self._handed(work, task))
            while waiting:
                yield _result(waiting.popleft())
        finally:
            for future in waiting:
                future.cancel()

    def _handed(self, work: Callable[[Task], Result], task: Task) -> Future[Result]:
        try:
            if self._pool is None:
                # A fork would copy the threads of pyarrow and numpy in whatever state they are.
                context = multiprocessing.get_context("spawn")
                self._pool = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_enlist)
            with _unheard_interrupts():
                return self._pool.submit(work, task)
        except BrokenProcessPool:
            raise _killed() from None
        except OSError as error:  # too many there already, or no /dev/shm for what they share
            message = f"cannot start processes: {cause(error)}; --jobs 1 does without"
            raise MachineError(message) from error


@contextlib.contextmanager
def _unheard_interrupts() -> Iterator[None]:
    """Let processes that are started meanwhile hear no Ctrl-C: until they are enlisted they would say so."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _result(future: Future[Result]) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        raise _killed() from None


def _killed() -> MachineError:
    return MachineError("a worker process was killed, perhaps for want of memory; fewer --jobs take less")


def _load(module: str) -> None:
    importlib.import_module(module)


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
