"""What the keyboard needs beyond what Streamlit gives: a ring around what has the focus, and a way into an open popover."""

from __future__ import annotations

import streamlit as st

_RING = """
<style>
[data-testid="stApp"] :is(a, button, summary, [role="tab"], [tabindex="0"]):focus-visible {
  outline: 3px solid #00598c; outline-offset: 2px; border-radius: 0.25rem;
}
[data-testid="stMain"]:focus-visible { outline: none }
</style>
"""

_INTO_POPOVERS = """
<script>
if (!window.rightfinKeys) {
  window.rightfinKeys = true
  const stops = "a[href], button:not([disabled]), input:not([disabled]), textarea, select, summary, [tabindex='0']"
  document.addEventListener("keydown", event => {
    if (event.key !== "Tab" || event.altKey || event.ctrlKey || event.metaKey) return
    const body = document.querySelector("[data-testid='stPopoverBody']")
    const button = document.querySelector("[data-testid='stPopoverButton'][aria-expanded='true']")
    if (!body || !button) return
    const inside = [...body.querySelectorAll(stops)].filter(one => one.checkVisibility({visibilityProperty: true}))
    if (!inside.length) return
    const at = document.activeElement, last = inside[inside.length - 1]
    if (at === button && !event.shiftKey) { inside[0].focus(); event.preventDefault() }
    else if (at === inside[0] && event.shiftKey) { button.focus(); event.preventDefault() }
    else if (at === last && !event.shiftKey) button.focus()  // and on to what follows it on the page
  }, true)
}
</script>
"""
"""Streamlit draws what is in a popover at the end of the page, where Tab comes last: this leads there from the button."""


def show_focus() -> None:
    """Draw nothing that is seen yet: the ring around what has the focus."""
    st.html(_RING)


def lead_into_popovers() -> None:
    """Draw nothing that is seen: what Tab does where a popover is open."""
    st.html(_INTO_POPOVERS, unsafe_allow_javascript=True)
