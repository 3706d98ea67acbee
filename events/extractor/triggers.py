"""Which words of a sentence tell of an event: lexicon entries matched against the parse, with their conditions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from events.actors import Actor, ActorDictionary
from events.extractor.lexicon import Condition, Entry, Lexicon, word_list
from events.extractor.syntax import (
    char_span,
    children,
    hyphen_joined,
    is_passive,
    is_time,
    is_verbal,
    noun_phrase,
    patients,
    prepositions,
    subjects,
    whose,
    words_of,
)
from events.language import Stretch, Word
from events.model import PlacePrecision, Span, Toponym

_CIRCUMSTANCES = frozenset({"in", "by", "with", "during"})
_SHOUTED = frozenset({"us", "it", "who", "me"})  # what abbreviations in capitals look like in lower case
_DESCRIBING = frozenset("back lead base hold run own dominate control appoint sponsor fund train arm bear build make elect".split())
_ENDINGS = (("ies", "y"), ("ied", "y"), ("es", ""), ("s", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"))
_LONGEST_PHASE = 7  # tokens from "began" to "offensive" in "began their long-awaited offensive"
_SKIPPED_NOUN_ROLES = frozenset({"compound", "nmod", "amod", "npadvmod"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that fired, the other words it needed, and the lexicon line."""

    head: Word
    others: tuple[Word, ...]
    entry: Entry

    @property
    def words(self) -> list[Word]:
        """The head word, or for neighbouring words all of them; what stands before a verb, "sanctions were lifted", is left out.

        A verb that only says that the deed begins or goes on belongs to it: "began their assault", "continued to shell".
        """
        others = [t for t in self.others if t.tag_ != "TO" and (self.entry.pos == "noun" or t.i > self.head.i)]
        phase = _phase(self.head)
        words = sorted((self.head, *others), key=lambda t: t.i)
        kept = words if words[-1].i - words[0].i <= 4 else [self.head]
        return kept if phase is None else sorted((*kept, phase), key=lambda t: t.i)

    @property
    def span(self) -> Span:
        return char_span(self.words)


def _phase(head: Word) -> Word | None:
    """The verb of beginning or going on whose object or infinitive a trigger is, or whose subject just before it."""
    above = head.head
    labels = ("xcomp",) if is_verbal(head) else ("dobj",) if above.i < head.i else ("nsubj", "nsubjpass")
    near = -_LONGEST_PHASE <= above.i - head.i <= 2
    return above if near and head.dep_ in labels and above.lemma_ in word_list("phases") and is_verbal(above) else None


class WordClasses:
    """Tells whether a token belongs to a word class: by its lemma, or by what data/lexicon/class_sources.tsv adds."""

    def __init__(self, lexicon: Lexicon, toponyms: Sequence[Toponym], dictionary: ActorDictionary) -> None:
        self._classes, self._sources, self._dictionary = lexicon.classes, lexicon.sources, dictionary
        self._toponyms = toponyms
        self._actors: dict[int, Actor | None] = {}

    def holds(self, token: Word, condition: Condition) -> bool:
        lemmas = set(_forms(token))
        if token.text.isupper() and token.pos_ != "PRON":
            lemmas -= _SHOUTED
        if lemmas & condition.words:
            return True
        return any(self._member(token, lemmas, name) for name in condition.classes)

    def _member(self, token: Word, lemmas: set[str], name: str) -> bool:
        if lemmas & self._classes.get(name, frozenset()):
            return True
        return any(self._comes_from(token, source) for source in self._sources.get(name, ()))

    def _comes_from(self, token: Word, source: str) -> bool:
        kind, _, value = source.partition(":")
        if kind in ("toponym", "country"):
            return any(kind == "toponym" or _is_country(t) for t in self._toponyms_at(token))
        if kind == "name":
            return token.ent_type_ == value and not any(True for _ in self._toponyms_at(token))
        if kind == "pronoun" and value:
            return token.lower_ == value
        if kind == "pronoun":
            return token.pos_ == "PRON" and token.tag_ in ("PRP", "WP", "WDT", "DT")
        if kind == "proper":
            return token.pos_ == "PROPN" and not any(True for _ in self._toponyms_at(token))
        if kind == "numeral":
            return bool(token.like_num)
        actor = self._actor(token)
        return actor is not None and value in ("*", actor.kind if kind == "actor" else actor.side)

    def _toponyms_at(self, token: Word) -> Iterator[Toponym]:
        here = Span(token.idx, token.idx + len(token.text))
        return (t for t in self._toponyms if t.span.overlaps(here))

    def _actor(self, token: Word) -> Actor | None:
        if token.i not in self._actors:
            phrase = words_of(noun_phrase(token)) if token.pos_ in ("NOUN", "PROPN") else ""
            self._actors[token.i] = self._dictionary.resolve(phrase) if phrase else None
        return self._actors[token.i]


