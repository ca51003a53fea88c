"""A small case with reform programmes, for the page about reform."""

from __future__ import annotations

from pipeline import MILLION, Row, donor, macro, tiny_case

from rightfin.case import Case

PROGRAMMES: list[Row] = [
    {"programme": "vetting", "name": "Vetting of the army", "institution": "army", "phase": "preparatory", "years": 2,
     "start": 2021},
    {"programme": "academy", "name": "Academy", "institution": "army", "years": 2, "start": 2023, "latest": 2025},
    {"programme": "radio", "name": "Army radio", "institution": "army", "years": 1},
]


def reform_case(settings: Row | None = None, **tables: list[Row]) -> Case:
    """Return a case of six years (2021 to 2026): an academy after vetting, and a radio that excludes it.

    The academy makes soldiers do half as much again from its second year on. The army carries two programmes at once.
    """
    found: dict[str, list[Row]] = {
        "macro": macro(24.0),
        "institutions": [{"institution": "army", "name": "National army", "sector": "defence", "at_once": 2}],
        "programmes": PROGRAMMES,
        "programme_costs": [
            {"programme": "vetting", "category": "operations", "item": "panels", "year": 1, "to": 2, "amount": MILLION},
            {"programme": "academy", "category": "capital", "item": "building", "year": 1, "amount": 2 * MILLION},
            {"programme": "academy", "category": "operations", "item": "teachers", "year": 2, "amount": MILLION / 2,
             "goes_on": True},
        ],
        "programme_effects": [{"programme": "academy", "kind": "effect", "on": "soldier/war", "gain": 0.5, "after": 1}],
        "programme_order": [
            {"programme": "academy", "rule": "after", "other": "vetting"},
            {"programme": "radio", "rule": "excludes", "other": "academy"},
        ],
        **donor(2.0),
    }
    return tiny_case(settings, **{**found, **tables})
