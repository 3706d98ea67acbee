"""An analysis with something in every field, for the tests of what keeps and writes analyses."""

from dataclasses import replace
from datetime import date

from events.model import (
    Analysis,
    Argument,
    Candidate,
    DateOrigin,
    Document,
    Event,
    Link,
    Mention,
    Place,
    Quantity,
    Span,
    Status,
    Timex,
    Toponym,
    When,
    Where,
)

TEXT = (
    "Rebels seize bridge\n\n"
    "On Sunday the rebels seized the bridge of Ramadi; at least 12 soldiers were killed.\n"
    'The army, "far away", may return to Iraq as early as next week.\n'
    "Rain fell.\n"
)
DOCUMENT = Document(
    TEXT, "Rebels seize bridge", "Example Wire", "https://example.org/bridge", "en", date(2015, 5, 21), "bridge.md", DateOrigin.FRONT_MATTER
)
RAMADI = Place("Ramadi", 33.42056, 43.30778, 4.5, "P", "PPLA", 95788, "IQ", "Iraq", "Anbar", 223_525)
IRAQ = Place("Iraq", 33.0, 44.0, 450.0, "A", "PCLI", 99237, "IQ", "Iraq", "", 38_000_000)
OTHER_RAMADI = Place("Ramadi", 30.5, 31.5, 2.0, "P", "PPL", None, "EG", "Egypt", "Monufia", 900)


def span(words: str, text: str = TEXT) -> Span:
    """Where the words first stand in the text."""
    return Span(text.index(words), text.index(words) + len(words))


SENTENCES = tuple(span(line) for line in TEXT.splitlines() if line)
SUNDAY = Timex(span("Sunday"), "Sunday", "DATE", "2015-05-17", None, "dct 2015-05-21", date(2015, 5, 17), date(2015, 5, 17), "weekday")
NEXT_WEEK = Timex(span("next week"), "next week", "DATE", "2015-W22", "ON_OR_AFTER", "dct 2015-05-21", date(2015, 5, 25), None, "next unit")
IN_RAMADI = Toponym(span("Ramadi"), "Ramadi", RAMADI, (Candidate(OTHER_RAMADI, 0.25),))
TO_IRAQ = Toponym(span("Iraq"), "Iraq", IRAQ, (), "actor")
NOWHERE = Toponym(span("Rain"), "Rain")

SEIZED = Mention(
    trigger=span("seized"),
    text="seized",
    sentence=SENTENCES[1],
    event_type="ASSAULT",
    mode="seize",
    contexts=("military", "territory"),
    acled="Non-state actor overtakes territory",
    actors=(Argument("the rebels", span("the rebels"), "Example Front", "IRQ REB"),),
    recipients=(Argument("the bridge of Ramadi", span("the bridge of Ramadi")),),
    quantities=(Quantity(12.0, "soldiers", "killed", span("12 soldiers"), "MORE_THAN"),),
    when=When("2015-05-17", SUNDAY.first, SUNDAY.last, Link.CLAUSE, SUNDAY),
    where=Where(RAMADI, Link.CLAUSE, IN_RAMADI),
    reported_by="Example Wire",
    rule="seize",
)
HEADLINE = replace(
    SEIZED,
    trigger=span("seize"),
    text="seize",
    sentence=SENTENCES[0],
    actors=(Argument("Rebels", span("Rebels"), "Example Front"),),
    recipients=(),
    quantities=(),
    when=When("2015-05-21", date(2015, 5, 21), date(2015, 5, 21), Link.DCT),
    where=None,
)
RETURN = Mention(
    trigger=span("return"),
    text="return",
    sentence=SENTENCES[2],
    event_type="MOBILIZE",
    status=Status.PLANNED,
    actors=(Argument("The army", span("The army")),),
    quantities=(Quantity(float("inf"), "men", "moved", span("far away")),),
    when=When("2015-W22", NEXT_WEEK.first, None, Link.SENTENCE, NEXT_WEEK),
    where=Where(IRAQ, Link.SENTENCE, TO_IRAQ, "destination"),
)
RAIN = Mention(span("fell"), "fell", SENTENCES[3], "COERCE")

SEIZURE = Event(
    id=f"{DOCUMENT.id}-1",
    document_id=DOCUMENT.id,
    event_type="ASSAULT",
    title="Example Front seizes the bridge of Ramadi",
    mentions=(HEADLINE, SEIZED),
    mode="seize",
    contexts=("military", "territory"),
    acled="Non-state actor overtakes territory",
    first=SUNDAY.first,
    last=SUNDAY.last,
    date_link=Link.CLAUSE,
    place=RAMADI,
    place_link=Link.CLAUSE,
    confidence=0.9,
)
RETURNING = Event(
    id=f"{DOCUMENT.id}-2",
    document_id=DOCUMENT.id,
    event_type="MOBILIZE",
    title="=The army may return to Iraq",
    mentions=(RETURN,),
    status=Status.PLANNED,
    first=NEXT_WEEK.first,
    date_link=Link.SENTENCE,
    place=IRAQ,
    place_link=Link.SENTENCE,
    place_role="destination",
    confidence=0.5,
    rank=1,
)
RAINING = Event(f"{DOCUMENT.id}-3", DOCUMENT.id, "COERCE", "Rain fell", (RAIN,), confidence=0.0, rank=2)
ANALYSIS = Analysis(
    DOCUMENT, SENTENCES, (SUNDAY, NEXT_WEEK), (IN_RAMADI, TO_IRAQ, NOWHERE), (SEIZURE, RETURNING, RAINING), "rules", "0123abcd"
)


def analysis_of(text: str, *, events: int = 1, config_hash: str = "0123abcd", **metadata: object) -> Analysis:
    """An analysis of another text, with so many plain events on 1 May 2015 in Ramadi."""
    document = replace(Document(text), **metadata)
    mention = Mention(Span(0, 1), text[:1], Span(0, len(text)), "PROTEST")
    day = date(2015, 5, 1)
    found = tuple(
        Event(f"{document.id}-{i}", document.id, "PROTEST", "Protest", (mention,), first=day, last=day, place=RAMADI, rank=i)
        for i in range(events)
    )
    return Analysis(document, (Span(0, len(text)),), (), (), found, "rules", config_hash)
