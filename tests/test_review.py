"""Corrections on a real store: each verb, taken back, after a new extraction, and by two reviewers at once."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest
from samples import ANALYSIS, DOCUMENT, IRAQ, OTHER_RAMADI, RAINING, RAMADI, RETURNING, SEIZED, SEIZURE, TEXT, span

from events.errors import EventsError, ReviewError
from events.model import Analysis, Argument, Event, Link, Review, Span, Status
from events.paths import ROOT
from events.review import Correction, Verb, corrected
from events.review.make import add, author_name, edit, find_in_text, judge, merge, rename_place, split, undo
from events.storage import Store, open_store

ANNA, BEN = "Anna", "Ben"
MONDAY = date(2015, 5, 18)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    made = open_store(f"sqlite:///{quote(str(tmp_path / 'events.sqlite'))}")
    made.save(ANALYSIS)
    return made


def event(store: Store, event_id: str = SEIZURE.id) -> Event:
    found = store.event(event_id)
    assert found is not None
    return found


def events(store: Store) -> tuple[Event, ...]:
    found = store.analysis(DOCUMENT.id)
    assert found is not None
    return found.events


@pytest.mark.parametrize(
    ("verb", "review"), [(Verb.ACCEPT, Review.ACCEPTED), (Verb.REJECT, Review.REJECTED), (Verb.REOPEN, Review.UNREVIEWED)]
)
def test_a_judgement_is_kept_beside_what_was_found(store: Store, verb: Verb, review: Review) -> None:
    store.record(judge(SEIZURE, Verb.REJECT, BEN))
    store.record(judge(event(store), verb, ANNA))
    assert event(store) == replace(SEIZURE, review=review)
    assert store.event_columns()["review"] == [review.value, "unreviewed", "unreviewed"]
    assert store.findings(DOCUMENT.id) == ANALYSIS


BY_HAND = {"review": Review.EDITED, "corrected": True}


@pytest.mark.parametrize(
    ("values", "after"),
    [
        ({"title": "Front takes bridge"}, {"title": "Front takes bridge"}),
        ({"event_type": "COERCE", "mode": "", "acled": None}, {"event_type": "COERCE", "mode": "", "acled": None}),
        ({"status": Status.DENIED}, {"status": Status.DENIED}),
        ({"first": MONDAY, "last": MONDAY}, {"first": MONDAY, "last": MONDAY, "date_link": Link.REVIEWER}),
        ({"first": None, "last": None}, {"first": None, "last": None, "date_link": None}),
        ({"last": MONDAY}, {"last": MONDAY, "date_link": Link.REVIEWER}),
        ({"place": OTHER_RAMADI}, {"place": OTHER_RAMADI, "place_link": Link.REVIEWER}),
        ({"place": None}, {"place": None, "place_link": None}),
    ],
)
def test_an_edit_sets_what_it_names_and_nothing_else(store: Store, values: dict[str, object], after: dict[str, object]) -> None:
    kept = store.record(edit(SEIZURE, ANNA, **values))
    assert event(store) == replace(SEIZURE, **BY_HAND, **after)
    assert (kept.number, kept.author, set(kept.old), set(kept.new)) == (1, ANNA, set(kept.new), set(values) & set(kept.new))
    assert store.corrections(DOCUMENT.id) == [kept]


def test_an_edit_of_the_actors_keeps_those_that_are_known(store: Store) -> None:
    store.record(edit(SEIZURE, ANNA, actors=("Example Front", "Somebody")))
    found = event(store)
    assert (found.actor_names, found.recipient_names) == (("Example Front", "Somebody"), ("the bridge of Ramadi",))
    assert found.mentions[0].actors[0].code == SEIZED.actors[0].code
    assert found.mentions[0].actors[1] == Argument("Somebody", name="Somebody")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: edit(SEIZURE, ANNA, title=SEIZURE.title), "nothing was changed: the event has these values already"),
        (lambda: edit(SEIZURE, ANNA, title="  "), "an event needs a title"),
        (lambda: edit(SEIZURE, " \n", title="x"), "who are you\\?"),
        (lambda: edit(SEIZURE, ANNA, confidence=1), "'confidence' of an event cannot be corrected; what can: event_type, "),
        (lambda: edit(SEIZURE, ANNA, first="yesterday"), "'yesterday' is no first: "),
        (lambda: edit(SEIZURE, ANNA, first=date(2015, 6, 1)), r"an event cannot end \(2015-05-17\) before it begins \(2015-06-01\)"),
        (lambda: edit(SEIZURE, ANNA, event_type="PARTY"), "PARTY"),
        (lambda: judge(SEIZURE, Verb.EDIT, ANNA), "an event can be judged by accept, reject or reopen, not by edit"),
        (lambda: merge(SEIZURE, [SEIZURE], ANNA), "choose two events or more"),
        (lambda: merge(SEIZURE, [replace(RAINING, document_id="x")], ANNA), "events of different documents cannot be merged"),
        (lambda: split(SEIZURE, [], ANNA), "choose some of its mentions, and not all"),
        (lambda: split(SEIZURE, [m.trigger for m in SEIZURE.mentions], ANNA), "choose some of its mentions, and not all"),
        (lambda: add(ANALYSIS, Span(3, 3), ANNA, event_type="ASSAULT"), "mark the words that tell of the event"),
        (lambda: rename_place(RAINING, "", RAMADI, ANNA), "not placed by a name in its text"),
        (lambda: find_in_text(TEXT, "no such words"), "these words do not stand in the text"),
    ],
)
def test_what_cannot_be_corrected_says_why(make: Callable[[], object], message: str) -> None:
    with pytest.raises(EventsError, match=message):
        make()


def test_merged_events_are_one_with_all_their_mentions(store: Store) -> None:
    store.record(merge(RAINING, [RETURNING], ANNA))
    whole = replace(
        RAINING,
        mentions=(*RETURNING.mentions, *RAINING.mentions),
        first=RETURNING.first,
        date_link=RETURNING.date_link,
        place=IRAQ,
        place_link=RETURNING.place_link,
        place_role="destination",
        **BY_HAND,
    )
    assert events(store) == (SEIZURE, whole)
    assert store.event(RETURNING.id) is None


def test_a_split_makes_an_event_of_the_chosen_mentions(store: Store) -> None:
    headline, seized = SEIZURE.mentions
    store.record(split(SEIZURE, [headline.trigger], ANNA))
    kept, new, *rest = events(store)
    assert kept == replace(SEIZURE, mentions=(seized,), **BY_HAND)
    assert (new.mentions, new.title, new.first, new.date_link, new.place) == (
        (headline,),
        "Rebels seize bridge",
        DOCUMENT.dct,
        Link.DCT,
        None,
    )
    assert (new.review, new.corrected, rest) == (Review.EDITED, True, [RETURNING, RAINING])
    assert store.event(new.id) == new


def test_an_event_is_added_by_marking_its_words(store: Store) -> None:
    marked = find_in_text(TEXT, "soldiers   were\nkilled")
    made = add(ANALYSIS, marked, ANNA, event_type="ASSAULT", first=MONDAY, last=MONDAY, place=RAMADI, actors=("Example Front",))
    store.record(made)
    new = events(store)[-1]
    assert (new.title, new.first, new.place, new.actor_names, new.review) == (
        "soldiers were killed",
        MONDAY,
        RAMADI,
        ("Example Front",),
        Review.ADDED,
    )
    assert (new.mentions[0].trigger, new.mentions[0].sentence, new.date_link, new.place_link) == (
        marked,
        SEIZED.sentence,
        Link.REVIEWER,
        Link.REVIEWER,
    )
    store.record(edit(new, ANNA, title="Soldiers killed"))
    assert (events(store)[-1].title, events(store)[-1].review) == ("Soldiers killed", Review.ADDED)


def test_another_place_for_a_name_moves_every_event_of_the_document_that_it_placed(store: Store) -> None:
    other = replace(SEIZURE, id="another", mentions=(SEIZED,))
    analysis = replace(ANALYSIS, events=(*ANALYSIS.events, other), config_hash="2")
    store.save(analysis)
    store.record(rename_place(SEIZURE, "Ramadi", OTHER_RAMADI, ANNA))
    assert [found.place for found in events(store)] == [OTHER_RAMADI, IRAQ, None, OTHER_RAMADI]
    found = store.analysis(DOCUMENT.id)
    assert found is not None
    assert [toponym.place for toponym in found.toponyms] == [OTHER_RAMADI, IRAQ, None]
    assert {found.toponyms[0].candidates} == {ANALYSIS.toponyms[0].candidates}


def test_an_undo_is_a_line_of_its_own_and_can_be_undone(store: Store) -> None:
    first = store.record(edit(SEIZURE, ANNA, title="Wrong"))
    back = store.record(undo(first, BEN))
    assert event(store) == SEIZURE
    store.record(undo(back, ANNA))
    assert event(store).title == "Wrong"
    assert [(one.verb, one.author, one.undoes) for one in store.corrections()] == [
        (Verb.EDIT, ANNA, None),
        (Verb.UNDO, BEN, 1),
        (Verb.UNDO, ANNA, 2),
    ]


def renamed(analysis: Analysis) -> Analysis:
    """The same findings as another extractor would number them."""
    return replace(analysis, events=tuple(replace(found, id=f"new-{found.id}") for found in analysis.events), config_hash="new")


def test_corrections_survive_another_extraction_even_under_other_ids(store: Store) -> None:
    store.record(edit(SEIZURE, ANNA, title="Front takes bridge"))
    store.record(judge(RETURNING, Verb.REJECT, ANNA))
    store.save(renamed(ANALYSIS))
    again = open_store(f"sqlite:///{quote(store.location)}")
    assert [(found.id, found.title, found.review) for found in events(again)] == [
        (f"new-{SEIZURE.id}", "Front takes bridge", Review.EDITED),
        (f"new-{RETURNING.id}", RETURNING.title, Review.REJECTED),
        (f"new-{RAINING.id}", RAINING.title, Review.UNREVIEWED),
    ]
    assert again.event_columns()["review"] == ["edited", "rejected", "unreviewed"]


def test_a_correction_whose_event_is_gone_stays_in_the_log(store: Store) -> None:
    kept = store.record(judge(RAINING, Verb.ACCEPT, ANNA))
    store.save(replace(ANALYSIS, events=(SEIZURE,), config_hash="new"))
    found = store.findings(DOCUMENT.id)
    assert found is not None
    assert corrected(found, store.corrections()).lost == (kept,)
    store.save(replace(ANALYSIS, config_hash="back"))
    assert event(store, RAINING.id).review is Review.ACCEPTED


def test_a_date_that_no_longer_fits_is_not_forced(store: Store) -> None:
    kept = store.record(edit(SEIZURE, ANNA, last=MONDAY))
    moved = replace(SEIZURE, first=date(2015, 6, 1), last=date(2015, 6, 1))
    store.save(replace(ANALYSIS, events=(moved,), config_hash="new"))
    assert (event(store), corrected(replace(ANALYSIS, events=(moved,)), [kept]).lost) == (moved, (kept,))


def test_the_second_of_two_reviewers_is_told_and_nothing_is_lost(store: Store) -> None:
    first = store.record(edit(SEIZURE, ANNA, title="By Anna"), seen=0)
    with pytest.raises(ReviewError, match=r"Anna corrected this event \(edit, .* UTC\) after you opened it; look at it and try again"):
        store.record(edit(SEIZURE, BEN, status=Status.DENIED), seen=0)
    assert store.corrections() == [first]
    store.record(judge(RETURNING, Verb.ACCEPT, BEN), seen=0)
    store.record(edit(event(store), BEN, status=Status.DENIED), seen=first.number)
    assert (event(store).title, event(store).status) == ("By Anna", Status.DENIED)


@pytest.mark.parametrize(
    ("correction", "message"),
    [
        (replace(judge(SEIZURE, Verb.ACCEPT, ANNA), document_id="gone"), "its document is no longer in the store"),
        (replace(judge(SEIZURE, Verb.ACCEPT, ANNA), event_id="gone", triggers=()), "the event is no longer there"),
    ],
)
def test_a_correction_of_nothing_changes_nothing(store: Store, correction: Correction, message: str) -> None:
    version = store.version()
    with pytest.raises(ReviewError, match=message):
        store.record(correction)
    assert (store.version(), store.corrections()) == (version, [])


def test_the_log_outlives_its_document(store: Store) -> None:
    kept = store.record(judge(SEIZURE, Verb.ACCEPT, ANNA))
    store.delete_document(DOCUMENT.id)
    assert store.corrections() == [kept]
    store.save(ANALYSIS)
    assert event(store).review is Review.ACCEPTED


def test_an_author_is_one_line() -> None:
    assert author_name("  Anna \n B. ") == "Anna B."


def test_marked_words_are_found_across_line_ends() -> None:
    assert find_in_text(TEXT, "Ramadi") == span("Ramadi")
    twice = "attack, then an attack"
    assert [find_in_text(twice, "attack", near).start for near in (0, 5, 16, 99)] == [0, 0, 16, 16]
    assert find_in_text(TEXT, "seize bridge On Sunday").of(TEXT) == "seize bridge\n\nOn Sunday"


def test_the_log_goes_out_as_json_lines(store: Store) -> None:
    store.record(edit(SEIZURE, ANNA, title="Front takes bridge"))
    store.record(judge(RETURNING, Verb.REJECT, "Ben\nB."))
    command = [sys.executable, "-m", "events", "corrections", "--database", f"sqlite:///{quote(store.location)}", "--document", DOCUMENT.id]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert [(one["number"], one["verb"], one["author"], one["new"]) for one in map(json.loads, done.stdout.splitlines())] == [
        (1, "edit", "Anna", {"title": "Front takes bridge"}),
        (2, "reject", "Ben B.", {}),
    ]
