"""Right-financing: a security sector that fits the threats people face and the revenue the state can expect."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rightfin.case import Case, CaseError
    from rightfin.case.exchange.difference import difference
    from rightfin.case.exchange.merge import merge
    from rightfin.io import write_case
    from rightfin.modelling import pyomo_model
    from rightfin.planning import plan
    from rightfin.reading import Saved, read_case, read_saved
    from rightfin.report.files import write_plan
    from rightfin.report.page import Page, page
    from rightfin.report.studies.all import findings
    from rightfin.report.studies.findings import Findings
    from rightfin.report.studies.findings_files import write_findings
    from rightfin.result.glance import Glance
    from rightfin.result.plan import Plan
    from rightfin.solve.control import Control, SolveStoppedError
    from rightfin.solve.levels import Depth
    from rightfin.study.batch import Answer, Batch, Variation
    from rightfin.study.briefing.study import Briefing, briefing
    from rightfin.study.coordination.study import coordination
    from rightfin.study.exits.calendars import exit_calendars
    from rightfin.study.exits.criterion import ExitTest
    from rightfin.study.exits.study import exit_study
    from rightfin.study.requirement.study import require
    from rightfin.study.versions import Version, compare
    from rightfin.study.whatif import WhatIf
    from rightfin.study.withdrawal.study import withdrawals

__version__ = "0.1.0"

__all__ = [
    "Answer", "Batch", "Briefing", "Case", "CaseError", "Control", "Depth", "ExitTest", "Findings", "Glance", "Page",
    "Plan", "Saved", "SolveStoppedError", "Variation", "Version", "WhatIf", "__version__", "briefing", "compare",
    "coordination", "difference", "exit_calendars", "exit_study", "findings", "merge", "page", "plan", "pyomo_model",
    "read_case", "read_saved", "require", "withdrawals", "write_case", "write_findings", "write_plan",
]

_HOMES = {
    "Case": "rightfin.case", "CaseError": "rightfin.case", "Plan": "rightfin.result.plan", "plan": "rightfin.planning",
    "read_case": "rightfin.reading", "read_saved": "rightfin.reading", "Saved": "rightfin.reading",
    "difference": "rightfin.case.exchange.difference", "merge": "rightfin.case.exchange.merge",
    "pyomo_model": "rightfin.modelling", "write_case": "rightfin.io", "write_plan": "rightfin.report.files",
    "Answer": "rightfin.study.batch", "Batch": "rightfin.study.batch", "Control": "rightfin.solve.control",
    "Depth": "rightfin.solve.levels", "Glance": "rightfin.result.glance", "SolveStoppedError": "rightfin.solve.control",
    "Variation": "rightfin.study.batch", "WhatIf": "rightfin.study.whatif",
    "ExitTest": "rightfin.study.exits.criterion", "exit_study": "rightfin.study.exits.study",
    "exit_calendars": "rightfin.study.exits.calendars", "require": "rightfin.study.requirement.study",
    "coordination": "rightfin.study.coordination.study", "withdrawals": "rightfin.study.withdrawal.study",
    "compare": "rightfin.study.versions", "Version": "rightfin.study.versions",
    "Findings": "rightfin.report.studies.findings", "findings": "rightfin.report.studies.all",
    "write_findings": "rightfin.report.studies.findings_files",
    "Briefing": "rightfin.study.briefing.study", "briefing": "rightfin.study.briefing.study",
    "Page": "rightfin.report.page", "page": "rightfin.report.page",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``rightfin --help`` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module rightfin has no attribute {name}")
    return getattr(import_module(_HOMES[name]), name)
