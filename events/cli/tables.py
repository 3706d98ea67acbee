"""Tables of ready-made events among the paths of `python -m events ingest`."""

import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from events.cli.shared import err, pairs, progress_bar
from events.documents import files_of
from events.event_tables import OURS, SUFFIXES, TABLES, TableOptions, ingest_table, recognise
from events.pipeline import Report

if TYPE_CHECKING:
    from events.storage import Store

TableName = Annotated[
    str | None,
    typer.Option("--table", metavar="NAME", help=f"The paths are tables of events of this kind: {', '.join((*TABLES, OURS))}."),
]
ColumnNames = Annotated[
    list[str] | None,
    typer.Option("--column", metavar="OURS=THEIRS", help="In a plain table: the column that holds the date, place, text, title, type ..."),
]
DateOrder = Annotated[str | None, typer.Option(metavar="ORDER", help="In a plain table: dmy or mdy, how to read 03/04/2015.")]


def table_options(table: str | None, columns: list[str] | None, order: str | None, encoding: str) -> TableOptions:
    """What the options say of tables. ConfigurationError for a kind or order that does not exist."""
    return TableOptions(table, dict(pairs(columns, "--column")), order, encoding)


def event_tables(paths: Iterable[str], options: TableOptions) -> tuple[list[Path], dict[str, bool]]:
    """The tables of events among files and in folders; and the paths that are left to be read as texts, with whether each was named."""
    tables: list[Path] = []
    texts: dict[str, bool] = {}
    for name in paths:
        path = Path(name)
        if name != "-" and path.is_dir():
            mine = [found for found in _visible_files(path) if recognise(found, _told(options, found))]
            tables += mine
            texts |= {str(found): False for found in files_of(path) if found not in mine} if mine else {name: True}
        elif name != "-" and (options.table or options.columns or (path.suffix.lower() in SUFFIXES and recognise(path, options))):
            tables.append(path)
        else:
            texts[name] = True
    return tables, texts


def _told(options: TableOptions, path: Path) -> TableOptions:
    """In a folder, files are what they show to be; a kind that was named is for those that are tables at all."""
    return replace(options, table=None, columns={}) if path.suffix.lower() not in (".csv", ".tsv") else options


def _visible_files(folder: Path) -> Iterable[Path]:
    for at, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(at, name)


def keep_tables(paths: Iterable[Path], store: "Store", options: TableOptions) -> Report:
    """Keeps the events of all tables, with a bar; what is to be said of their rows goes to stderr."""
    total = Report()
    for path in paths:
        with progress_bar(path.name, None) as (progress, task):
            report, notes = ingest_table(path, store, options, progress=lambda done: progress.update(task, completed=done.documents))
        for note in notes:
            err.print(escape(note))
        total = joined(total, report)
    return total


def joined(one: Report, other: Report) -> Report:
    """Both reports as one."""
    return Report(
        added=one.added + other.added,
        updated=one.updated + other.updated,
        unchanged=one.unchanged + other.unchanged,
        copies=one.copies + other.copies,
        events=one.events + other.events,
        unanswered=one.unanswered + other.unanswered,
        errors=[*one.errors, *other.errors],
    )
