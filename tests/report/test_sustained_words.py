"""The sentence on what can be kept, second in the answer of a case that asks for it."""

from __future__ import annotations

from pipeline import donor, tiny_case

from rightfin import briefing, page
from rightfin.planning import plan
from rightfin.report.charts.plan import payers_chart
from rightfin.report.words.answer import headline


def said(exit_year: int | None = 2024, **settings: object) -> list[tuple[str, str]]:
    soldier: dict[str, object] = {"opening_strength": 14_000.0, "support_floor": 1.0}
    case = tiny_case(settings=settings, soldier=soldier,
                     **donor(dict.fromkeys(range(2021, 2025), 10.0), exit_year=exit_year))
    return [(one.topic, one.text) for one in headline(plan(case)).sentences]


def test_the_answer_says_from_when_on_the_force_can_be_kept() -> None:
    assert said(sustained_from="2025")[:2][1] == (
        "sustained", "From 2025 on the state alone can keep everyone whom the plan pays up for good: "
        "10,000 people in 2025. Until then it pays more: in 2024 it could keep 10,000 of 10,800.")
    with_lasting = dict(said(exit_year=None, sustained_from="2025"))["sustained"]
    assert with_lasting.startswith("From 2025 on the state and donors who never leave can keep everyone")
    assert "sustained" not in dict(said())


def test_the_picture_of_who_pays_has_a_line_of_what_keeping_up_costs() -> None:
    asking = tiny_case(settings={"sustained_from": "2025"}, soldier={"opening_strength": 14_000.0})
    drawn = [str(payers_chart(plan(case))).count("To keep the force up for good") for case in (asking, tiny_case())]
    assert drawn == [6, 0]


def test_the_page_says_it_second_and_what_it_costs_in_coverage_where_that_was_solved() -> None:
    """Without it 15,000 are held to the end, since the state saves for nobody: 30 million of 20 and 10 a year."""
    soldier: dict[str, object] = {"opening_strength": 14_000.0, "support_floor": 1.0}
    case = tiny_case(settings={"tail_years": 0}, soldier=soldier, **donor(10.0, exit_year=2026))

    def line(year: str, *, quick: bool) -> str:
        found = page(briefing(case, settings={"sustained_from": year}, quick=quick)).section("pay")
        assert found is not None
        return next((one.text for one in found.lines[1:2] if one.label == "Can it be kept"), "")

    whole = line("2026", quick=False)
    assert whole.startswith("From 2026 on the state alone can keep everyone whom the plan pays")
    assert whole.endswith("Needs are covered to 50.0% in 2026; if no year asked for it, to 75.0%, with 15,000 people, USD "
                          "10.0 million a year beyond what can be kept.")
    assert whole.startswith(f"{line('2026', quick=True)} Needs")
    assert line("never", quick=True) == ""
