"""Every page in every state: nothing serious for axe, nothing wider than the window, names right to left by themselves.

The case has Arabic and Dari names, so that a name that is not isolated shows.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest
from playwright.sync_api import Page, expect
from ui.browsing import WAIT, served, type_into_grid, wait_until_drawn
from ui.looking import look
from ui.whole_case import contradictory, right_to_left

from rightfin.io import write_case

GOOD, NONE, FAULTY = "1 good", "2 contradictory", "3 faulty"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    inputs = tmp_path_factory.mktemp("states") / "inputs"
    write_case(right_to_left(), inputs / GOOD)
    write_case(contradictory(right_to_left()), inputs / NONE)
    write_case(right_to_left().with_cell("cadres", ("soldier",), "institution", "nobody"), inputs / FAULTY)
    with served(RIGHTFIN_INPUTS=str(inputs)) as found:
        yield found


def go(page: Page, address: str, name: str, mark: str, case: str = GOOD) -> None:
    page.goto(f"{address}/{name}?case={quote_plus(case)}")
    page.locator(mark).wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)


def unfold(page: Page) -> None:
    folded = page.locator("[data-testid='stMain'] details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    wait_until_drawn(page)


def press(page: Page, name: str, then: str) -> None:
    """Press a button, and wait for what it leads to."""
    page.get_by_role("button", name=name, exact=True).click(timeout=WAIT)
    page.locator(then).first.wait_for(timeout=WAIT)
    wait_until_drawn(page)


def test_overview(page: Page, address: str) -> None:
    go(page, address, "", "#shown-overview[data-whole=true]")
    found = look(page, "as it opens")
    unfold(page)
    found += look(page, "unfolded")
    for name in ("Link", "Download"):
        popover = page.get_by_test_id("stPopover").get_by_role("button", name=name)
        if popover.count():
            popover.click()
            found += look(page, f"popover {name}", widths=(390, 1280))
            page.keyboard.press("Escape")
    assert not found, "\n".join(found)


def test_what_if(page: Page, address: str) -> None:
    go(page, address, "whatif", "#shown-whatif")
    found = look(page, "as it opens")
    page.get_by_role("slider").first.press("ArrowLeft")
    page.locator("#shown-whatif:not([data-changes='0'])").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    page.get_by_role("button", name="Keep as A").click()
    kept = page.get_by_role("button", name="A, shown now")
    kept.click(timeout=WAIT)
    found += look(page, "popover A", widths=(390, 1280))
    page.keyboard.press("Escape")
    unfold(page)
    press(page, "Work out the cost", "text=Workbook of this study")
    found += look(page, "a change, and what a force costs")
    assert not found, "\n".join(found)


def test_donors(page: Page, address: str) -> None:
    go(page, address, "donors", "#shown-exits")
    type_into_grid(page, 0, 1, 0, "2024")
    page.get_by_role("button", name="Show", exact=True).click(timeout=WAIT)
    found = look(page, "popover of changes", widths=(390, 1280))
    page.keyboard.press("Escape")
    unfold(page)
    for tab, name in (("Each year", "Try every year"), ("Without notice", "Let each leave without notice"),
                      ("What would it take", "Work it out"), ("Coordination", "Compare with a pool"),
                      ("The mission leaves", "Try every year without it")):
        page.get_by_role("tab", name=tab).click(timeout=WAIT)
        page.get_by_role("button", name=name, exact=True).click(timeout=WAIT)
        page.get_by_role("tabpanel", name=tab).get_by_text("Everything that was found, and how").click(timeout=WAIT)
        found += look(page, tab)
    assert not found, "\n".join(found)


def test_force(page: Page, address: str) -> None:
    go(page, address, "force", "#shown-force[data-whole=true]")
    press(page, "Work it out", "text=Workbook of this study")
    unfold(page)
    found = look(page, "unfolded, with what can be kept")
    assert not found, "\n".join(found)


def test_reform(page: Page, address: str) -> None:
    go(page, address, "reform", "#shown-reform")
    unfold(page)
    found = look(page, "as it opens")
    press(page, "Decide the starts", "text=Type these starts into the calendar")
    press(page, "Work out what each is worth", "text=Workbook of this study")
    unfold(page)
    found += look(page, "what was found")
    assert not found, "\n".join(found)


def test_learning(page: Page, address: str) -> None:
    go(page, address, "learning", "#shown-learning")
    found = []
    for tab, button in (("Plan against fact", "Compare plan and fact"), ("Benchmarks", "Hold the plan against them"),
                        ("Next year's plan", "Plan on from there")):
        page.get_by_role("tab", name=tab).click(timeout=WAIT)
        page.get_by_role("tabpanel", name=tab).get_by_role("button", name=button).click(timeout=WAIT)
        answered(page, tab)
        unfold(page)
        found += look(page, tab)
    assert not found, "\n".join(found)


def test_the_case(page: Page, address: str) -> None:
    go(page, address, "case", "#shown-case")
    type_into_grid(page, 0, 3, 2, "soon")
    expect(page.get_by_role("button", name="Go to row").first).to_be_visible(timeout=WAIT)
    found = look(page, "with a problem")
    for tab in ("Save", "Another version", "Trail", "Open or begin"):
        page.get_by_role("tab", name=tab, exact=True).click()
        found += look(page, tab)
    assert not found, "\n".join(found)


def answered(page: Page, tab: str) -> None:
    page.get_by_role("tabpanel", name=tab).get_by_text("How this was found").wait_for(timeout=WAIT)
    wait_until_drawn(page)


def test_why(page: Page, address: str) -> None:
    """Each answer of the page, begun by a number that is clicked on another one."""
    go(page, address, "", "#shown-overview[data-whole=true]")
    page.get_by_text("Year by year", exact=True).click(timeout=WAIT)
    canvas = page.get_by_test_id("stDataFrame").locator("visible=true").first
    canvas.click(position={"x": 90, "y": 2 * 35 + 17}, force=True)
    why = page.get_by_role("button", name="Why? Strength")
    why.wait_for(timeout=WAIT)
    found = look(page, "a number that can be asked about", widths=(390, 1280))
    why.press("Enter")
    page.locator("#shown-why").wait_for(state="attached", timeout=WAIT)
    assert "why=strength" in page.url
    answered(page, "Why this number")
    unfold(page)
    found += look(page, "a number explained")
    for tab, amount, button in (("Why not another", "90", "Try the wish"), ("How early", "60", "Find the year")):
        page.get_by_role("tab", name=tab).click(timeout=WAIT)
        panel = page.get_by_role("tabpanel", name=tab)
        panel.get_by_label("How many, in people").fill(amount)
        panel.get_by_label("How many, in people").press("Enter")
        panel.get_by_role("button", name=button).click(timeout=WAIT)
        answered(page, tab)
        found += look(page, tab, widths=(390, 1280))
    page.get_by_role("tab", name="What else is possible").click(timeout=WAIT)
    page.get_by_role("button", name="Look around").click(timeout=WAIT)
    answered(page, "What else is possible")
    page.get_by_text("Options side by side").wait_for(timeout=WAIT)
    found += look(page, "What else is possible")
    assert not found, "\n".join(found)


def test_what_makes_a_difference(page: Page, address: str) -> None:
    page.goto(f"{address}/compare?case={quote_plus(GOOD)}&compare=case&compare=scenario:slow_growth")
    page.locator("#shown-compare[data-whole=true]").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    press(page, "Split the difference", "text=Workbook of this study")
    found = look(page, "a difference split", widths=(390, 1280))
    assert not found, "\n".join(found)


def test_method(page: Page, address: str) -> None:
    go(page, address, "method", "#shown-method")
    unfold(page)
    found = look(page, "unfolded")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("name", "mark"), [
    ("", "#shown-overview"), ("whatif", "#shown-whatif"), ("donors", "#shown-exits"), ("force", "[role=alert]"),
    ("why", "#shown-why"), ("reform", "#shown-reform"), ("learning", "#shown-learning"),
    ("case", "#shown-case"), ("method", "#shown-method"),
])
def test_a_contradictory_case(page: Page, address: str, name: str, mark: str) -> None:
    go(page, address, name, mark, NONE)
    unfold(page)
    found = look(page, "contradictory")
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("name", "mark"), [("", "text=This input cannot be used"), ("case", "#shown-case, [role=alert]")])
def test_a_faulty_case(page: Page, address: str, name: str, mark: str) -> None:
    go(page, address, name, mark, FAULTY)
    found = look(page, "faulty")
    assert not found, "\n".join(found)


def test_no_case(page: Page, address: str) -> None:
    go(page, address, "", "text=The link is about a workbook", f"upload:{'0' * 64}")
    found = look(page, "a workbook is asked for")
    assert not found, "\n".join(found)
