"""How people leave: age profiles, the years in which severance is paid, reintegration."""

from __future__ import annotations

from collections.abc import Iterator
from math import fsum

from rightfin.case.cell import as_text
from rightfin.case.checks.view import Row, View, number
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue
from rightfin.schema.careers import REINTEGRATION, SEVERANCE
from rightfin.tolerances import TYPED


def check_retirements(view: View) -> Iterator[Issue]:
    """Who retires has joined before, and no more retire than joined."""
    base, sums = view.base, dict[tuple[str, int], list[Row]]()
    for row in view.rows("retirements"):
        key, joined, year = view.key("retirements", row), row["joined"], row["year"]
        if base is None or type(joined) is not int or type(year) is not int:
            continue  # said by itself
        sums.setdefault((str(row["cadre"]), joined), []).append(row)
        if not base <= joined <= view.years[-1]:
            yield error(
                "retirement_joined",
                f"Nobody joins in {view.written(joined)} as far as the plan knows: it begins with those who are there at "
                f"the end of {view.written(base)} and ends in {view.years[-1]}.",
                f"Type {view.written(base)} for those who are there at the start, or the planning year in which they join.",
                "retirements", key, "joined",
            )
        elif year <= joined:
            yield error(
                "retirement_before",
                f"Who joined in {view.written(joined)} cannot retire in {view.written(year)}.",
                "Type a later year, the first in which they are no longer paid.",
                "retirements", key, "year",
            )
    for (cadre, joined), rows in sums.items():
        whole = fsum(number(row["share"]) or 0.0 for row in rows)
        if whole > 1.0 + TYPED:
            yield error(
                "retirement_shares",
                f"Of those who joined {cadre} in {view.written(joined)} {as_text(round(whole, 6))} would retire: more than "
                "all of them.",
                "Lower shares until those of the same cadre and year of joining add up to 1 or less.",
                "retirements", view.key("retirements", rows[-1]), "share",
            )
        yield from _nobody(view, cadre, joined, rows[0])
    yield from _no_pension(view)


def _nobody(view: View, cadre: str, joined: int, row: Row) -> Iterator[Issue]:
    """Yield a warning where nobody can have joined a cadre in a year."""
    of_cadre = next((one for one in view.rows("cadres") if one["cadre"] == cadre), None)
    if of_cadre is None or view.base is None or joined > view.years[-1]:
        return
    if joined == view.base:
        there = number(of_cadre["opening_strength"]) or 0.0
        what = f"opening_strength of {cadre} is 0"
    else:
        fed = any(one["to"] == cadre for one in view.rows("promotions"))
        hires = of_cadre["entry"] is True or (of_cadre["entry"] is None and not fed)
        taken = (view.over_years("integrated", one).get(joined) for one in view.rows("integrated") if one["cadre"] == cadre)
        there = 1.0 if hires else fsum(one or 0.0 for one in taken)
        what = f"{cadre} hires nobody, and nobody is integrated in {view.written(joined)}"
    if joined >= view.base and there == 0.0:
        yield warning(
            "retirement_of_nobody", f"The row retires nobody: {what}.", "Correct cadre or joined, or delete the row.",
            "retirements", view.key("retirements", row), "joined",
        )


def _no_pension(view: View) -> Iterator[Issue]:
    """Yield a warning for each cadre whose people retire with a pension of nothing."""
    retiring = {str(row["cadre"]): row for row in view.rows("retirements") if number(row["with_pension"])}
    for row in view.rows("cadres"):
        cadre = str(row["cadre"])
        rises = any(one["table"] == "cadres" and one["row"] == cadre and one["column"] in ("pension", "pension_share")
                    for one in view.rows("over_time"))
        pension = view.most("cadres", row, "pension") + view.most("cadres", row, "pension_share")
        if cadre in retiring and pension == 0.0 and not rises:
            yield warning(
                "retirement_without_pension",
                f"{cadre} retire in known years, but their pension is 0, so that they cost nothing afterwards.",
                "Type pension or pension_share in cadres, or 0 as with_pension.",
                "retirements", view.key("retirements", retiring[cadre]), "with_pension",
            )


def check_severance_years(view: View) -> Iterator[Issue]:
    """What is paid over years is paid in full, and there is something to pay."""
    rows: dict[tuple[str, str], list[Row]] = {}
    for row in view.rows("severance_years"):
        rows.setdefault((str(row["institution"]), str(row["payment"])), []).append(row)
    may_retrench = {str(row["institution"]): row for row in view.rows("demobilisation")
                    if any(view.over_years("demobilisation", row).values())}
    known = view.names("institutions")
    misplaced = {payment for institution, payment in rows if institution not in known}
    for (institution, payment), found in rows.items():
        if institution not in known:
            continue  # said by itself; its shares may be those that another institution lacks
        key = view.key("severance_years", found[-1])
        shares = [number(row["share"]) for row in found]
        whole = fsum(share or 0.0 for share in shares)
        if None not in shares and abs(whole - 1.0) > TYPED and not (whole < 1.0 and payment in misplaced):
            yield error(
                "severance_shares",
                f"The shares of {payment} of {institution} add up to {as_text(round(whole, 6))}, so that "
                f"{'less' if whole < 1.0 else 'more'} than all is paid.",
                "Change them until they add up to 1.", "severance_years", key, "share",
            )
        if not _is_owed(view, institution, payment, may_retrench):
            why = f"{institution} retrenches nobody (demobilisation)" if institution not in may_retrench else (
                f"{payment} of {institution} is 0 ({'cadres' if payment == SEVERANCE else 'demobilisation'})")
            yield warning("severance_unused", f"The row has no effect: {why}.", "Type what is paid, or delete the row.",
                          "severance_years", key, "payment")


def _is_owed(view: View, institution: str, payment: str, may_retrench: dict[str, Row]) -> bool:
    """Return whether an institution can come to owe a payment."""
    if institution not in may_retrench:
        return False
    if payment == REINTEGRATION:
        return bool(number(may_retrench[institution][REINTEGRATION]))
    return any(view.most("cadres", row, SEVERANCE) > 0.0 or _grows(view, row)
               for row in view.rows("cadres") if row["institution"] == institution)


def _grows(view: View, cadre: Row) -> bool:
    return any((row["table"], row["row"], row["column"]) == ("cadres", cadre["cadre"], SEVERANCE)
               for row in view.rows("over_time"))


def check_reintegration(view: View) -> Iterator[Issue]:
    """Reintegration is paid to somebody, and its line is no cadre's."""
    for row in view.rows("demobilisation"):
        key = view.key("demobilisation", row)
        if not number(row[REINTEGRATION]):
            continue
        named = [name for name in view.names("cadres")
                 if name == REINTEGRATION and view.institution_of.get(name) == row["institution"]]
        if named:
            yield error(
                "reintegration_named",
                f"A cadre of {row['institution']} is called {REINTEGRATION}, as is the line of that payment.",
                "Give the cadre another name.", "demobilisation", key, REINTEGRATION,
            )
        years = view.over_years("demobilisation", row)
        if years and not any(years.values()):
            yield warning(
                "reintegration_unused",
                f"Nobody of {row['institution']} is retrenched in any year, so that no reintegration is paid.",
                "Type in which years how much of a cadre may be retrenched, or clear reintegration.",
                "demobilisation", key, REINTEGRATION,
            )
