"""What a rule or an objective reads, found by watching it."""

from __future__ import annotations

from typing import Any

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Linear, Term
from rightfin.lp.inputs import Inputs
from rightfin.lp.rules import DECISIONS
from rightfin.lp.watch import Path, Watch


class Reads:
    """Decisions and inputs that note what is taken from them.

    A decision counts as read when an index of it is taken: to ask whether it exists is not to read it.
    """

    def __init__(self, inputs: Inputs) -> None:
        self.kinds: set[str] = set()
        self.paths: set[Path] = set()
        self.inputs: Any = Watch(inputs, self.paths)
        self.decisions = Decisions({kind.name: _Noted(kind.name, self.kinds, {
            index if len(index) > 1 else index[0]: Term(place) for place, index in enumerate(kind.indices(inputs))
        }) for kind in DECISIONS})


    @property
    def parameters(self) -> set[str]:
        """Names of the parameters that were read, wherever they stand."""
        return {path[-1] for path in self.paths}


class _Noted(dict[Any, Linear]):
    """A mapping that adds a name to a set when something is taken from it."""

    def __init__(self, name: str, seen: set[str], found: dict[Any, Linear]) -> None:
        super().__init__(found)
        self._name, self._seen = name, seen

    def __getitem__(self, index: Any) -> Linear:
        self._seen.add(self._name)
        return super().__getitem__(index)
