"""What the pages are for, from beginning to end in a real browser: a lever, an exit, a comparison, a cell, a save.

The page is loaded anew after every step and shows the same as before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from time import monotonic

import pytest
from playwright.sync_api import Browser, Page, expect
from raw_tables import grids, write_grids
from ui.browsing import WAIT, free_port, nothing_failed, only_ours, served, type_into_grid, wait_until_drawn
from ui.looking import look
from ui.whole_case import whole_case

from rightfin.case import Case
from rightfin.io import write_case
from rightfin.reading import read_saved

PAY = 6
"""Steps from the tick of a row to the pay: problems, cadre, institution, name and opening strength are before."""


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("story")
    write_case(whole_case(), folder / "inputs" / "whole")
    return folder


@pytest.fixture(scope="module")
def address(inputs: Path) -> Iterator[str]:
    with served(RIGHTFIN_INPUTS=str(inputs / "inputs"), RIGHTFIN_VISITS=str(inputs / "visits")) as found:
        yield found


def visitor(browser: Browser) -> Page:
    """Return a page of a visitor of its own."""
    return browser.new_context(viewport={"width": 1280, "height": 1600}).new_page()


def said(page: Page) -> str:
    """Return what a page says from its title on: the field for a file above it forgets the file, which is kept."""
    return str(page.get_by_test_id("stMain").inner_text()).partition(page.locator("h1").first.inner_text())[2]


def shows(page: Page, mark: str) -> str:
    """Return what a page says once it is drawn and stays as it is."""
    page.locator(mark).wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    found = ""
    while found != (now := said(page)):
        found = now
        page.wait_for_timeout(300)
    return found


def again(page: Page, mark: str) -> None:
    """Load a page anew: it says what it said before, and its address is the same."""
    before, url = shows(page, mark), page.url
    page.reload()
    after, until = shows(page, mark), monotonic() + WAIT / 1e3
    while after != before and monotonic() < until:  # a busy machine pauses while it draws
        after = shows(page, mark)
    assert after.splitlines() == before.splitlines()
    assert page.url == url


def turn_to(page: Page, name: str, mark: str) -> None:
    """Go to another page by its name in the list of pages."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name).click()
    shows(page, mark)


def choose(page: Page, field: str, wanted: str) -> None:
    """Pick something in a list by typing it."""
    box = page.get_by_role("combobox", name=field, exact=True)
    box.click()
    box.fill(wanted)
    page.get_by_role("option", name=wanted).first.click()


def table_of_cadres(page: Page) -> None:
    choose(page, "Table", "People: Cadres")
    shows(page, "#shown-case[data-table='cadres']")


def taken(page: Page, button: str, path: Path) -> Path:
    """Press a button that gives a file, and put the file somewhere."""
    with page.expect_download(timeout=WAIT) as waiting:
        page.get_by_role("button", name=button).click(timeout=WAIT)
    path.write_bytes(Path(waiting.value.path()).read_bytes())
    return path


def differences(one: Case, other: Case) -> list[tuple[str, object, object]]:
    """Return the rows in which two cases differ, a few words instead of all that they hold."""
    found = [(name, row, beside) for name in other.tables for row, beside in zip_longest(
        one.records(name), other.records(name)) if row != beside]
    assert found or one == other
    return found


