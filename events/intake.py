"""What the user names, brought in: files, folders, web addresses, and what failed before. Each is fetched, read, analysed and kept.

An address counts as seen only when all that came of it is stored, so that a run which is killed in the middle leaves nothing behind.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from events.documents import Columns, Hints, read_bytes, read_path
from events.errors import DocumentError
from events.fetching import Fetched, Fetcher, FetchError, NotModified, is_address
from events.model import Document
from events.pipeline import DEFAULT, Options, Report, ingest
from events.storage import Seen, Store

_SUFFIXES = {
    "text/html": ".html", "application/xhtml+xml": ".html", "application/pdf": ".pdf", "application/rss+xml": ".rss",
    "application/atom+xml": ".atom", "text/xml": ".xml", "application/xml": ".xml", "text/plain": ".txt", "text/markdown": ".md",
    "text/csv": ".csv", "application/json": ".json", "application/x-ndjson": ".jsonl", "application/zip": ".zip", "message/rfc822": ".eml",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx", "application/vnd.apache.parquet": ".parquet",
}  # fmt: skip


def ingest_address(
    url: str, store: Store, fetcher: Fetcher, options: Options = DEFAULT, *, hints: Hints | None = None, always: bool = False
) -> Report:
    """Fetches an address and keeps what is there; what failed is in the report and in the store's list.

    The server is asked for what changed since last time only, unless `always`. A feed gives the texts that it holds itself.
    """
    known = None if always else store.seen(url)
    try:
        answer = fetcher.fetch(url, etag=known.etag if known else None, last_modified=known.last_modified if known else None)
    except FetchError as error:
        return ingest([error], store, options)
    if isinstance(answer, NotModified):
        store.read_well(url)
        return Report(unchanged=1)
    report = ingest(items_in(answer, url, hints), store, options)
    if not report.errors:
        store.put_seen(url, Seen(answer.etag, answer.last_modified))
    return report


def items_in(answer: Fetched, url: str, hints: Hints | None = None) -> Iterator[Document | DocumentError]:
    """The documents in what a server sent, with the address that was asked for as their source."""
    path = PurePosixPath(urlsplit(answer.url).path)
    suffix = _SUFFIXES.get(answer.content_type, path.suffix)
    about = replace(hints or Hints(), url=answer.url, declared=answer.encoding)
    return read_bytes(answer.raw, f"page{suffix}", about, source=url)


def retry(
    store: Store, fetcher: Fetcher, options: Options = DEFAULT, *, sources: Iterable[str] | None = None, columns: Columns | None = None
) -> Report:
    """Tries again what could not be read: these sources, or all on the store's list. What is read well is struck off."""
    wanted = [failure.source for failure in store.failures()] if sources is None else list(sources)
    report = Report()
    for target in dict.fromkeys(filter(None, map(target_of, wanted))):
        if is_address(target):
            report.add(ingest_address(target, store, fetcher, options, always=True))
        else:
            report.add(ingest(read_path(target, columns=columns), store, options))
    return report


def target_of(source: str) -> str | None:
    """The file or address to read again for a source that failed: of "a.zip/b.txt" the archive. None where there is none any more."""
    if is_address(source):
        return source.partition("#")[0]
    here = Path(source)
    for path in (here, Path(source.rpartition("#")[0]), Path(source.rpartition(":")[0]), *here.parents):
        if path != Path() and path.is_file():
            return str(path)
    return str(here) if here.is_dir() else None
