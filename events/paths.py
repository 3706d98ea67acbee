"""Where things lie: what ships in data/ and seeds/, and what a run creates in data/local/ (or $EVENTS_DATA_DIR)."""

import os
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
SEEDS = ROOT / "seeds"


def local_dir() -> Path:
    """The folder for what a run creates, made if missing. $EVENTS_DATA_DIR moves it."""
    folder = Path(os.environ.get("EVENTS_DATA_DIR") or DATA / "local")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def database_url() -> str:
    """SQLAlchemy URL of the store: $EVENTS_DATABASE_URL, else a SQLite file in `local_dir()`."""
    return os.environ.get("EVENTS_DATABASE_URL") or f"sqlite:///{quote(str(local_dir() / 'events.sqlite'))}"
