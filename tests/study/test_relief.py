"""Things to ask for, against cold plans of cases that were given them."""

from __future__ import annotations

import pytest
from pipeline import donor, levels_only, macro, tiny_case
from random_cases import random_case
from solve.test_several_payers import police_of

from rightfin.case import Case
from rightfin.case.issue import CaseError
from rightfin.fiscal.project import project
from rightfin.reading import read_case
from rightfin.result.assemble import names_of
from rightfin.study.briefing.asks import GivesWay, asks_of, rounded
from rightfin.study.briefing.relief import Relief, reliefs

GAP = "2 needs"


def by_kind(found: tuple[Relief, ...]) -> dict[tuple[str, str], Relief]:
    return {(str(one.kind), one.who): one for one in found}


def given(case: Case, table: str, **columns: object) -> Case:
    """Return a case in which every row of a table has other values in some columns."""
    return case.replace({table: [{**row, **columns} for row in case.records(table)]})  # type: ignore[dict-item]


@pytest.mark.parametrize("seed", [2, 5, 9])
def test_what_an_ask_closes_is_the_difference_of_two_cold_plans(seed: int) -> None:
    case = random_case(seed)
    found = by_kind(reliefs(case))
    before = levels_only(case)
    after = {(GivesWay.CARRY_OVER, ""): levels_only(given(case, "donors", carry_over=1.0))}
    rows = case.records("institutions")
    for row in rows:
        if row["training_places"]:
            places = 1.1 * float(str(row["training_places"]))
            more = [{**one, "training_places": places} if one is row else one for one in rows]
            after[GivesWay.TRAINING, str(row["institution"])] = levels_only(case.replace({"institutions": more}))
    for key, levels in after.items():
        if key not in found:  # nothing to carry over better
            assert key[0] is GivesWay.CARRY_OVER
            continue
        one = found[str(key[0]), key[1]]
        assert one.closes == pytest.approx(before[GAP] - levels[GAP], abs=1e-5 * before[GAP] + 1e-7)
        assert one.settles == pytest.approx(before["1a obligations"] - levels["1a obligations"], abs=100.0)


def test_money_of_a_donor_by_hand() -> None:
    # 20 million and half a gift of 4 support 11,000 of 20,000 soldiers. A tenth more, rounded down to 200,000, supports 50
    # more in one year, in the second band, which counts twice; the first year counts most.
    case = tiny_case(**donor(4.0, fee=0.5))
    one = by_kind(reliefs(case))["donor_money", "friends"]
    assert one.words == "more money from Friends in 2021"
    assert one.costs == {"friends": 200_000.0}
    assert one.closes == pytest.approx(0.5 * 200_000.0 / 2_000.0 / 20_000.0 * 2.0 / 1.05, rel=1e-5)
    assert one.real_cost == 200_000.0
    assert not one.free


def test_what_a_donor_is_asked_for_follows_the_prices_of_its_year() -> None:
    # Prices rise tenfold a year and pledges follow them: the ask is a tenth of one year's pledges all the same, and not of
    # the last year's, whose numbers are a hundred thousand times as large.
    gifts = {year: 4.0 * 10.0 ** (year - 2020) for year in range(2021, 2027)}
    rows = [row for row in macro(20.0) if row["series"] != "deflator_growth"]
    dear = tiny_case(macro=[*rows, {"series": "deflator_growth", "2021": 9.0}], settings={"tail_years": 0},
                     **donor(gifts, fee=0.5))
    flat = by_kind(reliefs(tiny_case(settings={"tail_years": 0}, **donor(4.0, fee=0.5))))["donor_money", "friends"]
    one = by_kind(reliefs(dear))["donor_money", "friends"]
    assert one.words == flat.words
    assert one.cost == pytest.approx(2_000_000.0)
    assert one.real_cost == pytest.approx(flat.cost)
    assert one.closes == pytest.approx(flat.closes, rel=1e-5)


def part_ceiling(limit: float) -> dict[str, list[dict[str, object]]]:
    """Return a ceiling of own money on support: of the 5 million that support of 10,000 soldiers costs, 4 or none."""
    return {"ceilings": [{"ceiling": "fuel_and_food", "scope": "category:operations", "basis": "amount", "2021": limit},
                         {"ceiling": "least", "scope": "all", "basis": "amount", "bound": "min", "2021": 1e6}]}


