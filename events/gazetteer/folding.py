"""Keys under which names meet: `fold` for the same letters, `loose` for the same name spelt otherwise.

Both are pure functions of the name and of `data/gazetteer/folding.tsv`, so that building and looking up agree by construction.
"""

import re
import unicodedata
from functools import lru_cache

from events.gazetteer.tables import table

_DROPPED = str.maketrans("", "", "'`´‘’‛ʻʼʽʾʿˈ′ʹ\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff\u0640")
_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w\b)")
_BREAKS = re.compile(r"[\W_]+")
MAX_NAME = 200  # characters; no place name comes near it, and hostile text may be of any length


@lru_cache(maxsize=1)
def _letters() -> dict[int, str]:
    """Single characters that Unicode does not decompose (ø, ł, ı ...) and what they fold to."""
    return {ord(row["from"]): row["to"] for row in table("folding") if row["kind"] == "letter"}


@lru_cache(maxsize=1)
def _words() -> tuple[dict[str, str], dict[str, str]]:
    """The articles with what must follow them, and the words that are replaced."""
    rows = table("folding")
    articles = {row["from"]: row["to"] for row in rows if row["kind"] == "article"}
    return articles, {row["from"]: row["to"] for row in rows if row["kind"] == "word"}


@lru_cache(maxsize=1)
def _sounds() -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """One pattern that tells whether any sound rule applies (most names need none), and the rules."""
    rows = [(row["from"], row["to"]) for row in table("folding") if row["kind"] == "sound"]
    anything = re.compile("|".join(source for source, _ in rows))
    return anything, tuple((re.compile(source), to) for source, to in rows)


def fold(name: str) -> str:
    """The name without case, diacritics, punctuation and a leading "the": "Ar-Raqqah" -> "ar raqqah", "U.S." -> "us"."""
    if name.isascii():
        text = name[:MAX_NAME].lower()
    else:
        parts = unicodedata.normalize("NFKD", name[:MAX_NAME].casefold())
        text = "".join(c for c in parts if not unicodedata.combining(c)).translate(_letters())
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    key = _BREAKS.sub(" ", text.translate(_DROPPED)).strip()
    return key[4:] if key.startswith("the ") else key


def loose(key: str) -> str:
    """A folded key with article, Saint, Mount and common transliterations levelled: "ar raqqah" and "rakka" -> "raka"."""
    if not key.isascii():
        return key
    articles, replaced = _words()
    words = key.split(" ")
    follows = [*words[1:], ""]
    pairs = zip(words, follows, strict=True)
    kept = [replaced.get(word, word) for word, after in pairs if not (after and after.startswith(articles.get(word, "\0")))]
    key = " ".join(kept)
    anything, sounds = _sounds()
    if anything.search(key):
        for sound, to in sounds:
            key = sound.sub(to, key)
    return key
