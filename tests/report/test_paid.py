"""Who pays for the force, and where pay is said: sums, shares, sources."""

from __future__ import annotations

import pytest
from pipeline import tiny_case
from report.plan_fixture import make_plan
from report.vega_lite import is_valid

from rightfin.planning import plan
from rightfin.question import Question
from rightfin.reading import read_case
from rightfin.report import facts
from rightfin.report.charts.paid import paid_chart
from rightfin.report.facts import UNSUPPORTED
from rightfin.report.overview.force import cadres_of
from rightfin.report.overview.paid import categories_of, paid_table, pay_table, payers_of
from rightfin.result.plan import Plan
from rightfin.shipped import case_place


@pytest.fixture(scope="module")
def demo() -> Plan:
    return plan(read_case(case_place("demo")))


def by_year(rows: list[tuple[str, int, float]]) -> dict[int, float]:
    found: dict[int, float] = {}
    for _, year, amount in rows:
        found[year] = found.get(year, 0.0) + amount
    return found


def falls_due(rows: list[tuple[str, int, float]]) -> list[tuple[str, int, float]]:
    return [row for row in rows if row[0] != UNSUPPORTED]


@pytest.mark.parametrize("institution", [None, "police", "army"])
def test_who_pays_sums_to_what_falls_due_in_every_category(institution: str | None) -> None:
    made = make_plan()
    budget = made.tables["budget"]
    of = budget if institution is None else budget.where("institution", (institution,))
    rows = payers_of(made, institution)
    assert by_year(falls_due(rows)) == pytest.approx(of.by_year("cost"))
    parts = [payers_of(made, institution, category) for category in categories_of(made, institution)]
    assert by_year(falls_due([row for part in parts for row in part])) == pytest.approx(of.by_year("cost"))
    assert by_year([row for part in parts for row in part]) == pytest.approx(by_year(rows))


def test_last_comes_what_support_costs_that_is_missing() -> None:
    made = make_plan()
    lacking = {row.year: row.unsupported for row in facts.yearly(made)}
    assert max(lacking.values()) > 0.0
    assert by_year([row for row in payers_of(made) if row[0] == UNSUPPORTED]) == pytest.approx(lacking)
    assert [row for row in payers_of(made, None, "operations") if row[0] == UNSUPPORTED]
    assert not [row for row in payers_of(made, None, "pay") if row[0] == UNSUPPORTED]


def test_support_can_be_looked_at_where_nobody_has_any() -> None:
    made = plan(tiny_case(soldier={"opening_strength": 30_000.0}))
    lacking = {row.year: row.unsupported for row in facts.yearly(made)}
    assert max(lacking.values()) > 0.0
    rows = [row for category in categories_of(made) for row in payers_of(made, None, category)]
    assert by_year([row for row in rows if row[0] == UNSUPPORTED]) == pytest.approx(lacking)


def test_institutions_sum_to_all_of_them() -> None:
    made = make_plan()
    rows = [row for institution in facts.institutions(made) for row in payers_of(made, institution)]
    assert by_year(rows) == pytest.approx(by_year(payers_of(made)))


def test_the_picture_has_the_colours_of_who_pays_all() -> None:
    made = make_plan()
    chart = paid_chart(made, payers_of(made, "police", "pay"), "pay, National Police")
    assert is_valid(chart)
    shown = chart["encoding"]["color"]["scale"]
    whole = paid_chart(made, payers_of(made), "all")["encoding"]["color"]["scale"]
    colours = dict(zip(whole["domain"], whole["range"], strict=True))
    assert dict(zip(shown["domain"], shown["range"], strict=True)) == {name: colours[name] for name in shown["domain"]}


def test_the_table_has_the_figures_of_the_picture() -> None:
    made = make_plan()
    rows = payers_of(made, "police")
    table = paid_table(rows)
    assert {(row[0], year): row[1 + place] for row in table.rows for place, year in enumerate(made.years)} == {
        (payer, year): amount for payer, year, amount in rows}


def test_pay_in_parts_says_each_with_its_source_and_who_pays_it(demo: Plan) -> None:
    case = read_case(case_place("demo"))
    table = pay_table(demo, case, "police")
    names = [heading.name for heading in table.headings]
    found = [dict(zip(names, row, strict=True)) for row in table.rows]
    men = [row for row in found if row["cadre"] == "Constables (men)"]
    typed = [row for row in case.records("pay_parts") if row["cadre"] == "constables_men"]
    assert sorted(row["amount"] for row in men) == sorted(
        f"{row['currency'] or demo.currency} {row['amount']:,.10g}" for row in typed)
    assert {row["source"] for row in men} == {row["source"] for row in typed}
    for row in found:
        for year in (demo.years[0], demo.years[-1]):
            shares = [row[f"{payer}_{year}"] for payer in ("own", "grants", "unfunded")]
            assert sum(shares) == pytest.approx(1.0)


def test_every_cadre_of_the_case_is_paid_somehow(demo: Plan) -> None:
    case = Question.of(read_case(case_place("demo"))).prepared
    assert {row[0] for row in pay_table(demo, case).rows} == set(cadres_of(demo).values())
