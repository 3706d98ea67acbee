"""Happenings outside PLOVER that a title tells of: "Tram derails in Croydon", "Cubs win World Series". Their event type is OTHER.

Words of the title are looked for near the start of the text, as finite verbs or as nouns that name a happening. Of the events that come of
them only the one that turns out to be the headline event is kept.
"""

from events.extractor.lexicon import Entry, word_list
from events.extractor.syntax import is_verbal
from events.extractor.triggers import Trigger
from events.language import Stretch, Word
from events.ontology import OTHER

RULE = "title: "  # begins the rule of such a mention
SENTENCES = 15  # of the text in which the words of its title are looked for
_AT_ONCE = 4  # triggers of a sentence
_SKIPPED = frozenset({"aux", "auxpass", "amod", "compound", "case", "det", "mark"})


def title_triggers(sentence: Stretch, forms: frozenset[str], taken: set[int]) -> list[Trigger]:
    """Triggers of a sentence for words of the title; `forms`: its lemmas, `taken`: indexes of tokens that are triggers already."""
    found = []
    for token in sentence:
        lemma = token.lemma_.lower()
        if token.i in taken or not {lemma, token.lower_} & forms or token.dep_ in _SKIPPED or token.ent_type_:
            continue
        pos = _part_of_speech(token, lemma)
        if pos:
            found.append(Trigger(token, (), Entry(lemma, (), pos, OTHER, "", "", (), {}, "", 0)))
    return found[:_AT_ONCE]


def _part_of_speech(token: Word, lemma: str) -> str:
    if is_verbal(token) and token.pos_ != "AUX" and lemma not in word_list("empty_verbs") and lemma not in word_list("reporting"):
        return "verb"
    return "noun" if token.pos_ == "NOUN" and lemma in word_list("happenings") else ""
