"""Tables of a year by month: money by month, accounts, pay that is owed, lines, tranches, old debts."""

from __future__ import annotations

import numpy as np

from rightfin.report.studies.findings import FindingsTable, Form, Heading
from rightfin.result.plan import Names
from rightfin.schema.year_style import as_year
from rightfin.study.learning.cash import OLD, Cash, CashAccount, PayOwed
from rightfin.study.learning.late_pay import LatePay
from rightfin.tolerances import HOLD_OF_A_YEAR

_MONTH = Heading("month", "Month", Form.TEXT)


def account_name(account: CashAccount, names: Names) -> str:
    """Return whose account it is, in full."""
    return (names.donors if account.is_donor else names.payers).get(account.name, account.name)


def line_name(institution: str, category: str, item: str, names: Names) -> str:
    """Return a line of the budget in words."""
    if category == OLD:
        return f"Debts of earlier years, {names.payers.get(item, item)}"
    return f"{names.institutions.get(institution, institution)}, {category}: {names.item(item)}"


def months_table(found: Cash) -> FindingsTable:
    """Return the sector by month."""
    headings = (
        _MONTH, Heading("own_in", "Own money in", Form.MONEY), Heading("donors_in", "Donors' money in", Form.MONEY),
        Heading("due", "Falls due", Form.MONEY), Heading("paid", "Paid", Form.MONEY),
        Heading("late", "Owed at the end", Form.MONEY, "What fell due up to then and is not paid, old debts left out."),
        Heading("pay_late", "Of it pay", Form.MONEY),
        Heading("balance", "Accounts hold", Form.MONEY, "What all accounts hold at the end of the month, without what is "
                "bridged."),
        Heading("bridge", "Bridged", Form.MONEY),
    )
    year, rows = found.found, []
    for n, month in enumerate(found.months):
        current = [one for one in year.lines if one.line.category != OLD]
        rows.append((
            month, sum(one.money_in[n] for one in year.accounts if not one.is_donor),
            sum(one.money_in[n] for one in year.accounts if one.is_donor), sum(one.due[n] for one in current),
            sum(one.paid[n] for one in year.accounts), sum(one.late[n] for one in current),
            sum(one.late[n] for one in current if one.cadre),
            sum(one.balance[n] - one.bridge[n] for one in year.accounts), sum(one.bridge[n] for one in year.accounts),
        ))
    return FindingsTable("months", "The year by month", headings, tuple(rows),
                         "Paid has old debts in it, falls due has not. Money is at current prices.")


def accounts_table(found: Cash) -> FindingsTable:
    """Return each account by month."""
    headings = (
        Heading("account", "Account id", Form.TEXT, shown=False), Heading("name", "Account", Form.TEXT), _MONTH,
        Heading("in", "Money in", Form.MONEY), Heading("paid", "Paid", Form.MONEY),
        Heading("balance", "Balance", Form.MONEY, "At the end of the month, what is bridged included."),
        Heading("bridge", "Bridged", Form.MONEY, "What is owed to a bank or the treasury at the end of the month."),
    )
    return FindingsTable("accounts", "Accounts by month", headings, tuple(
        (one.name, account_name(one, found.names), month, *(float(part[n]) for part in (
            one.money_in, one.paid, one.balance, one.bridge)))
        for one in found.found.accounts for n, month in enumerate(found.months)
    ), "A donor's account holds money for what the plan has that donor pay, and pays nothing else.")


SHORT = 0.05
"""Months of pay below which a wait is no news: a day or two."""


def made_good(one: PayOwed) -> int | None:
    """Return the place of the first month after the longest wait in which all is paid; ``None`` if there is none."""
    worst = int(np.argmax(one.months))
    return next((n for n in range(worst + 1, len(one.months)) if one.months[n] < SHORT), None)


def late_table(found: Cash) -> FindingsTable:
    """Return who is paid late, by institution and by cadre, the longest wait first, and when it is made good."""
    headings = (
        Heading("kind", "Kind", Form.TEXT), Heading("unit", "Unit id", Form.TEXT, shown=False),
        Heading("name", "Who", Form.TEXT), Heading("people", "People", Form.PEOPLE),
        Heading("most", "Months of pay owed at most", Form.NUMBER), Heading("at", "At the end of", Form.TEXT),
        Heading("good", "Made good in", Form.TEXT, "Blank: not within the year."),
        Heading("person_months", "Person-months", Form.PEOPLE, "Months of pay owed, summed over people and the ends of the "
                "first eleven months."),
    )
    rows = []
    for kind, units, called in (("institution", found.found.institutions, found.names.institutions),
                                ("cadre", found.found.cadres, found.names.cadres)):
        for one in sorted(units, key=lambda unit: (-float(unit.months.max()), unit.name)):
            if float(one.months.max()) >= SHORT:
                good = made_good(one)
                rows.append((kind, one.name, called.get(one.name, one.name), one.people, float(one.months.max()),
                             found.months[int(np.argmax(one.months))], None if good is None else found.months[good],
                             one.people * float(one.months[:-1].sum())))
    return FindingsTable("late", "Who is paid late", headings, tuple(rows),
                         "An institution's months are those of all its pay together, so that cadres may wait longer.")


def owed_table(found: Cash, name: str, title: str, units: tuple[PayOwed, ...], called: dict[str, str]) -> FindingsTable:
    """Return how many months of pay are owed by unit and month."""
    headings = (
        Heading("unit", "Unit id", Form.TEXT, shown=False), Heading("name", "Who", Form.TEXT), _MONTH,
        Heading("owed", "Months of pay owed", Form.NUMBER, "What is owed of pay at the end of the month, over a twelfth of "
                "what pay costs in the year."),
        Heading("people", "People", Form.PEOPLE), Heading("amount", "Owed", Form.MONEY),
    )
    return FindingsTable(name, title, headings, tuple(
        (one.name, called.get(one.name, one.name), month, float(one.months[n]), one.people,
         float(one.months[n]) * one.monthly)
        for one in units if one.months.any() for n, month in enumerate(found.months)
    ), "Units that are never owed anything at the end of a month are left out.")


