"""What a plan calls things: kinds of people by the mark of their cadre and the sector of their institution."""

from __future__ import annotations

import pytest
from pipeline import tiny_case

from rightfin.result.assemble import names_of


@pytest.mark.parametrize(("sector", "civilian", "kind"), [
    ("defence", None, "uniformed"), ("interior", False, "uniformed"), ("corrections", None, "uniformed"),
    ("defence", True, "civilian"), ("justice", False, "civilian"), ("oversight", None, "civilian"),
    ("intelligence", None, "intelligence"), ("non_state", False, "non-state"), ("non_state", True, "civilian"),
])
def test_only_forces_are_uniformed(sector: str, civilian: bool | None, kind: str) -> None:
    case = tiny_case(soldier={"civilian": civilian},
                     institutions=[{"institution": "army", "name": "Army", "sector": sector}])
    assert names_of(case).cadre_kind == {"soldier": kind}
