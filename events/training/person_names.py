"""Writes `data/toponyms/person_names.tsv`, names of persons that could be taken for places: python -m events.training.person_names

Needs the packages `names` (first names and surnames of the US census of 1990, public domain) and `Faker` (names of sixty countries,
MIT): pip install names Faker. Surnames are kept where the gazetteer has a place of that name; given names unless a widely known
place bears them.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module, resources
from importlib.util import find_spec
from pkgutil import iter_modules
from typing import Any

from events.errors import ConfigurationError, EventsError
from events.gazetteer import Gazetteer, open_gazetteer
from events.toponyms.evidence import rank_name, standing
from events.toponyms.lexicon import PERSON_NAMES

_NAME = re.compile(r"[A-ZÀ-Þ][^\W\d_]+$")
_RARE = 0.002  # per cent of the people in the census: rarer surnames are left out
_RARE_GIVEN = 0.01
_COUNTRIES = 2  # in Faker: so many at least
_WIDELY_KNOWN = ("country", "ADM1", "PPLC", "town7", "classL")


def main() -> int:
    """Writes the file; 0 if all went well."""
    try:
        run()
    except EventsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def run() -> None:
    if missing := [name for name in ("names", "faker") if find_spec(name) is None]:
        raise ConfigurationError(f"{' and '.join(missing)} cannot be imported: pip install names Faker, and try again")
    gazetteer = open_gazetteer()
    given = {name for name, share in (_census("dist.male.first") + _census("dist.female.first")).items() if share >= _RARE_GIVEN}
    surnames = {name for name, share in _census("dist.all.last").items() if share >= _RARE}
    given |= {name for name, count in _of_faker("first_name").items() if count >= _COUNTRIES}
    surnames |= {name for name, count in _of_faker("last_name").items() if count >= _COUNTRIES}
    rows = [(name, "given") for name in given if not _is_known_place(name, gazetteer)]
    rows += [(name, "surname") for name in surnames if gazetteer.known(name)]
    header = (
        "# Names of persons, which before or as a capitalised name speak for a person; surnames only where a place has that name.\n"
        "# Columns: name, kind (given, surname). Made by: python -m events.training.person_names\n"
        "# Source: US census of 1990 by the package names (public domain) and Faker (MIT). Licence: MIT, as the project.\n"
    )
    PERSON_NAMES.write_text(header + "".join(f"{name}\t{kind}\n" for name, kind in sorted(rows)), encoding="utf-8")


def _census(file: str) -> Counter[str]:
    """Name -> per cent of the people who bear it."""
    found: Counter[str] = Counter()
    for line in resources.files("names").joinpath(file).read_text(encoding="ascii").splitlines():
        name, share, *_ = line.split()
        found[name.title()] += float(share)  # type: ignore[assignment]
    return found


def _of_faker(kind: str) -> Counter[str]:
    """Name in Latin letters -> number of countries that Faker lists it for."""
    package: Any = import_module("faker.providers.person")
    found: Counter[str] = Counter()
    for module in iter_modules(package.__path__):
        provider = import_module(f"faker.providers.person.{module.name}").Provider
        found.update({name for name in _listed(provider, kind) if _NAME.match(name)})
    return found


def _listed(provider: Any, kind: str) -> Iterator[str]:
    for attribute in dir(provider):
        names = getattr(provider, attribute)
        if attribute.startswith(kind) and isinstance(names, tuple | list | dict):
            yield from (name for name in names if isinstance(name, str))


def _is_known_place(name: str, gazetteer: Gazetteer) -> bool:
    matches = gazetteer.lookup(name)
    return bool(matches) and rank_name(max(matches, key=standing)) in _WIDELY_KNOWN


if __name__ == "__main__":
    sys.exit(main())
