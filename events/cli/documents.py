"""`python -m events documents`: the documents that are kept, where each is from, its date; what could not be read."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from events.cli.exporting import day as parsed_day
from events.cli.fetch_options import AllowPrivate, fetcher_of
from events.cli.shared import Database, complain, err, open_store, out, prepare_gazetteer
from events.errors import ConfigurationError
from events.pipeline import Options, redate, supports

if TYPE_CHECKING:
    from events.storage import Store, StoredDocument

app = typer.Typer(invoke_without_command=True, help="The documents that are kept: list, date, delete them; what could not be read.")
UNSUPPORTED = "language not supported, events not looked for"


@app.callback()
def list_documents(
    context: typer.Context,
    undated: Annotated[bool, typer.Option("--undated", help="Only those without a publication date.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
    database: Database = None,
) -> None:
    """List the documents, where each is from and what it yielded; then what could not be read."""
    if context.invoked_subcommand is not None:
        return
    store = open_store(database)
    kept = [document for document in store.documents() if not (undated and document.dct)]
    if as_json:
        _write_json(kept, store)
        return
    table = Table("id", "published", "date from", "publisher", "title", "events", "sources", box=None, pad_edge=False)
    for document in kept:
        found = str(document.events) if supports(document.language) else f"{document.language}: {UNSUPPORTED}"
        origin = document.dct_origin or ("unknown" if document.dct else "give it: documents date")
        cells = (str(document.dct or "-"), str(origin), document.publisher or "-", document.title or document.source or "-")
        table.add_row(document.id, *map(escape, cells), escape(found), str(document.sources))
    out.print(table)
    failed = store.failures()
    err.print(f"{len(kept)} documents; {len(failed)} sources could not be read" + ("; see `documents failures`" if failed else ""))


def _write_json(kept: "list[StoredDocument]", store: "Store") -> None:
    for document in kept:
        sources = [{"source": s.source, "url": s.url, "publisher": s.publisher, "added": s.added, "exact": s.exact}
                   for s in store.sources(document.id)]  # fmt: skip
        row = {
            "id": document.id, "published": document.dct, "published_from": document.dct_origin, "publisher": document.publisher,
            "title": document.title, "url": document.url, "language": document.language, "supported": supports(document.language),
            "source": document.source, "events": document.events, "sources": sources,
        }  # fmt: skip
        sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")


@app.command("date")
def date_command(
    identity: Annotated[str, typer.Argument(metavar="ID", help="Id of a document.")],
    published: Annotated[str, typer.Argument(metavar="YYYY-MM-DD", help="When it was published.")],
    database: Database = None,
) -> None:
    """Correct a document's publication date, and date its events anew."""
    day = parsed_day(published)
    assert day is not None
    prepare_gazetteer()
    analysis = redate(open_store(database), identity, day, Options(database=database))
    out.print(f"{escape(analysis.document.title or identity)}: published {day}; {len(analysis.events)} events dated anew")


@app.command("delete")
def delete(
    identities: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of documents.")],
    database: Database = None,
) -> None:
    """Delete documents with all that was found in them; corrections stay in the log."""
    store, missing = open_store(database), 0
    for identity in identities:
        if not store.delete_document(identity):
            complain(ConfigurationError(f"no document has the id {identity!r}; `python -m events documents` shows the ids"))
            missing += 1
    out.print(f"{len(identities) - missing} deleted")
    raise typer.Exit(1 if missing else 0)


@app.command("failures")
def failures(
    again: Annotated[bool, typer.Option("--retry", help="Try to read them again.")] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Strike them off the list.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON Lines instead of a table.")] = False,
    allow_private: AllowPrivate = False,
    database: Database = None,
) -> None:
    """List what could not be read: why, since when, how often it was tried."""
    store = open_store(database)
    if forget:
        out.print(f"{store.forget_failures([failure.source for failure in store.failures()])} forgotten")
        return
    if again:
        from events.intake import retry  # fetches: what other commands need not load

        prepare_gazetteer()
        with fetcher_of(allow_private) as fetcher:
            report = retry(store, fetcher, Options(database=database))
        for error in report.errors:
            complain(error)
        out.print(f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged, {len(report.errors)} failed again")
        raise typer.Exit(1 if report.errors else 0)
    table = Table("source", "why", "last tried", "times", box=None, pad_edge=False)
    for failure in store.failures():
        if as_json:
            row = {"source": failure.source, "why": failure.message, "first": failure.first, "last": failure.last,
                   "attempts": failure.attempts}  # fmt: skip
            sys.stdout.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        table.add_row(escape(failure.source), escape(failure.message), f"{failure.last:%Y-%m-%d %H:%M}", str(failure.attempts))
    if not as_json:
        out.print(table)
