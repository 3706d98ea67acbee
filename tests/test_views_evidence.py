"""The panel's words: what, when and where an event was found to be, how, and the text with its marks."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import samples
import view_samples
from view_samples import WORLD, Report, analysis_of

from events.model import Analysis, Document, Event, Link, Span, Timex, When
from events.storage import Source as Reading
from events.storage import open_store
from events.views.alike import alike
from events.views.arrays import event_arrays
from events.views.evidence import Evidence, Fact, ReadAt, Source, Telling, Text, evidence, source_of, web_address
from events.views.marks import Segment, segments
from events.views.notes import Note, date_note, notes, place_note


def seen(report: Report, number: int) -> Evidence:
    analysis = analysis_of(report)
    return evidence(analysis, next(event for event in analysis.events if event.rank == number))


def facts(found: Evidence) -> dict[str, tuple[str, tuple[str, ...]]]:
    return {fact.label: (fact.answer, fact.reasons) for fact in found.facts}


def test_a_whole_panel() -> None:
    found = seen(WORLD[0], 0)
    text = analysis_of(WORLD[0]).document.text
    assert replace(found, event_id="", text=Text(found.text.source, (), (), (), 1)) == Evidence(
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
        text=Text(
            Source(
                analysis_of(WORLD[0]).document.id,
                "Ramadi falls after a weekend of fighting",
                "Example Wire · published 21 May 2015",
                "https://example.org/report",
                6,
            ),
            (),
            (),
            (),
            1,
        ),
        number=1,
        before=None,
        after=f"{analysis_of(WORLD[0]).document.id}-2",
    )
    assert "".join(segment.text for segment in found.text.segments) == text
    marked = [segment for segment in found.text.segments if len(segment.marks) > 1 or segment.other is not None]
    assert [replace(segment, note=None) for segment in marked] == [
        Segment("captured", ("sentence", "what"), 1),
        Segment("Ramadi", ("sentence", "where")),
        Segment("last weekend", ("sentence", "when")),
        Segment("capture", ("sentence", "what"), 2),
        Segment("Ramadi", ("sentence", "where")),
        *(Segment(words, other=number) for number, words in enumerate(("withdrew", "massed", "asked", "delivered", "went on"))),
    ]
    titles = [other.note.title for other in found.text.others]
    assert titles == [event.title for event in analysis_of(WORLD[0]).events[1:]]


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
    source = seen(WORLD[4], 0).text.source
    assert (source.title, source.line, source.link, source.events) == ("A note without a date", "publication date unknown", None, 2)
    bare = Analysis(Document("x"))
    event = Event("e", bare.document.id, "UNKNOWN_TYPE", "Something", samples.RAINING.mentions)
    found = evidence(bare, replace(event, mentions=(replace(samples.RAIN, trigger=Span(0, 1), sentence=Span(0, 1)),)))
    assert (found.text.source.title, found.group, found.facts[0].reasons) == ("Untitled text", 4, ())


@pytest.mark.parametrize("analysis", [*view_samples.world(), analysis_of(view_samples.HOSTILE), samples.ANALYSIS])
def test_segments_are_the_text_again(analysis: Any) -> None:
    for event in analysis.events:
        others = [other for other in analysis.events if other is not event]
        found = segments(analysis.document.text, event.mentions, others, list(notes(analysis, event)))
        assert "".join(segment.text for segment in found) == analysis.document.text


def test_marks_that_overlap_are_all_kept_and_the_chosen_event_goes_first() -> None:
    text = "abcdef"
    mine = replace(samples.RAIN, trigger=Span(1, 3), sentence=Span(0, 4))
    theirs = replace(samples.RAINING, mentions=(replace(samples.RAIN, trigger=Span(2, 6), sentence=Span(0, 6)),))
    assert segments(text, [mine], [theirs], [Span(4, 6), Span(5, 6)]) == (
        Segment("a", ("sentence",)),
        Segment("b", ("sentence", "what"), 1),
        Segment("c", ("sentence", "what")),
        Segment("d", ("sentence",), other=0),
        Segment("e", other=0, note=0),
        Segment("f", other=0, note=0),
    )


def test_the_events_of_a_text_are_numbered_by_where_they_are_told() -> None:
    analysis = samples.ANALYSIS
    told = [evidence(analysis, event) for event in analysis.events]
    ids = [event.id for event in analysis.events]
    assert [(one.number, one.before, one.after) for one in told] == [(1, None, ids[1]), (2, ids[0], ids[2]), (3, ids[1], None)]


def test_a_date_is_explained_by_phrase_anchor_value_and_rule() -> None:
    assert date_note(samples.DOCUMENT, samples.NEXT_WEEK, Link.SENTENCE) == Note(
        "“next week”",
        (
            ("Means", "since 25 May 2015"),
            ("Day", "counted from the publication date, 21 May 2015"),
            ("Here", "said in the same sentence"),
            ("TIMEX3", "DATE 2015-W22 ON_OR_AFTER"),
            ("Rule", "next unit"),
        ),
    )
    bare = Timex(Span(0, 5), "hours", "DURATION", "PTXH")
    assert date_note(samples.DOCUMENT, bare, language="de") == Note(
        "“hours”", (("Bedeutet", "keinen Tag: nicht aufgelöst"), ("TIMEX3", "DURATION PTXH"))
    )


def test_a_place_is_explained_by_what_is_kept_of_its_choice_and_nothing_else() -> None:
    assert place_note(samples.IN_RAMADI, Link.CLAUSE) == Note(
        "“Ramadi”",
        (
            ("Place", "Ramadi, Anbar, Iraq · city or town · 223,525 inhabitants"),
            ("Here", "named in the same clause"),
            ("How", "placed by gazetteer (GeoNames 95788); ranked first of the 2 places that are kept for it"),
            ("Not", "Ramadi, Monufia, Egypt · city or town · 900 inhabitants"),
        ),
    )
    assert place_note(samples.TO_IRAQ).lines[1:] == (
        ("Here", "stands for a government or another actor, not for a scene"),
        ("How", "placed by gazetteer (GeoNames 99237); the only place that is kept for it"),
    )
    assert place_note(samples.NOWHERE).lines == (("Place", "none: the gazetteer does not know this name"),)


def test_every_date_and_place_of_the_text_has_a_note() -> None:
    found = notes(samples.ANALYSIS, samples.RAINING)
    assert [note.title for _, note in sorted(found.items())] == ["“Sunday”", "“Ramadi”", "“Iraq”", "“next week”", "“Rain”"]


def test_several_sources_are_listed_and_one_is_not() -> None:
    added = datetime(2026, 11, 26, tzinfo=UTC)
    wire = Reading("a.html", "https://example.org/a", "Example Wire", "Rebels seize bridge", date(2015, 5, 21), added, True)
    copy = Reading("b.txt", "javascript:alert(1)", None, None, None, added, False)
    assert source_of(samples.ANALYSIS, "en", [wire]).readings == ()
    assert source_of(samples.ANALYSIS, "en", [wire, copy]).readings == (
        ReadAt("Example Wire · Rebels seize bridge · published 21 May 2015", "https://example.org/a"),
        ReadAt("javascript:alert(1) · near-copy", None),
    )


def test_only_the_same_kind_at_the_same_place_in_the_same_days_of_another_text_is_alike(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/events.sqlite")
    for analysis in (*view_samples.world(), analysis_of(view_samples.TOLD_AGAIN)):
        store.save(analysis)
    arrays = event_arrays(store.event_columns())
    pairs = {arrays.titles[row]: [arrays.titles[other] for other in alike(arrays, row)] for row in range(len(arrays))}
    capture, again = "Islamic State fighters captured Ramadi last weekend", "On Sunday militants overran Ramadi"
    assert {title: others for title, others in pairs.items() if others} == {capture: [again], again: [capture]}


def test_the_panel_speaks_the_language_of_the_interface() -> None:
    found = evidence(samples.ANALYSIS, samples.SEIZURE, "de")
    assert [fact.label for fact in found.facts] == ["Was", "Wann", "Wo", "Wer", "Wie viele"]
    assert found.facts[1].reasons[0] == "“Sunday” → 17. Mai 2015, gerechnet vom Tag der Veröffentlichung, 21. Mai 2015"
    assert found.facts[4].answer == "mehr als 12 soldiers getötet"
    assert found.text.source.line == "Example Wire · veröffentlicht am 21. Mai 2015"


def test_an_event_of_a_document_without_text_is_told_by_its_type() -> None:
    found = evidence(view_samples.WITHOUT_TEXT, view_samples.WITHOUT_TEXT.events[0])
    assert (found.facts[0].answer, found.facts[0].mark, found.tellings, found.text.segments) == ("Assault", "", (), ())
