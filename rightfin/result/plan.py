"""The plan: what a case leads to, as frozen tidy tables with provenance."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import FrozenInstanceError, dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from rightfin.case.issue import Issue
from rightfin.case.resolve import DefaultUsed
from rightfin.fiscal.parameters import Floats
from rightfin.lp.kinds import Axis
from rightfin.schema import FiscalYear
from rightfin.schema.results import RESULT

if TYPE_CHECKING:
    import pandas as pd

GFSM = {"pay": "21", "operations": "22", "training": "22", "capital": "31", "benefits": "27"}
"""Code of each category in the IMF's Government Finance Statistics Manual 2014, Appendix 8: compensation of employees
(21), use of goods and services (22), transactions in non-financial assets (31), social benefits (27)."""


class Status(StrEnum):
    """How the question was answered."""

    ANSWERED = "answered"
    CONTRADICTORY = "contradictory"


Cell = str | int | float
Row = tuple[Cell, ...]
Column = tuple[Cell, ...] | Floats
"""The cells of one column; long columns of amounts are arrays, read-only once they are in a table."""


class PlanTable:
    """One tidy table, sorted by key: column names and rows. Frozen; equal and hashed by what it holds.

    The cells are held by column, because that is how long tables are computed and summed. A table is made from rows or,
    with ``cells``, from its columns; ``ValueError`` if they do not fit the column names.
    """

    name: str
    columns: tuple[str, ...]
    cells: tuple[Column, ...]
    """The cells by column, in the order of ``columns``."""

    def __init__(
        self, name: str, columns: tuple[str, ...], rows: Iterable[Row] = (), *, cells: Iterable[Column] = ()
    ) -> None:
        by_column = tuple(cells) or tuple(zip(*rows, strict=True)) or ((),) * len(columns)
        if len(by_column) != len(columns) or len({len(column) for column in by_column}) > 1:
            raise ValueError(f"the cells of {name} do not fit its columns")
        for column in by_column:
            if isinstance(column, np.ndarray):
                column.setflags(write=False)
        # The only assignment there is; every other one goes through ``__setattr__`` and is refused.
        vars(self).update(name=name, columns=columns, cells=by_column)

    @classmethod
    def of(cls, name: str, cells: Mapping[str, Column]) -> PlanTable:
        """Return a table that the schema of results describes, from its cells by column.

        Raises ``KeyError`` for a table that the schema does not know, and ``ValueError`` naming the columns that only one
        of the two has.
        """
        columns = RESULT[name].names
        if set(columns) != set(cells):
            differ = ", ".join(sorted(set(columns) ^ set(cells)))
            raise ValueError(f"the schema of results and what is written of {name} differ in: {differ}")
        return cls(name, columns, cells=(cells[column] for column in columns))

    @classmethod
    def of_rows(cls, name: str, rows: Iterable[Row] = ()) -> PlanTable:
        """Return a table that the schema of results describes, from rows in the order of its columns.

        Raises ``KeyError`` for a table that the schema does not know, and ``ValueError`` for rows that do not fit it.
        """
        return cls(name, RESULT[name].names, rows)

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """The rows, numbers of arrays as plain floats; made when first asked for."""
        plain = (column.tolist() if isinstance(column, np.ndarray) else column for column in self.cells)
        return tuple(zip(*plain, strict=True))

    def column(self, name: str) -> Column:
        """Return the cells of one column."""
        return self.cells[self.columns.index(name)]

    def records(self) -> list[dict[str, Cell]]:
        """Return the rows with the column names."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]

    def where(self, column: str, wanted: Collection[Cell]) -> PlanTable:
        """Return the table of those rows that have one of some cells in a column."""
        chosen = [place for place, cell in enumerate(self.column(column)) if cell in wanted]
        cells = (
            cells[chosen] if isinstance(cells, np.ndarray) else tuple(cells[place] for place in chosen)
            for cells in self.cells
        )
        return PlanTable(self.name, self.columns, cells=cells)

    def sums(self, keys: Sequence[str], column: str) -> dict[tuple[Cell, ...], float]:
        """Return the sum of a column by the cells of others, in the order in which they come."""
        found: dict[tuple[Cell, ...], int] = {}
        places = [found.setdefault(key, len(found)) for key in zip(*map(self.column, keys), strict=True)]
        return dict(zip(found, _summed(places, self.column(column)), strict=True))

    def by_year(self, column: str) -> dict[int, float]:
        """Return the sum of a column by year, in their order."""
        years, places = self._years
        return dict(zip(years, _summed(places, self.column(column)), strict=True))

    @cached_property
    def _years(self) -> tuple[list[int], NDArray[np.intp]]:
        """The years in order, and the place of each row's among them."""
        found, places = np.unique(np.asarray(self.column("year"), dtype=int), return_inverse=True)
        years: list[int] = found.tolist()
        first = next(iter(self.column("year")), None)
        return (list(first.style.all(years)) if isinstance(first, FiscalYear) else years), places

    def frame(self) -> pd.DataFrame:
        """Return the table as a data frame of the caller's own; what is written into it stays there."""
        return self._frame.copy(deep=False)

    @cached_property
    def _frame(self) -> pd.DataFrame:
        """The table as a data frame, made once; pandas copies what a shallow copy of it writes to."""
        import pandas as pd  # only here: a plan and what is written of it need no pandas

        cells = dict(zip(self.columns, self.cells, strict=True))
        return pd.DataFrame(cells, dtype=None if len(self.cells[0]) else object)

    def __eq__(self, other: object) -> bool:
        """Return whether name, columns and rows are equal."""
        return isinstance(other, PlanTable) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash(self._content())

    def __repr__(self) -> str:
        return f"PlanTable{self._content()!r}"

    def __reduce__(self) -> tuple[object, ...]:
        return _by_column, (self.name, self.columns, self.cells)

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")

    def _content(self) -> tuple[str, tuple[str, ...], tuple[Row, ...]]:
        return self.name, self.columns, self.rows


