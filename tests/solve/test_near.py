"""Good calendars that are found quickly, against the search that proves."""

from __future__ import annotations

from time import monotonic

import numpy as np
import pytest
from real_calendars import reform_case

from rightfin import Question
from rightfin.lp.calendars.reach import reach
from rightfin.progress import Steps
from rightfin.solve.allowed import allowed_calendar
from rightfin.solve.calendars import CalendarSearch
from rightfin.solve.near import NearCalendars
from rightfin.study.starts.reform import Reform


@pytest.mark.parametrize("seed", range(6))
def test_a_calendar_found_quickly_lies_between_its_bound_and_the_one_known(seed: int) -> None:
    """Of the first level, before which nothing is held."""
    reform = Reform(Question.of(reform_case(seed, programmes=4)))
    known = allowed_calendar(reform.states, reform.rows, {})
    assert known is not None
    search = CalendarSearch(reform.variants(), reform.states, reform.rows, known, Steps(None, 0))
    best = search.run(30.0).levels[0]
    whole = search.model.whole(reach(search.touched, {}))
    objective = whole.objectives[best.name]
    near = NearCalendars(whole, reform.states, reform.rows)
    found = near.search(objective, known, gap=1e-7, until=monotonic() + 30.0)
    assert found.columns is not None
    assert reform.is_allowed(whole.calendar(found.columns))
    assert found.bound - 1e-7 <= best.value / objective.scale <= found.value + 1e-7
    at_once = near.search(objective, known, gap=1e-7, until=monotonic())
    assert at_once.columns is None
    assert at_once.bound == -np.inf
    assert near.search(objective, known, gap=1e-7, until=monotonic() + 30.0).value == pytest.approx(found.value, abs=1e-7)
