"""What the sector's share, tax effort, one institution or one donor alone would have to be, and what stands against it."""

from __future__ import annotations

import pytest
from golden_case import golden_case
from pipeline import MILLION, Row, donor, tiny_case
from study.test_require import SUPPORTED, fixed_force, force_of_15_000, missing_in

from rightfin import Case, CaseError
from rightfin.case.scenario import apply_settings
from rightfin.report.studies.requirement import findings
from rightfin.study.requirement.levers import cheaper
from rightfin.study.requirement.need import Against
from rightfin.study.requirement.study import Requirement, require


@pytest.fixture(scope="module")
def tiny() -> Requirement:
    return require(force_of_15_000(), year=2024, tax_limit=0.16)


def test_each_lever_has_its_closed_form(tiny: Requirement) -> None:
    """10 million are missing a year: ten points of a revenue of 100 million, or five points of GDP at a fifth of it."""
    assert tiny.need("security_share").amount == pytest.approx(10.0, rel=1e-4)
    assert tiny.need("tax_effort").amount == pytest.approx(5.0, rel=1e-3)
    assert tiny.need("pledge_of_friends").amount == pytest.approx(10 * MILLION, rel=1e-4)
    assert not [need for need in tiny.needs if need.name.startswith("force_of_")]


@pytest.mark.parametrize("name", ["security_share", "tax_effort", "pledge_of_friends"])
def test_the_least_amount_makes_an_ordinary_plan_hold_and_one_per_cent_less_does_not(name: str, tiny: Requirement) -> None:
    case, base = fixed_force(force_of_15_000()), {"security_share": 0.2, "revenue_ratio": 0.1, "friends": 0.0}

    def with_share(share: float) -> Case:
        changed = case
        for table, key, column, value in tiny.need(name).cells:
            old = base[str(key[0])]
            new = value if column == "exit_year" else old + share * (float(str(value)) - old)
            changed = changed.with_cells(table, [(key, column, new)])
        return changed

    assert missing_in(with_share(1.0)) < 200.0
    assert missing_in(with_share(0.99)) > 0.05 * MILLION


def two_institutions() -> Case:
    """10,000 soldiers and 5,000 guards at 2,000, held by least strengths; the state alone pays for 10,000."""
    case = tiny_case(soldier={**SUPPORTED, "opening_strength": 4000.0}, **donor(10.0))
    guard = {**case.records("cadres")[0], "cadre": "guard", "institution": "guards", "name": "Guards",
             "opening_strength": 0.0}
    least: list[Row] = [
        {"cadre": k, "bound": "min", "hard": True, "2021": n} for k, n in (("soldier", 1e4), ("guard", 5e3))
    ]
    return case.replace({
        "institutions": [*case.records("institutions"), {"institution": "guards", "name": "Guards", "sector": "interior"}],
        "cadres": [*case.records("cadres"), guard], "strength_limits": least,
        "effects": [*case.records("effects"), {"cadre": "guard", "need": "war", "effect": 1.0}],
    })


def test_one_institution_alone_becomes_smaller() -> None:
    """A third of all is half of the army, or all of the guards: with their least strength lowered, and that alone."""
    found = require(two_institutions(), year=2024)
    assert found.need("force_of_army").amount == pytest.approx(0.5, rel=1e-4)
    assert found.need("force_of_army").by_year[-1] == pytest.approx(5000.0, rel=1e-4)
    assert found.need("force_of_guards").amount == pytest.approx(1.0, rel=1e-3)
    said = {sentence.topic: sentence.text for sentence in findings(found).sentences}
    assert said["force_of_army"].endswith("the same share of each of its cadres: 50.0% of its force given up.")


def test_what_stands_against_every_amount_is_named_and_was_tried() -> None:
    """A limit of 12 % of GDP leaves 4 of 10 million: only the ceiling itself stands against more."""
    found = require(force_of_15_000(), year=2024, tax_limit=0.12)
    need = found.need("tax_effort")
    assert need.amount is None
    assert need.against == Against("Ceiling of own spending", "")
    said = {sentence.topic: sentence.text for sentence in findings(found).sentences}
    assert said["tax_effort"] == (
        "No amount does it alone. What stands against it: ceiling of own spending; tried without this limit, some amount "
        "does."
    )


