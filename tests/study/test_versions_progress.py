"""Comparing two versions: what is told while it works."""

from __future__ import annotations

import pytest
from pipeline import donor, tiny_case

from rightfin.case import Case
from rightfin.study.versions import Version, compare

BASE = tiny_case(**donor(3.0))
ONE = BASE.with_cell("pledges", ("friends",), "2022", 1e6)


@pytest.mark.parametrize(("other", "alone"), [(ONE, False), (ONE.with_cell("cadres", ("soldier",), "pay", 900.0), True)])
def test_progress_goes_forward_over_all_parts(other: Case, alone: bool) -> None:
    told: list[tuple[float, str]] = []
    compare(Version.of("a", BASE), Version.of("b", other), progress=lambda step, of, what: told.append((step / of, what)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares), "a bar that is full after the first of two plans is no help"
    assert shares[-1] == 1.0
    assert max(share for share, what in told if what.startswith("a: ")) <= 0.5
    assert any(what.startswith("only ") for _, what in told) == alone
