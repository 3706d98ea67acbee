"""Word lists that tell the name finder which words occur in names of places."""

from collections.abc import Iterable

from events.gazetteer.entries import Entry
from events.gazetteer.gather import gather

LARGE_TOWN, TOWN = 100_000, 15_000  # inhabitants


def place_words() -> dict[str, list[str]]:
    """Sorted words by spaCy flag: FLAG19 large towns, FLAG20 towns, FLAG21 parts of longer names, FLAG22 countries, states, regions."""
    return lists_of(gather(lambda step, share: None))


def lists_of(entries: Iterable[Entry]) -> dict[str, list[str]]:
    """The same for the given gazetteer entries."""
    found: dict[str, set[str]] = {f"FLAG{number}": set() for number in (19, 20, 21, 22)}
    for entry in entries:
        is_town = entry.feature_class == "P"
        if entry.feature_code == "ADM2" or (is_town and entry.population < TOWN):
            continue
        for name in {entry.name, *entry.preferred}:
            words = name.replace("-", " ").split()
            if len(words) > 1:
                found["FLAG21"].update(word for word in words if len(word) > 2 and word[0].isupper())
            elif is_town:
                found["FLAG20"].add(name)
                found["FLAG19"].update({name} if entry.population >= LARGE_TOWN else ())
            else:
                found["FLAG22"].add(name)
    return {flag: sorted(words) for flag, words in found.items()}
