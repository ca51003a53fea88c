"""Whatever is wrong with a case, what is said of it writes years as the case does."""

from __future__ import annotations

import pytest
from small_case import Change, setting, small_case
from test_checks import CASES

from rightfin.case import Case, Issue, Severity
from rightfin.case.checks import check_case
from rightfin.case.expansion import expanded
from rightfin.reading import read_case
from rightfin.schema import YearStyle
from rightfin.shipped import INPUTS
from tests.written_years import bare, restyled

ODD = [[setting("sustained_from", text)] for text in ("2099", "exit", "soon")]
SOME = [changes for changes, (_, _, table, *_) in CASES if table not in ("scenarios", "")]


def told(case: Case) -> tuple[list[tuple[str, ...]], list[str]]:
    issues = check_case(case, try_scenarios=False)
    quoted = ("wrong_type",)  # tells what a program gave in place of a year
    return [place_of(issue) for issue in issues], [str(issue) for issue in issues if issue.code not in quoted]


def place_of(issue: Issue) -> tuple[str, ...]:
    return issue.code, issue.table, issue.row, issue.column


@pytest.mark.parametrize(("style", "of"), [
    (YearStyle.SPLIT, slice(0, None, 4)), (YearStyle.SHORT, slice(1, None, 40)), (YearStyle.LONG, slice(2, None, 40)),
    (YearStyle.SOLAR, slice(3, None, 40)),
])
def test_problems_are_told_in_years_of_the_case(style: YearStyle, of: slice) -> None:
    chosen: list[list[Change]] = [*SOME[of], *ODD]
    for changes in chosen:
        plain = small_case(*changes)
        places, texts = told(restyled(plain, style))
        assert places == told(plain)[0]
        assert not bare(texts)


@pytest.mark.parametrize(("style", "text", "meant"), [
    (YearStyle.SPLIT, "2029", "Type 2028/29 if the year that ends in 2029 is meant, 2029/30 if"),
    (YearStyle.SHORT, "2029", "Type FY29 if the year that ends in 2029 is meant"),
])
def test_a_year_of_another_form_is_refused_with_the_year_meant(style: YearStyle, text: str, meant: str) -> None:
    case = restyled(small_case(), style)
    settings = [*case.records("settings"), {"key": "sustained_from", "value": text}]
    found, = (issue for issue in check_case(case.replace({"settings": settings})) if issue.code == "sustained_from")
    assert meant in found.remedy


@pytest.mark.parametrize(("key", "value"), [
    ("end_year", 10**6), ("end_year", 10**14), ("base_year", -(10**9)), ("tail_years", 10**9), ("tail_years", -(10**9)),
])
def test_years_without_end_are_told_and_nothing_is_worked_out_for_each(key: str, value: int) -> None:
    # The fictional case has packages and programmes, which took a minute and then all memory.
    case = read_case(INPUTS / "demo").with_cell("settings", (key,), "value", value)
    issues = check_case(case, try_scenarios=False)
    assert any(issue.severity is Severity.ERROR and issue.row == key for issue in issues)
    assert expanded(case).case is case
