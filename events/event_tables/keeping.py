"""Coded events into the store, many in one transaction: the same again changes nothing, a changed row takes the place of its old self."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from events.errors import DocumentError, EventsError
from events.event_tables.ours import Record
from events.model import Analysis, Document, Event
from events.pipeline import Report
from events.records import plain_json
from events.storage import SaveResult, Store

BATCH = 500  # documents in one transaction
TEXTS = "rules"  # the extractor of texts: what it found in another text is another event's
IMPORTED = "+imported"  # ends the hash of an analysis that came by import, so that `ingest` of its text does it anew


def keep(
    analyses: Iterable[Analysis | DocumentError],
    store: Store,
    *,
    comparable: bool = False,
    progress: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Keeps the rows of a table; what was done. An error costs its line and nothing else. `comparable`: see `Store.save_all`."""
    report, batch = Report(), []
    for item in analyses:
        if isinstance(item, DocumentError):
            report.errors.append(item)
            continue
        batch.append(item)
        if len(batch) == BATCH:
            _flush(batch, store, report, comparable)
            progress(report)
            batch = []
    _flush(batch, store, report, comparable)
    progress(report)
    return report


def keep_records(
    records: Iterable[Record | DocumentError], store: Store, source: str, *, progress: Callable[[Report], None] = lambda report: None
) -> Report:
    """Keeps the events of an export: each joins its document, beside what is there of it.

    Events whose document's text comes later in the file, or that stand apart from the others of their document, are kept last.
    """
    late: list[_Run] = []
    report = keep(_joined(_runs(records), store, source, late), store, comparable=True, progress=progress)
    together: dict[str, _Run] = {}
    for run in late:
        together.setdefault(run.document_id, _Run(run.document_id, [])).records.extend(run.records)
    more = keep((_analysis(run, store.findings(run.document_id), source) for run in together.values()), store, comparable=True)
    report.updated += more.added + more.updated
    report.events += more.events
    report.errors += more.errors
    return report


def _flush(batch: list[Analysis], store: Store, report: Report, comparable: bool) -> None:
    if not batch:
        return
    homes = store.homes([event.id for analysis in batch for event in analysis.events])
    kept: list[Analysis] = []
    moved: dict[str, Analysis] = {}  # document that a row made before it was changed -> what it makes now
    for analysis in batch:
        before = [homes[event.id] for event in analysis.events if event.id in homes]
        elsewhere = [(document_id, extractor) for document_id, extractor in before if document_id != analysis.document.id]
        foreign = [document_id for document_id, extractor in elsewhere if extractor != analysis.extractor or extractor == TEXTS]
        if foreign:
            report.errors.append(_taken(analysis, foreign[0]))
        else:
            moved |= {document_id: analysis for document_id, _ in elsewhere}
            kept.append(analysis)
    results = store.save_all(kept, instead_of=list(moved), comparable=comparable)
    replaced = {id(analysis) for analysis in moved.values()}
    for analysis, result in zip(kept, results, strict=True):
        _count(report, analysis, SaveResult.UPDATED if id(analysis) in replaced else result)


def _taken(analysis: Analysis, document_id: str) -> EventsError:
    source = analysis.document.source or "import"
    return DocumentError(f"an event of it is already kept, in document {document_id}; delete that first", path=source)


def _count(report: Report, analysis: Analysis, result: SaveResult) -> None:
    report.added += result is SaveResult.ADDED
    report.updated += result is SaveResult.UPDATED
    report.unchanged += result is SaveResult.UNCHANGED
    report.events += len(analysis.events) if result is not SaveResult.UNCHANGED else 0


@dataclass(slots=True)
class _Run:
    """Records of one document that stand together."""

    document_id: str
    records: list[Record]

    def document(self) -> Document | None:
        return next((one.document for one in self.records if one.document is not None), None)


def _runs(records: Iterable[Record | DocumentError]) -> Iterator[_Run | DocumentError]:
    run: _Run | None = None
    for record in records:
        if isinstance(record, DocumentError):
            yield record
        elif run is not None and run.document_id == record.document_id:
            run.records.append(record)
        else:
            if run is not None:
                yield run
            run = _Run(record.document_id, [record])
    if run is not None:
        yield run


def _joined(runs: Iterable[_Run | DocumentError], store: Store, source: str, late: list[_Run]) -> Iterator[Analysis | DocumentError]:
    """Each run with its document's text, from the run or from the store; `late` gets those that must wait for the others."""
    begun: set[str] = set()  # documents handed on, which may not be in the store yet
    while some := list(islice(runs, BATCH)):
        stored = store.stored_among([run.document_id for run in some if isinstance(run, _Run)])
        for run in some:
            if isinstance(run, DocumentError):
                yield run
            elif run.document_id in begun or (run.document() is None and run.document_id not in stored):
                late.append(run)
            else:
                begun.add(run.document_id)
                yield _analysis(run, store.findings(run.document_id) if run.document_id in stored else None, source)


def _analysis(run: _Run, stored: Analysis | None, source: str) -> Analysis | DocumentError:
    """The events of a document beside those that are stored of it."""
    document = run.document() or (stored.document if stored else None)
    if document is None:
        return DocumentError(f"the text of document {run.document_id} is not in it; export it whole", path=source)
    if document.id != run.document_id:
        return DocumentError(f"the text of document {run.document_id} was changed; export it again", path=source)
    found = tuple(record.event for record in run.records)
    broken = next((event for event in found if not _fits(event, document)), None)
    if broken is not None:
        return DocumentError(f"event {broken.id} points beyond the end of its text; export it again", path=source)
    if stored is None:
        first = run.records[0]
        made = first.config_hash.removesuffix(IMPORTED) + IMPORTED
        return Analysis(document, events=_once(found), extractor=first.extractor, config_hash=made)
    events = _once((*stored.events, *found))
    if events == stored.events:
        return replace(stored, document=document)
    digest = hashlib.sha256(plain_json(events)).hexdigest()[:12]
    return replace(stored, document=document, events=events, config_hash=digest + IMPORTED)


def _once(events: Iterable[Event]) -> tuple[Event, ...]:
    """Each event once, as it was said last."""
    return tuple({event.id: event for event in events}.values())


def _fits(event: Event, document: Document) -> bool:
    return all(max(mention.sentence.end, mention.trigger.end) <= len(document.text) for mention in event.mentions)
