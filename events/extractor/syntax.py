"""Who stands where in a parsed sentence: subjects, objects, prepositional arguments and noun phrases, in spaCy's label scheme.

The parser's known weak spots (relative clauses after a by-phrase, participles without subject) are mended here, once.
"""

from collections.abc import Iterator

from events.extractor.lexicon import word_list
from events.language import Tree, Word
from events.model import Span

_NP_CUT = frozenset("relcl acl appos advcl parataxis punct cc conj ccomp case npadvmod advmod nmod dep".split())


def is_verbal(token: Word) -> bool:
    """Whether it is a verb form, or a word that only its auxiliary shows to be one ("was shot", read as a noun)."""
    tag = token.tag_
    return tag.startswith(("VB", "MD")) or (tag in ("NN", "JJ") and "auxpass" in [c.dep_ for c in token.children])


def is_time(token: Word) -> bool:
    """Whether a word is a date or part of one: "Monday", "31" of "31 March", "dawn"."""
    if token.lower_ in word_list("calendar") or token.lower_ in word_list("day_parts"):
        return True
    return bool(token.like_num) and any(t.lower_ in word_list("calendar") for t in token.doc[max(0, token.i - 1) : token.i + 2])


def is_gerund(token: Word) -> bool:
    """Whether a word in -ing stands as a noun: "Turkish shelling of Kurdish positions"."""
    if token.tag_ != "VBG" or token.dep_ not in ("nsubj", "nsubjpass", "dobj", "pobj", "ROOT", "conj", "appos"):
        return False
    if children(token, "aux", "dobj", "nsubj"):
        return False
    return bool(children(token, "poss", "amod", "det")) or any(c.lower_ == "of" for c in children(token, "prep"))


def char_span(tokens: list[Word]) -> Span:
    first, last = min([t.idx for t in tokens]), max([t.idx + len(t.text) for t in tokens])
    return Span(first, last)


def hyphen_joined(doc: Tree, low: int, high: int) -> tuple[int, int]:
    """First and last index of the tokens widened to whole words, where hyphens cut them: "al" and "Abadi" of "al-Abadi"."""

    def joined(left: int) -> bool:
        return not doc[left].whitespace_ and "-" in (doc[left].text, doc[left + 1].text)

    sentence = doc[low].sent
    while low > sentence.start and joined(low - 1):
        low -= 1
    while high + 1 < sentence.end and joined(high):
        high += 1
    return low, high


def words_of(tokens: list[Word]) -> str:
    """The text from the first of the tokens to the last."""
    places = [t.i for t in tokens]
    return tokens[0].doc[min(places) : max(places) + 1].text


def children(token: Word, *labels: str) -> list[Word]:
    return [c for c in token.children if c.dep_ in labels] if token.children else []


def conjuncts(token: Word) -> list[Word]:
    """The token and everything coordinated with it, in text order."""
    found = [token]
    for word in found:  # grows while it is walked
        found += [child for child in word.children if child.dep_ == "conj"]
    return sorted(found, key=lambda t: t.i) if len(found) > 1 else found


def is_passive(verb: Word) -> bool:
    if children(verb, "auxpass"):
        return True
    if verb.tag_ == "VBN" and children(verb, "agent") and not children(verb, "dobj", "aux"):
        return True  # "the worker kidnapped by gunmen", whatever it hangs on
    if children(verb, "nsubjpass"):
        return not children(verb, "dobj")  # "which its troops captured", misread
    if verb.dep_ == "conj" and verb.tag_ == "VBN" and not children(verb, "nsubj", "aux"):
        return is_passive(verb.head)
    if verb.dep_ == "amod" and verb.head.i > verb.i and verb.i > verb.sent.start and verb.nbor(-1).pos_ in ("NOUN", "PROPN"):
        return False  # "aircraft bombed positions", misread
    return verb.tag_ == "VBN" and verb.dep_ in ("acl", "advcl", "ROOT", "amod") and not children(verb, "aux", "nsubj", "dobj")


