"""A case as the checks look at it: nothing here fails, whatever the case holds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import wraps
from typing import Generic, TypeVar

from rightfin.case.case import NATIONAL, Case, is_number, key_text
from rightfin.case.checks.memory import TableWatch, WatchedCase, found_again
from rightfin.case.eligibility import Rules, eligible_lines
from rightfin.case.groups import tags_of
from rightfin.case.issue import Issue
from rightfin.case.lines import Line, lines_of
from rightfin.case.nearest import Suggestions
from rightfin.case.payers import GOVERNMENT
from rightfin.case.programmes.expansion import item_of
from rightfin.case.programmes.proposed import proposed
from rightfin.case.resolve import LONGEST_HORIZON, across, base_value, filled, resolved_settings, series
from rightfin.schema import BY_NAME, TABLES, Table, Value, YearStyle, style_of
from rightfin.schema.shared import GROWTH

Row = dict[str, Value]
T = TypeVar("T")


def number(value: Value) -> float | None:
    """Return a value as a float, ``None`` if it is not a finite number."""
    return float(value) if is_number(value) and value is not None else None


class _Once(Generic[T]):
    """A property that is worked out once, and whose readers have looked at the tables that it comes from."""

    def __init__(self, work: Callable[[View], T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __get__(self, view: View, owner: type[View]) -> T:
        return view.watch.once(self._work, lambda: self._work(view))


@dataclass(frozen=True)
class View:
    """Look-ups into a case that may be partly invalid; what cannot be told is ``None`` or empty.

    It is noted which tables are looked at.
    """

    case: Case
    suggestions: Suggestions = field(default_factory=Suggestions, compare=False, repr=False)
    """Where like names are sought; shared with the views of the case's scenarios."""
    watch: TableWatch = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "watch", TableWatch(self.case.tables))
        object.__setattr__(self, "case", WatchedCase(self.watch))

    def found(self, check: Callable[[View], Iterable[Issue]]) -> tuple[Issue, ...]:
        """Return what a check finds, which may be what it found the last time; see ``found_again``."""
        return found_again(self.watch, check, lambda: check(self), lambda: self.suggestions.given_up)

    def found_in(self, table: Table, check: Callable[[View, Table], Iterable[Issue]]) -> tuple[Issue, ...]:
        """Return what a check of single tables finds in one, as ``found`` does."""
        return found_again(
            self.watch, (check, table.name), lambda: check(self, table), lambda: self.suggestions.given_up)

    @_Once
    def settings(self) -> Mapping[str, Value]:
        """Every setting with its value or default."""
        return resolved_settings(self.case)

    @_Once
    def years(self) -> tuple[int, ...]:
        """The planning years, which write themselves as the case does.

        Empty where base year and end year do not give any, or far too many.
        """
        base, end = self.settings["base_year"], self.settings["end_year"]
        if type(base) is not int or type(end) is not int or not 0 < end - base <= LONGEST_HORIZON:
            return ()
        return self.style.all(range(base + 1, end + 1))

    @_Once
    def style(self) -> YearStyle:
        """How the case writes its years."""
        return style_of(self.settings["year_form"])

    def written(self, year: float) -> int:
        """Return a year that writes itself as the case does."""
        return self.style.written(int(year))

    @property
    def base(self) -> int | None:
        """The base year; ``None`` where the planning years cannot be told."""
        return self.years[0] - 1 if self.years else None

    def rows(self, table: str) -> list[Row]:
        """Return the rows of a table with fixed defaults in place of blanks."""
        return self.watch.once(("rows", table), lambda: filled(self.case, table))

    def names(self, table: str) -> tuple[str, ...]:
        """Return the ids of a table of one key column; ``national`` where there are no regions, the government in front of
        other payers."""
        found = tuple(str(row[BY_NAME[table].key[0]]) for row in self.rows(table))
        if table == "payers":
            return (GOVERNMENT, *found)
        return (NATIONAL,) if table == "regions" and not found else found

    def key(self, table: str, row: Mapping[str, Value]) -> str:
        """Return the key of a row as issues name it."""
        return key_text(row[part] for part in BY_NAME[table].key)

    def over_years(self, table: str, row: Row) -> dict[int, float | None]:
        """Return a row's values over the planning years, blanks carried; empty if they are not known."""
        if not self.years:
            return {}
        values = across(table, row, self.years[0], self.years[-1])
        return dict(zip(self.years, values, strict=True))

    def path(self, table: str, row: Row, column: str) -> dict[int, float | None]:
        """Return a number of a row over the planning years: the table's, and what ``over_time`` puts in its place."""
        changed = self._over_time.get((table, self.key(table, row), column), {})
        typed = number(row[column])
        return {year: typed if (found := changed.get(year)) is None else found for year in self.years}

    def most(self, table: str, row: Row, column: str) -> float:
        """Return the largest value that a number of a row has, in the table or in a planning year; 0 for blanks."""
        return max(number(row[column]) or 0.0, *(value or 0.0 for value in self.path(table, row, column).values()), 0.0)

    @_Once
    def _over_time(self) -> dict[tuple[str, str, str], dict[int, float | None]]:
        """Values that change by table, row and column; yearly rises are left out."""
        return {
            (str(row["table"]), str(row["row"]), str(row["column"])): self.over_years("over_time", row)
            for row in self.rows("over_time") if row["form"] != GROWTH
        }

    def series(self, name: str) -> list[float] | None:
        """Return a macro series over base year to end year; ``None`` if it is not given throughout."""
        return series(self.case, name, (int(self.years[0]) - 1, int(self.years[-1]))) if self.years else None

    def base_value(self, name: str) -> float | None:
        """Return the value of a macro series in the base year."""
        return base_value(self.case, name, int(self.years[0]) - 1) if self.years else None

    @_Once
    def serving(self) -> dict[str, set[str]]:
        """The needs that each cadre serves, by cadre; none for one that only works the justice chain."""
        found: dict[str, set[str]] = {}
        for row in self.rows("effects"):
            found.setdefault(str(row["cadre"]), set()).add(str(row["need"]))
        for row in self.rows("justice_staff"):
            if self.most("justice_staff", row, "throughput") > 0.0:
                found.setdefault(str(row["cadre"]), set())
        return found

    @_Once
    def institution_of(self) -> dict[str, str]:
        """The institution of each cadre."""
        return {str(row["cadre"]): str(row["institution"]) for row in self.rows("cadres")}

    @_Once
    def tags(self) -> tuple[str, ...]:
        """All tags of cadres, sorted."""
        return tuple(sorted(frozenset[str]().union(*map(tags_of, self.rows("cadres")))))

    @_Once
    def currencies(self) -> tuple[str, str]:
        """The case's own currency and the foreign one."""
        return str(self.settings["currency"]), str(self.settings["foreign_currency"])

    @_Once
    def foreign_rate(self) -> float:
        """Local money per unit of foreign money in the first planning year; 1 if it is not given."""
        values = self.series("exchange_rate")
        return values[1] if values is not None and self.currencies[0] != self.currencies[1] else 1.0

    def fitting_eligibility(self, donor: str, line: Line) -> list[Row]:
        """Return the most specific rows of ``eligibility`` for a line; several if they are equal in that."""
        return [dict(row) for row in self._eligibility.most_specific(donor, line)]

    @_Once
    def _eligibility(self) -> Rules:
        return Rules(self.rows("eligibility"))

    @_Once
    def lines(self) -> tuple[Line, ...]:
        """All budget lines."""
        return lines_of(self.case)

    @_Once
    def items(self) -> tuple[str, ...]:
        """What money is for: the items of all lines, and what else they may be called, each once in the order of lines."""
        return tuple(dict.fromkeys(name for line in (*self.lines, *self.proposed_lines) for name in line.names))

    @_Once
    def proposed_lines(self) -> tuple[Line, ...]:
        """The lines of the costs of all programmes, planned or not: what is said of them stands while they are not."""
        return tuple(
            Line(one.institution, cost.category, item_of(one.name, cost))
            for one in proposed(self.case) for cost in one.costs
        )

    @_Once
    def eligible(self) -> dict[str, frozenset[Line]]:
        """The lines that each donor may fund."""
        found: dict[str, set[Line]] = {str(row["donor"]): set() for row in self.rows("donors")}
        for donor, line in eligible_lines(
            self.rows("donors"), self.rows("institutions"), self.lines, self.rows("eligibility")
        ):
            found[donor].add(line)
        return {donor: frozenset(lines) for donor, lines in found.items()}


def in_each_table(check: Callable[[View, Table], Iterable[Issue]]) -> Callable[[View], Iterator[Issue]]:
    """Return the check of all tables, one after the other, of which one is looked at anew only where something changed."""
    @wraps(check)
    def whole(view: View) -> Iterator[Issue]:
        for table in TABLES:
            yield from view.found_in(table, check)

    return whole
