"""The rows of `data/gazetteer/*.tsv`, the facts and rules that this project adds to the packages."""

from pathlib import Path

from events import paths
from events.errors import ConfigurationError

FOLDER = paths.DATA / "gazetteer"


def table(name: str) -> list[dict[str, str]]:
    """The rows of `data/gazetteer/<name>.tsv` as column -> text; `#` lines are comments, the first other line names the columns."""
    return read_table(FOLDER / f"{name}.tsv")


def read_table(path: Path) -> list[dict[str, str]]:
    """The rows of a tab-separated file with a line of column names. Raises ConfigurationError naming the line that does not fit."""
    columns: list[str] = []
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if not columns:
            columns = cells
        elif len(cells) > len(columns):
            raise ConfigurationError(f"{path}:{number}: {len(cells)} cells, but only {len(columns)} columns ({', '.join(columns)})")
        else:
            rows.append(dict(zip(columns, cells + [""] * (len(columns) - len(cells)), strict=True)))
    return rows


def split(cell: str) -> tuple[str, ...]:
    """The parts of a cell that holds several values, separated by `|`."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())