def lines_table(found: Cash) -> FindingsTable:
    """Return each line by month, and by each account that pays of it."""
    headings = (
        Heading("institution", "Institution id", Form.TEXT, shown=False),
        Heading("category", "Category", Form.TEXT, shown=False),
        Heading("item", "Item", Form.TEXT, shown=False), Heading("name", "Line", Form.TEXT), _MONTH,
        Heading("due", "Falls due", Form.MONEY), Heading("paid", "Paid", Form.MONEY),
        Heading("late", "Owed at the end", Form.MONEY),
    )
    return FindingsTable("lines", "Lines by month", headings, tuple(
        (*one.line, line_name(*one.line, found.names), month, float(one.due[n]),
         float(sum(amounts[n] for amounts in one.paid.values())), float(one.late[n]))
        for one in found.found.lines if one.due.any() for n, month in enumerate(found.months)
    ), "Due less paid over the twelve months is what the plan leaves unpaid in the year.")


def tranches_table(found: Cash) -> FindingsTable:
    """Return what each tranche a month earlier is worth."""
    headings = (
        Heading("donor", "Donor id", Form.TEXT, shown=False), Heading("name", "Donor", Form.TEXT),
        Heading("month", "Comes in", Form.TEXT), Heading("amount", "Tranche", Form.MONEY),
        Heading("person_months", "Person-months of pay owed, fewer", Form.PEOPLE, "Summed over the ends of months."),
        Heading("late", "All else owed, less", Form.MONEY, "Summed over the ends of months: money times months; below "
                "zero where more waits, because pay comes first."),
        Heading("bridge", "Cost of bridging, less", Form.MONEY, "Below zero where more is bridged, because that "
            "comes last."),
    )
    return FindingsTable("tranches", "What one tranche a month earlier is worth", headings, tuple(
        (one.donor, found.names.donors.get(one.donor, one.donor), found.months[one.month], one.amount, one.person_months,
         one.late_money, one.bridge_cost) for one in found.earlier
    ), "Each was tried by itself, everything solved again; two together may be worth more or less than both.")


def debts_table(found: Cash) -> FindingsTable:
    """Return by year of the plan and payer what falls due unpaid, what is paid off and what is owed at the end."""
    headings = (
        Heading("payer", "Payer id", Form.TEXT, shown=False), Heading("name", "Payer", Form.TEXT),
        Heading("year", "Year", Form.YEAR), Heading("unpaid", "Falls due unpaid", Form.MONEY),
        Heading("cleared", "Paid off", Form.MONEY), Heading("arrears", "Owed at the end of the year", Form.MONEY),
    )
    rows = [
        (one.payer, found.names.payers.get(one.payer, one.payer), year, one.unpaid[year], one.cleared[year],
        one.arrears[year]) for one in found.debts if one.opening > 0.0 or any(one.arrears.values()) for year in one.arrears
    ]
    return FindingsTable("debts", "How debts are cleared, by year of the plan", headings, tuple(rows),
                         "Owed from year to year; pay that is late within the year is not in it. Money is at current "
                         "prices.")


def late_pay_table(late: tuple[LatePay, ...], names: Names, note: str) -> FindingsTable:
    """Return what late pay does in the next year, by cadre."""
    headings = (
        Heading("cadre", "Cadre id", Form.TEXT, shown=False), Heading("name", "Cadre", Form.TEXT),
        Heading("months", "Months of pay owed", Form.NUMBER, "Most that was owed at the end of a month of the year, as "
                "counted or, where nobody counted, as in the plan by month."),
        Heading("leaving", "Leave as well", Form.SHARE, "Of those who would have stayed in the next year."),
        Heading("lost", "Deliver less", Form.SHARE, "In the next year."),
    )
    return FindingsTable("late_pay", "What late pay does in the next year", headings, tuple(
        (one.cadre, names.cadres.get(one.cadre, one.cadre), one.months, one.leaving, one.lost) for one in late), note)


def plan_owed_table(found: Cash) -> FindingsTable:
    """Return how many months of pay the plan itself leaves unpaid, by cadre and year."""
    headings = (
        Heading("cadre", "Cadre id", Form.TEXT, shown=False), Heading("name", "Cadre", Form.TEXT),
        Heading("year", "Year", Form.YEAR),
        Heading("months", "Months' pay unpaid", Form.NUMBER, "Twelve times the share of the year's pay that nobody pays."),
        Heading("amount", "Unpaid", Form.MONEY),
    )
    whole, pay = found.plan.tables["budget"].by_year("cost"), found.plan.tables["lines"].where("category", {"pay"})
    owed: dict[tuple[str, int], list[float]] = {}
    for place, column in enumerate(("cost", "unfunded")):
        for (item, year), amount in pay.sums(["item", "year"], column).items():
            owed.setdefault((str(item).partition("/")[0], as_year(year)), [0.0, 0.0])[place] += amount
    return FindingsTable("plan_owed", "What pay the plan itself leaves unpaid", headings, tuple(
        (cadre, found.names.cadres.get(cadre, cadre), year, 12.0 * unpaid / cost, unpaid)
        for (cadre, year), (cost, unpaid) in owed.items() if unpaid > HOLD_OF_A_YEAR * whole[year]
    ), "By year of the plan; how payers pay it off later is in the table of debts. Money is at current prices.")