def _antecedent(clause: Word) -> Word:
    """The noun that a relative clause speaks of: a name directly before the pronoun wins over a common noun further left."""
    pronoun = _relative_word(clause)
    head = clause.head
    if pronoun is None or is_verbal(head):
        return head if pronoun is None else _noun_before(pronoun) or head
    before = pronoun.i - 1
    while before > head.i and clause.doc[before].is_punct:
        before -= 1
    nearest = clause.doc[before]
    name = nearest.pos_ == "PROPN" or bool(nearest.ent_type_) or nearest.is_upper
    if before > head.i and name and head.pos_ != "PROPN" and nearest.dep_ in ("pobj", "conj", "compound", "poss"):
        return nearest
    return head


def _relative_word(clause: Word) -> Word | None:
    return next((t for t in clause.subtree if t.tag_ in ("WDT", "WP", "WP$")), None)


def _noun_before(pronoun: Word) -> Word | None:
    """The noun directly before a relative pronoun, but for a comma: "led by fighters, who attacked"."""
    at = pronoun.i - 1
    while at > pronoun.sent.start and pronoun.doc[at].is_punct:
        at -= 1
    noun = pronoun.doc[at] if at >= pronoun.sent.start else pronoun
    return noun if noun.pos_ in ("NOUN", "PROPN") else None


def whose(noun: Word) -> Word | None:
    """The owner that "whose" points back to, for "IS, whose capture of Ramadi"."""
    pronoun = next((c for c in noun.children if c.tag_ == "WP$"), None)
    if pronoun is None:
        return None
    before = pronoun.i - 1
    while before >= noun.sent.start and noun.doc[before].is_punct:
        before -= 1
    return noun.doc[before] if before >= noun.sent.start and noun.doc[before].pos_ in ("NOUN", "PROPN") else None


def subjects(verb: Word, depth: int = 0) -> list[Word]:
    """Heads of those who do what the verb says, [] where the sentence does not tell."""
    if depth > 6:
        return []
    if is_passive(verb):
        agents = [p for a in children(verb, "agent") for p in children(a, "pobj")]
        below = [verb, *children(verb, "acomp", "amod", "oprd", "advmod", "xcomp")]  # "shot dead by soldiers"
        agents = agents or [p for w in below[1:] for a in children(w, "agent", "prep") if a.lower_ == "by" for p in children(a, "pobj")]
        own = children(verb, "prep")  # the agent may hang on the place: "arrested at the airport by police"
        deeper = [a for prep in own for p in children(prep, "pobj") for a in children(p, "prep", "agent")]
        by = [p for a in (*own, *deeper) if a.lower_ == "by" for p in children(a, "pobj") if p.ent_type_ or p.pos_ in ("NOUN", "PROPN")]
        return [c for a in (agents or by) for c in conjuncts(a) if not is_time(c)]
    return _active_subjects(verb, depth)


def _active_subjects(verb: Word, depth: int) -> list[Word]:
    own = children(verb, "nsubj", "nsubjpass", "csubj", "expl")
    if own and own[0].tag_ in ("WDT", "WP"):
        owner = _clause_owner(verb)
        return conjuncts(_antecedent(owner)) if owner is not None else []
    if own:
        return [c for s in own if s.dep_ in ("nsubj", "nsubjpass") for c in conjuncts(s)]
    misread = verb.dep_ == "amod" and verb.tag_ == "VBN" and verb.head.i > verb.i
    if misread or (verb.tag_ == "VBD" and verb.dep_ in ("amod", "acl", "ROOT")):
        return _before(verb)
    if verb.dep_ == "acl" and verb.tag_ == "VB" and (told := _told(verb)):
        return told
    if verb.dep_ in ("amod", "acl"):
        return [verb.head] if verb.tag_ == "VBG" else []
    if verb.dep_ == "relcl":
        return conjuncts(_antecedent(verb))
    return _inherited_subjects(verb, depth) or (_before(verb) if _is_to(verb) else [])


