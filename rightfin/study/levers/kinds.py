"""The kinds of levers, one a function: what each moves. A new kind is a function here and its row in ``KINDS``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rightfin.case.case import is_number
from rightfin.case.resolve import base_and_end, filled
from rightfin.question import Question
from rightfin.schema.shared import GROWTH
from rightfin.study.levers.lever import Lever, Place, Typing
from rightfin.study.levers.places import Movable, Row, in_unit

MONEY, ECONOMY, COSTS, CEILINGS = "Money of the state", "Economy", "Pay and unit costs", "Ceilings by part"
STRENGTH, THREATS, PLEDGES, EXITS = "Strength", "Threats", "Pledges", "Donors' exits"
GROUPS = (MONEY, ECONOMY, COSTS, CEILINGS, STRENGTH, THREATS, PLEDGES, EXITS)
"""Groups of levers in the order in which they are shown."""

_PERCENT = 0.01
_OF_CASE = "% of the case"
_FACTOR_ENDS = (50.0, 150.0)
_SCALED = (Typing.FACTOR, Typing.BY_YEAR)


@dataclass(frozen=True)
class _Series:
    """A series of the table ``macro`` as a lever."""

    series: str
    title: str
    group: str
    unit: str
    ends: tuple[float, float]
    says: str


_SERIES = (
    _Series("security_share", "Share of revenue for security", MONEY, "% of revenue", (-10.0, 10.0),
            "What the state may spend of its own money on the sector."),
    _Series("revenue_ratio", "Tax effort", MONEY, "% of GDP", (-5.0, 5.0),
            "Domestic revenue, grants excluded: more of it raises the ceiling of own spending."),
    _Series("wage_bill_share", "Limit of the wage bill", MONEY, "% of revenue", (-10.0, 10.0),
            "Most of revenue that own pay of the sector may take."),
    _Series("max_step_share", "Largest yearly rise of own spending", MONEY, "% of revenue", (-2.0, 5.0),
            "How much own spending may rise in a year beyond growth in line with revenue."),
    _Series("real_growth", "Economic growth", ECONOMY, "% a year", (-4.0, 4.0),
            "Growth of the economy above prices; revenue follows it."),
    _Series("deflator_growth", "Inflation", ECONOMY, "% a year", (-5.0, 10.0),
            "Growth of prices; local costs and revenue follow it."),
    _Series("population_growth", "Growth of population", ECONOMY, "% a year", (-2.0, 2.0),
            "Demand that is typed for every 100,000 people follows it."),
)


def _macro(found: Movable) -> Iterator[Lever]:
    rows = {str(key[0]): (key, row) for key, row in found.rows("macro")}
    for one in _SERIES:
        if one.series in rows:
            key, row = rows[one.series]
            place = found.across("macro", key, row)
            if place.numbers:
                yield Lever(one.series, one.title, one.group, one.unit, (Typing.POINTS, Typing.BY_YEAR),
                            in_unit(place, _PERCENT), one.ends, one.says, (place,), _PERCENT)


def _foreign_currency(found: Movable) -> Iterator[Lever]:
    for key, row in found.rows("macro", lambda row: str(row["series"]).startswith("exchange_rate")):
        place = found.across("macro", key, row)
        code = str(key[0]).partition(":")[2]
        if place.numbers:
            yield Lever(str(key[0]), f"Price of foreign currency{f' ({code})' if code else ''}", ECONOMY, _OF_CASE,
                        (Typing.FACTOR,), (), _FACTOR_ENDS,
                        "Local money for one unit of foreign currency: where it rises, donors' money and imported goods "
                        "are worth more of it.", (place,))


def _pay_growth(found: Movable) -> Iterator[Lever]:
    cadres = tuple(found.column("cadres", key, row, "real_pay_growth", default=True) for key, row in found.rows("cadres"))
    parts = tuple(found.column("pay_parts", key, row, "growth")
                  for key, row in found.rows("pay_parts", lambda row: is_number(row["growth"])))
    typed = tuple(_typed_years(found, key, row) for key, row in found.rows(
        "over_time", lambda row: row["form"] == GROWTH and (row["table"], row["column"]) in _PAY))
    if cadres:
        growths = {number for place in cadres for _, number in place.numbers[:1]}
        standing = in_unit(cadres[0], _PERCENT) if len(growths) == 1 and not (parts or typed) else ()
        yield Lever("pay_growth", "Pay growth", COSTS, "points a year", (Typing.POINTS,), standing, (-3.0, 3.0),
                    "Growth of pay, severance and pensions above prices, of all cadres, in every year; rises that are "
                    "typed year by year move as much.", (*cadres, *parts, *typed), _PERCENT)


_PAY = (("cadres", "pay"), ("pay_parts", "amount"))


def _typed_years(found: Movable, key: tuple[object, ...], row: Row) -> Place:
    """Return the place of rises typed by year: years that are blank rise with prices and are not moved."""
    numbers = tuple((year, float(str(row[str(year)]))) for year in found.years if is_number(row.get(str(year))))
    return Place("over_time", tuple(map(str, key)), "", numbers, -0.99, 10.0)


@dataclass(frozen=True)
class _Cost:
    """Unit costs that move together: columns by table."""

    name: str
    title: str
    says: str
    columns: Mapping[str, Sequence[str]]


_COSTS = (
    _Cost("cost_of_pay", "Pay", "Pay and allowances of all cadres, at base-year prices.",
          {"cadres": ("pay",), "pay_parts": ("amount",), "pay_grid": ("amount",)}),
    _Cost("cost_of_support", "Support", "Kit, fuel, food and upkeep of one person.", {"cadres": ("support",)}),
    _Cost("cost_of_training", "Training", "Cost of training one recruit.", {"cadres": ("training_cost",)}),
    _Cost("cost_of_leaving", "Severance and pensions", "What people who leave are paid, and help to begin a civilian life.",
          {"cadres": ("severance", "pension"), "demobilisation": ("reintegration",)}),
    _Cost("cost_of_assets", "Prices of equipment and buildings", "Price of one unit; upkeep is a share of it.",
          {"assets": ("price",)}),
)


def _unit_costs(found: Movable) -> Iterator[Lever]:
    for one in _COSTS:
        places = [
            place for table, columns in one.columns.items() for key, row in found.rows(table) for column in columns
            if (place := found.column(table, key, row, column)).numbers and any(number for _, number in place.numbers)
        ]
        places += [
            found.across("over_time", key, row) for key, row in found.rows("over_time")
            if row["form"] != GROWTH and row["column"] in one.columns.get(str(row["table"]), ())
        ]
        yield from _by_factor(one.name, one.title, COSTS, one.says, places)


def _running_costs(found: Movable) -> Iterator[Lever]:
    places = [found.across("running_costs", key, row) for key, row in found.rows("running_costs")]
    yield from _by_factor("running_costs", "Running costs", COSTS,
                          "What must be paid every year whatever the head count: rent, an academy.", places)


def _by_factor(name: str, title: str, group: str, says: str, places: Sequence[Place]) -> Iterator[Lever]:
    """Yield the lever that multiplies numbers, where there are any."""
    places = [place for place in places if place.numbers]
    if places:
        yield Lever(name, title, group, _OF_CASE, (Typing.FACTOR,), (), _FACTOR_ENDS, says, tuple(places))


def _part_ceilings(found: Movable) -> Iterator[Lever]:
    for key, row in found.rows("ceilings"):
        place = found.across("ceilings", key, row)
        share = row["basis"] == "share"
        scale = _PERCENT if share else 1.0
        what = "Least to spend" if row["bound"] == "min" else "Most to spend"
        if place.numbers:
            yield Lever(f"ceiling_{key[0]}", f"{what}: {_readable(key[0])}", CEILINGS,
                        "% of what the state may spend" if share else found.currency, _SCALED,
                        in_unit(place, scale), (0.0, 200.0), f"Own money on {row['scope']}.", (place,), scale)


def _cadres(found: Movable) -> Iterator[Lever]:
    """Yield least and greatest strength of each cadre: of the table by year where it has a row, else of its own columns."""
    limits = {(str(row["cadre"]), str(row["bound"])): (key, row) for key, row in found.rows("strength_limits")}
    institutions = {str(key[0]): str(row["name"]) for key, row in found.rows("institutions")}
    for key, row in found.rows("cadres"):
        for bound, word in (("min", "least"), ("max", "greatest")):
            which = (str(row["cadre"]), bound)
            whose = institutions.get(str(row["institution"]), "")
            title, size = f"{row['name']}: {word} strength", float(str(row["opening_strength"] or 0.0))
            name = f"{bound}_{row['cadre']}"
            hard = which in limits and limits[which][1]["hard"] is True
            says = f"The {word} number of people paid" + (
                "; it holds at any price." if hard else "; it is broken before pay is missed.")
            if which in limits and limits[which][1]["form"] == GROWTH:
                place = found.across("strength_limits", *limits[which])
                yield Lever(name, f"{title}, growth", STRENGTH, "% a year", (Typing.POINTS, Typing.BY_YEAR),
                            in_unit(place, _PERCENT), (-5.0, 5.0), says, (place,), _PERCENT, whose)
            elif which in limits:
                place = found.across("strength_limits", *limits[which])
                yield Lever(name, title, STRENGTH, "persons", (*_SCALED, Typing.LEVEL), in_unit(place, 1.0),
                            (0.0, 200.0), says, (place,), of=whose)
            else:
                place = found.column("cadres", key, row, f"{bound}_strength", default=True)
                yield Lever(name, title, STRENGTH, "persons", (Typing.LEVEL,), in_unit(place, 1.0),
                            (0.0, max(2.0 * size, 10.0)), says, (place,), of=whose)


def _institutions(found: Movable) -> Iterator[Lever]:
    """Yield the least strength of each institution, as a share of its people in the base year."""
    for key, row in found.rows("institutions"):
        places, people = list[Place](), 0.0
        for cadre in filled(found.case, "cadres"):
            opening = float(str(cadre["opening_strength"] or 0.0))
            if cadre["institution"] == key[0] and opening:
                place = _least_of(found, str(cadre["cadre"]), opening)
                people += opening
                places += [] if place is None else [place]
        if places:
            yield Lever(f"force_{key[0]}", f"{row['name']}: least strength of each cadre", STRENGTH, "% of today's people",
                        (Typing.LEVEL,), (), (0.0, 150.0),
                        f"Each of its cadres keeps at least this share of the people of today ({people:,.0f}).",
                        tuple(places), _PERCENT, str(row["name"]))


def _least_of(found: Movable, cadre: str, opening: float) -> Place | None:
    """Return the place of a cadre's least strength as a share of its opening one; ``None`` where it grows by a rate."""
    for key, row in found.rows("strength_limits", lambda row: (row["cadre"], row["bound"]) == (cadre, "min")):
        return None if row["form"] == GROWTH else found.across("strength_limits", key, row, one_is=opening)
    for key, row in found.rows("cadres", lambda row: row["cadre"] == cadre):
        return found.column("cadres", key, row, "min_strength", default=True, one_is=opening)
    return None


