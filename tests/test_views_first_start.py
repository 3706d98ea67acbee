"""The seeds: wanted by an empty database and by one whose first start was stopped, by no other."""

from pathlib import Path

import pytest

from events.model import Analysis, Document
from events.storage import open_store
from events.views.first_start import FirstStart, seeds_missing


@pytest.mark.parametrize(
    ("sources", "missing"),
    [
        ([], True),
        (["/there/seeds/a.md"], True),
        (["seeds/a.md", "seeds/b.md"], False),
        (["seeds/a.md", "my/own.txt"], False),
        (["my/own.txt"], False),
        ([None], False),
    ],
)
def test_who_wants_seeds(tmp_path: Path, sources: list[str | None], missing: bool) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("text")
    store = open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")
    for number, source in enumerate(sources):
        store.save(Analysis(Document(f"Text {number}.", source=source)))
    assert seeds_missing(store, tmp_path) is missing


def test_without_a_folder_of_seeds_none_is_missing(tmp_path: Path) -> None:
    assert not seeds_missing(open_store(f"sqlite:///{tmp_path / 'events.sqlite'}"), tmp_path / "nowhere")


def test_a_first_start_reads_what_it_can_and_keeps_it(tmp_path: Path) -> None:
    seeds = tmp_path / "seeds"
    seeds.mkdir()
    (seeds / "a.md").write_text("---\npublished: 2024-03-15\n---\nRebels attacked a convoy near Goma on Tuesday.\n")
    (seeds / "b.md").write_text("---\npublished: 2024-15-03\n---\nRain fell.\n")
    store = open_store(f"sqlite:///{tmp_path}/events.sqlite")
    work = FirstStart(store, seeds)
    work.run()
    assert (work.complete, work.share, work.failure, len(work.errors), len(store.documents())) == (True, 1.0, None, 1, 1)
    assert work.words("de").startswith("2 von 2 Berichten gelesen")
    assert "2 of 2 reports read" in work.words() and "b.md" in str(work.errors[0])


def test_a_store_that_fails_is_told(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path}/events.sqlite")
    (tmp_path / "events.sqlite").write_bytes(b"damaged " * 1000)
    (tmp_path / "a.md").write_text("Rebels attacked a convoy near Goma on Tuesday.")
    work = FirstStart(store, tmp_path)
    work.run()
    assert not work.complete and work.failure is not None and "not a SQLite database" in str(work.failure)
