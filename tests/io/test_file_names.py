"""Names of files to take home: what they say, and that every system takes them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rightfin.io.file_names import LONGEST_NAME, FileNames

DAY = date(2026, 11, 30)


@pytest.mark.parametrize(("names", "wanted"), [
    (FileNames("Marenga (fictional)", ("Early mobile courts",)), "marenga_early-mobile-courts_2026-11-30_plan.xlsx"),
    (FileNames("Marenga (fictional)", changed=True), "marenga_changed_2026-11-30_plan.xlsx"),
    (FileNames("(fictional)"), "fictional_2026-11-30_plan.xlsx"),
    (FileNames("../.."), "case_2026-11-30_plan.xlsx"),
    (FileNames("CON"), "con_2026-11-30_plan.xlsx"),
    (FileNames("محاكم: الخطة"), "محاكم-الخطة_2026-11-30_plan.xlsx"),
    (FileNames("Sécurité\x00=1+1", ("a/b",)), "sécurité-1-1_a-b_2026-11-30_plan.xlsx"),
    (FileNames("Liberia: the peace operation leaves, 2015/16 to 2017/18"),
     "liberia-the-peace-operation-leaves-2015_2026-11-30_plan.xlsx"),
    (FileNames("X", tuple(f"The scenario of number {place} of them" for place in range(9))),
     "x_the-scenario-of-number-0-of_the-scenario-of-number-1-of_the-scenario-of-number-2-of_and-6-more_2026-11-30_plan.xlsx"),
])
def test_a_name_says_case_scenarios_changes_day_and_what_it_is(names: FileNames, wanted: str) -> None:
    assert names.of("plan", "xlsx", DAY) == wanted


@given(st.text(max_size=300), st.lists(st.text(max_size=80), max_size=6).map(tuple), st.booleans())
def test_any_system_takes_any_name(case: str, scenarios: tuple[str, ...], changed: bool) -> None:
    name = FileNames(case, scenarios, changed).of("plan", "xlsx", DAY)
    assert len(name) <= LONGEST_NAME
    assert len(name.encode()) < 255
    assert name == unicodedata.normalize("NFC", name)
    assert not re.search(r'[<>:"/\\|?*\s\x00-\x1f]', name)
    assert name.endswith("_2026-11-30_plan.xlsx")
    assert name[0] not in "._-"
    assert not any(unicodedata.category(sign).startswith("C") for sign in name)
