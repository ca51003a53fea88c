"""A case that is being edited: how it was opened, what was done, and what was undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from rightfin.editing.edits import EditStep, RowAdded, edits_between, typed_case
from rightfin.editing.sheets import TypedCase, TypedSheet


@dataclass(frozen=True)
class Draft:
    """A case as it was opened with the steps that were made since, and those that were undone, the last one first.

    What cannot be read is kept as it is typed, and can be edited, saved and undone like anything else.
    """

    base: TypedCase
    done: tuple[EditStep, ...] = ()
    undone: tuple[EditStep, ...] = ()

    @cached_property
    def now(self) -> TypedCase:
        """All tables as they are typed now."""
        return typed_case(self.base, (edit for step in self.done for edit in step))

    def with_step(self, step: EditStep) -> Draft:
        """Return the draft with one more step; then nothing can be redone. A step without edits is none."""
        return replace(self, done=(*self.done, step), undone=()) if step else self

    def with_sheet(self, sheet: TypedSheet) -> Draft:
        """Return the draft with one more step that makes a table what is given."""
        return self.with_step(edits_between(self.now.sheets[sheet.name], sheet))

    def undo(self) -> Draft:
        """Return the draft without its last step; the draft itself if there is none."""
        if not self.done:
            return self
        return replace(self, done=self.done[:-1], undone=(self.done[-1], *self.undone))

    def redo(self) -> Draft:
        """Return the draft with the step that was undone last; the draft itself if there is none."""
        if not self.undone:
            return self
        return replace(self, done=(*self.done, self.undone[0]), undone=self.undone[1:])

    def next_row(self, table: str) -> int:
        """Return the number of the next row that is added to a table: no row of it ever had it, undone ones included."""
        steps = (*self.done, *self.undone)
        added = (edit.row for step in steps for edit in step if isinstance(edit, RowAdded) and edit.table == table)
        standing = (row.number for row in self.base.sheets[table].rows)
        return max((*added, *standing), default=FIRST_ROW - 1) + 1


FIRST_ROW = 2
"""The number of the first row of a table that was empty: below its headings."""
