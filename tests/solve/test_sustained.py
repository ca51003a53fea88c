"""The force that can be sustained: closed forms by hand and laws."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import MILLION, Row, donor, levels_only, macro, solved, tiny_case
from random_cases import random_case
from real_budgets import real_budget
from solve.test_laws import changed

from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.scenario import apply_settings
from rightfin.fiscal.project import project
from rightfin.lp.objectives import natural_sizes
from rightfin.study.rank import ORDER

YEARS = range(2021, 2027)
LARGE: Row = {"opening_strength": 14_000.0, "support_floor": 1.0}

GLIDES = st.sampled_from(["straight", "none"])


def helped(years: range = range(2021, 2025), **settings: object) -> Case:
    """Return 14,000 soldiers at 2,000 a year, an own ceiling of 20 million and 10 million a year of a donor who leaves."""
    return tiny_case(settings=settings, soldier=LARGE, **donor(10.0, years, exit_year=years[-1]))


def strengths(case: Case) -> dict[int, float]:
    return solved(case).by_year("strength", "strength")


def test_the_force_glides_straight_from_todays_to_what_the_ceiling_keeps() -> None:
    """20 million keep 10,000 from 2025 on: 800 fewer a year, a fifth of the way; attrition alone would take 1,400."""
    found = solved(helped(sustained_from="2025"))
    wanted = {2021: 13_200.0, 2022: 12_400.0, 2023: 11_600.0, 2024: 10_800.0, 2025: 10_000.0, 2026: 10_000.0}
    assert found.by_year("strength", "strength") == pytest.approx(wanted, rel=3e-5)
    assert found.levels["sustained"] == pytest.approx(0.0, abs=100.0)


def test_people_who_cannot_leave_so_fast_glide_from_what_is_left_after_a_year() -> None:
    """13,720 are left of 14,000; the line from there falls by 930 a year, and 274 or fewer leave: the rest is excess."""
    case = helped(sustained_from="2025")
    found = solved(changed(case, "cadres", lambda row: row.update(attrition=0.02)))
    wanted = {year: 14_000 * 0.98 ** (year - 2020) for year in YEARS}
    assert found.by_year("strength", "strength") == pytest.approx(wanted, rel=3e-5)
    allowed = {2021: 13_720.0, 2022: 12_790.0, 2023: 11_860.0, 2024: 10_930.0, **dict.fromkeys(range(2025, 2032), 1e4)}
    left = {year: 14_000 * 0.98 ** (year - 2020) for year in allowed}
    over = {year: 2000.0 * (left[year] - most) * 1.05 ** -(year - 2020) for year, most in allowed.items()}
    for name, years in (("glide", range(2021, 2025)), ("sustained", range(2025, 2032))):
        assert found.levels[name] == pytest.approx(sum(over[year] for year in years), rel=1e-4)


def test_a_glide_by_year_is_as_fast_as_it_is_typed() -> None:
    """Of the 28 million of 14,000, to the 20 of 10,000: 0.35 of the way after one more year is 12,600, and so on."""
    case = helped(sustained_from="2025", glide="by_year")
    case = case.replace({"macro": [*case.records("macro"), {
        "series": "glide_share", "2021": 0.0, "2022": 0.35, "2023": 0.5, "2024": 0.8}]})
    assert check_case(case) == check_case(helped())
    wanted = {2021: 14_000.0, 2022: 12_600.0, 2023: 12_000.0, 2024: 10_800.0, 2025: 10_000.0, 2026: 10_000.0}
    assert strengths(case) == pytest.approx(wanted, rel=3e-5)


@pytest.mark.parametrize(("years", "going_on"), [((2021, 2023), 0.0), ((2021, 2031), 4.0)])
def test_what_ends_is_nothing_to_keep_up(years: tuple[int, int], going_on: float) -> None:
    """Advisers whom only a donor who leaves may pay, 4 million a year: on the way there only what goes on is stranded.

    Once advisers who end are gone, the way of the soldiers is as it is without them.
    """
    first, last = years
    paid = {str(year): 4.0 * MILLION if first <= year <= last else 0.0 for year in range(2020, 2032)}
    advisers: Row = {"institution": "army", "category": "operations", "item": "advisers"}
    case = helped(sustained_from="2025", tail_as_typed=True).replace({
        "running_costs": [{**advisers, **paid}],
        "may_pay": [{"payer": "government", **advisers, "allowed": False}],
    })
    found = solved(case)
    weights = {year: 1.05 ** -(year - 2020) for year in range(2021, 2032)}
    for name, there in (("glide", range(2021, 2025)), ("sustained", range(2025, 2032))):
        over = going_on * MILLION * sum(weights[year] for year in there)
        assert found.levels[name] == pytest.approx(over, rel=1e-4, abs=100.0)
    if not going_on:
        assert found.by_year("strength", "strength")[2024] == pytest.approx(10_800.0, rel=3e-5)


def test_a_glide_by_year_is_missed_only_where_a_plan_reads_it() -> None:
    for begins, wanted in (("never", []), ("2025", ["no_glide_share"])):
        found = check_case(tiny_case(settings={"glide": "by_year", "sustained_from": begins}))
        assert [issue.code for issue in found if "glide" in issue.code] == wanted


@pytest.mark.parametrize(("glide", "shares", "code"), [
    ("by_year", {}, "no_glide_share"), ("straight", {"2021": 0.0}, "glide_share_unused"),
    ("by_year", {"2020": 0.5}, ""), ("by_year", {"2020": 0.5, "2022": 0.4}, "glide_goes_back"),
    ("by_year", {"2022": 0.4}, "no_glide_share"), ("straight", {"2020": 0.5}, "glide_share_unused"),
    ("by_year", {"2021": 0.5, "2023": 0.4}, "glide_goes_back"), ("by_year", {"2021": 0.5, "2023": 0.5}, ""),
])
def test_a_glide_by_year_has_its_series_and_does_not_go_back(glide: str, shares: Row, code: str) -> None:
    case = helped(sustained_from="2025", glide=glide)
    case = case.replace({"macro": [*case.records("macro"), *([{"series": "glide_share", **shares}] if shares else [])]})
    assert [issue.code for issue in check_case(case) if "glide" in issue.code] == ([code] if code else [])


def test_without_a_glide_the_force_grows_and_then_shrinks_as_fast_as_people_leave() -> None:
    """15,000 can be paid until 2024; attrition of a tenth then leads to 10,000 in 2025 only from 11,111 in 2024."""
    wanted = {2021: 15_000.0, 2022: 10_000 / 0.9**3, 2023: 10_000 / 0.9**2, 2024: 10_000 / 0.9, 2025: 1e4, 2026: 1e4}
    assert strengths(helped(sustained_from="2025", glide="none")) == pytest.approx(wanted, rel=3e-5)


def test_exit_is_the_year_after_the_last_donor_that_leaves() -> None:
    at_exit, typed, off = (levels_only(helped(**asked)) for asked in (
        {"sustained_from": "exit"}, {"sustained_from": "2025"}, {"sustained_from": "never"}))
    assert at_exit == typed
    assert off == levels_only(helped())
    assert off["2 needs"] < typed["2 needs"]
    assert "1d sustained" not in off


def test_what_cannot_be_avoided_is_excess_at_its_least() -> None:
    """Asked for at once, 12,600 are left after a year and 1,260, 1,134 … go after it: 2,600 too many, 1,340, 206."""
    found = solved(helped(sustained_from="2021"))
    over = {2021: 2600.0, 2022: 1340.0, 2023: 206.0}
    least = sum(2000.0 * persons * 1.05 ** -(year - 2020) for year, persons in over.items())
    assert found.levels["sustained"] == pytest.approx(least, rel=1e-4)
    wanted = {2021: 12_600.0, 2022: 11_340.0, 2023: 10_206.0, 2024: 1e4, 2025: 1e4, 2026: 1e4}
    assert found.by_year("strength", "strength") == pytest.approx(wanted, rel=1e-4)


def test_donors_who_never_leave_keep_up_what_they_may_pay() -> None:
    """4 million keep 2,000 more; money for training alone keeps nobody where training costs nothing; a fee is lost."""
    training = [{"donor": "friends", "institution": "*", "category": category, "allowed": category == "training"}
                for category in ("*", "training")]
    for columns, tables, kept in (({}, {}, 12_000.0), ({"fee": 0.5}, {}, 11_000.0), ({}, {"eligibility": training}, 1e4)):
        case = tiny_case(settings={"sustained_from": "2021"}, **donor(4.0, **columns), **tables)
        assert strengths(case)[2026] == pytest.approx(kept, rel=3e-5)


def test_a_match_keeps_up_what_it_matches() -> None:
    """30 million a year that match own money one to one: 20 million of each keep 20,000, which is the need."""
    case = tiny_case(settings={"sustained_from": "2021"}, **donor(30.0, match=1.0))
    assert strengths(case)[2026] == pytest.approx(20_000.0, rel=3e-5)
    short = tiny_case(settings={"sustained_from": "2021"}, **donor(30.0, match=0.25))
    assert strengths(short)[2026] == pytest.approx(12_500.0, rel=3e-5)


def test_training_kit_pensions_and_leakage_are_kept_up_too() -> None:
    """A head: 1,500 + 500; a tenth leaves, trained for 1,000; half of it draws 400 ten years; half a truck, 600 a year."""
    soldier = {"training_cost": 1000.0, "pension": 400.0, "retiring_share": 0.5, "pension_exit": 0.1}
    kit: dict[str, list[Row]] = {
        "assets": [{"asset": "truck", "institution": "army", "name": "Trucks", "opening_stock": 10_000.0, "price": 2000.0,
                    "life": 5.0, "upkeep": 0.1}],
        "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.5}],
        "institutions": [{"institution": "army", "name": "Army", "sector": "defence", "leakage": 0.2}],
    }
    a_head = (1500.0 + 500.0 + 100.0 + 0.1 * 0.5 * 400.0 / 0.1 + 0.5 * 2000.0 * 0.3) / 0.8
    case = tiny_case(settings={"sustained_from": "2024"}, soldier=soldier, macro=macro(30.0), **kit, **donor(50.0))
    at_exit = changed(case, "donors", lambda row: row.update(exit_year=2026))
    assert strengths(at_exit)[2026] == pytest.approx(30 * MILLION / a_head, rel=1e-3)


@pytest.mark.parametrize(("value", "code"), [
    ("2020", "sustained_from"), ("2040", "sustained_from"), ("soon", "sustained_from"), ("exit", "sustained_exit"),
])
def test_a_year_that_is_none_is_told(value: str, code: str) -> None:
    assert code in {issue.code for issue in check_case(tiny_case(settings={"sustained_from": value}))}


def test_pensions_that_never_end_cannot_be_kept_up() -> None:
    soldier = {"pension": 100.0, "retiring_share": 0.5, "pension_exit": 0.0}
    for value, refused in (("2023", True), ("never", False)):
        issues = check_case(tiny_case(settings={"sustained_from": value}, soldier=soldier))
        assert ("sustained_pensions" in {issue.code for issue in issues}) == refused


def asking(seed: int, glide: str) -> Case:
    """Return a random case, every other one with rows about money that look at items, that asks for it from 2023 on."""
    case = changed(real_budget(seed) if seed % 2 else random_case(seed), "cadres",
                   lambda row: row.update(pension_exit=row["pension_exit"] or 0.05))
    rows = [row for row in case.records("settings") if row["key"] not in ("sustained_from", "glide")]
    return apply_settings(case.replace({"settings": rows}), {"sustained_from": "2023", "glide": glide})


def verdict_never_worse(before: Case, after: Case) -> None:
    """Assert that the excess is no higher, unless more is paid or a strength limit is kept better, which goes first."""
    levels, sizes = ORDER[:ORDER.index("sustained") + 1], natural_sizes(project(before, {}))
    old, new = ({name.split()[1]: value for name, value in levels_only(case).items()} for case in (before, after))
    for name in levels:
        was, now = old.get(name, 0.0), new.get(name, 0.0)
        if now < was - 2e-6 * sizes[name]:
            return
        assert now <= was + 2e-6 * sizes[name], f"{name}: {was} -> {now}"


@settings(max_examples=10)
@given(st.integers(0, 10**6), GLIDES, st.sampled_from(range(2021, 2026)), st.floats(1.01, 1.5))
def test_more_ceiling_in_any_one_year_never_worsens(seed: int, glide: str, year: int, factor: float) -> None:
    case = asking(seed, glide)

    def raised(row: dict[str, object]) -> None:
        if row["series"] == "security_share":
            shares: dict[int, float] = {}
            for at in range(2021, 2026):
                typed = row.get(str(at))
                shares[at] = float(str(typed)) if typed is not None else shares[at - 1]
            row.update({str(at): min(1.0, share * (factor if at == year else 1.0)) for at, share in shares.items()})

    verdict_never_worse(case, changed(case, "macro", raised))


@settings(max_examples=10)
@given(st.integers(0, 10**6), GLIDES, st.sampled_from(["skimming", "waste"]), st.integers(0, 2))
def test_less_lost_in_one_institution_never_worsens(seed: int, glide: str, name: str, which: int) -> None:
    """The glide, which starts from what today's force costs, may be lower then; it is no part of the verdict."""
    case = asking(seed, glide).replace({"rules": []})  # rules that compare costs have sides that move
    case = changed(case, "institutions", lambda row: row.update({"leakage": None, name: 0.3}))
    chosen = case.records("institutions")[which % len(case.records("institutions"))]["institution"]
    verdict_never_worse(case, changed(
        case, "institutions", lambda row: row.update({name: 0.05 if row["institution"] == chosen else 0.3})))


