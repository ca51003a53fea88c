"""The page: every figure on it is that of the plan's tables, and a contradictory plan says what contradicts."""

from __future__ import annotations

import re
from dataclasses import replace
from types import MappingProxyType, SimpleNamespace
from typing import cast

from report.plan_fixture import contradictory_plan, make_plan

from rightfin.report.facts import yearly
from rightfin.report.files import plan_json
from rightfin.report.page import Page, page_of
from rightfin.report.page.leave import _first
from rightfin.report.words.keeping import Keeping, afterwards, must_change
from rightfin.report.words.wording import money, people, percent
from rightfin.result.plan import Plan, PlanTable
from rightfin.study.exits.study import ExitStudy
from rightfin.study.exits.verdicts import TESTS, Measure, Verdict


def said(page: Page, name: str, label: str) -> str:
    section = page.section(name)
    assert section is not None, name
    return next(line.text for line in section.lines if line.label == label)


def with_rows(plan: Plan, name: str, rows: list[tuple[str | int | float, ...]]) -> Plan:
    table = PlanTable(name, plan.tables[name].columns, tuple(rows))
    return replace(plan, tables=MappingProxyType({**plan.tables, name: table}))


def test_questions_stand_in_their_order() -> None:
    numbers = [section.number for section in page_of(make_plan()).sections]
    assert numbers == sorted(numbers)
    assert numbers[0] == 1


def test_what_is_missing_and_who_pays() -> None:
    plan = make_plan()
    page, budget, fiscal = page_of(plan), plan.table("budget"), plan.table("fiscal").set_index("year")
    assert said(page, "pay", "Answer").startswith("No: ")
    assert money(1.5 * float(fiscal.loc[2026, "unfunded"]), "MRD") in said(page, "pay", "Answer")
    for year in (2025, 2032):
        of_year = budget[budget["year"] == year]
        assert f"{percent(of_year['own'].sum() / of_year['cost'].sum())}" in said(page, "pay", "Who pays")
    assert said(page_of(make_plan(short=False)), "pay", "Answer").startswith("Yes: ")


def test_savings_are_told_where_they_are_spent() -> None:
    plan = make_plan(short=False)
    column = plan.tables["fiscal"].columns.index("reserve")
    course = [0.0, 10e6, 40e6, 30e6, 20e6, 10e6, 5e6, 2e6]
    rows = [(*row[:column], kept, *row[column + 1:]) for row, kept in zip(plan.tables["fiscal"].rows, course, strict=True)]
    text = said(page_of(with_rows(plan, "fiscal", rows)), "pay", "Savings")
    assert "After 2027" in text
    assert "from MRD 40.0 million at the end of 2027 to MRD 2.00 million at the end of 2032" in text
    rising = [(*row[:column], kept, *row[column + 1:])
              for row, kept in zip(plan.tables["fiscal"].rows, sorted(course), strict=True)]
    found = page_of(with_rows(plan, "fiscal", rising)).section("pay")
    assert found is not None
    assert "Savings" not in [line.label for line in found.lines]


def test_people_without_support_are_named() -> None:
    plan = make_plan(short=False)
    frame = plan.table("strength")
    frame["lacking"] = frame["strength"] - frame["supported"]
    whole = frame.groupby("year")["lacking"].sum()
    worst = int(whole.idxmax())
    text = said(page_of(plan), "not_done", "In pay without kit or rooms")
    assert text.startswith(f"In {worst}, ")
    lacking = frame.loc[(frame["year"] == worst) & (frame["cadre"] == "soldier"), "lacking"].sum()
    assert f"{people(lacking)} Soldiers" in text


def test_hard_years_are_those_of_the_largest_rise() -> None:
    plan = make_plan(short=False)
    own = plan.table("budget").groupby("year")["own"].sum()
    fiscal = plan.table("fiscal").set_index("year")
    rise = (fiscal["own"] / fiscal["deflator"]).pct_change()
    text = said(page_of(plan), "hard_years", "Own spending on it")
    assert text.startswith(f"{rise.idxmax()}: up {percent(rise.max())} ")
    assert money(float(own[rise.idxmax()]), "MRD") in text
    rows = [tuple(1.0 if name in ("own", "deflator") else cell for name, cell in zip(
        plan.tables["fiscal"].columns, row, strict=True)) for row in plan.tables["fiscal"].rows]
    level = said(page_of(with_rows(plan, "fiscal", rows)), "hard_years", "Own spending on it")
    assert level == "rises in no year after 2025, apart from prices."


def test_the_hardest_years_are_told_first_and_with_what_makes_them_so() -> None:
    plan = make_plan(short=False)
    fiscal, rows = plan.table("fiscal").set_index("year"), {row.year: row for row in yearly(plan)}
    budget = int((fiscal["own"] / fiscal["deflator"]).pct_change().idxmax())
    thinnest = min(rows.values(), key=lambda row: (round(row.coverage or 0.0, 4), row.year))
    text = said(page_of(plan), "hard_years", "Hardest")
    assert text.startswith(f"{budget} for the budget: ")
    assert f"{thinnest.year} for people: needs are covered least ({percent(thinnest.coverage or 0.0)})" in text
    before, after = (rows[year].donors / fiscal.loc[year, "deflator"] for year in (budget - 1, budget))
    assert after < 0.9 * before
    told = f"donors' money falls from {money(rows[budget - 1].donors, 'MRD')} to {money(rows[budget].donors, 'MRD')}"
    assert told in text


