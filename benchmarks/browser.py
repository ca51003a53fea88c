"""The pages in a real browser: a lever until its figures, an exit year until its answer, the overview until complete."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from clock import processor, told
from desk import runs
from generate import NATIONAL, generated
from playwright.sync_api import BrowserContext, Page
from serving import ROOT, Server, Spent, served

from rightfin.case.case import Cell
from rightfin.case.resolve import base_and_end, planning_years
from rightfin.question import Question
from rightfin.reading import read_case
from rightfin.study.levers.changes import cells_of_changes, with_move
from rightfin.study.levers.kinds import levers_of
from rightfin.study.levers.lever import Moved, Typing
from rightfin.study.whatif import WhatIf
from rightfin.ui.calendar import donor_rows, exits_of, years_of
from rightfin.ui.moving import slide_of

sys.path.insert(0, str(ROOT / "tests"))
from ui.browsing import WAIT, chromium, wait_until_drawn

LEVER = "Share of revenue for security"
WATCH = """
([events, marker, text, known]) => new Promise(resolve => {
  const begun = event => {
    const start = performance.now();
    let figures = null, running = null;
    const look = () => {
      const now = performance.now() - start, shown = document.querySelector(text);
      const app = document.querySelector("[data-testid='stApp']");
      if (figures === null && shown !== null && shown.textContent !== known) figures = now;
      if (running === null && app !== null && app.dataset.testScriptState === "running") running = now;
      const still = app !== null && app.dataset.testScriptState === "notRunning";
      if (figures !== null && still && document.querySelector(marker) !== null)
        resolve([running, figures, now]);
      else if (now > 60000) resolve(null);
      else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  };
  window.addEventListener(events, begun, {capture: true, once: true});
})
"""
"""Resolves to the milliseconds from a key until the server is at it, until a text has changed, and until all is drawn.

To nothing where no other text comes within a minute."""

TILES = ".rf-tiles"


@dataclass
class Taken:
    """Seconds of each answer until the server is at it, until its figures, and until all is drawn; processor seconds."""

    begun: list[float] = field(default_factory=list)
    figures: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    pages: float = 0.0
    workers: float = 0.0
    browser: float = 0.0

    def print(self, name: str) -> None:
        """Print them."""
        if self.figures:
            print(told(f"{name}, until the server is at it", self.begun))
            print(told(f"{name}, until the new figures", self.figures))
        print(told(f"{name}, until all is drawn", self.whole))
        count = len(self.whole)
        print(f"{name}, processor seconds each: {self.pages / count:.3f} pages, {self.workers / count:.3f} workers, "
              f"{self.browser / count:.3f} Chromium")


class Tried:
    """A browser at a server: does something again and again, and takes the time."""

    def __init__(self, server: Server, context: BrowserContext) -> None:
        self.server, self.context = server, context

    def answers(self, page: Page, keys: Sequence[Callable[[], None]], event: str, marker: str, text: str) -> Taken:
        """Press keys one after the other, and wait for the answer to each."""
        taken = Taken()
        for press in keys:
            page.wait_for_timeout(700)
            known = page.locator(text).first.text_content()
            before, chrome = self.server.spent(), browsers()
            page.evaluate(f"args => {{ window.answer = ({WATCH})(args); }}", [event, marker, text, known])
            press()
            answer = page.evaluate("window.answer")
            if answer is None:
                print("the figures stayed what they were")
                continue
            begun, figures, whole = answer
            self._add(taken, before, chrome)
            taken.begun.append((figures if begun is None else begun) / 1e3)
            taken.figures.append(figures / 1e3)
            taken.whole.append(whole / 1e3)
        return taken

    def _add(self, taken: Taken, before: Spent, chrome: float) -> None:
        spent = self.server.spent().since(before)
        taken.pages += spent.pages
        taken.workers += spent.workers
        taken.browser += browsers() - chrome

    def levers(self, case: str, times: int) -> Taken:
        """Move the lever step by step, each time to a new place."""
        page = self._opened(f"whatif?case={case}", "#shown-whatif")
        slider = page.get_by_role("slider", name=LEVER).or_(page.get_by_role("slider")).first
        slider.focus()
        presses = [lambda: slider.press("ArrowLeft")] * times
        taken = self.answers(page, presses, "keydown", "#shown-whatif:not([data-changes='0'])", TILES)
        page.close()
        return taken

    def exits(self, case: str, typed_years: Sequence[tuple[int, int]]) -> Taken:
        """Type first years without donors, each the place of a donor and a year."""
        page = self._opened(f"donors?case={case}", "#shown-exits")
        page.wait_for_timeout(1500)
        def typed(row: int, year: int) -> Callable[[], None]:
            def press() -> None:
                box = page.get_by_test_id("stDataFrame").first.bounding_box()  # what stands above it changes
                if box is None:
                    raise RuntimeError("there is no table of donors")
                page.mouse.click(box["x"] + 215 + 75, box["y"] + 35 + 35 * row + 17)
                page.wait_for_timeout(300)
                page.keyboard.type(str(year), delay=120)
                page.wait_for_timeout(300)
                page.keyboard.press("Enter")
            return press

        taken = self.answers(page, [typed(*one) for one in typed_years], "rightfin-enter", "#shown-exits", TILES)
        page.close()
        return taken

    def openings(self, case: str, times: int) -> Taken:
        """Open the overview in a tab of its own again and again; the first time does not count."""
        taken = Taken()
        for number in range(times + 1):
            page = self.context.new_page()
            before, chrome, start = self.server.spent(), browsers(), perf_counter()
            page.goto(f"{self.server.address}/?case={case}")
            page.locator("#shown-overview[data-whole='true']").wait_for(state="attached", timeout=20 * WAIT)
            wait_until_drawn(page)
            seconds = perf_counter() - start
            if number:
                taken.whole.append(seconds)
                self._add(taken, before, chrome)
            else:
                print(f"the first opening of the overview takes {seconds:.1f} s")
            page.close()
        return taken

    def _opened(self, path: str, marker: str) -> Page:
        page = self.context.new_page()
        # The Enter that ends the typing of a year is what counts, not the keys before it.
        page.add_init_script("window.addEventListener('keydown', event => { if (event.key === 'Enter') "
                             "window.dispatchEvent(new Event('rightfin-enter')); }, true);")
        page.goto(f"{self.server.address}/{path}")
        page.locator(marker).wait_for(state="attached", timeout=4 * WAIT)
        wait_until_drawn(page)
        return page


def browsers() -> float:
    """Return the processor seconds of all Chromium processes that this process began."""
    parents: dict[int, int] = {}
    names: dict[int, str] = {}
    for place in Path("/proc").iterdir():
        if place.name.isdecimal():
            try:
                before, _, after = (place / "stat").read_text(encoding="ascii", errors="replace").rpartition(")")
            except OSError:
                continue
            parents[int(place.name)], names[int(place.name)] = int(after.split()[1]), before
    found = 0.0
    for pid, name in names.items():
        if "chrom" in name and _is_ours(pid, parents):
            try:
                found += processor(pid, ended=True)
            except OSError:
                continue
    return found


def _is_ours(pid: int, parents: dict[int, int]) -> bool:
    while pid in parents:
        if pid == os.getpid():
            return True
        pid = parents[pid]
    return False


def alone(name: str, question: Question, asked: Sequence[tuple[Cell, ...]]) -> None:
    """Print how long the same questions take on live models of this process, and HiGHS of that."""
    live = WhatIf.of(question)
    stand = live.start()
    own, solver = list[float](), list[float]()
    with runs() as taken:
        for cells in asked:
            live.back_to(stand)
            taken.clear()
            start = perf_counter()
            live.plan(live.changed(cells))
            own.append(perf_counter() - start)
            solver.append(sum(taken))
    print(told(f"{name}, the same in this process", own))
    print(told(f"{name}, of which HiGHS", solver))


def of_lever(question: Question, times: int) -> list[tuple[Cell, ...]]:
    """Return the cells of the lever, step by step as the browser moves it."""
    lever = next(one for one in levers_of(question) if one.title == LEVER)
    step = slide_of(lever, None).step
    moves = [Moved(Typing.POINTS, -step * (number + 1), None) for number in range(times)]
    return [cells_of_changes(with_move((), lever, moved), question) for moved in moves]


def years_typed(question: Question, times: int) -> list[tuple[int, int]]:
    """Return years to type, each the place of a donor and a year: all for one donor, then for the next."""
    years = planning_years(question.prepared)[1:]
    return [(step // len(years), years[step % len(years)]) for step in range(times)]


def of_exits(question: Question, typed_years: Sequence[tuple[int, int]]) -> list[tuple[Cell, ...]]:
    """Return the cells of years that are typed one after the other."""
    rows = donor_rows(question.prepared, question.definition)
    years, found = dict(years_of(rows)), []
    for row, year in typed_years:
        years[rows[row].donor] = str(year)
        left, _ = exits_of(rows, years, base_and_end(question.prepared)[0])
        found.append(tuple(("donors", (donor,), "exit_year", last) for donor, last in left.items()))
    return found


def share(name: str, taken: Taken, asked: Sequence[Any], question: Question) -> None:
    """Print an answer in the browser beside the same in this process."""
    taken.print(name)
    alone(name, question, asked)


def main() -> None:
    """Print all of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--only", choices=("levers", "national", "exits", "overview"))
    asked = parser.parse_args()
    demo = Question.of(read_case(ROOT / "inputs/demo"))
    national = generated(NATIONAL)
    prepared = {"RIGHTFIN_PREPARE": "no"}  # what is measured is measured alone
    with served({"demo": ROOT / "inputs/demo", "national": national}, **prepared) as server, chromium() as browser:
        tried = Tried(server, browser.new_context(viewport={"width": 1280, "height": 1600}))
        if asked.only in (None, "levers"):
            share("demo, lever", tried.levers("Demo", asked.times), of_lever(demo, asked.times), demo)
        if asked.only in (None, "national"):
            question = Question.of(national)
            share("national, lever", tried.levers("National", asked.times), of_lever(question, asked.times), question)
        if asked.only in (None, "exits"):
            years = years_typed(demo, asked.times)
            share("demo, exit year", tried.exits("Demo", years), of_exits(demo, years), demo)
        if asked.only in (None, "overview"):
            tried.openings("Demo", asked.times).print("demo, opening the overview")
        for line in dict.fromkeys(server.wrong()):
            print("log of the server:", line)


if __name__ == "__main__":
    main()
