"""Cells of a plan: one number in one year, as people name it in one text.

``cadre=constables,year=2029``, ``institution=police,year=2029``, ``need=crime,year=2029``, ``region=delta,year=2029`` (all
needs there; with ``need=`` that one), ``line=police.pay,year=2029`` (or ``police.pay.constables``), ``donor=lake_state``,
``payer=government``; or a quantity by its name, ``strength.women@2029``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.lines import lines_of
from rightfin.case.nearest import choose
from rightfin.case.resolve import base_and_end, planning_years, style_of_case
from rightfin.lp.cells import ladder
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Linear, Term
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Label
from rightfin.lp.rules import DECISIONS
from rightfin.lp.rules.cost import direct_cost, fixed_cost
from rightfin.result.assemble import names_of
from rightfin.study.why.quantities import (
    KINDS_OF_THINGS,
    LinearSum,
    Quantity,
    QuantityKind,
    quantity_named,
    quantity_of,
)

YEAR, NEED, REGION, LINE = "year", "need", "region", "line"

KINDS = (*KINDS_OF_THINGS, REGION, LINE)
"""Kinds of things that a cell may name."""


@dataclass(frozen=True)
class PlanCell:
    """A number of the plan in one year, which is that of the model, not as the case writes it."""

    quantity: Quantity
    year: int


def cell_at(text: str, case: Case) -> PlanCell:
    """Return the cell that a text names in a prepared case; raises ``CaseError`` with every problem."""
    named, at, year = text.rpartition("@")
    if at and YEAR not in (part.partition("=")[0].strip() for part in text.split(",")):
        return PlanCell(_by_full_name(named.strip(), case), _year(year, case))
    parts: dict[str, str] = {}
    issues = []
    for part in _parted(text):
        key, equals, value = (one.strip() for one in part.partition("="))
        if not equals or not value or key in parts:
            issues.append(Issue("cell_named", f"{part} does not say what of the plan is meant.", _how(part, text, case)))
        elif key not in (*KINDS, YEAR):
            issues.append(Issue("cell_named", f"A cell has no {key}.", choose(key, (*KINDS, YEAR))))
        else:
            parts[key] = value
    if not issues and YEAR not in parts:
        issues.append(Issue("cell_named", f"{text or 'Nothing'} names no year.", "Write year=2029 after it, or @2029."))
    if not issues and set(parts) - {YEAR} not in ({kind} for kind in KINDS) and set(parts) != {NEED, REGION, YEAR}:
        issues.append(Issue("cell_named", f"{text} does not name one thing.",
                            f"Name one of {', '.join(KINDS)}, or a need and a region, beside the year."))
    if issues:
        raise CaseError(issues)
    return PlanCell(_quantity(parts, case), _year(parts[YEAR], case))


def _how(part: str, text: str, case: Case) -> str:
    """Return how a number is named; where a part names something alone, what may stand before it."""
    year = next((one.strip() for one in text.split(",") if one.strip().startswith(f"{YEAR}=")),
                f"{YEAR}={style_of_case(case).text(base_and_end(case)[1])}")
    kinds = [kind for kind, (table, key) in _TABLES.items()
             if any(part.strip().casefold() in (str(row[key]).casefold(), str(row.get("name", "")).casefold())
                    for row in case.records(table))]
    if not kinds:
        return f"Write what it is before it, as in --at cadre=ID,{year}; kinds are {', '.join(KINDS)}."
    return f"Write --at {' or '.join(f'{kind}={part.strip()},{year}' for kind in kinds)}."


_TABLES = {"cadre": ("cadres", "cadre"), "institution": ("institutions", "institution"), NEED: ("needs", "need"),
           REGION: ("regions", "region"), "donor": ("donors", "donor"), "payer": ("payers", "payer")}
"""Where the things stand that a number of the plan may be about: table and column."""


def _parted(text: str) -> list[str]:
    """Return the parts between commas; a comma before what is no part of its own belongs to the name of a thing."""
    parts = list[str]()
    for part in filter(None, (one.strip() for one in text.split(","))):
        if "=" not in part and parts and parts[-1].partition("=")[0].strip() in KINDS:
            parts[-1] = f"{parts[-1]}, {part}"
        else:
            parts.append(part)
    return parts


def _by_full_name(name: str, case: Case) -> Quantity:
    """Return a quantity by its name, also the one that it has of a line or of a region: *coverage.all.delta*."""
    measure, *whose = name.split(".")
    if measure == LINE and whose:
        return _of_line(".".join(whose), case)
    if measure == QuantityKind.COVERAGE and len(whose) == 2:
        return _of_region(whose[1], "" if whose[0] == "all" else whose[0], case)
    return quantity_named(name, case)


def _year(text: str, case: Case) -> int:
    style, years = style_of_case(case), planning_years(case)
    year = style.year_of(text.strip())
    if year not in years:
        _, end = base_and_end(case)
        raise CaseError([Issue("year_outside", f"{text.strip() or 'Nothing'} is not a year of the plan.",
                               f"Name a year from {style.text(years[0])} to {style.text(end)}.")])
    return year


def _quantity(parts: Mapping[str, str], case: Case) -> Quantity:
    if REGION in parts:
        return _of_region(parts[REGION], parts.get(NEED, ""), case)
    (kind, whose), = ((kind, whose) for kind, whose in parts.items() if kind != YEAR)
    return _of_line(whose, case) if kind == LINE else quantity_of(kind, whose, case)


def _of_region(region: str, need: str, case: Case) -> Quantity:
    """Return the coverage of a region, of all its needs by weight or of one.

    Pieces of unmet need of one band are shared by regions of one cell in proportion to the widths that each can give, as
    in tables.
    """
    names = names_of(case)
    for what, known in ((region, names.regions), (need, names.needs)):
        if what and what not in known:
            raise CaseError([Issue("unknown_cell", f"The case has no {'region' if what == region else 'need'} {what}.",
                                   choose(what, list(known)))])

    def sum_in(d: Inputs, year: int) -> LinearSum:
        needs, at = d.parameters.needs, d.parameters.horizon.years.index(year)
        place = needs.regions.index(region)
        needed = {
            one: float(needs.need[n, place, at]) for n, one in enumerate(needs.needs) if need in ("", one)
        }
        weight = {one: float(needs.weight[needs.needs.index(one)]) for one, amount in needed.items() if amount > 0.0}
        whole = sum(weight.values())
        if whole <= 0.0:
            return LinearSum({}, 1.0)
        cell = next(name for name, members in d.layout.cells.regions.items() if region in members)
        terms: dict[Label, float] = {}
        for one, by in weight.items():
            bands = d.layout.cells.bands[one, cell, year]
            for band, share in enumerate(_shares(d, one, cell, region, at, len(bands))):
                if share > 0.0:
                    terms["unmet", (one, cell, year, band)] = -by / whole / needed[one] * share
        return LinearSum(terms, 1.0)

    title = f"Coverage: {names.needs[need] if need else 'all needs'}, {names.regions[region]}"
    return Quantity(f"coverage.{need or 'all'}.{region}", title, QuantityKind.COVERAGE, sum_in)


def _shares(d: Inputs, need: str, cell: str, region: str, at: int, bands: int) -> Iterable[float]:
    """Return what share of each band of unmet need of a cell is that of one of its regions."""
    needs, members = d.parameters.needs, d.layout.cells.regions[cell]
    if len(members) == 1:
        return [1.0] * bands
    h, places = needs.needs.index(need), [needs.regions.index(one) for one in members]
    need_of = needs.need[h, places, at : at + 1]
    net = need_of - needs.external[h, places, at : at + 1]
    pieces = ladder(need_of, net, [width for width, _ in needs.bands[need]])[:, :, 0]
    whole = pieces.sum(axis=1)
    found = np.divide(pieces[:, members.index(region)], whole, out=np.zeros_like(whole), where=whole > 0.0)
    return list(map(float, found))


def _of_line(text: str, case: Case) -> Quantity:
    """Return what the lines cost that a text names: institution, category and, if it says so, item."""
    wanted = [part.strip() for part in text.split(".", 2)]
    lines = [line for line in lines_of(case) if list(line)[: len(wanted)] == wanted]
    if not lines or len(wanted) < 2:
        offered = list(dict.fromkeys(f"{line.institution}.{line.category}" for line in lines_of(case)))
        raise CaseError([Issue("unknown_cell", f"The case has no line {text}.", choose(text, offered))])

    def sum_in(d: Inputs, year: int) -> LinearSum:
        terms, fixed = dict[Label, float](), 0.0
        numbered, labels = _numbered(d)
        for line in lines:
            found = direct_cost(numbered, d, line, year)
            direct, constant = found.flat() if isinstance(found, Linear) else ({}, float(found))
            gross = d.gross_up[line.institution, line.category, year]
            fixed += fixed_cost(d, line, year) + gross * constant
            for column, by in direct.items():
                terms[labels[column]] = terms.get(labels[column], 0.0) + gross * by
        return LinearSum(terms, fixed)

    names = names_of(case)
    what = ", ".join([names.institutions[wanted[0]], wanted[1], *(_item(one, case) for one in wanted[2:])])
    return Quantity(f"line.{'.'.join(wanted)}", f"Cost: {what}", QuantityKind.COST, sum_in)


def _item(item: str, case: Case) -> str:
    names = names_of(case)
    return names.cadres.get(item, names.assets.get(item, item))


def _numbered(d: Inputs) -> tuple[Decisions, list[Label]]:
    """Return the decisions as rules read them, numbered, and their labels by number."""
    kinds: dict[str, dict[Any, Linear]] = {}
    labels: list[Label] = []
    for decision in DECISIONS:
        kinds[decision.name] = {}
        for index in decision.indices(d):
            kinds[decision.name][index if len(index) > 1 else index[0]] = Term(len(labels))
            labels.append((decision.name, index))
    return Decisions(kinds), labels
