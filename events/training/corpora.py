"""The texts that the English pipeline is trained on: which they are, their licences, and how they are read.

A corpus is a spaCy `DocBin` file: treebanks with spaCy's English dependency labels, and sentences with names.
"""

from dataclasses import dataclass
from pathlib import Path

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from events.errors import ConfigurationError


@dataclass(frozen=True, slots=True)
class Corpus:
    """One file below the folder of corpora. `share`: how much of it one pass reads."""

    path: str
    title: str
    licence: str
    share: float = 1.0


TREEBANKS = (
    Corpus("treebanks/clear_ewt_train.spacy", "UD English EWT", "CC BY-SA 4.0"),
    Corpus("treebanks/clear_gumopen_train.spacy", "UD English GUM, genres free for any use", "CC BY, CC BY-SA, public domain"),
)
NAMES_IN_TREEBANKS = Corpus("ner/ner_gumopen_train.spacy", "GUM named entities, the same genres", "CC BY 4.0")
NAMES = (
    Corpus("ner/ner_wikigold.spacy", "WikiGold", "CC BY 4.0", share=2),
    Corpus("ner/ner_crosspol.spacy", "CrossNER, politics", "MIT", share=2),
    Corpus("ner/ner_wnut.spacy", "WNUT-17", "CC BY 4.0", share=0.5),
    Corpus("ner/ner_btc.spacy", "Broad Twitter Corpus", "CC BY 4.0", share=0.5),
)
SOURCES = (*TREEBANKS, NAMES_IN_TREEBANKS, *NAMES)

DEVELOPMENT = {"EWT dev": "treebanks/clear_ewt_dev.spacy", "GUM dev": "treebanks/clear_gum_dev.spacy"}
TESTS = {
    "PUD news": "treebanks/clear_pudnews.spacy",
    "GUM news": "treebanks/clear_gumnews_devtest.spacy",
    "GUM test": "treebanks/clear_gum_test.spacy",
    "EWT test (web)": "treebanks/clear_ewt_test.spacy",
    "names, PUD news": "ner/ner_pud_news.spacy",
    "names, GUM news": "ner/ner_gumnews_devtest.spacy",
    "names, GUM test": "ner/ner_gum_test.spacy",
    "names, EWT test (web)": "ner/ner_uner_test.spacy",
    "names, world newswire": "ner/ner_ww_test.spacy",
}


def check_corpora(folder: Path) -> None:
    """Raises ConfigurationError if a file that training needs is missing."""
    if missing := [corpus.path for corpus in SOURCES if not (folder / corpus.path).is_file()]:
        raise ConfigurationError(f"{folder} lacks {', '.join(missing)}: data/language/README.md says what the training texts are")


def read(folder: Path, corpus: str, vocab: Vocab) -> list[Doc]:
    """The annotated texts of a file."""
    return list(DocBin().from_disk(folder / corpus).get_docs(vocab))


def training_texts(folder: Path, vocab: Vocab) -> list[tuple[list[Doc], float]]:
    """The texts of each training corpus with the share that one pass reads; treebank texts with their names where we have them."""
    names = {doc.text: doc for doc in read(folder, NAMES_IN_TREEBANKS.path, vocab)}
    found = []
    for corpus in (*TREEBANKS, *NAMES):
        docs = read(folder, corpus.path, vocab)
        for doc in docs:
            named = names.get(doc.text)
            if corpus in TREEBANKS and named is not None and len(named) == len(doc):
                doc.set_ents([Span(doc, name.start, name.end, label=name.label) for name in named.ents])
        found.append((docs, corpus.share))
    return found
