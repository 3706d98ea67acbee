"""Polls feeds, pages and folders, and brings in what is new. It may be stopped or killed at any moment: what is kept is kept whole, and
what was not kept is done the next time.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from threading import Event as Signal

from events.documents import Hints, files_of, is_feed, read_bytes, read_path
from events.errors import ConfigurationError, DocumentError, EventsError
from events.fetching import Fetched, Fetcher, FetchError, NotModified, is_address
from events.intake import ingest_address, items_in
from events.model import DateOrigin, Document
from events.pipeline import DEFAULT, Options, Report, ingest
from events.storage import Seen, Store

FEWEST_WORDS = 60  # of an entry's own text that may stand for a page which cannot be fetched
ATTEMPTS = 5  # polls in which a page is tried before it is given up


class Watch:
    """Feeds, pages and folders under watch. `stop`: set it, and the poll ends after the document at hand.

    ConfigurationError for a path that does not exist.
    """

    def __init__(
        self, targets: Iterable[str], store: Store, fetcher: Fetcher, options: Options = DEFAULT, *, stop: Signal | None = None
    ) -> None:
        self._targets, self._store, self._fetcher, self._options = list(targets), store, fetcher, options
        self._stop = stop or Signal()
        for target in self._targets:
            if not is_address(target) and not Path(target).exists():
                raise ConfigurationError(f"{target} is neither a web address nor a file or folder; see how it is spelled")

    def poll(self, progress: Callable[[Report], None] = lambda report: None) -> Report:
        """One look at all of them. What failed is in the report and in the store's list."""
        report = Report()
        for target in self._targets:
            for part in self._address(target) if is_address(target) else self._folder(Path(target)):
                report.add(part)
                progress(report)
                if self._stop.is_set():
                    return report
        return report

    def run(self, minutes: float, progress: Callable[[Report], None] = lambda report: None) -> Report:
        """Polls again and again until it is stopped; what was done in all."""
        total = Report()
        while not self._stop.is_set():
            total.add(self.poll(progress))
            self._stop.wait(minutes * 60)
        return total

    def _folder(self, folder: Path) -> Iterable[Report]:
        """A file is read again when its size or time has changed."""
        for path in files_of(folder):
            try:
                status = path.stat()
            except OSError:
                continue  # it went away meanwhile
            source, stamp = str(path.absolute()), Seen(f"{status.st_size}-{status.st_mtime_ns}")
            if self._store.seen(source) != stamp:
                yield ingest(read_path(path, asked_for=False), self._store, self._options)
                self._store.put_seen(source, stamp)

    def _address(self, url: str) -> Iterable[Report]:
        known = self._store.seen(url)
        try:
            answer = self._fetcher.fetch(url, etag=known.etag if known else None, last_modified=known.last_modified if known else None)
        except FetchError as error:
            yield ingest([error], self._store, self._options)
            return
        self._store.read_well(url)
        if isinstance(answer, NotModified):
            yield Report()
        elif is_feed(answer.raw):
            yield from self._feed(answer, url)
        else:
            report = ingest(items_in(answer, url), self._store, self._options)
            yield report
            if not report.errors:
                self._store.put_seen(url, Seen(answer.etag, answer.last_modified))

    def _feed(self, answer: Fetched, url: str) -> Iterable[Report]:
        complete = True
        for entry in read_bytes(answer.raw, "feed.xml", Hints(declared=answer.encoding), source=url):
            if isinstance(entry, DocumentError):
                yield ingest([entry], self._store, self._options)
                continue
            link = entry.url
            if link is None or not is_address(link):
                yield ingest([entry], self._store, self._options)
            elif self._store.seen(link) is None:
                report, done = self._entry(entry, link)
                yield report
                if done:
                    self._store.put_seen(link, self._store.seen(link) or Seen())
                complete = complete and done
        if complete:
            self._store.put_seen(url, Seen(answer.etag, answer.last_modified))

    def _entry(self, entry: Document, link: str) -> tuple[Report, bool]:
        """The page of an entry, or its own text where the page is not to be had; and whether that is all that will come of it."""
        hints = Hints(published=entry.dct, title=entry.title, publisher=entry.publisher, origin=entry.dct_origin or DateOrigin.FEED)
        report = ingest_address(link, self._store, self._fetcher, self._options, hints=hints)
        if not report.errors:
            return report, True
        given_up = all(_is_lasting(error) for error in report.errors) or self._store.attempts(link) >= ATTEMPTS
        if given_up and len(entry.text.split()) >= FEWEST_WORDS:
            report = ingest([replace(entry, source=link)], self._store, self._options)
        return report, given_up


def _is_lasting(error: EventsError) -> bool:
    """Whether there is no use in trying again: the page is gone, forbidden or no text."""
    return not isinstance(error, FetchError) or error.lasting
