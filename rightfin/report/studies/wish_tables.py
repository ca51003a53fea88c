"""The tables of wishes and of targets."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from rightfin.lp.kinds import Axis, Unit
from rightfin.lp.objectives import objective_named
from rightfin.lp.rules import FAMILY
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.studies.wish_words import (
    KINDS,
    amount,
    moved_to,
    target_in_words,
    when_moves,
    who_moves,
    wish_in_words,
)
from rightfin.report.words.wording import listed, money, people, significant, span_of, weighed
from rightfin.result.plan import Plan
from rightfin.study.why.least_change import LeastChange
from rightfin.study.why.movable_inputs import MayMove, MovableInput
from rightfin.study.why.quantities import QuantityUnit
from rightfin.study.why.standing_against import StandingAgainst
from rightfin.study.why.whynot import WishLater
from rightfin.study.why.wished import WishedPlan, WishValue
from rightfin.study.why.wishes import Wish


def values_table(values: Sequence[WishValue], plan: Plan) -> FindingsTable:
    """Return each wish in each of its years."""
    headings = (
        Heading("wish", "Wish", Form.TEXT, shown=False), Heading("quantity", "Quantity", Form.TEXT),
        Heading("year", "Year", Form.YEAR), Heading("sense", "Asked", Form.TEXT), Heading("asked", "For", Form.TEXT),
        Heading("plan", "In the plan", Form.TEXT), Heading("wished", "With the wish", Form.TEXT),
        Heading("number", "Number asked for", Form.VALUE, shown=False),
        Heading("value_plan", "Number in the plan", Form.VALUE, shown=False),
        Heading("value_wished", "Number with the wish", Form.VALUE, shown=False),
    )

    def said(value: float | None, of: WishValue) -> Cell:
        return None if value is None else amount(value, of.wish.quantity, plan.currency)

    rows = tuple(
        (str(one.wish), one.wish.quantity.title, one.year, str(one.wish.sense), said(one.wish.number, one),
         said(one.in_plan, one), said(one.with_wish, one),
         one.wish.number, one.in_plan, one.with_wish)
        for one in values
    )
    return FindingsTable("wishes", "What is wished", headings, rows)


def levels_table(found: WishedPlan, plan: Plan) -> FindingsTable:
    """Return the levels without and with the wish."""
    headings = (
        Heading("level", "Level", Form.TEXT), Heading("name", "Name", Form.TEXT, shown=False),
        Heading("title", "What it counts", Form.TEXT), Heading("plan", "In the plan", Form.TEXT),
        Heading("wished", "With the wish", Form.TEXT), Heading("moved", "Change", Form.TEXT),
        Heading("before", "Value in the plan", Form.VALUE, shown=False),
        Heading("after", "Value with the wish", Form.VALUE, shown=False),
        Heading("change", "Rise", Form.VALUE, shown=False),
        Heading("share", "Of all that is needed", Form.SHARE, "The rise of level 2 as a share of all that it counts."),
    )

    def said(value: float, name: str) -> str:
        unit = objective_named(name).unit
        if unit is Unit.MONEY:
            return money(value, plan.currency)
        return people(value) if unit is Unit.PERSONS else weighed(value)

    rows = tuple(
        (one.order, one.name, objective_named(one.name).title, said(one.before, one.name), said(one.after, one.name),
         said(one.rise, one.name) if one.rise else "", one.before, one.after, one.rise,
         found.loss if one.name == "needs" else None)
        for one in found.levels
    )
    return FindingsTable(
        "levels", "Levels, in their order: what counts first", headings, rows,
        f"Less is better. Money is at prices of {plan.base_year}, discounted, over all years planned. What solves differ "
        "by is no change.")


_TABLES = {
    QuantityUnit.SHARE: ("coverage", "Coverage", Form.SHARE, Form.POINTS, "Change, points"),
    QuantityUnit.PEOPLE: ("people", "People", Form.PEOPLE, Form.PEOPLE, "Change"),
    QuantityUnit.MONEY: ("money", "Money, in currency of the year", Form.MONEY, Form.MONEY, "Change"),
}


def course_tables(found: WishedPlan, plan: Plan) -> Iterator[FindingsTable]:
    """Yield what changes by year: coverage, people, money."""
    for unit, (name, title, kind, change, heading) in _TABLES.items():
        headings = (
            Heading("quantity", "Name", Form.TEXT, shown=False), Heading("title", "What", Form.TEXT),
            Heading("year", "Year", Form.YEAR), Heading("before", "In the plan", kind),
            Heading("after", "With the wish", kind), Heading("change", heading, change),
        )
        rows = tuple(
            (one.quantity.name, one.quantity.title, year, one.before[year], one.after[year], by)
            for one in found.courses if one.quantity.unit is unit for year, by in one.changes.items()
        )
        yield FindingsTable(name, title, headings, rows, "" if rows else f"Nothing changes up to {plan.years[-1]}.")


def against_table(found: StandingAgainst, wishes: Sequence[Wish], plan: Plan) -> FindingsTable:
    """Return the limits that stand against wishes, and what each does when it is lifted alone."""
    headings = (
        Heading("limit", "Limit", Form.TEXT, shown=False), Heading("title", "What stands against it", Form.TEXT),
        Heading("whose", "Whose", Form.TEXT), Heading("years", "In", Form.TEXT),
        Heading("opens", "Enough if it is lifted alone", Form.TEXT), Heading("reaches", "Then at most or least", Form.TEXT),
    )
    def near_in_words(reached: Mapping[tuple[int, int], float]) -> str:
        return listed([f"{amount(value, wishes[place].quantity, plan.currency)} in {year}"
                       for (place, year), value in reached.items()])

    rows: list[tuple[Cell, ...]] = [("", "As it is", "", None, "no", near_in_words(found.reached))]
    if len(found.wishes) > 1:
        rows += [("wish", "A wish, beside the others", target_in_words(one, plan.currency),
                  listed([str(year) for year in one.years]), None, None) for one in found.wishes]
    for one in found.limits:
        axes = [axis for axis in FAMILY[one.family].axes if axis is not Axis.YEAR]
        whose = ", ".join(plan.names.called(axis, str(part)) for axis, part in zip(axes, one.whose, strict=True))
        rows.append((one.family, FAMILY[one.family].gives_way, whose, span_of(one.years) if one.years else None,
                     "yes" if one.opens else "no", near_in_words(one.reaches)))
    return FindingsTable("against", "What stands against it", headings, tuple(rows),
                         "Each limit is lifted in all years, everything else as it is; what has to be given up is not "
                         "counted.")


def changes_table(changes: Sequence[LeastChange], plan: Plan) -> FindingsTable:
    """Return what the least changes take, input by input."""
    headings = (
        Heading("way", "What may move", Form.TEXT), Heading("kind", "Kind", Form.TEXT, shown=False),
        Heading("whose", "Whose", Form.TEXT), Heading("id", "Id", Form.TEXT, shown=False),
        Heading("when", "When", Form.TEXT), Heading("money", f"Money, prices of {plan.base_year}", Form.MONEY),
        Heading("people", "Places or posts", Form.PEOPLE), Heading("way_round", "Which way", Form.TEXT),
        Heading("to", "To", Form.PEOPLE, "Where the limit is the same in every year."),
        Heading("found", "Tried again", Form.TEXT),
    )
    rows: list[tuple[Cell, ...]] = []
    for change in changes:
        way = f"{listed([KINDS[kind] for kind in change.kinds])}{' alone' if len(change.kinds) == 1 else ''}"
        if change.amounts is None:
            rows.append((way, None, None, None, None, None, None, None, None, "no amount does"))
            continue
        if not change.confirmed:
            rows.append((way, None, None, None, None, None, None, None, None, "nothing found that holds"))
            continue
        rows += [
            (way, str(one.kind), who_moves(one, plan.names), one.who, when_moves(one, plan.years[-1]),
             by if one.kind.is_money else None, None if one.kind.is_money else math.ceil(by),
             _way_round(one), moved_to(one, by), "nothing is lost")
            for one, by in change.amounts.items()
        ]
    return FindingsTable("changes", "What it takes without loss", headings, tuple(rows),
                         "The least change of what may move, all else as it is; money is what comes on top in each year.")


def _way_round(one: MovableInput) -> str:
    if one.kind is not MayMove.LIMITS:
        return "more"
    return "least strength lowered" if one.lowers else "greatest strength raised"


def _lost_in_words(loss: float | None) -> str:
    if loss is None:
        return "cannot be had"
    return significant(loss) if loss > 0.0 else "nothing"


def later_table(told: WishLater, plan: Plan) -> FindingsTable:
    """Return what the same wishes cost if they begin later, for each beginning that was tried."""
    return FindingsTable("later", "Begun later", (
        Heading("wish", "Wish", Form.TEXT),
        Heading("loss", "Loss of needs", Form.SHARE, "Rise of level 2 as a share of all that it counts; blank where it "
                "cannot be had or something that is promised loses.", shown=False),
        Heading("loses", "Loss of needs", Form.TEXT, "The same in words; a loss may be small and is told all the same."),
    ), tuple(
        (listed([wish_in_words(wish, plan.currency) for wish in wishes]), lost, _lost_in_words(lost))
        for wishes, lost in told.losses
    ), "What is promised and needs solved again with the wish from then on." + (
        f" A loss of at most {significant(told.share)} was asked for." if told.share > 0.0 else ""))
