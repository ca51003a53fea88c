"""How wide text runs on the pages: at most some 75 letters, however wide the window, so that the eye finds the next."""

from __future__ import annotations

import streamlit as st

_NARROW = """
<style>
[data-testid="stMain"] [data-testid="stMarkdownContainer"] > :is(p, ul, ol),
[data-testid="stMain"] [data-testid="stCaptionContainer"] > :is(p, ul, ol) { max-width: 66ch }
[data-testid="stMain"] :is(table, button, summary, label) :is(p, ul, ol) { max-width: none }
</style>
"""
"""A figure, which ``ch`` measures, is a seventh wider than letters are on average."""


def narrow_text() -> None:
    """Draw nothing that is seen: how wide text runs."""
    st.html(_NARROW)
