"""Numbers that a mention states and what they count: killed, injured, delivered, ..."""

import re

from text_to_num import text2num

from events.extractor.arguments import fillers, slots_of
from events.extractor.lexicon import word_list
from events.extractor.syntax import char_span, children, noun_phrase, words_of
from events.extractor.triggers import Trigger
from events.language import Token
from events.model import Quantity

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "dozen": 12.0}
_MODS = {
    "at least": "MORE_THAN", "more than": "MORE_THAN", "over": "MORE_THAN", "about": "APPROX", "around": "APPROX", "some": "APPROX",
    "nearly": "LESS_THAN", "almost": "LESS_THAN", "up to": "LESS_THAN", "fewer than": "LESS_THAN", "less than": "LESS_THAN",
    "approximately": "APPROX", "roughly": "APPROX",
}  # fmt: skip


def number(text: str) -> float | None:
    """The number that a phrase such as "2,000", "$1.5 billion" or "twenty-two" names; None when it names none."""
    words = text.lower().replace(",", "").replace("$", "").replace("€", "").replace("£", "").split()
    if not words:
        return None
    scale = 1.0
    while len(words) > 1 and words[-1] in _SCALES:
        scale *= _SCALES[words.pop()]
    plain = " ".join(words)
    if re.fullmatch(r"\d+(\.\d+)?", plain):
        return float(plain) * scale
    try:
        return float(text2num(plain.replace("-", " "), "en")) * scale
    except ValueError:
        return None


def quantities(trigger: Trigger) -> tuple[Quantity, ...]:
    """The counted arguments of a trigger whose lemma says what happens to them (data/lexicon/quantities.tsv)."""
    kind = word_list("quantities").get(trigger.head.lemma_.lower())
    if kind is None:
        return ()
    role = "actor" if kind in ("displaced", "protesters") or trigger.head.lemma_ == "die" else "recipient"
    slots = (*slots_of(trigger, "goods"), *slots_of(trigger, role), *(("of",) if trigger.entry.pos == "noun" else ()))
    heads = {head.i: head for slot in slots for head in fillers(trigger.head, slot)}
    return tuple(q for head in heads.values() if (q := _counted(head, kind)) is not None)


def _counted(head: Token, kind: str) -> Quantity | None:
    numeral = head if head.like_num else next((c for c in children(head, "nummod", "compound") if c.like_num), None)
    if numeral is None:
        return None
    tokens = [numeral, *(c for c in numeral.children if c.like_num or c.lower_ in _SCALES)]
    span = char_span(tokens)
    value = number(words_of(tokens))
    if value is None:
        return None
    counted = [] if numeral == head else [t for t in noun_phrase(head) if t.i > numeral.i]
    unit = words_of(counted).strip() if counted else ""
    return Quantity(value, unit or "people", kind, span, _modifier(numeral))


def _modifier(numeral: Token) -> str | None:
    before = numeral.doc[max(0, numeral.i - 2) : numeral.i].text.lower()
    return next((mod for words, mod in _MODS.items() if before.endswith(words)), None)
