"""From which year on the force must be one that can be kept up for good, as a case says it."""

from __future__ import annotations

from rightfin.case.case import Case, is_number
from rightfin.case.resolve import base_and_end, filled, resolved_settings
from rightfin.schema import style_of

AT_EXIT, NEVER = "exit", "never"
"""Words for the first year without donors who leave, and for none."""


def sustained_from(case: Case) -> int | None:
    """Return the first year in which the force must be one that can be kept up; ``None`` where no year asks for it.

    ``exit`` is the year after the last in which a donor that leaves may pay, which is the last year shown at the latest, or
    the first planned year where all have left before; where nobody leaves it is none. A text that is no year as the case
    writes them, which checks refuse, is none.
    """
    found = resolved_settings(case)
    text = str(found["sustained_from"] or NEVER).strip()
    if text == AT_EXIT:
        years = [int(float(str(year))) for row in filled(case, "donors") if is_number(year := row["exit_year"])]
        base, end = base_and_end(case)
        return max(base, min(max(years), end)) + 1 if years else None
    return style_of(found["year_form"]).year_of(text)
