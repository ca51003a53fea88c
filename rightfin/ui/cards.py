"""The cases that come with the program, as cards: shown where no case is chosen yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import streamlit as st

from rightfin.case import Case
from rightfin.case.resolve import planning_years, resolved_settings, style_of_case
from rightfin.report.words.wording import span_of
from rightfin.ui.inert import plain, titled
from rightfin.ui.mistakes import acting

_ACROSS = 3


@dataclass(frozen=True)
class Card:
    """What a card says of a case: the name to choose it by, its title, and a line on what it holds."""

    name: str
    title: str
    text: str


def card_of(name: str, case: Case) -> Card:
    """Return the card of a case; raises ``CaseError`` where its years cannot be read."""
    settings = resolved_settings(case)
    years = style_of_case(case).all(planning_years(case))
    counts = [_counted(len(case.records(table)), one, many) for table, one, many in (
        ("institutions", "institution", "institutions"), ("donors", "donor", "donors"))]
    scenarios = len({row["scenario"] for row in case.records("scenarios")})
    counts.append(_counted(scenarios, "scenario", "scenarios"))
    return Card(name, str(settings["title"]), f"{span_of(years)}, in {settings['currency']}: {', '.join(counts)}.")


def _counted(number: int, one: str, many: str) -> str:
    return f"{number or 'no'} {one if number == 1 else many}"


def draw_cards(cards: Iterable[Card], choose: Callable[[str], None]) -> None:
    """Draw cards beside one another, each with a button that chooses its case."""
    found = list(cards)
    for start in range(0, len(found), _ACROSS):
        for column, card in zip(st.columns(_ACROSS, border=True), found[start:start + _ACROSS], strict=False):
            with column:
                st.markdown(f"**{titled(card.title)}**")
                st.caption(plain(card.text))
                st.button("Open", key=f"open_{card.name}", on_click=acting(choose), args=(card.name,))
