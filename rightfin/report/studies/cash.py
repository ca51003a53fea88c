"""A year by month in sentences, tables and pictures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from rightfin.report import facts
from rightfin.report.charts.cash import money_chart, owed_chart
from rightfin.report.studies.cash_tables import (
    SHORT,
    account_name,
    accounts_table,
    debts_table,
    late_pay_table,
    late_table,
    lines_table,
    made_good,
    months_table,
    owed_table,
    plan_owed_table,
    tranches_table,
)
from rightfin.report.studies.findings import Findings, Picture
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import begun, listed, money, people
from rightfin.study.learning.cash import OLD, Cash, PayerDebts, PayOwed, TrancheEarlier
from rightfin.tolerances import MATERIAL

TOLD = 3
"""Units and tranches that a sentence names; the tables have all."""

_ACTS = "From the table unpaid_effects. rightfin roll lays it over the next year's case."
_ACTS_NOT = "From the table unpaid_effects. It acts on no plan while the setting unpaid_worsens is not set."


def findings(found: Cash) -> Findings:
    """Return a year by month."""
    names = found.names
    tables = (
        months_table(found), late_table(found),
        owed_table(found, "owed", "Months of pay owed, by institution", found.found.institutions,
                   dict(names.institutions)),
        owed_table(found, "owed_by_cadre", "Months of pay owed, by cadre", found.found.cadres, dict(names.cadres)),
        tranches_table(found), accounts_table(found), lines_table(found), plan_owed_table(found),
        debts_table(found), late_pay_table(found.late_pay, names, _ACTS if found.late_pay_acts else _ACTS_NOT),
    )
    return Findings(
        study="cash",
        title=f"{found.title}: {found.year} by month",
        currency=found.currency,
        scale=facts.money_scale(found.plan),
        answered=True,
        sentences=tuple(_sentences(found)),
        tables=tuple(table for table in tables if table.rows),
        pictures=tuple(_pictures(found)),
        method=(
            "The plan says what is paid in the year, by whom and for what; the months decide only when, and sum to it. Own "
            "money and donors' money come in and lines fall due in the months that the case types, otherwise evenly. All "
            "is known beforehand. Nothing is paid before it is due, and a donor pays only what the plan has it pay.",
            "First as few person-months of pay as can be are owed at the ends of months; then nobody waits long; then "
            "as little else as can be is owed; then as little is bridged; then old debts are paid off early. As people are "
            "counted and not money, those with low pay come first where not all can be paid.",
            "What a month holds is not told by days, and banks and payment offices have no delays of their own. Nobody "
            "advances to a donor. What bridging costs comes on top of the plan.",
        ),
    )


def _late(found: Cash) -> list[PayOwed]:
    """Return institutions whose pay is late, the longest wait first."""
    late = [one for one in found.found.institutions if float(one.months.max()) >= SHORT]
    return sorted(late, key=lambda one: (-float(one.months.max()), one.name))


def _sentences(found: Cash) -> Iterator[Sentence]:
    year, late = found.found, _late(found)
    if late:
        text = "; ".join(_wait(one, found) for one in late[:TOLD])
        more = f" {len(late) - TOLD} more are owed less." if len(late) > TOLD else ""
        yield Sentence("late", "Pay is late", f"{text}.{more} In all {people(year.person_months)} person-months of pay are "
                       "owed, summed over the ends of months.")
    else:
        yield Sentence("on_time", "Pay", f"In {found.year} all pay is paid in the month in which it falls due.")
    planned = [one for one in late if one.planned >= SHORT]
    if planned:
        yield Sentence("unpaid", "What the plan itself leaves unpaid", "At the end of the year "
                       + listed([f"{found.names.institutions.get(one.name, one.name)} is owed {_months(one.planned)}"
                                 for one in planned]) + ": no month makes up for it.")
    yield from _others(found)
    yield from _lowest(found)
    yield from _bridge(found)
    yield from _tranches(found)
    for debts in found.debts:
        yield from _debts(debts, found)


def _months(number: float) -> str:
    return f"{number:.1f} months' pay"


def _wait(one: PayOwed, found: Cash) -> str:
    worst = int(np.argmax(one.months))
    text = f"{found.names.institutions.get(one.name, one.name)}: {_months(float(one.months[worst]))} owed at the end of " \
           f"{found.months[worst]}"
    good = made_good(one)
    return f"{text}, made good in {found.months[good]}" if good is not None else f"{text}, not made good within the year"


def _others(found: Cash) -> Iterator[Sentence]:
    others = [one for one in found.found.lines if not one.cadre and one.line.category != OLD]
    owed = sum((one.late for one in others), np.zeros(len(found.months)))
    worst = int(np.argmax(owed))
    if owed[worst] >= MATERIAL * sum(float(one.due.sum()) for one in found.found.lines):
        left = float(owed[-1])
        never = "" if left < MATERIAL * owed[worst] else \
            f" The plan itself leaves {money(left, found.currency)} of the year's unpaid."
        yield Sentence("others", "Other bills", f"At most, at the end of {found.months[worst]}, "
                       f"{money(float(owed[worst]), found.currency)} of other bills wait.{never}")


def _lowest(found: Cash) -> Iterator[Sentence]:
    held = sum((one.balance - one.bridge for one in found.found.accounts if not one.is_donor), np.zeros(len(found.months)))
    lowest = int(np.argmin(np.round(held)))  # the first of those that are alike
    amount, month = float(held[lowest]), found.months[lowest]
    told = f"accounts then hold {money(amount, found.currency)}" if amount > -1.0 else \
        f"without what is bridged, {money(-amount, found.currency)} are missing then"
    yield Sentence("lowest", "Lowest balance", f"Own money is lowest at the end of {month}: {told}.")


def _bridge(found: Cash) -> Iterator[Sentence]:
    year = found.found
    for one in year.accounts:
        worst = int(np.argmax(one.bridge))
        if one.bridge[worst] >= MATERIAL * max(float(one.paid.sum()), 1.0):
            full = ", all that may be" if one.bridge[worst] >= (1.0 - MATERIAL) * one.most_bridged else ""
            cost = money(year.bridge_price * float(one.bridge.sum()), found.currency)
            yield Sentence("bridge", "Bridging", f"{begun(account_name(one, found.names))} bridges "
                           f"{money(float(one.bridge[worst]), found.currency)} at most{full}, at the end of "
                           f"{found.months[worst]}. That costs {cost} in the year, which the plan does not have.")


def _tranches(found: Cash) -> Iterator[Sentence]:
    best = sorted(found.earlier, key=lambda one: (-one.person_months, -one.late_money, -one.bridge_cost))[:TOLD]
    told = [text for one in best if (text := _worth(one, found))]
    if told:
        yield Sentence("tranches", "A tranche a month earlier", f"{'; '.join(told)}. Each was tried by itself.")
    elif found.earlier:
        yield Sentence("tranches", "A tranche a month earlier", "No tranche, each tried by itself, changes what pay is "
                       "owed or what bridging costs if it comes a month earlier.")


def _worth(one: TrancheEarlier, found: Cash) -> str:
    less = []
    if one.person_months >= 1.0:
        less.append(f"{people(one.person_months)} fewer person-months of pay owed")
    if one.bridge_cost >= MATERIAL * found.found.bridge_cost and one.bridge_cost >= 1.0:
        less.append(f"{money(one.bridge_cost, found.currency)} less for bridging")
    if not less:
        return ""
    return (f"{found.names.donors.get(one.donor, one.donor)}, its {money(one.amount, found.currency)} of "
            f"{found.months[one.month]} in {found.months[one.month - 1]}: {listed(less)}")


def _debts(debts: PayerDebts, found: Cash) -> Iterator[Sentence]:
    worst = max(debts.opening, *debts.arrears.values())
    if worst < 1.0:
        return
    name = found.names.payers.get(debts.payer, debts.payer)
    last = list(debts.arrears)[-1]
    small = MATERIAL * worst
    free = next((year for year in debts.arrears if all(
        amount <= small for later, amount in debts.arrears.items() if later >= year)), None)
    end = f"owes nothing from the end of {free} on" if free is not None else \
          f"still owes {money(debts.arrears[last], found.currency)} at the end of {last}"
    begins = f"begins the plan with {money(debts.opening, found.currency)} of unpaid bills, pays off " \
             f"{money(debts.cleared[found.year], found.currency)} in {found.year}, and" if debts.opening >= 1.0 else \
             f"leaves {money(debts.unpaid[found.year], found.currency)} unpaid in {found.year}, and"
    yield Sentence("debts", "Debts from year to year", f"{begun(name)} {begins} {end}.")


def _pictures(found: Cash) -> Iterator[Picture]:
    year, scale = found.found, facts.money_scale(found.plan)
    own, donors = (
        sum((one.money_in for one in year.accounts if one.is_donor is is_donor), np.zeros(len(found.months)))
        for is_donor in (False, True))
    held = sum((one.balance - one.bridge for one in year.accounts), np.zeros(len(found.months)))
    title = f"Money in, and what accounts hold, {found.year}"
    drawn = money_chart(found.months, own.tolist(), donors.tolist(), held.tolist(), title, scale)
    yield Picture("money", title, drawn, "months")
    late = _late(found)
    if late:
        title = f"Months of pay owed, {found.year}"
        yield Picture("owed", title, owed_chart(found.months, {
            found.names.institutions.get(one.name, one.name): one.months.tolist() for one in late}, title), "owed")
