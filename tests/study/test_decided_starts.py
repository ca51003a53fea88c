"""Starts that are decided, against every calendar planned by itself."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from itertools import pairwise
from threading import Event
from typing import Any

import numpy as np
import pytest
from pipeline import MILLION, Row, donor, macro, tiny_case
from real_calendars import is_better, planned, reform_case

from rightfin import CaseError, Question, findings
from rightfin.case import Case
from rightfin.case.issue import Issue
from rightfin.case.programmes.choices import broken, calendars
from rightfin.lp.calendars.touched import Touched
from rightfin.lp.program import CompiledObjective
from rightfin.progress import Steps
from rightfin.report.studies.starts import proof
from rightfin.solve.allowed import allowed_calendar
from rightfin.solve.calendars import CalendarSearch
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.solve.found import FoundCalendar
from rightfin.solve.whole import Ended, Searched, WholeEngine
from rightfin.study.starts.decided import decided_programmes
from rightfin.study.starts.reasons import OtherStart, Reason
from rightfin.study.starts.reform import Reform

SEEDS = range(100) if os.environ.get("RIGHTFIN_EXPLORE") else range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_calendar_is_better_than_the_one_decided(seed: int) -> None:
    programmes = 2 + seed % 5
    case = reform_case(seed, programmes=programmes, most=200 if len(SEEDS) > 8 else 30)
    found = decided_programmes(case, within=120.0, reasons=False)
    assert found.proven, (found.search, found.doubts)
    assert not broken(case, found.starts)
    question = Question.of(case)
    mine = planned(replace(question, starts=dict(found.starts)))
    for calendar in calendars(case):
        other = planned(replace(question, starts=calendar))
        assert not is_better(other, mine, question), (calendar, found.starts, other, mine)


@pytest.mark.parametrize("seed", [4, 17])
def test_what_programmes_change_is_what_any_calendar_says(seed: int) -> None:
    """The numbers of the case's rows under calendars that were not looked at, effects of several at once among them.

    Seed 4 has products of attrition and ghosts, 17 ghosts that one programme strikes off before another one could.
    """
    case = reform_case(seed, programmes=5, most=100)
    reform = Reform(Question.of(case))
    variants = reform.variants()
    touched = Touched(variants, reform.states, Steps(None, 0))
    for calendar in list(calendars(case))[::7]:
        states = [choice.states.index(calendar[choice.programme]) for choice in reform.states]
        known = touched.items.changed(variants.changed(calendar))
        assert known.keys() <= touched.changes.keys()
        for item, shifts in touched.changes.items():
            said = sum(shift.by[tuple(kinds[states[p]] for p, kinds in zip(shift.programmes, shift.kinds, strict=True))]
                       for shift in shifts)
            rounding = 1e-8 * max(1.0, abs(touched.items.value(item)))
            assert said == pytest.approx(known.get(item, 0.0), rel=1e-7, abs=rounding)


@pytest.mark.parametrize("seed", [2, 3])
def test_rows_among_starts_allow_what_the_judge_allows(seed: int) -> None:
    case = reform_case(seed, programmes=4, most=400)
    reform = Reform(Question.of(case))
    allowed = {tuple(sorted((name, year or 0) for name, year in one.items())) for one in calendars(case)}
    every: list[dict[str, int | None]] = [{}]
    for choice in reform.states:
        every = [{**one, choice.programme: state} for one in every for state in choice.states]
    for one in every:
        kept = all(sum(rule.terms.get((name, state), 0.0) for name, state in one.items()) <= rule.upper + 1e-9
                   for rule in reform.rows)
        assert kept == (tuple(sorted((name, year or 0) for name, year in one.items())) in allowed), one


@pytest.mark.parametrize("seed", [2, 6])
def test_a_search_without_presolve_says_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = reform_case(seed, programmes=4, most=60)
    made = WholeEngine.__init__
    with_it = decided_programmes(case, reasons=False)
    monkeypatch.setattr(WholeEngine, "__init__", lambda self, arrays, *, presolve=True: made(self, arrays, presolve=False))
    without = decided_programmes(case, reasons=False)
    assert with_it.proven
    assert without.proven
    for one, other in zip(with_it.search, without.search, strict=True):
        if one.decides:
            assert one.value == pytest.approx(other.value, rel=1e-6, abs=1e-6)


def test_a_search_that_contradicts_itself_is_not_called_a_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """HiGHS that calls a point optimal though its own bound lies above it, with either presolve."""
    search = WholeEngine.search

    def wrong(self: WholeEngine, *given: object, **named: object) -> object:
        found = search(self, *given, **named)  # type: ignore[arg-type]
        return replace(found, bound=found.value + 1.0)

    monkeypatch.setattr(WholeEngine, "search", wrong)
    reform = Reform(Question.of(reform_case(2, programmes=3)))
    start = allowed_calendar(reform.states, reform.rows, {})
    assert start is not None
    found = CalendarSearch(reform.variants(), reform.states, reform.rows, start, Steps(None, 0)).run(30.0)
    assert not found.proven
    assert "contradicted itself" in found.doubts[0]


def stops_at_its_beginning(self: WholeEngine, objective: CompiledObjective, **named: Any) -> Searched:
    """HiGHS 1.16 as it was seen: it calls the point to begin from the optimum, with a bound far below its value."""
    start = named.get("start")
    if start is None:
        return SEARCH(self, objective, **named)
    columns = np.array([start[n] for n in range(len(objective.coefficients))])
    value = float(objective.coefficients @ columns) + objective.offset
    return Searched(Ended.PROVEN, columns, value, value - 1.0, 0, 0.0)


SEARCH = WholeEngine.search


@pytest.mark.parametrize("seed", [2, 3])
def test_a_search_that_stops_at_the_point_it_begins_from_is_made_anew(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    case = reform_case(seed, programmes=3)
    right = decided_programmes(case, reasons=False)
    monkeypatch.setattr(WholeEngine, "search", stops_at_its_beginning)
    found = decided_programmes(case, reasons=False)
    assert found.proven, (found.search, found.doubts)
    for one, other in zip(found.search, right.search, strict=True):
        if one.decides:
            assert one.value == pytest.approx(other.value, rel=1e-6, abs=1e-6)


def test_a_search_that_ended_with_time_left_does_not_blame_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """A level at which no way of searching can be believed: that is said, and of later levels what they hold for."""
    def wrong(self: WholeEngine, objective: CompiledObjective, **named: Any) -> Searched:
        found = SEARCH(self, objective, **named)
        needs = abs(objective.scale - scale) < 1e-9 * scale
        return replace(found, bound=found.value - 1.0) if needs else found

    case = small([REFORM], [cost("academy", 1000.0)], [clean_up("academy")])
    scale = Reform(Question.of(case)).variants().program({"academy": None}).objectives["needs"].scale
    monkeypatch.setattr(WholeEngine, "search", wrong)
    found = decided_programmes(case, reasons=False)
    needs = next(level for level in found.search if level.name == "needs")
    assert (needs.ended, needs.proven, needs.bound) == (Ended.FAILED, False, None)
    assert not found.proven
    assert "there was time left" in proof(found)
    assert "seconds" not in proof(found)
    table = next(table for table in findings(found).tables if table.name == "search")
    at = [heading.name for heading in table.headings].index("proven")
    told = {row[1]: row[at] for row in table.rows}
    assert told["Broken obligations"] == "yes"
    assert told["Unmet needs and broken rules"] == "no"
    assert told["Starts as early as can be"] == "given the level before"


REFORM: Row = {"programme": "academy", "name": "Academy", "institution": "army", "years": 2}


def small(programmes: list[Row], costs: list[Row], effects: list[Row], order: list[Row] | None = None) -> Case:
    """An army of which a tenth are ghosts, with less money than it needs, and a friend who pays for some years."""
    return tiny_case(
        **donor({2021: 2.0, 2022: 2.0, 2023: 2.0}), macro=macro(20.0),
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "ghosts": 0.2}],
        programmes=programmes, programme_costs=costs, programme_effects=effects, programme_order=order or [],
    )


def cost(name: str, amount: float) -> Row:
    return {"programme": name, "category": "operations", "item": "advice", "year": 1, "to": 2, "amount": amount}


def clean_up(name: str) -> Row:
    return {"programme": name, "kind": "ghosts", "on": "army", "gain": 0.5}


def worse_by(other: OtherStart | None) -> float:
    """Return by how much a plan with another start is worse at the first level that differs."""
    assert other is not None
    assert other.difference is not None
    return other.difference.worse_by


def test_what_helps_and_costs_little_starts_at_once_and_what_only_costs_is_declined() -> None:
    waste: Row = {**REFORM, "programme": "palace", "name": "Palace"}
    case = small([REFORM, waste], [cost("academy", 1000.0), cost("palace", MILLION)], [clean_up("academy")])
    found = decided_programmes(case)
    assert dict(found.starts) == {"academy": 2021, "palace": None}
    assert found.declined == ("palace",)
    academy, palace = found.reasons
    assert academy.earlier is None
    assert worse_by(academy.later) > 0.0
    assert worse_by(palace.forced) > 0.0
    assert found.plan.tables["programmes"].column("programme")[0] == "academy"


def test_a_rule_that_stands_against_an_earlier_start_is_named() -> None:
    vetting: Row = {**REFORM, "programme": "vetting", "name": "Vetting"}
    order: list[Row] = [{"programme": "academy", "rule": "after", "other": "vetting", "lag": 2}]
    case = small([vetting, REFORM], [cost("vetting", 1000.0), cost("academy", 1000.0)], [clean_up("academy")], order)
    found = decided_programmes(case)
    assert dict(found.starts) == {"academy": 2023, "vetting": 2021}
    reason = next(one for one in found.reasons if one.programme == "academy")
    assert reason.earlier is not None
    assert [issue.code for issue in reason.earlier.forbidden] == ["programme_order"]
    pushed = next(one for one in found.reasons if one.programme == "vetting").later
    assert pushed is not None
    assert pushed.pushed == ("academy",)
    told = next(sentence.text for sentence in findings(found).sentences if sentence.topic == "start_vetting")
    assert re.search(r"Not later: .+, with Academy later too, would be \S.* instead of \S.*\.$", told), told


def test_a_fixed_start_that_no_calendar_allows_is_told_with_the_rule_and_its_year() -> None:
    vetting: Row = {**REFORM, "programme": "vetting", "name": "Vetting"}
    order: list[Row] = [{"programme": "academy", "rule": "after", "other": "vetting", "lag": 2}]
    case = small([vetting, REFORM], [], [clean_up("academy")], order)
    with pytest.raises(CaseError) as none:
        decided_programmes(case, fixed={"academy": 2022}, reasons=False)
    assert [issue.code for issue in none.value.issues] == ["programme_order"]
    assert "vetting in 2021" in none.value.issues[0].message


def test_fixed_programmes_keep_their_start_and_less_money_buys_less() -> None:
    other: Row = {**REFORM, "programme": "waste", "name": "Waste"}
    effects: list[Row] = [clean_up("academy"), {"programme": "waste", "kind": "attrition", "on": "soldier", "gain": 0.3}]
    case = small([REFORM, other], [cost("academy", 50_000.0), cost("waste", 20_000.0)], effects)
    found = decided_programmes(case, fixed={"academy": 2023}, frontier=True, reasons=False)
    assert found.starts["academy"] == 2023
    free = decided_programmes(case, frontier=True, reasons=False)
    unmet = [point.unmet for point in free.frontier.points]
    assert all(less >= more - 1e-6 for more, less in pairwise(unmet))
    assert all(point.cost <= point.limit + 1.0 for point in free.frontier.points)
    assert all(state is None for state in free.frontier.points[-1].starts.values())


def test_findings_tell_what_is_proven_and_why() -> None:
    case = small([REFORM], [cost("academy", 1000.0)], [clean_up("academy")])
    told = findings(decided_programmes(case, frontier=True))
    text = {sentence.topic: sentence.text for sentence in told.sentences}
    assert text["proof"].startswith("It is proven")
    assert "first year of its window" in text["start_academy"]
    assert {table.name for table in told.tables} == {"starts", "search", "frontier"}
    search = told.table("search").shown()
    assert [heading.name for heading in search.headings] == ["order", "level", "found", "could_be", "proven", "nodes"]
    found = {str(row[1]): str(row[2]) for row in search.rows}
    assert re.fullmatch(r"\d+ years", found["Starts as early as can be"])
    assert not any(re.search(r"e[+-]\d", text) for text in found.values())


def test_of_two_that_exclude_each_other_the_declined_one_tells_which_is_planned() -> None:
    case = small([REFORM], [cost("academy", 1000.0)], [clean_up("academy")])
    found = decided_programmes(case, reasons=False)
    academy, = found.choices.programmes
    rival = replace(academy, name="radio", title="Army radio", start=None)
    choices = replace(found.choices, programmes=(academy, rival), excludes=(("academy", "radio", "row"),))
    both = replace(found, choices=choices, starts={**found.starts, "radio": None},
                   reasons=(Reason("radio", None, None, None, OtherStart(2023, (Issue("programme_excludes", "", ""),))),))
    text = {sentence.topic: sentence.text for sentence in findings(both).sentences}["declined_radio"]
    assert text.endswith(f"{academy.title} excludes it, which is planned in its place.")


def test_wrong_wishes_are_refused() -> None:
    case = small([REFORM], [cost("academy", 1000.0)], [clean_up("academy")])
    with pytest.raises(CaseError) as unknown:
        decided_programmes(case, fixed={"acadamy": 2022})
    assert unknown.value.issues[0].code == "unknown_programme"
    with pytest.raises(CaseError) as late:
        decided_programmes(case, fixed={"academy": 2050})
    assert {issue.code for issue in late.value.issues} == {"programme_start"}
    with pytest.raises(CaseError) as none:
        decided_programmes(tiny_case())
    assert none.value.issues[0].code == "no_programmes"


def test_a_better_calendar_that_is_found_while_trying_takes_back_that_it_is_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that says it has proven the worst calendar, which a start a year earlier betters."""
    case = small([{**REFORM, "earliest": 2021, "latest": 2022}], [cost("academy", 1000.0)], [clean_up("academy")])
    assert decided_programmes(case).proven
    with monkeypatch.context() as patched:
        wrong = decided_programmes(case, fixed={"academy": 2022}, reasons=False)
        patched.setattr(CalendarSearch, "run", lambda self, *_, **__: FoundCalendar({"academy": 2022}, wrong.search, ()))
        found = decided_programmes(case)
    assert all(level.proven for level in found.search if level.decides)
    assert worse_by(found.reasons[0].earlier) < 0.0
    assert not found.proven
    assert found.doubts[0].startswith("With Academy in 2021 the plan is better at ")
    assert "is not proven" in proof(found)


