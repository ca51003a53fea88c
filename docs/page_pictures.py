"""Pictures of the web pages, which the README and the tutorial show.

Run it from the root of the project, where the tools of developers and Chromium are: ``make docs-pictures``. It serves the
pages, does what the tutorial tells, and writes ``docs/_static/pages/*.png``; look at them and commit them. With names of
pictures it writes those alone: ``python docs/page_pictures.py overview case``.
"""

from __future__ import annotations

import io
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FloatRect, Locator, Page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from ui.browsing import WAIT, chromium, served, wait_until_drawn  # noqa: E402  (found once the path is set)

PICTURES = ROOT / "docs" / "_static" / "pages"
SOURCED, FICTIONAL = "case=Afghanistan+2012", "case=Demo&scenario=reform"
LEVER = "Share of revenue for security"
POINTS = ("2", "4")
"""Where the lever stands after each press of a key."""

WIDE, HIGH, SHARP = 1500, 2800, 1280 / 1072
"""Window in which most pictures are taken, and points of a picture for each of the window's: 1280 across what is kept."""

NARROW = 390
BESIDE, ABOVE = 16.0, 8.0
"""What is kept around the elements of a picture: white, and nothing of their neighbours."""

MOST_BYTES = 150_000
FRAME = "#c9d3dc"
LONGEST = 400_000
"""Milliseconds that exits and limits of a case may take to be tried."""

CHARTS = "[data-testid='stVegaLiteChart']"
GRID = "[data-testid='stDataFrame']"
MAIN = "[data-testid='stMainBlockContainer']"
DRAWN = """() => {
  const seen = found => [...document.querySelectorAll(found)].filter(one => one.checkVisibility());
  return document.fonts.status === 'loaded' && !seen('[data-testid="stSkeleton"]').length
    && seen('[data-testid="stVegaLiteChart"]').every(one => one.querySelector('canvas, svg'));
}"""


@dataclass(frozen=True)
class Studio:
    """The pages as they are served, and the browser that looks at them."""

    address: str
    browser: Browser

    def opened(self, path: str, query: str, mark: str, wide: int = WIDE, high: int = HIGH, sharp: float = SHARP) -> Page:
        """Return a page once it shows what its mark says."""
        page = self.browser.new_page(viewport={"width": wide, "height": high}, device_scale_factor=sharp)
        page.goto(f"{self.address}/{path}?{query}")
        wait_for(page, mark)
        return page


def wait_for(page: Page, mark: str) -> None:
    """Wait until a page shows what a mark says, and all of it is drawn."""
    page.locator(mark).wait_for(state="attached", timeout=LONGEST)
    wait_until_drawn(page)
    page.wait_for_function(DRAWN, timeout=WAIT)


def keep(page: Page, name: str, first: Locator | None = None, last: Locator | None = None) -> None:
    """Write a picture once nothing moves any more: the whole window, or the page from one of its elements to another.

    The first is the heading of the page where nothing else is said.
    """
    page.mouse.move(1, 1)  # what shows beneath the pointer alone is not wanted
    before = b""
    for _ in range(20):
        clip = None if last is None else between(page, first or page.locator(MAIN).locator("h1").first, last)
        content = page.screenshot(clip=clip, animations="disabled", caret="hide")
        if content == before:
            break
        before = content
        page.wait_for_timeout(400)
    small = shrunk(content)
    (PICTURES / f"{name}.png").write_bytes(small)
    print(f"{name}.png: {len(small):,} bytes")  # noqa: T201
    page.close()


def between(page: Page, first: Locator, last: Locator) -> FloatRect:
    """Return the part of the page from the top of an element to the bottom of another, as wide as the page's own part."""
    frame, top, bottom = (found.bounding_box() for found in (page.locator(MAIN), first, last))
    assert frame is not None
    assert top is not None
    assert bottom is not None
    padding = float(page.locator(MAIN).evaluate("part => parseFloat(getComputedStyle(part).paddingLeft)"))
    beside, y = max(0.0, padding - BESIDE), top["y"] - ABOVE
    return {"x": frame["x"] + beside, "y": y, "width": frame["width"] - 2 * beside,
            "height": bottom["y"] + bottom["height"] + ABOVE - y}


def shrunk(content: bytes) -> bytes:
    """Return a picture in a frame, told from the text around it, in as many colours as stay within ``MOST_BYTES``."""
    picture = Image.open(io.BytesIO(content)).convert("RGB")
    ImageDraw.Draw(picture).rectangle((0, 0, picture.width - 1, picture.height - 1), outline=FRAME, width=2)
    for colours in (256, 128, 64, 32, 16):
        target = io.BytesIO()
        fewer = picture.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        fewer.save(target, "PNG", optimize=True)
        if target.tell() <= MOST_BYTES:
            break
    return target.getvalue()


