"""Noting what is read: which inputs a rule depends on, found by watching it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import is_dataclass
from functools import cached_property
from types import FunctionType, MethodType
from typing import Any

import numpy as np

from rightfin.fiscal.labelled import Labelled

Path = tuple[str, ...]
"""Names from the inputs to a value: ``("parameters", "fiscal", "ceiling")``."""


class Watch:
    """A stand-in for a dataclass that adds to ``read`` the path of every value that is taken from it.

    Nested dataclasses are watched too, so that a path names the array or mapping that was read and not the whole part. What
    a dataclass derives and keeps is derived here under watch: what it came from is noted, and is quicker to compare.
    """

    def __init__(self, target: Any, read: set[Any], path: Path = ()) -> None:
        self._target = target
        self._read = read
        self._path = path

    def __getattr__(self, name: str) -> Any:
        """Return and note what is read for the first time; it is kept here, so that later reads cost nothing."""
        value = self.__dict__[name] = self._taken(name)
        return value

    def _taken(self, name: str) -> Any:
        of_class = getattr(type(self._target), name, None)
        if isinstance(of_class, FunctionType):
            return MethodType(of_class, self)
        if isinstance(of_class, cached_property):
            return of_class.func(self)
        value = getattr(self._target, name)
        path = (*self._path, name)
        if is_dataclass(value) and not isinstance(value, type):
            return Watch(value, self._read, path)
        self._read.add(path)
        return value.values_by_label if isinstance(value, Labelled) else value


def changed_paths(paths: Iterable[Path], old: Any, new: Any) -> frozenset[Path]:
    """Return the paths whose value differs between two objects."""
    return frozenset(path for path in paths if not same(value_at(old, path), value_at(new, path)))


def value_at(target: Any, path: Path) -> Any:
    """Return the value at a path."""
    for name in path:
        target = getattr(target, name)
    return target


def same(old: Any, new: Any) -> bool:
    """Return whether two values are equal; NaN equals NaN."""
    if old is new:
        return True
    if isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
        return old.shape == new.shape and bool(np.array_equal(old, new, equal_nan=old.dtype.kind == "f"))
    if isinstance(old, np.ndarray) or isinstance(new, np.ndarray):
        return False
    if isinstance(old, Labelled) and isinstance(new, Labelled):
        return old.labels == new.labels and same(old.source, new.source)
    if old == new:
        return True
    if isinstance(old, Mapping) and isinstance(new, Mapping) and list(old) == list(new):
        return all(a == b or (a != a and b != b) for a, b in zip(old.values(), new.values(), strict=True))
    return False
