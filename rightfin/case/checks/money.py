"""Donors and the state's arrears and reserve."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rightfin.case.calendars import MONTHS
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.issue import Issue
from rightfin.case.lines import FIXED_COSTS
from rightfin.case.pay import item_of
from rightfin.case.resolve import months_from


def check_exits(view: View) -> Iterator[Issue]:
    """A donor leaves after the plan has begun, and in a year that somebody meant."""
    for row in view.rows("donors"):
        donor, exit_year = str(row["donor"]), number(row["exit_year"])
        if exit_year is None or not view.years:
            continue
        if exit_year < view.years[0]:
            yield warning(
                "exit_before_plan",
                f"{donor} leaves in {view.written(exit_year)}, before the first planning year "
                f"{view.years[0]}, and never spends.",
                f"Type an exit_year of {view.years[0]} or later, or leave it blank.",
                "donors",
                donor,
                "exit_year",
            )
        elif exit_year > view.years[0] + 100:
            yield warning(
                "exit_far",
                f"{donor} leaves in {view.written(exit_year)}, more than a century ahead.",
                "Correct the year, or leave it blank for a donor that never leaves.",
                "donors",
                donor,
                "exit_year",
            )


def check_pledges(view: View) -> Iterator[Issue]:
    """Every donor has money, and some of it arrives while it may be spent."""
    pledged = {str(row["donor"]): row for row in view.rows("pledges")}
    for row in view.rows("donors"):
        donor = str(row["donor"])
        opening = number(row["opening_carried"]) or 0.0
        kept = opening * (number(row["carry_over"]) or 0.0)
        if opening > 0.0 and kept == 0.0:
            yield warning(
                "opening_lapses",
                f"{donor} has {opening:,.0f} unspent money, but carry_over is 0, so it lapses.",
                "Type the share of it that may be spent as carry_over.",
                "donors",
                donor,
                "carry_over",
            )
        if donor not in pledged:
            if kept == 0.0:
                yield warning(
                    "no_pledge",
                    f"{donor} pledges nothing.",
                    "Add a row to pledges, or delete the donor.",
                    "donors",
                    donor,
                )
        elif view.years and kept == 0.0 and not _usable(view, row, pledged[donor]):
            yield warning(
                "pledge_lapses",
                f"No money of {donor} arrives in a planning year in which it may be spent: "
                "all its pledges are zero, arrive after the plan or after its exit_year, or are not "
                "expected to arrive.",
                "Look at the pledges, delay_years, arrival_share and exit_year.",
                "pledges",
                donor,
            )


def check_first_pledge(view: View) -> Iterator[Issue]:
    """What the first planning year has of a donor's year before it is typed, be it 0."""
    donors = {str(row["donor"]): row for row in view.rows("donors")}
    for row in view.rows("pledges"):
        donor = str(row["donor"])
        if donor not in donors or view.base is None or not number(row.get(year_column(view.years[0]))):
            continue
        months = -months_from(view.case, donors[donor]["year_starts"])
        if months > 0 and row.get(year_column(view.base)) is None:
            yield warning(
                "first_pledge",
                f"{months} of the 12 months of {view.years[0]} lie in the year of {donor} before, {view.base}, for which "
                "nothing is typed: they count as nothing.",
                f"Type under {view.base} what it pledged for that year, 0 if nothing; where pledges have no such column, "
                "add one with this heading.",
                "pledges",
                donor,
                year_column(view.base),
            )


