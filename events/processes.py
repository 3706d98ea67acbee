"""Work on many items by several processes: results in order, few items ahead, and a process that dies costs one item."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import TypeVar

_AHEAD = 4  # items handed out for each process: enough that none waits, few enough that memory stays bounded
_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def cores() -> int:
    """How many processes can work at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Puts an interrupt (Ctrl-C) off until the block is done, so that what it writes is whole."""
    if threading.current_thread() is not threading.main_thread():
        yield  # interrupts reach the main thread only
        return
    asked: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: asked.append((number, frame)))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if asked and callable(before):
            before(*asked[0])


def in_order(
    work: Callable[[_Item], _Result], items: Iterable[_Item], *, workers: int, lost: Callable[[_Item], _Result]
) -> Iterator[_Result]:
    """`work(item)` for each item, in order, by that many processes. `work` must be a function that can be pickled.

    `lost(item)` stands in for the result of an item on which a process died (killed, out of memory); the others are worked on.
    When the caller stops early, by an interrupt or otherwise, the processes are ended at once.
    """
    stream = iter(items)
    waiting: deque[tuple[_Item, Future[_Result]]] = deque()
    pool = _Pool(workers)
    try:
        while True:
            for item in stream:
                waiting.append((item, pool.submit(work, item)))
                if len(waiting) >= _AHEAD * workers:
                    break
            if not waiting:
                break
            item, future = waiting.popleft()
            try:
                result = future.result()
            except BrokenProcessPool:
                unfinished = [(item, future), *waiting]
                waiting.clear()
                pool.end()
                yield from _one_by_one(work, unfinished, lost)
                pool = _Pool(workers)
                continue
            yield result
    except BaseException:
        pool.end()
        raise
    pool.finish()


def _one_by_one(
    work: Callable[[_Item], _Result], unfinished: list[tuple[_Item, "Future[_Result]"]], lost: Callable[[_Item], _Result]
) -> Iterator[_Result]:
    """The results of items some of which broke a pool: each by a process that nothing else shares, so that only the guilty are lost."""
    pool = _Pool(1)
    try:
        for item, future in unfinished:
            if future.done() and not future.cancelled() and future.exception() is None:
                yield future.result()
                continue
            try:
                result = pool.submit(work, item).result()
            except BrokenProcessPool:
                pool.end()
                pool = _Pool(1)
                result = lost(item)
            yield result
    finally:
        pool.end()


class _Pool:
    """Processes that start afresh (spawn), leave an interrupt to their parent and do not outlive it."""

    def __init__(self, workers: int) -> None:
        self._others: set[BaseProcess] = set(active_children())
        self._executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_start)

    def submit(self, work: Callable[[_Item], _Result], item: _Item) -> "Future[_Result]":
        try:
            return self._executor.submit(work, item)
        except BrokenProcessPool as error:
            future: Future[_Result] = Future()
            future.set_exception(error)
            return future

    def finish(self) -> None:
        """Ends the processes when they have nothing left to do."""
        self._executor.shutdown()

    def end(self) -> None:
        """Ends the processes, whatever they are doing. What has been handed back stays."""
        for child in set(active_children()) - self._others:
            child.terminate()
        self._executor.shutdown(wait=True, cancel_futures=True)


def _start() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
