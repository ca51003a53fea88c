"""Next year's case as a page has it: what was found, and the workbook of the case."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.report.studies import roll as roll_report
from rightfin.report.studies.findings import Findings
from rightfin.report.taken_home import case_workbook
from rightfin.study.learning.roll import Rolled


@dataclass(frozen=True)
class NextYear:
    """What is told of next year's case, and its workbook."""

    findings: Findings
    workbook: bytes


def next_year(found: Rolled) -> NextYear:
    """Return what a page shows and offers of next year's case."""
    return NextYear(roll_report.findings(found), case_workbook(found.case))
