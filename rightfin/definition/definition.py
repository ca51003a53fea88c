"""A model definition: what the model does with a case, stated as data."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType

from rightfin.definition.rows import ROW_TABLES
from rightfin.schema import Column, Kind, Value
from rightfin.schema.switches import switch_named

PARAMETERS: Mapping[str, Column] = MappingProxyType(
    {
        "grade_ratio_factor": Column(
            "grade_ratio_factor",
            Kind.NUMBER,
            "How far a grade may outgrow the grades that feed it, against its base-year ratio.",
            "ratio",
            default=1.25,
            minimum=1.0,
            maximum=100.0,
        ),
    }
)
"""Numbers of the formulation that are not facts of a country."""


@dataclass(frozen=True)
class Definition:
    """What the model does with a case.

    ``settings`` override those of the case, ``scenarios`` are applied in their order, ``rules`` says of every
    switch whether it is on, ``parameters`` gives every number of ``PARAMETERS``. ``tables`` holds rows that are laid over
    those of the case, by table: a row with the same key replaces the case's. Mappings are read-only.

    Raises ``ValueError`` for a rule that is no switch, for a number that is none of ``PARAMETERS`` or is missing, and for a
    table that is none of ``ROW_TABLES``.
    """

    name: str
    title: str
    description: str
    settings: Mapping[str, Value]
    scenarios: tuple[str, ...]
    rules: Mapping[str, bool]
    parameters: Mapping[str, float]
    tables: Mapping[str, tuple[Mapping[str, Value], ...]] = field(default_factory=dict)

    @property
    def in_one_line(self) -> str:
        """What the definition is: the first sentence of its description, or its title where it has none."""
        first = " ".join(self.description.split()).partition(". ")[0]
        return (f"{first.removesuffix('.')}." if first else self.title)

    def __post_init__(self) -> None:
        for name in self.rules:
            switch_named(name)
        if set(self.parameters) != set(PARAMETERS):
            raise ValueError(f"the parameters of a definition are {', '.join(PARAMETERS)}, not {_listed(self.parameters)}")
        if not set(self.tables) <= set(ROW_TABLES):
            raise ValueError(f"a definition brings rows of {', '.join(ROW_TABLES)}, not of {_listed(self.tables)}")
        for name in ("settings", "rules", "parameters"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        rows = {name: tuple([MappingProxyType(dict(row)) for row in found]) for name, found in self.tables.items()}
        object.__setattr__(self, "tables", MappingProxyType(rows))

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[object, ...]:
        # Read-only mappings cannot be sent to another process; plain ones can.
        return (Definition, tuple(self._plain().values()))

    @property
    def grade_ratio_factor(self) -> float:
        """How far a grade may outgrow the grades that feed it, against its base-year ratio."""
        return self.parameters["grade_ratio_factor"]

    @property
    def digest(self) -> str:
        """SHA-256 of the content in hexadecimal; the order of keys and the name of the file do not count."""
        text = json.dumps(
            self._plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
        )
        return hashlib.sha256(text.encode()).hexdigest()

    def _plain(self) -> dict[str, object]:
        values = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        plain = {name: dict(value) if isinstance(value, Mapping) else value for name, value in values.items()}
        return plain | {"tables": {name: [dict(row) for row in found] for name, found in self.tables.items()}}


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names) or "none"
