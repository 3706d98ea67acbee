"""`corrections`: the log of what reviewers said, as JSON Lines."""

import json
from typing import Annotated

import typer

from events.cli.shared import Database, open_store, out
from events.records import to_plain


def corrections_command(
    document: Annotated[str | None, typer.Option("--document", metavar="ID", help="Only those of this document.")] = None,
    database: Database = None,
) -> None:
    """Writes the log of corrections, oldest first, one JSON object a line: number, time, author, verb, old and new values."""
    for one in open_store(database).corrections(document):
        out.print(json.dumps(to_plain(one), ensure_ascii=False), markup=False)
