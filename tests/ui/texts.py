"""What a page says, for tests."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def written(app: AppTest) -> str:
    """Return the texts of a page; warnings, errors and captions are none."""
    return "\n".join(element.value for element in app.main.markdown).replace("\\", "")
