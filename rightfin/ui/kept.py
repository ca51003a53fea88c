"""A place for answers of which the one used longest ago makes room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

_Found = TypeVar("_Found")


class Store(Generic[_Found]):
    """Answers by key; the one used longest ago makes room.

    One that all visitors share must hold answers about shipped cases alone.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Hashable, _Found] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> _Found | None:
        """Return the answer of a key, or ``None``."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: Hashable, found: _Found) -> None:
        """Keep an answer."""
        with self._lock:
            self._found[key] = found
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)

    def forget(self, key: Hashable) -> None:
        """Keep no answer of a key."""
        with self._lock:
            self._found.pop(key, None)
