"""What falls due and nobody may pay: own money is ruled out by a ceiling of 0, and no donor is left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from rightfin.case.checks.group_names import lines_in_scope
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import warning, years_text
from rightfin.case.issue import Issue
from rightfin.case.lines import FIXED_COSTS, Line

_NAMED = 3
"""Most lines of a kind, and most spells of years, that one warning names; the others it counts."""


class _Due(StrEnum):
    """What falls due on a line; the value is what is said of it before its items."""

    PAY = ""
    SUPPORT = "support of "
    UPKEEP = "upkeep of "
    TRAINING = "training of "
    PENSIONS = "pensions of "
    FIXED = "contracts and running costs for "


_MEANS = {
    _Due.PAY: "the plan can only run down those who are owed it",
    _Due.SUPPORT: "people stay without the support that the case asks for",
    _Due.UPKEEP: "kit and buildings can only be disposed of",
    _Due.TRAINING: "nobody can be hired without a bill that stays unpaid",
    _Due.PENSIONS: "pensions stay unpaid",
    _Due.FIXED: "contracts and running costs stay unpaid",
}
"""What comes of it, as a part of a sentence."""

_Years = tuple[int, ...]
_Stranded = dict[_Years, dict[_Due, list[str]]]


def check_payers(view: View) -> Iterator[Issue]:
    """What falls due has somebody who may pay it: own money within a ceiling above 0, or a donor that has not left."""
    for row in view.rows("ceilings"):
        closed = [year for year, limit in view.over_years("ceilings", row).items() if limit == 0.0]
        if row["bound"] != "max" or not closed or not isinstance(row["scope"], str):
            continue
        name = str(row["ceiling"])
        _, lines = lines_in_scope(view, "ceilings", name, row["scope"])
        stranded: _Stranded = {}
        for line in sorted(lines):
            last = _last_paid(view, line)
            unpaid = [year for year in closed if year > last]
            for due, owed in _owed(view, line, unpaid).items():
                if owed:
                    stranded.setdefault(owed, {}).setdefault(due, []).append(line.item)
        if stranded:
            yield _warned(view, name, stranded)


def _warned(view: View, ceiling: str, stranded: _Stranded) -> Issue:
    spells = sorted(stranded.items(), key=lambda spell: (spell[0][0], -len(spell[0])))
    first, kinds = spells[0][0][0], {due for _, found in spells for due in found}
    told = [f"{_when(view, years)} nobody may pay {_listed(found)}" for years, found in spells[:_NAMED]]
    told += [f"more in {len(spells) - _NAMED} other spells of years"] if len(spells) > _NAMED else []
    part = next((item for _, found in spells for item in found.get(_Due.PAY, ()) if "/" in item), None)
    ends = "" if part is None else (
        f", or end it: a row of over_time with the table pay_parts, the row {part}, the column amount and 0 from "
        f"{first} on"
    )
    means = "; ".join(text for due, text in _MEANS.items() if due in kinds)
    text = "; ".join([told[0], *(f"{one[0].lower()}{one[1:]}" for one in told[1:])])
    return warning(
        "nobody_pays",
        f"{text}: the ceiling {ceiling} is 0 for own money, and no donor is left that may pay it. "
        f"{means[0].upper()}{means[1:]}.",
        f"Type more than 0 in {ceiling} from {first} on,{'' if ends else ' or'} allow a donor that stays in "
        f"eligibility{ends}.",
        "ceilings",
        ceiling,
        str(int(first)),
    )


def _when(view: View, years: _Years) -> str:
    to_the_end = years == tuple(year for year in view.years if year >= years[0])
    return f"From {years[0]} on" if to_the_end else f"In {years_text(years)}"


def _listed(found: Mapping[_Due, Sequence[str]]) -> str:
    """Return what falls due with its items, kind by kind."""
    parts = []
    for due in _Due:
        items = found.get(due, ())
        if items:
            more = f" and {len(items) - _NAMED} more" if len(items) > _NAMED else ""
            parts.append(f"{due}{', '.join(items[:_NAMED])}{more}")
    return ", ".join(parts)


def _last_paid(view: View, line: Line) -> float:
    """Return the last year in which a donor is there that may pay a line; minus infinity where none may."""
    leaves = (number(row["exit_year"]) for row in view.rows("donors") if line in view.eligible[str(row["donor"])])
    return max((float("inf") if year is None else year for year in leaves), default=float("-inf"))


def _owed(view: View, line: Line, years: Sequence[int]) -> dict[_Due, _Years]:
    """Return in which of the years what falls due on a line: what has to be paid, not what the plan may choose to buy."""
    found = {_Due.FIXED: _fixed(view, line, years)}
    if line.category == "pay":
        table, column = ("pay_parts", "amount") if "/" in line.item else ("cadres", "pay")
        found[_Due.PAY] = _costs(view, table, line, column, years, blank=1.0)  # a grid leaves pay blank
    cadre = _row(view, "cadres", line)
    if cadre is not None and line.category == "operations":
        floor = view.path("cadres", cadre, "support_floor")
        asked = [year for year in years if line.item not in view.serving or (floor[year] or 0.0) > 0.0]
        found[_Due.SUPPORT] = _costs(view, "cadres", line, "support", asked)
    if cadre is not None and line.category == "training" and cadre["entry"] is not False:
        found[_Due.TRAINING] = _costs(view, "cadres", line, "training_cost", years)
    if cadre is not None and line.category == "benefits":
        column = "pension" if cadre["pension_share"] is None else "pension_share"
        found[_Due.PENSIONS] = _costs(view, "cadres", line, column, _with_pensioners(view, cadre, years))
    asset = _row(view, "assets", line)
    if asset is not None and line.category == "operations" and number(asset["opening_stock"]):
        found[_Due.UPKEEP] = _costs(view, "assets", line, "upkeep", years)
    return found


def _with_pensioners(view: View, cadre: Row, years: Sequence[int]) -> list[int]:
    """Return the years in which a cadre has pensioners: from the start, or from the first year in which people retire."""
    if number(cadre["opening_pensioners"]):
        return [*years]
    retire = [year for year, share in view.path("cadres", cadre, "retiring_share").items() if share]
    return [year for year in years if retire and year >= retire[0]]


def _costs(view: View, table: str, line: Line, column: str, years: Sequence[int], blank: float = 0.0) -> _Years:
    """Return the years in which a column of the row of a line's item is not 0; ``blank`` stands for no number there."""
    row = _row(view, table, line)
    path = {} if row is None else view.path(table, row, column)
    amounts = {year: blank if amount is None else amount for year, amount in path.items()}
    return tuple(year for year in years if amounts.get(year))


def _fixed(view: View, line: Line, years: Sequence[int]) -> _Years:
    """Return the years in which a contract or a running cost is due on a line."""
    due: set[int] = set()
    for table in FIXED_COSTS:
        for row in view.rows(table):
            if (row["institution"], row["category"], row["item"]) == line:
                due.update(year for year, amount in view.over_years(table, row).items() if amount)
    return tuple(year for year in years if year in due)


def _row(view: View, table: str, line: Line) -> Row | None:
    """Return the row of a table that a line's item names, of the line's institution where the table says it."""
    return next(
        (row for row in view.rows(table)
         if view.key(table, row) == line.item and row.get("institution", line.institution) == line.institution), None,
    )
