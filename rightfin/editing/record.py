"""A draft as text, the case as it was opened and the steps since: a session that ends can go on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, replace
from types import MappingProxyType
from typing import Any

from rightfin.case.exchange.trail import Save, Trail
from rightfin.case.reading.raw import RawCell
from rightfin.editing.draft import Draft
from rightfin.editing.edits import CaseMerged, CellTyped, Edit, EditStep, RowAdded, RowDeleted
from rightfin.editing.sheets import SheetRow, TypedCase, TypedSheet
from rightfin.schema import BY_NAME

_CELL, _ADDED, _DELETED, _MERGED = "cell", "added", "deleted", "merged"


class RecordError(ValueError):
    """A text that is no record of steps; what it says is a sentence."""


def steps_text(draft: Draft) -> str:
    """Return the steps of a draft, done and undone, as one line of JSON; the same steps give the same text."""
    said = {"done": [_step(step) for step in draft.done], "undone": [_step(step) for step in draft.undone]}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def draft_from(base: TypedCase, text: str) -> Draft:
    """Return a draft of a case with the steps that a text records; raises ``RecordError`` if it records none."""
    try:
        said: Any = json.loads(text)
        done, undone = (tuple(_read_step(step) for step in said[name]) for name in ("done", "undone"))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        raise RecordError("What was kept of the changes cannot be read.") from None
    return Draft(base, done, undone)


def base_text(base: TypedCase) -> str:
    """Return a case as it was opened as one line of JSON, rows with their numbers; the same case gives the same text."""
    def rows(sheet: TypedSheet) -> list[list[object]]:
        return [[row.number, dict(row.cells), dict(row.unread)] for row in sheet.rows]

    said = {
        "sheets": [[name, [list(pair) for pair in sheet.own], rows(sheet)]
                   for name, sheet in base.sheets.items() if sheet.rows or sheet.own],
        "trail": _saves(base.trail), "parents": base.parents and list(base.parents),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def base_from(text: str) -> TypedCase:
    """Return the case that a text records; raises ``RecordError`` if it records none."""
    try:
        said: Any = json.loads(text)
        sheets = [_sheet(*one) for one in said["sheets"]]
        parents = said["parents"]
        trail = tuple(Save(*map(str, save)) for save in said["trail"])
        return replace(TypedCase.of(sheets, trail), parents=None if parents is None else (str(parents[0]), str(parents[1])))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
        raise RecordError("What was kept of the case cannot be read.") from None


def _sheet(name: str, own: Any, rows: Any) -> TypedSheet:
    if name not in BY_NAME:
        raise ValueError(name)
    found = [
        SheetRow(int(number), MappingProxyType({str(column): _cell(value) for column, value in cells.items()}),
                 MappingProxyType({str(column): str(told) for column, told in unread.items()}))
        for number, cells, unread in rows
    ]
    return TypedSheet(name, tuple(found), tuple((str(one), str(heading)) for one, heading in own))


def _saves(trail: Trail) -> list[list[str]]:
    return [list(astuple(save)) for save in trail]


def _step(step: EditStep) -> list[list[object]]:
    return [_edit(edit) for edit in step]


def _edit(edit: Edit) -> list[object]:
    if isinstance(edit, CellTyped):
        return [_CELL, edit.table, edit.row, edit.column, edit.old, edit.new]
    if isinstance(edit, CaseMerged):
        return [_MERGED, _saves(edit.trail), edit.ours, edit.theirs]
    return [_ADDED if isinstance(edit, RowAdded) else _DELETED, edit.table, edit.row, [list(pair) for pair in edit.cells]]


def _read_step(said: Sequence[Sequence[Any]]) -> EditStep:
    return tuple(_read_edit(edit) for edit in said)


def _read_edit(said: Sequence[Any]) -> Edit:
    kind, *parts = said
    if kind == _MERGED:
        saves, ours, theirs = parts
        return CaseMerged(tuple(Save(*map(str, save)) for save in saves), str(ours), str(theirs))
    table, row, *rest = parts
    if table not in BY_NAME or not isinstance(row, int):
        raise ValueError(table)
    if kind == _CELL:
        column, old, new = rest
        return CellTyped(table, row, str(column), _cell(old), _cell(new))
    (cells,) = rest
    found = tuple((str(column), _cell(value)) for column, value in cells)
    if kind == _ADDED:
        return RowAdded(table, row, found)
    if kind == _DELETED:
        return RowDeleted(table, row, found)
    raise ValueError(kind)


def _cell(value: object) -> RawCell:
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    raise ValueError(value)
