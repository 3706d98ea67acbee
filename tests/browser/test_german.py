"""The interface in German: every page is walked through, and no word of it is English. What articles say stays as they say it."""

import re
from collections.abc import Callable
from pathlib import Path

import view_samples
from dashboard_page import FRAME, DashboardPage
from playwright.sync_api import expect

from events.review import Verb
from events.review.make import judge
from events.storage import open_store
from events.views.texts import catalogue

Show = Callable[..., DashboardPage]

CAPTURE = view_samples.world()[0].events[0]

# Every text and every name for those who do not see it, shadow trees too. Left out: words of articles, and what Streamlit says by itself.
SAID = """() => {
  const foreign = "[dir=auto], [role=gridcell], dd b, .facts dd, .head, .text, .plain-text, .country, noscript, script, style, "
    + "[data-testid=stElementToolbar], [data-testid=stFileUploaderDropzone], [data-testid=stDateInput] [role=group], "
    + "[data-testid=InputInstructions], [data-testid=stToolbar], [data-testid=stMainMenu], [data-testid=stIconMaterial], [role=spinbutton]";
  const found = [];
  const walk = (node) => {
    if (node.nodeType === Node.TEXT_NODE) found.push(node.textContent);
    const own = node.matches && !node.matches(".head, .text");
    if (own) ["title", "aria-label", "placeholder"].forEach((name) => found.push(node.getAttribute(name)));
    if (node.matches && node.matches(foreign) && own) return;
    if (node.matches && node.matches(".text, [dir=auto]")) return;
    if (node.shadowRoot) [...node.shadowRoot.childNodes].forEach(walk);
    [...node.childNodes].forEach(walk);
  };
  walk(document.body);
  document.querySelectorAll("canvas.main").forEach((canvas) => found.push(...canvas.lanes.map((lane) => lane.name)));
  return found.filter(Boolean).map((text) => text.trim()).filter(Boolean);
}"""
SMALL = re.compile(r"\b(the|and|of|with|without|from|is|are|no|by|more|events?|dates?|places?|here|choose|search|show)\b", re.IGNORECASE)
STREAMLIT = re.compile(
    r"(Help for|Choose date|Choose an option|Skip to main content|Link to heading|\w+ icon$|Open$|Show/hide|Close|Clear date|Selected Date)"
)
QUOTED = re.compile(r"“[^”]*”")
NUMBERS = re.compile(r"^[=+\s\d.,/%–]+|[\s(]*[\d.,]+\)?$")


def english() -> re.Pattern[str]:
    """Any whole text of the English catalogue that German says differently."""
    german = set(catalogue("de").values())
    told = {key: text for key, text in catalogue("en").items() if not key.startswith("quantity.")}  # which may be who acts, too
    texts = {text for text in told.values() if text not in german and len(text) > 2}
    telling = sorted(text for text in texts if re.search(r"[^\W\d_]{3}", re.sub(r"\{\w+\}", "", text)))
    return re.compile("|".join(re.sub(r"\\\{\w+\\\}", ".+", re.escape(text)) for text in telling))


ENGLISH = english()


def foreign(said: list[str]) -> list[str]:
    titles = {analysis.document.title for analysis in view_samples.world()}
    units = {NUMBERS.sub("", QUOTED.sub("", text)).strip() for text in said if text not in titles}
    return sorted(unit for unit in units if (ENGLISH.fullmatch(unit) or SMALL.search(unit)) and not STREAMLIT.match(unit))


def english_on(page: DashboardPage) -> list[str]:
    page.at_rest()
    found = foreign(page.page.evaluate(SAID))
    frame = page.page.locator(FRAME)
    return found + (foreign(frame.element_handle().content_frame().evaluate(SAID)) if frame.count() else [])  # type: ignore[union-attr]


def test_the_words_are_told_apart() -> None:
    assert foreign(["= 1.204 on map and timeline", "Assault (12)", "“the sign”", "25 Ereignisse", "Angriff (3)", "Loading the events"]) == [
        "Assault",
        "Loading the events",
        "on map and timeline",
    ]


