"""Pay: said once for each cadre, by one amount, by parts or by a grid."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue
from rightfin.schema import BY_NAME
from rightfin.schema.shared import GROWTH
from rightfin.tolerances import TYPED

_TABLES = BY_NAME["cadres"].column("pay").or_in


def check_pay(view: View) -> Iterator[Issue]:
    """The pay of every cadre is said in one place, and what changes over time is what is said there."""
    detailed = {table: {row["cadre"] for row in view.rows(table)} for table in _TABLES}
    for row in view.rows("cadres"):
        cadre = str(row["cadre"])
        said = [*(["cadres"] if row["pay"] is not None else []), *(t for t in _TABLES if row["cadre"] in detailed[t])]
        if not said:
            yield error(
                "pay_missing",
                f"The pay of {cadre} is blank, and it has no row in pay_parts or pay_grid.",
                "Type its pay, its parts in pay_parts, or its grades and steps in pay_grid; 0 for people who are not paid.",
                "cadres",
                cadre,
                "pay",
            )
        elif len(said) > 1:
            others = f"the rows of {cadre} in {said[1]}" if len(said) == 2 else f"its rows in {' and '.join(said[1:])}"
            yield error(
                "pay_twice",
                f"The pay of {cadre} is given in {' and in '.join(said)}, and would have to be the same in all of them.",
                f"Clear its pay in cadres, which the sum of parts or the average of a grid replaces, or delete {others}."
                if said[0] == "cadres" else f"Keep one of them: delete the rows of {cadre} in the other.",
                said[0],
                cadre if said[0] == "cadres" else _first(view, said[0], cadre),
                "pay" if said[0] == "cadres" else "cadre",
            )
    for row in view.rows("over_time"):
        whole = row["table"] == "cadres" and row["column"] == "pay" and row["form"] != GROWTH
        if whole and row["row"] in detailed["pay_parts"]:
            yield error(
                "over_time_parts",
                f"The pay of {row['row']} is the sum of its parts in pay_parts, so no one amount can stand in its place.",
                "Type growth as form and yearly rises, which hold for every part, or name a part of the table pay_parts.",
                "over_time",
                view.key("over_time", row),
                "column",
            )


def _first(view: View, table: str, cadre: str) -> str:
    return next(view.key(table, row) for row in view.rows(table) if row["cadre"] == cadre)


def check_grids(view: View) -> Iterator[Issue]:
    """The staff of a grid are all on one of its steps, and whoever moves has a step to move to."""
    grids: dict[str, list[Row]] = {}
    for row in view.rows("pay_grid"):
        grids.setdefault(str(row["cadre"]), []).append(row)
    if not grids.keys() <= view.institution_of.keys():
        return  # an unknown cadre is said by itself, and the steps of another grid may be among its rows
    for cadre, rows in grids.items():
        shares = [number(row["share"]) for row in rows]
        whole = math.fsum(share or 0.0 for share in shares)
        if None not in shares and abs(whole - 1.0) > TYPED:
            yield error(
                "grid_shares",
                f"The shares of staff of {cadre} in pay_grid sum to {whole:.9g}, not to 1.",
                "Type the shares of all its staff, such as 0.25 for a quarter; put what rounding leaves on the largest.",
                "pay_grid",
                view.key("pay_grid", rows[0]),
                "share",
            )
        highest = {row["grade"]: max(number(r["step"]) or 0.0 for r in rows if r["grade"] == row["grade"]) for row in rows}
        for row in rows:
            if row["moves"] and number(row["step"]) == highest[row["grade"]]:
                yield warning(
                    "grid_top",
                    f"{view.key('pay_grid', row)} is the highest step of its grade, so nobody moves up from it.",
                    "Clear moves there, or add the step above.",
                    "pay_grid",
                    view.key("pay_grid", row),
                    "moves",
                )
