"""Every sentence of explanations, read against its tables: run as ``python -m told.audit`` from the folder of the tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from random_cases import random_case
from study.test_explain import from_nothing
from told import contradicted, explained, more_money, near, split_up, wished
from told.asked import Asked, CaseAsked
from told.reading import Reading, ToldForm

from rightfin.report.studies.all import findings
from rightfin.result.prices import priced_limits
from rightfin.study.why.cells import cell_at
from rightfin.study.why.explain import Explanation

FORMS: dict[str, tuple[ToldForm, ...]] = {
    "explain": (*explained.FORMS, *more_money.FORMS),
    "whynot": wished.WHYNOT,
    "reach": wished.REACH,
    "attribution": split_up.FORMS,
    "alternatives": near.FORMS,
    "contradictions": contradicted.FORMS,
}


def asked_of(name: str) -> Iterator[Asked]:
    """Yield all that is asked of a case: a random one by its number, or a shipped one."""
    case = CaseAsked(random_case(int(name)), int(name)) if name.isdigit() else CaseAsked(shipped_case(name), 1)
    yield from case.studies()
    if name.isdigit():
        yield case.contradictory()
    split = case.split()
    if split is not None:
        yield split


def solved_again(asked: Asked) -> str:
    """Return what a full solve from nothing says otherwise of the first limit of an explanation; nothing if it agrees."""
    study, live = asked.study, asked.live
    if not isinstance(study, Explanation) or live is None or not study.limits:
        return ""
    told = study.limits[0]
    priced = next(
        one
        for one in priced_limits(live.inputs, live.program, live.solution, study.currency)
        if (one.limit.name, one.name, one.year) == (told.family, told.name, told.year)
    )
    cell = cell_at(study.cell, live.question.prepared)
    number = cell.quantity.sum_in(live.inputs, cell.year)
    found = from_nothing(live, {row: by * told.step / priced.step for row, by in priced.moves.items()}, number)
    if found is None:
        return "hard limits contradict one another"
    rises = found.least - study.ends.least, found.greatest - study.ends.greatest
    within = 1e-5 * max(1.0, abs(study.ends.least), abs(study.ends.greatest))
    apart = max(abs(rises[0] - told.more.least), abs(rises[1] - told.more.greatest))
    return "" if apart <= within else f"solved from nothing {rises}, told {told.more}"


def read_case(name: str, reading: Reading) -> None:
    """Read every sentence of every study of a case."""
    for asked in asked_of(name):
        told = findings(asked.study)
        if told.study in FORMS:
            reading.read(f"{name} {asked.of}", told, FORMS[told.study], asked)
        if why := solved_again(asked):
            reading.wrong.append(f"{name} {asked.of} | {why}")


def main(names: list[str]) -> int:
    """Read the cases that are named, or 30 random ones and two shipped ones; return how a process ends."""
    reading = Reading()
    for name in names or [*map(str, range(30)), DEMO, AFGHANISTAN]:
        read_case(name, reading)
        print(f"{name}: {reading.told()}", flush=True)  # noqa: T201
    for wrong in reading.wrong:
        print(wrong)  # noqa: T201
    print(reading.told())  # noqa: T201
    return 1 if reading.wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
