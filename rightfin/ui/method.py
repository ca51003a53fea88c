"""The page about method and limits: what words mean, in which order a plan settles things, how to cite it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from rightfin.report.overview.method import NOT_KNOWN, citation, order_of_objectives, tolerances_of
from rightfin.report.page.glossary import GLOSSARY
from rightfin.report.page.parts import Told
from rightfin.report.words.bidi import isolated
from rightfin.report.words.wording import begun
from rightfin.result.plan import Status
from rightfin.study.levers.laid import changes_in_words
from rightfin.ui.asked import plan_of
from rightfin.ui.choice import Choice
from rightfin.ui.inert import plain


def introduce() -> None:
    """Draw what needs no case: what the model does not know, and what its words mean."""
    st.title("Method and limits")
    st.subheader("What the model does not know", anchor=False)
    _statements(NOT_KNOWN)
    st.subheader("What the words mean", anchor=False)
    _statements(GLOSSARY)


def show(chosen: Choice) -> None:
    """Draw what the answer to what is chosen rests on."""
    plan = plan_of(chosen)
    if plan is None:
        return
    if plan.status is not Status.CONTRADICTORY:
        st.subheader("In which order a plan settles things", anchor=False)
        st.write("What stands earlier is never given up for what stands later.")
        lines = [f"{place}. **{plain(line.label)}:** {plain(line.text)}"
                 for place, line in enumerate(order_of_objectives(plan), 1)]
        st.markdown("\n".join(lines))
        st.subheader("What counts as nothing", anchor=False)
        _statements(tolerances_of(plan))
    st.subheader("How to cite this answer", anchor=False)
    st.write("Whoever has this case, model and version finds the same answer.")
    changed = changes_in_words(chosen.question, chosen.changes)
    cited = "\n".join(f"{line.label}: {line.text}" for line in citation(plan, changed))
    st.code(isolated(cited), language=None, wrap_lines=True)
    st.html(f'<span id="shown-method" data-digest="{chosen.key}"></span>')


def _statements(lines: Iterable[Told]) -> None:
    st.markdown("\n".join(f"- **{plain(line.label)}:** {plain(begun(line.text))}" for line in lines))
