"""The findings of any study."""

from __future__ import annotations

from rightfin.report.studies import (
    alternatives,
    attribution,
    audit,
    benchmarks,
    cadre_cost,
    cash,
    chain,
    contradictions,
    coordination,
    difference,
    exits,
    explain,
    explanations,
    force_budget,
    missions,
    package_cost,
    programmes,
    reach,
    roll,
    starts,
    sustain,
    track,
    whynot,
    withdrawal,
)
from rightfin.report.studies import requirement as require
from rightfin.report.studies.findings import Findings
from rightfin.study.audit import Audit
from rightfin.study.chain import Chain
from rightfin.study.coordination.study import Coordination
from rightfin.study.exits.calendars import ExitCalendars
from rightfin.study.exits.study import ExitStudy
from rightfin.study.learning.benchmarks import Benchmarks
from rightfin.study.learning.cash import Cash
from rightfin.study.learning.roll import Rolled
from rightfin.study.learning.track import Track
from rightfin.study.levers.budget import BudgetForce
from rightfin.study.levers.force import ForceCost
from rightfin.study.missions.study import MissionExits, MissionWithdrawals
from rightfin.study.programmes.worth import ProgrammeStudy
from rightfin.study.requirement.study import Requirement
from rightfin.study.starts.decided import DecidedStarts
from rightfin.study.sustain.study import Sustained
from rightfin.study.unit_cost.cadre import CadreCost
from rightfin.study.unit_cost.package import PackageCost
from rightfin.study.versions import Versions
from rightfin.study.why.alternatives import Alternatives
from rightfin.study.why.attribution import Attribution
from rightfin.study.why.contradictions import Contradictions
from rightfin.study.why.earliest import Reaching
from rightfin.study.why.explain import Explanation
from rightfin.study.why.explanations import Explanations
from rightfin.study.why.whynot import WhyNot
from rightfin.study.withdrawal.study import Withdrawals

Study = (
    ExitStudy | ExitCalendars | MissionExits | Requirement | Coordination | Withdrawals | MissionWithdrawals | Sustained
    | Versions | Audit | CadreCost | PackageCost | Chain | ProgrammeStudy | DecidedStarts | ForceCost | BudgetForce
    | Alternatives | Attribution | Contradictions | Explanation | Explanations | WhyNot | Reaching
    | Benchmarks | Track | Rolled | Cash
)


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
        case MissionWithdrawals():
            return missions.findings(study)
        case MissionExits():
            return missions.exit_findings(study)
        case Sustained():
            return sustain.findings(study)
        case Versions():
            return difference.findings(study)
        case Audit():
            return audit.findings(study)
        case CadreCost():
            return cadre_cost.findings(study)
        case ProgrammeStudy():
            return programmes.findings(study)
        case DecidedStarts():
            return starts.findings(study)
        case PackageCost():
            return package_cost.findings(study)
        case Chain():
            return chain.findings(study)
        case ForceCost():
            return force_budget.cost_findings(study)
        case BudgetForce():
            return force_budget.budget_findings(study)
        case Contradictions():
            return contradictions.findings(study)
        case Attribution():
            return attribution.findings(study)
        case Explanation():
            return explain.findings(study)
        case Explanations():
            return explanations.findings(study)
        case WhyNot():
            return whynot.findings(study)
        case Alternatives():
            return alternatives.findings(study)
        case Reaching():
            return reach.findings(study)
        case Benchmarks():
            return benchmarks.findings(study)
        case Cash():
            return cash.findings(study)
        case Rolled():
            return roll.findings(study)
        case Track():
            return track.findings(study)