def test_a_reform_of_what_shrinks_anyway_lowers_the_glide_and_not_the_verdict() -> None:
    """Half of the army leaves each year and nobody of the guard: with pay skimmed no more, today's army costs a fourth.

    In millions: from 40 + 10 the line ends with 23.6, 14.8, 6, what stands at least with 15, 12.5, 11.25; from 10 + 10 it
    ends with 11.6, 8.8, 6 against 11.25, 10.625, 10.3125. Both in one sum would be worse after the reform.
    """
    tables: dict[str, list[Row]] = {
        "cadres": [{"cadre": name, "institution": of, "name": name, "opening_strength": 1e4, "pay": 1000.0, "support": 0.0,
                    "attrition": share} for name, of, share in (("soldier", "army", 0.5), ("guard", "guard", 0.0))],
        "effects": [{"cadre": name, "need": "war", "effect": 1.0} for name in ("soldier", "guard")],
        "macro": macro(6.0), **donor(60.0, range(2021, 2025), exit_year=2024),
    }
    dirty, clean = (levels_only(tiny_case(settings={"sustained_from": "2025"}, **tables, institutions=[
        {"institution": "army", "name": "Army", "sector": "defence", "skimming": lost},
        {"institution": "guard", "name": "Guard", "sector": "defence"}])) for lost in (0.75, 0.0))
    assert dirty["1d glide"] == pytest.approx(0.0, abs=100.0)
    assert clean["1d glide"] == pytest.approx(1.825 * MILLION / 1.05**4, rel=1e-4)
    assert clean["1d sustained"] < dirty["1d sustained"] - MILLION
    assert sum(clean[name] for name in ("1d sustained", "1d glide")) > sum(
        dirty[name] for name in ("1d sustained", "1d glide"))


