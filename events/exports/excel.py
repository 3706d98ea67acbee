"""Excel: one sheet, dates as dates, nothing that Excel would run."""

from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from events.exports.rows import COLUMNS, Entry, row_of
from events.exports.texts import flat, is_formula, printable
from events.exports.writing import NO_ROOM, Written

MAX_ROWS = 1_048_575  # under the line of column names
MAX_CELL = 32_767  # characters
FIRST_YEAR = 1900  # Excel knows no earlier dates: they are written as text
CUT = "… (cut: longer than a cell)"


def write_excel(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """A line of column names and a row for each event."""
    written = Written()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("events")
    sheet.freeze_panes = "B2"
    sheet.append(COLUMNS)
    for entry in entries:
        if written.events == MAX_ROWS:
            written.left_out[NO_ROOM] += 1
            continue
        row = row_of(entry)
        sheet.append([_cell(sheet, row[name]) for name in COLUMNS])
        written.events += 1
    book.save(target)
    return written


def _cell(sheet: WriteOnlyWorksheet, value: Any) -> Any:
    value = flat(value)
    if isinstance(value, date) and value.year < FIRST_YEAR:
        return value.isoformat()
    if not isinstance(value, str):
        return value
    text = printable(value)
    text = text if len(text) <= MAX_CELL else text[: MAX_CELL - len(CUT)] + CUT
    if not is_formula(text):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = True  # as if typed with an apostrophe: text even when the cell is edited
    return cell
