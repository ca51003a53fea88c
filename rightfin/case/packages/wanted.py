"""Rows of the table packages, understood: which package, where, whose figures hold, how many by year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, key_text
from rightfin.case.issue import Issue
from rightfin.case.packages.library import Package, package_named
from rightfin.case.packages.standing import Row, Standing, standing_in
from rightfin.case.resolve import across, series
from rightfin.schema import Value
from rightfin.shipped import package_names

TABLE = "packages"


@dataclass(frozen=True)
class Money:
    """How money of the library is typed: in a foreign ``currency`` or the case's own, ``factor`` times as much."""

    currency: str | None
    factor: float


@dataclass(frozen=True)
class Wanted:
    """A row of the table ``packages``, understood: so many of a package in an institution, by year.

    ``like`` gives the cadre or asset of the case that stands for one of the package, ``need`` the need that those people
    serve who are like nobody; ``numbers`` has every year shown.
    """

    package: Package
    institution: str
    like: Mapping[str, str]
    need: str
    money: Money
    base: int
    numbers: Mapping[int, float]

    @property
    def key(self) -> str:
        """The key of the row."""
        return key_text((self.package.name, self.institution))

    def name(self, part: str) -> str:
        """Return what a cadre, an asset or a running cost of the package is called in the case."""
        return self.package.names_in(self.institution)[part]


def wanted_by(case: Case, row: Row, issues: list[Issue]) -> Wanted | None:
    """Return what a row of ``packages`` asks for; ``None`` if it cannot be told, for which ``issues`` have the reasons.

    What the checks of references and of the horizon say of any table is left to them.
    """
    name, institution, there = str(row["package"]), row["institution"], standing_in(case)
    if name not in package_names():
        remedy = there.suggestions.choose(name, package_names())
        issues.append(_issue("unknown_package", row, "package", f"There is no package {name}.", remedy))
        return None
    base, end = there.settings["base_year"], there.settings["end_year"]
    known = (institution is None or institution in there.institutions) and (
        row["need"] is None or row["need"] in there.needs)
    if not known or type(base) is not int or type(end) is not int or base >= end:
        return None
    package = package_named(name)
    found = _like(there, package, row), _need(there, package, row), _money(case, package, row, (base, end))
    wrong = [part for part in found if isinstance(part, Issue)]
    like, need, money = found
    if isinstance(like, Issue) or isinstance(need, Issue) or isinstance(money, Issue):
        issues.extend(wrong)
        return None
    years = range(base + 1, end + 1)
    numbers = {year: value or 0.0 for year, value in zip(years, across(TABLE, row, base + 1, end), strict=True)}
    return Wanted(package, str(institution), like, need, money, base, numbers)


def _issue(code: str, row: Row, column: str, message: str, remedy: str) -> Issue:
    return Issue(code, message, remedy, TABLE, key_text((row["package"], row["institution"])), column)


def likenesses(text: Value) -> dict[str, str] | None:
    """Return what the column ``like`` says, part of the package to row of the case; ``None`` if it is not of that form."""
    found: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in str(text or "").split("|"))):
        part, equals, like = (word.strip() for word in pair.partition("="))
        if not (part and equals and like) or part in found:
            return None
        found[part] = like
    return found


def _like(there: Standing, package: Package, row: Row) -> dict[str, str] | Issue:
    """Return which row of the case stands for a cadre or an asset of the package, or what is wrong with saying so."""
    found = likenesses(row["like"])
    if found is None:
        parts = [*package.cadres, *package.assets]
        return _issue("package_like", row, "like", f"{row['like']} does not say which is like which.",
                      f"Write pairs joined by |, each part once, such as {parts[0]}=a_cadre_of_the_case.")
    for part, name in found.items():
        if part not in package.cadres and part not in package.assets:
            remedy = there.suggestions.choose(part, (*package.cadres, *package.assets))
            return _issue("package_like", row, "like", f"{package.name} has no {part}.", remedy)
        table = "cadres" if part in package.cadres else "assets"
        known = there.parts[table]
        if name not in known:
            remedy = there.suggestions.choose(name, tuple(known))
            return _issue("package_like", row, "like", f"There is no {name} in the table {table}.", remedy)
    return found


def _need(there: Standing, package: Package, row: Row) -> str | Issue:
    """Return the need that those people of the package serve who are like nobody that serves one; empty without such."""
    typed = row["need"] or (there.needs[0] if len(there.needs) == 1 else None)
    if typed is not None:
        return str(typed)
    like, serving = likenesses(row["like"]) or {}, there.following["effects"]
    without = [cadre for cadre, said in package.cadres.items() if "effect" in said and like.get(cadre) not in serving]
    if not without:
        return ""
    return _issue("package_need", row, "need", f"Nothing says which need {', '.join(without)} of {package.name} serve.",
                  f"Type one of: {', '.join(there.needs[:20])}; or say in like whom they are like.")


def _money(case: Case, package: Package, row: Row, span: tuple[int, int]) -> Money | Issue:
    """Return how money of the package is typed in the case, at prices of its base year, the first of the ``span``."""
    settings, code = standing_in(case).settings, package.currency
    rise = (1.0 + package.price_growth) ** (span[0] - package.price_year)
    if code in (settings["currency"], settings["foreign_currency"]):
        return Money(None if code == settings["currency"] else code, rise)
    known = dict.fromkeys((str(settings["currency"]), str(settings["foreign_currency"])))
    name = f"exchange_rate:{code}"
    rates = series(case, name, span) if name in standing_in(case).series else None
    if rates is not None:
        return Money(None, rise * rates[0])
    return _issue("package_currency", row, "package",
                  f"{package.name} is priced in {code}, and the case knows {' and '.join(known)} only.",
                  f"Type the series exchange_rate:{code} in macro, or {code} as foreign_currency in settings.")
