"""Gold sentences against what `annotate` found: type, status, who, how many, when and where of each event that a sentence tells.

A gold document is one sentence: {"doc_id", "text", "dct", "blind", "events": [...]} (tests/gold/README.md explains every field). An
event is found when a mention stands on its trigger or on one of the words of `also`. Its type, status, time and place are those of the
best such mention; whom and how many it concerns is what these mentions say together ("attacked the post, killing nine").
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from events.errors import DocumentError
from events.ontology import OTHER
from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores

FACTS = ("type", "mode", "acled", "status", "actors", "recipients", "quantities", "when", "where", "reporter")
MAIN = ("type", "status", "when", "where")  # what an event must have right to count under "all"
OPTIONAL = {"mode": "mode", "acled": "acled"}  # scored only where the gold has one


def score_sentences(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Per cent of the gold events that have each fact right, one that is missed having none; "spare": mentions on no gold trigger.

    "mode" and "acled" are counted over the gold events that have one; "all" asks for the facts of MAIN.
    """
    counts: Counter[str] = Counter()
    for document, wanted, found, spare in _matched(gold, predicted):
        counts["spare"] += spare
        if wanted is None:
            continue
        counts.update(["gold", *(name for name, key in OPTIONAL.items() if wanted[key])])
        if found is not None:
            counts.update(["found", *(f"{fact} right" for fact in _right(document, wanted, found))])
            counts["all"] += set(MAIN) <= set(_right(document, wanted, found))
    shares = {fact: _share(counts[f"{fact} right"], counts[fact] if fact in OPTIONAL else counts["gold"]) for fact in FACTS}
    figures = {name: _share(counts[name], counts["gold"]) for name in ("found", "all")}
    return {"gold": counts["gold"], "spare": counts["spare"], "found": figures["found"], **shares, "all": figures["all"]}


def sentence_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Each gold event that is missed or has a fact wrong, in gold order; `kind` names the wrong facts."""
    errors: list[Disagreement] = []
    for document, wanted, found, _ in _matched(gold, predicted):
        if wanted is None:
            continue
        right = () if found is None else _right(document, wanted, found)
        wrong = "missed" if found is None else "+".join(f for f in FACTS if f not in right and (f not in OPTIONAL or wanted[OPTIONAL[f]]))
        if wrong:
            errors.append(Disagreement(document["doc_id"], wrong, wanted, found, document["text"]))
    return errors


def _share(hits: int, total: int) -> float:
    return round(100 * hits / max(1, total), 1)


def _spans(event: Annotation, document: Annotated) -> list[tuple[int, int]]:
    """Where the words of trigger and `also` stand. DocumentError where one is not in the text."""
    spans = []
    for word in (event["trigger"], *event.get("also", ())):
        start = document["text"].find(word)
        if start < 0:
            raise DocumentError(f"{word!r} is not in the text of {document['doc_id']}; correct the gold", path=document["doc_id"])
        spans.append((start, start + len(word)))
    return spans


def _matched(
    gold: Iterable[Annotated], predicted: Iterable[Annotated]
) -> Iterator[tuple[Annotated, Annotation | None, Annotation | None, int]]:
    """(document, gold event, what was found of it or None, 0); for each document last (.., None, None, spare mentions)."""
    given = {document["doc_id"]: document for document in predicted}
    for document in gold:
        answer = given.get(document["doc_id"], {"mentions": [], "toponyms": []})
        typed = [m for m in answer["mentions"] if m["event_type"] != OTHER]
        used: set[int] = set()
        for wanted in document["events"]:
            on_words = [[m for m in typed if m["start"] < end and start < m["end"]] for start, end in _spans(wanted, document)]
            used.update(id(m) for some in on_words for m in some)
            together = [m for some in on_words for m in some]
            candidates = [_joined(m, together, answer) for m in next((some for some in on_words if some), [])]
            yield document, wanted, max(candidates, key=lambda m: len(_right(document, wanted, m)), default=None), 0
        yield document, None, None, sum(id(m) not in used for m in typed)


def _joined(mention: Annotation, together: list[Annotation], answer: Annotated) -> Annotation:
    """The mention with the people and numbers of all mentions of the event, and the country of its place."""
    people = {role: [one for m in together for one in m[role]] for role in ("actors", "recipients", "quantities")}
    acting = [(a["start"], a["end"]) for a in people["actors"]]
    people["recipients"] = [r for r in people["recipients"] if (r["start"], r["end"]) not in acting]
    start = (mention["where"] or {}).get("start")
    toponym: Annotation = next((t for t in answer["toponyms"] if t["start"] == start), {})
    return {**mention, **people, "country": toponym.get("country_code")}


def _right(document: Annotated, wanted: Annotation, found: Annotation) -> list[str]:
    """Which of FACTS a mention has right."""
    text = document["text"]
    tests = (
        found["event_type"] == wanted["event_type"],
        bool(wanted["mode"]) and found["mode"] == wanted["mode"],
        wanted["acled"] is not None and found["acled"] == wanted["acled"],
        found["status"] == wanted["status"],
        _all_found(wanted["actors"], found["actors"], text) and _none_spare(wanted["actors"], found["actors"], text),
        _all_found(wanted["recipients"], found["recipients"], text) and _none_spare(wanted["recipients"], _persons(found), text),
        {(q["value"], q["kind"]) for q in wanted["quantities"]} == {(q["value"], q["kind"]) for q in found["quantities"]},
        _same_date(wanted["when"], found["when"]),
        _same_place(wanted["where"], found, text),
        _same_source(wanted["reported_by"], found["reported_by"]),
    )
    return [fact for fact, test in zip(FACTS, tests, strict=True) if test]


def _persons(found: Annotation) -> list[Annotation]:
    """The recipients that the actor dictionary knows: a thing that is acted upon, "a bridge", is neither asked for nor wrong."""
    return [one for one in found["recipients"] if one["name"]]


def _places(phrases: list[str], text: str) -> list[tuple[int, int]]:
    return [(text.find(phrase), text.find(phrase) + len(phrase)) for phrase in phrases]


def _all_found(wanted: list[str], found: list[Annotation], text: str) -> bool:
    spans = [(one["start"], one["end"]) for one in found if one["start"] is not None]
    return all(any(a < end and start < b for a, b in spans) for start, end in _places(wanted, text))


def _none_spare(wanted: list[str], found: list[Annotation], text: str) -> bool:
    spans = [(one["start"], one["end"]) for one in found if one["start"] is not None]
    return all(any(a < end and start < b for start, end in _places(wanted, text)) for a, b in spans)


def _same_date(wanted: Annotation | None, found: Annotation | None) -> bool:
    """What the sentence does not date may have a date from elsewhere, but not one that it says."""
    if wanted is None:
        return found is None or found["start"] is None
    return found is not None and (found["first"], found["last"]) == (wanted["first"], wanted["last"])


def _same_place(wanted: Annotation | None, found: Annotation, text: str) -> bool:
    """Whether the place found stands on the gold words, in the gold country where the gold names one."""
    where = found["where"]
    if wanted is None or where is None or where["start"] is None:
        return wanted is None and where is None
    start = text.find(wanted["text"])
    on_words = where["start"] < start + len(wanted["text"]) and start < where["end"]
    return bool(on_words) and wanted["country"] in (None, found["country"])


def _same_source(wanted: str | None, found: str | None) -> bool:
    if wanted is None or found is None:
        return wanted is found
    return wanted.lower() in found.lower() or found.lower() in wanted.lower()


SENTENCES = Layer(score_sentences, sentence_errors)
