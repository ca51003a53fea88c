"""The page of two shipped cases, statement by statement against what is computed anew, the same wherever it is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from real_budgets import real_budget

import rightfin
from rightfin.question import Question
from rightfin.report.facts import indicator, yearly
from rightfin.report.files import plan_json
from rightfin.report.page.words import runs
from rightfin.report.words.wording import begun, money, people, percent, significant
from rightfin.study.briefing.asks import GivesWay
from rightfin.study.briefing.stated import Cause

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Shipped:
    case: rightfin.Case
    found: rightfin.Briefing
    page: rightfin.Page

    def said(self, section: str, label: str) -> str:
        found = self.page.section(section)
        assert found is not None, section
        return next(line.text for line in found.lines if line.label == label)

    def labels(self, section: str) -> list[str]:
        found = self.page.section(section)
        assert found is not None, section
        return [line.label for line in found.lines]


@pytest.fixture(scope="module", params=["demo", "afghanistan_2012"])
def shipped(request: pytest.FixtureRequest) -> Shipped:
    case = rightfin.read_case(ROOT / "inputs" / request.param)
    found = rightfin.briefing(case)
    return Shipped(case, found, rightfin.page(found))


def level(plan: rightfin.Plan, order: str, name: str) -> float:
    return next(float(value) for place, called, value in plan.tables["objective"].rows if (place, called) == (order, name))


def least_broken(plan: rightfin.Plan) -> float:
    return level(plan, "1a", "obligations")


def gap(plan: rightfin.Plan) -> float:
    return level(plan, "2", "needs")


def test_eight_questions_and_the_force(shipped: Shipped) -> None:
    assert [section.number for section in shipped.page.sections] == list(range(1, 10))
    assert all(section.lines for section in shipped.page.sections)
    assert shipped.page.left_out == ""


def test_no_word_of_the_trade(shipped: Shipped) -> None:
    text = shipped.page.text().lower()
    words = ("need-year", "shadow price", "steady-state", "hollow", "capability unit", "own outlay", "s_curve", "perfectly")
    for word in words:
        assert word not in text, word


def test_the_verdict_is_that_of_level_one(shipped: Shipped) -> None:
    ceilings = float(shipped.found.plan.table("fiscal")["ceiling"].sum())
    payable = least_broken(shipped.found.plan) < 1e-6 * ceilings
    assert shipped.said("pay", "Answer").startswith("Yes" if payable else "No")


def test_the_plan_is_that_of_rightfin_plan(shipped: Shipped) -> None:
    assert rightfin.plan(shipped.case).tables == shipped.found.plan.tables


def test_every_test_of_an_exit_is_recomputed(shipped: Shipped) -> None:
    study = shipped.found.exits
    assert study is not None
    assert study.reference is not None
    firsts = {}
    for share in (0.0, 0.9, 0.95, 1.0):
        holds = {}
        for answer in study.answers:
            glance = answer.glance
            assert glance is not None
            kept = all(
                has >= share * had - 5e-4
                for year, has, had in zip(glance.years, glance.coverage, study.reference.coverage, strict=True)
                if year >= answer.own_from
            )
            holds[answer.own_from] = kept and glance.least_missing <= 1e-6 * sum(glance.revenue)
        years = sorted(holds)
        firsts[share] = next((year for n, year in enumerate(years) if all(holds[later] for later in years[n:])), None)
    labels = ("All paid and supported", "At least 90% of the security kept", "At least 95% of the security kept",
              "No security lost")
    for label, first in zip(labels, firsts.values(), strict=True):
        text = shipped.said("exits", label) if label in shipped.labels("exits") else shipped.said("exits", "By any test")
        told = "Never" if first is None else str(first) if first <= study.years[-1] else "Not before the end"
        assert text.startswith(told), label


def test_coverage_is_that_of_the_table(shipped: Shipped) -> None:
    plan = shipped.found.plan
    frame = plan.table("needs").groupby(["need", "year"])[["needed", "external", "unmet"]].sum()
    told = 0
    for need, name in plan.names.needs.items():
        if name in shipped.labels("not_done"):
            covered, _, outside = shipped.said("not_done", name).split("Held back")[0].partition("Of the need")
            for share, year in re.findall(r"(\d+\.\d%) in (\d{4})", covered):
                row = frame.loc[need, int(year)]
                assert share == percent(1.0 - float(row["unmet"] / row["needed"])), (name, year)
                told += 1
            for share, year in re.findall(r"(\d+\.\d%) in (\d{4})", outside):
                row = frame.loc[need, int(year)]
                assert share == percent(float(row["external"] / row["needed"])), (name, year)
    assert told > 2


def test_a_limit_that_holds_a_need_back_covers_it_better_when_eased(shipped: Shipped) -> None:
    """The cap on soldiers, which both cases have: a tenth more posts, planned anew, cover the need better."""
    table = shipped.case.records("strength_limits")
    cells = [("strength_limits", (str(row["cadre"]), str(row["bound"])), year, 1.1 * float(str(value)))
             for row in table if (row["cadre"], row["bound"]) == ("soldiers", "max")
             for year, value in row.items() if year.isdigit() and value is not None]
    before = rightfin.WhatIf(shipped.case).ask([])
    after = rightfin.WhatIf(shipped.case).ask(cells)
    assert before is not None
    assert after is not None
    eased = next(one for one in shipped.found.eased if (one.family, one.name) == ("maximum_strength", "soldiers"))
    need = max(eased.gains, key=lambda one: sum(eased.gains[one].values()))
    year, gain = max(eased.gains[need].items(), key=lambda item: item[1])
    at = before.years.index(year)
    assert after.by_need[need][at] - before.by_need[need][at] == pytest.approx(gain, abs=5e-3)
    assert "the cap on Soldiers" in shipped.said("not_done", shipped.found.plan.names.needs[need])


def test_caps_and_reasons_are_those_of_the_tables(shipped: Shipped) -> None:
    plan, stated = shipped.found.plan, shipped.found.stated
    assert stated is not None
    frame = plan.table("strength").set_index(["cadre", "year"])
    capped = Question(shipped.case).parameters.by_name.max_strength
    for cap in (one for one in stated.caps if one.is_greatest):
        assert cap.persons == pytest.approx({year: capped[cap.cadre, year] for year in cap.persons})
    for cadre, causes in stated.causes.items():
        for year, cause in causes.items():
            row = frame.loc[(cadre, year)]
            if cause is Cause.CAP:
                assert float(row["strength"]) == pytest.approx(capped[cadre, year], rel=1e-3)
            if cause is Cause.LEAVERS:
                assert float(row["hires"]) < 0.5
                assert float(row["strength"]) < float(row["before"])


def test_asks_close_what_they_say(shipped: Shipped) -> None:
    """Saving more is planned anew from nothing."""
    plan = shipped.found.plan
    saving, = (one for one in shipped.found.reliefs if one.kind is GivesWay.SAVING)
    label = begun(saving.words)
    assert label.startswith("Saving of up to 10% of a year's ceiling")
    if label not in shipped.labels("asks"):
        assert saving.share < 5e-4
        return
    other = rightfin.plan(shipped.case, settings={"max_saving_share": 0.1, "reserve_allowed": "true"})
    assert f"closes {significant((gap(plan) - gap(other)) / gap(plan))} of the gap" in shipped.said("asks", label)


def test_the_worst_restriction_is_the_rule_that_closes_most(shipped: Shipped) -> None:
    rules = [one for one in shipped.found.reliefs
             if one.free and not one.unpriced and (one.share >= 5e-4 or one.settles > 0.0)]
    if not rules:
        assert "Worst restriction" not in shipped.labels("asks")
        return
    worst = max(rules, key=lambda one: (one.settles, one.share))
    text = shipped.said("asks", "Worst restriction")
    assert f". Eased to {worst.words}: " in text
    if ", more than easing" in text:
        assert all(one.settles <= 0.0 and one.share < worst.share for one in rules if one is not worst)


def test_the_exit_that_comes_nearest_to_lasting_is_named(shipped: Shipped) -> None:
    study = shipped.found.exits
    assert study is not None
    short = {one.own_from: -one.glance.margin for one in study.answers
             if one.glance is not None and one.glance.margin is not None and one.missing <= 1.0}
    if not short:
        assert "of exits that can be paid" not in shipped.page.text()
        return
    best = min(short, key=lambda year: short[year])
    label = "Affordable for good" if "Affordable for good" in shipped.labels("exits") else "By any test"
    text, after = shipped.said("exits", label), max(short)
    told = f"of exits that can be paid, least, {money(short[best], shipped.found.plan.currency)}, without them from {best}"
    assert (told in text) == (0 < round(short[best]) < 0.99 * short[after])


def test_limits_on_saving_and_handovers_are_choices(shipped: Shipped) -> None:
    plan, most = shipped.found.plan, shipped.found.stated.saving if shipped.found.stated else None
    if most is not None:
        fiscal = plan.table("fiscal").set_index("year")
        full = [int(year) for year in fiscal.index[fiscal["saved"] > (most - 1e-4) * fiscal["ceiling"]]]
        text = shipped.said("choices", "Limit on saving")
        assert text.startswith(f"at most {percent(most)} of a year's ceiling; reached in ")
        assert text.endswith(f"reached in {runs(full)}." if full else "reached in no year.")
    for name, rows in plan.table("handover").groupby("handover"):
        text, asked = shipped.said("choices", f"Handover ({name})"), rows[rows["required_share"] > 0.0]
        first, last = asked.iloc[0], asked.iloc[-1]
        assert f"{percent(float(first['required_share']))} in {first['year']}" in text
        assert f"{percent(float(last['required_share']))} in {last['year']}" in text
        at = [int(year) for year in asked.loc[asked["share"] < asked["required_share"] + 1e-4, "year"]]
        assert text.endswith(f"just that in {runs(at)}." if at else "more than that in each of these years.")


def test_what_savings_pay_is_told_with_who_pays(shipped: Shipped) -> None:
    plan = shipped.found.plan
    saved = float(plan.table("fiscal").set_index("year").loc[plan.years[-1], "saved"])
    text = shipped.said("pay", "Who pays")
    own = yearly(plan)[-1].own
    assert (f"{money(-saved, plan.currency)} of it from savings" in text) == (-saved > 0.005 * own)


def test_a_ceiling_or_costs_that_change_as_said_keep_the_force_up(shipped: Shipped) -> None:
    """The ways to keep the last force up are shares of what its upkeep costs, which is the ceiling less the margin."""
    plan = shipped.found.plan
    margin, cost = (indicator(plan, name)[plan.years[-1]] for name in ("steady_state_margin", "steady_state_cost"))
    ceiling = margin + cost
    text = shipped.said("pay", "What must change")
    if "Nothing, for the force" in text:
        assert indicator(plan, "overhang")[plan.years[-1]] <= 1e-6 * ceiling
        assert ("if donors who never leave pay what they could of it" in text) == (margin < -1e-6 * ceiling)
        return
    lower, = re.findall(r"all costs (\d+\.\d)% lower", text)
    assert (1.0 - float(lower) / 100.0) * cost == pytest.approx(ceiling, rel=2e-3)
    needed, now = re.findall(r"(\d+\.\d)% of revenue instead of (\d+\.\d)%", text)[0]
    assert float(needed) / float(now) == pytest.approx(cost / ceiling, rel=5e-3)
    fewer, = re.findall(r"([\d,]+) people fewer", text)
    strength = plan.table("strength")
    whole = float(strength.loc[strength["year"] == plan.years[-1], "strength"].sum())
    assert (whole - float(fewer.replace(",", ""))) / whole == pytest.approx(ceiling / cost, rel=0.03)


def test_who_is_unpaid_is_what_the_plan_after_lacks(shipped: Shipped) -> None:
    found = shipped.found.walkouts
    assert found is not None
    names = found.base.names
    for one in found.worst:
        before, after = (p.table("budget").set_index(["institution", "category", "year"])["unfunded"]
                         for p in (found.base, one.plan))
        more = (after - before).groupby(["institution", "category"]).sum()
        text = shipped.said("walkouts", names.donors[one.donor])
        assert f"Worst in {one.year}" in text
        for institution, category in more[more > 0.3 * more.max()].index[:2]:
            if one.unpaid:
                assert f"{category} of {names.institutions[institution]} is unpaid" in text
                assert money(float(more[institution, category]), found.base.currency) in text


def test_ranges_hold_the_number_of_the_plan(shipped: Shipped) -> None:
    known = shipped.found.ranges
    assert known is not None
    for one in known.ranges:
        assert one.least <= one.value * (1.0 + 1e-6) + 1e-6
        assert one.value <= one.greatest * (1.0 + 1e-6) + 1e-6


def test_justice_has_its_share(shipped: Shipped) -> None:
    plan = shipped.found.plan
    ours = {i for i, sector in plan.names.sectors.items() if sector in ("justice", "corrections")}
    if not ours:
        assert "Justice and prisons" not in shipped.labels("force")
        return
    budget, last = plan.table("budget"), plan.years[-1]
    of_year = budget[budget["year"] == last]
    share = of_year.loc[of_year["institution"].isin(ours), "cost"].sum() / of_year["cost"].sum()
    assert f"{percent(float(share))} of cost in {last}" in shipped.said("force", "Justice and prisons")
    strength = plan.table("strength")
    assert people(float(strength.loc[strength["year"] == last, "strength"].sum())) in shipped.said("force", "All")


def test_the_same_page_in_the_workbook_and_in_json(shipped: Shipped, tmp_path: Path) -> None:
    plan, page = shipped.found.plan, shipped.page
    assert plan_json(plan, page)["page"] == page.as_dict()
    rightfin.write_plan(plan, shipped.case, tmp_path / "out", page=page)
    sheet = openpyxl.load_workbook(tmp_path / "out" / "plan.xlsx").worksheets[0]
    rows = [tuple(cell for cell in row if cell is not None) for row in sheet.values]
    for section in page.sections:
        at = rows.index((f"{section.number}  {section.title}",))
        assert rows[at + 1:at + 1 + len(section.lines)] == [(line.label, line.text) for line in section.lines]
    for line in page.glossary:
        assert (line.label, line.text) in rows


@pytest.mark.parametrize("shipped", ["afghanistan_2012"], indirect=True)
def test_asked_twice_it_says_the_same(shipped: Shipped) -> None:
    assert rightfin.page(rightfin.briefing(shipped.case)) == shipped.page


def test_asked_twice_of_parts_earmarks_and_ceilings_it_says_the_same() -> None:
    case = real_budget(5)
    first, second = (rightfin.page(rightfin.briefing(case)) for _ in range(2))
    assert first == second
