"""The tables of who can leave when."""

from __future__ import annotations

from rightfin.report.findings import Cell, FindingsTable, Heading, Kind
from rightfin.report.wording import labels
from rightfin.study.calendars import ExitCalendars
from rightfin.study.exit_test import Failure, Part
from rightfin.study.exits import ExitAnswer, ExitStudy, InYear

CONVENTION = "Own financing from a year: it is the first without the donors' money, and their exit_year is the year before."

_OWN_FROM = Heading(
    "own_from", "Own financing from", Kind.YEAR,
    "First year without the donors' money; blank: they stay to the end year, and have left in the years planned after it.",
)

_PARTS = {
    Part.PAID: "not all is paid", Part.COVERAGE: "coverage too low", Part.MARGIN: "margin negative",
    Part.ANSWER: "no answer",
}


def frontier_table(study: ExitStudy) -> FindingsTable:
    """Return one row for each exit: what breaks, how far needs are covered and what the state carries."""
    headings = (
        _OWN_FROM,
        Heading("exit_year", "Last donor year", Kind.YEAR, "Their exit_year: the last in which their money is spent."),
        Heading("holds", "Test holds", Kind.TEXT),
        Heading("fails", "What fails", Kind.TEXT, "Parts of the test that fail, with the first year in which they do."),
        Heading("least_missing", "Cannot be paid at least", Kind.MONEY, "Whatever is done, people that "
                "cannot be supported included: base-year prices, discounted, all years planned."),
        Heading("missing", "Unpaid or unsupported", Kind.MONEY, "In the plan shown, all years shown, at current prices; it "
                "may hold what the arrears tolerance allows."),
        Heading("least_coverage", "Lowest coverage afterwards", Kind.SHARE, "Of the years shown without the donors."),
        Heading("least_coverage_year", "In", Kind.YEAR, "Year of the lowest coverage."),
        Heading("last_coverage", f"Coverage {study.years[-1]}", Kind.SHARE),
        Heading("burden", "Largest own share of revenue", Kind.SHARE, "Own spending and old arrears cleared over revenue."),
        Heading("burden_year", "In", Kind.YEAR, "Year of the largest own share."),
        Heading("step", "Largest rise of own spending", Kind.SHARE, "Rise over the year before, as a share of revenue."),
        Heading("step_year", "In", Kind.YEAR, "Year of the largest rise."),
        Heading("margin", "Steady-state margin", Kind.MONEY, "Of the last year shown, a year."),
    )
    note = CONVENTION
    if study.never.burden is None:
        note += " Own spending and the margin are not known, because only levels 1 and 2 were solved."
    rows = tuple(_row(study, answer) for answer in study.answers)
    return FindingsTable("frontier", "What becomes of each exit", headings, rows, note)


def _row(study: ExitStudy, answer: ExitAnswer) -> tuple[Cell, ...]:
    glance = answer.glance
    known: tuple[Cell, ...] = (None,) * 10
    if glance is not None:
        known = (
            glance.least_missing, sum(glance.missing), *_share(answer.least_coverage), glance.coverage[-1],
            *_share(answer.burden), *_share(answer.step), glance.margin,
        )
    return (
        _year(answer.own_from, study.years[-1]), answer.exit_year, "yes" if answer.holds else "no",
        "; ".join(map(_failure, answer.failures)), *known,
    )


def _share(found: InYear | None) -> tuple[Cell, Cell]:
    return (None, None) if found is None else (found.share, found.year)


def _failure(failure: Failure) -> str:
    return f"{_PARTS[failure.part]}{'' if failure.year is None else f' from {failure.year}'}"


def _year(own_from: int, end: int) -> int | None:
    return own_from if own_from <= end else None


def by_year_table(study: ExitStudy) -> FindingsTable:
    """Return one row for each exit and year: who pays, what nobody pays, and how far needs are covered."""
    headings = (
        _OWN_FROM, Heading("year", "Year", Kind.YEAR), Heading("own", "Own money", Kind.MONEY),
        Heading("grants", "Donors", Kind.MONEY, "All donors, those included that do not leave."),
        Heading("unpaid", "Unfunded", Kind.MONEY, "What nobody pays."),
        Heading("unsupported", "Unsupported", Kind.MONEY, "Cost of supporting people who are paid but not supported."),
        Heading("coverage", "Coverage", Kind.SHARE, "All needs, weighted."),
    )
    rows = tuple(
        (_year(answer.own_from, study.years[-1]), *row)
        for answer in study.answers if (glance := answer.glance) is not None
        for row in zip(
            glance.years, glance.own, glance.grants, glance.unpaid, glance.unsupported, glance.coverage, strict=True
        )
    )
    return FindingsTable("by_year", "Each exit by year", headings, rows, f"{CONVENTION} Money at current prices.")


def unpaid_table(study: ExitStudy, failing: ExitAnswer | None) -> FindingsTable:
    """Return by institution what is unpaid or unsupported at the latest exit that fails."""
    headings = (
        Heading("institution", "Institution", Kind.TEXT),
        Heading("amount", "Unpaid or unsupported", Kind.MONEY, "All years shown, at current prices."),
    )
    own_from = None if failing is None else _year(failing.own_from, study.years[-1])
    at = f"if the donors stay through {study.years[-1]}" if own_from is None else f"with own financing from {own_from}"
    return FindingsTable("unpaid", f"Whom nobody pays, {at}", headings, study.unpaid)


def calendars_table(found: ExitCalendars) -> FindingsTable:
    """Return one row for each calendar of which none is dominated."""
    names = labels(found.leaving.names, found.leaving.donors)
    headings = (
        *(Heading(donor, names[donor], Kind.YEAR, "First year without its money; blank: it stays to the end year.")
          for donor in found.leaving.donors),
        Heading("last_coverage", f"Coverage {found.years[-1]}", Kind.SHARE, "All needs, weighted."),
    )
    rows = tuple(
        (*(_year(year, found.years[-1]) for year in calendar.own_from), calendar.glance.coverage[-1])
        for calendar in found.calendars
    )
    note = "First years without each donor. No donor can leave earlier in a row unless another one leaves later."
    if not found.complete:
        note += f" There may be more: the search stopped after {found.plans:,} plans."
    return FindingsTable("calendars", "Exit calendars", headings, rows, note)