def test_too_many_that_meet_in_ways_that_do_not_add_up_are_told_at_once() -> None:
    """Fourteen that each multiply attrition: hundreds of millions of ways, which are not written down first."""
    many: list[Row] = [{**REFORM, "programme": f"reform_{n}", "latest": 2023} for n in range(14)]
    effects: list[Row] = [{"programme": f"reform_{n}", "kind": "attrition", "on": "soldier", "gain": 0.05 + 0.01 * n,
                           "ramp": 3} for n in range(14)]
    case = small(many, [], effects).with_cell("cadres", ("soldier",), "attrition", 0.1)
    with pytest.raises(CaseError) as many_together:
        decided_programmes(case, reasons=False)
    assert [issue.code for issue in many_together.value.issues] == ["not_searchable"]


def test_finding_out_what_starts_change_can_be_stopped() -> None:
    """Not only the search: a stop is heard at the next calendar."""
    case = small([REFORM], [cost("academy", 1000.0)], [clean_up("academy")])
    reform, told = Reform(Question.of(case)), list[str]()
    stop = Event()

    def tell(step: int, steps: int, what: str) -> None:
        told.append(what)
        stop.set()

    start = allowed_calendar(reform.states, reform.rows, {})
    assert start is not None
    control = Control(stop)
    with pytest.raises(SolveStoppedError):
        CalendarSearch(reform.variants(control), reform.states, reform.rows, start, Steps(tell, 9), control)
    assert told == ["seeing what academy changes"]