def _by_column(name: str, columns: tuple[str, ...], cells: tuple[Column, ...]) -> PlanTable:
    return PlanTable(name, columns, cells=cells)


def _summed(places: Sequence[int] | NDArray[np.intp], column: Column) -> list[float]:
    """Return the sum of the cells at each place, in the order of the rows."""
    sums: list[float] = np.bincount(np.asarray(places, dtype=np.intp), np.asarray(column, dtype=float)).tolist()
    return sums


@dataclass(frozen=True)
class Names:
    """Full names and classifications of what the tables name by id.

    Things stand in the order in which the case lists them. Reports take their order from here; the tables are sorted, so
    that plans of equal cases are equal.
    """

    institutions: Mapping[str, str]
    sectors: Mapping[str, str]
    cofog: Mapping[str, str]
    cadres: Mapping[str, str]
    cadre_institution: Mapping[str, str]
    assets: Mapping[str, str]
    needs: Mapping[str, str]
    regions: Mapping[str, str]
    donors: Mapping[str, str]
    payers: Mapping[str, str]
    """Payers of own money, the government first."""
    payer_region: Mapping[str, str]
    """The region of each payer that belongs to one."""
    serves: Mapping[str, tuple[str, ...]]
    """The regions that an institution serves, where it does not serve all."""
    cadre_kind: Mapping[str, str]
    """By cadre: ``civilian`` (marked so, or of justice or oversight), ``uniformed`` (others of defence, interior and
    corrections), or the sector of those left."""
    need_security: Mapping[str, str]
    """``national`` or ``human``, by need."""
    donor_channel: Mapping[str, str]
    """``on budget`` or ``off budget``, by donor."""
    stages: Mapping[str, str]
    """Stages of the justice chain, in its order."""
    programmes: Mapping[str, str] = field(default_factory=dict)
    """All programmes of the case, those that are not planned too."""
    targets: Mapping[str, str] = field(default_factory=dict)
    """A phrase for each target, which has no name of its own; so of rules and of parts of the budget."""
    rules: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)

    def on(self, axis: Axis) -> Mapping[str, str]:
        """Return the full names of what an axis of rows and decisions names, by id; empty where ids are all there is."""
        return {
            Axis.INSTITUTION: self.institutions, Axis.CADRE: self.cadres, Axis.GRADE: self.cadres, Axis.ASSET: self.assets,
            Axis.NEED: self.needs, Axis.CELL: self.regions, Axis.GROUP: self.donors, Axis.PAYER: self.payers,
            Axis.PURSE: self.payers, Axis.STAGE: self.stages, Axis.TARGET: self.targets, Axis.RULE: self.rules,
            Axis.PART: self.parts,
        }.get(axis, {})

    def called(self, axis: Axis, part: str) -> str:
        """Return what a part of an index names, in full: a block of lines is its institution and what the money is for."""
        if axis is Axis.PURSE and part and part not in self.payers:
            return f"the transfer {part}"
        if axis is not Axis.BLOCK:
            return self.on(axis).get(part, part)
        institution, _, rest = part.partition(".")
        item, _, others = rest.partition("+")
        words = [self.institutions.get(institution, institution), self.item(item)]
        return ", ".join(filter(None, words)) + (f" and {others} more" if others else "")

    def item(self, item: str) -> str:
        """Return what the item of a line is in full: a cadre, a part of its pay, an asset, or what it is called."""
        cadre, _, part = item.partition("/")
        if part and cadre in self.cadres:
            return f"{self.cadres[cadre]}: {part.replace('_', ' ')}"
        return self.cadres.get(item, self.assets.get(item, item))


@dataclass(frozen=True)
class Provenance:
    """What a plan was made from: content digests, versions, settings asked for; no clock.

    ``case_digest`` is that of the case as it was given, before anything is laid over it.
    """

    case_digest: str
    model: str
    model_digest: str
    scenarios: tuple[str, ...]
    options: Mapping[str, str]
    """Settings asked for, by name."""
    versions: Mapping[str, str]
    columns: int
    rows: int
    nonzeros: int
    study: Mapping[str, str] = field(default_factory=dict)
    """What a study did otherwise than ``rightfin.plan``: how it solved, what else it changed; empty for that one."""
    of_the_model: int = 0
    """How many of ``scenarios``, which go first, come with the model definition; the others were asked for."""


@dataclass(frozen=True)
class Plan:
    """The answer to a case: tables over the years shown, objective levels, and what was assumed.

    Money is in whole units of ``currency`` at current prices, strengths in person-years. When ``status`` is
    ``contradictory`` all tables are empty and ``conflict`` names the hard limits that cannot hold together.
    """

    status: Status
    title: str
    currency: str
    base_year: int
    years: tuple[int, ...]
    tables: Mapping[str, PlanTable]
    names: Names
    defaults: tuple[DefaultUsed, ...]
    issues: tuple[Issue, ...]
    provenance: Provenance
    arrears_tolerance: float
    most_unpaid: float
    """Broken obligations that still count as none, in discounted base-year currency."""
    conflict: tuple[str, ...] = ()
    idle: tuple[str, ...] = ()
    """Scenarios that were laid over the case and change nothing that the plan sees."""
    limits_left_out: int = 0
    """How many limits with a shadow price were not tried, and are not in the table ``prices``."""

    def table(self, name: str) -> pd.DataFrame:
        """Return one table as a new data frame; ``KeyError`` for an unknown name."""
        return self.tables[name].frame()
