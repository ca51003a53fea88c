"""Where limits are typed: a value that is carried on is where it is typed, one that changes over time in that table."""

from __future__ import annotations

import pytest
from small_case import added, edited, small_case

from rightfin.case import Case
from rightfin.result.typed_at import TypedAt, typed_at


def case() -> Case:
    return small_case(
        edited("institutions", "police", training_places=900.0),
        added("over_time", table="institutions", row="police", column="training_places", y2028=1_000.0),
        added("targets", target="many", measure="strength", group="all", hard=True, y2027=30_000.0),
        added("demobilisation", institution="army", y2026=0.1),
        added("strength_limits", cadre="judge", bound="min", hard=True, y2026=250.0, y2029=260.0),
    )


@pytest.mark.parametrize(("label", "place"), [
    (("minimum_strength", ("judge", 2026)), ("strength_limits", "judge/min", "2026")),
    (("minimum_strength", ("judge", 2028)), ("strength_limits", "judge/min", "2026")),
    (("minimum_strength", ("judge", 2033)), ("strength_limits", "judge/min", "2029")),
    (("minimum_strength", ("constable", 2028)), ("cadres", "constable", "min_strength")),
    (("maximum_strength", ("soldier", 2028)), ("strength_limits", "soldier/max", "2027")),
    (("target", ("many", 2029)), ("targets", "many", "2027")),
    (("rule", ("women", 2029)), ("rules", "women", "coefficient")),
    (("training", ("police", 2026)), ("institutions", "police", "training_places")),
    (("training", ("police", 2029)), ("over_time", "institutions/police/training_places", "2028")),
    (("pipeline", ("police",)), ("institutions", "police", "pipeline")),
    (("promotion_rate", ("constable", "sergeant", 2027)), ("promotions", "constable/sergeant", "max_rate")),
    (("exit_rate", ("soldier", 2028)), ("demobilisation", "army", "2026")),
    (("flow", ("judge", 2026)), ("cadres", "judge", "opening_strength")),
    (("flow", ("judge", 2027)), ("cadres", "judge", "attrition")),
    (("ceiling", ("government", 2028)), ("macro", "security_share", "2026")),
    (("no_cliff", ("government", 2028)), ("macro", "max_step_share", "2026")),
    (("absorption", ("vehicle", 2028)), ("assets", "vehicle", "max_purchase")),
    (("co_financing", ("eu", 2028)), ("donors", "eu", "match_base")),
])
def test_each_limit_is_found_where_it_is_typed(label: tuple[str, tuple[object, ...]], place: tuple[str, str, str]) -> None:
    assert typed_at(label, case()) == TypedAt(*place)


def test_a_sum_is_typed_nowhere() -> None:
    assert typed_at(("balance", ("police", 2028)), case()) is None
    assert TypedAt("strength_limits", "judge/min", "2026").told() == "strength_limits, row judge/min, column 2026"
