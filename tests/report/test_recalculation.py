"""The results workbook recalculated by LibreOffice: every formula gives what is stored, and what the engine knows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from random_cases import random_case
from real_budgets import real_budget
from recalculated import recalculate_all
from report.plan_fixture import make_case, make_plan

from rightfin.case import Case
from rightfin.planning import plan
from rightfin.reading import read_case, read_case_with_warnings
from rightfin.report import facts
from rightfin.report.workbook import write_workbook
from rightfin.result.plan import Plan
from rightfin.result.thresholds import BY_NAME, Relation
from rightfin.schema.indicators import INDICATORS

INPUTS = Path(__file__).parents[2] / "inputs"
NAMES = ("hand_made", "random_3", "random_8", "random_14", "budget", "demo", "afghanistan")


@dataclass(frozen=True)
class Recalculated:
    """A plan, the case it was made from, its workbook's formulas, their stored values, and those recalculated."""

    plan: Plan
    case: Case
    formulas: openpyxl.Workbook
    stored: openpyxl.Workbook
    fresh: openpyxl.Workbook

    @property
    def years(self) -> int:
        return len(self.plan.years)

    def line(self, sheet: str, *labels: str) -> list[object]:
        """Return the recalculated cells of the years in the row that starts with these labels."""
        for row in self.fresh[sheet].values:
            if tuple(cell or "" for cell in row[: len(labels)]) == labels:
                return list(row[-self.years :])
        raise AssertionError((sheet, labels))


def planned() -> dict[str, tuple[Plan, Case]]:
    made = {"hand_made": (make_plan(), make_case())}
    for seed in (3, 8, 14):
        case = random_case(seed)
        made[f"random_{seed}"] = plan(case), case
    made["budget"] = plan(real_budget(5)), real_budget(5)
    demo, afghanistan = read_case(INPUTS / "demo"), read_case(INPUTS / "afghanistan_2012")
    made["demo"] = plan(demo, scenarios=["early_exit"]), demo
    made["afghanistan"] = plan(afghanistan), afghanistan
    return made


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Recalculated]:
    """All workbooks, recalculated in one start of LibreOffice; only those of the shipped cases hold their case."""
    folder = tmp_path_factory.mktemp("recalculation")
    made = planned()
    for name, (answer, case) in made.items():
        with pytest.MonkeyPatch.context() as patch:
            if name not in ("demo", "afghanistan"):
                patch.setattr("rightfin.report.workbook.book._fits", lambda _: False)
            write_workbook(answer, case, folder / f"{name}.xlsx")
    paths = [folder / f"{name}.xlsx" for name in made]
    return {
        path.stem: Recalculated(*made[path.stem], openpyxl.load_workbook(path),
                                openpyxl.load_workbook(path, data_only=True), fresh)
        for path, fresh in zip(paths, recalculate_all(paths, folder), strict=True)
    }


@pytest.fixture(params=NAMES)
def book(request: pytest.FixtureRequest, books: dict[str, Recalculated]) -> Recalculated:
    return books[request.param]


def test_every_formula_recalculates_to_its_stored_value(book: Recalculated) -> None:
    compared = 0
    for sheet in book.formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type != "f":
                    continue
                kept = book.stored[sheet.title][cell.coordinate].value
                fresh = book.fresh[sheet.title][cell.coordinate].value
                where = f"{sheet.title}!{cell.coordinate} {cell.value}"
                if isinstance(kept, int | float):
                    assert fresh == pytest.approx(kept, rel=1e-6, abs=1e-6), where
                else:
                    assert (fresh or "") == (kept or ""), where
                compared += 1
    assert compared > 300


def expected(answer: Plan, table: str, column: str, divisor: float = 1.0, **chosen: str) -> list[float]:
    """Return the sums by year of a column over the chosen rows, worked out from the plan's table alone."""
    rows = answer.tables[table]
    for key, value in chosen.items():
        rows = rows.where(key, (value,))
    sums = rows.by_year(column)
    return [sums.get(year, 0.0) / divisor for year in answer.years]


def close(found: list[object], wanted: list[float]) -> None:
    assert found == pytest.approx(wanted, rel=1e-6, abs=1e-6)


def test_totals_are_those_of_the_tables(book: Recalculated) -> None:
    answer = book.plan
    divisor = facts.money_scale(answer).divisor
    close(book.line("Strength", "All institutions", "", ""), expected(answer, "strength", "strength"))
    close(book.line("Budget", "All institutions", "", "All", ""), expected(answer, "budget", "cost", divisor))
    for institution, name in facts.institutions(answer).items():
        cofog = answer.names.cofog.get(institution, "")
        wanted = expected(answer, "budget", "cost", divisor, institution=institution)
        if any(wanted):
            close(book.line("Budget", name, cofog, "All", ""), wanted)
            close(book.line("Financing", "All sources", name, "All"), wanted)
        members = [cadre for cadre, owner in answer.names.cadre_institution.items() if owner == institution]
        strength = [expected(answer, "strength", "strength", cadre=cadre) for cadre in members]
        if members:
            close(book.line("Strength", name, "All cadres", ""), [sum(year) for year in zip(*strength, strict=True)])
    close(book.line("Lines", "All institutions", "All", "All"), expected(answer, "lines", "cost", divisor))
    for name in {str(row[0]) for row in answer.tables["ceilings"].rows}:
        held = {int(row[1]): float(row[4]) / divisor for row in answer.tables["ceilings"].rows if row[0] == name}
        found = book.line("Parts of the budget", name, "Own money")
        close([found[answer.years.index(year)] for year in held], list(held.values()))
    for column, source in (("own", facts.OWN), ("unfunded", facts.UNFUNDED)):
        close(book.line("Financing", source, "All institutions", "All"), expected(answer, "budget", column, divisor))
        close(book.line("Who pays", source), expected(answer, "budget", column, divisor))
    for donor, name in facts.donor_labels(answer).items():
        wanted = expected(answer, "grants", "amount", divisor, donor=donor)
        close(book.line("Financing", name, "All institutions", "All"), wanted)
        close(book.line("Who pays", name), wanted)
    for label, column in (("Domestic revenue", "revenue"), ("Arrears at the end of the year", "arrears")):
        close(book.line("Fiscal path", label), expected(answer, "fiscal", column, divisor))


