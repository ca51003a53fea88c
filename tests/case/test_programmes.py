"""Programmes in a case: the rows that they stand for, kind by kind, and which starts are allowed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from itertools import permutations

import numpy as np
import pytest
from chain_cases import three_stages
from pipeline import MILLION, Row, donor, levels_only, macro, solved, tiny_case

from rightfin import Question
from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.expansion import expanded
from rightfin.case.programmes.choices import broken, calendars
from rightfin.case.programmes.starts import starts_of, with_starts
from rightfin.fiscal.project import project
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.schema.programmes import KINDS

REFORM: Row = {"programme": "reform", "name": "Reform", "institution": "army", "years": 2, "start": 2022}
SOLDIER: Row = {"training_lead": 1, "wash_out": 0.2, "training_cost": 500.0}
ASSETS: dict[str, list[Row]] = {
    "institutions": [{"institution": "army", "name": "Army", "sector": "defence", "training_places": 1500.0,
                      "ghosts": 0.2, "skimming": 0.1, "waste": 0.3}],
    "assets": [{"asset": "truck", "institution": "army", "name": "Truck", "opening_stock": 800.0, "price": 500.0,
                "life": 10.0, "upkeep": 0.1, "max_purchase": 100.0}],
    "equipment": [{"asset": "truck", "cadre": "soldier", "units_per_head": 0.1}],
}
LEAK: dict[str, list[Row]] = {
    "institutions": [{"institution": "army", "name": "Army", "sector": "defence", "leakage": 0.2}]}
MONTHLY: Row = {"attrition": None, "monthly_attrition": 0.02}


OF_THE_CHAIN = ("throughput", "cases", "held_share", "held_months", "prison_places")
PLACES: Row = {"prisons": "all", "name": "Prisons"}


def base_of(kind: str, tables: dict[str, list[Row]]) -> Case:
    """A case in which the number of a kind counts, with other tables."""
    if kind in OF_THE_CHAIN:
        programmes = [{**row, "institution": "courts"} for row in tables.get("programmes", [])]
        other = {**tables, "programmes": programmes} if programmes else tables
        return three_stages(**{"prison_places": [{**PLACES, "2020": 100.0}], **other})
    soldier = SOLDIER | (MONTHLY if kind == "monthly_attrition" else {})
    return tiny_case(soldier=soldier, **{"macro": macro(24.0), **(LEAK if kind == "leakage" else ASSETS), **tables})


def reformed(kind: str, on: str, gain: float, effect: Row | None = None, **programme: object) -> Case:
    return base_of(kind, {"programmes": [{**REFORM, **programme}], "programme_effects": [
        {"programme": "reform", "kind": kind, "on": on, "gain": gain, **(effect or {})}]})


def over_time(table: str, row: str, column: str, values: dict[int, float]) -> dict[str, list[Row]]:
    return {"over_time": [
        {"table": table, "row": row, "column": column, **{str(year): value for year, value in values.items()}}]}


BY_HAND: dict[str, tuple[str, float, dict[str, list[Row]]]] = {
    "training_places": ("army", 600.0, over_time("institutions", "army", "training_places",
                                                 {2023: 1700.0, 2024: 1900.0, 2025: 2100.0})),
    "purchases": ("truck", 60.0, over_time("assets", "truck", "max_purchase", {2023: 120.0, 2024: 140.0, 2025: 160.0})),
    "ghosts": ("army", 0.6, over_time("institutions", "army", "ghosts", {2023: 0.16, 2024: 0.12, 2025: 0.08})),
    "skimming": ("army", 0.6, over_time("institutions", "army", "skimming", {2023: 0.08, 2024: 0.06, 2025: 0.04})),
    "waste": ("army", 0.6, over_time("institutions", "army", "waste", {2023: 0.24, 2024: 0.18, 2025: 0.12})),
    "leakage": ("army", 0.6, over_time("institutions", "army", "leakage", {2023: 0.16, 2024: 0.12, 2025: 0.08})),
    "attrition": ("soldier", 0.6, over_time("cadres", "soldier", "attrition", {2023: 0.08, 2024: 0.06, 2025: 0.04})),
    "monthly_attrition": ("soldier", 0.6, over_time("cadres", "soldier", "monthly_attrition",
                                                    {2023: 0.016, 2024: 0.012, 2025: 0.008})),
    "wash_out": ("soldier", 0.6, over_time("cadres", "soldier", "wash_out", {2023: 0.16, 2024: 0.12, 2025: 0.08})),
    "effect": ("soldier/war", 0.6, over_time("effects", "soldier/war", "effect", {2023: 1.2, 2024: 1.4, 2025: 1.6})),
    "threat_level": ("war", 0.6, {"threat_levels": [
        {"need": "war", "2020": 1.0, "2021": 1.0, "2023": 0.8, "2024": 0.6, "2025": 0.4}]}),
    "demand": ("war/national", 6000.0, {"demand": [
        {"need": "war", "region": "national", "2020": 20_000.0, "2021": 20_000.0, "2023": 18_000.0, "2024": 16_000.0,
         "2025": 14_000.0}]}),
    "revenue": ("government", 0.03, {"macro": [
        row if row["series"] != "revenue_ratio" else
        {"series": "revenue_ratio", "2020": 0.1, "2021": 0.1, "2023": 0.11, "2024": 0.12, "2025": 0.13}
        for row in macro(24.0)]}),
    "throughput": ("charge/prosecutor", 0.3, over_time("justice_staff", "charge/prosecutor", "throughput",
                                                       {2023: 60.5, 2024: 66.0, 2025: 71.5})),
    "cases": ("inquiry", 300.0, {"justice_cases": [
        {"stage": "inquiry", "2020": 1000.0, "2021": 1000.0, "2023": 900.0, "2024": 800.0, "2025": 700.0}]}),
    "held_share": ("trial", 0.6, over_time("justice_stages", "trial", "held_share", {2023: 0.4, 2024: 0.3, 2025: 0.2})),
    "held_months": ("trial", 0.6, over_time("justice_stages", "trial", "held_months", {2023: 0.8, 2024: 0.6, 2025: 0.4})),
    "prison_places": ("all", 60.0, {"prison_places": [
        {**PLACES, "2020": 100.0, "2021": 100.0, "2023": 120.0, "2024": 140.0, "2025": 160.0}]}),
}
"""What an effect of each kind comes to, typed by hand: begun in 2022, first felt a year later, full after three years."""


def test_every_kind_of_effect_is_tried() -> None:
    assert set(BY_HAND) == {kind.name for kind in KINDS}


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_an_effect_is_the_number_typed_by_hand(kind: str) -> None:
    on, gain, tables = BY_HAND[kind]
    case, typed, bare = reformed(kind, on, gain, {"after": 1, "ramp": 3}), base_of(kind, tables), base_of(kind, {})
    assert [issue for issue in check_case(case) if issue.severity == "error"] == []
    levels = levels_only(Question(case).prepared)
    assert levels == pytest.approx(levels_only(typed), rel=1e-7, abs=1e-7)
    assert levels != pytest.approx(levels_only(bare), rel=1e-4, abs=1e-4), "the effect is one that counts"


def unlike(one: object, other: object, where: str = "") -> list[str]:
    """Return where two values differ, entry by entry, whatever they are made of; numbers but for their last digits."""
    if type(one) is not type(other):
        return [f"{where}: {type(one).__name__} and {type(other).__name__}"]
    if is_dataclass(one):
        return [found for entry in fields(one)
                for found in unlike(getattr(one, entry.name), getattr(other, entry.name), f"{where}.{entry.name}")]
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        same_keys = [] if list(one) == list(other) else [f"{where}: {list(one)} and {list(other)}"]
        return same_keys or [found for key in one for found in unlike(one[key], other[key], f"{where}[{key!r}]")]
    if isinstance(one, tuple | list) and isinstance(other, tuple | list):
        same_length = [] if len(one) == len(other) else [f"{where}: {len(one)} and {len(other)}"]
        return same_length or [found for n, pair in enumerate(zip(one, other, strict=True))
                               for found in unlike(*pair, f"{where}[{n}]")]
    if isinstance(one, np.ndarray | float) and np.asarray(one).dtype.kind == "f":
        alike = np.shape(one) == np.shape(other) and np.allclose(one, other, rtol=1e-12, atol=1e-12, equal_nan=True)
        return [] if alike else [f"{where}: {one} and {other}"]
    return [] if np.array_equal(one, other) else [f"{where}: {one} and {other}"]  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_an_effect_makes_the_same_numbers_and_the_same_model_as_those_typed_by_hand(kind: str) -> None:
    """Nothing rests on which of several best plans is found: what is compared is all that the solver is given."""
    on, gain, tables = BY_HAND[kind]
    case = Question(reformed(kind, on, gain, {"after": 1, "ramp": 3})).prepared
    found, typed, bare = (project(one, {}) for one in (case, base_of(kind, tables), base_of(kind, {})))
    assert unlike(found, typed) == []
    assert unlike(found, bare) != []
    programs = [Assembly(Inputs(one, layout_of(one))).program for one in (found, typed)]
    dense = [one.matrix.toarray() for one in programs]
    np.testing.assert_allclose(*dense, rtol=1e-12, atol=1e-12)
    assert unlike(*(vars(one) | {"matrix": None} for one in programs)) == []


@pytest.mark.parametrize("kind", sorted(BY_HAND))
def test_a_programme_without_a_start_changes_nothing(kind: str) -> None:
    on, gain, _ = BY_HAND[kind]
    case = reformed(kind, on, gain, start=None)
    case = case.replace({"programme_costs": [
        {"programme": "reform", "category": "operations", "item": "panels", "year": 1, "amount": 1e6}]})
    assert expanded(case).case == base_of(kind, {})


def test_costs_are_running_costs_that_end_with_the_programme_and_some_go_on() -> None:
    case = tiny_case(macro=macro(90.0), programmes=[{**REFORM, "years": 3}], programme_costs=[
        {"programme": "reform", "category": "operations", "item": "panels", "year": 1, "to": 2, "amount": MILLION},
        {"programme": "reform", "category": "operations", "item": "panels", "year": 2, "to": 3, "amount": 2 * MILLION},
        {"programme": "reform", "category": "capital", "item": "academy", "year": 3, "amount": MILLION, "goes_on": True},
    ])
    plan = solved(Question(case).prepared)
    panels = plan.by_year("lines", "cost", item="panels (reform)")
    assert panels == pytest.approx({2021: 0.0, 2022: 1e6, 2023: 3e6, 2024: 2e6, 2025: 0.0, 2026: 0.0})
    academy = plan.by_year("lines", "cost", item="academy (reform)")
    assert academy == pytest.approx({2021: 0.0, 2022: 0.0, 2023: 0.0, 2024: 1e6, 2025: 1e6, 2026: 1e6})


def test_a_donor_pays_what_eligibility_lets_it_pay_and_nothing_else() -> None:
    rows: list[Row] = [
        {"donor": "friends", "institution": "*", "category": "*", "item": item, "allowed": item != "*"}
        for item in ("*", "panels (reform)")
    ]
    case = tiny_case(**donor(5.0), eligibility=rows, programmes=[REFORM], programme_costs=[
        {"programme": "reform", "category": "operations", "item": "panels", "year": 1, "to": 2, "amount": MILLION}])
    for start in (2022, None):
        assert [one for one in check_case(with_starts(case, {"reform": start})) if one.severity == "error"] == []
    plan = solved(Question(case).prepared)
    expected = {2021: 0.0, 2022: MILLION, 2023: MILLION, 2024: 0.0, 2025: 0.0, 2026: 0.0}
    assert plan.by_year("lines", "grants", item="panels (reform)") == pytest.approx(expected)
    assert plan.by_year("lines", "grants") == pytest.approx(expected)


def with_named_lines(start: int | None) -> Case:
    """A reform with three costs, two of which are named by rows about who pays and what is reserved."""
    costs: list[Row] = [
        {"programme": "reform", "category": "operations", "item": item, "year": 1, "amount": 1e5}
        for item in ("advisers", "panels", "paper")]
    return tiny_case(
        macro=macro(24.0), **donor(1.0), programmes=[{**REFORM, "start": start}], programme_costs=costs,
        eligibility=[{"donor": "friends", "institution": "*", "category": "*", "item": "*", "allowed": True},
                     {"donor": "friends", "institution": "army", "category": "operations", "item": "advisers (reform)",
                      "allowed": False}],
        earmarks=[{"earmark": "kept", "donor": "friends", "scope": "item:soldier|panels (reform)", "bound": "max",
                   "2021": 1e5}])


def test_items_of_a_declined_programme_are_known_names_that_cost_nothing() -> None:
    """The expanded case is read by itself: by studies, and by who converts it."""
    for start in (2022, None):
        case = Question(with_named_lines(start)).prepared
        assert [issue for issue in check_case(case) if issue.severity == "error"] == []
    declined = [(row["item"], row["2020"], row["2021"], row["2025"]) for row in case.records("running_costs")]
    assert declined == [("advisers (reform)", 0.0, 0.0, 0.0), ("panels (reform)", 0.0, 0.0, 0.0)], "no other line is there"


def test_a_scenario_declines_a_programme() -> None:
    case = with_named_lines(2022).replace({"scenarios": [
        {"scenario": "without", "order": 1, "table": "programmes", "key": "reform", "column": "start",
         "operation": "clear"}]})
    assert [issue for issue in check_case(case) if issue.severity == "error"] == []
    laid = Question(case, scenarios=("without",))
    assert starts_of(laid.laid) == {"reform": None}
    assert laid.prepared.replace({"scenarios": []}) == Question(with_named_lines(None)).prepared


def test_naming_what_a_declined_programme_costs_does_not_change_the_best_plan() -> None:
    case = with_named_lines(None)
    unnamed = case.replace({"eligibility": case.records("eligibility")[:1], "earmarks": [
        {**row, "scope": "item:soldier"} for row in case.records("earmarks")]})
    assert Question(unnamed).prepared.records("running_costs") == []
    found, without = (levels_only(Question(one).prepared) for one in (case, unnamed))
    assert found == pytest.approx(without, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_programmes_on_one_number_multiply_in_whatever_order_they_are_typed(order: tuple[int, ...]) -> None:
    programmes = [{**REFORM, "programme": name, "start": start} for name, start in (("a", 2022), ("b", 2023), ("c", 2024))]
    effects = [{"programme": name, "kind": "ghosts", "on": "army", "gain": gain, "ramp": 2}
               for name, gain in (("a", 0.5), ("b", 0.4), ("c", -0.1))]
    case = tiny_case(**{**ASSETS, "programmes": [programmes[n] for n in order],
                        "programme_effects": [effects[n] for n in order]})
    ghosts = project(case, {}).people.ghosts[0]
    expected = [0.2, 0.2 * 0.75, 0.2 * 0.5 * 0.8, 0.2 * 0.5 * 0.6 * 1.05, 0.2 * 0.5 * 0.6 * 1.1]
    assert ghosts[:5].tolist() == pytest.approx(expected)


def test_what_is_kept_when_assistance_ends_is_a_share_of_the_effect() -> None:
    case = reformed("attrition", "soldier", 0.5, {"ramp": 2}, assistance_years=3, kept=0.4)
    assert project(case, {}).people.attrition[0][:6].tolist() == pytest.approx([0.1, 0.075, 0.05, 0.05, 0.08, 0.08])
    paid = reformed("attrition", "soldier", 0.5, years=3, kept=0.0).replace({"programme_costs": [
        {"programme": "reform", "category": "operations", "item": "advisers", "year": 1, "to": 2, "amount": MILLION,
         "assistance": True}]})
    assert project(paid, {}).people.attrition[0][:6].tolist() == pytest.approx([0.1, 0.05, 0.05, 0.1, 0.1, 0.1])


def test_the_tail_goes_on_as_the_programme_does_and_other_numbers_there_stay_as_they_were() -> None:
    """Begun in the last year shown, it costs, grows and loses its advisers in the tail; nothing typed for it came alive."""
    case = reformed("ghosts", "army", 0.5, {"after": 1, "ramp": 2}, start=2026, years=3, assistance_years=4, kept=0.5)
    case = case.replace({
        "programme_costs": [{"programme": "reform", "category": "operations", "item": "panels", "year": 1, "to": 3,
                             "amount": MILLION}],
        "threat_levels": [{"need": "war", "2021": 1.0, "2028": 5.0}],
    })
    plain = project(base_of("ghosts", {}), {})
    found = project(case, {})
    assert found.people.ghosts[0].tolist() == pytest.approx([0.2] * 6 + [0.15, 0.1, 0.1, 0.15, 0.15])
    (panels,) = [n for n, line in enumerate(found.lines) if line.item == "panels (reform)"]
    assert found.running[panels].tolist() == pytest.approx([0.0] * 6 + [MILLION] * 3 + [0.0] * 3)
    assert found.needs.need.tolist() == plain.needs.need.tolist()
    assert found.fiscal.revenue.tolist() == plain.fiscal.revenue.tolist()


JULY: dict[str, Row] = {
    "gdp": {"year_starts": 7}, "real_growth": {"year_starts": 7, "2022": 0.03, "2027": 0.05, "2028": 0.4},
    "deflator_growth": {"year_starts": 7, "2021": 0.02},
    "revenue_ratio": {"year_starts": 7, "2024": 0.12, "2027": 0.16, "2028": 0.5},
}
"""Series whose years start in July, which say more of years after the last one shown, 2026."""


def test_a_series_of_other_years_keeps_in_the_tail_what_it_was_without_programmes() -> None:
    july = [{**row, **JULY.get(str(row["series"]), {})} for row in macro(24.0)]
    case = reformed("ghosts", "army", 0.5, {"after": 1, "ramp": 2}, start=2026).replace({"macro": july})
    plain = base_of("ghosts", {"macro": july})
    found, without = (project(Question(one).prepared, {}) for one in (case, plain))
    assert (found.horizon.as_typed, without.horizon.as_typed) == (True, False)
    assert unlike(found.fiscal, without.fiscal) == []


def test_revenue_of_other_years_rises_in_the_years_of_the_programme_alone() -> None:
    july = [{**row, **JULY.get(str(row["series"]), {})} for row in macro(24.0)]
    case = reformed("revenue", "government", 0.03, start=2023).replace({"macro": july})
    found, without = (project(Question(one).prepared, {}).fiscal for one in (case, base_of("revenue", {"macro": july})))
    more = (found.revenue - without.revenue) / without.gdp
    assert more.tolist() == pytest.approx([0.0] * 3 + [0.03] * (len(more) - 3), abs=1e-12)


def test_typed_values_stand_before_and_beside_what_programmes_change() -> None:
    tables = over_time("institutions", "army", "ghosts", {2023: 0.4})
    case = reformed("ghosts", "army", 0.5).replace(tables)
    assert project(case, {}).people.ghosts[0][:4].tolist() == pytest.approx([0.2, 0.1, 0.2, 0.2])


def starts(**years: int | None) -> Case:
    """Four programmes of the army with rules among them, and the starts that are typed."""
    names = {"vetting": ("preparatory", 2), "academy": ("main", 3), "reserve": ("main", 1), "audit": ("consolidation", 1)}
    return tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "at_once": 2}],
        programmes=[{"programme": name, "name": name.title(), "institution": "army", "phase": phase, "years": length,
                     "quick_impact": name == "vetting", "start": years.get(name)}
                    for name, (phase, length) in names.items()],
        programme_order=[{"programme": "academy", "rule": "after", "other": "vetting"},
                         {"programme": "reserve", "rule": "excludes", "other": "audit"}],
    )


@pytest.mark.parametrize(("years", "codes"), [
    ({}, []),
    ({"vetting": 2021, "academy": 2023, "reserve": 2025}, []),
    ({"vetting": 2021, "academy": 2023, "audit": 2026}, []),
    ({"vetting": 2023}, ["programme_start"]),
    ({"vetting": 2020}, ["programme_start"]),
    ({"vetting": 2027}, ["programme_start"]),
    ({"vetting": 2022, "academy": 2023}, ["programme_order"]),
    ({"academy": 2023}, ["programme_needs", "programme_phase"]),
    ({"vetting": 2021, "academy": 2023, "reserve": 2022, "audit": 2026}, ["programme_excludes"]),
    ({"vetting": 2021, "audit": 2022}, ["programme_phase"]),
    ({"vetting": 2022, "reserve": 2021}, ["programme_phase"]),
    ({"vetting": 2022, "academy": 2024, "reserve": 2024}, []),
])
def test_starts_are_judged_by_every_rule(years: dict[str, int], codes: list[str]) -> None:
    case = starts(**years)
    assert [issue.code for issue in broken(case, starts_of(case))] == codes
    found = [issue.code for issue in check_case(case) if issue.severity == "error"]
    assert found == codes


def test_no_more_run_at_once_than_an_institution_can_carry() -> None:
    names = ("a", "b", "c")
    case = tiny_case(
        institutions=[{"institution": "army", "name": "Army", "sector": "defence", "at_once": 2}],
        programmes=[{**REFORM, "programme": name, "start": 2021} for name in names])
    (issue,) = [one for one in check_case(case) if one.severity == "error"]
    assert (issue.code, issue.table, issue.row, issue.column) == ("programme_at_once", "programmes", "c", "start")
    assert issue.message == "3 programmes of army run in 2021, a, b, c; it can carry 2 at once."
    assert broken(case, {"a": 2021, "b": 2022, "c": 2023}) == ()
    assert [one.code for one in broken(case, {"a": 2021, "b": 10**9})] == ["programme_start"]  # not year by year up to it


def test_calendars_are_all_those_that_break_no_rule() -> None:
    case = starts()
    found = list(calendars(case))
    assert found[0] == dict.fromkeys(("academy", "audit", "reserve", "vetting"))
    assert all(broken(case, one) == () for one in found)
    assert len({tuple(sorted(one.items(), key=str)) for one in found}) == len(found)
    vetting_first = [one for one in found if one["academy"] is not None]
    assert vetting_first
    assert all(one["vetting"] is not None and one["academy"] >= one["vetting"] + 2 for one in vetting_first)  # type: ignore[operator]
