"""Who acts on whom, against a corpus of entities and relations (the format of re3d).

A gold document has "relations": {"type", "source", "source_start", "source_end", "target", "target_start", "target_end", "value"}. Those
whose type is in `KINDS` tell of an event: fighting, and communication (meetings, talks, demands, orders).
A party of a relation is found if an actor or recipient of a mention overlaps it, or if a mention less than `NEAR` characters away has an
argument that is known under the same name. Relations where both parties are the same words ("The two men met") are counted like others.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, overlaps

KINDS = frozenset({"FightingAgainst", "CommWith"})
NEAR = 300  # characters
PARTIES = ("source", "target")


def score_actors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Per cent of the relations for which the source, the target, either of them, or both act or suffer in an event that was found;
    "roles": per cent of those found whole in one mention whose source acts or takes part and whose target suffers or takes part.
    """
    counts: Counter[str] = Counter()
    for _, relation, answer in _relations(gold, predicted):
        found = [_has(relation, party, answer) for party in PARTIES]
        counts.update(["relations", *(p for p, hit in zip(PARTIES, found, strict=True) if hit)])
        counts["either"] += any(found)
        counts["both"] += all(found)
        counts["roles"] += any(_in_roles(relation, m) for m in answer["mentions"])
    total = max(1, counts["relations"])
    shares = {name: round(100 * counts[name] / total, 1) for name in (*PARTIES, "either", "both", "roles")}
    return {"relations": counts["relations"], **shares}


def actor_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Each relation of which a party acts or suffers in no event that was found."""
    errors: list[Disagreement] = []
    for document, relation, answer in _relations(gold, predicted):
        missing = [party for party in PARTIES if not _has(relation, party, answer)]
        if missing:
            text = document["text"]
            start = min(relation[f"{p}_start"] for p in PARTIES)
            end = max(relation[f"{p}_end"] for p in PARTIES)
            shown = {"text": f"{relation['source']} > {relation['target']}", "type": relation["type"], "value": relation["value"]}
            context = " ".join(text[max(0, start - 20) : min(len(text), end + 60)].split())
            errors.append(Disagreement(document["doc_id"], "no " + " and ".join(missing), shown, None, context[:300]))
    return errors


def _relations(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Iterator[tuple[Annotated, Annotation, Annotated]]:
    given = {document["doc_id"]: document for document in predicted}
    for document in gold:
        for relation in document["relations"]:
            if relation["type"] in KINDS:
                yield document, relation, given.get(document["doc_id"], {"mentions": []})


def _span(relation: Annotation, party: str) -> Annotation:
    return {"start": relation[f"{party}_start"], "end": relation[f"{party}_end"]}


def _has(relation: Annotation, party: str, answer: Annotated) -> bool:
    return any(_fills(relation, party, mention, argument) for mention in answer["mentions"] for argument in _arguments(mention))


def _arguments(mention: Annotation) -> list[Annotation]:
    return [*mention["actors"], *mention["recipients"]]


def _fills(relation: Annotation, party: str, mention: Annotation, argument: Annotation) -> bool:
    span, words = _span(relation, party), relation[party].strip().lower()
    if argument["start"] is not None and overlaps(span, argument):
        return True
    near = mention["start"] - NEAR < span["start"] < mention["end"] + NEAR
    return near and words in (argument["text"].lower(), (argument["name"] or "").lower())


def _in_roles(relation: Annotation, mention: Annotation) -> bool:
    acts = any(_fills(relation, "source", mention, a) for a in mention["actors"])
    either = any(_fills(relation, "target", mention, a) for a in _arguments(mention))
    return acts and either


ACTORS = Layer(score_actors, actor_errors)
