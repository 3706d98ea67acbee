"""When and where of each mention: time expressions and place names weighed by how they hang on the trigger in the parse.

A candidate's score says how good the evidence is; the step that decided (its own clause, its sentence, the paragraph, the
dateline, the publication date) is kept as `link`.
"""

import re
from dataclasses import dataclass
from datetime import date

from events.extractor.arguments import slots_of
from events.extractor.lexicon import FOLDER, rows, word_list
from events.extractor.syntax import clause_root, is_verbal, noun_phrase, path_up, patients, tokens_in
from events.extractor.triggers import Trigger
from events.language import Doc, Token
from events.model import Link, Place, PlacePrecision, Span, Status, Timex, Toponym, When, Where

CLAUSE_SCORE = 0.55  # from here on a place counts as said by the trigger's own clause
CLAUSE_TIME_SCORE = 0.68  # and a time
SENTENCE_SCORE = 0.2
_FINENESS = {PlacePrecision.EXACT: 0.12, PlacePrecision.CITY: 0.12, PlacePrecision.ADMIN: 0.06, PlacePrecision.COUNTRY: 0.0}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the text around establishes for a mention that says nothing itself."""

    dct: date | None = None
    paragraph_when: When | None = None
    paragraph_where: Where | None = None
    dateline: Toponym | None = None


def head_of(doc: Doc, span: Span) -> Token | None:
    """The token of a span that the others hang on."""
    tokens = tokens_in(doc, span)
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head == t), None)


def _path(trigger: Token, other: Token) -> tuple[list[Token], list[Token]]:
    """Heads from each side up to, and without, their lowest common ancestor; the ancestor ends both lists."""
    up, down = path_up(trigger), path_up(other)
    common = next((t for t in up if t in down), None)
    if common is None:
        return up, down
    return up[: up.index(common) + 1], down[: down.index(common) + 1]


def _clause_breaks(path: list[Token]) -> int:
    """How many clauses a path leaves on its way up."""
    return sum(1 for t in path[:-1] if t.dep_ in ("relcl", "ccomp", "advcl", "parataxis", "csubj", "acl", "conj") and is_verbal(t))


# --- when -----------------------------------------------------------------------------------------------------------------


def _time_score(trigger: Trigger, timex: Timex, head: Token) -> float:
    up, down = _path(trigger.head, head)
    left, entered = _clause_breaks(up), _clause_breaks(down)
    own = entered and up[-1] == trigger.head and trigger.entry.pos == "noun" and down[-2].dep_ in ("acl", "relcl")
    score = 1.0 - 0.35 * left - 0.55 * entered + 0.3 * bool(own) - 0.03 * max(0, len(down) - 3)
    if left and is_verbal(up[-1]) and up[-1].lemma_.lower() in word_list("reporting"):
        score -= 0.1
    if trigger.entry.pos == "noun" and _follows_phrase(trigger.head, head):
        score = max(score, 0.9)
    return score - 0.004 * abs(trigger.head.i - head.i)


def _follows_phrase(noun: Token, time: Token) -> bool:
    """Whether the time stands right behind the noun's phrase: "whose capture of Ramadi last weekend"."""
    start = min((t.i for t in time.subtree), default=time.i)
    start = start if 0 <= time.i - start <= 3 else time.i
    before = noun.doc[start - 1] if start else None
    end = max(t.i for t in noun_phrase(noun))
    return before is not None and (before.i == end or (before.dep_ == "prep" and before.i - 1 == end))


def _datable(timex: Timex) -> bool:
    return timex.type in ("DATE", "TIME") or (timex.type == "DURATION" and timex.resolved)


