"""Years as visitors type them."""

from __future__ import annotations

import re

from rightfin.schema import FiscalYear


def year_typed(text: str, like: int) -> int | None:
    """Return the year that was typed, written as the year ``like`` is; ``None`` if it is none."""
    if isinstance(like, FiscalYear):
        return like.style.year_of(text)
    return int(text) if re.fullmatch(r"-?[0-9]{1,9}", text) else None
