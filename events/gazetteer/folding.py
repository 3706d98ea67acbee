"""Keys under which names meet: `fold` for the same letters, `loose` for the same name spelt otherwise.

Both are pure functions of the name and of `data/gazetteer/folding.tsv`, so that building and looking up agree by construction.
"""

import re
import unicodedata
from functools import lru_cache

from events.gazetteer.tables import table

_DROPPED = "'`´‘’‛ʻʼʽʾʿˈ′ʹ\u200b\u200c\u200d\u200e\u200f\u00ad\ufeff\u0640"
_INITIALS = re.compile(r"\b(\w)\.\s?(?=\w\b)")
MAX_NAME = 200  # characters; no place name comes near it, and hostile text may be of any length


class _Characters(dict[int, str | None]):
    """What each character of decomposed lower-case text becomes: nothing, a blank or letters. Filled as characters are met."""

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        if unicodedata.combining(character):
            self[code] = None
        else:
            self[code] = character if character.isalnum() else " "
        return self[code]


@lru_cache(maxsize=1)
def _characters() -> _Characters:
    letters = {ord(row["from"]): row["to"] for row in table("folding") if row["kind"] == "letter"}
    return _Characters({**dict.fromkeys(map(ord, _DROPPED), None), **letters})


@lru_cache(maxsize=1)
def _articles() -> dict[str, str]:
    """Words that are left out, with the letters that must follow them."""
    return {row["from"]: row["to"] for row in table("folding") if row["kind"] == "article"}


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    """Words that are replaced."""
    return {row["from"]: row["to"] for row in table("folding") if row["kind"] == "word"}


@lru_cache(maxsize=1)
def _sounds() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["from"]), row["to"]) for row in table("folding") if row["kind"] == "sound")


@lru_cache(maxsize=1)
def _anything() -> re.Pattern[str]:
    """A pattern that tells whether any rule of the looser key may apply: to most names none does."""
    words = rf"\b(?:{'|'.join((*_articles(), *_words()))})\b"
    return re.compile("|".join((words, *(row["from"] for row in table("folding") if row["kind"] == "sound"))))


def fold(name: str) -> str:
    """The name without case, diacritics, punctuation and a leading "the": "Ar-Raqqah" -> "ar raqqah", "U.S." -> "us"."""
    text = name[:MAX_NAME].lower() if name.isascii() else unicodedata.normalize("NFKD", name[:MAX_NAME].casefold())
    if "." in text:
        text = _INITIALS.sub(r"\1", text)
    key = " ".join(text.translate(_characters()).split())
    return key[4:] if key.startswith("the ") else key


def loose(key: str) -> str:
    """A folded key with article, Saint, Mount and common transliterations levelled: "ar raqqah" and "rakka" -> "raka"."""
    if not key.isascii() or not _anything().search(key):
        return key
    articles, replaced, words = _articles(), _words(), key.split(" ")
    pairs = zip(words, [*words[1:], ""], strict=True)
    key = " ".join(replaced.get(word, word) for word, after in pairs if not (after and after.startswith(articles.get(word, "\0"))))
    for sound, to in _sounds():
        key = sound.sub(to, key)
    return key
