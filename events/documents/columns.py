"""Which column of a table of texts holds what: by the names that such columns have, or by those that the user gave."""

from collections.abc import Sequence
from dataclasses import fields

from events.documents.base import Columns
from events.errors import DocumentError

NAMES: dict[str, tuple[str, ...]] = {  # in the order in which they are tried
    "text": (
        "text", "body", "content", "article", "article_text", "full_text", "fulltext", "story", "report", "notes", "description", "summary",
    ),
    "date": (
        "published", "dct", "publication_date", "published_at", "pub_date", "pubdate", "date_published", "publish_date", "date",
    ),
    "title": ("title", "headline", "heading"),
    "url": ("url", "link", "address", "source_url", "web_url"),
    "publisher": ("publisher", "site", "site_name", "outlet", "newspaper", "agency", "source"),
    "language": ("language", "lang"),
}  # fmt: skip


def mapped(header: Sequence[str], columns: Columns, source: str) -> dict[str, int]:
    """The number of the column that holds each of text, date, title, url, publisher, language; DocumentError without one for the text."""
    folded = [_folded(name) for name in header]
    found: dict[str, int] = {}
    for role, names in NAMES.items():
        asked = getattr(columns, role, None) if role in {field.name for field in fields(Columns)} else None
        if asked is not None:
            if _folded(asked) not in folded:
                raise DocumentError(f"no column {asked!r}; there are: {_listed(header)}", path=source)
            found[role] = folded.index(_folded(asked))
        else:
            known = [folded.index(name) for name in names if name in folded]
            found.update({role: known[0]} if known else {})
    if "text" not in found:
        raise DocumentError(f"no column of texts; say which it is with --text-column, of: {_listed(header)}", path=source)
    return found


def looks_like_a_header(names: Sequence[str]) -> bool:
    """Whether a first row names a column of texts and another one that we know."""
    folded = {_folded(name) for name in names}
    others = [known for role, known in NAMES.items() if role != "text"]
    return bool(folded & set(NAMES["text"][:8])) and any(folded & set(known) for known in others)


def _folded(name: str) -> str:
    return "_".join(str(name).strip().casefold().replace("-", " ").split())


def _listed(header: Sequence[str]) -> str:
    shown = ", ".join(str(name)[:40] for name in header[:20])
    return shown + (", ..." if len(header) > 20 else "")
