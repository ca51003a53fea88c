"""The peers of the benchmark solve the same model: on the small generated case they reach the levels of rightfin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from pipeline import levels_only, tiny_case

from rightfin.case import Case
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.project import project
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.objectives import natural_sizes

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
PEERS = ("peer_pyomo", "peer_linopy", "peer_poi")


def peer(name: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return the module of a peer; linopy comes with the tools of developers."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    return import_module(name)


@pytest.fixture(scope="module")
def case() -> Case:
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(BENCHMARKS)
        generate = import_module("generate")
    found: Case = generate.generated(generate.SIZES["small"])
    return found


@pytest.fixture(scope="module")
def parameters(case: Case) -> Parameters:
    return project(case, {})


@pytest.fixture(scope="module")
def levels(case: Case) -> Mapping[str, float]:
    return levels_only(case, reduced=True)


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_reaches_the_levels_of_rightfin(
    name: str, parameters: Parameters, levels: Mapping[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    full = Inputs(parameters, layout_of(parameters, reduced=False))
    found = peer(name, monkeypatch).run(parameters, full)
    reached = {f"{order} {level}": value for order, level, value in found.levels}
    sizes = {f"{order} {level}": natural_sizes(parameters)[level] for order, level, _ in found.levels}
    assert reached.keys() == levels.keys()
    wrong = {
        key: (value, levels[key]) for key, value in reached.items()
        if abs(value - levels[key]) > 1e-5 * max(abs(levels[key]), sizes[key])
    }
    assert not wrong
    assert 0.0 < found.highs_seconds < found.solve_seconds


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_refuses_the_reduced_model(name: str, parameters: Parameters, monkeypatch: pytest.MonkeyPatch) -> None:
    reduced = Inputs(parameters, layout_of(parameters))
    with pytest.raises(ValueError, match="full model"):
        peer(name, monkeypatch).run(parameters, reduced)


def test_linopy_refuses_rows_that_it_does_not_write(parameters: Parameters, monkeypatch: pytest.MonkeyPatch) -> None:
    saving = replace(parameters, policy=replace(parameters.policy, reserve_allowed=True))
    with pytest.raises(NotImplementedError, match="reserve"):
        peer("peer_linopy", monkeypatch).run(saving, Inputs(saving, layout_of(saving, reduced=False)))


@pytest.mark.parametrize("change", [
    {"retires": {("constable", 2020, 2022): 0.1}}, {"severance_due": {("police", 2021, 2022): 1.0}},
])
def test_linopy_refuses_people_who_leave_in_ways_that_it_does_not_write(
    change: dict[str, Any], parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaving = replace(parameters, departures=replace(parameters.departures, **change))
    with pytest.raises(NotImplementedError, match="retirements"):
        peer("peer_linopy", monkeypatch).run(leaving, Inputs(leaving, layout_of(leaving, reduced=False)))


def test_the_benchmark_of_audits_asks_as_audits_are_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    audits = peer("audits", monkeypatch)
    monkeypatch.setattr(audits, "cases", lambda count: iter([("demo", tiny_case())]))
    monkeypatch.setattr(audits, "SOLVERS", ("highs",))
    assert audits.main(0) == 0
    assert "agrees" in capsys.readouterr().out
