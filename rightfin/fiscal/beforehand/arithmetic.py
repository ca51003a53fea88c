"""The check that comes after all others: arithmetic in money and people by year, told as warnings."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from rightfin.case.case import Case
from rightfin.case.checks.memory import found_again
from rightfin.case.checks.view import View
from rightfin.case.checks.wording import warning, year_column, years_text
from rightfin.case.expansion import expanded
from rightfin.case.issue import Issue, in_style
from rightfin.case.typed_year import typed_year
from rightfin.fiscal.beforehand.foretold import Foretelling, Foretold, foretold
from rightfin.fiscal.projection import Projection

CODES = frozenset(f"short_{kind}" for kind in Foretelling)
"""Codes of what this check says."""

_CHAIN = ("justice_stages", "justice_cases", "justice_staff", "prison_places")
"""Tables that nothing here rests on: to project them takes longer than all the rest. Who only works the justice chain then
serves nothing, and nothing is said of kit for them."""

_LIMITS = "strength_limits"


def arithmetic(case: Case, rules: Mapping[str, bool] = MappingProxyType({})) -> tuple[Issue, ...]:
    """Return what no plan of a case can pay, have or keep, in the years shown; the case has no errors.

    Each is certain: the solved plan leaves at least so much unpaid, or the limit unmet. What is not said may be missed all
    the same. ``rules`` are the switches of a model definition, all on if absent. As every check it looks again only where
    a table that it looked at has changed.
    """
    expansion = expanded(case)
    view = View(expansion.case)
    found = found_again(view.watch, (arithmetic, *sorted(rules.items())), lambda: _look(view, rules), lambda: 0)
    return in_style(expansion.placed(found), view.style)


def _look(view: View, rules: Mapping[str, bool]) -> Iterator[Issue]:
    plain = view.case.replace(dict.fromkeys(_CHAIN, ())) if view.case.tables["justice_stages"].rows else view.case
    for one in foretold(Projection(rules).of(plain)):
        yield _TOLD[one.kind](view, one)


def _issue(
    one: Foretold, message: str, remedy: str, place: tuple[str, str, str], *, consequence: str = "The plan will miss it.",
) -> Issue:
    years = f" (such years: {years_text(one.years)})" if len(one.years) > 1 else ""
    hard = "The limit is hard, so there is no plan: rightfin contradictions says what would end it."
    end = hard if one.hard else consequence
    return warning(f"short_{one.kind}", f"{message}{years}. {end}".strip(), remedy, *place)


def _means(one: Foretold) -> str:
    """Return the means and what is short, in words."""
    by = f" under the ceiling {one.bound}" if one.bound else ""
    return f"own money makes {one.own:,.0f}{by} and grants that may pay it {one.grants:,.0f} at most: {one.gap:,.0f} short"


def _of_money(view: View, one: Foretold) -> tuple[str, str, str]:
    """Return the cell of the ceiling that makes own money what it is."""
    table, row = ("ceilings", one.bound) if one.bound else ("macro", "security_share")
    return table, row, _column(view, table, row, one.year)


def _due(view: View, one: Foretold) -> Issue:
    what = f" for {one.name}" if one.name else ""
    return _issue(
        one, f"{one.needed:,.0f} {view.currencies[0]} fall due{what} in {one.year} whatever is decided (pay of those who "
        f"cannot be let go, contracts, running costs, pensions); {_means(one)}",
        "Raise what may be spent in these years or lower what is due, or leave it as it is.", _of_money(view, one),
        consequence="As much will stay unpaid.")


def _strengths(view: View, one: Foretold) -> Issue:
    what = f" for {one.name}" if one.name else ""
    return _issue(
        one, f"The least strengths and targets of {one.year}, with what falls due anyhow, cost{what} {one.needed:,.0f} "
        f"{view.currencies[0]}; {_means(one)}",
        "Lower least strengths or targets, or raise what may be spent in these years.", _of_money(view, one),
        consequence="Some of them will be missed, or as much will stay unpaid.")


def _recruits(view: View, one: Foretold) -> Issue:
    who = {"institution": f"The cadres of {one.name} together are", "target": f"By the target {one.name} a group is"}.get(
        one.bound, f"{one.name} is")
    return _issue(
        one, f"{who} to have at least {one.needed:,.0f} members in {one.year}; with all who can be trained by then there "
        f"are {one.there:,.0f} at most: {one.gap:,.0f} short", "Ask for fewer in these years, or type more training_places "
        "or a larger pipeline.", _of_limit(view, one))


def _recruited(view: View, one: Foretold) -> Issue:
    return _issue(
        one, f"The target {one.name} asks for {one.needed:,.0f} recruits in {one.year}; {one.there:,.0f} can be trained "
        f"for it at most: {one.gap:,.0f} short", "Ask for fewer in these years, or type more training_places.",
        _of_limit(view, one))


def _crossed(view: View, one: Foretold) -> Issue:
    return _issue(
        one, f"The target {one.name} asks for {one.needed:,.0f} members in {one.year}, and the greatest strengths of its "
        f"cadres allow {one.there:,.0f}: {one.gap:,.0f} short", "Lower the target or raise the greatest strengths.",
        _of_limit(view, one), consequence="The plan will break one of them.")


def _capped(view: View, one: Foretold) -> Issue:
    """Return the contradiction with the cells of all that ask for more; its place is the target that allows less."""
    cells = [("targets", name, _column(view, "targets", name, one.year)) for name in one.targets]
    cells += [_of_strength(view, cadre, "min", one.year) for cadre in one.cadres]
    asks = "; ".join(", ".join((table, f"row {row}", f"column {_heading(view, column)}")) for table, row, column in cells)
    measure = next(str(row["measure"]) for row in view.case.records("targets") if row["target"] == one.name)
    what = "recruits" if measure == "hires" else "members" if measure == "strength" else "members who are there"
    return _issue(
        one, f"The target {one.name} allows at most {one.there:,.0f} {what} in {one.year}, and {one.needed:,.0f} of them "
        f"are asked for at least: {one.gap:,.0f} too many. What asks for them: {asks}",
        "Raise what this target allows, or lower what the others ask for, in these years.",
        ("targets", one.name, _column(view, "targets", one.name, one.year)),
        consequence="The plan will miss one of them.")


def _heading(view: View, column: str) -> str:
    return view.style.text(int(column)) if column.isdecimal() else column


def _staying(view: View, one: Foretold) -> Issue:
    who = f"By the target {one.name} a group may" if one.bound == "target" else f"{one.name} may"
    return _issue(
        one, f"{who} have at most {one.needed:,.0f} members in {one.year}, and {one.there:,.0f} are still there then, "
        f"however many leave: {one.gap:,.0f} too many", "Raise the limit in these years, or allow more to be retrenched in "
        "demobilisation.", _of_limit(view, one))


def _rule(view: View, one: Foretold) -> Issue:
    return _issue(
        one, f"The rule {one.name} asks for {one.needed:,.0f} members or more on one side in {one.year}, by what the other "
        f"side has at least; there can be {one.there:,.0f} at most: {one.gap:,.0f} short",
        "Change the coefficient or the years of the rule, or what it compares.", ("rules", one.name, "coefficient"),
        consequence="The plan will miss it, or a least strength.")


def _floor(view: View, one: Foretold) -> Issue:
    unit = view.currencies[0]
    return _issue(
        one, f"The floor {one.name} asks for {one.needed:,.0f} {unit} of own money in {one.year}; {one.there:,.0f} may be "
        f"spent there at most: {one.gap:,.0f} short", "Lower the floor, or raise the ceilings that hold there.",
        ("ceilings", one.name, _column(view, "ceilings", one.name, one.year)))


def _kit(view: View, one: Foretold) -> Issue:
    return _issue(
        one, f"Those who are to be there and supported in {one.year} need {one.needed:,.0f} units of {one.name}; with all "
        f"that may be bought and given there are {one.there:,.0f} at most: {one.gap:,.0f} short",
        "Type a larger max_purchase, or ask for fewer people.", ("assets", one.name, "max_purchase"),
        consequence="Some of them will be without support, or a least strength will be missed.")


_TOLD: Mapping[Foretelling, Callable[[View, Foretold], Issue]] = MappingProxyType({
    Foretelling.DUE: _due, Foretelling.STRENGTHS: _strengths, Foretelling.RECRUITS: _recruits,
    Foretelling.RECRUITED: _recruited, Foretelling.CROSSED: _crossed, Foretelling.STAYING: _staying,
    Foretelling.CAPPED: _capped, Foretelling.RULE: _rule, Foretelling.FLOOR: _floor, Foretelling.KIT: _kit,
})


def _of_limit(view: View, one: Foretold) -> tuple[str, str, str]:
    """Return the cell of a limit of strength or of a target."""
    if one.bound == "institution":
        return "institutions", one.name, "training_places"
    if one.bound not in ("min", "max"):
        return "targets", one.name, _column(view, "targets", one.name, one.year)
    return _of_strength(view, one.name, one.bound, one.year)


def _of_strength(view: View, cadre: str, bound: str, year: int) -> tuple[str, str, str]:
    """Return the cell of a least or greatest strength."""
    column = typed_year(view.case, _LIMITS, f"{cadre}/{bound}", year)
    return ("cadres", cadre, f"{bound}_strength") if column is None else (_LIMITS, f"{cadre}/{bound}", column)


def _column(view: View, table: str, row: str, year: int) -> str:
    return typed_year(view.case, table, row, year) or year_column(year)