def test_the_story(browser: Browser, address: str, tmp_path: Path) -> None:
    page = visitor(browser)
    elsewhere = only_ours(page, address)
    page.goto(address)
    again(page, "#shown-overview[data-whole=true]")

    # A lever is moved, and the difference is seen.
    turn_to(page, "What if", "#shown-whatif[data-changes='0']")
    standing = page.locator(".rf-tiles").inner_text()
    page.get_by_role("slider").first.press("ArrowLeft")
    again(page, "#shown-whatif:not([data-changes='0'])")
    assert page.locator(".rf-tiles").inner_text() != standing
    page.get_by_role("button", name="Keep as A").click()
    expect(page.get_by_role("button", name="A, shown now")).to_be_visible(timeout=WAIT)
    again(page, "#shown-whatif")

    # An exit is set: the first donor leaves a year earlier than the case says.
    turn_to(page, "Donors", "#shown-exits")
    number = page.locator("#shown-exits").get_attribute("data-changes")
    type_into_grid(page, 0, 1, 0, "2024")
    again(page, f"#shown-exits:not([data-changes='{number}'])")
    turn_to(page, "Overview", "#shown-overview[data-whole=true]")
    expect(page.get_by_text("2 changes are laid over the case.")).to_be_visible()
    again(page, "#shown-overview[data-whole=true]")

    # A, kept before the exit, stands beside the case.
    turn_to(page, "Compare", "#shown-compare")
    choose(page, "Compared with it", "A (kept)")
    again(page, "#shown-compare[data-items='2'][data-whole=true]")
    expect(page.get_by_text("Key figures side by side")).to_be_visible()

    # A cell is edited: the error stands beside it, and it is mended.
    turn_to(page, "The case", "#shown-case")
    table_of_cadres(page)
    cadres = [str(row["cadre"]) for row in whole_case().tables["cadres"].in_typed_order()]
    type_into_grid(page, 0, PAY, 0, "about 200")
    expect(page.get_by_text("1 error. The case can be edited")).to_be_visible(timeout=WAIT)
    page.reload()
    shows(page, "#shown-case")
    expect(page.get_by_text("1 error. The case can be edited")).to_be_visible(timeout=WAIT)
    expect(page.get_by_role("button", name="Go to row", exact=True)).to_be_visible()
    table_of_cadres(page)
    type_into_grid(page, 0, PAY, 0, "21000")
    expect(page.get_by_text("No errors")).to_be_visible(timeout=WAIT)
    mended = whole_case().with_cell("cadres", (cadres[0],), "pay", 21_000.0)

    # It is saved, taken home, brought back as a workbook of one's own, used, and taken home again: all are equal.
    page.get_by_role("tab", name="Save").click()
    page.get_by_label("Who saves it").fill("Amina Roy")
    page.get_by_label("What was changed, and why").fill("Pay as agreed")
    page.get_by_role("button", name="Sign and make the workbook").click()
    saved = taken(page, "Workbook (Whole", tmp_path / "saved.xlsx")
    assert differences(read_saved(saved).case, mended) == []
    assert [(save.who, save.why) for save in read_saved(saved).trail] == [("Amina Roy", "Pay as agreed")]
    choose(page, "Case", "My own workbook")
    page.locator(".st-key-upload input[type='file']").set_input_files(saved, timeout=WAIT)
    page.wait_for_url(re.compile("upload"), timeout=WAIT)
    shows(page, "#shown-case")
    turn_to(page, "Overview", "#shown-overview[data-whole=true]")
    expect(page.get_by_text("laid over the case.")).to_have_count(0)
    again(page, "#shown-overview[data-whole=true]")
    page.get_by_role("button", name="Download", exact=True).click()
    exported = taken(page, "Case workbook", tmp_path / "case.xlsx")
    assert differences(read_saved(exported).case, mended) == []
    assert read_saved(exported).trail == read_saved(saved).trail
    page.get_by_role("button", name="Download", exact=True).click()
    page.keyboard.press("Escape")
    assert elsewhere == []
    nothing_failed(page)
    page.context.close()


def test_a_broken_workbook_leads_to_its_cell_and_stays_open(browser: Browser, address: str, tmp_path: Path) -> None:
    spoilt = grids()
    spoilt["donors"][1][2] = "soon"
    page = visitor(browser)
    elsewhere = only_ours(page, address)
    page.goto(address)
    shows(page, "#shown-overview")
    choose(page, "Case", "My own workbook")
    page.locator(".st-key-upload input[type='file']").set_input_files(
        write_grids(spoilt, tmp_path / "broken.xlsx"), timeout=WAIT)
    expect(page.get_by_text("This input cannot be used")).to_be_visible(timeout=WAIT)
    page.wait_for_url(re.compile("upload"), timeout=WAIT)
    again(page, "text=This input cannot be used")
    turn_to(page, "The case", "#shown-case")
    page.get_by_role("button", name="Go to row", exact=True).click(timeout=WAIT)
    expect(page.get_by_text("Only this row is listed: fund")).to_be_visible(timeout=WAIT)
    page.reload()
    shows(page, "#shown-case")
    expect(page.get_by_text("1 error. The case can be edited")).to_be_visible(timeout=WAIT)
    assert elsewhere == []
    page.context.close()


def test_two_visitors_see_nothing_of_one_another(browser: Browser, address: str, tmp_path: Path) -> None:
    one, other = visitor(browser), visitor(browser)
    own = tmp_path / "mine alone.xlsx"
    write_case(whole_case("Mine alone"), own)
    one.goto(f"{address}/whatif")
    other.goto(f"{address}/whatif")
    shows(one, "#shown-whatif")
    choose(one, "Case", "My own workbook")
    one.locator(".st-key-upload input[type='file']").set_input_files(own, timeout=WAIT)
    shows(one, "#shown-whatif[data-changes='0']")
    before = shows(other, "#shown-whatif[data-changes='0']")
    one.get_by_role("slider").first.press("ArrowLeft")
    shows(one, "#shown-whatif:not([data-changes='0'])")
    expect(one.get_by_role("button", name="Undo")).to_be_enabled()

    assert shows(other, "#shown-whatif[data-changes='0']") == before
    expect(other.get_by_role("button", name="Undo")).to_be_disabled()
    again(other, "#shown-whatif[data-changes='0']")
    turn_to(other, "Compare", "#shown-compare")
    other.get_by_role("combobox", name="Compared with it").click()
    expect(other.get_by_role("option").first).to_be_visible()
    assert "mine alone" not in other.locator("body").inner_text().lower()

    # A link says what is looked at; the workbook itself stays with whom it belongs to.
    other.goto(one.url)
    expect(other.get_by_text("The link is about a workbook that is not here")).to_be_visible(timeout=WAIT)
    assert "mine alone" not in other.locator("body").inner_text().lower()
    other.locator(".st-key-upload input[type='file']").set_input_files(own, timeout=WAIT)
    shows(other, "#shown-whatif:not([data-changes='0'])")
    expect(other.get_by_role("button", name="Undo")).to_be_disabled()
    assert other.locator(".rf-tiles").inner_text() == one.locator(".rf-tiles").inner_text()
    for page in (one, other):
        nothing_failed(page)
        page.context.close()