def when_of(trigger: Trigger, status: Status, timexes: list[Timex], setting: Setting) -> When | None:
    """The date that the mention's clause, sentence, paragraph or publication date gives, surest first; None when undated."""
    best, score = _best_time(trigger, timexes)
    if best is not None and score >= CLAUSE_TIME_SCORE:
        return _dated(best, Link.CLAUSE)
    if best is not None and score >= SENTENCE_SCORE and _fits(best, status, setting.dct):
        return _dated(best, Link.SENTENCE)
    if status in (Status.PLANNED, Status.HYPOTHETICAL):
        return None
    before = _pluperfect(trigger.head)
    if setting.paragraph_when is not None and not before:
        return When(
            setting.paragraph_when.value, setting.paragraph_when.first, setting.paragraph_when.last, Link.PARAGRAPH,
            setting.paragraph_when.timex,
        )  # fmt: skip
    if setting.dct is None:
        return None
    return When(setting.dct.isoformat(), None if before else setting.dct, setting.dct, Link.DCT)


def _best_time(trigger: Trigger, timexes: list[Timex]) -> tuple[Timex | None, float]:
    best, top = None, -9.0
    for timex in timexes:
        head = head_of(trigger.head.doc, timex.span)
        if head is None or not _datable(timex) or timex.value == "PRESENT_REF":
            continue
        score = _time_score(trigger, timex, head)
        if score > top:
            best, top = timex, score
    return best, top


def _dated(timex: Timex, link: Link) -> When:
    return When(timex.value, timex.first, timex.last, link, timex)


def _fits(timex: Timex, status: Status, dct: date | None) -> bool:
    """Whether a time from another clause can be that of this mention: a plan does not lie in the past of its telling."""
    if status is not Status.PLANNED or dct is None or timex.last is None:
        return True
    return timex.last > dct


def _pluperfect(trigger: Token) -> bool:
    return is_verbal(trigger) and any(c.dep_ in ("aux", "auxpass") and c.lower_ == "had" for c in trigger.children)


# --- where ----------------------------------------------------------------------------------------------------------------


def _slot_of(trigger: Token, down: list[Token]) -> tuple[str, str]:
    """(slot, innermost preposition) by which a place hangs on the trigger; `down` leads from the place up to the trigger."""
    first = down[-2] if len(down) > 1 else down[0]
    inner = next((t.lower_ for t in down if t.dep_ in ("prep", "agent")), "")
    if first.dep_ in ("dobj", "nsubjpass", "dative", "oprd"):
        return "obj", inner
    if first.dep_ in ("nsubj", "agent"):
        return "subj", inner
    if first.dep_ == "prep":
        return first.lower_, inner
    return first.dep_, inner


def _role_and_weight(trigger: Trigger, slot: str, inner: str) -> tuple[str, float]:
    """The role that the slot gives to a place, and how good a scene that makes it."""
    for role, weight in (("scene", 1.0), ("destination", 0.75), ("origin", 0.1), ("topic", 0.0), ("goods", 0.3)):
        if slot in trigger.entry.roles.get(role, ()):
            return role, weight
    if slot == "obj":
        return ("scene", 0.9) if trigger.entry.acled == "territory" else ("scene", 0.7)
    if slot in ("subj", "by", "agent"):
        return "party", 0.35 if _scene_preposition(inner) else 0.1
    if slot in ("compound", "amod", "nmod", "poss"):
        return "party", 0.45 if slot in ("compound", "nmod") else 0.2
    if slot in slots_of(trigger, "actor"):
        return "party", 0.15
    role, weight = _PREPOSITIONS.get(slot, ("", 0.3))
    return role or "scene", weight


def _scene_preposition(word: str) -> bool:
    return _PREPOSITIONS.get(word, ("", 0))[0] == "scene" and word != "of"


def _preposition_table() -> dict[str, tuple[str, float]]:
    return {cells[0]: (cells[1], float(cells[2])) for _, cells in rows(FOLDER / "prepositions.tsv")}


_PREPOSITIONS = _preposition_table()


