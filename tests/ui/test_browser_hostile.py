"""A case from a stranger in a real browser: nothing in it is alive, and no request leaves the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect
from ui.browsing import WAIT, nothing_failed, served, type_into_grid, wait_until_drawn
from ui.whole_case import named, whole_case

from rightfin.case import Case
from rightfin.io import write_case

HOSTILE = (
    "=1 ![x](http://evil.test/a.png) http://evil.test/b https://evil.test www.evil.test c@evil.test "
    "<img src=http://evil.test/d.png> [e](http://evil.test/e) :material/home: :red[f] :smile: $g^2$ `h` ~~i~~ **j** -> k"
)
FILE = "![x](www.evil.test) www.evil.test c@evil.test :material_home: $g$ **j**.xlsx"

SEEN = """
window.evil = []
new MutationObserver(() => {
    for (const found of document.querySelectorAll(
        "a[href*='evil'], img[src*='evil'], [src*='evil'], .katex, [data-testid='stMarkdownContainer'] img, "
        + "[data-testid='stMarkdownContainer'] del, [data-testid='stMarkdownContainer'] span[role='img']"
    )) window.evil.push(found.outerHTML)
}).observe(document, {subtree: true, childList: true, attributes: true})
"""
"""Notes whatever came alive, be it for a moment."""


def hostile_case() -> Case:
    """Return a case of which every text that can be typed is hostile: title, names, items, sources and notes."""
    tables = {
        name: [{**row, "source": HOSTILE, "note": HOSTILE} for row in table.records()]
        for name, table in named(whole_case(HOSTILE), lambda _: HOSTILE).tables.items()
    }
    return Case.of(tables)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("hostile")
    write_case(hostile_case(), place / "inputs" / "1 good")
    write_case(hostile_case().with_cell("cadres", ("soldier",), "institution", HOSTILE), place / "inputs" / "2 faulty")
    write_case(hostile_case().with_cell("pledges", ("friends",), "2022", 1e6), place / "other.xlsx")
    (place / "models").mkdir()
    (place / "models" / "default.toml").write_text(
        f"name = 'default'\ntitle = '{HOSTILE}'\ndescription = '{HOSTILE}'\n")
    with served(RIGHTFIN_INPUTS=str(place / "inputs")) as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that is watched; at the end nothing of the case was alive, and every request went to the server."""
    found = browser.new_page(viewport={"width": 1400, "height": 2600})
    asked: list[str] = []
    found.on("request", lambda request: asked.append(request.url))
    found.on("websocket", lambda socket: asked.append(socket.url.replace("ws:", "http:")))
    found.add_init_script(SEEN)
    yield found
    nothing_failed(found)
    assert found.evaluate("window.evil") == []
    assert [url for url in asked if not url.startswith((f"{address}/", "data:", "blob:"))] == []
    assert any("_stcore/stream" in url for url in asked)
    icons = found.evaluate("[...document.querySelectorAll('link[rel~=icon]')].map(icon => icon.href)")
    assert all(icon.startswith((f"{address}/", "data:")) for icon in icons), icons
    shown = found.locator("[data-testid='stMain']").inner_text().replace("\u2060", "")
    assert ":material/home: :red[f] :smile: $g^2$ `h` ~~i~~ **j** -> k" in shown
    found.close()


def test_overview(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".st-key-scenario_0 button").first.click(timeout=WAIT)
    page.keyboard.press("Escape")
    page.locator("#shown-overview[data-whole=true]").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    for heading in page.locator("[data-testid='stExpander'] summary").all():
        heading.click()
    wait_until_drawn(page)


def test_exits(page: Page, address: str) -> None:
    page.goto(f"{address}/donors")
    page.locator("#shown-exits").wait_for(state="attached", timeout=WAIT)
    # The first is not the tab that opens: it stays open all the same.
    for tab, name in (("Without notice", "Let each leave without notice"), ("Each year", "Try every year"),
                      ("What would it take", "Work it out"), ("Coordination", "Compare with a pool"),
                      ("The mission leaves", "Try every year without it")):
        page.get_by_role("tab", name=tab).click(timeout=WAIT)
        page.get_by_role("button", name=name).click(timeout=WAIT)
        found = page.get_by_role("tabpanel", name=tab).get_by_text("Everything that was found, and how")
        found.click(timeout=WAIT)
        wait_until_drawn(page)


def test_force_and_method(page: Page, address: str) -> None:
    page.goto(f"{address}/force")
    page.locator("#shown-force[data-whole=true]").wait_for(state="attached", timeout=WAIT)
    page.get_by_role("button", name="Work it out").click(timeout=WAIT)
    page.get_by_role("button", name="Workbook of this study").wait_for(timeout=WAIT)
    wait_until_drawn(page)
    for heading in page.locator("[data-testid='stExpander'] summary").all():
        heading.click()
    page.get_by_role("link", name="Method and limits").click()
    page.locator("#shown-method").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)


