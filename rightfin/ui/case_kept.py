"""Drafts that outlast a session: kept with the visit, so that a reload and a restarted server give them back."""

from __future__ import annotations

import hashlib

from rightfin.editing.draft import Draft
from rightfin.editing.record import RecordError, base_from, base_text, draft_from, steps_text
from rightfin.ui import state
from rightfin.ui.case_desk import CaseDesk


def kept_draft(source: str) -> Draft | None:
    """Return the draft that the visit keeps of a source, ``None`` if it keeps none that can be read."""
    base, _, steps = (state.text(f"draft {source}") or "").partition("\n")
    opened = state.text(f"base {base}") if base else None
    if opened is None:
        return None
    try:
        return draft_from(base_from(opened), steps)
    except RecordError:
        return None


def keep_draft(own: CaseDesk) -> None:
    """Keep the draft that is looked at, if it is not the one that was kept last; one without steps is as its source."""
    draft, last = own.draft, own.kept.get(own.source)
    if draft is last or (last is None and not draft.done and not draft.undone):
        return
    if last is None or last.base is not draft.base:
        text = base_text(draft.base)
        own.base_names[own.source] = hashlib.sha256(text.encode()).hexdigest()
        state.keep_text(f"base {own.base_names[own.source]}", text)
    state.keep_text(f"draft {own.source}", f"{own.base_names[own.source]}\n{steps_text(draft)}")
    own.kept[own.source] = draft
