"""What can be compared, by names that a link can hold."""

from __future__ import annotations

from datetime import date

from rightfin.ui.comparing import CASE, MOST, Offered, names_after, of_any_case
from rightfin.ui.view import UPLOADED, PageView

DIGEST = "ab" * 32
SCENARIOS = {"more": "More", "less": "Less"}


def offered(view: PageView, **files: str) -> Offered:
    return Offered.of(view, "Demo", SCENARIOS, {"Demo": "Demo", "Liberia": "Liberia"}, files)


def test_what_there_is_depends_on_the_view() -> None:
    plain = offered(PageView("Demo"))
    assert plain.titles == {"case": "Demo", "scenario:more": "More", "scenario:less": "Less",
                            "shipped:Liberia": "Liberia (comes with the program)"}
    cell = ("macro", ("gdp",), "2026", 1.0)
    full = offered(PageView("Demo", scenarios=("less", "more"), changes=(cell,), kept={"B": (cell,)}), **{DIGEST: "a.xlsx"})
    assert list(full.titles)[:4] == ["case", "now", "kept:B", "plain"]
    assert full.titles["case"] == "Demo with Less, More"
    assert full.titles["plain"] == "Demo without scenarios"
    assert full.titles[f"{UPLOADED}{DIGEST}"] == "a.xlsx"


def test_the_case_itself_is_offered_once() -> None:
    own = Offered.of(PageView(f"{UPLOADED}{DIGEST}"), "a.xlsx", {}, {"Demo": "Demo"}, {DIGEST: "a.xlsx", "cd": "a.xlsx"})
    assert own.titles == {"case": "a.xlsx", "upload:cd": "a.xlsx (2)", "shipped:Demo": "Demo (comes with the program)"}


def test_absent_workbooks_are_named_and_unknown_names_left_out() -> None:
    names = ("case", f"{UPLOADED}{DIGEST}", "scenario:gone", "kept:A", "scenario:more", "nonsense")
    view = PageView("Demo", compared=names)
    found = offered(view)
    assert found.absent == {f"{UPLOADED}{DIGEST}"}
    assert found.titles[f"{UPLOADED}{DIGEST}"] == "A workbook that is not here (abababab)"
    picked, unknown = found.picked(view.compared)
    assert picked == ("case", f"{UPLOADED}{DIGEST}", "scenario:more")
    assert unknown == ("scenario:gone", "kept:A", "nonsense")
    assert found.picked(()) == ((CASE,), ())
    assert found.picked(("scenario:more", "scenario:more")) == (("scenario:more",), ())


def test_at_most_so_many_are_compared() -> None:
    view = PageView("Demo", compared=tuple(f"{UPLOADED}{place}" for place in range(9)))
    assert len(offered(view).picked(view.compared)[0]) == MOST


def test_another_case_keeps_what_is_of_no_case() -> None:
    assert of_any_case(("case", "scenario:more", "shipped:Liberia", f"{UPLOADED}{DIGEST}", "now")) == (
        "case", "shipped:Liberia", f"{UPLOADED}{DIGEST}")
    assert of_any_case(("case", "scenario:more")) == ()


def test_files_are_named_after_what_is_compared() -> None:
    names = names_after(["Demo", "More police", "Liberia 2015 (comes with the program)", "A (kept)", "b.xlsx"])
    found = names.of("compare", "xlsx", date(2026, 11, 30))
    assert found == "demo_more-police_liberia-2015_a-kept_b_2026-11-30_compare.xlsx"
