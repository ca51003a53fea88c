"""The page of the case in a real browser: a cell edited, its error beside it, mended, saved, taken home, read again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from raw_tables import grids, write_grids
from small_case import small_case
from ui.browsing import WAIT, nothing_failed, served, wait_until_drawn

from rightfin.io import write_case
from rightfin.reading import read_saved

CELLS_TO_PAY = 5
"""Steps to the right from the problems of a cadre to its pay: name, institution, title and opening strength are before."""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    inputs = tmp_path_factory.mktemp("case") / "inputs"
    write_case(small_case(), inputs / "small")
    with served(RIGHTFIN_INPUTS=str(inputs)) as found:
        yield found


def visit(browser: Browser, address: str, wide: int = 1280) -> Page:
    """Go to the page, and there to the table of cadres."""
    page = browser.new_page(viewport={"width": wide, "height": 900})
    page.goto(f"{address}/case")
    page.locator("#shown-case").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    choose = page.get_by_role("combobox", name="Table")
    choose.click()
    choose.fill("People: Cadres")
    page.keyboard.press("Enter")
    page.locator("#shown-case[data-table='cadres']").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    return page


def type_pay(page: Page, row: int, text: str) -> None:
    """Type the pay of a cadre by the place of its row, with the keyboard from its name on."""
    grid = page.get_by_test_id("stDataFrame").locator("canvas").first
    grid.scroll_into_view_if_needed()
    grid.click(position={"x": 210, "y": 35 * (row + 1) + 17}, force=True)
    page.wait_for_timeout(300)
    for _ in range(CELLS_TO_PAY):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    editor = page.locator(".gdg-style textarea, .gdg-style input").first
    editor.wait_for(timeout=WAIT)
    editor.fill(text)
    page.keyboard.press("Enter")


def test_a_cell_is_edited_mended_saved_and_read_again(browser: Browser, address: str, tmp_path: Path) -> None:
    page = visit(browser, address)
    try:
        cadres = [str(row["cadre"]) for row in small_case().tables["cadres"].in_typed_order()]
        row = 0
        type_pay(page, row, "about 200")
        expect(page.get_by_text("1 error. The case can be edited")).to_be_visible(timeout=WAIT)
        expect(page.get_by_role("button", name="Go to row", exact=True)).to_be_visible()
        table = page.get_by_role("combobox", name="Table")
        expect(table).to_have_value(re.compile("1 error"))  # as the table is now, not as it was when it was chosen
        type_pay(page, row, "21000")
        expect(page.get_by_text("No errors")).to_be_visible(timeout=WAIT)
        expect(table).not_to_have_value(re.compile("error"))
        page.get_by_role("tab", name="Save").click()
        page.get_by_label("Who saves it").fill("Amina Roy")
        page.get_by_label("What was changed, and why").fill("Pay as agreed")
        page.get_by_role("button", name="Sign and make the workbook").click()
        with page.expect_download(timeout=WAIT) as waiting:
            page.get_by_role("button", name="Workbook (small").click(timeout=WAIT)
        assert waiting.value.suggested_filename.startswith("small_20")
        path = tmp_path / "saved.xlsx"
        path.write_bytes(Path(waiting.value.path()).read_bytes())
        found = read_saved(path)
        assert found.case == small_case().with_cell("cadres", (cadres[row],), "pay", 21_000.0)
        assert [(save.who, save.why) for save in found.trail] == [("Amina Roy", "Pay as agreed")]
        nothing_failed(page)
    finally:
        page.close()


def test_a_broken_workbook_is_opened_and_leads_to_its_cell(browser: Browser, address: str, tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["donors"][1][2] = "soon"
    path = write_grids(spoilt, tmp_path / "broken.xlsx")
    page = visit(browser, address, wide=390)
    try:
        page.get_by_role("tab", name="Open or begin").click()
        page.locator("[data-testid='stFileUploaderDropzoneInput']:visible, input[type='file']").last.set_input_files(path)
        page.get_by_role("button", name="Open it", exact=True).click(timeout=WAIT)
        expect(page.get_by_text("1 error. The case can be edited")).to_be_visible(timeout=WAIT)
        page.get_by_role("tab", name="Tables").click()
        page.get_by_role("button", name="Go to row", exact=True).click()
        expect(page.get_by_text("Only this row is listed: fund")).to_be_visible(timeout=WAIT)
        nothing_failed(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, "nothing is wider than the window"
    finally:
        page.close()
