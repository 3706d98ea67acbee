"""Reads files in a process of their own, so that one which crashes, hangs or swells costs its own line and nothing else.

`python -m events.documents.isolation` is that process: requests come in, items go out, all pickled. It stays for the next file; one that
was killed or abandoned is replaced. Its memory is limited where the system can do that (not on Windows).
"""

import contextlib
import io
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from events.documents.base import Hints, Item
from events.documents.formats import read_open
from events.errors import DocumentError

SECONDS = 60.0  # to wait for the next document of a file
MEMORY = 600_000_000  # bytes of data that the process may hold
FILES = 500  # that one process reads before another takes its place: some libraries never give memory back
_ROOT = Path(__file__).resolve().parent.parent.parent
_idle: "list[_Process]" = []


@dataclass(frozen=True, slots=True)
class Request:
    """A file, by its path or as its bytes, and how to read it."""

    content: str | bytes
    source: str
    suffix: str
    hints: Hints
    kind: str


def read_apart(request: Request, *, seconds: float | None = None) -> Iterator[Item]:
    """The items that a reader finds, read in another process. What goes wrong there comes as a DocumentError, in place of the rest."""
    process = _idle.pop() if _idle else _Process()
    try:
        yield from process.items(request, SECONDS if seconds is None else seconds)
    finally:
        process.put_back()


class _Process:
    """One reading process."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH"))))}
        command = [sys.executable, "-m", "events.documents.isolation"]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
        )
        self._files, self._between_files = 0, True

    def items(self, request: Request, seconds: float) -> Iterator[Item]:
        self._files, self._between_files = self._files + 1, False
        try:
            self._send(request)
            while (item := self._next(request, seconds)) is not None:
                yield item
            self._between_files = True
        except (OSError, EOFError, pickle.UnpicklingError):
            yield DocumentError("reading it broke off: it is damaged, or wants too much memory; convert it to text", path=request.source)

    def _send(self, request: Request) -> None:
        assert self._child.stdin is not None
        pickle.dump(request, self._child.stdin)
        self._child.stdin.flush()

    def _next(self, request: Request, seconds: float) -> Item | None:
        """The next item, None at the end. A reader that takes too long is killed."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._child.kill()

        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            item: Item | None = pickle.load(self._child.stdout)  # type: ignore[arg-type]
            return item
        except (EOFError, pickle.UnpicklingError):
            if late.is_set():
                raise _Late(request.source, seconds) from None
            raise
        finally:
            timer.cancel()

    def put_back(self) -> None:
        """Keeps the process for the next file, unless it is dead, in the middle of a file, or has read enough."""
        if self._between_files and self._files < FILES and self._child.poll() is None and len(_idle) < 4:
            _idle.append(self)
            return
        self._child.kill()
        self._child.wait()
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


class _Late(DocumentError):
    def __init__(self, source: str, seconds: float) -> None:
        super().__init__(f"it was given up after {seconds:.0f} seconds; convert it to text", path=source)


def serve(requests: IO[bytes], items: IO[bytes]) -> None:
    """Answers requests until there are no more."""
    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        for item in _answers(request):
            _put(item, items)
        _put(None, items)


def _put(item: Any, items: IO[bytes]) -> None:
    pickle.dump(item, items)
    items.flush()


def _answers(request: Request) -> Iterator[Item]:
    try:
        with _opened(request) as file:
            yield from read_open(file, request.source, request.suffix, request.hints, kind=request.kind)
    except DocumentError as error:
        yield error
    except MemoryError:
        yield DocumentError(f"it wants more than {MEMORY // 1_000_000} MB of memory; {_CONVERT}", path=request.source)
    except RecursionError:
        yield DocumentError(f"it is nested too deeply; {_CONVERT}", path=request.source)
    except Exception as error:  # whatever a library makes of a damaged file
        words = " ".join(str(error).split())[:200]
        yield DocumentError(f"it is damaged ({type(error).__name__}: {words}); {_CONVERT}", path=request.source)


_CONVERT = "save it anew, or convert it to text"


def _opened(request: Request) -> Any:
    return io.BytesIO(request.content) if isinstance(request.content, bytes) else Path(request.content).open("rb")


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        return  # Windows
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


def main() -> None:
    """The reading process. What libraries print does not mix with what is said to the parent."""
    _limit_memory()
    items = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, items)


if __name__ == "__main__":
    main()
