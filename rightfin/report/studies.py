"""The findings of any study."""

from __future__ import annotations

from rightfin.report import coordination, difference, exits, require, withdrawal
from rightfin.report.findings import Findings
from rightfin.study.calendars import ExitCalendars
from rightfin.study.coordination import Coordination
from rightfin.study.exits import ExitStudy
from rightfin.study.require import Requirement
from rightfin.study.versions import Versions
from rightfin.study.withdrawal import Withdrawals

Study = ExitStudy | ExitCalendars | Requirement | Coordination | Withdrawals | Versions


def findings(study: Study) -> Findings:
    """Return what a study found in sentences, tables and pictures."""
    match study:
        case ExitStudy():
            return exits.findings(study)
        case ExitCalendars():
            return exits.calendar_findings(study)
        case Requirement():
            return require.findings(study)
        case Coordination():
            return coordination.findings(study)
        case Withdrawals():
            return withdrawal.findings(study)
        case Versions():
            return difference.findings(study)
