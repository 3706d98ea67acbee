"""The command that trains the English pipeline, on a corpus small enough to learn in seconds."""

import json
import random
import sys
from pathlib import Path

import pytest
import spacy
from spacy.lookups import Lookups
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from events.errors import ConfigurationError
from events.gazetteer.entries import Entry
from events.language import load, parse
from events.training import evaluation
from events.training.corpora import NAMES, NAMES_IN_TREEBANKS, TREEBANKS
from events.training.language import Plan, lemma_tables, main, run
from events.training.places import lists_of
from events.training.variants import Variants, capitals, glued, headline, quotes

PLACES = {"FLAG19": ["Arden"], "FLAG20": ["Arden", "Borwick", "Camden"], "FLAG21": ["Port"], "FLAG22": ["Ruritania"]}
ACTORS = ("Rebels", "Soldiers", "Gunmen", "Troops", "Police")
DEEDS = ("attacked", "captured", "left", "entered", "shelled")


def _sentence(vocab: Vocab, rng: random.Random) -> Doc:
    """E.g. "The Rebels attacked Arden." with its tree and its name."""
    words = ["The", rng.choice(ACTORS), rng.choice(DEEDS), rng.choice(PLACES["FLAG20"]), "."]
    return Doc(
        vocab,
        words=words,
        spaces=[True, True, True, False, False],
        tags=["DT", "NNS", "VBD", "NNP", "."],
        pos=["DET", "NOUN", "VERB", "PROPN", "PUNCT"],
        morphs=["", "Number=Plur", "Tense=Past", "Number=Sing", ""],
        lemmas=["the", words[1].lower().rstrip("s"), words[2], words[3], "."],
        heads=[1, 2, 2, 2, 2],
        deps=["det", "nsubj", "ROOT", "dobj", "punct"],
        ents=["O", "O", "O", "B-LOC", "O"],
    )


def _text(vocab: Vocab, rng: random.Random) -> Doc:
    return Doc.from_docs([_sentence(vocab, rng) for _ in range(2)])


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpora")
    vocab, rng = Vocab(), random.Random(1)
    for corpus in [c.path for c in (*TREEBANKS, NAMES_IN_TREEBANKS, *NAMES)] + ["treebanks/clear_pudnews.spacy", "ner/ner_pud_news.spacy"]:
        (folder / corpus).parent.mkdir(exist_ok=True)
        DocBin(docs=[_text(vocab, rng) for _ in range(25)]).to_disk(folder / corpus)
    return folder


