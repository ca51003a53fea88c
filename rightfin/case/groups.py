"""Groups of cadres or of budget lines, as rules of composition name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.lines import Line, lines_of
from rightfin.case.nearest import choose
from rightfin.schema import CATEGORIES, RECURRENT, SECTORS, Value

_LISTS = ("institution", "sector", "cadre", "tag", "category", "item")
_FLAGS = ("civilian", "women")


@dataclass(frozen=True)
class Group:
    """What a group asks for; cadres or lines belong to it when they fit every field.

    A field that is ``None`` or false asks for nothing, so that ``Group()`` is everything.
    """

    institutions: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    named_cadres: tuple[str, ...] | None = None
    tags: tuple[str, ...] | None = None
    categories: tuple[str, ...] | None = None
    items: tuple[str, ...] | None = None
    civilian: bool = False
    women: bool = False

    def misfit(self, measure: str) -> str:
        """Return why the group cannot be measured in ``measure`` (strength, hires, cost), empty if it can."""
        of_money = [word for word, used in (("category", self.categories), ("item", self.items)) if used is not None]
        if measure != "cost" and of_money:
            return (
                f"{' and '.join(of_money)} cannot be used where the measure is {measure}, because people have no category "
                "or item of cost."
            )
        return ""

    def cadres(self, case: Case) -> tuple[str, ...]:
        """Return the ids of the cadres in the group, in the order of the table.

        Raises ``ValueError`` for a group of lines.
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
            and (self.tags is None or not tags_of(row).isdisjoint(self.tags))
            and (row["civilian"] is True or not self.civilian)
            and (row["women"] is True or not self.women)
        )

    def lines(self, case: Case) -> tuple[Line, ...]:
        """Return the budget lines in the group, in the order of the case.

        A group that asks for people (cadre, tag, civilian, women) has the lines whose items are those cadres or parts of
        their pay.
        """
        institutions = set(self._institutions(case))
        items = None if self.items is None else set(self.items)
        cadres = set(replace(self, categories=None, items=None).cadres(case)) if self._asks_for_people else None
        return tuple(
            line for line in lines_of(case)
            if line.institution in institutions
            and (self.categories is None or line.category in self.categories)
            and (items is None or not items.isdisjoint(line.names))
            and (cadres is None or not cadres.isdisjoint(line.names))
        )

    def has_lines(self, case: Case) -> bool:
        """Return whether the group is one of lines that the case may come to have: an institution may still be empty."""
        if self._asks_for_people or self.items is not None:
            return bool(self.lines(case))
        return bool(self._institutions(case))

    @property
    def _asks_for_people(self) -> bool:
        return self.named_cadres is not None or self.tags is not None or self.civilian or self.women

    def _institutions(self, case: Case) -> tuple[str, ...]:
        return tuple(str(row["institution"]) for row in case.records("institutions") if self._employs(row))

    def _employs(self, row: Mapping[str, Value]) -> bool:
        return (self.institutions is None or row["institution"] in self.institutions) and (
            self.sectors is None or row["sector"] in self.sectors
        )


def tags_of(cadre: Mapping[str, Value]) -> frozenset[str]:
    """Return the tags of a row of ``cadres``: words of the case's own, joined by | in the column ``tags``."""
    typed = cadre.get("tags")
    return frozenset(word.strip() for word in str(typed).split("|") if word.strip()) if typed is not None else frozenset()


def parse_group(text: str) -> Group:
    """Return the group that ``text`` describes.

    Terms are ``all``, ``institution:a|b``, ``sector:x|y``, ``cadre:a|b``, ``tag:x|y``, ``category:pay|operations``
    (``recurrent`` for all but capital), ``item:a|b``, ``civilian`` and ``women``, joined by ``&``. Raises ``ValueError``
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
        tags=lists.get("tag"),
        categories=lists.get("category"),
        items=lists.get("item"),
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