def heading(page: Page, text: str) -> Locator:
    """Return a heading by its text."""
    return page.get_by_role("heading", name=text, exact=True).first


def moved(studio: Studio) -> Page:
    """Return the page What if once the lever has moved and its answer is shown."""
    page = studio.opened("whatif", SOURCED, "#shown-whatif[data-changes='0']")
    for points in POINTS:
        page.get_by_role("slider", name=LEVER).press("PageUp")
        page.get_by_role("button", name=f"{LEVER}: {points} points more").wait_for(timeout=WAIT)
        wait_for(page, "#shown-whatif:not([data-changes='0'])")
    return page


def window(studio: Studio) -> None:
    """Take the whole window as it opens."""
    keep(studio.opened("", SOURCED, "#shown-overview[data-whole='true']", wide=1280, high=860, sharp=1.0), "window")


def overview(studio: Studio) -> None:
    """Take the answer: sentence, figures, picture, three answers."""
    page = studio.opened("", SOURCED, "#shown-overview[data-whole='true']")
    last = page.locator("[data-testid='stHorizontalBlock']", has=heading(page, "What breaks first?"))
    keep(page, "overview", heading(page, "Afghanistan: the Chicago plan of May 2012"), last)


def kept(studio: Studio) -> Page:
    """Return it once the change is kept as A."""
    page = moved(studio)
    page.get_by_role("button", name="Keep as A").click()
    page.get_by_role("button", name="A, shown now").wait_for(timeout=WAIT)
    wait_for(page, "#shown-whatif:not([data-changes='0'])")
    return page


def whatif(studio: Studio) -> None:
    """Take levers, one of them moved, and what it does, kept as A."""
    page = kept(studio)
    keep(page, "whatif", None, page.locator(CHARTS).first)


def exits(page: Page) -> None:
    """Let the United States leave three years earlier, on the page about donors."""
    wait_for(page, "#shown-exits[data-changes='0']")
    box = page.locator(GRID).first.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 215 + 75, box["y"] + 2 * 35 + 17)  # second column, second row below the headings
    page.wait_for_timeout(500)
    page.keyboard.type("2021", delay=120)  # the first key opens the cell, which loses keys that come too fast
    page.wait_for_timeout(300)
    page.keyboard.press("Enter")
    wait_for(page, "#shown-exits:not([data-changes='0'])")


def donors(studio: Studio) -> None:
    """Take the timeline of exits, one of them changed, and its answer."""
    page = studio.opened("donors", SOURCED, "#shown-exits")
    exits(page)
    keep(page, "donors", None, page.locator(CHARTS).first)


def compare(studio: Studio) -> None:
    """Take the case beside what was kept as A and beside the earlier exit."""
    page = kept(studio)
    page.get_by_role("button", name="Clear").click()
    wait_for(page, "#shown-whatif[data-changes='0']")
    page.get_by_role("link", name="Donors").click()
    exits(page)
    page.wait_for_url("**/donors?*changes=*", timeout=WAIT)
    page.goto(page.url.replace("/donors?", "/compare?") + "&compare=case&compare=kept:A&compare=now")
    wait_for(page, "#shown-compare[data-items='3'][data-whole='true']")
    keep(page, "compare", None, page.locator(CHARTS).nth(3))


def donors_tab(studio: Studio) -> None:
    """Take every year tried as the first without donors."""
    page = studio.opened("donors", SOURCED, "#shown-exits")
    page.get_by_role("tab", name="Each year").click()
    page.get_by_role("button", name="Try every year").click()
    panel = page.get_by_role("tabpanel").filter(visible=True)
    panel.locator(CHARTS).first.wait_for(timeout=LONGEST)
    wait_for(page, "#shown-exits")
    keep(page, "donors_tab", page.get_by_role("tablist").first, panel.locator(CHARTS).first)


def chosen(page: Page, label: str, value: str) -> None:
    """Choose from a list by what stands in it."""
    page.get_by_role("combobox", name=label).first.click()
    page.get_by_role("option", name=value, exact=True).click()


