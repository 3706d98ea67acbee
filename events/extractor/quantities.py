"""Numbers that a mention states and what they count: killed, injured, delivered, ..."""

import re

from text_to_num import text2num

from events.extractor.arguments import fillers, slots_of
from events.extractor.lexicon import word_list
from events.extractor.syntax import char_span, children, noun_phrase, words_of
from events.extractor.triggers import Trigger
from events.language import Word
from events.model import Quantity, Span

_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "m": 1e6, "bn": 1e9, "dozen": 12.0}
_MODS = {
    "at least": "MORE_THAN", "more than": "MORE_THAN", "over": "MORE_THAN", "about": "APPROX", "around": "APPROX", "some": "APPROX",
    "nearly": "LESS_THAN", "almost": "LESS_THAN", "up to": "LESS_THAN", "fewer than": "LESS_THAN", "less than": "LESS_THAN",
    "approximately": "APPROX", "roughly": "APPROX", "no fewer than": "MORE_THAN", "no less than": "MORE_THAN", "upwards of": "MORE_THAN",
    "as many as": "LESS_THAN", "close to": "LESS_THAN", "under": "LESS_THAN", "an estimated": "APPROX", "estimated": "APPROX",
}  # fmt: skip
_DOERS = frozenset({"protesters", "fled", "surrendered"})  # kinds that count those who act
_UNDERGOING = frozenset({"die", "perish", "flee"})  # verbs whose subject suffers
_PAYING = frozenset({"AGREE", "AID", "REQUEST", "COOPERATE", "SANCTION", "CONCEDE"})
_SCALE = r"(?:\s*(?:hundred|thousand|million|billion|trillion|m|bn)\b)?"
_CURRENCY = rf"(?:(?:US|American|Canadian|Australian|Swiss|CFA) )?(?:{'|'.join(word_list('currencies'))})s?"
_SUM = re.compile(
    rf"(?P<sign>(?:US|A|C)?[$€£¥])\s?(?P<after>\d[\d,.]*{_SCALE})"
    rf"|(?P<amount>(?:\d[\d,.]*|\b\w+){_SCALE})\s+(?P<currency>{_CURRENCY})\b",
    re.IGNORECASE,
)


def number(text: str) -> float | None:
    """The number that a phrase such as "2,000", "$1.5 billion" or "twenty-two" names; None when it names none."""
    words = text.lower().replace(",", "").replace("$", "").replace("€", "").replace("£", "").split()
    if len(words) > 1 and words[0] in ("a", "an", "half"):
        words = words[1:] if words[0] != "half" else words
        words = ["1", *words] if words[0] in _SCALES else words
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
    """What a trigger says how many of: killed, arrested, delivered, money ... (kinds in data/lexicon/quantities.tsv)."""
    kind = _kind(trigger)
    heads = {head.i: head for slot in _slots(trigger, kind) for head in fillers(trigger.head, slot)}
    sums = [q for head in heads.values() if (q := _money(head)) is not None] if trigger.entry.event_type in _PAYING else []
    taken = [q.span for q in sums]
    counts = [q for head in heads.values() if kind and (q := _counted(head, kind)) is not None]
    return (*sums, *(q for q in counts if not any(q.span.overlaps(span) for span in taken)))


def _kind(trigger: Trigger) -> str:
    """What the trigger does to what is counted: by its words, its head, its type and mode, or its type; "" where nothing is said."""
    table, entry = word_list("quantities"), trigger.entry
    words = " ".join((entry.head, *entry.rest))
    keys = (words, trigger.head.lemma_.lower(), entry.head, f"{entry.event_type} {entry.mode}", entry.event_type)
    return next((table[key] for key in keys if key in table), "")


def _slots(trigger: Trigger, kind: str) -> list[str]:
    roles = ("actor",) if kind in _DOERS else ("goods", "recipient", "victim")
    slots = [slot for role in roles for slot in slots_of(trigger, role)]
    own = ["subj"] if kind in _DOERS or trigger.entry.head in _UNDERGOING else ["obj"]
    return [*slots, *own, "of"] if trigger.entry.pos == "noun" else [*slots, *own]


def _money(head: Word) -> Quantity | None:
    """The first sum of money in a phrase: "a loan of $100 million", "50 million euros"."""
    phrase = noun_phrase(head)
    found = _SUM.search(words_of(phrase))
    if found is None:
        return None
    start = min(phrase, key=lambda t: t.i).idx + found.start()
    amount, unit = (found["after"], found["sign"]) if found["sign"] else (found["amount"], found["currency"])
    value = number(amount)
    return Quantity(value, unit, "money", Span(start, start + len(found[0])), None) if value is not None else None


def _counted(head: Word, kind: str) -> Quantity | None:
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
    return Quantity(value, unit or "people", kind, span, _modifier(tokens))


def _modifier(numeral: list[Word]) -> str | None:
    first = min(t.i for t in numeral)
    before = numeral[0].doc[max(0, first - 3) : first].text.lower()
    return next((mod for words, mod in _MODS.items() if before.endswith(words)), None)
