"""What own financing takes, in sentences, tables and a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import altair as alt
import pandas as pd

from rightfin.report.answer import Sentence
from rightfin.report.charts import finished, years_axis
from rightfin.report.findings import Cell, Findings, FindingsTable, Heading, Kind, Picture
from rightfin.report.palette import VERMILLION
from rightfin.report.wording import Scale, listed, money, people, percent, scale_of
from rightfin.study.require import Need, Requirement

TRIFLE = 1e-6
"""A share or a number of points below which nothing is needed."""


def findings(found: Requirement) -> Findings:
    """Return a requirement as findings."""
    scale = scale_of(max([*found.revenue, *(found.missing or (0.0,))]), found.currency)
    answered = found.holds or any(need.amount is not None for need in found.needs)
    return Findings(
        study="require",
        title=f"{found.title}: free of donors from {found.year}",
        currency=found.currency,
        scale=scale,
        answered=answered,
        sentences=tuple(_sentences(found)),
        tables=(_needs_table(found), _by_year_table(found)),
        pictures=() if not found.missing or not any(found.missing) else (_picture(found, scale),),
        method=(
            f"The force to be kept is {_whole(found.keep)} of the force in the plan in which {_donors(found)} never "
            f"leave and go on with their last pledges, cadre by cadre, in every year from {found.year} on, those planned "
            f"beyond {found.years[-1]} included. It is paid and supported as the case asks (support_floor).",
            "Each need is the least of one thing alone, all else as the case has it. Extra revenue reaches the sector "
            "through security_share, as all revenue does.",
            *(f"{need.title}: {need.how}." for need in found.needs),
            "All together: bisection over one share of what each needs alone.",
        ),
    )


def _whole(share: float) -> str:
    return "all" if share == 1.0 else percent(share)


def _donors(found: Requirement) -> str:
    return listed(found.names) if len(found.names) <= 4 else f"all {len(found.donors)} donors"


def _sentences(found: Requirement) -> Iterator[Sentence]:
    yield Sentence("question", "Question", f"What would it take to do without the money of {_donors(found)} from "
                   f"{found.year} on, and keep {_whole(found.keep)} of the force that it makes possible "
                   f"({people(found.force[found.years.index(found.year)])} people in {found.year})?")
    if found.holds:
        yield Sentence("answer", "Answer",
                       "Nothing more than the case has: the state can pay and support that force alone.")
        return
    if found.missing is None:
        yield Sentence("answer", "Answer", "No amount of money does it: people would lack kit that cannot be bought that "
                       "fast. Give the purchases more time, or keep a smaller part of the force.")
    else:
        by_year = {y: m for y, m in zip(found.years, found.missing, strict=True) if m > TRIFLE * max(found.revenue)}
        peak = max(by_year, key=lambda year: by_year[year], default=found.year)
        yield Sentence("missing", "What is missing",
                       f"{money(sum(by_year.values()), found.currency)} in all, most of it in {peak} "
                       f"({money(by_year.get(peak, 0.0), found.currency)})" + (
                           f"; {money(found.missing_after, found.currency)} more in the years planned beyond "
                           f"{found.years[-1]}." if found.missing_after > TRIFLE * max(found.revenue)
                           else "."))
        early = sum(amount for year, amount in by_year.items() if year < found.year)
        if early:
            yield Sentence("before", "Not the exit",
                           f"{money(early, found.currency)} of it is missing before {found.year}, while these donors still "
                           "pay: a rule such as a handover, a co-financing condition or the ceiling is the cause, and not "
                           "their exit. rightfin plan shows it.")
    for need in found.needs:
        yield Sentence(need.name, _heading(need), _text(found, need))
    if found.balance is not None:
        parts = listed([_amount(name, amount, found.currency) for name, amount in found.balance.parts.items()])
        yield Sentence("balance", "All of it together", f"{percent(found.balance.share)} of what each would need alone is "
                       f"enough if all are moved at once: {parts}.")


_HEADINGS = {
    "revenue_level": "Revenue alone, as a level", "revenue_path": "Revenue alone, as a rise",
    "unit_costs": "Unit costs alone", "bridging_fund": "A bridging fund alone", "force": "A smaller force alone",
    "latest_start": "Latest start",
}


def _heading(need: Need) -> str:
    return _HEADINGS[need.name]


def _amount(name: str, amount: float, currency: str) -> str:
    """Return an amount of a need in words, as a part of a list."""
    return {
        "revenue_level": f"{amount:.2f} points of GDP more revenue",
        "revenue_path": f"{amount:.2f} points of GDP more revenue every year",
        "unit_costs": f"unit costs {percent(amount)} lower",
        "force": f"{percent(amount)} of the force given up",
        "bridging_fund": f"a fund of {money(amount, currency)} in present value",
    }[name]


def _text(found: Requirement, need: Need) -> str:
    if need.amount is None:
        return "No amount does it alone." if need.name != "latest_start" else (
            f"Revenue that rises by {found.pace:g} points of GDP a year does not do it, even if it begins to rise in "
            f"{found.years[0]}."
        )
    return _TEXTS[need.name](found, need, need.amount)


def _revenue_level(found: Requirement, need: Need, amount: float) -> str:
    place = found.years.index(found.year)
    text = f"{amount:.2f} points of GDP in every year from {found.year} on"
    if not need.by_year:
        return f"{text}."
    return (f"{text}: {money(need.by_year[place], found.currency)} in {found.year}, of which "
            f"{percent(found.security_share[place])} go to the sector.")


def _bridging_fund(found: Requirement, need: Need, amount: float) -> str:
    text = f"{money(amount, found.currency)} in present value at the prices of {found.years[0] - 1}"
    if need.after <= TRIFLE * max(found.revenue):
        return f"{text}."
    return (f"{text}; it would still pay {money(need.after, found.currency)} at current prices beyond {found.years[-1]}, "
            "so it would be no bridge but a grant without end.")


def _force(found: Requirement, need: Need, amount: float) -> str:
    kept = need.by_year[found.years.index(found.year)] if need.by_year else 0.0
    return f"{percent(1.0 - amount)} of that force can be kept: {people(kept)} people in {found.year}."


_TEXTS: dict[str, Callable[[Requirement, Need, float], str]] = {
    "revenue_level": _revenue_level,
    "revenue_path": lambda found, need, amount: (
        f"{amount:.2f} points of GDP more every year, from {found.years[0]} on."
    ),
    "unit_costs": lambda found, need, amount: (
        f"All unit costs {percent(amount)} lower, from {found.years[0]} on; contracts already signed are not cut."
    ),
    "bridging_fund": _bridging_fund,
    "force": _force,
    "latest_start": lambda found, need, amount: (
        f"Revenue that rises by {found.pace:g} points of GDP a year must begin to rise in {amount:.0f} at the latest."
    ),
}


def _needs_table(found: Requirement) -> FindingsTable:
    parts = {} if found.balance is None else found.balance.parts

    def words(need: Need, amount: float | None) -> str:
        if amount is None:
            return ""
        if found.holds and need.name != "latest_start":
            return "nothing"
        return f"{amount:.0f}" if need.name == "latest_start" else _amount(need.name, amount, found.currency)

    rows: list[tuple[Cell, ...]] = [
        (
            need.name, need.title, words(need, need.amount) or "nothing does it", words(need, parts.get(need.name)),
            need.how, need.amount, need.unit, parts.get(need.name),
        )
        for need in found.needs
    ]
    return FindingsTable(
        "needs", "What each thing alone would have to be",
        (
            Heading("need", "Name", Kind.TEXT, shown=False), Heading("title", "What", Kind.TEXT),
            Heading("least", "Least alone", Kind.TEXT),
            Heading("part", "If all are moved", Kind.TEXT,
                    "The part in a combination in which all are moved by the same share of what each needs alone."),
            Heading("how", "Found by", Kind.TEXT),
            Heading("amount", "Least amount alone", Kind.NUMBER, shown=False),
            Heading("unit", "Unit", Kind.TEXT, shown=False),
            Heading("together", "Amount if all are moved", Kind.NUMBER, shown=False),
        ),
        tuple(rows), f"First year without the donors' money: {found.year}.",
    )


def _by_year_table(found: Requirement) -> FindingsTable:
    needs = {need.name: need.by_year for need in found.needs}

    def at(name: str, place: int) -> float | None:
        values = needs[name]
        return values[place] if values else None

    rows: list[tuple[Cell, ...]] = [
        (
            year, found.gdp[n], found.revenue[n], found.security_share[n], found.force[n] or None,
            None if found.missing is None else found.missing[n], at("revenue_level", n), at("revenue_path", n),
            at("bridging_fund", n), at("force", n) or None,
        )
        for n, year in enumerate(found.years)
    ]
    return FindingsTable(
        "by_year", "Year by year",
        (
            Heading("year", "Year", Kind.YEAR), Heading("gdp", "GDP", Kind.MONEY, shown=False),
            Heading("revenue", "Revenue", Kind.MONEY),
            Heading("security_share", "Share for the sector", Kind.SHARE, shown=False),
            Heading("force", "Force to be kept", Kind.PEOPLE), Heading("missing", "Missing", Kind.MONEY),
            Heading("revenue_level", "Extra revenue, level", Kind.MONEY),
            Heading("revenue_path", "Extra revenue, rise", Kind.MONEY),
            Heading("bridging_fund", "Paid by the fund", Kind.MONEY),
            Heading("force_kept", "Force without more money", Kind.PEOPLE),
        ),
        tuple(rows), "Current prices.",
    )


def _picture(found: Requirement, scale: Scale) -> Picture:
    frame = pd.DataFrame({
        "year": found.years, "missing": [scale.of(amount) for amount in found.missing or ()],
    })
    bars = alt.Chart(frame).mark_bar(color=VERMILLION).encode(
        x=years_axis(),
        y=alt.Y("missing:Q", title=scale.unit, axis=alt.Axis(format=",.3~f")),
        tooltip=[
            alt.Tooltip("year:O", title="Year"), alt.Tooltip("missing:Q", title=f"Missing, {scale.unit}", format=",.1f"),
        ],
    )
    return Picture(
        "missing", "What is missing",
        finished(bars, f"What the state is short of without donors from {found.year}",
                 f"{scale.unit} at current prices, with {_whole(found.keep)} of the force kept and supported"),
        "by_year",
    )
