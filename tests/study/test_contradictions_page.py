"""The page about contradictions quotes what the tool says of the fictional case with one law more."""

from __future__ import annotations

from pathlib import Path

from inputs.shipped import DEMO, shipped_case

from rightfin.case import Case
from rightfin.fiscal.beforehand.arithmetic import arithmetic
from rightfin.report.studies.contradictions import findings
from rightfin.study.why.contradictions import contradictions

TEXT = (Path(__file__).parents[2] / "docs/contradictions.md").read_text(encoding="utf-8")
PAGE = " ".join(TEXT.replace("\n>", "\n").split())


def law() -> Case:
    key = ("judges", "min")
    cells = [(key, "hard", True), *((key, str(year), 900.0) for year in range(2028, 2038))]
    return shipped_case(DEMO).with_cells("strength_limits", cells)


def test_what_check_says_stands_on_the_page() -> None:
    first, clerks, rooms = arithmetic(law())
    said, _, remedy = first.message.partition(": rightfin contradictions")
    assert remedy
    assert said in PAGE
    assert (clerks.row, rooms.row) == ("clerks_per_judge", "court_rooms")
    assert "1,800 members" in clerks.message


def test_what_contradicts_stands_on_the_page() -> None:
    study = contradictions(law())
    told = {sentence.topic: sentence.text for sentence in findings(study).sentences}
    said, _, _ = told["set_1"].partition(" What ties them")
    assert said in PAGE
    for piece in ("Least strength of Judges from 900 to 839 in 2028",
                  "Training places of Courts and prosecution from 240 to 272",
                  "Recruits already in training of Courts and prosecution from 60 to 127"):
        assert piece in PAGE
        assert piece in told["ways_1"]
    (one,) = study.sets
    rate = next(way.limits[0] for way in one.alone if way.limits[0].family == "promotion_rate")
    assert f"{100.0 * (rate.moved or 0.0):.1f} % a year in place of {100.0 * (rate.number or 0.0):g}" in PAGE
    assert all(way.glance is not None for way in one.alone)
