"""GDELT 2.0: its table of events, and the counts of its Global Knowledge Graph. Both come without a line of column names."""

from functools import cache

from events.errors import ConfigurationError
from events.event_tables import values
from events.event_tables.coded import Coded, CodedRow, Count
from events.event_tables.files import TableRow
from events.model import Place
from events.ontology import from_cameo
from events.tables import rows

NAME, GKG = "gdelt", "gkg"
_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
_GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
EVENT_NAMES: tuple[str, ...] = tuple(
    name.lower()
    for name in (
        *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
        *(f"Actor{number}{part}" for number in (1, 2) for part in _ACTOR),
        *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split(),
        *(f"{whose}Geo_{part}" for whose in ("Actor1", "Actor2", "Action") for part in _GEO),
        *"DATEADDED SOURCEURL".split(),
    )
)
GKG_NAMES: tuple[str, ...] = tuple(
    "gkgrecordid date sourcecollectionidentifier sourcecommonname documentidentifier counts v2counts themes v2themes locations "
    "v2locations persons v2persons organizations v2organizations tone dates gcam sharingimage relatedimages socialimageembeds "
    "socialvideoembeds quotations allnames amounts translationinfo extras".split()
)
COLUMNS = frozenset({"globaleventid", "sqldate", "eventcode", "actiongeo_type"})
GKG_COLUMNS = frozenset({"gkgrecordid", "date", "documentidentifier", "counts"})
COUNT_PARTS = 10  # kind, number, object, and seven of the place


def is_events(first: list[str]) -> bool:
    """Whether a file whose first row this is has GDELT's events without a line of names."""
    return len(first) == len(EVENT_NAMES) and first[0].isdigit() and len(first[1]) == 8 and first[1].isdigit()


def is_gkg(first: list[str]) -> bool:
    """As `is_events`, of the Global Knowledge Graph: its record ids are like 20150517120000-12."""
    return len(first) == len(GKG_NAMES) and first[0][:14].isdigit() and first[0][14:15] == "-"


def read(row: TableRow) -> CodedRow:
    """The event of a row. ValueError where a cell is not what the codebook says."""
    key = row["globaleventid"]
    if not key:
        raise ValueError("globaleventid is empty")
    day = values.day(row["sqldate"], "sqldate")
    try:
        cameo = from_cameo(row["eventcode"])
    except ConfigurationError as error:
        raise ValueError(str(error)) from None
    who, whom = row["actor1name"], row["actor2name"]
    parties = " – ".join(name for name in (who, whom) if name)
    where = row["actiongeo_fullname"]
    event = Coded(
        event_type=cameo.event_type,
        title=", ".join(word for word in (f"{parties}: {cameo.name}" if parties else cameo.name, where) if word),
        what="eventcode",
        mode=cameo.mode,
        date_column="sqldate",
        date_value=day.isoformat(),
        first=day,
        last=day,
        place_column="actiongeo_fullname",
        place=_place(*(row[f"actiongeo_{part}"] for part in ("type", "fullname", "countrycode", "lat", "long"))),
        actors=(("actor1name", who),) if who else (),
        recipients=(("actor2name", whom),) if whom else (),
        confidence=values.confidence(NAME),
    )
    added = values.day_or_none(row["dateadded"], "dateadded")
    return CodedRow(key, f"GDELT event {key}", None, (event,), publisher="GDELT", url=_address(row["sourceurl"]), published=added)


def read_gkg(row: TableRow) -> CodedRow:
    """An event for each count of a row, dated by its publication, which is all that is known; none where it counts nothing."""
    key, published = row["gkgrecordid"], values.day(row["date"], "date")
    if not key:
        raise ValueError("gkgrecordid is empty")
    events = tuple(_counted(block) for block in dict.fromkeys(row["counts"].split(";")) if block.strip())
    publisher = row["sourcecommonname"] or "GDELT"
    return CodedRow(
        key, f"GDELT GKG {key}", None, events, publisher=publisher, url=_address(row["documentidentifier"]), published=published
    )


def _counted(block: str) -> Coded:
    parts = block.split("#")
    if len(parts) < COUNT_PARTS:
        raise ValueError(f"counts: {block!r} has {len(parts)} parts where {COUNT_PARTS} belong")
    kind, how_many, of = parts[:3]
    event_type, mode, words = _kind(kind)
    place = _place(parts[3], parts[4], parts[5], parts[7], parts[8])
    number = values.number(how_many, "counts")
    title = f"{number:g} {of} {words}" if of else f"{number:g} {words}"
    return Coded(
        event_type=event_type,
        title=f"{title}, {place.name}" if place else title,
        what="counts",
        mode=mode,
        place_column="counts",
        place=place,
        counts=(Count("counts", number, of or "people", words),),
        confidence=values.confidence(GKG),
    )


@cache
def _kinds() -> tuple[tuple[str, str, str, str], ...]:
    return tuple((row[0], row[1], row[2], row[3]) for row in rows(values.FOLDER / "gkg_counts.tsv", 4))


def _kind(name: str) -> tuple[str, str, str]:
    for begins, event_type, mode, words in _kinds():
        if name.startswith(begins):
            return event_type, mode, words
    return "OTHER", "", name.lower()


def _place(kind: str, name: str, fips: str, latitude: str, longitude: str) -> Place | None:
    """None where GDELT has no place: type 0 or nothing."""
    if kind in ("", "0"):
        return None
    country = values.country_of(fips, "fips")
    spot = values.point(latitude, longitude, ("latitude", "longitude"))
    names = [part.strip() for part in name.split(",")]
    admin1 = names[1] if len(names) == 3 else ""
    return values.coded_place(NAME, kind, names[0], spot, country=country, country_name=names[-1], admin1=admin1)


def _address(text: str) -> str | None:
    return text if text.startswith(("http://", "https://")) else None
