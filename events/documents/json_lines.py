"""JSON Lines, one document a line, and JSON files that hold one document or a list of them."""

import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from events.documents.base import MAX_BYTES, MAX_FILE, MAX_ROWS, Hints, Item
from events.documents.charset import decoded
from events.documents.columns import mapped
from events.documents.rows import row_document
from events.errors import DocumentError


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]:
    """A document a line; an error for each line that is none. The whole file is one JSON value where its first line is none."""
    first = file.readline(2 * MAX_BYTES)
    file.seek(0)
    if _is_value(first):
        yield from _lines(file, source, hints)
    else:
        yield from _whole(file, source, hints)


def _is_value(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return line.lstrip().startswith(b"{") and line.rstrip().endswith(b"}")


def _lines(file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]:
    number = 0
    while line := file.readline(2 * MAX_BYTES):
        number += 1
        if number > MAX_ROWS:
            yield DocumentError(f"it has more than the {MAX_ROWS:,} lines that are read; split it", path=source)
            return
        where = f"{source}:{number}"
        if not line.endswith(b"\n") and len(line) >= 2 * MAX_BYTES:
            yield DocumentError(f"more than {2 * MAX_BYTES:,} bytes are too many for one line", path=source, line=number)
            while (rest := file.readline(2 * MAX_BYTES)) and not rest.endswith(b"\n"):
                pass
        elif line.strip():
            yield _document(line, source, where, number, hints)


def _document(line: bytes, source: str, where: str, number: int, hints: Hints) -> Item:
    try:
        value = json.loads(decoded(line, source, hints.encoding))
    except (ValueError, RecursionError) as error:
        if isinstance(error, DocumentError):
            return error
        problem = "it is nested too deeply" if isinstance(error, RecursionError) else f"this is no JSON ({error})"
        return DocumentError(problem, path=source, line=number)
    return _from_value(value, where, hints)


def _whole(file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]:
    raw = file.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise DocumentError(f"more than {MAX_FILE:,} bytes are too many for one JSON value; write one document a line", path=source)
    try:
        value = json.loads(decoded(raw, source, hints.encoding))
    except RecursionError as error:
        raise DocumentError("it is nested too deeply", path=source) from error
    except ValueError as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(f"this is no JSON ({error})", path=source) from error
    values = value if isinstance(value, list) else [value]
    for number, one in enumerate(values[:MAX_ROWS], 1):
        yield _from_value(one, f"{source}:{number}" if isinstance(value, list) else source, hints)


def _from_value(value: Any, source: str, hints: Hints) -> Item:
    if not isinstance(value, dict):
        return DocumentError("it is no JSON object with the fields of a document", path=source)
    try:
        columns = mapped(list(value), hints.columns, source)
        values = list(value.values())
        return row_document({role: values[number] for role, number in columns.items()}, source, hints)
    except DocumentError as error:
        return error
