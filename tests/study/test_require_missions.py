"""How many years longer a peace operation would have to stay: closed forms, and plans with and without these years."""

from __future__ import annotations

import pytest
from pipeline import Row, donor, macro, solved, tiny_case
from study.test_require import SUPPORTED

from rightfin import Case
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.requirement import findings
from rightfin.study.requirement.need import Against
from rightfin.study.requirement.study import Requirement, require


def with_mission(size: float = 5000.0, later: float = 30.0, until: int = 2023) -> Case:
    """15,000 are needed; a mission supplies some of them up to a year. The state pays for 10,000, from 2026 for more."""
    mission: Row = {"provider": "un_mission", "need": "war", "region": "national",
                    **{str(year): size if year <= until else 0.0 for year in range(2021, 2027)}}
    return tiny_case(
        soldier={**SUPPORTED, "attrition": 0.3}, macro=macro({2021: 20.0, 2026: later}), external=[mission],
        demand=[{"need": "war", "region": "national", "2021": 15_000.0}], **donor(10.0),
    )


@pytest.fixture(scope="module")
def stays() -> Requirement:
    return require(with_mission(), year=2024)


def told(found: Findings) -> dict[str, str]:
    return {sentence.topic: f"{sentence.heading}: {sentence.text}" for sentence in found.sentences}


def test_it_stays_until_the_state_can_pay(stays: Requirement) -> None:
    """Alone the state pays for all 15,000 from 2026 on: two years longer, and one is too few."""
    need = stays.need("stay_of_un_mission")
    assert (need.amount, need.until, need.unit) == (2.0, 2025, "years")
    row = ("un_mission", "war", "national")
    assert need.cells == tuple(("external", row, year, 5000.0) for year in ("2024", "2025"))
    assert told(findings(stays))["stay_of_un_mission"] == (
        "un mission alone, staying longer: For the coverage of that plan to be held from 2024 on, in place of its force, "
        "it would have to stay 2 years longer, to the end of 2025, with its last amounts going on.")


def test_written_into_the_case_the_years_hold_coverage_and_one_less_does_not(stays: Requirement) -> None:
    """A plan covers all with them, though the donor leaves; with one of them, 5,000 are missing in 2025."""
    case = with_mission().with_cells("donors", [(("friends",), "exit_year", 2023)])
    cells = [cell[1:] for cell in stays.need("stay_of_un_mission").cells]
    whole, short = (solved(case.with_cells("external", some)) for some in (cells, cells[:1]))
    assert max(whole.by_year("needs", "unmet").values()) == pytest.approx(0.0, abs=2.0)
    assert short.by_year("needs", "unmet")[2025] == pytest.approx(5000.0, rel=1e-3)


def test_a_last_year_says_when_it_leaves_whatever_external_has_after_it(stays: Requirement) -> None:
    """It leaves at the end of 2023 as above; 7,000 are typed for later years, but the 5,000 of its last year go on."""
    case = with_mission(until=2026).with_cells(
        "external", [(("un_mission", "war", "national"), str(year), 7000.0) for year in (2024, 2025, 2026)])
    stated = case.replace({"providers": [{"provider": "un_mission", "name": "UN mission", "last_year": 2023}]})
    need = require(stated, year=2024).need("stay_of_un_mission")
    assert (need.amount, need.until) == (2.0, 2025)
    assert need.cells == (*stays.need("stay_of_un_mission").cells, ("providers", ("un_mission",), "last_year", 2025))
    longer = stated.with_cells("donors", [(("friends",), "exit_year", 2023)])
    for table in ("external", "providers"):
        longer = longer.with_cells(table, [cell[1:] for cell in need.cells if cell[0] == table])
    assert max(solved(longer).by_year("needs", "unmet").values()) == pytest.approx(0.0, abs=2.0)
    before = stated.with_cells("providers", [(("un_mission",), "last_year", 2020)])
    assert not [need for need in require(before, year=2024).needs if need.name.startswith("stay_of_")]


def test_where_it_is_too_small_what_stands_against_it_is_named() -> None:
    """With 3,000 of them the state would have to pay for 12,000 before it can: only its ceiling stands against that."""
    found = require(with_mission(3000.0), year=2024)
    need = found.need("stay_of_un_mission")
    assert need.amount is None
    assert need.against == Against("Ceiling of own spending", "")
    assert "No amount does it alone" in told(findings(found))["stay_of_un_mission"]


def test_it_may_have_to_stay_for_good_or_not_at_all() -> None:
    """Where the state never pays for more it stays to the end; where coverage costs no more than it has, no year longer."""
    found = require(with_mission(later=20.0), year=2024)
    assert (found.need("stay_of_un_mission").amount, found.need("stay_of_un_mission").until) == (3.0, 2026)
    assert "3 years longer, to the end of 2026 and beyond" in told(findings(found))["stay_of_un_mission"]
    idle = with_mission().replace({"demand": [{"need": "war", "region": "national", "2021": 15_000.0, "2024": 9000.0}]})
    force = idle.replace({"strength_limits": [{"cadre": "soldier", "bound": "min", "2024": 15_000.0}]})
    found = require(force, year=2024)
    assert found.need("stay_of_un_mission").amount == 0.0
    assert "need not stay a year longer" in told(findings(found))["stay_of_un_mission"]


def test_a_share_of_coverage_is_asked_for_where_a_share_of_the_force_is_kept() -> None:
    """Four fifths of 15,000 are 12,000; without the mission the state pays for 10,000 until 2026."""
    found = require(with_mission(2000.0), year=2024, keep=0.8)
    assert found.need("stay_of_un_mission").amount == 2.0


def test_who_stays_anyway_or_is_not_there_is_not_asked() -> None:
    assert not [need for need in require(with_mission(until=2026), year=2024).needs if need.name.startswith("stay_of_")]
