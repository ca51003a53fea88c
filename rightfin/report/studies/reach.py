"""When a target can be reached, in sentences and tables."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.report import facts
from rightfin.report.studies.broken_words import broken_in_words, broken_table
from rightfin.report.studies.findings import Findings
from rightfin.report.studies.wish_tables import (
    against_table,
    changes_table,
    course_tables,
    levels_table,
    values_table,
)
from rightfin.report.studies.wish_words import (
    against_in_words,
    changes_in_words,
    money_moved,
    needs_moved,
    target_in_words,
)
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed
from rightfin.study.why.earliest import Reaching
from rightfin.tolerances import HELD


def findings(found: Reaching) -> Findings:
    """Return when targets can be reached, what stands against the year before, and what that takes."""
    tables = [values_table(found.values, found.plan)]
    if found.wished is not None:
        tables += [levels_table(found.wished, found.plan), *course_tables(found.wished, found.plan)]
        tables += [broken_table(found.wished.broken, found.plan)] if found.wished.broken else []
    if found.against is not None:
        tables.append(against_table(found.against, found.targets, found.plan))
    if found.changes:
        tables.append(changes_table(found.changes, found.plan))
    return Findings(
        study="reach",
        title=f"{found.plan.title}: how early can {_targets(found)} be reached?",
        currency=found.plan.currency,
        scale=facts.money_scale(found.plan),
        answered=found.year is not None,
        sentences=tuple(_sentences(found)),
        tables=tuple(tables),
        method=tuple(_method(found)),
    )


def _targets(found: Reaching) -> str:
    return listed([target_in_words(one, found.plan.currency) for one in found.targets])


def _sentences(found: Reaching) -> Iterator[Sentence]:
    plan, last = found.plan, found.plan.years[-1]
    yield Sentence("question", "Question", f"From which year on can the plan have {_targets(found)}, and keep it to "
                   f"{last}, with all that is promised kept as in the plan?")
    yield Sentence("earliest", "Answer", _answer(found))
    if found.wished is not None and found.year is not None and found.year != found.in_plan:
        if found.wished.broken:
            yield Sentence("broken", "What breaks", broken_in_words(found.wished.broken, plan))
        yield Sentence("needs", "Who loses", f"With the target from {found.year} on. {needs_moved(found.wished)}")
        yield Sentence("money", "Who pays", money_moved(found.wished, plan))
    if found.before is not None and found.against is not None:
        yield Sentence("critical", f"Why not from {found.before} on",
                       against_in_words(found.against, found.targets, plan, kept=True))
    if found.before is not None and found.changes:
        yield Sentence("takes", f"What it takes from {found.before} on", changes_in_words(found.changes, plan))


def _answer(found: Reaching) -> str:
    last = found.plan.years[-1]
    if found.year is None:
        return f"In no year up to {last} can it hold, not even in {last} alone."
    if found.year == found.in_plan:
        text = f"From {found.year} on, as in the plan without the target."
    elif found.in_plan is None:
        text = f"From {found.year} on. The plan without the target does not have it in {last}."
    else:
        text = f"From {found.year} on. The plan without the target has it from {found.in_plan} on."
    return text if found.before is None else f"{text} From {found.before} on it cannot hold."


def _method(found: Reaching) -> Iterator[str]:
    yield ("The target is a rule of the model from a year on to the last one shown, and what is promised and needs are "
           "solved again. A year will do if nothing that is promised is worse than in the plan by more than "
           f"{HELD:g} of its natural size; needs may be covered worse. If a year will do, so do all later ones, and the "
           f"first is found by halving; {found.tried} years were tried.")
    if found.against is not None:
        yield ("What stands against the year before is a set of limits that contradicts the target together with what is "
               "promised, and of which none can be left out. There may be others. Each limit of it was lifted alone, in "
               "all years, and tried.")
    if found.changes:
        yield ("What one year earlier takes is the least change of inputs with which the target holds from then on and "
               "nothing that is promised loses; tried by making the rules again with it and solving them. Money is at "
               "prices of the base year, years beyond the plan included.")
