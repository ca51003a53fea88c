"""What a wish breaks: each promise or limit that is kept less, found again from the people of both plans."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from random_cases import random_case

import rightfin
from rightfin.question import Question
from rightfin.study.why.broken import broken_limits
from rightfin.study.why.whynot import WishStudy
from rightfin.study.why.wishes import wishes_of
from rightfin.tolerances import NOBODY

WISHES = (
    (2, "strength.army >= 16698.87 in 2025"),
    (8, "strength.army >= 7141 from 2022 to 2025"),
    (10, "donors <= 3528092 from 2023 to 2025"),
    (11, "strength.army >= 28632.55 in 2022"),
)


@pytest.mark.parametrize(("seed", "text"), WISHES)
def test_limits_of_strength_that_break_are_all_told_with_their_cells(seed: int, text: str) -> None:
    question = Question.of(random_case(seed))
    models = WishStudy(question).models
    d = models.inputs
    found = models.asking(wishes_of([text], question.prepared)).solve()
    assert found is not None
    told = broken_limits(models.program, models.parameters, question.prepared, models.found.columns, found.columns)
    place = {label: n for n, label in enumerate(models.program.columns)}
    expected = {}
    for side, limit in (("below", d.min_strength), ("above", d.max_strength)):
        for label in (label for label in place if label[0] == side):
            cadre, year = label[1]
            most = float(limit[cadre, year])
            at = place["strength", (cadre, year)]
            strengths = [float(columns[at]) for columns in (models.found.columns, found.columns)]
            before, after = (max(most - one if side == "below" else one - most, 0.0) for one in strengths)
            if after - before > 2.0 * NOBODY:
                expected[side, (str(cadre),), int(year)] = (before, after)
    of_people = {(one.decision, one.whose, int(one.year)): one for one in told if one.decision in ("below", "above")}
    assert expected
    assert expected.keys() <= of_people.keys()
    for key, (before, after) in expected.items():
        one = of_people[key]
        assert (one.before, one.after) == (pytest.approx(before, abs=1e-3), pytest.approx(after, abs=1e-3))
        assert one.cell is not None
        bound = "min" if one.decision == "below" else "max"
        assert one.cell.table in ("strength_limits", "cadres")
        assert one.cell.row in (key[1][0], f"{key[1][0]}/{bound}")


@pytest.mark.parametrize(("seed", "text"), WISHES)
def test_what_is_told_adds_to_its_level_what_it_says(seed: int, text: str) -> None:
    """Rises of a level and what falls elsewhere in it make the change of the level together."""
    question = Question.of(random_case(seed))
    models = WishStudy(question).models
    found = models.asking(wishes_of([text], question.prepared)).solve()
    assert found is not None
    told = broken_limits(models.program, models.parameters, question.prepared, models.found.columns, found.columns)
    per_level = Counter[str]()
    for one in told:
        assert one.rise > 0.0
        per_level[one.level] += one.rise
    for name, most in per_level.items():
        compiled = models.program.objectives[name]
        change = (found.columns - models.found.columns) / models.program.column_scale
        rises = np.maximum(compiled.coefficients * change, 0.0).sum() * compiled.scale
        assert most <= rises * (1.0 + 1e-9)
    assert [one.level for one in told] == sorted((one.level for one in told), key=list(models.sizes).index)


def test_the_row_the_year_and_the_cell_stand_in_the_sentence() -> None:
    """By hand: 6,000 soldiers are allowed in 2025, and 7,141 are wished."""
    told = rightfin.findings(rightfin.why_not(random_case(8), ["strength.army >= 7141 from 2022 to 2025"]))
    text = next(one.text for one in told.sentences if one.topic == "broken")
    assert "greatest strength of Soldier (strength_limits, row soldier/max, column 2025) by 1,141 people in 2025" in text


def test_a_least_change_of_limits_says_which_way_and_to_what() -> None:
    told = rightfin.findings(rightfin.why_not(random_case(8), ["strength.army >= 7141 from 2022 to 2025"], may=["limits"]))
    text = next(one.text for one in told.sentences if one.topic == "takes")
    assert "the greatest strength of Soldier raised by 1,142" in text
