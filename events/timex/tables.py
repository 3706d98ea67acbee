"""Reads the tab-separated files of the grammars."""

from pathlib import Path

from events.errors import ConfigurationError


def read_table(path: Path, columns: int) -> list[tuple[int, list[str]]]:
    """(line number, fields) of each row of a tab-separated file; empty lines and those that begin with # are left out."""
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) != columns:
            raise ConfigurationError(f"{path}:{number}: {columns} columns separated by tabs are needed, not {len(fields)}")
        rows.append((number, fields))
    return rows
