"""The tables of the study of programmes: what each is, its years, and what it is worth."""

from __future__ import annotations

from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import as_shown, labels, listed
from rightfin.study.programmes.worth import ProgrammeStudy

_REAL = "at base-year prices, in the years shown"


def names_in(found: ProgrammeStudy) -> dict[str, str]:
    """Return a label for each programme, those planned first, by start."""
    planned = [one.name for one in found.planned]
    return labels(found.plan.names.programmes, [*planned, *(one.name for one in found.programmes)])


def programmes_table(found: ProgrammeStudy) -> FindingsTable:
    """Return every programme with its years and what it costs whom; blank where it is not planned."""
    headings = (
        Heading("programme", "Programme", Form.TEXT), Heading("institution", "Institution", Form.TEXT),
        Heading("phase", "Phase", Form.TEXT),
        Heading("start", "Starts", Form.YEAR, "Blank: it is proposed, and not planned."),
        Heading("end", "Ends", Form.YEAR, "Last year in which it runs."),
        Heading("cost", "Cost", Form.MONEY, f"What it costs {_REAL}, whoever pays."),
        Heading("own", "Own money", Form.MONEY), Heading("donors", "Donors", Form.MONEY),
        Heading("unpaid", "Unpaid", Form.MONEY),
        Heading("earliest", "Could start from", Form.YEAR, "First year that rules allow, the others being where they are."),
        Heading("latest", "to", Form.YEAR, "Last such year."),
        Heading("not_earlier", "Not a year earlier", Form.TEXT, "What stands against it; blank: nothing.", shown=False),
        Heading("not_later", "Not a year later", Form.TEXT, "What stands against it; blank: nothing.", shown=False),
    )
    names, rooms = names_in(found), {room.programme: room for room in found.rooms}
    institutions = labels(found.plan.names.institutions, found.plan.names.institutions)
    rows: list[tuple[Cell, ...]] = []
    for one in (*found.planned, *(one for one in found.programmes if one.start is None)):
        about = names[one.name], institutions.get(one.institution, one.institution), one.phase
        if one.start is None:
            rows.append((*about, *(None,) * (len(headings) - len(about))))
            continue
        room = rooms[one.name]
        money = (found.cost(one.name, column) for column in ("cost", "own", "grants", "unfunded"))
        style = found.style
        rows.append((
            *about, style.written(one.start), style.written(one.start + one.years - 1), *money,
            style.written(room.years[0]) if room.years else None, style.written(room.years[-1]) if room.years else None,
            room.earlier or None, room.later or None,
        ))
    return FindingsTable("programmes", "Programmes", headings, tuple(rows), f"Money {_REAL}.")


def years_table(found: ProgrammeStudy) -> FindingsTable:
    """Return what runs and is paid by programme and year, at current prices."""
    headings = (
        Heading("programme", "Programme", Form.TEXT), Heading("year", "Year", Form.YEAR),
        Heading("running", "Runs", Form.TEXT), Heading("cost", "Cost", Form.MONEY), Heading("own", "Own money", Form.MONEY),
        Heading("donors", "Donors", Form.MONEY), Heading("unpaid", "Unpaid", Form.MONEY),
    )
    names = names_in(found)
    order = {name: place for place, name in enumerate(names)}
    records = sorted(found.plan.tables["programmes"].records(), key=lambda row: (order[str(row["programme"])], row["year"]))
    rows = tuple(
        (names[str(row["programme"])], row["year"], row["running"], row["cost"], row["own"], row["grants"], row["unfunded"])
        for row in records if row["running"] == "yes" or float(row["cost"]) > 0.0
    )
    return FindingsTable("by_year", "Year by year", headings, rows, "Money at current prices. Years in which nothing of a "
                         "programme runs or costs anything are left out.")


def worth_table(found: ProgrammeStudy) -> FindingsTable:
    """Return what is lost without each programme, the most first."""
    headings = (
        Heading("programme", "Without", Form.TEXT),
        Heading("fallen", "and what needs it", Form.TEXT, "Programmes that cannot be without it."),
        Heading("coverage", "Coverage", Form.SHARE, "Needs covered without it, weighted, mean of the years shown."),
        Heading("points", "Points lost", Form.POINTS, "By how much that is less than with it, as both are shown."),
        Heading("unmet", "Unmet need more", Form.NUMBER, "By how much more is unmet, weighted, all years planned, later "
                "ones counting less (level 2)."),
        Heading("broken", "Unpaid or unsupported more, all years", Form.MONEY, "By how much more cannot be "
                "paid or supported, at base-year prices, later money counting less, all years planned (level 1a)."),
        Heading("own", "Own money more", Form.MONEY, f"By how much more the state spends without it, {_REAL}."),
        Heading("donors", "Donors more", Form.MONEY, f"By how much more donors spend without it, {_REAL}."),
        Heading("cost", "Cost, with what needs it", Form.MONEY, f"What it and what needs it cost, {_REAL}."),
    )
    names = names_in(found)
    rows = tuple(
        (names[one.programme], listed([names[other] for other in one.fallen]) or None, one.totals.coverage,
         as_shown(found.totals.coverage) - as_shown(one.totals.coverage), one.totals.unmet - found.totals.unmet,
         one.totals.broken - found.totals.broken, one.totals.own - found.totals.own,
         one.totals.donors - found.totals.donors, sum(found.cost(name) for name in (one.programme, *one.fallen)))
        for one in found.by_worth
    )
    return FindingsTable("worth", "What each programme is worth", headings, rows, "Each row is a plan without the "
                         "programme and what needs it; all else is planned anew, and no other start moves.")
