"""Ways from one page to another: to a number on the page *Why*, to a row on the page *The case*."""

from __future__ import annotations

from typing import NoReturn

import streamlit as st

WHY_PATH, CASE_PATH = "why", "case"
"""Where these pages stand."""

_ROW = "row_led_to"


def lead(path: str, title: str) -> NoReturn:
    """Draw another page in the place of this one."""
    st.switch_page(st.Page(_drawn_by_the_site, title=title, url_path=path))


def lead_to_row(table: str, row: str) -> NoReturn:
    """Lead to a row of a table, by its key, on the page *The case*."""
    st.session_state[_ROW] = table, row
    lead(CASE_PATH, "The case")


def row_led_to() -> tuple[str, str] | None:
    """Return the table and the row, by its key, to which a visitor was led a moment ago: once."""
    found: tuple[str, str] | None = st.session_state.pop(_ROW, None)
    return found


def _drawn_by_the_site() -> None:
    """Stand for a page of the site, which is found by its path."""