def test_explore_says_nothing_in_english(show: Show) -> None:
    page = show("told twice", f"?language=de&event={CAPTURE.id}&panel=yes&from=2015-05-10&list=nowhere").settled()
    assert english_on(page) == []
    for facet in ("Art", "Status", "Tag bekannt auf", "Ort bekannt auf", "Prüfung"):
        page.page.get_by_role("combobox", name=facet).click()
        page.page.get_by_role("option").first.wait_for()
        assert english_on(page) == []
        page.page.keyboard.press("Escape")
    for popover in ("download", "background"):
        page.page.locator(f".st-key-{popover}").get_by_test_id("stPopoverButton").first.click()
        page.page.get_by_test_id("stPopoverBody").wait_for()
        assert english_on(page) == []
        page.page.keyboard.press("Escape")
    symbol = next(symbol for symbol in page.symbols() if symbol["inside"])
    page.map.hover(position={"x": symbol["x"], "y": symbol["y"]})
    tip = page.page.frame_locator(FRAME).locator(".leaflet-tooltip")
    expect(tip).to_contain_text("Mai 2015")
    assert english_on(page) == []
    for button in ("edit-event", "more-event", "paste"):
        page.at_rest()
        page.page.locator(f".st-key-{button} button:visible").click()
        dialog = page.page.get_by_role("dialog")
        dialog.wait_for()
        assert english_on(page) == []
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_have_count(0)
    page.press("a")
    page.open_list("filtered out")
    assert english_on(page) == []


def test_the_other_pages_say_nothing_in_english(show: Show) -> None:
    page = show(query=f"?language=de&event={CAPTURE.id}").settled()
    page.press("a")
    for name in ("Schaubilder", "Dokumente", "Hinzufügen", "Prüfen", "Daten"):
        page.go_to(name)
        expect(page.page).to_have_url(re.compile("language=de"))
        if name == "Dokumente":
            page.click_line(0)
            page.page.get_by_text("Seine Ereignisse zeigen").wait_for()
        if name == "Hinzufügen":
            page.page.get_by_role("textbox", name="Text").fill("Rebels attacked a convoy near Goma on Tuesday.")
            page.page.get_by_role("textbox", name="Webadressen").fill("nowhere")
            page.page.locator("[data-testid=stFileUploader] input[type=file]").set_input_files(
                [{"name": "broken.pdf", "mimeType": "application/octet-stream", "buffer": b"%PDF-1.4"}]
            )
            page.page.get_by_text("broken.pdf").first.wait_for()
            page.page.get_by_role("button", name="Ereignisse finden").click()
            page.page.get_by_role("button", name="Aufbewahren").wait_for()
            told = page.page.get_by_test_id("stAlertContentError")
            expect(told).to_have_text(
                [
                    "broken.pdf: Es ist kein gültiges PDF oder beschädigt; speichern Sie es neu",
                    "nowhere: Das ist keine Webadresse; schreiben Sie sie mit http:// oder https://",
                ]
            )
        if name == "Prüfen":
            page.page.get_by_text("Verlauf der Korrekturen").click()
        assert (name, english_on(page)) == (name, [])


def test_a_database_that_cannot_be_used_says_so_in_german(show: Show) -> None:
    page = show("broken", "?language=de")
    expect(page.page.get_by_text("Es ist keine SQLite-Datenbank; nennen Sie mit EVENTS_DATABASE_URL eine andere Datei")).to_be_visible()


def test_a_correction_that_comes_too_late_is_refused_in_german(show: Show, server: tuple[str, Path]) -> None:
    page = show(query=f"?language=de&event={CAPTURE.id}").settled()
    open_store(f"sqlite:///{server[1]}").record(judge(CAPTURE, Verb.ACCEPT, "Anna"))
    page.press("r")
    expect(page.page.locator(".st-key-notice")).to_contain_text("Anna hat dieses Ereignis berichtigt (angenommen, ")
    assert english_on(page) == []
