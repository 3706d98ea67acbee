"""The page's script without a browser: what it says, lists and keeps in its state. Clicks on map and timeline are in tests/browser."""

import json
import logging
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import view_samples
from streamlit.testing.v1 import AppTest

from events.model import Analysis
from events.paths import ROOT
from events.storage import open_store
from events.views.arrays import event_arrays
from events.views.downloads import download_bytes
from events.views.filters import DateRange, EventFilter, matching

SCRIPT = str(ROOT / "dashboard.py")
CAPTURE = view_samples.world()[0].events[0]
# AppTest stands outside of the script that it runs, and Streamlit warns of that each time
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(
    lambda record: "missing ScriptRunContext" not in record.getMessage()
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENTS_DATABASE_URL", f"sqlite:///{tmp_path}/events.sqlite")
    return tmp_path / "events.sqlite"


def keep(database: Path, *analyses: Analysis) -> None:
    for analysis in analyses:
        open_store(f"sqlite:///{database}").save(analysis)


def opened(**link: str) -> AppTest:
    page = AppTest.from_file(SCRIPT, default_timeout=60)
    for name, value in link.items():
        page.query_params[name.rstrip("_")] = value
    page.run()
    assert not page.exception
    return page


def component(page: AppTest, name: str) -> dict[str, Any]:
    """What a component of ours was given."""
    protos = [element.proto for element in page.get("bidi_component")]
    given: dict[str, Any] = next(json.loads(proto.json) for proto in protos if proto.component_name == name)
    return given


def strip(page: AppTest) -> list[str]:
    return [button.label for button in page.button if button.key and button.key.startswith("open ")]


def test_the_strip_accounts_for_every_event(database: Path) -> None:
    keep(database, *view_samples.world())
    page = opened()
    assert strip(page) == ["25 events", "= 20 on map and timeline", "+ 0 filtered out", "+ 3 without a place", "+ 2 without a date"]
    assert (len(page.dataframe[0].value), component(page, "events_timeline")["total"]) == (20, 23)
    page.button(key="open without a place").click().run()
    assert page.dataframe[0].value["What"].tolist() == [
        "The ministers discussed Syria on Thursday",
        "A spokesman accused unnamed groups",
        "Sanctions were tightened on 25 May",
    ]


def test_dates_narrow_list_timeline_and_link(database: Path) -> None:
    keep(database, *view_samples.world())
    page = opened()
    page.date_input(key="first_day 0").set_value(date(2015, 5, 28)).run()
    page.date_input(key="last_day 0").set_value(date(2015, 5, 28)).run()
    assert strip(page)[1:3] == ["= 6 on map and timeline", "+ 17 filtered out"]
    assert component(page, "events_timeline")["total"] == 6
    assert dict(page.query_params) == {"from": "2015-05-28", "to": "2015-05-28"}
    page.button(key="all_dates").click().run()
    assert (strip(page)[2], dict(page.query_params)) == ("+ 0 filtered out", {})


def test_the_download_holds_what_the_dates_let_through(database: Path) -> None:
    keep(database, *view_samples.world())
    page = opened()
    assert [button.proto.label for button in page.get("download_button")] == ["Download 25 events"]
    page = opened(from_="2015-05-28", to="2015-05-28")
    assert [button.proto.label for button in page.get("download_button")] == ["Download 6 events"]
    store = open_store(f"sqlite:///{database}")
    arrays = event_arrays(store.event_columns())
    may = EventFilter(DateRange(date(2015, 5, 28), date(2015, 5, 28)))
    lines = download_bytes(store, arrays, matching(arrays, may), "jsonl")().splitlines()
    assert [json.loads(line)["event_id"] for line in lines] == [arrays.ids[row] for row in matching(arrays, may)]


def test_a_link_opens_its_event(database: Path) -> None:
    keep(database, *view_samples.world())
    page = opened(event=CAPTURE.id, from_="2015-05-16", to="2015-05-17")
    shown = component(page, "events_source")["evidence"]
    assert (shown["event_id"], shown["title"]) == (CAPTURE.id, CAPTURE.title)
    assert component(page, "events_timeline")["selected"] == CAPTURE.id
    assert page.date_input(key="first_day 0").value == date(2015, 5, 16)


def test_a_link_to_nothing_says_so_and_shows_the_rest(database: Path) -> None:
    keep(database, *view_samples.world())
    page = opened(event="![x](https://example.org/x.png)")
    assert "The event that this link names is not in this database\\." in [text.value for text in page.markdown]
    assert component(page, "events_source")["evidence"] is None and strip(page)[0] == "25 events"


def test_a_database_without_events_says_so(database: Path) -> None:
    keep(database, view_samples.analysis_of(view_samples.Report("Nothing happened", None, ())))
    page = opened()
    assert [message.value for message in page.info] == [
        "There are no events in the database yet: paste a text, or run `python -m events ingest FILE`."
    ]


def test_a_broken_database_is_one_line(database: Path) -> None:
    database.write_bytes(b"this is not a database " * 100)
    page = opened()
    assert len(page.error) == 1 and "it is not a SQLite database" in page.error[0].value and "\n" not in page.error[0].value


def test_a_change_by_another_program_is_seen(database: Path) -> None:
    keep(database, view_samples.world()[0])
    page = opened()
    assert strip(page)[0] == "6 events"
    keep(database, view_samples.world()[1])
    assert strip(page.run())[0] == "11 events"
