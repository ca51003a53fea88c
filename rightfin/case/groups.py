"""Groups of cadres or of budget lines, as rules of composition name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.nearest import choose
from rightfin.schema import CATEGORIES, RECURRENT, SECTORS, Value

_LISTS = ("institution", "sector", "cadre", "category")
_FLAGS = ("civilian", "women")


@dataclass(frozen=True)
class Group:
    """What a group asks for; cadres or lines belong to it when they fit every field.

    A field that is ``None`` or false asks for nothing, so that ``Group()`` is everything.
    """

    institutions: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    named_cadres: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    civilian: bool = False
    women: bool = False

    def misfit(self, measure: str) -> str:
        """Return why the group cannot be measured in ``measure`` (strength, hires, cost), empty if it can."""
        terms = (("cadre", self.named_cadres is not None), ("civilian", self.civilian), ("women", self.women))
        of_people = " and ".join(word for word, used in terms if used)
        if measure == "cost" and of_people:
            return (
                f"{of_people} cannot be used where the measure is cost, because budget lines are kept by "
                "institution and category."
            )
        if measure != "cost" and self.categories is not None:
            return (
                f"category cannot be used where the measure is {measure}, because people have no category of "
                "cost."
            )
        return ""

    def cadres(self, case: Case) -> tuple[str, ...]:
        """Return the ids of the cadres in the group, in the order of the table.

        Raises ``ValueError`` for a group that only cost can be measured on.
        """
        reason = self.misfit("strength")
        if reason:
            raise ValueError(reason)
        fitting = set(self._institutions(case))
        return tuple(
            str(row["cadre"])
            for row in case.records("cadres")
            if row["institution"] in fitting
            and (self.named_cadres is None or row["cadre"] in self.named_cadres)
            and (row["civilian"] is True or not self.civilian)
            and (row["women"] is True or not self.women)
        )

    def lines(self, case: Case) -> tuple[tuple[str, str], ...]:
        """Return the budget lines (institution, category) in the group, categories in the order of reports.

        Raises ``ValueError`` for a group of people.
        """
        reason = self.misfit("cost")
        if reason:
            raise ValueError(reason)
        categories = CATEGORIES if self.categories is None else self.categories
        return tuple(
            (institution, category) for institution in self._institutions(case) for category in categories
        )

    def _institutions(self, case: Case) -> tuple[str, ...]:
        return tuple(str(row["institution"]) for row in case.records("institutions") if self._employs(row))

    def _employs(self, row: Mapping[str, Value]) -> bool:
        return (self.institutions is None or row["institution"] in self.institutions) and (
            self.sectors is None or row["sector"] in self.sectors
        )


def parse_group(text: str) -> Group:
    """Return the group that ``text`` describes.

    Terms are ``all``, ``institution:a|b``, ``sector:x|y``, ``cadre:a|b``, ``category:pay|operations``
    (``recurrent`` for all but capital), ``civilian`` and ``women``, joined by ``&``. Raises ``ValueError``
    that says what is wrong and what to type. Whether institutions and cadres exist is for the checks.
    """
    lists: dict[str, tuple[str, ...]] = {}
    flags: set[str] = set()
    for term in (part.strip() for part in text.split("&")):
        word, colon, names = (part.strip() for part in term.partition(":"))
        if not term:
            raise ValueError("There is nothing on one side of &. Join terms as in sector:justice & women.")
        if word in ("all", *_FLAGS):
            if colon:
                raise ValueError(f"{word} takes no names. Type {word} alone.")
            flags.add(word)
        elif word not in _LISTS:
            raise ValueError(f"{word} is not a kind of group. {choose(word, ('all', *_LISTS, *_FLAGS))}")
        elif word in lists:
            raise ValueError(f"{word} is given twice. Join the names by |, as in {word}:a|b.")
        else:
            lists[word] = _names(word, names)
    return Group(
        institutions=lists.get("institution"),
        sectors=lists.get("sector"),
        named_cadres=lists.get("cadre"),
        categories=lists.get("category"),
        civilian="civilian" in flags,
        women="women" in flags,
    )


def _names(word: str, text: str) -> tuple[str, ...]:
    names = [name.strip() for name in text.split("|")]
    if not all(names):
        raise ValueError(f"{word}: lacks a name. Type it as {word}:a or {word}:a|b.")
    known = {"sector": SECTORS, "category": (*CATEGORIES, "recurrent")}.get(word)
    if known is not None:
        for name in names:
            if name not in known:
                raise ValueError(f"{name} is not a {word}. {choose(name, known)}")
    if word == "category":
        chosen = {part for name in names for part in (RECURRENT if name == "recurrent" else (name,))}
        return tuple(category for category in CATEGORIES if category in chosen)
    return tuple(dict.fromkeys(names))
