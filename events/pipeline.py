"""The composition: one document through language, timex, toponyms and extractor; many of them in parallel; into a store."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from itertools import islice
from multiprocessing import get_context
from typing import Any

from events import timex, toponyms
from events.copies import Copy
from events.errors import ConfigurationError, DocumentError, EventsError, ExtractionError
from events.extractor import get_extractor
from events.gazetteer import open_gazetteer, own_rows
from events.geocoding import ServiceGeocoder, get_geocoder
from events.geocoding.second_opinion import second_opinion
from events.language import parse, sentence_spans
from events.model import Analysis, DateOrigin, Document
from events.paths import DATA
from events.storage import SaveResult, Store, open_store

ENGLISH = "en"
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


DEFAULT = Options()


@cache
def config_hash(options: Options = DEFAULT) -> str:
    """12 hex digits that change when the options, a rule file, the language model or the gazetteer do."""
    digest = hashlib.sha256(repr((options.extractor, options.language_model, options.geocoder)).encode())
    digest.update(get_extractor(options.extractor).config_hash.encode() + open_gazetteer().version.encode() + repr(own_rows()).encode())
    for folder in _RULE_FOLDERS:
        for path in sorted((DATA / folder).rglob("*")):
            if path.is_file():
                digest.update(path.relative_to(DATA).as_posix().encode() + path.read_bytes())
    for path in sorted((DATA.parent / "events").rglob("*.py")):
        if not {"views", "storage", "training", "scoring", "exports", "event_tables", "cli"} & set(path.parts):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def analyse(document: Document, options: Options = DEFAULT) -> Analysis:
    """Everything that is found in a document. In a language other than English, time expressions only.

    ExtractionError when a part fails on this text, so that a batch can go on.
    """
    try:
        return _analyse(document, options)
    except EventsError:
        raise
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        message = f"{type(error).__name__}: {error}; the text is kept out, please report it"
        raise ExtractionError(message, document_id=document.id, extractor=options.extractor) from error


def _analyse(document: Document, options: Options) -> Analysis:
    if not document.language.lower().startswith(ENGLISH):
        found = timex.tag(document.text, document.dct, language=document.language)
        return Analysis(document, timexes=found, extractor=options.extractor, config_hash=config_hash(options))
    doc = parse(document.text, model=options.language_model)
    timexes = timex.tag(document.text, document.dct, doc=doc)
    places, unanswered = toponyms.find_toponyms(document, doc, open_gazetteer()), 0
    if options.geocoder is not None:
        places, unanswered = second_opinion(places, _service(options))
    events = get_extractor(options.extractor).extract(document, doc, timexes, places)
    used = config_hash(options) + (UNANSWERED if unanswered else "")
    return Analysis(document, sentence_spans(doc), timexes, places, events, options.extractor, used, unanswered)


@cache
def _service(options: Options) -> ServiceGeocoder:
    """The online geocoder of a run, its answers kept in the store. ConfigurationError for one that cannot be used."""
    assert options.geocoder is not None
    more: dict[str, Any] = dict(options.geocoder_options)
    return get_geocoder(options.geocoder, user_agent=options.user_agent, cache=open_store(options.database), **more)


def analyse_each(documents: Iterable[Document], options: Options = DEFAULT, *, workers: int = 1) -> Iterator[Analysis | EventsError]:
    """The analysis of each document, in order, or the error that it met. `workers` > 1: that many processes."""
    if workers <= 1:
        yield from (_attempt(document, options) for document in documents)
        return
    open_gazetteer()  # built once, before the workers need it
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        stream = iter(documents)
        waiting = [pool.submit(_attempt, document, options) for document in islice(stream, 4 * workers)]
        while waiting:
            yield waiting.pop(0).result()
            waiting += [pool.submit(_attempt, document, options) for document in islice(stream, 1)]


def _attempt(document: Document, options: Options) -> Analysis | EventsError:
    try:
        return analyse(document, options)
    except EventsError as error:
        return error


def default_workers() -> int:
    """Processes that a batch uses: the cores, at most four."""
    return max(1, min(4, os.cpu_count() or 1))


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

    @property
    def documents(self) -> int:
        return self.added + self.updated + self.unchanged + self.copies


def ingest(
    documents: Iterable[Document | DocumentError],
    store: Store,
    options: Options = DEFAULT,
    *,
    workers: int = 1,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Analyses the documents that the store does not hold in this state yet, saves each, and says what was done.

    A bad document costs its line in `errors`, which the store keeps until it is read well, and nothing else. StoreError is raised:
    there is no going on without a store.
    """
    report = Report()
    if options.geocoder is not None:
        _service(options)  # fails at once if it cannot be used at all
    for analysis in analyse_each(_fresh(documents, store, options, report, progress), options, workers=workers):
        if isinstance(analysis, EventsError):
            report.errors.append(analysis)
            store.put_failure(*_failure(analysis))
        else:
            _keep(analysis, store, report)
        progress(report)
    return report


def _keep(analysis: Analysis, store: Store, report: Report) -> None:
    result = store.save(analysis)
    store.read_well(_place_of(analysis.document))
    report.added += result is SaveResult.ADDED
    report.updated += result is SaveResult.UPDATED
    report.unchanged += result is SaveResult.UNCHANGED
    report.copies += result is SaveResult.COPY
    report.events += len(analysis.events) if result is not SaveResult.COPY else 0
    report.unanswered += analysis.unanswered


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


def _fresh(
    documents: Iterable[Document | DocumentError], store: Store, options: Options, report: Report, progress: Callable[[Report], None]
) -> Iterator[Document]:
    """The readable documents whose analysis is not stored yet, with what the store already knows of them."""
    for item in documents:
        if isinstance(item, EventsError):
            report.errors.append(item)
            store.put_failure(*_failure(item))
            progress(report)
            continue
        read = dated(item)
        document = store.known(read)
        if document is not read:
            store.add_source(document.id, read)
        if _is_stored(document, store, options, report):
            store.read_well(_place_of(document))
            progress(report)
        else:
            yield document


def _is_stored(document: Document, store: Store, options: Options, report: Report) -> bool:
    """Whether nothing is left to find in a document, because it or a text that it copies is stored; that it was read is kept."""
    if store.is_current(document, options.extractor, config_hash(options)):
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
    written = timex.written_on(document.text, language=document.language)
    return document if written is None else replace(document, dct=written, dct_origin=DateOrigin.DATELINE)


def redate(store: Store, document_id: str, published: date, options: Options = DEFAULT) -> Analysis:
    """Corrects a stored document's publication date and finds its events anew; what is stored now.

    ConfigurationError where there is no such document.
    """
    document = store.document(document_id)
    if document is None:
        raise ConfigurationError(f"no document has the id {document_id!r}; `python -m events documents` shows the ids")
    analysis = analyse(replace(document, dct=published, dct_origin=DateOrigin.CORRECTED), options)
    store.save(analysis)
    return store.analysis(document_id) or analysis
