"""Actual, planned, hypothetical or denied: what modals, negation and governing words make of a trigger."""

from itertools import pairwise

from events.extractor.lexicon import word_list
from events.extractor.syntax import children, is_verbal, path_up
from events.language import Word
from events.model import Status

_TIMES = frozenset("after before when while because since as until once".split())
_NOBODY = frozenset({"nobody", "none", "neither", "nothing"})
_STEPS = 5  # how far up the tree a governing word is looked for


def status_of(trigger: Word) -> Status:
    """The status that the sentence gives to the trigger."""
    own = _own_status(trigger)
    if own is not None:
        return own
    misread = is_verbal(trigger) and trigger.dep_ == "amod"  # "rejected it and accused Kiev": nothing governs it
    return Status.ACTUAL if misread else _governed_status(trigger)


def _own_status(token: Word) -> Status | None:
    """What negation, modals and conditional markers directly on the word say."""
    if any(c.dep_ == "neg" or (c.dep_ == "det" and c.lower_ == "no") for c in token.children) or _of_nobody(token):
        return Status.DENIED
    described = _described(token)
    if described is not None:
        return described
    if _infinitive(token) and any(t.lower_ == "yet" for t in token.doc[max(token.sent.start, token.i - 3) : token.i]):
        return Status.DENIED  # "has yet to release them"
    if token.dep_ == "xcomp" and token.head.lower_ == "had" and token.head.i == token.sent.start:
        return Status.HYPOTHETICAL  # "Had the army attacked, ..."
    if any(c.dep_ == "mark" and c.lower_ in word_list("conditionals") and not _reached(c, token) for c in token.children):
        return Status.HYPOTHETICAL
    modals = word_list("modals")
    for auxiliary in children(token, "aux", "auxpass"):
        if auxiliary.lower_ in modals:
            return Status(modals[auxiliary.lower_])
    return None


def _of_nobody(token: Word) -> bool:
    """ "Nobody was killed", "no shots were fired": whether the word's subject or object is none at all."""
    near = children(token, "nsubj", "nsubjpass", "dobj", "agent")
    return any(t.lower_ in _NOBODY or any(c.lower_ == "no" and c.dep_ in ("det", "neg") for c in t.children) for t in near)


def _described(token: Word) -> Status | None:
    """What an adverb or adjective makes of it: "nearly captured", "the planned deployment", "perhaps attacked"."""
    table = word_list("attributes")
    words = (c.lower_ for c in children(token, "advmod", "amod", "neg"))
    return next((Status(table[word]) for word in words if word in table), None)


def _reached(marker: Word, verb: Word) -> bool:
    """ "until they withdrew": they did."""
    return marker.lower_ == "until" and verb.tag_ == "VBD"


def _infinitive(token: Word) -> bool:
    marked = any(c.tag_ == "TO" for c in children(token, "aux", "mark"))
    return is_verbal(token) and (marked or (token.i > token.sent.start and token.nbor(-1).tag_ == "TO"))


def _governed_status(trigger: Word) -> Status:
    table, path = word_list("status"), path_up(trigger)
    purpose = False
    for step, (child, head) in enumerate(pairwise(path)):
        if step >= _STEPS or _stands_alone(child):
            break
        if any(c.dep_ == "det" and c.lower_ == "no" for c in head.children) and child.dep_ in ("ccomp", "acl", "relcl", "prep", "pobj"):
            return Status.DENIED
        if head.lemma_ == "be" and child.dep_ in ("xcomp", "acl", "ccomp", "advcl") and _infinitive(child):
            return Status.PLANNED  # "is to hand over"
        entry = table.get(head.lower_) or table.get(head.lemma_.lower())
        if entry == "enacting" and _infinitive(child) and _past(head):
            continue  # "went to Moscow to ask for help"
        if entry == "transparent" and child.dep_ in ("xcomp", "dobj", "ccomp", "advcl", "pcomp", "pobj"):
            if _infinitive(head) and head.dep_ in ("advcl", "acl", "xcomp"):
                purpose = purpose or head.dep_ == "acl" or not _past(head.head)
            continue
        if entry and entry not in ("transparent", "enacting") and _governs(child, head):
            return _with_negation(Status(entry), head)
        if _infinitive(child) and child.dep_ in ("advcl", "acl", "relcl"):
            purpose = True
        if is_verbal(head) and _inherits(child):
            own = _own_status(head)
            if own is not None and not (own is Status.DENIED and _contrasted(child, head)):
                return own
    return Status.HYPOTHETICAL if purpose else Status.ACTUAL


def _past(token: Word) -> bool:
    return token.tag_ in ("VBD", "VBN")


def _with_negation(status: Status, head: Word) -> Status:
    """ "did not deny" and "not planned" lift or void what the governing word says."""
    negated = any(c.dep_ == "neg" for c in head.children)
    if not negated:
        return status
    return Status.ACTUAL if status is Status.DENIED else Status.HYPOTHETICAL


def _governs(child: Word, head: Word) -> bool:
    """Whether the child stands in a complement (not the subject) of the governing word."""
    if child.dep_ in ("xcomp", "ccomp", "dobj", "acl", "advcl", "pcomp", "pobj", "acomp", "oprd"):
        timed = child.dep_ == "advcl" and any(c.dep_ in ("mark", "advmod") and c.lower_ in _TIMES for c in child.children)
        return not timed and (child.dep_ != "ccomp" or not _reported(head))
    if child.dep_ in ("prep", "amod", "nmod"):
        content = head.pos_ in ("NOUN", "PROPN", "VERB", "ADJ", "ADV")
        return content and child.lower_ in ("for", "of", "to", "on", "against", "from", "about")
    return child.dep_ in ("nsubjpass", "nsubj") and head.tag_ == "VBN"


def _reported(head: Word) -> bool:
    return head.lemma_.lower() in word_list("reporting")


def _inherits(child: Word) -> bool:
    """Whether what the head's modals say also holds of the child."""
    return child.dep_ in ("xcomp", "conj", "dobj", "prep", "pcomp", "pobj") and not (
        is_verbal(child) and bool(children(child, "nsubj", "nsubjpass"))
    )


def _contrasted(child: Word, head: Word) -> bool:
    """ "did not attack the convoy but robbed a bank": what comes behind "but" is not denied."""
    but = any(c.lower_ == "but" for t in (child, head) for c in children(t, "cc"))
    return child.dep_ == "conj" and but


def _stands_alone(token: Word) -> bool:
    """A finite clause of its own: what governs it no longer decides, unless a table word takes it as complement."""
    if token.tag_ == "VBD" and token.dep_ in ("acl", "advcl") and not children(token, "mark"):
        return True
    return token.dep_ in ("relcl", "parataxis") or (token.dep_ == "conj" and bool(children(token, "nsubj", "nsubjpass")))