def _told(verb: Word) -> list[Word]:
    """Whom the verb above lets, makes or tells do it: "ordered the army to bomb", "allowed police to arrest"."""
    above = verb.head if is_verbal(verb.head) else verb.head.head
    marked = any(c.tag_ == "TO" for c in children(verb, "aux", "mark"))
    if not marked or not is_verbal(above) or above.lemma_ not in word_list("object_control"):
        return []
    return [c for o in children(above, "dobj", "nsubjpass") if o.i < verb.i for c in conjuncts(o)]


def _is_to(verb: Word) -> bool:
    """Whether it is the infinitive of "is to meet", "are due to meet"."""
    return verb.head.lemma_ == "be" and verb.dep_ in ("ccomp", "xcomp", "advcl") and verb.head.i < verb.i


def _before(verb: Word) -> list[Word]:
    """The noun that stands before a verb, where the parse gives the verb no subject."""
    for i in range(verb.i - 1, verb.sent.start - 1, -1):
        token = verb.doc[i]
        if token.pos_ in ("NOUN", "PROPN", "PRON"):
            return [token]
        if token.pos_ not in ("AUX", "ADV", "PART") and token.lemma_ not in ("be", "have", "due", "set"):
            break
    return []


def _inherited_subjects(verb: Word, depth: int) -> list[Word]:
    head = verb.head
    if verb.dep_ == "advcl" and verb.tag_ == "VB" and (told := _told(verb)):
        return told
    if verb.dep_ == "xcomp" and is_verbal(head):
        if head.lemma_ in word_list("object_control"):
            controlled = [c for o in children(head, "dobj", "nsubjpass") for c in conjuncts(o)]
            if controlled:
                return controlled
        return patients(head) if is_passive(head) else subjects(head, depth + 1)
    if verb.dep_ in ("conj", "advcl", "pcomp", "parataxis") and head != verb:
        anchor = head if is_verbal(head) else _verb_above(head)
        if anchor is None or anchor == verb:
            return []
        if verb.dep_ == "pcomp" and head.dep_ == "prep" and anchor.lemma_ in word_list("accusing"):
            return patients(anchor)  # "accused the army of shelling": the army shelled
        return patients(anchor) if is_passive(anchor) and not subjects(anchor, depth + 1) else subjects(anchor, depth + 1)
    return []


def _clause_owner(verb: Word) -> Word | None:
    """The relative clause's head verb: the verb itself, or the one that it is coordinated with."""
    token = verb
    while token.dep_ in ("conj", "advcl", "xcomp") and token.head != token and not any(c.tag_ in ("WDT", "WP") for c in token.children):
        token = token.head
    return token if token.dep_ in ("relcl", "acl", "parataxis", "conj", "advcl", "ccomp") and token.head != token else None


def _verb_above(token: Word) -> Word | None:
    while token.head != token:
        token = token.head
        if is_verbal(token):
            return token
    return token if is_verbal(token) else None


def patients(verb: Word) -> list[Word]:
    """Heads of those to whom the verb is done: objects, or the subject of a passive."""
    if is_passive(verb):
        own = children(verb, "nsubjpass") or (children(verb, "nsubj") if verb.tag_ == "VBN" else [])
        if own and own[0].tag_ in ("WDT", "WP"):
            owner = _clause_owner(verb)
            return conjuncts(_antecedent(owner)) if owner is not None else []
        if own:
            return [c for s in own for c in conjuncts(s)]
        if verb.dep_ == "acl" and verb.tag_ == "VBD":
            return []
        if verb.dep_ in ("acl", "relcl", "amod"):
            return [verb.head]
        if verb.dep_ == "conj":
            return patients(verb.head)
        if verb.dep_ == "xcomp":
            return patients(verb.head)
        return []
    if verb.dep_ == "amod" and verb.head.i > verb.i:
        return [verb.head]  # "troops recaptured Damasak", misread
    own = children(verb, "dobj", "dative", "oprd")
    if not own and verb.lemma_ in word_list("object_control"):  # "urge the parties to remain calm"
        own = [s for c in children(verb, "ccomp", "xcomp") if c.tag_ == "VB" and not children(c, "mark") for s in children(c, "nsubj")]
        return [c for s in own if any(a.tag_ == "TO" for a in children(s.head, "aux")) for c in conjuncts(s)]
    direct = [o for o in own if o.dep_ == "dobj"] or [o for o in own if o.pos_ in ("NOUN", "PROPN", "PRON")]
    relative = [o for o in direct if o.tag_ in ("WDT", "WP")]
    if relative or (not direct and _gap(verb)):
        owner = _clause_owner(verb)
        return conjuncts(_antecedent(owner)) if owner is not None else []
    return [c for o in direct for c in conjuncts(o)] or _shared(verb)


