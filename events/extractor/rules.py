"""The rule extractor: triggers from the lexicon, roles from the parse, dates and places by evidence, mentions into events."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from events.actors import ActorDictionary, load_actors
from events.extractor.acled import Sides, sub_event
from events.extractor.arguments import Roles
from events.extractor.cast import Cast
from events.extractor.grouping import Found, group
from events.extractor.headline import Topic, ranked, topic_of
from events.extractor.lexicon import Lexicon, load_lexicon
from events.extractor.linking import Setting, dateline_of, head_of, main_clause_depth, nearest
from events.extractor.other import RULE, SENTENCES, title_triggers
from events.extractor.place_features import SentenceNames
from events.extractor.place_linker import Linker, load_linker
from events.extractor.places import act_in, is_verbal_act, scene_of
from events.extractor.quantities import quantities
from events.extractor.reporters import reported_by
from events.extractor.settling import settled
from events.extractor.spots import View, view_of
from events.extractor.status import status_of
from events.extractor.syntax import relative_deeds, words_of
from events.extractor.times import hour_only, when_of
from events.extractor.triggers import Trigger, WordClasses, ties, triggers
from events.extractor.untyped import group_untyped, is_happening, recalled, untyped
from events.extractor.wording import wording
from events.language import Stretch, Tree
from events.model import Argument, DatePrecision, Document, Event, Link, Mention, Span, Status, Timex, Toponym, When, Where
from events.ontology import OTHER

_Spanned = TypeVar("_Spanned", Timex, Toponym)
_PARAGRAPHS_KEPT = 1  # how many paragraphs on a date or place still holds


@dataclass(slots=True)
class _Memory:
    """What the text so far has established: in which paragraph, and since which character."""

    when: When | None = None
    when_paragraph: int = -9
    when_since: int = 0
    where: Where | None = None
    where_paragraph: int = -9
    where_sentence: int = -9
    where_since: int = 0


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence and what was found in it. `toponyms`: without the dateline; `triggers`: all that tell of something, in text order,
    with the status that the sentence gives them."""

    number: int
    words: Stretch
    span: Span
    timexes: list[Timex]
    toponyms: list[Toponym]
    typed: list[Trigger]
    titled: list[Trigger]
    triggers: list[tuple[Trigger, Status]]
    names: SentenceNames | None  # None where there is no trigger


