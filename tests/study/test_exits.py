"""Who can leave when: the frontier by hand, later exits as a law, halving against trying every year."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pipeline import MILLION, donor, macro, solved, tiny_case
from random_cases import random_case
from solve.test_sustained import LARGE

import rightfin
from rightfin.case import Case, CaseError
from rightfin.case.cell import FIRST_YEAR, LAST_YEAR
from rightfin.case.checks import check_case
from rightfin.case.checks.cells import surely_sound
from rightfin.case.issue import Severity
from rightfin.fiscal.project import project
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.solve.levels import Depth
from rightfin.study.batch import Batch, Variation
from rightfin.study.exits.calendars import exit_calendars
from rightfin.study.exits.criterion import ExitTest, Part, from_then_on
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.exits.study import earliest_exit, exit_studies, exit_study
from rightfin.study.exits.verdicts import verdicts
from rightfin.study.whatif import WhatIf

FORCE = [{"cadre": "soldier", "bound": bound, "hard": True, "2021": 10_000.0} for bound in ("min", "max")]


def several_donors() -> tuple[Case, list[str]]:
    """Return a random case with several donors, and their names."""
    for seed in range(100):
        case = random_case(seed)
        donors = [str(row["donor"]) for row in case.records("donors")]
        if len(donors) > 1:
            return case, donors
    raise AssertionError("no random case has several donors")


def growing_ceiling(last: float = 20.0) -> Case:
    """Return a force that costs 20 million a year, a ceiling that rises to it, and a donor that gives 15 million."""
    ceilings = {2021: 8.0, 2022: 12.0, 2023: 16.0, 2024: 20.0, 2025: 20.0, 2026: last}
    return tiny_case(soldier={"support_floor": 1.0}, macro=macro(ceilings), strength_limits=FORCE,
                     **donor(15.0, exit_year=2026))


def test_what_is_missing_by_hand() -> None:
    study = exit_study(growing_ceiling())
    assert study.earliest == 2024
    assert study.also_holds == ()
    assert [answer.own_from for answer in study.answers] == [*range(2021, 2027), 2027]
    by_hand = {2021: [12, 8, 4, 0, 0, 0], 2022: [0, 8, 4, 0, 0, 0], 2023: [0, 0, 4, 0, 0, 0]}
    for answer in study.answers:
        assert answer.glance is not None
        wanted = by_hand.get(answer.own_from, [0] * 6)
        assert list(answer.glance.missing) == pytest.approx([value * MILLION for value in wanted], abs=100.0)
        discounted = sum(value * MILLION / 1.05 ** (n + 1) for n, value in enumerate(wanted))
        # People without support are missed a little less than money that nobody pays.
        assert 0.97 * discounted - 1.0 <= answer.glance.least_missing <= discounted + 10.0
        assert answer.holds == (answer.own_from >= 2024)
        assert answer.exit_year == answer.own_from - 1
        given = [grant for year, grant in zip(answer.glance.years, answer.glance.grants, strict=True)
                 if year >= answer.own_from]
        assert given == pytest.approx([0.0] * len(given), abs=1.0)
    failing = study.answer(2023)
    assert [(failure.part, failure.year) for failure in failing.failures] == [(Part.PAID, 2023)]
    assert study.unpaid == (("Army", pytest.approx(4 * MILLION, rel=1e-3)),)


def test_burden_and_largest_step_by_hand() -> None:
    answer = exit_study(growing_ceiling(), years=[2024]).answer(2024)
    assert answer.burden is not None
    assert answer.step is not None
    assert (answer.burden.year, answer.burden.share) == (2024, pytest.approx(0.20, rel=1e-4))
    # Donors first: own money is 5 million a year until the donor's 15 million end.
    own = exit_study(tiny_case(settings={"secondary_objective": "own_money"}, macro=macro(25.0), strength_limits=FORCE,
                               **donor(15.0, exit_year=2026)), years=[2024]).answer(2024)
    assert own.glance is not None
    assert list(own.glance.own) == pytest.approx([5e6] * 3 + [20e6] * 3, rel=1e-3)
    assert own.step is not None
    assert (own.step.year, own.step.share) == (2024, pytest.approx(0.15, rel=1e-3))


def test_level_two_depth_says_nothing_of_own_spending() -> None:
    study = exit_study(growing_ceiling(), depth=Depth.NEEDS)
    assert {answer.burden for answer in study.answers} == {None}
    assert study.earliest == 2024
    assert study.unpaid == ()


def test_an_exit_at_the_end_leaves_the_tail_to_the_state() -> None:
    """The last ceiling is short and goes on: no exit within the horizon passes, staying for good does."""
    study = exit_study(growing_ceiling(last=17.0))
    assert study.earliest is None
    assert not study.never.holds
    assert [(failure.part, failure.year) for failure in study.never.failures] == [(Part.PAID, None)]
    assert study.reference is not None
    assert study.reference.least_missing <= study.leaving.most_unpaid
    assert study.leaving.money_until == {"friends": 2026}


def test_pledges_that_end_are_known() -> None:
    case = tiny_case(**donor({2021: 5.0, 2022: 5.0, 2023: 0.0, 2024: 0.0, 2025: 0.0, 2026: 0.0}, delay_years=1))
    assert exit_study(case, years=[2024], depth=Depth.NEEDS).leaving.money_until == {"friends": 2023}


def coverage_case() -> Case:
    """Return a case in which all is paid without a donor, whose money covers twice as much as the state's."""
    return tiny_case(macro=macro(20.0), demand=[{"need": "war", "region": "national", "2021": 14_000.0}],
                     **donor(8.0, exit_year=2026))


