"""The page in a real browser. A missing Chromium is a failure: the page would go unseen."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Browser, Page, expect
from ui.browsing import WAIT, nothing_failed, served, wait_until_drawn
from ui.reform_case import reform_case

from rightfin.io import write_case


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def planned(browser: Browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1400, "height": 2600})
    page.goto(address)
    page.locator("#shown-overview[data-whole=true]").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    return page


def test_a_shipped_case_is_planned_and_drawn(browser: Browser, address: str) -> None:
    page = planned(browser, address)
    try:
        assert len(page.locator("#shown-overview").get_attribute("data-digest") or "") == 64
        charts = page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
        expect(charts.first).to_be_visible(timeout=WAIT)
        box = charts.first.bounding_box()
        assert box is not None
        assert box["width"] > 500
        nothing_failed(page)
        expect(page.locator(".rf-tile")).to_have_count(6)
    finally:
        page.close()


def test_the_results_workbook_can_be_downloaded(browser: Browser, address: str) -> None:
    page = planned(browser, address)
    try:
        with page.expect_download(timeout=WAIT) as waiting:
            page.get_by_role("button", name="Download", exact=True).click()
            page.get_by_role("button", name="Results workbook").click()
        content = Path(waiting.value.path()).read_bytes()
        assert re.fullmatch(r"[a-z0-9-]+_\d{4}-\d\d-\d\d_plan\.xlsx", waiting.value.suggested_filename)
        assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "The page"
    finally:
        page.close()


def test_an_exit_is_changed_in_the_table_and_answered(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1400, "height": 2600})
    try:
        page.goto(f"{address}/donors")
        page.locator("#shown-exits").wait_for(state="attached", timeout=WAIT)
        charts = page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
        expect(charts.first).to_be_visible(timeout=WAIT)
        wait_until_drawn(page)
        expect(page.get_by_text("against the case")).to_have_count(0)
        box = page.get_by_test_id("stDataFrame").first.bounding_box()
        assert box is not None
        # The year of the first donor: the second column, below the heading.
        page.mouse.click(box["x"] + 215 + 75, box["y"] + 35 + 17)
        page.wait_for_timeout(500)
        page.keyboard.type("2019", delay=120)  # the first key opens the cell, which loses keys that come too fast
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        expect(page.get_by_text("against the case").first).to_be_visible(timeout=WAIT)
        nothing_failed(page)
        page.get_by_text("Who pays instead, how steep the step is, what breaks").click()
        expect(page.get_by_text("With these exits")).to_be_visible(timeout=WAIT)
    finally:
        page.close()


@pytest.fixture(scope="module")
def reform_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    inputs = tmp_path_factory.mktemp("reform") / "inputs"
    write_case(reform_case(), inputs / "small")
    with served(RIGHTFIN_INPUTS=str(inputs)) as found:
        yield found


@pytest.mark.parametrize("width", [1400, 390])
def test_a_start_is_changed_in_the_table_and_answered(browser: Browser, reform_address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 3000})
    try:
        page.goto(f"{reform_address}/reform")
        page.locator("#shown-reform").wait_for(state="attached", timeout=WAIT)
        charts = page.locator("[data-testid='stVegaLiteChart'] canvas, [data-testid='stVegaLiteChart'] svg")
        expect(charts).to_have_count(3, timeout=WAIT)
        expect(page.get_by_text("As the case stands").first).to_be_visible()
        box = page.get_by_test_id("stDataFrame").first.bounding_box()
        assert box is not None
        # The start of the second programme: the second column, seen in a narrow window, too.
        page.mouse.click(box["x"] + 200 + 45, box["y"] + 35 + 35 + 17)
        page.wait_for_timeout(500)
        page.keyboard.type("2025", delay=120)  # the first key opens the cell, which loses keys that come too fast
        page.wait_for_timeout(300)
        page.keyboard.press("Enter")
        expect(page.get_by_text("With these starts")).to_be_visible(timeout=WAIT)
        expect(page.get_by_text("Academy: 2025 to 2026")).to_be_visible(timeout=WAIT)
        nothing_failed(page)
        expect(charts).to_have_count(3)
        assert page.evaluate("document.documentElement.scrollWidth") == width, "nothing is wider than the window"
        main = page.get_by_test_id("stMain")
        assert main.evaluate("part => part.scrollWidth - part.clientWidth") == 0, "nor than the part beside the choices"
    finally:
        page.close()
