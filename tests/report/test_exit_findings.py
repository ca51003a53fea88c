"""Who can leave when, in words, tables and pictures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pipeline import MILLION, donor, macro, tiny_case
from report.vega_lite import is_valid

from rightfin import plan as planned
from rightfin.case import Case
from rightfin.report.facts import indicator
from rightfin.report.studies.exit_verdicts import failure_in_words
from rightfin.report.studies.exits import calendar_findings, findings
from rightfin.report.studies.findings import Cell, Findings, FindingsTable, Form, written
from rightfin.report.words.wording import Scale, percent
from rightfin.solve.levels import Depth
from rightfin.study.exits.calendars import exit_calendars
from rightfin.study.exits.criterion import ExitTest
from rightfin.study.exits.study import exit_study
from rightfin.study.exits.verdicts import Measure, verdicts


def case_of(last: float = 20.0, **columns: object) -> Case:
    """Return a force that costs 20 million a year, a ceiling that rises to it, and a donor that gives 15 million."""
    ceilings = {2021: 8.0, 2022: 12.0, 2023: 16.0, 2024: 20.0, 2026: last}
    force = [{"cadre": "soldier", "bound": bound, "hard": True, "2021": 10_000.0} for bound in ("min", "max")]
    return tiny_case(soldier={"support_floor": 1.0}, macro=macro(ceilings), strength_limits=force,
                     **donor(15.0, exit_year=2026, **columns))


def said(found: Findings, topic: str) -> str:
    """Return the text of one sentence; empty if it was not said."""
    return next((sentence.text for sentence in found.sentences if sentence.topic == topic), "")


def records(table: FindingsTable) -> list[dict[str, Cell]]:
    """Return the rows of a table by the names of its columns."""
    return [dict(zip((heading.name for heading in table.headings), row, strict=True)) for row in table.rows]


def demanding_case() -> Case:
    """Return a donor that asks for 15 million of own money as long as it stays, which the ceiling does not allow."""
    return tiny_case(soldier={"opening_strength": 5000.0}, macro=macro(12.0),
                     **donor(1.0, exit_year=2026, match=1.0, match_base=15 * MILLION))


def test_an_exit_is_told_with_its_convention_what_breaks_and_what_is_carried() -> None:
    found = findings(exit_study(case_of()))
    assert found.answered
    assert "it is spent for the last time in the year before, its exit year" in said(found, "question")
    assert said(found, "earliest") == (
        "2024 is the earliest first year without it for which all that holds, as for every later one."
    )
    assert said(found, "breaks") == (
        "Without it from 2023 on, USD 4.00 million is unpaid or unsupported, first in 2023, all of it in Army. Without it "
        "from 2021 on, it would be USD 24.0 million. Amounts at current prices, in the plan and the years shown."
    )
    assert "reaches 20.0% of its revenue, in 2024" in said(found, "carries")
    assert said(found, "later") == (
        "Yes: less is unpaid with every year that it stays, and nothing without it from 2024 on."
    )
    assert said(found, "pledges") == ""


def test_no_exit_within_the_horizon_says_what_staying_for_good_would_do() -> None:
    found = findings(exit_study(case_of(last=17.0)))
    assert not found.answered
    assert said(found, "earliest") == "There is none: it does not hold even if it stays through 2026."
    assert said(found, "breaks").startswith(
        "If it stays through 2026, something is unpaid or unsupported in the years planned beyond 2026. Without it from "
    )
    assert "If it stays through 2026, the state's own spending" in said(found, "carries")
    assert said(found, "later").startswith("They help, but not enough: something stays unpaid or unsupported")
    assert said(found, "later").endswith("beyond 2026, all could be paid.")


def test_pledges_that_end_make_later_exits_useless() -> None:
    case = case_of().with_cells("pledges", [(("friends",), str(year), 0.0) for year in (2022, 2023, 2024, 2025, 2026)])
    found = findings(exit_study(case))
    assert not found.answered
    assert said(found, "pledges").startswith("The last money that is pledged arrives from Friends in 2021: a later exit")
    later = said(found, "later")
    assert later.startswith("Only up to 2022 as the first year without it: what is unpaid or unsupported then stays so")
    assert later.endswith("beyond 2026, something would be unpaid all the same.")


def test_coverage_and_margin_are_named_where_they_fail() -> None:
    case = tiny_case(macro=macro(20.0), demand=[{"need": "war", "region": "national", "2021": 14_000.0}],
                     **donor(8.0, exit_year=2026))
    found = findings(exit_study(case, test=ExitTest(coverage=0.99, margin=True)))
    assert "to at least 99.0% of what they are if this donor never leaves" in said(found, "question")
    assert "covers what it costs to keep the last year's force up for good" in said(found, "question")
    fails = {row["own_from"]: str(row["fails"]) for row in records(found.table("frontier"))}
    assert fails[2023].startswith("coverage too low from 202")
    assert "coverage" not in fails[None]


def test_tables_hold_every_exit_and_every_year() -> None:
    study = exit_study(case_of())
    found = findings(study)
    frontier, by_year = found.table("frontier"), found.table("by_year")
    assert [row[:4] for row in frontier.rows] == [
        *((year, f"from {year}", year - 1, "yes" if year >= 2024 else "no") for year in range(2021, 2027)),
        (None, "after 2026", 2026, "yes"),
    ]
    assert len(by_year.rows) == 7 * 6
    own, grants, unpaid, unsupported = (
        {(row["own_from"], row["year"]): row[name] for row in records(by_year)}
        for name in ("own", "grants", "unpaid", "unsupported")
    )
    missing = float(str(unpaid[2023, 2023])) + float(str(unsupported[2023, 2023]))
    assert missing == pytest.approx(4 * MILLION, rel=1e-4)
    assert own[2023, 2023] == pytest.approx(16 * MILLION, rel=1e-4)
    assert float(str(grants[2023, 2022])) > 0.0 == grants[2023, 2023]
    for table in found.tables:
        for row in table.rows:
            assert len(row) == len(table.headings)
            for cell, heading in zip(row, table.headings, strict=True):
                assert cell is None or isinstance(cell, str) == (heading.kind is Form.TEXT)


@pytest.mark.parametrize("margin", [False, True])
def test_people_see_a_frontier_that_fits_a_window_and_programs_all_of_it(margin: bool) -> None:
    table = findings(exit_study(case_of(), test=ExitTest(margin=margin))).table("frontier")
    hidden = {heading.name for heading in table.headings if not heading.shown}
    assert hidden == {"own_from", "least_missing", "by_choice", "least_coverage_year", "last_coverage", "burden_year",
                      "step_year", *(() if margin else ("margin",))}
    assert len({heading.name for heading in table.headings}) == len(table.headings)
    shown = table.shown()
    assert [row[0] for row in shown.rows][-2:] == ["from 2026", "after 2026"]
    if not margin:
        cells = [[written(cell, heading.kind, Scale(1e6, "USD million", 1)) for cell in (row[n] for row in shown.rows)]
                 for n, heading in enumerate(shown.headings)]
        widths = [max(len(heading.text), *map(len, column))
                  for heading, column in zip(shown.headings, cells, strict=True)]
        assert sum(widths) + 2 * len(widths) <= 120


def test_whom_nobody_pays_says_at_which_exit() -> None:
    rows = records(findings(exit_study(case_of())).table("unpaid"))
    assert [(row["own_from"], row["exit"], row["institution"]) for row in rows] == [(2023, "from 2023", "Army")]


@pytest.mark.parametrize(("unpaid", "told"), [
    ((("Army", 4e6),), ", all of it in Army. "),
    ((("Army", 3e6), ("Police", 1e6)), ", in Army (USD 3.00 million) and Police (USD 1.00 million). "),
    ((("A", 4e6), ("B", 3e6), ("C", 2e6), ("D", 1e6)),
     ", the largest parts in A (USD 4.00 million), B (USD 3.00 million) and C (USD 2.00 million). "),
])
def test_all_of_what_is_unpaid_is_not_called_most_of_it(unpaid: tuple[tuple[str, float], ...], told: str) -> None:
    assert told in said(findings(replace(exit_study(case_of()), unpaid=unpaid)), "breaks")


def test_a_donor_whose_condition_cannot_be_met_is_one_to_leave() -> None:
    found = findings(exit_study(demanding_case()))
    earliest = said(found, "earliest")
    assert earliest.startswith("Staying is what fails, and leaving what works: all that holds without it from 2021")
    assert "Friends asks the state for own money in every year that it stays (match_base)" in earliest
    assert "do not rely" not in earliest
    breaks = said(found, "breaks")
    assert breaks.startswith("If it stays through 2026, no plan keeps all hard limits")
    assert "Co-financing: Friends in 2021 (donors, row friends, column match_base)" in breaks
    note = found.table("frontier").note
    assert "hard limits that contradict one another" in note
    assert "levels 1 and 2" not in note
    assert "levels 1 and 2" in findings(exit_study(demanding_case(), depth=Depth.NEEDS)).table("frontier").note


def test_several_donors_are_they() -> None:
    study = exit_study(case_of(last=17.0))
    names = {"friends": "Friends", "others": "Others"}
    both = replace(study.leaving, donors=("friends", "others"), names=names,
                   money_until={**study.leaving.money_until, "others": 2026})
    found = findings(replace(study, leaving=both))
    assert said(found, "question").startswith("When can Friends and Others leave together?")
    assert said(found, "earliest") == "There is none: it does not hold even if they stay through 2026."


def test_own_spending_above_its_ceiling_is_explained_by_the_reserve() -> None:
    study = exit_study(case_of())
    assert "ceiling" not in said(findings(study), "carries")
    answer = study.answer(2024)
    assert answer.glance is not None
    assert answer.burden is not None
    glance = replace(answer.glance, saved=tuple(-MILLION if year == 2024 else 0.0 for year in study.years))
    told = replace(study, answers=tuple(
        replace(answer, glance=glance, burden=replace(answer.burden, share=0.21)) if a is answer else a
        for a in study.answers
    ))
    text = said(findings(told), "carries")
    assert "reaches 21.0% of its revenue, in 2024 (more than its ceiling of 20.0%, because money from the reserve" in text


def test_a_smaller_force_is_counted_and_points_to_the_requirement() -> None:
    """A ceiling of 20 million pays and supports 10,000 people; the donor's money covers more of the demand for 14,000."""
    case = tiny_case(macro=macro(20.0), demand=[{"need": "war", "region": "national", "2021": 14_000.0}],
                     **donor(8.0, exit_year=2026))
    study = exit_study(case)
    assert study.earliest is not None
    assert study.reference is not None
    glance = study.answer(study.earliest).glance
    assert glance is not None
    at = study.years.index(study.earliest)
    has, had = round(glance.strength[at]), round(study.reference.strength[at])
    text = said(findings(study), "force")
    assert has < had
    assert f"fewer in {study.earliest} than if it never leaves: {has:,}, not {had:,}." in text
    assert "The requirement (rightfin require) holds the force" in text
    assert "fewer" not in said(findings(exit_study(case_of())), "force")  # hard limits hold that force


