"""The catalogues of interface texts: every key that the pages use is there, in every language with the same values to fill in."""

import re
import string

import pytest

from events.errors import ConfigurationError
from events.paths import ROOT
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
    assert sorted(set(texts) - set(english)) == []
    assert {key: fields(text) for key, text in texts.items()} == {key: fields(english[key]) for key in texts}


def test_a_text_is_filled_in_and_falls_back_to_english() -> None:
    assert say("review.everywhere", "en", name="{Tripoli}") == "For every event of this document that “{Tripoli}” placed"
    assert say("page.explore", "xx") == "Explore"
    with pytest.raises(ConfigurationError, match=r"en\.toml has no text 'page\.nowhere'; add it"):
        say("page.nowhere")


@pytest.mark.parametrize(("locale", "code"), [("en-GB", "en"), ("EN", "en"), ("tlh", "en"), (None, "en"), ("", "en")])
def test_the_browsers_language_is_taken_where_there_is_one(locale: str | None, code: str) -> None:
    assert preferred(locale) == code
