"""Where pay comes from: what each cadre is paid and who says so, and who pays it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.resolve import base_and_end, resolved_settings, style_of_case
from rightfin.report import facts
from rightfin.report.facts import OWN, UNFUNDED, UNSUPPORTED
from rightfin.report.overview.force import cadres_of
from rightfin.report.studies.findings import FindingsTable, Form, Heading
from rightfin.result.plan import Plan, PlanTable
from rightfin.schema import Value

Amounts = list[tuple[str, int, float]]
"""An amount by payer and year."""

PAY = "pay"
"""The category of the budget that holds what people earn."""

SUPPORT = "operations"
"""The one that holds what supports them."""

_WHO = (("own", "The state pays"), ("grants", "Donors pay"), ("unfunded", "Nobody pays"))


@dataclass(frozen=True)
class _Earned:
    """What somebody of a cadre earns: the whole, a part or a step, in which row it stands, and the line that it is of."""

    what: str
    amount: str
    table: str
    row: dict[str, Value]
    item: str | None = None


def categories_of(plan: Plan, institution: str | None = None) -> dict[str, str]:
    """Return the categories of the budget in which an institution, by id, or all of them have costs or lack support: id
    and name."""
    of = _of_institution(plan.tables["budget"], institution)
    lacks = any(_support_lacking(plan, institution).values())
    costs = {str(category): cost for (category,), cost in of.sums(("category",), "cost").items()}
    return {
        category: category.capitalize() for category in dict.fromkeys((*costs, *([SUPPORT] if lacks else [])))
        if costs.get(category, 0.0) > 0.0 or (lacks and category == SUPPORT)
    }


def payers_of(plan: Plan, institution: str | None = None, category: str | None = None) -> Amounts:
    """Return who pays for an institution, by id, in a category of the budget, or in all: by payer and year.

    Own money is that of all payers together; then come donors that pay any of it, and what nobody pays: together the cost
    that falls due. Last, where there is any, is what support costs that people lack although the case asks for it. Amounts
    are currency units at current prices.
    """
    budget, grants = (_of_institution(plan.tables[name], institution) for name in ("budget", "grants"))
    if category is not None:
        budget, grants = budget.where("category", (category,)), grants.where("category", (category,))
    parts = [(OWN, budget.by_year("own"))]
    for donor, label in facts.donor_labels(plan).items():
        given = grants.where("donor", (donor,)).by_year("amount")
        parts += [(label, given)] if any(given.values()) else []
    parts.append((UNFUNDED, budget.by_year("unfunded")))
    lacking = _support_lacking(plan, institution) if category in (None, SUPPORT) else {}
    parts += [(UNSUPPORTED, lacking)] if any(lacking.values()) else []
    return [(payer, year, amounts.get(year, 0.0)) for payer, amounts in parts for year in plan.years]


def _support_lacking(plan: Plan, institution: str | None) -> dict[int, float]:
    """Return what support costs that people of an institution, or of all, lack although the case asks for it, by year."""
    table, found = plan.tables["strength"], dict.fromkeys(map(int, plan.years), 0.0)
    columns = (table.column(name) for name in ("cadre", "year", "hollow", "support_cost"))
    for cadre, year, hollow, cost in zip(*columns, strict=True):
        if institution is None or plan.names.cadre_institution[str(cadre)] == institution:
            found[int(str(year))] += float(str(hollow)) * float(str(cost))
    return found


def paid_table(rows: Amounts) -> FindingsTable:
    """Return the figures of ``payers_of``, years across."""
    years = list(dict.fromkeys(year for _, year, _ in rows))
    by_payer: dict[str, list[float]] = {}
    for payer, _, amount in rows:
        by_payer.setdefault(payer, []).append(amount)
    headings = (Heading("payer", "Paid by", Form.TEXT),
                *(Heading(f"year_{year}", str(year), Form.MONEY) for year in years))
    return FindingsTable("paid", "Who pays", headings, tuple((payer, *amounts) for payer, amounts in by_payer.items()))


def pay_table(plan: Plan, case: Case, institution: str | None = None) -> FindingsTable:
    """Return what each cadre is paid, who says so, and who pays it in the first and the last year of the plan.

    ``case`` is the one that is planned, with everything laid over it. ``institution``, an id, keeps its cadres alone.
    """
    years = list(dict.fromkeys((plan.years[0], plan.years[-1])))
    headings = (
        Heading("cadre", "Cadre", Form.TEXT),
        Heading("part", "Earns", Form.TEXT, "The whole pay, a part of it, or what a step of the pay scale earns."),
        Heading("amount", "A person and year", Form.TEXT, "As the case says it, at the prices of its base year."),
        *(Heading(f"{payer}_{year}", f"{text}, {year}", Form.SHARE, "Of what falls due in the year.")
          for year in years for payer, text in _WHO),
        Heading("source", "Where the amount comes from", Form.TEXT, "The source that stands beside it in the case."),
        Heading("table", "Table", Form.TEXT, "Where it stands in the case; see the page The case."),
        Heading("note", "Note", Form.TEXT),
    )
    rows = tuple(
        (label, one.what, one.amount, *_shares(plan, one.item, years), _text(one.row["source"]), one.table,
         _text(one.row["note"]))
        for cadre, label in cadres_of(plan, institution).items() for one in _earned(case, cadre)
    )
    base = style_of_case(case).text(base_and_end(case)[0])
    return FindingsTable("pay", f"What they are paid, at prices of {base}, and who pays it", headings, rows)


def _earned(case: Case, cadre: str) -> Iterator[_Earned]:
    """Yield what a cadre earns; steps of a pay scale share one line of the budget, which stands with the first of them."""
    own, currency = str(resolved_settings(case)["currency"]), None
    for row in _rows(case, "cadres", cadre):
        currency = row["pay_currency"]
        if row["pay"] is not None:
            yield _Earned("Pay", _amount(row["pay"], str(currency or own)), "cadres", row, cadre)
    for part in _rows(case, "pay_parts", cadre):
        amount = _amount(part["amount"], str(part["currency"] or currency or own))
        yield _Earned(f"{part['part']} ({part['kind']})", amount, "pay_parts", part, f"{cadre}/{part['part']}")
    for place, step in enumerate(_rows(case, "pay_grid", cadre)):
        what = f"{step['grade']}, step {step['step']}"
        yield _Earned(what, _amount(step["amount"], str(currency or own)), "pay_grid", step, None if place else cadre)


def _rows(case: Case, table: str, cadre: str) -> list[dict[str, Value]]:
    return [row for row in case.tables[table].in_typed_order() if row["cadre"] == cadre]


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _amount(value: Value, currency: str) -> str:
    return f"{currency} {float(str(value)):,.10g}"


def _shares(plan: Plan, item: str | None, years: Iterable[int]) -> list[float | None]:
    """Return by whom a line of the budget is paid in each year, as shares of it; nothing where it costs nothing."""
    lines = plan.tables["lines"].where("category", (PAY,)).where("item", (item or "",))
    amounts = {payer: lines.by_year(payer) for payer in ("cost", *(payer for payer, _ in _WHO))}
    return [
        amounts[payer][year] / amounts["cost"][year] if amounts["cost"].get(year, 0.0) > 0.0 else None
        for year in years for payer, _ in _WHO
    ]


def _of_institution(table: PlanTable, institution: str | None) -> PlanTable:
    return table if institution is None else table.where("institution", (institution,))
