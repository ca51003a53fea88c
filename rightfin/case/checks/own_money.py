"""Payers beside the government: money that is known, transfers that can be given, lines that somebody may pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.case.checks.group_names import lines_in_scope
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning, year_column, years_text
from rightfin.case.eligibility import Rules
from rightfin.case.issue import Issue
from rightfin.case.payers import GOVERNMENT, payable_lines
from rightfin.case.resolve import filled
from rightfin.tolerances import TYPED

_MONEY, _TRANSFERS = "payer_money", "transfers"

_LIMITS = ("wage_bill_share", "max_step_share")
"""Series that bind what a payer spends; one that were nothing for want of a value would bar all of it."""


def check_payers_known(view: View) -> Iterator[Issue]:
    """The government is no row of payers or of their money, and every other payer has revenue and a share of it."""
    series: dict[str, set[str]] = {}
    for row in view.rows(_MONEY):
        payer = str(row["payer"])
        series.setdefault(payer, set()).add(str(row["series"]))
        if payer == GOVERNMENT:
            yield error("government_money", "The government's money stands in the table macro.",
                        "Delete the row, and type the numbers in macro.", _MONEY, view.key(_MONEY, row), "payer")
    for row in view.rows("payers"):
        payer, has = str(row["payer"]), series.get(str(row["payer"]), set())
        if payer == GOVERNMENT:
            yield error("government_payer", "The government is a payer of every case and needs no row.",
                        "Delete the row, or give the payer another name.", "payers", payer, "payer")
        elif {"revenue", "revenue_share"} <= has:
            yield error("payer_revenue_twice", f"The revenue of {payer} is typed twice, as an amount and as a share of the "
                        "nation's.", "Delete the rows of one of the two.", _MONEY, f"{payer}/revenue_share", "series")
        elif not has & {"revenue", "revenue_share"} or "security_share" not in has:
            lacks = "revenue" if not has & {"revenue", "revenue_share"} else "security_share"
            yield warning("payer_without_money", f"{payer} has no {lacks}, so it has nothing of its own to spend.",
                          f"Add a row {payer} with the series {lacks}, unless it lives on transfers alone.",
                          "payers", payer)
        if "max_step_share" in has and not number(row["own_spending"]):
            yield warning("payer_step_from_nothing", f"{payer} has a max_step_share and no own_spending, so what it spends "
                          "may only grow from nothing.", "Type what it spent in the base year.", "payers", payer,
                          "own_spending")


def check_payers_before(view: View) -> Iterator[Issue]:
    """What own money was in the base year is known of all who pay, or of none."""
    typed = {str(row["payer"]): number(row["own_spending"]) for row in view.case.records("payers")}
    of_state = view.base_value("own_spending")
    if not typed or not any(amount for amount in (of_state, *typed.values())):
        return
    lacking = [payer for payer, amount in {GOVERNMENT: of_state, **typed}.items() if amount is None]
    if lacking:
        has = next(payer for payer, amount in {GOVERNMENT: of_state, **typed}.items() if amount)
        of_macro = lacking[0] == GOVERNMENT
        there = "the series own_spending of macro" if of_macro else f"own_spending of {lacking[0]}"
        yield warning(
            "spent_before_partial",
            f"own_spending of the base year is typed for {has} and not for {', '.join(lacking)}: what all who pay spent "
            "then is not known, so plans do not say how much own money rises in the first year.",
            f"Type {there}, 0 if it spent nothing.", "macro" if of_macro else "payers",
            "own_spending" if of_macro else lacking[0], "" if of_macro else "own_spending",
        )


def check_payer_series(view: View) -> Iterator[Issue]:
    """A series has a value for every planning year, and a share is one; blanks take the value to their left."""
    for row in view.rows(_MONEY):
        key, series, values = view.key(_MONEY, row), str(row["series"]), view.over_years(_MONEY, row)
        missing = [year for year, value in values.items() if value is None]
        if missing:
            none = "1 if it is not to bind" if series in _LIMITS else "0 if there is none then"
            yield error("payer_series_incomplete", f"{series} of {row['payer']} has no value for {years_text(missing)}.",
                        f"Type it for {missing[0]} ({none}); later blanks take the value to their left.",
                        _MONEY, key, year_column(missing[0]))
        if series != "revenue":
            base = {view.base: number(row.get(year_column(view.base)))} if view.base is not None else {}
            yield from _no_share(base | values, f"{series} of {row['payer']}", _MONEY, key)


def _no_share(values: Mapping[int, float | None], what: str, table: str, key: str) -> Iterator[Issue]:
    """Yield an error where a share is above one: 40 is no share, 0.4 is."""
    above = [year for year, value in values.items() if value is not None and value > 1.0 + TYPED]
    if above:
        yield error("share_above_one", f"{what} is a share, but {years_text(above)} has more than 1.",
                    "Type shares, such as 0.2 for a fifth.", table, key, year_column(above[0]))


def check_transfers(view: View) -> Iterator[Issue]:
    """A transfer goes from one payer to another, has a scope that the receiver may pay, and can be given."""
    payable = payable_lines(view.case, view.lines)
    for row in view.rows(_TRANSFERS):
        name, giver, taker = (str(row[part]) for part in ("transfer", "from", "to"))
        if giver == taker:
            yield error("transfer_to_itself", f"{name} goes from {giver} to itself.", "Name two payers.", _TRANSFERS, name,
                        "to")
        if name in payable:
            yield error("transfer_named_as_payer", f"{name} is the name of a payer, too.",
                        "Give the transfer a name of its own.", _TRANSFERS, name, "transfer")
        if row["basis"] == "share":
            yield from _no_share(view.over_years(_TRANSFERS, row), name, _TRANSFERS, name)
        if not isinstance(row["scope"], str):
            continue
        issue, lines = lines_in_scope(view, _TRANSFERS, name, row["scope"])
        if issue is not None:
            yield issue
        elif taker in payable and not lines & payable[taker]:
            yield warning("transfer_unpayable", f"{taker} may pay no line in the scope of {name}, so the transfer is lost.",
                          "Look at may_pay, or name another scope.", _TRANSFERS, name, "scope")
    yield from _beyond_ceilings(view)


def _beyond_ceilings(view: View) -> Iterator[Issue]:
    """Warn of givers whose transfers come to more than their ceilings: each transfer is then cut alike."""
    revenue, share = _of_payers(view)
    given: dict[str, list[Row]] = {}
    for row in view.rows(_TRANSFERS):
        given.setdefault(str(row["from"]), []).append(row)
    for giver in view.names("payers"):
        rows = given.get(giver, [])
        if not rows or giver not in revenue:
            continue
        asked = {year: [_given(view, row, year, revenue[giver]) for row in rows] for year in view.years}
        short = [
            year for year in view.years
            if sum(asked[year]) > revenue[giver].get(year, 0.0) * share[giver].get(year, 0.0) * (1.0 + TYPED)
        ]
        if short:
            largest = rows[max(range(len(rows)), key=asked[short[0]].__getitem__)]
            of = ", the most in this row" if len(rows) > 1 else ""
            yield warning(
                "transfers_above_ceiling",
                f"{giver} is to give more than its ceiling in {years_text(short)}{of}: every transfer of it is cut alike, "
                "and nothing is left for its own lines.",
                "Look at its transfers and at its security_share.", _TRANSFERS, str(largest["transfer"]),
                _typed_for(largest, short[0]),
            )


def _given(view: View, row: Row, year: int, revenue: Mapping[int, float]) -> float:
    """Return what a transfer is to give in a year, whatever there is."""
    amount = view.over_years(_TRANSFERS, row).get(year) or 0.0
    return amount * (revenue.get(year, 0.0) if row["basis"] == "share" else 1.0)


def _typed_for(row: Row, year: int) -> str:
    """Return the column of the year whose value holds in a year of a row: the last one typed up to it."""
    return max((c for c, value in row.items() if c.isdigit() and int(c) <= year and value is not None), key=int,
               default=year_column(year))


def _of_payers(view: View) -> tuple[dict[str, dict[int, float]], dict[str, dict[int, float]]]:
    """Return revenue and the share of it for the sector by payer and planning year, where both are known."""
    nation = _nation(view)
    found: dict[str, dict[str, dict[int, float]]] = {}
    for row in view.rows(_MONEY):
        values = {year: value or 0.0 for year, value in view.over_years(_MONEY, row).items()}
        found.setdefault(str(row["payer"]), {})[str(row["series"])] = values
    revenue, share = {GOVERNMENT: nation}, {}
    shares = view.series("security_share")
    share[GOVERNMENT] = dict(zip(view.years, shares[1:], strict=True)) if shares else {}
    for payer, series in found.items():
        typed, part = series.get("revenue"), series.get("revenue_share", {})
        revenue[payer] = typed or {year: part.get(year, 0.0) * nation.get(year, 0.0) for year in view.years}
        share[payer] = series.get("security_share", {})
    return revenue, share


def _nation(view: View) -> dict[int, float]:
    """Return the nation's revenue by planning year; empty where it cannot be told."""
    gdp, real, prices, ratio = (
        view.base_value("gdp"), view.series("real_growth"), view.series("deflator_growth"), view.series("revenue_ratio")
    )
    if gdp is None or real is None or prices is None or ratio is None:
        return {}
    found = {}
    for year, growth, inflation, taken in zip(view.years, real[1:], prices[1:], ratio[1:], strict=True):
        gdp *= (1.0 + growth) * (1.0 + inflation)
        found[year] = taken * gdp
    return found