def _is_country(toponym: Toponym) -> bool:
    return toponym.place is not None and toponym.place.precision is PlacePrecision.COUNTRY


def _slot(head: Word, slot: str) -> list[Word]:
    """The words that stand in the place a condition speaks of."""
    if slot == "head":
        return governors(head)
    if slot == "clause":
        return children(head, "ccomp", "xcomp")
    if is_verbal(head):
        if slot == "subj":
            return subjects(head)
        if slot == "dobj":
            return patients(head)
        near = [*subjects(head), *patients(head)]
    else:
        modifiers = children(head, "compound", "amod", "nmod")
        owner = whose(head)
        by = [p for name, ps in prepositions(head) if name == "by" for p in ps]
        agents = [*children(head, "poss"), *_own(head), *([owner] if owner is not None else []), *by, *modifiers]
        if slot == "subj":
            return agents
        if slot == "dobj":
            return [p for name, ps in prepositions(head) if name == "of" for p in ps]
        if slot == "comp":
            return modifiers
        near = agents
    if slot == "any":
        return near + [p for _, ps in prepositions(head) for p in ps]
    return [p for name, ps in prepositions(head) if name == slot.removeprefix("prep:") for p in ps]


def _own(noun: Word) -> list[Word]:
    """Whose the noun is where a pronoun points back to the subject: "the army continued its advance"."""
    if not any(c.pos_ == "PRON" for c in children(noun, "poss")):
        return []
    return [doer for verb in governors(noun) for doer in subjects(verb) if doer.pos_ != "PRON"]


