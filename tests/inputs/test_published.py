"""What was published of the sourced cases, as benchmarks that they carry: each is met, and stands on its page."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import published  # noqa: E402

from rightfin.study.learning.benchmarks import State  # noqa: E402


def test_published_statements_are_met_and_the_page_says_so() -> None:
    found = published.found()
    assert [one.benchmark.name for case in found.values() for one in case.held if one.state is not State.MET] == []
    assert all(one.benchmark.source for case in found.values() for one in case.held)
    assert published.PAGE.read_text(encoding="utf-8") == published.page(found)
