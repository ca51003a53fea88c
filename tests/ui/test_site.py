"""The list of pages: every page stands in it, once, under a path of its own."""

from __future__ import annotations

import ast
from pathlib import Path

from rightfin.ui import site


def pages() -> set[str]:
    """Return the modules of the pages: those that introduce themselves and show something."""
    found = set()
    for file in Path(site.__file__).parent.glob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        if {"introduce", "show"} <= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
            found.add(file.stem)
    return found


def test_every_page_is_in_the_list_of_pages() -> None:
    listed = [page.body.__module__.rpartition(".")[2] for page in site.PAGES]
    assert len(set(listed)) == len(listed)
    assert set(listed) >= pages(), f"PAGES in ui/site.py lacks {sorted(pages() - set(listed))}"
    assert [page.introduce.__module__ for page in site.PAGES] == [page.body.__module__ for page in site.PAGES]


def test_each_page_has_a_path_of_its_own_and_the_first_has_none() -> None:
    paths = [page.path for page in site.PAGES]
    assert len(set(paths)) == len(paths)
    assert paths[0] == ""
