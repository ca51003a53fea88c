"""The answer in plain language: sentences, key figures and the yearly table that every front end shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from rightfin.report import facts
from rightfin.report.facts import NEGLIGIBLE, YearRow
from rightfin.report.wording import Scale, in_full, listed, money, people, percent
from rightfin.result.plan import Plan, Status

LIMITS_OF_THE_MODEL = (
    "What the model does not know: it prices people, their training and their kit, and says who can pay for "
    "them. It does not judge policy, politics or the conduct of forces. Effects, needs and pledges are as "
    "good as the case that states them."
)

YEARLY_HEADINGS = (
    "Year",
    "Strength",
    "Cost",
    "Own money",
    "Donors",
    "Unfunded",
    "Arrears",
    "Coverage",
    "Readiness",
)
"""Headings of the yearly table, in the order of the first fields of ``YearRow``."""


@dataclass(frozen=True)
class Sentence:
    """One statement about the plan: its ``topic`` (a stable name), a heading, and the text."""

    topic: str
    heading: str
    text: str


@dataclass(frozen=True)
class Metric:
    """One key figure, written out, with a line on what it means."""

    label: str
    value: str
    meaning: str


@dataclass(frozen=True)
class Answer:
    """What a plan says; ``yearly`` and ``metrics`` are empty for a contradictory plan.

    ``scale`` is the unit in which tables and charts show money; the rows themselves are in currency units.
    """

    title: str
    answered: bool
    sentences: tuple[Sentence, ...]
    metrics: tuple[Metric, ...]
    yearly: tuple[YearRow, ...]
    scale: Scale

    def text(self) -> str:
        """Return title and sentences as paragraphs."""
        return "\n".join([self.title, *(f"{sentence.heading}: {sentence.text}" for sentence in self.sentences)])


def headline(plan: Plan) -> Answer:
    """Return the answer of a plan in plain language, computed from the plan's tables alone."""
    rows = facts.yearly(plan)
    scale = facts.money_scale(plan)
    if plan.status is Status.CONTRADICTORY or not rows:
        return Answer(_title(plan), False, _contradiction(plan), (), (), scale)
    sentences = (
        Sentence("size", "Size of the force", _size(plan, rows)),
        Sentence("cost", "Cost", _cost(plan, rows)),
        Sentence("who_pays", "Who pays", _who_pays(plan, rows)),
        Sentence("unpaid", "What stays unpaid", _unpaid(plan, rows)),
        Sentence("undone", "What stays undone", _undone(plan, rows)),
        Sentence("afterwards", "After the horizon", _afterwards(plan, rows)),
        Sentence("tolerance", "How money was weighed", _tolerance(plan)),
    )
    return Answer(_title(plan), True, sentences, _metrics(plan, rows), rows, scale)


def _title(plan: Plan) -> str:
    kind = "Fictional case" if "fiction" in plan.title.lower() else "Case"
    return f"{kind}: {plan.title}"


def _contradiction(plan: Plan) -> tuple[Sentence, ...]:
    first = Sentence(
        "contradiction",
        "No plan",
        "The hard limits of this case contradict each other, so no plan keeps all of them. These cannot hold "
        "together: "
        f"{listed(plan.conflict) or 'the solver could not name them'}.",
    )
    remedy = Sentence(
        "remedy",
        "What to do",
        "Change one of these limits, or mark it as soft (hard: false), and plan again.",
    )
    return first, remedy


def _from_to(first: str, last: str, rows: tuple[YearRow, ...]) -> str:
    if len(rows) == 1:
        return f"{first} in {rows[0].year}"
    return f"{first} in {rows[0].year} and {last} in {rows[-1].year}"


