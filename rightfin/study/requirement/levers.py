"""Further things that could pay for a force: the sector's share, one institution's size, the pledge of one donor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rightfin.case.case import Case, Cell
from rightfin.case.payers import GOVERNMENT
from rightfin.fiscal.parameters import Floats
from rightfin.lp.extended import Move
from rightfin.lp.kinds import Axis, Family
from rightfin.lp.program import Program
from rightfin.lp.rules import LIMITS
from rightfin.schema import Value
from rightfin.schema.over_time import PRICES
from rightfin.schema.shared import GROWTH
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.requirement.need import Against, Need
from rightfin.study.requirement.proportion import sides_between, why_searched
from rightfin.study.requirement.unaided import FORCE, MINIMUM, Unaided
from rightfin.study.search import least_number
from rightfin.tolerances import CLOSE

_LAST = ("ceiling", "pledge")
"""Limits of money itself: lifted after all others, and what donors give not at all."""


def freed(program: Program, places: Iterable[int]) -> Program:
    """Return a program without the limits of some rows."""
    at = list(places)
    lower, upper = program.row_lower.copy(), program.row_upper.copy()
    lower[at], upper[at] = -np.inf, np.inf
    return replace(program, row_lower=lower, row_upper=upper)


def against(of: Unaided, does: Callable[[Sequence[int]], bool]) -> Against | None:
    """Return the first limit without whose rows, given by their places, some amount does; ``None`` if there is none.

    Whole families of limits are lifted one alone at a time, and where one lets it do, whose limit it is is sought in the
    same way: of one cadre, asset or institution alone, in all years.
    """
    at: dict[str, dict[tuple[str, ...], list[int]]] = {}
    for place, (family, index) in enumerate(of.program.rows):
        at.setdefault(family, {}).setdefault(tuple(part for part in index if isinstance(part, str)), []).append(place)
    families = [limit for limit in LIMITS if limit.name in at and limit.name not in _LAST]
    families += [limit for limit in LIMITS if limit.name == _LAST[0] and limit.name in at]
    for limit in families:
        rows = at[limit.name]
        if does([place for places in rows.values() for place in places]):
            alone = next((name for name, places in rows.items() if len(rows) > 1 and does(places)), ())
            name = alone or (next(iter(rows)) if len(rows) == 1 else ())
            return Against(limit.gives_way, _whose(of, limit, name))
    return None


def _whose(of: Unaided, limit: Family, name: Sequence[str]) -> str:
    """Return whose limit it is, in full: nobody's in particular where the government alone has such a limit."""
    axes, found = [axis for axis in limit.axes if axis is not Axis.YEAR], []
    for axis, part in zip(axes, name, strict=False):
        if axis not in (Axis.PAYER, Axis.PURSE):
            found.append(_called(of.case, part))
        elif of.parameters.payers.further:
            found.append(_payer(of.case, part))
    return ", ".join(found)


def _payer(case: Case, purse: str) -> str:
    """Return the full name of a payer, or what a transfer that is tied to a scope is called."""
    if purse == GOVERNMENT:
        return "the government"
    names = (str(row["name"]) for row in case.records("payers") if row["payer"] == purse)
    return next(names, f"the transfer {purse}")


def _called(case: Case, part: str) -> str:
    """Return the full name of what a part of an index names."""
    for table, key in (("cadres", "cadre"), ("assets", "asset"), ("institutions", "institution"), ("donors", "donor")):
        for row in case.records(table):
            if row[key] == part:
                return str(row["name"])
    return part


def security_share(of: Unaided, year: int, shares: Sequence[float]) -> Need:
    """Return the least rise of the share of revenue for the sector, the same points in every year from ``year`` on.

    ``shares`` are those of the case by year shown.
    """
    shown = of.parameters.horizon.years[: len(shares)]
    later = {t: share for t, share in zip(shown, shares, strict=True) if t >= year}

    def cells(points: float) -> list[Cell]:
        return [("macro", ("security_share",), str(t), share + 0.01 * points) for t, share in later.items()]

    amount, how, reason = least(of, cells, 1.0, 100.0 * (1.0 - max(later.values())))
    return Need("security_share", f"A larger share of revenue for the sector, the same points in every year from {year} on",
                amount, "points of revenue", how, cells=tuple(cells(amount)) if amount else (), against=reason)


def tax_effort(of: Unaided, year: int, ratios: Sequence[float], limit: float) -> Need:
    """Return the least rise of revenue from ``year`` on which in no year takes more than ``limit`` of GDP.

    ``ratios`` are revenue over GDP by year shown; a year that is beyond the limit already stays as it is.
    """
    shown = of.parameters.horizon.years[: len(ratios)]
    later = {t: ratio for t, ratio in zip(shown, ratios, strict=True) if t >= year}

    def cells(points: float) -> list[Cell]:
        return [("macro", ("revenue_ratio",), str(t), max(ratio, min(ratio + 0.01 * points, limit)))
                for t, ratio in later.items()]

    most = max(0.0, 100.0 * (limit - min(later.values())))
    amount, reason = _searched(of, cells, most)
    return Need("tax_effort", f"Extra revenue from {year} on, up to {100.0 * limit:g}% of GDP", amount, "points of GDP",
                "search, because the limit cuts it off year by year", cells=tuple(cells(amount)) if amount else (),
                against=reason)