def check_last_pledge(view: View) -> Iterator[Issue]:
    """What a donor pledges up to its exit arrives by then, though its year ends later or its money comes later.

    Not asked where it pledges for years after its exit, which then cuts the pledges on purpose.
    """
    pledges = {str(row["donor"]): row for row in view.rows("pledges")}
    for row in view.rows("donors"):
        donor, leaves, pledge = str(row["donor"]), number(row["exit_year"]), pledges.get(str(row["donor"]), {})
        amounts = {int(column): number(value) or 0.0 for column, value in pledge.items() if column.isdigit()}
        if leaves is None or not view.years or not view.years[0] <= leaves < view.years[-1]:
            continue
        exit_year, months = view.written(leaves), max(0, -months_from(view.case, row["year_starts"]))
        delay = int(number(row["delay_years"]) or 0)
        if any(amount > 0.0 for year, amount in amounts.items() if year > exit_year):
            continue
        late = {
            year: _lost(view, row, amount, year + delay, months)
            for year, amount in amounts.items() if year <= exit_year < year + delay + (months > 0) and amount > 0.0
        }
        late = {year: amount for year, amount in late.items() if amount > 0.0}
        if late:
            last = view.written(max(late) + delay + (months > 0))
            lost = math.fsum(late.values())
            yield warning(
                "last_pledge",
                f"{lost:,.0f} {row['currency'] or view.currencies[0]} of what {donor} pledges for "
                f"{years_text(map(view.written, late))} fall into years after its exit_year {exit_year} and are lost: "
                f"{_why_late(months, delay)}.",
                f"Type {last} as exit_year if this money comes and may be spent.",
                "donors",
                donor,
                "exit_year",
            )


def _lost(view: View, donor: Row, amount: float, year: int, months: int) -> float:
    """Return what would arrive after the exit of an amount that comes in ``year``, ``months`` of 12 a year later."""
    path, leaves = view.path("donors", donor, "arrival_share"), number(donor["exit_year"])
    parts = {year: amount * (1.0 - months / MONTHS), year + 1: amount * months / MONTHS}
    shares = {at: path[min(max(at, view.years[0]), view.years[-1])] for at in parts}
    return math.fsum(
        part * (1.0 if (share := shares[at]) is None else share)
        for at, part in parts.items() if leaves is not None and at > leaves
    )


def _why_late(months: int, delay: int) -> str:
    """Return why money comes after the year of the case for which it is pledged."""
    calendar = f"{months} of the 12 months of its year lie in the next year of the case" if months else ""
    later = f"delay_years is {delay}" if delay else ""
    return " and ".join(part for part in (calendar, later) if part)


def _usable(view: View, donor: Row, pledge: Row) -> bool:
    delay, share = int(number(donor["delay_years"]) or 0), view.path("donors", donor, "arrival_share")
    leaves = number(donor["exit_year"])
    last = view.years[-1] if leaves is None else min(view.years[-1], int(leaves))
    arriving = {
        int(column) + delay
        for column, value in pledge.items()
        if column.isdigit() and (number(value) or 0.0) > 0.0
    }
    return any(year in arriving and share[year] != 0.0 for year in view.years if year <= last)


def check_eligibility(view: View) -> Iterator[Issue]:
    """Of two equally specific rows that meet, none allows what the other forbids."""
    reported: set[tuple[str, ...]] = set()
    for donor in view.names("donors"):
        for line in view.lines:
            rows = view.fitting_eligibility(donor, line)
            if len(rows) < 2 or len({row["allowed"] for row in rows}) < 2:
                continue
            keys = tuple(view.key("eligibility", row) for row in rows)
            if keys not in reported:
                reported.add(keys)
                decides = f"{donor}/{line.institution}/{line.category}/"
                decides += "*" if all(row["item"] == "*" for row in rows) else line.item
                yield error(
                    "eligibility_contradicts",
                    f"The rows {' and '.join(keys)} are equally specific, and "
                    f"one allows what the other forbids, for example {decides}.",
                    f"Add a row {decides} that decides, or change one of them.",
                    "eligibility",
                    keys[0],
                    "allowed",
                )


def check_items(view: View) -> Iterator[Issue]:
    """An item that eligibility or co-financing names is one of the case, on a line that the row names."""
    for table in ("eligibility", "co_financing"):
        for row in view.rows(table):
            item = str(row["item"])
            if item == "*" or any(line.fits(row) for line in (*view.lines, *view.proposed_lines)):
                continue
            if item in view.items:
                message = f"No line of {row['institution']} and {row['category']} has the item {item}."
                remedy = "Correct institution, category or item; a cadre has no capital, an asset no pay."
            else:
                message = f"There is no {item} among cadres, parts of pay, assets, contracts and running costs."
                remedy = view.suggestions.choose(item, view.items)
            yield error("item_unknown", message, remedy, table, view.key(table, row), "item")


