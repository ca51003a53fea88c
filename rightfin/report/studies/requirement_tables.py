"""Tables and the picture of what own financing takes."""

from __future__ import annotations

from rightfin.report.charts.palette import VERMILLION
from rightfin.report.charts.vega import channel, data, finished, tooltip, years_axis
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading, Picture
from rightfin.report.studies.requirement_amounts import amount_of, part_of, start_of, whole
from rightfin.report.words.wording import Scale
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.study import Requirement
from rightfin.tolerances import NEGLIGIBLE


def needs_table(found: Requirement) -> FindingsTable:
    """Return every need with its least amount alone, and its part where all are moved."""
    parts = {} if found.balance is None else found.balance.parts

    def words(need: Need, amount: float | None) -> str:
        if amount is None:
            return "no amount does it" if need.name != "latest_start" else "no year does it"
        if found.holds and need.name != "latest_start":
            return "nothing is needed"
        return start_of(found, amount) if need.name == "latest_start" else amount_of(found, need.name, amount)

    rows: list[tuple[Cell, ...]] = [
        (
            need.name, need.title, words(need, need.amount),
            part_of(found, need.name, parts[need.name]) if need.name in parts else "",
            need.how, need.amount, need.unit, parts.get(need.name),
        )
        for need in found.needs
    ]
    return FindingsTable(
        "needs", "What each thing alone would have to be",
        (
            Heading("need", "Name", Form.TEXT, shown=False), Heading("title", "What", Form.TEXT),
            Heading("least", "Least alone", Form.TEXT),
            Heading("part", "If all are moved", Form.TEXT,
                    "The part in a combination in which all are moved by the same share of what each needs alone."),
            Heading("how", "Found by", Form.TEXT),
            Heading("amount", "Least amount alone", Form.NUMBER, shown=False),
            Heading("unit", "Unit", Form.TEXT, shown=False),
            Heading("together", "Amount if all are moved", Form.NUMBER, shown=False),
        ),
        tuple(rows), f"First year without the donors' money: {found.year}.",
    )


def by_year_table(found: Requirement) -> FindingsTable:
    """Return money and force by year, as things stand and with each need that has years."""
    needs = {need.name: need.by_year for need in found.needs}

    def at(name: str, place: int) -> float | None:
        values = needs[name]
        if not values:
            return None
        return values[place] if name == "force" else _told(values[place], found.revenue[place])

    rows: list[tuple[Cell, ...]] = [
        (
            year, found.gdp[n], found.revenue[n], found.security_share[n], found.force[n] or None,
            None if found.force_standing is None else found.force_standing[n],
            None if found.missing is None else _told(found.missing[n], found.revenue[n]),
            None if found.given_standing is None else _told(found.given_standing[n], found.revenue[n]),
            _told(found.given[n], found.revenue[n]), at("revenue_level", n), at("revenue_path", n), at("bridging_fund", n),
            at("force", n) or None,
        )
        for n, year in enumerate(found.years)
    ]
    return FindingsTable(
        "by_year", "Year by year",
        (
            Heading("year", "Year", Form.YEAR), Heading("gdp", "GDP", Form.MONEY, shown=False),
            Heading("revenue", "Revenue", Form.MONEY, "The government's, as extra revenue and security_share are."
                    if any(need.name.startswith(("share_of_", "transfer_of_")) for need in found.needs) else ""),
            Heading("security_share", "Share for the sector", Form.SHARE, shown=False),
            Heading("force", "Force held", Form.PEOPLE), Heading("force_standing", "Force in the plan", Form.PEOPLE),
            Heading("missing", "Missing", Form.MONEY),
            Heading("given_standing", "Donors in the plan", Form.MONEY, "What these donors give in the plan of the case."),
            Heading("given", "Donors if they stay", Form.MONEY, "What they give in the plan that makes the force.",
                    shown=False),
            Heading("revenue_level", "Extra revenue, level", Form.MONEY),
            Heading("revenue_path", "Extra revenue, rise", Form.MONEY),
            Heading("bridging_fund", "Paid by the fund", Form.MONEY, shown=False),
            Heading("force_kept", "Force without more money", Form.PEOPLE),
        ),
        tuple(rows), "Current prices.",
    )


def _told(amount: float, revenue: float) -> float:
    """Return an amount of a year, or nothing if it is what solves leave over."""
    return amount if amount > NEGLIGIBLE * revenue else 0.0


def picture(found: Requirement, scale: Scale) -> Picture:
    """Return what is missing by year as bars; ``scale`` is the unit of money."""
    rows = zip(found.years, map(scale.of, found.missing or ()), strict=True)
    bars = {
        "data": data(("year", "missing"), rows),
        "mark": {"type": "bar", "color": VERMILLION},
        "encoding": {
            "x": years_axis(),
            "y": channel("missing:Q", title=scale.unit, axis={"format": ",.3~f"}),
            "tooltip": tooltip(("year:O", "Year"), ("missing:Q", f"Missing, {scale.unit}", ",.1f")),
        },
    }
    return Picture(
        "missing", "What is missing",
        finished(bars, f"What the state is short of without donors from {found.year}",
                 f"{scale.unit} at current prices, with {whole(found.keep)} of the force kept and supported"),
        "by_year",
    )