def test_kit_that_cannot_be_bought_is_named_wherever_no_amount_does_it() -> None:
    equipped: dict[str, list[Row]] = {
        "assets": [{"asset": name, "institution": "army", "name": name.title(), "opening_stock": stock, "price": 1000.0,
                    "life": 200.0, "max_purchase": 0.0} for name, stock in (("truck", 500.0), ("rifle", 2000.0))],
        "equipment": [{"asset": name, "cadre": "soldier", "units_per_head": 0.1} for name in ("truck", "rifle")],
    }
    limit: Row = {"cadre": "soldier", "bound": "min", "hard": True, "2021": 10_000.0}
    found = require(tiny_case(soldier=SUPPORTED, strength_limits=[limit], **equipped, **donor(10.0)), year=2024)
    for name in ("revenue_level", "unit_costs", "bridging_fund", "security_share", "pledge_of_friends"):
        assert found.need(name).amount is None
        assert found.need(name).against == Against("Purchases", "Truck"), name


def test_a_cut_of_unit_costs_cuts_pay_that_changes_over_time() -> None:
    """Pay that is typed again for 2025 is cut there, too: written into the case, the cut pays for all."""
    row: Row = {"table": "cadres", "row": "soldier", "column": "pay", "2025": 1500.0}
    case = force_of_15_000().replace({"over_time": [row]})
    found = require(case, year=2024).need("unit_costs")
    assert found.amount == pytest.approx(1.0 / 3.0, rel=1e-4)
    assert ("over_time", ("cadres", "soldier", "pay"), "2025", pytest.approx(1000.0, rel=1e-4)) in found.cells
    changed = fixed_force(case)
    for table, key, column, value in found.cells:
        changed = changed.with_cells(table, [(key, column, value)])
    assert missing_in(changed) < 200.0


def test_a_limit_that_is_none_is_refused() -> None:
    with pytest.raises(CaseError) as refused:
        require(force_of_15_000(), year=2024, tax_limit=1.5)
    assert [issue.code for issue in refused.value.issues] == ["tax_limit_out_of_range"]


def test_the_setting_that_asks_for_a_force_that_can_be_kept_changes_no_lever(tiny: Requirement) -> None:
    """It ranks below what is owed. A donor that stays would be one who never leaves, and bring rows with it."""
    asked = require(apply_settings(force_of_15_000(), {"sustained_from": "exit"}), year=2024, tax_limit=0.16)
    assert [need.name for need in asked.needs] == [need.name for need in tiny.needs]
    for need in tiny.needs:
        found = asked.need(need.name).amount
        assert found == (None if need.amount is None else pytest.approx(need.amount, rel=1e-6)), need.name


def test_the_force_held_is_that_of_a_plan_that_asks_for_none_that_can_be_kept() -> None:
    """Others pay 10 million up to 2026 and then leave: whether their money lasts does not decide which force friends made
    possible. Asked from 2022 on, no more than the 15,000 that the state and friends pay for could be kept."""
    pledges = [{**donor(10.0)["pledges"][0], "donor": name} for name in ("friends", "others")]
    case = tiny_case(soldier=SUPPORTED, pledges=pledges, donors=[
        {"donor": "friends", "name": "Friends"}, {"donor": "others", "name": "Others", "exit_year": 2026},
    ])
    asked, free = (
        require(apply_settings(case, {"sustained_from": when}), year=2024, donors=["friends"]) for when in ("2022", "never")
    )
    assert asked.force == pytest.approx(free.force, rel=1e-6)
    assert asked.force[3] > 16_000.0
    assert asked.force_standing != pytest.approx(free.force_standing, rel=1e-2)
    said = [next(one.text for one in findings(found).sentences if one.topic == "force_held") for found in (asked, free)]
    assert said[0].endswith(
        ", because in that plan their money ends, as pledged and by their exit years, and from 2022 on it asks for no more "
        "than can be kept up for good (sustained_from)."
    )
    assert "sustained_from" not in said[1]


def test_unit_costs_that_are_cut_are_those_of_who_leaves_too() -> None:
    cut = {(table, key, column): value for table, key, column, value in cheaper(golden_case(), 0.2)}
    assert cut["demobilisation", ("police",), "reintegration"] == 12.0
    assert cut["cadres", ("constable",), "severance"] == 24.0
