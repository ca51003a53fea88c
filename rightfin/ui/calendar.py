"""The calendar of donors' exits that a visitor changes, and what the desk is asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from rightfin.case import Case, Issue
from rightfin.case.case import Cell
from rightfin.case.resolve import base_and_end, planning_years, style_of_case
from rightfin.definition import Definition
from rightfin.fiscal.project import project
from rightfin.question import Question
from rightfin.report.words.wording import Scale, labels
from rightfin.schema import FiscalYear, Value
from rightfin.study.exits.leaving import exit_cells
from rightfin.study.whatif import changed_question
from rightfin.ui.years import year_typed

DONOR, MONEY_UNTIL, FREE_FROM = "Donor", "Last money of the case", "First year without it"
"""Headings of the calendar; what is pledged stands there as well, with its unit."""

EXIT = "donors", "exit_year"
"""Table and column of a donor's last year."""

LATEST = 9999
"""The last year that a cell may hold."""

Years = Mapping[str, str]
"""The first year without each donor's money as the visitor typed it, by donor; empty if it stays.

The case states the last year with it (``exit_year``): one less."""


@dataclass(frozen=True)
class DonorRow:
    """A donor of the case: its label, money arriving by year if it stays (currency units), its exit year in the case."""

    donor: str
    label: str
    arriving: Mapping[int, float]
    exit_year: int | None

    @property
    def money_until(self) -> int | None:
        """The last year shown in which its money arrives; ``None`` if none does."""
        return max((year for year, amount in self.arriving.items() if amount > 0.0), default=None)


def donor_rows(base: Case, definition: Definition) -> tuple[DonorRow, ...]:
    """Return the donors of a case in its order; ``base`` has scenarios and settings applied."""
    rows = base.records("donors")
    donors = [str(row["donor"]) for row in rows]
    if not donors:
        return ()
    _, end = base_and_end(base)
    staying = base.with_cells("donors", [cell[1:] for cell in exit_cells(donors, end + 1)])
    parameters = project(staying, definition.rules, definition.grade_ratio_factor)
    years, style = parameters.horizon.written, parameters.horizon.style
    names = labels({str(row["donor"]): str(row["name"]) for row in rows}, donors)
    found = []
    for donor, row in zip(donors, rows, strict=True):
        amounts = parameters.donors.disbursed[parameters.donors.donors.index(donor), : len(years)].tolist()
        exit_year = row["exit_year"]
        found.append(DonorRow(
            donor, names[donor], dict(zip(years, amounts, strict=True)),
            None if exit_year is None else style.written(int(str(exit_year))),
        ))
    return tuple(found)


def years_of(rows: tuple[DonorRow, ...]) -> dict[str, str]:
    """Return the years that the case has, as they would be typed: the first without each donor."""
    return {row.donor: "" if row.exit_year is None else str(row.exit_year + 1) for row in rows}


def frame_of(rows: tuple[DonorRow, ...], years: Years, scale: Scale) -> pd.DataFrame:
    """Return the calendar as the page shows it, a row a donor, money in the unit of ``scale``."""
    return pd.DataFrame({
        DONOR: [row.label for row in rows],
        # What is typed into stands where a narrow window shows it.
        FREE_FROM: pd.Series([years[row.donor] for row in rows], dtype=object),
        pledged_heading(scale): [round(scale.of(sum(row.arriving.values())), scale.decimals) for row in rows],
        MONEY_UNTIL: _whole_years(row.money_until for row in rows),
    })


def _whole_years(years: Iterable[int | None]) -> pd.Series[Any]:
    """Return a column of years: numbers, or texts where the case writes them otherwise."""
    found = list(years)
    if any(isinstance(year, FiscalYear) for year in found):
        return pd.Series([None if year is None else str(year) for year in found], dtype=object)
    return pd.Series(found, dtype="Int64")


def pledged_heading(scale: Scale) -> str:
    """Return the heading of what donors pledge, with its unit."""
    return f"Pledged if it stays ({scale.unit})"


def exits_of(
    rows: tuple[DonorRow, ...], years: Years, base_year: int
) -> tuple[dict[str, int | None], dict[str, Issue]]:
    """Return the last years that are typed otherwise than they stand in the rows, ``None`` for a donor that stays.

    Beside them what is wrong with the others, by donor: a year that is not whole or before the first one planned, which is
    the earliest without a donor.
    """
    found: dict[str, int | None] = {}
    refused: dict[str, Issue] = {}
    standing, first = years_of(rows), base_year + 1
    for row in rows:
        typed = years[row.donor]
        if typed == standing[row.donor]:
            continue
        if not typed:
            found[row.donor] = None
        elif (year := year_typed(typed, first)) is None:
            refused[row.donor] = Issue("exit_not_whole", f"{row.label}: {typed} is not a whole year.",
                                       f"Type a year such as {first + 1}, or nothing if the donor stays.")
        elif not first <= year <= LATEST:
            why = f"before {first}, the first" if year < first else f"after {LATEST}, the last"
            refused[row.donor] = Issue("exit_out_of_range", f"{row.label}: {typed} is {why} year that could be without it.",
                                       f"Type a year from {first} on ({first} means that it pays in no year planned), or "
                                       "nothing if it stays.")
        else:
            found[row.donor] = int(year) - 1
    return found, refused


class DonorCalendar:
    """The donors of a question; ``key`` is the digest of the choice.

    Raises ``CaseError`` if the case or a scenario cannot be used.
    """

    def __init__(self, key: str, question: Question) -> None:
        self.key, self.question = key, question
        self.base = question.prepared
        self.handover_lines = dict(question.parameters.handovers.lines)
        self.rows = donor_rows(self.base, question.definition)
        self._last: tuple[tuple[Cell, ...], tuple[DonorRow, ...]] = (), self.rows

    @property
    def years(self) -> tuple[int, ...]:
        """The years planned, as the case writes them."""
        return style_of_case(self.base).all(planning_years(self.base))

    def rows_with(self, changes: tuple[Cell, ...]) -> tuple[DonorRow, ...]:
        """Return the donors with changes laid over the case; raises ``CaseError`` for one that cannot be used.

        Last years move no money that arrives if donors stay, so that the case is not prepared anew for them.
        """
        exits = {str(key[0]): value for table, key, column, value in changes if (table, column) == EXIT}
        if all(value is None or _is_year(value) for value in exits.values()):
            changes = without_exits(changes)
        else:
            exits = {}  # told as any other cell that cannot be used
        if changes != self._last[0]:
            question = changed_question(self.question, changes)
            self._last = changes, donor_rows(question.prepared, question.definition)
        style = style_of_case(self.base)
        return tuple(
            replace(row, exit_year=None if exits[row.donor] is None else style.written(int(str(exits[row.donor]))))
            if row.donor in exits else row for row in self._last[1]
        )

    @property
    def base_year(self) -> int:
        """The year before the first one planned."""
        return style_of_case(self.base).written(base_and_end(self.base)[0])


def _is_year(value: Value) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LATEST


def are_exits(changes: Iterable[Cell]) -> bool:
    """Return whether changes are of donors' last years alone."""
    return all((table, column) == EXIT for table, _, column, _ in changes)


def without_exits(changes: Iterable[Cell]) -> tuple[Cell, ...]:
    """Return the changes that are of anything but donors' last years."""
    return tuple(cell for cell in changes if (cell[0], cell[2]) != EXIT)
