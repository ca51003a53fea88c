"""What one more person and one package cost: by hand, and as a plan that must have one more finds it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pipeline import Row, macro, solved, tiny_case
from small_case import small_case

from rightfin import CaseError, cadre_cost, package_cost
from rightfin.case import Case
from rightfin.study.unit_cost.cadre import CadreCost
from rightfin.study.unit_cost.marginal import CostPart

YEARS = range(2021, 2027)


def rich(soldier: Row, clerk: Row | None = None, lost: Row | None = None, **tables: list[Row]) -> Case:
    """Return a tiny case whose soldiers use a quarter of a truck, with a clerk for ten if asked, and money enough."""
    case = tiny_case(soldier={"attrition": 0.0, "support_floor": 1.0, **soldier}, macro=macro(90.0), **tables)
    clerks: Row = {"cadre": "clerk", "institution": "army", "name": "Clerks", "opening_strength": 1000.0, "pay": 800.0,
                   "overhead_ratio": 0.1, **(clerk or {})}
    return case.replace({
        "institutions": [{**row, "pipeline": 1e6, **(lost or {})} for row in case.records("institutions")],
        "cadres": [*case.records("cadres"), *([clerks] if clerk is not None else [])],
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 2500.0, "price": 4000.0,
                    "life": 8.0, "upkeep": 0.1}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.25}],
    })


def by_year(found: CadreCost, part: CostPart) -> list[float]:
    return [found.post[part][year] for year in YEARS]


def test_a_post_by_hand() -> None:
    """A quarter leaves a year, of four trainees one never joins, a fifth of pay and half of all else is lost.

    Trained in 2021 at 300 for 4/3 trainees, twice that with what is wasted: 800. Paid 1,000/0.8 from 2022 on; supported for
    500/0.5. A quarter of a truck of 4,000: 2,000 with the waste, an eighth of that a year since, and a tenth for upkeep. In
    2023 a quarter has left and half of them draw 160: an eighth of 320; a tenth of pensioners dies a year. The quarter who
    leaves in a year is replaced by recruits who are trained the year before.
    """
    soldier: Row = {"pay": 1000.0, "support": 500.0, "training_cost": 300.0, "training_lead": 1, "wash_out": 0.25,
                    "attrition": 0.25, "pension": 160.0, "retiring_share": 0.5, "pension_exit": 0.1}
    found = cadre_cost(rich(soldier, {}, {"skimming": 0.2, "waste": 0.5}), cadre="soldier")
    assert (found.year, found.trainees, found.present, found.overhead) == (2022, pytest.approx(4 / 3), 1.0, {"clerk": 0.1})
    assert by_year(found, CostPart.TRAINING) == pytest.approx([800.0] + [200.0] * 5)
    assert by_year(found, CostPart.PAY) == pytest.approx([0.0] + [1250.0] * 5)
    assert by_year(found, CostPart.SUPPORT) == pytest.approx([0.0] + [1000.0] * 5)
    assert by_year(found, CostPart.PURCHASE) == pytest.approx([0.0, 2000.0] + [250.0] * 4)
    assert by_year(found, CostPart.UPKEEP) == pytest.approx([0.0] + [200.0] * 5)
    pensioners = [0.0, 0.0, 0.125, 0.2375, 0.33875, 0.429875]
    assert by_year(found, CostPart.PENSION) == pytest.approx([320.0 * share for share in pensioners])
    assert by_year(found, CostPart.OVERHEAD) == pytest.approx([0.0] + [100.0] * 5)
    assert found.lost[2024] == pytest.approx(100.0 + 250.0 + 500.0 + 125.0 + 100.0 + 160.0 * 0.2375 + 20.0)
    assert found.total(2024) == pytest.approx(200.0 + 1250.0 + 1000.0 + 250.0 + 200.0 + 320.0 * 0.2375 + 100.0)
    assert found.real(CostPart.PAY) == pytest.approx(6250.0)
    assert found.discounted(CostPart.PAY) == pytest.approx(sum(1250.0 / 1.05**n for n in range(2, 7)))


def test_a_career_by_hand() -> None:
    """Who joins gives 4 years where a quarter leaves, and half of them a pension of ten years: 5 years of pension."""
    soldier: Row = {"pay": 1000.0, "support": 500.0, "training_cost": 300.0, "attrition": 0.25, "pension": 160.0,
                    "retiring_share": 0.5, "pension_exit": 0.1}
    found = cadre_cost(rich(soldier, {}), cadre="soldier")
    career = found.career
    assert (career.serving, career.pensioned, career.left) == (pytest.approx(4.0), pytest.approx(5.0, rel=1e-4), 0.0)
    assert career.real == pytest.approx({
        CostPart.TRAINING: 300.0, CostPart.PAY: 4000.0, CostPart.SUPPORT: 2000.0,
        CostPart.PURCHASE: 1000.0 + 3 * 125.0, CostPart.UPKEEP: 400.0,
        CostPart.PENSION: 800.0, CostPart.OVERHEAD: 320.0,
    }, rel=1e-4)
    # Σ 0.75^n / 1.05^(n+1) = 1 / (1.05 - 0.75)
    assert career.discounted[CostPart.PAY] == pytest.approx(1000.0 / 0.30)
    assert career.discounted[CostPart.TRAINING] == pytest.approx(300.0 / 1.05)
    assert found.parts == tuple(CostPart)


def test_a_career_that_ends_in_a_known_year() -> None:
    """Three quarters stay each year: 1 + 3/4 years, then 9/16 retire, whose pension of ten years starts in 2023."""
    soldier: Row = {"pay": 1000.0, "attrition": 0.25, "pension": 160.0, "retiring_share": 0.0, "pension_exit": 0.1}
    case = rich(soldier, {}).replace({"retirements": [
        {"retirement": "term", "cadre": "soldier", "joined": 2021, "year": 2023, "share": 1.0, "with_pension": 0.5}]})
    career = cadre_cost(case, cadre="soldier").career
    assert career.serving == pytest.approx(1.75)
    assert career.pensioned == pytest.approx(0.5 * 0.5625 * 10.0, rel=1e-4)


def test_pay_that_grows_and_prices_that_rise() -> None:
    """Pay grows by a tenth above prices that rise by a quarter: at prices of the base year it is 1.1, 1.21 … of today's."""
    prices = [{**row, "2021": 0.25} if row["series"] == "deflator_growth" else row for row in macro(90.0)]
    case = rich({"pay": 1000.0, "support": 0.0, "real_pay_growth": 0.1}).replace({"macro": prices})
    found = cadre_cost(case, cadre="soldier")
    assert by_year(found, CostPart.PAY) == pytest.approx([1000.0 * 1.375**n for n in range(1, 7)])
    assert found.real(CostPart.PAY) == pytest.approx(sum(1000.0 * 1.1**n for n in range(1, 7)))


