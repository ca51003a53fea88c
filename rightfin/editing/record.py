"""Steps of a draft as text, so that a session that ends can go on where it stopped."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from rightfin.case.exchange.trail import Save
from rightfin.case.reading.raw import RawCell
from rightfin.editing.draft import Draft
from rightfin.editing.edits import CaseMerged, CellTyped, Edit, EditStep, RowAdded, RowDeleted
from rightfin.editing.sheets import TypedCase
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


def _step(step: EditStep) -> list[list[object]]:
    return [_edit(edit) for edit in step]


def _edit(edit: Edit) -> list[object]:
    if isinstance(edit, CellTyped):
        return [_CELL, edit.table, edit.row, edit.column, edit.old, edit.new]
    if isinstance(edit, CaseMerged):
        return [_MERGED, [list(astuple(save)) for save in edit.trail], edit.ours, edit.theirs]
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
