"""Actuals and benchmarks: that what they are of stands in the case, and that the years can have been."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning, year_column
from rightfin.case.issue import Issue
from rightfin.schema.learning import DECIDABLE, MAY_BE_NEGATIVE, MEASURE, PROMISED, TO_GRADE, WHOLE, WHOLE_YEAR


def check_actuals(view: View) -> Iterator[Issue]:
    """What was counted is of something of the case, and no share is above 1."""
    for row in view.rows("actuals"):
        yield from _of_something(view, "actuals", row)
        measure = MEASURE.get(str(row["measure"]))
        if measure is None:
            continue
        for year, value in row.items():
            found = number(value)
            if not year.isdigit() or found is None:
                continue
            if found < 0.0 and measure.name != MAY_BE_NEGATIVE:
                yield error("actual_below", f"{found:g} is below zero.", "Type what was counted, 0 if there was nothing.",
                            "actuals", view.key("actuals", row), year)
            elif found > 1.0 and measure.unit.startswith("share"):
                yield error("actual_share", f"{found:g} is above 1, all there is.", "Type a share from 0 to 1, such as "
                            "0.45.", "actuals", view.key("actuals", row), year)


_STANDING = (("strength", "cadres"), ("stock", "assets"), ("backlog", "justice_stages"), ("arrears", "payers"),
             ("reserve", "payers"), ("carried", "donors"))
"""What must be known at the end of settled years, and of which rows."""


def check_settled(view: View) -> Iterator[Issue]:
    """Settled years lie within the plan, and what stands at their end is known."""
    last, base, end = (view.settings[name] for name in ("settled_to", "base_year", "end_year"))
    if type(last) is not int or type(base) is not int or type(end) is not int:
        return
    if not base < last < end:
        yield error("settled_year", f"{view.written(last)} is no year that can be settled.",
                    "Name a year after the base year and before the end year, or delete the row.", "settings", "settled_to",
                    "value")
        return
    known = {
        (row["measure"], row["whose"]) for row in view.rows("actuals")
        if row["months"] == WHOLE_YEAR and number(row.get(year_column(last))) is not None
    }
    for measure, table in _STANDING:
        names = view.names(table)
        alone = table == "payers" and len(names) < 2
        missing = [name for name in names if (measure, name) not in known]
        if missing and not (alone and (measure, WHOLE) in known):
            listed = ", ".join(missing[:5]) + (f" and {len(missing) - 5} more" if len(missing) > 5 else "")
            yield error(
                "settled_unknown", f"Years up to {view.written(last)} are settled, but {measure} at the end of that "
                                   f"year is "
                f"not known of {listed}.",
                "Type it into actuals, or let rightfin roll fill in what nobody counted as planned.", "actuals",
            )


def check_decided(view: View) -> Iterator[Issue]:
    """What is decided is of a cadre, or of a promotion, of the case."""
    fed = {row["to"] for row in view.rows("promotions")}
    hired_not = {row["cadre"] for row in view.rows("cadres")
                 if row["entry"] is False or (row["entry"] is None and row["cadre"] in fed)}
    for row in view.rows("decided"):
        of = "promotions" if row["measure"] == "promoted" else "cadres"
        known, whose = _names(view, of), str(row["whose"])
        if row["measure"] in DECIDABLE and whose not in known:
            yield error("whose_unknown", f"There is no {whose} in the table {of}.", view.suggestions.choose(whose, known),
                        "decided", view.key("decided", row), "whose")
        elif row["measure"] == "hires" and whose in hired_not:
            yield error("decided_recruits", f"Nobody is hired from outside into {whose}, so no recruits can be decided.",
                        "Decide promotions into it, or mark the cadre as entry.", "decided",
                        view.key("decided", row), "whose")


def check_benchmarks(view: View) -> Iterator[Issue]:
    """What was promised is of something of the case, in a year of the plan, under scenarios that the case has."""
    known = sorted({str(row["scenario"]) for row in view.rows("scenarios")})
    for row in view.rows("benchmarks"):
        name, measure = str(row["benchmark"]), row["measure"]
        if measure is not None and str(measure) not in PROMISED:
            yield error("benchmark_measure", f"{measure} is no measure and no indicator.",
                        view.suggestions.choose(str(measure), tuple(PROMISED)), "benchmarks", name, "measure")
        elif str(measure) in MEASURE:
            yield from _of_something(view, "benchmarks", row)
        elif row["whose"] != "*":
            yield error("benchmark_whole", f"{row['measure']} is an indicator of the whole plan, not of {row['whose']}.",
                        "Leave whose blank.", "benchmarks", name, "whose")
        year = number(row["year"])
        if view.years and year is not None and int(year) not in view.years:
            yield warning(
                "benchmark_year", f"{name} is about {view.written(year)}, in which there is no plan.",
                f"Name a year from {view.years[0]} to {view.years[-1]}, or leave it as a note.", "benchmarks", name, "year",
            )
        for one in scenarios_of(row):
            if one not in known:
                yield error("benchmark_scenario", f"{name} names the scenario {one}, which the case does not have.",
                            view.suggestions.choose(one, known), "benchmarks", name, "scenarios")


def scenarios_of(row: Row) -> tuple[str, ...]:
    """Return the scenarios under which a benchmark was said."""
    return tuple(part.strip() for part in str(row["scenarios"] or "").split("+") if part.strip())


def _of_something(view: View, table: str, row: Row) -> Iterator[Issue]:
    """Yield what is wrong with the thing that a row says it is of."""
    measure, whose = MEASURE.get(str(row["measure"])), str(row["whose"])
    if measure is None:
        return
    key = view.key(table, row)
    if whose == "*":
        if not measure.of_all:
            yield error("whose_missing", f"{measure.name} is always of one row of {' or '.join(measure.whose)}.",
                        "Type its id under whose.", table, key, "whose")
        return
    known = [name for of in measure.whose for name in _names(view, of)]
    if not known and not measure.whose:
        yield error("whose_whole", f"{measure.name} is of {measure.of_all}, not of {whose}.", "Leave whose blank.", table,
                    key, "whose")
    elif whose not in known:
        yield error("whose_unknown", f"There is no {whose} in the table{'s' * (len(measure.whose) > 1)} "
                    f"{' or '.join(measure.whose)}.", view.suggestions.choose(whose, known), table, key, "whose")


def _names(view: View, table: str) -> tuple[str, ...]:
    if table == "promotions":
        return tuple(f"{row['from']}{TO_GRADE}{row['to']}" for row in view.rows(table))
    return view.names(table)