def test_one_who_is_promoted_is_replaced_at_the_foot_of_the_ladder() -> None:
    case = small_case()
    rows = [{**row, "training_cost": 9000.0} if row["cadre"] == "constable" else row for row in case.records("cadres")]
    found = cadre_cost(case.replace({"cadres": rows}), cadre="sergeant")
    assert found.year == 2027  # a constable is trained for a year
    assert found.post[CostPart.TRAINING][2026] == pytest.approx(9000.0 * 1.05)
    assert found.post[CostPart.TRAINING][2027] == pytest.approx(9000.0 * 1.05**2 * 0.06)
    assert found.post[CostPart.PAY][2027] == pytest.approx(80_000.0 * 1.05**2)


def test_where_nobody_leaves_one_career_has_no_end() -> None:
    found = cadre_cost(rich({"attrition": 0.0}), cadre="soldier")
    assert found.career.left == 1.0
    assert by_year(found, CostPart.PAY) == pytest.approx([1500.0] * 6)


def exactly(case: Case, number: float) -> Case:
    """Return the case with so many soldiers in every year from 2022 on, and 10,000 in 2021."""
    years = {"2021": 10_000.0, "2022": number}
    return case.replace({"strength_limits": [
        {"cadre": "soldier", "bound": bound, "hard": True, **years} for bound in ("min", "max")
    ]})


MORE = 100.0


@settings(max_examples=1)
@example(attrition=0.15, lead=1, wash_out=0.3, skimming=0.2, ghosts=0.25, by_month=True)
@example(attrition=0.15, lead=1, wash_out=0.3, skimming=0.2, ghosts=0.25, by_month=False)
@given(
    attrition=st.floats(0.02, 0.3), lead=st.integers(0, 1), wash_out=st.floats(0.0, 0.4), skimming=st.floats(0.0, 0.3),
    ghosts=st.floats(0.0, 0.3), by_month=st.booleans(),
)
def test_a_plan_that_must_have_one_more_costs_so_much_more(
    attrition: float, lead: int, wash_out: float, skimming: float, ghosts: float, by_month: bool
) -> None:
    """Where nothing else moves: all needs are covered anyhow, and money is there for everything.

    A hundred more, not one, so that what is compared is not the solver's last digits.
    """
    leaving: Row = {"monthly_attrition": attrition / 10.0, "attrition": None} if by_month else {"attrition": attrition}
    soldier: Row = {**leaving, "training_cost": 400.0, "training_lead": lead, "wash_out": wash_out, "pension": 200.0,
                    "retiring_share": 0.4, "real_pay_growth": 0.02}
    present = 1.0 - ghosts
    case = rich(soldier, {"attrition": 0.1, "training_cost": 100.0}, {"skimming": skimming, "waste": 0.1, "ghosts": ghosts})
    trucks = [{**row, "opening_stock": 2500.0 * present} for row in case.records("assets")]
    case = case.replace({"assets": trucks, "demand": [{"need": "war", "region": "national", "2021": 30_000.0}]})
    said = cadre_cost(exactly(case, 10_000.0), cadre="soldier", year=2022)
    few, many = (solved(exactly(case, number)).by_year("budget", "cost") for number in (10_000.0, 10_000.0 + MORE))
    for year in YEARS:
        assert many[year] - few[year] == pytest.approx(MORE * said.total(year), rel=1e-4, abs=20.0)


