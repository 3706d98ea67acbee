"""Names in training texts by name finders that have not seen them.

Weights that lean on the name finder must see it err as it errs on new text. The finder that ships was trained on these texts,
so each is read by another of the same make, trained on the others.
"""

import random
from collections.abc import Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import fix_random_seed

from events.language import add_place_flags
from events.training.places import place_words

FOLDS = 3
STEPS = 1_500
_BATCH = 1_500  # words
_LEARN_RATE = 0.0015
_MODEL = {
    "@architectures": "spacy.TransitionBasedParser.v2", "state_type": "ner", "extra_state_tokens": False, "hidden_width": 64,
    "maxout_pieces": 2, "use_upper": True, "nO": None,
    "tok2vec": {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.MultiHashEmbed.v2", "width": 96, "rows": [4000, 2000, 2000, 2000, 8, 8, 8, 8],
            "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "FLAG19", "FLAG20", "FLAG21", "FLAG22"], "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 96, "depth": 4, "window_size": 1, "maxout_pieces": 3,
        },
    },
}  # fmt: skip

NameSpans = list[tuple[int, int, str]]


def held_out_names(annotated: list[Doc], *, steps: int = STEPS) -> list[NameSpans]:
    """For each text the names (start, end, label) that a finder trained on two thirds of the others sees in it; 10 minutes a fold."""
    found: list[NameSpans] = [[] for _ in annotated]
    for fold in range(FOLDS):
        finder = _trained([doc for number, doc in enumerate(annotated) if number % FOLDS != fold], steps)
        for number in range(fold, len(annotated), FOLDS):
            found[number] = [(ent.start_char, ent.end_char, ent.label_) for ent in finder(annotated[number].text).ents]
    return found


def _trained(docs: list[Doc], steps: int) -> Language:
    fix_random_seed(0)
    rng = random.Random(0)
    nlp = spacy.blank("en")
    add_place_flags(nlp, place_words())
    nlp.add_pipe("ner", config={"model": _MODEL})
    optimizer = nlp.initialize(lambda: [Example(nlp.make_doc(doc.text), doc) for doc in docs[:200]])
    for number, batch in enumerate(_batches(docs, nlp, rng)):
        if number == steps:
            break
        optimizer.learn_rate = _LEARN_RATE * max(0.1, 1 - number / steps)
        nlp.update(batch, sgd=optimizer, drop=0.15)
    return nlp


def _batches(docs: list[Doc], nlp: Language, rng: random.Random) -> Iterator[list[Example]]:
    """Batches without end, in a new order each time round."""
    while True:
        batch: list[Example] = []
        words = 0
        for doc in rng.sample(docs, len(docs)):
            batch.append(Example(nlp.make_doc(doc.text), doc))
            words += len(doc)
            if words > _BATCH:
                yield batch
                batch, words = [], 0
