"""Who reports what a trigger tells: "the Pentagon said", "according to activists", "Kiev blamed rebels for the shelling"."""

from itertools import pairwise

from events.extractor.lexicon import word_list
from events.extractor.syntax import children, is_verbal, noun_phrase, path_up, subjects, words_of
from events.language import Word

_NAMED = frozenset({"ORG", "PERSON", "NORP", "GPE"})
_NOBODY = frozenset({"none", "nobody", "no", "neither"})


def reported_by(trigger: Word) -> str | None:
    """The source that the sentence names for it, as written; None where it names none."""
    source = _above(trigger) or _beside(trigger) or _after(trigger) or _according_to(trigger)
    return _words(source) if source is not None else None


def is_report(verb: Word) -> bool:
    return is_verbal(verb) and verb.lemma_.lower() in word_list("reporting")


def _above(trigger: Word) -> Word | None:
    """The subject of the reporting or accusing verb in whose complement the trigger stands."""
    for child, head in pairwise(path_up(trigger)):
        lemma = head.lemma_.lower()
        said = is_report(head) and (child.dep_ not in ("dobj", "nsubj", "nsubjpass") or word_list("reporting")[lemma] == "object")
        blamed = word_list("accusing").get(lemma) == "reports" and child.dep_ == "prep" and child.lower_ in ("of", "for")
        if said or blamed:
            source = _source(head, trigger)
            if source is not None:
                return source
    return None


def _beside(trigger: Word) -> Word | None:
    """The subject of a reporting verb that hangs below: "rebels shelled the town, a spokesman said"."""
    for token in path_up(trigger):
        for below in children(token, "parataxis", "ccomp"):
            if is_report(below) and below.i > trigger.i and not any(c.i > below.i for c in children(below, "ccomp", "xcomp")):
                source = _source(below, trigger)
                if source is not None and source.i < below.i:
                    return source
    return None


def _after(trigger: Word) -> Word | None:
    """The subject of "..., the army said on Wednesday" at the end of a sentence, whatever the parser hung it on."""
    for verb in reversed(trigger.sent):
        if verb.i <= trigger.i or not is_report(verb) or children(verb, "ccomp"):
            continue
        for subject in children(verb, "nsubj"):
            start = min(t.i for t in noun_phrase(subject))
            if start > trigger.i and trigger.doc[start - 1].text in (",", "”", '"') and subject.pos_ != "PRON":
                return subject
    return None


def _according_to(trigger: Word) -> Word | None:
    for token in trigger.sent:
        if token.lower_ == "according" and token.i + 2 < len(trigger.doc) and trigger.doc[token.i + 1].lower_ == "to":
            near = (*token.subtree, *trigger.doc[token.i + 1].subtree)
            return next((t for t in near if t.dep_ == "pobj" and t.i > token.i), None)
    return None


def _source(verb: Word, trigger: Word) -> Word | None:
    """The subject that a reporting verb has beside the trigger, the nearest before or after it; nobody is no source."""
    found = [s for s in subjects(verb) if not s.is_ancestor(trigger) and s != trigger and s.lower_ not in _NOBODY]
    found = [s for s in found if not any(c.lower_ in _NOBODY for c in s.children)]
    return found[0] if found else None


def _words(source: Word) -> str:
    """The source's noun phrase; a name with a preposition in it, "Observatory for Human Rights", whole."""
    phrase = noun_phrase(source)
    name = next((e for e in source.sent.ents if e.label_ in _NAMED and e.start <= source.i < e.end), None)
    last = max(name.end - 1 if name is not None else 0, max(t.i for t in phrase))
    following = next((c for c in children(source, "prep") if c.lower_ == "for" and source.text[:1].isupper()), None)
    if following is not None and all(t.text[:1].isupper() for t in following.subtree if t != following):
        last = max(last, *(t.i for t in following.subtree))
    return words_of([*phrase, source.doc[last]])
