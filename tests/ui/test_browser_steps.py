"""Steps of the draft in a real browser: what is typed is taken back and made again, and the page stands throughout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from small_case import small_case
from ui.browsing import WAIT, nothing_failed, served, type_into_grid, wait_until_drawn

from rightfin.io import write_case


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    inputs = tmp_path_factory.mktemp("case") / "inputs"
    write_case(small_case(), inputs / "small")
    with served(RIGHTFIN_INPUTS=str(inputs)) as found:
        yield found


def looked_at(page: Page, table: str, label: str) -> None:
    choose = page.get_by_role("combobox", name="Table")
    choose.click()
    choose.fill(label)
    page.keyboard.press("Enter")
    page.locator(f"#shown-case[data-table='{table}']").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)


@pytest.mark.parametrize(("table", "label", "right"), [("cadres", "People: Cadres", 5), ("donors", "Money: Donors", 4)])
def test_what_is_typed_is_taken_back_and_made_again(
    browser: Browser, address: str, table: str, label: str, right: int
) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(f"{address}/case")
        page.locator("#shown-case").wait_for(state="attached", timeout=WAIT)
        wait_until_drawn(page)
        looked_at(page, table, label)
        type_into_grid(page, 0, right, 0, "very many")
        wrong = page.get_by_text("1 error. The case can be edited")
        expect(wrong).to_be_visible(timeout=WAIT)
        above = page.locator("p", has_text="✗ ").first
        expect(above).to_be_in_viewport(timeout=WAIT)
        assert "very many" in above.inner_text(), "the sentence stands in view of who types"
        for _ in range(3):
            page.get_by_role("button", name="Undo", exact=True).first.click()
            expect(page.get_by_text("No errors")).to_be_visible(timeout=WAIT)
            wait_until_drawn(page)
            expect(page.locator(f"#shown-case[data-table='{table}']")).to_be_attached()
            page.get_by_role("button", name="Redo", exact=True).first.click()
            expect(wrong).to_be_visible(timeout=WAIT)
            wait_until_drawn(page)
            expect(page.locator(f"#shown-case[data-table='{table}']")).to_be_attached()
            nothing_failed(page)
    finally:
        page.close()
