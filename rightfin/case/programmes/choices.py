r"""Which starts of programmes are allowed together: windows, order, exclusions, phases, and how many run at once.

With $s_p$ the start of a planned programme $p$, every rule in one line:

- window: $\mathit{first}_p \le s_p \le \mathit{last}_p$, and with quick impact in the first years of the plan;
- $p$ after $q$: $q$ is planned, and $s_p \ge s_q + \mathit{lag}$; where no lag is typed, $q$ has ended, and the lag is
  $\mathit{years}_q$;
- $p$ excludes $q$: not both are planned;
- at once: in no year do more programmes of an institution run than it can carry, $p$ from $s_p$ to
  $s_p + \mathit{years}_p - 1$;
- phases, by institution, because what prepares the police does not prepare the courts: of two planned programmes the one of
  the earlier phase does not start later than the other; and where an institution has programmes of an earlier phase at all,
  one of each such phase is planned, so that no reform begins with its second phase because the first was declined.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case, key_text
from rightfin.case.issue import Issue
from rightfin.case.programmes.numbers import span_of
from rightfin.case.programmes.proposed import ORDER, TABLE, Programme, proposed
from rightfin.case.resolve import filled, style_of_case
from rightfin.schema import YearStyle
from rightfin.schema.programmes import PHASES_IN_ORDER

NEEDING = ("programme_needs", "programme_phase")
"""Codes of what is wrong with a programme whose forerunner is not planned."""

_MORE = "other rules may ask for more"
"""What a remedy says that mends one rule and was not tried against the others."""

Starts = Mapping[str, int | None]
"""The year in which each programme starts, ``None`` or no entry where it is not planned."""


@dataclass(frozen=True)
class After:
    """``programme`` starts at least ``lag`` years after the start of ``other``, which it needs; ``row`` says so."""

    programme: str
    other: str
    lag: int
    row: str


@dataclass(frozen=True)
class Crowd:
    """More programmes of an institution run in a year than it can carry; ``running`` in the order of the case."""

    institution: str
    year: int
    running: tuple[str, ...]


@dataclass(frozen=True)
class Choices:
    """What starts there are to choose from, and what holds among them.

    ``excludes`` has pairs of programmes with the row that says so; ``at_once`` how many may run at the same time, by
    institution that has such a limit; ``years`` are those that the plan shows.
    """

    programmes: tuple[Programme, ...]
    after: tuple[After, ...]
    excludes: tuple[tuple[str, str, str], ...]
    at_once: Mapping[str, int]
    years: range
    style: YearStyle = YearStyle.PLAIN

    def starts(self, programme: Programme) -> range:
        """Return the years in which a programme may start, by itself."""
        first, last = max(programme.first, self.years.start), min(programme.last, self.years.stop - 1)
        return range(first, last + 1)

    def earlier_phases(self, programme: Programme) -> tuple[tuple[Programme, ...], ...]:
        """Return the programmes of its institution of each earlier phase that the institution has, first to last."""
        return tuple(
            found for rank in range(programme.rank)
            if (found := tuple(other for other in self.programmes
                               if other.institution == programme.institution and other.rank == rank))
        )

    def renamed(self, programmes: Mapping[str, str], institutions: Mapping[str, str]) -> Choices:
        """Return the same choices with other names: what ``broken_among`` says of them then speaks of these.

        ``programmes`` names all of them; institutions without a name keep theirs.
        """
        return replace(
            self,
            programmes=tuple(
                replace(one, name=programmes[one.name], institution=institutions.get(one.institution, one.institution))
                for one in self.programmes
            ),
            after=tuple(replace(rule, programme=programmes[rule.programme], other=programmes[rule.other])
                        for rule in self.after),
            excludes=tuple((programmes[one], programmes[other], row) for one, other, row in self.excludes),
            at_once={institutions.get(name, name): most for name, most in self.at_once.items()},
        )


def choices_of(case: Case) -> Choices:
    """Return what may be chosen; worked out once for a case. Rows about programmes that there are not are left out."""
    return case.once(_choices_of)


def _choices_of(case: Case) -> Choices:
    programmes, span = proposed(case), span_of(case)
    named = {programme.name: programme for programme in programmes}
    after: list[After] = []
    excludes: list[tuple[str, str, str]] = []
    for row in filled(case, ORDER):
        one, other, lag = str(row["programme"]), str(row["other"]), row["lag"]
        if one not in named or other not in named or one == other or not (lag is None or type(lag) is int):
            continue
        key = key_text((one, row["rule"], other))
        if row["rule"] == "after":
            after.append(After(one, other, named[other].years if lag is None else int(str(lag)), key))
        else:
            excludes.append((one, other, key))
    limits = {str(row["institution"]): int(str(row["at_once"])) for row in case.records("institutions")
              if type(row["at_once"]) is int}
    years = range(0) if span is None else range(span.first, span.end + 1)
    return Choices(programmes, tuple(after), tuple(excludes), limits, years, style_of_case(case))


def broken(case: Case, starts: Starts) -> tuple[Issue, ...]:
    """Return what is wrong with starts of the programmes of a case, one issue for each rule that is broken.

    No solver is asked: whoever chooses starts can be checked against it.
    """
    return broken_among(choices_of(case), starts)


def broken_among(choices: Choices, starts: Starts) -> tuple[Issue, ...]:
    """Return the same for choices that are known."""
    return tuple(_broken(choices, {name: year for name, year in starts.items() if year is not None}))


def _broken(choices: Choices, starts: Mapping[str, int]) -> Iterator[Issue]:
    yield from _windows(choices, starts)
    yield from _order(choices, starts)
    yield from _phases(choices, starts)
    yield from _at_once(choices, starts)


def _windows(choices: Choices, starts: Mapping[str, int]) -> Iterator[Issue]:
    for programme in choices.programmes:
        start, allowed = starts.get(programme.name), choices.starts(programme)
        if start is None or start in allowed:
            continue
        wrong = f"{programme.name} starts in {choices.style.text(start)}"
        quick = ", being of quick impact" if programme.quick_impact and start > programme.last else ""
        why = f"; it may not{quick}" if start in choices.years else ", which is no year of the plan"
        remedy = "No year is left: type other years as earliest and latest." if not allowed else (
            f"Type a year from {choices.style.text(allowed.start)} to {choices.style.text(allowed.stop - 1)}, or leave it "
            "blank.")
        yield _issue("programme_start", programme.name, f"{wrong}{why}.", remedy)


def _order(choices: Choices, starts: Mapping[str, int]) -> Iterator[Issue]:
    for rule in choices.after:
        start, other = starts.get(rule.programme), starts.get(rule.other)
        if start is None:
            continue
        if other is None:
            yield _issue("programme_needs", rule.programme, f"{rule.programme} needs {rule.other}, which is not planned.",
                         f"Type a start of {rule.other}, or leave that of {rule.programme} blank.")
        elif start < other + rule.lag:
            yield _issue(
                "programme_order", rule.programme,
                f"{rule.programme} starts in {choices.style.text(start)}, and {rule.other} in {choices.style.text(other)}: "
                f"{rule.lag} {_years(rule.lag)} must lie between the two.",
                f"Type {choices.style.text(other + rule.lag)} or later as start of {rule.programme}; {_MORE}.")
    for one, other_name, _ in choices.excludes:
        if one in starts and other_name in starts:
            yield _issue("programme_excludes", one, f"{one} and {other_name} exclude each other, and both are planned.",
                         "Leave the start of one of them blank.")


def _phases(choices: Choices, starts: Mapping[str, int]) -> Iterator[Issue]:
    for programme in choices.programmes:
        start = starts.get(programme.name)
        if start is None:
            continue
        for phase in choices.earlier_phases(programme):
            planned = [(starts[other.name], other.name) for other in phase if other.name in starts]
            where = f"of {programme.institution}"
            if not planned:
                names = " or ".join(other.name for other in phase)
                yield _issue("programme_phase", programme.name,
                             f"{programme.name} is {programme.phase}, and nothing {phase[0].phase} {where} is planned.",
                             f"Type a start of {names}, or leave that of {programme.name} blank.")
            for first, other_name in planned:
                if first > start:
                    yield _issue(
                        "programme_phase", programme.name,
                        f"{programme.name}, which is {programme.phase}, starts in {choices.style.text(start)}, before "
                        f"{other_name} {where}, which is {phase[0].phase}, in {choices.style.text(first)}.",
                        f"Type {choices.style.text(first)} or later as start of {programme.name}; {_MORE}. The order of "
                        f"phases is {', '.join(PHASES_IN_ORDER)}.")


def _at_once(choices: Choices, starts: Mapping[str, int]) -> Iterator[Issue]:
    for crowd in crowds(choices, starts):
        yield Issue(
            "programme_at_once",
            f"{len(crowd.running)} programmes of {crowd.institution} run in {choices.style.text(crowd.year)}, "
            f"{', '.join(crowd.running)}; it can carry {choices.at_once[crowd.institution]} at once.",
            f"Start one of them later, or not, or type a larger at_once of {crowd.institution}.", TABLE, crowd.running[-1],
            "start")


def crowds(choices: Choices, starts: Starts) -> Iterator[Crowd]:
    """Yield, for each institution that has to carry more programmes at once than it can, the first year in which it has."""
    for institution, most in choices.at_once.items():
        own = [(programme, start) for programme in choices.programmes
               if programme.institution == institution and (start := starts.get(programme.name)) is not None]
        for year in choices.years:  # those that run together after the last one run together in it
            running = tuple(programme.name for programme, start in own if programme.runs(start, year))
            if len(running) > most:
                yield Crowd(institution, year, running)
                break  # one year is enough to mend it


def fallen_among(choices: Choices, starts: Starts) -> tuple[str, ...]:
    """Return which planned programmes cannot be, since what they need is not planned, in the order of the case."""
    left = {name: year for name, year in starts.items() if year is not None}
    while needing := {issue.row for issue in broken_among(choices, left) if issue.code in NEEDING}:
        left = {other: year for other, year in left.items() if other not in needing}
    return tuple(one.name for one in choices.programmes if starts.get(one.name) is not None and one.name not in left)


def calendars(case: Case) -> Iterator[dict[str, int | None]]:
    """Yield every allowed calendar of a case: the start of each programme, ``None`` where it is declined.

    All are tried, so it is for a handful of programmes; ``broken`` is the only judge.
    """
    choices = choices_of(case)

    def from_(place: int, starts: dict[str, int | None]) -> Iterator[dict[str, int | None]]:
        if place == len(choices.programmes):
            if not broken(case, starts):
                yield dict(starts)
            return
        programme = choices.programmes[place]
        for year in (None, *choices.starts(programme)):
            yield from from_(place + 1, {**starts, programme.name: year})

    yield from from_(0, {})


def _issue(code: str, programme: str, message: str, remedy: str) -> Issue:
    return Issue(code, message, remedy, TABLE, programme, "start")


def _years(number: int) -> str:
    return "year" if number == 1 else "years"
