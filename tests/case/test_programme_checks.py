"""Programmes: every wrong input is told at its row, all at once, and what is planned can be written and read again."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from case.test_programmes import BY_HAND, reformed
from small_case import Change, added, edited, setting, small_case
from written_years import restyled

from rightfin import CaseError, Question, plan, read_case, write_case
from rightfin.case.checks import check_case
from rightfin.case.checks import programmes as checks
from rightfin.case.expansion import expanded
from rightfin.case.issue import Severity
from rightfin.case.programmes import expansion
from rightfin.fiscal.project import project
from rightfin.reading import read_case_with_warnings
from rightfin.schema import BY_NAME, YearStyle
from rightfin.schema.programmes import KIND_NAMED, KINDS

PHASED = {"vetting": "preparatory", "academy": "main", "clean_up": "main", "audit": "consolidation"}


def programme(name: str, **more: Any) -> Change:
    return added("programmes", **{"programme": name, "name": name.title(), "institution": "police", "years": 2,
                                  "phase": PHASED[name], **more})


def sound(**starts: int) -> tuple[Change, ...]:
    """Programmes of the police with costs, effects and an order that are in order."""
    return (
        *(programme(name, start=starts.get(name)) for name in PHASED),
        added("programme_costs", programme="vetting", category="operations", item="panels", year=1, to=2, amount=2e6),
        added("programme_costs", programme="academy", category="capital", item="building", year=1, amount=5e6,
              currency="USD"),
        added("programme_costs", programme="academy", category="operations", item="teachers", year=2, amount=1e6,
              goes_on=True),
        added("programme_effects", programme="vetting", kind="attrition", on="constable", gain=-0.2),
        added("programme_effects", programme="academy", kind="effect", on="constable/crime", gain=0.2, after=1, ramp=2),
        added("programme_order", programme="academy", rule="after", other="vetting", lag=1),
        added("programme_order", programme="clean_up", rule="excludes", other="audit"),
    )


def errors(*changes: Change) -> list[tuple[str, str, str, str]]:
    found = check_case(small_case(*changes), try_scenarios=False)
    return [(one.code, one.table, one.row, one.column) for one in found if one.severity is Severity.ERROR]


def test_programmes_in_order_raise_nothing() -> None:
    assert check_case(small_case(*sound())) == check_case(small_case())
    assert errors(*sound(vetting=2026, academy=2027, clean_up=2029)) == []


def test_every_wrong_input_is_told_at_once() -> None:
    found = errors(
        *sound(vetting=2035, academy=2026, clean_up=2027, audit=2026),
        added("programme_costs", programme="nothing", category="operations", item="x", year=1, amount=1.0),
        added("programme_costs", programme="vetting", category="operations", item="late", year=3, amount=1.0),
        added("programme_costs", programme="vetting", category="operations", item="back", year=2, to=1, amount=1.0),
        added("programme_costs", programme="vetting", category="operations", item="advice", year=1, amount=1.0,
              assistance=True, goes_on=True),
        added("programme_effects", programme="vetting", kind="ghosts", on="navy", gain=0.1),
        added("programme_effects", programme="vetting", kind="purchases", on="vehicle", gain=1.0),
        added("programme_effects", programme="vetting", kind="revenue", on="army", gain=0.1),
        added("programme_effects", programme="vetting", kind="training_places", on="police", gain=1.0, ramp=-1),
        added("programme_order", programme="vetting", rule="after", other="academy"),
        added("programme_order", programme="audit", rule="after", other="audit"),
        added("programme_order", programme="audit", rule="after", other="nobody"),
        added("programme_order", programme="audit", rule="after", other="clean_up"),
        edited("institutions", "police", at_once=2),
    )
    assert {
        ("unknown_reference", "programme_costs", "nothing/operations/x/1", "programme"),
        ("programme_cost_years", "programme_costs", "vetting/operations/late/3", "year"),
        ("programme_cost_years", "programme_costs", "vetting/operations/back/2", "to"),
        ("programme_assistance", "programme_costs", "vetting/operations/advice/1", "goes_on"),
        ("programme_effect_on", "programme_effects", "vetting/ghosts/navy", "on"),
        ("programme_effect_on", "programme_effects", "vetting/purchases/vehicle", "on"),
        ("programme_effect_on", "programme_effects", "vetting/revenue/army", "on"),
        ("out_of_bounds", "programme_effects", "vetting/training_places/police", "ramp"),
        ("programme_circle", "programme_order", "academy/after/vetting", "other"),
        ("programme_circle", "programme_order", "vetting/after/academy", "other"),
        ("programme_itself", "programme_order", "audit/after/audit", "other"),
        ("unknown_reference", "programme_order", "audit/after/nobody", "other"),
        ("programme_start", "programmes", "vetting", "start"),
        ("programme_order", "programmes", "audit", "start"),
        ("programme_excludes", "programmes", "clean_up", "start"),
        ("programme_phase", "programmes", "audit", "start"),
        ("programme_at_once", "programmes", "clean_up", "start"),
    } - set(found) == set()


@pytest.mark.parametrize(("more", "message"), [
    ({"earliest": 2029, "latest": 2027}, "There is no year of the plan in which vetting may start: 2029 at the earliest, "
                                         "2027 at the latest."),
    ({"earliest": 2031}, "There is no year of the plan in which vetting may start: 2031 at the earliest, 2030 at the "
                         "latest."),
    ({"earliest": 2028, "quick_impact": True}, "There is no year of the plan in which vetting may start: 2028 at the "
     "earliest, 2027 at the latest. Quick impact must start in the first years of the plan."),
])
def test_a_window_without_years_is_told(more: dict[str, Any], message: str) -> None:
    (issue,) = (one for one in check_case(small_case(programme("vetting", **more))) if one.severity is Severity.ERROR)
    assert (issue.code, issue.row, issue.message) == ("programme_window", "vetting", message)


@pytest.mark.parametrize(("start", "message"), [
    (2031, "vetting starts in 2031, which is no year of the plan."),
    (2025, "vetting starts in 2025, which is no year of the plan."),
    (2029, "vetting starts in 2029; it may not."),
    (2026, "vetting starts in 2026; it may not."),
])
def test_a_start_outside_its_window_is_told_in_the_tail_too(start: int, message: str) -> None:
    case = small_case(programme("vetting", start=start, earliest=2027, latest=2028))
    (issue,) = (one for one in check_case(case) if one.severity is Severity.ERROR)
    assert issue.message == message
    assert issue.remedy == "Type a year from 2027 to 2028, or leave it blank."


def test_what_is_kept_means_nothing_without_assistance() -> None:
    def codes(**more: Any) -> list[str]:
        return [issue.code for issue in check_case(small_case(programme("vetting", **more)))]

    assert "programme_kept_unused" in codes(kept=0.5)
    assert "programme_kept_unused" not in codes(kept=0.5, assistance_years=1)
    assert "programme_kept_unused" not in codes()


def test_what_an_effect_makes_of_a_number_is_one_that_it_may_be() -> None:
    rows = [added("programme_effects", programme=name, kind="attrition", on="constable", gain=-8.0)
            for name in ("vetting", "academy")]
    case = small_case(programme("vetting", start=2026), programme("academy", start=2027), *rows)
    (issue,) = (one for one in check_case(case) if one.severity is Severity.ERROR)
    assert (issue.code, issue.table, issue.row) == (
        "programme_effect_bounds", "programme_effects", "academy/attrition/constable")
    assert issue.message == (
        "With academy, vetting, attrition of constable is 4.86 in 2027; it must be at least 0 and less than 1.")
    (written,) = (one for one in check_case(restyled(case, YearStyle.SHORT)) if one.severity is Severity.ERROR)
    assert written.message == issue.message.replace("2027", "FY27")


def test_effects_that_do_nothing_are_asked_about() -> None:
    case = small_case(
        programme("vetting"), added("programme_effects", programme="vetting", kind="ghosts", on="police", gain=0.5),
        added("programme_effects", programme="vetting", kind="threat_level", on="crime", gain=0.0))
    found = [(one.row, one.column) for one in check_case(case) if one.code == "programme_effect_nothing"]
    assert found == [("vetting/ghosts/police", "on"), ("vetting/threat_level/crime", "gain")]


@pytest.mark.parametrize(("after", "kept", "told"), [(2, 0.0, True), (1, 0.0, False), (2, 0.1, False)])
def test_an_effect_that_is_over_before_it_is_felt_is_asked_about(after: int, kept: float, *, told: bool) -> None:
    case = small_case(
        programme("vetting", start=2026, assistance_years=2, kept=kept),
        added("programme_effects", programme="vetting", kind="attrition", on="constable", gain=0.5, after=after))
    found = [one for one in check_case(case) if one.code == "programme_effect_nothing"]
    assert [(one.row, one.column) for one in found] == ([("vetting/attrition/constable", "after")] if told else [])
    without = small_case(programme("vetting", start=2026, assistance_years=2, kept=kept))
    numbers = [project(expanded(one).case, {}).people.attrition.tolist() for one in (case, without)]
    assert (numbers[0] == numbers[1]) is told


def test_who_pays_a_programme_and_what_bounds_it_can_be_said_while_it_is_not_planned() -> None:
    """Declined for now, its lines are known all the same to eligibility, ceilings and earmarks."""
    item = "panels (vetting)"
    said = (
        added("eligibility", donor="usa", institution="police", category="operations", item=item, allowed=True),
        added("ceilings", ceiling="least", scope=f"item:{item}", bound="max", y2026=1e6),
        added("earmarks", earmark="for_it", donor="usa", scope=f"item:{item}", bound="max", y2026=1e5),
    )
    assert errors(*sound(), *said) == []
    assert errors(*sound(vetting=2026), *said) == []
    (wrong,) = errors(*sound(), added("eligibility", donor="usa", institution="police", category="operations",
                                      item="panel (vetting)", allowed=True))
    assert wrong[0] == "item_unknown"


def test_a_case_without_the_base_year_or_with_odd_cells_is_told_and_does_not_fail() -> None:
    for change in (setting("base_year", None), setting("end_year", 2020), setting("tail_years", None)):
        assert isinstance(check_case(small_case(*sound(vetting=2026), change)), tuple)
    odd = small_case(programme("vetting", years="two", start="soon", kept=None),
                     added("programme_costs", programme="vetting", category="operations", item="x", year="a", amount="b"),
                     added("programme_effects", programme="vetting", kind="charm", on="x", gain="c", ramp=0))
    assert any(one.table == "programmes" for one in check_case(odd))


def test_what_is_planned_is_an_ordinary_case_that_both_forms_hold(tmp_path: Path) -> None:
    """A programme that goes on into the tail types the years after the end year, and says that they hold."""
    case = small_case(*sound(vetting=2028, academy=2030))
    made = expanded(case).case
    assert any(year > 2030 for year in made.tables["running_costs"].years)
    for place in ("folder", "book.xlsx"):
        write_case(made, tmp_path / place)
        again, warnings = read_case_with_warnings(tmp_path / place)
        assert again == made
        assert [one.code for one in warnings if one.code.startswith("year")] == []
        assert (project(again, {}).running == project(case, {}).running).all()
        write_case(case, tmp_path / f"typed_{place}")
        assert read_case(tmp_path / f"typed_{place}") == case


def test_years_after_the_end_year_hold_only_where_the_case_says_so(tmp_path: Path) -> None:
    level = added("threat_levels", need="crime", y2026=1.0, y2032=2.0)
    plain, typed = small_case(level), small_case(level, setting("tail_as_typed", True))
    for case, expected, codes in ((plain, 1.0, ["year_outside"]), (typed, 2.0, [])):
        need = project(case, {}).needs.need.sum(axis=1)[0]
        assert need[-1] / need[0] == pytest.approx(expected * 17 / 16)
        write_case(case, tmp_path / str(expected))
        found = [one.code for one in read_case_with_warnings(tmp_path / str(expected))[1] if one.table == "threat_levels"]
        assert found == codes


def test_a_scenario_starts_a_programme_later_and_one_that_breaks_a_rule_is_warned_of() -> None:
    def change(name: str, year: int | None) -> Change:
        return added("scenarios", scenario=name, order=1, table="programmes", key="academy", column="start",
                     operation="set", value=year)

    case = small_case(*sound(vetting=2026, academy=2027), change("late", 2029), change("early", 2026))
    prepared = Question(case, scenarios=("late",)).prepared
    (row,) = (row for row in prepared.records("running_costs") if row["item"] == "building (academy)")
    assert [year for year in range(2026, 2031) if row[str(year)]] == [2029]
    (broken,) = (one for one in check_case(case) if one.code == "scenario_breaks")
    assert broken.row == "early/1"
    with pytest.raises(CaseError, match="1 year must lie between"):
        plan(case, scenarios=("early",))


def test_a_cost_that_no_line_of_its_own_could_stand_for_is_told_planned_or_not() -> None:
    """Of one item in two currencies only one would be paid, and a running cost of the same name would be lost."""
    def cost(item: str, year: int, **more: Any) -> Change:
        row = {"programme": "vetting", "category": "operations", "item": item, "year": year, "amount": 1.0}
        return added("programme_costs", **row, **more)

    for start in ({}, {"vetting": 2026}):
        found = errors(
            *sound(**start), cost("cars", 1), cost("cars", 2, currency="USD"), cost("flats", 1, currency="EUR"),
            cost("rent", 1), added("running_costs", institution="police", category="operations", item="rent (vetting)",
                                   y2026=5.0),
        )
        assert {
            ("programme_cost_currency", "programme_costs", "vetting/operations/cars/2", "currency"),
            ("programme_cost_typed", "programme_costs", "vetting/operations/rent/1", "item"),
            ("unknown_currency", "programme_costs", "vetting/operations/flats/1", "currency"),
        } <= set(found)


def test_a_wrong_currency_of_a_cost_is_told_once_at_its_cell_planned_or_not() -> None:
    cost = added("programme_costs", programme="vetting", category="operations", item="flats", year=1, amount=1.0,
                 currency="USX")
    for start in ({}, {"vetting": 2026}):
        assert errors(*sound(**start), cost) == [
            ("unknown_currency", "programme_costs", "vetting/operations/flats/1", "currency")]


@pytest.mark.parametrize(("kind", "on", "gain", "code", "remedy"), [
    ("attrition", "constable", 3.0, "programme_gain",
     "Type at most 1, which takes all of it away. If 3 % is meant, type 0.03."),
    ("threat_level", "crime", 1.01, "programme_gain",
     "Type at most 1, which takes all of it away. If 1.01 % is meant, type 0.0101."),
    ("effect", "constable/crime", -1.5, "programme_gain",
     "Type at least -1, which takes all of it away. If -1.5 % is meant, type -0.015."),
    ("effect", "constable/crime", 3.0, "programme_gain_large",
     "If 3 % is meant, type 0.03; if it is meant as it stands, leave it."),
    ("attrition", "constable", 1.0, None, ""),
    ("effect", "constable/crime", 1.0, None, ""),
    ("training_places", "police", 200.0, None, ""),
])
def test_a_gain_that_takes_more_than_all_is_refused_whatever_the_ramp(
    kind: str, on: str, gain: float, code: str | None, remedy: str
) -> None:
    """A long ramp and nothing kept would leave the number in its bounds in every year of the plan."""
    for start in (None, 2026):
        case = small_case(
            edited("institutions", "police", training_places=900.0),
            programme("vetting", start=start, kept=0.0, assistance_years=2),
            added("programme_effects", programme="vetting", kind=kind, on=on, gain=gain, ramp=40))
        found = [one for one in check_case(case) if one.table == "programme_effects"]
        assert [(one.code, one.row, one.column, one.remedy) for one in found] == (
            [] if code is None else [(code, f"vetting/{kind}/{on}", "gain", remedy)])


def test_a_circle_of_the_order_is_told_without_starts_that_no_year_could_mend() -> None:
    case = small_case(
        programme("vetting", start=2026), programme("academy", start=2028),
        added("programme_order", programme="academy", rule="after", other="vetting"),
        added("programme_order", programme="vetting", rule="after", other="academy"))
    assert [one.code for one in check_case(case)] == ["programme_circle", "programme_circle"]


def test_a_long_list_of_programmes_is_checked_as_quickly_as_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows are looked at once for each table, not once for each row that programmes make; so are those they wait for."""
    keys, waits = Counter[str](), Counter[str]()
    key, before = expansion._key, checks._before
    monkeypatch.setattr(expansion, "_key", lambda table, row: keys.update([table]) or key(table, row))
    monkeypatch.setattr(checks, "_before", lambda known, one: waits.update([one]) or before(known, one))
    names = [f"reform_{n}" for n in range(150)]
    case = small_case(
        *(added("programmes", programme=name, name=name, institution="police", years=1, start=2026) for name in names),
        *(added("programme_costs", programme=name, category="operations", item="work", year=1, amount=1.0)
          for name in names),
        *(added("programme_order", programme=one, rule="after", other=other, lag=0)
          for n, one in enumerate(names) for other in names[max(0, n - 3):n]),
    )
    assert [one for one in check_case(case, try_scenarios=False) if one.severity is Severity.ERROR] == []
    assert keys["running_costs"] < 4 * len(names)
    assert max(waits.values()) == 1


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS if kind.scales and kind.column])
def test_a_number_that_cannot_be_read_is_not_told_to_be_zero_under_its_programme(tmp_path: Path, kind: str) -> None:
    """A number that is out of bounds is one error; what a programme makes of the blank in its place is none."""
    on, gain, _ = BY_HAND[kind]
    changed = KIND_NAMED[kind]
    case = reformed(kind, on, gain)
    write_case(case, tmp_path / "case")
    file = tmp_path / "case" / f"{changed.table}.csv"
    rows = list(csv.DictReader(file.read_text().splitlines()))
    for row in rows:
        if row[changed.column] and "/".join(row[part] for part in BY_NAME[changed.table].key) == on:
            row[changed.column] = "-7"
    with file.open("w", newline="") as out:
        lines = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        lines.writeheader()
        lines.writerows(rows)
    with pytest.raises(CaseError) as caught:
        read_case(tmp_path / "case")
    before = {(one.code, one.row) for one in check_case(case)}
    found = [(one.code, one.table, one.row, one.column) for one in caught.value.issues
             if one.code != "follows" and (one.code, one.row) not in before]
    assert found == [("out_of_bounds", changed.table, on, changed.column)]
