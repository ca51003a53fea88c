"""Another version of the case brought into a draft: what both changed differently is settled first, then it is one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, Key, key_text
from rightfin.case.cell import Fault, read_cell
from rightfin.case.exchange.difference import Difference, column_of, difference
from rightfin.case.exchange.merge import Conflict, Merged, merge, side_text
from rightfin.case.exchange.settle import settle
from rightfin.case.issue import CaseError, Issue
from rightfin.case.reading.raw import RawCell, RawRow, RawTable
from rightfin.case.resolve import style_of_case
from rightfin.editing.checking import check_draft
from rightfin.editing.draft import Draft
from rightfin.editing.edits import CaseMerged, CellTyped, Edit, EditStep, RowAdded, RowDeleted, edits_between, pairs
from rightfin.editing.opening import draft_of
from rightfin.editing.sheets import TypedCase, letters
from rightfin.reading import Saved
from rightfin.schema import BY_NAME, CONFLICTS, Kind, Value, YearStyle

OURS, THEIRS, BEFORE, TYPED = "ours", "theirs", "before", "typed"
"""What may be taken where two versions differ: what stands here, what the other says, what both began with, or a text."""

_SIDES = {OURS: "a", THEIRS: "b", BEFORE: "base", TYPED: "base"}


@dataclass(frozen=True)
class Taking:
    """What is taken in one conflict; ``text`` is what was typed, where that is taken."""

    side: str
    text: str = ""


@dataclass(frozen=True)
class VersionJoin:
    """A draft and another version beside each other: what is taken from both, and what is left to settle.

    ``is_known`` says whether the other's trail shows that it was made from the case that both are compared with.
    """

    ours: Case
    theirs: Saved
    merged: Merged
    is_known: bool

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The cells and rows that both changed in different ways."""
        return self.merged.conflicts


def joining(draft: Draft, theirs: Saved, before: Case | None = None) -> VersionJoin:
    """Return what a draft and another version say together.

    ``before`` is the case from which both were made, by default the one that was opened here. Raises ``CaseError`` if the
    draft, or the case as it was opened, has errors: what cannot be read cannot be compared.
    """
    ours = check_draft(draft, try_scenarios=False)
    if ours.errors:
        raise CaseError([Issue("mend_first", "This case has errors, and what cannot be read cannot be compared.",
                               "Mend them, then bring the other version in.")])
    opened = check_draft(Draft(draft.base), try_scenarios=False)
    if before is None and opened.errors:
        raise CaseError([Issue("no_base", "The case had errors when it was opened here: nothing shows what changed.",
                               "Upload the case from which both versions were made as well.")])
    base = opened.case if before is None else before
    known = base.digest in {save.digest for save in theirs.trail}
    return VersionJoin(ours.case, theirs, merge(base, ours.case, theirs.case), known)


def joined(draft: Draft, asked: VersionJoin, takings: Mapping[int, Taking]) -> Draft:
    """Return the draft with the other version brought in, as one step; ``takings`` settle conflicts by their place.

    Raises ``CaseError`` with an issue for each conflict that is not settled, and for each text that cannot be read.
    """
    merged = _settled(asked.merged, takings)
    step = edits_to(draft, asked.ours, merged)
    return draft.with_step((CaseMerged(asked.theirs.trail, asked.ours.digest, asked.theirs.case.digest), *step))


def sides(conflict: Conflict) -> dict[str, str]:
    """Return what each side of a conflict says, as people read it."""
    of_row = not conflict.column
    return {OURS: side_text(conflict.a, of_row=of_row), THEIRS: side_text(conflict.b, of_row=of_row),
            BEFORE: side_text(conflict.base, of_row=of_row)}


def _settled(merged: Merged, takings: Mapping[int, Taking]) -> Case:
    issues: list[Issue] = []
    typed: list[tuple[str, Key, str, Value]] = []
    for place, conflict in enumerate(merged.conflicts):
        taking = takings.get(place)
        if taking is None:
            issues.append(_issue(conflict, "unsettled", "Both versions changed this, and nobody has chosen.",
                                 "Choose what is to stand here."))
        elif taking.side == TYPED:
            found = _read(conflict, taking.text)
            if isinstance(found, Fault):
                issues.append(_issue(conflict, found.code, found.message, found.remedy))
            else:
                typed.append((conflict.table, conflict.key, conflict.column, found))
    if issues:
        raise CaseError(issues)
    case, left = settle(merged.case, [_lines(merged.conflicts, takings)] if merged.conflicts else [])
    if left:
        raise CaseError(left)
    for table, key, column, value in typed:
        case = case.with_cell(table, key, column, value)
    return case


