"""What the pages of Liberia and Sierra Leone quote of runs: each piece of a page, and what its numbers are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import pandas as pd
from demo_figures import DEMO, Figures, billions, fixed, percents, whole
from quotes import Quote

import rightfin

LIBERIA, SIERRA_LEONE = "docs/liberia.md", "docs/sierra_leone.md"
MILLION = 1e6
AS_PUBLISHED = ("fy2002", "police_fixed")
BRITAIN_LEAVES = (*AS_PUBLISHED, "uk_fills", "both_may_shrink")
PLAN_TOTAL, PLANNED_TO = 104e6, 2018


def millions(amount: float) -> str:
    """Return an amount in millions."""
    return fixed(amount / MILLION, 1)


def shares(share: float) -> str:
    """Return a share in per cent with one digit, without the sign."""
    return percents(share, 1)


def of_countries() -> Iterator[Quote]:
    """Yield all, which take seconds."""
    yield from _liberia(Figures(DEMO.with_name("liberia_2015")))
    yield from _sierra_leone(Figures(DEMO.with_name("sierra_leone_2002")))


def _row(page: str, label: str, count: int, values: Callable[[], pd.Series[float]], write: Callable[[float], str],
         unit: str = "") -> Quote:
    """Return a row of a table with a number for each year."""
    return Quote(page, f"| {label} |" + f" {{}}{unit} |" * count, lambda: [write(value) for value in values()])


def _liberia(figures: Figures) -> Iterator[Quote]:
    plan = figures.planned

    def missing(*scenarios: str) -> pd.Series[float]:
        return plan(*scenarios).indicator("broken_obligations")

    def replaced() -> list[float]:
        """What the posts of UNMIL cost in 2017/18 beyond what the force costs: police, army."""
        given = ((), ("open_purse",), ("open_purse", "open_army"))
        base, police, both = (float(plan(*names).cost[2018]) for names in given)
        return [police - base, both - police]

    yield Quote(LIBERIA, "{} % of the police posts and {} % of the military posts of April 2015 stand empty", lambda: [
        shares(1.0 - _covered(figures, need)[2018]) for need in ("policing", "defence")])
    yield Quote(LIBERIA, "{} of the 36 million dollars of its plan for 2015/16 are missing, {} of 104 million in three "
                "years as far as commitments were found, and to fill the posts would take another {} million a year",
                lambda: [millions(missing()[2016]), millions(missing().sum()), millions(sum(replaced()))])
    yield _row(LIBERIA, "Paid by the state", 3, lambda: plan().fiscal.own, millions)
    yield _row(LIBERIA, "Missing", 3, missing, millions)
    for label, need in (("Police posts filled", "policing"), ("Military posts filled", "defence")):
        yield _row(LIBERIA, label, 3, partial(_covered, figures, need), shares, " %")
    yield Quote(LIBERIA, "{} million a year, just what the state may spend", lambda: [
        millions(plan().indicator("steady_state_cost")[2018])])
    yield Quote(LIBERIA, "which pays {} of the {} million, and the police posts that are filled fall to {} %", lambda: [
        millions(missing("one_purse")[2016] - plan("one_purse").fiscal.unfunded[2016]),
        millions(missing("one_purse")[2016]), shares(plan("one_purse").coverage.policing[2016])])
    yield Quote(LIBERIA, "paid from own money it is {} million a year, {} % more than in 2012/13", lambda: [
        millions(plan("even_plan", "own_money_closes").fiscal.own[2016]), shares(PLAN_TOTAL / 3 / 81.17e6)])
    yield Quote(LIBERIA, "(`senate_plan`), {} million more are missing a year", lambda: [
        millions(missing("senate_plan", "own_money_closes")[2016])])
    yield Quote(LIBERIA, "1,515 more police for {} million a year and 3,590 more soldiers for {} million, "
                "at what the state paid its own: **{} million a year**",
                lambda: [*map(millions, replaced()), millions(sum(replaced()))])
    yield Quote(LIBERIA, "| {}, {} and {} officers, if the academy", lambda: [
        whole(value) for value in plan("open_purse").strength.officers])
    yield Quote(LIBERIA, "the state pays {} % of what is asked in 2015/16", lambda: [
        percents(plan().indicator("own_share_of_asked_cost")[2016])])
    yield from _mission_leaves(figures)


def _mission_leaves(figures: Figures) -> Iterator[Quote]:
    def early() -> list[str]:
        left = rightfin.mission_withdrawals(figures.case, providers=["unmil"]).of("unmil")
        return [fixed(gap.points, 1) for need in ("policing", "defence") for gap in left.falls if gap.need == need]

    def exits() -> rightfin.MissionExits:
        return figures.once("exits of UNMIL", lambda: rightfin.mission_exits(
            figures.case, providers=["unmil"], scenarios=["open_army"], years=[2016, 2017]))

    def people(year: int) -> str:
        return whole(exits().answer(year).replacement.people_by_year[year])

    def money(year: int) -> list[float]:
        by_year = exits().answer(year).replacement.money.by_year
        return [amount for t, amount in by_year.items() if t <= PLANNED_TO]

    yield Quote(LIBERIA, "{} points of the police posts and {} of the military ones go", early)
    yield Quote(LIBERIA, "at its smallest, takes {} people and {} million a year", lambda: [
        people(2017), millions(max(money(2017)))])
    yield Quote(LIBERIA, "it takes {} people at first and {} million in three years", lambda: [
        people(2016), millions(sum(money(2016)))])


def _covered(figures: Figures, need: str) -> pd.Series[float]:
    return figures.planned().coverage[need]


def _sierra_leone(figures: Figures) -> Iterator[Quote]:
    plan, years = figures.planned, 9

    def missing(*scenarios: str) -> pd.Series[float]:
        return plan(*scenarios).indicator("broken_obligations")

    def payable() -> float:
        return float(plan(*AS_PUBLISHED, "army_free").strength.soldiers[2002])

    def spare(year: int) -> float:
        fiscal = plan(*AS_PUBLISHED).fiscal
        return float(fiscal.ceiling[year] - fiscal.own[year])

    yield Quote(SIERRA_LEONE, "pay and supply an army of {} on what it allocated", lambda: [whole(payable())])
    yield Quote(SIERRA_LEONE, "the 10,500 of 2006 could not, by {} billion leones a year", lambda: [
        billions(missing(*AS_PUBLISHED)[2006])])
    yield _row(SIERRA_LEONE, "Soldiers", years, lambda: plan().strength.soldiers, whole)
    yield _row(SIERRA_LEONE, "of them supported", years, lambda: plan().supported.soldiers, whole)
    yield _row(SIERRA_LEONE, "Police", years, lambda: plan().strength.constables, whole)
    yield _row(SIERRA_LEONE, "Military posts of 2002 filled", years, partial(_covered, figures, "defence"), shares, " %")
    yield _row(SIERRA_LEONE, "Missing, billion leones", years, missing, billions)
    yield _row(SIERRA_LEONE, "Beyond what can be kept, billion a year", years, lambda: plan().indicator("overhang"),
               billions)
    yield Quote(SIERRA_LEONE, "in 2010 for the first time: {} recruits", lambda: [
        whole(plan().strength.constables[2010] - plan().strength.constables[2009])])
    yield Quote(SIERRA_LEONE, "**Confirmed**: {} billion in 2002", lambda: [billions(missing(*AS_PUBLISHED)[2002])])
    yield Quote(SIERRA_LEONE, "{} billion a year to spare in 2010, and {} missing for 10,500 in 2006", lambda: [
        billions(spare(2010)), billions(missing(*AS_PUBLISHED)[2006])])
    yield Quote(SIERRA_LEONE, "13,800: **{} soldiers**", lambda: [whole(payable())])
    yield Quote(SIERRA_LEONE, "On this money the army pays for it: {} of {} soldiers are supported then", lambda: [
        whole(frame.soldiers[2005]) for frame in (plan("police_9500").supported, plan("police_9500").strength)])
    yield Quote(SIERRA_LEONE, "and from 2009 on stops at {}.", lambda: [
        whole(plan(*AS_PUBLISHED, "army_chooses").strength.soldiers[2009])])
    yield Quote(SIERRA_LEONE, "hires all {} police first and keeps {} soldiers", lambda: [
        whole(plan("army_free").strength[cadre][2010]) for cadre in ("constables", "soldiers")])
    yield from _britain_leaves(figures)


def _britain_leaves(figures: Figures) -> Iterator[Quote]:
    def amount(need: str, *more: str) -> float:
        found = figures.require(2006, *BRITAIN_LEAVES, *more).need(need).amount
        if found is None:
            raise ValueError(f"no amount of {need} does it")
        return found

    def written(need: str, write: Callable[[float], str], *more: str) -> Callable[[], Sequence[str]]:
        return lambda: [write(amount(need, *more))]

    yield Quote(SIERRA_LEONE, "Unit costs {} % lower would do", written("unit_costs", shares))
    for piece, need, write in (
        ("| Revenue | {} points of GDP more", "revenue_level", lambda value: fixed(value, 2)),
        ("| The sector's share of revenue | {} points more", "security_share", lambda value: fixed(value, 2)),
        ("| Unit costs | {} % lower |", "unit_costs", shares),
        ("| A smaller force, army and police alike | {} % of it", "force", lambda value: shares(1.0 - value)),
        ("| A British pledge | {} billion leones a year |", "pledge_of_united_kingdom", lambda value: billions(value, 2)),
    ):
        yield Quote(SIERRA_LEONE, piece, written(need, write, "one_purse"))