def governors(noun: Word) -> list[Word]:
    """The verb of which a noun is subject, object or (in, by, with, during) circumstance."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ in _CIRCUMSTANCES:
        above = above.head
    return [above] if is_verbal(above) and above != noun else []


def _with_modifiers(tokens: list[Word], *, every: bool) -> list[Word]:
    """Heads with what their appositions, compounds and "of" phrases add: "AT-4 rockets", "parts of Aleppo".

    `every`: "of" phrases count behind any noun, "the mood of the city", not only where they say what is meant.
    """
    found = list(tokens)
    for token in tokens:
        if every or token.like_num or token.lemma_.lower() in word_list("containers") or token.lower_ in word_list("containers"):
            found += [p for name, ps in prepositions(token) if name == "of" for p in ps]
        found += children(token, "compound", "appos", "nmod", "amod")
    return found


def _satisfied(head: Word, condition: Condition, classes: WordClasses) -> bool:
    words = _slot(head, condition.slot)
    if not words and condition.slot == "subj" and not condition.negated:
        # "the town was taken": who did it is left open; that fits a class of doers, but nothing suggests a particular word
        return bool(condition.classes) and is_verbal(head) and is_passive(head)
    if not condition.negated:
        words = [*words, *(c for w in words for c in children(w, "nummod"))]  # "2,000 Alawites marched"
    return any(classes.holds(t, condition) for t in _with_modifiers(words, every=condition.negated)) != condition.negated


def _near(head: Word) -> Iterator[Word]:
    """Words that a multi-word trigger may take its other words from: two steps below the head."""
    for child in head.children:
        if child.dep_ == "advcl" and child.tag_ == "VBG":  # "began the offensive, striking the town": another deed
            continue
        if child.dep_ in ("nsubj", "nsubjpass", "ccomp", "relcl", "conj", "punct"):
            if child.dep_ == "nsubjpass":
                yield child
            continue
        yield child
        for grandchild in child.children:
            if grandchild.dep_ not in ("relcl", "acl", "conj", "punct", "ccomp", "nsubj"):
                yield grandchild
                if grandchild.dep_ in ("pobj", "prep", "amod", "compound", "appos"):
                    yield from (t for t in grandchild.children if t.dep_ in ("prep", "pobj", "amod", "compound"))


def _names_of(token: Word) -> list[str]:
    """What an entry may call a word that it asks for; TO is the "to" of an infinitive."""
    return [*(["TO"] if token.tag_ == "TO" and token.dep_ in ("aux", "mark") else ()), *_forms(token), *_hyphenated(token)]


def _of_time(preposition: Word) -> bool:
    """Whether it only says when: "called off the truce on Friday" is no "call on"."""
    return preposition.dep_ == "prep" and any(is_time(c) or c.like_num for c in children(preposition, "pobj"))


def _around(head: Word) -> list[tuple[Word, list[str]]]:
    """The tokens among which the other words of a multi-word trigger may be, each with what an entry may call it."""
    pool = list(_near(head))
    if head.dep_ == "relcl":  # "the state of emergency that he had declared"
        pool += [t for p in patients(head) for t in (p, *(o for _, os in prepositions(p) for o in os))]
    if head.dep_ == "amod":  # "the Union imposed sanctions", misread
        pool += patients(head)
    return [(token, _names_of(token)) for token in pool]


def _others(entry: Entry, pool: list[tuple[Word, list[str]]]) -> tuple[Word, ...] | None:
    """The tokens of the entry's other words among those of the pool, None when one is missing."""
    found: list[Word] = []
    for lemma in entry.rest:
        named = [token for token, names in pool if lemma in names]
        hit = next((t for t in named if t not in found and (lemma == "TO" or not _of_time(t))), None)
        if hit is None:
            return None
        found.append(hit)
    return tuple(found)


def _attributive(verb: Word) -> bool:
    """Whether a participle only describes a noun ("the captured town"); a finite verb read as one does not."""
    if verb.tag_ == "VBG" and verb.dep_ == "xcomp" and verb.i + 1 < verb.sent.end:
        begun = word_list("status").get(verb.head.lemma_) == "transparent"
        return verb.head.i == verb.i - 1 and not begun and verb.nbor().text[:1].isupper()  # "offered visiting President X aid"
    if verb.dep_ not in ("amod", "compound") or verb.tag_ == "VBG":
        return verb.dep_ == "compound"
    if verb.tag_ == "VBD" and verb.dep_ == "amod":
        return False
    before = verb.nbor(-1).pos_ if verb.i > verb.sent.start else ""
    told = (before in ("NOUN", "PROPN") and verb.lemma_ not in _DESCRIBING) or (before == "CCONJ" and verb.head.pos_ == "PROPN")
    return not (verb.dep_ == "amod" and verb.head.i > verb.i and told)


def part_of_speech(token: Word) -> str | None:
    """"verb" or "noun" where a word can tell of an event, None where it only describes another."""
    if is_verbal(token):
        return None if _attributive(token) or token.dep_ in ("aux", "auxpass", "case") else "verb"
    if token.pos_ in ("NOUN", "PROPN") and token.dep_ not in _SKIPPED_NOUN_ROLES and token.ent_type_ != "PERSON":
        return "noun"
    return None


