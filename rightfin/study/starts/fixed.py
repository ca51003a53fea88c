"""Starts that people name in place of those typed: which of them cannot be, and why, told of what they named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rightfin.case.issue import Issue
from rightfin.case.nearest import choose
from rightfin.case.programmes.choices import NEEDING, Choices, Starts, broken_among, fallen_among
from rightfin.case.programmes.proposed import TABLE, Programme
from rightfin.lp.calendars.choices import State
from rightfin.lp.calendars.rules import choices_among, rows_among
from rightfin.solve.allowed import allowed_calendar


@dataclass(frozen=True)
class Mistake:
    """What is wrong with some of the starts that were named, which ``programmes`` says; ``issue`` says what, of the case.

    ``fallen`` are programmes that cannot be without one that was declined.
    """

    programmes: tuple[str, ...]
    issue: Issue
    fallen: tuple[str, ...] = ()


def mistakes_of(choices: Choices, named: Mapping[str, State], typed: Starts | None) -> tuple[Mistake, ...]:
    """Return all that is wrong with starts that were named.

    ``typed`` are the starts of all programmes that they are laid over, ``None`` where the others are decided. What is wrong
    with those that are typed, whatever is named, is left out.
    """
    found = tuple(_by_itself(choices, named))
    wrong = {name for one in found for name in one.programmes}
    sound = {name: state for name, state in named.items() if name not in wrong}
    return (*found, *(_among(choices, sound) if typed is None else _beside(choices, sound, typed)))


def _by_itself(choices: Choices, named: Mapping[str, State]) -> Iterator[Mistake]:
    programmes = {one.name: one for one in choices.programmes}
    for name, start in named.items():
        if name not in programmes:
            yield Mistake((name,), Issue("unknown_programme", f"There is no programme {name}.", choose(name, programmes),
                                         TABLE, name))
        elif start is not None and start not in choices.starts(programmes[name]):
            yield Mistake((name,), _outside(choices, programmes[name], start))


def _outside(choices: Choices, programme: Programme, start: int) -> Issue:
    """Return that a start lies outside the window of its programme, or the years of the plan."""
    window, years, text = choices.starts(programme), choices.years, choices.style.text
    if not window:
        return Issue("programme_start", "It has no year in which it may start.", "Type other years as earliest and latest.",
                     TABLE, programme.name, "start")
    remedy = f"Give a year from {text(window.start)} to {text(window.stop - 1)}."
    if start < window.start:
        what = "its window begins" if programme.first > years.start else "the years of the plan begin"
        why = f"{what} in {text(window.start)}"
    else:
        ends = programme.last < years.stop - 1
        what = ("being of quick impact, its window ends" if programme.quick_impact else "its window ends") if ends else (
            "the years of the plan end")
        why = f"{what} in {text(window.stop - 1)}"
    return Issue("programme_start", f"{why}.", remedy, TABLE, programme.name, "start")


def _beside(choices: Choices, named: Mapping[str, State], typed: Starts) -> Iterator[Mistake]:
    """Yield which rules starts break that are laid over others, and which of them do.

    All that falls with programmes that are declined is one mistake.
    """
    known, told = set(broken_among(choices, typed)), set[tuple[str, ...]]()
    for issue in broken_among(choices, {**typed, **named}):
        if issue in known:
            continue
        guilty = tuple(
            name for name in named
            if issue not in broken_among(choices, {**typed, **{other: named[other] for other in named if other != name}})
        ) or tuple(named)
        if issue.code in NEEDING and all(named[name] is None for name in guilty):
            if guilty not in told:
                yield Mistake(guilty, issue, fallen_among(choices, {**typed, **named}))
            told.add(guilty)
        else:
            yield Mistake(guilty, issue)


def _among(choices: Choices, named: Mapping[str, State]) -> Iterator[Mistake]:
    """Yield why no calendar has all starts that were named, of the fewest of them that are enough."""
    if _is_possible(choices, named):
        return
    fewest = dict(named)
    for name in named:
        rest = {other: state for other, state in fewest.items() if other != name}
        if not _is_possible(choices, rest):
            fewest = rest
    issues = why_none(choices, fewest)
    yield Mistake(tuple(fewest), issues[0] if issues else NO_CALENDAR)


NO_CALENDAR = Issue("no_calendar", "No calendar of the programmes keeps all rules among starts.",
                    "Widen windows, or fix fewer starts.", TABLE)


def _is_possible(choices: Choices, fixed: Mapping[str, State]) -> bool:
    states = choices_among(choices, fixed)
    return allowed_calendar(states, rows_among(choices, states), {}) is not None


def why_none(choices: Choices, fixed: Mapping[str, State]) -> tuple[Issue, ...]:
    """Return what is wrong with the fixed starts where all that they need starts as early as its window allows."""
    starts: dict[str, State] = dict(fixed)
    first = {one.name: years.start for one in choices.programmes if (years := choices.starts(one))}
    for _ in choices.programmes:
        planned = [one for one in choices.programmes if starts.get(one.name) is not None]
        needed = [rule.other for one in planned for rule in choices.after if rule.programme == one.name]
        needed += [phase[0].name for one in planned for phase in choices.earlier_phases(one)
                   if all(starts.get(other.name) is None for other in phase)]
        starts.update({name: first[name] for name in needed if name not in starts and name in first})
    return broken_among(choices, starts)
