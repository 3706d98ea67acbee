"""Scores of the headline event and of the actors of relations."""

from typing import Any

from events.scoring import LAYERS

TEXT = "Rebels took Bria on Monday, and the army fled to Bangui."
BRIA = {"start": 12, "end": 16, "text": "Bria", "lat": 6.54, "lon": 21.99, "radius_km": 5}
MENTION = {
    "start": 7, "end": 11, "text": "took", "event": "a", "where": {"name": "Bria", "start": 12, "end": 16},
    "when": {"start": 20, "end": 26, "first": "2015-05-18", "last": "2015-05-18"},
    "actors": [{"start": 0, "end": 6, "text": "Rebels", "name": "rebels"}], "recipients": [],
}  # fmt: skip
EVENT = {"id": "a", "title": "Rebels took Bria", "first": "2015-05-18", "last": "2015-05-18", "name": "Bria", "lat": 6.5, "lon": 22.0}


def phrase(text: str, parsed: str | None = None) -> dict[str, Any]:
    start = TEXT.find(text)
    return {"text": text, "start": start if start >= 0 else None, "end": start + len(text) if start >= 0 else None, "parsed": parsed}


def gold(**answers: Any) -> list[dict[str, Any]]:
    return [{"doc_id": "d", "title": "Bria falls", "text": TEXT, "fivew1h": answers}]


def predicted(**changes: Any) -> list[dict[str, Any]]:
    return [{"doc_id": "d", "toponyms": [BRIA], "events": [{**EVENT, **changes}], "mentions": [MENTION]}]


def test_all_four_answers_right() -> None:
    wanted = gold(who=[phrase("Rebels")], what=[phrase("took Bria")], when=[phrase("Monday", "2015-05-18")], where=[phrase("Bria")])
    shares = {"who": 100.0, "what": 100.0, "when": 100.0, "where": 100.0, "both": 100.0, "answered": 100.0}
    assert LAYERS["headlines"].score(wanted, predicted()) == {"articles": 1, **shares}
    assert LAYERS["headlines"].errors(wanted, predicted()) == []


def test_the_very_words_of_the_gold_date_are_right_whatever_day_it_says() -> None:
    assert LAYERS["headlines"].score(gold(when=[phrase("Monday", "2015-05-20")]), predicted())["when"] == 100.0
    assert LAYERS["headlines"].score(gold(when=[phrase("last week", "2015-05-20")]), predicted())["when"] == 0.0


def test_what_is_wrong_or_not_answered() -> None:
    wanted = gold(who=[phrase("army")], when=[phrase("last week", "2015-05-20")], where=[phrase("Bria")])
    errors = LAYERS["headlines"].errors(wanted, predicted(lat=48.0, lon=2.0, name="Paris"))
    assert [e.kind for e in errors] == ["who", "when"]  # the mention's place name still stands in the phrase
    assert [e.kind for e in LAYERS["headlines"].errors(wanted, [])] == ["no who", "no when", "no where"]


def relation(kind: str, source: str, target: str) -> dict[str, Any]:
    ends = {name: (TEXT.index(words), TEXT.index(words) + len(words)) for name, words in (("source", source), ("target", target))}
    spans = {f"{name}_{side}": value for name, pair in ends.items() for side, value in zip(("start", "end"), pair, strict=True)}
    return {"type": kind, "source": source, "target": target, "value": "", **spans}


def test_parties_of_relations() -> None:
    relations = [relation("FightingAgainst", "Rebels", "army"), relation("CoLocated", "army", "Bangui")]
    wanted = [{"doc_id": "d", "text": TEXT, "relations": relations}]
    scores = LAYERS["actors"].score(wanted, predicted())
    assert scores == {"relations": 1, "source": 100.0, "target": 0.0, "either": 100.0, "both": 0.0, "roles": 0.0}
    assert [e.kind for e in LAYERS["actors"].errors(wanted, predicted())] == ["no target"]
