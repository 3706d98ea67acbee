"""Lines of the files that GeoNames publishes (https://download.geonames.org/export/dump/), checked and made into rows."""

import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from events.errors import ConfigurationError
from events.gazetteer.entries import Entry, city_radius_km, is_name

_NO_LANGUAGES = frozenset({"post", "link", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon"})  # codes and links, no names
_RADIUS_KM = {"A": 25.0, "H": 15.0, "L": 20.0, "R": 10.0, "S": 1.0, "T": 8.0, "U": 50.0, "V": 10.0}
_RADIUS_OF = {
    "ADM1": 100.0,
    "ADM2": 35.0,
    "ADM3": 12.0,
    "ADM4": 6.0,
    "CONT": 3000.0,
    "OCN": 4000.0,
    "SEA": 400.0,
    "RGN": 60.0,
    "ISLS": 60.0,
}
_CELLS = {  # fewest and most in a line
    "allCountries": (19, 19),
    "alternateNamesV2": (4, 10),
    "admin1CodesASCII": (4, 4),
    "admin2Codes": (4, 4),
    "hierarchy": (2, 3),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a dump: its number (from 1), its cells, and the share of the file that has been read."""

    number: int
    cells: list[str]
    share: float


def read_lines(path: Path, kind: str, after: int = 0) -> Iterator[Line]:
    """The lines of a dump, plain or as the only file in a ZIP archive, from the one after `after`.

    `kind`: what GeoNames calls the file. Raises ConfigurationError where the file cannot be read or begins as no such file does.
    """
    fewest, most = _CELLS[kind]
    try:
        with ExitStack() as stack:
            size = path.stat().st_size
            if zipfile.is_zipfile(path):
                archive = stack.enter_context(zipfile.ZipFile(path))
                member = max(archive.infolist(), key=lambda info: info.file_size)
                size, file = member.file_size, stack.enter_context(archive.open(member))
            else:
                file = stack.enter_context(path.open("rb"))
            read = 0
            for number, line in enumerate(file, 1):
                read += len(line)
                cells = line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
                if number == 1 and not fewest <= len(cells) <= most:
                    raise ConfigurationError(f"{path}: line 1 has {len(cells)} cells, GeoNames' {kind} has {most}; is it another file?")
                if number > after:
                    yield Line(number, cells, read / max(size, 1))
    except (OSError, zipfile.BadZipFile) as error:
        raise ConfigurationError(f"{path}: cannot be read ({error})") from error


def division_names(path: Path | None, kind: str) -> dict[str, str]:
    """Names by code ("IQ.01", "US.TX.201") from admin1CodesASCII or admin2Codes; {} without a file."""
    return {line.cells[0]: line.cells[1] for line in read_lines(path, kind) if len(line.cells) >= 2} if path else {}


def divisions_in(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Names of first- and second-level divisions by code, from allCountries itself: one more pass through it."""
    states, counties = {}, {}
    for line in read_lines(path, "allCountries"):
        if len(line.cells) >= 19 and line.cells[6] == "A":
            if line.cells[7] == "ADM1":
                states[f"{line.cells[8]}.{line.cells[10]}"] = line.cells[1]
            elif line.cells[7] == "ADM2":
                counties[f"{line.cells[8]}.{line.cells[10]}.{line.cells[11]}"] = line.cells[1]
    return states, counties


def entry_of(cells: list[str], states: dict[str, str], counties: dict[str, str]) -> Entry | None:
    """The entry of one line of allCountries, without alternate names; None where the line is none."""
    if len(cells) < 19 or not cells[1]:
        return None
    try:
        number, latitude, longitude, population = int(cells[0]), float(cells[4]), float(cells[5]), int(cells[14] or 0)
    except ValueError:
        return None
    if number <= 0 or not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    feature_class, feature_code, country, others, state, county = cells[6], cells[7], cells[8], cells[9], cells[10], cells[11]
    others_known = [code for code in others.split(",") if code and code != country]
    return Entry(
        id=number,
        name=cells[1].replace("|", " "),
        latitude=latitude,
        longitude=longitude,
        radius_km=radius_km(feature_class, feature_code, population),
        feature_class=feature_class,
        feature_code=feature_code,
        country=country,
        countries=tuple(code for code in (country, *others_known) if code),
        admin1=states.get(f"{country}.{state}", ""),
        admin1_code=state,
        admin2=counties.get(f"{country}.{state}.{county}", ""),
        population=max(population, 0),
    )


def names_of(cells: list[str]) -> list[tuple[int, str, int]]:
    """Geonameid, name, 0 for each further name in one line of allCountries."""
    if len(cells) < 19 or not cells[0].isdecimal():
        return []
    return [(int(cells[0]), name, 0) for name in dict.fromkeys((cells[2], *cells[3].split(","))) if name != cells[1] and is_name(name)]


def alternates_of(cells: list[str]) -> list[tuple[int, str, int]]:
    """Geonameid, name, and 1 for English names of first choice, of one line of alternateNamesV2; [] for codes and links."""
    if len(cells) < 5 or cells[2] in _NO_LANGUAGES or not cells[1].isdecimal():
        return []
    name = cells[3]
    if not (is_name(name) or (cells[2] == "abbr" and 2 <= len(name) <= 20 and "|" not in name)):
        return []
    return [(int(cells[1]), name, int(cells[2] == "en" and cells[4] == "1"))]


def radius_km(feature_class: str, feature_code: str, population: int) -> float:
    """How far the point may be from the truth, by kind: GeoNames tells no extent."""
    if feature_class == "P":
        return city_radius_km(population)
    return _RADIUS_OF.get(feature_code) or _RADIUS_KM.get(feature_class, 10.0)
