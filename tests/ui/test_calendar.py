"""The calendar of exits without the page: what is typed becomes cells, and equal questions have equal answers."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as some

from rightfin.case.case import Cell
from rightfin.definition import default_definition
from rightfin.desk import Request
from rightfin.desk.live import Live
from rightfin.question import Question
from rightfin.reading import read_case
from rightfin.report.words.wording import Scale
from rightfin.result.plan import Plan
from rightfin.solve.control import NEVER
from rightfin.study.whatif import changed_question
from rightfin.ui import calendar
from rightfin.ui.calendar import FREE_FROM, DonorRow
from rightfin.ui.moving import LiveChanges

ROOT = Path(__file__).resolve().parents[2]
MARENGA = Question.of(read_case(ROOT / "inputs/demo"))
DONORS = ("bilateral", "trust_fund", "union", "lake_state")
ROWS = (DonorRow("a", "Ally", {2021: 5.0, 2022: 0.0}, 2022), DonorRow("b", "Bank", {2021: 0.0, 2022: 0.0}, None))


@given(year=some.one_of(some.none(), some.integers(2021, 9999)))
def test_a_year_that_is_typed_is_the_one_that_is_planned(year: int | None) -> None:
    text = "" if year is None else str(year)
    exits, refused = calendar.exits_of(ROWS, {"a": text, "b": ""}, base_year=2020)
    last = None if year is None else year - 1  # the case states the last year with the money
    assert exits == ({} if year == 2023 else {"a": last})
    assert not refused


@given(text=some.text(min_size=1).map(str.strip).filter(bool))
def test_what_is_no_year_is_refused_by_name(text: str) -> None:
    is_year = text.isascii() and text.isdigit() and len(text) <= 9 and 2021 <= int(text) <= 9999
    if is_year:
        return
    exits, refused = calendar.exits_of(ROWS, {"a": "2024", "b": text}, base_year=2020)
    assert exits == {"a": 2023}, "what can be used is"
    assert refused["b"].message.startswith(f"Bank: {text} ")
    assert refused["b"].remedy


@given(year=some.integers(-9999, 2020))
def test_a_year_before_the_first_is_called_that(year: int) -> None:
    exits, refused = calendar.exits_of(ROWS, {"a": "2023", "b": str(year)}, base_year=2020)
    assert not exits
    assert [issue.message for issue in refused.values()] == [
        f"Bank: {year} is before 2021, the first year that could be without it."
    ]


def test_the_table_has_the_years_as_they_are_typed() -> None:
    years = calendar.years_of(ROWS)
    assert years == {"a": "2023", "b": ""}
    frame = calendar.frame_of(ROWS, years, Scale(1.0, "USD", 0))
    assert frame[FREE_FROM].tolist() == ["2023", ""]
    assert list(frame.columns)[:2] == ["Donor", FREE_FROM]  # what is typed into stands where a narrow window shows it
    assert frame["Pledged if it stays (USD)"].tolist() == [5.0, 0.0]
    assert frame["Last money of the case"].tolist() == [2021, pd.NA]


def test_equal_calendars_have_equal_answers_whatever_was_asked_before() -> None:
    question = Question.of(read_case(ROOT / "inputs" / "afghanistan_2012"))
    models = Live(question)

    def solve(request: Request) -> Plan:
        models._answers.clear()
        found = models.found(request.changes, {}, request.wanted, lambda *_: None, NEVER)
        assert isinstance(found, Plan)
        return found

    live = LiveChanges("key", question, solve(Request(question)))
    early, late = ((("donors", ("united_states",), "exit_year", year),) for year in (2017, 2021))
    first = live.plan(early, solve)
    assert live.plan(early, solve) is first
    assert live.plan(late, solve) != first
    assert live.plan(early, solve).tables == first.tables
    assert live.plan((), solve) is live.standing


def test_donors_are_listed_with_what_they_would_pay_if_they_stayed() -> None:
    case = read_case(ROOT / "inputs" / "afghanistan_2012")
    gone = case.with_cells("donors", [(("united_states",), "exit_year", 2016)])
    rows, stay = (calendar.donor_rows(found, default_definition()) for found in (gone, case))
    assert [row.exit_year for row in rows] == [2023, 2016]
    assert [row.arriving for row in rows] == [row.arriving for row in stay]


@cache
def known() -> calendar.DonorCalendar:
    return calendar.DonorCalendar("key", MARENGA)


@given(exits=some.dictionaries(some.sampled_from(DONORS), some.one_of(some.none(), some.integers(2020, 2045)), max_size=3),
       more=some.sampled_from(((), (("donors", ("union",), "fee", 0.1),))))
@settings(max_examples=25, deadline=None)
def test_rows_with_other_years_are_those_of_the_case_with_these_years(
    exits: dict[str, int | None], more: tuple[Cell, ...]
) -> None:
    changes = tuple(("donors", (donor,), "exit_year", year) for donor, year in exits.items()) + more
    changed = changed_question(MARENGA, changes)
    assert known().rows_with(changes) == calendar.donor_rows(changed.prepared, changed.definition)
