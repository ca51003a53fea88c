"""The page about reform, visited with a small case by Streamlit's own tester."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline import Row
from streamlit.testing.v1 import AppTest
from ui.reform_case import reform_case
from ui.test_donors_page import ROOT, go

from rightfin.case import Case
from rightfin.io import write_case
from rightfin.result.plan import Plan
from rightfin.ui.starts import START

CASE = reform_case()
VETTING, ACADEMY, RADIO = range(3)
"""Rows of the calendar."""

COURTS: dict[str, list[Row]] = {
    "programmes": [{"programme": "courts", "name": "Mobile courts", "institution": "courts", "years": 3}],
    "programme_effects": [{"programme": "courts", "kind": "throughput", "on": "trial/judge", "gain": 0.5}],
}
"""A programme of a case with a chain."""


def visit(inputs: Path, case: Case) -> AppTest:
    write_case(case, inputs / "small", force=True)
    return go(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).run(), "reform")


def typed(app: AppTest, years: dict[int, str | None]) -> AppTest:
    """Type years into rows of the calendar, which the tester cannot do: send what the browser would send."""
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    state.id = app.data_editor[0].proto.id
    edits = {str(row): {START: year} for row, year in years.items()}
    state.string_value = json.dumps({"edited_rows": edits, "added_rows": [], "deleted_rows": []})
    return app._run(states)


def shown_plan(app: AppTest) -> Plan:
    found: Plan = app.session_state["live_changes"].last[1]
    return found


def calendar_shown(app: AppTest) -> list[str]:
    return [str(year) for year in app.data_editor[0].value[START]]


def headings(app: AppTest) -> list[str]:
    return [element.value for element in (*app.subheader, *app.header)]
