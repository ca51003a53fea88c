"""What one package of the library costs: to set up, a year, kept up, and over its life; at its own prices or a case's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.lines import Line
from rightfin.case.nearest import choose
from rightfin.case.packages.library import Package, package_named
from rightfin.case.packages.wanted import TABLE
from rightfin.case.resolve import base_and_end, resolved_settings
from rightfin.definition import Definition
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of
from rightfin.lp.steady import number, of_a_cadre, of_kit, training_for, wear_of
from rightfin.question import Question
from rightfin.schema import Value
from rightfin.shipped import package_names

_ALONE = "unit"
"""Institution of a package that is looked at by itself, and the need that its people serve."""


@dataclass(frozen=True)
class PackagePart:
    """One part of a package: ``number`` people or units, and what they cost, currency at base-year prices.

    ``set_up`` is training (trainees who never join included) or purchase; ``yearly`` is pay and support, upkeep, or the
    running cost; ``kept_up`` adds what keeps it as it is: training for those who leave, pensions at the level that
    attrition sustains, replacement of what wears out. ``over_life`` is set-up and all years of the life of the package:
    what lasts as long is bought once.
    """

    kind: str
    name: str
    number: float
    set_up: float
    yearly: float
    kept_up: float
    over_life: float


@dataclass(frozen=True)
class PackageCost:
    """What one package costs, part by part, at prices of ``base_year``, with what is lost on the way.

    ``institution`` is where it stands in the case whose ``title`` is given; empty, with the title, for the library alone.
    ``life`` is that of its longest-lived asset, in years.
    """

    package: Package
    title: str
    institution: str
    currency: str
    base_year: int
    life: float
    parts: tuple[PackagePart, ...]

    def total(self, what: str) -> float:
        """Return ``set_up``, ``yearly``, ``kept_up`` or ``over_life`` of all parts together."""
        return sum(float(getattr(part, what)) for part in self.parts)


def package_cost(
    package: str, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, case: Case | None = None, institution: str | None = None,
) -> PackageCost:
    """Return what one package of the library costs: at its own prices, or in a case by the parameters that its plans obey.

    In a case it is one more of those in the row of ``packages`` (for ``institution``, if there are several), whose cadres
    and assets hold in place of the library's where the row says so. Without such a row it stands in ``institution``, or in
    the only one of its sector that serves needs, at the library's prices. All is of the first planning year, at base-year
    prices.

    Raises ``CaseError`` if there is no such package, it is not clear where it stands, or the case cannot be used.
    """
    if package not in package_names():
        raise CaseError([Issue("unknown_package", f"There is no package {package}.", choose(package, package_names()))])
    found = package_named(package)
    asked = _alone(found) if case is None else _with_one(case, found, institution)
    question = Question.of(asked, definition, scenarios, settings)
    parameters, prepared = question.parameters, question.prepared
    (row,) = asked.records(TABLE)
    said, d = resolved_settings(prepared), Inputs(parameters, layout_of(parameters))
    priced = _Priced(d, found, str(row["institution"]))
    return PackageCost(
        package=found, title="" if case is None else str(said["title"]),
        institution="" if case is None else str(row["institution"]), currency=str(said["currency"]),
        base_year=parameters.horizon.style.written(parameters.horizon.price_year), life=priced.life,
        parts=tuple(priced.parts()),
    )


@dataclass(frozen=True)
class _Priced:
    """A package where it stands in a case, at the prices and losses of the first planning year."""

    d: Inputs
    package: Package
    institution: str

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What its parts are called in the case."""
        return self.package.names_in(self.institution)

    @cached_property
    def life(self) -> float:
        """The life of its longest-lived asset, in years."""
        return max([float(self.d.life[self.names[asset]]) for asset in self.package.assets], default=1.0)

    def parts(self) -> Iterator[PackagePart]:
        """Yield its cadres, its assets, its running costs."""
        yield from map(self._cadre, self.package.cadres)
        yield from map(self._asset, self.package.assets)
        yield from map(self._running_cost, self.package.running_costs)

    def _real(self, amount: float) -> float:
        """Return an amount of the first planning year at base-year prices."""
        return amount / float(self.d.deflator[self.d.first])

    def _equipped(self, cadre: str) -> float:
        """Return how many people of a cadre are there, and are to be supported."""
        return float(self.d.present[self.names[cadre], self.d.first]) * self.package.people_of(cadre)

    def _cadre(self, cadre: str) -> PackagePart:
        d, t, key, persons = self.d, self.d.first, self.names[cadre], self.package.people_of(cadre)

        def spent(category: str) -> float:
            direct = number(of_a_cadre(d, category, key, t, persons, self._equipped(cadre)))
            return self._real(d.gross_up[self.institution, category, t] * direct)

        set_up = self._real(d.gross_up[self.institution, "training", t] * number(training_for(d, key, t, persons)))
        yearly = spent("pay") + spent("operations")
        kept_up = yearly + spent("training") + spent("benefits")
        title = str(self.package.cadres[cadre]["name"])
        return PackagePart("cadre", title, persons, set_up, yearly, kept_up, set_up + self.life * kept_up)

    def _asset(self, asset: str) -> PackagePart:
        d, t, key, said = self.d, self.d.first, self.names[asset], self.package.assets[asset]
        upkeep, wear = wear_of(d, key, t)
        bought = self._real(sum(
            number(of_kit(d, key, self.names[user], t, 1.0, self._equipped(user))) for user in self.package.users_of(asset)
        ))
        over_life = bought * (max(1.0, wear * self.life) + self.life * upkeep)
        units = float(str(said["units"]))
        return PackagePart(
            "asset", str(said["name"]), units, bought, bought * upkeep, bought * (upkeep + wear), over_life,
        )

    def _running_cost(self, part: str) -> PackagePart:
        category = str(self.package.running_costs[part]["category"])
        amount = self._real(float(self.d.running[Line(self.institution, category, self.names[part]), self.d.first]))
        return PackagePart("running cost", part, 1.0, 0.0, amount, amount, self.life * amount)


