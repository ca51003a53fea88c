"""What a study found, drawn: sentences, pictures, tables and a workbook to download."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd
import streamlit as st

from rightfin.report.studies.findings import Findings, FindingsTable, Form
from rightfin.report.words.wording import Scale
from rightfin.ui import parts
from rightfin.ui.asking import Asks, frame_with_asks
from rightfin.ui.findings_tables import frame_of, workbook_bytes
from rightfin.ui.inert import escaped, for_download, plain, statement
from rightfin.ui.state import file_named


def show_findings(findings: Findings, elsewhere: Collection[str] = (), key: str = "", *, folds: bool = False,
                  most: int | None = None) -> None:
    """Draw findings of any study; those that a page draws twice are told apart by ``key``.

    What is in ``elsewhere``, sentences by topic, pictures and tables by name, is shown elsewhere on the page; the workbook
    has all. ``folds`` folds tables, and pictures of a table that has one already, so that the answer is not long;
    with it, pictures beyond ``most`` are folded, too.
    """
    for sentence in findings.sentences:
        if sentence.topic in elsewhere:
            continue
        st.markdown(statement(sentence.heading, sentence.text))
    key = key or findings.study
    st.download_button("Workbook of this study", lambda: workbook_bytes(findings), file_named(findings.study, "xlsx"),
                       parts.XLSX, on_click="ignore", key=f"download_{key}")
    pictured: set[str] = set()
    for place, picture in enumerate(findings.pictures):
        if picture.name in elsewhere:
            continue
        beside = findings.table(picture.table)
        alt = f"{picture.heading}; the figures are in the table {beside.title}"
        if folds and (beside.name in pictured or (most is not None and place >= most)):
            with st.expander(escaped("A further picture: ", picture.chart["title"]["text"])):
                parts.picture(picture.chart, alt)
                if beside.name not in pictured:
                    pictured.add(beside.name)
                    show_table(beside, findings.scale, key)
            continue
        parts.picture(picture.chart, alt)
        if beside.name not in pictured:
            pictured.add(beside.name)
            with st.expander(escaped("The figures: ", beside.title)):
                show_table(beside, findings.scale, key)
    for table in findings.tables:
        if table.name in pictured or table.name in elsewhere:
            continue
        if folds:
            with st.expander(escaped("The figures: ", table.title)):
                show_table(table, findings.scale, key)
        else:
            st.markdown(f"**{plain(table.title)}**")
            show_table(table, findings.scale, key)
    if findings.method:
        with st.expander("How this was found"):
            for text in findings.method:
                st.markdown(escaped("- ", text))


def show_table(table: FindingsTable, scale: Scale, key: str, asks: Asks | None = None) -> None:
    """Draw one table of findings, money in the unit of ``scale``; ``key`` tells tables of one name apart.

    ``asks`` says what its cells are numbers of, where a click is to lead to the page *Why*.
    """
    frame = frame_of(table, scale)
    if all(heading.kind in (Form.TEXT, Form.VALUE) for heading in table.shown().headings):
        # Words are shown in full; a table of numbers can be sorted and searched instead.
        words = frame.fillna("").map(lambda cell: plain(str(cell)))
        st.table(words.rename(columns=plain), hide_index=True)
    else:
        _numbers(table, frame, key, asks)
    if table.note:
        st.caption(plain(table.note))


def _numbers(table: FindingsTable, frame: pd.DataFrame, key: str, asks: Asks | None) -> None:
    names = frame.iloc[:, asks.table.name_column].tolist() if asks is not None else []
    columns, frame = {}, for_download(frame)
    for name, heading in zip(frame.columns, table.shown().headings, strict=True):
        if heading.kind in (Form.TEXT, Form.VALUE):
            columns[name] = st.column_config.TextColumn(help=plain(heading.meaning) or None)
        else:
            number = "%d" if heading.kind is Form.YEAR else "localized"
            columns[name] = st.column_config.NumberColumn(help=plain(heading.meaning) or None, format=number)
    frame_with_asks(frame, asks, f"{key}_{table.name}", names, hide_index=True, column_config=columns, placeholder="")


def show_led(findings: Findings, key: str) -> None:
    """Draw findings with their answer in front: what was asked, one sentence, one picture; all the rest is folded.

    Those that a page draws twice are told apart by ``key``.
    """
    asked = next((one for one in findings.sentences if one.topic == "question"), None)
    lead = findings.lead
    if asked is not None:
        st.caption(plain(asked.text))
    if lead is not None:
        (st.info if findings.answered else st.warning)(statement(lead.heading, lead.text))
    elsewhere = {one.topic for one in (asked, lead) if one is not None}
    for picture in findings.pictures[:1]:
        beside = findings.table(picture.table)
        elsewhere |= {picture.name, beside.name}
        parts.picture(picture.chart, f"{picture.heading}; the figures are in the table {beside.title}")
        with st.expander(escaped("The figures: ", beside.title)):
            show_table(beside, findings.scale, f"{key}_led")
    with st.expander("Everything that was found, and how"):
        show_findings(findings, elsewhere, key)
