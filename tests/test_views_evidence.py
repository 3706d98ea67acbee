"""The panel's words: what, when and where an event was found to be, how, and the text with its marks."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import samples
import view_samples
from view_samples import WORLD, Report, analysis_of

from events.model import Analysis, Document, Event, Link, Span, Timex, When
from events.views.evidence import Evidence, Fact, Segment, Source, Telling, evidence, segments, web_address


def seen(report: Report, number: int) -> Evidence:
    analysis = analysis_of(report)
    return evidence(analysis, next(event for event in analysis.events if event.rank == number))


def facts(found: Evidence) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {fact.label: (fact.answer, fact.reasons) for fact in found.facts}


def test_a_whole_panel() -> None:
    found = seen(WORLD[0], 0)
    text = analysis_of(WORLD[0]).document.text
    assert replace(found, event_id="", segments=()) == Evidence(
        event_id="",
        title="Islamic State fighters captured Ramadi last weekend",
        group=3,
        badges=("Assault", "Material conflict", "Happened", "Confidence 80%"),
        facts=(
            Fact("What", "“captured” / “capture”", found.facts[0].reasons, "what"),
            Fact(
                "When",
                "16–17 May 2015 (known to within 2 days)",
                ("“last weekend” → 16–17 May 2015, counted from the publication date, 21 May 2015", "said in the same clause"),
                "when",
            ),
            Fact(
                "Where",
                "Ramadi, Anbar, Iraq",
                (
                    "“Ramadi”, city or town, 33.42° N, 43.31° E, within 6 km",
                    "named in the same clause; placed by gazetteer (GeoNames 95788)",
                ),
                "where",
            ),
            Fact("Who", "Islamic State fighters"),
        ),
        tellings=(
            Telling(1, "Islamic State fighters captured Ramadi last weekend.", "16–17 May 2015 · Ramadi"),
            Telling(2, "The capture of Ramadi shook the capital.", "16–17 May 2015 · Ramadi"),
        ),
        source=Source(
            analysis_of(WORLD[0]).document.id,
            "Ramadi falls after a weekend of fighting",
            "Example Wire · published 21 May 2015",
            "https://example.org/report",
            6,
        ),
        segments=(),
        focus=1,
    )
    assert "".join(segment.text for segment in found.segments) == text
    assert [segment for segment in found.segments if segment.mention or len(segment.marks) > 1] == [
        Segment("captured", ("sentence", "what"), 1),
        Segment("Ramadi", ("sentence", "where")),
        Segment("last weekend", ("sentence", "when")),
        Segment("capture", ("sentence", "what"), 2),
        Segment("Ramadi", ("sentence", "where")),
    ]


@pytest.mark.parametrize(
    ("report", "number", "when"),
    [
        (0, 4, ("21 May 2015", ("assumed: the text gives no date for it, so the publication date stands in",))),
        (0, 5, ("since 25 May 2015", ("“as early as next week” → since 25 May 2015, counted from the publication date, 21 May 2015",))),
        (0, 6, ("May 2015 (known to the month)", ())),
        (1, 3, ("until 22 May 2015", ("“until Friday” → until 22 May 2015, counted from the publication date, 21 May 2015",))),
        (3, 6, ("2015 (known to the year)", ())),
        (4, 0, ("No date", ("“yesterday” stays open: the publication date is not known",))),
        (4, 1, ("No date", ("The text gives no date for it",))),
    ],
)
def test_dates_with_their_precision_and_anchor(report: int, number: int, when: tuple[str, tuple[str, ...]]) -> None:
    answer, reasons = facts(seen(WORLD[report], number))["When"]
    assert (answer, reasons[: len(when[1])]) == when


@pytest.mark.parametrize(
    ("anchor", "words"),
    [
        (None, "a date of its own"),
        ("dct 2015-05-21", "counted from the publication date, 21 May 2015"),
        ("text 1942-06-07", "counted from 7 Jun 1942, said in the text"),
        ("text 1942-06", "counted from Jun 1942, said in the text"),
        ("text 1942-W23", "counted from the week of 1 Jun 1942, said in the text"),
    ],
)
def test_anchors_in_words(anchor: str | None, words: str) -> None:
    timex = Timex(Span(0, 9), "next week", "DATE", "2015-W22", None, anchor, date(2015, 5, 25), date(2015, 5, 31))
    reasons = facts(_with_when(When("2015-W22", timex.first, timex.last, Link.SENTENCE, timex)))["When"][1]
    assert reasons == (f"“next week” → 25–31 May 2015, {words}", "said in the same sentence")


def _with_when(when: When) -> Evidence:
    analysis = samples.ANALYSIS
    event = replace(samples.SEIZURE, first=when.first, last=when.last, date_link=when.link, mentions=(replace(samples.SEIZED, when=when),))
    return evidence(analysis, event)


def test_places_actors_numbers_and_what_was_not_chosen() -> None:
    found = facts(evidence(samples.ANALYSIS, samples.SEIZURE))
    assert found["Where"] == (
        "Ramadi, Anbar, Iraq",
        (
            "“Ramadi”, city or town, 33.42° N, 43.31° E, within 4.5 km",
            "named in the same clause; placed by gazetteer (GeoNames 95788)",
            "not: Ramadi, Monufia, Egypt",
        ),
    )
    assert found["Who"][0] == "Example Front (“Rebels”), Example Front (“the rebels”) → the bridge of Ramadi"
    assert found["How many"][0] == "more than 12 soldiers killed"


def test_a_destination_and_a_missing_place_say_so() -> None:
    there = facts(evidence(samples.ANALYSIS, samples.RETURNING))
    assert "where it goes to, rather than where it takes place" in there["Where"][1]
    nowhere = facts(evidence(samples.ANALYSIS, samples.RAINING))
    assert (nowhere["Where"], nowhere["When"][0]) == (("No place", ("The text names no place for it",)), "No date")


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("HTTP://example.org", "http://example.org"),
        ("javascript:alert(1)", None),
        ("javascript://example.org/%0aalert(1)", None),
        (" data:text/html,x", None),
        ("//example.org", None),
        ("https:", None),
        ("http://[", None),
        ("", None),
        (None, None),
    ],
)
def test_only_web_addresses_become_links(url: str | None, link: str | None) -> None:
    assert web_address(url) == link


def test_a_document_of_which_nothing_is_known() -> None:
    source = seen(WORLD[4], 0).source
    assert (source.title, source.line, source.link, source.events) == ("A note without a date", "publication date unknown", None, 2)
    bare = Analysis(Document("x"))
    event = Event("e", bare.document.id, "UNKNOWN_TYPE", "Something", samples.RAINING.mentions)
    found = evidence(bare, replace(event, mentions=(replace(samples.RAIN, trigger=Span(0, 1), sentence=Span(0, 1)),)))
    assert (found.source.title, found.group, found.facts[0].reasons) == ("Untitled text", 4, ())


@pytest.mark.parametrize("analysis", [*view_samples.world(), analysis_of(view_samples.HOSTILE), samples.ANALYSIS])
def test_segments_are_the_text_again(analysis: Any) -> None:
    for event in analysis.events:
        assert "".join(segment.text for segment in segments(analysis.document.text, event.mentions)) == analysis.document.text
