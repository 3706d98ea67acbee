"""Sentences made by the grammar of news: their trees are trees, their labels those of the pipeline, their verbs agree."""

import json
import random
from pathlib import Path

import pytest
from spacy.vocab import Vocab

from events.errors import ConfigurationError
from events.language import PLACE_WORDS, SHIPPED, load
from events.training.news_forms import inflected
from events.training.news_grammar import read_grammar
from events.training.news_sentences import Writer

PLACES, COUNTRIES = ["Arden", "Borwick"], ["Ruritania"]


def _writer(folder: Path, rules: str, seed: int = 0) -> Writer:
    path = folder / "grammar.tsv"
    path.write_text(rules.replace(" | ", "\t"), encoding="utf-8")
    return Writer(random.Random(seed), PLACES, COUNTRIES, read_grammar(path))


def _edges(writer: Writer) -> list[str]:
    tokens = writer.sentence("SENTENCE")
    return [f"{t.word}/{t.tag}<{t.dep}<{tokens[t.head or 0].word}" for t in tokens]


@pytest.mark.parametrize(
    ("rules", "text", "edges"),
    [
        (
            "SENTENCE | 1 | - | nsubj:ARMY +VP(VBD) punct:./.\nARMY | 1 | - | det:the/DT *:army/NN\n"
            "VP | 1 | - | *:shell/T dobj:<place>/NNP conj:MORE(T)\nMORE | 1 | - | cc:and/CC *:be/T acomp:near/JJ",
            "The army shelled Arden and was near.",
            "the/DT<det<army army/NN<nsubj<shelled shelled/VBD<ROOT<shelled Arden/NNP<dobj<shelled and/CC<cc<was was/VBD<conj<shelled"
            " near/JJ<acomp<was ./.<punct<shelled",
        ),
        (
            "SENTENCE | 1 | - | nsubj:MEN *:flee/VBD punct:./.\nMEN | 1 | - | *:man_eaters/NNS relcl:REL\n"
            "REL | 1 | - | punct:,/, nsubjpass:who/WP auxpass:be/VBP *:<many>/VBN conj:AND punct:,/,\n"
            "AND | 1 | - | cc:and/CC *:beat/VBN\n@many | arrest",
            "Man eaters, who are arrested and beaten, fled.",
            "man/NN<compound<eaters eaters/NNS<nsubj<fled ,/,<punct<arrested who/WP<nsubjpass<arrested are/VBP<auxpass<arrested"
            " arrested/VBN<relcl<eaters and/CC<cc<beaten beaten/VBN<conj<arrested ,/,<punct<arrested fled/VBD<ROOT<fled ./.<punct<fled",
        ),
        (
            "SENTENCE | 1 | - | nsubj:TWO appos:A *:meet/VBP\n"
            "TWO | 1 | - | *:A cc:and/CC conj:A punct:,/, punct:,/,\nA | 1 | ORG | *:Arden/NNP",
            "Arden and Arden, Arden meet",
            "Arden/NNP<nsubj<meet and/CC<cc<Arden Arden/NNP<conj<Arden ,/,<punct<Arden Arden/NNP<appos<meet meet/VBP<ROOT<meet",
        ),
    ],
)
def test_rules_make_trees(tmp_path: Path, rules: str, text: str, edges: str) -> None:
    assert _edges(_writer(tmp_path, rules)) == edges.split(" ")
    writer = _writer(tmp_path, rules + "\nHEADLINE | 1 | - | *:talks/NNS", seed=1)
    assert text in {sentence.text for _ in range(20) for sentence in writer.doc(Vocab()).sents}


@pytest.mark.parametrize(
    ("words", "tree"),
    [
        ("National_Liberation_Front", "National/NNP<amod Liberation/NNP<compound Front/NNP<"),
        ("Organisation_of_the_Islamic_Court", "Organisation/NNP< of/IN<prep the/DT<det Islamic/NNP<amod Court/NNP<pobj"),
        ("Revolutionary_Guards", "Revolutionary/NNP<amod Guards/NNPS<"),
    ],
)
def test_names_of_several_words(words: str, tree: str) -> None:
    tokens = Writer(random.Random(0), PLACES, COUNTRIES).phrase(words.split("_"), "NNP")
    assert " ".join(f"{t.word}/{t.tag}<{t.dep}" for t in tokens) == tree


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("shell", "shells shelled shelled shelling"),
        ("overrun", "overruns overran overrun overrunning"),
        ("carry", "carries carried carried carrying"),
        ("seize", "seizes seized seized seizing"),
        ("control", "controls controlled controlled controlling"),
        ("flee", "flees fled fled fleeing"),
        ("torch", "torches torched torched torching"),
        ("die", "dies died died dying"),
        ("have", "has had had having"),
        ("target", "targets targeted targeted targeting"),
    ],
)
def test_forms_of_verbs(lemma: str, forms: str) -> None:
    assert " ".join(inflected(lemma, tag) for tag in ("VBZ", "VBD", "VBN", "VBG")) == forms


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("SENTENCE | 1", "grammar.tsv:1: neither a list of words nor a rule of 4 columns"),
        ("SENTENCE | 1 | - | nsubj:NOBODY *:go/VB", "the grammar has no rule for NOBODY"),
        ("SENTENCE | 1 | - | nsubj:they/PRP", "the grammar's rule for SENTENCE has no head"),
    ],
)
def test_what_a_grammar_lacks(tmp_path: Path, line: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        _writer(tmp_path, line).sentence("SENTENCE")


def test_every_sentence_has_the_labels_of_the_pipeline() -> None:
    nlp = load(None)
    places = json.loads((SHIPPED / PLACE_WORDS).read_text(encoding="utf-8"))
    writer = Writer(random.Random(5), places["FLAG20"], places["FLAG22"])
    known = {component: set(nlp.get_pipe(component).labels) for component in ("tagger", "parser", "morphologizer", "ner")}  # type: ignore[attr-defined]
    for _ in range(300):
        doc = writer.doc(nlp.vocab)
        assert {token.tag_ for token in doc} <= known["tagger"]
        assert {token.dep_ for token in doc} <= known["parser"]
        assert {name.label_ for name in doc.ents} <= known["ner"]
        features = {nlp.vocab.strings[nlp.vocab.morphology.add({**t.morph.to_dict(), "POS": t.pos_})] for t in doc}
        assert features <= known["morphologizer"]
        assert not any(sentence.text[0].islower() for sentence in doc.sents)
    assert set(writer.grammar.rules) >= {"SENTENCE", "HEADLINE", "ORGNAME"}


def test_the_same_seed_makes_the_same_sentences() -> None:
    first, second = (Writer(random.Random(3), PLACES, COUNTRIES) for _ in range(2))
    assert [first.doc(Vocab()).to_json() for _ in range(20)] == [second.doc(Vocab()).to_json() for _ in range(20)]
    assert first.organisation() == second.organisation()
