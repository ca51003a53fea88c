"""The plan: what a case leads to, as frozen tidy tables with provenance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import pandas as pd

from rightfin.case.issue import Issue
from rightfin.case.resolve import DefaultUsed

TABLE_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "strength": ("cadre", "year", "strength", "supported", "hollow", "hires", "exits", "promoted_in", "promoted_out",
                 "integrated"),
    "assets": ("asset", "year", "stock", "bought", "retired"),
    "budget": ("institution", "category", "year", "cost", "own", "grants", "unfunded"),
    "grants": ("donor", "institution", "category", "year", "amount"),
    "pledges": ("donor", "year", "disbursed", "fee", "spent", "carried", "lapsed"),
    "fiscal": ("year", "revenue", "ceiling", "own", "unfunded", "cleared", "arrears", "reserve"),
    "needs": ("need", "region", "year", "needed", "external", "covered", "unmet"),
    "indicators": ("indicator", "unit", "year", "value"),
    "objective": ("level", "name", "value"),
}
"""Columns of the tables that a plan writes."""

GFSM = {"pay": "21", "operations": "22", "training": "22", "capital": "31", "benefits": "27"}
"""Code of each category in the IMF's Government Finance Statistics Manual 2014, Appendix 8: compensation of employees
(21), use of goods and services (22), transactions in non-financial assets (31), social benefits (27)."""


class Status(StrEnum):
    """How the question was answered."""

    ANSWERED = "answered"
    CONTRADICTORY = "contradictory"


@dataclass(frozen=True)
class PlanTable:
    """One tidy table, sorted by key: column names and rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int | float, ...], ...]

    def frame(self) -> pd.DataFrame:
        """Return the table as a new data frame."""
        return pd.DataFrame(list(self.rows), columns=list(self.columns))


@dataclass(frozen=True)
class Names:
    """Full names and classifications of what the tables name by id."""

    institutions: Mapping[str, str]
    sectors: Mapping[str, str]
    cofog: Mapping[str, str]
    cadres: Mapping[str, str]
    cadre_institution: Mapping[str, str]
    assets: Mapping[str, str]
    needs: Mapping[str, str]
    regions: Mapping[str, str]
    donors: Mapping[str, str]


@dataclass(frozen=True)
class Provenance:
    """What a plan was made from: content digests, versions, options; no clock."""

    case_digest: str
    model: str
    model_digest: str
    scenarios: tuple[str, ...]
    options: Mapping[str, str]
    versions: Mapping[str, str]
    columns: int
    rows: int
    nonzeros: int


@dataclass(frozen=True)
class Plan:
    """The answer to a case: tables over the years shown, objective levels, and what was assumed.

    Money is in whole units of ``currency`` at current prices, strengths in person-years. When ``status`` is
    ``contradictory`` all tables are empty and ``conflict`` names the hard limits that cannot hold together.
    """

    status: Status
    title: str
    currency: str
    base_year: int
    years: tuple[int, ...]
    tables: Mapping[str, PlanTable]
    names: Names
    defaults: tuple[DefaultUsed, ...]
    issues: tuple[Issue, ...]
    provenance: Provenance
    arrears_tolerance: float
    conflict: tuple[str, ...] = ()

    def table(self, name: str) -> pd.DataFrame:
        """Return one table as a new data frame; ``KeyError`` for an unknown name."""
        return self.tables[name].frame()
