"""Options of the commands that fetch."""

import os
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from events.fetching import Fetcher

AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Fetch from this machine and its own network, too.")]


def fetcher_of(allow_private: bool, *, sleep: Callable[[float], object] = time.sleep) -> "Fetcher":
    """A fetcher that says who asks, as EVENTS_USER_AGENT has it."""
    from events.fetching import Fetcher  # most commands fetch nothing and start without it

    return Fetcher(allow_private=allow_private, user_agent=os.environ.get("EVENTS_USER_AGENT"), sleep=sleep)
