"""The trigger lexicon: every line works on its own example, and words that mean something else do not fire."""

from pathlib import Path

import pytest

from events.actors import load_actors
from events.errors import ConfigurationError
from events.extractor.lexicon import FOLDER, load_lexicon
from events.extractor.mending import mended
from events.extractor.triggers import Trigger, WordClasses, triggers
from events.gazetteer import open_gazetteer
from events.language import parse
from events.model import Document
from events.ontology import EVENT_TYPES, SUB_EVENTS, is_mode
from events.tables import numbered_rows
from events.toponyms import find_toponyms

LEXICON = load_lexicon()
LINES = [entry for entries in LEXICON.entries.values() for entry in entries]
OUTRANKED = 0.05  # share of the examples that another line of the same type may claim


def fired(sentence: str) -> list[Trigger]:
    document, tree = Document(sentence), mended(parse(sentence))
    classes = WordClasses(LEXICON, find_toponyms(document, tree, open_gazetteer()), load_actors())
    return [trigger for part in tree.sents for trigger in triggers(part, LEXICON, classes)]


def test_every_type_has_its_words() -> None:
    assert {entry.event_type for entry in LINES} == set(EVENT_TYPES)
    assert len({(entry.head, *entry.rest) for entry in LINES}) >= 1500


@pytest.mark.parametrize("name", sorted(SUB_EVENTS))
def test_every_sub_event_type_has_its_words(name: str) -> None:
    decided = {"Government regains territory": "territory", "Non-state actor overtakes territory": "territory"}
    assert any(entry.acled in (name, decided.get(name)) for entry in LINES)


def test_modes_are_those_of_the_type() -> None:
    assert [e.name for e in LINES if not is_mode(e.event_type, e.mode)] == []


def test_sub_event_types_are_known() -> None:
    assert [e.name for e in LINES if e.acled and e.acled not in (*SUB_EVENTS, "territory", "violence")] == []


def test_every_line_fires_on_its_example() -> None:
    own, typed = [], []
    for entry in LINES:
        found = [t.entry for t in fired(entry.example)]
        own += [] if entry in found else [entry.name]
        typed += [] if any(e.event_type == entry.event_type for e in found) else [f"{entry.name}: {entry.example}"]
    assert typed == []
    assert len(own) <= OUTRANKED * len(LINES), own


@pytest.mark.parametrize(("sentence", "never"), [cells for _, cells in numbered_rows(FOLDER / "negatives.tsv")])
def test_what_means_something_else(sentence: str, never: str) -> None:
    assert [t.entry.name for t in fired(sentence) if t.entry.event_type == never] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("kill", "triggers.tsv:1: a line needs at least trigger, pos and event_type"),
        ("kill\tadverb\tASSAULT", "triggers.tsv:1: pos is verb or noun, not 'adverb'"),
        ("kill\tverb\tASSAULT\t\t\tdobj", "triggers.tsv:1: condition 'dobj' has no '='"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    (tmp_path / "triggers.tsv").write_text(line + "\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=message):
        load_lexicon(tmp_path)
