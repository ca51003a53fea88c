"""The page of published statements: each benchmark of the sourced cases, with what the product says of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from demo_figures import DEMO

import rightfin
from rightfin.report.studies.benchmarks import findings
from rightfin.study.learning.benchmarks import Benchmarks, State

PAGE = Path(__file__).resolve().parents[1] / "docs" / "published.md"

COUNTRIES = ("afghanistan_2012", "liberia_2015", "sierra_leone_2002")

_BEGIN = """# Published statements

A case that claims to show a country carries what was published of it, and this page says what the product makes of
each statement: the table [`benchmarks`](learning.md#are-promises-met) of each sourced case, held against its plan.
The page is written from a run, and a test runs it again. Some statements are inputs, too, such as pledges and
strengths that were laid down: that the plan keeps to them says that the tables hold what was published. The others follow.
Statements that a plan contradicts stand on the pages of [Afghanistan](afghanistan.md), [Liberia](liberia.md) and
[Sierra Leone](sierra_leone.md).
"""


def found() -> dict[str, Benchmarks]:
    """Return the benchmarks of each sourced case, held against its plans."""
    return {name: rightfin.benchmarks(rightfin.read_case(DEMO.with_name(name))) for name in COUNTRIES}


def page(cases: dict[str, Benchmarks]) -> str:
    """Return the page."""
    held = [one for case in cases.values() for one in case.held]
    met = sum(1 for one in held if one.state is State.MET)
    told = f"**{met} of {len(held)}** are met."
    return "\n".join([_BEGIN, told, *(line for case in cases.values() for line in _case(case)), ""])


def _case(case: Benchmarks) -> Iterator[str]:
    yield f"\n## {case.title}\n"
    yield "| Statement | Promised | In the plan | Scenarios | State | Source |"
    yield "| --- | --- | --- | --- | --- | --- |"
    table = findings(case).table("benchmarks")
    names = [heading.name for heading in table.headings]
    for row in table.rows:
        cell = dict(zip(names, row, strict=True))
        scenarios = ", ".join(f"`{name}`" for name in str(cell["scenarios"]).split(" + ") if name)
        parts = (f"{cell['said']} ({cell['year']})", cell["wanted"], cell["plan"], scenarios, cell["state"], cell["source"])
        yield f"| {' | '.join(str(part).replace('|', '/') for part in parts)} |"


if __name__ == "__main__":
    PAGE.write_text(page(found()), encoding="utf-8")
