"""`python -m events ingest | annotate | list | show | export | score`."""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from events.annotate import annotate as annotate_lines
from events.cli import gazetteer
from events.cli.exporting import (
    Actor,
    Confidence,
    Countries,
    Documents,
    Other,
    Reviews,
    Since,
    Statuses,
    Text,
    Types,
    Until,
    chosen_events,
    day,
    export,
    filter_of,
    left_out,
)  # fmt: skip
from events.cli.review import corrections_command
from events.cli.shared import (
    Database,
    Geocoder,
    GeocoderOptions,
    Model,
    UserAgent,
    Workers,
    complain,
    err,
    out,
    pairs,
    prepare_gazetteer,
    progress_bar,
    stoppable,
)  # fmt: skip
from events.cli.tables import ColumnNames, DateOrder, TableName, event_tables, joined, keep_tables, table_options
from events.documents import describe_skipped, read_path, read_stream
from events.errors import ConfigurationError, DocumentError
from events.model import Document, Event, Place
from events.pipeline import Options, Report, ingest
from events.scoring import LAYERS, layer, read_documents
from events.storage import Store, open_store

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Finds the dated incidents in news text, and keeps and shows them.")
app.add_typer(gazetteer.app, name="gazetteer")


@app.command("ingest")
def ingest_command(
    paths: Annotated[list[str], typer.Argument(help="Files or folders of texts or of tables of events; - reads one text from stdin.")],
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date of texts that do not say theirs.")] = None,
    encoding: Annotated[str, typer.Option(help="Encoding of the files.")] = "utf-8",
    database: Database = None,
    workers: Workers = None,
    language_model: Model = None,
    geocoder: Geocoder = None,
    geocoder_option: GeocoderOptions = None,
    user_agent: UserAgent = None,
    table: TableName = None,
    column: ColumnNames = None,
    date_order: DateOrder = None,
) -> None:
    """Read texts, find their events and keep them. What is there already and has not changed is skipped.

    Tables of ready-made events (ACLED, UCDP GED, GDELT, plain ones with a date and a place, our own exports) are known by their columns.
    """
    store = open_store(database)
    asked = tuple(pairs(geocoder_option))
    options = Options(language_model=language_model, geocoder=geocoder, geocoder_options=asked, user_agent=user_agent, database=database)
    published_on = day(published)
    prepare_gazetteer()
    tables_are = table_options(table, column, date_order, encoding)
    tables, texts = event_tables(paths, tables_are)
    kept = keep_tables(tables, store, tables_are)
    readings: list[Iterable[Document | DocumentError]] = [_reading(path, published_on, encoding) for path in texts]
    done = Report()
    stopped = stoppable(lambda: f"{done.documents} texts are kept, whole; run it again to go on")
    with stopped, progress_bar("reading", None) as (progress, task):

        def step(report: Report) -> None:
            nonlocal done
            done = report
            progress.update(task, completed=report.documents + len(report.errors), description=f"{report.events} events")

        report = ingest(_chained(readings), store, options, workers=workers, progress=step)
    report = joined(kept, report)
    for error in report.errors:
        complain(error)
    used = Counter(path.suffix.lower() for path in tables)
    for reading in readings:
        passed_over: Counter[str] = getattr(reading, "skipped", None) or Counter()
        if skipped := passed_over - used:
            err.print(f"passed over: {escape(describe_skipped(skipped))}")
    if report.unanswered:
        err.print(f"{report.unanswered} place names went unanswered by {geocoder}; the next run asks again")
    out.print(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, "
        f"{len(report.errors)} failed; {report.events} events found in what is new"
    )
    raise typer.Exit(1 if report.errors else 0)


def _reading(path: str, published: date | None, encoding: str) -> Iterable[Document | DocumentError]:
    if path != "-":
        return read_path(path, published=published, encoding=encoding)
    try:
        return [read_stream(sys.stdin.buffer, published=published, encoding=encoding)]
    except DocumentError as error:
        return [error]


def _chained(readings: list[Iterable[Document | DocumentError]]) -> Iterator[Document | DocumentError]:
    for reading in readings:
        yield from reading


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
    documents: Annotated[bool, typer.Option("--documents", help="List the documents instead.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
    database: Database = None,
) -> None:
    """List the events that are kept, by date; what has no date comes last."""
    store = open_store(database)
    if documents:
        _list_documents(store, as_json)
        return
    wanted = filter_of(
        store, since=since, until=until, types=event_type, countries=country, actor=actor, statuses=status, reviews=review,
        confidence=confidence, documents=document, text=text, other=other,
    )  # fmt: skip
    arrays, found = chosen_events(store, wanted)
    rows = [{name: values[row] for name, values in arrays.columns.items()} for row in found]
    rows.sort(key=lambda r: (r["first"] or r["last"] or date.max, r["id"]))
    if as_json:
        for row in rows:
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return
    table = Table("id", "date", "type", "status", "what", "place", "sure", box=None, pad_edge=False)
    for row in rows:
        table.add_row(
            row["id"], _interval(row["first"], row["last"], row["date_assumed"]), row["event_type"], row["status"], escape(row["title"]),
            escape(row["place_name"] or "-"), f"{row['confidence']:.0%}",
        )  # fmt: skip
    out.print(table)
    err.print(f"{len(rows)} events{left_out(arrays, wanted)}")


def _interval(first: date | None, last: date | None, assumed: bool) -> str:
    if first is None and last is None:
        return "undated"
    text = str(first) if first == last else f"{first or '…'} to {last or '…'}"
    return f"~{text}" if assumed else text


def _list_documents(store: Store, as_json: bool) -> None:
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
        return
    analysis = store.analysis(identity)
    if analysis is None:
        raise ConfigurationError(f"no event or document has the id {identity!r}; `python -m events list` shows the ids")
    document = analysis.document
    about = f"({document.publisher or 'no publisher'}, {document.dct or 'no publication date'})"
    out.print(f"[bold]{escape(document.title or 'untitled')}[/] {escape(about)}")
    for found in sorted(analysis.events, key=lambda e: e.rank):
        _show_event(found, document)


def _show_event(event: Event, document: Document) -> None:
    out.print(f"\n[bold]{escape(event.title)}[/]  [dim]{event.id}[/]")
    out.print(f"  {event.event_type} {event.mode} {event.acled or ''} · {event.status} · confidence {event.confidence:.0%}")
    out.print(f"  when:  {_interval(event.first, event.last, event.date_assumed)} ({event.date_precision or 'no date'})")
    place = event.place
    out.print(f"  where: {escape(_spot(place)) if place else '-'}")
    for mention in event.mentions:
        sentence = " ".join(mention.sentence.of(document.text).split())
        out.print(f"  “{escape(sentence)}”")
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