def pay(studio: Studio) -> None:
    """Take who pays an institution its pay, and where the pay of each of its cadres comes from."""
    page = studio.opened("force", SOURCED, "#shown-force[data-whole='true']")
    chosen(page, "Institution", "Police (Ministry of Interior)")
    wait_for(page, "#shown-force[data-whole='true']")
    chosen(page, "Cost", "Pay")
    wait_for(page, "#shown-force[data-whole='true']")
    folded = page.locator("[data-testid='stExpander']", has_text="Where pay comes from")
    folded.locator("summary").click()
    page.wait_for_timeout(1000)
    keep(page, "pay", heading(page, "Who pays them"), folded)


def force(studio: Studio) -> None:
    """Take how far needs are covered, and what binds."""
    page = studio.opened("force", SOURCED, "#shown-force[data-whole='true']")
    keep(page, "force", heading(page, "How far needs are covered"), page.locator(CHARTS).last)


def why(studio: Studio) -> None:
    """Take a number that a link asks about, explained, of the fictional case."""
    page = studio.opened("why", "case=Demo&why=strength.police%402029", "#shown-why")
    page.get_by_text("How this was found").wait_for(timeout=LONGEST)
    wait_for(page, "#shown-why")
    keep(page, "why", None, page.locator(CHARTS).first)


def reform(studio: Studio) -> None:
    """Take the calendar of programmes, of the fictional case."""
    page = studio.opened("reform", FICTIONAL, "#shown-reform")
    keep(page, "reform", None, page.locator(CHARTS).first)


def learning(studio: Studio) -> None:
    """Take plan against fact, of the fictional case."""
    page = studio.opened("learning", "case=Demo", "#shown-learning")
    page.get_by_role("button", name="Compare plan and fact").click()
    charts = page.get_by_role("tabpanel").filter(visible=True).locator(CHARTS)
    charts.nth(1).wait_for(timeout=LONGEST)
    wait_for(page, "#shown-learning")
    keep(page, "learning", charts.nth(0), charts.nth(1))


def paid(studio: Studio, text: str, verdict: str) -> Page:
    """Return the page of the case once the pay of the police is typed, and the page says so."""
    page = studio.opened("case", SOURCED, "#shown-case", high=1400)
    choose = page.get_by_role("combobox", name="Table")
    choose.click()
    choose.fill("People: Cadres")
    page.keyboard.press("Enter")
    wait_for(page, "#shown-case[data-table='cadres']")
    page.locator(GRID).locator("canvas").first.click(position={"x": 210, "y": 35 + 17}, force=True)
    page.wait_for_timeout(300)
    for _ in range(5):  # from the problems over name, institution, title and opening strength to the pay
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    editor = page.locator(".gdg-style textarea, .gdg-style input").first
    editor.wait_for(timeout=WAIT)
    editor.fill(text)
    page.keyboard.press("Enter")
    page.get_by_text(verdict).wait_for(timeout=WAIT)
    wait_for(page, "#shown-case[data-table='cadres']")
    return page


def case(studio: Studio) -> None:
    """Take a cell that cannot be read, with what is wrong beside its row."""
    page = paid(studio, "2000?", "1 error. The case can be edited")
    page.get_by_text("cadres, row police, column pay").wait_for(timeout=WAIT)
    keep(page, "case", None, page.get_by_role("button", name="Go to row", exact=True))


def save(studio: Studio) -> None:
    """Take what is signed when a changed case is saved."""
    page = paid(studio, "2000", "No errors")
    page.get_by_role("tab", name="Save").click()
    page.get_by_label("Who saves it").fill("Amina Roy")
    page.get_by_label("What was changed, and why").fill("Pay of the police as agreed in March")
    page.keyboard.press("Tab")
    wait_until_drawn(page)
    panel = page.get_by_role("tabpanel").filter(visible=True)
    keep(page, "save", page.get_by_role("tablist").first, panel.get_by_role("button", name="Sign and make the workbook"))


def narrow(studio: Studio) -> None:
    """Take the answer as a telephone shows it."""
    page = studio.opened("", SOURCED, "#shown-overview[data-whole='true']", wide=NARROW, sharp=1.5)
    keep(page, "narrow", None, page.locator(".rf-tiles"))


ALL: tuple[Callable[[Studio], None], ...] = (
    window, overview, whatif, donors, donors_tab, force, pay, why, reform, learning, compare, case, save, narrow,
)


def main(names: list[str]) -> None:
    """Take the pictures of these names, or all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as visits, served(RIGHTFIN_VISITS=visits) as address, chromium() as browser:
        for picture in ALL:
            if not names or picture.__name__ in names:
                picture(Studio(address, browser))


if __name__ == "__main__":
    main(sys.argv[1:])
