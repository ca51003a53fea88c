"""A table of a page that visitors type into: what they typed stays when they look at another page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from rightfin.ui.inert import for_download

Texts = Mapping[str, str]
"""What stands in the column that is typed into, by row."""


@dataclass(frozen=True)
class TypedTable:
    """A table with one column to type into; ``name`` is its place in the visitor's own session.

    ``back`` is the button that brings the texts of the case back.
    """

    name: str
    column: str
    back: str

    def draw(
        self, key: str, standing: Texts, frame_of: Callable[[Texts], pd.DataFrame],
        typed_of: Callable[[pd.DataFrame], Texts], columns: Mapping[str, Any],
    ) -> Texts:
        """Draw the table of the choice with this key and return what stands in it.

        ``standing`` are the texts of the case; ``frame_of`` makes the table that is drawn, ``typed_of`` reads it.
        """
        turn = st.session_state.setdefault(f"{self.name}_turn", 0)
        widget, place = f"{self.name}_{key[:16]}_{turn}", f"{self.name}_frame"
        if widget not in st.session_state or place not in st.session_state:
            kept = st.session_state.get(f"{self.name}_typed")
            texts = kept[1] if kept is not None and kept[0] == key else standing
            st.session_state[place] = for_download(frame_of(texts))
        frame: pd.DataFrame = st.session_state[place]
        edited = st.data_editor(
            frame, key=widget, hide_index=True, num_rows="fixed", height="content", width="content",
            disabled=[name for name in frame.columns if name != self.column], column_config=columns,
        )
        typed = typed_of(edited)
        st.session_state[f"{self.name}_typed"] = (key, typed)
        st.button(self.back, key=f"{self.name}_back", on_click=self.clear, disabled=typed == standing)
        return typed

    def clear(self) -> None:
        """Let the texts of the case stand in the table when it is drawn next."""
        st.session_state[f"{self.name}_turn"] += 1  # another key makes another table, without what was typed
        st.session_state.pop(f"{self.name}_typed", None)

    def type(self, key: str, texts: Texts) -> None:
        """Let these texts stand in the table of the choice with this key when it is drawn next."""
        self.clear()
        st.session_state[f"{self.name}_typed"] = (key, texts)
