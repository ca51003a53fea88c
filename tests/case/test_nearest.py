"""Like names are found, and seeking them has an end."""

from __future__ import annotations

import pytest
from small_case import added, small_case

from rightfin.case import nearest
from rightfin.case.checks import check_case
from rightfin.case.nearest import Suggestions


def test_each_name_is_sought_once_and_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    sought: list[str] = []
    monkeypatch.setattr(nearest, "MOST_COMPARISONS", 5)
    monkeypatch.setattr(nearest, "nearest", lambda name, known: sought.append(name))
    suggestions = Suggestions()
    for name in ("a", "b", "a", "c", "c"):
        suggestions.nearest(name, ("x", "y"))
    assert sought == ["a", "b"]


def test_a_long_text_is_not_compared() -> None:
    assert nearest.nearest("police" * 5_000, ["police" * 5_000]) is None


def test_a_thousand_unknown_names_are_all_reported_and_some_get_a_suggestion() -> None:
    cadres = [{"cadre": f"cadre_{n}", "institution": f"polices_{n}", "name": "x", "opening_strength": 1.0, "pay": 1.0}
              for n in range(1_000)]
    institutions = [{"institution": f"police_{n}", "name": "x", "sector": "interior"} for n in range(1_000)]
    case = small_case().replace({"cadres": cadres, "institutions": institutions})
    remedies = [i.remedy for i in check_case(case) if i.code == "unknown_reference" and i.column == "institution"
                and i.table == "cadres"]
    suggested = sum(remedy.startswith("Did you mean police_") for remedy in remedies)
    assert len(remedies) == 1_000
    assert suggested == 50


def test_too_many_scenarios_are_not_tried() -> None:
    step = {"order": 1, "table": "cadres", "key": "nobody", "column": "pay", "operation": "multiply", "value": 1.0}
    issues = check_case(small_case(*(added("scenarios", scenario=f"s{n}", **step) for n in range(101))))
    assert [issue.code for issue in issues] == ["too_many_scenarios"]
