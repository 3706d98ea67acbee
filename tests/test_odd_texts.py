"""Texts that no newspaper prints: whatever they are, reading them ends, in bounded parts, with a plain outcome."""

from datetime import date

import pytest

from events.extractor.mending import mend
from events.extractor.verb_forms import Verbs
from events.gazetteer import open_gazetteer
from events.language import Doc, Tree, parse, segments
from events.model import Analysis, Document
from events.pipeline import analyse
from events.toponyms import find_toponyms

LONGEST = 2_000  # characters of what is parsed in one go
ENDLESS = "the old man walked on and on and the river ran beside him "


def test_a_sentence_of_fifty_thousand_words_is_cut() -> None:
    text = ENDLESS * 4_200
    assert len(text.split()) > 50_000
    doc = parse(text)
    spans = Tree(doc).sentence_spans
    assert doc.text == text
    assert len(spans) >= len(text) / LONGEST
    assert max(span.end - span.start for span in spans) <= LONGEST
    assert max(span.end - span.start for span in segments(text)) <= LONGEST


def _read(text: str) -> Analysis:
    return analyse(Document(text, dct=date(2017, 5, 19)))


@pytest.mark.parametrize(
    ("text", "timexes", "toponyms", "events"),
    [
        ("12 3 44,000 7.5 " * 500, False, False, False),
        ("👩‍👩‍👧🇺🇦🔥" * 500, False, False, False),
        ("(" * 5_000, False, False, False),
        ("\"'" * 3_000, False, False, False),
        ("a" * 50_000, False, False, False),
        ("-" * 20_000, False, False, False),
        ("\n" * 20_000, False, False, False),
        ("\0" * 5_000, False, False, False),
        ("and " * 4_000, False, False, False),
        ("REBELS TOOK THE TOWN OF BRIA ON THURSDAY. " * 50, True, True, True),
        ("rebels captured Bria on Thursday and soldiers left Goma " * 40, True, True, True),
        ("Rebels captured Bria\0 on Thursday.\0\0 " * 40, True, True, True),
        ("Повстанцы взяли город 反政府武装 占领 المتمردون. Rebels captured Bria on Thursday. " * 20, True, True, True),
        ("May 3 " * 500, True, False, False),
        ("Bria, " * 2_000, False, True, False),
    ],
    ids=["numbers", "emoji", "brackets", "quotes", "one word", "dashes", "line ends", "null bytes", "and", "capitals", "no stops",
         "text with null bytes", "scripts", "dates", "a list of towns"],
)  # fmt: skip
def test_an_odd_text_ends_with_a_plain_outcome(text: str, timexes: bool, toponyms: bool, events: bool) -> None:
    found = _read(text)
    assert found.document.text == text
    assert (bool(found.timexes), bool(found.toponyms), bool(found.events)) == (timexes, toponyms, events)
    assert all(span.end - span.start <= LONGEST for span in found.sentences)
    assert all(t.text == t.span.of(text) for t in (*found.timexes, *found.toponyms))
    for event in found.events:
        assert all(m.trigger.of(text) and m.sentence.start <= m.trigger.start < m.sentence.end for m in event.mentions)


def test_a_town_in_an_endless_list_is_found_each_time() -> None:
    text = "Rebels hold " + "Bria, " * 150
    found = find_toponyms(Document(text), Tree(parse(text)), open_gazetteer())
    assert [t.text for t in found] == ["Bria"] * 150
    assert {t.place.country_code for t in found if t.place} == {"CF"}


def test_repairs_that_would_close_a_ring_are_left_out() -> None:
    """A shouted sentence read as "LUCIA" above the "OF SANTA" that it stands behind: hung there in turn, no walk up would end."""
    words = "WHEN A PATROL OF SANTA LUCIA SURROUNDED IT".split()
    doc = Doc(
        parse("A town.").vocab,
        words=words,
        heads=[5, 2, 5, 2, 3, 6, 6, 6],
        deps=["advmod", "det", "nsubj", "prep", "pobj", "advcl", "ROOT", "dobj"],
        tags=["WRB", "DT", "NN", "IN", "NN", "NN", "VBD", "PRP"],
        pos=["SCONJ", "DET", "NOUN", "ADP", "NOUN", "NOUN", "VERB", "PRON"],
    )
    tree = Tree(doc)
    mend(tree, Verbs(()))
    assert [word.head.i for word in tree] == [5, 2, 5, 2, 3, 6, 6, 6]
