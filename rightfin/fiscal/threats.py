"""Needs, regions, external capability and equipment of a case as parameter arrays."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rightfin.case.case import NATIONAL, Case, CaseTable, Row
from rightfin.case.resolve import filled, filled_column
from rightfin.fiscal.horizon import number, values_from_base, values_over
from rightfin.fiscal.over_time import OverTime
from rightfin.fiscal.parameters import Equipment, Floats, Horizon, Needs
from rightfin.fiscal.paths import needs_by_region, prices
from rightfin.schema import BY_NAME

Names = tuple[str, ...]
Places = NDArray[np.int64]
Arrays = tuple[NDArray[Any], ...]

EVERYWHERE = -1
"""The place of ``*`` among the regions."""


def parse_bands(text: str) -> tuple[tuple[float, float], ...]:
    """Return shortfall bands ``width:penalty;…`` as (width, penalty) pairs, mild to severe.

    The last band takes what thirds and other rounded widths leave open, so that widths sum to at least 1 and a need can
    always stay unmet. Raises ``ValueError`` if the text is not of that form.
    """
    pairs = [(float(width), float(penalty)) for width, penalty in (part.split(":") for part in text.split(";"))]
    missing = max(0.0, 1.0 - sum(width for width, _ in pairs))
    return (*pairs[:-1], (pairs[-1][0] + 2.0 * missing, pairs[-1][1]))


@dataclass(frozen=True)
class Grid:
    """Which needs and regions there are; ``population`` (R,) is of the base year, NaN where unknown."""

    needs: Names
    regions: Names
    population: Floats


def grid_of(case: Case) -> Grid:
    """Return needs and regions; a case without regions is one region."""
    listed = [(str(row["region"]), number(row["population"])) for row in case.records("regions")]
    return Grid(
        needs=tuple([str(need) for need in filled_column(case, "needs", "need")]),
        regions=tuple([region for region, _ in listed]) or (NATIONAL,),
        population=np.array([people for _, people in listed] or [np.nan]),
    )


class RememberedRows:
    """Reads the rows of a table of needs by region, and reads only rows again that changed.

    ``read`` returns arrays whose first axis is the row, from a case with these rows only.
    """

    def __init__(self, table: str, read: Callable[[Case, Horizon, Grid], Arrays]) -> None:
        self._table, self._read = table, read
        self._given: tuple[object, ...] = ()
        self._rows: tuple[Row, ...] = ()
        self._found: Arrays = ()

    def of(self, case: Case, horizon: Horizon, grid: Grid) -> Arrays:
        """Return the arrays of all rows of the table, in their order."""
        table = case.tables[self._table]
        given = (table.years, horizon, grid.needs, grid.regions)
        places = self._places(table) if given == self._given else np.full(len(table.rows), -1)
        fresh = np.flatnonzero(places < 0)
        rows = table.rows if len(fresh) == len(places) else tuple([table.rows[place] for place in fresh])
        found = self._read(Case({table.name: CaseTable(table.name, table.years, rows)}), horizon, grid)
        if rows is not table.rows:
            whole = tuple([old[places] for old in self._found])
            for old, new in zip(whole, found, strict=True):
                old[fresh] = new
            found = whole
        self._given, self._rows, self._found = given, table.rows, found
        return found

    def _places(self, table: CaseTable) -> Places:
        """Return where each row of the table was the last time, -1 for a new one."""
        if len(table.rows) == len(self._rows):  # as a rule the other rows stand where they stood
            pairs = enumerate(zip(table.rows, self._rows, strict=True))
            places = np.arange(len(table.rows))
            places[[place for place, (row, old) in pairs if row is not old and row != old]] = -1
            return places
        known = {id(row): place for place, row in enumerate(self._rows)}
        return np.array([known.get(id(row), -1) for row in table.rows], dtype=int)


def read_demand(case: Case, horizon: Horizon, grid: Grid) -> Arrays:
    """Return the rows of ``demand``: values (N, Y + 1), need and region (N,), whether they are per 100,000 (N,).

    Values begin with the base year and are not yet multiplied by the threat level. The region is ``EVERYWHERE``
    for ``*``.
    """
    basis = filled_column(case, "demand", "basis")
    per_100k = np.array([value == "per_100k" for value in basis], dtype=bool)
    return values_from_base(case, "demand", horizon), *_named(case, "demand", grid), per_100k


def read_external(case: Case, horizon: Horizon, grid: Grid) -> Arrays:
    """Return the rows of ``external``: values (N, Y), of which the tail keeps the last, need and region (N,)."""
    values = np.nan_to_num(values_over(case, "external", horizon, tail_zero=False))
    return values, *_named(case, "external", grid)


def _named(case: Case, table: str, grid: Grid) -> tuple[Places, Places]:
    """Return the places of need and region of every row."""
    need_place = {need: place for place, need in enumerate(grid.needs)}
    region_place = {"*": EVERYWHERE, **{region: place for place, region in enumerate(grid.regions)}}
    return (
        np.array([need_place[str(need)] for need in filled_column(case, table, "need")], dtype=int),
        np.array([region_place[str(region)] for region in filled_column(case, table, "region")], dtype=int),
    )


def demanded_of(
    case: Case, horizon: Horizon, grid: Grid, population_index: Floats, remembered: RememberedRows
) -> Floats:
    """Return needs (H, R, Y + 1) in capability units, base year first. A row for one region overrides ``*``.

    ``population_index`` (Y + 1,) is 1 in the base year; ``remembered`` holds the rows of ``demand`` of the last case.
    """
    level = np.ones((len(grid.needs), len(horizon.years) + 1))
    threats = values_from_base(case, "threat_levels", horizon)
    for name, over_years in zip(filled_column(case, "threat_levels", "need"), threats, strict=True):
        level[grid.needs.index(str(name))] = over_years
    values, need, region, per_100k = remembered.of(case, horizon, grid)
    found = np.zeros((len(level), len(grid.regions), level.shape[1]))
    named = np.zeros(found.shape[:2], dtype=bool)
    for of_people in (False, True):
        rows = np.flatnonzero((per_100k == of_people) & (region != EVERYWHERE))
        place = need[rows], region[rows]
        people = grid.population[region[rows], None] * population_index if of_people else grid.population
        found[place] = needs_by_region(values[rows], of_people, level[need[rows]], people)
        named[place] = True
    for row in np.flatnonzero(region == EVERYWHERE):
        left = np.flatnonzero(~named[need[row]])
        people, of_people = grid.population[left], bool(per_100k[row])
        share = np.ones(len(left))
        if not of_people:
            total = people.sum()
            share = people / total if total > 0.0 else np.full(len(left), 1.0 / max(len(left), 1))
        found[need[row], left] = needs_by_region(
            values[row] * share[:, None], of_people, level[need[row]], people[:, None] * population_index
        )
    return found


def supplied_of(case: Case, horizon: Horizon, grid: Grid, remembered: RememberedRows) -> Floats:
    """Return what others supply, (H, R, Y) in capability units; ``remembered`` holds the rows of ``external``."""
    found = np.zeros((len(grid.needs), len(grid.regions), len(horizon.years)))
    values, need, region = remembered.of(case, horizon, grid)
    np.add.at(found, (need, region), _while_there(case, horizon, values))
    return found


def _while_there(case: Case, horizon: Horizon, values: Floats) -> Floats:
    """Return the rows of ``external`` without what comes after the last year of their provider, tail included."""
    last = {row["provider"]: number(row["last_year"]) for row in case.records("providers") if row["last_year"] is not None}
    if not last:
        return values
    ends = np.array([last.get(provider, np.inf) for provider in filled_column(case, "external", "provider")])
    return np.where(np.array(horizon.years) <= ends[:, None], values, 0.0)


def needs_of(case: Case, horizon: Horizon, grid: Grid, demanded: Floats, supplied: Floats) -> Needs:
    """Return needs by region and year, who else serves them, and what a person delivers.

    ``demanded`` is that of ``demanded_of``, ``supplied`` of ``supplied_of``.
    """
    rows = filled(case, "needs")
    need = demanded[:, :, 1:]
    national = demanded.sum(axis=1)
    base = [next((float(value) for value in path if value > 0.0), 1.0) for path in national]
    return Needs(
        needs=grid.needs,
        regions=grid.regions,
        population=grid.population,
        weight=np.array([number(row["weight"]) for row in rows]),
        bands={str(row["need"]): parse_bands(str(row["bands"])) for row in rows},
        need=need,
        external=np.minimum(supplied, need),
        base_demand=np.array(base),
        effects=_by_pair(case, horizon, "effects", "effect"),
        max_share=_by_pair(case, horizon, "effects", "max_share"),
        served=served_of(case),
    )


def served_of(case: Case) -> dict[str, frozenset[str]]:
    """Return the regions of each institution that does not serve all."""
    found: dict[str, set[str]] = {}
    for row in case.records("serves"):
        found.setdefault(str(row["institution"]), set()).add(str(row["region"]))
    return {institution: frozenset(regions) for institution, regions in found.items()}


def _by_pair(case: Case, horizon: Horizon, table: str, column: str) -> dict[tuple[str, str, int], float]:
    """Return a column of a table of pairs by the two parts of the key and year; nothing where it is blank."""
    rows = filled(case, table)
    typed = np.array([np.nan if row[column] is None else number(row[column]) for row in rows])
    found = OverTime(case, horizon, table, rows).values(column, typed)
    one, other = BY_NAME[table].key
    return {
        (str(row[one]), str(row[other]), year): value for row, values in zip(rows, found.tolist(), strict=True)
        for year, value in zip(horizon.years, values, strict=True) if math.isfinite(value)
    }


def equipment_of(
    case: Case, horizon: Horizon, deflator: Floats, foreign_price: Floats, own: str, foreign: str, exchange: Floats
) -> Equipment:
    """Return assets, their prices, and who uses them.

    ``deflator`` and ``foreign_price`` (Y + 1,) are the indices that prices in the currencies ``own`` and ``foreign``
    follow; ``exchange`` (Y + 1,) is own money per unit of the other.
    """
    rows = filled(case, "assets")
    abroad = [row["currency"] == foreign and foreign != own for row in rows]

    def column(name: str) -> Floats:
        return np.array([np.inf if row[name] is None else number(row[name]) for row in rows])

    assets = tuple(str(row["asset"]) for row in rows)
    changing = OverTime(case, horizon, "assets", rows)
    base = np.column_stack([column("price"), changing.values("price", column("price"))])
    paths = prices(base, abroad, deflator, foreign_price, np.zeros(len(rows)))
    return Equipment(
        assets=assets,
        institution_of={str(row["asset"]): str(row["institution"]) for row in rows},
        opening_stock=column("opening_stock"),
        price=changing.risen("price", paths, abroad, exchange),
        life=column("life"),
        upkeep=changing.values("upkeep", column("upkeep")),
        max_purchase=changing.values("max_purchase", column("max_purchase")),
        units_per_head=_by_pair(case, horizon, "equipment", "units_per_head"),
    )
