"""What is known about levels: it is complete, in order, true of the sums, and a name of none is an error."""

from __future__ import annotations

import inspect

import pytest
from golden_case import golden_case
from pipeline import tiny_case
from reads import Reads

from rightfin.fiscal.project import project
from rightfin.lp import objectives
from rightfin.lp.assembly import Assembly
from rightfin.lp.inputs import Inputs
from rightfin.lp.kinds import Decision, Unit
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import LAST, OBJECTIVES, Objective, natural_sizes, objective_named
from rightfin.lp.reduce import LATE
from rightfin.lp.rules import DECISION, DECISIONS
from rightfin.lp.scales import Scales
from rightfin.schema import BY_NAME
from rightfin.solve.order import LEVELS, step_of
from rightfin.solve.policy import Stage
from rightfin.solve.stages import HOLDABLE, Stages
from rightfin.study.rank import ORDER


def inputs() -> Inputs:
    parameters = project(golden_case(), {})
    return Inputs(parameters, layout_of(parameters))


def of(attribute: str) -> list[str]:
    return [objective.name for objective in OBJECTIVES if getattr(objective, attribute)]


def test_levels_stand_in_their_order_and_only_the_last_is_not_held() -> None:
    places = [objective.place for objective in OBJECTIVES]
    assert places == sorted(places)
    assert [objective.name for objective in OBJECTIVES if not objective.held] == [OBJECTIVES[-1].name] == sorted(LATE)
    assert OBJECTIVES[-1].place == LAST
    assert tuple(objective.name for objective in OBJECTIVES[:-1]) == HOLDABLE


def test_levels_rank_down_to_needs_and_save_from_there_to_the_last() -> None:
    down_to_needs = ["obligations", "unfunded", "arrears", "uncleared", "limits", "sustained", "glide", "needs"]
    assert of("ranks") == list(ORDER) == down_to_needs
    assert [*of("ranks"), *of("saves"), OBJECTIVES[-1].name] == [objective.name for objective in OBJECTIVES]


def test_what_the_settings_let_a_case_save_are_levels_that_save() -> None:
    choices = next(entry.choices for entry in BY_NAME["settings"].entries if entry.name == "secondary_objective")
    assert choices
    assert set(choices) <= set(of("saves"))


def test_every_sum_is_a_level() -> None:
    sums = {
        name for name, function in inspect.getmembers(objectives, inspect.isfunction)
        if function.__module__ == objectives.__name__ and list(inspect.signature(function).parameters) == ["m", "d"]
    }
    left_out = sums - {objective.rule.__name__ for objective in OBJECTIVES}
    assert not left_out, f"OBJECTIVES in lp/objectives.py lacks {sorted(left_out)}"


@pytest.fixture(scope="module")
def counted() -> set[str]:
    """Kinds of decisions that some level reads."""
    reads = Reads(inputs())
    for objective in OBJECTIVES:
        objective.rule(reads.decisions, reads.inputs)
    return reads.kinds


@pytest.mark.parametrize("decision", DECISIONS, ids=lambda decision: decision.name)
def test_a_decision_is_counted_by_a_level_or_says_why_it_is_not(decision: Decision, counted: set[str]) -> None:
    if decision.name in counted:
        assert not decision.uncounted, f"{decision.name} is counted by a level and says that it is not"
    else:
        assert decision.uncounted.endswith("."), (
            f"{decision.name} is in no level of lp/objectives.py and does not say why, as Decision.uncounted")


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.name)
def test_a_level_of_money_counts_money_and_no_other_does(objective: Objective) -> None:
    reads = Reads(inputs())
    objective.rule(reads.decisions, reads.inputs)
    assert reads.kinds, "the golden case has nothing that this level counts"
    assert any(DECISION[kind].is_money for kind in reads.kinds) == (objective.unit is Unit.MONEY)


def test_money_is_scaled_by_the_size_of_the_case_and_nothing_else_is() -> None:
    """With all money of a case 1024 times as large, levels of money are scaled by 1024 times as much."""
    small, large = (Scales(Inputs(p, layout_of(p))) for p in (project(tiny_case(macro=[
        {"series": "gdp", "2020": size}, {"series": "real_growth", "2021": 0.0}, {"series": "deflator_growth", "2021": 0.0},
        {"series": "revenue_ratio", "2021": 0.25}, {"series": "security_share", "2021": 0.2},
    ]), {}) for size in (1e9, 1024e9)))
    for objective in OBJECTIVES:
        grows = large.of_objective(objective.name) / small.of_objective(objective.name)
        assert grows == (1024.0 if objective.unit is Unit.MONEY else 1.0), objective.name


def test_each_level_has_a_natural_size() -> None:
    sizes = natural_sizes(project(golden_case(), {}))
    assert list(sizes) == [objective.name for objective in OBJECTIVES]
    assert min(sizes.values()) > 0.0


def test_a_name_of_no_level_is_an_error() -> None:
    assert objective_named("needs").title == "Unmet needs and broken rules"
    with pytest.raises(ValueError, match="there is no level need: the levels are obligations"):
        objective_named("need")
    with pytest.raises(ValueError, match="there is no level need"):
        Scales(inputs()).of_objective("need")


def test_what_is_no_level_or_never_held_cannot_be_held() -> None:
    stages = Stages(Assembly(inputs()).program)
    with pytest.raises(ValueError, match="there is no level arrear:"):
        stages.hold(Stage.PAY, {"arrear": 0.0})
    with pytest.raises(ValueError, match="churn is a level that no later one holds"):
        stages.hold(Stage.PAY, {"churn": 0.0})


@pytest.mark.parametrize("objective", OBJECTIVES, ids=lambda objective: objective.name)
def test_progress_has_words_for_each_level(objective: Objective) -> None:
    assert LEVELS[step_of(objective.place, objective.name) - 1][-1]


def test_a_level_that_no_step_solves_is_an_error() -> None:
    with pytest.raises(ValueError, match="no step solves the level 2 churn"):
        step_of("2", "churn")
