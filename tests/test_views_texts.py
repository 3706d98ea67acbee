"""The catalogues of interface texts: every key that the pages use is there, in every language with the same values to fill in."""

import re
import string
from collections.abc import Iterable

import pytest

from events.errors import ConfigurationError
from events.exports import EXPORTERS
from events.model import DateOrigin, DatePrecision, PlacePrecision, Review, Status
from events.ontology import EVENT_TYPES, OWN_TYPES, SUB_EVENTS
from events.paths import DATA, ROOT
from events.review import Verb
from events.review.corrections import EDITABLE
from events.storage import SaveResult
from events.tables import rows
from events.views.downloads import PICTURES
from events.views.groups import GROUPS
from events.views.texts import catalogue, languages, preferred, say

USED = re.compile(r"""\b(?:tell|say)\(\s*f?["']([a-z_]+\.[a-z_{}.]+)["']""")


def used_keys() -> set[str]:
    found = {key for path in (ROOT / "events" / "views").rglob("*.py") for key in USED.findall(path.read_text("utf-8"))}
    return {key for key in found if "{" not in key}


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_english_has_every_text_that_the_pages_ask_for() -> None:
    assert sorted(used_keys() - set(catalogue("en"))) == []
    assert len(used_keys()) > 40


@pytest.mark.parametrize("code", languages())
def test_a_translation_says_the_same_things_with_the_same_values(code: str) -> None:
    english, texts = catalogue("en"), catalogue(code)
    assert sorted(set(texts) ^ set(english)) == []
    assert {key: fields(text) for key, text in texts.items()} == {key: fields(english[key]) for key in texts}


def test_codes_have_words() -> None:
    english = catalogue("en")
    modes = {mode.name for kind in EVENT_TYPES.values() for mode in kind.modes}
    quantities = {row[1] for row in rows(DATA / "lexicon" / "quantities.tsv", 2)}
    coded: dict[str, Iterable[str]] = {
        "type": (*EVENT_TYPES, *OWN_TYPES),
        "definition": (*EVENT_TYPES, *OWN_TYPES),
        "mode": modes,
        "acled": SUB_EVENTS,
        "group": [group.name for group in GROUPS],
        "quantity": quantities - {""},
        "status": Status,
        "verdict": Review,
        "date_precision": DatePrecision,
        "place_precision": PlacePrecision,
        "date_origin": DateOrigin,
        "saved": SaveResult,
        "log": Verb,
        "field": EDITABLE,
        "format": (*EXPORTERS, *PICTURES),
    }
    assert [f"{section}.{name}" for section, names in coded.items() for name in names if f"{section}.{name}" not in english] == []
    assert {code: english[f"definition.{code}"] for code in EVENT_TYPES} == {code: kind.definition for code, kind in EVENT_TYPES.items()}


def test_a_text_is_filled_in_and_falls_back_to_english() -> None:
    assert say("review.everywhere", "en", name="{Tripoli}") == "For every event of this document that “{Tripoli}” placed"
    assert say("page.explore", "xx") == "Explore"
    with pytest.raises(ConfigurationError, match=r"en\.toml has no text 'page\.nowhere'; add it"):
        say("page.nowhere")


@pytest.mark.parametrize(("locale", "code"), [("en-GB", "en"), ("EN", "en"), ("tlh", "en"), (None, "en"), ("", "en")])
def test_the_browsers_language_is_taken_where_there_is_one(locale: str | None, code: str) -> None:
    assert preferred(locale) == code
