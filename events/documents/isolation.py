"""Reads files in a process of their own, so that one which crashes, hangs or swells costs its own line and nothing else.

`main` is that process: requests come in, items go out, all pickled. It stays for the next file; one that
was killed or abandoned is replaced. Its memory is limited where the system can do that (Linux).
"""

import contextlib
import io
import os
import pickle
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from events.documents.base import Hints, Item
from events.documents.formats import READERS, read_open
from events.errors import DocumentError

SECONDS = 60.0  # to wait for the next document of a file
MEMORY = 200_000_000  # bytes that one file may take, beside what the libraries themselves take
LIBRARIES = 300_000_000  # bytes that a process may hold on to: the libraries of all formats take a little less
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
        environment = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, (str(_ROOT), os.environ.get("PYTHONPATH")))),
            "ARROW_DEFAULT_MEMORY_POOL": "system",  # pyarrow's own sets a gigabyte aside, which hides what a file takes
        }
        command = [sys.executable, "-c", "from events.documents.isolation import main; main()"]
        self._child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
        )
        self._files, self._between_files = 0, True

    def items(self, request: Request, seconds: float) -> Iterator[Item]:
        self._files, self._between_files = self._files + 1, False
        try:
            self._send(request)
            while not isinstance(item := self._next(request, seconds), _End):
                yield item
            self._between_files = not item.tired
        except (OSError, EOFError, pickle.UnpicklingError):
            yield DocumentError("reading it broke off: it is damaged, or wants too much memory; convert it to text", path=request.source)

    def _send(self, request: Request) -> None:
        assert self._child.stdin is not None
        pickle.dump(request, self._child.stdin)
        self._child.stdin.flush()

    def _next(self, request: Request, seconds: float) -> "Item | _End":
        """The next item, or that there is none. A reader that takes too long is killed."""
        late = threading.Event()

        def kill() -> None:
            late.set()
            self._child.kill()

        timer = threading.Timer(seconds, kill)
        timer.daemon = True
        timer.start()
        try:
            item: Item | _End = pickle.load(self._child.stdout)  # type: ignore[arg-type]
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


@dataclass(frozen=True, slots=True)
class _End:
    """There are no more items. `tired`: the process holds on to so much memory that another should read the next file."""

    tired: bool


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
        _limit_memory(_held_with_library(request.kind) + MEMORY)
        for item in _answers(request):
            _put(item, items)
        _put(_End(tired=_held() > LIBRARIES), items)


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


def _held() -> int:
    """Bytes of data that this process holds; 0 where the system does not say."""
    try:
        found = re.search(r"^VmData:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return 0
    return int(found[1]) * 1024 if found else 0


def _held_with_library(kind: str) -> int:
    """Bytes held once the libraries that read files of this kind are there: they are not the file's doing."""
    with contextlib.suppress(Exception):  # reading the file will say why
        _ = READERS[kind].read
    return _held()


def _limit_memory(bytes_of_data: int) -> None:
    """Lets this process hold so many bytes. What a file in an archive needs of further libraries counts as its own."""
    if _held():
        import resource  # not on Windows, where nothing is held

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (bytes_of_data, hard))


def main() -> None:
    """The reading process. What libraries print does not mix with what is said to the parent."""
    items = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    with contextlib.suppress(BrokenPipeError):
        serve(sys.stdin.buffer, items)
