"""Which event a document is about, and what its title and the rest of the text say of it."""

from datetime import date

import pytest

from events.extractor.verb_forms import participle, past
from events.model import Analysis, Document, Link
from events.pipeline import analyse

DCT = date(2015, 5, 21)  # a Thursday


def read(title: str, text: str) -> Analysis:
    return analyse(Document(text, title=title, dct=DCT))


@pytest.mark.parametrize(
    ("title", "text", "headline"),
    [
        (
            "Rebels take Bria",
            "The minister met donors in Paris on Monday.\n\nRebels captured the town of Bria on Tuesday.",
            "Rebels captured the town of Bria, Central African Republic",
        ),
        (
            "Donors meet in Paris",
            "The minister met donors in Paris on Monday.\n\nRebels captured the town of Bria on Tuesday.",
            "Minister met donors in Paris, France",
        ),
        (
            "Tram derails in Zagreb",
            "A tram derailed in Zagreb on Tuesday. Police arrested the driver on Wednesday.",
            "Tram derailed in Zagreb, Croatia",
        ),
    ],
)
def test_the_title_says_what_a_document_is_about(title: str, text: str, headline: str) -> None:
    assert next(e.title for e in read(title, text).events if e.rank == 0) == headline


def test_a_happening_outside_plover_leads_only_where_the_title_tells_it() -> None:
    text = "A tram derailed in Zagreb on Tuesday. Police arrested the driver on Wednesday."
    assert [e.event_type for e in read("Tram derails in Zagreb", text).events] == ["OTHER", "COERCE"]
    assert [e.event_type for e in read("Police arrest tram driver", text).events] == ["COERCE", "OTHER"]
    assert [e.event_type for e in analyse(Document(text, dct=DCT)).events] == ["COERCE", "OTHER"]


def test_a_sentence_that_goes_on_dates_the_headline_event() -> None:
    text = "Gunmen have killed six people in a mosque in Lahore.\n\nThe shooting late on Tuesday was the first in years, the mayor said."
    event = next(e for e in read("Six killed in Lahore mosque", text).events if e.rank == 0)
    assert (event.first, event.last, event.date_link) == (date(2015, 5, 19), date(2015, 5, 19), Link.PARAGRAPH)
    assert [m.when.timex.text for m in event.mentions if m.when and m.when.timex] == ["late on Tuesday"]


def test_nothing_dates_it_where_nothing_recent_is_said() -> None:
    text = "Gunmen have killed six people in a mosque in Lahore.\n\nThe mosque was built in 1634."
    event = next(e for e in read("Six killed in Lahore mosque", text).events if e.rank == 0)
    assert event.date_link is Link.DCT


def test_the_title_places_an_event_that_has_no_place() -> None:
    text = "A passenger train derailed on Tuesday, killing nobody. The driver comes from Osijek.\n\nTrains from Zagreb were late."
    event = next(e for e in read("Train derails near Zagreb", text).events if e.rank == 0)
    assert (event.place and event.place.name, event.place_link) == ("Zagreb", Link.PARAGRAPH)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("NAIROBI, May 20 (Example Agency) - The opposition accused the government of fraud on Wednesday.", "Nairobi"),
        ("The opposition in NAIROBI, the capital, is weak. It accused the government of fraud on Wednesday.", None),
    ],
    ids=["dateline", "no dateline"],
)
def test_the_dateline_places_a_headline_event_that_nothing_else_places(text: str, place: str | None) -> None:
    event = next(e for e in read("Opposition accuses government of fraud", text).events if e.rank == 0)
    assert (event.place and event.place.name, event.place_link) == (place, Link.DATELINE if place else None)


@pytest.mark.parametrize(
    ("lemma", "forms"),
    [
        ("capture", ("captured", "captured")),
        ("carry", ("carried", "carried")),
        ("stop", ("stopped", "stopped")),
        ("strike", ("struck", "struck")),
        ("take", ("took", "taken")),
        ("deploy", ("deployed", "deployed")),
        ("flee", ("fled", "fled")),
    ],
)
def test_verb_forms(lemma: str, forms: tuple[str, str]) -> None:
    assert (past(lemma), participle(lemma)) == forms