def check_slashes(view: View) -> Iterator[Issue]:
    """In pay a slash stands between a cadre and a part of its pay, and nowhere else."""
    parts = {(view.institution_of.get(str(row["cadre"])), item_of(row)) for row in view.rows("pay_parts")}
    for table in FIXED_COSTS:
        for row in view.rows(table):
            item = str(row["item"])
            if row["category"] == "pay" and "/" in item and (row["institution"], item) not in parts:
                yield error(
                    "item_slash",
                    f"{item} is no part of a cadre's pay in {row['institution']}, but a slash in an item of pay says so, "
                    f"and who may pay {item.partition('/')[0]} would pay it.",
                    "Type another name without a slash, or a cadre and a part as in pay_parts.",
                    table,
                    view.key(table, row),
                    "item",
                )


def check_lines(view: View) -> Iterator[Issue]:
    """Every donor may fund something."""
    for donor, lines in view.eligible.items():
        if not lines and view.names("institutions"):
            yield warning(
                "funds_nothing",
                f"{donor} may fund nothing: eligibility and its ODA rule leave no line.",
                "Add a row to eligibility that allows something.",
                "donors",
                donor,
            )


def check_co_financing(view: View) -> Iterator[Issue]:
    """Co-financing has a match and lines to which it applies."""
    donors = {str(row["donor"]): row for row in view.rows("donors")}
    scopes: dict[str, list[Row]] = {}
    for row in view.rows("co_financing"):
        scopes.setdefault(str(row["donor"]), []).append(row)
        if str(row["donor"]) in donors and not _matches(view, donors[str(row["donor"])]):
            yield warning(
                "no_match",
                f"{row['donor']} has no match, so the row has no effect.",
                "Type the grant per unit of own money as match in donors, or delete the row.",
                "co_financing",
                view.key("co_financing", row),
                "donor",
            )
    for donor, row in donors.items():
        if not _matches(view, row):
            if view.most("donors", row, "untied") > 0.0:
                yield warning(
                    "untied_unused",
                    f"untied of {donor} has no effect without a match.",
                    "Type the grant per unit of own money as match, or clear untied.",
                    "donors",
                    donor,
                    "untied",
                )
        elif (
            donor in scopes
            and view.eligible[donor]
            and not any(line.fits(r) for r in scopes[donor] for line in view.eligible[donor])
        ):
            yield warning(
                "empty_scope",
                f"The co-financing rows of {donor} name no line that it may fund, so its match "
                "binds nothing.",
                "Name lines that it may fund, or delete the rows.",
                "donors",
                donor,
                "match",
            )


def _matches(view: View, donor: Row) -> bool:
    """Return whether a donor has a match, in the table or in a planning year."""
    return any(value is not None for value in (donor["match"], *view.path("donors", donor, "match").values()))


def check_arrears(view: View) -> Iterator[Issue]:
    """Old arrears can be cleared."""
    arrears, share = number(view.settings["opening_arrears"]), number(view.settings["max_clearing_share"])
    if arrears and share == 0.0:
        yield warning(
            "arrears_stay",
            f"There are opening_arrears of {arrears:,.0f}, but max_clearing_share is 0, so they "
            "are never cleared.",
            "Type the share of a year's ceiling that may clear arrears, such as 0.1.",
            "settings",
            "max_clearing_share",
            "value",
        )


def check_reserve(view: View) -> Iterator[Issue]:
    """A reserve that is there may be used, and one that is allowed may be filled."""
    opening, allowed = number(view.settings["opening_reserve"]) or 0.0, view.settings["reserve_allowed"]
    if opening > 0.0 and allowed is False:
        yield warning(
            "reserve_closed",
            f"There is an opening_reserve of {opening:,.0f}, but reserve_allowed is false.",
            "Type true as reserve_allowed, or opening_reserve 0.",
            "settings",
            "reserve_allowed",
            "value",
        )
    if allowed is True and number(view.settings["max_saving_share"]) == 0.0 and opening == 0.0:
        yield warning(
            "reserve_empty",
            "A reserve is allowed, but max_saving_share is 0, so nothing can be saved.",
            "Type the share of a year's ceiling that may be saved, such as 0.1.",
            "settings",
            "max_saving_share",
            "value",
        )
