"""The justice chain: its order, who works it, and where its cases end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue
from rightfin.schema import Value

_STAGES, _STAFF, _CASES, _PLACES = "justice_stages", "justice_staff", "justice_cases", "prison_places"

MOST_STAGES = 50
"""No case passes through more; a longer list is a slip of the pen, and every queue takes a while to work out."""


def check_stages(view: View) -> Iterator[Issue]:
    """Every stage has a place of its own, knows how long sentences are, and is worked by somebody."""
    if len(view.rows(_STAGES)) > MOST_STAGES:
        yield error("too_many_stages", f"There are {len(view.rows(_STAGES)):,} stages of justice.",
                    f"Keep to {MOST_STAGES}.", _STAGES)
        return
    seen: dict[object, str] = {}
    worked = {str(row["stage"]) for row in view.rows(_STAFF) if view.most(_STAFF, row, "throughput") > 0.0}
    for row in view.rows(_STAGES):
        stage, order = str(row["stage"]), row["order"]
        if order is not None and order in seen:
            yield error(
                "stage_order",
                f"{stage} and {seen[order]} have the same place {order} in the chain, so nobody knows which comes first.",
                "Give each stage a whole number of its own, 1 for the first.",
                _STAGES, stage, "order",
            )
        seen.setdefault(order, stage)
        needs_sentence = view.most(_STAGES, row, "prison_share") > 0.0 or (number(row["opening_convicted"]) or 0.0) > 0.0
        if needs_sentence and (not view.years or None in view.path(_STAGES, row, "sentence").values()):
            yield error(
                "stage_sentence",
                f"{stage} sends people to prison, and nobody says for how long.",
                "Type the mean time served, in years, as sentence.",
                _STAGES, stage, "sentence",
            )
        if stage not in worked:
            yield warning(
                "stage_unworked",
                f"Nobody works {stage}, so its cases only wait.",
                f"Add to justice_staff which cadre works {stage}, with its throughput.",
                _STAGES, stage,
            )


def check_stages_staffed(view: View) -> Iterator[Issue]:
    """Somebody may work every stage in every year planned: who is trained for years is not there in the first ones."""
    if not view.years:
        return
    cadres = {str(row["cadre"]): row for row in view.rows("cadres")}
    for row in view.rows(_STAGES):
        who = [str(staff["cadre"]) for staff in view.rows(_STAFF)
               if staff["stage"] == row["stage"] and view.most(_STAFF, staff, "throughput") > 0.0]
        begins = [_first_there(view, cadres[cadre]) for cadre in who if cadre in cadres]
        empty = [year for year in view.years if year < min(begins)] if begins else []
        if empty:
            text = view.style.text
            until = text(empty[0]) if len(empty) == 1 else f"{text(empty[0])} to {text(empty[-1])}"
            yield warning(
                "stage_unstaffed",
                f"Nobody can work {row['stage']} in {until}: none of {', '.join(who)} is there at the start, and none can "
                "join before. Its cases only wait.",
                "Type an opening_strength or a shorter training_lead of a cadre that works it, or let another one work it.",
                _STAGES, str(row["stage"]),
            )


def _first_there(view: View, cadre: Mapping[str, Value]) -> int:
    """Return the first year in which people of a cadre may be there: the first planned one where that is not known."""
    first, name = view.years[0], cadre["cadre"]
    if (number(cadre["opening_strength"]) or 0.0) > 0.0 or any(row["to"] == name for row in view.rows("promotions")):
        return first
    comes = [year for row in view.rows("integrated") if row["cadre"] == name
             for year, people in view.over_years("integrated", row).items() if (people or 0.0) > 0.0 and year >= first]
    if cadre["entry"] is True or (cadre["entry"] is None and not any(
            row["cadre"] == name for row in view.rows("integrated"))):
        comes.append(first + int(number(cadre["training_lead"]) or 0.0))
    return int(min(comes, default=view.years[-1] + 1))


def check_stage_weights(view: View) -> Iterator[Issue]:
    """Waiting cases do not count more than all needs together."""
    stages = sum(number(row["weight"]) or 0.0 for row in view.rows(_STAGES))
    needs = sum(number(row["weight"]) or 0.0 for row in view.rows("needs"))
    if view.rows("needs") and stages > needs:
        yield warning(
            "stage_weights",
            f"The weights of all stages sum to {stages:g}, those of all needs to {needs:g}: cases that wait count more "
            "than everything else, and other needs may be emptied for them.",
            "Type a weight for every stage; where needs weigh about 1, 0.03 to 0.05 is a usual size.",
            _STAGES, str(view.rows(_STAGES)[0]["stage"]), "weight",
        )


def check_case_numbers(view: View) -> Iterator[Issue]:
    """There are no more cases, and no more people in prison, than inhabitants."""
    people = sum(number(row["population"]) or 0.0 for row in view.rows("regions"))
    typed = [
        (table, view.key(table, row), column, number(row.get(column)) or 0.0)
        for table, columns in (
            (_STAGES, ("opening_backlog", "opening_convicted")), (_CASES, tuple(str(int(year)) for year in view.years)),
            (_PLACES, tuple(str(int(year)) for year in view.years)))
        for row in view.rows(table) for column in columns
    ]
    seen = set[tuple[str, str]]()
    for table, key, column, amount in typed:
        if 0.0 < people < amount and (table, key) not in seen:
            seen.add((table, key))
            yield warning(
                "magnitude", f"{amount:,.0f} is typed here, and all regions together have {people:,.0f} inhabitants.",
                "Type cases, people and places one by one, and inhabitants in persons.", table, key, column,
            )


def check_cases(view: View) -> Iterator[Issue]:
    """Cases come into the chain, from the first year on."""
    brings = any(view.most(_STAFF, row, "cases_per_head") > 0.0 for row in view.rows(_STAFF))
    if view.rows(_STAGES) and not brings and not view.rows(_CASES):
        yield warning(
            "no_cases",
            "No case comes into the justice chain.",
            "Type the cases of the first stage in justice_cases, or in justice_staff who brings them.",
            _STAGES, str(view.rows(_STAGES)[0]["stage"]),
        )
    for table, what in ((_CASES, "cases"), (_PLACES, "places")):
        for row in view.rows(table):
            blank = [year for year, value in view.over_years(table, row).items() if value is None]
            if blank:
                yield error(
                    "blank_cases",
                    f"The {what} are blank in {blank[0]}, and no year before it has a value.",
                    f"Type the {what}, or 0 if there are none yet.",
                    table, view.key(table, row), str(int(blank[0])),
                )


def check_staff(view: View) -> Iterator[Issue]:
    """Every row of the staff does something."""
    for row in view.rows(_STAFF):
        if not any(view.most(_STAFF, row, column) > 0.0 for column in ("throughput", "cases_per_head")):
            yield warning(
                "staff_idle",
                f"{row['cadre']} neither works {row['stage']} nor brings cases into it.",
                "Type its throughput or its cases_per_head, or delete the row.",
                _STAFF, view.key(_STAFF, row),
            )


def check_prisons(view: View) -> Iterator[Issue]:
    """Prison places stand in one row, and only where there is a chain that fills them."""
    rows = view.rows(_PLACES)
    if len(rows) > 1:
        yield error(
            "prisons_together",
            f"There are {len(rows)} rows of prison places, but all prisons count together.",
            "Add the places up in one row.",
            _PLACES, view.key(_PLACES, rows[1]),
        )
    if rows and not view.rows(_STAGES):
        yield warning(
            "prisons_unused",
            "There are prison places, but no justice_stages whose people fill them, so they change nothing.",
            "Fill in justice_stages, or delete the row.",
            _PLACES, view.key(_PLACES, rows[0]),
        )
