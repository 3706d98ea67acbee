"""Names that the gazetteer lacks go to an online geocoder when the user asks for it: a real HTTP server on loopback stands for it."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from events.geocoding.second_opinion import main_country, second_opinion
from events.model import Place, Span, Toponym

ROOT = Path(__file__).resolve().parent.parent
MALI = Place("Mali", 17.0, -4.0, 600.0, "A", "PCLI", 2453866, "ML", "Mali")
GAO = Place("Gao", 16.27, -0.04, 4.0, "P", "PPLA", 2457161, "ML", "Mali")
REPORT = (
    "Gunmen attacked the village of Qolobanguru on 3 May 2017, Mali said. They attacked the town of Tarqanamba, near Gao, on 4 May 2017.\n"
)
ANSWER = [
    {
        "place_id": 1, "lat": "16.5", "lon": "-0.5", "name": "Qolobanguru", "display_name": "Qolobanguru, Gao, Mali", "class": "place",
        "category": "place", "type": "village", "addresstype": "village", "boundingbox": ["16.49", "16.51", "-0.51", "-0.49"],
        "address": {"village": "Qolobanguru", "state": "Gao", "country": "Mali", "country_code": "ml"},
    }
]  # fmt: skip


@dataclass
class Server:
    """What it was asked, and what it answers by name; a number is an HTTP status."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = parse_qs(urlsplit(self.path).query)["q"][0]
            state.asked.append(name)
            answer = state.answers.get(name, [])
            body = b"" if isinstance(answer, int) else json.dumps(answer).encode()
            self.send_response(answer if isinstance(answer, int) else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        state.port = http.server_address[1]
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield state
        http.shutdown()


def events(tmp_path: Path, server: Server, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EVENTS_DATABASE_URL": f"sqlite:///{tmp_path / 'events.sqlite'}", "COLUMNS": "200"}
    asked = ("--geocoder", "nominatim", "--user-agent", "tests (tests@example.org)") if arguments[0] == "ingest" else ()
    where = ("--geocoder-option", f"domain=127.0.0.1:{server.port}", "--geocoder-option", "scheme=http") if asked else ()
    command = [sys.executable, "-m", "events", *arguments, *asked, *where]
    return subprocess.run(command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True, timeout=300, check=False)


def places(tmp_path: Path, server: Server) -> list[tuple[str, str | None]]:
    rows = [json.loads(line) for line in events(tmp_path, server, "list", "--json").stdout.splitlines()]
    return [(row["first"], row["place_name"]) for row in rows]


def test_a_name_that_the_gazetteer_lacks_is_asked_once_and_placed(tmp_path: Path, server: Server) -> None:
    server.answers = {"Qolobanguru": ANSWER, "Tarqanamba": 503}
    first = events(tmp_path, server, "ingest", "-", stdin=REPORT)
    assert first.returncode == 0
    assert "1 place names went unanswered by nominatim" in first.stderr
    assert ("2017-05-03", "Qolobanguru") in places(tmp_path, server)

    server.answers["Tarqanamba"] = []
    again = events(tmp_path, server, "ingest", "-", stdin=REPORT)
    assert "unanswered" not in again.stderr
    assert again.stdout.startswith("0 added, 1 updated")
    assert sorted(server.asked) == ["Qolobanguru", "Tarqanamba", "Tarqanamba"]  # the answer was kept, the failure was not

    assert events(tmp_path, server, "ingest", "-", stdin=REPORT).stdout.startswith("0 added, 0 updated, 1 unchanged")
    assert len(server.asked) == 3


def toponym(text: str, place: Place | None, start: int = 0) -> Toponym:
    return Toponym(Span(start, start + len(text)), text, place)


@dataclass
class Atlas:
    """Answers from a table, and remembers what was asked."""

    table: dict[str, Place]
    asked: list[tuple[str, str | None]] = field(default_factory=list)

    def geocode(self, query: str, *, country: str | None = None) -> Place | None:
        self.asked.append((query, country))
        return self.table.get(query)


def test_only_places_in_countries_that_the_text_names_are_believed() -> None:
    village, far = Place("Kona", 14.9, -3.9, 2.0, "P", "PPL", None, "ML", "Mali"), Place("Alpha", 1.0, 1.0, 2.0, "P", "PPL", None, "US")
    atlas = Atlas({"Kona": village, "Alpha": far})
    given = [toponym("Mali", MALI), toponym("Gao", GAO), toponym("Kona", None), toponym("Kona", None, 9), toponym("Alpha", None)]
    found, failed = second_opinion(given, atlas)
    assert [t.place for t in found] == [MALI, GAO, village, village, None]
    assert (failed, atlas.asked) == (0, [("Kona", "ML"), ("Alpha", "ML")])


@pytest.mark.parametrize(
    ("found", "country"),
    [([], None), ([toponym("Gao", GAO)], "ML"), ([toponym("Gao", GAO), toponym("X", Place("X", 0, 0, 1.0, "P", "PPL", None, "US"))], None)],
)
def test_the_country_that_most_places_lie_in(found: list[Toponym], country: str | None) -> None:
    assert main_country(found) == country
