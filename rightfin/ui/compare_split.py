"""What makes two compared things differ: the difference split over what is changed, with a waterfall."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from rightfin.desk import Request, Task
from rightfin.report.compare.item import ComparedItem
from rightfin.report.studies import attribution as attribution_report
from rightfin.report.studies.findings import Findings
from rightfin.study.why.attribution import attribution_to
from rightfin.ui.findings import show_findings
from rightfin.ui.work import Work

_MOST = 3
"""Pictures of the differences that are shown at once; the others are folded."""

_WORK: Work[Findings] = Work("split", "Split the difference")


def draw(items: Sequence[ComparedItem]) -> None:
    """Draw the choice of one of the items, the first of which is the baseline, and how much each change makes of what
    it differs."""
    base, *others = (item for item in items if item.answered is not None)
    if not others:
        return
    st.subheader("What makes the difference", anchor=False)
    st.write("How much of it does each of the changed tables make? Every combination of changes is planned; the parts add "
             "up.")
    titles = [item.title for item in others]
    title = titles[0]
    if len(titles) > 1:
        title = st.selectbox("Compared with the baseline", titles, key="split_other", width=420)
    other = others[titles.index(title)]
    question = base.title, title, other.changed.key
    if st.button(_WORK.button, key="split"):
        told = partial(attribution_report.findings, before=base.title, after=title)
        request = Request(base.changed, wanted=Task(attribution_to, {"other": other.changed}, told))
        _WORK.do(base.changed.key, question, request)
    found = _WORK.answer(base.changed.key, question)
    if found is not None:
        show_findings(found, key="split", folds=True, most=_MOST)