class RulesExtractor:
    """Events by lexicon and parse. Its hash names lexicon and actor dictionary, so that a changed line means a new run."""

    name = "rules"

    def __init__(self, lexicon: Lexicon | None = None, actors: ActorDictionary | None = None, linker: Linker | None = None) -> None:
        self._lexicon = lexicon or load_lexicon()
        self._actors = actors or load_actors()
        self._linker = linker or load_linker()

    @property
    def config_hash(self) -> str:
        return self._lexicon.hash

    def extract(self, document: Document, tree: Tree, timexes: Sequence[Timex], toponyms: Sequence[Toponym]) -> tuple[Event, ...]:
        """The events of a document, each with its mentions; `tree` is the mended parse of `document.text`."""
        topic = topic_of(document, self._lexicon)
        found: list[Found] = []
        typed: list[Found] = []
        for one in self._found(document, tree, timexes, toponyms, topic):
            found.append(recalled(one, typed))
            if found[-1].mention.event_type != OTHER:
                typed.append(found[-1])
        leading = [f for f in found if f.mention.event_type != OTHER or f.mention.rule.startswith(RULE)]
        events = ranked(document, group(document, leading), topic)
        events = settled(document, events, topic, tree.sentence_spans, timexes, toponyms)
        told = {mention.trigger for event in events for mention in event.mentions}
        rest = [f for f in found if f.mention.event_type == OTHER and f.mention.trigger not in told]
        return events + group_untyped(document, rest, max(1, len(events)))

    def _found(
        self, document: Document, doc: Tree, timexes: Sequence[Timex], toponyms: Sequence[Toponym], topic: Topic
    ) -> Iterator[Found]:
        cast, memory = Cast(self._actors), _Memory()
        roles = Roles(cast, self._lexicon)
        dateline = dateline_of(document.text, tuple(toponyms))
        breaks = [line_end.start() for line_end in re.finditer("\n", document.text)]
        sentences = list(self._read(document, doc, timexes, [t for t in toponyms if t != dateline], topic))
        odds = self._linker.probabilities((s.names, act_in(t, s.names)) for s in sentences if s.names for t, _ in s.triggers)
        for sentence in sentences:
            cast.meet(sentence.words)
            paragraph = bisect_left(breaks, sentence.span.start)
            setting = _setting(document, memory, paragraph, sentence.span, dateline)
            for trigger, status in sentence.triggers:
                mention = self._mention(trigger, status, sentence, next(odds), setting, roles)
                if trigger in sentence.titled:
                    mention = replace(mention, rule=f"{RULE}{trigger.entry.head} ({trigger.entry.pos})")
                elif mention.event_type != OTHER:
                    _remember_place(memory, mention, paragraph, sentence)
                yield _found_in(sentence, trigger, mention)
            _remember_mentioned(memory, paragraph, sentence)
            _remember_date(memory, doc, paragraph, document.dct, sentence)

    def _read(
        self, document: Document, doc: Tree, timexes: Sequence[Timex], toponyms: Sequence[Toponym], topic: Topic
    ) -> Iterator[_Sentence]:
        """The sentences with their triggers. `toponyms`: without the dateline."""
        view = view_of(document.text, doc)
        time_starts, place_starts = [t.span.start for t in timexes], [t.span.start for t in toponyms]
        for number, words in enumerate(doc.sents):
            span = _trimmed(words)
            places = _within(toponyms, place_starts, span)
            typed = triggers(words, self._lexicon, WordClasses(self._lexicon, places, self._actors))
            searched = bool(document.title) and number < SENTENCES
            titled = title_triggers(words, topic.forms, {t.i for h in typed for t in h.words}) if searched else []
            taken = {token.i for trigger in (*typed, *titled) for token in (trigger.head, *trigger.others)}
            every = sorted([*typed, *titled, *untyped(words, taken)], key=lambda t: t.head.i)
            here = [(t, status) for t in every if is_happening(t.entry.event_type, status := _question(t) or status_of(t.head))]
            names = _names_of(view, words, places) if here else None
            yield _Sentence(number, words, span, _within(timexes, time_starts, span), places, typed, titled, here, names)

    def _mention(
        self, trigger: Trigger, status: Status, sentence: _Sentence, odds: Mapping[int, float], setting: Setting, roles: Roles
    ) -> Mention:
        assert sentence.names is not None
        actors = roles.of(trigger, "actor")
        span, timexes = trigger.span, nearest(trigger.span, sentence.timexes)
        when = when_of(trigger, status, timexes, setting, told=_goes_on(trigger, actors, setting.since_when))
        lasting = status in (Status.ACTUAL, Status.DENIED)
        lasting = lasting and trigger.entry.event_type != OTHER  # what has no type is placed by its own sentence only
        told = lasting and _goes_on(trigger, actors, setting.since_where)
        scene = scene_of(trigger, sentence.names, odds, setting, told=told)
        where = scene.where
        recipients = tuple(r for r in roles.of(trigger, "recipient") if r not in actors and not _is_place(r, where))
        return Mention(
            trigger=span,
            text=words_of(trigger.words),
            sentence=sentence.span,
            event_type=trigger.entry.event_type,
            mode=trigger.entry.mode,
            status=_by_date(status, when, setting.dct),
            actors=actors,
            recipients=recipients,
            quantities=quantities(trigger),
            when=when,
            where=where,
            scene=scene.names,
            reported_by=reported_by(trigger.head),
            rule=trigger.entry.name,
            acled=sub_event(trigger.entry.acled, Sides(actors, recipients, where), self._actors, self._lexicon),
        )


def _found_in(sentence: _Sentence, trigger: Trigger, mention: Mention) -> Found:
    head = trigger.head
    return Found(
        mention,
        head.lemma_.lower(),
        trigger.entry.pos == "noun",
        _definite(trigger),
        wording(trigger),
        _generic(trigger, mention),
        sentence.number,
        _in_passing(trigger, mention, sentence.typed),
        head.i,
        ties(trigger) | {v.i for v in relative_deeds(head)},
        head.head.i if head.dep_ == "conj" else -2,
        trigger.entry.acled == "territory",
    )


