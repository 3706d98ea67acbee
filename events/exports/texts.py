"""Text of strangers on its way into other programs, each of which reads something into it: formulas, tags, control characters."""

import html
import re
from typing import Any

from events.exports.rows import Row

_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TAG_MARKS = str.maketrans("<>", "‹›")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text."""
    return text.startswith(_FORMULA_STARTS) or text.lstrip().startswith(_FORMULA_STARTS)


def printable(text: str) -> str:
    """The text with U+FFFD for each character that XML 1.0 cannot hold."""
    return _UNPRINTABLE.sub("\ufffd", text)


def as_html(text: str) -> str:
    """The text as viewers that render HTML show it unchanged."""
    return html.escape(printable(text))


def without_tags(text: str) -> str:
    """The text with ‹› for <>: for fields of which no one says whether they are rendered as HTML."""
    return printable(text).translate(_TAG_MARKS)


def flat(value: Any) -> Any:
    """A cell: lists joined by "; ", the rest as it is."""
    return "; ".join(value) if isinstance(value, list) else value


def heading(row: Row) -> str:
    """The title, with what must not be overlooked before it: "planned: Aid reaches Bria"."""
    marks = [row["status"]] if row["status"] != "actual" else []
    marks += ["rejected by a reviewer"] if row["review"] == "rejected" else []
    return ": ".join((*marks, row["title"]))


def date_words(row: Row) -> str:
    """The interval and how exact it is: "2015-05-01 to 2015-05-31 (month)", "undated"."""
    first, last = row["first"], row["last"]
    if first is None and last is None:
        return "undated"
    days = f"since {first}" if last is None else f"until {last}" if first is None else f"{first}" if first == last else f"{first} to {last}"
    assumed = ", assumed from the publication date" if row["date_assumed"] else ""
    return f"{days} ({row['date_precision']}{assumed})"


def place_words(row: Row) -> str:
    """The place and how exact it is: "Ramadi, Iraq (city, within 4.5 km)", "no place"."""
    if row["place"] is None:
        return "no place"
    names = ", ".join(dict.fromkeys(name for name in (row["place"], row["country"]) if name))
    return f"{names} ({row['place_precision']}, within {row['radius_km']:g} km)"


def provenance(row: Row) -> dict[str, str]:
    """Where it comes from and how sure it is, in words, for formats that have one field for all of it."""
    said = {
        "date": date_words(row),
        "place": place_words(row),
        "type": " / ".join(word for word in (row["event_type"], row["mode"], row["acled"]) if word),
        "status": row["status"],
        "confidence": f"{row['confidence']:.0%}",
        "review": row["review"] + (", corrected" if row["corrected"] else ""),
        "source": ", ".join(word for word in (row["publisher"], row["document_title"], row["published"] and str(row["published"])) if word),
        "url": row["url"] or "",
        "document": f"{row['document_id']}, characters {row['quote_start']} to {row['quote_end']}",
        "event": row["event_id"],
    }
    return {name: value for name, value in said.items() if value}
