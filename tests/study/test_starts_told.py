"""What is said of starts that were decided: what was tried in the time, what was found, and nothing more."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from threading import Event
from time import monotonic
from typing import Any

import pytest
from pipeline import MILLION, Row
from real_calendars import reform_case
from study.test_decided_starts import REFORM, clean_up, cost, small

from rightfin import CaseError, Question, findings
from rightfin.case import Case
from rightfin.case.issue import Issue
from rightfin.lp.calendars.choices import Calendar, State
from rightfin.progress import Steps
from rightfin.report.studies.starts import proof
from rightfin.report.studies.starts_frontier import less_money
from rightfin.solve.calendars import CalendarSearch
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.solve.engine import SolverError
from rightfin.solve.found import FoundCalendar
from rightfin.solve.levels import Contradiction
from rightfin.solve.whole import Ended
from rightfin.study.starts import compare, decided
from rightfin.study.starts.compare import Comparer, FirstDifference, Untried, UntriedError, Values
from rightfin.study.starts.decided import DecidedStarts, decided_programmes
from rightfin.study.starts.frontier import Frontier, FrontierPoint, costs_of
from rightfin.study.starts.reasons import OtherStart, Reason, StartVerdict, reasons_of
from rightfin.study.starts.reform import Reform

VETTING: Row = {**REFORM, "programme": "vetting", "name": "Vetting"}
AFTER: list[Row] = [{"programme": "academy", "rule": "after", "other": "vetting", "lag": 2}]


def one_reform(**window: int) -> Case:
    """A programme that helps and costs little."""
    return small([{**REFORM, **window}], [cost("academy", 1000.0)], [clean_up("academy")])


def two_reforms() -> Case:
    """Vetting, which the academy needs."""
    return small([VETTING, REFORM], [cost("vetting", 1000.0), cost("academy", 1000.0)], [clean_up("academy")], AFTER)


def comparer_of(reform: Reform, like: Calendar, control: Control | None = None) -> Comparer:
    return Comparer(reform.variants(), "donor_money", like, control or Control())


def text_of(found: DecidedStarts, topic: str) -> str:
    return {sentence.topic: sentence.text for sentence in findings(found).sentences}[topic]


def cells_of(found: DecidedStarts, table: str, column: str) -> list[Any]:
    one = findings(found).table(table)
    place = [heading.name for heading in one.headings].index(column)
    return [row[place] for row in one.rows]


@pytest.fixture(scope="module")
def plain() -> DecidedStarts:
    return decided_programmes(one_reform())


# What is not tried in the time.


def test_when_the_time_is_over_rules_are_still_told_and_the_rest_as_not_tried() -> None:
    reform = Reform(Question.of(two_reforms()))
    calendar = {"vetting": 2021, "academy": 2023}
    comparer = comparer_of(reform, calendar)
    told = {one.programme: one for one in reasons_of(reform, calendar, {}, comparer, monotonic() - 1.0, Steps(None, 0))}
    assert comparer.solves == 0
    assert told["vetting"].earlier is None
    assert told["academy"].earlier is not None
    assert told["academy"].earlier.verdict is StartVerdict.FORBIDDEN
    assert told["vetting"].later == OtherStart(2022, (), ("academy",), untried=Untried.TIME)
    assert told["academy"].later == OtherStart(2024, (), untried=Untried.TIME)


def test_reasons_that_find_no_time_leave_the_answer_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    plainly = Comparer.values

    def late(self: Comparer, calendar: Calendar, until: float | None = None) -> Values | None:
        return plainly(self, calendar, None if until is None else monotonic() - 1.0)

    monkeypatch.setattr(Comparer, "values", late)
    found = decided_programmes(one_reform(earliest=2021, latest=2022))
    assert found.proven
    assert text_of(found, "start_academy").endswith("A year later was not tried: the time was over.")
    assert cells_of(found, "starts", "later") == ["not tried: the time was over"]


def test_reasons_may_take_as_long_again_as_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    ends: list[float] = []
    plainly = decided.reasons_of

    def seen(reform: Reform, calendar: Calendar, here: Values, comparer: Comparer, until: float, steps: Steps) -> Any:
        ends.append(until - monotonic())
        return plainly(reform, calendar, here, comparer, until, steps)

    monkeypatch.setattr(decided, "reasons_of", seen)
    decided_programmes(one_reform(), within=77.0)
    assert len(ends) == 1
    assert 76.0 < ends[0] <= 77.0


def test_of_a_declined_programme_the_years_that_were_not_tried_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    case = small([REFORM], [cost("academy", MILLION)], [clean_up("academy")])
    plainly, asked = Comparer.values, list[float]()

    def late(self: Comparer, calendar: Calendar, until: float | None = None) -> Values | None:
        asked.append(0.0)
        return plainly(self, calendar, until if len(asked) < 3 else monotonic() - 1.0)

    monkeypatch.setattr(Comparer, "values", late)
    reform = Reform(Question.of(case))
    comparer = comparer_of(reform, {"academy": None})
    here = comparer.values({"academy": None})
    assert here is not None
    reason, = reasons_of(reform, {"academy": None}, here, comparer, monotonic() + 99.0, Steps(None, 0))
    assert reason.forced is not None
    assert (reason.forced.year, reason.forced.untried, len(reason.forced.left)) == (2021, None, 2)
    found = replace(decided_programmes(case, fixed={"academy": None}, reasons=False), reasons=(reason,))
    years = " and ".join(map(str, reason.forced.left))
    assert text_of(found, "declined_academy").endswith(f"Not tried, as the time was over: {years}.")


@pytest.mark.parametrize("stopped", [False, True])
def test_a_plan_that_is_cut_off_is_not_tried_and_only_a_user_stops_all(
    stopped: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of the reasons ends within a solve: that is no stop. A user's cancel is."""
    reform, cancel = Reform(Question.of(one_reform())), Event()

    def cut(*_: object, **__: object) -> object:
        if stopped:
            cancel.set()
        raise SolveStoppedError

    comparer = comparer_of(reform, {"academy": 2021}, Control(cancel))
    monkeypatch.setattr(compare, "solve_on", cut)
    with pytest.raises(SolveStoppedError if stopped else UntriedError):
        comparer.values({"academy": 2022}, monotonic() + 99.0)


