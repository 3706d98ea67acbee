"""Events of other texts that may be the same happening: of the same type, at the same place, in the same days."""

import numpy as np

from events.views.arrays import EventArrays, Rows

LONGEST = 7  # days: what is known no closer is alike to too much
MOST = 6


def alike(arrays: EventArrays, row: int) -> Rows:
    """The rows of such events, at most MOST; none for an event that is known no closer than a country or a week."""
    close = ~arrays.country & (arrays.end - arrays.start < LONGEST)  # never true of an open end, nor of an undated one
    if not close[row] or not arrays.placed[row]:
        return np.flatnonzero(np.zeros(0, np.bool_))
    here = (arrays.lat == arrays.lat[row]) & (arrays.lon == arrays.lon[row])
    then = (arrays.start <= arrays.end[row]) & (arrays.end >= arrays.start[row])
    types, documents = arrays.columns["event_type"], arrays.columns["document_id"]
    near = np.flatnonzero(close & here & then & (arrays.group == arrays.group[row])).tolist()
    kept = [other for other in near if types[other] == types[row] and documents[other] != documents[row]]
    return np.array(kept[:MOST], np.intp)
