"""Right-financing: a security sector that fits the threats people face and the revenue the state can expect."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rightfin.case import Case, CaseError, CaseTable, Issue, Severity
    from rightfin.case.exchange.difference import Difference, difference
    from rightfin.case.exchange.merge import Merged, merge
    from rightfin.case.exchange.trail import Save, saved
    from rightfin.case.packages.library import Package, packages
    from rightfin.case.scenario import scenario_names
    from rightfin.definition import Definition, read_definition
    from rightfin.io import write_case, write_template
    from rightfin.modelling import pyomo_model
    from rightfin.planning import plan
    from rightfin.question import Question
    from rightfin.reading import Saved, read_case, read_saved
    from rightfin.report.compare.findings import comparison
    from rightfin.report.compare.item import ComparedItem
    from rightfin.report.compare.side_by_side import side_by_side
    from rightfin.report.compare.split import with_attributions
    from rightfin.report.files import write_plan
    from rightfin.report.page import Page, page
    from rightfin.report.studies.all import findings
    from rightfin.report.studies.findings import Findings
    from rightfin.report.studies.findings_files import write_findings
    from rightfin.result.glance import Glance
    from rightfin.result.plan import Plan, PlanTable, Provenance, Status
    from rightfin.solve.control import Control, SolveStoppedError
    from rightfin.solve.levels import Depth
    from rightfin.study.audit import Audit, audit
    from rightfin.study.batch import Answer, Batch, Variation
    from rightfin.study.briefing.ranges import Ranges, ranges
    from rightfin.study.briefing.relief import Relief, reliefs
    from rightfin.study.briefing.study import Briefing, briefing
    from rightfin.study.chain import Chain, chain
    from rightfin.study.coordination.study import Coordination, coordination
    from rightfin.study.exits.calendars import ExitCalendars, exit_calendars
    from rightfin.study.exits.criterion import ExitTest
    from rightfin.study.exits.study import EarliestExit, ExitStudy, earliest_exit, exit_studies, exit_study
    from rightfin.study.learning.benchmarks import Benchmarks, benchmarks
    from rightfin.study.learning.cash import Cash, cash
    from rightfin.study.learning.roll import Rolled, roll
    from rightfin.study.learning.track import Track, track
    from rightfin.study.levers.budget import BudgetForce, force_of_budget
    from rightfin.study.levers.force import ForceCost, cost_of_force
    from rightfin.study.missions.study import MissionExits, MissionWithdrawals, mission_exits, mission_withdrawals
    from rightfin.study.programmes.worth import ProgrammeStudy, programmes
    from rightfin.study.requirement.study import Requirement, require
    from rightfin.study.starts.decided import DecidedStarts, decided_programmes
    from rightfin.study.sustain.study import Sustained, sustained
    from rightfin.study.unit_cost.cadre import CadreCost, cadre_cost
    from rightfin.study.unit_cost.package import PackageCost, package_cost
    from rightfin.study.versions import Version, Versions, compare
    from rightfin.study.whatif import WhatIf
    from rightfin.study.why.alternatives import Alternatives, alternatives
    from rightfin.study.why.asked_first import asked_first
    from rightfin.study.why.attribution import Attribution, attribution
    from rightfin.study.why.contradictions import Contradictions, contradictions
    from rightfin.study.why.earliest import Reaching, reach
    from rightfin.study.why.explain import Explanation, explain
    from rightfin.study.why.explanations import Explanations, explanations
    from rightfin.study.why.whynot import WhyNot, why_not
    from rightfin.study.withdrawal.study import Withdrawals, withdrawals

__version__ = "0.1.0"

__all__ = [
    "Alternatives", "Answer", "Attribution", "Audit", "Batch", "Benchmarks", "Briefing", "BudgetForce", "CadreCost",
    "Case", "CaseError", "CaseTable", "Cash", "Chain", "ComparedItem", "Contradictions", "Control", "Coordination",
    "DecidedStarts", "Definition", "Depth", "Difference", "EarliestExit", "ExitCalendars", "ExitStudy", "ExitTest",
    "Explanation", "Explanations", "Findings", "ForceCost", "Glance", "Issue", "Merged", "MissionExits",
    "MissionWithdrawals", "Package", "PackageCost", "Page", "Plan", "PlanTable", "ProgrammeStudy", "Provenance",
    "Question", "Ranges", "Reaching", "Relief", "Requirement", "Rolled", "Save", "Saved", "Severity",
    "SolveStoppedError", "Status", "Sustained", "Track", "Variation", "Version", "Versions", "WhatIf", "WhyNot",
    "Withdrawals", "__version__", "alternatives", "asked_first", "attribution", "audit", "benchmarks", "briefing",
    "cadre_cost", "cash", "chain", "compare", "comparison", "contradictions", "coordination", "cost_of_force",
    "decided_programmes", "difference", "earliest_exit", "exit_calendars", "exit_studies", "exit_study", "explain",
    "explanations", "findings", "force_of_budget", "merge", "mission_exits", "mission_withdrawals", "package_cost",
    "packages", "page", "plan", "programmes", "pyomo_model", "ranges", "reach", "read_case", "read_definition",
    "read_saved", "reliefs", "require", "roll", "saved", "scenario_names", "side_by_side", "sustained", "track",
    "why_not", "with_attributions", "withdrawals", "write_case", "write_findings", "write_plan", "write_template",
]

_PUBLIC: dict[str, dict[str, tuple[str, ...]]] = {
    "Cases": {
        "rightfin.case": ("Case", "CaseError", "CaseTable", "Issue", "Severity"),
        "rightfin.case.scenario": ("scenario_names",),
        "rightfin.reading": ("Saved", "read_case", "read_saved"),
        "rightfin.io": ("write_case", "write_template"),
    },
    "Plans": {
        "rightfin.planning": ("plan",),
        "rightfin.definition": ("Definition", "read_definition"),
        "rightfin.question": ("Question",),
        "rightfin.solve.control": ("Control", "SolveStoppedError"),
        "rightfin.result.plan": ("Plan", "PlanTable", "Provenance", "Status"),
        "rightfin.report.files": ("write_plan",),
    },
    "What a minister must know": {
        "rightfin.study.briefing.study": ("Briefing", "briefing"),
        "rightfin.report.page": ("Page", "page"),
    },
    "Exchanging cases": {
        "rightfin.case.exchange.difference": ("Difference", "difference"),
        "rightfin.case.exchange.merge": ("Merged", "merge"),
        "rightfin.case.exchange.trail": ("Save", "saved"),
        "rightfin.study.versions": ("Version", "Versions", "compare"),
    },
    "Side by side": {
        "rightfin.report.compare.side_by_side": ("side_by_side",),
        "rightfin.report.compare.item": ("ComparedItem",),
        "rightfin.report.compare.findings": ("comparison",),
        "rightfin.study.why.attribution": ("Attribution", "attribution"),
        "rightfin.report.compare.split": ("with_attributions",),
    },
    "What if": {
        "rightfin.study.whatif": ("WhatIf",),
        "rightfin.result.glance": ("Glance",),
        "rightfin.solve.levels": ("Depth",),
        "rightfin.study.batch": ("Answer", "Batch", "Variation"),
        "rightfin.study.briefing.relief": ("Relief", "reliefs"),
        "rightfin.study.briefing.ranges": ("Ranges", "ranges"),
    },
    "Why not": {
        "rightfin.study.why.earliest": ("Reaching", "reach"),
        "rightfin.study.why.whynot": ("WhyNot", "why_not"),
    },
    "What else is nearly as good": {
        "rightfin.study.why.alternatives": ("Alternatives", "alternatives"),
    },
    "What was promised, and what happened": {
        "rightfin.study.learning.benchmarks": ("Benchmarks", "benchmarks"),
        "rightfin.study.learning.track": ("Track", "track"),
        "rightfin.study.learning.cash": ("Cash", "cash"),
        "rightfin.study.learning.roll": ("Rolled", "roll"),
    },
    "From force to budget and back": {
        "rightfin.study.levers.force": ("ForceCost", "cost_of_force"),
        "rightfin.study.levers.budget": ("BudgetForce", "force_of_budget"),
    },
    "Why, and why not": {
        "rightfin.study.why.contradictions": ("Contradictions", "contradictions"),
        "rightfin.study.why.explain": ("Explanation", "explain"),
        "rightfin.study.why.explanations": ("Explanations", "explanations"),
        "rightfin.study.why.asked_first": ("asked_first",),
    },
    "The force that can be kept": {
        "rightfin.study.sustain.study": ("Sustained", "sustained"),
    },
    "Reform programmes": {
        "rightfin.study.programmes.worth": ("ProgrammeStudy", "programmes"),
        "rightfin.study.starts.decided": ("DecidedStarts", "decided_programmes"),
    },
    "Unit costs": {
        "rightfin.case.packages.library": ("Package", "packages"),
        "rightfin.study.unit_cost.cadre": ("CadreCost", "cadre_cost"),
        "rightfin.study.unit_cost.package": ("PackageCost", "package_cost"),
    },
    "The justice chain": {
        "rightfin.study.chain": ("Chain", "chain"),
    },
    "Donors' exits": {
        "rightfin.study.exits.study": ("EarliestExit", "ExitStudy", "earliest_exit", "exit_studies", "exit_study"),
        "rightfin.study.exits.criterion": ("ExitTest",),
        "rightfin.study.exits.calendars": ("ExitCalendars", "exit_calendars"),
        "rightfin.study.requirement.study": ("Requirement", "require"),
        "rightfin.study.coordination.study": ("Coordination", "coordination"),
        "rightfin.study.withdrawal.study": ("Withdrawals", "withdrawals"),
    },
    "Peace operations that leave": {
        "rightfin.study.missions.study": ("MissionExits", "MissionWithdrawals", "mission_exits", "mission_withdrawals"),
    },
    "Findings of a study": {
        "rightfin.report.studies.all": ("findings",),
        "rightfin.report.studies.findings": ("Findings",),
        "rightfin.report.studies.findings_files": ("write_findings",),
    },
    "The open model": {
        "rightfin.modelling": ("pyomo_model",),
        "rightfin.study.audit": ("Audit", "audit"),
    },
}
"""Public names by theme and by the module in which they stand."""

_HOMES = {name: module for homes in _PUBLIC.values() for module, names in homes.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``rightfin --help`` is quick."""
    if name not in _HOMES:
        raise AttributeError(f"module rightfin has no attribute {name}")
    return getattr(import_module(_HOMES[name]), name)
