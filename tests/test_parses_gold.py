"""The shipped pipeline's own parse and names, before any rule mends them, on the sentences of tests/gold/parses.tsv.

`PYTHONPATH=. python tests/test_parses_gold.py [MODEL]` prints what is wrong and the figures by kind, for what ships or another pipeline.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from events.language import Doc, parse
from events.tables import rows

FLOORS = {"relations": 76.0, "names": 85.0, "noun or verb": 92.0, "participles": 71.0, "relative clauses": 82.0, "headline": 59.0}
GOLD = Path(__file__).parent / "gold" / "parses.tsv"
Judged = tuple[str, str, str, bool]  # kind of sentence, its text, what was asked, whether it was found


def judged(model: str | None = None) -> Iterator[Judged]:
    """Every relation and every name of the file, with "name" before its kind."""
    for kind, text, relations, names in rows(GOLD, 4):
        doc = parse(text, model=model)
        found = {f"{token.text}<{token.dep_}<{token.head.text}" for token in doc}
        yield from ((kind, text, relation, relation in found) for relation in relations.split())
        if names != "-":
            yield from (("names", text, name, name in _names(doc)) for name in names.split("|"))


def _names(doc: Doc) -> set[str]:
    """The names with their labels; an article in front makes no difference."""
    return {f"{name.text.removeprefix('the ').removeprefix('The ')}={name.label_}" for name in doc.ents}


def shares(found: list[Judged]) -> dict[str, float]:
    """Per cent found by kind of sentence; "relations" are all of them together."""
    groups: dict[str, list[bool]] = {}
    for kind, _, _, right in found:
        groups.setdefault(kind, []).append(right)
        if kind != "names":
            groups.setdefault("relations", []).append(right)
    return {kind: round(100 * sum(some) / len(some), 1) for kind, some in sorted(groups.items())}


def test_every_word_asked_about_stands_once() -> None:
    for _, text, relations, names in rows(GOLD, 4):
        words = [token.text for token in parse(text)]
        assert [word for relation in relations.split() for word in relation.split("<")[::2] if words.count(word) != 1] == []
        assert all(name.rsplit("=", 1)[0] in text for name in names.split("|") if name != "-")


def test_what_the_pipeline_finds_by_itself() -> None:
    found = shares(list(judged()))
    assert {kind: found[kind] for kind, floor in FLOORS.items() if found[kind] < floor} == {}


if __name__ == "__main__":
    everything = list(judged(sys.argv[1] if len(sys.argv) > 1 else None))
    print("\n".join(f"{kind}: {asked}: {text}" for kind, text, asked, right in everything if not right))
    print(shares(everything))
