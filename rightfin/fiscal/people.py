"""Cadres and institutions of a case as parameter arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rightfin.case.case import Case
from rightfin.case.limits import grown, start_of
from rightfin.case.resolve import filled
from rightfin.fiscal.horizon import number, values_over
from rightfin.fiscal.over_time import OverTime
from rightfin.fiscal.parameters import Flags, Floats, Horizon, People
from rightfin.fiscal.paths import extend, prices
from rightfin.fiscal.pay import pay_of
from rightfin.schema import Value
from rightfin.schema.shared import GROWTH

Rows = list[dict[str, Value]]


@dataclass(frozen=True)
class _Cadres:
    """What cadres say by year. Prices follow ``deflator``, or ``foreign_price`` where they are typed in ``foreign``.

    The indices and the ``exchange`` rate have shape (Y + 1,); ``foreign`` is empty where it is the case's own currency.
    """

    rows: Rows
    changing: OverTime
    deflator: Floats
    foreign_price: Floats
    foreign: str
    exchange: Floats

    def column(self, name: str) -> Floats:
        """Return a column as typed, (K,)."""
        return np.array([number(row[name]) for row in self.rows])

    def over_years(self, name: str) -> Floats:
        """Return a column over the planning years, (K, Y)."""
        return self.changing.values(name, self.column(name))

    def priced(self, name: str, *, real: bool) -> Floats:
        """Return a price over the planning years, (K, Y), with the real growth of pay or without."""
        base = np.column_stack([self.column(name), self.over_years(name)])
        growth = self.column("real_pay_growth") if real else np.zeros(len(self.rows))
        abroad = self._abroad(name)
        paths = prices(base, abroad, self.deflator, self.foreign_price, growth)
        return self.changing.risen(name, paths, abroad, self.exchange)

    def at_base(self, name: str) -> Floats:
        """Return a price of the base year in the case's currency, (K,)."""
        rate = float(self.foreign_price[0])
        return np.multiply(self.column(name), [rate if abroad else 1.0 for abroad in self._abroad(name)])

    def pension(self, pensionable: Floats) -> Floats:
        """Return pensions, (K, Y): as typed, or a share of the pay that counts for them."""
        typed = np.array([np.nan if row["pension_share"] is None else number(row["pension_share"]) for row in self.rows])
        share = self.changing.values("pension_share", typed)
        return np.where(np.isnan(share), self.priced("pension", real=True), share * pensionable)

    def _abroad(self, name: str) -> list[bool]:
        return [bool(self.foreign) and row[f"{name}_currency"] == self.foreign for row in self.rows]


def people_of(
    case: Case, horizon: Horizon, deflator: Floats, foreign_price: Floats, own: str, foreign: str, exchange: Floats, *,
    training: bool,
) -> People:
    """Return institutions, cadres, careers and limits over the horizon.

    ``deflator`` and ``foreign_price`` (Y + 1,) are the indices that prices in the currencies ``own`` and ``foreign``
    follow, ``exchange`` (Y + 1,) is own money per unit of the other; without ``training`` recruits join in the year in
    which they are hired.
    """
    institutions, cadres = filled(case, "institutions"), filled(case, "cadres")
    ids = [str(row["cadre"]) for row in cadres]
    institution_of = {str(row["cadre"]): str(row["institution"]) for row in cadres}
    promotions = {(str(row["from"]), str(row["to"])): number(row["max_rate"]) for row in filled(case, "promotions")}
    limits = _limits(case, horizon, cadres)
    ratio, measured = _overhead(case, cadres, institution_of)

    changing = OverTime(case, horizon, "cadres", cadres)
    given = _Cadres(cadres, changing, deflator, foreign_price, "" if foreign == own else foreign, exchange)
    leaving, kept = _attrition(given.over_years("attrition"), changing.values("monthly_attrition", _or_zero(cadres)))
    of_institutions = OverTime(case, horizon, "institutions", institutions)
    abroad = np.where(foreign != own, foreign_price, deflator)
    paid = pay_of(case, horizon, changing, cadres, deflator, abroad, foreign, exchange)
    ghosts = {str(row["institution"]): number(row["ghosts"]) for row in institutions}
    there = np.array([1.0 - ghosts[institution_of[cadre]] for cadre in ids])
    return People(
        institutions=tuple(str(row["institution"]) for row in institutions),
        sector={str(row["institution"]): str(row["sector"]) for row in institutions},
        training_places=of_institutions.values("training_places", _or_infinite(institutions, "training_places")),
        pipeline=np.array([number(row["pipeline"]) for row in institutions]),
        ghosts=of_institutions.values("ghosts", np.array([*ghosts.values()])),
        skimming=_lost(institutions, "skimming", of_institutions),
        waste=_lost(institutions, "waste", of_institutions),
        max_exit_rate=_by_id(case, "demobilisation", "institution", [str(r["institution"]) for r in institutions],
                             horizon, tail_zero=False),
        cadres=tuple(ids),
        institution_of=institution_of,
        opening_strength=given.column("opening_strength"),
        opening_present=given.column("opening_strength") * there,
        attrition=leaving,
        recruits_kept=kept,
        wash_out=given.over_years("wash_out"),
        training_lead={str(row["cadre"]): int(number(row["training_lead"])) if training else 0 for row in cadres},
        pay_items=paid.items,
        paid_to=paid.paid_to,
        part_pay=paid.by_item,
        base_part_pay=paid.base,
        pay=paid.by_cadre,
        support=given.priced("support", real=False),
        base_pay=paid.base_by_cadre,
        base_support=given.at_base("support"),
        training_cost=given.priced("training_cost", real=False),
        severance=given.priced("severance", real=True),
        pension=given.pension(paid.pensionable),
        retiring_share=given.over_years("retiring_share"),
        pension_exit=given.over_years("pension_exit"),
        opening_pensioners=given.column("opening_pensioners"),
        min_strength=limits[0],
        max_strength=limits[1],
        min_hard=limits[2],
        max_hard=limits[3],
        integrated=_by_id(case, "integrated", "cadre", ids, horizon, tail_zero=True),
        unsupported_effect=given.over_years("unsupported_effect"),
        support_floor=given.over_years("support_floor"),
        entry=_entries(cadres, {to for _, to in promotions}),
        promotions=promotions,
        overhead_ratio=changing.values("overhead_ratio", ratio),
        overhead_base=measured,
    )


