"""The page on the justice chain says what its case comes to, and how long cases wait at stages that are nearly full."""

from __future__ import annotations

import re
from pathlib import Path

from study.chain_case import chain_case

from rightfin.fiscal.queue import segments_of
from rightfin.report.studies.chain import findings
from rightfin.report.studies.chain_tables import held
from rightfin.result.plan import Plan
from rightfin.study.chain import chain

PAGE = (Path(__file__).parents[2] / "docs/chain.md").read_text(encoding="utf-8")


def row(label: str) -> list[str]:
    """Return the cells of a row of a table of the page."""
    (line,) = re.findall(rf"^\| {re.escape(label)} \|(.*)\|$", PAGE, re.MULTILINE)
    return [cell.strip() for cell in line.split("|")]


def written(amounts: dict[int, float]) -> list[str]:
    return [f"{round(amount):,}" for amount in amounts.values()]


def of_trial(plan: Plan, column: str) -> list[str]:
    return written(plan.tables["justice"].where("stage", ("trial",)).by_year(column))


def test_the_example_is_what_the_case_comes_to() -> None:
    study = chain(chain_case())
    assert row("arrive at trial") == of_trial(study.plan, "inflow")
    assert row("could be decided") == of_trial(study.plan, "capacity")
    assert row("wait for trial at the end of the year") == of_trial(study.plan, "backlog")
    assert row("held before judgment") == written(held(study.plan))
    assert study.police is not None
    assert study.police.plan is not None
    assert row("held, with 10 % more police alone") == written(held(study.police.plan))
    said = {one.topic: one.text for one in findings(study).sentences}
    flat = " ".join(PAGE.split())
    assert "One more judge leaves 212 fewer cases waiting and 85 fewer people in detention" in flat
    assert "One more of Judges, out of the same money: 212 fewer cases wait and 85 fewer people" in said["one_more"]
    assert "needs are covered better by 2.5 points in 2026" in flat
    assert "2.5 points higher" in said["police"]
    assert "(1,725 held in 2026)" in flat
    assert "1,725 people are held before judgment" in said["together"]
    assert "One judge who gets 60 cases a year done clears what 50 constables send" in flat
    assert "one of Judges clears what 50 of Constables send" in said["chain"]


def test_waiting_near_capacity_is_as_the_page_has_it() -> None:
    loads = [float(cell.split()[0]) / 100.0 for cell in row("Cases that arrive, of capacity")]
    for swing, label in ((0.3, "months, `swing` 0.3"), (0.0, "months, `swing` 0")):
        months = []
        for load in loads:
            waits = 0.0
            for _ in range(5):
                lines = [line.kept * waits + line.arrived * load - line.cleared for line in segments_of(swing)]
                waits = max(0.0, waits + load - 1.0, *lines)
            months.append(f"{12.0 * waits / min(1.0, load):.1f}")
        assert row(label) == months
