"""What the documentation quotes of comparisons of the fictional case: two scenarios, and four ways to deliver."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from demo_figures import Figures, billions, fixed, percents, whole
from quotes import Quote

import rightfin
from rightfin.report import facts
from rightfin.report.compare.item import ComparedItem

ROOT = Path(__file__).resolve().parents[1]
COMPARE, FUTURES = "docs/compare.md", "docs/delivery_futures.md"
STACKS = {
    "Country hub": ("hub_pool", "hub_fee", "hub_delay"),
    "Joint teams": ("teams_places", "teams_effect", "teams_start"),
    "Outsourcing": ("outsourced_price", "outsourced_quick", "outsourced_oversight"),
}
"""The futures beside the case as it stands, by the scenarios that make them."""


def futures_case(case: rightfin.Case) -> rightfin.Case:
    """Return a case with the scenarios of the page about four ways to deliver."""
    with (ROOT / "docs/delivery_futures.csv").open(encoding="utf-8", newline="") as file:
        rows = [dict(row) for row in csv.DictReader(file)]
    typed = ({**row, "order": int(row["order"]), "value": True if row["value"] == "true" else float(row["value"])}
             for row in rows)
    return case.replace({"scenarios": [*case.records("scenarios"), *typed]})


def of_compared(figures: Figures) -> Iterator[Quote]:
    """Yield what needs comparisons, which take a minute."""
    yield Quote(COMPARE, "Falls by {} points in 2030, from {}% to {}%: −{} from revenue_shock (between −{} and −{} "
                "depending on > the order) and −{} from early_exit (between −{} and −{} depending on the order).",
                lambda: _bad_years(figures))
    for place, name in enumerate(("As things are", *STACKS)):
        yield Quote(FUTURES, f"| {name} | {' | '.join(['{}'] * 6)} |", partial(_future, figures, place))
    for name, stack in STACKS.items():
        for scenario in stack:
            said = scenario.replace("_", " ").capitalize()
            yield Quote(FUTURES, f"| {said} | {' | '.join(['{}'] * 5)} |", partial(_part, figures, name, scenario))
    yield Quote(FUTURES, "A year's delay costs {} points in 2028, the fee {},", lambda: [
        fixed(-float(_part(figures, "Country hub", scenario)[0])) for scenario in ("hub_delay", "hub_fee")])


def _items(figures: Figures) -> tuple[ComparedItem, ...]:
    return figures.once("four ways to deliver", lambda: rightfin.side_by_side(
        futures_case(figures.case), title="As things are", scenarios=STACKS))


def _split(figures: Figures, name: str) -> rightfin.Attribution:
    first, *others = _items(figures)
    other = next(item for item in others if item.title == name)
    return figures.once(f"split of {name}", lambda: rightfin.attribution(first.question, other.question))


def _bad_years(figures: Figures) -> list[str]:
    asked = [rightfin.Question.of(figures.case, scenarios=names) for names in ((), ("revenue_shock", "early_exit"))]
    number = rightfin.attribution(*asked).change("coverage.armed_groups").by_year[2030]
    parts = [percents(-amount, 1) for one in number.contributions for amount in (one.share, one.least, one.most)]
    return [percents(-number.change, 1), percents(number.before, 1), percents(number.after, 1), *parts]


def _future(figures: Figures, place: int) -> list[str]:
    plan = _items(figures)[place].answered
    if plan is None:
        raise ValueError("a future has no plan")
    rows = {int(row.year): row for row in facts.yearly(plan)}
    covered = [percents(rows[year].coverage or 0.0, 1) for year in (2026, 2028, 2037)]
    money = [billions(sum(getattr(row, name) for row in rows.values())) for name in ("asked", "donors")]
    return [*covered, whole(rows[2037].strength), *money]


def _part(figures: Figures, name: str, scenario: str) -> list[str]:
    found = _split(figures, name)
    place = found.groups.index(scenario)
    early, late = (found.change("coverage").by_year[year].contributions[place] for year in (2028, 2037))
    donors = found.change("donors").in_all
    if donors is None:
        raise ValueError("donors' money has no sum")
    return [*(percents(amount, 1) for amount in (early.share, early.least, early.most, late.share)),
            billions(donors.contributions[place].share)]