def test_coverage_is_compared_with_donors_who_never_leave_from_the_exit_on() -> None:
    case = coverage_case()
    study = exit_study(case, test=ExitTest(coverage=0.999), depth=Depth.NEEDS)
    assert study.depth is Depth.PLAN  # levels 1 and 2 do not settle the coverage of a year
    assert study.reference is not None
    for answer in study.answers:
        assert answer.glance is not None
        short = [year for year, has, full in zip(study.years, answer.glance.coverage, study.reference.coverage, strict=True)
                 if year >= answer.own_from and has < 0.999 * full - 5e-4]
        wanted = [(Part.COVERAGE, short[0])] if short else []
        assert [(failure.part, failure.year) for failure in answer.failures] == wanted
    assert study.earliest is None
    assert study.never.holds
    assert exit_study(case, test=ExitTest(coverage=0.5), depth=Depth.NEEDS).earliest == 2021


def test_the_margin_needs_complete_plans_and_is_that_of_the_plan() -> None:
    study = exit_study(coverage_case(), test=ExitTest(margin=True), depth=Depth.NEEDS, years=[2023])
    assert study.depth is Depth.PLAN
    what_if = WhatIf(coverage_case())
    frame = what_if.plan(what_if.changed(exit_cells(["friends"], 2023))).tables["indicators"].frame()
    margin = float(frame[frame["indicator"] == "steady_state_margin"]["value"].iloc[0])
    glance = study.answer(2023).glance
    assert glance is not None
    assert glance.margin == pytest.approx(margin, rel=1e-6, abs=10.0)
    assert any(f.part is Part.MARGIN for f in study.answer(2023).failures) == (margin < -1e-6 * glance.cost[-1])


def test_a_margin_that_does_not_exist_is_refused() -> None:
    soldier = {"pension": 500.0, "retiring_share": 0.5, "pension_exit": 0.0}
    case = tiny_case(soldier=soldier, **donor(5.0, exit_year=2026))
    assert exit_study(case, years=[2024]).never.holds in (True, False)
    with pytest.raises(CaseError, match="pension_exit"):
        exit_study(case, test=ExitTest(margin=True))


@pytest.mark.parametrize("seed", range(4))
def test_the_margin_of_a_glance_is_the_indicator(seed: int) -> None:
    case = random_case(seed)
    what_if = WhatIf(case)
    glance = what_if.glance(what_if.base, depth=Depth.PLAN)
    frame = what_if.plan(what_if.base).tables["indicators"].frame()

    def indicator(name: str) -> list[float]:
        return [float(value) for value in frame[frame["indicator"] == name]["value"]]

    assert glance is not None
    assert [glance.margin] == pytest.approx(indicator("steady_state_margin"), rel=1e-6, abs=100.0)
    assert list(glance.own_share) == pytest.approx(indicator("own_share_of_revenue"), rel=1e-6, abs=1e-7)
    outlay, steps = glance.outlay, indicator("own_step")
    found = [(now - last) / revenue for now, last, revenue in zip(outlay[1:], outlay, glance.revenue[1:], strict=False)]
    assert found == pytest.approx(steps[-len(found):], rel=1e-5, abs=1e-6)
    needs = what_if.glance(what_if.base, depth=Depth.NEEDS)
    assert needs is not None
    assert needs.margin is None


LEVELS = ("obligations", "unfunded", "arrears", "uncleared", "limits", "needs")


@settings(max_examples=8)
@given(st.integers(0, 10**6))
def test_a_later_exit_never_worsens(seed: int) -> None:
    """(Level 1, level 2) compared in this order, from each exit to the next and on to staying for good."""
    case = random_case(seed)
    assume(case.records("donors"))
    study = exit_study(case, depth=Depth.NEEDS)
    assume(not study.leaving.demanding)
    assume(study.reference is not None)
    sizes = natural_sizes(project(case, {}))
    found = [{level.name: level.value for level in glance.levels}
             for glance in (*(answer.glance for answer in study.answers), study.reference) if glance is not None]
    assert len(found) == 7
    for was, now in pairwise(found):
        for name in LEVELS:
            before, after, slack = was.get(name, 0.0), now.get(name, 0.0), 3e-6 * sizes[name]
            if after < before - slack:
                break
            assert after <= before + slack, name


