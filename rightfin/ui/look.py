"""How all pages look: room at the top, headings, and lines no longer than an eye follows."""

from __future__ import annotations

import streamlit as st

_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding-top: 3.5rem; padding-bottom: 4rem; }
[data-testid="stMain"] h1 { font-size: 1.9rem; padding: 0.4rem 0 0.5rem; }
[data-testid="stMain"] h2 { font-size: 1.45rem; padding: 0.4rem 0 0.5rem; }
[data-testid="stMain"] h3 { font-size: 1.2rem; padding: 0.5rem 0 0.4rem; }
[data-testid="stMain"] [data-testid="stMarkdownContainer"] :is(p, li) { max-width: 75ch; }
</style>
"""


def draw() -> None:
    """Draw nothing that is seen by itself."""
    st.html(_STYLE)