def _entries(cadres: Rows, fed: set[str]) -> dict[str, bool]:
    """Return whether recruits enter in a cadre: as it says, or where no promotion leads into it."""
    return {str(r["cadre"]): str(r["cadre"]) not in fed if r["entry"] is None else bool(r["entry"]) for r in cadres}


def _attrition(yearly: Floats, monthly: Floats) -> tuple[Floats, Floats]:
    """Return what share of those there at its beginning leaves in a year, and what share of its recruits it keeps, (K, Y).

    By month, m leaves of all who are there: ``1 - (1 - m)^12`` in a year, and of people who join evenly through it
    ``(1 - (1 - m)^12) / (12 m)`` are left at its end. By year recruits stay through their first.
    """
    by_month = monthly > 0.0
    leaving: Floats = np.where(by_month, 1.0 - (1.0 - monthly) ** 12, yearly)
    return leaving, np.divide(leaving, 12.0 * monthly, out=np.ones_like(leaving), where=by_month)


def _or_zero(cadres: Rows) -> Floats:
    return np.array([0.0 if row["monthly_attrition"] is None else number(row["monthly_attrition"]) for row in cadres])


def _lost(institutions: Rows, name: str, changing: OverTime) -> Floats:
    """Return a share that is lost, (I, Y): leakage stands for skimming and waste that are not told apart."""
    leakage = changing.values("leakage", np.array([number(row["leakage"]) for row in institutions]))
    typed = np.array([[np.nan if row[name] is None else number(row[name])] for row in institutions]).reshape(-1, 1)
    return changing.values(name, np.where(np.isnan(typed), leakage, typed))


def _or_infinite(rows: Rows, name: str) -> Floats:
    return np.array([np.inf if row[name] is None else number(row[name]) for row in rows])


def _by_id(case: Case, table: str, key: str, ids: list[str], horizon: Horizon, *, tail_zero: bool) -> Floats:
    """Return a by-year table as an array over ``ids`` and planning years; zero where there is no row."""
    found = np.zeros((len(ids), len(horizon.years)))
    values = np.nan_to_num(values_over(case, table, horizon, tail_zero=tail_zero))
    for row, over_years in zip(case.records(table), values, strict=True):
        found[ids.index(str(row[key]))] = over_years
    return found


def _limits(case: Case, horizon: Horizon, cadres: Rows) -> tuple[Floats, Floats, Flags, Flags]:
    """Return least and greatest strength (K, Y), NaN where unlimited, and whether each is hard (K,)."""
    ids = [str(row["cadre"]) for row in cadres]
    shape = (len(ids), len(horizon.years))
    bounds = {"min": np.full(shape, np.nan), "max": np.full(shape, np.nan)}
    hard = {"min": np.zeros(len(ids), dtype=bool), "max": np.zeros(len(ids), dtype=bool)}
    for place, row in enumerate(cadres):
        least = number(row["min_strength"])
        if least > 0.0:
            bounds["min"][place] = least
        if row["max_strength"] is not None:
            bounds["max"][place] = number(row["max_strength"])
    values = values_over(case, "strength_limits", horizon, tail_zero=False)
    for row, over_years in zip(filled(case, "strength_limits"), values, strict=True):
        place, bound = ids.index(str(row["cadre"])), str(row["bound"])
        if row["form"] == GROWTH:
            rises = [None if np.isnan(rise) else float(rise) for rise in over_years[: horizon.shown]]
            levels = np.array(grown(start_of(cadres[place], bound), rises), dtype=float)
            over_years = extend(levels, len(horizon.years))
        bounds[bound][place] = over_years
        hard[bound][place] = bool(row["hard"])
    return bounds["min"], bounds["max"], hard["min"], hard["max"]


def working_stages(case: Case) -> set[str]:
    """Return the cadres that work a stage of the justice chain in some year."""
    changed = {
        str(row["row"]).rpartition("/")[2] for row in case.records("over_time")
        if (row["table"], row["column"]) == ("justice_staff", "throughput")
    }
    return changed | {str(row["cadre"]) for row in filled(case, "justice_staff") if number(row["throughput"]) > 0.0}


def _overhead(
    case: Case, cadres: Rows, institution_of: dict[str, str]
) -> tuple[Floats, dict[str, tuple[str, ...]]]:
    """Return the overhead ratio of each cadre (zero where the rule is off) and whom it is measured against."""
    serving = {str(row["cadre"]) for row in case.records("effects")} | working_stages(case)
    opening = {str(row["cadre"]): number(row["opening_strength"]) for row in cadres}
    ratios, measured = np.zeros(len(cadres)), {}
    for place, row in enumerate(cadres):
        cadre = str(row["cadre"])
        if cadre in serving:
            continue
        own = tuple(k for k in opening if k in serving and institution_of[k] == institution_of[cadre])
        base = own or tuple(k for k in opening if k in serving)
        measured[cadre] = base
        served = sum(opening[k] for k in base)
        if row["overhead_ratio"] is not None:
            ratios[place] = number(row["overhead_ratio"])
        elif served > 0.0:
            ratios[place] = opening[cadre] / served
    return ratios, measured