def test_a_solver_that_fails_while_trying_loses_that_start_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> object:
        raise SolverError("HiGHS found no optimum of a level")

    monkeypatch.setattr(compare, "solve_on", fails)
    found = decided_programmes(one_reform(earliest=2021, latest=2022), frontier=True)
    assert found.proven
    assert text_of(found, "start_academy").endswith("A year later was not tried: the solver failed.")
    assert found.frontier.open
    assert "no calendar was found in the time" in text_of(found, "frontier")


def test_seeing_what_starts_cost_tells_its_steps_and_can_be_stopped() -> None:
    reform, told, stop = Reform(Question.of(two_reforms())), list[str](), Event()

    def tell(step: int, steps: int, what: str) -> None:
        told.append(what)
        if what == "seeing what academy costs":
            stop.set()

    with pytest.raises(SolveStoppedError):
        costs_of(reform, Steps(tell, 2), Control(stop))
    assert told[-1] == "seeing what academy costs"
    stop.clear()
    costs = costs_of(reform, Steps(None, 0))
    assert costs["vetting", 2021] == pytest.approx(2000.0)
    assert costs["vetting", 2026] == pytest.approx(1000.0)  # its second year lies beyond those shown


def test_seeing_what_starts_change_counts_in_the_time_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    plainly, made = CalendarSearch.run, CalendarSearch.__init__
    clock = [0.0]

    def slow(self: CalendarSearch, *args: Any, **named: Any) -> None:
        made(self, *args, **named)
        clock[0] = 7.0

    def seen(self: CalendarSearch, within: float, **named: Any) -> FoundCalendar:
        given.append(within)
        return plainly(self, 30.0, **named)

    monkeypatch.setattr(CalendarSearch, "__init__", slow)
    monkeypatch.setattr(CalendarSearch, "run", seen)
    monkeypatch.setattr(decided, "monotonic", lambda: clock[0])
    found = decided_programmes(one_reform(), within=20.0, reasons=False)
    assert given == [13.0]
    assert (found.within, found.building) == (20.0, 7.0)


