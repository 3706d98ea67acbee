"""Every error that a page may show is said in the language of the page, wherever in the program its words stand."""

import ast
import inspect
from collections.abc import Iterator
from datetime import date

import pytest

from events.documents import read_bytes
from events.documents.base import SPLIT_IT
from events.documents.isolation import _CONVERT
from events.documents.packages import member_problem
from events.errors import DocumentError, EventsError, ReviewError, StoreError
from events.fetching import client
from events.paths import ROOT
from events.storage import sqlite
from events.views.messages import in_words, told
from events.views.texts import catalogue

SEEN = ("documents", "fetching", "storage", "review", "views/assets.py", "gazetteer/lookup.py", "gazetteer/build.py", "pipeline.py")
ERRORS = {"DocumentError", "FetchError", "StoreError", "ReviewError", "ExtractionError", "PrivateAddress"}
OF_PROGRAMS = {  # which no page can bring about: they take calls that only a program makes
    "an event can be judged by accept, reject or reopen, not by 7",
    "7 of an event cannot be corrected; what can: 7",
    "7 is no 7: 7",
}
COMPOSED = {  # of parts that stand elsewhere: each has its line in the table of German messages below
    "7 (HTTP 7)",
    "7; try again later",
    "7; it asks to wait 7 seconds",
    "7 is 7an address of this machine or its network; 7",
    "7: 7",
    "7; 7",
    "nothing to read in this folder7; 7",
}
FILLED_IN = {"SPLIT_IT": SPLIT_IT, "_CONVERT": _CONVERT}


def example(words: ast.expr) -> str | None:
    """The message that an expression makes, with 7 for whatever it fills in; None where it is made elsewhere."""
    if isinstance(words, ast.Constant) and isinstance(words.value, str):
        return words.value
    if isinstance(words, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else _filling(part) for part in words.values)
    return None


def _filling(part: ast.expr) -> str:
    name = part.value.id if isinstance(part, ast.FormattedValue) and isinstance(part.value, ast.Name) else ""
    return FILLED_IN.get(name, "7")