def test_what_if(page: Page, address: str) -> None:
    page.goto(f"{address}/whatif")
    page.locator("#shown-whatif").wait_for(state="attached", timeout=WAIT)
    for group in ("Strength", "Threats", "Pledges", "Donors' exits"):
        page.get_by_role("combobox", name="What to change").click(timeout=WAIT)
        page.get_by_role("option", name=group).click()
        page.locator(f'#shown-whatif[data-group="{group}"]').wait_for(state="attached", timeout=WAIT)
        wait_until_drawn(page)  # a slider that is drawn anew does not hear a key
    page.get_by_role("slider").first.press("ArrowLeft")
    page.locator("#shown-whatif:not([data-changes='0'])").wait_for(state="attached", timeout=WAIT)
    page.get_by_role("button", name="Work out the cost").click(timeout=WAIT)
    page.get_by_role("button", name="Workbook of this study").wait_for(timeout=WAIT)
    wait_until_drawn(page)


def test_reform(page: Page, address: str) -> None:
    page.goto(f"{address}/reform")
    page.locator("#shown-reform").wait_for(state="attached", timeout=WAIT)
    page.get_by_role("button", name="Decide the starts").click(timeout=WAIT)
    page.get_by_role("button", name="Type these starts into the calendar").wait_for(timeout=WAIT)
    wait_until_drawn(page)
    page.get_by_role("button", name="Work out what each is worth").click(timeout=WAIT)
    expect(page.get_by_role("button", name="Workbook of this study")).to_have_count(2, timeout=WAIT)
    wait_until_drawn(page)
    for heading in page.locator("[data-testid='stMain'] [data-testid='stExpander'] summary").all():
        heading.click()


def test_compare(page: Page, address: str, tmp_path: Path) -> None:
    other = tmp_path / FILE
    write_case(hostile_case().with_cell("pledges", ("friends",), "2022", 1e6), other)
    page.goto(f"{address}/compare")
    page.get_by_text("Add a workbook of your own").click(timeout=WAIT)
    page.locator("[data-testid='stMain'] input[type='file']").set_input_files(other, timeout=WAIT)
    page.locator("#shown-compare[data-items='2'][data-whole='true']").wait_for(state="attached", timeout=WAIT)
    page.get_by_role("button", name="Workbook of this comparison").wait_for(timeout=WAIT)
    wait_until_drawn(page)
    page.get_by_role("combobox", name="Compared with it").click()
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("Escape")
    for heading in page.locator("[data-testid='stMain'] [data-testid='stExpander'] summary").all()[1:]:
        heading.click()
    wait_until_drawn(page)


def test_the_case(page: Page, address: str) -> None:
    page.goto(f"{address}/case")
    page.locator("#shown-case").wait_for(state="attached", timeout=WAIT)
    wait_until_drawn(page)
    for table in ("People: Institutions", "Money: Donors"):
        choose = page.get_by_role("combobox", name="Table", exact=True)
        choose.click()
        choose.fill(table)
        page.keyboard.press("Enter")
        page.locator(f"#shown-case[data-table='{table.split(': ')[1].lower()}']").wait_for(state="attached", timeout=WAIT)
        wait_until_drawn(page)
    type_into_grid(page, 0, 3, 0, f"{HOSTILE} typed")
    expect(page.get_by_role("button", name="Undo")).to_be_enabled(timeout=WAIT)
    page.get_by_role("button", name="Undo").hover()
    page.get_by_role("tab", name="Save").click()
    for field in ("Who saves it", "What was changed, and why"):
        page.get_by_label(field).fill(HOSTILE)
    page.get_by_role("button", name="Sign and make the workbook").click()
    expect(page.get_by_text("Signed:")).to_be_visible(timeout=WAIT)
    wait_until_drawn(page)


def test_a_case_that_is_mended(page: Page, address: str) -> None:
    page.goto(f"{address}/case?{urlencode({'case': '2 faulty'})}")
    page.get_by_text("This input cannot be used").wait_for(timeout=WAIT)
    wait_until_drawn(page)


def test_what_is_wrong(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("combobox", name="Case", exact=True).click(timeout=WAIT)
    page.get_by_role("option", name="2 faulty").click()
    page.get_by_text("This input cannot be used").wait_for(timeout=WAIT)
    wait_until_drawn(page)


SLOW = """
import time

def slow(case, *, progress, **rest):
    for step in range(1, 200):
        progress(step, 200, "working slowly")
        time.sleep(0.3)
"""
"""A module that the worker imports as well."""

PAGES = """
from slowly import slow
from rightfin.ui import asked

asked.briefing = slow
from rightfin.ui.site import show
show()
"""


@pytest.mark.parametrize("pressed", ["on the page", "of the browser's frame"])
def test_stop_leaves_a_message_and_no_bar(browser: Browser, tmp_path: Path, pressed: str) -> None:
    (tmp_path / "slowly.py").write_text(SLOW)
    (tmp_path / "pages.py").write_text(PAGES)
    with served(str(tmp_path / "pages.py")) as address:
        page = browser.new_page()
        page.goto(address)
        expect(page.get_by_test_id("stProgress")).to_be_visible(timeout=WAIT)
        expect(page.get_by_text("This was stopped before it was done")).to_be_hidden()
        mine = page.get_by_test_id("stMain").get_by_role("button", name="Stop")
        if pressed == "on the page":
            mine.click(timeout=WAIT)
            expect(page.get_by_text("Trying exits and limits was stopped")).to_be_visible(timeout=WAIT)
        else:
            page.get_by_test_id("stStatusWidget").get_by_role("button", name="Stop").click(timeout=WAIT)
            expect(page.get_by_text("This was stopped before it was done")).to_be_visible(timeout=WAIT)
        expect(mine).to_be_hidden()
        expect(page.get_by_test_id("stProgress")).to_be_hidden()
        page.close()
