"""`python -m events export`, and the options by which `list` and `export` choose events."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import numpy as np
import typer
from rich.markup import escape

from events.cli.shared import Database, err, open_store, progress_bar
from events.errors import ConfigurationError
from events.exports import EXPORTERS, export_events, exporter
from events.model import Review, Status
from events.ontology import EVENT_TYPES, OTHER
from events.views.arrays import EventArrays, Rows, event_arrays
from events.views.filters import DateRange, EventFilter, is_rejected, matching

if TYPE_CHECKING:
    from events.storage import Store

Since = Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="Only events that may fall on or after.")]
Until = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM-DD", help="Only events that may fall on or before.")]
Types = Annotated[list[str] | None, typer.Option("--type", metavar="TYPE", help="Only this PLOVER type, e.g. ASSAULT; may be repeated.")]
Countries = Annotated[list[str] | None, typer.Option("--country", metavar="CODE", help="Only this ISO code, e.g. IQ; may be repeated.")]
Actor = Annotated[str | None, typer.Option(help="Only events in which someone acts whose name holds this.")]
Statuses = Annotated[list[Status] | None, typer.Option("--status", help="Only events that are so; may be repeated.")]
Reviews = Annotated[
    list[Review] | None,
    typer.Option("--review", help="Only events of which a reviewer said so; may be repeated. Without it, all but the rejected."),
]
Confidence = Annotated[float, typer.Option(min=0, max=1, help="Only events that are at least so sure.")]
Documents = Annotated[list[str] | None, typer.Option("--document", metavar="ID", help="Only events of this document; may be repeated.")]
Text = Annotated[str | None, typer.Option(help='Only events of texts that hold every word and every "quoted phrase" of this.')]

Other = Annotated[bool, typer.Option("--other/--no-other", help="Also happenings that have no PLOVER type.")]
Rejected = Annotated[bool, typer.Option("--rejected/--no-rejected", help="Also what a reviewer rejected; its review says so.")]


def day(value: str | None) -> date | None:
    """The day that an option names."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise typer.BadParameter(f"{value!r} is no date; write YYYY-MM-DD") from None


def filter_of(
    store: "Store",
    *,
    since: str | None = None,
    until: str | None = None,
    types: Sequence[str] | None = None,
    countries: Sequence[str] | None = None,
    actor: str | None = None,
    statuses: Sequence[Status] | None = None,
    reviews: Sequence[Review] | None = None,
    confidence: float = 0.0,
    documents: Sequence[str] | None = None,
    text: str | None = None,
    other: bool = False,
    rejected: bool = False,
) -> EventFilter:
    """The filter that the options describe. ConfigurationError for a type that does not exist or a document that is not there."""
    return EventFilter(
        dates=DateRange(day(since), day(until)),
        types=frozenset(name.upper() for name in types or ()),
        countries=frozenset(code.upper() for code in countries or ()),
        statuses=frozenset(status.value for status in statuses or ()),
        reviews=frozenset(review.value for review in reviews or ()),
        actor=actor or "",
        confidence=confidence,
        documents=_documents(store, documents, text),
        other=other,
        rejected=rejected,
    )


def _documents(store: "Store", documents: Sequence[str] | None, text: str | None) -> frozenset[str] | None:
    if documents is None and text is None:
        return None
    for document_id in documents or ():
        if store.document(document_id) is None:
            raise ConfigurationError(f"no document has the id {document_id!r}; `python -m events list --documents` shows them")
    if text is None:
        return frozenset(documents or ())
    found = frozenset(store.search(text))
    return found if documents is None else found & frozenset(documents)


def chosen_events(store: "Store", wanted: EventFilter) -> tuple[EventArrays, Rows]:
    """All events, and the rows of those that the filter lets through. ConfigurationError for an event type that nothing has."""
    arrays = event_arrays(store.event_columns())
    unknown = wanted.types - {*EVENT_TYPES, OTHER} - set(arrays.columns["event_type"])
    if unknown:
        raise ConfigurationError(f"no event type {', '.join(sorted(unknown))}; there are: {', '.join(EVENT_TYPES)}")
    return arrays, matching(arrays, wanted)


def _formats() -> str:
    return "; ".join(f"{name} ({one.description})" for name, one in EXPORTERS.items())


def export(
    format: Annotated[str, typer.Argument(metavar="FORMAT", help=f"One of: {_formats()}.")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; default stdout.")] = None,
    since: Since = None,
    until: Until = None,
    event_type: Types = None,
    country: Countries = None,
    actor: Actor = None,
    status: Statuses = None,
    review: Reviews = None,
    confidence: Confidence = 0.0,
    document: Documents = None,
    text: Text = None,
    other: Other = False,
    rejected: Rejected = False,
    records: Annotated[bool, typer.Option(help="In csv, jsonl, geojson: all that `ingest` needs to make the same events again.")] = True,
    database: Database = None,
) -> None:
    """Write the events kept, or those chosen, with their sources, for other programs."""
    exporter(format)
    store = open_store(database)
    wanted = filter_of(
        store, since=since, until=until, types=event_type, countries=country, actor=actor, statuses=status, reviews=review,
        confidence=confidence, documents=document, text=text, other=other, rejected=rejected,
    )  # fmt: skip
    arrays, rows = chosen_events(store, wanted)
    with progress_bar("writing", len(rows)) as (progress, task):
        written = export_events(
            store.analyses(documents_of(arrays, rows)),
            format,
            output or sys.stdout.buffer,
            event_ids=ids_of(arrays, rows),
            records=records,
            progress=lambda done: progress.update(task, completed=done),
        )
    for note in written.notes():
        err.print(note)
    err.print(f"{written.events:,} events written{f' to {escape(str(output))}' if output else ''}{left_out(arrays, wanted)}")


def left_out(arrays: EventArrays, wanted: EventFilter) -> str:
    """A note of what a filter would let through if it were asked for, each event counted once; "" where there is nothing."""
    more = np.setdiff1d(matching(arrays, replace(wanted, other=True, rejected=True)), matching(arrays, wanted))
    asked = wanted.rejected or Review.REJECTED in wanted.reviews
    rejected = 0 if asked else int(is_rejected(arrays)[more].sum())
    other = len(more) - rejected
    notes = [f"; {other:,} other happenings without a type left out (--other lists them)"] if other else []
    notes += [f"; {rejected:,} that a reviewer rejected left out (--rejected lists them)"] if rejected else []
    return "".join(notes)


def ids_of(arrays: EventArrays, rows: Iterable[int]) -> frozenset[str]:
    """The ids of the events in these rows."""
    return frozenset(arrays.ids[row] for row in rows)


def documents_of(arrays: EventArrays, rows: Iterable[int]) -> list[str]:
    """The ids of their documents, each once, in the order of the rows."""
    return list(dict.fromkeys(arrays.columns["document_id"][row] for row in rows))
