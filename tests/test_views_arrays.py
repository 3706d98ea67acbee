"""Events as arrays: what has changed in a store is put in its place, and nothing else is read again or made anew."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow
import pytest
from samples import ANALYSIS, DOCUMENT, IRAQ, RAINING, RAMADI, RETURNING, SEIZED, SEIZURE, span
from samples import analysis_of as plain
from view_samples import world

from events.model import Document, Status
from events.review import Correction, Verb
from events.review.make import add, edit, judge, merge, rename_place, split, undo
from events.storage import Store, open_store
from events.views.arrays import EventArrays, event_arrays, replaced
from events.views.facets import event_facets
from events.views.kept import Kept
from events.views.search import searchable

STORY = "The ministry said that rebels took the town. Twelve people were killed, and the bridge was blown up in the night. "
SHORT, FULL = plain(STORY * 3, events=2), plain(STORY * 3 + "The governor denied it.", events=3)
LAST = plain("The last text.", events=1)
ANNA = "Anna"
DAY = date(2015, 4, 2)


def told(made: Any) -> Any:
    """Everything that is held, in a form that can be compared: NaN is not equal to itself."""
    if is_dataclass(made):
        return {field.name: told(getattr(made, field.name)) for field in fields(made) if field.name != "kept"}
    if isinstance(made, dict):
        return {name: told(value) for name, value in made.items()}
    if isinstance(made, tuple):
        return tuple(map(told, made))
    if isinstance(made, np.ndarray):
        return str(made.dtype), str(made.tolist())
    return made.to_pylist() if isinstance(made, pyarrow.ChunkedArray) else made


def everything(arrays: EventArrays) -> Any:
    """The arrays and all that is made of them and kept."""
    return told((arrays, event_facets(arrays), searchable(arrays)))


def of_samples(folder: Path) -> Store:
    """A store of several documents, one of them in its middle with events that can be corrected in every way."""
    store = open_store(f"sqlite:///{folder / 'events.sqlite'}")
    for analysis in (*world()[:2], ANALYSIS, *world()[2:]):
        store.save(analysis)
    return store


def after(store: Store, before: EventArrays, version: str) -> EventArrays:
    """The arrays with what has changed in the store since that version."""
    changed = store.changed_since(version)
    assert changed is not None and len(changed) <= 2
    return replaced(before, changed, store.event_columns(changed))


STEPS: tuple[Callable[[Store], object], ...] = (
    lambda store: store.record(judge(SEIZURE, Verb.ACCEPT, ANNA)),
    lambda store: store.record(judge(SEIZURE, Verb.REJECT, ANNA)),
    lambda store: store.record(undo(store.corrections()[-1], ANNA)),
    lambda store: store.record(edit(SEIZURE, ANNA, place=IRAQ)),
    lambda store: store.record(edit(SEIZURE, ANNA, place=None)),
    lambda store: store.record(edit(RAINING, ANNA, place=replace(RAMADI, latitude=-33.5, name="Àrras ß"))),
    lambda store: store.record(rename_place(RETURNING, "Iraq", RAMADI, ANNA)),
    lambda store: store.record(edit(SEIZURE, ANNA, first=DAY, last=DAY)),
    lambda store: store.record(edit(SEIZURE, ANNA, first=None, last=DAY)),
    lambda store: store.record(edit(RAINING, ANNA, event_type="AID", status=Status.DENIED)),
    lambda store: store.record(edit(RAINING, ANNA, title="REGEN FÄLLT IN STRAẞEN", actors=("Regen", "Example Front"))),
    lambda store: store.record(split(SEIZURE, [SEIZED.trigger], ANNA)),
    lambda store: store.record(merge(SEIZURE, [RETURNING, RAINING], ANNA)),
    lambda store: store.record(add(ANALYSIS, span("killed"), ANNA, event_type="ASSAULT", first=DAY, last=DAY, place=RAMADI)),
    lambda store: store.save(replace(world()[1], events=(), config_hash="none found")),  # in the middle, none left
    lambda store: store.save(replace(world()[1], config_hash="found again")),
    lambda store: store.save(SHORT),
    lambda store: store.save(FULL),  # takes the place of the shorter copy
    lambda store: store.delete_document(world()[0].document.id),
    lambda store: store.save(LAST),
    lambda store: store.save(replace(LAST, document=Document("The last text.", source="elsewhere"))),
    lambda store: store.delete_document(DOCUMENT.id),
)


def test_arrays_of_what_has_changed_are_those_of_everything(tmp_path: Path) -> None:
    store = of_samples(tmp_path)
    arrays, version = event_arrays(store.event_columns()), store.version()
    for step in STEPS:
        was, _ = told(arrays), step(store)
        patched = after(store, arrays, version)
        version = store.version()
        assert told(arrays) == was
        assert everything(patched) == everything(event_arrays(store.event_columns()))
        arrays = patched
    assert _titles(store) == arrays.titles


def test_several_changes_at_once_are_those_of_everything(tmp_path: Path) -> None:
    store = of_samples(tmp_path)
    arrays, version = event_arrays(store.event_columns()), store.version()
    store.record(judge(SEIZURE, Verb.REJECT, ANNA))
    store.save(LAST)
    assert everything(after(store, arrays, version)) == everything(event_arrays(store.event_columns()))
    assert everything(arrays) != everything(event_arrays(store.event_columns()))


def _titles(store: Store) -> list[str]:
    return [event.title for analysis in store.analyses() for event in sorted(analysis.events, key=lambda event: event.rank)]


@pytest.mark.parametrize(
    ("correction", "columns", "arrays", "facets"),
    [
        (judge(SEIZURE, Verb.REJECT, ANNA), {"review"}, set(), {"review"}),
        (edit(SEIZURE, ANNA, status=Status.DENIED), {"review", "corrected", "status"}, set(), {"review", "status"}),
        (edit(SEIZURE, ANNA, title="Bridge taken"), {"review", "corrected", "title"}, {"titles"}, {"review"}),
        (
            edit(SEIZURE, ANNA, first=DAY),
            {"review", "corrected", "first", "date_precision"},
            {"start", "anchor", "by_date", "places"},
            {"review", "date_precision"},
        ),
    ],
)
def test_what_a_correction_leaves_alone_is_not_made_anew(
    tmp_path: Path, correction: Correction, columns: set[str], arrays: set[str], facets: set[str]
) -> None:
    store = of_samples(tmp_path)
    before, version = event_arrays(store.event_columns()), store.version()
    counted, folded = event_facets(before), searchable(before).titles
    store.record(correction)
    now = after(store, before, version)
    assert {name for name, values in now.columns.items() if values is not before.columns[name]} == columns
    assert {field.name for field in fields(now) if getattr(now, field.name) is not getattr(before, field.name)} == {"columns", *arrays}
    assert {name for name, facet in event_facets(now).items() if facet is not counted[name]} == facets
    assert (searchable(now).titles is folded) == ("titles" not in arrays)


def test_nothing_changed_is_the_same(tmp_path: Path) -> None:
    store = of_samples(tmp_path)
    arrays = event_arrays(store.event_columns())
    again = replaced(arrays, set(), store.event_columns(set()))
    assert all(getattr(again, field.name) is getattr(arrays, field.name) for field in fields(arrays) if field.name != "columns")


def test_what_is_kept_is_of_the_very_columns_asked_for() -> None:
    kept, first, second = Kept(), [1, 2], [1, 2]
    made = [kept.of("sum", lambda column: [sum(column)], column) for column in (first, first, second, first)]
    assert made == [[3]] * 4
    assert [one is made[0] for one in made] == [True, True, False, False]
    assert kept.of("pair", lambda *columns: len(columns), first, second) == 2
