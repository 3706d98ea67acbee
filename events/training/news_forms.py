"""The forms of verbs in a made sentence, and the parts of speech and features of its words, as the treebanks have them."""

import re
from dataclasses import dataclass, replace

from events.extractor.verb_forms import participle, past

VERB_TAGS = frozenset(("VB", "VBP", "VBZ", "VBD", "VBN", "VBG"))
BE = {"VB": "be", "VBN": "been", "VBG": "being", "VBZ": "is", "VBP": "are"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a made sentence; `head` is an index into the same piece, None for the piece's own head. Of a verb `word` is the lemma."""

    word: str
    tag: str
    dep: str = ""
    head: int | None = None
    name: str = "O"


def in_form(tokens: list[Token]) -> list[Token]:
    """The verbs in the form that tag and subject ask for; VBP becomes VBZ where the subject is one."""
    found = list(tokens)
    for i, token in enumerate(tokens):
        if token.tag not in VERB_TAGS or token.name != "O":
            continue
        one = token.tag in ("VBP", "VBD") and not _is_plural(tokens, _subject(tokens, i))
        tag = "VBZ" if token.tag == "VBP" and one else token.tag
        found[i] = replace(token, word=inflected(token.word, tag, one=one), tag=tag)
    return found


def _subject(tokens: list[Token], verb: int) -> int | None:
    """The subject of a verb, or that of the verb that it is an auxiliary of or coordinated with; of a relative clause its noun."""
    for i, token in enumerate(tokens):
        if token.head == verb and token.dep in ("nsubj", "nsubjpass") and i != verb:
            return _antecedent(tokens, verb) if token.tag in ("WDT", "WP") else i
    above = tokens[verb].head
    return _subject(tokens, above) if above is not None and above != verb and tokens[verb].dep in ("aux", "auxpass", "conj") else None


def _antecedent(tokens: list[Token], verb: int) -> int | None:
    while tokens[verb].dep == "conj":
        verb = tokens[verb].head or 0
    return tokens[verb].head


def _is_plural(tokens: list[Token], noun: int | None) -> bool:
    if noun is None:
        return False
    token = tokens[noun]
    joined = any(t.head == noun and t.dep == "conj" for t in tokens)
    return joined or token.tag in ("NNS", "NNPS", "CD") or token.word.lower() in ("they", "dozens", "hundreds", "thousands")


def inflected(lemma: str, tag: str, *, one: bool = False) -> str:
    """The form of a verb; `one`: for a subject in the singular."""
    if lemma == "be":
        return ("was" if one else "were") if tag == "VBD" else BE[tag]
    if tag == "VBD":
        return "had" if lemma == "have" else past(lemma)
    if tag == "VBN":
        return "had" if lemma == "have" else participle(lemma)
    if tag == "VBZ":
        hissing = re.search(r"(s|x|z|ch|sh|o)$", lemma)
        return "has" if lemma == "have" else re.sub(r"([^aeiou])y$", r"\1ie", lemma) + ("es" if hissing else "s")
    return _ing(lemma) if tag == "VBG" else lemma


def _ing(lemma: str) -> str:
    if lemma.endswith("ie"):
        return lemma[:-2] + "ying"
    if re.search(r"[^eoy]e$", lemma):
        return lemma[:-1] + "ing"
    strong = re.fullmatch(r"(over|re|out)?(run|cut|get|set|win|hit|put|let|begin|dig|split)", lemma)
    doubled = strong or past(lemma) == f"{lemma}{lemma[-1]}ed"
    return lemma + (lemma[-1] if doubled else "") + "ing"


POS = {
    "NN": ("NOUN", "Number=Sing"), "NNS": ("NOUN", "Number=Plur"), "NNP": ("PROPN", "Number=Sing"), "NNPS": ("PROPN", "Number=Plur"),
    "JJ": ("ADJ", "Degree=Pos"), "JJR": ("ADJ", "Degree=Cmp"), "JJS": ("ADJ", "Degree=Sup"),
    "RB": ("ADV", ""), "RBR": ("ADV", "Degree=Cmp"),
    "DT": ("DET", ""),
    "CD": ("NUM", ""), "CC": ("CCONJ", ""), "IN": ("ADP", ""), "RP": ("ADP", ""),
    "TO": ("PART", ""), "MD": ("AUX", "VerbForm=Fin"),
    "WDT": ("PRON", ""), "WP": ("PRON", ""), "WRB": ("ADV", ""), "WP$": ("PRON", "Poss=Yes"), "POS": ("PART", ""),
    ",": ("PUNCT", ""), ".": ("PUNCT", ""), ":": ("PUNCT", ""), "HYPH": ("PUNCT", ""), "-LRB-": ("PUNCT", ""), "-RRB-": ("PUNCT", ""),
}  # fmt: skip
PRONOUNS = {
    "it": "Number=Sing|Person=3", "he": "Number=Sing|Person=3", "they": "Number=Plur|Person=3", "them": "Number=Plur|Person=3",
    "its": "Number=Sing|Person=3|Poss=Yes", "his": "Number=Sing|Person=3|Poss=Yes", "their": "Number=Plur|Person=3|Poss=Yes",
}  # fmt: skip


def part_of_speech(tokens: list[Token], i: int) -> tuple[str, str]:
    """Part of speech and features, as the treebanks have them."""
    token = tokens[i]
    if token.word.lower() in PRONOUNS and token.tag in ("PRP", "PRP$"):
        return "PRON", PRONOUNS[token.word.lower()]
    if token.tag == "IN" and (token.dep == "mark" or any(t.head == i and t.dep == "pcomp" for t in tokens)):
        return "SCONJ", ""
    if token.tag == "RB" and token.dep == "neg":
        return "PART", ""
    if token.tag == "NNP" and token.dep == "amod":
        return ("VERB", "Tense=Past|VerbForm=Part") if token.word == "United" else ("ADJ", "Degree=Pos")
    return ("AUX" if _is_auxiliary(token) else "VERB", _verb_features(tokens, i)) if token.tag in VERB_TAGS else POS[token.tag]


def _is_auxiliary(token: Token) -> bool:
    return token.dep in ("aux", "auxpass") or token.word in ("is", "are", "was", "were", "be", "been", "being")


def _verb_features(tokens: list[Token], i: int) -> str:
    token = tokens[i]
    if token.tag in ("VBP", "VBZ", "VBD"):
        number = "Plur" if _is_plural(tokens, _subject(tokens, i)) else "Sing"
        return f"Mood=Ind|Number={number}|Person=3|Tense={'Past' if token.tag == 'VBD' else 'Pres'}|VerbForm=Fin"
    if token.tag == "VBG":
        return "VerbForm=Ger" if token.dep in ("acl", "amod", "xcomp", "csubj") else "Tense=Pres|VerbForm=Part"
    if token.tag == "VBN":
        return "Tense=Past|VerbForm=Part" + ("" if _is_active(tokens, i) or _is_auxiliary(token) else "|Voice=Pass")
    return "VerbForm=Inf"


def _is_active(tokens: list[Token], verb: int) -> bool:
    """Whether a participle goes with "have" rather than with "be"."""
    while tokens[verb].dep == "conj" and not any(t.head == verb and t.dep in ("aux", "auxpass") for t in tokens):
        verb = tokens[verb].head or 0
    deps = [t.dep for t in tokens if t.head == verb]
    return "aux" in deps and "auxpass" not in deps