def _place_score(trigger: Trigger, place: Place, head: Token) -> tuple[float, str]:
    up, down = _path(trigger.head, head)
    left, entered = _clause_breaks(up), _clause_breaks(down)
    if _is_relativised(trigger.head, head):
        return (0.9 if trigger.entry.acled == "territory" or slots_of(trigger, "scene") == ("obj",) else 0.6), "scene"
    if up[-1] == trigger.head:
        slot, inner = _slot_of(trigger.head, down)
        role, weight = _role_and_weight(trigger, slot, inner)
        if inner and inner != slot and role == "scene" and not _scene_preposition(inner) and inner != "of":
            weight *= 0.6
        elif inner != slot and role in ("party", "destination") and _scene_preposition(inner) and place.is_point:
            role, weight = ("scene" if role == "party" else role), max(weight, 0.5)  # "signed it with the government in Bamako"
    else:
        first = down[-2] if len(down) > 1 else down[0]
        role, weight = _PREPOSITIONS.get(first.lower_, ("scene", 0.3)) if first.dep_ == "prep" else ("party", 0.15)
        weight *= 0.85
    score = weight - 0.2 * left - 0.5 * entered + _FINENESS[place.precision] - 0.004 * abs(trigger.head.i - head.i)
    return score, role


def _is_relativised(verb: Token, head: Token) -> bool:
    """Whether the verb's relative clause speaks of this place: "Menaka, a town that it had captured"."""
    if verb.dep_ != "relcl" or not is_verbal(verb):
        return False
    noun = verb.head
    apposed = (noun.dep_ == "appos" and noun.head == head) or (head.dep_ == "appos" and head.head == noun)
    return noun in patients(verb) and (head == noun or apposed)


def where_of(trigger: Trigger, toponyms: list[Toponym], setting: Setting) -> Where | None:
    """The place that the mention's clause, sentence, paragraph or dateline gives; None when nothing places it.

    A verbal act (talks, threats, aid) is placed by its own clause only: what it is about is not where it happens.
    """
    best = _best_place(trigger, toponyms)
    if best is not None and best[0] >= CLAUSE_SCORE:
        return Where(best[1].place, Link.CLAUSE, best[1], best[2])  # type: ignore[arg-type]
    destination = best is not None and best[2] == "destination" and best[0] >= 0.3
    if best is not None and destination:
        return Where(best[1].place, Link.CLAUSE, best[1], "destination")  # type: ignore[arg-type]
    if trigger.entry.event_type in word_list("verbal_types"):
        return None
    if best is not None and best[0] >= SENTENCE_SCORE and best[2] == "scene":
        return Where(best[1].place, Link.SENTENCE, best[1])  # type: ignore[arg-type]
    if setting.paragraph_where is not None:
        return Where(setting.paragraph_where.place, Link.PARAGRAPH, setting.paragraph_where.toponym)
    if setting.dateline is not None and setting.dateline.place is not None and setting.dateline.place.is_point:
        return Where(setting.dateline.place, Link.DATELINE, setting.dateline)
    return None


def _best_place(trigger: Trigger, toponyms: list[Toponym]) -> tuple[float, Toponym, str] | None:
    best: tuple[float, Toponym, str] | None = None
    for toponym in toponyms:
        head = head_of(trigger.head.doc, toponym.span)
        if toponym.place is None or toponym.role == "actor" or head is None or head == trigger.head:
            continue
        score, role = _place_score(trigger, toponym.place, head)
        if role != "topic" and (best is None or score > best[0]):
            best = (score, toponym, role)
    return best


_DATELINE = re.compile(r"[^\n]{0,70}?(?:\s[-–—]{1,2}\s|\s?\((?:Reuters|AFP|AP|[A-Z][\w ]{1,20})\)\s*[-–—]*)")


def dateline_of(text: str, toponyms: tuple[Toponym, ...]) -> Toponym | None:
    """The place name that opens the text or a paragraph as a dateline ("BAGHDAD, May 21 (Agency) - "), None without one."""
    for toponym in toponyms:
        start = toponym.span.start
        opens = start == 0 or text[start - 1] == "\n"
        name = text[toponym.span.start : toponym.span.end]
        rest = text[toponym.span.end : toponym.span.end + 80]
        if opens and start < 600 and name.isupper() and _DATELINE.match(rest):
            return toponym
    return None


def main_clause_depth(token: Token) -> int:
    """How deep a token's clause is nested: 0 for the sentence's main clause."""
    return _clause_breaks(path_up(clause_root(token)))
