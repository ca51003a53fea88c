"""How the scenarios of a case read in a list: their titles, and what their notes say."""

from __future__ import annotations

from rightfin.case.case import Case
from rightfin.case.scenario import scenario_names


def scenario_titles(case: Case) -> dict[str, str]:
    """Return the name of each scenario as it reads in a list."""
    words = {name: name.replace("_", " ") for name in scenario_names(case)}
    return {name: text[:1].upper() + text[1:] for name, text in words.items()}


def scenario_notes(case: Case) -> dict[str, str]:
    """Return what the notes of each scenario say, each note once; empty where there is none."""
    found: dict[str, dict[str, None]] = {name: {} for name in scenario_names(case)}
    for row in case.records("scenarios"):
        if row["scenario"] is not None and row.get("note"):
            found[str(row["scenario"])][str(row["note"]).strip()] = None
    return {name: " ".join(notes) for name, notes in found.items()}
