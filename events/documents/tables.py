"""Tables of texts: CSV by pandas, Excel by openpyxl, Parquet by pyarrow. Each row is a document; all are read piece by piece."""

import codecs
import csv
import io
import re
import warnings
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO

import pandas

from events.documents.base import MAX_BYTES, MAX_ROWS, Hints, Item
from events.documents.charset import check_encoding, decoded, guessed
from events.documents.columns import mapped
from events.documents.kinds import CSV, EXCEL, kind_of
from events.documents.packages import check_package
from events.documents.rows import row_document
from events.errors import DocumentError

SAMPLE = 65_536  # bytes by which separator and encoding are told
PIECE = 100  # rows
LONGEST_LINE = 2 * MAX_BYTES
SEPARATORS = ",;\t|"
_BAD_LINE = re.compile(r"Skipping line (\d+): (.*)")

Row = tuple[int, Sequence[Any]]  # number of its line or row in the file, from 1, and its cells


def read(file: BinaryIO, source: str, hints: Hints) -> Iterator[Item]:
    """A document for each row, and an error for each that is none. DocumentError without a column of texts."""
    kind = kind_of(file, ".csv")
    rows = _csv(file, source, hints) if kind == CSV else _excel(file, source) if kind == EXCEL else _parquet(file, source)
    columns: dict[str, int] = {}
    for number, cells in rows:
        if isinstance(cells, DocumentError):
            yield cells
        elif not columns:
            columns = mapped([str(cell or "") for cell in cells], hints.columns, source)
        elif number > MAX_ROWS:
            yield DocumentError(f"it has more than the {MAX_ROWS:,} rows that are read; split it", path=source)
            return
        elif any(cell is not None and cell == cell and cell != "" for cell in cells):
            yield _document(cells, columns, f"{source}:{number}", hints)
    if not columns:
        raise DocumentError("there is no table in it", path=source)


def _document(cells: Sequence[Any], columns: dict[str, int], source: str, hints: Hints) -> Item:
    try:
        return row_document({role: cells[at] for role, at in columns.items() if at < len(cells)}, source, hints)
    except DocumentError as error:
        return error


def _csv(file: BinaryIO, source: str, hints: Hints) -> Iterator[tuple[int, Any]]:
    """The header, then the rows. A row with too many cells is an error in its place."""
    check_encoding(hints.encoding)
    sample = file.read(SAMPLE)
    file.seek(0)
    encoding = hints.encoding or _encoding(file, sample, source)
    header = decoded(sample[: sample.rfind(b"\n") + 1] or sample, source, encoding)
    options: dict[str, Any] = {"sep": _separator(header), "encoding": encoding, "dtype": str, "keep_default_na": False}
    number, names_read = 1, False
    lines = _Lines(file)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            with pandas.read_csv(io.BufferedReader(lines), chunksize=PIECE, on_bad_lines="warn", index_col=False, **options) as pieces:
                for piece in pieces:
                    if not names_read:
                        yield 1, list(piece.columns)
                        names_read = True
                    for cells in piece.itertuples(index=False, name=None):
                        number += 1
                        yield number, cells
                    yield from _bad_lines(warned, source)
                    yield from lines.problems(source)
        except (ValueError, UnicodeError, pandas.errors.ParserError, csv.Error) as error:
            words = " ".join(str(error).split())[:200]
            yield number, DocumentError(f"the rest cannot be read as CSV ({words})", path=source)
    yield from lines.problems(source)
    if not names_read:
        yield 1, next(csv.reader(io.StringIO(header), delimiter=options["sep"]), [])


class _Lines(io.RawIOBase):
    """The lines of a file without those that are longer than any document, which pandas would swallow whole."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._rest, self._number = file, b"", 0
        self._too_long: list[int] = []

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            line = self._file.readline(LONGEST_LINE)
            self._number += 1
            if len(line) < LONGEST_LINE or line.endswith(b"\n"):
                self._rest = line
                break
            self._too_long.append(self._number)
            while (more := self._file.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
                pass
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)

    def problems(self, source: str) -> Iterator[tuple[int, DocumentError]]:
        """An error for each line that was left out since one asked last."""
        for number in self._too_long:
            yield number, DocumentError(f"more than {LONGEST_LINE:,} bytes are too many for one line", path=source, line=number)
        self._too_long.clear()


def _bad_lines(warned: list[warnings.WarningMessage], source: str) -> Iterator[tuple[int, DocumentError]]:
    for warning in warned:
        for line in str(warning.message).splitlines():
            found = _BAD_LINE.match(line.strip())
            if found:
                yield int(found[1]), DocumentError(f"its cells do not fit the header ({found[2]})", path=source, line=int(found[1]))
    warned.clear()


def _encoding(file: BinaryIO, sample: bytes, source: str) -> str:
    """UTF-8 where the whole file is, else the guess from its first piece."""
    if sample.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(SAMPLE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
        return "utf-8-sig"
    except UnicodeDecodeError as error:
        guess = guessed(sample if not sample.isascii() else sample + piece)
        if guess is None:
            raise DocumentError("its encoding cannot be told; name it with --encoding, for example latin-1", path=source) from error
        return guess
    finally:
        file.seek(0)


def _separator(header: str) -> str:
    try:
        return csv.Sniffer().sniff(header.splitlines()[0] + "\n", SEPARATORS).delimiter
    except (csv.Error, IndexError):
        first = header.splitlines()[0] if header else ""
        return max(SEPARATORS, key=first.count)


def _excel(file: BinaryIO, source: str) -> Iterator[tuple[int, Any]]:
    """The rows of the first sheet that has any."""
    import openpyxl

    check_package(file, source)
    book = openpyxl.load_workbook(file, read_only=True, data_only=True)
    try:
        for sheet in book.worksheets:
            rows = enumerate(sheet.iter_rows(values_only=True), 1)
            filled = ((number, cells) for number, cells in rows if any(cell is not None for cell in cells))
            first = next(filled, None)
            if first is not None:
                yield first
                yield from islice(filled, MAX_ROWS + 1)
                return
    finally:
        book.close()


def _parquet(file: BinaryIO, source: str) -> Iterator[tuple[int, Any]]:
    import pyarrow
    import pyarrow.parquet

    try:
        table = pyarrow.parquet.ParquetFile(file)
    except (pyarrow.ArrowInvalid, OSError) as error:
        raise DocumentError("it is no valid Parquet file, or damaged; write it anew", path=source) from error
    names = table.schema_arrow.names
    yield 1, names
    number = 1
    for batch in table.iter_batches(batch_size=PIECE):
        columns = [batch.column(at).to_pylist() for at in range(batch.num_columns)]
        for cells in zip(*columns, strict=True):
            number += 1
            yield number, cells


