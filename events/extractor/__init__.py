"""Document with timexes and toponyms -> Mentions -> Events. The table of extractors is `EXTRACTORS`."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Protocol

from events.errors import ConfigurationError
from events.extractor.mending import mended
from events.extractor.rules import RulesExtractor
from events.language import Tree
from events.model import Document, Event, Timex, Toponym

__all__ = ["EXTRACTORS", "Extractor", "get_extractor", "mended"]


class Extractor(Protocol):
    """What finds events. `name` and `config_hash` are stored with what it found."""

    @property
    def name(self) -> str: ...

    @property
    def config_hash(self) -> str: ...

    def extract(self, document: Document, tree: Tree, timexes: Sequence[Timex], toponyms: Sequence[Toponym]) -> tuple[Event, ...]: ...


EXTRACTORS: dict[str, Callable[[], Extractor]] = {"rules": RulesExtractor}


@cache
def get_extractor(name: str = "rules") -> Extractor:
    """The extractor of that name. ConfigurationError lists the choices."""
    if name not in EXTRACTORS:
        raise ConfigurationError(f"no extractor {name!r}; choose from: {', '.join(EXTRACTORS)}")
    return EXTRACTORS[name]()