def test_where_building_took_all_of_the_time_the_proof_says_so(plain: DecidedStarts) -> None:
    first, *later = plain.search
    late = replace(first, bound=None, ended=type(first.ended).TIME)
    told = proof(replace(plain, search=(late, *later), within=20.0, building=23.4))
    assert "seeing what every start changes took 23 seconds, and there were 20" in told
    assert "could be better by" not in told


# What a start that was tried shows.


def with_reason(found: DecidedStarts, **others: OtherStart) -> DecidedStarts:
    parts: dict[str, OtherStart | None] = {"earlier": None, "later": None, "forced": None, **others}
    return replace(found, reasons=(Reason("academy", found.starts["academy"], **parts),))


def gap(level: str, was: float, worse_by: float) -> FirstDifference:
    return FirstDifference(level, was, worse_by)


def test_a_better_start_is_no_reason_against_it(plain: DecidedStarts) -> None:
    better = OtherStart(2020, (), difference=gap("needs", 5.9557, -0.0545))
    found = with_reason(plain, earlier=better)
    text = text_of(found, "start_academy")
    assert "Not earlier" not in text
    assert "A year earlier is better, so this calendar is not the best: " in text
    assert "would be 5.901 instead of 5.956 years of need." in text
    assert cells_of(found, "starts", "earlier")[0].startswith("better, so this calendar is not the best: ")


def test_one_that_is_only_cheaper_does_not_speak_against_the_proof(plain: DecidedStarts) -> None:
    cheaper = OtherStart(2020, (), difference=gap("total_cost", 4e9, -1e9), decides=False)
    text = text_of(with_reason(plain, earlier=cheaper), "start_academy")
    assert "A year earlier would do as well, down to what the case saves: total cost would be " in text
    assert "3.00 billion instead of " in text


def test_of_calendars_that_are_alike_the_earliest_speaks_only_against_a_later_start(plain: DecidedStarts) -> None:
    alike = OtherStart(2020, ())
    text = text_of(with_reason(plain, earlier=alike, later=replace(alike, year=2022)), "start_academy")
    earlier, later = text.split(" Not later: ")
    assert earlier.endswith("A year earlier would do as well: nothing gets better or worse.")
    assert "earliest is taken" not in earlier
    assert later == "nothing gets better or worse; of calendars that are alike the cheapest and earliest is taken."
    assert "earliest" not in cells_of(with_reason(plain, earlier=alike), "starts", "earlier")[0]


@pytest.mark.parametrize(("level", "was", "worse", "said"), [
    ("needs", 5.9557, 0.118, "6.074 instead of 5.956 years of need"),
    ("needs", 5.9557, 0.0024, "5.958 instead of 5.956 years of need"),
    ("needs", 5.9557, 0.00002, "5.95572 instead of 5.95570 years of need"),
    ("needs", 1234.0, 56.0, "1,290.000 instead of 1,234.000 years of need"),
    ("obligations", 0.0, 4e6, "4.00 million instead of "),
    ("donor_money", 61.6e9, 2e6, "2.00 million more"),
    ("uncleared", -8.95e9, 1e9, "1.00 billion more"),
    ("limits", 0.25, 0.5, "0.750 instead of 0.250."),
])
def test_amounts_are_told_with_their_unit_and_as_many_digits_as_tell_them_apart(
    level: str, was: float, worse: float, said: str, plain: DecidedStarts
) -> None:
    other = OtherStart(2022, (), difference=gap(level, was, worse))
    assert said in text_of(with_reason(plain, later=other), "start_academy")


def test_those_pushed_are_named_whatever_became_of_it(plain: DecidedStarts) -> None:
    for other, told in (
        (OtherStart(2022, (), ("academy",)), "Not later: nothing gets better or worse, with Academy later too; of"),
        (OtherStart(2022, (), ("academy",), untried=Untried.TIME), "A year later, with Academy later too, was not tried"),
        (OtherStart(2022, (), ("academy",), difference=gap("needs", 0.0, math.inf)),
         "Not later: hard limits would contradict one another, with Academy later too."),
    ):
        found = with_reason(plain, later=other)
        assert told in text_of(found, "start_academy")
        assert not any(",:" in cell or ",." in cell or ",;" in cell for cell in cells_of(found, "starts", "later"))


