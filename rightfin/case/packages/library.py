"""The library of packages: one text file a package, one figure a line, each with its unit and its source."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from rightfin.case.cell import Fault, read_cell
from rightfin.case.issue import CaseError, Issue
from rightfin.schema import BY_NAME, Column, Kind, Value
from rightfin.shipped import package_names, package_place

FIELDS = ("table", "row", "figure", "value", "unit", "source", "note")
"""Columns of a file of the library."""

ABOUT = {column.name: column for column in (
    Column("title", Kind.TEXT, "Full name.", required=True),
    Column("sector", Kind.CHOICE, "Sector of the institutions that have such units.", required=True,
           choices=BY_NAME["institutions"].column("sector").choices),
    Column("currency", Kind.TEXT, "Currency of all its money.", required=True),
    Column("price_year", Kind.YEAR, "Year at whose prices its money is stated.", "year", required=True),
    Column("price_growth", Kind.NUMBER, "Yearly rise of prices by which it is carried to the base year of a case.",
           "share a year", required=True, above=-1.0, maximum=1.0),
)}
"""Figures of a package as a whole."""

PEOPLE = Column("people", Kind.NUMBER, "People of the cadre in one package.", "persons", required=True, above=0.0)
EFFECT = BY_NAME["effects"].column("effect")
UNITS = Column("units", Kind.NUMBER, "Units of the asset in one package.", "units", required=True, above=0.0)
USERS = Column("users", Kind.TEXT, "Cadres of the package that share them, joined by |; each serves a need.", required=True)
AMOUNT = Column("amount", Kind.NUMBER, "What one package costs to run.", "currency a year", required=True, minimum=0.0)

OF_A_CADRE = (
    "name", "pay", "support", "training_cost", "training_lead", "wash_out", "attrition", "real_pay_growth", "severance",
    "pension_share", "retiring_share", "pension_exit", "unsupported_effect", "civilian",
)
"""Columns of ``cadres`` that a package may give."""

OF_AN_ASSET = ("name", "price", "life", "upkeep")
"""Columns of ``assets`` that a package gives."""

MONEY = ("pay", "support", "training_cost", "severance", "price", "amount")
"""Figures that are money of the package's currency and price year."""

KNOWN: Mapping[str, Mapping[str, Column]] = MappingProxyType({
    "package": ABOUT,
    "cadres": {"people": PEOPLE, "effect": EFFECT, **{name: BY_NAME["cadres"].column(name) for name in OF_A_CADRE}},
    "assets": {"units": UNITS, "users": USERS, **{name: BY_NAME["assets"].column(name) for name in OF_AN_ASSET}},
    "running_costs": {"category": BY_NAME["running_costs"].column("category"), "amount": AMOUNT},
})
"""Figures that a file may hold, by table."""

_NEEDED = {
    "cadres": ("name", "people", "pay"), "assets": ("name", "units", "users", "price", "life"),
    "running_costs": ("category", "amount"),
}
_WORDS = ("title", "sector", "currency", "name", "users", "category", "civilian")
"""Figures that are no numbers, and need no source."""


@dataclass(frozen=True)
class Figure:
    """One line of a file: what it says of which row of which table, in what unit, and where that comes from."""

    table: str
    row: str
    name: str
    value: Value
    unit: str
    source: str
    note: str


