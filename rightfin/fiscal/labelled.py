"""Values over named axes: a parameter is read by the names of its entries, wherever it stands in its array.

Parameters are arrays; the type of a field names its axes, ``Annotated[Floats, "cadre", "year"]``, and nothing else has to
be said for a rule to read ``d.pay[cadre, year]``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import product
from types import MappingProxyType
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from numpy.typing import NDArray

Labels = tuple[Any, ...]
"""Names along an axis, in the order of the array."""

Axes = tuple[str, ...]


class Labelled(Mapping[Any, float]):
    """Values by label: by one where there is one axis, by a tuple of one label an axis where there are several.

    ``source`` is the array, one dimension for each of ``labels``, or a mapping where only some entries exist. The
    mapping is made when a value is first looked up. Read-only.
    """

    def __init__(self, source: NDArray[Any] | Mapping[Any, float], *labels: Labels) -> None:
        self.source = source
        self.labels = labels

    @cached_property
    def values_by_label(self) -> Mapping[Any, float]:
        """The same values as the quickest mapping that cannot be written to."""
        if isinstance(self.source, Mapping):
            return MappingProxyType(dict(self.source))
        keys = self.labels[0] if len(self.labels) == 1 else product(*self.labels)
        return MappingProxyType(dict(zip(keys, self.source.ravel().tolist(), strict=True)))

    def places(self, labels: Iterable[Any]) -> list[int]:
        """Return where labels of the first axis stand; raises ``KeyError`` for an unknown one."""
        place = {label: n for n, label in enumerate(self.labels[0])}
        return [place[label] for label in labels]

    def rows(self, labels: Iterable[Any]) -> NDArray[Any]:
        """Return the rows of the array that belong to labels of its first axis, in their order.

        Raises ``KeyError`` for an unknown label and ``TypeError`` for what is no array.
        """
        if isinstance(self.source, Mapping):
            raise TypeError("only some entries exist, so there are no rows")
        return self.source[self.places(labels)]

    def __getitem__(self, label: Any) -> float:
        return self.values_by_label[label]

    def __iter__(self) -> Iterator[Any]:
        return iter(self.values_by_label)

    def __len__(self) -> int:
        return len(self.values_by_label)

    def __reduce__(self) -> tuple[Any, ...]:
        """Go to another process as the array, from which the mapping is made there."""
        return Labelled, (self.source, *self.labels)


class ByName:
    """Values of the parts of something, each under the name of its field: ``by_name.pay[cadre, year]``.

    ``labels`` are the names along each axis. A field that is ``None`` has no entries. Raises ``AttributeError`` for a name
    that no part gives axes to.
    """

    def __init__(self, parts: tuple[Any, ...], labels: Mapping[str, Labels]) -> None:
        self._parts = parts
        self._labels = labels
        self._declared = _declared(tuple(map(type, parts)))

    def __getattr__(self, name: str) -> Labelled:
        """Return a field with its labels; it is kept here, so that its mapping is made once."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._declared:
            raise AttributeError(f"no parameter over named axes is called {name}")
        place, axes = self._declared[name]
        source = getattr(self._parts[place], name)
        found = Labelled({}) if source is None else Labelled(source, *map(self._labels.__getitem__, axes))
        self.__dict__[name] = found
        return found


@cache
def _declared(parts: tuple[Any, ...]) -> Mapping[str, tuple[int, Axes]]:
    """Return for each field with axes which class has it, and the axes; raises ``TypeError`` if two classes have one."""
    found: dict[str, tuple[int, Axes]] = {}
    for place, part in enumerate(parts):
        for name, axes in axes_of(part).items():
            if name in found:
                raise TypeError(f"two parts have values over named axes that are called {name}")
            found[name] = place, axes
    return found


def axes_of(part: Any) -> Mapping[str, Axes]:
    """Return the axes of the fields of a dataclass that have any, by name of the field."""
    hints = get_type_hints(part, include_extras=True)
    return {name: get_args(hint)[1:] for name, hint in hints.items() if get_origin(hint) is Annotated}
