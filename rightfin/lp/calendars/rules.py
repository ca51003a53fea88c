r"""Rules among starts as rows over them, tight: what one start makes impossible is kept out of the relaxation too.

With $z_{p,s}$, whether programme $p$ starts in year $s$:

- $p$ after $q$, with a lag: for every start $s$ of $p$,
  $\sum_{s' \le s} z_{p,s'} \le \sum_{u \le s - \mathit{lag}} z_{q,u}$;
- $p$ excludes $q$: $\sum_s z_{p,s} + \sum_u z_{q,u} \le 1$;
- at once: in every year $t$, over the programmes of the institution,
  $\sum_p \sum_{s \le t < s + \mathit{years}_p} z_{p,s} \le \mathit{at\_once}$;
- phases: $p$ does not start before a planned $q$ of an earlier phase,
  $\sum_{s' \le s} z_{p,s'} + \sum_{u > s} z_{q,u} \le 1$, and not without any of that phase,
  $\sum_s z_{p,s} \le \sum_q \sum_u z_{q,u}$.

``rightfin.case.programmes.choices`` says the same without a solver and judges every calendar that is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rightfin.case.programmes.choices import Choices
from rightfin.lp.calendars.choices import ChoiceRow, StartChoice, State

Terms = dict[tuple[str, State], float]


def choices_among(choices: Choices, fixed: Mapping[str, State]) -> tuple[StartChoice, ...]:
    """Return the states of every programme: declined or a start of its window, or the one that is fixed."""
    return tuple(
        StartChoice(one.name, (fixed[one.name],) if one.name in fixed else (None, *choices.starts(one)))
        for one in choices.programmes
    )


def rows_among(choices: Choices, states: tuple[StartChoice, ...]) -> tuple[ChoiceRow, ...]:
    """Return the rules among starts as rows."""
    of = {choice.programme: [state for state in choice.states if state is not None] for choice in states}
    return (*_after(choices, of), *_excluded(choices, of), *_at_once(choices, of), *_phases(choices, of))


def _sum(programme: str, starts: list[int], value: float = 1.0) -> Terms:
    return {(programme, start): value for start in starts}


def _after(choices: Choices, of: Mapping[str, list[int]]) -> Iterator[ChoiceRow]:
    for rule in choices.after:
        for start in of[rule.programme]:
            before = [u for u in of[rule.other] if u <= start - rule.lag]
            own = _sum(rule.programme, [s for s in of[rule.programme] if s <= start])
            yield ChoiceRow(f"{rule.row} {start}", own | _sum(rule.other, before, -1.0), 0.0)


def _excluded(choices: Choices, of: Mapping[str, list[int]]) -> Iterator[ChoiceRow]:
    for one, other, row in choices.excludes:
        yield ChoiceRow(row, _sum(one, of[one]) | _sum(other, of[other]), 1.0)


def _at_once(choices: Choices, of: Mapping[str, list[int]]) -> Iterator[ChoiceRow]:
    for institution, most in choices.at_once.items():
        own = [programme for programme in choices.programmes if programme.institution == institution]
        for year in choices.years:
            terms: Terms = {}
            for programme in own:
                terms |= _sum(programme.name, [start for start in of[programme.name] if programme.runs(start, year)])
            if len({name for name, _ in terms}) > most:
                yield ChoiceRow(f"at_once {institution} {year}", terms, float(most))


def _phases(choices: Choices, of: Mapping[str, list[int]]) -> Iterator[ChoiceRow]:
    for programme in choices.programmes:
        for phase in choices.earlier_phases(programme):
            some: Terms = {}
            for other in phase:
                some |= _sum(other.name, of[other.name], -1.0)
                for start in of[programme.name]:
                    late = [u for u in of[other.name] if u > start]
                    if late:
                        own = _sum(programme.name, [s for s in of[programme.name] if s <= start])
                        yield ChoiceRow(f"phase {programme.name} {other.name} {start}", own | _sum(other.name, late), 1.0)
            yield ChoiceRow(f"phase {programme.name}", _sum(programme.name, of[programme.name]) | some, 0.0)