def short_of_people(**columns: object) -> Case:
    """Return a case whose donor covers more of a demand than the state alone, in every year in which it gives."""
    return tiny_case(macro=macro(20.0), demand=[{"need": "war", "region": "national", "2021": 14_000.0}],
                     **donor(8.0, **columns))


def test_staying_for_good_is_set_beside_the_plan_that_readers_have() -> None:
    """The case has an exit year, which the plan of the case keeps: what exits are compared with covers more."""
    case = short_of_people(exit_year=2023)
    study = exit_study(case)
    found = findings(study)
    coverage = indicator(planned(case), "coverage")
    assert study.reference is not None
    stays = dict(zip(study.reference.years, study.reference.coverage, strict=True))
    worst = max(coverage, key=lambda year: stays[year] - coverage[year])
    assert said(found, "compared") == (
        "Exits are compared with a plan in which it never leaves: all pledges of the case come, and the exit year that the "
        "case has (Friends 2023) is lifted, so that its money may be spent afterwards, too. The plan of the case (rightfin "
        f"plan) keeps it: its coverage differs most in {worst}, {percent(coverage[worst])} in place of "
        f"{percent(stays[worst])}."
    )
    verdict = next(one for one in verdicts(study) if one.measure is Measure.ALL_KEPT)
    assert verdict.before is not None
    failed = verdict.failures[0]
    told = failure_in_words(study, verdict.before, failed)
    assert f"; {percent(stays[int(str(failed.year))])} if it never leaves, " in told
    assert said(found, "compared") == said(findings(exit_study(case, years=[2025])), "compared")


