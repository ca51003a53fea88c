"""What restrictions cost and what is worth asking for, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.findings import Cell, FindingsTable, Heading, Kind
from rightfin.report.wording import listed, money, significant
from rightfin.study.coordination import Coordination
from rightfin.study.relief import Relief
from rightfin.study.restrictions import Kind as Restricts
from rightfin.study.restrictions import Restriction

NAMED = 3
"""Most restrictions, and things to ask for, that a sentence names; the tables have all of them."""

SEEN_GAP = 5e-5
"""Least change of the gap that is told, as a share of it."""


def change_of_gap(found: Coordination, more: float) -> float:
    """Return by how much the gap grows, as a share of that under earmarks; 0 where there is none."""
    gap = found.earmarked.unmet
    return more / gap if gap > 0.0 else 0.0


def gap_in_words(found: Coordination, less: float) -> list[str]:
    """Return by how much the gap closes or grows, as one part of a list; nothing if that cannot be told."""
    share = change_of_gap(found, less)
    if abs(share) < SEEN_GAP:
        return []
    return [f"the gap of needs, weighted, is {significant(abs(share))} {'smaller' if share > 0.0 else 'larger'}"]


def _restriction(found: Coordination, one: Restriction) -> str:
    names = found.earmarked.plan.names
    if one.kind is Restricts.SAVING:
        return "the limit on what the state may save"
    donor = "every donor" if one.key[0] == "*" else names.donors.get(one.key[0], one.key[0])
    if one.kind is Restricts.ODA_ONLY:
        return f"that {donor} funds development assistance only"
    if one.kind is Restricts.MATCH:
        return f"the match of {donor}"
    if one.kind is Restricts.CARRY_OVER:
        return f"that unspent money of {donor} is lost in part or whole"
    where = "all institutions" if one.key[1] == "*" else names.institutions.get(one.key[1], one.key[1])
    what = "anything" if one.key[2] == "*" else one.key[2]
    return f"that {donor} may not fund {what} of {where}"


def restrictions_sentence(found: Coordination) -> str:
    """Return which restrictions cost most."""
    if not found.restrictions:
        return "No money is restricted in this case."
    many = len(found.restrictions)
    costly = sorted(
        (one for one in found.restrictions if one.broken or one.unmet), key=lambda one: (-one.broken, -one.unmet)
    )
    if not costly:
        return ("The one restriction costs nothing: without it no more could be paid or covered." if many == 1 else
                f"None of the {many} restrictions costs anything by itself: without any one of them no more could be paid "
                "or covered.")
    texts = []
    for one in costly[:NAMED]:
        parts = [f"{money(one.broken, found.earmarked.plan.currency)} unpaid or unsupported"] if one.broken else []
        if abs(one.share) >= SEEN_GAP:
            parts.append(f"{significant(abs(one.share))} of the gap would {'close' if one.share > 0.0 else 'open'}")
        texts.append(f"{_restriction(found, one)} ({', '.join(parts) or 'less than shows here'})")
    count = f"{len(costly)} of {many} restrictions cost something by themselves. Most costly:" if len(costly) > 1 else (
        f"1 of {many} restrictions costs something by itself:")
    return f"{count} {listed(texts)}."


def restrictions_table(found: Coordination) -> Iterator[FindingsTable]:
    """Yield what each restriction costs, if there is any."""
    if not found.restrictions:
        return
    names = found.earmarked.plan.names

    def row(one: Restriction) -> tuple[Cell, ...]:
        donor, institution, category = (*one.key, None, None, None)[:3]
        return (
            str(one.kind), names.donors.get(donor, donor) if donor not in ("*", None) else "all" if donor else None,
            names.institutions.get(institution, institution) if institution not in ("*", None) else
            "all" if institution else None,
            "all" if category == "*" else category, one.broken, one.share, one.coverage / 100.0, one.unmet,
        )

    yield FindingsTable("restrictions", "What each restriction costs", (
        Heading("restriction", "Restriction", Kind.TEXT, "eligibility: a refusal; oda_only: development assistance only; "
                "match: co-financing; carry_over: unspent money is lost; saving: the limit on what the state may save."),
        Heading("donor", "Donor", Kind.TEXT), Heading("institution", "Institution", Kind.TEXT),
        Heading("category", "Category", Kind.TEXT),
        Heading("broken", "Unpaid or unsupported", Kind.MONEY, "More with the restriction than without it (level 1a)."),
        Heading("share", "Gap", Kind.SHARE, "Share of unmet needs and broken rules, weighted, that closes without it."),
        Heading("coverage", "Mean coverage", Kind.SHARE, "Points of mean coverage lost to it."),
        Heading("unmet", "Unmet needs", Kind.NUMBER, "More with it than without it (level 2).", shown=False),
    ), tuple(row(one) for one in found.restrictions),
        "Each against the case without it alone; costs do not add up. Amounts at base-year prices, later money "
        "counting less.")


def asks_sentence(found: Coordination) -> str:
    """Return what is most worth asking for."""
    if not found.asks:
        return "Nothing of what was tried would help: neither more money nor fewer limits."
    texts = [f"{one.words} ({_does(found, one)}; {_costs(found, one)})" for one in found.asks[:NAMED]]
    return f"What closes most for its money, each alone: {listed(texts)}."


def _does(found: Coordination, one: Relief) -> str:
    parts = [f"{money(one.settles, found.earmarked.plan.currency)} more is paid or supported"] if one.settles > 0.0 else []
    if abs(one.share) >= SEEN_GAP:
        parts.append(f"{'closes' if one.share > 0.0 else 'opens'} {significant(abs(one.share))} of the gap")
    return ", ".join(parts) or "eases debts or limits alone"


def _costs(found: Coordination, one: Relief) -> str:
    if one.unpriced:
        return "at a price the case does not know"
    return "costs nobody money" if one.free else f"costs {money(one.cost, found.earmarked.plan.currency)}"


def asks_table(found: Coordination) -> Iterator[FindingsTable]:
    """Yield what may be asked for, if any of it helps."""
    if not found.asks:
        return
    yield FindingsTable("asks", "Things to ask for", (
        Heading("ask", "What", Kind.TEXT), Heading("kind", "Kind", Kind.TEXT, shown=False),
        Heading("share", "Closes of the gap", Kind.SHARE, "Share of unmet needs and broken rules, weighted."),
        Heading("cost", "Costs", Kind.MONEY, "What others must add; blank: places and buildings, for which the case has no "
                "price."),
        Heading("settles", "More paid or supported", Kind.MONEY, "Level 1a, at base-year prices, later money counting "
                "less.", shown=False),
    ), tuple(
        (one.words, str(one.kind), one.share, None if one.unpriced else one.cost, one.settles)
        for one in found.asks
    ), "Each tried alone under earmarks: first what costs nobody money, then by what closes for its money. Costs at "
       "current prices; blank: the case has no price for it.")
