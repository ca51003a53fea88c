"""How the donors that leave are spoken of: one of them is *it*, several are *they*."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.study.exits.leaving import Leaving


@dataclass(frozen=True)
class Pronouns:
    """The words for those that leave, and the verbs that go with them."""

    they: str
    them: str
    their: str
    stay: str
    leave: str
    these_donors: str


_ONE = Pronouns("it", "it", "its", "stays", "leaves", "this donor")
_MANY = Pronouns("they", "them", "their", "stay", "leave", "these donors")


def pronouns(leaving: Leaving) -> Pronouns:
    """Return the words for the donors that leave."""
    return _ONE if len(leaving.donors) == 1 else _MANY


def whose_money(leaving: Leaving) -> str:
    """Return whose money and ``exit_year`` the convention of a table speaks of."""
    owner = "the donor's" if len(leaving.donors) == 1 else "the donors'"
    return f"{owner} money, and {pronouns(leaving).their} exit_year"