@settings(max_examples=6)
@given(st.floats(0.01, 0.9), st.integers(0, 3), st.integers(2021, 2026))
def test_later_posts_cost_less_and_discounting_lowers(attrition: float, lead: int, year: int) -> None:
    case = rich({"attrition": attrition, "training_lead": lead, "training_cost": 100.0})
    if year < 2021 + lead:
        with pytest.raises(CaseError, match=f"Name a year from {2021 + lead} to 2026"):
            cadre_cost(case, cadre="soldier", year=year)
        return
    found, first = cadre_cost(case, cadre="soldier", year=year), cadre_cost(case, cadre="soldier")
    for part in CostPart:
        assert found.discounted(part) <= found.real(part) + 1e-9
        assert found.career.discounted[part] <= found.career.real[part] + 1e-9
    assert sum(map(found.real, CostPart)) <= sum(map(first.real, CostPart)) + 1e-6
    assert found.career.real == pytest.approx(first.career.real)  # prices stand still


def test_what_cannot_be_told_of_a_cadre_is_said() -> None:
    with pytest.raises(CaseError, match=r"The case has no cadre soldeir\. Did you mean soldier\?"):
        cadre_cost(tiny_case(), cadre="soldeir")
    with pytest.raises(CaseError, match="soldier are trained for 9 years, so nobody who is trained within the plan joins"):
        cadre_cost(tiny_case(soldier={"training_lead": 9}), cadre="soldier")


def test_a_package_by_hand() -> None:
    """A post of eight: a sergeant and seven constables, a building, three motorcycles, four radios."""
    found = package_cost("post_8")
    part = {one.name: one for one in found.parts}
    constables = part["Post constables"]
    assert constables.set_up == pytest.approx(7 * 1800.0 / 0.94)
    assert constables.yearly == pytest.approx(7 * (1872.0 + 600.0))
    leaving = 0.07 * 1800.0 / 0.94 + 0.07 * 0.3 / 0.05 * 0.4 * 1872.0
    assert constables.kept_up == pytest.approx(constables.yearly + 7 * leaving)
    motorcycles = part["Motorcycles of the post"]
    assert (motorcycles.set_up, motorcycles.yearly) == (pytest.approx(7500.0), pytest.approx(1500.0))
    assert motorcycles.kept_up == pytest.approx(3000.0)
    assert motorcycles.over_life == pytest.approx(6 * 7500.0 + 30 * 1500.0)
    assert part["Post buildings"].over_life == pytest.approx(30_000.0 + 30 * 900.0)
    assert part["upkeep of a post"].over_life == pytest.approx(30 * 1500.0)
    assert (found.life, found.currency, found.base_year, found.institution) == (30.0, "USD", 2012, "")


def test_a_package_in_a_case_costs_what_the_case_pays_and_loses() -> None:
    case = small_case().replace({
        "packages": [{"package": "post_8", "institution": "police", "need": "crime", "like": "constables=constable"}],
        "institutions": [
            {**row, "skimming": 0.2, "ghosts": 0.5} if row["institution"] == "police" else row
            for row in small_case().records("institutions")
        ],
    })
    found = package_cost("post_8", case=case)
    assert (found.institution, found.currency, found.base_year) == ("police", "AFN", 2025)
    part = {one.name: one for one in found.parts}
    assert part["Post constables"].yearly == pytest.approx(7 * (60_000.0 / 0.8 + 30_000.0 / 2))
    dollars = 1.02**13 * 80.0 * (1.02 / 1.05)  # of 2012 to 2025; in 2026 at prices abroad, then back by those at home
    assert part["Post buildings"].set_up == pytest.approx(30_000.0 / 2 * dollars)


def test_where_a_package_stands_has_to_be_clear() -> None:
    with pytest.raises(CaseError, match=r"There is no package post_9\. Did you mean post_8\?"):
        package_cost("post_9")
    with pytest.raises(CaseError, match=r"since no institution is of the sector corrections\. Name one with --institution"):
        package_cost("prison_200", case=small_case())
    with pytest.raises(CaseError, match=r"The case has no institution polcie\. Did you mean police\?"):
        package_cost("post_8", case=small_case(), institution="polcie")
    assert package_cost("post_8", case=small_case()).institution == "police"
    assert package_cost("prison_200", case=small_case(), institution="police").institution == "police"
