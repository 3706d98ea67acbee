"""Files, folders, pipes, pages and pasted text as Documents.

`read_path`, `read_bytes`, `read_stream` and `read_text` are the ways in. `formats.READERS` is the table of formats, one module a reader;
`kinds.py` tells by the content which one a file has; `isolation.py` reads what may do harm in a process of its own.
"""

from events.documents.base import MAX_BYTES, MAX_CHARACTERS, Columns, Hints
from events.documents.formats import READERS, is_feed
from events.documents.reading import Reading, describe_skipped, files_of, read_bytes, read_path, read_stream
from events.documents.text import read_text

__all__ = [
    "MAX_BYTES", "MAX_CHARACTERS", "READERS", "Columns", "Hints", "Reading", "describe_skipped", "files_of", "is_feed", "read_bytes",
    "read_path", "read_stream", "read_text",
]  # fmt: skip
