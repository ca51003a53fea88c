"""Two versions of a case side by side: what they say differently, and what each is answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rightfin.case.case import Case
from rightfin.case.exchange.difference import Difference, difference
from rightfin.case.issue import CaseError
from rightfin.case.resolve import resolved_settings
from rightfin.definition import Definition
from rightfin.planning import plan_of
from rightfin.progress import Progress, Steps, as_part
from rightfin.question import Question
from rightfin.reading import Saved
from rightfin.result.glance import Glance
from rightfin.result.plan import Plan, Status
from rightfin.schema import Value
from rightfin.solve.control import NEVER, Control
from rightfin.solve.levels import Depth
from rightfin.study.whatif import WhatIf

MOST_TABLES = 8
"""Changed tables up to which each is also put into the first case alone."""


@dataclass(frozen=True)
class Version:
    """One of the two: what its readers call it, and the case as it was saved."""

    name: str
    saved: Saved

    @classmethod
    def of(cls, name: str, case: Case) -> Version:
        """Return a version that was made in Python and stands in no file."""
        return cls(name, Saved(case, (), (), {}))

    @property
    def case(self) -> Case:
        """The case."""
        return self.saved.case


@dataclass(frozen=True)
class TableAlone:
    """The first case with one table of the second: sums over the years that both show, less those of the first case.

    Money in currency units at current prices, ``coverage`` the change of the last such year's share. ``None`` where the
    table does not fit the first case, changes its currency or all its years, or hard limits then contradict one another.
    """

    table: str
    cost: float | None = None
    own: float | None = None
    donors: float | None = None
    missing: float | None = None
    coverage: float | None = None


@dataclass(frozen=True)
class Versions:
    """Two versions of a case, ``b`` compared with ``a``.

    The plans are ``None`` where only the inputs were asked for; where nothing that is computed from differs, both are the
    same but for the digest of the case. ``scenarios`` and ``settings`` were laid over both.
    """

    a: Version
    b: Version
    difference: Difference
    plan_a: Plan | None
    plan_b: Plan | None
    alone: tuple[TableAlone, ...]
    scenarios: tuple[str, ...]
    settings: Mapping[str, Value]
    definition: Definition

    @property
    def answered(self) -> bool:
        """Whether both have a plan."""
        plans = self.plan_a, self.plan_b
        return all(found is not None and found.status is Status.ANSWERED for found in plans)

    @property
    def is_anew(self) -> bool:
        """Whether both were planned, each by itself, because something that is computed from differs."""
        return self.plan_a is not None and self.plan_b is not None and self.plan_a.tables is not self.plan_b.tables


def compare(
    a: Version, b: Version, *, definition: Definition | None = None, scenarios: Iterable[str] = (),
    settings: Mapping[str, Value] | None = None, answers: bool = True, progress: Progress | None = None,
    control: Control = NEVER,
) -> Versions:
    """Return what ``b`` says otherwise than ``a`` and, unless ``answers`` is false, what both are answered.

    Both are planned anew in the same way, whatever results came with them, so that their numbers can be compared. Where two
    to eight tables differ, each is also put into ``a`` alone. For ``progress`` all of it is one stage.

    Raises ``CaseError``, with the name of the version in each issue, if one cannot be planned; ``SolveStoppedError`` if
    ``control`` stopped it.
    """
    asked = Question.of(a.case, definition, scenarios, settings)
    found = difference(a.case, b.case)
    plans: list[Plan | None] = [None, None]
    alone: tuple[TableAlone, ...] = ()
    if answers:
        for place, version in enumerate((a, b)):
            # A scenario may need a row that counts for nothing by itself.
            if place and found.is_silent and not (asked.laid_over and (found.added or found.removed)):
                plans[1] = _of_case(b.case, plans[0])
                continue
            with_name = as_part(progress, place, 3 if _tables_alone(found) else 2, version.name)
            try:
                plans[place] = plan_of(replace(asked, case=version.case), with_name, control)
            except CaseError as error:
                raise error.of(version.name) from None
        if all(made is not None and made.status is Status.ANSWERED for made in plans):
            alone = _alone(asked, b, found, progress, control)
    return Versions(a, b, found, plans[0], plans[1], alone, asked.scenarios, asked.settings, asked.definition)


def _of_case(case: Case, made: Plan | None) -> Plan | None:
    """Return a plan that is that of another case, too, under the name of that case."""
    return made and replace(made, provenance=replace(made.provenance, case_digest=case.digest))


def _tables_alone(found: Difference) -> list[str]:
    """Return the tables in which something counts, if there are as many as are each looked at by itself."""
    changed = {row.table for row in (*found.added, *found.removed) if not row.is_silent}
    changed |= {cell.table for cell in found.cells if not cell.is_silent}
    tables = [name for name in found.tables if name in changed]
    return tables if 2 <= len(tables) <= MOST_TABLES else []


def _alone(
    a: Question, b: Version, found: Difference, progress: Progress | None, control: Control
) -> tuple[TableAlone, ...]:
    """Return the effect of each table in which something counts, on live models of the first case."""
    tables = _tables_alone(found)
    if not tables:
        return ()
    live = WhatIf.of(a)
    before = live.glance(live.base, depth=Depth.PLAN, checked=True, control=control)
    currency = resolved_settings(live.base)["currency"]
    effects = []
    steps = Steps(as_part(progress, 2, 3, f"only from {b.name}"), len(tables))
    for name in tables:
        steps.begin(name)
        try:
            case = replace(a, case=a.case.replace({name: b.case.records(name)})).prepared
            after = live.glance(case, depth=Depth.PLAN, checked=True, control=control)
        except CaseError:
            after = None
        if before is None or after is None or resolved_settings(case)["currency"] != currency:
            effects.append(TableAlone(name))
        else:
            effects.append(_effect(name, before, after))
    return tuple(effects)


def _effect(name: str, before: Glance, after: Glance) -> TableAlone:
    """Return the sums of a glance less those of another one, over the years that both have."""
    pairs = [(before.years.index(year), after.years.index(year)) for year in before.years if year in after.years]
    if not pairs:
        return TableAlone(name)

    def shifts(part: str) -> list[float]:
        old, new = getattr(before, part), getattr(after, part)
        return [new[at] - old[was] for was, at in pairs]

    cost, own, donors, missing = (sum(shifts(part)) for part in ("cost", "own", "grants", "missing"))
    return TableAlone(name, cost, own, donors, missing, shifts("coverage")[-1])