def _targets(found: Movable) -> Iterator[Lever]:
    units = {"strength": "persons", "hires": "persons", "per_100k": "persons for every 100,000 people"}
    for key, row in found.rows("targets"):
        place = found.across("targets", key, row)
        if place.numbers:
            which = "at most" if row["relation"] == "at_most" else "at least"
            yield Lever(f"target_{key[0]}", f"Target: {_readable(key[0])}", STRENGTH, units[str(row["measure"])],
                        _SCALED, in_unit(place, 1.0), (0.0, 200.0),
                        f"People of {row['group']}, {which} so many.", (place,))


def _threats(found: Movable) -> Iterator[Lever]:
    """Yield a lever a need: its threat level, or, where the case has none, its demand."""
    levels = {str(key[0]): (key, row) for key, row in found.rows("threat_levels")}
    for key, row in found.rows("needs"):
        need, title = str(key[0]), str(row["name"])
        if need in levels:
            place = found.across("threat_levels", *levels[need])
            yield Lever(f"threat_{need}", title, THREATS, "threat level", _SCALED, in_unit(place, 1.0),
                        (0.0, 200.0), "Demand for this need rises and falls with its threat level.", (place,))
        else:
            places = [found.across("demand", *one) for one in found.rows("demand") if one[1]["need"] == need]
            yield from _by_factor(f"threat_{need}", title, THREATS, "Demand for this need, in all regions.", places)


