"""The documentation: it builds without a warning, and every table, rule and result has its place in it."""

from __future__ import annotations

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

from rightfin.lp.objectives import OBJECTIVES
from rightfin.lp.rules import DECISIONS, FAMILIES
from rightfin.schema import TABLES
from rightfin.schema.indicators import INDICATORS
from rightfin.schema.results import RESULTS

DOCS = Path(__file__).parents[1] / "docs"
PAGES = DOCS / "_static/pages"
FICTIONAL = {"reform"}
"""Pictures of the fictional case, which say so wherever they are shown."""

LEAST_WORDS = 20
"""Signs that a text in place of a picture has at least."""

MOST_BYTES = 150_000
"""Bytes of a picture of a page, so that the first pages load at once."""


def codes(page: Path) -> set[str]:
    """Return every piece of code on a page, tags taken off."""
    found = re.findall(r"<code[^>]*>(.*?)</code>", page.read_text(encoding="utf-8"), re.DOTALL)
    return {unescape(re.sub(r"<[^>]+>", "", code)) for code in found}


def test_the_pages_build_without_a_warning_and_name_everything(tmp_path: Path) -> None:
    """One test, because the pages are built once for all that is asked of them."""
    site = tmp_path / "site"
    sphinx = [sys.executable, "-m", "sphinx", "--quiet", "-W", "--keep-going", "-b", "html"]
    command = [*sphinx, "-d", str(tmp_path / "doctrees"), str(DOCS), str(site)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr

    for table in TABLES:
        page = site / "generated/tables" / f"{table.name}.html"
        assert {column.name for column in (*table.columns, *table.entries)} <= codes(page), table.name
        assert f"{table.name}.html" in (site / "generated/tables/index.html").read_text(encoding="utf-8")
    for family in FAMILIES:
        page = site / "generated/mathematics" / f"{family.file}.html"
        anchor = f'id="rule-{family.name.replace("_", "-")}"'
        assert anchor in page.read_text(encoding="utf-8"), family.name
        assert family.name in codes(page)
        assert "<math" in page.read_text(encoding="utf-8")
    assert {level.name for level in OBJECTIVES} <= codes(site / "generated/mathematics/objectives.html")
    assert {decision.name for decision in DECISIONS} <= codes(site / "mathematics.html")
    assert {indicator.name for indicator in INDICATORS} <= codes(site / "results.html")
    for result in RESULTS:
        assert {result.name, *result.names} <= codes(site / "results.html"), result.name

    fetched = re.compile(r'<(?:script|link|img)[^>]*(?:src|href)="https?:')
    for page in site.rglob("*.html"):
        assert not fetched.search(page.read_text(encoding="utf-8")), f"{page.name} needs the network"


PICTURE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)\n\n?([^\n]*)")
PAPERS = [DOCS.parent / "README.md", *sorted(DOCS.glob("*.md"))]


def test_every_picture_is_there_is_told_in_words_and_is_small() -> None:
    shown = set()
    for paper in PAPERS:
        for words, target, below in PICTURE.findall(paper.read_text(encoding="utf-8")):
            path = (paper.parent / target).resolve()
            assert path.is_file(), f"{paper.name} shows {target}"
            assert len(words) >= LEAST_WORDS, f"{paper.name}: the text in place of {target} says too little"
            shown.add(path)
            if path.parent == PAGES:
                assert path.stat().st_size <= MOST_BYTES, f"{path.name} is too large"
                assert path.stem not in FICTIONAL or "fictional" in below, f"{paper.name}: {target} is of no country"
    assert shown >= set(PAGES.glob("*.png")), "pictures of pages that nothing shows"


def test_the_first_pages_show_the_answer_before_anything_else() -> None:
    for paper in (DOCS.parent / "README.md", DOCS / "index.md"):
        text = paper.read_text(encoding="utf-8")
        first = PICTURE.search(text)
        assert first is not None
        assert first.group(2).endswith("_static/pages/overview.png")
        assert text.index("## ") > first.start(), "the picture stands before the first section"
        for door in ("in a ministry", "a donor", "an adviser"):
            assert text.count(door) == 1, f"{paper.name}: {door}"
