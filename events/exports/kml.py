"""KML 2.2 with time spans. Regions and countries are placemarks without a point, in a folder of their own."""

import tempfile
from collections.abc import Iterable
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from events.exports.rows import COLUMNS, Entry, Row, has_point, row_of
from events.exports.texts import as_html, flat, heading, printable, provenance, without_tags
from events.exports.writing import NO_PLACE, Written

_OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Events</name>\n'
    "<Folder><name>Places</name>\n"
)
_BETWEEN = "</Folder>\n<Folder><name>Known to a region or country only: no point</name>\n"
_END = "</Folder>\n</Document></kml>\n"
_IN_MEMORY = 8_000_000  # bytes of the second folder, which is written when the first is finished


def write_kml(entries: Iterable[Entry], target: BinaryIO, *, records: bool) -> Written:
    """A placemark for each event that has a place."""
    written = Written()
    target.write(_OPENING.encode())
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as areas:
        for entry in entries:
            row = row_of(entry)
            if row["place"] is None:
                written.left_out[NO_PLACE] += 1
                continue
            (target if has_point(row) else areas).write(_placemark(row).encode())
            written.events += 1
        target.write(_BETWEEN.encode())
        areas.seek(0)
        while piece := areas.read(1 << 16):
            target.write(piece)
    target.write(_END.encode())
    return written


def _placemark(row: Row) -> str:
    data = "".join(f"<Data name={quoteattr(name)}><value>{_text(row[name])}</value></Data>" for name in COLUMNS if row[name] is not None)
    point = f"<Point><coordinates>{row['longitude']!r},{row['latitude']!r}</coordinates></Point>" if has_point(row) else ""
    return (
        f'<Placemark id="event-{_text(row["event_id"])}"><name>{escape(without_tags(heading(row)))}</name>'
        f"<description>{escape(_description(row))}</description>{_time(row)}<ExtendedData>{data}</ExtendedData>{point}</Placemark>\n"
    )


def _text(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(flat(value))
    return escape(printable(text), {'"': "&quot;"})


def _description(row: Row) -> str:
    """HTML, since every viewer renders it as such."""
    facts = "".join(f"<br>{as_html(name)}: {as_html(value)}" for name, value in provenance(row).items())
    return f"<blockquote>{as_html(row['quote'])}</blockquote>{facts}"


def _time(row: Row) -> str:
    begin = f"<begin>{row['first']}</begin>" if row["first"] else ""
    end = f"<end>{row['last']}</end>" if row["last"] else ""
    return f"<TimeSpan>{begin}{end}</TimeSpan>" if begin or end else ""
