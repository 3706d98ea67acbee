"""Sentences, offsets, parse, names, choice of pipeline, threads."""

import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import spacy
from thinc.api import Model

from events import language
from events.errors import ConfigurationError
from events.language import SHIPPED, Depth, Tree, fingerprint, parse, parse_many, segments
from events.language.quick import Convolutions
from events.model import Document
from events.pipeline import DEFAULT, Options, config_hash, ingest
from events.storage import open_store

WRAPPED = (
    "Soldiers who had held the northern district of the town since early spring\n"
    "withdrew on Monday after a long night of shelling, and residents of the city of\n"
    "Saint Vincent said that the road to the coast was open again. Aid lorries were\n"
    "expected by the end of the week."
)
WIRE = (
    "   HARBOUR CITY, 3 MAR 91 (NATIONAL RADIO) -- REBELS HAVE ATTACKED A POLICE\n"
    "STATION IN THE PORT ON SUNDAY.  TWO OFFICERS WERE KILLED AND THE BUILDING IS\n"
    "STILL BURNING.\n\n"
    "   THE GOVERNMENT HAS DECLARED A CURFEW."
)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        (" \r\n\t ", []),
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        ("Talks Resume in Geneva\nThe two sides met on Friday.", ["Talks Resume in Geneva", "The two sides met on Friday."]),
        ("Talks Resume in Geneva\n\nThe two sides met on Friday.", ["Talks Resume in Geneva", "The two sides met on Friday."]),
        ("TALKS RESUME\r\nThe two sides met on Friday.", ["TALKS RESUME", "The two sides met on Friday."]),
        ("Talks resume in the city\nThe two sides met on Friday.", ["Talks resume in the city", "The two sides met on Friday."]),
        ("The rebels left\nthe town on Friday.", ["The rebels left\nthe town on Friday."]),
        ("The rebels reached the town of\nPalmyra on Friday.", ["The rebels reached the town of\nPalmyra on Friday."]),
        (
            WRAPPED,
            [WRAPPED[: WRAPPED.index("Aid") - 1], "Aid lorries were\nexpected by the end of the week."],
        ),
        (
            "Army Leaves the Northern Towns\n" + WRAPPED,
            ["Army Leaves the Northern Towns", WRAPPED[: WRAPPED.index("Aid") - 1], "Aid lorries were\nexpected by the end of the week."],
        ),
        (
            WRAPPED + "\nhttps://news.example.org/2024/" + "a" * 90,
            [
                WRAPPED[: WRAPPED.index("Aid") - 1],
                "Aid lorries were\nexpected by the end of the week.",
                "https://news.example.org/2024/" + "a" * 90,
            ],
        ),
        (
            WIRE,
            [
                WIRE[3 : WIRE.index(" --")],
                WIRE[WIRE.index("--") : WIRE.index("  TWO")],
                "TWO OFFICERS WERE KILLED AND THE BUILDING IS\nSTILL BURNING.",
                "THE GOVERNMENT HAS DECLARED A CURFEW.",
            ],
        ),
        ("Key dates:\n- May 3: the dam broke\n- May 5: aid arrived", ["Key dates:", "- May 3: the dam broke", "- May 5: aid arrived"]),
        ("# Flood in the Delta\nTwo villages were cut off.", ["# Flood in the Delta", "Two villages were cut off."]),
        ("U.S. forces left Mosul on Jan. 3. They had come in 2003.", ["U.S. forces left Mosul on Jan. 3.", "They had come in 2003."]),
        ('"We will not leave," he said. "Not now."', ['"We will not leave," he said.', '"Not now."']),
        ("“There are tens of billions of dollars,” Orlov added.", ["“There are tens of billions of dollars,” Orlov added."]),
        (
            "Anna Berg, Omar Haddad, Li Wei and John Okoro were named on Tuesday.",
            ["Anna Berg, Omar Haddad, Li Wei and John Okoro were named on Tuesday."],
        ),
        ("Anna Berg\nOmar Haddad\nJohn Okoro", ["Anna Berg", "Omar Haddad", "John Okoro"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [span.of(text) for span in Tree(parse(text)).sentence_spans] == sentences


ODD = (
    *(" ", "  ", "\n", "\r\n", "\r", "\t", "\v", "\f", "\u00a0", "\u2028", "\u200b", "\ufeff", "\0", "\ud800"),
    *("é", "e\u0301", "👩‍👩‍👧", "🇺🇦", "ﬁ", "İ", "ß"),
)
WORDS = (
    *("The", "army", "captured", "U.S.", "al-Abadi", "AT-4", "IS", "Ramadi", "on", "Thursday"),
    *(".", "...", "“", "(", "http://a.b/c?d", "can't", "$2,000"),
)


def _odd_text(seed: int) -> str:
    rng = random.Random(seed)
    return "".join(rng.choice(ODD if rng.random() < 0.4 else WORDS) + rng.choice(["", " ", " "]) for _ in range(rng.randrange(60)))


@pytest.mark.parametrize("texts", [[_odd_text(seed) for seed in range(start, start + 50)] for start in range(0, 200, 50)])
def test_offsets_are_those_of_the_text_given(texts: list[str]) -> None:
    for text, doc in zip(texts, parse_many(texts), strict=True):
        covered = 0
        for token in doc:
            written = text[token.idx : token.idx + len(token)].replace("\ud800", "\ufffd")
            assert token.text == written
            assert token.idx == covered
            covered += len(token.text_with_ws)
        assert covered == len(text) == len(doc.text)
        assert all(span.of(text) == span.of(text).strip() != "" for span in Tree(doc).sentence_spans)
        pieces = [span.of(text) for span in segments(text)]
        assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_text_that_goes_on_and_on() -> None:
    sentence = "The army of the north captured the town on Friday. "
    text = sentence * 400 + "(" * 3000 + "a" * 3000
    doc = parse(text)
    assert len(doc.text) == len(text)
    assert [span.of(text) for span in Tree(doc).sentence_spans[:400]] == [sentence.strip()] * 400
    assert max(span.end - span.start for span in segments(text)) <= 2000


@pytest.mark.parametrize(
    ("text", "edges"),
    [
        ("Rebels captured the town of Arden on Friday.", "Rebels<nsubj<captured town<dobj<captured on<prep<captured"),
        ("The bridge was destroyed by government forces.", "bridge<nsubjpass<destroyed by<agent<destroyed forces<pobj<by"),
        (
            "The militia, which seized the port last week, has left the city.",
            "which<nsubj<seized seized<relcl<militia port<dobj<seized week<npadvmod<seized militia<nsubj<left",
        ),
        ("The army attacked the village and burned the school.", "burned<conj<attacked school<dobj<burned"),
        ("The minister said troops would enter the valley next month.", "enter<ccomp<said troops<nsubj<enter"),
        ("The attack by IS, which killed ten people, shocked the country.", "IS<pobj<by which<nsubj<killed attack<nsubj<shocked"),
        ("Gunmen killed two soldiers near the\nborder.", "Gunmen<nsubj<killed near<prep<killed border<pobj<near"),
        ("REBELS ATTACKED A POLICE STATION IN THE PORT.", "REBELS<nsubj<ATTACKED STATION<dobj<ATTACKED PORT<pobj<IN"),
    ],
)
def test_parse(text: str, edges: str) -> None:
    """Each edge: word<relation<head."""
    found = {f"{token.text}<{token.dep_}<{token.head.text}" for token in parse(text)}
    assert sorted(set(edges.split()) - found) == []


@pytest.mark.parametrize(
    ("text", "word", "tag", "lemma"),
    [
        ("Airstrikes hit IS on Monday.", "IS", "NNP", "IS"),
        ("THE ARMY IS ATTACKING THE TOWN.", "IS", "VBZ", "be"),
        ("The US will send aid to Iraq.", "US", "NNP", "US"),
        ("The army captured the towns.", "captured", "VBD", "capture"),
        ("REBELS ATTACKED THE TOWN.", "ATTACKED", "VBD", "attack"),
    ],
)
def test_tags_and_lemmas(text: str, word: str, tag: str, lemma: str) -> None:
    assert [(t.tag_, t.lemma_) for t in parse(text) if t.text == word] == [(tag, lemma)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("\n Porfirio Díaz left Mexico City.", [("Porfirio Díaz", "PERSON"), ("Mexico City", "LOC")]),
        ("President Vladimir Putin met John Kerry in Moscow.", [("Vladimir Putin", "PERSON"), ("John Kerry", "PERSON"), ("Moscow", "LOC")]),
        ("The United Nations sent food to Syria and Yemen.", [("United Nations", "ORG"), ("Syria", "LOC"), ("Yemen", "LOC")]),
        ("He flew to New  York.", [("New  York", "LOC")]),
        ("He left Syria\n\nYemen is quiet.", [("Syria", "LOC"), ("Yemen", "LOC")]),
    ],
)
def test_names(text: str, names: list[tuple[str, str]]) -> None:
    assert [(e.text, e.label_) for e in parse(text).ents] == names


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an installed package `en_stand_in`: a spaCy pipeline whose names have the labels of spaCy's own."""
    nlp = spacy.load(SHIPPED, exclude=["ner"])
    ruler = nlp.add_pipe("entity_ruler")
    labels = {"Arden": "GPE", "Mercy Hospital": "FAC", "Ardenese": "NORP", "Friday": "DATE", "Ann Lee": "PERSON", "Red Cross": "ORG"}
    ruler.add_patterns([{"pattern": name, "label": label} for name, label in labels.items()])
    site = tmp_path_factory.mktemp("site")
    (site / "en_stand_in").mkdir()
    nlp.to_disk(site / "en_stand_in" / "model")
    loader = (
        "from pathlib import Path\nimport spacy\ndef load(**options):\n    return spacy.load(Path(__file__).parent / 'model', **options)\n"
    )
    (site / "en_stand_in" / "__init__.py").write_text(loader, encoding="utf-8")
    info = site / "en_stand_in-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: en_stand_in\nVersion: 1.0\n", encoding="utf-8")
    (info / "entry_points.txt").write_text("[spacy_models]\nen_stand_in = en_stand_in\n", encoding="utf-8")
    return site