@pytest.mark.parametrize(("limit", "kind", "eased", "words"), [
    (4e6, GivesWay.PART_CEILING, 4.4e6, "the ceiling fuel_and_food 10% higher"),
    (0.0, GivesWay.PART_OPENED, 20e6, "own money under the ceiling fuel_and_food in the years in which it is 0"),
])
def test_a_ceiling_by_part_gives_way_as_a_cold_plan_with_the_higher_one(
    limit: float, kind: GivesWay, eased: float, words: str
) -> None:
    found = [one for one in reliefs(tiny_case(**part_ceiling(limit))) if one.kind in ("part_ceiling", "part_opened")]
    assert [(one.kind, one.who, one.words) for one in found] == [(kind, "fuel_and_food", words)]
    before, after = levels_only(tiny_case(**part_ceiling(limit))), levels_only(tiny_case(**part_ceiling(eased)))
    assert found[0].closes == pytest.approx(before[GAP] - after[GAP], abs=1e-5 * before[GAP])
    assert found[0].closes > 0.01 * before[GAP]
    assert found[0].settles == pytest.approx(before["1a obligations"] - after["1a obligations"], abs=100.0)
    assert found[0].free


def test_a_ceiling_by_part_that_is_0_wherever_it_is_typed_is_not_asked_to_be_higher() -> None:
    """Up to 2024 there is none, which is no ceiling above 0."""
    case = tiny_case(ceilings=[{"ceiling": "fuel", "scope": "category:operations", "basis": "amount", "2025": 0.0}])
    parameters = project(case, {})
    kinds = [one.kind for one in asks_of(parameters, names_of(case)) if one.who == "fuel"]
    assert kinds == [GivesWay.PART_OPENED]


def test_a_transfer_and_a_payers_own_money_are_asked_for_and_tried() -> None:
    """A grant of 1 million beside the region's 4 pays 2,500 of 3,000: a tenth more pays 50 or 200 more."""
    def region(given: float, revenue: float) -> Case:
        grant = [{"transfer": "grant", "from": "government", "to": "juba", "2021": given}]
        return police_of("juba", revenue=revenue, transfers=grant)

    found = by_kind(reliefs(region(1e6, 20.0)))
    before = levels_only(region(1e6, 20.0))[GAP]
    for key, case in ((("transfer", "grant"), region(1.1e6, 20.0)), (("payer_money", "juba"), region(1e6, 22.0))):
        assert found[key].closes == pytest.approx(before - levels_only(case)[GAP], abs=1e-5 * before)
        assert found[key].closes > 0.01 * before
    assert found["transfer", "grant"].free
    assert found["transfer", "grant"].words == "10% more that the government gives Juba (grant)"
    assert found["payer_money", "juba"].costs == {"juba": pytest.approx(6 * 0.4e6)}


def test_only_what_a_case_has_is_asked_for() -> None:
    kinds = {one.kind for one in reliefs(tiny_case())}
    assert kinds == {GivesWay.SAVING}
    kinds = {one.kind for one in reliefs(tiny_case(macro=macro(20.0, wage_bill_share=0.12, max_step_share=0.1,
                                                               own_spending={2020: 19e6})))}
    assert kinds == {GivesWay.SAVING, GivesWay.WAGE_BILL, GivesWay.STEP}


def test_what_pays_comes_before_what_closes_and_both_before_what_costs() -> None:
    for seed in (1, 4):
        found = reliefs(random_case(seed))
        assert [one.free for one in found] == sorted((one.free for one in found), reverse=True)
        free = [(-one.settles, -one.closes) for one in found if one.free]
        assert free == sorted(free)
        paid = [(-one.settles / one.real_cost, -one.closes / one.real_cost) for one in found if not one.free]
        assert paid == sorted(paid)


def test_places_posts_and_carry_over_are_things_to_ask_for_in_the_fictional_case() -> None:
    found = by_kind(reliefs(read_case("inputs/demo")))
    assert found["carry_over", ""].share == pytest.approx(0.005, abs=0.002)
    assert found["training", "police"].share == pytest.approx(0.037, abs=0.007)
    assert found["training", "courts"].share == pytest.approx(0.037, abs=0.007)
    assert found["training", "courts"].unpriced
    assert found["carry_over", ""].free
    assert found["training", "police"].unpriced


def test_contradictory_limits_are_refused() -> None:
    limits = {"min": 9e3, "max": 1e3}
    rows = [{"cadre": "soldier", "bound": bound, "hard": True, "2021": size} for bound, size in limits.items()]
    with pytest.raises(CaseError):
        reliefs(tiny_case(strength_limits=rows))


@pytest.mark.parametrize(("amount", "rounds"), [(1.0, 1.0), (1.99, 1.0), (4.9e6, 2e6), (5e6, 5e6), (99.0, 50.0)])
def test_amounts_are_round(amount: float, rounds: float) -> None:
    assert rounded(amount) == pytest.approx(rounds)
