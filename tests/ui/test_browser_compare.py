"""The page Compare in a real browser: in every state it is whole for axe and at every width, and a reload gives it back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from ui.browsing import WAIT, served, wait_until_drawn
from ui.looking import look
from ui.whole_case import contradictory, right_to_left

from rightfin.io import write_case

GOOD, NONE, FAULTY = "1 good", "2 contradictory", "3 faulty"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("compared")


@pytest.fixture(scope="module")
def address(place: Path) -> Iterator[str]:
    write_case(right_to_left(), place / "inputs" / GOOD)
    write_case(contradictory(right_to_left()), place / "inputs" / NONE)
    write_case(right_to_left().with_cell("cadres", ("soldier",), "institution", "nobody"), place / "inputs" / FAULTY)
    with served(RIGHTFIN_INPUTS=str(place / "inputs"), RIGHTFIN_VISITS=str(place / "visits")) as found:
        yield found


def go(page: Page, address: str, *names: str) -> None:
    """Open a comparison by its link, and wait until it is whole."""
    page.goto(f"{address}/compare?{urlencode({'case': GOOD, 'compare': names}, doseq=True)}")
    shown(page, len(names) or 1)


def shown(page: Page, items: int) -> None:
    whole = "" if items < 2 else "[data-whole='true']"
    page.locator(f"#shown-compare[data-items='{items}']{whole}").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)


def unfold(page: Page) -> None:
    folded = page.locator("[data-testid='stMain'] details:not([open]) > summary:visible")
    while folded.count():
        folded.first.click()
    wait_until_drawn(page)


def test_every_state_is_whole_for_axe_and_at_every_width(page: Page, address: str) -> None:
    go(page, address)
    found = look(page, "nothing picked")
    go(page, address, "case", "scenario:slow_growth", f"upload:{'0' * 64}", f"shipped:{NONE}", f"shipped:{FAULTY}")
    unfold(page)
    found += look(page, "one is contradictory, one faulty, one absent")
    page.get_by_role("combobox", name="Indicator").click()
    found += look(page, "a list is open", widths=(390, 1280))
    assert not found, "\n".join(found)


def test_what_is_picked_stays_after_a_reload_and_a_link_asks_for_the_workbook(
    page: Page, browser: Browser, address: str, place: Path
) -> None:
    own = place / "نسختي.xlsx"
    write_case(right_to_left().with_cell("pledges", ("friends",), "2022", 1e6), own)
    go(page, address)
    page.get_by_role("combobox", name="Compared with it").click()
    page.get_by_role("option", name="slow_growth").click()
    shown(page, 2)
    page.get_by_text("Add a workbook of your own").click()
    page.locator("[data-testid='stMain'] input[type='file']").set_input_files(own)
    shown(page, 3)
    page.reload()
    shown(page, 3)
    picked = page.get_by_test_id("stMultiSelect")
    expect(picked).to_contain_text("slow_growth")
    expect(picked).to_contain_text(own.name)
    page.get_by_role("link", name="Method and limits").click()
    page.locator("#shown-method").wait_for(state="attached", timeout=WAIT)
    page.get_by_role("link", name="Compare").click()
    shown(page, 3)
    other = browser.new_context().new_page()
    other.goto(page.url)
    expect(other.get_by_text("Asked for again, since it is not here")).to_be_visible(timeout=WAIT)
    shown(other, 3)
    other.context.close()
