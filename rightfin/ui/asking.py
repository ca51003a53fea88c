"""Click a number and read why: a cell of a table or of a picture leads to the page *Why* with its number asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NoReturn

import numpy as np
import pandas as pd
import streamlit as st

from rightfin.report.charts.vega import Chart
from rightfin.report.overview.shown import ShownNumber, ShownTable, number_at
from rightfin.report.words.bidi import bare
from rightfin.result.plan import Plan
from rightfin.ui import state
from rightfin.ui.inert import plain
from rightfin.ui.leading import WHY_PATH, lead

_NEW = "why_asked_now"
"""Says that a number was asked about a moment ago, so that the page *Why* answers by itself."""

_CLICK = "Click a number and ask why it is so."


@dataclass(frozen=True)
class Asks:
    """What the cells of a table are numbers of."""

    plan: Plan
    table: ShownTable

    def number(self, row: str, column: str) -> ShownNumber | None:
        """Return which number a cell is, ``None`` for one that cannot be asked about."""
        return number_at(self.plan, self.table, row, column)


def ask(at: str) -> NoReturn:
    """Lead to the page *Why*, where a number of the plan, by the text that names it, is asked about."""
    state.look_at(replace(state.view(), why=at))
    st.session_state[_NEW] = True
    lead(WHY_PATH, "Why")


def was_asked_now() -> bool:
    """Return whether a number was asked about on another page a moment ago: once."""
    return st.session_state.pop(_NEW, False) is True


def frame_with_asks(shown: pd.DataFrame, asks: Asks | None, key: str, names: Sequence[object], **drawn: Any) -> None:
    """Draw a table; where its cells can be asked about, a click on one offers to do so below it.

    Parameters
    ----------
    shown : the table as it is drawn.
    names : what names each row, as it stands in the plan.
    drawn : how it is drawn, as ``st.dataframe`` is told.
    """
    if asks is None:
        st.dataframe(shown, key=key, **drawn)
        return
    event = st.dataframe(shown, key=key, on_select="rerun", selection_mode="single-cell", **drawn)
    cells = event["selection"]["cells"]
    if not cells or cells[0][0] >= len(shown) or cells[0][1] not in shown.columns:
        st.caption(_CLICK)
        return
    place, column = cells[0]
    value = shown.iloc[place][column]
    offer(asks, str(names[place]), str(column), _written(value), key)


def _written(value: object) -> str:
    """Return a number of a table as it is told; empty for a blank or a text."""
    if not isinstance(value, (int, float, np.number)) or math.isnan(float(value)):
        return ""
    return f"{float(value):,.10g}"


def offer(asks: Asks, row: str, column: str, value: str, key: str) -> None:
    """Draw the way to the page *Why* for a cell, or say that it has none."""
    number = asks.number(row, column)
    if number is None:
        st.caption("Of this cell it cannot be asked why: it is a sum of several numbers, or is not one of the plan.")
        return
    whose = row if row != number.year else column
    told = f"{whose}, {number.year}" + (f": {value}" if value else "")
    if st.button(f"Why? {plain(told)}", key=f"why_{key}", type="tertiary", icon=":material/help:"):
        ask(number.at)


def chart_with_asks(spec: Chart, asks: Asks, key: str, **drawn: Any) -> None:
    """Draw a picture of numbers by name and year; a click on one of them offers to ask about it below the picture.

    A picture of parts beside one another is drawn as it is.
    """
    below: Chart = spec["layer"][0] if "layer" in spec else spec
    rows = (below.get("data") or spec.get("data") or {}).get("values", ())
    name = next((one for one in _NAMES if rows and one in rows[0]), None)
    if name is None or "mark" not in below:
        st.vega_lite_chart(spec=spec, **drawn)
        return
    point = {"name": _POINT, "select": {"type": "point", "fields": [name, "year"], "toggle": False}}
    clicked = {**below, "params": [point], "mark": {**below["mark"], "cursor": "pointer"}}
    event = st.vega_lite_chart(spec={**spec, "layer": [clicked, *spec["layer"][1:]]} if "layer" in spec else clicked,
                               key=f"chart_{key}", on_select="rerun", selection_mode=_POINT, **drawn)
    points = event["selection"].get(_POINT, ())
    if points and {name, "year"} <= set(points[0]):
        row, year = (bare(str(points[0][one])) for one in (name, "year"))
        offer(asks, row, year, "", f"chart_{key}")


_POINT = "asked"
"""What a picture calls the point that was clicked."""

_NAMES = ("name", "group", "institution", "payer")
"""Fields of pictures that name what a number is of."""
