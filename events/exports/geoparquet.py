"""GeoParquet 1.1: points as WKB in WGS 84, dates as dates, lists as lists; pyarrow, which Streamlit brings, writes it."""

import json
import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

import pyarrow
from pyarrow import parquet

from events.exports.rows import COLUMNS, Entry, Row, has_point, row_of
from events.exports.writing import Written

BATCH = 5_000  # rows in memory
_KINDS = {
    **dict.fromkeys(("first", "last", "published"), pyarrow.date32()),
    **dict.fromkeys(("contexts", "actors", "recipients", "quantities"), pyarrow.list_(pyarrow.string())),
    **dict.fromkeys(("latitude", "longitude", "radius_km", "confidence"), pyarrow.float64()),
    **dict.fromkeys(("geonameid", "mentions", "quote_start", "quote_end", "trigger_start", "trigger_end"), pyarrow.int64()),
    **dict.fromkeys(("date_assumed", "corrected"), pyarrow.bool_()),
}
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},  # without a crs it is OGC:CRS84
}
_FIELDS = [*((name, _KINDS.get(name, pyarrow.string())) for name in COLUMNS), ("geometry", pyarrow.binary())]
_SCHEMA = pyarrow.schema(_FIELDS, metadata={"geo": json.dumps(_GEO)})


def write_geoparquet(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """A row for each event; the geometry is null where there is no point."""
    written = Written()
    with parquet.ParquetWriter(target, _SCHEMA, compression="zstd") as writer:
        for batch in _batches(map(row_of, entries)):
            writer.write_table(pyarrow.Table.from_pylist([_values(row) for row in batch], schema=_SCHEMA))
            written.events += len(batch)
    return written


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _values(row: Row) -> dict[str, Any]:
    return row | {"geometry": struct.pack("<BIdd", 1, 1, row["longitude"], row["latitude"]) if has_point(row) else None}
