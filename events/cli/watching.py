"""`python -m events watch`."""

import signal
from threading import Event as Signal
from typing import Annotated

import typer

from events.cli.fetch_options import AllowPrivate, fetcher_of
from events.cli.shared import Database, complain, err, open_store, out, prepare_gazetteer
from events.pipeline import Options, Report


def watch_command(
    targets: Annotated[list[str], typer.Argument(help="Addresses of feeds or pages, files, folders.")],
    once: Annotated[bool, typer.Option("--once", help="Look once and end.")] = False,
    every: Annotated[float, typer.Option("--every", metavar="MINUTES", min=0.01, help="Minutes between two looks.")] = 15.0,
    allow_private: AllowPrivate = False,
    database: Database = None,
) -> None:
    """Bring in what is new in feeds, pages and folders, again and again. Stop it at any moment (Ctrl-C); nothing is lost."""
    from events.watching import Watch  # fetches: what other commands need not load

    store, stop = open_store(database), Signal()
    with fetcher_of(allow_private, sleep=stop.wait) as fetcher:
        watch = Watch(targets, store, fetcher, Options(database=database), stop=stop)
        prepare_gazetteer()
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda *_: stop.set())
        told = Report()

        def tell(report: Report) -> None:
            for error in report.errors[len(told.errors) :]:
                complain(error)
            told.errors = list(report.errors)

        while True:
            told.errors = []
            report = watch.poll(tell)
            out.print(_summary(report))
            if once or stop.wait(every * 60):
                break
    if stop.is_set():
        err.print("stopped; what was found so far is kept")
    raise typer.Exit(1 if once and report.errors else 0)


def _summary(report: Report) -> str:
    return (
        f"{report.added} added, {report.updated} updated, {report.copies} copies, {len(report.errors)} failed; "
        f"{report.events} events found in what is new"
    )
