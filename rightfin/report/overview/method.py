"""What an answer rests on: the order in which a plan settles things, what counts as nothing, and how to cite it."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.report import facts
from rightfin.report.page.parts import Told
from rightfin.report.words.wording import money, significant
from rightfin.result.plan import Plan
from rightfin.tolerances import MATERIAL, PAID, SEEN

ORDER = (
    ("1a", "Pay what is due",
     "everyone who is in pay is paid, and supported as the case asks; what cannot be is as little as possible"),
    ("1b", "Clear old debts", "as far as the case lets money go there"),
    ("1c", "Keep the limits of strength", "those that the case states and does not call hard"),
    ("1d", "Keep the force to what can be kept up",
     "where the case asks for it: from its year on, no more than the state and donors who never leave can pay for good"),
    ("2", "Cover needs", "weighted as the case weighs them, and keep the rules of composition that it states"),
    ("3", "Save money", "that of donors first, or what else the case says"),
    ("4", "Save cost", "the least total cost, then the most in reserve"),
    ("5", "Move few people", "as few hires, exits and promotions, and as few jumps in them, as the rest allows"),
)
"""The order of objectives: place, what is sought, and what that means."""

NOT_KNOWN = (
    Told("Policy", "whether a force is loyal, courts are fair, a peace holds or a reform is wise. Needs, weights and "
                   "effects are taken as the case types them."),
    Told("What security gives back", "more security raises neither growth nor revenue here."),
    Told("The future", "growth, pledges and threats of all years are taken as typed, and the plan prepares for them. Real "
                       "ministries do not know them; use scenarios."),
    Told("Donors' answers", "donors do not react to the plan, to one another or to what the state pays, save for a match "
                            "that the case types."),
    Told("Size", "twice the constables deliver twice the patrols; there is no smallest unit, and a person is as good "
                 "anywhere."),
    Told("Debt", "the state cannot borrow; what nobody pays is owed, without interest."),
    Told("Prices", "what the sector buys moves no price, and what it pays moves no wage elsewhere."),
)
"""What the model does not know, the weightiest first; the page of the documentation says more."""


def order_of_objectives(plan: Plan) -> tuple[Told, ...]:
    """Return the order in which a plan settled things: what is earlier is never given up for what is later."""
    places = {str(place) for place, _, _ in plan.tables["objective"].rows}
    return tuple(Told(what, f"{text}.") for place, what, text in ORDER if place in places)


def tolerances_of(plan: Plan) -> tuple[Told, ...]:
    """Return what counts as nothing in a plan, and what may stay unpaid by choice."""
    loose = (f"up to {significant(plan.arrears_tolerance)} of all ceilings, to cover more needs (the setting "
             "arrears_tolerance)" if plan.arrears_tolerance > 0.0 else "nothing (the setting arrears_tolerance is 0)")
    return (
        Told("May stay unpaid by choice", f"{loose}."),
        Told("Counts as paid", f"what cannot be paid is at most {PAID * 1e6:g} millionth of the size of the case: "
                               f"{money(plan.most_unpaid, plan.currency)} at prices of {plan.base_year}, all years "
                               "planned, later money counting less."),
        Told("No news", f"an unpaid amount below {significant(MATERIAL)} of the cost of its year, and a change of a share "
                        f"by less than {significant(SEEN)}: that is what solving leaves over."),
        Told("Equally good plans", "where several plans are equally good at every level one is chosen by a convention; the "
                                   "overview says which numbers that decides."),
    )


def citation(plan: Plan, changes: Sequence[str] = ()) -> tuple[Told, ...]:
    """Return what names a plan, so that somebody else finds the same one: case, model, scenarios, settings, version.

    ``changes`` says what was changed in the case, in words.
    """
    used = plan.provenance
    found = [
        Told("Case", f"{plan.title}, digest {used.case_digest}"),
        Told("Model", f"{used.model}, digest {used.model_digest}"),
    ]
    if used.scenarios or not changes:
        found.append(Told("Scenarios", ", ".join(used.scenarios) or "none"))
    if changes:
        found.append(Told("Changed in the case", "; ".join(changes)))
    if used.options:
        found.append(Told("Settings changed", ", ".join(f"{key} = {value}" for key, value in used.options.items())))
    if used.study:
        found.append(Told("Solved", ", ".join(f"{key}: {value}" for key, value in used.study.items())))
    found.append(Told("Versions", ", ".join(f"{name} {version}" for name, version in used.versions.items())))
    gap = facts.level(plan, "2", "needs")
    if gap is not None:
        found.append(Told("To compare", f"weighted unmet need {gap:.6g}, in discounted need-years"))
    return tuple(found)
