"""Parses mended where the parser is known to fail: a finite verb that it took for a participle gets its clause back.

"Thousands of teachers protested in Tunis", "France and Britain bombed militants", "Militants holding hostages threatened to ...".
Only sentences without any finite main verb are touched, and only where object, tag or lemma show that the participle is none.
"""

from functools import cache

from events.extractor.lexicon import load_lexicon, word_list
from events.extractor.noun_for_verb import coordinated_verbs, verb_clause, verbs_with_object
from events.extractor.repair import Repair
from events.extractor.syntax import children, is_verbal, path_up
from events.extractor.verb_forms import Verbs
from events.language import Doc, Stretch, Tree, Word

_OPEN = frozenset({"conj", "parataxis", "appos", "dep"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})


@cache
def _verbs() -> Verbs:
    return Verbs(load_lexicon().verbs)


def mended(doc: Doc) -> Tree:
    """The parse of a text as a tree, mended with what the trigger lexicon knows of verbs."""
    tree = Tree(doc)
    mend(tree, _verbs())
    return tree


def mend(doc: Tree, verbs: Verbs) -> None:
    """Mends a tree in place. `verbs`: those of the trigger lexicon."""
    repair = Repair()
    for sentence in doc.sents:
        if len(sentence) > 2:
            own = Repair()
            _mend_sentence(sentence, verbs, own)
            if _is_tree(sentence, own):
                repair.add(own)
    if repair.heads or repair.verbs:
        doc.mend(repair.heads, repair.labels, repair.verbs)


def _is_tree(sentence: Stretch, repair: Repair) -> bool:
    """Whether every word still leads up to a root: two repairs of one sentence can close a ring, in which no walk would end."""
    for start in repair.heads:
        token, above = start, repair.heads[start]
        for _ in range(len(sentence)):
            token, above = above, repair.heads.get(above, sentence.doc[above].head.i)
            if token == above:
                break
        else:
            return False
    return True


def _mend_sentence(sentence: Stretch, verbs: Verbs, repair: Repair) -> None:
    root = sentence.root
    for token in sentence:
        if token.lower_ == "shot" and token.tag_ == "NN" and _is_deed(token):
            _shot_somebody(token, repair)
            return
    if verb_clause(sentence, verbs, repair):
        return
    coordinated_verbs(sentence, verbs, repair)
    verbs_with_object(sentence, verbs, repair)
    _join_objects(sentence, repair)
    _free_arguments(sentence, repair)
    if root.pos_ in _NOMINAL and (_compound_subject(sentence, root, verbs, repair) or _promote_modifier(sentence, root, verbs, repair)):
        return
    if root.pos_ in _NOMINAL and not any(c.dep_ in ("cop", "nsubj", "aux") for c in root.children):
        verb = _misread(sentence, root, verbs)
        if verb is not None:
            _promote(verb, root, repair, _lemma(verb, verbs))
    elif root.tag_ == "VBG" and not any(c.dep_ == "aux" for c in root.children):
        verb = next((t for t in sentence if t.i > root.i and t.dep_ == "acl" and t.tag_ == "VBD" and t.head != root), None)
        subject = next((c for c in root.children if c.dep_ == "nsubj" and c.i < root.i), None)
        if verb is not None and subject is not None:
            repair.hang(verb, verb, "ROOT")
            repair.hang(subject, verb, "nsubj")
            repair.hang(root, subject, "acl")
            for child in root.children:
                if child.i > verb.i:
                    repair.hang(child, verb, child.dep_)


def _join_objects(sentence: Stretch, repair: Repair) -> None:
    """ "2,000 AT-4 | anti-tank rockets": two objects side by side are one; "shot dead": no dead object."""
    for verb in sentence:
        if verb.lemma_ == "shoot" and verb.i + 1 < sentence.end and verb.nbor().lower_ == "dead" and verb.nbor().dep_ == "amod":
            repair.hang(verb.nbor(), verb, "acomp")
        objects = [c for c in verb.children if c.dep_ == "dobj" and c.i > verb.i and c.pos_ in ("NOUN", "PROPN")]
        counted = len(objects) == 2 and any(c.like_num for c in objects[0].children) and objects[1].left_edge.dep_ != "cc"
        if counted and objects[0].right_edge.i + 1 == objects[1].left_edge.i:
            repair.hang(objects[0], objects[1], "compound")
            for child in objects[0].children:
                if child.like_num:
                    repair.hang(child, objects[1], "nummod")


