"""The version of the template, as the guide of a workbook says it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from rightfin.case.raw import Cell
from rightfin.io.layout import GUIDE
from rightfin.io.workbook_cells import Tally
from rightfin.io.workbook_parts import read_parts
from rightfin.io.workbook_read import read_sheet
from rightfin.io.workbook_safety import opened
from rightfin.schema.versions import VERSION

VERSION_CELL = "A2"
_TEXT = re.compile(r"\s*template version ([0-9]{1,4})\s*", re.IGNORECASE)


def version_text() -> str:
    """Return how the guide states the version that is written now."""
    return f"Template version {VERSION}"


def template_version(path: str | Path) -> int | None:
    """Return the version of the template from which a workbook was made; ``None`` if it has no guide.

    A guide without a version is one of version 1, which did not state it. Raises ``CaseError`` if the file is no
    harmless workbook.
    """
    file = Path(path)
    with opened(file) as archive:
        tally = Tally(file.name)
        parts = read_parts(archive, tally)
        for place in parts.sheets:
            if place.title.strip().lower() == GUIDE and place.part:
                return version_in(read_sheet(archive, place, parts, tally).rows)
    return None


def version_in(rows: Iterable[tuple[int, tuple[Cell, ...]]]) -> int:
    """Return the version that the rows of a guide state, 1 if they state none."""
    for _, cells in rows:
        for cell in cells:
            found = _TEXT.fullmatch(cell) if isinstance(cell, str) else None
            if found:
                return int(found[1])
    return 1
