"""Fetches web pages and feeds that the user asked for: politely, within limits, and never from the machine's own network.

`Fetcher` is the way in. `guard.py` decides which addresses may be connected to, `client.py` how one asks.
"""

from events.fetching.client import Fetched, Fetcher, FetchError, NotModified, is_address

__all__ = ["FetchError", "Fetched", "Fetcher", "NotModified", "is_address"]