def test_those_pushed_are_named_with_what_gets_worse(plain: DecidedStarts) -> None:
    other = OtherStart(2022, (), ("academy",), difference=gap("needs", 1.0, 0.5))
    text = text_of(with_reason(plain, later=other), "start_academy")
    said = "Not later: unmet needs and broken rules, with Academy later too, would be 1.500 instead of 1.000 years of need."
    assert said in text


@pytest.mark.parametrize("names", [("academy", "vetting"), ("vetting", "academy"), ("a", "z")])
def test_where_there_is_no_room_for_two_the_other_is_pushed_whatever_their_order(names: tuple[str, str]) -> None:
    """The later of the two makes room, though a rule names the one that moved first."""
    first, second = names
    rows: list[Row] = [{**REFORM, "programme": name, "name": name.title(), "latest": 2025} for name in names]
    case = small(rows, [], [clean_up(second)]).with_cell("institutions", ("army",), "at_once", 1)
    reform = Reform(Question.of(case))
    calendar: dict[str, State] = {first: 2021, second: 2023}
    told = reasons_of(reform, calendar, {}, comparer_of(reform, calendar), monotonic() - 1.0, Steps(None, 0))
    later = next(one for one in told if one.programme == first).later
    assert later == OtherStart(2022, (), (second,), untried=Untried.TIME)


def test_of_those_that_run_at_once_the_last_to_start_makes_room() -> None:
    """A long programme that began first and would have to move by years is left where it is."""
    rows: list[Row] = [
        {**REFORM, "programme": "long", "name": "Long", "years": 5}, {**REFORM, "programme": "moved", "name": "Moved"},
        {**REFORM, "programme": "a_next", "name": "Next"},
    ]
    case = small(rows, [], [clean_up("moved")]).with_cell("institutions", ("army",), "at_once", 2)
    reform = Reform(Question.of(case))
    calendar: dict[str, State] = {"long": 2021, "moved": 2021, "a_next": 2023}
    told = reasons_of(reform, calendar, {}, comparer_of(reform, calendar), monotonic() - 1.0, Steps(None, 0))
    later = next(one for one in told if one.programme == "moved").later
    assert later == OtherStart(2022, (), ("a_next",), untried=Untried.TIME)


def test_a_start_for_which_pushing_makes_no_room_says_so() -> None:
    rows: list[Row] = [{**REFORM, "programme": name, "name": name.title(), "latest": 2023} for name in ("one", "two")]
    case = small(rows, [], [clean_up("two")]).with_cell("institutions", ("army",), "at_once", 1)
    reform = Reform(Question.of(case))
    calendar: dict[str, State] = {"one": 2021, "two": 2023}
    told = reasons_of(reform, calendar, {}, comparer_of(reform, calendar), monotonic() - 1.0, Steps(None, 0))
    reason = next(one for one in told if one.programme == "one")
    assert reason.later is not None
    assert (reason.later.stuck, [issue.code for issue in reason.later.forbidden]) == (True, ["programme_at_once"])
    found = replace(decided_programmes(case, fixed=calendar, reasons=False), reasons=(reason,))
    assert text_of(found, "start_one").endswith("it can carry 1 at once; starting others later makes no room.")


@pytest.mark.parametrize(("forced", "said"), [
    (OtherStart(2022, (), difference=gap("needs", 1.0, 0.5)),
     "Were it to start in 2022, unmet needs and broken rules would be 1.500 instead of 1.000 years of need."),
    (OtherStart(2022, (), difference=gap("needs", 1.0, -0.5)),
     "With it in 2022 the plan is better, so this calendar is not the best: unmet needs and broken rules would be 0.500 "),
    (OtherStart(2022, (), difference=gap("total_cost", 4e9, -1e9), decides=False),
     "It could as well start in 2022, down to what the case saves: total cost would be "),
    (OtherStart(2022, ()), "It could as well start in 2022: nothing gets better or worse."),
    (OtherStart(2022, (), untried=Untried.TIME), "Starting it was not tried: the time was over."),
    (OtherStart(2040, (Issue("programme_start", "", ""),)),
     "Rules allow it in no year beside the starts of the others; of 2040 they say: Academy starts in 2040, which is no"),
])
def test_of_a_declined_one_is_told_what_became_of_its_start(forced: OtherStart, said: str, plain: DecidedStarts) -> None:
    declined = replace(plain, starts={"academy": None}, reasons=(Reason("academy", None, None, None, forced),))
    text = text_of(declined, "declined_academy")
    assert text.startswith(said)
    assert ("not the best" in text) == (forced.verdict is StartVerdict.BETTER)
    assert cells_of(declined, "starts", "started") == [text]