def ties(trigger: Trigger) -> frozenset[int]:
    """Tokens whose triggers tell of the same deed: its cause ("an attack killed", "killed in a raid"), a verb that goes on with it.

    "attacked the post and killed nine", "shot it down, killing two", "were killed when rebels attacked".
    """
    head = trigger.head
    if trigger.entry.pos == "noun":
        return frozenset(v.i for v in governors(head))
    causes = [*subjects(head), *(p for name, ps in prepositions(head) if name in _CIRCUMSTANCES for p in ps)]
    above = head.head
    while head.tag_ == "VBG" and above.head != above and not is_verbal(above):
        above = above.head  # "bombed it on Tuesday, killing nine": hung on the day
    if is_verbal(above) and above != head and _goes_on(head):
        causes.append(above)
    return frozenset(t.i for t in causes)


def _goes_on(verb: Word) -> bool:
    """Whether a verb without a time of its own goes on with the deed of the verb that it hangs on."""
    own = children(verb, "nsubj", "nsubjpass")
    if verb.dep_ == "conj":
        return not own and not children(verb, "npadvmod")
    if verb.dep_ in ("advcl", "xcomp", "acl"):
        return verb.tag_ == "VBG" or any(c.lower_ == "when" for c in children(verb, "advmod", "mark"))
    return False


def _chain(token: Word) -> list[Word]:
    """The words that hyphens join to a token ("test-fired", "sit-in"), if it stands for all of them in the parse; else [token]."""
    low, high = hyphen_joined(token.doc, token.i, token.i)
    words = [t for t in token.doc[low : high + 1] if t.text != "-"]
    inside = all(low <= w.head.i <= high for w in words if w != token)
    return words if inside and (token.head == token or not low <= token.head.i <= high) else [token]


def _forms(token: Word) -> list[str]:
    """What the lexicon may call a word: its lemma, as written, or without a regular ending, since the lemmatiser errs at times."""
    return _regular(token.lemma_, token.lower_)


@lru_cache(maxsize=20_000)
def _regular(lemma: str, lower: str) -> list[str]:
    return [lemma.lower(), lower, *(lower.removesuffix(old) + new for old, new in _ENDINGS if lower.endswith(old))]


def _hyphenated(token: Word) -> list[str]:
    """The forms of the hyphenated word that a token stands for, [] where it stands for itself alone."""
    doc, place = token.doc, token.i
    words = doc.words
    near = token.text == "-" or (place and words[place - 1].text == "-") or (place + 1 < len(words) and words[place + 1].text == "-")
    if not near:
        return []
    chain = _chain(token)
    before = "-".join(t.lower_ for t in chain[:-1])
    return [f"{before}-{last}" for last in _forms(chain[-1])] if len(chain) > 1 else []


def _entries(token: Word, lexicon: Lexicon) -> Iterator[Entry]:
    """The lexicon lines for a token, most demanding first; those of a hyphenated word before those of its head alone."""
    if token.dep_ not in _SKIPPED_NOUN_ROLES:
        for form in _hyphenated(token):
            yield from (entry for pos in ("verb", "noun") for entry in lexicon.of(pos, form))
    pos = part_of_speech(token)
    if pos is not None:
        yield from next((found for form in _forms(token) if (found := lexicon.of(pos, form))), ())


def match(token: Word, lexicon: Lexicon, classes: WordClasses) -> Trigger | None:
    """The trigger that starts at this token, by the first lexicon line whose words and conditions are met; None otherwise."""
    pool: list[tuple[Word, list[str]]] | None = None
    for entry in _entries(token, lexicon):
        if entry.rest and pool is None:
            pool = _around(token)
        others = _others(entry, pool or [])
        if others is not None and all(_satisfied(token, c, classes) for c in entry.needs):
            return Trigger(token, others, entry)
    return None


def triggers(sentence: Stretch, lexicon: Lexicon, classes: WordClasses) -> list[Trigger]:
    """Triggers of a sentence in text order; a word that serves a longer trigger does not fire on its own."""
    found = [t for t in (match(token, lexicon, classes) for token in sentence) if t is not None]
    taken = {other.i for trigger in found for other in trigger.others}
    kept = [t for t in found if t.head.i not in taken]
    served = {other.i for t in kept if t.entry.pos == "verb" for other in t.others}
    return [t for t in kept if t.entry.pos == "verb" or not served & {other.i for other in t.others}]
