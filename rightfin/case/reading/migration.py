"""Tables of an older template brought up to date, with a list of what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rightfin.case.cell import as_text, is_blank
from rightfin.case.issue import Issue, Severity
from rightfin.case.reading.header import normal
from rightfin.case.reading.names import table_name
from rightfin.case.reading.raw import RawRow, RawTable
from rightfin.schema import READABLE
from rightfin.schema.versions import CHANGES, HELP_IN_NOTE, VERSION, Change, ChangeKind


def bring_up_to_date(
    raw: Sequence[RawTable], version: int | None, changes: Iterable[Change] = CHANGES, now: int = VERSION
) -> tuple[tuple[RawTable, ...], tuple[Issue, ...]]:
    """Return raw tables as the present template has them, and one warning that lists what changed.

    ``version`` is that of the template from which the tables come; ``None`` if they come from none, in which case
    nothing is done and nothing said. Renamed tables and columns get their new names, as long as nothing stands there
    under these already; addresses of cells stay those of the file. Removed tables and columns that hold something are
    named in the warning. A version above ``now`` gives a warning that says so.
    """
    if version is None or version == now:
        return tuple(raw), ()
    if version > now:
        return tuple(raw), (_warning(
            f"The workbook was made from template version {version}; this program knows versions up to {now}.",
            "Update rightfin, or check with care what it says about unknown tables and columns."),)
    newer = sorted((change for change in changes if version < change.version <= now), key=lambda change: change.version)
    tables, said = tuple(raw), list[str]()
    for change in newer:
        tables, sentence = _apply(tables, change)
        said.append(sentence)
    if version < 2 <= now:
        tables = tuple(_without_help(table) for table in tables)
    listed = " ".join(f"({number}) {sentence}" for number, sentence in enumerate(said, start=1))
    return tables, (_warning(
        f"The workbook was made from template version {version}; version {now} is written now. "
        f"What changed: {listed or 'nothing that is read.'}",
        "Nothing needs to be done. To get the present template with the same content, run: rightfin convert."),)


def _warning(message: str, remedy: str) -> Issue:
    return Issue("template_version", message, remedy, severity=Severity.WARNING)


def _apply(tables: tuple[RawTable, ...], change: Change) -> tuple[tuple[RawTable, ...], str]:
    """Return the tables after one change, and the sentence that tells of it."""
    place = f"{change.table}, column {change.column}" if change.column else change.table
    if change.kind is ChangeKind.RENAMED:
        if change.column:
            changed = tuple(_renamed_column(table, change) for table in tables)
        else:
            taken = any(_name(table) == change.what for table in tables)
            changed = tables if taken else tuple(
                _renamed(table, change.what) if _name(table) == change.table else table for table in tables)
        return changed, f"{place}: is now called {change.what}."
    if change.kind is ChangeKind.REMOVED:
        lost = _held(tables, change)
        note = " What the workbook holds there is not read." if lost else ""
        return _removed(tables, change), f"{place}: removed. {change.what}{note}"
    return tables, f"{place}: {change.kind}. {change.what}"


def _name(table: RawTable) -> str:
    return table_name(table.name)


def _renamed(table: RawTable, name: str) -> RawTable:
    """Return a table under its new name; cells are still called as the file calls them."""
    form = table.cell_form.replace("{table}", table.name.replace("{", "{{").replace("}", "}}"))
    return replace(table, name=name, cell_form=form)


def _renamed_column(table: RawTable, change: Change) -> RawTable:
    names = [normal(heading) for heading in table.header]
    if _name(table) != change.table or change.what in names:
        return table
    return replace(table, header=tuple(change.what if name == change.column else heading
                                       for name, heading in zip(names, table.header, strict=True)))


def _held(tables: Iterable[RawTable], change: Change) -> bool:
    """Return whether a table or column that was removed holds anything."""
    for table in tables:
        if _name(table) != change.table:
            continue
        places = [at for at, heading in enumerate(table.header) if not change.column or normal(heading) == change.column]
        if any(at < len(row.cells) and not is_blank(row.cells[at]) for row in table.rows for at in places):
            return True
    return False


def _removed(tables: tuple[RawTable, ...], change: Change) -> tuple[RawTable, ...]:
    """Return the tables without the one that was removed, or with its column marked as one for people."""
    if not change.column:
        return tuple(table for table in tables if _name(table) != change.table)
    return tuple(
        replace(table, header=tuple(f"# {heading}" if normal(heading) == change.column else heading
                                    for heading in table.header))
        if _name(table) == change.table else table
        for table in tables
    )


def _without_help(table: RawTable) -> RawTable:
    """Return settings or series without the help that the template of version 1 put into their notes."""
    known = READABLE.get(_name(table))
    names = [normal(heading) for heading in table.header]
    if known is None or not known.entries or HELP_IN_NOTE not in names or known.key[0] not in names:
        return table
    note, key = names.index(HELP_IN_NOTE), names.index(known.key[0])
    rows = []
    for row in table.rows:
        entry = known.entry(as_text(row.cells[key]).strip()) if key < len(row.cells) else None
        if entry is not None and note < len(row.cells) and as_text(row.cells[note]) == entry.help:
            row = RawRow(row.number, (*row.cells[:note], None, *row.cells[note + 1:]))
        rows.append(row)
    return replace(table, rows=tuple(rows))
