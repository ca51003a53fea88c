"""Cadres: careers, limits of strength, pensions, overhead."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.cell import as_text
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue
from rightfin.case.limits import RISES, fits, grown, start_of
from rightfin.case.lines import FIXED_COSTS
from rightfin.schema import Column, Kind
from rightfin.schema.shared import GROWTH

_PERSONS = Column("limit", Kind.NUMBER, "", minimum=0.0)

Bound = tuple[dict[int, float | None], bool]


def check_promotions(view: View) -> Iterator[Issue]:
    """Promotions lead from one cadre to another of the same institution."""
    for row in view.rows("promotions"):
        key, start, end = view.key("promotions", row), str(row["from"]), str(row["to"])
        if start == end:
            yield error(
                "promotion_to_itself",
                f"{start} is promoted into itself.",
                "Type the higher grade under to, or delete the row.",
                "promotions",
                key,
                "to",
            )
            continue
        first, second = view.institution_of.get(start), view.institution_of.get(end)
        if first != second and {first, second} <= set(view.names("institutions")):
            yield error(
                "promotion_across",
                f"{start} serves in {first} and {end} in {second}; people are promoted "
                "within one institution, because a promotion moves a post and its pay inside one budget.",
                f"Name a cadre of {first} under to, or let {end} hire from outside.",
                "promotions",
                key,
                "to",
            )


def check_promotion_cycles(view: View) -> Iterator[Issue]:
    """Nobody is promoted back to where he started."""
    steps: dict[str, set[str]] = {}
    for row in view.rows("promotions"):
        if row["from"] != row["to"]:
            steps.setdefault(str(row["from"]), set()).add(str(row["to"]))
    while steps:
        # Grades from which no promotion leads on cannot be on a cycle; taking them away leaves cycles only.
        leading = {start: ends & steps.keys() for start, ends in steps.items()}
        kept = {start: ends for start, ends in leading.items() if ends}
        if kept == steps:
            break
        steps = kept
    if steps:
        path = [min(steps)]
        while path.count(path[-1]) == 1:
            path.append(min(steps[path[-1]]))
        cycle = path[path.index(path[-1]) :]
        yield error(
            "promotion_cycle",
            f"Promotions lead round in a circle: {' to '.join(cycle)}.",
            f"Delete one of these rows, such as {cycle[-2]}/{cycle[-1]}.",
            "promotions",
            f"{cycle[-2]}/{cycle[-1]}",
            "to",
        )


def _bounds(view: View, row: Row) -> tuple[Bound, Bound]:
    """Return least and greatest strength by year and whether each is hard; strength_limits go first."""
    least = number(row["min_strength"])
    found: dict[str, Bound] = {
        "min": (dict.fromkeys(view.years, least), False),
        "max": (dict.fromkeys(view.years, number(row["max_strength"])), False),
    }
    for limit in view.rows("strength_limits"):
        if limit["cadre"] == row["cadre"] and limit["bound"] in found:
            if _odd_limits(view, limit):
                continue  # said by itself; nothing is to follow from it
            values = view.over_years("strength_limits", limit)
            if limit["form"] == GROWTH:
                start = start_of(row, str(limit["bound"]))
                values = dict(zip(values, grown(start, list(values.values())), strict=True))
            found[str(limit["bound"])] = values, limit["hard"] is True
    return found["min"], found["max"]


def check_limits(view: View) -> Iterator[Issue]:
    """No cadre must be larger than it may be."""
    for row in view.rows("cadres"):
        cadre = str(row["cadre"])
        (least, least_hard), (most, most_hard) = _bounds(view, row)
        years = [year for year in view.years if (least[year] or 0.0) > _or_infinite(most[year])]
        if not years:
            continue
        message = (
            f"{cadre} must have at least {as_text(least[years[0]])} and at most {as_text(most[years[0]])} members in "
            f"{years[0]} (such years: {years_text(years)})"
        )
        in_table = {(r["cadre"], r["bound"]) for r in view.rows("strength_limits")}
        place = next(
            (
                (table, key, column)
                for table, key, column, there in (
                    ("strength_limits", f"{cadre}/min", year_column(years[0]), (cadre, "min") in in_table),
                    ("strength_limits", f"{cadre}/max", year_column(years[0]), (cadre, "max") in in_table),
                )
                if there
            ),
            ("cadres", cadre, "min_strength"),
        )
        remedy = "Lower the least or raise the greatest strength in these years."
        if least_hard and most_hard:
            yield error(
                "limits_cross", f"{message}, and both limits are hard, so there is no plan.", remedy, *place
            )
        else:
            yield warning("limits_cross", f"{message}; the plan will break a soft one.", remedy, *place)


def _odd_limits(view: View, row: Row) -> list[int]:
    """Return the years in which a row of limits holds what is no limit, or no rise of one."""
    rises = RISES["strength_limits"] if row["form"] == GROWTH else _PERSONS
    return [year for year, value in view.over_years("strength_limits", row).items()
            if value is not None and not fits(value, rises)]


def _or_infinite(value: float | None) -> float:
    return float("inf") if value is None else value


def check_empty_limits(view: View) -> Iterator[Issue]:
    """A row of limits limits something, and its years hold limits or rises."""
    for row in view.rows("strength_limits"):
        values, odd = view.over_years("strength_limits", row), _odd_limits(view, row)
        if odd:
            most = RISES["strength_limits"].maximum
            what, remedy = ("yearly rise of a limit", f"a share from -1 to {most:g}, such as -0.05") if (
                row["form"] == GROWTH) else (
                "limit of strength", "persons, 0 or more, or growth as form")
            yield error("limit_bounds", f"{values[odd[0]]:g} in {years_text(odd)} cannot be the {what}.", f"Type {remedy}.",
                        "strength_limits", view.key("strength_limits", row), year_column(odd[0]))
        if values and all(value is None for value in values.values()):
            yield warning(
                "limit_empty",
                "The row has no value in any planning year, so it lifts the limit that the "
                "cadres table gives.",
                "Type the limit under its first year, or delete the row.",
                "strength_limits",
                view.key("strength_limits", row),
                year_column(view.years[0]),
            )


def check_attrition(view: View) -> Iterator[Issue]:
    """Attrition is stated by year or by month."""
    for row in view.rows("cadres"):
        if len(_stated(view, "cadres", row, ("attrition", "monthly_attrition"))) > 1:
            yield error(
                "attrition_twice",
                f"{row['cadre']} has attrition by year and by month.",
                "Keep one: attrition falls on those there when the year begins, monthly_attrition on its recruits too.",
                "cadres",
                str(row["cadre"]),
                "monthly_attrition",
            )


def _stated(view: View, table: str, row: Row, columns: tuple[str, ...]) -> list[str]:
    """Return which of some columns of a row are more than nothing, in the row or in a year of ``over_time``."""
    key = view.key(table, row)
    changing = {
        str(other["column"]) for other in view.rows("over_time") if (other["table"], other["row"]) == (table, key)
        and any(view.over_years("over_time", other).values())
    }
    return [name for name in columns if name in changing or number(row[name]) not in (None, 0.0)]


def check_losses(view: View) -> Iterator[Issue]:
    """What is lost is told apart or not."""
    for row in view.rows("institutions"):
        apart = _stated(view, "institutions", row, ("ghosts", "skimming", "waste"))
        if apart and _stated(view, "institutions", row, ("leakage",)):
            yield error(
                "leakage_twice",
                f"leakage is given beside {' and '.join(apart)}; it stands for skimming and waste that are not told apart.",
                "Keep ghosts, skimming and waste, and leave leakage blank.",
                "institutions",
                str(row["institution"]),
                "leakage",
            )


def check_pensions(view: View) -> Iterator[Issue]:
    """Pensions are paid to somebody, and those who retire are paid."""
    for row in view.rows("cadres"):
        cadre = str(row["cadre"])
        retiring, attrition, monthly = (
            view.most("cadres", row, name) for name in ("retiring_share", "attrition", "monthly_attrition")
        )
        attrition += monthly
        changing = {str(other["column"]) for other in view.rows("over_time")
                    if (other["table"], other["row"]) == ("cadres", cadre)
                    and any(number(value) is not None for name, value in other.items() if name.isdigit())}
        has_amount = (number(row["pension"]) or 0.0) > 0.0 or "pension" in changing
        if has_amount and (row["pension_share"] is not None or "pension_share" in changing):
            where, also = "", ""
            if changing & {"pension", "pension_share"}:
                where, also = ", one of them in over_time", ", or delete the row in over_time"
            yield error(
                "pension_twice",
                f"{cadre} has a pension as an amount and as a share of pay{where}.",
                f"Keep one of them: clear pension or pension_share{also}.",
                "cadres",
                cadre,
                "pension_share",
            )
        pension = view.most("cadres", row, "pension") + view.most("cadres", row, "pension_share")
        pensioners = number(row["opening_pensioners"]) or 0.0
        if retiring > 0.0 and pension == 0.0:
            yield warning(
                "no_pension",
                f"A share of {retiring:g} of those who leave {cadre} retires, but their pension is 0.",
                "Type the pension of one pensioner a year, or retiring_share 0.",
                "cadres",
                cadre,
                "pension",
            )
        elif pensioners > 0.0 and pension == 0.0:
            yield warning(
                "no_pension",
                f"{cadre} has {as_text(pensioners)} pensioners, but their pension is 0.",
                "Type the pension of one pensioner a year.",
                "cadres",
                cadre,
                "pension",
            )
        known = any(one["cadre"] == cadre and number(one["with_pension"]) for one in view.rows("retirements"))
        if pension > 0.0 and retiring * attrition == 0.0 and pensioners == 0.0 and not known:
            yield warning(
                "no_pensioners",
                f"{cadre} has a pension, but nobody draws one: retiring_share or attrition "
                "is 0, and there are no opening_pensioners and no retirements.",
                "Type retiring_share and attrition, opening_pensioners, or who retires in a known year (retirements).",
                "cadres",
                cadre,
                "retiring_share",
            )


def check_entry(view: View) -> Iterator[Issue]:
    """People can join a cadre in some way, unless it is meant to die out."""
    fed = {row["to"] for row in view.rows("promotions")} | {row["cadre"] for row in view.rows("integrated")}
    for row in view.rows("cadres"):
        if row["entry"] is False and row["cadre"] not in fed:
            yield warning(
                "no_entry",
                f"Nobody can join {row['cadre']}: entry is false, no promotion leads there and "
                "nobody is integrated.",
                "Type true as entry, or add a promotion, unless it is to die out.",
                "cadres",
                str(row["cadre"]),
                "entry",
            )


def check_overhead(view: View) -> Iterator[Issue]:
    """An overhead ratio is given for overhead only."""
    for row in view.rows("cadres"):
        cadre = str(row["cadre"])
        typed = (row["overhead_ratio"], *view.path("cadres", row, "overhead_ratio").values())
        if cadre in view.serving and any(ratio is not None for ratio in typed):
            yield warning(
                "overhead_unused",
                f"overhead_ratio of {cadre} is not used, because {cadre} serves a need in effects.",
                "Clear it, or write a rule of composition.",
                "cadres",
                cadre,
                "overhead_ratio",
            )


def check_training_used(view: View) -> Iterator[Issue]:
    """Who is in training at the start joins a cadre that trains for years; training places are for a cadre that hires."""
    hiring: dict[str, list[float]] = {}
    for row in view.rows("cadres"):
        if row["entry"] is not False:
            hiring.setdefault(str(row["institution"]), []).append(number(row["training_lead"]) or 0.0)
    for row in view.rows("institutions"):
        name = str(row["institution"])
        leads, waiting = hiring.get(name, []), number(row["pipeline"]) or 0.0
        if waiting > 0.0 and not any(leads):
            why = "every cadre that hires has training_lead 0: recruits join in the year in which they are trained" if (
                leads) else "none of its cadres hires"
            yield warning(
                "pipeline_unused",
                f"The {as_text(waiting)} in training at the start (pipeline of {name}) never join, because {why}.",
                "Type the years that training takes as training_lead in cadres, or clear pipeline.",
                "institutions", name, "pipeline",
            )
        if not leads and number(row["training_places"]):
            yield warning(
                "places_unused",
                f"training_places of {name} have no effect, because none of its cadres hires.",
                "Type true as entry of a cadre, or clear training_places.",
                "institutions", name, "training_places",
            )


def check_institutions_used(view: View) -> Iterator[Issue]:
    """Every institution has people, assets, contracts or running costs."""
    used = {row["institution"] for table in ("cadres", "assets", *FIXED_COSTS) for row in view.rows(table)}
    for name in view.names("institutions"):
        if name not in used:
            yield warning(
                "institution_empty",
                f"{name} has no cadre, no asset, no contract and no running cost, so it costs nothing and does nothing.",
                "Add its cadres, or delete the row.",
                "institutions",
                name,
            )
