"""Loads spaCy without its command line.

`import spacy` imports `spacy.cli` for the function `info` alone, and with it jinja2, requests, httpx and others: a third of its start.
"""

import sys
from types import ModuleType

_COMMAND_LINE = ("spacy.cli", "spacy.cli.info")


def load_spacy() -> None:
    """Imports spaCy with a stand-in for its command line; whoever imports `spacy.cli` later gets the real one."""
    if "spacy" in sys.modules:
        return
    modules = {name: ModuleType(name) for name in _COMMAND_LINE}
    modules["spacy.cli.info"].info = _info  # type: ignore[attr-defined]
    sys.modules.update(modules)
    try:
        import spacy  # noqa: F401
    finally:
        for name in _COMMAND_LINE:
            del sys.modules[name]


def _info(*arguments: object, **options: object) -> object:
    """`spacy.info`, from where it really is."""
    from spacy.cli.info import info

    return info(*arguments, **options)  # type: ignore[arg-type]


load_spacy()
