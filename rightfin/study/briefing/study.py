"""The briefing: one plan, and the studies that the page of a minister needs, made one after the other on live models."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.issue import Issue
from rightfin.case.programmes.choices import Starts
from rightfin.definition import Definition
from rightfin.planning import plan_of
from rightfin.progress import Progress
from rightfin.question import Question
from rightfin.result.plan import Plan, Status
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.solve.session import Session
from rightfin.study.briefing.easing import Eased, eased
from rightfin.study.briefing.ranges import Ranges, ranges_of
from rightfin.study.briefing.relief import Relief, reliefs_of
from rightfin.study.briefing.stated import Stated, stated
from rightfin.study.contradiction import solution_or_refusal
from rightfin.study.exits.study import ExitStudy, exit_studies_of
from rightfin.study.exits.verdicts import Verdict, verdicts
from rightfin.study.sustain.course import Course
from rightfin.study.sustain.study import unasked_of
from rightfin.study.withdrawal.study import Withdrawals, withdrawals_of


@dataclass(frozen=True)
class Briefing:
    """A plan and what was asked about it.

    ``stated`` is what the case states that the plan does not repeat; ``eased`` are the limits that were tried, ``reliefs``
    the things to ask for, ``ranges`` the numbers that ties decide. ``exits`` are all exits of all donors together, and
    ``verdicts`` what every test says of them; ``walkouts`` what happens if one donor leaves without notice, reserves left
    out. ``unasked`` is the plan in which no year asks for a force that can be kept up, where the case does. ``None`` and
    empty where there is no donor or no plan. ``whole`` is false where only the plan was asked for.
    """

    plan: Plan
    stated: Stated | None = None
    whole: bool = True
    exits: ExitStudy | None = None
    verdicts: tuple[Verdict, ...] = ()
    walkouts: Withdrawals | None = None
    eased: tuple[Eased, ...] = ()
    reliefs: tuple[Relief, ...] = ()
    ranges: Ranges | None = None
    unasked: Course | None = None


def briefing(
    case: Case, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, starts: Starts | None = None,
    warnings: Iterable[Issue] = (), quick: bool = False,
    progress: Progress | None = None, control: Control = NEVER,
) -> Briefing:
    """Plan a case and ask what a minister asks next: when donors can leave, what if one walks out, what to ask for.

    Parameters, and what is raised, are those of ``rightfin.plan``; ``quick`` leaves out everything but the plan.
    For ``progress`` the plan and every study are a stage of their own.
    """
    question = Question.of(case, definition, scenarios, settings, warnings, starts=starts)
    made = plan_of(question, progress, control)
    if made.status is not Status.ANSWERED:
        return Briefing(made)
    found = Briefing(made, stated(made, question.parameters, question.packages), whole=not quick)
    if quick:
        return found
    found = _eased(found, question, progress, control)
    if question.parameters.policy.sustained_from is not None:
        found = replace(found, unasked=unasked_of(question, control))
    if not question.prepared.records("donors"):
        return found
    (exits,) = exit_studies_of(question, progress=progress, control=control)
    walkouts = withdrawals_of(question, progress=progress, control=control, reserves=False)
    return replace(found, exits=exits, verdicts=verdicts(exits), walkouts=walkouts)


def _eased(found: Briefing, question: Question, progress: Progress | None, control: Control) -> Briefing:
    """Return a briefing with what is asked of one set of live models; each study starts from the case itself."""
    prepared, parameters = question.prepared, question.parameters
    session = Session(parameters)
    solution_or_refusal(session.solve(parameters, Depth.NEEDS, control=control), prepared)
    base = session.stand()
    limits = eased(prepared, session, found.plan, progress, control)
    session.restart(base)
    open_numbers = ranges_of(prepared, session, control)
    session.restart(base)  # the last one: what is asked for may need other models
    asked_for = reliefs_of(prepared, session, found.plan.names, progress, control)
    return replace(found, eased=limits, reliefs=asked_for, ranges=open_numbers)