def test_ghosts_who_are_struck_off_the_payroll_cost_nothing() -> None:
    """As many are there as before, and a fifth fewer are paid: 2,600, 1,340, 206 too many become fewer."""
    def army(ghosts: float) -> list[Row]:
        return [{"institution": "army", "name": "Army", "sector": "defence", "ghosts": ghosts}]

    dirty = tiny_case(settings={"sustained_from": "2021"}, soldier=LARGE, institutions=army(0.2))
    clean = tiny_case(settings={"sustained_from": "2021"}, institutions=army(0.0),
                      soldier={**LARGE, "opening_strength": 0.8 * 14_000.0})
    found = [levels_only(case)["1d sustained"] for case in (dirty, clean)]
    assert found[1] < 0.5 * found[0]


@settings(max_examples=10)
@given(st.integers(0, 10**6), GLIDES, st.sampled_from(["carry_over", "later", "never"]))
def test_donors_who_do_better_never_worsen(seed: int, glide: str, what: str) -> None:
    """Money is carried over in full; a donor leaves a year later, or never, and asks for nothing in return."""
    case = changed(asking(seed, glide), "donors", lambda row: row.update(match=None))

    def better(row: dict[str, object]) -> None:
        if what == "carry_over":
            row.update(carry_over=1.0)
        elif row["exit_year"] is not None:
            row.update(exit_year=min(2025, int(str(row["exit_year"])) + 1) if what == "later" else None)

    verdict_never_worse(case.replace({"co_financing": []}), changed(case.replace({"co_financing": []}), "donors", better))


