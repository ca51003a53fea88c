"""Every sentence of explanations, read against its tables: run as ``python -m told.audit`` from the folder of the tests."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from inputs.shipped import AFGHANISTAN, DEMO, shipped_case
from random_cases import random_case
from told import explained, more_money, split_up, wished
from told.asked import Asked, CaseAsked
from told.reading import Reading, ToldForm

from rightfin.report.studies.all import findings

FORMS: dict[str, tuple[ToldForm, ...]] = {
    "explain": (*explained.FORMS, *more_money.FORMS),
    "whynot": wished.WHYNOT,
    "reach": wished.REACH,
    "attribution": split_up.FORMS,
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


def read_case(name: str, reading: Reading) -> None:
    """Read every sentence of every study of a case."""
    for asked in asked_of(name):
        told = findings(asked.study)
        if told.study in FORMS:
            reading.read(f"{name} {asked.of}", told, FORMS[told.study], asked)


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