def _with_one(case: Case, package: Package, institution: str | None) -> Case:
    """Return a case whose only packages are one of this in every year; raises ``CaseError`` if it is not clear where."""
    rows = [row for row in case.records(TABLE) if row["package"] == package.name]
    places = [str(row["institution"]) for row in rows]
    employers = [str(row["institution"]) for row in case.records("institutions")]
    serving = {row["cadre"] for row in case.records("effects")}
    serve = {row["institution"] for row in case.records("cadres") if row["cadre"] in serving}
    fitting = places or [
        str(row["institution"]) for row in case.records("institutions")
        if row["sector"] == package.sector and row["institution"] in serve
    ]
    if institution is None and len(fitting) == 1:
        institution = fitting[0]
    if institution is None:
        where = f"in {' or '.join(fitting)}" if fitting else f"since no institution is of the sector {package.sector}"
        raise CaseError([Issue("no_institution", f"It is not clear where {package.name} would stand: {where}.",
                               f"Name one with --institution: {', '.join(fitting or employers)}.")])
    if institution not in employers:
        raise CaseError([Issue("unknown_institution", f"The case has no institution {institution}.",
                               choose(institution, employers))])
    stated = next((row for row in rows if row["institution"] == institution), {})
    kept = {column: value for column, value in stated.items() if not column.isdigit()}
    base, end = base_and_end(case)
    years: dict[str, Value] = {str(year): 1.0 for year in range(base + 1, end + 1)}
    need = kept.get("need") or _need(case, package, institution)
    return case.replace({TABLE: [{**kept, "package": package.name, "institution": institution, "need": need, **years}]})


def _need(case: Case, package: Package, institution: str) -> Value:
    """Return a need that people of the institution serve, else the first: which one it is changes no price."""
    employed = {row["cadre"] for row in case.records("cadres") if row["institution"] == institution}
    served = [row["need"] for row in case.records("effects") if row["cadre"] in employed]
    return next(iter([*served, *(row["need"] for row in case.records("needs"))]), None)


def _alone(package: Package) -> Case:
    """Return a case that holds nothing but one package, at the prices of the library, which do not move."""
    base = package.price_year
    names = package.names_in(_ALONE)
    values: dict[str, Value] = {
        "title": package.title, "currency": package.currency, "foreign_currency": package.currency, "base_year": base,
        "end_year": base + 1, "tail_years": 0,
    }
    series = {"gdp": 1e9, "real_growth": 0.0, "deflator_growth": 0.0, "revenue_ratio": 0.2, "security_share": 0.2}
    year = str(base + 1)
    return Case.of({
        "settings": [{"key": key, "value": value} for key, value in values.items()],
        "macro": [{"series": name, str(base): value, year: value} for name, value in series.items()],
        "institutions": [{"institution": _ALONE, "name": package.title, "sector": package.sector}],
        "needs": [{"need": _ALONE, "name": package.title, "weight": 1.0}],
        "demand": [{"need": _ALONE, "region": "national", str(base): 1.0, year: 1.0}],
        "over_time": [  # what is stated is pay at prices of the base year: it does not grow before it is read
            {"table": "cadres", "row": names[cadre], "column": "pay", "form": "growth", year: 0.0}
            for cadre in package.cadres
        ],
        TABLE: [{"package": package.name, "institution": _ALONE, year: 1.0}],
    })
