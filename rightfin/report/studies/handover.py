"""What a calendar of donors' exits does, against the case as it stands: sentences, key figures and lines by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from rightfin.case.lines import Line
from rightfin.report import facts
from rightfin.report.words.answer import Sentence
from rightfin.report.words.payment import payment_of
from rightfin.report.words.wording import listed, money, percent
from rightfin.result.plan import Plan, Status
from rightfin.schema import RECURRENT, as_cell
from rightfin.tolerances import NEGLIGIBLE

THESE, STANDING, REQUIRED = "These exits", "Case as it stands", "Asked for by the handover"
"""Names of the lines in charts and tables."""

COLUMNS = ["line", "year", "value"]


@dataclass(frozen=True)
class Compared:
    """One key figure, written out, beside that of the case as it stands; ``standing`` is empty for that case itself."""

    label: str
    value: str
    standing: str
    meaning: str


def sentences(plan: Plan, standing: Plan, these: str = "these exits") -> tuple[Sentence, ...]:
    """Return in words what the plan of a calendar leaves unpaid and how own spending jumps; ``these`` is what was changed.

    ``standing`` is the plan of the case as it stands; where it is the same object, there is nothing to compare with.
    """
    if plan.status is Status.CONTRADICTORY:
        text = (
            "The hard limits of the case contradict one another, so no plan keeps all of them: "
            f"{listed(plan.conflict) or 'the solver could not name them'}."
        )
        return (Sentence("contradiction", "No plan", text),)
    if plan is standing:
        missing = f"As the case stands, {_missing(plan)}."
        step = f"As the case stands, own spending {_step(plan)}."
        return Sentence("missing", "What is not paid", missing), Sentence("step", "Largest step", step)
    unpaid, step = _missing(plan), _step(plan)
    if standing.status is Status.CONTRADICTORY:
        beside, step_beside = "there is no plan, because its hard limits contradict one another", ""
    else:
        beside, step_beside = _missing(standing), _step(standing)
    beside = "This is so as the case stands, too." if beside == unpaid else f"As the case stands, {beside}."
    step_beside = ", as in the case as it stands" if step_beside == step else (
        f"; as the case stands, it {step_beside}" if step_beside else ""
    )
    return (
        Sentence("missing", "What is not paid", f"With {these} {unpaid}. {beside}"),
        Sentence("step", "Largest step", f"Own spending {step}{step_beside}."),
    )


def _missing(plan: Plan) -> str:
    found, when = payment_of(plan), ""
    failing = found.missing
    if failing:
        peak = max(failing, key=lambda year: failing[year])
        when = f"all of it in {peak}" if len(failing) == 1 else (
            f"in {len(failing)} years, the largest amount in {peak} ({money(failing[peak], plan.currency)})"
        )
    total = money(sum(failing.values()), plan.currency)
    if not found.can_be_paid:
        text = (
            f"{money(found.least, plan.currency)} cannot be paid or supported, whatever is done (prices of "
            f"{plan.base_year}; what comes later counts less)"
        )
        return f"{text}: at current prices {total} is missing, {when}" if failing else (
            f"{text}, none of it before {plan.years[-1] + 1}"
        )
    if failing:
        return (
            f"everything could be paid, but to cover needs the plan leaves {total} unpaid or unsupported, as much as the "
            f"case allows to stay unpaid by choice (arrears_tolerance), {when}"
        )
    return "everything due is paid, and everyone is supported as the case asks"


def largest_step(plan: Plan) -> tuple[int, float] | None:
    """Return year and size of the largest yearly rise of what the state gives, as a share of revenue; ``None`` if none."""
    found = facts.indicator(plan, "own_step")
    year = max(found, key=lambda year: found[year], default=None)
    return None if year is None or found[year] <= NEGLIGIBLE else (year, found[year])


def _step(plan: Plan) -> str:
    found = largest_step(plan)
    return "never rises" if found is None else f"rises most in {found[0]}, by {percent(found[1])} of revenue"


def compared(plan: Plan, standing: Plan) -> tuple[Compared, ...]:
    """Return key figures beside those of the case as it stands; empty where there is no plan.

    ``standing`` is as in ``sentences``.
    """
    if plan.status is Status.CONTRADICTORY:
        return ()
    known = plan is not standing and standing.status is not Status.CONTRADICTORY
    theirs = dict(_figures(standing)) if known else {}
    return tuple(
        Compared(label, value, theirs.get(label, ""), _MEANINGS[label.removesuffix(f" {plan.years[-1]}")])
        for label, value in _figures(plan)
    )


_MEANINGS = {
    "Cannot be paid at least": "What cannot be paid or supported whatever is done, in all years planned, those after the "
                               "ones shown included: at base-year prices, what comes later counting less (discount_rate).",
    "Unpaid or unsupported": "What nobody pays, and what it would cost to support people who are paid but lack kit, fuel "
                             "or rations that the case asks for, all years shown, at current prices.",
    "Most in one year": "The largest amount that is unpaid or unsupported in one year, and the year.",
    "Largest step": "The largest rise over the year before of own spending, arrears paid and money put aside, as a share "
                    "of revenue, and the year.",
    "Own share of asked cost": "Share of what is asked that the state pays in the last year.",
    "Coverage": "Share of the weighted needs that is covered.",
}


def _figures(plan: Plan) -> list[tuple[str, str]]:
    last, found, step = facts.yearly(plan)[-1], payment_of(plan), largest_step(plan)
    failing = found.missing
    peak = max(failing, key=lambda year: failing[year], default=None)
    figures = [
        ("Cannot be paid at least", money(found.least, plan.currency)),
        ("Unpaid or unsupported", money(sum(failing.values()), plan.currency)),
        ("Most in one year", "none" if peak is None else f"{money(failing[peak], plan.currency)} in {peak}"),
        ("Largest step", "none" if step is None else f"{percent(step[1])} in {step[0]}"),
        (f"Own share of asked cost {last.year}", percent(last.own_share)),
    ]
    return figures if last.coverage is None else [*figures, (f"Coverage {last.year}", percent(last.coverage))]


def required_share(plan: Plan, lines: Mapping[str, Sequence[Line]]) -> dict[int, float]:
    """Return the largest own share that handovers of the whole sector ask for, by year; empty if there is none.

    ``lines`` holds the budget lines in the scope of each handover. Handovers of a part of the sector ask nothing of its
    sum.
    """
    table = plan.tables["lines"]
    budget = zip(table.column("institution"), table.column("category"), table.column("item"), strict=True)
    recurrent = {Line(*map(str, line)) for line in budget if line[1] in RECURRENT}
    whole = {name for name, scope in lines.items() if recurrent <= set(scope)}
    handover = plan.table("handover")
    asked = handover[handover["handover"].isin(whole)]
    largest = asked.groupby("year")["required_share"].max()
    return {year: float(largest[int(year)]) for year in plan.years if int(year) in largest.index}


def own_share(plan: Plan, standing: Plan, required: Mapping[int, float]) -> pd.DataFrame:
    """Return the own share of recurrent cost by line and year, what a handover asks for included: columns ``COLUMNS``."""
    frame = by_indicator(plan, standing, "self_sufficiency")
    asked = pd.DataFrame([(REQUIRED, as_cell(year), share) for year, share in required.items()], columns=COLUMNS)
    return pd.concat([frame, asked], ignore_index=True) if len(asked) else frame


def steps(plan: Plan, standing: Plan) -> pd.DataFrame:
    """Return the yearly rise of what the state gives, as a share of revenue, by line and year: columns ``COLUMNS``."""
    return by_indicator(plan, standing, "own_step")


def broken(plan: Plan, standing: Plan) -> pd.DataFrame:
    """Return what is unpaid or unsupported by line and year, in currency units: columns ``COLUMNS``.

    Amounts that sentences do not mention, because they are noise beside the cost of the year, are 0.
    """
    rows = []
    for line, shown in _lines(plan, standing).items():
        failing = payment_of(shown).missing
        rows += [(line, year, failing.get(year, 0.0)) for year in shown.years]
    return pd.DataFrame(rows, columns=COLUMNS)


def by_indicator(plan: Plan, standing: Plan, name: str) -> pd.DataFrame:
    """Return an indicator of a plan and of the case as it stands, by line and year: columns ``COLUMNS``."""
    rows = [
        (line, as_cell(year), value) for line, shown in _lines(plan, standing).items()
        for year, value in sorted(facts.indicator(shown, name).items())
    ]
    return pd.DataFrame(rows, columns=COLUMNS)


def _lines(plan: Plan, standing: Plan) -> dict[str, Plan]:
    """Return the plans that are shown, by line; one that is contradictory has nothing to show."""
    found = {STANDING: plan} if plan is standing else {THESE: plan, STANDING: standing}
    return {line: shown for line, shown in found.items() if shown.status is Status.ANSWERED}