def test_without_an_exit_year_staying_for_good_is_the_plan_of_the_case() -> None:
    case = short_of_people()
    study = exit_study(case)
    assert study.standing == study.reference
    assert study.reference is not None
    assert dict(zip(study.reference.years, study.reference.coverage, strict=True)) == pytest.approx(
        indicator(planned(case), "coverage"))
    assert said(findings(study), "compared") == (
        "Exits are compared with the plan in which it never leaves. It is the plan of the case (rightfin plan), because "
        "the case gives it no exit year."
    )
    assert said(findings(exit_study(case, depth=Depth.NEEDS)), "compared") == ""


def test_levels_one_and_two_leave_own_spending_open() -> None:
    found = findings(exit_study(case_of(), depth=Depth.NEEDS))
    assert said(found, "carries") == ""
    assert "are not known" in found.table("frontier").note
    with pytest.raises(KeyError):
        found.table("unpaid")


def test_calendars_are_told_with_the_study_and_alone() -> None:
    case = case_of()
    calendars = exit_calendars(case)
    both, alone = findings(exit_study(case), calendars), calendar_findings(calendars)
    for found in (both, alone):
        assert "One calendar passes" in said(found, "calendars")
        assert "Friends from 2024." in said(found, "calendars")
        assert [row[0] for row in found.table("calendars").rows] == [2024]
    assert alone.answered
    none = calendar_findings(exit_calendars(case_of(last=17.0)))
    assert not none.answered
    assert "not even the one in which all stay through 2026" in said(none, "calendars")
    cut = calendar_findings(exit_calendars(case, most_plans=2))
    assert "stopped after 2 plans" in said(cut, "calendars")


