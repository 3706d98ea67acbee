"""The date of each mention: time expressions weighed by how they hang on the trigger in the parse.

The step that decided (the trigger's own clause, its sentence, the paragraph, the publication date) is kept as `link`.
"""

from dataclasses import replace
from datetime import date

from events.extractor.lexicon import word_list
from events.extractor.linking import Setting, clause_breaks, head_of, way
from events.extractor.syntax import is_verbal, noun_phrase, path_up
from events.extractor.triggers import Trigger, governors
from events.language import Word
from events.model import Link, Status, Timex, When

CLAUSE_SCORE = 0.68  # from here on a time counts as said by the trigger's own clause
SENTENCE_SCORE = 0.2
LEAD = 700  # characters from the beginning of a text in which the present perfect tells what is new
LONGEST_TWIN = 7  # days that two times joined by "and" may span to be one
_DURING = frozenset({"in", "during", "at"})
_PRESENT = frozenset({"has", "have", "'s", "'ve", "’ve", "’s"})


def when_of(trigger: Trigger, status: Status, timexes: list[Timex], setting: Setting, *, told: bool) -> When | None:
    """The date that the mention's clause, sentence, paragraph or publication date gives, surest first; None when undated.

    `told`: the mention goes on with what the paragraph's date was said of, so that this date holds for it, too.
    """
    best, score = _best_time(trigger, timexes)
    if best is not None and score >= CLAUSE_SCORE:
        return _dated(_with_twin(best, timexes, trigger.head), Link.CLAUSE)
    if best is not None and score >= SENTENCE_SCORE and _fits(best, status, setting.dct):
        said = _dated(best, Link.SENTENCE)
        return replace(said, first=None) if is_before(trigger.head) and _of_report(trigger.head, best) else said
    if status in (Status.PLANNED, Status.HYPOTHETICAL):
        return None
    teller = _teller(trigger)
    before = is_before(teller)
    if setting.paragraph_when is not None and told and not before:
        said = setting.paragraph_when
        return When(said.value, said.first, said.last, Link.PARAGRAPH, said.timex)
    if setting.dct is None:
        return None
    new = not before or (trigger.head.sent.start_char < LEAD and is_just_over(teller))
    return When(setting.dct.isoformat(), setting.dct if new else None, setting.dct, Link.DCT)


def _teller(trigger: Trigger) -> Word:
    """The verb whose tense tells when: the trigger, or the verb that a noun is an object or subject of ("has made its first flight")."""
    return next(iter(governors(trigger.head)), trigger.head) if trigger.entry.pos == "noun" else trigger.head


def is_just_over(token: Word) -> bool:
    """Whether it is a main verb in the present perfect, which opens a report with its news: "has won a contract"."""
    helpers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")} if is_verbal(token) else set()
    return bool(helpers & _PRESENT) and token.dep_ not in ("relcl", "advcl", "acl")


def is_before(token: Word) -> bool:
    """Whether the verb tells of what was over by then: "had captured", "have been arrested"."""
    helpers = {c.lower_ for c in token.children if c.dep_ in ("aux", "auxpass")} if is_verbal(token) else set()
    return "had" in helpers or bool(helpers & _PRESENT and token.tag_ == "VBN")


def _best_time(trigger: Trigger, timexes: list[Timex]) -> tuple[Timex | None, float]:
    best, top = None, -9.0
    for timex in timexes:
        head = head_of(trigger.head.doc, timex.span)
        if head is None or not _datable(timex) or timex.value == "PRESENT_REF" or hour_only(timex) or _of_another(trigger, head):
            continue
        score = _score(trigger, head)
        if score > top:
            best, top = timex, score
    return best, top


def _of_another(trigger: Trigger, time: Word) -> bool:
    """Whether the time is that of a happening which the trigger's clause only mentions: "the results of Tuesday's election"."""
    named = time.head
    if time.dep_ != "poss" or named == trigger.head or named.lemma_.lower() not in word_list("event_nouns"):
        return False
    above = named.head
    if named.dep_ == "pobj" and above.dep_ == "prep" and above.lower_ in _DURING:
        above = above.head
    return trigger.head not in (above, named)