@dataclass(frozen=True)
class Package:
    """A named unit: its people, its kit, its running costs.

    ``cadres``, ``assets`` and ``running_costs`` map the names of their rows to figures by name; money is in ``currency`` at
    prices of ``price_year``. ``figures`` are all lines of its file in their order.
    """

    name: str
    title: str
    sector: str
    currency: str
    price_year: int
    price_growth: float
    figures: tuple[Figure, ...]
    cadres: Mapping[str, Mapping[str, Value]]
    assets: Mapping[str, Mapping[str, Value]]
    running_costs: Mapping[str, Mapping[str, Value]]

    def users_of(self, asset: str) -> tuple[str, ...]:
        """Return the cadres that share an asset."""
        return tuple(str(self.assets[asset]["users"]).split("|"))

    def people_of(self, cadre: str) -> float:
        """Return how many people of a cadre one package has."""
        return float(str(self.cadres[cadre]["people"]))

    def names_in(self, institution: str) -> Mapping[str, str]:
        """Return what its cadres, assets and running costs are called in a case where it stands in an institution."""
        named = {part: f"{self.name}_{institution}_{part}" for part in (*self.cadres, *self.assets)}
        return named | {part: f"{part} ({self.name})" for part in self.running_costs}

    @property
    def people(self) -> float:
        """How many people one package has."""
        return sum(map(self.people_of, self.cadres))

    def sources_of(self, table: str, row: str) -> str:
        """Return where the figures of a row come from, each source once."""
        return "; ".join(dict.fromkeys(f.source for f in self.figures if (f.table, f.row) == (table, row) and f.source))


def packages() -> tuple[Package, ...]:
    """Return all packages of the library, sorted by name; raises ``CaseError`` if a file of it cannot be used."""
    return tuple(map(package_named, package_names()))


@cache
def package_named(name: str) -> Package:
    """Return a package of the library.

    Raises ``KeyError`` if there is none of that name, ``CaseError`` with every line of its file that cannot be used.
    """
    if name not in package_names():
        raise KeyError(name)
    return _package(name, package_place(name).read_text(encoding="utf-8"))


def _package(name: str, text: str) -> Package:
    """Return the package that the text of a file holds; see ``package_named``."""
    issues: list[Issue] = []
    figures = tuple(_figures(name, text, issues))
    rows: dict[str, dict[str, dict[str, Value]]] = {table: {} for table in KNOWN}
    for figure in figures:
        rows[figure.table].setdefault(figure.row, {})[figure.name] = figure.value
    about = rows["package"].get("", {})
    lacking = [f"{figure} of the package" for figure in ABOUT if figure not in about]
    for table, needed in _NEEDED.items():
        lacking += [f"{figure} of {row}" for row, found in rows[table].items() for figure in needed if figure not in found]
    for asset, found in rows["assets"].items():
        for user in str(found.get("users", "")).split("|"):
            if "effect" not in rows["cadres"].get(user, {}):
                lacking.append(f"cadre {user} with an effect, to use {asset}")
    issues += [Issue("package_file", f"There is no {what}.", "Add the line.", cell=f"{name}.csv") for what in lacking]
    if issues:
        raise CaseError(issues)
    return Package(
        name, str(about["title"]), str(about["sector"]), str(about["currency"]), int(str(about["price_year"])),
        float(str(about["price_growth"])), figures, rows["cadres"], rows["assets"], rows["running_costs"],
    )


def _figures(name: str, text: str, issues: list[Issue]) -> Iterator[Figure]:
    """Yield the figures of a file, with ``issues`` about lines that cannot be used."""
    lines = csv.DictReader(text.splitlines())
    if tuple(lines.fieldnames or ()) != FIELDS:
        issues.append(Issue("package_file", "The first line does not name the columns.", f"Write {','.join(FIELDS)}.",
                            cell=f"{name}.csv line 1"))
        return
    for number, line in enumerate(lines, 2):
        where = f"{name}.csv line {number}"
        column = KNOWN.get(line["table"], {}).get(line["figure"])
        if column is None:
            issues.append(Issue("package_file", f"There is no figure {line['figure']} of {line['table']}.",
                                "Correct the name, or delete the line.", cell=where))
            continue
        value = read_cell(line["value"], column)
        if isinstance(value, Fault) or value is None:
            fault = value or Fault("blank", "There is no value.", "Type one.")
            issues.append(Issue(fault.code, fault.message, fault.remedy, cell=where))
        elif not line["source"] and column.name not in _WORDS:
            issues.append(Issue("package_file", f"{line['figure']} has no source.", "Name it, or write assumption.",
                                cell=where))
        else:
            yield Figure(line["table"], line["row"], column.name, value, line["unit"], line["source"], line["note"])
