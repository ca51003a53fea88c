"""A case beside its scenarios, stacks of them and other cases, each planned in the same way, ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from rightfin.case.case import Case
from rightfin.case.issue import CaseError, Issue
from rightfin.case.resolve import resolved_settings, style_of_case
from rightfin.case.scenario_words import scenario_titles
from rightfin.definition import Definition
from rightfin.planning import plan_of
from rightfin.progress import Progress, as_part
from rightfin.question import Question
from rightfin.reading import Saved
from rightfin.report.compare.item import ComparedItem, unlike
from rightfin.result.assemble import names_of
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.study.exits.laid import with_exits


def side_by_side(
    case: Case | Saved, *, definition: Definition | None = None,
    scenarios: Iterable[str | Sequence[str]] | Mapping[str, Sequence[str]] = (),
    settings: Mapping[str, Value] | None = None, title: str = "", others: Mapping[str, Case | Saved] | None = None,
    exits: Mapping[str, int] = MappingProxyType({}), answers: bool = True, progress: Progress | None = None,
    control: Control = NEVER,
) -> tuple[ComparedItem, ...]:
    """Return a case, what it is under scenarios, and other cases by what they are called, ready for ``comparison``.

    Several scenarios given together, ``[("revenue_shock", "early_exit")]``, are laid over the case one after the other; in
    a mapping each stack has a name of its own.
    Definition and settings are laid over all. In ``exits`` donors leave, by the first year without their money: in all
    that the case is compared with, or in the case itself where that is nothing else. Each is planned as ``plan`` does,
    unless ``answers`` is false. For ``progress`` all of it is one stage.

    Raises ``CaseError``, with what an item is called in each issue, if one cannot be planned, and if there is nothing to
    compare with; ``SolveStoppedError`` if ``control`` stopped it.
    """
    base = _saved(case)
    asked = Question.of(base.case, definition, (), settings, base.warnings)
    known = scenario_titles(base.case)
    named = scenarios.items() if isinstance(scenarios, Mapping) else (("", stack) for stack in scenarios)
    stacks = [(called, (one,) if isinstance(one, str) else tuple(one)) for called, one in named]
    questions = [
        (title or str(resolved_settings(base.case)["title"]), asked, base),
        *((called or " + ".join(known.get(name, name) for name in stack), replace(asked, scenarios=stack), base)
          for called, stack in stacks),
        *((name, replace(asked, case=one.case, warnings=one.warnings), one) for name, one in
          ((name, _saved(other)) for name, other in (others or {}).items())),
    ]
    if exits:
        first, *rest = questions
        leaving = without_donors(asked, exits)
        questions = [first, *(
            (f"{called}, {leaving[:1].lower()}{leaving[1:]}" if rest else leaving, with_exits(question, exits), saved)
            for called, question, saved in rest or [first])]
    if len(questions) < 2:
        ids = list(known)
        scenario = f"a scenario of it (--scenario {ids[0]}{'; it has ' + ', '.join(ids) if ids[1:] else ''}), " if (
            ids) else ""
        raise CaseError([Issue("one_other", "There is nothing to compare the case with.",
                               f"Name {scenario}another case (--with OTHER.xlsx), or a donor who leaves (--exits "
                               "DONOR=YEAR).")])
    items = []
    for place, (called, (_, question, saved)) in enumerate(
            zip(unlike(name for name, _, _ in questions), questions, strict=True)):
        try:
            _ = question.prepared
            plan = plan_of(question, as_part(progress, place, len(questions), called), control) if answers else None
        except CaseError as error:
            raise error.of(called) from None
        own = saved if saved is not base or not place else None  # one file needs to be told of once
        items.append(ComparedItem(called, question, (), plan, own))
    return tuple(items)


def without_donors(question: Question, exits: Mapping[str, int]) -> str:
    """Return what a case is called in which donors leave, by the first year without their money."""
    if len(exits) > 1:
        return f"Without {len(exits)} donors"
    names, style = names_of(question.prepared).donors, style_of_case(question.prepared)
    return next(f"Without {names.get(donor, donor)} from {style.text(year)}" for donor, year in exits.items())


def _saved(case: Case | Saved) -> Saved:
    return case if isinstance(case, Saved) else Saved(case, (), (), {})