def _pledges(found: Movable) -> Iterator[Lever]:
    names = {str(row["donor"]): row for row in found.case.records("donors")}
    for key, row in found.rows("pledges"):
        donor, place = names.get(str(key[0])), found.across("pledges", key, row)
        if donor is not None and any(number for _, number in place.numbers):
            unit = str(donor["currency"] or found.currency)
            yield Lever(f"pledge_{key[0]}", f"{donor['name']}: pledge", PLEDGES, unit, _SCALED,
                        in_unit(place, 1.0), (0.0, 200.0), "What the donor promises, by the year of the promise.", (place,),
                        of=str(donor["name"]))


def _exits(found: Movable) -> Iterator[Lever]:
    base, end = base_and_end(found.case)
    for key, row in found.rows("donors"):
        year = row["exit_year"]
        numbers = tuple((one, float(str(year))) for one in found.years) if year is not None else ()
        yield Lever(exit_lever(key[0]), f"{row['name']}: last year of its money", EXITS, "year", (Typing.YEAR,), numbers,
                    (float(base), float(end)), "The last year in which its money may be spent; none where it stays.",
                    (Place("donors", key, "exit_year", numbers),), of=str(row["name"]))


def exit_lever(donor: object) -> str:
    """Return the name of the lever of a donor's last year."""
    return f"exit_{donor}"


def _readable(name: object) -> str:
    return str(name).replace("_", " ")


KINDS: tuple[Callable[[Movable], Iterator[Lever]], ...] = (
    _macro, _foreign_currency, _pay_growth, _unit_costs, _running_costs, _part_ceilings, _institutions, _cadres, _targets,
    _threats, _pledges, _exits,
)
"""All kinds of levers, in the order in which they are shown within their group."""


def levers_of(question: Question) -> tuple[Lever, ...]:
    """Return what can be moved in the case of a question with everything laid over it, group by group.

    Raises ``CaseError`` if a scenario or a setting cannot be laid over it.
    """
    found = Movable(question.laid)
    levers = [lever for kind in KINDS for lever in kind(found)]
    return tuple(sorted(levers, key=lambda lever: GROUPS.index(lever.group)))