def test_every_check_row_is_zero(book: Recalculated) -> None:
    checked = 0
    for name in ("Financing", "Who pays"):
        sheet: Worksheet = book.fresh[name]
        rows = list(sheet.values)
        start = next((n for n, row in enumerate(rows) if str(row[0]).startswith("Check of every line")), len(rows))
        for place, row in enumerate(rows):
            if (str(row[0]).startswith("Check") and place != start) or (place > start and row[0] == "All sources"):
                assert list(row[-book.years :]) == pytest.approx([0.0] * book.years, abs=1e-6), (name, row)
                checked += 1
    assert checked >= 2 * len(facts.institutions(book.plan))


def test_summary_shows_the_yearly_figures(book: Recalculated) -> None:
    divisor = facts.money_scale(book.plan).divisor
    rows = {row[0]: row for row in book.fresh["Summary"].values if isinstance(row[0], int | float)}
    for year in facts.yearly(book.plan):
        wanted = [year.strength, year.without_support, *(amount / divisor for amount in year.money)]
        close(list(rows[year.year][1:9]), wanted)
        for cell, share in zip(rows[year.year][9:11], (year.coverage, year.readiness), strict=True):
            assert cell == pytest.approx(share, rel=1e-6) if share is not None else cell in (None, "")


def test_indicators_are_those_of_the_engine(book: Recalculated) -> None:
    divisor = facts.money_scale(book.plan).divisor
    live = 0
    for definition in INDICATORS:
        values = facts.indicator(book.plan, definition.name)
        if not values:
            continue
        by = divisor if definition.unit == "currency" else 1.0
        found = next(row for row in book.fresh["Indicators"].values if row[0] == definition.label)[-book.years :]
        for year, cell in zip(book.plan.years, found, strict=True):
            if year in values:
                assert cell == pytest.approx(values[year] / by, rel=1e-6, abs=1e-6), (definition.name, year)
            else:
                assert cell in (None, ""), (definition.name, year)
        formulas = next(row for row in book.formulas["Indicators"].iter_rows() if row[0].value == definition.label)
        is_live = formulas[-1].data_type == "f"
        by_payer = book.plan.tables["payers"].rows and definition.not_by_payer
        assert is_live != bool(definition.not_in_sheets or by_payer), definition.name
        live += is_live
    assert live >= 8


def test_verdicts_say_whether_limits_are_kept(book: Recalculated) -> None:
    rows = list(book.fresh["Indicators"].values)
    labels = {definition.label: definition.name for definition in INDICATORS}
    limits: dict[str, dict[int, float]] = {}
    for name, year, value in book.plan.tables["thresholds"].rows:
        limits.setdefault(str(name), {})[int(year)] = float(value)
    seen = set()
    indicator = ""
    for row, verdicts in pairwise(rows):
        indicator = labels.get(str(row[0]), indicator)
        for name, values in limits.items():
            threshold = BY_NAME[name]
            if row[0] != f"   Limit of the case: {threshold.label}":
                continue
            assert threshold.indicator == indicator
            found = facts.indicator(book.plan, indicator)
            for year, word in zip(book.plan.years, verdicts[-book.years :], strict=True):
                if year in found and year in values:
                    slack = found[year] - values[year]
                    kept = slack >= -5e-5 if threshold.relation is Relation.AT_LEAST else slack <= 5e-5
                    assert word == ("kept" if kept else "broken"), (name, year)
            seen.add(name)
    assert "ceiling" in seen


@pytest.mark.parametrize("name", ["random_3", "random_8", "random_14", "demo", "afghanistan"])
def test_plans_keep_the_limits_that_the_model_holds(books: dict[str, Recalculated], name: str) -> None:
    answer = books[name].plan
    for limit, year, value in answer.tables["thresholds"].rows:
        threshold = BY_NAME[str(limit)]
        found = facts.indicator(answer, threshold.indicator).get(int(year))
        if found is not None and limit in ("ceiling", "wage_bill", "max_step"):
            assert found <= float(value) + 1e-5, (limit, year)


@pytest.mark.parametrize("name", ["random_8", "demo", "afghanistan"])
def test_the_case_travels_inside(books: dict[str, Recalculated], name: str, tmp_path: Path) -> None:
    book = books[name]
    write_workbook(book.plan, book.case, tmp_path / "plan.xlsx")
    read, warnings = read_case_with_warnings(tmp_path / "plan.xlsx")
    assert all(table == read.tables[key] for key, table in book.case.tables.items())
    assert read.digest == book.case.digest or name.startswith("random")  # whole numbers made in memory read as decimals
    assert not warnings
    again = plan(read, scenarios=book.plan.provenance.scenarios)
    assert again.tables == book.plan.tables
