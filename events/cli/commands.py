"""`python -m events ingest | annotate | list | show | export | score`."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from events.annotate import annotate as annotate_lines
from events.cli import documents, gazetteer
from events.cli.exporting import (
    Actor,
    Confidence,
    Countries,
    Documents,
    Other,
    Rejected,
    Reviews,
    Since,
    Statuses,
    Text,
    Types,
    Until,
    chosen_events,
    export,
    filter_of,
    left_out,
)  # fmt: skip
from events.cli.ingesting import ingest_command
from events.cli.review import corrections_command
from events.cli.shared import (
    Database,
    Model,
    Workers,
    complain,
    err,
    open_store,
    out,
    prepare_gazetteer,
    progress_bar,
    stoppable,
)  # fmt: skip
from events.cli.watching import watch_command
from events.errors import ConfigurationError, DocumentError
from events.model import DateOrigin, Document, Event, Place, Review
from events.pipeline import Options
from events.scoring import LAYERS, layer, read_documents

if TYPE_CHECKING:
    from events.storage import Store

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Finds the dated incidents in news text, and keeps and shows them.")
app.add_typer(gazetteer.app, name="gazetteer")
app.add_typer(documents.app, name="documents")


app.command("ingest")(ingest_command)
app.command("watch")(watch_command)


@app.command()
def annotate(
    file: Annotated[Path | None, typer.Argument(help="JSON Lines file; default stdin.")] = None,
    workers: Workers = None,
    language_model: Model = None,
) -> None:
    """Read documents as JSON Lines, write their time expressions, places, mentions and events as JSON Lines."""
    prepare_gazetteer()
    failed = 0
    options, source = Options(language_model=language_model), str(file or "stdin")
    if file is None and workers is None:
        workers = 1  # whoever writes into the pipe may wait for each answer
    with stoppable(lambda: "the lines written so far are whole"), _lines(file) as lines:
        for answer, error in annotate_lines(lines, options, workers=workers, source=source):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
            if error is not None:
                failed += 1
                complain(error)
    sys.stdout.flush()
    raise typer.Exit(1 if failed else 0)


@contextmanager
def _lines(file: Path | None) -> Iterator[Iterable[str]]:
    if file is None:
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield sys.stdin
        return
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            yield lines
    except OSError as error:
        raise DocumentError(f"cannot be read ({error.strerror}); check the path", path=str(file)) from error


@app.command("list")
def list_command(
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
    as_documents: Annotated[bool, typer.Option("--documents", help="List the documents instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
    database: Database = None,
) -> None:
    """List the events that are kept, by date; what has no date comes last."""
    store = open_store(database)
    if as_documents:
        _list_documents(store, as_json)
        return
    wanted = filter_of(
        store, since=since, until=until, types=event_type, countries=country, actor=actor, statuses=status, reviews=review,
        confidence=confidence, documents=document, text=text, other=other, rejected=rejected,
    )  # fmt: skip
    arrays, found = chosen_events(store, wanted)
    rows = [{name: values[row] for name, values in arrays.columns.items()} for row in found]
    rows.sort(key=lambda r: (r["first"] or r["last"] or date.max, r["id"]))
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    table = Table("id", "date", "type", "status", "review", "what", "place", "sure", box=None, pad_edge=False)
    for row in rows:
        table.add_row(
            row["id"], _interval(row["first"], row["last"], row["date_assumed"]), row["event_type"], row["status"], _review(row["review"]),
            escape(row["title"]), escape(row["place_name"] or "-"), f"{row['confidence']:.0%}",
        )  # fmt: skip
    out.print(table)
    err.print(f"{len(rows)} events{left_out(arrays, wanted)}")


def _review(state: str) -> str:
    return "-" if state == Review.UNREVIEWED else state


def _interval(first: date | None, last: date | None, assumed: bool) -> str:
    if first is None and last is None:
        return "undated"
    text = str(first) if first == last else f"{first or '…'} to {last or '…'}"
    return f"~{text}" if assumed else text


def _list_documents(store: "Store", as_json: bool) -> None:
    table = Table("id", "published", "publisher", "title", "events", box=None, pad_edge=False)
    for document in store.documents():
        if as_json:
            row = {"id": document.id, "published": document.dct, "publisher": document.publisher, "title": document.title,
                   "source": document.source, "events": document.events}  # fmt: skip
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        cells = (str(document.dct or "-"), document.publisher or "-", document.title or "-", str(document.events))
        table.add_row(document.id, *map(escape, cells))
    if not as_json:
        out.print(table)


@app.command()
def show(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Id of an event or of a document.")],
    database: Database = None,
) -> None:
    """Show an event with every sentence that tells of it, or a document with all its events."""
    store = open_store(database)
    event = store.event(identity)
    if event is not None:
        document = store.document(event.document_id)
        assert document is not None
        _show_event(event, document)
        others = len(store.sources(document.id)) - 1
        more = f"; also at {others} other source{'s' if others > 1 else ''}" if others > 0 else ""
        out.print(f"  [dim]in: {escape(document.title or document.id)} {escape(_about(document))}{more}[/]")
        return
    analysis = store.analysis(identity)
    if analysis is None:
        raise ConfigurationError(f"no event or document has the id {identity!r}; `python -m events list` shows the ids")
    document = analysis.document
    out.print(f"[bold]{escape(document.title or 'untitled')}[/] {escape(_about(document))}")
    for source in store.sources(identity):
        kind = "read at" if source.exact else "near-copy at"
        named = " ".join(filter(None, (source.source, f"({source.publisher})" if source.publisher else "")))
        out.print(f"  [dim]{kind} {escape(named)}, {source.added:%Y-%m-%d}[/]")
    for found in sorted(analysis.events, key=lambda e: e.rank):
        _show_event(found, document)


def _about(document: Document) -> str:
    """Publisher and date, and where the date is from."""
    origin = f", {_ORIGINS.get(document.dct_origin, f'from {document.dct_origin}')}" if document.dct and document.dct_origin else ""
    return f"({document.publisher or 'no publisher'}, {document.dct or 'no publication date'}{origin})"


_ORIGINS = {origin: origin.value for origin in (DateOrigin.CORRECTED, DateOrigin.GIVEN)}


def _show_event(event: Event, document: Document) -> None:
    out.print(f"\n[bold]{escape(event.title)}[/]  [dim]{event.id}[/]")
    out.print(f"  {event.event_type} {event.mode} {event.acled or ''} · {event.status} · confidence {event.confidence:.0%}")
    out.print(f"  when:  {_interval(event.first, event.last, event.date_assumed)} ({event.date_precision or 'no date'})")
    place = event.place
    out.print(f"  where: {escape(_spot(place)) if place else '-'}")
    for mention in event.mentions:
        sentence = " ".join(mention.sentence.of(document.text).split())
        page = document.page(mention.trigger.start)
        out.print(f"  “{escape(sentence)}”" + (f" (page {page})" if page else ""))
        time = mention.when
        phrase = f"{time.timex.text!r} = {time.value} ({time.timex.anchor or 'absolute'})" if time and time.timex else "no time phrase"
        out.print(f"    [dim]{escape(mention.text)}: {escape(phrase)}; {mention.when.link if mention.when else '-'}, "
                  f"{mention.where.link if mention.where else '-'}[/]")  # fmt: skip


def _spot(place: Place) -> str:
    point = f"{place.latitude:.3f}, {place.longitude:.3f} ± {place.radius_km:.0f} km, {place.precision}"
    return f"{place.name}, {place.country} ({point})"


app.command("export")(export)
app.command("corrections")(corrections_command)


@app.command()
def score(
    layer_name: Annotated[str, typer.Argument(metavar="LAYER", help=f"One of: {', '.join(LAYERS)}.")],
    gold: Annotated[Path, typer.Argument(help="JSON Lines with doc_id, text and the gold annotations.")],
    more: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[TIMELINES] [PREDICTED]", help="anchors: the timelines. Then what `annotate` wrote; else it annotates."),
    ] = None,
    errors: Annotated[bool, typer.Option("--errors", help="List every disagreement, gold beside predicted.")] = False,
    workers: Workers = None,
) -> None:
    """Score annotations against gold; the figures are one JSON object on the last line."""
    scored, wanted, rest = layer(layer_name), read_documents(gold), list(more or ())
    if scored.join is not None:
        if not rest:
            raise typer.BadParameter(f"{layer_name} needs a second gold file: score {layer_name} DOCUMENTS TIMELINES")
        wanted = scored.join(wanted, read_documents(rest.pop(0), key="timeline"))
    if len(rest) > 1:
        raise typer.BadParameter(f"one file of predictions, not {len(rest)}")
    found = read_documents(rest[0]) if rest else _annotated(gold, workers)
    if errors:
        for error in scored.errors(wanted, found):
            sides = (json.dumps(_shown(side), ensure_ascii=False) if side else "-" for side in (error.gold, error.predicted))
            sys.stdout.write("\t".join((error.doc_id, error.kind, *sides, error.context)) + "\n")
    sys.stdout.write(json.dumps(scored.score(wanted, found)) + "\n")


def _shown(annotation: Mapping[str, Any]) -> dict[str, Any]:
    return {key: annotation[key] for key in ("text", "type", "value", "name", "lat", "lon", "km_off") if annotation.get(key) is not None}


def _annotated(gold: Path, workers: int | None) -> list[Mapping[str, Any]]:
    prepare_gazetteer()
    answers: list[Mapping[str, Any]] = []
    with _lines(gold) as lines, progress_bar("annotating", None) as (progress, task):
        for answer, _ in annotate_lines(lines, workers=workers, source=str(gold)):
            answers.append(answer)
            progress.update(task, advance=1)
    return answers
