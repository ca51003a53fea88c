"""The tables of who can leave when."""

from __future__ import annotations

from rightfin.report.studies.exit_wording import whose_money
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import labels
from rightfin.solve.levels import Depth
from rightfin.study.exits.calendars import ExitCalendars
from rightfin.study.exits.criterion import Failure, Part
from rightfin.study.exits.study import ExitAnswer, ExitStudy, InYear

_OWN_FROM = Heading("own_from", "Own financing from", Form.YEAR, shown=False)
"""For programs; blank where the donors stay to the end year."""

_EXIT = Heading(
    "exit", "Without donors", Form.TEXT,
    "First year without their money; after the last year shown: they stay to its end, and have left afterwards.",
)

_PARTS = {
    Part.PAID: "unpaid", Part.COVERAGE: "coverage too low", Part.MARGIN: "margin negative", Part.ANSWER: "no answer",
}


def frontier_table(study: ExitStudy) -> FindingsTable:
    """Return one row for each exit: what breaks, how far needs are covered and what the state carries."""
    headings = (
        _OWN_FROM, _EXIT,
        Heading("exit_year", "Donors until", Form.YEAR, "Their exit_year: the last in which their money is spent."),
        Heading("holds", "Holds", Form.TEXT, "Whether the test holds."),
        Heading("fails", "What fails", Form.TEXT, "Parts of the test that fail, with the first year in which they do."),
        Heading("least_missing", "Cannot be paid, discounted", Form.MONEY, "At least, whatever is done, people that cannot "
                "be supported included: at base-year prices, later money counting less, with the years planned after the "
                "last one shown.",
                shown=False),
        Heading("missing", "Unpaid", Form.MONEY, "Unpaid or unsupported in the plan and the years shown."),
        Heading("by_choice", "Left by choice", Form.MONEY, "It could be paid: the case's arrears_tolerance lets the plan "
                "leave it unpaid or unsupported, to cover more needs.", shown=any(map(_by_choice, study.answers))),
        Heading("least_coverage", "Lowest coverage", Form.SHARE, "Of the years shown without the donors."),
        Heading("least_coverage_year", "Year of the lowest coverage", Form.YEAR, shown=False),
        Heading("last_coverage", f"Coverage {study.years[-1]}", Form.SHARE, shown=False),
        Heading("burden", "Of revenue", Form.SHARE, "Largest share of a year's revenue that the state spends itself, with "
                "old arrears cleared and money from the reserve."),
        Heading("burden_year", "Year of the largest share of revenue", Form.YEAR, shown=False),
        Heading("step", "Largest rise", Form.SHARE, "Of what the state gives, over the year before: share of revenue."),
        Heading("step_year", "Year of the largest rise", Form.YEAR, shown=False),
        Heading("margin", "Left for good", Form.MONEY, "What is left of the ceiling each year if the last year's force is "
                "kept up for good; below zero, what is missing.",
                shown=study.test.margin),
    )
    note = f"{_convention(study)} Money at current prices."
    if study.depth is Depth.NEEDS:
        note += " Own spending and the margin are not known, because only levels 1 and 2 were solved."
    if any(answer.glance is None for answer in study.answers):
        note += f" {_unanswered(study)}"
    rows = tuple(_row(study, answer) for answer in study.answers)
    return FindingsTable("frontier", "What becomes of each exit", headings, rows, note)


def _convention(study: ExitStudy) -> str:
    return f"The year is the first without {whose_money(study.leaving)} is the year before."


def _unanswered(study: ExitStudy) -> str:
    """Return why rows have no answer: mostly hard limits, which a batch says in one sentence."""
    if all(answer.contradictory for answer in study.answers if answer.glance is None):
        return "Rows without an answer have hard limits that contradict one another: no plan keeps all of them."
    why = dict.fromkeys(answer.problem for answer in study.answers if answer.glance is None)
    return f"Rows without an answer: {' '.join(why)}"