# Where the plan of the calendar disagrees with the search.


def claimed(monkeypatch: pytest.MonkeyPatch, level: str, by: float) -> None:
    """Let the search say that a level is lower than it is, and can be."""
    plainly = CalendarSearch.run

    def wrong(self: CalendarSearch, *given: Any, **named: Any) -> FoundCalendar:
        found = plainly(self, *given, **named)
        return replace(found, levels=tuple(
            replace(one, value=one.value - by, bound=(one.bound or 0.0) - by) if one.name == level else one
            for one in found.levels))

    monkeypatch.setattr(CalendarSearch, "run", wrong)


def test_a_plan_that_is_better_than_any_could_be_is_kept_and_never_called_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    claimed(monkeypatch, "needs", -0.5)
    found = decided_programmes(one_reform(), frontier=True)
    assert set(found.plan.tables["programmes"].column("programme")) == {"academy"}
    assert not found.proven
    said = "The plan of the calendar is better at unmet needs and broken rules than the search said any could be."
    assert found.doubts == (said,)
    assert proof(found).endswith(f"it is not proven. {said}")
    assert not any(point.proven for point in found.frontier.points)


def test_a_plan_that_is_better_where_something_better_could_be_contradicts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plainly = CalendarSearch.run

    def late(self: CalendarSearch, *given: Any, **named: Any) -> FoundCalendar:
        found = plainly(self, *given, **named)
        return replace(found, levels=tuple(
            replace(one, value=one.value + 0.5, ended=Ended.TIME) if one.name == "needs" else one for one in found.levels))

    monkeypatch.setattr(CalendarSearch, "run", late)
    found = decided_programmes(one_reform(), reasons=False)
    assert not found.doubts
    assert not found.proven
    assert "the time was over" in proof(found)


def test_a_plan_that_is_worse_than_what_was_proven_says_by_how_much_another_could_be_better(
    monkeypatch: pytest.MonkeyPatch
) -> None:
    """Levels come to what the plan says, so that what slipped in the search is part of what could be better."""
    right = next(level for level in decided_programmes(one_reform(), reasons=False).search if level.name == "needs")
    claimed(monkeypatch, "needs", 0.5)
    found = decided_programmes(one_reform(), frontier=True)
    level = next(level for level in found.search if level.name == "needs")
    assert level.value == pytest.approx(right.value, rel=1e-6)
    assert level.gap == pytest.approx(0.5 / right.value, rel=1e-4)
    assert not found.proven
    assert not found.doubts
    assert "the plan, in which no level slips for the next, is not as good as was found" in proof(found)
    assert f"{100.0 * level.gap:.1f}" in proof(found)
    assert not any(point.proven for point in found.frontier.points)


def test_a_calendar_whose_plan_contradicts_hard_limits_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decided, "solved_plan_of", lambda *_, **__: (None, Contradiction(())))
    with pytest.raises(CaseError) as refused:
        decided_programmes(one_reform())
    assert [issue.code for issue in refused.value.issues] == ["not_searched"]
    assert "contradicts hard limits" in str(refused.value)


def test_a_search_that_finds_nothing_to_believe_is_an_error_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(*_: object, **__: object) -> object:
        raise SolverError("HiGHS found no calendar (time)")

    monkeypatch.setattr(CalendarSearch, "run", nothing)
    with pytest.raises(CaseError, match=r"HiGHS found no calendar \(time\)\. Give the search more seconds"):
        decided_programmes(one_reform())


# The frontier.


class Searched:
    """Searches that find, limit by limit from the lowest up, what they are told to find."""

    def __init__(self, found: list[FoundCalendar | Exception]) -> None:
        self.left = list(found)

    def run(self, *_: object, **__: object) -> FoundCalendar:
        one = self.left.pop(0)
        if isinstance(one, Exception):
            raise one
        return one