@settings(max_examples=8)
@given(st.integers(0, 10**6), GLIDES, st.floats(1.1, 3.0))
def test_a_higher_limit_of_an_earmark_never_worsens(seed: int, glide: str, factor: float) -> None:
    case = asking(2 * seed + 1, glide)
    case = changed(case, "donors", lambda row: row.update(exit_year=None))

    def higher(row: dict[str, object]) -> None:
        if row.get("bound") != "min":
            row.update({year: float(str(row[year])) * factor for year in ("2021", "2023") if row.get(year) is not None})

    verdict_never_worse(case, changed(case, "earmarks", higher))


def test_a_bigger_force_before_the_year_leaves_the_verdict() -> None:
    """More money of a donor who leaves buys more people for a while: the overhang on the way grows and is no verdict."""
    less, more = (
        solved(tiny_case(settings={"sustained_from": "2025", "glide": "none"}, soldier=LARGE,
                         **donor(amount, range(2021, 2025), exit_year=2024))) for amount in (6.0, 10.0)
    )
    assert more.indicator("overhang")[2022] > less.indicator("overhang")[2022] + MILLION
    for found in (less, more):
        assert found.levels["sustained"] == pytest.approx(0.0, abs=100.0)
        assert found.indicator("excess") == pytest.approx({2025: 0.0, 2026: 0.0}, abs=1000.0)


def test_the_overhang_is_what_stands_less_what_can_be_kept() -> None:
    found = solved(helped(sustained_from="2025"))
    over = {2021: 6.4, 2022: 4.8, 2023: 3.2, 2024: 1.6, 2025: 0.0, 2026: 0.0}
    assert found.indicator("overhang") == pytest.approx({year: m * MILLION for year, m in over.items()}, abs=1000.0)
    assert found.indicator("kept_strength") == pytest.approx(dict.fromkeys(YEARS, 10_000.0), rel=1e-4)
    assert solved(helped()).indicator("overhang") == {}
