"""Each rule of the English grammar finds its phrase, with its type and value."""

from datetime import date
from pathlib import Path

import pytest

from events.paths import DATA
from events.tables import numbered_rows
from events.timex import tag

DCT = date(2015, 5, 21)
PHRASES = [tuple(row) for _, row in numbered_rows(Path(__file__).parent / "gold" / "timex_phrases.tsv", 4)]
ONLY_IN_NARRATIVES = {"former", "the-time", "future"}


@pytest.mark.parametrize(("rule", "marked", "kind", "value"), PHRASES)
def test_phrase(rule: str, marked: str, kind: str, value: str) -> None:
    start, end = marked.index("["), marked.index("]") - 1
    text = marked.replace("[", "").replace("]", "")
    found = {(t.span.start, t.span.end): (t.rule, t.type, t.value) for t in tag(text, DCT)}
    assert found.get((start, end)) == (rule, kind, value), found


def test_every_rule_has_its_phrase() -> None:
    rules = {row[0] for _, row in numbered_rows(DATA / "timex" / "en" / "rules.tsv", 4) if row[3] != "none"}
    assert rules - {phrase[0] for phrase in PHRASES} == ONLY_IN_NARRATIVES


STORY = (
    "In 1998 he was born. In 1999 they left. In 2001 a [former] judge died. "
    "In 2004 the town was at [the time] poor. In 2005 its [future] king was born."
)


def test_narratives_mark_more_references() -> None:
    text = STORY.replace("[", "").replace("]", "")
    assert {t.text for t in tag(text, DCT) if t.rule in ONLY_IN_NARRATIVES} == {"former", "the time", "future"}