@pytest.fixture(scope="module")
def trained(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    tables = Lookups()
    for name, table in (("exc", {"verb": {"left": ["leave"]}}), ("index", {}), ("rules", {"verb": [["ed", ""]], "noun": [["s", ""]]})):
        tables.add_table(f"lemma_{name}", table)
    out = tmp_path_factory.mktemp("trained")
    run(corpora, out, Plan(passes=6, learn_rate=0.001, decay_from=0.4, smallest_batch=300), words=PLACES, tables=tables)
    return out


def test_training_learns_parse_lemmas_and_names(trained: Path) -> None:
    doc = parse("The Rebels attacked Camden.", model=str(trained))
    assert [(t.text, t.tag_, t.pos_, t.dep_, t.head.text, t.lemma_, t.ent_type_) for t in doc] == [
        ("The", "DT", "DET", "det", "Rebels", "the", ""),
        ("Rebels", "NNS", "NOUN", "nsubj", "attacked", "rebel", ""),
        ("attacked", "VBD", "VERB", "ROOT", "attacked", "attack", ""),
        ("Camden", "NNP", "PROPN", "dobj", "attacked", "Camden", "LOC"),
        (".", ".", "PUNCT", "punct", "attacked", ".", ""),
    ]


def test_what_is_written(trained: Path, corpora: Path) -> None:
    meta = json.loads((trained / "meta.json").read_text(encoding="utf-8"))
    assert meta["license"] == "CC BY-SA 4.0"
    assert {"name": "UD English EWT", "license": "CC BY-SA 4.0"} in meta["sources"]
    assert set(meta["performance"]) == {"PUD news", "names, PUD news"}
    assert meta["performance"]["PUD news"]["LAS"] > 90
    assert meta["performance"]["PUD news"] == evaluation.scores_of(load(str(trained)), corpora, "treebanks/clear_pudnews.spacy")
    strings = json.loads((trained / "vocab" / "strings.json").read_text(encoding="utf-8"))
    assert not {"Gunmen", "shelled", "Borwick"} & set(strings)


def test_training_further(trained: Path, corpora: Path, tmp_path: Path) -> None:
    further = ["--corpora", str(corpora), "--start-from", str(trained), "--passes", "1"]
    assert main([*further, "--out", str(tmp_path / "more"), "--mean-with", str(trained)]) == 0
    assert main([*further, "--out", str(tmp_path / "parse"), "--no-names"]) == 0
    before, after, parse_only = (load(str(folder)) for folder in (trained, tmp_path / "more", tmp_path / "parse"))
    assert parse_only.get_pipe("ner").model.to_bytes() == before.get_pipe("ner").model.to_bytes()
    assert after.pipe_names == before.pipe_names
    assert evaluation.scores_of(after, corpora, "treebanks/clear_pudnews.spacy")["LAS"] > 90
    assert after.get_pipe("tok2vec").to_bytes() != before.get_pipe("tok2vec").to_bytes()


def test_evaluation_command(trained: Path, corpora: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluation.main(["--corpora", str(corpora), str(trained)]) == 0
    lines = capsys.readouterr().out.splitlines()
    names = ["PUD news", "PUD news, in capitals", "PUD news, by label", "names, PUD news", "names, PUD news, in capitals"]
    assert [line.split(" {")[0] for line in lines] == names


def test_missing_corpora(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--corpora", str(tmp_path), "--out", str(tmp_path / "out")]) == 1
    assert f"error: {tmp_path} lacks treebanks/clear_ewt_train.spacy, " in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_missing_lemma_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy_lookups_data", None)
    with pytest.raises(ConfigurationError, match="pip install spacy-lookups-data"):
        lemma_tables()


def _parsed(words: str, heads: list[int], deps: str) -> Doc:
    texts = words.split()
    count = len(texts)
    stops = [word in ".”" for word in texts]
    spaces = [index + 1 < count and not stops[index + 1] for index in range(count)]
    return Doc(spacy.blank("en").vocab, words=texts, spaces=spaces, heads=heads, deps=deps.split(), tags=["X"] * count, pos=["X"] * count)


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (capitals, "THE BRIDGE WAS DESTROYED IN ARDEN. IT RAINED."),
        (headline, "Bridge Destroyed in Arden"),
        (glued, "The bridge was destroyed in Arden It rained."),
        (quotes, "The bridge was destroyed in Arden. It rained."),
    ],
)
def test_variants(make, text: str) -> None:  # type: ignore[no-untyped-def]
    doc = _parsed(
        "The bridge was destroyed in Arden . It rained .",
        [1, 3, 3, 3, 3, 4, 3, 8, 8, 8],
        "det nsubjpass auxpass ROOT prep pobj punct nsubj ROOT punct",
    )
    made = make(doc, random.Random(0))
    assert made.text == text
    assert {(t.lower_, t.dep_, t.head.lower_) for t in made} <= {(t.lower_, t.dep_, t.head.lower_) for t in doc}


def test_variants_put_other_names_in() -> None:
    vocab = Vocab()
    doc = Doc(vocab, words=["Ann", "Lee", "left", "Arden"], ents=["B-PERSON", "I-PERSON", "O", "B-LOC"])
    variants = Variants(random.Random(0), ["Borwick"], lambda: ["Border", "Guard"])
    variants.learn_people([doc, Doc(vocab, words=["Omar", "Haddad"], ents=["B-PERSON", "I-PERSON"])])
    drawn = {variants.draw(doc).text for _ in range(300)}
    assert {"Ann Lee left Arden", "Omar Haddad left Borwick", "ANN LEE LEFT ARDEN"} <= {text.strip() for text in drawn}


def test_place_words() -> None:
    def entry(name: str, feature_class: str, feature_code: str, population: int) -> Entry:
        return Entry(1, name, 0, 0, 1, feature_class, feature_code, population=population)

    entries = [
        entry("Arden", "P", "PPL", 500_000),
        entry("Camden", "P", "PPL", 20_000),
        entry("Mill", "P", "PPL", 300),
        entry("Port Royal", "P", "PPL", 30_000),
        entry("Ruritania", "A", "PCLI", 1_000_000),
        entry("Kent", "A", "ADM2", 1_000_000),
    ]
    lists = {"FLAG19": ["Arden"], "FLAG20": ["Arden", "Camden"], "FLAG21": ["Port", "Royal"], "FLAG22": ["Ruritania"]}
    assert lists_of(entries) == lists


def test_variants_put_other_organisations_in() -> None:
    doc = Doc(
        Vocab(), words=["The", "Red", "Cross", "left", "."], ents=["O", "B-ORG", "I-ORG", "O", "O"], spaces=[True, True, True, False, False]
    )
    variants = Variants(random.Random(0), [], lambda: ["Arden", "Border", "Guard"])
    drawn = {tuple((name.text, name.label_) for name in variants.draw(doc).ents) for _ in range(100)}
    assert (("Arden Border Guard", "ORG"),) in drawn
