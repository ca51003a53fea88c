"""What settles the strength of a cadre: a rule about it alone that stands at what it asks."""

from __future__ import annotations

import pytest
from pipeline import tiny_case
from solve.test_several_payers import police_of

import rightfin
from rightfin.study.briefing.stated import Cause, Stated


def stated_of(pay: float, **rule: object) -> Stated:
    """Return what a case of two cadres states that serve alike; those of the north are paid ``pay``, the others 1,500."""
    cadre = {"institution": "army", "opening_strength": 3_000.0, "support": 500.0, "attrition": 0.1}
    found = rightfin.briefing(tiny_case(
        cadres=[{"cadre": name, "name": name.title(), "pay": paid, **cadre}
                for name, paid in (("north", pay), ("south", 1500.0))],
        effects=[{"cadre": name, "need": "war", "effect": 1.0} for name in ("north", "south")],
        rules=[{"rule": "from_the_north", "measure": "hires", "left": "cadre:north", "relation": "at_least",
                "coefficient": 0.25, "right": "cadre:north|south", "hard": True, **rule}],
    ), quick=True)
    assert found.stated is not None
    return found.stated


def test_a_rule_that_alone_makes_anybody_join_settles_the_number() -> None:
    found = stated_of(2500.0)
    assert [rule.name for rule in found.rules] == ["from_the_north"]
    assert found.causes["north"][2021] is Cause.RULE
    assert Cause.RULE not in found.causes["south"].values()


@pytest.mark.parametrize("rule", [{"coefficient": 0.0}, {"right": "cadre:south", "coefficient": 0.01}])
def test_a_rule_that_is_more_than_kept_does_not(rule: dict[str, object]) -> None:
    assert Cause.RULE not in stated_of(1000.0, **rule).causes["north"].values()


def test_rules_of_cost_say_nothing_of_people() -> None:
    cost = {"left": "category:pay", "relation": "at_most", "coefficient": 0.9, "right": "category:recurrent"}
    found = stated_of(2500.0, measure="cost", **cost)
    assert found.rules == ()


def test_a_package_and_a_transfer_are_one_choice_each() -> None:
    """Two posts from 2022 on, of which the region can pay all: no line for each cadre and bound."""
    found = rightfin.briefing(police_of(
        "juba",
        packages=[{"package": "post_8", "institution": "police", "need": "crime", "2022": 2.0}],
        settings={"end_year": 2023, "tail_years": 0},
        transfers=[{"transfer": "grant", "from": "government", "to": "juba", "2021": 1e6, "2023": 2e6}],
    ), quick=True)
    assert found.stated is not None
    (planned,) = found.stated.packages
    assert planned.numbers == {2021: 0.0, 2022: 2.0, 2023: 2.0}
    assert not found.stated.caps
    section = rightfin.page(found).section("choices")
    assert section is not None
    told = {line.label: line.text for line in section.lines}
    label = next(label for label in told if label.startswith("Package"))
    assert label == "Package: Police post of eight (Regional Police)"
    assert told[label].startswith("0 in 2021, 2 in 2023, wished for; all their people are there in ")
    assert told["Transfer (grant)"] == "The government gives Juba USD 1.00 million in 2021, USD 2.00 million in 2023."
    assert not any(label.startswith(("Cap: ", "Floor: ")) for label in told)
