"""What the checks say of a justice chain."""

from __future__ import annotations

import pytest
from chain_cases import three_stages
from pipeline import Row
from solve.test_laws import changed

from rightfin.case import Case
from rightfin.case.checks import check_case

PLACES: Row = {"prisons": "all", "name": "Prisons", "2021": 250.0}


def codes(case: Case) -> set[str]:
    return {issue.code for issue in check_case(case)}


def test_a_sound_chain_is_not_asked_about() -> None:
    found = [issue for issue in check_case(three_stages(prison_places=[PLACES]))
             if issue.table.startswith(("justice", "prison")) and issue.code != "stage_weights"]  # its one need weighs 1
    assert found == []


@pytest.mark.parametrize(("table", "key", "change", "code"), [
    ("justice_stages", "charge", {"order": 1}, "stage_order"),
    ("justice_stages", "charge", {"order": None}, "missing_value"),
    ("justice_stages", "trial", {"sentence": None}, "stage_sentence"),
    ("justice_staff", "trial", {"throughput": 0.0}, "stage_unworked"),
    ("justice_staff", "trial", {"throughput": 0.0}, "staff_idle"),
    ("justice_staff", "trial", {"stage": "tril"}, "unknown_reference"),
    ("justice_cases", "inquiry", {"2020": None, "2023": 5.0}, "blank_cases"),
    ("prison_places", "all", {"2021": None, "2023": 5.0}, "blank_cases"),
])
def test_what_cannot_be_meant_is_told(table: str, key: str, change: Row, code: str) -> None:
    case = three_stages(prison_places=[PLACES])
    assert code not in codes(case)
    name = case.tables[table].table.key[0]

    def change_row(row: dict[str, object]) -> None:
        if row[name] == key:
            row.update(change)

    assert code in codes(changed(case, table, change_row))


@pytest.mark.parametrize(("lead", "integrated", "said"), [
    (0, {}, ""), (1, {}, " in 2021:"), (2, {}, " in 2021 to 2022:"), (9, {}, " in 2021 to 2026:"),
    (2, {"2022": 3.0}, " in 2021:"), (2, {"2021": 3.0}, ""),
])
def test_a_stage_that_nobody_can_work_yet_is_asked_about(lead: int, integrated: Row, said: str) -> None:
    """Who decides cases at trial is not there at the start, and joins after so many years of training."""
    case = three_stages(prison_places=[PLACES])
    cadre = next(row["cadre"] for row in case.records("justice_staff") if row["stage"] == "trial")
    if integrated:
        case = case.replace({"integrated": [{"cadre": cadre, "2021": 0.0, **integrated}]})

    def trained(row: dict[str, object]) -> None:
        if row["cadre"] == cadre:
            row.update(opening_strength=0.0, training_lead=lead, entry=True)

    found = [issue for issue in check_case(changed(case, "cadres", trained)) if issue.code == "stage_unstaffed"]
    assert [issue.row for issue in found] == (["trial"] if said else [])
    assert all(f"Nobody can work trial{said}" in issue.message for issue in found)


@pytest.mark.parametrize(("table", "column"), [
    ("justice_stages", "opening_backlog"), ("justice_stages", "opening_convicted"), ("justice_cases", "2023"),
    ("prison_places", "2023"),
])
@pytest.mark.parametrize("amount", [1e6, 1.1e6])
def test_more_cases_than_inhabitants_are_asked_about(table: str, column: str, amount: float) -> None:
    regions: list[Row] = [{"region": name, "name": name.title(), "population": 5e5} for name in ("north", "south")]
    case = three_stages(prison_places=[PLACES], regions=regions)
    found = [issue for issue in check_case(changed(case, table, lambda row: row.update({column: amount})))
             if issue.code == "magnitude" and issue.table == table]
    rows = case.records(table) if amount > 1e6 else []
    assert [(issue.row, issue.column) for issue in found] == [(str(next(iter(row.values()))), column) for row in rows]


def test_prisons_stand_in_one_row_and_need_a_chain() -> None:
    two = three_stages(prison_places=[PLACES, {**PLACES, "prisons": "north"}])
    assert "prisons_together" in codes(two)
    without = {name: [] for name in ("justice_stages", "justice_cases", "justice_staff")}
    assert "prisons_unused" in codes(three_stages(prison_places=[PLACES]).replace(without))


def test_a_chain_without_cases_is_told() -> None:
    staff: list[Row] = [{"stage": "trial", "cadre": "judge", "throughput": 80.0}]
    assert "no_cases" in codes(three_stages(staff=staff).replace({"justice_cases": []}))


def test_who_only_works_the_chain_is_no_overhead() -> None:
    assert not {"overhead", "no_service"} & codes(three_stages())


def test_a_chain_without_end_is_refused() -> None:
    def with_stages(count: int) -> Case:
        more: list[Row] = [{"stage": f"stage_{n}", "name": f"Stage {n}", "order": 10 + n} for n in range(count - 3)]
        case = three_stages()
        return case.replace({"justice_stages": [*case.records("justice_stages"), *more]})

    assert "too_many_stages" not in codes(with_stages(50))
    (issue,) = (one for one in check_case(with_stages(51)) if one.table == "justice_stages" and one.code != "stage_weights")
    assert (issue.code, issue.message) == ("too_many_stages", "There are 51 stages of justice.")
