"""Where a limit is typed: the table, the row and the column of the case that a row of the model comes from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from rightfin.case.case import Case, key_text
from rightfin.case.payers import GOVERNMENT
from rightfin.case.resolve import planning_years
from rightfin.case.typed_year import typed_year
from rightfin.lp.program import Label
from rightfin.schema import YearStyle
from rightfin.schema.learning import TO_GRADE


@dataclass(frozen=True)
class TypedAt:
    """A cell of a case: ``row`` is the key of its row, parts joined by a slash, ``column`` a year as digits or a name."""

    table: str
    row: str
    column: str

    def told(self, style: YearStyle = YearStyle.PLAIN) -> str:
        """Return the place in words, as checks name one."""
        heading = style.text(int(self.column)) if self.column.isdecimal() else self.column
        return ", ".join(filter(None, (self.table, f"row {self.row}", f"column {heading}" if heading else "")))


def typed_at(label: Label, case: Case) -> TypedAt | None:
    """Return the cell that a row comes from, in a prepared case; ``None`` for a row that no one cell stands for.

    A value that is carried on to later years is where it is typed, a number that ``over_time`` puts in place of another in
    that table. Of how people stay and leave it is what the cadre began with in the first year, and then who leaves.
    """
    family, index = label
    find = _WHERE.get(family)
    return None if find is None else find(case, *index)


def _of_year(case: Case, table: str, row: str, year: int) -> TypedAt | None:
    """Return the cell of a year, or the one to its left that is carried into it; the row where there is none."""
    column = typed_year(case, table, row, year)
    return None if column is None else TypedAt(table, row, column)


def _number(case: Case, table: str, row: str, column: str, year: int | None) -> TypedAt:
    """Return the cell of a number that may change over time."""
    changed = None if year is None else _of_year(case, "over_time", key_text((table, row, column)), year)
    return changed if changed is not None and changed.column else TypedAt(table, row, column)


def _strength(bound: str) -> Callable[..., TypedAt]:
    def find(case: Case, cadre: str, year: int) -> TypedAt:
        found = _of_year(case, "strength_limits", key_text((cadre, bound)), year)
        return found if found is not None else TypedAt("cadres", cadre, f"{bound}_strength")

    return find


def _flow(case: Case, cadre: str, year: int) -> TypedAt:
    record = next(row for row in case.records("cadres") if row["cadre"] == cadre)
    if year == min(planning_years(case)):
        return TypedAt("cadres", cadre, "opening_strength")
    name = "monthly_attrition" if record["monthly_attrition"] is not None else "attrition"
    return _number(case, "cadres", cadre, name, year)


def _exit_rate(case: Case, cadre: str, year: int) -> TypedAt | None:
    institution = next(str(row["institution"]) for row in case.records("cadres") if row["cadre"] == cadre)
    return _of_year(case, "demobilisation", institution, year)


def _ceiling(case: Case, purse: str, year: int) -> TypedAt | None:
    return _of_year(case, "macro", "security_share", year) if purse == GOVERNMENT else None


def _of_government(series: str) -> Callable[..., TypedAt | None]:
    return lambda case, payer, year: _of_year(case, "macro", series, year) if payer == GOVERNMENT else None


def _rows(table: str) -> Callable[..., TypedAt | None]:
    return lambda case, name, year: _of_year(case, table, name, year)


def _decided(measure: str) -> Callable[..., TypedAt | None]:
    return lambda case, whose, year: _of_year(case, "decided", key_text((measure, whose)), year)


def _numbers(table: str, column: str) -> Callable[..., TypedAt]:
    return lambda case, name, year=None: _number(case, table, name, column, year)


_WHERE: Mapping[str, Callable[..., Any]] = MappingProxyType({
    "minimum_strength": _strength("min"), "maximum_strength": _strength("max"), "target": _rows("targets"),
    "decided": _decided("strength"), "decided_hires": _decided("hires"), "decided_exits": _decided("exits"),
    "decided_promotions": lambda case, a, b, year: _decided("promoted")(case, f"{a}{TO_GRADE}{b}", year),
    "rule": lambda case, name, year: TypedAt("rules", name, "coefficient"),
    "co_financing": _numbers("donors", "match_base"), "training": _numbers("institutions", "training_places"),
    "pipeline": _numbers("institutions", "pipeline"), "exit_rate": _exit_rate, "flow": _flow,
    "promotion_rate": lambda case, a, b, year: TypedAt("promotions", key_text((a, b)), "max_rate"),
    "ceiling": _ceiling, "wage_bill": _of_government("wage_bill_share"), "no_cliff": _of_government("max_step_share"),
    "part_ceiling": _rows("ceilings"), "part_floor": _rows("ceilings"), "absorption": _numbers("assets", "max_purchase"),
    "cost_pay": lambda case, block, year: None,
})
"""How the cell of a row is found, by family of rows; rows of other families stand for no one cell."""
