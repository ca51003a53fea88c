"""What no amount does alone, in words: the things that one limit stands against in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed, money
from rightfin.study.requirement.need import Need
from rightfin.study.requirement.study import Requirement

NO_AMOUNT = "No amount does it alone."

_THINGS = {
    "revenue_level": "revenue as a level", "revenue_path": "revenue as a rise", "unit_costs": "lower unit costs",
    "bridging_fund": "a bridging fund", "force": "a smaller force", "security_share": "a larger share for the sector",
    "tax_effort": "tax effort",
}
_THINGS_OF = {"force": "a smaller force of", "pledge": "a pledge of", "stay": "a longer stay of",
              "share": "more for the sector from the revenue of", "transfer": "a larger amount of"}
"""What is named of institutions, donors and peace operations, by the first word of a need's name."""

_FROM_THE_EXIT = ("revenue_level", "security_share", "tax_effort")
"""Needs that begin in the first year without the donors, besides pledges."""


def against(need: Need) -> str:
    """Return what stands against a need of which no amount does, as it was tried."""
    if need.against is None:
        return "Limits of the case were lifted one kind at a time, and without any one of them no amount does either."
    of = f" ({need.against.of})" if need.against.of else ""
    return f"What stands against it: {need.against.limit.lower()}{of}; tried without this limit, some amount does."


def together(needs: Sequence[Need]) -> list[tuple[Need, ...]]:
    """Return needs of which no amount does, those that the same limit stands against together."""
    found: dict[object, list[Need]] = {}
    for need in needs:
        if need.amount is None and need.name != "latest_start":
            found.setdefault(need.against, []).append(need)
    return [tuple(group) for group in found.values()]


def sentences(found: Requirement, groups: Sequence[Sequence[Need]], before: float) -> Iterator[Sentence]:
    """Yield one sentence for each group of more than one need; ``before`` is missing before the exit, in currency."""
    for group in groups:
        if len(group) > 1:
            late = before and any(need.name in _FROM_THE_EXIT or need.name.startswith("pledge_of_") for need in group)
            begins = f" What begins in {found.year} comes after {money(before, found.currency)} of what is missing."
            yield Sentence(
                f"no_amount_of_{group[0].name}", "What no amount does alone",
                f"None of these does it alone, whatever its amount: {'; '.join(_things(group))}. "
                f"{against(group[0]).replace('against it', 'against each')}{begins if late else ''}",
            )


def _things(group: Sequence[Need]) -> Iterator[str]:
    """Yield what needs are of, those of the same kind in one part."""
    yield from (_THINGS[need.name] for need in group if not need.of)
    for kind, words in _THINGS_OF.items():
        names = [need.of.replace("The transfer", "the transfer") for need in group
                 if need.of and need.name.startswith(f"{kind}_of_")]
        if names:
            yield f"{words} {listed(names, 'or')}"
