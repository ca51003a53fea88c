"""The calendar of reform programmes that a visitor changes, and what the desk is asked about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from rightfin.case import CaseError, Issue
from rightfin.case.programmes.choices import Choices, Starts, broken_among
from rightfin.case.programmes.proposed import Programme
from rightfin.case.resolve import filled
from rightfin.question import Question
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.starts import findings
from rightfin.report.words.wording import labels, listed
from rightfin.schema import YearStyle
from rightfin.study.programmes.worth import Room, room_of
from rightfin.study.starts.decided import DecidedStarts
from rightfin.ui.years import year_typed

PROGRAMME, START, WINDOW, YEARS, INSTITUTION, PHASE = (
    "Programme", "Starts", "May start", "Runs (years)", "Institution", "Phase")
"""Headings of the calendar."""

Years = Mapping[str, str]
"""The start of each programme as the visitor typed it, by programme; empty if it is not planned."""


@dataclass(frozen=True)
class Proposals:
    """The programmes of a case with the names that visitors know them by.

    ``choices`` are the rules among starts; programmes and institutions go there by their labels, so that what is wrong
    with a start is told with the words of the calendar. ``labels`` are those of programmes, by id, in the order of the
    starts that the case says, ``starts``; those that it does not plan come last.
    """

    choices: Choices
    labels: Mapping[str, str]
    starts: Starts

    @classmethod
    def of(cls, question: Question) -> Proposals:
        """Return those of a question; raises ``CaseError`` as its parts do."""
        choices = question.choices
        by_start = sorted(choices.programmes, key=lambda one: (one.start is None, one.start or one.first, one.rank))
        choices = replace(choices, programmes=tuple(by_start))
        named = labels({one.name: one.title for one in choices.programmes}, [one.name for one in choices.programmes])
        rows = filled(question.prepared, "institutions")
        carried = labels({str(row["institution"]): str(row["name"]) for row in rows},
                         [str(row["institution"]) for row in rows])
        return cls(choices.renamed(named, carried), named, {one.name: one.start for one in choices.programmes})

    @property
    def style(self) -> YearStyle:
        """How the case writes years."""
        return self.choices.style

    def rows(self) -> Iterable[tuple[str, Programme]]:
        """Return each programme with its id."""
        return zip(self.labels, self.choices.programmes, strict=True)

    def by_label(self, starts: Starts) -> dict[str, int | None]:
        """Return the start of every programme by label: those given, and those of the case for the others."""
        return {self.labels[name]: year for name, year in {**self.starts, **starts}.items()}


def years_of(proposals: Proposals) -> dict[str, str]:
    """Return the starts that the case has, as they would be typed."""
    return typed_of(proposals, proposals.starts)


def typed_of(proposals: Proposals, starts: Starts) -> dict[str, str]:
    """Return starts as they would be typed."""
    return {name: "" if year is None else proposals.style.text(year) for name, year in starts.items()}


def frame_of(proposals: Proposals, years: Years) -> pd.DataFrame:
    """Return the calendar as the page shows it, a row a programme."""
    rows = list(proposals.rows())
    return pd.DataFrame({
        PROGRAMME: [one.name for _, one in rows],
        START: pd.Series([years[name] for name, _ in rows], dtype=object),  # typed into: seen in a narrow window, too
        WINDOW: [_window(proposals, one) for _, one in rows],
        YEARS: [one.years for _, one in rows],
        INSTITUTION: [one.institution for _, one in rows],
        PHASE: [one.phase + (", quick impact" if one.quick_impact else "") for _, one in rows],
    })


def _window(proposals: Proposals, one: Programme) -> str:
    years = proposals.choices.starts(one)
    if not years:
        return "in no year"
    first, last = proposals.style.text(years[0]), proposals.style.text(years[-1])
    return first if first == last else f"{first} to {last}"


def starts_of(proposals: Proposals, years: Years) -> dict[str, int | None]:
    """Return the starts in which the calendar differs from the case, ``None`` for a programme that is not planned.

    Raises ``CaseError`` with a sentence for each year that is none, and otherwise for each rule among starts that the
    calendar breaks.
    """
    style, standing = proposals.style, years_of(proposals)
    first = style.written(proposals.choices.years.start)
    found: dict[str, int | None] = {}
    issues = []
    for name, label in proposals.labels.items():
        typed = years[name]
        if typed == standing[name]:
            continue
        year = year_typed(typed, first) if typed else None
        if typed and year is None:
            issues.append(Issue("start_no_year", f"{label}: {typed} is no year.",
                                f"Type a year such as {first}, or nothing if it is not to start."))
        else:
            found[name] = None if year is None else int(year)
    issues = issues or list(broken_among(proposals.choices, proposals.by_label(found)))
    if issues:
        raise CaseError(issues)
    return found


def reasons_of(proposals: Proposals, starts: Starts) -> tuple[tuple[str, str], ...]:
    """Return for each planned programme, by start, its label and in words what rules among starts let it do.

    All other programmes are where they are.
    """
    by_label, style = proposals.by_label(starts), proposals.style
    moved = replace(proposals.choices, programmes=tuple(
        replace(one, start=by_label[one.name]) for one in proposals.choices.programmes))
    planned = sorted((one.start, place, one) for place, one in enumerate(moved.programmes) if one.start is not None)
    return tuple((one.name, _reason(room_of(moved, one), one.start or 0, one.years, style)) for *_, one in planned)


def _reason(room: Room, start: int, years: int, style: YearStyle) -> str:
    end = start + years - 1
    told = [f"in {style.text(start)}" if end == start else f"{style.text(start)} to {style.text(end)}"]
    others = tuple(year for year in room.years if year != start)
    told.append(f"Rules let it start in {listed(list(_runs(others, style)), 'or')}, too." if others
                else "Rules let it start in no other year.")
    if room.earlier:
        told.append(f"Not a year earlier: {room.earlier}")
    if room.later:
        told.append(f"Not a year later: {room.later}")
    return f"{told[0]}. {' '.join(told[1:])}"


def _runs(years: tuple[int, ...], style: YearStyle) -> Iterable[str]:
    """Return years as runs of years without a gap, in words."""
    for place, year in enumerate(years):
        if place and years[place - 1] == year - 1:
            continue
        last = next(end for n, end in enumerate(years[place:], place) if n + 1 == len(years) or years[n + 1] != end + 1)
        yield style.text(year) if last == year else f"{style.text(year)} to {style.text(last)}"


@dataclass(frozen=True)
class Best:
    """The starts that were decided, and what is said of them."""

    starts: Starts
    findings: Findings


def best(found: DecidedStarts) -> Best:
    """Return the starts that a search decided, with its findings in place of its plans, which a page does not need."""
    return Best(found.starts, findings(found))
