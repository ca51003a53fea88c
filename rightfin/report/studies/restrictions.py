"""What restrictions cost and what is worth asking for, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.words.wording import WITHIN_LIMITS, begun, listed, money, significant
from rightfin.study.briefing.asks import GivesWay
from rightfin.study.briefing.relief import Relief
from rightfin.study.coordination.restrictions import Restriction, Restricts, in_words
from rightfin.study.coordination.study import Coordination

NAMED = 3
"""Most restrictions, and things to ask for, that a sentence names; the tables have all of them."""

SEEN_GAP = 5e-5
"""Least change of the gap that is told, as a share of it."""

_COLUMN = {
    Restricts.ELIGIBILITY: "refusal to fund", Restricts.ODA_ONLY: "development aid (ODA) only",
    Restricts.MATCH: "co-financing", Restricts.CARRY_OVER: "limit on carrying over",
    Restricts.EARMARK: "earmark", Restricts.SAVING: "limit on saving",
}
"""What each kind is called in a table, which names the donor and the line beside it."""

_STEPS = {
    GivesWay.SAVING: Restricts.SAVING, GivesWay.CARRY_OVER: Restricts.CARRY_OVER,
    GivesWay.ELIGIBILITY: Restricts.ELIGIBILITY, GivesWay.CO_FINANCING: Restricts.MATCH,
}
"""Things to ask for that ease what a restriction takes away, by a smaller or wider step."""


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


def restrictions_sentence(found: Coordination) -> str:
    """Return which restriction costs most, which come next, and what was tried."""
    if not found.restrictions:
        return "No money is restricted in this case."
    many = len(found.restrictions)
    costly = _costly(found)
    if not costly:
        return ("The one restriction costs nothing: without it no more could be paid or covered." if many == 1 else
                f"None of the {many} restrictions costs anything by itself: without any one of them no more could be paid "
                "or covered.")
    worst, *others = costly[:NAMED]
    tried = (f"Each of the {many} restrictions was taken away whole, one alone at a time" if many > 1 else
             "The one restriction was taken away whole")
    text = f"{tried}. The worst is {_called(found, worst)}: without it {_effect(found, worst.broken, worst.share)}."
    if others:
        named = [f"{_called(found, one)} ({_effect(found, one.broken, one.share)})" for one in others]
        text += f" Next {'comes' if len(others) == 1 else 'come'} {listed(named)}."
    rest = len(costly) - NAMED
    if rest > 0:
        text += f" {rest} more {'costs' if rest == 1 else 'cost'} less."
    nothing = many - len(costly)
    return f"{text} {_costs_nothing(nothing)}" if nothing else text


def _costly(found: Coordination) -> list[Restriction]:
    return sorted((one for one in found.restrictions if one.broken or one.unmet), key=lambda one: (-one.broken, -one.unmet))


def _costs_nothing(many: int) -> str:
    return "The other one costs nothing by itself." if many == 1 else f"The other {many} cost nothing by themselves."


def _called(found: Coordination, one: Restriction) -> str:
    return in_words(one.kind, one.key, found.earmarked.plan.names)


def _effect(found: Coordination, settles: float, share: float) -> str:
    """Return what giving way does: what else is paid, and how much of the gap closes."""
    parts = []
    if settles > 0.0:
        parts.append(f"{money(settles, found.earmarked.plan.currency)} more would be paid or supported")
    if abs(share) >= SEEN_GAP:
        parts.append(f"{significant(abs(share))} of the gap would {'close' if share > 0.0 else 'open'}")
    return listed(parts) or "less would change than shows here"


def steps_sentence(found: Coordination) -> str:
    """Return how steps that are asked for compare with restrictions taken away whole; empty where none is of both lists."""
    texts = []
    for ask in found.asks:
        alike = [one for one in _costly(found) if one.kind is _STEPS.get(ask.kind)]
        if not alike:
            continue
        all_donors, alone = ("", "") if ask.kind is GivesWay.SAVING else (", of all donors at once", " alone")
        texts.append(
            f"{begun(ask.words)}{all_donors}: {_effect(found, ask.settles, ask.share)}; without "
            f"{_called(found, alike[0])}{alone}: {_effect(found, alike[0].broken, alike[0].share)}."
        )
    if not texts:
        return ""
    return ("Each restriction is taken away whole, for one donor or line alone; what is asked for is another step, smaller "
            f"or for all donors at once. {' '.join(texts)}")


def restrictions_table(found: Coordination) -> Iterator[FindingsTable]:
    """Yield what each restriction costs, if there is any."""
    if not found.restrictions:
        return
    names = found.earmarked.plan.names

    def row(one: Restriction) -> tuple[Cell, ...]:
        donor, institution, category = (*(one.key[:1] if one.kind is Restricts.EARMARK else one.key), None, None, None)[:3]
        words = f"earmark {one.key[1]}" if one.kind is Restricts.EARMARK else _COLUMN[one.kind]
        return (
            str(one.kind), words,
            names.donors.get(donor, donor) if donor not in ("*", None) else "all" if donor else None,
            names.institutions.get(institution, institution) if institution not in ("*", None) else
            "all" if institution else None,
            "all" if category == "*" else category, one.broken, one.share, one.coverage / 100.0, one.unmet,
        )

    yield FindingsTable("restrictions", "What each restriction costs", (
        Heading("restriction", "Kind", Form.TEXT, "As the case calls it.", shown=False),
        Heading("words", "Restriction", Form.TEXT),
        Heading("donor", "Donor", Form.TEXT), Heading("institution", "Institution", Form.TEXT),
        Heading("category", "Category", Form.TEXT),
        Heading("broken", "Unpaid or unsupported", Form.MONEY, "More with the restriction than without it (level 1a)."),
        Heading("share", "Gap", Form.SHARE, "Share of unmet needs and broken rules, weighted, that closes without it."),
        Heading("coverage", "Mean coverage lost (points)", Form.POINTS, "What is lost to it."),
        Heading("unmet", "Unmet needs", Form.NUMBER, "More with it than without it (level 2).", shown=False),
    ), tuple(row(one) for one in found.restrictions),
        "Each is taken away whole, alone; costs do not add up. Development aid (ODA) only: the donor pays only what "
        "counts as such aid. Co-financing: it pays only where the state pays, too. Limit on carrying over: of its money "
        "that is unspent in a year, a part or all may not be spent in the next. "
        f"Amounts are at the prices of {found.earmarked.plan.base_year}, later money counting less.")


def asks_sentence(found: Coordination) -> str:
    """Return what is most worth asking for."""
    if not found.asks:
        return "Nothing of what was tried would help: neither more money nor fewer limits."
    texts = [_noted(one.words, f"{_does(found, one)}; {_costs(found, one)}") for one in found.asks[:NAMED]]
    return f"What closes most for its money, each alone: {listed(texts)}."


def _noted(words: str, note: str) -> str:
    """Return words with a note in brackets, in those that they end with if they do."""
    return f"{words[:-1]}; {note})" if words.endswith(")") else f"{words} ({note})"


def _does(found: Coordination, one: Relief) -> str:
    parts = [f"{money(one.settles, found.earmarked.plan.currency)} more is paid or supported"] if one.settles > 0.0 else []
    if abs(one.share) >= SEEN_GAP:
        parts.append(f"{'closes' if one.share > 0.0 else 'opens'} {significant(abs(one.share))} of the gap")
    return ", ".join(parts) or "eases debts or limits alone"


def _costs(found: Coordination, one: Relief) -> str:
    if one.unpriced:
        return "the case has no price for it"
    return WITHIN_LIMITS if one.free else f"costs {money(one.cost, found.earmarked.plan.currency)}"


def asks_table(found: Coordination) -> Iterator[FindingsTable]:
    """Yield what may be asked for, if any of it helps."""
    if not found.asks:
        return
    yield FindingsTable("asks", "Things to ask for", (
        Heading("ask", "What", Form.TEXT), Heading("kind", "Kind", Form.TEXT, shown=False),
        Heading("share", "Closes of the gap", Form.SHARE, "Share of unmet needs and broken rules, weighted."),
        Heading("cost", "Costs", Form.MONEY, "What others must add to ceiling and pledges; blank: places and "
                "buildings, for which the case has no price."),
        Heading("settles", "More paid or supported", Form.MONEY, "Level 1a, at base-year prices, later money counting "
                "less.", shown=False),
    ), tuple(
        (one.words, str(one.kind), one.share, None if one.unpriced else one.cost, one.settles)
        for one in found.asks
    ), "Each tried alone under earmarks: first what asks for no money beyond ceiling and pledges, then by what closes "
       "for its money. Costs at current prices; blank: the case has no price for it.")
