"""The headline event of news articles against gold answers to who, what, when and where (the format of Giveme5W1H).

A gold document has "fivew1h": {"who", "what", "when", "where"}: lists of phrases {"text", "start", "end", "parsed"}, where "parsed" of a
"when" is the day that it means and start and end are null for phrases of the headline. The headline event is the first in "events".

when   right if it is that very day, or if the event has its date from the very words of a gold phrase.
where  right if its point is within 50 km of a gold phrase's, or within the area that the phrase names. A gold phrase's points are those of
       the predicted toponyms in it, or of the same name elsewhere in the text; a phrase without any is right only by its name.
who    right if an actor or recipient shares a word of its name with a gold phrase.
what   right if a trigger of the event, or two content words of its title, stand in a gold phrase (by their first five letters).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from events.scoring.base import Annotated, Annotation, Disagreement, Layer, Scores, overlaps
from events.scoring.distance import km

NEAR_KM = 50
QUESTIONS = ("who", "what", "when", "where")
STEM = 5  # letters that two forms of a word share
_SMALL = frozenset("a an the of in on at to for by with from and or as is was were has have had it its his her their that this".split())


def score_headlines(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Scores:
    """Per cent of the articles with an answer for which the headline event has it right; "both" when and where;
    "answered": per cent of the answers given that are right, over all four questions.
    """
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    answered = 0
    for document, answer in _joined(gold, predicted):
        wanted = [q for q in QUESTIONS if _answers(document, q)]
        verdicts = {q: _is_right(document, answer, q) for q in wanted}
        asked.update(wanted)
        right.update(q for q in wanted if verdicts[q])
        answered += sum(_given(answer, q) for q in wanted)
        if "when" in verdicts and "where" in verdicts:
            asked["both"] += 1
            right["both"] += verdicts["when"] and verdicts["where"]
    total = sum(right[q] for q in QUESTIONS)
    shares = {q: round(100 * right[q] / max(1, asked[q]), 1) for q in (*QUESTIONS, "both")}
    return {"articles": asked["what"], **shares, "answered": round(100 * total / max(1, answered), 1)}


def headline_errors(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> list[Disagreement]:
    """Each question that the headline event of an article answers wrongly or not at all."""
    found: list[Disagreement] = []
    for document, answer in _joined(gold, predicted):
        headline = _headline(answer)
        for question in QUESTIONS:
            answers = _answers(document, question)
            if answers and not _is_right(document, answer, question):
                shown = {"text": " | ".join(str(a.get("parsed") or a["text"]) for a in answers)}
                event = headline and {"text": headline.get("title"), "value": _told(headline, question)}
                kind = question if headline is not None and _given(answer, question) else f"no {question}"
                found.append(Disagreement(document["doc_id"], kind, shown, event, document.get("title") or ""))
    return found


def _joined(gold: Iterable[Annotated], predicted: Iterable[Annotated]) -> Iterator[tuple[Annotated, Annotated]]:
    given = {document["doc_id"]: document for document in predicted}
    for document in gold:
        yield document, given.get(document["doc_id"], {"events": [], "mentions": [], "toponyms": []})


def _answers(document: Annotated, question: str) -> list[Annotation]:
    phrases: list[Annotation] = document["fivew1h"].get(question) or []
    return [p for p in phrases if question != "when" or p.get("parsed")]


def _headline(answer: Annotated) -> Annotation | None:
    event: Annotation | None = next(iter(answer["events"]), None)
    return event


def _mentions(answer: Annotated) -> list[Annotation]:
    headline = _headline(answer)
    return [m for m in answer["mentions"] if headline is not None and m["event"] == headline["id"]]


def _told(event: Annotation, question: str) -> str:
    if question == "when":
        return f"{event['first']}..{event['last']}"
    return str(event.get("name")) if question == "where" else ""


def _given(answer: Annotated, question: str) -> bool:
    event = _headline(answer)
    if event is None:
        return False
    parties = any(m["actors"] or m["recipients"] for m in _mentions(answer))
    return {"who": parties, "what": True, "when": event["first"] is not None, "where": event.get("lat") is not None}[question]


def _is_right(document: Annotated, answer: Annotated, question: str) -> bool:
    if _headline(answer) is None:
        return False
    test: Any = {"who": _who, "what": _what, "when": _when, "where": _where}[question]
    return bool(test(answer, _answers(document, question)))


def _when(answer: Annotated, phrases: list[Annotation]) -> bool:
    event = answer["events"][0]
    if any(event["first"] == event["last"] == p["parsed"] for p in phrases):
        return True
    days = (event["first"], event["last"])
    times = [m["when"] for m in _mentions(answer) if m["when"] and (m["when"]["first"], m["when"]["last"]) == days]
    return any(overlaps(p, t) for p in phrases for t in times if p["start"] is not None and t["start"] is not None)


def _where(answer: Annotated, phrases: list[Annotation]) -> bool:
    event = answer["events"][0]
    if event.get("lat") is None:
        return False
    return any(_near(event, point) for p in phrases for point in _points(p, answer)) or any(_named(event, p, answer) for p in phrases)


def _points(phrase: Annotation, answer: Annotated) -> list[Annotation]:
    known = [t for t in answer["toponyms"] if t.get("lat") is not None]
    inside = [t for t in known if phrase["start"] is not None and overlaps(phrase, t)]
    return inside or [t for t in known if re.search(rf"\b{re.escape(t['text'])}\b", phrase["text"])]


def _near(event: Annotation, point: Annotation) -> bool:
    return km(event, point) <= max(NEAR_KM, point.get("radius_km") or 0.0)


def _named(event: Annotation, phrase: Annotation, answer: Annotated) -> bool:
    names = {event["name"], *(m["where"]["name"] for m in _mentions(answer) if m["where"])}
    return any(name and name.lower() in phrase["text"].lower() for name in names)


def _who(answer: Annotated, phrases: list[Annotation]) -> bool:
    wanted = {word for p in phrases for word in _words(p["text"])}
    parties = [a for m in _mentions(answer) for a in (*m["actors"], *m["recipients"])]
    return any(wanted & (_words(a["text"]) | _words(a["name"] or "")) for a in parties)


def _what(answer: Annotated, phrases: list[Annotation]) -> bool:
    triggers = {stem for m in _mentions(answer) for stem in _stems(m["text"])}
    title = _stems(answer["events"][0].get("title") or "")
    return any(triggers & _stems(p["text"]) or len(title & _stems(p["text"])) >= 2 for p in phrases)


def _words(text: str) -> set[str]:
    return {w for w in re.findall(r"\w+", text.lower()) if w not in _SMALL and not w.isdigit()}


def _stems(text: str) -> set[str]:
    return {w[:STEM] for w in _words(text)}


HEADLINES = Layer(score_headlines, headline_errors)
