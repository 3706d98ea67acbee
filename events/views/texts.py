"""The words of the interface, one catalogue file a language in data/interface."""

import tomllib
from collections.abc import Callable, Mapping
from functools import cache, partial

from events.errors import ConfigurationError
from events.paths import DATA

FOLDER = DATA / "interface"
FALLBACK = "en"
Tell = Callable[..., str]  # a key and the values of its text -> the text in one language


@cache
def languages() -> dict[str, str]:
    """Code of each language that has a catalogue -> its name in itself, English first."""
    codes = sorted((path.stem for path in FOLDER.glob("*.toml")), key=lambda code: (code != FALLBACK, code))
    return {code: catalogue(code)["language.name"] for code in codes}


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Key -> text of a language, such as "explore.filters"; ConfigurationError for a file that cannot be read."""
    path = FOLDER / f"{language}.toml"
    try:
        sections = tomllib.loads(path.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ConfigurationError(f"{path}: no catalogue of interface texts can be read there: {error}") from error
    return {f"{section}.{key}": text for section, texts in sections.items() for key, text in texts.items()}


def say(key: str, language: str = FALLBACK, **values: object) -> str:
    """The text of a key with its {values}, in English where the language lacks it. ConfigurationError for a key that English lacks."""
    chosen = catalogue(language) if language in languages() else catalogue(FALLBACK)
    text = chosen.get(key) or catalogue(FALLBACK).get(key)
    if text is None:
        raise ConfigurationError(f"{FOLDER / FALLBACK}.toml has no text {key!r}; add it")
    return text.format(**values) if values else text


def word(section: str, value: str, language: str = FALLBACK) -> str | None:
    """What a section calls a value, such as "Assault" for "type" and "ASSAULT"; None where no catalogue knows the value."""
    key = f"{section}.{value}"
    chosen = catalogue(language) if language in languages() else catalogue(FALLBACK)
    return chosen.get(key) or catalogue(FALLBACK).get(key)


def texts_of(section: str, language: str = FALLBACK) -> dict[str, str]:
    """Key -> text of a section, as it is written, for what is drawn in the browser: {"next": "Next event of this text"}."""
    found = [key.split(".", 1) for key in catalogue(FALLBACK)]
    return {key: say(f"{of}.{key}", language) for of, key in found if of == section}


def teller(language: str = FALLBACK) -> Tell:
    """`say` in one language."""
    return partial(_say_in, language)


def _say_in(language: str, key: str, **values: object) -> str:
    return say(key, language, **values)


def preferred(locale: str | None) -> str:
    """The language of a browser's locale ("de-AT" -> "de"), English where there is no catalogue for it."""
    code = (locale or "").lower().partition("-")[0]
    return code if code in languages() else FALLBACK
