"""The pages without a mouse: Tab reaches all that can be pressed, and keys do what a mouse would."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect
from ui.browsing import WAIT, served, wait_until_drawn
from ui.whole_case import whole_case

from rightfin.io import write_case

MOST_TABS = 150

_REACHED = """() => {
    const now = document.activeElement
    if (!now || now === document.body) return false
    now.dataset.reached = "yes"
    const seen = getComputedStyle(now)
    now.dataset.ring = seen.outlineStyle !== "none" || seen.boxShadow !== "none" ? "yes" : ""
    return true
}"""

_NOT_REACHED = """() => [...document.querySelectorAll(
    "[data-testid='stApp'] :is(a[href], button, input, textarea, select, summary, [role=tab][aria-selected=true])")]
    .filter(one => !one.disabled && !one.dataset.reached && one.tabIndex >= 0 && one.type !== "file"
            && one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
    .map(one => one.outerHTML.slice(0, 200))"""

_NO_RING = """() => [...document.querySelectorAll("[data-ring='']")]
    .filter(one => !one.matches("input, textarea, canvas, [data-testid=stMain]")).map(one => one.outerHTML.slice(0, 200))"""
"""Names what shows nothing when it has the focus. Fields show it by their frame, a grid by its cell."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    inputs = tmp_path_factory.mktemp("keyboard") / "inputs"
    write_case(whole_case(), inputs / "whole")
    with served(RIGHTFIN_INPUTS=str(inputs)) as found:
        yield found


@pytest.mark.parametrize(("name", "mark"), [
    ("", "#shown-overview[data-whole=true]"), ("whatif", "#shown-whatif"), ("donors", "#shown-exits"),
    ("force", "#shown-force[data-whole=true]"), ("why", "#shown-why"), ("reform", "#shown-reform"),
    ("learning", "#shown-learning"), ("case", "#shown-case"),
    ("compare", "h1"), ("method", "#shown-method"),
])
def test_tab_reaches_all_that_can_be_pressed_and_shows_where_it_is(page: Page, address: str, name: str, mark: str) -> None:
    page.goto(f"{address}/{name}")
    page.locator(mark).first.wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    page.wait_for_load_state("networkidle")  # grids and pictures are loaded when they are first drawn
    page.wait_for_timeout(500)
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if not page.evaluate(_REACHED):
            break
    else:
        raise AssertionError("Tab does not come to an end")
    assert page.evaluate(_NOT_REACHED) == []
    assert page.evaluate(_NO_RING) == []


def tab_to(page: Page, wanted: Locator, back: bool = False) -> None:
    """Press Tab until something has the focus."""
    for _ in range(MOST_TABS):
        if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"{wanted} was not reached")


def test_a_visit_without_a_mouse(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/whatif")
    page.locator("#shown-whatif[data-changes='0']").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    before = page.locator("#shown-whatif").get_attribute("data-digest")

    tab_to(page, page.get_by_role("button", name="slow_growth"))
    page.keyboard.press("Enter")
    page.locator(f"#shown-whatif:not([data-digest='{before}'])").wait_for(state="attached", timeout=WAIT)
    expect(page.get_by_role("button", name="\N{CHECK MARK} slow_growth")).to_be_visible()
    wait_until_drawn(page)

    tab_to(page, page.get_by_role("slider"))
    page.keyboard.press("ArrowLeft")
    page.locator("#shown-whatif:not([data-changes='0'])").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)

    tab_to(page, page.get_by_role("button", name="Keep as A"))
    page.keyboard.press("Space")
    kept = page.get_by_role("button", name="A, shown now")
    expect(kept).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)
    tab_to(page, page.get_by_role("button", name="Undo"), back=True)
    page.keyboard.press("Enter")
    page.locator("#shown-whatif[data-changes='0']").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)

    tab_to(page, page.get_by_test_id("stPopoverButton").get_by_text("A", exact=True).locator("xpath=ancestor::button"))
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Show A", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    page.locator("#shown-whatif:not([data-changes='0'])").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    page.keyboard.press("Escape")

    tab_to(page, page.get_by_role("link", name="Donors"), back=True)
    page.keyboard.press("Enter")
    page.locator("#shown-exits").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    tab_to(page, page.get_by_role("tab", name="Each year"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Without notice")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Let each leave without notice"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Everything that was found, and how")).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)

    tab_to(page, page.get_by_role("button", name="Download", exact=True), back=True)
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stPopoverBody")).to_be_visible()
    tab_to(page, page.get_by_test_id("stPopoverBody").get_by_role("button", name="Case workbook"))
    with page.expect_download(timeout=WAIT) as waiting:
        page.keyboard.press("Enter")
    found = tmp_path / "case.xlsx"
    found.write_bytes(Path(waiting.value.path()).read_bytes())
    assert "cadres" in openpyxl.load_workbook(found).sheetnames
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Download", exact=True)).to_be_focused()
