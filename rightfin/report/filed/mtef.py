"""The medium-term expenditure framework: institution by economic category, baseline, new measures, ceiling, who pays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

from rightfin import __version__
from rightfin.case.issue import CaseError, Issue
from rightfin.report import facts
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.result.plan import GFSM, Plan, Status

FEWEST_YEARS, MOST_YEARS = 2, 4
"""Years after the base year: with it, the three to five years that finance ministries show."""

ECONOMIC = {"pay": "Wages and salaries", "operations": "Goods and services: operations",
            "training": "Goods and services: training", "capital": "Capital", "benefits": "Social benefits and pensions"}
"""What finance ministries call the categories of the plan; the codes are those of ``GFSM``."""

_COMPUTED = ("The base year is computed: what its force costs to keep up, everyone supported, committed money left out. "
             "Nobody observed it.")


def expenditure_framework(plan: Plan, years: int = 3) -> Findings:
    """Return the framework of a plan: base year, budget year, outer years; ``years`` counts those after the base.

    Money is at current prices. The baseline of a year is the cost of keeping up the force of the base year (table
    ``base_year``) times the price level of that year; new measures are cost less baseline, so that the two add up to it.

    Raises
    ------
    CaseError
        If there is no plan, or ``years`` is not from 2 to 4, or the plan has fewer.
    """
    if plan.status is not Status.ANSWERED:
        raise CaseError([Issue("no_plan", "The case has no plan to report: its hard limits contradict each other.",
                               "Ask rightfin contradictions which limits cannot hold together.")])
    known = list(plan.years)
    if not FEWEST_YEARS <= years <= min(MOST_YEARS, len(known)):
        raise CaseError([Issue("report_years", f"A framework of {years} years after the base year cannot be made.",
                               f"Ask for {FEWEST_YEARS} to {min(MOST_YEARS, len(known))}.")])
    return _Framework(plan, known[:years]).findings()


class _Framework:
    """The tables of a framework, from the tables of a plan."""

    def __init__(self, plan: Plan, years: Sequence[int]) -> None:
        self.plan, self.years = plan, years
        self.cost = plan.tables["budget"].sums(("institution", "category", "year"), "cost")
        self.base = plan.tables["base_year"].sums(("institution", "category"), "cost")
        self.fiscal = {int(row["year"]): row for row in plan.tables["fiscal"].records()}
        self.total = plan.tables["budget"].by_year("cost")

    def findings(self) -> Findings:
        """Return the framework as tables and sentences."""
        plan, last = self.plan, self.years[-1]
        return Findings(
            "mtef", f"Medium-term expenditure framework: {plan.title}", plan.currency, facts.money_scale(plan), True,
            (Sentence("framework", "Medium-term expenditure framework",
                      f"Base year {plan.base_year}, budget year {self.years[0]}, outer years to {last}. "
                      f"All money is in {plan.currency} at current prices; baseline and new measures add up to cost."),),
            (self._categories(), self._measures(), self._ceiling(), self._payers(), self._growth()),
            method=("Cost, who pays and ceilings are those of the tables budget and fiscal of the plan.",
                    "Baseline: the table base_year, at the price level of each year. New measures: cost less baseline; "
                    "below zero where the plan keeps up less than the force of the base year.", _COMPUTED),
            provenance=(("case", plan.provenance.case_digest), ("scenarios", ", ".join(plan.provenance.scenarios)),
                        ("rightfin", __version__)),
        )

    def _headings(self, *first: Heading, base: bool, kind: Form = Form.MONEY) -> tuple[Heading, ...]:
        years = [*([self.plan.base_year] if base else []), *self.years]
        return (*first, *(Heading(f"year_{year:d}", str(year), kind) for year in years))

    def _categories(self) -> FindingsTable:
        pairs = sorted({(str(one), str(kind)) for one, kind, _ in self.cost} | {(str(a), str(b)) for a, b in self.base},
                       key=lambda pair: (list(self.plan.names.institutions).index(pair[0]), list(GFSM).index(pair[1])))
        rows: list[tuple[Cell, ...]] = [
            (self.plan.names.institutions[one], ECONOMIC[kind], GFSM[kind], self.base.get((one, kind), 0.0),
             *(self.cost.get((one, kind, year), 0.0) for year in self.years)) for one, kind in pairs
        ]
        rows.append(("Total", "", "", sum(self.base.values()), *(self.total[year] for year in self.years)))
        first = (_text("institution", "Institution"), _text("category", "Economic category"), _text("gfsm", "GFSM 2014"))
        return FindingsTable("categories", "Cost by institution and economic category, current prices",
                             self._headings(*first, base=True), tuple(rows), _COMPUTED)

    def _measures(self) -> FindingsTable:
        rows: list[tuple[Cell, ...]] = []
        for one, name in [*self.plan.names.institutions.items(), ("", "Total")]:
            base = sum(cost for (whose, _), cost in self.base.items() if one in ("", whose))
            cost = [self.total[year] if not one else sum(
                amount for (whose, _, when), amount in self.cost.items() if (whose, when) == (one, year)
            ) for year in self.years]
            kept = [base * self._prices(year) for year in self.years]
            rows += [(name, "Baseline", *kept), (name, "New measures", *(a - b for a, b in zip(cost, kept, strict=True))),
                     (name, "Cost", *cost)]
        return FindingsTable("measures", "Baseline and new measures, current prices", self._headings(
            _text("institution", "Institution"), _text("part", "Part"), base=False), tuple(rows),
            "Baseline: what the force of the base year costs to keep up, at the price level of the year. New measures: the "
            "rest, committed money and changes of real unit costs among it.")

    def _ceiling(self) -> FindingsTable:
        def given(row: Mapping[str, Cell]) -> float:
            return _number(row["own"]) + _number(row["cleared"]) + _number(row["saved"])

        return self._by_year("ceiling", "Ceiling of own spending and room beneath it, current prices", {
            "Ceiling": lambda row: _number(row["ceiling"]),
            "Own spending, old arrears paid off, saved": given,
            "Room beneath": lambda row: _number(row["ceiling"]) - given(row),
        }, "Taken out of the reserve counts below zero.")

    def _by_year(
        self, name: str, title: str, lines: Mapping[str, Callable[[Mapping[str, Cell]], float]], note: str
    ) -> FindingsTable:
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (label, *(line(self.fiscal[int(year)]) for year in self.years)) for label, line in lines.items()
        )
        return FindingsTable(name, title, self._headings(_text("line", "Line"), base=False), rows, note)

    def _payers(self) -> FindingsTable:
        budget = self.plan.tables["budget"]
        names = {"own": "The state", "grants": "Donors", "unfunded": "Nobody", "cost": "Cost"}
        sums = {column: budget.by_year(column) for column in names}
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (label, *(sums[column][year] for year in self.years)) for column, label in names.items()
        )
        return FindingsTable("payers", "Who pays, current prices",
                             self._headings(_text("payer", "Who pays"), base=False), rows)

    def _growth(self) -> FindingsTable:
        nominal = [sum(self.base.values()), *(self.total[year] for year in self.years)]
        real = [nominal[0], *(self.total[year] / self._prices(year) for year in self.years)]
        rows: tuple[tuple[Cell, ...], ...] = tuple(
            (label, *(after / before - 1.0 if before > 0.0 else None for before, after in pairwise(amounts)))
            for label, amounts in (("At current prices", nominal), ("At base-year prices", real))
        )
        return FindingsTable("growth", "Growth of cost over the year before", self._headings(
            _text("basis", "Prices"), base=False, kind=Form.SHARE), rows,
            f"The first year is held against the base year. {_COMPUTED}")

    def _prices(self, year: int) -> float:
        return _number(self.fiscal[int(year)]["deflator"])


def _text(name: str, text: str) -> Heading:
    return Heading(name, text, Form.TEXT)


def _number(cell: Cell) -> float:
    return float(cell or 0.0)
