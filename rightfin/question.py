"""A question: a case and how it is asked, with what follows from them; every plan is put together here."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from rightfin.case.case import Case
from rightfin.case.checks import check_case
from rightfin.case.expansion import expanded
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.nearest import choose
from rightfin.case.overlay import lay_over
from rightfin.case.packages.wanted import TABLE as PACKAGES
from rightfin.case.packages.wanted import Wanted, wanted_by
from rightfin.case.programmes.choices import Choices, Starts, choices_of
from rightfin.case.programmes.proposed import TABLE as PROGRAMMES
from rightfin.case.programmes.proposed import Programme, proposed
from rightfin.case.programmes.starts import starts_of, with_starts
from rightfin.case.resolve import filled
from rightfin.case.scenario import apply_scenario, apply_settings
from rightfin.definition import Definition, default_definition
from rightfin.fiscal.beforehand.arithmetic import CODES, arithmetic
from rightfin.fiscal.parameters import Parameters
from rightfin.fiscal.projection import Projection
from rightfin.lp.inputs import Inputs
from rightfin.lp.program import Program
from rightfin.result.assemble import assemble, provenance_of
from rightfin.result.plan import Plan, Provenance
from rightfin.result.prices import TriedLimits
from rightfin.schema import Value
from rightfin.solve.levels import Contradiction, Solution

_LAID = "With the scenarios and settings that are laid over the case:"


@dataclass(frozen=True)
class Question:
    """A case as it was given, and what is laid over it: a definition, then scenarios in their order, then settings, then
    ``starts`` of programmes, ``None`` for one that is declined.

    ``warnings`` is what was found when the case was read. What follows from a question is computed when it is first asked
    for, and once; of two threads that ask at the same time both may compute it. Reading any of it raises
    ``CaseError``, with every problem, if a scenario or a setting is unknown, a scenario is named twice, or the case that
    results cannot be used.
    """

    case: Case
    definition: Definition = field(default_factory=default_definition)
    scenarios: tuple[str, ...] = ()
    settings: Mapping[str, Value] = field(default_factory=dict)
    warnings: tuple[Issue, ...] = ()
    starts: Starts = field(default_factory=dict)

    def __post_init__(self) -> None:
        # What a caller goes on changing must not change a question, nor whether it equals another.
        object.__setattr__(self, "scenarios", tuple(self.scenarios))
        object.__setattr__(self, "settings", MappingProxyType(dict(self.settings)))
        object.__setattr__(self, "warnings", tuple(self.warnings))
        object.__setattr__(self, "starts", MappingProxyType(dict(self.starts)))

    def __hash__(self) -> int:
        return hash(self.digest)

    def __reduce__(self) -> tuple[object, ...]:
        # Read-only mappings cannot be sent to another process, and what follows is computed there again.
        return Question, (
            self.case, self.definition, self.scenarios, dict(self.settings), self.warnings, dict(self.starts))

    @classmethod
    def of(
        cls, case: Case, definition: Definition | None = None, scenarios: Iterable[str] = (),
        settings: Mapping[str, Value] | None = None, warnings: Iterable[Issue] = (), starts: Starts | None = None,
    ) -> Question:
        """Return a question as public functions take it: without a definition it is the default one, a text is one name."""
        named = (scenarios,) if isinstance(scenarios, str) else tuple(scenarios)
        return cls(case, definition or default_definition(), named, settings or {}, tuple(warnings), starts or {})

    @property
    def laid_over(self) -> tuple[str, ...]:
        """The scenarios in the order in which they are applied: those of the definition, then those asked for."""
        return (*self.definition.scenarios, *self.scenarios)

    @property
    def options(self) -> Mapping[str, str]:
        """The settings asked for as text, by name."""
        return {name: str(value) for name, value in sorted(self.settings.items())}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that the numbers of an answer depend on: case, definition, scenarios, settings, starts."""
        parts: list[object] = [self.case.digest, self.definition.digest, self.scenarios, self.options]
        parts += [sorted(self.starts.items())] if self.starts else []
        return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()

    @cached_property
    def key(self) -> str:
        """SHA-256 of all that an answer depends on, its words included.

        Equal cases may be typed in another order, which reports keep, and be read with other warnings, since a workbook
        names other cells than a folder.
        """
        parts = self.digest, self.case.typed, tuple(map(str, self.warnings))
        return hashlib.sha256(repr(parts).encode()).hexdigest()

    @cached_property
    def _laid(self) -> Case:
        """The case with everything laid over it, unchecked; starts come last, over what a scenario says of them."""
        twice = [name for name, times in Counter(self.laid_over).items() if times > 1]
        if twice:  # what it multiplies or adds would count twice
            remedy = "Name it once: those of the model definition are laid over the case in any event."
            raise CaseError([
                Issue("scenario_twice", f"The scenario {name} is named twice.", remedy, "scenarios") for name in twice
            ])
        case = lay_over(apply_settings(self.case, self.definition.settings), self.definition.tables)
        for name in self.laid_over:
            case = apply_scenario(case, name)
        return _with_starts(apply_settings(case, self.settings), self.starts)

    @cached_property
    def _checked(self) -> tuple[Case, tuple[Issue, ...]]:
        """The case that is planned, its packages as ordinary rows, and what is odd about it.

        What was found when it was read goes first, without what scenarios and settings have mended; what only they bring
        about says so.
        """
        laid, as_given = self._laid, check_case(self.case, try_scenarios=False)
        found = as_given if laid is self.case else check_case(laid, try_scenarios=False)
        typed = {_which(issue) for issue in as_given}
        planned, known = {_which(issue) for issue in found}, {_which(issue) for issue in self.warnings}
        kept = [issue for issue in self.warnings if _which(issue) in planned or _which(issue) not in typed]
        new = [issue for issue in found if _which(issue) not in known]
        kept = self._with_arithmetic(laid, kept)
        brought = [replace(issue, message=f"{_LAID} {issue.message}") for issue in new if _which(issue) not in typed]
        return expanded(laid).case, sound((*kept, *(issue for issue in new if _which(issue) in typed), *brought))

    def _with_arithmetic(self, laid: Case, kept: list[Issue]) -> list[Issue]:
        """Return warnings in which what arithmetic said of the case as it was read is said of the one that is planned."""
        known = {_which(issue): issue for issue in kept if issue.code in CODES}
        if not known or (laid is self.case and not self.definition.rules):
            return kept
        now = [known.get(_which(issue), issue) if laid is self.case else issue
               for issue in arithmetic(laid, self.definition.rules)]
        return [*(issue for issue in kept if issue.code not in CODES), *now]

    @property
    def laid(self) -> Case:
        """The case with everything laid over it, unchecked, its packages and programmes as they are typed."""
        return self._laid

    @property
    def prepared(self) -> Case:
        """The case that is planned: everything laid over it, packages as ordinary rows, and checked."""
        return self._checked[0]

    @property
    def packages(self) -> tuple[Wanted, ...]:
        """The packages of the case that is planned."""
        laid, issues = self._laid, list[Issue]()
        found = (wanted_by(laid, row, issues) for row in filled(laid, PACKAGES))
        return tuple(wanted for wanted in found if wanted is not None and any(wanted.numbers.values()))

    @property
    def programmes(self) -> tuple[Programme, ...]:
        """The programmes of the case that is planned, those without a start too."""
        return proposed(self._laid)

    @property
    def choices(self) -> Choices:
        """Which starts of them are allowed."""
        return choices_of(self._laid)

    @property
    def issues(self) -> tuple[Issue, ...]:
        """The warnings about the case that is planned: those of reading it, then those that were found since."""
        return self._checked[1]

    @cached_property
    def parameters(self) -> Parameters:
        """The numbers that the optimisation sees."""
        return self.projection().of(self.prepared)

    @cached_property
    def idle(self) -> tuple[str, ...]:
        """The scenarios asked for without which the optimisation sees the same numbers."""
        projection = self.projection()
        return tuple(name for name in self.scenarios if self._is_idle(name, projection))

    def _is_idle(self, name: str, projection: Projection) -> bool:
        without = replace(self, scenarios=tuple(other for other in self.scenarios if other != name))
        whole = projection.of(self.prepared)  # the same object comes back where nothing differs
        try:
            return projection.of(without.prepared) is whole
        except CaseError:
            return False

    def projection(self) -> Projection:
        """Return a new projection, for one who asks about one case after another."""
        return Projection(self.definition.rules, self.definition.grade_ratio_factor)

    def provenance(self, program: Program, study: Mapping[str, str]) -> Provenance:
        """Return what a plan is made from; ``study`` says what was done otherwise than for ``rightfin.plan``.

        The digest of the case is always that of the case as it was given, before anything is laid over it.
        """
        model = self.definition.name, self.definition.digest
        own = len(self.definition.scenarios)
        laid = {f"start of {name}": "declined" if year is None else self.choices.style.text(year)
                for name, year in sorted(self.starts.items())}
        study = {**laid, **study}
        return provenance_of(self.case, model, self.laid_over, self.options, program, study, of_the_model=own)

    def plan_of(
        self, inputs: Inputs, program: Program, found: Solution | Contradiction, *, limits: TriedLimits | None = None,
        study: Mapping[str, str] = MappingProxyType({}), changed: ChangedCase | None = None,
    ) -> Plan:
        """Return the plan that a solution of this question stands for, or of the question with some cells changed.

        ``limits`` are those that were tried, ``study`` is as in ``provenance``. Raises ``AccountError`` if the accounts
        do not balance.
        """
        if changed is not None and changed.case is not self.prepared:
            made = self.provenance(program, {**study, "case planned": changed.case.digest})
            return assemble(changed.case, inputs, program, found, made, changed.issues, limits, self.programmes)
        plan = assemble(self.prepared, inputs, program, found, self.provenance(program, study), self.issues, limits,
                        self.programmes)
        return replace(plan, idle=self.idle)


@dataclass(frozen=True)
class ChangedCase:
    """The prepared case of a question with other values in some cells, and the warnings about it."""

    case: Case
    issues: tuple[Issue, ...]


def _with_starts(case: Case, starts: Starts) -> Case:
    """Return a case with starts laid over it; raises ``CaseError`` with every programme that it does not have."""
    known = starts_of(case)
    unknown = [Issue("unknown_programme", f"There is no programme {name}.", choose(name, known), PROGRAMMES)
               for name in starts if name not in known]
    if unknown:
        raise CaseError(unknown)
    return with_starts(case, starts) if starts else case


def sound(issues: tuple[Issue, ...]) -> tuple[Issue, ...]:
    """Return issues none of which is an error; raises ``CaseError`` with all of them otherwise."""
    if any(issue.severity is Severity.ERROR for issue in issues):
        raise CaseError(issues)
    return issues


def _which(issue: Issue) -> tuple[str, str, str, str]:
    return issue.code, issue.table, issue.row, issue.column