def _free_arguments(sentence: Stretch, repair: Repair) -> None:
    """ "gunned down | an editor", "detainees were | set free", "in a car | crash": what hangs on particle, auxiliary or nowhere."""
    for token in sentence:
        if token.dep_ == "pobj" and token.head.dep_ == "prt":
            repair.hang(token, token.head.head, "dobj")
        elif token.dep_ in ("nsubj", "nsubjpass") and token.head.dep_ == "auxpass":
            repair.hang(token, token.head.head, "nsubjpass")
        elif token.tag_ == "NN" and token.dep_ == "advcl" and token.i > sentence.start and _object_noun(token.nbor(-1)):
            repair.hang(token, token.nbor(-1).head, "pobj")
            repair.hang(token.nbor(-1), token, "compound")
        elif token.dep_ in ("nsubj", "nsubjpass") and (verb := _without_object(token)) is not None:
            repair.hang(token, verb, "dobj")
        elif token.tag_ == "NN" and token.dep_ == "advmod" and _behind_subject(token):  # "the car | rally started"
            repair.hang(token, token.head, token.nbor(-1).dep_)
            repair.hang(token.nbor(-1), token, "compound")
        elif token.dep_ == "nsubj" and token.head.pos_ == "NOUN" and token.head.i == token.i + 1:  # "a police | sweep followed"
            repair.hang(token, token.head, "compound")
        elif token.lower_ == "with" and token.dep_ == "prep" and token.head.dep_ == "dobj" and _names_weapon(token):
            repair.hang(token, token.head.head, "prep")
        elif token.lower_ == "over" and token.dep_ == "advmod" and token.head.like_num and _is_particle(token):
            repair.hang(token, token.nbor(-1), "prt")


def _before(token: Word) -> Word:
    """The word before it in its sentence; the word itself where there is none."""
    return token.nbor(-1) if token.i > token.sent.start else token


def _behind_subject(token: Word) -> bool:
    before = _before(token)
    return before.dep_ in ("nsubj", "nsubjpass") and before.head == token.head and before.tag_ == "NN" and token.head.i > token.i


def _names_weapon(preposition: Word) -> bool:
    """ "sprayed the village | with poison": what is a weapon belongs to the deed rather than to its object."""
    weapons = load_lexicon().classes.get("weapon", frozenset())
    return any(noun.lemma_.lower() in weapons for noun in children(preposition, "pobj"))


def _is_particle(token: Word) -> bool:
    """Whether the word before is a verb that the lexicon knows with this word: "turned over two prisoners"."""
    before = _before(token)
    return is_verbal(before) and any(entry.rest == (token.lower_,) for entry in load_lexicon().of("verb", before.lemma_.lower()))


def _without_object(second: Word) -> Word | None:
    """The verb right before a verb's second subject whose object that is: "soldiers who tried to overthrow | the president | fled"."""
    first = next((c for c in second.head.children if c.dep_ in ("nsubj", "nsubjpass")), second)
    start = second.left_edge.i
    verb = second.doc[start - 1] if first.i < second.i and start > second.sent.start else None
    if verb is None or not verb.tag_.startswith("VB") or verb == second.head or children(verb, "dobj", "auxpass"):
        return None
    return verb if first in path_up(verb) else None


def _object_noun(token: Word) -> bool:
    return token.tag_ == "NN" and token.dep_ == "pobj"


def _compound_subject(sentence: Stretch, root: Word, verbs: Verbs, repair: Repair) -> bool:
    """ "The bloc | halted | exports": whether a finite verb right behind a noun that was taken for part of the root is its verb."""
    for verb in sentence:
        doer = verb.head
        joined = verb.tag_ == "VBD" and verb.dep_ == "acl" and doer.i == verb.i - 1 and doer.dep_ in ("compound", "nmod")
        if joined and doer.head == root and root.i > verb.i:
            _split_phrase(verb, doer, root, repair, _lemma(verb, verbs))
            return True
    return False


