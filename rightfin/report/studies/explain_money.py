"""What more money does to a number of a plan, in sentences and a table: who gave more, and when, just as it was tried."""

from __future__ import annotations

from collections.abc import Sequence

from rightfin.lp.kinds import Axis
from rightfin.lp.rules import FAMILY
from rightfin.report.studies.explain_words import does, payer
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.limits import label_of
from rightfin.report.words.wording import begun, listed, money
from rightfin.study.why.explain import Explanation
from rightfin.study.why.live import change_seen
from rightfin.study.why.money import HeldMoney, MoreMoney, Purse

NAMED = 3
"""Most payers and years tried alone that a sentence names; the table has all."""


def money_told(found: Explanation) -> str:
    """Return what more money does to a number, as sentences."""
    said = money(found.money.amount, found.currency)
    seen = change_seen(found.ends)
    moving = [one for one in found.money.tried if max(abs(one.least), abs(one.greatest)) > seen]
    idle = [one for one in found.money.tried if max(abs(one.least), abs(one.greatest)) <= seen]
    parts = []
    if idle and not moving:
        told = [f"of {_sources(found, one)} {_when(found, one)}" for one in idle]
        parts = [f"More money does nothing to it: {said} more was tried {listed(told)}."]
    else:
        singly = sorted((one for one in moving if len(one.whose) == 1), key=lambda one: (-one.mean, one.whose))
        if singly:
            told = [f"from {_sources(found, one)} in {one.years[0]} it {does(found, one.least, one.greatest)}"
                    for one in singly[:NAMED]]
            parts.append(f"{said} more: {listed(told)}.")
        for one in moving:
            if len(one.whose) > 1:
                parts.append(f"{said} more of {_sources(found, one)} {_when(found, one)} "
                             f"{does(found, one.least, one.greatest)}.")
        if idle:
            told = [f"from {_sources(found, one)} {_when(found, one)}" for one in idle]
            parts.append(f"As much does nothing {listed(told)}.")
    held = found.money.held
    if held is not None:
        parts.append(f"With all limits of one kind a tenth easier at once, {said} more of {_sources(found, held.money)} "
                     f"{_when(found, held.money)} {does(found, held.least, held.greatest)}: {_easier(found, held)}.")
        if held.first is not None:
            parts.append(f"{begun(_easier(found, held.first))} alone a tenth easier, the same money "
                         f"{does(found, held.first.least, held.first.greatest)}.")
        elif len(held.whose) > 1:
            parts.append("The money adds nothing beside those of any one of them alone that were tried.")
    if found.money.refused:
        told = [f"of {_sources(found, one)} {_when(found, one)}" for one in found.money.refused]
        parts.append(f"Hard limits contradict one another with {said} more {listed(told)}, so that nothing is told of it.")
    return " ".join(parts)


def _easier(found: Explanation, held: HeldMoney) -> str:
    """Return which limits are easier: of whom, what money adds most beside first, and in which years if they have any."""
    family = FAMILY[held.family]
    names = dict.fromkeys(label_of(found.names, family, who, several_payers=found.several_payers) for who, _ in held.eased)
    shown = NAMED if len(names) > NAMED + 1 else len(names)  # "1 more" would be as long as its name
    whose = [*list(names)[:shown], *([f"{len(names) - shown} more"] if len(names) > shown else [])]
    years = f", {_years(sorted({year for _, year in held.eased}))}" if Axis.YEAR in family.axes else ""
    return f"{family.gives_way.lower()} ({listed(whose)}{years})"


def _when(found: Explanation, one: MoreMoney) -> str:
    """Return when there was more, all at once where that is several payers or years."""
    if len(one.whose) == 1:
        return f"in {one.years[0]}"
    everywhere = len(one.whose) == len(one.payers) * len(found.years)
    if everywhere or len(one.payers) == 1:
        return f"in {'every year' if everywhere else _years(one.years)} at once"
    gives = "gives" if one.purse is Purse.DONOR else "pays"
    alone = any(other.purse is one.purse and other is not one for other in found.money.tried)
    return f"in every year in which each {gives}{' and was not tried alone' if alone else ''} (all at once)"


def _years(years: Sequence[int]) -> str:
    """Return years in words, those that follow one another as a span: *2021 to 2023 and 2025*."""
    runs: list[list[int]] = []
    for year in years:
        if runs and year == runs[-1][-1] + 1:
            runs[-1].append(year)
        else:
            runs.append([year])
    return listed([str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs])


def _sources(found: Explanation, one: MoreMoney) -> str:
    """Return whose money it is: one payer, or all of a kind together."""
    if one.purse is Purse.OWN:
        return payer(found, one.payers[0]) if len(one.payers) == 1 else "own money of all who pay"
    names = [found.names.donors.get(who, who) for who in one.payers]
    every = {who for other in found.money.tried if other.purse is Purse.DONOR for who in other.payers}
    return names[0] if len(names) == 1 else "all donors" if len(names) == len(every) else f"{len(names)} donors"


def money_table(found: Explanation, unit: str, times: float) -> FindingsTable:
    """Return what more money does to a number, counted in ``unit``: its own numbers ``times`` so much."""
    headings = (
        Heading("payer", "More money of", Form.TEXT), Heading("years", "In each of", Form.TEXT),
        Heading("amount", "In each year", Form.MONEY, "At current prices."),
        Heading("adds", f"Adds ({unit})", Form.NUMBER, "Rise of the number; of its least value if ties leave it open."),
        Heading("greatest", "Its greatest value", Form.NUMBER, shown=False),
        Heading("purse", "Own or donor", Form.TEXT, shown=False),
        Heading("whose", "Who and when", Form.TEXT, "Each payer with its years.", shown=False),
        Heading("eased", "Beside", Form.TEXT, "Limits that are a tenth easier, each with its years.", shown=False),
    )
    rows: list[tuple[Cell, ...]] = [
        (begun(_sources(found, one)), ", ".join(map(str, one.years)), found.money.amount, times * one.least,
         times * one.greatest, str(one.purse), _each(one.whose), None)
        for one in found.money.tried
    ]
    held = found.money.held
    for one in () if held is None else (held,) if held.first is None else (held, held.first):
        rows.append((f"{begun(_sources(found, one.money))}, beside a tenth more of: {_easier(found, one)}",
                     ", ".join(map(str, one.money.years)), found.money.amount, times * one.least,
                     times * one.greatest, str(one.money.purse), None, _each(one.eased)))
    return FindingsTable("money", "What more money does to it", headings, tuple(rows),
                         "Several payers and years in one row were tried all at once.")


def _each(whose: Sequence[tuple[str, int]]) -> str:
    """Return pairs of somebody and a year, each with all its years."""
    return "; ".join(f"{who or 'government'} {', '.join(str(year) for other, year in whose if other == who)}"
                     for who in dict.fromkeys(who for who, _ in whose))