@settings(max_examples=8)
@given(st.integers(0, 10**6), st.booleans())
def test_halving_finds_the_year_that_trying_every_year_finds(seed: int, alone: bool) -> None:
    case = random_case(seed)
    donors = [str(row["donor"]) for row in case.records("donors")]
    assume(donors)
    wanted = exit_study(case, donors=donors[:1] if alone else None, depth=Depth.NEEDS)
    found = earliest_exit(case, donors=donors[:1] if alone else None)
    assert found.own_from == wanted.earliest
    assert found.method == ("sweep" if wanted.leaving.demanding else "bisection")
    assert found.method == "sweep" or found.plans <= 4 < wanted.plans
    assert found.method == "sweep" or wanted.also_holds == ()


@settings(max_examples=8)
@given(st.integers(0, 10**6))
def test_a_stricter_test_never_lets_donors_leave_earlier(seed: int) -> None:
    case = random_case(seed)
    assume(case.records("donors"))
    study = exit_study(case)
    firsts = {one.measure: float("inf") if one.first is None else one.first for one in verdicts(study)}
    assert firsts["paid"] == (study.earliest or (study.years[-1] + 1 if study.never.holds else float("inf")))
    assert firsts["paid"] <= firsts["kept_90"] <= firsts["kept_95"] <= firsts["all_kept"]
    assert firsts["paid"] <= firsts.get("for_good", float("inf"))
    for one in verdicts(study):
        if one.first is not None and one.first > study.years[0]:
            assert one.before is not None
            assert one.before.own_from == one.first - 1
            assert one.failures


def test_other_tests_try_every_year() -> None:
    found = earliest_exit(coverage_case(), test=ExitTest(coverage=0.5))
    assert (found.method, found.own_from, found.plans) == ("sweep", 2021, 9)


def test_a_donor_that_asks_for_own_money_is_never_found_by_halving() -> None:
    """It asks for 15 million of own money as long as it stays, which the ceiling of 12 million does not allow."""
    tables = donor(1.0, exit_year=2026, match=1.0, match_base=15 * MILLION)
    case = tiny_case(soldier={"opening_strength": 5000.0}, macro=macro(12.0), **tables)
    found = earliest_exit(case)
    assert found.method == "sweep"
    assert found.own_from is None
    assert 2021 in found.also_holds


@settings(max_examples=25)
@given(st.integers(FIRST_YEAR, LAST_YEAR) | st.none())
def test_an_exit_year_needs_no_check_of_the_whole_case(year: int | None) -> None:
    case = tiny_case(**donor(5.0, match=0.5, match_base=MILLION, untied=0.0, delay_years=1))
    cells = [("donors", ("friends",), "exit_year", year)]
    assert surely_sound(case, cells)
    changed = case.with_cells("donors", [cell[1:] for cell in cells])
    assert [issue for issue in check_case(changed) if issue.severity is Severity.ERROR] == []


@pytest.mark.parametrize("value", [FIRST_YEAR - 1, LAST_YEAR + 1, 2023.5, True, "2023"])
def test_what_is_no_exit_year_has_the_case_checked(value: object) -> None:
    case = tiny_case(**donor(5.0))
    assert not surely_sound(case, [("donors", ("friends",), "exit_year", value)])  # type: ignore[list-item]


def test_years_from_which_on_a_test_holds() -> None:
    assert from_then_on({2021: False, 2022: True, 2023: False, 2024: True, 2025: True}) == (2024, (2022,))
    assert from_then_on({2021: True, 2022: False}) == (None, (2021,))
    assert from_then_on({2021: True, 2022: True}) == (2021, ())


def test_the_others_keep_their_exit_years_and_groups_are_answered_apart() -> None:
    case, donors = several_donors()
    apart = exit_studies(case, groups=[donors[:1], donors[1:2]], depth=Depth.NEEDS)
    assert [study.leaving.donors for study in apart] == [(donors[0],), (donors[1],)]
    what_if = WhatIf(case)
    for study in apart:
        for answer in study.answers:
            alone = what_if.ask(exit_cells(study.leaving.donors, answer.own_from))
            assert alone is not None
            assert answer.glance is not None
            assert answer.glance.least_missing == pytest.approx(alone.least_missing, rel=1e-6, abs=10.0)


