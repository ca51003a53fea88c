"""The page What if in a real browser: a lever is moved, its changes are kept, and a reload gives them back."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from ui.browsing import WAIT, served, wait_until_drawn


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as found:
        yield found


def changes(page: Page, number: int) -> None:
    """Wait until an answer with so many changed cells is shown."""
    page.locator(f"#shown-whatif[data-changes='{number}']").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)


@pytest.mark.parametrize("width", [1280, 390])
def test_a_lever_is_moved_kept_undone_and_given_back_after_a_reload(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 1600})
    page.goto(f"{address}/whatif?case=Sierra+leone+2002")
    changes(page, 0)
    before = page.locator(".rf-tiles").inner_text()
    page.get_by_role("slider").first.press("ArrowLeft")
    page.locator("#shown-whatif:not([data-changes='0'])").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    assert page.locator(".rf-tiles").inner_text() != before
    moved = page.get_by_role("button", name="Share of revenue for security: 0.5 points less")
    expect(moved).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Keep as A").click()
    expect(page.get_by_role("button", name="A, shown now")).to_be_visible(timeout=WAIT)
    page.wait_for_url(re.compile("[&?]changes=.*[&?]a="), timeout=WAIT)
    page.reload()
    expect(moved).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("button", name="A, shown now")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Undo").click()
    changes(page, 0)
    expect(moved).to_be_hidden()
    assert page.locator("[data-testid='stMain']").evaluate("main => main.scrollWidth - main.clientWidth") <= 0
    page.close()


def test_keys_pressed_one_after_the_other_are_all_taken(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 1600})
    page.goto(f"{address}/whatif?case=Sierra+leone+2002")
    changes(page, 0)
    lever = page.get_by_role("slider").first
    lever.focus()
    for _ in range(8):
        page.keyboard.press("ArrowLeft")
        page.wait_for_timeout(300)  # longer than the browser gathers, shorter than an answer with its page takes
    moved = page.get_by_role("button", name="Share of revenue for security: 4 points less")
    expect(moved).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)
    expect(moved).to_be_visible()
    page.close()
