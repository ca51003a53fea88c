"""What the browser does when its server is there again: it asks for the page anew.

A server that was started anew knows nothing of a page that is still open, and would not understand the first thing that is
pressed on it. What is looked at stands in the link and the visit, so that the page that it draws is the same.
"""

from __future__ import annotations

import streamlit as st

_ASK_ANEW = """
<script>
if (!window.rightfinComesBack) {
  window.rightfinComesBack = true
  let lost = false
  new MutationObserver(() => {
    const state = document.querySelector("[data-testid='stApp']")?.dataset.testConnectionState
    if (state && state !== "CONNECTED") lost = true
    else if (state && lost) {
      lost = false
      document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "r", code: "KeyR", keyCode: 82, bubbles: true}))
    }
  }).observe(document.body, {subtree: true, attributes: true, attributeFilter: ["data-test-connection-state"]})
}
</script>
"""
"""The key R is Streamlit's own for drawing the page anew."""


def draw_anew_when_back() -> None:
    """Draw nothing that is seen: what the browser does once it has its server again."""
    st.html(_ASK_ANEW, unsafe_allow_javascript=True)
