"""A table of a page that visitors type into: what can be used changes what is looked at, the rest stays in the table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st

from rightfin.case import CaseError, Issue
from rightfin.ui.inert import for_download
from rightfin.ui.mistakes import acting
from rightfin.ui.parts import refusals

Texts = Mapping[str, str]
"""What stands in the column that is typed into, by row."""


@dataclass(frozen=True)
class Refused:
    """What was typed and cannot be used, by row, and why; ``beside`` is what stood in all rows then, once that is drawn."""

    texts: Texts = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    beside: Texts | None = None


@dataclass(frozen=True)
class TypedTable:
    """A table with one column to type into; ``name`` is its place in the visitor's own session.

    What stands in it is what is looked at, and what was refused until it is typed anew, or what is looked at changes.
    """

    name: str
    column: str

    def draw(
        self, key: str, standing: Texts, frame_of: Callable[[Texts], pd.DataFrame], take: Callable[[Texts], Refused],
        columns: Mapping[str, Any],
    ) -> None:
        """Draw the table of the choice with this key, and what was refused of what was typed into it.

        ``standing`` are the texts of what is looked at; ``frame_of`` makes the table that is drawn. ``take`` is given all
        texts when one is typed, takes up those that can be used, and returns the others.
        """
        refused = self._refused(key, standing)
        wanted = {**standing, **refused.texts}
        turn: int = st.session_state.setdefault(f"{self.name}_turn", 0)
        if self._texts(self._widget(key, turn), tuple(standing)) not in (None, wanted):
            turn = st.session_state[f"{self.name}_turn"] = turn + 1  # another key makes a table without what was typed
        widget = self._widget(key, turn)
        if widget not in st.session_state or self._place not in st.session_state:
            st.session_state[self._place] = frame_of(wanted)
        frame: pd.DataFrame = st.session_state[self._place]
        st.data_editor(
            for_download(frame), key=widget, hide_index=True, num_rows="fixed", height="content", width="content",
            disabled=[name for name in frame.columns if name != self.column], column_config=columns,
            on_change=self._typed, args=(key, widget, tuple(standing), take),
        )
        if refused.issues:
            refusals(CaseError(refused.issues))
            st.warning("What you typed is kept in the table. The answer is that without it.")

    def clear(self) -> None:
        """Forget what was refused."""
        st.session_state.pop(f"{self.name}_refused", None)

    @property
    def has_refused(self) -> bool:
        """Whether something stands in the table that drew last that was refused."""
        return f"{self.name}_refused" in st.session_state and bool(st.session_state[f"{self.name}_refused"][1].texts)

    @property
    def _place(self) -> str:
        return f"{self.name}_frame"

    def _widget(self, key: str, turn: int) -> str:
        return f"{self.name}_{key[:16]}_{turn}"

    def _texts(self, widget: str, rows: tuple[str, ...]) -> dict[str, str] | None:
        """Return what stands in the table as the visitor sees it, without blanks around it; ``None`` if it is not drawn."""
        if widget not in st.session_state or self._place not in st.session_state:
            return None
        found = st.session_state[self._place][self.column].tolist()
        for place, typed in st.session_state[widget]["edited_rows"].items():
            if self.column in typed:
                found[int(place)] = typed[self.column]
        return {row: text.strip() if isinstance(text, str) else "" for row, text in zip(rows, found, strict=True)}

    @acting
    def _typed(self, key: str, widget: str, rows: tuple[str, ...], take: Callable[[Texts], Refused]) -> None:
        """Take up what was typed."""
        texts = self._texts(widget, rows)
        if texts is not None:
            st.session_state[f"{self.name}_refused"] = key, take(texts)

    def _refused(self, key: str, standing: Texts) -> Refused:
        """Return what was refused of what is looked at now."""
        kept: tuple[str, Refused] | None = st.session_state.get(f"{self.name}_refused")
        if kept is None or kept[0] != key or kept[1].beside not in (None, standing):
            self.clear()
            return Refused()
        found = Refused(kept[1].texts, kept[1].issues, dict(standing))
        st.session_state[f"{self.name}_refused"] = key, found
        return found
