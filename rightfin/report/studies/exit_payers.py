"""Who pays instead of donors who leave, and whose ceiling decides, where several payers of own money pay."""

from __future__ import annotations

from rightfin.case.payers import GOVERNMENT
from rightfin.report.studies.exit_wording import pronouns
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import labels, listed, money, people
from rightfin.study.exits.by_payer import ByPayer
from rightfin.study.exits.study import ExitStudy
from rightfin.tolerances import MATERIAL


def instead_sentence(study: ExitStudy, found: ByPayer) -> str:
    """Return who pays more or less in the first year without the donors than if they never leave, and what nobody pays."""
    at, say, currency = found.years.index(found.own_from), pronouns(study.leaving), study.currency
    reference, glance = study.reference, study.answer(found.own_from).glance
    if reference is None or glance is None:
        return ""
    names, least = _names(found), MATERIAL * max(reference.cost[at], glance.cost[at])
    told, same = [], []
    for payer, course in found.leaving.items():
        more = course[at] - found.staying[payer][at]
        if abs(more) <= least:
            same.append(names[payer])
        else:
            told.append(f"{names[payer]} pays {_moved(more, currency)} ({money(course[at], currency)}, not "
                        f"{money(found.staying[payer][at], currency)})")
    told += [f"{listed(same)} {'pays' if len(same) == 1 else 'pay'} as much as then"] if same else []
    gone = glance.grants[at] - reference.grants[at]
    told += [f"donors pay {_moved(gone, currency)}"] if abs(gone) > least else []
    text = (f"In {found.own_from}, the first year without {say.them}, against the plan in which {say.they} never "
            f"{say.leave}: {'; '.join(told)}.")
    missing = glance.unpaid[at] + glance.unsupported[at] - reference.unpaid[at] - reference.unsupported[at]
    if missing > least:
        text += f" {money(missing, currency)} more is unpaid or unsupported."
    cheaper = reference.cost[at] + reference.unsupported[at] - glance.cost[at] - glance.unsupported[at]
    if cheaper > least:
        alike = people(glance.strength[at]) == people(reference.strength[at])
        why = "with as many people: the plan changes who they are, or what it trains, supports and buys" if alike else (
            "because the plan changes the force")
        text += f" What is asked costs {money(cheaper, currency)} less, {why}."
    return text


def decides_sentence(study: ExitStudy, found: ByPayer) -> str:
    """Return whose ceiling stands against the latest exit that cannot be paid, as it was tried; empty where all can be."""
    if found.broken_from is None:
        return ""
    names, say = _names(found), pronouns(study.leaving)
    since = f"without {say.them} from {found.broken_from} on"
    raised = "then" if found.raised_from == found.broken_from else found.raised_from
    tried = f"{since} and each payer's ceiling raised alone beyond any need from {raised} on"
    if not found.decides:
        return f"Tried, {tried}: no payer's ceiling alone lets everything be paid."
    which = [names[payer] for payer in found.decides]
    others = "no other does" if len(which) < len(found.leaving) else "so does any of them"
    if len(which) == 1:
        return f"Tried, {tried}: that of {which[0]} decides, with it everything can be paid; {others}."
    return f"Tried, {tried}: with that of {listed(which, 'or')} everything can be paid; {others}."


def payers_table(found: ByPayer) -> FindingsTable:
    """Return by payer and year what it spends if the donors never leave, and if they do."""
    names = labels(found.names, found.leaving)
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (names[payer], year, found.staying[payer][at], course[at], course[at] - found.staying[payer][at])
        for payer, course in found.leaving.items() for at, year in enumerate(found.years)
    )
    return FindingsTable(
        "payers", "Who pays instead",
        (
            Heading("payer", "Payer", Form.TEXT), Heading("year", "Year", Form.YEAR),
            Heading("staying", "If donors never leave", Form.MONEY), Heading("leaving", "If they leave", Form.MONEY),
            Heading("more", "More", Form.MONEY, "Below zero: less."),
        ),
        rows, f"Own money on the sector, at current prices. If they leave: without them from {found.own_from} on.",
    )


def _names(found: ByPayer) -> dict[str, str]:
    """Return what payers are called within a sentence."""
    names = labels(found.names, found.leaving)
    return {**names, GOVERNMENT: "the government" if names[GOVERNMENT] == "The government" else names[GOVERNMENT]}


def _moved(amount: float, currency: str) -> str:
    return f"{money(abs(amount), currency)} {'more' if amount > 0.0 else 'less'}"
