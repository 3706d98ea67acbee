"""What the browser loads from this server instead of the network: Leaflet and the basemap, copied to Streamlit's static folder."""

import filecmp
import os
import shutil
from pathlib import Path

from xstatic.pkg import leaflet

from events.errors import ConfigurationError
from events.paths import DATA, ROOT

WEB = Path(__file__).parent / "web"  # our own scripts and styles, which go to the page inside its messages
STATIC = ROOT / "static"  # the name and place that Streamlit wants; links in it are not followed, so files are copied
# Relative to the page inside the map's frame (component/streamlit_folium.st_folium/index.html), so that any base path works.
URL = "../../app/static"
LEAFLET_JS_URL = f"{URL}/leaflet/leaflet.js"
LEAFLET_CSS_URL = f"{URL}/leaflet/leaflet.css"
BASEMAP_URL = f"{URL}/basemap/countries.geojson"


def provide_assets(folder: Path = STATIC) -> None:
    """Makes `folder` hold the files that the views link to, copying only what is missing or differs."""
    source = Path(leaflet.BASE_DIR)
    files = {
        source / "leaflet.js": folder / "leaflet" / "leaflet.js",
        source / "leaflet.css": folder / "leaflet" / "leaflet.css",
        DATA / "basemap" / "countries.geojson": folder / "basemap" / "countries.geojson",
        **{image: folder / "leaflet" / "images" / image.name for image in (source / "images").glob("*.png")},
    }
    for original, copy in files.items():
        try:
            _copy(original, copy)
        except OSError as error:
            raise ConfigurationError(f"the map's files cannot be put into {folder}: {error.strerror}; make it writable") from error


def _copy(original: Path, copy: Path) -> None:
    """Replaces the copy in one step: another process may be serving it."""
    if copy.exists() and filecmp.cmp(original, copy):
        return
    copy.parent.mkdir(parents=True, exist_ok=True)
    partial = copy.with_name(f"{copy.name}.{os.getpid()}")
    shutil.copyfile(original, partial)
    partial.replace(copy)