def _score(trigger: Trigger, head: Word) -> float:
    up, down = way(trigger.head, head)
    left, entered = clause_breaks(up), clause_breaks(down)
    own = entered and up[-1] == trigger.head and trigger.entry.pos == "noun" and down[-2].dep_ in ("acl", "relcl")
    together = any(t.dep_ == "advcl" and any(c.lower_ == "when" for c in t.children) for t in down[:-1])  # "when ..." is the same time
    score = 1.0 - 0.35 * left - 0.55 * (entered - 0.5 * together) + 0.3 * bool(own) - 0.03 * max(0, len(down) - 3)
    if left and is_verbal(up[-1]) and up[-1].lemma_.lower() in word_list("reporting"):
        score -= 0.1
    if trigger.entry.pos == "noun" and _follows_phrase(trigger.head, head):
        score = max(score, 0.9)
    if trigger.entry.pos == "verb":
        score = _corrected(trigger.head, head, score)
    return score - 0.004 * abs(trigger.head.i - head.i)


def _corrected(verb: Word, time: Word, score: float) -> float:
    """The score, mended where the order of words contradicts the parse: a time belongs to the last verb before it."""
    low, high = sorted((verb.i, time.i))
    between = verb.doc[low + 1 : high]
    if verb.i < time.i and not any(t.pos_ in ("VERB", "AUX") or t.text in ",;:—–" for t in between):
        return max(score, 0.8)
    comma = any(t.text == "," for t in between)
    if time.i < verb.i and comma and _verb_before(time) is not None:
        return score - 0.35
    return score


def _verb_before(time: Word) -> Word | None:
    """The verb that stands before a time without a comma between them."""
    for i in range(time.i - 1, time.sent.start - 1, -1):
        token = time.doc[i]
        if token.text in ",;:—–":
            return None
        if token.pos_ == "VERB":
            return token
    return None


def _follows_phrase(noun: Word, time: Word) -> bool:
    """Whether the time stands right behind the noun's phrase: "whose capture of Ramadi last weekend"."""
    start = min((t.i for t in time.subtree), default=time.i)
    start = start if 0 <= time.i - start <= 3 else time.i
    before = noun.doc[start - 1] if start else None
    end = max(t.i for t in noun_phrase(noun))
    return before is not None and (before.i == end or (before.dep_ == "prep" and before.i - 1 == end))


def hour_only(timex: Timex) -> bool:
    """Whether it names an hour or a part of whatever day is told of: "in the evening", "before dawn", "at eight"."""
    if timex.type != "TIME" or not (timex.anchor or "dct").startswith(("dct", "dateline")):
        return False
    words = timex.text.lower().replace("-", " ").split()
    return not any(word in word_list("calendar") or word in word_list("deictic") for word in words)


def _of_report(trigger: Word, timex: Timex) -> bool:
    """Whether the time says when it was reported: "have been arrested, police said on Saturday"."""
    head = head_of(trigger.doc, timex.span)
    above = next((t for t in path_up(head) if is_verbal(t)), None) if head is not None else None
    return above is not None and above != trigger and above.lemma_.lower() in word_list("reporting")


def _between(trigger: Word, low: Timex, high: Timex) -> str:
    """The words between two times."""
    gap = trigger.doc.touched(low.span.end, max(low.span.end, high.span.start))
    return " ".join(t.text for t in gap if low.span.end <= t.idx < high.span.start)


def _with_twin(timex: Timex, timexes: list[Timex], trigger: Word) -> Timex:
    """The time with the one that follows it after "and", as one interval: "on 9 and 10 May"."""
    for other in timexes:
        if other.first is None or other.last is None or timex.first is None or timex.last is None:
            continue
        low, high = sorted((timex, other), key=lambda t: t.span)
        if low is not high and _between(trigger, low, high) == "and" and low.first <= high.last:  # type: ignore[operator]
            first, last = min(timex.first, other.first), max(timex.last, other.last)
            if (last - first).days <= LONGEST_TWIN:
                return replace(low, first=first, last=last)
    return timex


def _datable(timex: Timex) -> bool:
    return timex.type in ("DATE", "TIME") or (timex.type == "DURATION" and timex.resolved)


def _dated(timex: Timex, link: Link) -> When:
    first, last = _narrowed(timex)
    return When(timex.value, first, last, link, timex)


def _narrowed(timex: Timex) -> tuple[date | None, date | None]:
    """The days of "the start of March" or "late April": a third of the month."""
    first, last = timex.first, timex.last
    if first is None or last is None or first.day != 1 or not 27 <= (last - first).days <= 30:
        return first, last
    thirds = {"START": (1, 10), "MID": (11, 20), "END": (21, last.day)}
    low, high = thirds.get(timex.mod or "", (1, last.day))
    return first.replace(day=low), last.replace(day=high)


def _fits(timex: Timex, status: Status, dct: date | None) -> bool:
    """Whether a time from another clause can be that of this mention: a plan does not lie in the past of its telling."""
    if status is not Status.PLANNED or dct is None or timex.last is None:
        return True
    return timex.last > dct