def _promote_modifier(sentence: Stretch, root: Word, verbs: Verbs, repair: Repair) -> bool:
    """ "Kiev blamed rebels", "Gunmen shot dead a lawyer": whether what was read as one noun phrase became a clause."""
    if not sentence.text.rstrip().endswith((".", "!")) or any(t.tag_ in ("VBD", "VBZ", "VBP", "MD") for t in sentence):
        return False
    for verb in root.lefts:
        plain = verb.dep_ == "amod" and verb.i > sentence.start and (verb.tag_ in ("VBN", "VBD") or verb.lower_.endswith("ed"))
        doer = verb.nbor(-1) if plain else None
        named = doer is not None and doer.head == root and (doer.pos_ in ("NOUN", "PROPN") or doer.lower_ == "military")
        if doer is not None and named and _lemma(verb, verbs) in verbs.lemmas:
            _split_phrase(verb, doer, root, repair, _lemma(verb, verbs))
            return True
    return False


def _split_phrase(verb: Word, doer: Word, root: Word, repair: Repair, lemma: str) -> None:
    """Makes a clause of a noun phrase: what stands before the verb is its subject, the old root its object."""
    repair.verbs[verb.i] = lemma, "VBD"
    repair.hang(verb, verb, "ROOT")
    repair.hang(root, verb, "dobj")
    repair.hang(doer, verb, "nsubj")
    for child in root.children:
        if child.i < doer.i:
            repair.hang(child, doer, child.dep_)
        elif child.dep_ == "punct" or (child.dep_ == "prep" and child.lower_ in ("on", "in", "for") and child.i > root.i):
            repair.hang(child, verb, child.dep_)


def _is_deed(shot: Word) -> bool:
    """Whether "shot", read as a noun, is the verb by the words around it: "radicals shot and killed", "the militia shot five men"."""
    sentence = shot.sent
    if shot.i == sentence.start or shot.i + 2 >= sentence.end:
        return False
    before, after, next_but_one = shot.nbor(-1), shot.nbor(1), shot.nbor(2)
    if before.pos_ in ("DET", "ADJ", "NUM", "ADP", "VERB") or before.tag_ in ("PRP$", "POS"):
        return False
    if after.lower_ in ("and", "to"):
        return next_but_one.tag_ in ("VBD", "VBN") or next_but_one.lower_ == "death"
    if after.lower_ in ("at", "toward", "towards", "down"):
        return before.tag_ in ("NNS", "NNP", "NNPS", "PRP")
    return after.lower_ == "dead" or after.tag_ in ("DT", "CD", "PRP", "PRP$", "NNP", "NNPS")


def _shot_somebody(shot: Word, repair: Repair) -> None:
    """Makes the verb of "shot" one: the noun before it is the subject, what was hung on "dead" or "to death" the object."""
    repair.verbs[shot.i] = "shoot", "VBD"
    passive = [c for c in shot.lefts if c.dep_ in ("aux", "cop", "auxpass") and c.lemma_ == "be"]
    for auxiliary in passive:
        repair.hang(auxiliary, shot, "auxpass")
    left = [c for c in shot.lefts if c.dep_ in ("compound", "nmod", "nsubj", "amod", "det", "nummod", "poss", "punct")]
    subject = next((c for c in reversed(left) if c.pos_ in _NOMINAL), None)
    if subject is not None:
        repair.hang(subject, shot, "nsubjpass" if passive else "nsubj")
        for child in left:
            if child.i < subject.i:
                repair.hang(child, subject, child.dep_)
    elif shot.head.pos_ in _NOMINAL and shot.head.i < shot.i and shot.head.dep_ == "ROOT":  # "X, an activist, shot Y"
        repair.hang(shot, shot, "ROOT")
        repair.hang(shot.head, shot, "nsubj")
    after = shot.nbor(1)
    if after.lower_ == "dead":
        _free_object(shot, after, repair)
    elif after.lower_ == "to" and shot.nbor(2).dep_ in ("compound", "nmod"):
        villagers = shot.nbor(2).head
        repair.hang(shot.nbor(2), after, "pobj")
        if villagers != after:
            repair.hang(villagers, shot, "dobj")


