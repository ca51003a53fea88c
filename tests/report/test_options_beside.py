"""Options side by side are the figures of alternatives, and differ from the plan by what stands between them."""

from __future__ import annotations

import pytest
from ui.whole_case import whole_case

import rightfin
from rightfin.report.studies.findings import Findings, Form
from rightfin.report.studies.options_beside import OPTIONS, beside, beside_chart, options_of


@pytest.fixture(scope="module")
def found() -> Findings:
    return rightfin.findings(rightfin.alternatives(whole_case(), loss=0.1))


def test_options_are_those_of_the_study(found: Findings) -> None:
    table = found.table(OPTIONS)
    assert options_of(found) == tuple(row[1] for row in table.rows[1:])
    assert len(options_of(found)) >= 2


def test_each_figure_stands_with_its_difference(found: Findings) -> None:
    chosen = options_of(found)[:2]
    table, told = found.table(OPTIONS), beside(found, chosen)
    assert [heading.text for heading in told.headings] == [
        "Figure", "The plan", chosen[0], "Difference 1", chosen[1], "Difference 2"]
    plan, first = table.rows[0], next(row for row in table.rows if row[1] == chosen[0])
    by_text = {heading.text: place for place, heading in enumerate(table.headings)}
    people = 0
    for row in told.rows:
        place = by_text[str(row[0]).removesuffix(f" ({found.scale.unit})")]
        if table.headings[place].kind is Form.PEOPLE:
            people += 1
            change = round(float(str(first[place])) - float(str(plan[place])))
            assert abs(float(str(row[3]).replace(",", "")) - change) < 1.0
    assert people > 0
    differing = [place for place, heading in enumerate(table.headings) if place >= 3 and any(
        abs(float(str(other[place])) - float(str(plan[place]))) > 1e-3 * max(abs(float(str(plan[place]))), 1e-9)
        for other in table.rows if other[1] in chosen)]
    assert len(told.rows) >= len(differing) + 1, "no figure that differs is left out"


def test_the_picture_has_a_bar_for_each_option_and_figure(found: Findings) -> None:
    chosen = options_of(found)[:2]
    chart = beside_chart(found, chosen)
    assert chart is not None
    values = chart["layer"][0]["data"]["values"]
    table = found.table(OPTIONS)
    plan = table.rows[0]
    figures = [place for place, heading in enumerate(table.headings) if place >= 3 and heading.shown
               and float(str(plan[place])) > 0.0]
    assert len(values) == 2 * len(figures)
    for value in values:
        place = next(place for place in figures if table.headings[place].text == value["figure"])
        row = next(row for row in table.rows if row[1] == value["option"])
        assert value["change"] == pytest.approx(float(str(row[place])) / float(str(plan[place])) - 1.0)
