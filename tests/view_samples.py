"""A small world of events for the tests of the views: every precision of date and place, and texts that mean harm.

Sentences are written with their marks: "Fighters {what:took} {where:Ramadi} {when:on Sunday}." A line of WORLD is such a sentence and what
it tells: type, first and last day, place, and whatever else differs from an event that happened, said in its clause.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from events.model import Analysis, Argument, Document, Event, Link, Mention, Place, Span, Status, Timex, Toponym, When, Where

RAMADI = Place("Ramadi", 33.42056, 43.30778, 6.0, "P", "PPLA", 95788, "IQ", "Iraq", "Anbar", 223_525)
PALMYRA = Place("Palmyra", 34.56, 38.27, 5.0, "P", "PPL", 163916, "SY", "Syria", "Homs", 51_000)
MOSCOW = Place("Moscow", 55.75222, 37.61556, 25.0, "P", "PPLC", 524901, "RU", "Russia", "Moscow", 10_381_222)
KREMLIN = Place("Kremlin", 55.7517, 37.6178, 0.5, "S", "GOVL", None, "RU", "Russia", "Moscow")
IRAQ = Place("Iraq", 33.0, 44.0, 480.0, "A", "PCLI", 99237, "IQ", "Iraq")
YEMEN = Place("Yemen", 15.5, 47.5, 500.0, "A", "PCLI", 69543, "YE", "Yemen")
QATAR = Place("Qatar", 25.5, 51.25, 80.0, "A", "PCLI", 289688, "QA", "Qatar")
ANBAR = Place("Anbar", 32.5, 42.0, 230.0, "A", "ADM1", 99592, "IQ", "Iraq", "Anbar")
SAHEL = Place("Sahel", 14.5, 5.0, 1500.0, "L", "RGN", None, "", "")
BUJUMBURA = Place("Bujumbura", -3.38, 29.36, 12.0, "P", "PPLA", 425378, "BI", "Burundi", "Bujumbura Mairie", 331_700)
KATHMANDU = Place("Kathmandu", 27.70169, 85.3206, 15.0, "P", "PPLC", 1283240, "NP", "Nepal", "Bagmati", 1_442_271)
BOGOTA = Place("Bogotá", 4.60971, -74.08175, 25.0, "P", "PPLC", 3688689, "CO", "Colombia", "Bogotá D.C.", 7_674_366)
SEOUL = Place("Seoul", 37.566, 126.9784, 20.0, "P", "PPLC", 1835848, "KR", "South Korea", "Seoul", 10_349_312)
SUVA = Place("Suva", -18.14161, 178.44149, 8.0, "P", "PPLC", 2198148, "FJ", "Fiji", "Central", 77_366)

MARK = re.compile(r"\{(what|when|where|who|whom):([^}]*)\}")


@dataclass(frozen=True, slots=True)
class Line:
    """A marked sentence and the event that it tells of. `same`: tells again of the event of the line with that number."""

    sentence: str
    event_type: str
    first: date | None
    last: date | None
    place: Place | None
    more: dict[str, Any] = field(default_factory=dict)
    same: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    title: str
    dct: date | None
    lines: tuple[Line, ...]
    publisher: str = "Example Wire"
    url: str | None = "https://example.org/report"


def may(day: int) -> date:
    return date(2015, 5, day)


PLANNED = {"status": Status.PLANNED}
ASSUMED = {"link": Link.DCT}

WORLD = (
    Report(
        "Ramadi falls after a weekend of fighting",
        may(21),
        (
            Line("{who:Islamic State fighters} {what:captured} {where:Ramadi} {when:last weekend}.", "ASSAULT", may(16), may(17), RAMADI),
            Line("The {what:capture} of {where:Ramadi} shook the capital.", "ASSAULT", may(16), may(17), RAMADI, same=0),
            Line("Police {what:withdrew} from {where:Ramadi} {when:on Sunday}.", "RETREAT", may(17), may(17), RAMADI),
            Line("Militias {what:massed} near {where:Ramadi} {when:on Wednesday}.", "MOBILIZE", may(20), may(20), RAMADI),
            Line("The governor {what:asked} for help.", "REQUEST", may(21), may(21), ANBAR, ASSUMED),
            Line("Rockets will be {what:delivered} to {where:Iraq} {when:as early as next week}.", "AID", may(25), None, IRAQ, PLANNED),
            Line("Clashes {what:went on} across {where:Iraq} {when:this month}.", "ASSAULT", may(1), may(31), IRAQ),
        ),
    ),
    Report(
        "Talks in Moscow",
        may(21),
        (
            Line("The prime minister {what:visited} {where:Moscow} {when:on Thursday}.", "CONSULT", may(21), may(21), MOSCOW),
            Line("He {what:met} the president in {where:the Kremlin} {when:on Thursday}.", "CONSULT", may(21), may(21), KREMLIN),
            Line("The ministers {what:discussed} Syria {when:on Thursday}.", "CONSULT", may(21), may(21), None),
            Line("Moscow {what:rejected} the charge {when:until Friday}.", "REJECT", None, may(22), MOSCOW),
            Line("A spokesman {what:accused} unnamed groups.", "ACCUSE", may(21), may(21), None, ASSUMED),
        ),
    ),
    Report(
        "Palmyra taken",
        may(22),
        (
            Line("Militants {what:seized} {where:Palmyra} {when:on Wednesday}.", "ASSAULT", may(20), may(20), PALMYRA),
            Line("Aircraft {what:bombed} {where:Palmyra} {when:on Thursday}.", "ASSAULT", may(21), may(21), PALMYRA),
            Line("Aid workers {what:handed out} food in {where:Palmyra} {when:on Monday}.", "AID", may(18), may(18), PALMYRA),
        ),
    ),
    Report(
        "Elsewhere",
        may(28),
        (
            Line("Crowds {what:marched} through {where:Bujumbura} {when:on 26 May}.", "PROTEST", may(26), may(26), BUJUMBURA),
            Line("Raids {what:hit} {where:Yemen} {when:since 26 March}.", "ASSAULT", date(2015, 3, 26), None, YEMEN),
            Line("{where:Qatar} {what:denied} everything {when:on Wednesday}.", "REJECT", may(27), may(27), QATAR),
            Line("Tents {what:arrived} in {where:Kathmandu} {when:in May 2015}.", "AID", may(1), may(31), KATHMANDU),
            Line("Negotiators {what:signed} a truce in {where:Bogotá} {when:on 27 May}.", "AGREE", may(27), may(27), BOGOTA),
            Line("The minister {what:landed} in {where:Seoul} {when:on 18 May}.", "CONSULT", may(18), may(18), SEOUL),
            Line("Armies {what:exercised} in {where:the Sahel} {when:in 2015}.", "COOPERATE", date(2015, 1, 1), date(2015, 12, 31), SAHEL),
            Line("Envoys {what:called} from {where:Suva} {when:on 28 May}.", "CONSULT", may(28), may(28), SUVA),
            Line("Sanctions were {what:tightened} {when:on 25 May}.", "SANCTION", may(25), may(25), None),
        ),
    ),
    Report(
        "A note without a date",
        None,
        (
            Line("Guards {what:closed} the road to {where:Ramadi} {when:yesterday}.", "COERCE", None, None, RAMADI),
            Line("Somebody {what:threatened} somebody.", "THREATEN", None, None, None),
        ),
        publisher="",
        url="javascript:alert(1)",
    ),
)

TOLD_AGAIN = Report(
    "How Ramadi was lost",
    may(23),
    (
        Line("On {when:Sunday} {who:militants} {what:overran} {where:Ramadi}.", "ASSAULT", may(17), may(17), RAMADI),
        Line("Aid {what:reached} {where:Ramadi} {when:on Sunday}.", "AID", may(17), may(17), RAMADI),
    ),
    publisher="Second Wire",
    url="https://example.org/again",
)

EVIL = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1">`${window.pwned=1}`\'};window.pwned=1;//\\</script>'
HOSTILE = Report(
    f"Title {EVIL}",
    may(24),
    (
        Line(
            f"Text {EVIL} of an {{what:attack {EVIL.replace('}', ')')}}} at {{where:Evil}} {{when:on Saturday}}.",
            "ASSAULT",
            may(23),
            may(23),
            Place(f"Evil {EVIL}", 10.0, 30.0, 9.0, "P", "PPL", None, "SS", f"Country {EVIL}", f"State {EVIL}"),
            {"title": f"Event {EVIL}", "actors": (Argument(f"Actor {EVIL}", name=f"Name {EVIL}"),)},
        ),
        Line(f"They {{what:struck}} {{where:a land}} too {EVIL}.", "ASSAULT", may(22), may(25), Place(EVIL, 8.0, 30.0, 300.0, "A", "ADM1")),
    ),
    publisher=f"Publisher {EVIL}",
    url="javascript:window.pwned=1//https://example.org",
)


def analysis_of(report: Report) -> Analysis:
    """The report as the extractor would have left it."""
    text, found = "", []
    for line in report.lines:
        sentence, spans = _unmarked(line.sentence, len(text))
        found.append((line, Span(len(text), len(text) + len(sentence)), spans))
        text += sentence + "\n\n"
    document = Document(text, report.title, report.publisher, report.url, "en", report.dct, "samples")
    mentions = [_mention(document, *item) for item in found]
    told = [line.same if line.same is not None else number for number, line in enumerate(report.lines)]
    events = tuple(
        _event(document, number, report.lines[number], tuple(m for m, of in zip(mentions, told, strict=True) if of == number))
        for number in sorted(set(told))
    )
    timexes = tuple(mention.when.timex for mention in mentions if mention.when and mention.when.timex)
    return Analysis(document, tuple(sentence for _, sentence, _ in found), timexes, (), events, "rules", "samples")


def world() -> list[Analysis]:
    return [analysis_of(report) for report in WORLD]


def _unmarked(marked: str, offset: int) -> tuple[str, dict[str, Span]]:
    plain, spans, at = "", {}, 0
    for match in MARK.finditer(marked):
        plain += marked[at : match.start()]
        spans[match[1]] = Span(offset + len(plain), offset + len(plain) + len(match[2]))
        plain, at = plain + match[2], match.end()
    return plain + marked[at:], spans


def _mention(document: Document, line: Line, sentence: Span, spans: dict[str, Span]) -> Mention:
    def words(mark: str) -> str:
        return spans[mark].of(document.text)

    timex = toponym = None
    if "when" in spans:
        anchor = f"dct {document.dct}" if document.dct else None
        timex = Timex(spans["when"], words("when"), "DATE", "2015", None, anchor, line.first, line.last)
    if "where" in spans:
        toponym = Toponym(spans["where"], words("where"), line.place)
    link = line.more.get("link", Link.CLAUSE)
    return Mention(
        trigger=spans["what"],
        text=words("what"),
        sentence=sentence,
        event_type=line.event_type,
        status=line.more.get("status", Status.ACTUAL),
        actors=line.more.get("actors", (Argument(words("who"), spans["who"]),) if "who" in spans else ()),
        when=When("2015", line.first, line.last, link, timex) if timex or line.first else None,
        where=Where(line.place, Link.CLAUSE, toponym) if line.place else None,
    )


def _event(document: Document, number: int, line: Line, mentions: tuple[Mention, ...]) -> Event:
    dated = line.first is not None or line.last is not None
    return Event(
        id=f"{document.id}-{number}",
        document_id=document.id,
        event_type=line.event_type,
        title=line.more.get("title", MARK.sub(r"\2", line.sentence).rstrip(".")),
        mentions=mentions,
        status=line.more.get("status", Status.ACTUAL),
        first=line.first,
        last=line.last,
        date_link=line.more.get("link", Link.CLAUSE) if dated else None,
        place=line.place,
        place_link=Link.CLAUSE if line.place else None,
        confidence=0.8,
        rank=number,
    )


def outliers() -> list[Analysis]:
    """A text whose events are of one spring, apart from two long before and one long after."""
    days = (date(1914, 6, 28), date(1944, 6, 6), *(may(day) for day in range(1, 29)), date(2031, 1, 1))
    lines = [Line(f"Clashes {{what:broke}} out {number}.", "ASSAULT", day, day, RAMADI) for number, day in enumerate(days)]
    named = [replace(line, more={"title": f"Clashes in {day.year}"}) for line, day in zip(lines, days, strict=True)]
    return [analysis_of(Report("Long times", may(28), tuple(named)))]


def _without_text() -> Analysis:
    """An event that a table gave, of a document of which only the title is known."""
    document = Document("", "A headline and nothing else", "Example Wire", dct=may(21))
    mention = Mention(Span(0, 0), "", Span(0, 0), "ASSAULT", where=Where(RAMADI, Link.RECORD))
    event = Event(f"{document.id}-0", document.id, "ASSAULT", "Ramadi captured", (mention,), first=may(17), last=may(17), place=RAMADI)
    return Analysis(document, events=(event,), config_hash="samples")


WITHOUT_TEXT = _without_text()


def crowd(documents: int = 20, events: int = 120) -> list[Analysis]:
    """Texts with so many events that map and timeline count instead of drawing each: spread over three years and the world."""
    return [_crowded(number, events) for number in range(documents)]


def _crowded(number: int, events: int) -> Analysis:
    document = Document(f"Report {number}: clashes.", f"Report {number}", dct=may(1))
    mention = Mention(Span(document.text.index("clashes"), len(document.text) - 1), "clashes", Span(0, len(document.text)), "ASSAULT")
    found = []
    for i in range(events):
        turn = number * events + i
        day = date.fromordinal(may(1).toordinal() + turn * 7 % 1000)
        place = Place(f"Town {turn}", -50 + turn * 37 % 1100 / 10, -170 + turn * 91 % 3400 / 10, 5.0, "P", "PPL")
        event = Event(f"{document.id}-{i}", document.id, "ASSAULT", f"Clashes {turn}", (mention,), first=day, last=day, place=place, rank=i)
        found.append(event)
    return Analysis(document, (mention.sentence,), events=tuple(found), config_hash="samples")
