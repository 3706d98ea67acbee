"""What the gazetteer is built from: one Entry for each place, before names are folded and ranked."""

import hashlib
import math
import re
from dataclasses import dataclass

_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_CODE = re.compile(r"[A-Z]{1,5}$")
_NO_NAME = re.compile(r"[0-9/,;:=@<>(){}\[\]|\x00-\x1f]")
_WEIGHT = {  # how much more often news means this kind, in powers of ten of population
    "CONT": 6.0, "PCLI": 5.0, "PCL": 5.0, "PCLD": 3.0, "PCLS": 3.0, "TERR": 3.0, "RGNE": 5.0, "OCN": 5.0,
    "ADM1": 1.0, "ADM2": -1.0, "PPLC": 1.0,
}  # fmt: skip
_OURS = {"P": 4.0, "A": 0.0}  # our own entries are all widely known, but have no population; the rest of them:
_NATURE = 5.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A place with all its names. `preferred`: names as good as the main one. `countries`: codes of all that it touches."""

    id: int
    name: str
    latitude: float
    longitude: float
    radius_km: float
    feature_class: str
    feature_code: str
    country: str = ""
    countries: tuple[str, ...] = ()
    admin1: str = ""
    admin1_code: str = ""
    admin2: str = ""
    population: int = 0
    preferred: tuple[str, ...] = ()
    alternates: tuple[str, ...] = ()

    @property
    def prominence(self) -> float:
        """How likely the bare name means this place: powers of ten of population, plus what its kind adds."""
        size = math.log10(self.population + 1)
        if self.id < 0:
            size = max(size, _OURS.get(self.feature_class, _NATURE))
        return size + _WEIGHT.get(self.feature_code, 0.0)


def own_id(*key: str) -> int:
    """A stable negative number for a place without a geonameid, from its kind, country and name."""
    digest = hashlib.sha256("\x1f".join(key).encode()).digest()
    return -(int.from_bytes(digest[:6], "big") >> 2) - 1  # 46 bits: exact in JSON too


def is_name(text: str) -> bool:
    """Whether an alternate name is one: not a code (BGW), not a lower-case transliteration (ba ge da), not two letters."""
    if text.islower() or not 2 <= len(text) <= 120 or _NO_NAME.search(text):
        return False
    if len(text) <= 5 and _LATIN.search(text):
        return len(text) >= 3 and not _CODE.match(text)
    return True


def city_radius_km(population: int) -> float:
    """How far a city's edge may be from its point: 2 km for a village, 5 for 100,000 people, 12 for a million, 30 at most."""
    return round(min(30.0, 2.0 + 0.01 * math.sqrt(max(population, 0))), 1)


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Great-circle distance on a sphere of 6,371 km."""
    phi, psi = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    chord = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(turn / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(chord)))
