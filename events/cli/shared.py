"""What all commands share: consoles, options, progress bars, the one line that an error gets."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from events.errors import EventsError
from events.gazetteer import ensure_gazetteer

if TYPE_CHECKING:
    from events.storage import Store

out = Console(soft_wrap=True, highlight=False)
err = Console(stderr=True, soft_wrap=True, highlight=False)

Database = Annotated[
    str | None, typer.Option("--database", metavar="URL", help="SQLAlchemy URL; default $EVENTS_DATABASE_URL, else data/local.")
]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes side by side; default: one for each core, for few texts one alone.")
]
Geocoder = Annotated[
    str | None, typer.Option(metavar="NAME", help="Online geocoder (any of geopy's, e.g. nominatim) for names that the gazetteer lacks.")
]
GeocoderOptions = Annotated[
    list[str] | None, typer.Option("--geocoder-option", metavar="KEY=VALUE", help="What its geopy class takes: api_key, domain, scheme.")
]
UserAgent = Annotated[
    str | None, typer.Option(envvar="EVENTS_USER_AGENT", help="Who asks, e.g. 'my-newsroom (me@example.org)', as services demand.")
]
Model = Annotated[
    str | None,
    typer.Option("--language-model", metavar="NAME", help="Another spaCy pipeline: an installed one (en_core_web_trf), or a folder."),
]


def open_store(database: str | None) -> "Store":
    """The store that a command was told to use."""
    from events import storage  # SQLAlchemy: `annotate` and `--help` start in half the time without it

    return storage.open_store(database)


def complain(error: EventsError) -> None:
    """Writes an error as one line to stderr."""
    err.print(f"[red]error:[/] {escape(' '.join(str(error).split()))}")


@contextmanager
def stoppable(words: Callable[[], str]) -> Iterator[None]:
    """Lets an interrupt (Ctrl-C) end the command with these words in one line, and exit code 1."""
    try:
        yield
    except KeyboardInterrupt:
        err.print(f"stopped: {escape(words())}")
        raise typer.Exit(1) from None


@contextmanager
def progress_bar(description: str, total: int | None) -> Iterator[tuple[Progress, Any]]:
    """A bar on stderr and its task; none where stderr is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True, disable=not err.is_terminal) as progress:
        yield progress, progress.add_task(description, total=total)


def pairs(values: list[str] | None, option: str = "--geocoder-option") -> Iterator[tuple[str, str]]:
    """KEY=VALUE options taken apart."""
    for value in values or []:
        key, equals, rest = value.partition("=")
        if not equals:
            raise typer.BadParameter(f"{value!r} has no '='; write KEY=VALUE", param_hint=option)
        yield key, rest


def prepare_gazetteer() -> Path:
    """The gazetteer's file, built with a bar where it is missing or old."""
    with progress_bar("gazetteer", 100) as (progress, task):

        def step(what: str, share: float) -> None:
            progress.update(task, description=f"gazetteer: {what}", completed=int(100 * share))

        return ensure_gazetteer(progress=step)
