"""Pieces that all pages draw alike: problems of an input, charts with their figures, texts of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import MappingProxyType

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rightfin.case import CaseError
from rightfin.progress import Progress, done_share
from rightfin.report.charts.vega import Chart
from rightfin.report.overview.figures import KeyFigure
from rightfin.report.studies import handover
from rightfin.result.plan import Plan
from rightfin.ui import session
from rightfin.ui.asking import Asks, chart_with_asks, frame_with_asks
from rightfin.ui.inert import escaped, for_download, plain
from rightfin.ui.tiles import tiles

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_MOST_PROBLEMS = 50
_STOPPED = """
<style>
.rightfin-stopped { display: none }
[data-testid="stApp"][data-test-script-state="notRunning"] .rightfin-stopped { display: block }
[data-testid="stApp"][data-test-script-state="notRunning"] .st-key-working :is(.stProgress, .stButton) { display: none }
</style>
<p class="rightfin-stopped" role="status">This was stopped before it was done. Press the button again for its answer.</p>
"""
"""What takes the place of a bar once nothing runs: a run that is stopped cannot draw any more, so the browser does it."""

_AROUND = 90
"""Pixels of the height of a picture that its axis and a legend of one line take."""


def place() -> DeltaGenerator:
    """Return a place for what is drawn at times only.

    Without it what stands below would move by one each time, and be made anew in the browser: a lever would lose the keys.
    """
    return st.container()


@contextmanager
def working(what: str, key: str) -> Iterator[Progress]:
    """Draw a bar while something is worked out beside the page, with a button that stops it; yield how it is moved.

    The button needs no answer: that it is pressed draws the page anew, which stops the work. Once nothing runs any more, a
    sentence stands in the place of the bar.
    """
    place = st.empty()
    with place.container(key="working"):
        st.html(_STOPPED)
        bar = st.progress(0.0, f"{what} …")
        st.button("Stop", key=f"stop_{key}")

        def progress(step: int, steps: int, label: str) -> None:
            bar.progress(done_share(step, steps), escaped(f"{what}: ", label))

        try:
            yield progress
        finally:
            place.empty()


@contextmanager
def listening(what: str) -> Iterator[Progress]:
    """Say what is done beside the page where that is short; yield how the page hears that it is drawn anew."""
    place = st.empty()

    def progress(step: int, steps: int, label: str) -> None:
        place.empty()  # draws nothing, and is where Streamlit stops a page

    with st.spinner(what):
        yield progress


def problems(error: CaseError, marked: bytes | None = None, key: str = "") -> None:
    """Draw what is wrong with an input: how much, the first problems with their remedies, and files with all.

    ``marked`` is the visitor's own workbook with the faulty cells marked, where there is one; inputs that a page draws
    beside one another are told apart by ``key``.
    """
    table = session.issue_table(error.issues)
    errors = int((table["Severity"] == "Error").sum())
    st.error(f"This input cannot be used. Errors: {errors}; warnings: {len(table) - errors}.")
    for severity, where, problem, remedy in table.head(_MOST_PROBLEMS).itertuples(index=False):
        text = plain(f"{where}: {problem}" if where else str(problem))
        st.markdown(f"- {severity}: {text} **{plain(str(remedy))}**")
    if len(table) > _MOST_PROBLEMS:
        st.caption(f"These are the first {_MOST_PROBLEMS}.")
    st.download_button("All problems (problems.csv)", session.issues_csv(table), "problems.csv", "text/csv",
                       on_click="ignore", key=f"problems{key}")
    offer_marked(marked, key)


def offer_marked(marked: bytes | None, key: str = "") -> None:
    """Offer a marked copy of the visitor's workbook, where there is one; ``key`` is as in ``problems``."""
    if marked is not None:
        st.download_button("My workbook, with the cells marked (marked.xlsx)", marked, "marked.xlsx", XLSX,
                           on_click="ignore", key=f"marked_copy{key}")


def refusals(error: CaseError) -> None:
    """Draw what is wrong with something typed into a page, a sentence and a remedy each."""
    for issue in error.issues:
        st.error(plain(f"{issue.message} {issue.remedy}"))


def key_figures(found: Sequence[KeyFigure]) -> None:
    """Draw the six figures as tiles, and below them, folded, what each means: who has no pointer sees no tooltip."""
    st.html(tiles(found))
    with st.expander("What these figures mean"):
        st.markdown("\n".join(f"- **{plain(one.label)}:** {plain(one.meaning)}" for one in found))


def chart(heading: str, drawn: Chart, table: pd.DataFrame, unit: str, asks: Asks | None = None) -> None:
    """Draw a chart under a heading, with its figures folded up below it; ``unit`` is that of the figures.

    ``asks`` says what the figures are numbers of, where they can be asked about.
    """
    st.subheader(plain(heading), anchor=False)
    _drawn(drawn, f"{heading}, by year, in {unit}; figures below", asks, heading)
    with st.expander(plain(f"{heading}: the figures, in {unit}")):
        figures(table, key=f"figures_{heading}", asks=asks)


def picture(drawn: Chart, alt: str, asks: Asks | None = None, key: str = "") -> None:
    """Draw a chart below its title; ``alt`` is read out in its place, ``asks`` and ``key`` are as in ``chart``."""
    st.markdown(f"**{plain(drawn['title']['text'])}**")
    _drawn(drawn, alt, asks, key)


def _drawn(drawn: Chart, alt: str, asks: Asks | None = None, key: str = "") -> None:
    """Draw a chart below its subtitle: a text, which goes over several lines in a narrow window."""
    asked = "" if asks is None else ". Click a part of the picture to ask why it is so."
    st.caption(plain(f"{drawn['title']['subtitle']}{asked}"))
    spec = {name: part for name, part in drawn.items() if name != "title"}
    if "width" in spec:  # fits the window; a legend of many lines below it takes nothing of the picture's height
        spec |= {"autosize": {"type": "fit-x", "contains": "padding"}, "height": spec["height"] - _AROUND}
    if asks is None:
        st.vega_lite_chart(spec=spec, width="stretch", theme=None, alt=alt)
    else:
        chart_with_asks(spec, asks, key, width="stretch", theme=None, alt=alt)


def stands(key: str, value: object) -> None:
    """Let what is drawn next under a key stand at a value.

    What stands there already is left alone, so that the browser is not told to undo what is moved meanwhile.
    """
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value


def figures(
    frame: pd.DataFrame, key: str, meanings: Mapping[str, str] = MappingProxyType({}), asks: Asks | None = None,
) -> None:
    """Draw a table: the first column names its rows, the others hold numbers and say, if asked, what they mean.

    ``asks`` says what they are numbers of, where a click is to lead to the page *Why*.
    """
    shown = for_download(frame)
    numbers = {
        name: st.column_config.NumberColumn(format="localized", help=plain(meanings.get(name, "")) or None)
        for name in shown.columns[1:]
    }
    frame_with_asks(shown, asks, key, frame.iloc[:, 0].tolist(), hide_index=True, column_config=numbers, height="content")


def against_case(plan: Plan, standing: Plan) -> None:
    """Draw the key figures of a plan beside those of the case as it stands."""
    with st.container(horizontal=True, gap="medium"):
        for found in handover.compared(plan, standing):
            beside = plain(f"Case: {found.standing}") if found.standing else None
            st.metric(plain(found.label), plain(found.value), beside, delta_color="off", delta_arrow="off",
                      help=plain(found.meaning), width="content")
