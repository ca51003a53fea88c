"""The process of another solver: what becomes of a request when it ends by itself."""

from __future__ import annotations

import os
import signal

import pytest
from pipeline import tiny_case

from rightfin.question import Question
from rightfin.solve.control import NEVER
from rightfin.solve.outside import Outside, OutsideError


def test_a_process_that_was_ended_while_the_plan_was_made_is_told_as_what_it_is() -> None:
    """Where memory runs out, the system ends it between two requests."""
    with Outside(Question.of(tiny_case()).parameters, "highs", NEVER) as outside:
        outside.ready()
        process = outside._process
        assert process.pid is not None
        os.kill(process.pid, signal.SIGTERM)
        process.join()
        with pytest.raises(OutsideError, match="was ended"):
            next(outside.levels([("1a", "obligations")]))
