"""`python -m events ingest`."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from events.cli.exporting import day
from events.cli.fetch_options import AllowPrivate, fetcher_of
from events.cli.shared import (
    Database,
    Geocoder,
    GeocoderOptions,
    Model,
    UserAgent,
    Workers,
    complain,
    err,
    open_store,
    out,
    pairs,
    prepare_gazetteer,
    progress_bar,
    stoppable,
)  # fmt: skip
from events.cli.tables import ColumnNames, DateOrder, TableName, event_tables, joined, keep_tables, table_options
from events.documents import Columns, Hints, describe_skipped, read_path, read_stream
from events.errors import DocumentError
from events.model import Document
from events.pipeline import Options, Report, ingest

if TYPE_CHECKING:
    from events.storage import Store

Column = Annotated[str | None, typer.Option(metavar="NAME", help="Column of a table, where its name does not say so.")]


def ingest_command(
    paths: Annotated[
        list[str],
        typer.Argument(help="Files, folders (text, web pages, PDF, Word, mail, feeds, tables, ZIP), addresses; - reads a text from stdin."),
    ],
    published: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date of texts that do not say theirs.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the files; default: found out.")] = None,
    text_column: Column = None,
    date_column: Column = None,
    title_column: Column = None,
    url_column: Column = None,
    allow_private: AllowPrivate = False,
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
    from events.fetching import is_address  # httpx and its kind: commands that fetch nothing start without them

    store = open_store(database)
    asked = tuple(pairs(geocoder_option))
    options = Options(language_model=language_model, geocoder=geocoder, geocoder_options=asked, user_agent=user_agent, database=database)
    hints = Hints(day(published), encoding, columns=Columns(text_column, date_column, title_column, url_column))
    prepare_gazetteer()
    tables_are = table_options(table, column, date_order, encoding or "utf-8")
    tables, texts = event_tables([path for path in paths if not is_address(path)], tables_are)
    kept = keep_tables(tables, store, tables_are)
    readings: list[Iterable[Document | DocumentError]] = [_reading(path, hints, named) for path, named in texts.items()]
    done = Report()
    stopped = stoppable(lambda: f"{done.documents} texts are kept, whole; run it again to go on")
    with stopped, progress_bar("reading", None) as (progress, task):

        def step(report: Report) -> None:
            nonlocal done
            done = report
            progress.update(task, completed=report.documents + len(report.errors), description=f"{report.events} events")

        report = ingest(_chained(readings), store, options, workers=workers, progress=step)
        _fetch([path for path in paths if is_address(path)], store, options, hints, allow_private, report)
    report = joined(kept, report)
    _say(report, readings, geocoder)
    raise typer.Exit(1 if report.errors else 0)


def _fetch(urls: list[str], store: "Store", options: Options, hints: Hints, allow_private: bool, report: Report) -> None:
    if urls:
        from events.intake import ingest_address

        with fetcher_of(allow_private) as fetcher:
            for url in urls:
                report.add(ingest_address(url, store, fetcher, options, hints=hints))


def _say(report: Report, readings: list[Iterable[Document | DocumentError]], geocoder: str | None) -> None:
    for error in report.errors:
        complain(error)
    passed_over = sum((Counter(getattr(reading, "skipped", None) or {}) for reading in readings), Counter[str]())
    if passed_over:
        err.print(f"passed over: {escape(describe_skipped(passed_over))}")
    if report.unanswered:
        err.print(f"{report.unanswered} place names went unanswered by {geocoder}; the next run asks again")
    copies = f"{report.copies} copies of known texts, " if report.copies else ""
    out.print(
        f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {copies}"
        f"{len(report.errors)} failed; {report.events} events found in what is new"
    )


def _reading(path: str, hints: Hints, named: bool) -> Iterable[Document | DocumentError]:
    if path != "-":
        return read_path(path, published=hints.published, encoding=hints.encoding, columns=hints.columns, asked_for=named)
    try:
        return [read_stream(sys.stdin.buffer, published=hints.published, encoding=hints.encoding)]
    except DocumentError as error:
        return [error]


def _chained(readings: list[Iterable[Document | DocumentError]]) -> Iterator[Document | DocumentError]:
    for reading in readings:
        yield from reading
