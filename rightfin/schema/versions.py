"""Versions of the template, and what changed in each, as data: so that workbooks of older versions can still be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

VERSION = 4
"""The version that is written now. It rises when a table or column of an older workbook would be misread."""


class ChangeKind(StrEnum):
    """What was done to a table or column."""

    ADDED = "added"
    RENAMED = "renamed"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Change:
    """One difference between a version and the one before it.

    ``table`` and ``column`` are the names that the older version has, except for what was added; an empty ``column``
    means the whole table. Where ``kind`` is renamed, ``what`` is the new name; otherwise it is a sentence.
    """

    version: int
    table: str
    column: str
    kind: ChangeKind
    what: str


HELP_IN_NOTE = "note"
"""Column of settings and series in which the template of version 1 put its help."""

CHANGES: tuple[Change, ...] = (
    Change(2, "settings", HELP_IN_NOTE, ChangeKind.CHANGED,
           "The help stands in columns of its own, so that note holds what people write."),
    Change(2, "macro", HELP_IN_NOTE, ChangeKind.CHANGED,
           "The help stands in columns of its own, so that note holds what people write."),
    Change(2, "trail", "", ChangeKind.ADDED, "Who saved the case, when and why."),
    Change(2, "conflicts", "", ChangeKind.ADDED, "What two changed workbooks say differently."),
    Change(3, "committed", "goes_on", ChangeKind.ADDED,
           "Whether the amount of the last year goes on after it; where nothing is typed, it does."),
    Change(4, "macro", "year_starts", ChangeKind.ADDED, "Month in which a series' years start; blank, as the case's."),
    Change(4, "donors", "year_starts", ChangeKind.ADDED, "Month in which a donor's year starts; blank, as the case's."),
    Change(4, "eligibility", "item", ChangeKind.ADDED, "A cadre, an asset or a contract on the line; blank, all of them."),
    Change(4, "co_financing", "item", ChangeKind.ADDED, "A cadre, an asset or a contract on the line; blank, all of them."),
    Change(4, "cadres", "tags", ChangeKind.ADDED, "Words that put cadres together; groups name them."),
    Change(4, "institutions", "ghosts", ChangeKind.ADDED, "People paid who are not there."),
    Change(4, "institutions", "skimming", ChangeKind.ADDED, "Pay that is lost; blank, as much as leakage says."),
    Change(4, "institutions", "waste", ChangeKind.ADDED, "Other money that is lost; blank, as much as leakage says."),
    Change(4, "cadres", "wash_out", ChangeKind.ADDED, "Trainees who never join."),
    Change(4, "cadres", "monthly_attrition", ChangeKind.ADDED, "Attrition by month, which falls on recruits too."),
    Change(4, "targets", "", ChangeKind.ADDED, "How many people of a group there should be, by year."),
    Change(4, "in_kind", "", ChangeKind.ADDED, "Units of an asset that a donor offers, and that may be refused."),
    Change(4, "earmarks", "", ChangeKind.ADDED, "How much of a donor's money may go to a scope at most, or only there."),
    Change(4, "strength_limits", "form", ChangeKind.ADDED, "Whether the years hold limits or yearly rises; blank, limits."),
    Change(4, "over_time", "", ChangeKind.ADDED, "Numbers of other tables that change from year to year."),
    Change(4, "pay_parts", "", ChangeKind.ADDED, "What the pay of a cadre consists of, each part a line of its own."),
    Change(4, "pay_grid", "", ChangeKind.ADDED, "Pay by grade and step, whose average is the pay of a cadre."),
    Change(4, "cadres", "pension_share", ChangeKind.ADDED, "Pension as a share of pay, in place of an amount."),
    Change(4, "payers", "", ChangeKind.ADDED, "Who pays own money beside the government."),
    Change(4, "payers", "region", ChangeKind.ADDED, "Region whose own payer it is; blank, of none."),
    Change(4, "payer_money", "", ChangeKind.ADDED, "Revenue and ceilings of payers beside the government, by year."),
    Change(4, "may_pay", "", ChangeKind.ADDED, "Which lines a payer may pay."),
    Change(4, "transfers", "", ChangeKind.ADDED, "What one payer gives another, by year."),
    Change(4, "handovers", "payer", ChangeKind.ADDED, "Whose own money counts; blank, that of all payers."),
    Change(4, "ceilings", "payer", ChangeKind.ADDED, "Whose own money counts; blank, that of all payers."),
    Change(4, "donors", "match_payer", ChangeKind.ADDED, "Whose own money is matched; blank, that of all payers."),
    Change(4, "serves", "", ChangeKind.ADDED, "Which regions an institution serves, where it does not serve all."),
    Change(4, "providers", "", ChangeKind.ADDED, "Until when peace operations stay, and what they cost whom."),
    Change(4, "running_costs", "", ChangeKind.ADDED, "What must be paid every year whatever the head count."),
    Change(4, "justice_stages", "", ChangeKind.ADDED, "Stages through which cases pass, in order."),
    Change(4, "justice_cases", "", ChangeKind.ADDED, "Cases that come into a stage from outside, by year."),
    Change(4, "justice_staff", "", ChangeKind.ADDED, "Who works the stages, and who brings cases."),
    Change(4, "prison_places", "", ChangeKind.ADDED, "Places of prisons, by year."),
    Change(4, "packages", "", ChangeKind.ADDED, "Named units of the library, such as a police station of thirty, by year."),
    Change(4, "institutions", "at_once", ChangeKind.ADDED, "How many reform programmes may run at the same time."),
    Change(4, "programmes", "", ChangeKind.ADDED, "Reform programmes, each with the year in which it starts."),
    Change(4, "programme_costs", "", ChangeKind.ADDED, "What programmes cost by year since the start."),
    Change(4, "programme_effects", "", ChangeKind.ADDED, "What programmes change, and when."),
    Change(4, "programme_order", "", ChangeKind.ADDED, "Which programme comes after which, and which exclude each other."),
    Change(4, "retirements", "", ChangeKind.ADDED, "Who retires in which year, by the year of joining."),
    Change(4, "severance_years", "", ChangeKind.ADDED, "In which years after leaving severance is paid."),
    Change(4, "demobilisation", "reintegration", ChangeKind.ADDED, "Help for who is retrenched, a line of its own."),
    Change(4, "actuals", "", ChangeKind.ADDED, "What happened, by year."),
    Change(4, "decided", "", ChangeKind.ADDED, "What is decided already for years to come."),
    Change(4, "settings", "settled_to", ChangeKind.ADDED, "Last year that is over; blank, none after the base year."),
    Change(4, "benchmarks", "", ChangeKind.ADDED, "What was promised or published, to hold plans and facts against."),
    Change(4, "revenue_months", "", ChangeKind.ADDED, "In which months own money comes in."),
    Change(4, "tranches", "", ChangeKind.ADDED, "In which months donors' money comes in."),
    Change(4, "spending_months", "", ChangeKind.ADDED, "In which months lines of the budget fall due."),
    Change(4, "unpaid_effects", "", ChangeKind.ADDED, "What late pay does in the next year."),
    Change(4, "settings", "unpaid_worsens", ChangeKind.ADDED, "Whether late pay does so."),
    Change(4, "settings", "cash_opening", ChangeKind.ADDED, "What the government's account holds when a year begins."),
    Change(4, "settings", "cash_minimum", ChangeKind.ADDED, "Least balance of payers' accounts within the year."),
    Change(4, "settings", "bridge_share", ChangeKind.ADDED, "Most that payers may owe for a while within the year."),
    Change(4, "settings", "bridge_price", ChangeKind.ADDED, "What bridging costs a month."),
)
"""All changes, oldest version first."""
