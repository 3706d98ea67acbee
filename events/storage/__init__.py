"""Keeps documents, what was found in them, and geocoders' answers. `open_store` is the way in.

`store.py`, `arrivals.py` and `columns.py` have the verbs, `tables.py` the tables, `schema.py` their versions; `sqlite.py` is the only
module that knows which database it is, and `databases.py` the table that another one joins.
"""

from events.storage.arrivals import Failure, Seen, Source
from events.storage.store import SaveResult, Store, StoredDocument, is_there, open_store

__all__ = ["Failure", "SaveResult", "Seen", "Source", "Store", "StoredDocument", "is_there", "open_store"]