def _row(study: ExitStudy, answer: ExitAnswer) -> tuple[Cell, ...]:
    glance = answer.glance
    known: tuple[Cell, ...] = (None,) * 11
    if glance is not None:
        known = (
            glance.least_missing, 0.0 if answer.is_paid else answer.missing, _by_choice(answer),
            *_share(answer.least_coverage), glance.coverage[-1],
            *_share(answer.burden), *_share(answer.step), glance.margin,
        )
    return (
        *_exit(study, answer), answer.exit_year, "yes" if answer.holds else "no",
        "; ".join(_failure(failure, study.years[-1]) for failure in answer.failures), *known,
    )


def _by_choice(answer: ExitAnswer) -> float:
    """Return what is unpaid or unsupported though it could be paid."""
    return answer.missing if answer.is_paid else 0.0


def _exit(study: ExitStudy, answer: ExitAnswer) -> tuple[Cell, Cell]:
    """Return an exit for programs, as a year or nothing, and for people, in words."""
    year = _year(answer.own_from, study.years[-1])
    return year, f"after {study.years[-1]}" if year is None else f"from {year}"


def _share(found: InYear | None) -> tuple[Cell, Cell]:
    return (None, None) if found is None else (found.share, found.year)


def _failure(failure: Failure, end: int) -> str:
    if failure.year is not None:
        return f"{_PARTS[failure.part]} from {failure.year}"
    return f"{_PARTS[failure.part]} after {end}" if failure.part is Part.PAID else _PARTS[failure.part]


def _year(own_from: int, end: int) -> int | None:
    return own_from if own_from <= end else None


def by_year_table(study: ExitStudy) -> FindingsTable:
    """Return one row for each exit and year: who pays, what nobody pays, and how far needs are covered."""
    headings = (
        _OWN_FROM, _EXIT, Heading("year", "Year", Form.YEAR), Heading("own", "Own money", Form.MONEY),
        Heading("grants", "Donors", Form.MONEY, "All donors, those included that do not leave."),
        Heading("unpaid", "Unfunded", Form.MONEY, "What nobody pays."),
        Heading("unsupported", "Unsupported", Form.MONEY, "Cost of supporting people who are paid but not supported."),
        Heading("coverage", "Coverage", Form.SHARE, "All needs, weighted."),
    )
    rows = tuple(
        (*_exit(study, answer), *row)
        for answer in study.answers if (glance := answer.glance) is not None
        for row in zip(
            glance.years, glance.own, glance.grants, glance.unpaid, glance.unsupported, glance.coverage, strict=True
        )
    )
    return FindingsTable("by_year", "Each exit by year", headings, rows, f"{_convention(study)} Money at current prices.")


def unpaid_table(study: ExitStudy, failing: ExitAnswer) -> FindingsTable:
    """Return by institution what is unpaid or unsupported at the latest exit that fails and has a plan."""
    headings = (
        _OWN_FROM, _EXIT, Heading("institution", "Institution", Form.TEXT),
        Heading("amount", "Unpaid or unsupported", Form.MONEY, "All years shown."),
    )
    rows = tuple((*_exit(study, failing), institution, amount) for institution, amount in study.unpaid)
    return FindingsTable("unpaid", "Whom nobody pays at the latest exit that fails", headings, rows, "At current prices.")


def calendars_table(found: ExitCalendars) -> FindingsTable:
    """Return one row for each calendar of which none is dominated."""
    names = labels(found.leaving.names, found.leaving.donors)
    headings = (
        *(Heading(donor, names[donor], Form.YEAR, "First year without its money; blank: it stays to the end year.")
          for donor in found.leaving.donors),
        Heading("last_coverage", f"Coverage {found.years[-1]}", Form.SHARE, "All needs, weighted."),
    )
    rows = tuple(
        (*(_year(year, found.years[-1]) for year in calendar.own_from), calendar.glance.coverage[-1])
        for calendar in found.calendars
    )
    note = "First years without each donor. No donor can leave earlier in a row unless another one leaves later."
    if not found.complete:
        note += f" There may be more: the search stopped after {found.plans:,} plans."
    return FindingsTable("calendars", "Exit calendars", headings, rows, note)
