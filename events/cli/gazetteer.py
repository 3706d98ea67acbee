"""`python -m events gazetteer`: build it, look places up, add one's own, import all of GeoNames."""

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from events.cli.shared import Database, GeocoderOptions, UserAgent, err, open_store, out, pairs, prepare_gazetteer, progress_bar
from events.errors import ConfigurationError
from events.gazetteer import Dumps, add_place, import_geonames, open_gazetteer
from events.model import Place

_SHOWN = 80  # characters of a name that an error repeats
app = typer.Typer(no_args_is_help=True, help="The embedded gazetteer: build it, look places up, add your own, import all of GeoNames.")


@app.command("build")
def build() -> None:
    """Build the gazetteer where it is missing or its sources have changed."""
    path = prepare_gazetteer()
    err.print(f"gazetteer ready: {escape(str(path))}")


@app.command("lookup")
def lookup(
    name: Annotated[str, typer.Argument(help="A place name.")],
    limit: Annotated[int, typer.Option(min=1)] = 10,
    geocoder: Annotated[str, typer.Option(help="gazetteer, or a geopy service such as nominatim.")] = "gazetteer",
    geocoder_option: GeocoderOptions = None,
    user_agent: UserAgent = None,
    database: Database = None,
) -> None:
    """Look a place up: every entry of that name, best first."""
    if geocoder == "gazetteer":
        prepare_gazetteer()
        matches = open_gazetteer().lookup(name, limit=limit)
        rows = [(m.place, m.kind.value) for m in matches] or [(m.place, m.kind.value) for m in open_gazetteer().fuzzy(name, limit=limit)]
    else:
        from events.geocoding import get_geocoder  # takes longer to load than the embedded gazetteer to answer

        more: dict[str, Any] = dict(pairs(geocoder_option))
        service = get_geocoder(geocoder, user_agent=user_agent, cache=open_store(database), **more)
        rows = [(place, geocoder) for place in _asked(service, name, limit)]
    if not rows:
        shown = name if len(name) <= _SHOWN else name[:_SHOWN] + "…"
        raise ConfigurationError(f"no place is called {shown!r}; try another spelling, or --geocoder nominatim")
    table = Table("name", "country", "admin1", "kind", "latitude", "longitude", "± km", "population", "match", box=None, pad_edge=False)
    for place, kind in rows:
        table.add_row(
            escape(place.name), escape(place.country), escape(place.admin1), place.feature_code, f"{place.latitude:.4f}",
            f"{place.longitude:.4f}", f"{place.radius_km:.0f}", f"{place.population:,}", kind,
        )  # fmt: skip
    out.print(table)


def _asked(service: Any, name: str, limit: int) -> list[Place]:
    found: list[Place] = service.geocode_all(name)[:limit]
    return found


@app.command("add")
def add(
    name: Annotated[str, typer.Argument(help="Name of the place.")],
    latitude: Annotated[float, typer.Argument(min=-90, max=90, help="Degrees north.")],
    longitude: Annotated[float, typer.Argument(min=-180, max=180, help="Degrees east.")],
    country: Annotated[list[str] | None, typer.Option(help="ISO code of the country; may be repeated.")] = None,
    also: Annotated[list[str] | None, typer.Option(help="Another name; may be repeated.")] = None,
    radius_km: Annotated[float, typer.Option(min=0.01, help="How far the point may be from the truth.")] = 5.0,
    feature_code: Annotated[str, typer.Option(help="GeoNames class and code, e.g. P.PPL, S.AIRP, A.ADM2.")] = "P.PPL",
) -> None:
    """Add a place of your own; it is kept when the gazetteer is built anew. Negative numbers go after a bare --."""
    prepare_gazetteer()
    kind, dot, code = feature_code.partition(".")
    if not dot:
        raise typer.BadParameter(f"{feature_code!r} has no class; write CLASS.CODE, e.g. P.PPL", param_hint="--feature-code")
    options = {"radius_km": radius_km, "feature_class": kind, "feature_code": code}
    place = add_place(name, latitude, longitude, countries=tuple(country or ()), alternates=tuple(also or ()), **options)  # type: ignore[arg-type]
    err.print(f"added: {escape(place.name)}, {escape(place.country or place.country_code or 'no country')}")


@app.command("import")
def import_command(
    all_countries: Annotated[Path, typer.Argument(help="allCountries.txt or .zip of download.geonames.org.")],
    alternate_names: Annotated[Path | None, typer.Option(help="alternateNamesV2.txt or .zip.")] = None,
    admin1_codes: Annotated[Path | None, typer.Option(help="admin1CodesASCII.txt.")] = None,
    admin2_codes: Annotated[Path | None, typer.Option(help="admin2Codes.txt.")] = None,
    hierarchy: Annotated[Path | None, typer.Option(help="hierarchy.txt or .zip.")] = None,
) -> None:
    """Import the full GeoNames files that you have downloaded; broken off, the same command goes on where it was."""
    with progress_bar("geonames", 100) as (progress, task):

        def step(what: str, share: float) -> None:
            progress.update(task, description=what, completed=int(100 * share))

        report = import_geonames(Dumps(all_countries, alternate_names, admin1_codes, admin2_codes, hierarchy), progress=step)
    out.print(f"{report.places:,} places with {report.names:,} names in {report.seconds:.0f} s; {report.skipped:,} lines passed over")
