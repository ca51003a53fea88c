"""What pages about single questions quote of the fictional case: each piece, and what its numbers are as the page asks."""

from __future__ import annotations

from collections.abc import Iterator

from demo_figures import BILLION, Figures, Planned, billions, fixed, percents, whole
from quotes import Quote

import rightfin

GIFTS, PEOPLE, WHAT_IF = (f"docs/{page}.md" for page in ("gifts", "people", "whatif"))

UPKEEPS = (0.0001, 0.1, 0.13, 0.14)
"""Upkeep of trucks, as the page on gifts asks for one after the other."""

POINTS = range(221, 229)
"""Constables and sergeants for every 100,000 people, as the page on targets asks for one after the other."""

TARGET = ("targets", ("street_police",))


def of_pages(figures: Figures) -> Iterator[Quote]:
    """Yield what needs a few plans."""
    yield from settled_pages(figures)
    yield Quote(GIFTS, "Of the {} used trucks of 2033 in the fictional case {} are taken at the upkeep of the price list, "
                "0.1. With almost none it is {}, because", lambda: _trucks(figures)[:3])
    yield Quote(GIFTS, "The bill begins to count between 0.13, where {} are taken, and 0.14, where it is {}.",
                lambda: _trucks(figures)[3:])
    yield Quote(WHAT_IF, "raises own spending by {} billion over 2026 to 2037 and lowers donors' money by {} billion; "
                "coverage in 2037 is {} % instead of {} %, with {} people instead of {}. So {} billion more is spent in "
                "all.", lambda: _more_own_money(figures))


def settled_pages(figures: Figures) -> Iterator[Quote]:
    """Yield what has one answer, whichever of several equal plans a solver ends at, and takes seconds."""
    yield Quote(PEOPLE, "every 100,000 people in 2030 cost nothing. From there on each costs more: level 2 is {} at 221, "
                "{} at 222, {} at 223, {} at 224 and {} at 225. At {} there is no plan,", lambda: _points(figures))
    yield Quote(PEOPLE, "a billion more of own money in 2027 is worth {} (`ceiling` in `prices`, a billion times its "
                "`price`), so that the step from 223 to 224 costs as much as {} billion.", lambda: _in_money(figures)[:2])
    yield Quote(PEOPLE, "with a `security_share` of {} in 2027, {} billion more, 224 leave {}.",
                lambda: [*_in_money(figures)[2:]])


def _trucks(figures: Figures) -> list[str]:
    def taken() -> tuple[float, list[float]]:
        what_if, found, offered = rightfin.WhatIf(figures.case), [], 0.0
        for upkeep in UPKEEPS:
            plan = what_if.plan(what_if.changed([("assets", ("army_trucks",), "upkeep", upkeep)]))
            rows = plan.tables["in_kind"].where("gift", ["used_trucks"])
            offered = rows.by_year("offered")[2033]
            found.append(rows.by_year("accepted")[2033])
        return offered, found

    offered, (free, listed, some, more) = figures.once("gifts at several upkeeps", taken)
    return [whole(number) for number in (offered, listed, free, some, more)]


def _more_own_money(figures: Figures) -> list[str]:
    """Return what the command ``diff`` tells of one per cent more of the share for security in every year."""
    before, after = figures.planned(), figures.scaled("macro", "security_share", 1.01)
    own = float((after.fiscal.own - before.fiscal.own).sum())
    donors = float((after.grants - before.grants).sum())
    coverage = [percents(found.indicator("coverage")[2037], 1) for found in (after, before)]
    people = [whole(found.total[2037]) for found in (after, before)]
    return [billions(own, 2), billions(-donors, 2), *coverage, *people, billions(own + donors, 2)]


def _asked(figures: Figures) -> tuple[dict[int, float | None], rightfin.WhatIf]:
    """Return level 2 by points of the target, which is hard, and the live models that say so; ``None`` for no plan."""
    def made() -> tuple[dict[int, float | None], rightfin.WhatIf]:
        what_if = rightfin.WhatIf(figures.case)
        return {points: _needs(what_if, points) for points in POINTS}, what_if

    return figures.once("points of a target", made)


def _needs(what_if: rightfin.WhatIf, points: int, *more: tuple[str, tuple[str, ...], str, float]) -> float | None:
    glance = what_if.ask([(*TARGET, "2030", points), (*TARGET, "hard", True), *more])
    return None if glance is None else next(level.value for level in glance.levels if level.name == "needs")


def _points(figures: Figures) -> list[str]:
    found, what_if = _asked(figures)
    before = _needs(what_if, POINTS[0] - 1)
    if before is None or fixed(before, 3) != fixed(found[POINTS[0]] or 0.0, 3):
        raise ValueError(f"{POINTS[0]} cost something in the fictional case")
    first = next(points for points, level in found.items() if level is None)
    return [*(fixed(found[points] or 0.0, 3) for points in range(221, 226)), str(first)]


def _in_money(figures: Figures) -> list[str]:
    """Return the price of a billion in 2027, the step from 223 to 224 in billions, what share gives it and what follows."""
    plan: Planned = figures.planned()
    prices = plan.plan.table("prices")
    price = float(prices[(prices.limit == "ceiling") & (prices.year == 2027)].price.iloc[0]) * BILLION
    found, what_if = _asked(figures)
    amount = round(((found[224] or 0.0) - (found[223] or 0.0)) / price, 1)
    shares = next(row for row in figures.case.records("macro") if row["series"] == "security_share")
    share = float(str(shares["2027"])) * (1.0 + amount * BILLION / plan.fiscal.ceiling[2027])
    share = round(share / 0.00005) * 0.00005
    with_it = _needs(what_if, 224, ("macro", ("security_share",), "2027", share))
    return [fixed(price, 3), fixed(amount), f"{share:.5f}", fixed(amount), fixed(with_it or 0.0, 3)]