def _within(found: Sequence[_Spanned], starts: list[int], span: Span) -> list[_Spanned]:
    """Those of a sorted sequence that stand within the span."""
    return [t for t in found[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if t.span.end <= span.end]


def _names_of(view: View, sentence: Stretch, toponyms: list[Toponym]) -> SentenceNames:
    """The names of a sentence that holds a word."""
    word = next(token for token in sentence if not token.is_space)
    return SentenceNames(view, view.tokens.sentence[view.number[word.i]], toponyms)


def _trimmed(sentence: Stretch) -> Span:
    text = sentence.text
    left = len(text) - len(text.lstrip())
    return Span(sentence.start_char + left, sentence.start_char + max(left, len(text.rstrip())))


def _question(trigger: Trigger) -> Status | None:
    return Status.HYPOTHETICAL if trigger.head.sent.text.rstrip().endswith("?") else None


def _definite(trigger: Trigger) -> bool:
    """Whether the trigger points back to something told before: "the delivery", "his visit", "these attacks"."""
    if trigger.entry.pos != "noun":
        return False
    return any(c.dep_ in ("det", "poss") and c.lower_ in ("the", "this", "that", "these", "those", "his", "her", "its", "their")
               for c in trigger.head.children)  # fmt: skip


def _generic(trigger: Trigger, mention: Mention) -> bool:
    """Whether a plural noun speaks of its kind: no article, number, date or place of its own."""
    head = trigger.head
    if trigger.entry.pos != "noun" or head.tag_ not in ("NNS", "NNPS"):
        return False
    marked = any(c.dep_ in ("det", "nummod") or c.lower_ in ("several", "many", "new", "recent", "fresh") for c in head.children)
    dated = mention.when is not None and mention.when.link is Link.CLAUSE
    placed = mention.where is not None and mention.where.link is Link.CLAUSE
    return not (marked or dated or placed or mention.quantities)


def _in_passing(trigger: Trigger, mention: Mention, here: list[Trigger]) -> bool:
    """Whether a mention only says what another is about: "rejected the accord", "denounced it as a coup", "marched to demand".

    What has a date or place of its own is told for its own sake.
    """
    own = [link for link in (mention.when and mention.when.link, mention.where and mention.where.link) if link is Link.CLAUSE]
    head = trigger.head
    if trigger.entry.pos == "noun":
        if head.dep_ == "pobj" and head.head.lower_ in ("as", "like"):
            return True
        about = head.dep_ == "pobj" and head.head.lower_ in ("about", "over", "regarding", "of", "to", "on", "for", "against")
        if mention.actors and mention.recipients and head.dep_ == "nsubjpass":
            return False  # "the arrest of the editor by police was condemned"
        if about and _definite(trigger) and mention.status is Status.HYPOTHETICAL:
            return True  # "seek a halt to the fighting in Syria"
        governed = head.dep_ in ("dobj", "nsubjpass") and any(
            t.head == head.head and t.entry.event_type != trigger.entry.event_type for t in here
        )
        return ((governed and mention.where is None) or not own) and (governed or (about and _definite(trigger)))
    purpose = head.dep_ in ("advcl", "acl", "xcomp") and any(c.tag_ == "TO" for c in head.children)
    dated = mention.when is not None and mention.when.link is Link.CLAUSE
    return purpose and not dated and mention.status is Status.HYPOTHETICAL and is_verbal_act(trigger)


def _by_date(status: Status, when: When | None, dct: date | None) -> Status:
    """What is told as fact but lies after the publication date is planned."""
    future = when is not None and dct is not None and when.first is not None and when.first > dct
    return Status.PLANNED if future and status is Status.ACTUAL else status


def _is_place(argument: Argument, where: Where | None) -> bool:
    """Whether the argument is just the scene: what is captured is a place, not somebody acted upon."""
    if where is None or where.toponym is None or argument.span is None or argument.name:
        return False
    return argument.span.contains(where.toponym.span)


def _goes_on(trigger: Trigger, actors: tuple[Argument, ...], before: str) -> bool:
    """Whether a mention goes on with what was told just before: any deed does, a verbal act when the same people act."""
    if not is_verbal_act(trigger):
        return True
    names = [word for a in actors for text in (a.text, a.name) for word in text.split() if word[:1].isupper()]
    return any(name in before for name in names)


def _setting(document: Document, memory: _Memory, paragraph: int, sentence: Span, dateline: Toponym | None) -> Setting:
    near_date = paragraph - memory.when_paragraph <= 2 * _PARAGRAPHS_KEPT
    near_place = paragraph - memory.where_paragraph <= 2 * _PARAGRAPHS_KEPT
    return Setting(
        document.dct,
        memory.when if near_date else None,
        memory.where if near_place else None,
        dateline,
        document.text[memory.when_since : sentence.start] if near_date else "",
        document.text[memory.where_since : sentence.start] if near_place else "",
    )


def _remember_place(memory: _Memory, mention: Mention, paragraph: int, sentence: _Sentence) -> None:
    where = mention.where
    if where is not None and where.link is Link.CLAUSE and where.role == "scene" and where.place.is_point:
        memory.where, memory.where_paragraph = where, paragraph
        memory.where_sentence, memory.where_since = sentence.number, sentence.span.start


def _remember_mentioned(memory: _Memory, paragraph: int, sentence: _Sentence) -> None:
    """Keeps the first exact place of a sentence in which no event was placed."""
    named = next((t for t in sentence.toponyms if t.role == "place" and t.place is not None and t.place.is_point), None)
    if named is not None and named.place is not None and memory.where_sentence != sentence.number:
        memory.where, memory.where_paragraph = Where(named.place, Link.PARAGRAPH, named), paragraph
        memory.where_since = sentence.span.start


def _remember_date(memory: _Memory, doc: Tree, paragraph: int, dct: date | None, sentence: _Sentence) -> None:
    """Keeps the date of the sentence's main clause for the sentences that follow."""
    best: tuple[int, int, Timex] | None = None
    for timex in sentence.timexes:
        head = head_of(doc, timex.span)
        exact = timex.precision in (DatePrecision.DAY, DatePrecision.WEEK, DatePrecision.MONTH)
        past = dct is None or timex.first is None or timex.first <= dct
        if head is not None and exact and past and timex.type in ("DATE", "TIME") and not hour_only(timex):
            key = (main_clause_depth(head), timex.span.start, timex)
            best = key if best is None or key[:2] < best[:2] else best
    if best is not None and best[0] <= 1:
        timex = best[2]
        memory.when, memory.when_paragraph = When(timex.value, timex.first, timex.last, Link.CLAUSE, timex), paragraph
        memory.when_since = sentence.span.start