def _free_object(shot: Word, dead: Word, repair: Repair) -> None:
    """Hangs what the parser hung on the "dead" of "shot dead" on the verb."""
    repair.hang(dead, shot, "acomp")
    for child in dead.children:
        if child.i > dead.i:
            repair.hang(child, shot, child.dep_ if child.dep_ in ("prep", "punct", "npadvmod") else "dobj")
    if dead.dep_ in ("amod", "compound") and dead.head != shot:
        repair.hang(dead.head, shot, "dobj")
    for child in shot.rights:
        if child.dep_ not in ("prep", "punct", "npadvmod", "cc", "conj", "advcl", "acl") and child != dead:
            repair.hang(child, shot, "dobj")


def _misread(sentence: Stretch, root: Word, verbs: Verbs) -> Word | None:
    """The finite verb that the parser hung below a nominal root, None where the sentence may well have none."""
    for token in sentence:
        if token.i <= root.i or token.text[:1].isupper() or token.tag_ not in ("VBN", "VBD", "JJ"):
            continue
        if token.tag_ == "JJ" and not (token.lower_.endswith("ed") and token.dep_ == "amod"):
            continue
        if token.dep_ == "acl" and _is_subject(token.head, root) and not _marked(token) and _finite(token):
            return token
        below = token.dep_ == "amod" and token.head.i > token.i and token.head.dep_ in _OPEN and token.head.head == root
        bare = not any(c.dep_ in ("det", "poss") and c.i < token.i for c in token.head.children)
        if below and bare and _lemma(token, verbs) in verbs.lemmas and token.nbor(-1).pos_ not in ("DET", "ADP", "ADJ", "CCONJ", "NUM"):
            return token
    return None


def _is_subject(noun: Word, root: Word) -> bool:
    """Whether the noun is the root, is coordinated with it, or is what it counts ("thousands of teachers")."""
    counted = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head == root
    return noun == root or counted or (noun.dep_ == "conj" and noun.head == root)


def _marked(verb: Word) -> bool:
    """Whether the clause has a subject, auxiliary or relative word of its own, or says by whom: then it is what the parser says."""
    return any(c.dep_ in ("nsubj", "nsubjpass", "auxpass", "aux", "mark", "agent") or c.tag_ in ("WDT", "WP", "WRB") for c in verb.children)


def _finite(verb: Word) -> bool:
    taken = any(c.dep_ in ("dobj", "ccomp", "dative") for c in verb.children)
    return taken or verb.tag_ == "VBD" or verb.lemma_ in word_list("intransitive")


def _lemma(verb: Word, verbs: Verbs) -> str:
    """The verb's lemma, also where it was read as an adjective ("bombed") or the lemmatiser left its ending."""
    word = verb.lower_
    if verb.tag_ != "JJ" and (verb.lemma_ in verbs.lemmas or not word.endswith("ed")):
        return verb.lemma_
    doubled = [word[:-3]] if len(word) > 4 and word[-3] == word[-4] else []
    return next((form for form in (word[:-2], word[:-1], *doubled) if form in verbs.lemmas), verb.lemma_ if verb.tag_ != "JJ" else word)


def _promote(verb: Word, root: Word, repair: Repair, lemma: str) -> None:
    """Makes the verb the sentence's root and the old root its subject, with everything behind the verb below the verb."""
    held = verb.head
    repair.verbs[verb.i] = lemma, "VBD"
    for child in root.children:
        if child.i > verb.i and child != held:
            repair.hang(child, verb, child.dep_)
    if held.i > verb.i:
        repair.hang(held, verb, "dobj")
        for child in (*held.children, *verb.children):
            if child.i < verb.i and child != verb:
                repair.hang(child, root, "conj" if child.pos_ in ("NOUN", "PROPN") else child.dep_)
    repair.hang(verb, verb, "ROOT")
    repair.hang(root, verb, "nsubj")