def test_pictures_hold_the_numbers_of_their_tables() -> None:
    found = findings(exit_study(case_of()))
    assert [picture.name for picture in found.pictures] == [
        "exit_missing", "exit_coverage", "exit_missing_by_year", "exit_coverage_by_year",
    ]
    for picture in found.pictures:
        assert found.table(picture.table).rows
        assert is_valid(picture.chart)
    rows = found.pictures[0].chart["data"]["values"]
    shown = {row["own_from"]: row["missing"] for row in rows}
    assert list(shown) == ["2021", "2022", "2023", "2024", "2025", "2026", "after 2026"]
    wanted = {row["own_from"]: row["missing"] for row in records(found.table("frontier"))}
    assert shown["2023"] == pytest.approx(found.scale.of(float(str(wanted[2023]))))
    assert shown["after 2026"] == pytest.approx(0.0, abs=1e-6)


def test_where_all_is_paid_there_is_no_map_of_what_is_not() -> None:
    names = [p.name for p in findings(exit_study(case_of(), years=[2025], depth=Depth.NEEDS)).pictures]
    assert names == ["exit_missing", "exit_coverage", "exit_coverage_by_year"]


def test_every_test_stands_side_by_side_with_what_breaks_a_year_earlier() -> None:
    """The state alone pays and supports 8,500 people in 2021 and 10,000 later; with the donor's money 1,000 more."""
    case = tiny_case(macro=macro({2021: 17.0, 2022: 20.0}), soldier={"support_floor": 1.0},
                     demand=[{"need": "war", "region": "national", "2021": 11_000.0}], **donor(2.0, exit_year=2026))
    found = findings(exit_study(case))
    rows = {row["measure"]: row for row in records(found.table("tests"))}
    assert list(rows) == ["paid", "kept_90", "kept_95", "all_kept", "for_good"]
    assert rows["paid"]["own_from"] == rows["kept_90"]["own_from"] == 2022
    assert rows["kept_95"]["first"] == rows["all_kept"]["first"] == "after 2026"
    assert rows["kept_95"]["own_from"] is None
    assert str(rows["paid"]["before"]).startswith("from 2021: USD 1.")
    assert rows["kept_95"]["before"] == (
        "from 2026: 90.9% of the security is kept in 2026 (90.9% of needs covered, not 100.0%)"
    )
    assert rows["for_good"]["before"] == (
        "even after 2026: the force of 2026 costs USD 2.00 million a year more than the ceiling, kept up by the state alone"
    )
    assert said(found, "tests") == (
        "The first year without it is 2022 (all paid and supported), 2022 (at least 90% of the security kept), after 2026 "
        "(at least 95% of the security kept), after 2026 (no security lost) and none (affordable for good)."
    )
    other = findings(exit_study(case, test=ExitTest(coverage=0.7, margin=True)))
    assert records(other.table("tests"))[-1]["test"] == "at least 70.0% of the security kept and affordable for good"


def test_without_complete_plans_only_what_is_paid_is_judged() -> None:
    table = findings(exit_study(case_of(), depth=Depth.NEEDS)).table("tests")
    assert [row["measure"] for row in records(table)] == ["paid"]


@pytest.mark.parametrize(("tolerance", "is_left"), [(0.0, False), (0.3, True)])
def test_what_is_left_by_choice_never_stands_beside_a_yes_as_unpaid(tolerance: float, is_left: bool) -> None:
    """The need is above what the ceiling pays for, so that a tolerance hires people on credit."""
    case = tiny_case(settings={"arrears_tolerance": tolerance}, macro=macro(20.0), soldier={"support_floor": 1.0},
                     demand=[{"need": "war", "region": "national", "2021": 14_000.0}], **donor(2.0, exit_year=2026))
    table = findings(exit_study(case)).table("frontier")
    rows = records(table)
    assert {row["holds"] for row in rows} == {"yes"}
    assert {row["missing"] for row in rows} == {0.0}
    assert any(float(str(row["by_choice"])) > MILLION for row in rows) == is_left
    assert next(heading for heading in table.headings if heading.name == "by_choice").shown == is_left
