"""Starts that are decided, against every calendar planned by itself."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest
from real_calendars import is_better, planned, reform_case

from rightfin import Question
from rightfin.case.programmes.choices import broken, calendars
from rightfin.study.starts.decided import decided_programmes

SEEDS = range(100) if os.environ.get("RIGHTFIN_EXPLORE") else range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_calendar_is_better_than_the_one_decided(seed: int) -> None:
    programmes = 2 + seed % 5
    case = reform_case(seed, programmes=programmes, most=200 if len(SEEDS) > 8 else 30)
    found = decided_programmes(case, within=120.0, reasons=False)
    assert found.proven, (found.search, found.doubts)
    assert not broken(case, found.starts)
    question = Question.of(case)
    mine = planned(replace(question, starts=dict(found.starts)))
    for calendar in calendars(case):
        other = planned(replace(question, starts=calendar))
        assert not is_better(other, mine, question), (calendar, found.starts, other, mine)
