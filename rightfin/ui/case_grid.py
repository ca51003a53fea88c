"""One table of a case as a grid to type into: texts as they were typed, and what is wrong beside each row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from rightfin.case.cell import as_text
from rightfin.case.reading.header import is_year
from rightfin.editing.checking import DraftCheck, PlacedIssue
from rightfin.editing.listing import Listing
from rightfin.editing.sheets import TypedCase
from rightfin.io.layout import LAST_COLUMNS, column_help, year_help
from rightfin.schema import BY_NAME, Column, Kind
from rightfin.ui.case_desk import MEANING, PROBLEMS, TICK
from rightfin.ui.inert import plain

_NUMBERS = (Kind.NUMBER, Kind.INTEGER, Kind.SHARE, Kind.YEAR)
_MOST_HEIGHT = 560
_ROW_HEIGHT = 35
_NARROW, _WIDE = 86, 170
"""Widths of what is wrong in a row, in pixels: beside it a narrow window shows a setting with its value."""
_PROBLEMS = ("✗ an error in the row, ? a warning. A double click shows the whole; above and below the table stands what to "
             "do.")
_MOST_OFFERED = 400
"""Names that a cell offers at most; with more of them they are typed."""


def draw_grid(listing: Listing, check: DraftCheck, now: TypedCase, key: str, *, sources_first: bool = False) -> None:
    """Draw the grid; what is typed into it stands in the state under its key.

    With ``sources_first`` sources and notes stand before the numbers.
    """
    frame = frame_of(listing, check)
    height = _ROW_HEIGHT * (len(frame) + 1) + 3
    st.data_editor(
        frame, key=key, num_rows="fixed", width="stretch", height=min(_MOST_HEIGHT, height), hide_index=False,
        disabled=["_index", PROBLEMS, MEANING], column_config=_columns(listing, now),
        column_order=_order(frame, listing, sources_first), placeholder="",
        alt=f"The table {BY_NAME[listing.sheet.name].title}, to be typed into",
    )


def frame_of(listing: Listing, check: DraftCheck) -> pd.DataFrame:
    """Return the grid: a tick, what is wrong in the row, its cells as texts; rows are named by their numbers.

    All but what is wrong is as it was when the grid began.
    """
    table, texts = BY_NAME[listing.sheet.name], listing.texts()
    wrong = wrong_by_row(listing, check)
    columns: dict[str, list[Any]] = {
        TICK: [False] * len(listing.rows), PROBLEMS: [wrong.get(number, "") for number in listing.rows],
    }
    for at, heading in enumerate(listing.headings):
        columns[heading] = [row[at] for row in texts]
    if table.entries:
        columns[MEANING] = [_meaning(table.entry(row[0] or "")) for row in texts]
    frame = pd.DataFrame(columns, index=pd.Index(listing.rows, name="Row"))
    return frame.astype({name: object for name in columns if name != TICK})


def _order(frame: pd.DataFrame, listing: Listing, sources_first: bool) -> list[str]:
    """Return the columns in the order in which they are drawn: what names a row, what is wrong in it, what it says.

    A narrow window shows a setting with its value first, and what it is behind both.
    """
    known = dict(zip(listing.columns, listing.headings, strict=True))
    first = [known[name] for name in listing.columns if name in BY_NAME[listing.sheet.name].key]
    alone = [known["value"]] if BY_NAME[listing.sheet.name].entries and "value" in known else []
    meaning = [MEANING] if alone else []
    sources = LAST_COLUMNS if sources_first else ()
    return list(dict.fromkeys([TICK, PROBLEMS, *first, *alone, *sources, *meaning, *map(str, frame.columns)]))


def wrong_by_row(listing: Listing, check: DraftCheck) -> Mapping[int, str]:
    """Return what is wrong by the number of the row, in one line."""
    found: dict[int, list[str]] = {}
    for problem in check.of_table(listing.sheet.name):
        if problem.row is not None:
            found.setdefault(problem.row, []).append(_wrong(listing, problem))
    return {row: " · ".join(texts) for row, texts in found.items()}


def heading_of(listing: Listing, column: str) -> str:
    """Return the heading of a column, the column itself if it has none."""
    return dict(zip(listing.columns, listing.headings, strict=True)).get(column, column)


def _wrong(listing: Listing, problem: PlacedIssue) -> str:
    sign = "✗" if problem.is_error else "?"
    column = heading_of(listing, problem.column)
    return f"{sign} {column}: {problem.issue.message}" if column else f"{sign} {problem.issue.message}"


def _meaning(entry: Column | None) -> str:
    if entry is None:
        return ""
    unit = f" ({entry.unit})" if entry.unit else ""
    needed = " Needed." if entry.required else f" If blank: {entry.default_label}." if entry.default_label else ""
    return f"{entry.help}{unit}{needed}"


def _columns(listing: Listing, now: TypedCase) -> dict[str, Any]:
    """Return how the columns are drawn and typed into: a list to choose from where there is one, text elsewhere."""
    table, config = BY_NAME[listing.sheet.name], st.column_config
    found: dict[str, Any] = {
        "_index": config.Column(width=50, help="The number of the row; messages name it."),
        TICK: config.CheckboxColumn("✓", width=40, pinned=True, help="Tick rows to copy or delete them."),
        PROBLEMS: config.TextColumn(width=_NARROW if table.entries else _WIDE, pinned=True, help=_PROBLEMS),
        MEANING: config.TextColumn(width=260),
    }
    known = {column.name: column for column in table.columns}
    for name, heading in zip(listing.columns, listing.headings, strict=True):
        if name in dict(listing.sheet.own):
            found[heading] = config.TextColumn(help="No column of the table: not read.")
        elif is_year(name):
            found[heading] = config.TextColumn(help=plain(year_help(table)) or None, alignment="right", width=95)
        else:
            found[heading] = _column(known[name], heading, listing, now, pinned=name == table.key[0])
    return found


def _column(column: Column, heading: str, listing: Listing, now: TypedCase, *, pinned: bool) -> Any:
    tip = plain(column_help(column))
    offered = _offered(column, heading, listing, now)
    if offered:
        return st.column_config.SelectboxColumn(options=offered, help=tip, pinned=pinned)
    return st.column_config.TextColumn(help=tip, pinned=pinned, width="medium" if column.kind is Kind.TEXT else None,
                                       alignment="right" if column.kind in _NUMBERS else None)


def _offered(column: Column, heading: str, listing: Listing, now: TypedCase) -> list[str]:
    """Return what a cell may be chosen from, with what stands there already; nothing where it is typed."""
    if column.kind is Kind.BOOLEAN:
        names = ["true", "false"]
    elif column.kind is Kind.CHOICE:
        names = list(column.choices)
    elif column.kind is Kind.REFERENCE:
        part = BY_NAME[column.refers_to].key[0]
        names = [as_text(row.cells.get(part)) for row in now.sheets[column.refers_to].rows]
    else:
        return []
    wild = ["*"] if column.wildcard else []
    standing = [text for text in (row.text(column.name) for row in listing.sheet.rows) if text]
    found = list(dict.fromkeys([*wild, *filter(None, names), *standing]))
    return found if len(found) <= _MOST_OFFERED else []
