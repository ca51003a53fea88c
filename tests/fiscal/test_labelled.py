"""Values over named axes: read by label as the array has them, never written to."""

from __future__ import annotations

import pickle
from dataclasses import dataclass, fields
from itertools import product
from typing import Annotated, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from pipeline import donor, tiny_case
from random_cases import random_case

from rightfin.fiscal.labelled import ByName, Labelled, axes_of
from rightfin.fiscal.parameters import Floats
from rightfin.fiscal.project import project
from rightfin.schema.switches import Switch

VALUES = arrays(np.float64, array_shapes(max_dims=3, max_side=4), elements=st.floats(-1e9, 1e9))


def labels_of(array: np.ndarray[Any, Any]) -> list[tuple[str, ...]]:
    return [tuple(f"{axis}{n}" for n in range(length)) for axis, length in enumerate(array.shape)]


@given(VALUES)
def test_a_value_is_read_by_its_labels(array: np.ndarray[Any, Any]) -> None:
    labels = labels_of(array)
    found = Labelled(array, *labels)
    assert len(found) == array.size
    for key, place in zip(product(*labels), np.ndindex(array.shape), strict=True):
        label = key if len(key) > 1 else key[0]
        assert found[label] == array[place]
        assert type(found[label]) is float
    assert list(found) == (list(product(*labels)) if array.ndim > 1 else list(labels[0]))


@given(VALUES, st.data())
def test_rows_come_in_the_order_that_is_asked_for(array: np.ndarray[Any, Any], data: st.DataObject) -> None:
    labels = labels_of(array)
    places = data.draw(st.lists(st.integers(0, len(array) - 1), max_size=6))
    found = Labelled(array, *labels).rows(labels[0][place] for place in places)
    np.testing.assert_array_equal(found, array[np.array(places, np.int64)])
    assert Labelled(array, *labels).places(labels[0][place] for place in places) == places


def test_nothing_can_be_written() -> None:
    found: Any = Labelled(np.zeros(2), ("a", "b"))
    with pytest.raises(TypeError):
        found["a"] = 1.0
    with pytest.raises(TypeError):
        found.values_by_label["a"] = 1.0
    given_ = {"a": 1.0}
    sparse = Labelled(given_, ("a", "b"))
    assert sparse["a"] == 1.0
    given_["a"] = 2.0
    assert sparse["a"] == 1.0


def test_an_entry_that_does_not_exist_is_an_error() -> None:
    found = Labelled({("a", "x"): 1.0}, ("a", "b"), ("x",))
    assert ("b", "x") not in found
    with pytest.raises(KeyError):
        found["b", "x"]
    with pytest.raises(KeyError):
        Labelled(np.zeros(1), ("a",)).rows(["b"])
    with pytest.raises(TypeError, match="no rows"):
        found.rows(["a"])


def test_an_array_of_another_length_than_its_axes_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        Labelled(np.zeros(3), ("a", "b"))["a"]


@pytest.mark.parametrize("off", ["", *Switch])
@pytest.mark.parametrize("seed", range(6))
def test_arrays_of_a_case_have_the_axes_that_their_fields_name(seed: int, off: str) -> None:
    parameters = project(random_case(seed), {off: False} if off else {})
    for part in (parameters.fiscal, parameters.people, parameters.equipment, parameters.needs, parameters.donors,
                 parameters.handovers, parameters):
        for entry in fields(part):
            value, axes = getattr(part, entry.name), axes_of(type(part)).get(entry.name)
            if isinstance(value, np.ndarray):
                assert axes, f"{entry.name} names no axes"
                assert value.shape == tuple(map(len, getattr(parameters.by_name, entry.name).labels))
            elif axes and value is not None:
                known = getattr(parameters.by_name, entry.name).labels
                for label in value:
                    for one, names in zip(label if isinstance(label, tuple) else (label,), known, strict=True):
                        assert one in names, entry.name


def test_parameters_are_read_by_name_and_go_to_other_processes() -> None:
    parameters = project(tiny_case(**donor(5.0)), {})
    year = parameters.horizon.years[1]
    assert parameters.by_name.pay["soldier", year] == parameters.people.pay[0, 1]
    assert parameters.by_name.revenue[parameters.horizon.base] == parameters.fiscal.revenue[0]
    assert parameters.by_name.entry["soldier"] is True
    assert len(parameters.by_name.wage_ceiling) == 0
    again = pickle.loads(pickle.dumps(parameters))
    assert dict(again.by_name.pay) == dict(parameters.by_name.pay)
    assert not hasattr(parameters.by_name, "payment")


@dataclass(frozen=True)
class Danger:
    """A part that nothing else knows."""

    hazard: Annotated[Floats, "cadre", "year"]
    limit: Annotated[Floats | None, "year"] = None
    name: str = "danger"


def test_a_field_that_names_its_axes_is_there_by_name() -> None:
    found = ByName((Danger(np.array([[0.25, 0.5]])),), {"cadre": ("soldier",), "year": (2021, 2022)})
    assert dict(found.hazard) == {("soldier", 2021): 0.25, ("soldier", 2022): 0.5}
    assert found.hazard is found.hazard
    assert len(found.limit) == 0
    assert not hasattr(found, "name")


def test_two_fields_of_one_name_are_an_error() -> None:
    danger = Danger(np.zeros((0, 0)))
    with pytest.raises(TypeError, match="called hazard"):
        ByName((danger, danger), {})