@pytest.mark.parametrize("by_path", [False, True])
def test_another_pipeline_by_name_or_path(stand_in: Path, monkeypatch: pytest.MonkeyPatch, by_path: bool) -> None:
    monkeypatch.syspath_prepend(stand_in)
    text = "On Friday Ann Lee of the Red Cross left\nMercy Hospital in Arden with Ardenese doctors."
    doc = parse(text, model=str(stand_in / "en_stand_in" / "model") if by_path else "en_stand_in")
    assert [(text[e.start_char : e.end_char], e.label_) for e in doc.ents] == [
        ("Ann Lee", "PERSON"),
        ("Red Cross", "ORG"),
        ("Mercy Hospital", "LOC"),
        ("Arden", "LOC"),
    ]


def test_findings_carry_the_pipeline_and_its_state(stand_in: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.syspath_prepend(stand_in)
    store = open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")
    document = Document("Rebels captured the town of Arden on Friday.")
    other = Options(language_model="en_stand_in")
    counts = []
    for options in (other, other, DEFAULT, other):
        report = ingest([document], store, options)
        counts.append((report.added, report.updated, report.unchanged, report.errors))
    assert counts == [(1, 0, 0, []), (0, 0, 1, []), (0, 1, 0, []), (0, 1, 0, [])]
    (kept,) = store.documents()
    assert (kept.extractor, kept.config_hash) == ("rules, en_stand_in", config_hash(other))
    assert config_hash(other) != config_hash(DEFAULT)
    before = fingerprint("en_stand_in")
    (stand_in / "en_stand_in" / "model" / "more.txt").write_text("another version", encoding="utf-8")
    assert fingerprint("en_stand_in") not in ("", before)


def test_one_blas_thread_whoever_loads_numpy_first() -> None:
    code = (
        "import numpy, threadpoolctl; numpy.ones((9, 9)) @ numpy.ones((9, 9)); import events.language;"
        "print({pool['num_threads'] for pool in threadpoolctl.threadpool_info() if pool['user_api'] == 'blas'})"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
    environment = {name: value for name, value in environment.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "{1}\n"


def test_unknown_pipeline(stand_in: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(stand_in)
    with pytest.raises(ConfigurationError, match=r"no spaCy pipeline 'en_nowhere' \(installed: en_stand_in; .*spacy download NAME"):
        parse("x", model="en_nowhere")


def test_pipeline_without_a_parser(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(ConfigurationError, match="gives no TAG and DEP and LEMMA"):
        parse("x", model=str(tmp_path))


DEPTHS = "Rebels captured the town of Bria on Thursday. The U.S. said that IS had left.\n\nIt  was quiet."


@pytest.mark.parametrize(
    ("depth", "captured", "bria", "sentences"),
    [
        (Depth.TOKENS, ("", "", ""), "", 3),
        (Depth.NAMES, ("VBD", "capture", ""), "LOC", 3),
        (Depth.PARSE, ("VBD", "capture", "ROOT"), "LOC", 3),
    ],
)
def test_no_deeper_than_asked(depth: Depth, captured: tuple[str, str, str], bria: str, sentences: int) -> None:
    doc = parse(DEPTHS, depth=depth)
    assert doc.text == DEPTHS
    assert [(t.tag_, t.lemma_, t.dep_) for t in doc if t.text == "captured"] == [captured]
    assert [t.ent_type_ for t in doc if t.text == "Bria"] == [bria]
    assert len(Tree(doc).sentence_spans) == sentences


def test_tags_and_names_are_the_same_without_the_parse() -> None:
    named, parsed = parse(WRAPPED + DEPTHS, depth=Depth.NAMES), parse(WRAPPED + DEPTHS)
    assert [(t.text, t.tag_, t.lemma_, t.ent_type_) for t in named] == [(t.text, t.tag_, t.lemma_, t.ent_type_) for t in parsed]


def test_what_was_read_before_changes_nothing() -> None:
    parse("quite other words")
    alone = parse(WRAPPED).to_json()
    list(parse_many([_odd_text(seed) for seed in range(20)]))
    assert parse(WRAPPED).to_json() == alone


def test_threads_find_the_same() -> None:
    texts = [_odd_text(seed) + " Rebels captured the town of Arden on Friday." for seed in range(40)]
    with ThreadPoolExecutor(8) as pool:
        docs = list(pool.map(parse, texts))
    assert [doc.to_json() for doc in docs] == [doc.to_json() for doc in parse_many(texts)]


def test_a_pipeline_that_has_seen_too_many_words_is_loaded_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    before = parse("Rebels captured the town of Arden on Friday.")
    monkeypatch.setattr(language, "LARGEST_VOCABULARY", len(before.vocab) - 1)
    after = parse("Rebels captured the town of Arden on Friday.")
    assert after.vocab is not before.vocab
    assert after.to_json() == before.to_json()


def test_spacy_loads_without_its_command_line_and_gives_it_to_who_asks() -> None:
    asked = (
        "import sys, events.language, spacy\n"
        "print('jinja2' in sys.modules, any(name.startswith('spacy.cli') for name in sys.modules))\n"
        "print(spacy.info(silent=True)['spacy_version'] == spacy.__version__)\n"
        "import spacy.cli\n"
        "print(spacy.cli.info.__module__)\n"
    )
    run = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["False", "False", "True", "spacy.cli.info"]


@pytest.mark.parametrize("count", [1, 2, 9, 300])
def test_joined_convolutions_give_what_the_layers_give(count: int) -> None:
    chain = language.load(None).get_pipe("tok2vec").model.layers[1].layers[0]  # type: ignore[attr-defined]
    words = np.random.default_rng(count).normal(size=(count, chain.get_dim("nO"))).astype(np.float32)
    joined, _ = Model("convolutions", Convolutions(chain))(words, is_train=False)
    assert np.allclose(joined, chain.predict(words), atol=1e-4)
