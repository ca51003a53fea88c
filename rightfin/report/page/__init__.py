"""The page: what a minister must know, on one page, in the case's own words; every front end shows it from here."""

from __future__ import annotations

from rightfin.report import facts
from rightfin.report.page.asks import ask_for
from rightfin.report.page.choices import political_choices
from rightfin.report.page.force import the_force
from rightfin.report.page.gaps import not_done
from rightfin.report.page.glossary import GLOSSARY
from rightfin.report.page.hard import hard_years
from rightfin.report.page.leave import when_can_donors_leave
from rightfin.report.page.parts import Page, Section, Told
from rightfin.report.page.pay import can_we_pay
from rightfin.report.page.undecided import not_decided
from rightfin.report.page.walkout import if_a_donor_walks_out
from rightfin.report.page.words import span
from rightfin.result.plan import Plan, Status
from rightfin.study.briefing.study import Briefing

__all__ = ["Page", "Section", "Told", "page", "page_of"]

_LEFT_OUT = (
    "Not asked: when donors can leave (rightfin exit CASE), what happens if one walks out (rightfin withdraw CASE), what "
    "to ask for and which numbers the plan does not decide (rightfin plan CASE without --quick)."
)


def page(found: Briefing) -> Page:
    """Return the page of a briefing: what a minister must know, question by question."""
    return page_of(found.plan, found)


def page_of(plan: Plan, found: Briefing | None = None) -> Page:
    """Return the page of a plan, of a contradictory one what contradicts; ``found`` is its briefing, if there is one."""
    rows = facts.yearly(plan)
    basis = tuple(_basis(plan))
    if plan.status is Status.CONTRADICTORY or not rows:
        return Page(plan.title, basis, (_contradiction(plan),), ())
    sections = [
        can_we_pay(plan, rows, found), not_done(plan, found), political_choices(plan, found), hard_years(plan),
        the_force(plan, found),
    ]
    whole = found is not None and found.whole
    if found is not None and whole:
        sections += [when_can_donors_leave(found), if_a_donor_walks_out(found), ask_for(found), not_decided(found)]
    ordered = tuple(sorted(sections, key=lambda section: section.number))
    return Page(plan.title, basis, ordered, GLOSSARY, "" if whole else _LEFT_OUT)


def _basis(plan: Plan) -> list[str]:
    """Return which years and prices the page speaks of, and what was laid over the case."""
    used = plan.provenance
    found = [f"Plan for {span(plan.years)}. Amounts are in {plan.currency} at the prices of the year named with them."]
    laid = [f"scenario {name}{' (changes nothing)' if name in plan.idle else ''}" for name in used.scenarios]
    laid += [f"{key} = {value}" for key, value in used.options.items()]
    laid += [f"model definition {used.model}"] if used.model != "default" else []
    return [*found, f"Laid over the case: {', '.join(laid)}."] if laid else found


def _contradiction(plan: Plan) -> Section:
    lines = [Told("No plan", "the hard limits of this case contradict each other. These cannot hold together:")]
    lines += [Told(f"{place}", text) for place, text in enumerate(plan.conflict, 1)]
    lines.append(Told("What to do", "change one of these, or what stands against it, such as training places, attrition, "
                                    "demobilisation or retirements; or mark one as soft (hard: false), and plan again. "
                                    "rightfin contradictions says how little will do."))
    return Section(1, "contradiction", "WHAT CONTRADICTS", tuple(lines))
