"""The sentence on what can be kept, second in the answer of a case that asks for it."""

from __future__ import annotations

from pipeline import donor, tiny_case

from rightfin.planning import plan
from rightfin.report.charts.plan import payers_chart
from rightfin.report.words.answer import headline


def said(**settings: object) -> list[tuple[str, str]]:
    soldier: dict[str, object] = {"opening_strength": 14_000.0, "support_floor": 1.0}
    case = tiny_case(settings=settings, soldier=soldier, **donor(dict.fromkeys(range(2021, 2025), 10.0), exit_year=2024))
    return [(one.topic, one.text) for one in headline(plan(case)).sentences]


def test_the_answer_says_from_when_on_the_force_can_be_kept() -> None:
    assert said(sustained_from="2025")[:2][1] == (
        "sustained", "From 2025 on the state and donors who never leave can keep everyone whom the plan pays up for good: "
        "10,000 people in 2025. In 2024 they could keep 10,000 of 10,800.")
    assert "sustained" not in dict(said())


def test_the_picture_of_who_pays_has_a_line_of_what_keeping_up_costs() -> None:
    asking = tiny_case(settings={"sustained_from": "2025"}, soldier={"opening_strength": 14_000.0})
    drawn = [str(payers_chart(plan(case))).count("To keep the force up for good") for case in (asking, tiny_case())]
    assert drawn == [6, 0]
