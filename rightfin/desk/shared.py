"""Answers that all visitors may have: those about shipped cases, kept for who asks the same."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from weakref import WeakValueDictionary

from rightfin.desk.request import Request
from rightfin.desk.wire import packed, unpacked
from rightfin.result.plan import Plan

MOST_BYTES = 64 << 20
"""Bytes that are kept at most: hundreds of plans of the shipped cases."""


class SharedAnswers:
    """Plans by what was asked, as the bytes that crossed from a worker; the one asked for longest ago makes room.

    Nothing of a request that is not ``shared`` comes in or goes out. Changes are part of what was asked, so an answer goes
    only to who knows them all. A plan that somebody still looks at is given as it is, and not once more. Not safe for
    several threads by itself: the desk has a lock.
    """

    def __init__(self, most: int = MOST_BYTES) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self._seen: WeakValueDictionary[Hashable, Plan] = WeakValueDictionary()
        self.bytes = 0
        """Bytes that are kept."""

    def find(self, key: str, request: Request) -> Plan | None:
        """Return the plan that was found for a request of a key, ``None`` if there is none here."""
        asked = _asked(key, request)
        if asked is None or asked not in self._kept:
            return None
        self._kept.move_to_end(asked)
        found = self._seen.get(asked)
        if found is None:
            found = self._seen[asked] = _plan(unpacked(self._kept[asked]))
        return found

    def keep(self, key: str, request: Request, found: object) -> None:
        """Keep what was found for a request of a key, if all may have it."""
        asked = _asked(key, request)
        if asked is None or asked in self._kept or not isinstance(found, Plan):
            return
        self._kept[asked] = content = packed(found)
        self._seen[asked] = found
        self.bytes += len(content)
        while self.bytes > self._most:
            self.bytes -= len(self._kept.popitem(last=False)[1])


def _asked(key: str, request: Request) -> Hashable | None:
    """Return by what an answer is known; ``None`` where it is for the visitor alone, or is no plan."""
    if not request.shared or request.wanted is not None:
        return None
    return key, repr(request.changes), repr(sorted(request.starts.items()))  # 1, 1.0 and True are not the same here


def _plan(found: object) -> Plan:
    if not isinstance(found, Plan):
        raise TypeError(type(found).__name__)
    return found
