"""What may be chosen: the starts of each programme, and rows over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

State = int | None
"""A year in which a programme starts, or ``None``: it is declined."""

Calendar = Mapping[str, State]
"""The state of every programme, by name."""


@dataclass(frozen=True)
class StartChoice:
    """A programme and the states that it may have, at least one; the first is the one that others are compared with."""

    programme: str
    states: tuple[State, ...]


@dataclass(frozen=True)
class ChoiceRow:
    r"""A rule over starts: $\sum_{p,s} a_{p,s}\,z_{p,s} \le b$, where $z_{p,s}$ says whether $p$ has the state $s$."""

    name: str
    terms: Mapping[tuple[str, State], float]
    upper: float


def first_states(choices: tuple[StartChoice, ...]) -> dict[str, State]:
    """Return the calendar in which every programme has its first state."""
    return {choice.programme: choice.states[0] for choice in choices}
