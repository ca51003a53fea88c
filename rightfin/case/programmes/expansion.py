r"""A case with programmes as one of ordinary tables: costs are running costs, effects change numbers by year.

Of a number that stands at $n_t$ without programmes, effects $e$ of programmes that started in $s_e$, with the gain $g_e$
and the level $\ell_e(t)$ of ``Programme.level``, make

$$n_t + \sum_e \pm g_e\,\ell_e(t) \qquad\text{or}\qquad n_t \prod_e \bigl(1 \pm g_e\,\ell_e(t)\bigr),$$

a sum for kinds that are amounts, a product for kinds that are shares: a number has one kind, so the order does not matter.
The tail is as the years before it: what goes on growing, ends or loses assistance there does so, and costs that are due
there are due. Where that makes it other than the last year shown, the rows say so themselves (``tail_as_typed``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from rightfin.case.case import Case, key_text
from rightfin.case.issue import Issue
from rightfin.case.limits import bounds_text, fits
from rightfin.case.made import Expansion
from rightfin.case.programmes.numbers import Changeable, Row, Span, number_of, span_of
from rightfin.case.programmes.proposed import COSTS, EFFECTS, OWN_TABLES, Cost, Effect, Programme, proposed
from rightfin.case.resolve import in_own_years, style_of_case
from rightfin.schema import BY_NAME, TABLES, Blank
from rightfin.schema.fiscal import MACRO
from rightfin.schema.programmes import EffectKind
from rightfin.schema.shared import SOURCE_AND_NOTE

RUNNING = "running_costs"
AS_TYPED = "tail_as_typed"

Planned = tuple[Programme, int]
"""A programme and the year in which it starts."""


@dataclass(frozen=True)
class _Made:
    """A row that programmes make or change, by year from the base year to the last one planned, and what it stands for."""

    table: str
    row: Row
    values: Mapping[int, float]
    is_new: bool
    origin: tuple[str, str]

    def differs_in_tail(self, span: Span) -> bool:
        """Return whether the tail is other than the last year shown."""
        return any(self.values[year] != self.values[span.end] for year in range(span.end + 1, span.last + 1))

    def typed(self, last: int) -> Row:
        """Return the row with its years up to ``last``."""
        return {**self.row, **{str(year): value for year, value in self.values.items() if year <= last}}


def planned_of(case: Case) -> tuple[Planned, ...]:
    """Return the programmes that have a start, each with it."""
    return tuple((programme, programme.start) for programme in proposed(case) if programme.start is not None)


def expanded(case: Case) -> Expansion:
    """Return a case with its planned programmes as ordinary rows; worked out once for a case."""
    return case.once(_expanded)


def item_of(programme: str, cost: Cost) -> str:
    """Return what the line of a cost is called."""
    return f"{cost.item} ({programme})"


def _expanded(case: Case) -> Expansion:
    if not any(case.records(table) for table in OWN_TABLES):
        return Expansion(case, case, MappingProxyType({}), ())
    issues = [*_typed_too(case)]
    planned, span = planned_of(case), span_of(case)
    made = [] if span is None else [
        *_lines(planned, span), *_named_lines(case, span), *_numbers(case, planned, span, issues)]
    checked = case if span is None or not made else _with_rows(case, made, span)
    origins = {(one.table, _key(one.table, one.row)): one.origin for one in made if one.is_new}
    emptied = checked.replace({table: [] for table in OWN_TABLES})
    return Expansion(emptied, checked, MappingProxyType(origins), tuple(issues))


def _with_rows(case: Case, made: list[_Made], span: Span) -> Case:
    """Return the case with the rows in it; years of the tail are typed only where one of them needs it."""
    typed = span.as_typed or any(one.differs_in_tail(span) for one in made)
    last = span.last if typed else span.end
    tables: dict[str, list[Row]] = {}
    if typed and not span.as_typed:
        tables = {table.name: rows for table in TABLES
                  if table.years is not None and table.years.blank is Blank.CARRY
                  and (rows := _without_tail(case, table.name, span)) is not None}
        tables["settings"] = [row for row in case.records("settings") if row["key"] != AS_TYPED]
        tables["settings"].append({"key": AS_TYPED, "value": True})
    by_table: dict[str, dict[str, Row]] = {}
    for one in made:
        by_table.setdefault(one.table, {})[_key(one.table, one.row)] = one.typed(last)
    for table, new in by_table.items():
        rows = tables[table] if table in tables else case.records(table)
        tables[table] = [*(row for row in rows if _key(table, row) not in new), *new.values()]
    return case.replace(tables)


def _without_tail(case: Case, table: str, span: Span) -> list[Row] | None:
    """Return the rows of a table without what is typed for the tail, which did not hold so far; ``None`` if nothing is.

    A series whose years start in another month is told in the case's years: its last one that is shown has a part of the
    year after it.
    """
    late = [str(year) for year in case.tables[table].years if year > span.end]
    if not late:
        return None
    rows = case.records(table)
    if table == MACRO.name:
        rows = [in_own_years(case, row, span.end) for row in rows]
    return [{**row, **dict.fromkeys(late)} for row in rows]


def _typed_too(case: Case) -> Iterator[Issue]:
    """Yield what is wrong with costs, planned or not, whose line the case types itself: it would be lost."""
    typed = {_key(RUNNING, row) for row in case.records(RUNNING)}
    for programme in proposed(case):
        for cost in programme.costs:
            item = item_of(programme.name, cost)
            if key_text((programme.institution, cost.category, item)) in typed:
                yield Issue("programme_cost_typed", f"{item} is also a row of {RUNNING}, which would be lost.",
                            "Call one of the two differently.", COSTS,
                            key_text((programme.name, cost.category, cost.item, cost.first)), "item")


def _lines(planned: tuple[Planned, ...], span: Span) -> Iterator[_Made]:
    """Yield the running costs that stand for the costs of planned programmes."""
    for programme, start in planned:
        lines: dict[tuple[str, str, str | None], list[Cost]] = {}
        for cost in programme.costs:
            lines.setdefault((cost.category, item_of(programme.name, cost), cost.currency), []).append(cost)
        for (category, item, currency), costs in lines.items():
            values = {span.base: 0.0, **{
                year: sum(programme.due(cost, start, year) for cost in costs) for year in span.planned}}
            row: Row = {"institution": programme.institution, "category": category, "item": item, "currency": currency}
            said = key_text((programme.name, category, costs[0].item, costs[0].first))
            yield _Made(RUNNING, row | _told(programme.name), values, is_new=True, origin=(COSTS, said))


def _named_lines(case: Case, span: Span) -> Iterator[_Made]:
    """Yield lines without any cost for costs of programmes that are not planned and that other tables name.

    What is said of them, who may pay them or which rule counts them, stands while nothing of them is due; other costs that
    are not planned have no line.
    """
    declined = [one for one in proposed(case) if one.start is None and one.costs]
    said = "\n".join(_texts(case)) if declined else ""
    typed = {_key(RUNNING, row) for row in case.records(RUNNING)}
    for programme in declined:
        for cost in {(cost.category, cost.item): cost for cost in reversed(programme.costs)}.values():
            item = item_of(programme.name, cost)
            row: Row = {"institution": programme.institution, "category": cost.category, "item": item,
                        "currency": cost.currency}
            if item in said and _key(RUNNING, row) not in typed:
                origin = COSTS, key_text((programme.name, cost.category, cost.item, cost.first))
                values = dict.fromkeys((span.base, *span.planned), 0.0)
                yield _Made(RUNNING, row | _told(programme.name), values, is_new=True, origin=origin)


def _texts(case: Case) -> Iterator[str]:
    """Yield what rows of a case say beside programmes, notes and scenarios: what may name a line."""
    for table in TABLES:
        if table.name in (*OWN_TABLES, "scenarios"):
            continue
        silent = {column.name for column in SOURCE_AND_NOTE}
        for row in case.records(table.name):
            yield from (value for name, value in row.items() if isinstance(value, str) and name not in silent)


def _told(*programmes: str) -> Row:
    """Return the columns that say for which programmes a row stands."""
    names = ", ".join(dict.fromkeys(programmes))
    return {"source": f"programme {names}", "note": f"Stands for {names} of the table programmes."}


def _numbers(case: Case, planned: tuple[Planned, ...], span: Span, issues: list[Issue]) -> Iterator[_Made]:
    """Yield the numbers that planned programmes change; ``issues`` has those that nothing can be."""
    changing: dict[tuple[EffectKind, str], list[tuple[Programme, int, Effect]]] = {}
    for programme, start in planned:
        for effect in programme.effects:
            changing.setdefault((effect.kind, effect.on), []).append((programme, start, effect))
    for (kind, on), effects in changing.items():
        number = number_of(case, kind, on, span)
        if not isinstance(number, Changeable):
            continue  # said by the checks, planned or not
        values = {year: _changed(value, kind, effects, year) if year > span.base else value
                  for year, value in number.values.items()}
        odd = [year for year in span.planned if not fits(values[year], number.column)]
        if odd:
            if not any(effect.takes_more_than_all for *_, effect in effects):  # said by the checks, planned or not
                year = style_of_case(case).text(odd[0])
                issues.append(_out_of_bounds(number, values[odd[0]], year, [effect for *_, effect in effects]))
            continue
        first = next((year for year in span.planned if values[year] != number.values[year]), None)
        if first is None:
            continue
        kept = number.values if BY_NAME[number.table].name != "over_time" else {}
        first = min(first, span.end)  # what begins in the tail is told apart from the last year shown
        typed = {year: value for year, value in values.items() if year >= first or year in kept}
        told = _told(*(programme.name for programme, *_ in effects)) if number.is_new else {}
        yield _Made(number.table, number.row | told, typed, number.is_new, (EFFECTS, _row_of(effects[0][2])))


def _changed(value: float, kind: EffectKind, effects: list[tuple[Programme, int, Effect]], year: int) -> float:
    """Return what effects of one kind make of a number in a year: the formula of this module."""
    steps = [kind.sign * effect.gain * programme.level(effect, start, year) for programme, start, effect in effects]
    for step in steps:
        value = value * (1.0 + step) if kind.scales else value + step
    return value


def _row_of(effect: Effect) -> str:
    return key_text((effect.programme, effect.kind.name, effect.on))


def _out_of_bounds(number: Changeable, value: float, year: str, effects: list[Effect]) -> Issue:
    of = ", ".join(dict.fromkeys(effect.programme for effect in effects))
    return Issue(
        "programme_effect_bounds",
        f"With {of}, {effects[0].kind.name} of {effects[0].on} is {value:g} in {year}; it must be "
        f"{bounds_text(number.column)}.",
        "Type a smaller gain, or start fewer programmes that change it.", EFFECTS, _row_of(effects[0]), "gain",
    )


def _key(table: str, row: Mapping[str, object]) -> str:
    return key_text(row.get(part) for part in BY_NAME[table].key)  # type: ignore[misc]
