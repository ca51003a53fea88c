"""The version of the template, as the guide of a workbook says it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rightfin.case.reading.raw import RawCell
from rightfin.schema.versions import VERSION

VERSION_CELL = "A2"
_TEXT = re.compile(r"\s*template version ([0-9]{1,4})\s*", re.IGNORECASE)


def version_text() -> str:
    """Return how the guide states the version that is written now."""
    return f"Template version {VERSION}"


def version_in(rows: Iterable[tuple[int, tuple[RawCell, ...]]]) -> int:
    """Return the version of the template that the rows of a guide state; 1, which did not state it, if they state none."""
    for _, cells in rows:
        for cell in cells:
            found = _TEXT.fullmatch(cell) if isinstance(cell, str) else None
            if found:
                return int(found[1])
    return 1
