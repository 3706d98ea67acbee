"""The command line: ingest, annotate, list, show, export, score, gazetteer.

Results go to stdout, everything else to stderr. Exit code 0: all well; 1: something failed, each in its line; 2: wrong usage.
"""

import sys

from events.cli.commands import app
from events.cli.shared import complain
from events.errors import EventsError

__all__ = ["app", "main"]


def main() -> None:
    """Runs the command line; an error of ours is one line on stderr and exit code 1."""
    try:
        app(standalone_mode=True)
    except EventsError as error:
        complain(error)
        sys.exit(1)
    except BrokenPipeError:
        sys.exit(1)
