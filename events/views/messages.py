"""What an error says, in the user's language.

Errors speak English wherever they arise, and are kept so. The section "message" of the English catalogue holds their sentences, with a
{name} for each part that differs; a sentence that is recognised there is said as the other language's catalogue says it.
"""

import re
from functools import cache

from events.errors import DocumentError, ReviewError, StoreError
from events.views.texts import FALLBACK, say, texts_of, word

_HOLE = re.compile(r"\{(\w+)\}")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+")


def told(error: BaseException, language: str = FALLBACK) -> str:
    """The line of an error, with the name of what it speaks of as it is."""
    if isinstance(error, DocumentError):
        where = error.path if error.line is None else f"{error.path}:{error.line}"
        return f"{where}: {in_words(error.reason, language)}"
    said = str(error)
    if isinstance(error, StoreError):
        return f"{error.location}: {in_words(said.removeprefix(f'{error.location}: '), language)}"
    words = in_words(said, language)
    return words[:1].upper() + words[1:] if isinstance(error, ReviewError) else words  # which stands alone, behind no name


def in_words(message: str, language: str = FALLBACK) -> str:
    """An English message in the user's language; one that the catalogue does not know stays as it is."""
    if language == FALLBACK:
        return message
    for key, form in _forms():
        found = form.fullmatch(message)
        if found:
            values = {name: _value(name, value, language) for name, value in found.groupdict().items()}
            return say(f"message.{key}", language, **values)
    return message


def _value(name: str, value: str, language: str) -> str:
    """A part of a message: a number, what somebody did, a message of its own, or a name."""
    if name == "verb":
        return word("log", value, language) or value
    if _GROUPED.fullmatch(value):
        return value.replace(",", say("number.thousands", language))
    return in_words(value, language)


@cache
def _forms() -> list[tuple[str, re.Pattern[str]]]:
    """What each message looks like, those that say most by themselves first."""
    texts = sorted(texts_of("message").items(), key=lambda pair: -len(_HOLE.sub("", pair[1])))
    return [(key, re.compile(_pattern(text), re.DOTALL)) for key, text in texts]


def _pattern(text: str) -> str:
    parts = _HOLE.split(text)  # words, name, words, name, ..., words
    return "".join(f"(?P<{part}>.+?)" if at % 2 else re.escape(part) for at, part in enumerate(parts))
