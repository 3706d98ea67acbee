"""The composition: one document through language, timex, toponyms and extractor; many of them in parallel; into a store.

What reads texts is imported when the first text is read, what keeps them when the first is kept: spaCy and SQLAlchemy take longer to
load than most commands run.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from events.copies import Copy
from events.errors import ConfigurationError, DocumentError, EventsError, ExtractionError
from events.gazetteer import open_gazetteer, own_rows
from events.model import Analysis, DateOrigin, Document
from events.paths import DATA
from events.processes import cores, in_order, uninterrupted

if TYPE_CHECKING:
    from events.geocoding import ServiceGeocoder
    from events.storage import Store

ENGLISH = "en"
FEW = 16  # documents that are analysed sooner than further processes are up
UNANSWERED = "+unanswered"  # ends the hash of an analysis whose geocoder failed, so that the next run does it again
_RULE_FOLDERS = ("lexicon", "linking", "timex", "toponyms", "actors", "language")


@dataclass(frozen=True, slots=True)
class Options:
    """What a run can choose. `language_model`: None for the pipeline that ships.

    `geocoder`: the geopy service that is asked for names which the gazetteer lacks, None for none; `geocoder_options`: what its
    geopy class takes (api_key, domain, scheme); `user_agent`: who asks; `database`: URL of the store that keeps its answers.
    """

    extractor: str = "rules"
    language_model: str | None = None
    geocoder: str | None = None
    geocoder_options: tuple[tuple[str, str], ...] = ()
    user_agent: str | None = None
    database: str | None = None


    @property
    def method(self) -> str:
        """The name under which findings are kept: the extractor, and the language model if it is not the one that ships."""
        return self.extractor if self.language_model is None else f"{self.extractor}, {self.language_model}"


DEFAULT = Options()


@cache
def config_hash(options: Options = DEFAULT) -> str:
    """12 hex digits that change when the options, a rule file, the language model or the gazetteer do."""
    from events.extractor import get_extractor
    from events.language import fingerprint

    digest = hashlib.sha256(repr((options.method, fingerprint(options.language_model), options.geocoder)).encode())
    digest.update(get_extractor(options.extractor).config_hash.encode() + open_gazetteer().version.encode() + repr(own_rows()).encode())
    for folder in _RULE_FOLDERS:
        for path in sorted((DATA / folder).rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(DATA).as_posix().encode() + path.read_bytes())
    for path in sorted((DATA.parent / "events").rglob("*.py")):
        if not {"views", "storage", "training", "scoring", "exports", "event_tables", "cli"} & set(path.parts):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def supports(language: str) -> bool:
    """Whether events are looked for in texts of this language. Others are kept, and said to have been left alone."""
    return language.lower().startswith(ENGLISH)


def analyse(document: Document, options: Options = DEFAULT) -> Analysis:
    """Everything that is found in a document. In a language other than English, time expressions only.

    ExtractionError when a part fails on this text, so that a batch can go on.
    """
    try:
        return _analyse(document, options)
    except EventsError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, MemoryError) as error:
        message = f"{type(error).__name__}: {error}; the text is kept out, please report it"
        raise ExtractionError(message, document_id=document.id, extractor=options.extractor) from error


def _analyse(document: Document, options: Options) -> Analysis:
    from events import timex, toponyms
    from events.extractor import get_extractor, mended
    from events.language import parse

    if not supports(document.language):
        known = document.language.lower().replace("_", "-").partition("-")[0] in timex.languages()
        found = timex.tag(document.text, document.dct, language=document.language) if known else ()
        return Analysis(document, timexes=found, extractor=options.method, config_hash=config_hash(options))
    tree = mended(parse(document.text, model=options.language_model))
    timexes = timex.tag(document.text, document.dct, tree=tree)
    places, unanswered = toponyms.find_toponyms(document, tree, open_gazetteer()), 0
    if options.geocoder is not None:
        from events.geocoding.second_opinion import second_opinion

        places, unanswered = second_opinion(places, _service(options))
    events = get_extractor(options.extractor).extract(document, tree, timexes, places)
    used = config_hash(options) + (UNANSWERED if unanswered else "")
    return Analysis(document, tree.sentence_spans, timexes, places, events, options.method, used, unanswered)


@cache
def _service(options: Options) -> "ServiceGeocoder":
    """The online geocoder of a run, its answers kept in the store. ConfigurationError for one that cannot be used."""
    from events.geocoding import get_geocoder
    from events.storage import open_store

    assert options.geocoder is not None
    more: dict[str, Any] = dict(options.geocoder_options)
    return get_geocoder(options.geocoder, user_agent=options.user_agent, cache=open_store(options.database), **more)


def analyse_each(
    documents: Iterable[Document], options: Options = DEFAULT, *, workers: int | None = 1
) -> Iterator[Analysis | EventsError]:
    """The analysis of each document, in order, or the error that it met.

    ConfigurationError is raised for a language model that cannot be used: it would meet every document. `workers`: how many
    processes. None: one for a few documents, and one for each core once there are more.
    """
    if options.language_model is not None:
        from events.language import load_model

        load_model(options.language_model)  # fails at once if it cannot be used at all
    stream = iter(documents)
    if workers is None:
        first = list(islice(stream, FEW + 1))
        workers, stream = cores() if len(first) > FEW else 1, chain(first, stream)
    if workers == 1:
        yield from (_attempt(document, options) for document in stream)
        return
    open_gazetteer()  # built once, before the workers need it
    yield from in_order(partial(_attempt, options=options), stream, workers=workers, lost=partial(_lost, options))


def _lost(options: Options, document: Document) -> EventsError:
    message = "the process that read it died, out of memory perhaps; the text is kept out, split it or use fewer workers"
    return ExtractionError(message, document_id=document.id, extractor=options.method)


def _attempt(document: Document, options: Options) -> Analysis | EventsError:
    try:
        return analyse(document, options)
    except EventsError as error:
        return error


@dataclass(slots=True)
class Report:
    """What an ingestion did: counts of documents by outcome, of events, and the errors met, in order."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    copies: int = 0  # near-copies of stored documents, each now one more source of its document
    events: int = 0
    unanswered: int = 0  # place names that the online geocoder could not be asked
    errors: list[EventsError] = field(default_factory=list)

    def add(self, other: "Report") -> None:
        """Counts what another run did, too."""
        for name in ("added", "updated", "unchanged", "copies", "events", "unanswered"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.errors += other.errors

    @property
    def documents(self) -> int:
        return self.added + self.updated + self.unchanged + self.copies


def ingest(
    documents: Iterable[Document | DocumentError],
    store: "Store",
    options: Options = DEFAULT,
    *,
    workers: int | None = 1,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Analyses the documents that the store does not hold in this state yet, saves each, and says what was done.

    A bad document costs its line in `errors`, which the store keeps until it is read well, and nothing else. StoreError is raised:
    there is no going on without a store. So is ConfigurationError, for a language model or geocoder that cannot be used. `workers`
    as in `analyse_each`; whatever their number, this process alone writes, in the order of the documents.
    """
    if options.geocoder is not None:
        _service(options)  # fails at once if it cannot be used at all
    run = _Ingestion(store, options, progress)
    waiting: Iterable[Document | DocumentError] = documents
    while waiting:
        for analysis in analyse_each(run.fresh(waiting), options, workers=workers):
            run.keep(analysis)
        waiting, run.again = run.again, []
    return run.report


class _Ingestion:
    """One run of `ingest`: what it read and wrote so far."""

    def __init__(self, store: "Store", options: Options, progress: Callable[[Report], None]) -> None:
        self.report = Report()
        self.again: list[Document | DocumentError] = []  # documents that were under way when they came once more
        self._store, self._options, self._progress = store, options, progress
        self._under_way: deque[str] = deque()  # ids, in the order in which the analyses come back

    def fresh(self, documents: Iterable[Document | DocumentError]) -> Iterator[Document]:
        """The readable documents whose analysis is not stored yet, with what the store already knows of them."""
        for item in documents:
            with uninterrupted():
                document = self._wanted(item)
            if document is not None:
                yield document

    def _wanted(self, item: Document | DocumentError) -> Document | None:
        if isinstance(item, EventsError):
            self._fail(item)
            return None
        read = dated(item)
        if read.id in self._under_way:
            self.again.append(item)
            return None
        document = self._store.known(read)
        if document is not read:
            self._store.add_source(document.id, read)
        if _is_stored(document, self._store, self._options, self.report):
            self._store.read_well(_place_of(document))
            self._progress(self.report)
            return None
        self._under_way.append(document.id)
        return document

    def keep(self, analysis: Analysis | EventsError) -> None:
        """Saves what was found in a document, or notes why nothing was."""
        with uninterrupted():
            self._under_way.popleft()
            if isinstance(analysis, EventsError):
                self._fail(analysis)
            else:
                self._save(analysis)

    def _save(self, analysis: Analysis) -> None:
        from events.storage import SaveResult

        result, report = self._store.save(analysis), self.report
        self._store.read_well(_place_of(analysis.document))
        report.added += result is SaveResult.ADDED
        report.updated += result is SaveResult.UPDATED
        report.unchanged += result is SaveResult.UNCHANGED
        report.copies += result is SaveResult.COPY
        report.events += len(analysis.events) if result is not SaveResult.COPY else 0
        report.unanswered += analysis.unanswered
        self._progress(report)

    def _fail(self, error: EventsError) -> None:
        self.report.errors.append(error)
        self._store.put_failure(*_failure(error))
        self._progress(self.report)


def _failure(error: EventsError) -> tuple[str, str]:
    """What failed and why, for the store's list."""
    if isinstance(error, DocumentError):
        line = "" if error.line is None else f"line {error.line}: "
        return error.path, line + error.reason
    if isinstance(error, ExtractionError):
        return f"document {error.document_id}", str(error)
    return "", str(error)


def _place_of(document: Document) -> str:
    return document.source or document.url or ""


def _is_stored(document: Document, store: "Store", options: Options, report: Report) -> bool:
    """Whether nothing is left to find in a document, because it or a text that it copies is stored; that it was read is kept."""
    if store.is_current(document, options.method, config_hash(options)):
        report.unchanged += 1
        return True
    copied = store.copy_of(document)
    if copied is None or copied[1] is not Copy.OF_IT:
        return False
    added = store.add_source(copied[0], document)
    report.copies += added
    report.unchanged += not added
    return True


def dated(document: Document) -> Document:
    """The document, with the date of its dateline where nothing better is known than when its file was made."""
    if document.dct is not None and document.dct_origin is not DateOrigin.FILE:
        return document
    from events import timex

    written = timex.written_on(document.text, language=document.language)
    return document if written is None else replace(document, dct=written, dct_origin=DateOrigin.DATELINE)


def redate(store: "Store", document_id: str, published: date, options: Options = DEFAULT) -> Analysis:
    """Corrects a stored document's publication date and finds its events anew; what is stored now.

    ConfigurationError where there is no such document.
    """
    document = store.document(document_id)
    if document is None:
        raise ConfigurationError(f"no document has the id {document_id!r}; `python -m events documents` shows the ids")
    analysis = analyse(replace(document, dct=published, dct_origin=DateOrigin.CORRECTED), options)
    store.save(analysis)
    return store.analysis(document_id) or analysis
