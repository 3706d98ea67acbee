"""The rows of `data/gazetteer/*.tsv`, the facts and rules that this project adds to the packages."""

from events import paths
from events.tables import records

FOLDER = paths.DATA / "gazetteer"


def table(name: str) -> list[dict[str, str]]:
    """The rows of `data/gazetteer/<name>.tsv` as column -> text."""
    return records(FOLDER / f"{name}.tsv")