def _shared(verb: Word) -> list[Word]:
    """What is done to the object of the next verb: "hit and damaged a school"."""
    if verb.i + 1 >= verb.sent.end or verb.nbor().dep_ != "cc" or verb.lemma_ in word_list("intransitive") or children(verb, "prep"):
        return []
    alike = ("VBD", "VBN") if verb.tag_ in ("VBD", "VBN") else (verb.tag_,)
    following = next((c for c in children(verb, "conj") if c.i == verb.i + 2 and c.tag_ in alike), None)
    return patients(following) if following is not None and not is_passive(following) else []


def _gap(verb: Word) -> bool:
    """Whether a relative clause leaves its object out: "the town its troops captured", "that it had captured"."""
    own = children(verb, "nsubj")
    if not own or own[0].tag_ in ("WDT", "WP") or children(verb, "prt", "ccomp"):
        return False
    whom = any(c.tag_ in ("WDT", "WP") for c in own[0].children)  # "the priest whom gunmen kidnapped in March", misread
    return (verb.dep_ == "relcl" and not children(verb, "prep")) or (whom and verb.dep_ in ("relcl", "acl"))


def prepositions(token: Word) -> Iterator[tuple[str, list[Word]]]:
    """(preposition, heads of its objects) of a token, stacked ones ("out of", "ahead of") under their last word too."""
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.pos_ in ("ADP", "SCONJ", "ADV", "VERB", "PART"):
            objects = [c for o in children(child, "pobj") for c in conjuncts(o)]
            if objects:
                yield child.lower_, objects
            for nested in children(child, "prep"):
                inner = [c for o in children(nested, "pobj") for c in conjuncts(o)]
                if inner:
                    yield f"{child.lower_} {nested.lower_}", inner


def noun_phrase(head: Word) -> list[Word]:
    """Tokens of the phrase without relative clauses, appositions and coordination; "of" phrases stay."""
    kept = [head]
    for child in head.children:
        if child.tag_ in ("WDT", "WP"):
            continue
        if child.dep_ in _NP_CUT and not (child.dep_ in ("punct", "case") and child.i < head.i and child.text in "-–'’s"):
            continue
        if child.dep_ == "prep" and child.lower_ != "of":
            continue
        if child.dep_ == "prep":
            kept += [t for o in children(child, "pobj") for t in noun_phrase(o)] + [child]
        else:
            kept += list(child.subtree)
    places = [t.i for t in kept]
    low, high = min(places), max(places)
    while low < head.i and (head.doc[low].is_punct or head.doc[low].dep_ == "cc"):
        low += 1
    return list(head.doc[low : high + 1])


def relative_deeds(noun: Word) -> list[Word]:
    """Verbs of the relative clauses of those who did a deed: "the advances by rebels, who captured the town"."""
    doers = [p for name, ps in prepositions(noun) if name == "by" for p in ps]
    return [verb for noun in (*doers, *([noun] if doers else [])) for relative in children(noun, "relcl") for verb in conjuncts(relative)]


def clause_root(token: Word) -> Word:
    """The verb (or root) of the clause that the token stands in."""
    while token.head != token and not (is_verbal(token) and token.dep_ not in ("aux", "auxpass", "amod", "compound")):
        token = token.head
    return token


def path_up(token: Word) -> list[Word]:
    """The token and its heads up to the root."""
    path = [token]
    while path[-1].head != path[-1]:
        path.append(path[-1].head)
    return path
