"""What is under watch comes in once, whatever happens; and what the user names is fetched, kept, retried, dated anew and deleted."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import mixed_files
import pytest
from mixed_files import report
from web_server import Request, WebServer, web_server

from events.documents import read_path, read_text
from events.errors import ConfigurationError
from events.fetching import Fetcher
from events.intake import ingest_address, retry
from events.model import DateOrigin
from events.pipeline import ingest, redate, supports
from events.storage import Store, open_store
from events.watching import Watch

ROOT = Path(__file__).resolve().parent.parent
ENTRY = (
    "<item><title>{title}</title><link>{link}</link><pubDate>Thu, 21 May 2015 08:00:00 GMT</pubDate>"
    "<description>{text}</description></item>"
)


@pytest.fixture
def server() -> Iterator[WebServer]:
    with web_server() as running:
        yield running


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(f"sqlite:///{tmp_path / 'events.sqlite'}")


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, between=0, seconds=5, sleep=lambda seconds: None) as made:
        yield made


def feed(server: WebServer, *entries: tuple[str, str]) -> bytes:
    items = "".join(ENTRY.format(title=f"Entry {path}", link=server.url + path, text=text) for path, text in entries)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Example Feed</title>{items}</channel></rss>'.encode()


def titles(store: Store) -> list[str | None]:
    return [document.title for document in store.documents()]


def test_a_feed_brings_in_its_pages_once(server: WebServer, store: Store, fetcher: Fetcher) -> None:
    for number in (1, 2, 3):
        server.answers[f"/{number}"] = mixed_files.html(report(number))
    server.answers["/feed"] = feed(server, ("/1", "short"), ("/2", "short"))
    watch = Watch([server.url + "/feed"], store, fetcher)
    first = watch.poll()
    assert (first.added, first.errors, server.paths()) == (2, [], ["/feed", "/1", "/2"])
    assert [(d.url, d.source, d.dct, d.dct_origin) for d in store.documents()] == [
        (f"{server.url}/{n}", f"{server.url}/{n}", report(n).published, DateOrigin.METADATA) for n in (1, 2)
    ]
    server.answers["/feed"] = feed(server, ("/3", "short"), ("/1", "short"), ("/2", "short"))
    again = watch.poll()
    assert (again.added, server.paths()[3:]) == (1, ["/feed", "/3"])
    store.delete_document(store.documents()[0].id)
    assert (watch.poll().added, server.paths()[5:]) == (0, ["/feed"])


def test_a_feed_that_has_not_changed_is_not_read(server: WebServer, store: Store, fetcher: Fetcher) -> None:
    raw = feed(server, ("/1", "short"))
    server.answers["/1"] = mixed_files.html(report(1))
    server.answers["/feed"] = lambda r: r.send(b"", 304) if r.headers["If-None-Match"] == '"1"' else r.send(raw, ETag='"1"')
    watch = Watch([server.url + "/feed"], store, fetcher)
    assert [watch.poll().added for _ in range(2)] == [1, 0]
    assert server.paths() == ["/feed", "/1", "/feed"]


def test_a_page_that_is_not_to_be_had_is_replaced_by_what_the_feed_says(server: WebServer, store: Store, fetcher: Fetcher) -> None:
    own = report(5).text
    server.answers["/feed"] = feed(server, ("/gone", own), ("/short", "Only a line."))
    found = Watch([server.url + "/feed"], store, fetcher).poll()
    assert (found.added, titles(store)) == (1, ["Entry /gone"])
    (kept,) = store.documents()
    assert (kept.source, kept.dct, kept.dct_origin) == (f"{server.url}/gone", date(2015, 5, 21), DateOrigin.FEED)
    assert kept.publisher == "Example Feed"
    assert [(f.source, f.message) for f in store.failures()] == [(f"{server.url}/short", "there is no such page (HTTP 404)")]


def test_a_page_that_fails_is_tried_at_the_next_poll_and_given_up_in_the_end(server: WebServer, store: Store, fetcher: Fetcher) -> None:
    server.answers["/feed"] = feed(server, ("/1", "short"))
    server.answers["/1"] = lambda r: r.send(b"", 500)
    watch = Watch([server.url + "/feed"], store, fetcher)
    assert len(watch.poll().errors) == 1
    (failed,) = store.failures()
    assert (failed.message, failed.attempts) == ("the server failed (HTTP 500)", 1)
    server.answers["/1"] = mixed_files.html(report(1))
    assert (watch.poll().added, store.failures()) == (1, [])
    server.answers["/feed"] = feed(server, ("/2", "short"))
    server.answers["/2"] = lambda r: r.send(b"", 500)
    for _ in range(7):
        watch.poll()
    assert server.paths().count("/2") == 5


def test_feeds_that_are_none_or_never_end(server: WebServer, store: Store, fetcher: Fetcher) -> None:
    server.answers["/endless"] = lambda r: r.endless()
    laughs = mixed_files.BAD["laughs.rss"]()
    server.answers["/laughs"] = lambda r: r.send(laughs, content_type="application/rss+xml")
    found = Watch([server.url + "/endless", server.url + "/laughs"], store, fetcher).poll()
    assert [str(error).removeprefix(server.url) for error in found.errors] == [
        "/endless: more than 20,000,000 bytes are too many",
        "/laughs: its XML declares entities, as files made to do harm do; it is not read",
    ]


def test_a_folder_brings_in_what_is_new_or_changed(tmp_path: Path, store: Store, fetcher: Fetcher) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_bytes(mixed_files.text(report(1)))
    (folder / "bad.pdf").write_bytes(b"%PDF-1.4 broken")
    watch = Watch([str(folder)], store, fetcher)
    first, second = watch.poll(), watch.poll()
    assert [(r.added, r.unchanged, len(r.errors)) for r in (first, second)] == [(1, 0, 1), (0, 0, 0)]
    (folder / "bad.pdf").write_bytes(mixed_files.pdf(report(2)))
    (folder / "sub").mkdir()
    (folder / "sub" / "b.html").write_bytes(mixed_files.html(report(3)))
    third = watch.poll()
    assert ((third.added, len(third.errors)), store.failures()) == ((2, 0), [])


def test_what_does_not_exist_cannot_be_watched(store: Store, fetcher: Fetcher) -> None:
    with pytest.raises(ConfigurationError, match="nowhere is neither a web address nor a file or folder"):
        Watch(["nowhere"], store, fetcher)


def test_an_address_is_fetched_kept_and_asked_again_only_for_what_is_new(server: WebServer, store: Store, fetcher: Fetcher) -> None:
    raw = mixed_files.html(report(1))

    def answer(request: Request) -> None:
        same = request.headers["If-None-Match"] == '"1"'
        request.send(b"" if same else raw, 304 if same else 200, ETag='"1"')

    server.answers["/a"] = answer
    url = server.url + "/a"
    assert ingest_address(url, store, fetcher).added == 1
    assert ingest_address(url, store, fetcher).unchanged == 1
    (kept,) = store.documents()
    assert (kept.title, kept.publisher, kept.url) == (report(1).title, "Example Herald", url)
    store.delete_document(kept.id)
    assert ingest_address(url, store, fetcher).added == 1


def test_failures_are_kept_and_struck_off_when_read_well(server: WebServer, tmp_path: Path, store: Store, fetcher: Fetcher) -> None:
    page, file, archive = server.url + "/a", tmp_path / "a.pdf", tmp_path / "b.zip"
    file.write_bytes(b"%PDF-1.4 broken")
    archive.write_bytes(mixed_files.zipped({"c.txt": b"\0\0"}))
    assert len(ingest_address(page, store, fetcher).errors) == 1
    assert len(retry(store, fetcher, sources=[str(file), str(archive)]).errors) == 2
    assert len(retry(store, fetcher).errors) == 3
    assert [(f.source, f.message, f.attempts) for f in store.failures()] == [
        (page, "there is no such page (HTTP 404)", 2),
        (str(file), "it is no valid PDF, or damaged; save it anew", 2),
        (f"{archive}/c.txt", "this is no text but binary data; convert it to text first", 2),
    ]
    server.answers["/a"] = mixed_files.html(report(1))
    file.write_bytes(mixed_files.pdf(report(2)))
    archive.write_bytes(mixed_files.zipped({"c.txt": mixed_files.text(report(3))}))
    assert (retry(store, fetcher).added, store.failures()) == (3, [])


def test_a_corrected_date_dates_the_events_anew_and_lasts(tmp_path: Path, store: Store) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mixed_files.text(report(1)))
    ingest(read_path(path), store)
    (kept,) = store.documents()
    before = [event.first for event in next(store.analyses()).events]
    analysis = redate(store, kept.id, date(2020, 3, 6))
    assert (analysis.document.dct, analysis.document.dct_origin) == (date(2020, 3, 6), DateOrigin.CORRECTED)
    assert before[0] == date(2015, 1, 1) and analysis.events[0].first == date(2020, 3, 5)
    assert ingest(read_path(path), store).unchanged == 1
    assert [(d.dct, d.dct_origin) for d in store.documents()] == [(date(2020, 3, 6), DateOrigin.CORRECTED)]
    with pytest.raises(ConfigurationError, match="no document has the id 'nothing'"):
        redate(store, "nothing", date(2020, 3, 6))


def test_a_dateline_dates_a_text_that_has_nothing_better(store: Store) -> None:
    texts = ["ADEN, 21 May 2015 - " + report(1).text, "ADEN - " + report(2).text, "GOMA, 22 May 2015 - " + report(3).text]
    documents = [read_text(text, source=f"{number}.txt") for number, text in enumerate(texts)]
    documents[2] = replace(documents[2], dct=date(2020, 1, 1), dct_origin=DateOrigin.FILE)
    ingest(documents, store)
    assert [(d.dct, d.dct_origin) for d in store.documents()] == [
        (date(2015, 5, 21), DateOrigin.DATELINE), (None, None), (date(2015, 5, 22), DateOrigin.DATELINE),
    ]  # fmt: skip


def test_a_text_in_an_unsupported_language_is_kept_without_events(store: Store) -> None:
    texts = ["Повстанцы захватили мост через реку в воскресенье, сообщил мэр города. Школы закрыты до конца недели, магазины не работают.",
             "武装分子星期日占领了该镇的桥梁，市长对记者说，学校将关闭一周，商店也没有营业，居民正在逃离。" * 3]  # fmt: skip
    report_ = ingest([read_text(text, source=f"{number}.txt") for number, text in enumerate(texts)], store)
    assert (report_.added, report_.events, report_.errors) == (2, 0, [])
    assert [(d.language, supports(d.language), d.events) for d in store.documents()] == [("ru", False, 0), ("zh", False, 0)]


def events(tmp_path: Path, *arguments: str | Path, wait: bool = True) -> "subprocess.Popen[str]":
    """`python -m events ...` as a process of its own."""
    environment = {**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{tmp_path / 'events.sqlite'}", "COLUMNS": "250"}
    command = [sys.executable, "-m", "events", *map(str, arguments)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if wait:
        process.out, process.err = process.communicate(timeout=300)  # type: ignore[attr-defined]
    return process


def wait_until(condition: object, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.05)


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_a_watch_may_be_stopped_at_any_moment(tmp_path: Path, store: Store, how: signal.Signals) -> None:
    folder = tmp_path / "in"
    mixed_files.write_folder(folder, 40)
    watch = events(tmp_path, "watch", folder, "--every", "60", wait=False)
    wait_until(lambda: len(store.documents()) >= 3)
    watch.send_signal(how)
    _, said = watch.communicate(timeout=60)
    assert watch.returncode == (-9 if how is signal.SIGKILL else 0)
    assert ("stopped; what was found so far is kept" in said) is (how is not signal.SIGKILL)
    before = {document.id for document in store.documents()}
    rest = events(tmp_path, "watch", folder, "--once")
    kept = {document.id for document in store.documents()}
    assert (len(kept), before <= kept, len(store.failures())) == (30, True, 10)
    assert rest.out.startswith(f"{30 - len(before)} added, 0 updated, 0 copies, ")  # type: ignore[attr-defined]


def test_an_ingestion_that_is_killed_loses_nothing_and_goes_on(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "in"
    good, bad = map(len, mixed_files.write_folder(folder, 60))
    killed = events(tmp_path, "ingest", folder, wait=False)
    wait_until(lambda: len(store.documents()) >= 5)
    killed.kill()
    killed.communicate()
    before = {document.id for document in store.documents()}
    assert 5 <= len(before) < good
    done = events(tmp_path, "ingest", folder)
    said = done.out  # type: ignore[attr-defined]
    assert said.startswith(f"{good - len(before)} added, 0 updated, {len(before)} unchanged, {bad} failed; ")
    assert len(done.err.strip().splitlines()) == bad + 1 and done.returncode == 1  # type: ignore[attr-defined]
    assert (len(store.documents()), len(store.failures())) == (good, bad)


def test_documents_on_the_command_line(tmp_path: Path, server: WebServer, store: Store) -> None:
    server.answers["/a"] = mixed_files.html(report(1))
    server.answers["/b"] = mixed_files.html(report(2)).replace(f'content="{report(2).published}T08:00:00Z"'.encode(), b"")
    refused = events(tmp_path, "ingest", server.url + "/a")
    assert refused.returncode == 1 and "127.0.0.1 is an address of this machine or its network" in refused.err  # type: ignore[attr-defined]
    done = events(tmp_path, "ingest", "--allow-private", server.url + "/a", server.url + "/b", server.url + "/c")
    assert done.out.startswith("2 added, 0 updated, 0 unchanged, 1 failed; ")  # type: ignore[attr-defined]
    rows = [json.loads(line) for line in events(tmp_path, "documents", "--json").out.splitlines()]  # type: ignore[attr-defined]
    assert [(row["published"], row["published_from"], row["supported"], len(row["sources"])) for row in rows] == [
        ("2015-01-02", "the page's metadata", True, 1), (None, None, True, 1),
    ]  # fmt: skip
    undated = events(tmp_path, "documents", "--undated").out  # type: ignore[attr-defined]
    assert rows[1]["id"] in undated and rows[0]["id"] not in undated
    dated = events(tmp_path, "documents", "date", rows[1]["id"], "2015-01-03")
    assert dated.out.startswith(f"{report(2).title}: published 2015-01-03; ")  # type: ignore[attr-defined]
    shown = events(tmp_path, "show", rows[1]["id"]).out  # type: ignore[attr-defined]
    assert f"{report(2).title} (Example Herald, 2015-01-03, corrected by hand)" in " ".join(shown.split())
    failed = events(tmp_path, "documents", "failures").out  # type: ignore[attr-defined]
    assert f"{server.url}/c" in failed and "there is no such page (HTTP 404)" in failed
    server.answers["/c"] = mixed_files.html(report(3))
    assert events(tmp_path, "documents", "failures", "--retry", "--allow-private").out.startswith("1 added")  # type: ignore[attr-defined]
    assert events(tmp_path, "documents", "delete", rows[0]["id"], "nothing").returncode == 1
    assert [document.dct for document in store.documents()] == [date(2015, 1, 3), report(3).published]