class Judge(Comparer):
    """Knows the levels of calendars, by the start of the academy."""

    def __init__(self, levels: Mapping[State, Values]) -> None:
        self.levels, self.solves = levels, 0
        self.order, self.decides = ("obligations", "needs"), frozenset(("obligations", "needs"))
        self.sizes = {"obligations": 1.0, "needs": 1.0}

    def values(self, calendar: Calendar, until: float | None = None) -> Values | None:
        return self.levels[calendar["academy"]]


def found_at(year: State) -> FoundCalendar:
    return FoundCalendar({"academy": year}, (), ())


def frontier(years: list[State | Exception], levels: Mapping[State, Values]) -> Frontier:
    """Return the frontier of a calendar that starts in 2021, and costs 100, where searches find these starts."""
    from rightfin.study.starts.frontier import frontier_of

    search = Searched([one if isinstance(one, Exception) else found_at(one) for one in years])
    costs = {("academy", 2021): 100.0, ("academy", 2022): 60.0, ("academy", 2023): 0.0}
    return frontier_of(search, found_at(2021), levels[2021], costs, Judge(levels), monotonic() + 9.0,  # type: ignore[arg-type]
                       Steps(None, 0))


def test_a_lower_limit_that_pays_more_obligations_is_better_with_equal_needs() -> None:
    levels = {
        2021: {"obligations": 0.0, "needs": 1.0}, 2022: {"obligations": 5.0, "needs": 2.0},
        2023: {"obligations": 3.0, "needs": 2.0}, None: {"obligations": 9.0, "needs": 9.0},
    }
    points = frontier([None, 2023, 2023, 2022, 2022], levels).points
    assert [point.starts["academy"] for point in points] == [2021, 2023, 2023, 2023, 2023, None]
    assert [point.proven for point in points] == [True, False, False, True, True, True]
    assert [point.unpaid for point in points] == [0.0, 3.0, 3.0, 3.0, 3.0, 9.0]


def test_obligations_count_before_needs() -> None:
    """A lower limit with less need unmet and more left unpaid is not better."""
    levels = {
        2021: {"obligations": 0.0, "needs": 1.0}, 2022: {"obligations": 3.0, "needs": 2.0},
        2023: {"obligations": 5.0, "needs": 1.5}, None: {"obligations": 9.0, "needs": 9.0},
    }
    points = frontier([None, 2023, 2023, 2022, 2022], levels).points
    assert [point.starts["academy"] for point in points] == [2021, 2022, 2022, 2023, 2023, None]
    assert all(point.proven for point in points)


def test_limits_without_a_calendar_are_told_and_those_above_take_what_less_money_finds() -> None:
    from rightfin.solve.found import NoCalendarError

    levels = {2021: {"needs": 1.0}, 2022: {"needs": 2.0}}
    found = frontier([NoCalendarError(), SolverError("time"), 2022, SolverError("time"), 2022], levels)
    assert [(point.limit, point.starts["academy"], point.proven) for point in found.points] == [
        (math.inf, 2021, True), (80.0, 2022, True), (60.0, 2022, False), (40.0, 2022, True)]
    assert (found.impossible, found.open) == ((0.0,), (20.0,))


def test_programmes_that_cost_nothing_have_no_frontier_to_search() -> None:
    found = decided_programmes(small([REFORM], [], [clean_up("academy")]), frontier=True, reasons=False)
    assert len(found.frontier.points) == 1
    assert text_of(found, "frontier") == (
        "The programmes of this calendar cost nothing in the years shown, so there is no less to ask about.")


def test_a_calendar_that_is_better_for_less_is_a_doubt_at_obligations_too(monkeypatch: pytest.MonkeyPatch) -> None:
    def better(*given: Any) -> Frontier:
        first = FrontierPoint(math.inf, 10.0, {"academy": 2021}, {"obligations": 10.0 * MILLION, "needs": 1.0}, 10e6, True)
        return Frontier((first, replace(first, limit=8.0, values={"obligations": 0.0, "needs": 1.0})))

    monkeypatch.setattr(decided, "frontier_of", better)
    found = decided_programmes(one_reform(), frontier=True, reasons=False)
    assert found.doubts == ("A calendar that costs less is better at broken obligations.",)