def test_a_page_that_is_open_lives_through_a_restart_of_the_server(browser: Browser, inputs: Path, tmp_path: Path) -> None:
    port, own = free_port(), tmp_path / "own.xlsx"
    write_case(whole_case("Kept over a restart"), own)
    folders = {"RIGHTFIN_INPUTS": str(inputs / "inputs"), "RIGHTFIN_VISITS": str(tmp_path / "visits")}
    page, sockets = visitor(browser), list[str]()
    page.on("websocket", lambda socket: sockets.append(socket.url))
    with served(at=port, **folders) as address:
        page.goto(f"{address}/whatif")
        shows(page, "#shown-whatif")
        choose(page, "Case", "My own workbook")
        page.locator(".st-key-upload input[type='file']").set_input_files(own, timeout=WAIT)
        shows(page, "#shown-whatif[data-changes='0']")
        page.get_by_role("slider").first.press("ArrowLeft")
        shows(page, "#shown-whatif:not([data-changes='0'])")
        page.get_by_role("button", name="Keep as A").click()
        expect(page.get_by_role("button", name="A, shown now")).to_be_visible(timeout=WAIT)
        again(page, "#shown-whatif:not([data-changes='0'])")
        before, opened = said(page), len(sockets)
    with served(at=port, **folders):
        # The page comes back by itself, and a reload changes nothing.
        for _ in range(WAIT // 100):
            if len(sockets) > opened and page.locator("[data-test-connection-state='CONNECTED']").count():
                break
            page.wait_for_timeout(100)
        page.wait_for_timeout(500)
        assert shows(page, "#shown-whatif:not([data-changes='0'])") == before
        page.get_by_role("slider").first.press("ArrowLeft")
        expect(page.get_by_role("button", name=re.compile("1 point less"))).to_be_visible(timeout=WAIT)
        page.get_by_role("button", name="Undo").click()
        expect(page.get_by_role("button", name=re.compile("0.5 points less"))).to_be_visible(timeout=WAIT)
        shows(page, "#shown-whatif")
        page.reload()
        after = shows(page, "#shown-whatif:not([data-changes='0'])")
        assert after == before
        page.get_by_role("button", name="Undo").click()
        shows(page, "#shown-whatif[data-changes='0']")
        nothing_failed(page)
        page.context.close()


SLOW = """
import time

def slow(case, *, progress, **rest):
    for step in range(1, 400):
        progress(step, 400, "working slowly")
        time.sleep(0.2)
"""

PAGES = """
from slowly import slow
from rightfin.ui import asked

asked.briefing = slow
from rightfin.ui.site import show
show()
"""


def test_a_study_that_is_stopped_says_so_and_frees_its_worker(browser: Browser, inputs: Path, tmp_path: Path) -> None:
    (tmp_path / "slowly.py").write_text(SLOW)
    (tmp_path / "pages.py").write_text(PAGES)
    with served(str(tmp_path / "pages.py"), RIGHTFIN_INPUTS=str(inputs / "inputs"), RIGHTFIN_WORKERS="1",
                RIGHTFIN_VISITS=str(tmp_path / "visits")) as address:
        page = visitor(browser)
        page.goto(address)
        expect(page.get_by_test_id("stProgress")).to_be_visible(timeout=WAIT)
        assert look(page, "while it works", runs=True) == []
        page.get_by_test_id("stMain").get_by_role("button", name="Stop").click(timeout=WAIT)
        expect(page.get_by_text("Trying exits and limits was stopped")).to_be_visible(timeout=WAIT)
        assert look(page, "stopped") == []
        turn_to(page, "What if", "#shown-whatif[data-changes='0']")
        page.get_by_role("slider").first.press("ArrowLeft")
        page.locator("#shown-whatif:not([data-changes='0'])").wait_for(state="attached", timeout=15_000)
        page.context.close()
