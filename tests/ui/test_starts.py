"""The calendar of programmes without the page: what is typed becomes starts, and equal questions have equal answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pipeline import Row
from ui.reform_case import PROGRAMMES, reform_case

from rightfin import Question
from rightfin.case import Case, CaseError
from rightfin.case.case import Cell
from rightfin.case.programmes.choices import broken
from rightfin.desk import Request
from rightfin.desk.live import Live
from rightfin.planning import plan
from rightfin.result.plan import Plan
from rightfin.solve.control import NEVER
from rightfin.study.levers.laid import question_of_changes
from rightfin.study.levers.lever import Moved, Typing, cells_of_moves, moves_of
from rightfin.study.levers.saved import scenario_of_changes, with_scenario
from rightfin.study.programmes.worth import programmes
from rightfin.study.whatif import changed_question, with_cells
from rightfin.ui import starts
from rightfin.ui.moving import LeverCells, LiveChanges
from rightfin.ui.starts import START, Proposals

CASE = reform_case()
PROPOSALS = Proposals.of(Question(CASE))
STANDING = {"vetting": "2021", "academy": "2023", "radio": ""}


def solver(question: Question) -> Callable[[Request], Plan]:
    """Return what answers a question as a worker does, without keeping what it answered."""
    models = Live(question)

    def solve(request: Request) -> Plan:
        models._answers.clear()
        found = models.found(request.changes, request.starts, request.wanted, lambda *_: None, NEVER)
        assert isinstance(found, Plan)
        return found

    return solve


def live_of(case: Case) -> tuple[LiveChanges, Callable[[Request], Plan]]:
    solve = solver(Question(case))
    return LiveChanges("key", Question(case), solve(Request(Question(case)))), solve


def refused(proposals: Proposals, **typed: str) -> list[str]:
    with pytest.raises(CaseError) as caught:
        starts.starts_of(proposals, {**STANDING, **typed})
    assert all(issue.remedy for issue in caught.value.issues)
    return [issue.message for issue in caught.value.issues]


def test_the_table_gives_back_what_stands_in_it() -> None:
    assert starts.years_of(PROPOSALS) == STANDING
    frame = starts.frame_of(PROPOSALS, STANDING)
    assert frame[START].tolist() == list(STANDING.values())
    assert list(frame.columns)[:2] == ["Programme", START]  # what is typed into stands where a narrow window shows it
    assert frame["Programme"].tolist() == ["Vetting of the army", "Academy", "Army radio"]
    assert frame["May start"].tolist() == ["2021 to 2026", "2021 to 2025", "2021 to 2026"]
    assert frame["Institution"].unique().tolist() == ["National army"]
    assert starts.starts_of(PROPOSALS, STANDING) == {}


_years = some.one_of(some.none(), some.integers(2019, 2028))


@given(vetting=_years, academy=_years, radio=_years)
def test_starts_are_taken_exactly_where_no_rule_is_broken(
    vetting: int | None, academy: int | None, radio: int | None
) -> None:
    asked = {"vetting": vetting, "academy": academy, "radio": radio}
    typed = {name: "" if year is None else str(year) for name, year in asked.items()}
    wrong = broken(CASE, asked)
    if wrong:
        assert len(refused(PROPOSALS, **typed)) == len(wrong)
        return
    standing = {"vetting": 2021, "academy": 2023, "radio": None}
    assert starts.starts_of(PROPOSALS, typed) == {
        name: year for name, year in asked.items() if year != standing[name]}


@given(text=some.text(min_size=1).map(str.strip).filter(bool))
def test_what_is_no_year_is_refused_by_name(text: str) -> None:
    if text.lstrip("-").isdecimal() and text.isascii() and len(text.lstrip("-")) <= 9:
        return
    assert refused(PROPOSALS, academy=text) == [f"Academy: {text} is no year."]


def test_what_is_wrong_with_a_start_is_told_with_the_names_of_the_calendar() -> None:
    assert refused(PROPOSALS, academy="2022") == [
        "Academy starts in 2022, and Vetting of the army in 2021: 2 years must lie between the two."]
    assert refused(PROPOSALS, vetting="") == [
        "Academy needs Vetting of the army, which is not planned.",
        "Academy is main, and nothing preparatory of National army is planned."]
    assert refused(PROPOSALS, radio="2024") == ["Army radio and Academy exclude each other, and both are planned."]


def test_years_are_typed_as_the_case_writes_them() -> None:
    rows = [{**row, **({"start": None} if row["programme"] == "academy" else {})} for row in PROGRAMMES]
    proposals = Proposals.of(Question(reform_case({"year_form": "2025/26"}, programmes=rows)))
    assert starts.years_of(proposals)["vetting"] == "2020/21"
    typed = {**starts.years_of(proposals), "academy": "2023/24"}
    assert starts.starts_of(proposals, typed) == {"academy": 2024}
    assert refused(proposals, academy="2024", vetting="2020/21") == ["Academy: 2024 is no year."]
    assert dict(starts.reasons_of(proposals, {"academy": 2024}))["Academy"] == (
        "2023/24 to 2024/25. Rules let it start in 2022/23 or 2024/25, too.")


def test_reasons_are_those_of_the_study() -> None:
    (early, late) = programmes(CASE, starts={"academy": 2025}).rooms
    assert (early.programme, late.programme) == ("vetting", "academy")
    assert (early.years, late.years) == ((2021, 2022, 2023), (2023, 2024, 2025))
    assert starts.reasons_of(PROPOSALS, {"academy": 2025}) == (
        ("Vetting of the army", "2021 to 2022. Rules let it start in 2022 to 2023, too. Not a year earlier: Vetting of the "
         "army starts in 2020, which is no year of the plan."),
        ("Academy", "2025 to 2026. Rules let it start in 2023 to 2024, too. Not a year later: Academy starts in 2026; it "
         "may not."),
    )
    assert starts.reasons_of(PROPOSALS, {"academy": None, "vetting": None}) == ()


def test_years_with_a_gap_are_told_as_runs() -> None:
    order: list[Row] = [{"programme": "radio", "rule": "after", "other": "vetting", "lag": 0}]
    army: list[Row] = [{"institution": "army", "name": "National army", "sector": "defence", "at_once": 1}]
    proposals = Proposals.of(Question(reform_case(institutions=army, programme_order=order)))
    shown = dict(starts.reasons_of(proposals, {"academy": 2025, "radio": 2024}))
    assert shown["Academy"].startswith("2025 to 2026. Rules let it start in no other year. Not a year earlier: 2 ")
    assert shown["Army radio"].startswith("in 2024. Rules let it start in 2023, too. Not a year later: 2 programmes")
    shown = dict(starts.reasons_of(proposals, {"academy": 2024, "radio": 2023}))
    assert shown["Army radio"].startswith("in 2023. Rules let it start in 2026, too. Not a year earlier: 2 programmes")


def cells(**asked: int | None) -> tuple[Cell, ...]:
    return tuple(("programmes", (name,), "start", year) for name, year in asked.items())


def test_equal_starts_have_equal_answers_whatever_was_asked_before_and_are_those_of_a_plan() -> None:
    live, solve = live_of(CASE)
    late = cells(academy=2025)
    first = live.plan(late, solve)
    assert live.plan(late, solve) is first
    declined = live.plan(cells(academy=None), solve)
    assert declined.tables != first.tables
    assert live.plan(late, solve).tables == first.tables
    assert live.plan((), solve) is live.standing
    assert first.tables["programmes"].where("programme", ("academy",)).column("start")[0] == 2025
    planned = plan(CASE.with_cell("programmes", ("academy",), "start", 2025))
    for mine, theirs in zip(first.tables["objective"].rows, planned.tables["objective"].rows, strict=True):
        assert mine[:2] == theirs[:2]
        assert mine[2] == pytest.approx(theirs[2], rel=1e-6, abs=1e-3)


def test_a_start_that_makes_a_number_unusable_is_refused_and_nothing_is_lost() -> None:
    effects = [{"programme": "radio", "kind": "demand", "on": "war/national", "gain": 50_000.0}]
    case = reform_case(programme_effects=effects, programme_order=[])
    live, solve = live_of(case)
    with pytest.raises(CaseError):
        live.plan(cells(radio=2022), solve)
    with pytest.raises(CaseError):
        LeverCells("key", Question(case)).with_starts((), {"radio": 2022})
    assert live.plan(cells(academy=None), solve).tables["programmes"].rows


@pytest.mark.parametrize("value", ["soon", 2024.5, True])
def test_a_start_of_a_link_that_is_no_year_is_refused(value: object) -> None:
    with pytest.raises(CaseError) as caught:
        Request(Question(CASE), (("programmes", ("academy",), "start", value),))  # type: ignore[arg-type]
    assert [issue.code for issue in caught.value.issues] == ["start_no_year"]


def test_levers_and_starts_lie_over_one_another_in_whatever_order_they_were_made() -> None:
    # What the state earns follows from both: the start of the academy must not freeze what a lever was worth before.
    effects: list[Row] = [
        {"programme": "academy", "kind": "revenue", "on": "government", "gain": 0.01}]
    question = Question(reform_case(programme_effects=effects))
    levers = LeverCells("key", question)
    more, later = Moved(Typing.POINTS, 1.0), {"academy": 2025}
    one = levers.with_starts(levers.with_move((), "revenue_ratio", more), later)
    other = levers.with_move(levers.with_starts((), later), "revenue_ratio", more)
    assert set(one) == set(other)
    assert LeverCells("key", question).words(one) == levers.words(one) == (
        "Tax effort: 1 point more", "Academy: from 2025 (in the case from 2023)")
    by_hand = Question(
        with_cells(question.case, cells_of_moves(question.laid, moves_of(levers.by_name["revenue_ratio"], more))),
        starts=later)
    assert changed_question(question, one).prepared == by_hand.prepared
    assert levers.with_starts(one, {"academy": 2023}) == levers.with_move((), "revenue_ratio", more)
    assert levers.with_move(one, "revenue_ratio", None) == cells(academy=2025)
    found = levers.shown(one)
    rows = scenario_of_changes(question, found.changes, found.others, "later", "Later")
    saved = Question(with_scenario(question.case, rows), scenarios=("later",))
    assert saved.prepared.records("macro") == by_hand.prepared.records("macro")
    assert saved.prepared.records("running_costs") == by_hand.prepared.records("running_costs")
    home = question_of_changes(question, one)
    assert home.scenarios == ("changes",), "the case that is taken home has one scenario more"
    assert home.prepared.records("macro") == by_hand.prepared.records("macro")
    assert home.prepared.records("running_costs") == by_hand.prepared.records("running_costs")


def test_a_link_tells_levers_and_starts_as_they_were_moved() -> None:
    question = Question(CASE)
    levers = LeverCells("key", question)
    one = levers.with_move((), "revenue_ratio", Moved(Typing.POINTS, 1.0))
    one = levers.with_starts(one, {"vetting": None, "academy": None})
    assert LeverCells("key", question).words(one) == levers.words(one) == (
        "Tax effort: 1 point more", "Vetting of the army: not planned (in the case from 2021)",
        "Academy: not planned (in the case from 2023)")


def test_a_case_without_programmes_has_an_empty_calendar() -> None:
    bare = Proposals.of(Question(
        reform_case(programmes=[], programme_costs=[], programme_effects=[], programme_order=[])))
    assert not bare.labels
    assert starts.frame_of(bare, {}).empty
