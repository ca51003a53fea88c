"""Pieces that all pages draw alike: problems of an input, charts with their figures, texts of a case."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from rightfin.case import CaseError
from rightfin.report.charts import Chart
from rightfin.ui import session

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PROBLEMS = 50
_MARKS = frozenset("\\`*_{}[]<>()#+-!|$~:&@.=")
"""What Markdown may take for markup, a link, a symbol or a formula."""


def escaped(bold: str, text: str) -> str:
    """Return Markdown whose ``text``, which holds names from the case, is shown as it stands."""
    return bold + "".join(f"\\{letter}" if letter in _MARKS else letter for letter in text)


def problems(error: CaseError, marked: bytes | None = None) -> None:
    """Draw what is wrong with an input: how much, the first problems with their remedies, and files with all.

    ``marked`` is the visitor's own workbook with the faulty cells marked, where there is one.
    """
    table = session.issue_table(error.issues)
    errors = int((table["Severity"] == "Error").sum())
    st.error(f"This input cannot be used. Errors: {errors}; warnings: {len(table) - errors}.")
    for severity, where, problem, remedy in table.head(_MOST_PROBLEMS).itertuples(index=False):
        text = escaped("", f"{where}: {problem}" if where else str(problem))
        st.markdown(f"- {severity}: {text} **{escaped('', str(remedy))}**")
    if len(table) > _MOST_PROBLEMS:
        st.caption(f"These are the first {_MOST_PROBLEMS}.")
    st.download_button("All problems (problems.csv)", session.issues_csv(table), "problems.csv", "text/csv",
                       on_click="ignore", key="problems")
    offer_marked(marked)


def offer_marked(marked: bytes | None) -> None:
    """Offer a marked copy of the visitor's workbook, where there is one."""
    if marked is not None:
        st.download_button("My workbook, with the cells marked (marked.xlsx)", marked, "marked.xlsx", XLSX,
                           on_click="ignore", key="marked_copy")


def refusals(error: CaseError) -> None:
    """Draw what is wrong with something typed into a page, a sentence and a remedy each."""
    for issue in error.issues:
        st.error(escaped("", f"{issue.message} {issue.remedy}"))


def chart(heading: str, drawn: Chart, table: pd.DataFrame, unit: str) -> None:
    """Draw a chart under a heading, with its figures folded up below it; ``unit`` is that of the figures."""
    st.subheader(heading)
    st.altair_chart(drawn, width="stretch", theme=None, alt=f"{heading}, by year, in {unit}; figures below")
    with st.expander(escaped(f"{heading}: the figures, in ", unit)):
        figures(table, key=f"figures_{heading}")


def figures(frame: pd.DataFrame, key: str) -> None:
    """Draw a table: the first column names its rows, the others hold numbers."""
    numbers = {name: st.column_config.NumberColumn(format="localized") for name in frame.columns[1:]}
    st.dataframe(frame, hide_index=True, column_config=numbers, height="content", key=key)
