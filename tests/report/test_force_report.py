"""Who serves, how far needs are covered, what binds, and what an answer rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pipeline import donor, tiny_case
from report.plan_fixture import contradictory_plan, make_plan
from report.vega_lite import is_valid

from rightfin.lp.objectives import OBJECTIVES
from rightfin.report import facts
from rightfin.report.charts.coverage import coverage_grid
from rightfin.report.charts.force import MOST_BARS, binding_chart, group_places, people_chart
from rightfin.report.overview.answers import answers
from rightfin.report.overview.binding import binding_table
from rightfin.report.overview.briefed import briefed
from rightfin.report.overview.force import (
    cadres_of,
    coverage_rows,
    coverage_table,
    failing,
    force_table,
    regions_of,
    regions_rows,
    strength_rows,
)
from rightfin.report.overview.method import ORDER, citation, order_of_objectives, tolerances_of
from rightfin.report.page import page_of
from rightfin.report.words.wording import in_full
from rightfin.study.briefing.asks import GivesWay
from rightfin.study.briefing.relief import Relief
from rightfin.study.briefing.study import Briefing, briefing


def relief(words: str, share: float, settles: float = 0.0, **more: object) -> Relief:
    given: dict[str, object] = {"costs": {}, "real_cost": 0.0, "unpriced": False, **more}
    return Relief(GivesWay.SAVING, "", words, settles, share, share, "1a" if settles else "", **given)  # type: ignore[arg-type]


def test_cadres_stand_by_institution_and_add_up_to_the_force() -> None:
    plan = make_plan()
    table = force_table(plan)
    assert list(dict.fromkeys(row[0] for row in table.rows)) == list(facts.institutions(plan).values())
    assert [row[1] for row in table.rows] == list(cadres_of(plan).values())
    rows = facts.yearly(plan)
    assert sum(float(row[3] or 0) for row in table.rows) == pytest.approx(rows[0].strength)
    assert sum(float(row[4] or 0) for row in table.rows) == pytest.approx(rows[-1].strength)
    for _, _, _, first, last, change, supported in table.rows:
        assert float(change or 0) == pytest.approx(float(last or 0) - float(first or 0))
        assert supported is None or 0.0 <= float(supported) <= 1.0
    one = force_table(plan, "police")
    assert [row[1] for row in one.rows] == ["Constables", "Sergeants"]
    assert one.rows[0][2] == "All regions"
    served = replace(plan, names=replace(plan.names, serves={"police": ("north", "south")}))
    assert force_table(served, "police").rows[0][2] == "North and South"


def test_people_of_an_institution_are_those_of_its_cadres() -> None:
    plan = make_plan()
    whole = {(row.institution, row.year): row.strength for row in facts.strength_by_institution(plan)}
    for institution, label in facts.institutions(plan).items():
        by_year: dict[int, float] = {}
        for _, year, strength in strength_rows(plan, institution):
            by_year[year] = by_year.get(year, 0.0) + strength
        assert by_year == pytest.approx({year: whole[label, year] for year in plan.years})
    chart = people_chart(strength_rows(plan, None), "all institutions", "Institution", group_places(plan, None))
    assert is_valid(chart)
    assert {row["group"] for row in chart["data"]["values"]} == set(facts.institutions(plan).values())


def test_the_grid_frames_the_worst_year_of_what_is_not_covered_and_rounds_no_gap_away() -> None:
    plan = make_plan()
    rows = coverage_rows(plan)
    chart = coverage_grid(rows, "all regions")
    assert is_valid(chart)
    cells = chart["data"]["values"]
    for cell in cells:
        assert (cell["text"] == "100") == in_full(cell["share"])
        assert cell["open"] == pytest.approx(1.0 - cell["share"])
    framed = [(cell["name"], cell["year"]) for cell in cells if cell["worst"]]
    assert len(framed) == len({name for name, _ in framed})
    for name, year in framed:
        of = {cell["year"]: cell["share"] for cell in cells if cell["name"] == name}
        assert round(of[year], 3) == round(min(of.values()), 3)
    shares = {(name, year): share for name, year, share in rows}
    assert [(name, year) for name, year, _ in failing(rows)] == sorted(framed, key=lambda one: round(shares[one], 3))
    full = [("a", 2025, 1.0), ("a", 2026, 1.0)]
    assert failing(full) == ()
    assert not any(cell["worst"] for cell in coverage_grid(full, "x")["data"]["values"])


def test_regions_have_the_coverage_of_the_table_of_needs() -> None:
    plan = make_plan()
    needs = plan.table("needs")
    for region, label in regions_of(plan).items():
        for need, year, share in coverage_rows(plan, region):
            row = needs[(needs["region"] == region) & (needs["year"] == year)
                        & (needs["need"].map(plan.names.needs) == need)].iloc[0]
            assert share == pytest.approx(1.0 - row["unmet"] / row["needed"])
            assert (label, year, share) in [(one, at, pytest.approx(of)) for one, at, of in regions_rows(plan, need)]


def test_a_table_of_shares_has_blanks_where_nothing_is_needed() -> None:
    table = coverage_table([("a", 2025, 0.5), ("b", 2026, 1.0)], "Coverage")
    assert [heading.text for heading in table.headings] == ["Need", "2025", "2026"]
    assert table.rows == (("a", 0.5, None), ("b", None, 1.0))


def test_what_binds_is_ranked_what_lets_more_be_paid_first() -> None:
    found = Briefing(make_plan(), reliefs=(
        relief("a little", 0.01), relief("much", 0.2, unpriced=True), relief("pays", -0.1, 5e6),
        relief("dear", 0.05, costs={"ally": 2e6}, real_cost=1e6), relief("nothing", 0.0)))
    table = binding_table(found)
    assert [row[0] for row in table.rows] == ["Pays", "Much", "Dear", "A little", "Nothing"]
    assert [row[3] for row in table.rows] == [
        "a decision", "places without a price", "money", "a decision", "a decision"]
    chart = binding_chart(table)
    assert is_valid(chart)
    assert [row["what"] for row in chart["data"]["values"]] == ["Much", "Dear", "A little"]
    many = Briefing(make_plan(), reliefs=tuple(relief(f"thing {n:02}", 0.001 * (n + 1)) for n in range(30)))
    assert len(binding_chart(binding_table(many))["data"]["values"]) == MOST_BARS


def test_a_briefing_in_words_is_that_of_the_page() -> None:
    found = briefing(tiny_case(**donor(5.0)))  # type: ignore[arg-type]
    told = briefed(found)
    assert told.page == page_of(found.plan, found)
    assert told.replies == answers(found.plan, found)
    assert told.binding == binding_table(found)
    assert told.plan is found.plan
    assert told.binding is not None
    assert len(told.binding.rows) == len(found.reliefs)
    nothing = briefed(Briefing(contradictory_plan()))
    assert (nothing.replies, nothing.binding) == ((), None)


def test_every_place_of_the_objectives_has_its_sentence() -> None:
    assert [place for place, *_ in ORDER] == list(dict.fromkeys(one.place for one in OBJECTIVES))


def test_a_plan_says_what_it_rests_on() -> None:
    plan = make_plan()
    held = [(str(place), "x", 0.0) for place in ("1a", "2", "5")]
    few = replace(plan, tables={**plan.tables, "objective": type(plan.tables["objective"]).of_rows("objective", held)})
    assert [line.label for line in order_of_objectives(few)] == ["Pay what is due", "Cover needs", "Move few people"]
    strict, loose = (tolerances_of(replace(plan, arrears_tolerance=share))[0].text for share in (0.0, 0.01))
    assert strict.startswith("nothing")
    assert loose.startswith("up to 1% of all ceilings")
    cited = {line.label: line.text for line in citation(plan)}
    assert plan.provenance.case_digest in cited["Case"]
    assert plan.provenance.model_digest in cited["Model"]
    assert all(version in cited["Versions"] for version in plan.provenance.versions.values())
