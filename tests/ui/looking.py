"""What holds of every page in every state: nothing serious for axe, nothing wider than the window, names by themselves."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from ui.browsing import wait_until_drawn

WIDTHS = (390, 1920, 1280)
"""Widths of a phone, a large screen and a small one, in pixels; tests begin with the last."""

OF_STREAMLIT: dict[tuple[str, str], str] = {}
"""What Streamlit's own parts get wrong and we cannot mend: rule and a part of the element's HTML, and why it is left."""

_AXE = Axe()

_TOO_WIDE = """() => {
    const main = document.querySelector("[data-testid='stMain']"), found = []
    if (document.documentElement.scrollWidth > innerWidth) found.push("the document")
    if (main.scrollWidth > main.clientWidth) found.push("the page")
    for (const one of main.querySelectorAll("button, h1, h2, h3, p, li, input:not([type=range]), canvas, .rf-tile")) {
        const place = one.getBoundingClientRect()
        const rolls = one.closest("[role=tablist], [data-testid=stDataFrame], [data-testid=stTable], pre")
        if (place.width > 2 && !rolls && one.checkVisibility({visibilityProperty: true}) && place.right > innerWidth + 1)
            found.push(`${one.outerHTML.slice(0, 300)} ends at ${place.right}`)
    }
    for (const one of main.querySelectorAll("[data-testid=stMarkdownContainer] :is(p, li)")) {
        const letters = parseFloat(getComputedStyle(one).fontSize)
        if (!one.closest("table, button, summary, label") && one.getBoundingClientRect().width > 36 * letters)
            found.push(`${one.innerText.slice(0, 60)} runs wider than 75 letters`)
    }
    return found
}"""
"""Names what goes beyond the right edge of the window, and text too wide to be read. Rows of tabs and tables roll by
themselves. A letter is a little less than half as wide as it is high."""

_NOT_ALONE = r"""() => {
    const found = []
    const walk = document.createTreeWalker(document.querySelector("[data-testid='stApp']"), NodeFilter.SHOW_TEXT)
    while (walk.nextNode()) {
        const around = walk.currentNode.parentElement
        if (!around || around.closest("[data-testid=stDataFrame], canvas, script, style, input, textarea")) continue
        const left = walk.currentNode.data.replace(/\u2068[^\u2069]*\u2069/g, "")
        if (/[\u0590-\u08ff]/.test(left) && /[A-Za-z0-9]/.test(left)) found.push(walk.currentNode.data)
    }
    return found
}"""
"""Names texts in which a name from right to left stands beside others and is not isolated."""


_SETTLED = """() => Promise.race([new Promise(after => setTimeout(after, 2000)), Promise.all(document.getAnimations()
    .filter(one => Number.isFinite(one.effect?.getComputedTiming().endTime))
    .map(one => one.finished.catch(() => null)))]).then(() => true)"""
"""Waits, two seconds at most, until nothing fades in or out any more: what is half faded is too pale for a moment."""


def serious(page: Page) -> list[str]:
    """Return what axe finds serious or critical, a line each: rule, element and what to do."""
    page.wait_for_timeout(100)
    page.evaluate(_SETTLED)
    answer: dict[str, Any] = _AXE.run(page, options={"resultTypes": ["violations"]}).response
    return [
        f"{rule['id']} ({rule['impact']}): {node['html'][:200]}: {node['failureSummary']}"
        for rule in answer["violations"] if rule["impact"] in ("serious", "critical")
        for node in rule["nodes"]
        if not any(rule["id"] == name and part in node["html"] for name, part in OF_STREAMLIT)
    ]


def _too_wide(page: Page) -> list[str]:
    """Return what goes beyond the edge of a window that has just got another width: pictures follow a moment later."""
    found: list[str] = []
    for _ in range(20):
        page.wait_for_timeout(150)
        found = page.evaluate(_TOO_WIDE)
        if not found:
            break
    return found


def look(page: Page, state: str, widths: tuple[int, ...] = WIDTHS, *, runs: bool = False) -> list[str]:
    """Return what is wrong with a page as it stands, each with the state that it is in; it may still be drawn."""
    if not runs:
        wait_until_drawn(page)
    size = page.viewport_size or {"height": 1200}
    found = [f"{state}: {one}" for one in serious(page)]
    for width in widths:
        page.set_viewport_size({"width": width, "height": size["height"]})
        found += [f"{state}, {width} wide: {one}" for one in _too_wide(page)]
    found += [f"{state}, not by itself: {one}" for one in page.evaluate(_NOT_ALONE)]
    return found
