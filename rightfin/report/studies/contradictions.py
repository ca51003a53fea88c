"""Limits that cannot hold together, in sentences and tables: which they are, where they are typed, what would end it."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.lp.kinds import Axis, Unit
from rightfin.lp.program import public_name
from rightfin.lp.rules import FAMILY
from rightfin.reading import Saved
from rightfin.report.studies.findings import Findings, FindingsTable, Form, Heading
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import begun, listed, money, people, percent, scale_of
from rightfin.result.typed_at import TypedAt
from rightfin.schema import YearStyle
from rightfin.study.why.contradictions import (
    MOST_SETS,
    Contradictions,
    ContradictorySet,
    GivenWay,
    LimitMember,
    WayOut,
)


def findings(found: Contradictions, saved: Saved | None = None) -> Findings:
    """Return what contradicts and what would end it; with the file as it was saved, each place has its cell.

    It answers *no* where the case has no plan.
    """
    return Findings(
        study="contradictions", title=f"{found.title}: limits that contradict one another", currency=found.currency,
        scale=scale_of(max((sum(way.glance.unpaid) for way in _ways(found) if way.glance is not None), default=0.0),
                       found.currency),
        answered=not found.sets, sentences=tuple(_sentences(found, LimitPlaces(saved, found.style))),
        tables=(_members_table(found, saved), _ways_table(found, saved)) if found.sets else (), method=_method(),
    )


class LimitPlaces:
    """Where limits are typed, in words."""

    def __init__(self, saved: Saved | None, style: YearStyle) -> None:
        self._saved, self._style = saved, style

    def __call__(self, at: TypedAt) -> str:
        """Return the cell in the file, or table, row and column where there is no file."""
        cell = cell_of(self._saved, at)
        return cell or at.told(self._style)


def cell_of(saved: Saved | None, at: TypedAt | None) -> str:
    """Return the address of a cell in the file; empty where it has none."""
    return "" if saved is None or at is None else saved.cell(at.table, at.row, at.column)


def _ways(found: Contradictions) -> Iterator[WayOut]:
    for one in found.sets:
        yield from one.alone
    if found.together is not None:
        yield found.together


def _sentences(found: Contradictions, place: LimitPlaces) -> Iterator[Sentence]:
    yield Sentence("question", "Question", "Which limits of the case cannot hold together, and what is the least change "
                   "with which they can?")
    if not found.sets:
        yield Sentence("answer", "Answer", "None: the case has a plan that keeps all its hard limits.")
        return
    count = len(found.sets)
    text = ("One set of limits cannot hold together." if count == 1 else
            f"{count} sets of limits cannot hold together; they share no limit that is marked as hard.")
    if found.more:
        text += f" No more than {MOST_SETS} sets are looked for; there are more."
    yield Sentence("answer", "Answer", text)
    for number, one in enumerate(found.sets, 1):
        heading = "What contradicts" if count == 1 else f"Set {number}"
        yield Sentence(f"set_{number}", heading, _set_told(found, one, place))
        yield Sentence(f"ways_{number}", "One limit alone", _alone_told(found, one, place))
    if found.together is not None and found.together.limits not in [way.limits for one in found.sets for way in one.alone]:
        yield Sentence("together", "The least change of all", _together_told(found, found.together, place))


def _set_told(found: Contradictions, one: ContradictorySet, place: LimitPlaces) -> str:
    limits = [limit_told(found, members, place) for members in members_by_limit(one, movable=True)]
    others = [limit_told(found, members, None) for members in members_by_limit(one, movable=False)]
    text = f"These cannot hold together: {'; '.join(limits)}."
    if others:
        text += f" What ties them together follows from the rest of the case: {listed(others)}."
    if one.verified and len(one.members) > 1:
        text += " Without any one of all these the others can hold; both were found by solving."
    return text


def members_by_limit(one: ContradictorySet, *, movable: bool) -> list[list[LimitMember]]:
    """Return the members of a set by limit, those of several years together."""
    found: dict[tuple[object, ...], list[LimitMember]] = {}
    for member in one.members:
        if member.movable is movable:
            family, index = member.label
            whose = [part for axis, part in zip(FAMILY[family].axes, index, strict=True) if axis is not Axis.YEAR]
            found.setdefault((family, *whose), []).append(member)
    return list(found.values())


def limit_told(found: Contradictions, members: list[LimitMember], place: LimitPlaces | None) -> str:
    """Return what a limit is called, its years, and with ``place`` what is typed for it and where."""
    family, index = members[0].label
    years = [found.style.text(year) for member in members
             if (year := FAMILY[family].year_of(member.label[1])) is not None]
    name = f"{FAMILY[family].title.lower()}{whose_told(found, family, index)}"
    when = f" in {listed(years)}" if years else ""
    if place is None:
        return f"{name}{when}"
    typed = dict.fromkeys(f"{'' if member.number is None else f'{member.number:,.6g}; '}{place(member.at)}"
                          for member in members if member.at is not None)
    return f"{name}{when}" + (f" ({', '.join(typed)})" if typed else "")


def whose_told(found: Contradictions, family: str, index: tuple[object, ...]) -> str:
    """Return whose a limit is, as the end of its name; ``index`` may lack the year."""
    axes = [axis for axis in FAMILY[family].axes if axis is not Axis.YEAR]
    parts = [part for axis, part in zip(FAMILY[family].axes, index, strict=False) if axis is not Axis.YEAR] if len(
        index) == len(FAMILY[family].axes) else list(index)
    named = [found.names.called(axis, str(part)) for axis, part in zip(axes, parts, strict=True)]
    named = ["the government" if name == "The government" else name for name in named]
    phrase = not {Axis.TARGET, Axis.RULE, Axis.PART}.isdisjoint(axes)  # says of itself what it is
    return f"{': ' if phrase else ' of '}{' to '.join(named)}" if named else ""


def _alone_told(found: Contradictions, one: ContradictorySet, place: LimitPlaces) -> str:
    tried = [way for way in one.alone if way.glance is not None]
    parts = [f"{begun(listed(given_told(found, way, place)))}.{outcome_told(found, way)}" for way in tried]
    text = f"Each of these alone would do: {' '.join(parts)}" if len(tried) > 1 else " ".join(parts)
    if tried and tried[0].set_aside:
        text += " This was tried with the hard limits of the other sets left out."
    if not tried:
        text = "No single limit of them would do by itself."
    if one.not_alone and tried:
        names = listed([f"{FAMILY[family].title.lower()}{whose_told(found, family, whose)}"
                        for family, whose in one.not_alone])
        text += f" Not enough alone, even if it gave way altogether: {names}."
    return text


def _together_told(found: Contradictions, way: WayOut, place: LimitPlaces) -> str:
    if way.glance is None:
        return "No change of limits was found with which the case has a plan."
    told = "; ".join(given_told(found, way, place))
    return (f"Where every limit may give way, each measured by itself and one per cent of any counting the same, this is "
            f"the least that does: {told}.{outcome_told(found, way)}")


def given_told(found: Contradictions, way: WayOut, place: LimitPlaces) -> list[str]:
    """Return what gives way, one text a limit: in which years from what to what, and where that is typed."""
    by_limit: dict[tuple[object, ...], list[GivenWay]] = {}
    for one in way.limits:
        by_limit.setdefault((one.family, one.whose), []).append(one)
    told = []
    for years in by_limit.values():
        name = f"{FAMILY[years[0].family].title.lower()}{whose_told(found, years[0].family, years[0].whose)}"
        parts = []
        for one in years:
            when = f" in {found.style.text(one.year)}" if one.year is not None else ""
            if one.moved is not None and one.number is not None and one.at is not None:
                parts.append(f"from {one.number:,.6g} to {one.moved:,.6g}{when} ({place(one.at)})")
            else:
                parts.append(f"by {amount_told(found, one)}{when}")
        told.append(f"{name} {listed(parts)}")
    moved = {one.at for one in way.limits}
    for at, number in way.cells.items():
        if at not in moved:
            told.append(f"{number:,.6g} typed at {place(at)}, where the limit stays as it was")
    return told


def amount_told(found: Contradictions, one: GivenWay) -> str:
    """Return by how much a limit gives way that no single cell says, with its unit."""
    unit = FAMILY[one.family].unit
    if unit is Unit.MONEY:
        return money(one.amount, found.currency)
    if unit is Unit.PERSONS:
        return f"{people(one.amount)} persons"
    return f"{percent(one.share)} of what it asks in the base year" if unit is Unit.SHARE else f"{one.amount:,.4g} {unit}"


def outcome_told(found: Contradictions, way: WayOut) -> str:
    """Return what the plan that was made with a change comes to."""
    if way.glance is None:
        return ""
    last, unpaid = way.glance.years[-1], sum(way.glance.missing)
    text = f" The plan then covers {percent(way.glance.coverage[-1])} of needs in {found.style.text(last)}"
    if way.glance.can_be_paid:
        return f"{text}, and all that is due is paid."
    return f"{text}, and leaves {money(unpaid, found.currency)} unpaid or unsupported over all years, at current prices."


_AT = (
    Heading("table", "Table", Form.TEXT, "Table of the case in which the limit is typed."),
    Heading("row", "Row", Form.TEXT, "Its row there, by its key."),
    Heading("column", "Column", Form.TEXT, "Its column there; a year that is carried on is the one in which it is typed."),
    Heading("cell", "Cell", Form.TEXT, "Where it stands in the file that was read."),
)


def _at(at: TypedAt | None, saved: Saved | None, style: YearStyle) -> tuple[str, str, str, str]:
    if at is None:
        return "", "", "", ""
    column = style.text(int(at.column)) if at.column.isdecimal() else at.column
    return at.table, at.row, column, cell_of(saved, at)


def _members_table(found: Contradictions, saved: Saved | None) -> FindingsTable:
    rows = []
    for number, one in enumerate(found.sets, 1):
        for member in sorted(one.members, key=lambda member: not member.movable):
            family, index = member.label
            year = FAMILY[family].year_of(index)
            rows.append((
                number, FAMILY[family].title, whose_told(found, family, index).removeprefix(" of ").removeprefix(": "),
                "" if year is None else found.style.text(year), member.number, "yes" if member.movable else "no",
                *_at(member.at, saved, found.style), public_name(member.label),
            ))
    return FindingsTable("sets", "What contradicts", (
        Heading("set", "Set", Form.NUMBER, "Number of the contradictory set."),
        Heading("limit", "Limit", Form.TEXT, "What is limited, or what has to add up."),
        Heading("whose", "Whose", Form.TEXT, "Whose limit it is."),
        Heading("year", "Year", Form.YEAR, "The year of the limit; blank for one of all years."),
        Heading("number", "Typed", Form.VALUE, "What is typed there; blank where no single cell says the limit."),
        Heading("movable", "Can be moved", Form.TEXT, "Whether the case can be changed there: the others follow from it."),
        *_AT,
        Heading("name", "Name", Form.TEXT, "Public name of the row of the model.", shown=False),
    ), tuple(rows), "The rows of one set cannot hold together, and without any one of them the others can.")


def _ways_table(found: Contradictions, saved: Saved | None) -> FindingsTable:
    rows: list[tuple[str | int | float | None, ...]] = []
    numbered = [(number, way) for number, one in enumerate(found.sets, 1) for way in one.alone]
    pairs: list[tuple[int | None, WayOut]] = [*numbered, *([(None, found.together)] if found.together else [])]
    for place, (number, way) in enumerate(pairs, 1):
        for one in way.limits:
            rows.append((
                "all" if number is None else str(number), place, FAMILY[one.family].title,
                whose_told(found, one.family, one.whose).removeprefix(" of ").removeprefix(": "),
                "" if one.year is None else found.style.text(one.year), one.number, one.moved, one.amount,
                found.currency if FAMILY[one.family].unit is Unit.MONEY else str(FAMILY[one.family].unit), one.share,
                *_at(one.at, saved, found.style),
                *((None, None) if way.glance is None else (way.glance.coverage[-1], sum(way.glance.missing))),
            ))
        pinned = {at: number for at, number in way.cells.items() if at not in {one.at for one in way.limits}}
        for at, number_typed in pinned.items():
            rows.append((
                "all" if number is None else str(number), place, "As it was", at.row, "", number_typed, number_typed, 0.0,
                "", 0.0, *_at(at, saved, found.style), None, None,
            ))
    last = next((found.style.text(way.glance.years[-1]) for way in _ways(found) if way.glance is not None), "")
    return FindingsTable("ways", "What would end it", (
        Heading("set", "Set", Form.TEXT, "The set that it ends; all for the least change of all limits."),
        Heading("way", "Way", Form.NUMBER, "Rows with one number are one change."),
        Heading("limit", "Limit", Form.TEXT, "What gives way."),
        Heading("whose", "Whose", Form.TEXT, "Whose limit it is."),
        Heading("year", "Year", Form.YEAR, "The year in which it gives way; blank for all years."),
        Heading("now", "Now", Form.VALUE, "What stands in the cell; blank where no single cell says the limit."),
        Heading("then", "Then", Form.VALUE, "What would do there, rounded the way it gives way."),
        Heading("gives", "Gives way by", Form.VALUE, "By how much it gives way, unrounded.", shown=False),
        Heading("unit", "Unit", Form.TEXT, "Unit of what it gives way by.", shown=False),
        Heading("share", "Of itself", Form.SHARE, "The same as a share of the limit: what is made least."),
        *_AT,
        Heading("coverage", f"Coverage in {last}" if last else "Coverage", Form.SHARE,
                "Share of needs that the plan with it covers in the "
                "last year shown; blank where no plan was found."),
        Heading("missing", "Unpaid or unsupported", Form.MONEY, "What that plan leaves unpaid or unsupported over all "
                "years shown, at current prices."),
    ), tuple(rows), "Every change was tried: the case was planned again with it.")


def _method() -> tuple[str, ...]:
    return (
        "Limits of the earliest year that fails are looked at first: hard limits of later years are left out. Of several "
        "sets the smallest is told, with the fewest limits that can be moved; there may be others, and smaller ones. For "
        "further sets all limits of the ones before that are marked as hard are left out in all years.",
        "Each set is solved once more: its rows cannot hold together, and without any one of them the others can.",
        "The least change makes the sum of all shares least by which limits give way, each measured by itself: one per "
        "cent of a limit counts the same, whichever it is and in whichever year. A limit of nothing is measured by the "
        "people, units or money that the case begins with, a rule by what it asks in the base year, and promotion and "
        "retrenchment by their rate times the opening strength.",
    )
