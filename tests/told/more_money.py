"""The forms of sentences on what more money does to a number, and what their tables must hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

from told.explained import DOES, does, seen
from told.reading import NUMBER, Rows, ToldForm, items, number_of, require, rows_of, said

from rightfin.report.studies.findings import Findings

SOURCE = r"(?:own money of all who pay|own money|the government|all donors|\d+ donors|.+?)"
YEARS = r"\d+(?: to \d+)?(?:(?:, | and )\d+(?: to \d+)?)*"
WHEN = (
    rf"in every year at once|in {YEARS} at once|in \d+|in every year in which each (?:gives|pays)"
    r"(?: and was not tried alone)? \(all at once\)"
)


def tries(found: Findings) -> Rows:
    return [row for row in rows_of(found, "money") if row["whose"] is not None]


def pairs_of(row: Mapping[str, object]) -> set[tuple[str, int]]:
    found = set()
    for part in str(row["whose"]).split("; "):
        who = (
            re.sub(r"[ ,\d]+$", "", part)
            if re.search(r" \d{4}(?:, \d{4})*$", part) is None
            else re.sub(r" \d{4}(?:, \d{4})*$", "", part)
        )
        found |= {(who, int(year)) for year in re.findall(r"\d{4}", part[len(who) :])}
    return found


def years_of(text: str) -> set[int]:
    found: set[int] = set()
    for first, last in re.findall(r"(\d{4})(?: to (\d{4}))?", text):
        found |= set(range(int(first), int(last or first) + 1))
    return found


def money_row(found: Findings, source: str, when: str, amount: str | None = None) -> dict[str, object]:
    """Return the row of money of somebody at some time, which is exactly what was tried."""
    every = {int(str(row["year"])) for row in rows_of(found, "course")}
    for row in tries(found):
        pairs = pairs_of(row)
        if str(row["payer"]).casefold() != source.casefold() or (
            amount is not None and not said(amount).is_of(row["amount"])
        ):
            continue
        payers, years = {who for who, _ in pairs}, {year for _, year in pairs}
        if when == "in every year at once":
            fits = pairs == {(who, year) for who in payers for year in every}
        elif "in every year in which each" in when:
            same = [one for one in tries(found) if one != row and one["purse"] == row["purse"]]
            fits = ("not tried alone" in when) is bool(same)
            fits = fits and not any(pairs_of(one) & pairs for one in same)
        else:
            fits = years == years_of(when) and len(payers) == 1 and ("at once" in when) is (len(years) > 1)
        if fits:
            return row
    require(False, f"nobody tried {source} {when}")
    return {}


def idle_row(found: Findings, row: Mapping[str, object]) -> None:
    require(max(abs(number_of(row["adds"])), abs(number_of(row["greatest"]))) <= 1.001 * seen(found), f"it moves: {row}")


def no_money(found: Findings, match: re.Match[str], _: object) -> None:
    told = [
        money_row(found, one["source"], one["when"], match["amount"])
        for one in items(match["items"], rf"of (?P<source>{SOURCE}) (?P<when>{WHEN})")
    ]
    require(len(told) == len(tries(found)), "others were tried")
    for row in told:
        idle_row(found, row)


def some_money(found: Findings, match: re.Match[str], _: object) -> None:
    for one in items(match["items"], rf"from (?P<source>{SOURCE}) (?P<when>in \d+) it (?P<does>{DOES})"):
        row = money_row(found, one["source"], one["when"], match["amount"])
        does(found, one["does"], row["adds"], row["greatest"])


def much_money(found: Findings, match: re.Match[str], _: object) -> None:
    row = money_row(found, match["source"], match["when"], match["amount"])
    does(found, match["does"], row["adds"], row["greatest"])


def idle_money(found: Findings, match: re.Match[str], _: object) -> None:
    for one in items(match["items"], rf"from (?P<source>{SOURCE}) (?P<when>{WHEN})"):
        idle_row(found, money_row(found, one["source"], one["when"]))


def eased_of(row: Mapping[str, object]) -> dict[str, set[int]]:
    """Return whose limits are easier in a row, in their order, with their years."""
    return {(part.rpartition(" ")[0] if ", " not in part else part.partition(", ")[0].rpartition(" ")[0]): years_of(part)
            for part in str(row["eased"]).split("; ")}


def beside(found: Findings) -> Rows:
    """Return the rows of money beside limits that are easier: of a whole kind first, then of one alone."""
    return [row for row in rows_of(found, "money") if row["whose"] is None]


def limits_told(row: Mapping[str, object], limit: str) -> None:
    require(str(row["payer"]).endswith(f", beside a tenth more of: {limit[:1].lower()}{limit[1:]}"), row)
    whose = re.search(r"\((?P<names>.+?)(?:, (?P<years>\d{4}.*))?\)$", limit)
    require(whose is not None, "whose limits?")
    assert whose is not None
    eased = eased_of(row)
    more = re.search(r" and (\d+) more$", whose["names"])
    require(not more or (int(more[1]) > 1 and 3 + int(more[1]) == len(eased)), f"limits of others: {eased}")
    require(not whose["years"] or years_of(whose["years"]) == set[int]().union(*eased.values()), "in other years")


def held(found: Findings, match: re.Match[str], _: object) -> None:
    row = beside(found)[0]
    idle = money_row(found, match["source"], match["when"], match["amount"])
    idle_row(found, idle)
    require((row["years"], row["amount"]) == (idle["years"], idle["amount"]), row)
    require(str(row["payer"]).startswith(f"{idle['payer']}, "), row)
    limits_told(row, match["limit"])
    does(found, match["does"], row["adds"], row["greatest"])


def held_first(found: Findings, match: re.Match[str], _: object) -> None:
    """The limits of one alone beside which the same money does something are those that stand first among all."""
    whole, row = beside(found)
    (who,) = eased_of(row)
    require(len(eased_of(whole)) > 1 and next(iter(eased_of(whole))) == who, "others stand first")
    require((row["years"], row["amount"]) == (whole["years"], whole["amount"]), row)
    limits_told(row, match["limit"])
    does(found, match["does"], row["adds"], row["greatest"])
    require(number_of(row["adds"]) > 0.999 * seen(found), "it adds nothing")


def held_by_none(found: Findings, _: re.Match[str], __: object) -> None:
    (whole,) = beside(found)
    require(len(eased_of(whole)) > 1, "one alone is eased")


FORMS = (
    ToldForm("money", rf"More money does nothing to it: (?P<amount>{NUMBER}) more was tried (?P<items>.+)\.", no_money),
    ToldForm("money", rf"(?P<amount>{NUMBER}) more: (?P<items>.+)\.", some_money),
    ToldForm(
        "money", rf"(?P<amount>{NUMBER}) more of (?P<source>{SOURCE}) (?P<when>{WHEN}) (?P<does>{DOES})\.", much_money
    ),
    ToldForm("money", r"As much does nothing (?P<items>.+)\.", idle_money),
    ToldForm(
        "money",
        rf"With all limits of one kind a tenth easier at once, (?P<amount>{NUMBER}) more of (?P<source>{SOURCE}) "
        rf"(?P<when>{WHEN}) (?P<does>{DOES}): (?P<limit>.+)\.",
        held,
    ),
    ToldForm("money", rf"(?P<limit>[^:;]+) alone a tenth easier, the same money (?P<does>{DOES})\.", held_first),
    ToldForm(
        "money", r"The money adds nothing beside those of any one of them alone that were tried\.", held_by_none
    ),
)
