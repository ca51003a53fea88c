"""Packages in a case: the rows that they stand for, and what is said where they cannot be told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pipeline import Row, levels_only, macro, solved, tiny_case
from small_case import added, edited, setting, small_case

from rightfin import CaseError, Question, WhatIf, packages, read_case, write_case
from rightfin.case import Case
from rightfin.case.checks import check_case
from rightfin.case.packages import expansion
from rightfin.case.packages.expansion import MOST_PACKAGES, expanded
from rightfin.fiscal.project import project
from rightfin.schema import BY_NAME

RISE = 1.02**8
"""From the prices of the library, of 2012, to those of 2020."""
YEARS = range(2021, 2027)
POST: Row = {"package": "post_8", "institution": "army", "2022": 1.0, "2024": 2.0}


def with_posts(**more: object) -> Case:
    """A tiny case with one police post in 2022 and two from 2024 on, and money enough."""
    return tiny_case(macro=macro(90.0), packages=[{**POST, **more}])


def by_hand() -> Case:
    """The same, each row typed."""

    def cadre(
        name: str, title: str, pay: float, support: float, training: float, wash_out: float, attrition: float
    ) -> Row:
        return {
            "cadre": f"post_8_army_{name}", "institution": "army", "name": title, "opening_strength": 0.0,
            "pay": pay * RISE, "support": support * RISE, "training_cost": training * RISE,
            "training_lead": int(name == "constables"),
            "wash_out": wash_out, "attrition": attrition, "real_pay_growth": 0.01, "severance": pay * RISE,
            "pension_share": 0.4, "retiring_share": 0.3, "pension_exit": 0.05, "unsupported_effect": 0.35,
            "support_floor": 1.0,
        }

    def asset(name: str, title: str, price: float, life: float, upkeep: float) -> Row:
        return {"asset": f"post_8_army_{name}", "institution": "army", "name": title, "opening_stock": 0.0,
                "price": price * RISE, "life": life, "upkeep": upkeep}

    bare = tiny_case(macro=macro(90.0))
    posts = {2021: 0, 2022: 1, 2023: 1, 2024: 2, 2025: 2, 2026: 2}
    people = {"sergeants": 1, "constables": 7}
    units = {"building": 1, "motorcycles": 3, "radios": 4}
    return bare.replace({
        "cadres": [
            *bare.records("cadres"), cadre("sergeants", "Post sergeants", 2900.0, 800.0, 1200.0, 0.03, 0.05),
            cadre("constables", "Post constables", 1872.0, 600.0, 1800.0, 0.06, 0.07),
        ],
        "strength_limits": [
            {"cadre": f"post_8_army_{name}", "bound": bound, **{str(year): float(n * each) for year, n in posts.items()}}
            for name, each in people.items() for bound in ("min", "max")
        ],
        "effects": [
            *bare.records("effects"), {"cadre": "post_8_army_sergeants", "need": "war", "effect": 1.1},
            {"cadre": "post_8_army_constables", "need": "war", "effect": 1.0},
        ],
        "assets": [
            asset("building", "Post buildings", 30_000.0, 30.0, 0.03),
            asset("motorcycles", "Motorcycles of the post", 2500.0, 5.0, 0.2),
            asset("radios", "Radios of the post", 900.0, 7.0, 0.1),
        ],
        "equipment": [
            {"asset": f"post_8_army_{name}", "cadre": f"post_8_army_{user}", "units_per_head": n / 8.0}
            for name, n in units.items() for user in people
        ],
        "running_costs": [{
            "institution": "army", "category": "operations", "item": "upkeep of a post (post_8)", "2020": 0.0,
            **{str(year): n * 1500.0 * RISE for year, n in posts.items()},
        }],
    })


def rows(case: Case, table: str) -> list[Row]:
    """Rows without what only people read; a blank or the one thing that it stands for are the same."""
    kept = [{name: value for name, value in row.items() if name not in ("source", "note") and value is not None}
            for row in case.records(table)]
    return [row | ({"hard": False, "form": "value"} if table == "strength_limits" else {}) for row in kept]


def test_packages_are_their_parts_typed_by_hand() -> None:
    made, typed = expanded(with_posts()).case, by_hand()
    for table in made.tables:
        assert rows(made, table) == [pytest.approx(row) for row in rows(typed, table)], table
    assert levels_only(with_posts()) == pytest.approx(levels_only(typed), rel=1e-9, abs=1e-9)


def test_with_money_enough_as_many_are_there_as_the_case_says_and_no_more() -> None:
    found = solved(Question(with_posts()).prepared)
    constables = found.by_year("strength", "strength", cadre="post_8_army_constables")
    assert constables == pytest.approx({2021: 0.0, 2022: 7.0, 2023: 7.0, 2024: 14.0, 2025: 14.0, 2026: 14.0}, abs=1e-4)
    stations = found.by_year("assets", "stock", asset="post_8_army_building")
    assert stations[2022] >= 1.0 - 1e-4
    assert stations[2026] >= 2.0 - 1e-4
    cost = found.by_year("lines", "cost", item="upkeep of a post (post_8)")
    assert cost[2026] == pytest.approx(2 * 1500.0 * RISE)


def test_where_pay_is_short_posts_give_way_before_anybody_goes_unpaid() -> None:
    """Soldiers who cannot be dismissed cost more than there is: nobody is hired for posts; their running costs are due."""
    poor = solved(Question(tiny_case(macro=macro(2.0), packages=[POST])).prepared)
    constables = poor.by_year("strength", "strength", cadre="post_8_army_constables")
    assert max(constables.values()) == pytest.approx(0.0, abs=1e-4)


def test_every_row_says_which_package_it_stands_for() -> None:
    expansion = expanded(with_posts())
    assert set(expansion.made.values()) == {("packages", "post_8/army")}
    for table in ("assets", "equipment", "strength_limits", "running_costs"):
        for row in expansion.case.records(table):
            assert str(row["source"]).startswith("package post_8: assumption")
            assert row["note"] == "Stands for the row post_8/army of the table packages."
    constables = next(row for row in expansion.case.records("cadres") if row["cadre"] == "post_8_army_constables")
    assert "The Atlantic" in str(constables["source"])


def test_a_case_without_packages_is_itself_and_one_with_them_has_none_when_planned() -> None:
    bare = tiny_case()
    assert expanded(bare).case is bare
    none = tiny_case(packages=[{**POST, "2022": 0.0, "2024": None}])
    assert expanded(none).case == bare
    made = expanded(with_posts()).case
    assert made.records("packages") == []
    assert expanded(made).case is made


def test_the_projection_sees_packages_whoever_asks() -> None:
    case = with_posts()
    assert project(case, {}).people.cadres == project(expanded(case).case, {}).people.cadres


def test_like_takes_the_figures_of_the_case_with_all_that_changes_them() -> None:
    case = small_case(
        added("packages", package="station_30", institution="police", like="constables=constable|cars=vehicle|clerks=clerk",
              need="crime", y2027=2.0),
        edited("cadres", "constable", pay=None, real_pay_growth=0.01, tags="street", min_strength=300.0),
        added("pay_parts", cadre="constable", part="basic", kind="base", amount=50_000.0),
        added("over_time", table="pay_parts", row="constable/basic", column="amount", form="growth", y2026=0.0),
        added("over_time", table="effects", row="constable/crime", column="effect", y2026=1.5),
        added("over_time", table="assets", row="vehicle", column="price", y2027=40_000.0),
        added("justice_stages", stage="inquiry", name="Inquiry", order=1),
        added("justice_staff", stage="inquiry", cadre="constable", throughput=30.0),
        added("over_time", table="justice_staff", row="inquiry/constable", column="throughput", y2027=40.0),
    )
    made = expanded(case).case
    cadre = {row["cadre"]: row for row in made.records("cadres")}
    constables = cadre["station_30_police_constables"]
    assert (constables["support"], constables["tags"], constables["training_lead"]) == (30_000.0, "street", 1)
    assert (constables["opening_strength"], constables["min_strength"], constables["entry"]) == (0.0, None, None)
    assert constables["source"] == "package station_30: as constable"
    assert cadre["station_30_police_clerks"]["overhead_ratio"] == 0.0
    assert cadre["station_30_police_inspectors"]["pay"] == pytest.approx(4200.0 * 1.02**13)
    assert cadre["station_30_police_inspectors"]["pay_currency"] == "USD"
    parts = {(row["cadre"], row["part"]): row["amount"] for row in made.records("pay_parts")}
    assert parts["station_30_police_constables", "basic"] == 50_000.0
    changed = {(row["table"], row["row"]) for row in made.records("over_time")}
    assert {("pay_parts", "station_30_police_constables/basic"), ("effects", "station_30_police_constables/crime"),
            ("assets", "station_30_police_cars"), ("justice_staff", "inquiry/station_30_police_constables")} <= changed
    posts = {row["cadre"]: row["throughput"] for row in made.records("justice_staff")}
    assert posts == {"constable": 30.0, "station_30_police_constables": 30.0}
    cars = next(row for row in made.records("assets") if row["asset"] == "station_30_police_cars")
    assert (cars["price"], cars["life"], cars["opening_stock"], cars["max_purchase"]) == (30_000.0, 8.0, 0.0, None)
    assert [issue for issue in check_case(case) if issue.severity == "error"] == []


def test_a_row_that_is_typed_holds_in_place_of_the_one_of_the_package() -> None:
    radios: Row = {"asset": "post_8_army_radios", "institution": "army", "name": "Ours", "opening_stock": 3.0,
                   "price": 100.0, "life": 5.0}
    expansion = expanded(tiny_case(packages=[POST], assets=[radios]))
    (kept,) = (row for row in expansion.case.records("assets") if row["asset"] == "post_8_army_radios")
    assert (kept["name"], kept["price"]) == ("Ours", 100.0)
    assert ("assets", "post_8_army_radios") not in expansion.made


def test_money_of_a_third_currency_comes_in_at_the_rate_of_the_base_year() -> None:
    package = added("packages", package="post_8", institution="police", need="crime", y2027=1.0)
    changes = setting("foreign_currency", "EUR"), package
    case = small_case(*changes, added("macro", series="exchange_rate:USD", y2025=70.0))
    radios = next(row for row in expanded(case).case.records("assets") if row["asset"] == "post_8_police_radios")
    assert radios["price"] == pytest.approx(900.0 * 1.02**13 * 70.0)
    assert radios["currency"] is None
    (unknown,) = expanded(small_case(*changes)).issues
    assert str(unknown) == (
        "packages, row post_8/police, column package: post_8 is priced in USD, and the case knows AFN and EUR only. Type "
        "the series exchange_rate:USD in macro, or USD as foreign_currency in settings."
    )


def test_a_rate_that_starts_with_the_plan_is_that_of_the_base_year() -> None:
    package = added("packages", package="post_8", institution="police", need="crime", y2027=1.0)
    case = small_case(setting("foreign_currency", "EUR"), package, added("macro", series="exchange_rate:USD", y2026=70.0))
    assert expanded(case).issues == ()
    radios = next(row for row in expanded(case).case.records("assets") if row["asset"] == "post_8_police_radios")
    assert radios["price"] == pytest.approx(900.0 * 1.02**13 * 70.0)


def many(rows: int) -> Case:
    """A tiny case with police posts in as many institutions."""
    names = [f"i{n}" for n in range(rows)]
    bare = tiny_case()
    return bare.replace({
        "institutions": [*bare.records("institutions"), *({"institution": name, "name": name, "sector": "interior"}
                                                          for name in names)],
        "packages": [{**POST, "institution": name} for name in names],
    })


def test_rows_are_looked_at_once_however_many_packages_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, key = list[str](), expansion._key
    monkeypatch.setattr(expansion, "_key", lambda table, row: keys.append(key(table, row)) or keys[-1])
    case = many(20)
    made = len(expanded(case).made)
    assert made > 300
    assert len(keys) <= made + sum(len(table.rows) for table in case.tables.values())


def test_there_is_an_end_to_the_number_of_packages() -> None:
    found = expanded(many(MOST_PACKAGES + 1))
    assert [issue.code for issue in found.issues] == ["too_many_packages"]
    assert "too_many_packages" in [issue.code for issue in check_case(many(MOST_PACKAGES + 1), try_scenarios=False)]
    assert not found.made
    assert not found.case.records("packages")


@pytest.mark.parametrize(("row", "column", "message"), [
    ({"package": "station_3"}, "package", "There is no package station_3. Did you mean station_30?"),
    ({"need": None}, "need", "Nothing says which need sergeants, constables of post_8 serve. Type one of: crime, war; or "
                             "say in like whom they are like."),
    ({"like": "constables"}, "like", "constables does not say which is like which. Write pairs joined by |, each part "
                                     "once, such as sergeants=a_cadre_of_the_case."),
    ({"like": "constable=constable"}, "like", "post_8 has no constable. Did you mean constables?"),
    ({"like": "constables=constabel"}, "like", "There is no constabel in the table cadres. Did you mean constable?"),
    ({"like": "building=constable"}, "like", "There is no constable in the table assets. Type one of: vehicle."),
    ({"institution": "polcie"}, "institution", "There is no polcie in the table institutions. Did you mean police?"),
    ({"need": "crim"}, "need", "There is no crim in the table needs. Did you mean crime?"),
])
def test_what_cannot_be_told_is_said_in_a_sentence(row: Row, column: str, message: str) -> None:
    stated = {"package": "post_8", "institution": "police", "need": "crime", "y2027": 1.0, **row}
    case = small_case(added("packages", **stated))
    found = [issue for issue in check_case(case, try_scenarios=False) if issue.severity == "error"]
    assert [(issue.table, issue.column) for issue in found] == [("packages", column)]
    assert f"{found[0].message} {found[0].remedy}" == message
    with pytest.raises(CaseError):
        _ = Question(case).prepared


def test_what_is_wrong_with_a_row_of_a_package_is_said_of_the_package(tmp_path: Path) -> None:
    case = small_case(
        added("packages", package="post_8", institution="police", need="crime", like="sergeants=sergeant", y2027=1.0),
        edited("cadres", "sergeant", pay=-1.0),
    )
    issues = [issue for issue in check_case(case, try_scenarios=False) if issue.table == "packages"]
    assert [issue.row for issue in issues] == ["post_8/police"]
    assert issues[0].message.startswith(
        "In what it stands for (cadres, row post_8_police_sergeants, column pay): -1 is below the least allowed value 0."
    )
    good = small_case(added("packages", package="post_8", institution="police", need="crime", y2027=1.0))
    write_case(good, tmp_path / "case")
    assert read_case(tmp_path / "case") == good
    file = tmp_path / "case/packages.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("post_8", "post_9"), encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        read_case(tmp_path / "case")
    (issue,) = refused.value.issues
    assert issue.cell == "packages.csv line 2"
    assert issue.message == "There is no package post_9."


def test_the_help_names_parts_that_a_package_has() -> None:
    (column,) = (one for one in BY_NAME["packages"].columns if one.name == "like")
    named = re.findall(r"(\w+)=", column.help)
    assert named
    assert any(set(named) <= {*package.cadres, *package.assets} for package in packages())


@pytest.mark.parametrize(("row", "army", "warned"), [
    ({"2021": 2.0, "2022": 2.0}, {}, "2021"),
    ({"2021": None, "2022": 2.0}, {}, None),
    ({"2021": 1.0}, {"pipeline": 7.0}, None),
    ({"2021": 1.0}, {"pipeline": 6.0}, "2021"),
])
def test_a_package_that_is_planned_before_its_people_are_trained_is_asked_about(
    row: Row, army: Row, warned: str | None
) -> None:
    """Constables train for a year, so that they can be there in the second year planned, sergeants in the first."""
    institution: Row = {"institution": "army", "name": "Army", "sector": "defence", **army}
    case = tiny_case(packages=[{"package": "post_8", "institution": "army", **row}], institutions=[institution])
    found = [issue for issue in check_case(case) if issue.code == "package_before_training"]
    assert [(issue.row, issue.column) for issue in found] == ([("post_8/army", warned)] if warned else [])
    if found:
        assert found[0].message == (
            "post_8 is planned for 2021, but its people are in training then: Post constables can be there from 2022 on. "
            "It stands without them until then, while its running costs are due.")


def test_a_scenario_changes_the_number_and_a_bad_one_is_warned_of() -> None:
    rows_of_scenario: list[Row] = [
        {"scenario": "more", "order": 1, "table": "packages", "key": "post_8/army", "column": "*", "operation": "multiply",
         "value": 3.0},
        {"scenario": "lost", "order": 1, "table": "packages", "key": "post_8/army", "column": "like", "operation": "set",
         "value": "constables=nobody"},
    ]
    case = tiny_case(macro=macro(90.0), packages=[POST], scenarios=rows_of_scenario)
    prepared = Question(case, scenarios=("more",)).prepared
    limits = {(row["cadre"], row["bound"]): row for row in prepared.records("strength_limits")}
    assert limits["post_8_army_constables", "min"]["2024"] == 42.0
    broken = [issue for issue in check_case(case) if issue.code == "scenario_breaks"]
    assert [issue.row for issue in broken] == ["lost/1"]
    assert "There is no nobody in the table cadres." in broken[0].message


def test_live_models_answer_for_packages_by_the_rows_that_they_stand_for() -> None:
    """The number itself is no cell of the case that is planned, and that is said, not passed over."""
    live = WhatIf(with_posts())
    cells = [("strength_limits", ("post_8_army_constables", bound), "2026", 21.0) for bound in ("min", "max")]
    glance = live.ask(cells)
    assert glance is not None
    with pytest.raises(CaseError, match=r"packages has no row post_8/army. In what is planned packages are the rows"):
        live.ask([("packages", ("post_8", "army"), "2026", 3.0)])
