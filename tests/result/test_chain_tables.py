"""The justice chain in tables: what one person clears, who is at no work, and accounts that notice what is wrong."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from chain_cases import YEARS, three_stages
from pipeline import Row, Solved, solved, tiny_case

from rightfin.fiscal.project import project
from rightfin.planning import plan
from rightfin.report.words.limits import limits_sentence
from rightfin.result import chain as result_chain
from rightfin.result.accounts import AccountError, check_accounts
from rightfin.result.chain import Clears, clears
from rightfin.result.plan import PlanTable
from rightfin.result.yearly import Yearly


@pytest.fixture(scope="module")
def found() -> Solved:
    return solved(three_stages())


def test_one_judge_clears_what_so_many_constables_send() -> None:
    """A constable sends two cases, of which half and then four fifths go on: 0.8 reach the judge, who tries 80."""
    p = project(three_stages(over_time=[
        {"table": "justice_staff", "row": "trial/judge", "column": "throughput", "2024": 40.0}]), {})
    people = {(one.stage, one.clearing, one.sending): one.people for one in clears(p, 2021)}
    assert people == pytest.approx({
        ("inquiry", "detective", "constable"): 25.0, ("charge", "prosecutor", "constable"): 55.0,
        ("trial", "judge", "constable"): 100.0})
    assert clears(p, 2025)[-1].people == pytest.approx(50.0)
    assert [one.stage for one in clears(p, 2021)] == ["inquiry", "charge", "trial"]


def test_who_sends_nothing_to_a_stage_is_not_named() -> None:
    staff: list[Row] = [{"stage": "charge", "cadre": "constable", "cases_per_head": 2.0},
                        {"stage": "inquiry", "cadre": "detective", "throughput": 50.0},
                        {"stage": "trial", "cadre": "judge", "throughput": 80.0}]
    assert [one.stage for one in clears(project(three_stages(staff=staff), {}), 2021)] == ["trial"]


def test_a_case_without_a_chain_has_no_rows() -> None:
    plain = solved(tiny_case())
    assert all(not plain.tables[name].rows for name in ("justice", "postings", "prisons"))
    assert not {"pretrial_share", "overcrowding"} & set(plain.frame("indicators").indicator)


def test_without_places_prisons_are_shown_and_never_overcrowded(found: Solved) -> None:
    table = found.frame("prisons")
    assert (table.held > 0.0).all()
    assert (table.places == 0.0).all()
    assert (table.overcrowding == 0.0).all()
    assert set(found.frame("indicators").indicator) & {"pretrial_share", "overcrowding"} == {"pretrial_share"}


@pytest.mark.parametrize(("name", "column", "by", "what"), [
    ("justice", "backlog", 1.0, "cases do not add up"),
    ("justice", "before", 1.0, "cases before the year are others"),
    ("justice", "inflow", 1.0, "cases that arrive are others"),
    ("justice", "dropped", 1.0, "more is dropped than may be"),
    ("justice", "brought", -1.0, "people bring fewer cases than they do"),
    ("justice", "capacity", 1.0, "what could be done is another"),
    ("justice", "done", 1000.0, "more is done than those at work can"),
    ("postings", "supported", 100.0, "people are at work twice"),
    ("prisons", "detained", 1.0, "others are held before judgment"),
    ("prisons", "convicted", 1.0, "others serve a sentence"),
    ("prisons", "held", 1.0, "people in prison do not add up"),
    ("prisons", "overcrowding", 1.0, "overcrowding is another"),
])
def test_accounts_notice_a_number_that_is_not_right(found: Solved, name: str, column: str, by: float, what: str) -> None:
    table = found.tables[name]
    cells = dict(zip(table.columns, table.cells, strict=True))
    cells[column] = np.asarray(cells[column], dtype=float) + by * (np.arange(len(table.cells[0])) == 2)
    with pytest.raises(AccountError) as told:
        check_accounts({**found.tables, name: PlanTable(name, table.columns, cells=cells.values())}, found.parameters)
    assert what in str(told.value)


def test_idle_people_count_as_capacity(found: Solved) -> None:
    """Thirty detectives could do 1,500 cases and have 1,200: some are at no work."""
    assert found.by_year("justice", "capacity", stage="inquiry") == pytest.approx(dict.fromkeys(YEARS, 1500.0), rel=1e-4)
    assert found.by_year("justice", "spare", stage="inquiry") == pytest.approx(dict.fromkeys(YEARS, 0.25), rel=1e-3)


def test_what_a_stage_could_do_more_is_priced_tried_and_told() -> None:
    made = plan(three_stages(prison_places=[{"prisons": "all", "name": "Prisons", "2021": 250.0}]))
    prices = made.table("prices").set_index(["limit", "name", "year"]).sort_index()
    assert prices.closes["stage_capacity", "trial", 2021] > prices.closes["stage_capacity", "trial", 2026] > 0.0
    assert prices.step["stage_capacity", "trial", 2021] == pytest.approx(4.0, rel=1e-4)
    assert not any(name == "inquiry" and closes > 0.0 for (_, name, _), closes in prices.closes.items())
    assert prices.closes["prison_places", "", 2026] > 0.0
    told = limits_sentence(made)
    assert "1% more that Trial can get done in 2021 (4 cases)" in told
    assert "1% more prison places in" in told


def test_who_clears_what_is_put_in_order_without_comparing_each_with_all(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    class Name(str):
        __slots__ = ()
        __hash__ = str.__hash__

        def __eq__(self, other: object) -> bool:
            nonlocal compared
            compared += 1
            return str.__eq__(self, other)

    def many(_: object, year: int) -> tuple[Clears, ...]:
        names = [Name(f"cadre_{n}") for n in range(30)]
        return tuple(Clears(stage, one, other, year, 1.0) for stage in names[:2] for one in names for other in names)

    monkeypatch.setattr(result_chain, "clears", many)
    sums = SimpleNamespace(years=(2021, 2022), inputs=SimpleNamespace(parameters=None))
    cells = result_chain.clears_cells(cast(Yearly, sums))
    assert cells["year"] == (2021, 2022) * 1800
    assert compared < 100_000  # 3,600 rows of 1,800 pairs
