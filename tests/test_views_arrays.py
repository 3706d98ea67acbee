"""Events as arrays: what has changed in a store is put in its place, and nothing else is read again."""

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
from samples import ANALYSIS, DOCUMENT, SEIZURE
from samples import analysis_of as plain
from view_samples import world

from events.model import Document
from events.review import Verb
from events.review.make import judge, merge
from events.storage import Store, open_store
from events.views.arrays import EventArrays, event_arrays, replaced
from events.views.places import Places

STORY = "The ministry said that rebels took the town. Twelve people were killed, and the bridge was blown up in the night. "
SHORT, FULL = plain(STORY * 3, events=2), plain(STORY * 3 + "The governor denied it.", events=3)


def told(made: EventArrays | Places) -> dict[str, Any]:
    """Everything that arrays hold, in a form that can be compared: NaN is not equal to itself."""
    values = {field.name: getattr(made, field.name) for field in fields(made)}
    return {
        name: told(value) if isinstance(value, Places) else str(value.tolist()) if isinstance(value, np.ndarray) else value
        for name, value in values.items()
    }


def test_arrays_of_what_has_changed_are_those_of_everything(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")
    for analysis in (*world(), ANALYSIS):
        store.save(analysis)
    steps = (
        lambda: store.record(judge(SEIZURE, Verb.REJECT, "Anna")),
        lambda: store.record(merge(ANALYSIS.events[0], [ANALYSIS.events[2]], "Anna")),
        lambda: store.save(replace(world()[1], events=(), config_hash="none found")),  # in the middle, none left
        lambda: store.save(replace(world()[1], config_hash="found again")),
        lambda: store.save(SHORT),
        lambda: store.save(FULL),  # takes the place of the shorter copy
        lambda: store.delete_document(world()[0].document.id),
        lambda: store.save(plain("The last text.", events=1)),
        lambda: store.save(replace(plain("The last text.", events=1), document=Document("The last text.", source="elsewhere"))),
        lambda: store.delete_document(DOCUMENT.id),
    )
    columns, version = store.event_columns(), store.version()
    for step in steps:
        step()
        changed = store.changed_since(version)
        assert changed is not None and len(changed) <= 2
        version = store.version()
        before = {name: list(values) for name, values in columns.items()}
        patched = replaced(columns, changed, store.event_columns(changed))
        assert columns == before
        columns = patched
        assert told(event_arrays(columns)) == told(event_arrays(store.event_columns()))
    assert _titles(store) == columns["title"]


def _titles(store: Store) -> list[str]:
    return [event.title for analysis in store.analyses() for event in sorted(analysis.events, key=lambda event: event.rank)]


def test_nothing_changed_is_the_same(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")
    store.save(world()[0])
    columns = store.event_columns()
    assert replaced(columns, set(), store.event_columns(set())) == columns