def institutions(of: Unaided) -> Iterator[Need]:
    """Yield the least share that each institution alone would have to give up of its force; none where there is but one."""
    people = of.parameters.people
    for institution in people.institutions if len(people.institutions) > 1 else ():
        cadres = [people.institution_of[k] == institution for k in people.cadres]
        kept = of.kept.strength[cadres].sum(axis=0)[: of.parameters.horizon.shown]
        if kept.any():
            yield _smaller(of, institution, frozenset(np.array(people.cadres)[cadres].tolist()), kept)


def _smaller(of: Unaided, institution: str, cadres: frozenset[str], kept: Floats) -> Need:
    least_strengths = [
        place for place, (family, index) in enumerate(of.program.rows) if family in MINIMUM and index[0] in cadres
    ]
    rows, move = of.rows(by_move=True, cadres=cadres), Move(FORCE, np.zeros(len(of.program.rows)), 1.0)

    def least(lifted: Sequence[int]) -> float | None:
        return of.least(move, rows=rows, program=freed(of.program, [*least_strengths, *lifted]))

    amount, name = least(()), _called(of.case, institution)
    return Need(
        f"force_of_{institution}", f"Giving up a part of the force of {name} alone, the same share of each of its cadres",
        amount, "share of its force", "one optimisation",
        () if amount is None else tuple(((1.0 - amount) * kept).tolist()),
        against=against(of, lambda lifted: least(lifted) is not None) if amount is None else None, of=name,
    )


def pledges(of: Unaided, year: int, leaving: Sequence[str]) -> Iterator[Need]:
    """Yield what each donor alone would have to give a year: one that leaves if it stayed, others on top of pledges."""
    pledged = {str(row["donor"]): row for row in of.case.records("pledges")}
    for row in of.case.records("donors"):
        if row["donor"] in pledged:
            yield _pledge(of, year, row, pledged[str(row["donor"])], stays=row["donor"] in leaving)


def _pledge(of: Unaided, year: int, row: Mapping[str, Value], pledged: Mapping[str, Value], *, stays: bool) -> Need:
    donor, name, shown = str(row["donor"]), str(row["name"]), of.parameters.horizon.years[: of.parameters.horizon.shown]
    first = max(year - int(float(str(row["delay_years"] or 0))), shown[0])
    before = {t: 0.0 if stays else float(str(pledged.get(str(t)) or 0.0)) for t in shown if t >= first}
    staying = exit_cells([donor], None) if stays else ()

    def cells(amount: float) -> list[Cell]:
        return [*staying, *(("pledges", (donor,), str(t), value + amount) for t, value in before.items())]

    size = float(of.parameters.fiscal.ceiling.max()) or 1.0
    amount, how, reason = least(of, cells, size, float(of.parameters.fiscal.gdp.max()))
    return Need(
        f"pledge_of_{donor}", f"{'A pledge' if stays else 'A larger pledge'} of {name} alone, the same amount in every "
        f"year from {of.parameters.horizon.style.written(first)} on", amount,
        str(row["currency"] or "currency"), how, cells=tuple(cells(amount)) if amount else (), against=reason,
        of=name,
    )


def least(
    of: Unaided, cells: Callable[[float], list[Cell]], step: float, most: float
) -> tuple[float | None, str, Against | None]:
    """Return the least amount, how it was found, and what stands against it; ``step`` is an amount of ordinary size."""
    base = of.with_cells(cells(0.0))
    one, whole = of.with_cells(cells(step)), of.with_cells(cells(most))
    sides = sides_between(base, one)
    if sides is None or sides_between(base, whole) is None:
        amount, reason = _searched(of, cells, most)
        return amount, why_searched(base, one, whole), reason
    move = Move("amount", sides, most / step)
    found = of.least(move, program=base)
    reason = None
    if found is None:
        reason = against(of, lambda lifted: of.least(move, program=freed(base, lifted)) is not None)
    return None if found is None else found * step, "one optimisation", reason


def _searched(
    of: Unaided, cells: Callable[[float], list[Cell]], most: float
) -> tuple[float | None, Against | None]:
    """Return the least amount by halving, taking for granted that more of it never makes things worse."""
    if of.is_paid(of.with_cells(cells(0.0))):
        return 0.0, None
    whole = of.with_cells(cells(most))
    if not of.is_paid(whole):
        return None, against(of, lambda lifted: of.is_paid(freed(whole, lifted)))
    return least_number(0.0, most, lambda amount: of.is_paid(of.with_cells(cells(amount))), CLOSE, relative=True), None


def cheaper(case: Case, cut: float) -> Iterator[Cell]:
    """Yield the cells of unit costs that are cut by a share, those that change over time too."""
    prices: Mapping[str, Sequence[str]] = {
        "cadres": ("pay", "support", "training_cost", "severance", "pension"), "pay_parts": ("amount",),
        "pay_grid": ("amount",), "assets": ("price",), "demobilisation": ("reintegration",),
    }
    for table, columns in prices.items():
        for row in case.records(table):
            for column in columns:
                value = row[column]
                if isinstance(value, (int, float)):
                    yield table, case.tables[table].key_of(row), column, (1.0 - cut) * float(value)
    for row in case.records("over_time"):
        if row["column"] in PRICES.get(str(row["table"]), ()) and row["form"] != GROWTH:
            for year, value in row.items():
                if year.isdigit() and isinstance(value, (int, float)):
                    yield "over_time", case.tables["over_time"].key_of(row), year, (1.0 - cut) * float(value)