def _size(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    span = _from_to(f"{people(rows[0].strength)} people", people(rows[-1].strength), rows)
    text = f"The force counts {span}, all institutions together."
    frame = facts.strength_by_institution(plan)
    last = frame[frame["year"] == rows[-1].year]
    if len(last) > 1 and float(last["strength"].max()) > 0:
        name, strength = max(zip(last["institution"], last["strength"], strict=True), key=lambda pair: pair[1])
        text += f" The largest institution in {rows[-1].year} is {name} with {people(strength)}."
    return text


def _cost(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    span = _from_to(money(rows[0].cost, plan.currency), money(rows[-1].cost, plan.currency), rows)
    text = f"It costs {span}, at current prices"
    shares = facts.indicator(plan, "security_share_of_revenue")
    if rows[0].year in shares and rows[-1].year in shares:
        span = _from_to(percent(shares[rows[0].year]), percent(shares[rows[-1].year]), rows)
        text += f"; as a share of domestic revenue, {span}"
    return f"{text}."


def _who_pays(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    span = _from_to(f"{percent(rows[0].own_share)} of the cost", percent(rows[-1].own_share), rows)
    text = f"The state pays {span}."
    last = facts.last_donor_year(plan)
    if last is None:
        return f"{text} No donor pays anything."
    if last == rows[-1].year:
        amount = money(rows[-1].donors, plan.currency)
        return f"{text} Donors still pay in {last}, the last year shown: {amount}."
    return f"{text} {last} is the last year with donor money."


def _unpaid(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    floor = {row.year: NEGLIGIBLE * max(row.cost, row.ceiling) for row in rows}
    unfunded = {row.year: row.unfunded for row in rows if row.unfunded > floor[row.year]}
    hollow = {year: cost for year, cost in facts.hollow_cost(plan).items() if cost > floor[year]}
    arrears = {row.year: row.arrears for row in rows if row.arrears > floor[row.year]}
    if unfunded:
        text = f"Nobody pays {_amounts(unfunded, plan.currency)}."
    elif hollow:
        text = "Everything due is paid."
    else:
        text = "Everything due is paid, and everyone who is paid is supported as the case asks."
    if hollow:
        text += (
            " Some people are paid but lack the kit, fuel or rations that they need; supporting them would "
            f"cost {_amounts(hollow, plan.currency)}."
        )
    ceilings = sum(row.ceiling for row in rows)
    broken = sum(unfunded.values()) + sum(hollow.values())
    if broken and ceilings:
        text += f" Together this is {_share(broken / ceilings)} of all ceilings."
    return f"{text} {_arrears(arrears, rows[-1], plan.currency)}".strip() if arrears else text


def _arrears(arrears: dict[int, float], last: YearRow, currency: str) -> str:
    peak = max(arrears, key=lambda year: (round(arrears[year]), year))
    left = f"{money(last.arrears, currency)} at the end of {last.year}"
    if peak == last.year:
        return f"Arrears, those from before the plan included, stand at {left}."
    return (
        f"Arrears, those from before the plan included, stand highest at the end of {peak}, at "
        f"{money(arrears[peak], currency)}, and at {left}."
    )


def _amounts(amounts: dict[int, float], currency: str) -> str:
    if len(amounts) <= 4:
        return listed([f"{money(amount, currency)} in {year}" for year, amount in amounts.items()])
    peak = max(amounts, key=lambda year: amounts[year])
    return (
        f"{money(sum(amounts.values()), currency)} in all, in {len(amounts)} years from {min(amounts)} to "
        f"{max(amounts)}, most of it in {peak} ({money(amounts[peak], currency)})"
    )


def _undone(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    first, last = rows[0].coverage, rows[-1].coverage
    text = ""
    if first is not None and last is not None:
        text = f"The needs, weighted, are covered to {_from_to(percent(first), percent(last), rows)}."
    needs = _of_year(facts.coverage_by_need(plan), rows[-1].year)
    short = {need: share for need, _, share in needs if not in_full(share)}
    if not needs:
        return f"{text} No need is stated for {rows[-1].year}.".strip()
    if not short:
        return f"{text} Every need is covered in full in {rows[-1].year}.".strip()
    worst = min(short, key=lambda need: short[need])
    text += f" The worst covered need in {rows[-1].year} is {worst}, at {percent(short[worst])}"
    regions = {
        region: share
        for need, region, share in _of_year(facts.coverage_by_region(plan), rows[-1].year)
        if need == worst
    }
    lowest = min(regions, key=lambda region: regions[region])
    if percent(regions[lowest]) != percent(max(regions.values())):
        text += f", lowest in {lowest} ({percent(regions[lowest])})"
    return f"{text}.".strip()


def _of_year(frame: pd.DataFrame, year: int) -> list[tuple[str, str, float]]:
    """Return need, region (if there is one) and coverage, for one year."""
    region = "region" in frame.columns
    return [
        (str(row["need"]), str(row["region"]) if region else "", float(row["coverage"]))
        for row in frame[frame["year"] == year].to_dict("records")
    ]


def _afterwards(plan: Plan, rows: tuple[YearRow, ...]) -> str:
    margins = facts.indicator(plan, "steady_state_margin")
    if not margins:
        return "The plan states no steady-state margin."
    year = max(margins)
    margin = margins[year]
    setting = (
        "Kept up for good without donors, with people and assets replaced and pensions at their steady "
        f"level, the force of {year}"
    )
    if abs(margin) <= NEGLIGIBLE * max(rows[-1].cost, rows[-1].ceiling):
        return f"{setting} costs just what the ceiling of {year} allows."
    if margin > 0:
        return f"{setting} leaves {money(margin, plan.currency)} a year below the ceiling of own spending."
    excess = money(-margin, plan.currency)
    return f"{setting} costs {excess} a year more than the ceiling of own spending: it cannot be sustained."


def _tolerance(plan: Plan) -> str:
    return (
        f"To cover needs, the plan may leave {_share(plan.arrears_tolerance)} of all discounted ceilings "
        "unpaid or unsupported, beyond what cannot be avoided (arrears_tolerance). Where money is short, "
        "this choice decides the answer."
    )


def _share(share: float) -> str:
    """Return a share in per cent: two significant digits below ten per cent, else whole per cent."""
    number = 100.0 * share
    if number >= 9.95:
        return f"{number:,.0f}%"
    return f"{np.format_float_positional(number, precision=2, fractional=False, trim='-')}%"


def _metrics(plan: Plan, rows: tuple[YearRow, ...]) -> tuple[Metric, ...]:
    last = rows[-1]
    found = [
        Metric(
            f"Strength {last.year}",
            people(last.strength),
            "People paid in the last year shown, in person-years.",
        ),
        Metric(
            f"Cost {last.year}",
            money(last.cost, plan.currency),
            "Cost of the sector in the last year, current prices.",
        ),
        Metric(
            f"Own share {last.year}",
            percent(last.own_share),
            "Share of the cost that the state pays in the last year.",
        ),
        Metric(
            "Unfunded, all years",
            money(sum(row.unfunded for row in rows), plan.currency),
            "Cost that nobody pays, summed over the years shown.",
        ),
    ]
    if last.coverage is not None:
        found.append(
            Metric(
                f"Coverage {last.year}",
                percent(last.coverage),
                "Share of the weighted needs that is covered.",
            )
        )
    return tuple(found)
