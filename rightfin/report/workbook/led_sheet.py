"""A sheet for people: every text that is written to it is led, whichever way it is written."""

from __future__ import annotations

from typing import Any

from xlsxwriter.worksheet import Worksheet

from rightfin.report.words.bidi import led


class LedSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet in which names that are read from right to left stand by themselves, see ``led``."""

    def __init__(self) -> None:
        super().__init__()
        self.add_write_handler(str, _written)

    def write_string(self, row: int, col: int, string: str, cell_format: Any = None) -> int:
        """Write a text; returns as XlsxWriter's own does."""
        return int(super().write_string(row, col, led(string), cell_format))

    def write_url(
        self, row: int, col: int, url: str, cell_format: Any = None, string: str | None = None, tip: str | None = None
    ) -> int:
        """Write a link under a text; returns as XlsxWriter's own does."""
        return int(super().write_url(row, col, url, cell_format, None if string is None else led(string), tip))


def _written(sheet: LedSheet, row: int, column: int, text: str, *look: Any) -> int | None:
    """Write a text that comes by ``write`` or ``merge_range``; an empty one is left to them, who write a blank."""
    return sheet.write_string(row, column, text, *look) if text else None