def check_somebody_pays(view: View) -> Iterator[Issue]:
    """Some payer of own money may pay every line that the government may not."""
    if not view.rows("may_pay"):
        return
    payable = payable_lines(view.case, view.lines)
    rules, named = Rules(filled(view.case, "may_pay"), "payer"), dict[tuple[str, str], list[str]]()
    items = dict[tuple[str, str], list[str]]()
    for line in view.lines:
        if not any(line in lines for lines in payable.values()):
            row = rules.most_specific(GOVERNMENT, line)[0]  # there is one: without it the government may pay every line
            one = line.institution, view.key("may_pay", row)
            named.setdefault(one, []).append(line.category)
            if row["item"] != "*":
                items.setdefault(one, []).append(line.item)
    for (institution, key), categories in named.items():
        of_items = f"{', '.join(dict.fromkeys(items[institution, key]))} in " if (institution, key) in items else ""
        yield warning(
            "no_own_money",
            f"No payer may pay {of_items}{', '.join(dict.fromkeys(categories))} of {institution}: what donors leave of it "
            "stays unpaid, and the government owes it.",
            "Allow a payer in may_pay.", "may_pay", key, "allowed",
        )


def check_regions_served(view: View) -> Iterator[Issue]:
    """Somebody serves a need in every region in which there is any."""
    rows = view.rows("serves")
    if not rows:
        return
    served: dict[str, set[str]] = {}
    for row in rows:
        served.setdefault(str(row["institution"]), set()).add(str(row["region"]))
    serving: dict[str, set[str]] = {}
    for row in view.rows("effects"):
        serving.setdefault(str(row["need"]), set()).add(view.institution_of.get(str(row["cadre"]), ""))
    for need in view.names("needs"):
        employers = serving.get(need, set())
        if not employers or any(employer not in served for employer in employers):
            continue
        anywhere = set().union(*(served[employer] for employer in employers))
        left = [region for region in view.names("regions") if region not in anywhere]
        if left:
            yield warning(
                "region_unserved",
                f"No institution that serves {need} serves {', '.join(left)}, so the need stays unmet there but for "
                "external capability.",
                "Add the region to serves for an institution, or look at effects.", "needs", need,
            )