def messages_in(source: str) -> Iterator[str]:
    """What the errors of a module say: in the call, or in a name that is set to it."""
    tree = ast.parse(source)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    said = [call.args[0] for call in calls if call.func.id in ERRORS and call.args]  # type: ignore[attr-defined]
    names = {words.id for words in said if isinstance(words, ast.Name)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id in names:
            said += [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
    yield from filter(None, map(example, said))


def all_messages() -> set[str]:
    paths = [ROOT / "events" / name for name in SEEN]
    files = [file for path in paths for file in (path.rglob("*.py") if path.is_dir() else (path,))]
    found = {message for file in files for message in messages_in(file.read_text("utf-8"))}
    return found | set(client._REASONS.values()) | {words for _, words in sqlite._EXPLANATIONS}


@pytest.mark.parametrize("language", [code for code in ("de",) if catalogue(code)])
def test_every_message_is_known(language: str) -> None:
    assert sorted(one for one in all_messages() - OF_PROGRAMS - COMPOSED if in_words(one, language) == one) == []
    assert len(all_messages()) > 100


@pytest.mark.parametrize(
    ("message", "german"),
    [
        ("this page says something new", "this page says something new"),
        ("there is no such page (HTTP 404)", "Es gibt keine solche Seite (HTTP 404)"),
        ("the server is busy (HTTP 503); try again later", "Der Server ist überlastet (HTTP 503); versuchen Sie es später noch einmal"),
        (
            "localhost is 127.0.0.1, an address of this machine or its network; allow those if you mean it "
            "(--allow-private; on the Add page, its box)",
            "localhost ist 127.0.0.1, eine Adresse dieses Rechners oder seines Netzes; erlauben Sie solche, wenn Sie das wollen "
            "(--allow-private; auf der Seite „Hinzufügen“ das Kästchen)",
        ),
        (
            "byte 0xFC at offset 1,204 is not UTF-8; read it with its encoding, for example --encoding latin-1",
            "Das Byte 0xFC an der Stelle 1.204 ist nicht UTF-8; lesen Sie es auf der Kommandozeile mit seiner Kodierung, etwa "
            "--encoding latin-1",
        ),
        (
            "nothing to read in this folder (skipped: 2 .jpg); readable are .txt",
            "In diesem Ordner ist nichts zu lesen (übergangen: 2 .jpg); lesbar sind .txt",
        ),
        ("this is PNG image (.png); readable are .txt", "Das ist PNG image (.png); lesbar sind .txt"),
        ("this is a presentation; save it as PDF", "Das ist eine Präsentation; speichern Sie sie als PDF"),
        (
            "64,000,001 bytes are too many for a web page, at most 16,000,000 are read; split it into its articles",
            "64.000.001 Bytes sind zu viel für eine Webseite, höchstens 16.000.000 werden gelesen; zerlegen Sie es in seine Artikel",
        ),
        (
            "the server says that it is asked too often (HTTP 429); it asks to wait 1,200 seconds",
            "Der Server sagt, dass er zu oft gefragt wird (HTTP 429); er bittet, 1.200 Sekunden zu warten",
        ),
        ("the connection failed: [Errno 111] Connection refused", "Die Verbindung kam nicht zustande: Verbindung verweigert (Errno 111)"),
        ("[x](javascript:alert) in it: it is encrypted; pack it without a password",
         "[x](javascript:alert) darin: Es ist verschlüsselt; packen Sie es ohne Kennwort"),
        (
            "Anna corrected this event (edit, 2026-05-01 10:00 UTC) after you opened it; look at it and try again",
            "Anna hat dieses Ereignis berichtigt (geändert, 2026-05-01 10:00 UTC), nachdem Sie es geöffnet hatten; sehen Sie es an und "
            "versuchen Sie es noch einmal",
        ),
    ],
)  # fmt: skip
def test_a_message_is_said_in_german_with_its_own_values(message: str, german: str) -> None:
    assert (in_words(message, "de"), in_words(message, "en")) == (german, message)


@pytest.mark.parametrize(
    ("error", "german"),
    [
        (DocumentError("there is no text in it", path="a: b.txt"), "a: b.txt: Es enthält keinen Text"),
        (DocumentError("there is no text in it", path="a.csv", line=3), "a.csv:3: Es enthält keinen Text"),
        (StoreError("this is a folder; name a file in it", location="/x"), "/x: Das ist ein Ordner; nennen Sie eine Datei darin"),
        (ReviewError("an event needs a title"), "Ein Ereignis braucht einen Titel"),
        (EventsError("something else"), "something else"),
    ],
)
def test_an_error_keeps_the_name_of_what_it_speaks_of(error: EventsError, german: str) -> None:
    assert told(error, "de") == german
    assert told(error) == (str(error) if not isinstance(error, ReviewError) else "An event needs a title")


@pytest.mark.parametrize(
    ("name", "raw", "german"),
    [
        ("a.pdf", b"%PDF-1.4 broken", "a.pdf: Es ist kein gültiges PDF oder beschädigt; speichern Sie es neu"),
        ("a.zip", b"PK\x03\x04 broken", "a.zip: Es ist kein gültiges ZIP-Archiv oder beschädigt; packen Sie es neu"),
        ("a.txt", b"\x00\x01" * 50, "a.txt: Das ist kein Text, sondern Binärdaten; wandeln Sie es erst in Text um"),
        ("a.md", b"---\npublished: soon\n---\ntext", "a.md:2: published: 'soon' ist kein Datum; schreiben Sie es wie 2015-05-21"),
        (
            "a.csv", b"name,year\nx,1\n",
            "a.csv: Keine Spalte mit Texten; sagen Sie auf der Kommandozeile mit --text-column, welche es ist, von: name, year",
        ),
    ],
)  # fmt: skip
def test_files_that_cannot_be_read_say_so_in_german(name: str, raw: bytes, german: str) -> None:
    (error,) = read_bytes(raw, name)
    assert isinstance(error, DocumentError) and told(error, "de") == german


def test_the_problems_of_a_member_are_known() -> None:
    returns = [node.value for node in ast.walk(ast.parse(inspect.getsource(member_problem))) if isinstance(node, ast.Return)]
    said = [words for words in map(example, filter(None, returns)) if words]
    assert len(said) == 4
    assert [words for words in said if in_words(words, "de") == words] == []


def test_the_order_of_days_is_said_with_both_days() -> None:
    message = f"an event cannot end ({date(2015, 5, 1)}) before it begins ({date(2015, 5, 2)})"
    assert in_words(message, "de") == "Ein Ereignis kann nicht enden (2015-05-01), bevor es beginnt (2015-05-02)"
