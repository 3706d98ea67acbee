"""ZIP archives of files of any kind. Nothing is unpacked to disk, so a name can lead nowhere; one that tries is refused all the same."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from events.documents.base import Hints, Item, printable
from events.documents.formats import read_open
from events.documents.packages import MAX_UNPACKED, member_bytes, member_problem, opened_archive
from events.errors import DocumentError

MAX_DEPTH = 2  # archives in archives


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]:
    """The documents in an archive, and one error for each member that cannot be read."""
    if hints.depth >= MAX_DEPTH:
        raise DocumentError(f"archives in archives are read {MAX_DEPTH} deep; unpack it", path=source)
    inside, unpacked = replace(hints, depth=hints.depth + 1), 0
    with opened_archive(file, source) as archive:
        for member in sorted(archive.infolist(), key=lambda member: member.filename):
            if member.is_dir() or _is_hidden(member.filename):
                continue
            unpacked += member.file_size
            if unpacked > MAX_UNPACKED:
                yield DocumentError(f"it unpacks to more than {MAX_UNPACKED:,} bytes; the rest is not read", path=source)
                return
            yield from _member(archive, member, f"{source}/{printable(member.filename)}", inside)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, source: str, hints: Hints) -> Iterator[Item]:
    problem = member_problem(member)
    if problem:
        yield DocumentError(problem, path=source)
        return
    try:
        yield from read_part(member_bytes(archive, member, source), member.filename, source, hints)
    except DocumentError as error:
        yield error


def read_part(raw: bytes, name: str, source: str, hints: Hints) -> Iterator[Item]:
    """The documents in something that lies in an archive or a mail. Errors come as items."""
    try:
        yield from read_open(io.BytesIO(raw), source, PurePosixPath(name).suffix.lower(), hints)
    except DocumentError as error:
        yield error
    except (RecursionError, MemoryError):
        yield DocumentError("it is nested too deeply, or too large", path=source)
    except Exception as error:  # whatever a library makes of a damaged file
        words = " ".join(str(error).split())[:200]
        yield DocumentError(f"it is damaged ({type(error).__name__}: {words}); save it anew, or convert it to text", path=source)


def _is_hidden(name: str) -> bool:
    """Whether it is what macOS adds, or hidden as files are in a folder."""
    return any(part == "__MACOSX" or (part.startswith(".") and part not in (".", "..")) for part in name.split("/"))
