"""What the force costs, from institutions down to single lines of the budget, by year."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.overview.paid import categories_of
from rightfin.report.studies.findings import FindingsTable, Form, Heading
from rightfin.report.words.wording import labels
from rightfin.result.plan import Plan


def items_of(plan: Plan, institution: str, category: str) -> dict[str, str]:
    """Return the label of each line of an institution and category, both by id: the name of what is paid for."""
    names = plan.names
    table = plan.tables["lines"].where("institution", (institution,)).where("category", (category,))
    items = dict.fromkeys(map(str, table.column("item")))
    named = {}
    for item in items:
        whose, slash, part = item.partition("/")
        name = names.cadres.get(whose, names.assets.get(whose, whose))
        named[item] = f"{name}: {part}" if slash else name
    return labels(named, items)


def cost_table(plan: Plan, institution: str | None = None, category: str | None = None) -> FindingsTable:
    """Return what falls due, years across, in currency units at current prices, whoever pays it or nobody does.

    By institution, in one category or in all; by category of one institution, by id; by line of both.
    """
    table = plan.tables["lines"]
    for column, wanted in (("institution", institution), ("category", category)):
        table = table if wanted is None else table.where(column, (wanted,))
    if institution is None:
        column, heading, names = "institution", "Institution", facts.institutions(plan)
    elif category is None:
        column, heading, names = "category", "Cost", categories_of(plan, institution)
    else:
        column, heading, names = "item", "Line", items_of(plan, institution, category)
    cost = table.sums((column, "year"), "cost")
    rows: tuple[tuple[str | int | float | None, ...], ...] = tuple(
        (label, *(cost.get((one, year), 0.0) for year in plan.years)) for one, label in names.items()
        if any(cost.get((one, year), 0.0) > 0.0 for year in plan.years)
    )
    headings = (Heading(column, heading, Form.TEXT),
                *(Heading(f"year_{year}", str(year), Form.MONEY) for year in plan.years))
    return FindingsTable("cost", "What they cost", headings, rows, "What falls due, paid or not, at current prices.")
