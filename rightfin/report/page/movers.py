"""Why the number of a cadre moves: its course, what settles it in which years, and what ties leave open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rightfin.report.composition import asked_of
from rightfin.report.page.words import runs
from rightfin.report.words.wording import listed, people
from rightfin.result.plan import Plan
from rightfin.study.briefing.ranges import Number, Range
from rightfin.study.briefing.stated import Cause
from rightfin.study.briefing.study import Briefing
from rightfin.tolerances import DECIDED

FILLS = 0.9
"""Share of those who join an institution from which on a cadre is said to fill its school alone."""

TURN = 0.01
"""By how much of itself a strength must lie beyond both ends of its course to be told."""

_CAUSES = {
    Cause.CAP: "at its cap",
    Cause.FLOOR: "at its least strength",
    Cause.RULE: "by a rule of the case",
    Cause.SCHOOL: "as many as can be trained",
    Cause.LEAVERS: "nobody joins, people leave",
    Cause.WEIGHED: "no limit of its own",
}
_WEIGHED = "no limit of its own holds: as many as needs and money make best"


class Movers:
    """What the page says of the cadre of an institution whose number moves most; the first to have no limit is told at
    length."""

    def __init__(self, plan: Plan, found: Briefing) -> None:
        """Take a plan and its briefing, which has what the case states."""
        self._plan, self._found = plan, found
        self._table = plan.tables["strength"]
        first = self._table.where("year", plan.years[:1])
        self._opening = {str(row["cadre"]): float(row["before"]) for row in first.records()}
        self._weighed = _WEIGHED

    def told(self, cadres: Sequence[str]) -> str:
        """Return the one of some cadres that moves most from the base year on, its numbers, and what settles them."""
        last = self._plan.years[-1]
        cadre = max(cadres, key=lambda k: round(abs(self._course([k])[last] - self._opening[k])))
        return f"{self._of_one(cadre, cadres)}{self._others([k for k in cadres if k != cadre])}"

    def _others(self, cadres: Sequence[str]) -> str:
        """Return as a sentence who of other cadres was integrated, let go, struck off and retired; empty if nobody was."""
        told = [f"{self._name(cadre)} {listed([f'{people(sum_)} {word}' for word, sum_ in moved.items()])}"
                for cadre in cadres if (moved := self._moved([cadre]))]
        return f" Of others: {'; '.join(told)}." if told else ""

    def _of_one(self, cadre: str, cadres: Sequence[str]) -> str:
        last = self._plan.years[-1]
        causes = self._found.stated.causes[cadre] if self._found.stated is not None else {}
        tied = self._tied(cadres)
        mine = [one for one in tied if one.who == cadre]
        one = next((found for found in mine if found.year == last and self._is_wide(found)), None)
        if one is None:
            settled = {year: cause for year, cause in causes.items() if year not in {found.year for found in mine}}
            open_ = [f"{found.year} any of {people(found.least)} to {people(found.greatest)}" for found in mine]
            rules = self._rules(cadre) if Cause.RULE in settled.values() else ""
            reasons = "; ".join([*self._reasons(settled, [cadre]), *open_])
            return f"{self._name(cadre)}: {self._numbers([cadre])} ({reasons}).{rules}"
        text = (f"{self._name(cadre)}: {self._numbers([cadre], turns=False)}, though {people(one.least)} to "
                f"{people(one.greatest)} would be as good.{self._rules(cadre)}")
        return f"{text}{self._together(one, [other for other in tied if other.who != cadre and other.year == one.year])}"

    def _is_wide(self, one: Range) -> bool:
        """Whether what ties leave open is large beside what the number has moved by."""
        moved = abs(one.value - self._opening[one.who])
        return one.greatest - one.least >= TURN * max(moved, one.greatest)

    def _tied(self, cadres: Sequence[str]) -> list[Range]:
        """Return the ranges of those of some cadres whose number ties decide in a year that was looked at."""
        known = self._found.ranges
        return [one for one in (known.ranges if known is not None else ())
                if one.number is Number.STRENGTH and one.who in cadres]

    def _together(self, one: Range, others: Sequence[Range]) -> str:
        """Return the course of a tied cadre and another together where their sum is the same at both ends of the ranges."""
        # Of three numbers that can stand for one another, the ends of two ranges say nothing of the sum of these two.
        known = self._found.ranges.ranges if self._found.ranges is not None else ()
        open_ = [found for found in known if (found.number, found.year) == (Number.STRENGTH, one.year)]
        if len(others) != 1 or len(open_) != 2:
            return ""
        other, = others
        sums = [one.least + other.greatest, one.greatest + other.least, one.value + other.value]
        if max(sums) - min(sums) > DECIDED * max(sums):
            return ""
        both = self._common(one.who, other.who)
        return (f" Together with {self._name(other.who)}: {self._numbers([one.who, other.who])} either way "
                f"({'; '.join(self._reasons(both, [one.who, other.who]))}).")

    def _common(self, one: str, other: str) -> dict[int, Cause]:
        """Return what settles two cadres of one institution together: their school, what settles both, else neither."""
        if self._found.stated is None:
            return {}
        causes = self._found.stated.causes
        pairs = {year: {cause, causes[other][year]} for year, cause in causes[one].items()}
        return {year: Cause.SCHOOL if Cause.SCHOOL in pair else pair.pop() if len(pair) == 1 else Cause.WEIGHED
                for year, pair in pairs.items()}

    def _numbers(self, cadres: Sequence[str], *, turns: bool = True) -> str:
        """Return the course of cadres together in a few figures, and who was integrated and let go in it."""
        plan, course = self._plan, self._course(cadres)
        ends = {plan.years[0] - 1: sum(self._opening[cadre] for cadre in cadres), plan.years[-1]: course[plan.years[-1]]}
        most = max(course, key=lambda year: (round(course[year]), -year))
        least = min(course, key=lambda year: (round(course[year]), year))
        beyond = [most] if course[most] > (1.0 + TURN) * max(ends.values()) else []
        beyond += [least] if course[least] < (1.0 - TURN) * min(ends.values()) else []
        told = ends | {year: course[year] for year in (beyond if turns else ())}
        text = ", ".join(f"{people(told[year])} in {year}" for year in sorted(told))
        return text + "".join(f", {people(sum_)} {word}" for word, sum_ in self._moved(cadres).items())

    def _moved(self, cadres: Sequence[str]) -> dict[str, float]:
        """Return how many people were integrated, let go, struck off and retired in all years shown, where any were."""
        of = self._table.where("cadre", cadres)
        names = self._plan.names
        armed = {names.sectors.get(names.cadre_institution.get(cadre, "")) for cadre in cadres} == {"defence"}
        words = {"integrated": "integrated", "demobilised" if armed else "let go": "exits",
                 "ghosts struck off": "struck", "retired in known years": "retirements"}
        sums = {word: sum(of.column(column)) for word, column in words.items()}
        return {word: number for word, number in sums.items() if round(number) > 0}

    def _reasons(self, causes: Mapping[int, Cause], cadres: Sequence[str]) -> list[str]:
        """Return which cause settles the number of some cadres of one institution in which years."""
        years: dict[Cause, list[int]] = {}
        for year, cause in causes.items():
            years.setdefault(cause, []).append(year)
        told = []
        for cause, found in years.items():
            words = self._school(cadres, found) if cause is Cause.SCHOOL else _CAUSES[cause]
            if cause is Cause.WEIGHED:
                words, self._weighed = self._weighed, _CAUSES[cause]
            told.append(f"{runs(found)} {words}")
        return told

    def _school(self, cadres: Sequence[str], years: Sequence[int]) -> str:
        """Return what a full school means for some cadres of one institution: of whom it is full, if not of them."""
        institution = self._plan.names.cadre_institution
        mates = [k for k, home in institution.items() if home == institution[cadres[0]]]
        joined = self._table.where("year", years)
        hires = {k: sum(joined.where("cadre", [k]).column("hires")) for k in mates}
        mine, whole = sum(hires[k] for k in cadres), sum(hires.values())
        if mine >= FILLS * whole:
            return _CAUSES[Cause.SCHOOL]
        first = max((k for k in mates if k not in cadres), key=lambda k: hires[k])
        joined_as = [f"{people(hires[k])} {'are ' if k == cadres[0] else ''}{self._name(k)}" for k in (*cadres, first)]
        return f"the school is full: of {people(whole)} who join {listed(joined_as)}"

    def _rules(self, cadre: str) -> str:
        """Return what rules of composition ask of a cadre alone, as a sentence; empty if none does."""
        rules = self._found.stated.rules if self._found.stated is not None else ()
        asked = asked_of(self._plan, [rule for rule in rules if rule.left_cadres == (cadre,)])
        return f" The case asks for {listed(asked)}." if asked else ""

    def _name(self, cadre: str) -> str:
        return self._plan.names.cadres.get(cadre, cadre)

    def _course(self, cadres: Sequence[str]) -> dict[int, float]:
        return self._table.where("cadre", cadres).by_year("strength")
