"""Options of the commands that fetch."""

import os
from typing import Annotated

import typer

from events.fetching import Fetcher

AllowPrivate = Annotated[bool, typer.Option("--allow-private", help="Fetch from this machine and its own network, too.")]


def fetcher_of(allow_private: bool) -> Fetcher:
    """A fetcher that says who asks, as EVENTS_USER_AGENT has it."""
    return Fetcher(allow_private=allow_private, user_agent=os.environ.get("EVENTS_USER_AGENT"))