def test_one_calendar_under_several_limits_is_told_once(plain: DecidedStarts) -> None:
    first = FrontierPoint(math.inf, 5.408e9, {"academy": 2021}, {"needs": 5.95568}, 0.0, proven=False)
    less = replace(first, limit=4.326e9, cost=1.662e9, starts={"academy": 2026}, values={"needs": 6.47557})
    none = FrontierPoint(0.0, 0.0, {"academy": None}, {"needs": 7.33275}, 2e6, proven=True)
    found = replace(plain, frontier=Frontier((first, less, replace(less, limit=2.163e9), none), (1.1e9,)))
    text, currency = less_money(found), plain.plan.currency
    assert text == (
        f"The programmes of this calendar cost {currency} 5.41 billion in the years shown, at prices of "
        f"{plain.plan.base_year}, and leave 5.956 years of need unmet. "
        f"With {currency} 2.16 billion to {currency} 4.33 billion at most the best calendar found "
        f"costs {currency} 1.66 billion (with Academy in 2026; part of the cost falls after 2026 and is not counted) "
        f"and leaves 6.476 years of need. With {currency} 0 at most the best calendar found has no programme and leaves "
        f"7.333 years of need and {currency} 2.00 million of obligations broken. "
        f"Proven to be the best within its limit is the one with {currency} 0 at most; of the others that is not known. "
        f"With {currency} 1.10 billion at most no calendar was found in the time."
    )
    first, *others = found.frontier.points
    every = Frontier((first, *(replace(one, proven=True) for one in others)))
    assert less_money(replace(found, frontier=every)).endswith("Each of these is proven to be the best within its limit.")
    one = Frontier((first, others[0]))
    assert less_money(replace(found, frontier=one)).endswith("It is not proven to be the best within its limit.")
    assert cells_of(found, "frontier", "limit") == [None, 4.326e9, 0.0]
    assert cells_of(found, "frontier", "down_to") == [None, 2.163e9, None]
    assert cells_of(found, "frontier", "unmet") == [5.95568, 6.47557, 7.33275]


def test_no_limit_is_searched_when_the_time_of_the_frontier_is_over() -> None:
    from rightfin.study.starts.frontier import frontier_of

    search = Searched([AssertionError()])
    found = frontier_of(search, found_at(2021), {}, {("academy", 2021): 100.0}, Judge({}),  # type: ignore[arg-type]
                        monotonic() - 1.0, Steps(None, 0))
    assert (len(found.points), found.open) == (1, (80.0, 60.0, 40.0, 20.0, 0.0))


@pytest.mark.parametrize("seed", range(12))
def test_every_calendar_that_is_tried_keeps_all_rules_and_moves_others_only_later(seed: int) -> None:
    """A law over random rules: what is forbidden with others pushed is forbidden without, and one that moves alone may."""
    reform = Reform(Question.of(reform_case(seed, programmes=5, most=300)))
    tried: list[Calendar] = []

    class Records(Judge):
        def values(self, calendar: Calendar, until: float | None = None) -> Values | None:
            tried.append(dict(calendar))
            return {}

    for calendar in list(calendars_of(reform))[::23]:
        for reason in reasons_of(reform, calendar, {}, Records({}), monotonic() + 9.0, Steps(None, 0)):
            for one in (reason.earlier, reason.later):
                alone = None if one is None else reform.is_allowed({**calendar, reason.programme: one.year})
                assert one is None or alone == (not one.forbidden and not one.pushed), (calendar, one)
        for other in tried:
            assert reform.is_allowed(other)
            moved = {name for name in other if other[name] != calendar[name]}
            assert sum((other[name] or 9999) < (calendar[name] or 9999) for name in moved) <= 1
        tried.clear()


def calendars_of(reform: Reform) -> Iterator[dict[str, State]]:
    """Yield every calendar that rules allow."""
    every: list[dict[str, State]] = [{}]
    for choice in reform.states:
        every = [{**one, choice.programme: state} for one in every for state in choice.states]
    yield from (one for one in every if reform.is_allowed(one))