def test_what_must_change_names_money_that_is_missing_and_ways_to_keep_the_force() -> None:
    plan = make_plan()
    missing = {2026: 5e6}
    keeping = Keeping(2032, 1_000.0, 800.0, None, None, 100e6, -20e6, 0.0, ())
    revenue = float(plan.table("fiscal").set_index("year").loc[2032, "revenue"])
    assert must_change(plan, keeping, missing) == (
        "To pay everything, MRD 5.00 million in 2026 more that may be spent on what is unpaid. To keep the force of 2032 "
        f"up for good, one of these: a ceiling MRD 20.0 million a year higher ({percent(100e6 / revenue)} of revenue "
        f"instead of {percent(80e6 / revenue)}), all costs 20.0% lower or 200 people fewer."
    )
    nobody = replace(keeping, kept=0.0)
    assert "people fewer" not in must_change(plan, nobody, {})
    enough = replace(keeping, kept=1_000.0, margin=1e6)
    assert must_change(plan, enough, {}) == "Nothing, for the force of 2032 to be kept up for good."
    assert not replace(enough, shown=0.0, kept=0.0, margin=-2e6).is_enough
    paid_on = replace(keeping, margin=-1e6, by_donors=1e6)
    assert must_change(plan, paid_on, {}) == (
        "Nothing, for the force of 2032 to be kept up if donors who never leave pay what they could of it."
    )
    assert "MRD 1.00 million of it donors who never leave would have to pay" in afterwards(paid_on, "MRD")
    assert "cannot be kept up" in afterwards(replace(paid_on, by_donors=0.5e6), "MRD")
    assert must_change(plan, None, {}) == ""
    rows = [("wage_bill", year, 0.1) for year in plan.years]
    limited = with_rows(plan, "thresholds", [*rows])
    assert must_change(limited, enough, {}).endswith("The limit of the wage bill is not counted.")


def test_bands_are_told_from_full_cover_down() -> None:
    found = page_of(make_plan()).section("choices")
    assert found is not None
    told = [line.text for line in found.lines if line.label == "What is missing weighs"]
    pattern = r"(.* points below full cover, .* for the last [\d.]+ points \(.*\)(; )?)+\."
    assert told
    assert all(re.fullmatch(pattern, text) for text in told)


def test_ceilings_and_floors_by_part_are_choices() -> None:
    def told(bound: str, label: str, *own: float) -> str:
        rows = [("war_games", 2026 + n, bound, 10e6 * (n + 1), amount, 40e6, 0.0, 0.0) for n, amount in enumerate(own)]
        return said(page_of(with_rows(make_plan(), "ceilings", [*rows])), "choices", label)

    most, least = (f"own money on its part is at {word} MRD 10.0 million in 2026, MRD 30.0 million in 2028; "
                   for word in ("most", "least"))
    assert told("max", "Ceiling (war_games)", 10e6, 20e6, 12e6) == f"{most}just that in 2026-2027."
    assert told("max", "Ceiling (war_games)", 9e6, 19e6, 12e6) == f"{most}less than that in each of these years."
    assert told("min", "Floor (war_games)", 10e6, 20e6, 12e6) == f"{least}missed in 2028, just that in 2026-2027."
    assert told("min", "Floor (war_games)", 11e6, 21e6, 31e6) == f"{least}more than that in each of these years."


def test_contradictory_plan_names_what_contradicts() -> None:
    plan = contradictory_plan()
    page = page_of(plan)
    assert [section.name for section in page.sections] == ["contradiction"]
    for text in plan.conflict:
        assert text in page.text()


def test_page_is_in_the_json() -> None:
    plan = make_plan()
    assert plan_json(plan)["page"] == page_of(plan).as_dict()


def test_savings_fall_only_where_they_fall_every_year() -> None:
    plan = make_plan(short=False)
    column = plan.tables["fiscal"].columns.index("reserve")

    def told(course: list[float]) -> str:
        rows = [(*row[:column], kept, *row[column + 1:])
                for row, kept in zip(plan.tables["fiscal"].rows, course, strict=True)]
        return said(page_of(with_rows(plan, "fiscal", rows)), "pay", "Savings")

    assert told([1e6, 10e6, 40e6, 8e6, 0.0, 0.0, 14e6, 7e6]) == (
        "After 2027 the state spends savings: the reserve is MRD 40.0 million at the end of 2027, it is empty at the end "
        "of 2029-2030, money is saved again in 2031 and what is left is MRD 7.00 million at the end of 2032."
    )
    assert told([1e6, 10e6, 40e6, 8e6, 0.0, 0.0, 0.0, 0.0]) == (
        "After 2027 the state spends savings: the reserve is MRD 40.0 million at the end of 2027 and it is empty at the "
        "end of 2029-2032."
    )


def test_readiness_is_of_those_who_are_there_and_who_keeps_a_force_is_told_apart() -> None:
    meanings = {word.label: word.text for word in page_of(make_plan()).glossary}
    assert "of the people who are there" in meanings["Readiness"]
    assert "without donors" in meanings["Kept for good"]
    assert "donors who never leave" in meanings["Can be kept"]


def test_an_exit_that_holds_in_every_year_asked_about_is_not_called_never() -> None:
    """Only staying through the last year fails; in the other case a year between fails too."""
    study = cast(ExitStudy, SimpleNamespace(years=tuple(range(2026, 2038))))

    def told(*also: int) -> str:
        return _first(study, Verdict(Measure.FOR_GOOD, TESTS[Measure.FOR_GOOD], None, also, None, (), None))

    assert told(*range(2030, 2038)) == "In any year of 2030-2037; beyond, no year is planned."
    assert told(2037) == "In 2037; beyond, no year is planned."
    assert told(2030, 2031) == "Never; it would hold in 2030-2031, but not in every later year."
    assert told() == "Never."
