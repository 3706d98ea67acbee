"""The spaCy pipeline that ships, or any other that is installed or lies in a folder."""

import functools
import hashlib
import json
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path

import spacy
from spacy import util
from spacy.language import Language

from events.errors import ConfigurationError
from events.paths import DATA

SHIPPED = DATA / "language" / "en"
PLACE_WORDS = "place_words.json"  # in the folder of a pipeline of ours


def load(model: str | None) -> Language:
    """The spaCy pipeline of that name or in that folder, None for the one that ships; ConfigurationError if there is none."""
    nlp = spacy.load(SHIPPED) if model is None else _load_other(model)
    if (nlp.path / PLACE_WORDS).is_file():
        add_place_flags(nlp, json.loads((nlp.path / PLACE_WORDS).read_text(encoding="utf-8")))
    return nlp


def add_place_flags(nlp: Language, words: dict[str, list[str]]) -> None:
    """Gives the name finder its flags: whether a word is in a list of (parts of) place names. Keys are spaCy's FLAG19 to FLAG22."""
    for flag, listed in words.items():
        nlp.vocab.add_flag(functools.partial(_is_listed, frozenset(listed)), int(flag.removeprefix("FLAG")))


def _is_listed(listed: frozenset[str], word: str) -> bool:
    return (word.title() if word.isupper() and len(word) > 3 else word) in listed


def fingerprint(model: str | None) -> str:
    """What tells one state of another pipeline from the next: its name, version and files; empty for the one that ships."""
    folder = _folder(model) if model is not None else None
    if folder is None:
        return ""
    files = [(path.relative_to(folder).as_posix(), path.stat().st_size) for path in sorted(folder.rglob("*")) if path.is_file()]
    described = [path.read_bytes() for path in sorted(folder.rglob("meta.json"))]
    return hashlib.sha256(repr((files, described)).encode()).hexdigest()


def _folder(model: str) -> Path | None:
    """Where the files of a pipeline are: of an installed package, or a folder itself."""
    if util.is_package(model):
        return util.get_package_path(model)
    found = find_spec(model) if model.isidentifier() else None
    if found is not None and found.origin is not None and Path(found.origin).with_name("meta.json").is_file():
        return Path(found.origin).parent
    path = Path(model)
    return path if (path / "meta.json").is_file() else None


def _remedy() -> str:
    names = {*entry_points(group="spacy_models").names, *util.get_installed_models()}
    installed = ", ".join(sorted(names)) or "none"
    return f"installed: {installed}; name none for the one that ships, or install one with: python -m spacy download NAME"


def _load_other(model: str) -> Language:
    """An installed spaCy pipeline, or one in a folder."""
    if _folder(model) is None:
        raise ConfigurationError(f"no spaCy pipeline {model!r} ({_remedy()})")
    try:
        nlp = spacy.load(model)
    except (OSError, ImportError, ValueError) as error:
        raise ConfigurationError(f"the spaCy pipeline {model!r} cannot be loaded: {error} ({_remedy()})") from error
    probe = nlp("The army left the town on Friday.")
    if lacking := " and ".join(name for name in ("TAG", "DEP", "LEMMA") if not probe.has_annotation(name)):
        raise ConfigurationError(f"the spaCy pipeline {model!r} gives no {lacking}: tags, parse and lemmas are needed ({_remedy()})")
    return nlp