def test_who_is_unpaid_does_not_depend_on_what_was_asked_before() -> None:
    case, donors = several_donors()
    cells = exit_cells(donors, 2022)
    others = [Variation(str(year), exit_cells(donors, year)) for year in (2025, 2021, 2023)]
    with Batch(case) as batch:
        first = batch.plan(cells)
        batch.answer(others)
        again = batch.plan(cells)
    assert first.tables == again.tables


@pytest.mark.parametrize(("ask", "named"), [
    ({"donors": ["freinds"]}, "Did you mean friends"), ({"donors": []}, "at least one donor"),
    ({"years": [2020]}, "from 2021 to 2026"), ({"years": [2031]}, "lies outside the plan"),
])
def test_what_cannot_be_asked_is_refused_in_words(ask: dict[str, object], named: str) -> None:
    with pytest.raises(CaseError, match=named):
        exit_study(growing_ceiling(), **ask)  # type: ignore[arg-type]


def test_a_case_without_donors_and_a_coverage_that_is_no_share_are_refused() -> None:
    with pytest.raises(CaseError, match="no donor"):
        exit_study(tiny_case())
    with pytest.raises(CaseError, match="no share"):
        ExitTest(coverage=90.0)


def test_where_only_a_mission_could_leave_the_error_says_how_to_ask_about_it() -> None:
    years = {str(year): 500.0 for year in range(2021, 2027)}
    helped = tiny_case(external=[{"provider": "un", "need": "war", "region": "national", **years}])
    for case, said in ((helped, True), (tiny_case(), False)):
        with pytest.raises(CaseError) as caught:
            exit_study(case)
        assert ("--provider" in str(caught.value)) is said


def test_progress_counts_plans_and_a_time_limit_stops() -> None:
    seen: list[tuple[int, int, str]] = []
    exit_study(growing_ceiling(), depth=Depth.NEEDS, progress=lambda *told: seen.append(told))
    assert [step for step, *_ in seen] == [*range(1, 9)], "the step that begins"
    assert {steps for _, steps, _ in seen} == {8}
    with pytest.raises(SolveStoppedError):
        exit_study(growing_ceiling(), control=Control.within(0.0))
    with pytest.raises(SolveStoppedError):
        earliest_exit(growing_ceiling(), control=Control.within(0.0))


@pytest.mark.parametrize("asked", ["exit", "2024"])
def test_an_exit_is_not_blamed_for_the_force_that_the_case_asks_to_keep(asked: str) -> None:
    """15,000 of 20,000 are paid until a donor of 10 million leaves; then 10,000, and nobody must go before."""
    case = tiny_case(soldier=LARGE, **donor(10.0, exit_year=2026))
    plain, asking = (exit_study(case, settings={"sustained_from": year}) for year in ("never", asked))
    assert (plain.asks, asking.asks) == (False, True)
    assert asking.reference is not None
    assert plain.reference is not None
    assert asking.reference.coverage == pytest.approx(plain.reference.coverage, rel=1e-4)
    for one, other in zip(asking.answers, plain.answers, strict=True):
        assert one.glance is not None
        assert other.glance is not None
        assert one.glance.coverage == pytest.approx(other.glance.coverage, rel=1e-4)
    assert asking.standing is not None
    planned = solved(tiny_case(settings={"sustained_from": asked}, soldier=LARGE, **donor(10.0, exit_year=2026)))
    assert asking.standing.coverage == pytest.approx(list(planned.indicator("coverage").values()), rel=1e-4)
    test = ExitTest(coverage=0.9)
    calendars = [exit_calendars(case, settings={"sustained_from": year}, test=test) for year in ("never", asked)]
    never, as_asked = ([one.own_from for one in found.calendars] for found in calendars)
    assert never == as_asked


def test_a_donor_without_exit_year_leaves_a_plan_of_its_own_where_a_kept_force_is_asked_for() -> None:
    """Of 31 million 15,500 are paid in the first year; but no more than the 10,500 of 21 can be kept."""
    leaver = {table: [{**row, "donor": "leaver"} for row in rows]
              for table, rows in donor({2021: 10.0, 2022: 10.0}, exit_year=2022).items()}
    both = {table: [*rows, *leaver[table]] for table, rows in donor(1.0).items()}
    case = tiny_case(settings={"sustained_from": "2021", "glide": "none"}, soldier={**LARGE, "attrition": 0.3}, **both)
    study = exit_study(case, donors=["friends"])
    assert study.reference is not None
    assert study.standing is not None
    assert study.reference.coverage[0] == pytest.approx(0.775, rel=1e-3)
    assert study.standing.coverage[0] == pytest.approx(0.525, rel=1e-3)
    said = [sentence.text for sentence in rightfin.findings(study).sentences]
    assert any("asks for a force that can be kept up for good, which no exit does: its coverage" in text for text in said)
