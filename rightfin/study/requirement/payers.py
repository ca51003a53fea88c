"""What one payer beside the government, or one transfer, alone would have to bring for a force to be paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.case.case import Cell
from rightfin.case.payers import GOVERNMENT
from rightfin.lp.purses import given_of
from rightfin.schema import Value
from rightfin.study.requirement.levers import least
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.unaided import Unaided


def payers(of: Unaided, year: int) -> Iterator[Need]:
    """Yield the least rise of each payer's share of revenue for the sector, and of each transfer that is an amount.

    Both are the same in every year from ``year`` on. A payer that has no ceiling of its own yields nothing.
    """
    shown = of.parameters.horizon.years[: of.parameters.horizon.shown]
    later = tuple(t for t in shown if t >= year)
    typed = {(row["payer"], row["series"]) for row in of.case.records("payer_money")}
    names = {str(row["payer"]): str(row["name"]) for row in of.case.records("payers")}
    for n, (payer, name) in enumerate(names.items()):
        p = of.parameters.payers
        revenue = dict(zip(shown, p.payer_revenue[n, 1:].tolist(), strict=False))
        ceiling = dict(zip(shown, p.payer_ceiling[n].tolist(), strict=False))
        shares = {t: ceiling[t] / revenue[t] for t in later if revenue[t] > 0.0}
        if shares and (payer, "security_share") in typed:
            yield _share(of, payer, name, shares, year)
    for row in of.case.records("transfers"):
        if row["basis"] != "share":
            yield _transfer(of, row, later, names)


def _share(of: Unaided, payer: str, name: str, shares: Mapping[int, float], year: int) -> Need:
    def cells(points: float) -> list[Cell]:
        return [("payer_money", (payer, "security_share"), str(t), share + 0.01 * points) for t, share in shares.items()]

    amount, how, reason = least(of, cells, 1.0, 100.0 * (1.0 - max(shares.values())))
    written = of.parameters.horizon.style.written(year)
    title = f"A larger share for the sector of the revenue of {name}, the same points in every year from {written} on"
    return Need(f"share_of_{payer}", title, amount, "points of its revenue", how,
                cells=tuple(cells(amount)) if amount else (), against=reason, of=name)


def _transfer(of: Unaided, row: Mapping[str, Value], later: tuple[int, ...], names: Mapping[str, str]) -> Need:
    transfer, horizon = str(row["transfer"]), of.parameters.horizon
    place = of.parameters.payers.transfers.index(transfer)
    given = dict(zip(horizon.years, of.parameters.payers.transfer_amount[place].tolist(), strict=True))
    before = {t: given[t] for t in later}

    def cells(amount: float) -> list[Cell]:
        return [("transfers", (transfer,), str(t), value + amount) for t, value in before.items()]

    most = _most(of, str(row["from"]), later)
    nothing = None, "not sought: its giver has no more to give", None
    amount, how, reason = least(of, cells, 0.1 * most, most) if most > 0.0 else nothing
    taker = names.get(str(row["to"]), "the government")
    return Need(
        f"transfer_of_{transfer}", f"More given to {taker} by the transfer {transfer} alone, the same amount in every year "
        f"from {horizon.style.written(later[0])} on", amount, "currency", how,
        cells=tuple(cells(amount)) if amount else (), against=reason, of=f"The transfer {transfer}",
    )


def _most(of: Unaided, giver: str, years: tuple[int, ...]) -> float:
    """Return how much more a payer can give in every one of some years, in currency: its ceiling less all that it gives."""
    p = of.parameters
    ceiling = p.fiscal.ceiling if giver == GOVERNMENT else p.payers.payer_ceiling[p.payers.further.index(giver)]
    given = dict.fromkeys(p.horizon.years, 0.0)
    for (transfer, year), amount in given_of(p).items():
        if p.payers.transfer_from[transfer] == giver:
            given[year] += amount
    has: dict[int, float] = dict(zip(p.horizon.years, ceiling.tolist(), strict=True))
    left: float = min(has[year] - given[year] for year in years)
    return max(0.0, left)
