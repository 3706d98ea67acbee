"""Verbs that the tagger took for nouns, because it had hardly met them: "Rebels overran the town", "The army shelled Homs".

What the parser read as one noun phrase (subject, verb and object in a row) becomes a clause again.
"""

from events.extractor.repair import Repair
from events.extractor.verb_forms import Verbs
from events.language import Stretch, Word

_TOLD_APART = frozenset({"shot"})  # more often a noun: `mending` looks closer
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_PART = frozenset({"compound", "nmod", "amod"})
_OF_CLAUSE = frozenset({"prep", "punct", "npadvmod", "advmod", "cc", "advcl", "acl"})
_CLAUSE_LABELS = {"nsubj": "ccomp", "dobj": "ccomp", "acl": "advcl"}


def verb_clause(sentence: Stretch, verbs: Verbs, repair: Repair) -> bool:
    """Whether such a verb was found; its clause is then in the repair."""
    told = any(word.tag_ in _FINITE for word in sentence) or not sentence.text.rstrip().endswith((".", "!"))
    for word in sentence:
        past = word.tag_ in _NOUNS and word.text.islower() and word.lower_ not in _TOLD_APART and verbs.of_past(word.lower_)
        if past and (verbs.only_past(word.lower_) or not told or _goes_on(word)) and (doer := _doer(word)) is not None:
            _make_clause(word, doer, verbs, repair)
            return True
    return False


def _doer(word: Word) -> Word | None:
    """The noun right before the word, in the same phrase; None where there is none, or nothing that it may have been done to."""
    if word.i == word.sent.start or word.i + 1 >= word.sent.end:
        return None
    before, after = word.nbor(-1), word.nbor()
    joined = before.head is word or (before.head is word.head and word.head.i > word.i)
    noun = before.tag_ in ("NN", "NNS", "NNP", "NNPS", "PRP") and before.dep_ in (*_PART, "nsubj")
    done_to = after.pos_ in ("DET", "NUM", "NOUN", "PROPN", "ADJ", "PRON") and not after.is_punct
    return before if joined and noun and (done_to or _goes_on(word)) else None


def _goes_on(word: Word) -> bool:
    """ "A rocket | hit and damaged a school": no noun is coordinated with a finite verb that has no doer of its own."""
    if word.i + 1 >= word.sent.end or word.nbor().dep_ != "cc":
        return False
    return any(c.dep_ == "conj" and c.tag_ == "VBD" and not any(g.dep_ == "nsubj" for g in c.children) for c in word.children)


def _make_clause(verb: Word, doer: Word, verbs: Verbs, repair: Repair) -> None:
    repair.verbs[verb.i] = verbs.of_past(verb.lower_), "VBD"
    above = verb.head
    swallowed = above.i > verb.i and verb.dep_ in _PART  # the object was taken for the head of all
    top = above if swallowed else verb
    label = _CLAUSE_LABELS.get(top.dep_, top.dep_)
    repair.hang(verb, verb if top.head is top else top.head, label)
    for child in (*top.children, *(verb.children if swallowed else ())):
        if child.i < doer.i:
            repair.hang(child, doer, child.dep_)
        elif child.i > top.i and child.dep_ in _OF_CLAUSE:
            repair.hang(child, verb, _CLAUSE_LABELS.get(child.dep_, child.dep_))
    if swallowed:
        repair.hang(above, verb, "dobj")
        _coordinate(verb, above, verbs, repair)
    repair.hang(doer, verb, "nsubj")


def _coordinate(verb: Word, thing: Word, verbs: Verbs, repair: Repair) -> None:
    """ "shelled Homs and | bombed Idlib": what is coordinated with the object is the object of a verb of its own."""
    for other in thing.children:
        own = next((c for c in other.children if c.dep_ in _PART and verbs.of_past(c.lower_) and c.nbor(-1).dep_ == "cc"), None)
        if other.dep_ == "conj" and own is not None:
            repair.verbs[own.i] = verbs.of_past(own.lower_), "VBD"
            repair.hang(own, verb, "conj")
            repair.hang(other, own, "dobj")
            for child in (*other.children, *thing.children):
                if child.dep_ == "cc" and child.i < own.i:
                    repair.hang(child, verb, "cc")
                elif child.i > other.i and child.dep_ in _OF_CLAUSE and child.dep_ != "punct":
                    repair.hang(child, own, _CLAUSE_LABELS.get(child.dep_, child.dep_))


def coordinated_verbs(sentence: Stretch, verbs: Verbs, repair: Repair) -> None:
    """ "were captured, | tortured and killed": participles read as adjectives."""
    for word in sentence:
        lemma = verbs.of_participle(word.lower_) if word.tag_ == "JJ" and word.dep_ == "conj" else ""
        counted = any(child.dep_ == "nummod" for child in word.children)  # "and 20 wounded" counts what the verb before tells
        if lemma and not counted and word.head.tag_ in ("VBN", "VBD") and word.head.i < word.i:
            repair.verbs[word.i] = lemma, word.head.tag_


def verbs_with_object(sentence: Stretch, verbs: Verbs, repair: Repair) -> None:
    """ "The fleet | captures ships": a noun with subject and object is a verb."""
    for word in sentence:
        lemma = verbs.of_present(word.lower_) if word.tag_ in ("NNS", "NNP", "NNPS") else ""
        if lemma and {"nsubj", "dobj"} <= {child.dep_ for child in word.children}:
            repair.verbs[word.i] = lemma, "VBZ"
