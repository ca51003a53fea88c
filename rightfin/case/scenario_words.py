"""How the scenarios of a case read in a list: their titles, and what their notes say."""

from __future__ import annotations

import re

from rightfin.case.case import Case
from rightfin.case.scenario import scenario_names

_MADE = re.compile(r"without_.+_from_.+")
"""How a scenario is called in which a donor leaves from a year on; see ``study.exits.laid``."""


def scenario_titles(case: Case) -> dict[str, str]:
    """Return the name of each scenario as it reads in a list: as it is typed, since *un_hub* is no *Un hub*.

    One that was made for a donor who leaves, which nobody typed, reads *Without friends from 2023*.
    """
    return {name: _capital(name.replace("_", " ")) if _MADE.fullmatch(name) else name for name in scenario_names(case)}


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def scenario_notes(case: Case) -> dict[str, str]:
    """Return what the notes of each scenario say, each note once; empty where there is none."""
    found: dict[str, dict[str, None]] = {name: {} for name in scenario_names(case)}
    for row in case.records("scenarios"):
        if row["scenario"] is not None and row.get("note"):
            found[str(row["scenario"])][str(row["note"]).strip()] = None
    return {name: " ".join(notes) for name, notes in found.items()}