def _read(conflict: Conflict, text: str) -> Value | Fault:
    if not conflict.column:
        return Fault("whole_row", "A whole row cannot be typed here.", "Take one side, and type into the row afterwards.")
    return read_cell(text, column_of(BY_NAME[conflict.table], conflict.key, conflict.column))


def _lines(conflicts: tuple[Conflict, ...], takings: Mapping[int, Taking]) -> RawTable:
    """Return choices as the table in which a workbook would make them."""
    names = tuple(column.name for column in CONFLICTS.columns)
    rows = []
    for place, conflict in enumerate(conflicts):
        record = {**conflict.record(), "take": _SIDES[takings[place].side]}
        rows.append(RawRow(place + 2, tuple(record[name] for name in names)))
    return RawTable(CONFLICTS.name, names, letters(len(names)), tuple(rows), "{table}!{column}{row}")


def _issue(conflict: Conflict, code: str, message: str, remedy: str) -> Issue:
    return Issue(code, message, remedy, conflict.table, conflict.row, conflict.column)


def edits_to(draft: Draft, now: Case, wanted: Case) -> EditStep:
    """Return the edits after which a draft that says ``now`` says ``wanted``; rows that stay keep their numbers."""
    style = style_of_case(wanted)
    if style is not style_of_case(now):  # all years are typed otherwise then
        return _all_edits(draft.now, draft_of(wanted).now)
    return tuple(_edits(draft, difference(now, wanted), style))


def _all_edits(now: TypedCase, wanted: TypedCase) -> EditStep:
    return tuple(edit for name, sheet in wanted.sheets.items() for edit in edits_between(now.sheets[name], sheet))


def _edits(draft: Draft, found: Difference, style: YearStyle) -> list[Edit]:
    positions = check_draft(draft, try_scenarios=False).positions
    rows = {name: dict(places.rows) for name, places in positions.items()}
    cells = {(name, row.number): row.cells for name, sheet in draft.now.sheets.items() for row in sheet.rows}
    edits: list[Edit] = []
    for one in found.removed:
        number = rows[one.table].pop(one.row)
        if BY_NAME[one.table].entries:  # all settings and series stay listed
            rows[one.table][one.row] = number
            edits += [CellTyped(one.table, number, column, cells[one.table, number].get(column), None)
                      for column, _ in one.cells]
        else:
            edits.append(RowDeleted(one.table, number, pairs(cells[one.table, number])))
    following = {one.table: draft.next_row(one.table) for one in found.added}
    for one in found.added:
        typed = {column: typed_value(one.table, one.key, column, value, style) for column, value in one.cells}
        number = rows.get(one.table, {}).get(one.row, -1)
        if number >= 0:
            edits += [CellTyped(one.table, number, column, cells[one.table, number].get(column), value)
                      for column, value in typed.items()]
            continue
        key = {part: typed_value(one.table, one.key, part, value, style)
               for part, value in zip(BY_NAME[one.table].key, one.key, strict=True)}
        edits.append(RowAdded(one.table, following[one.table], pairs({**key, **typed})))
        following[one.table] += 1
    for cell in found.changed:
        number = rows[cell.table][key_text(cell.key)]
        edits.append(CellTyped(cell.table, number, cell.column, cells[cell.table, number].get(cell.column),
                               typed_value(cell.table, cell.key, cell.column, cell.new, style)))
    return edits


def typed_value(table: str, key: Key, column: str, value: Value, style: YearStyle) -> RawCell:
    """Return a value as it is typed into its cell: a year as the case writes it."""
    if style is YearStyle.PLAIN or not isinstance(value, int) or isinstance(value, bool):
        return value
    return style.text(value) if column_of(BY_NAME[table], key, column).kind is Kind.YEAR else value
