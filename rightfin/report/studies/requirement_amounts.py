"""Amounts of what own financing takes, in words: what each need comes to, and when."""

from __future__ import annotations

from collections.abc import Mapping

from rightfin.report.words.wording import money, percent
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.study import Requirement
from rightfin.tolerances import NEGLIGIBLE


def whole(share: float) -> str:
    """Return a share as a part of the force."""
    return "all" if share == 1.0 else percent(share)


def when(by_year: Mapping[int, float]) -> str:
    """Return from when to when amounts by year go; there is at least one."""
    first, last = min(by_year), max(by_year)
    return f"in {first}" if first == last else f"from {first} to {last}"


def after(found: Requirement, amount: float) -> str:
    """Return what comes in the years planned but not shown, if it is anything."""
    if amount <= NEGLIGIBLE * found.revenue[-1]:
        return ""
    return f"{money(amount, found.currency)} more in the years planned beyond {found.years[-1]}"


def part_of(found: Requirement, name: str, amount: float) -> str:
    """Return an amount of a need in words, as a part of the balance."""
    if name == "bridging_fund" and found.balance is not None:
        return f"a fund of {percent(found.balance.share)} of the value of the one that does alone"
    return amount_of(found, name, amount)


def amount_of(found: Requirement, name: str, amount: float) -> str:
    """Return an amount of a need in words, as a part of a list."""
    if name == "bridging_fund":
        return f"a fund that pays {fund_of(found, found.need(name))}"
    if name.startswith("force_of_"):
        return f"{percent(amount)} of its force given up"
    if name.startswith("stay_of_"):
        return staying(found, found.need(name), amount)
    if name.startswith("share_of_"):
        return f"{amount:.2f} points more of its revenue"
    if name.startswith("transfer_of_"):
        return f"{money(amount, found.currency)} a year more"
    if name.startswith("pledge_of_"):
        return f"{_pledged(found, found.need(name), amount)} a year"
    return {
        "security_share": f"{amount:.2f} points more of revenue for the sector",
        "tax_effort": f"{amount:.2f} points of GDP more revenue, as far as the limit lets it",
        "revenue_level": f"{amount:.2f} points of GDP more revenue",
        "revenue_path": f"{amount:.2f} points of GDP more revenue every year",
        "unit_costs": f"unit costs {percent(amount)} lower",
        "force": f"{percent(amount)} of the force given up",
    }[name]


def fund_of(found: Requirement, need: Need) -> str:
    """Return what a fund pays up to the last year shown and after it."""
    rows = zip(found.years, need.by_year, found.revenue, strict=True)
    paid = {year: amount for year, amount, revenue in rows if amount > NEGLIGIBLE * revenue}
    later = after(found, need.after)
    if not paid:
        return later.replace(" more in", " in") or money(0.0, found.currency)
    return f"{money(sum(paid.values()), found.currency)} {when(paid)}{f', and {later}' if later else ''}"


def staying(found: Requirement, need: Need, years: float) -> str:
    """Return how much longer a peace operation would have to stay, as a part of a list."""
    if not years:
        return "not a year longer"
    beyond = " and beyond" if need.until == found.years[-1] else ""
    return f"{years:.0f} {'year' if years == 1.0 else 'years'} longer, to the end of {need.until}{beyond}"


def _pledged(found: Requirement, need: Need, amount: float) -> str:
    return money(amount, found.currency if need.unit == "currency" else need.unit)


def start_of(found: Requirement, year: float) -> str:
    """Return the year that a need comes to, as the case writes years."""
    return str(found.years[0] + (round(year) - int(found.years[0])))
