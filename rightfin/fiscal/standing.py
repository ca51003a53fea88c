"""What stands when the settled years of a case end: people, kit, money and cases, from the table actuals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case
from rightfin.case.payers import GOVERNMENT
from rightfin.case.resolve import filled, resolved_settings
from rightfin.fiscal.parameters import Floats, Parameters
from rightfin.schema.learning import TO_GRADE, WHOLE, WHOLE_YEAR

ByYear = Mapping[tuple[str, int], float]


@dataclass(frozen=True)
class Settled:
    """What stands at the end of the last settled year, by name; money in the case's currency, people in persons.

    ``hires`` and ``exits`` are those of each settled year, ``promotions``, from and to, of the last one; ``in_training``
    are those who join in a later year; ``outlay`` is what a payer gave in the last settled year.
    """

    strength: Mapping[str, float]
    pensioners: Mapping[str, float]
    stock: Mapping[str, float]
    carried: Mapping[str, float]
    arrears: Mapping[str, float]
    reserve: Mapping[str, float]
    outlay: Mapping[str, float]
    backlog: Mapping[str, float]
    convicted: Mapping[str, float]
    hires: ByYear
    exits: ByYear
    promotions: Mapping[tuple[str, str], float]
    in_training: ByYear


def standing_of(case: Case, whole: Parameters, last: int, exchange: Mapping[str, Floats]) -> Settled:
    """Return what stands at the end of a year, from the rows of actuals that cover whole years.

    What a donor carries is typed in its own currency and exchanged at the rate of that year.
    """
    facts: dict[str, dict[tuple[str, int], float]] = {}
    for row in filled(case, "actuals"):
        if int(float(str(row["months"]))) == WHOLE_YEAR:
            of = facts.setdefault(str(row["measure"]), {})
            of |= {
                (str(row["whose"]), int(year)): float(value) for year, value in row.items()
                if year.isdigit() and isinstance(value, (int, float))
            }

    def at_end(measure: str) -> dict[str, float]:
        return {whose: value for (whose, year), value in facts.get(measure, {}).items() if year == last}

    def of_payers(measure: str) -> dict[str, float]:
        found = at_end(measure)
        return {GOVERNMENT: found[WHOLE], **found} if WHOLE in found and not whole.payers.further else found

    def in_years(measure: str, *, later: bool = False) -> dict[tuple[str, int], float]:
        return {key: value for key, value in facts.get(measure, {}).items() if (key[1] > last) == later}

    own = str(resolved_settings(case)["currency"])
    rate = {str(row["donor"]): float(exchange[str(row["currency"] or own)][last - whole.horizon.base])
            for row in filled(case, "donors")}
    return Settled(
        strength=at_end("strength"), pensioners=at_end("pensioners"), stock=at_end("stock"),
        carried={donor: amount * rate[donor] for donor, amount in at_end("carried").items()},
        arrears=of_payers("arrears"), reserve=of_payers("reserve"), outlay=of_payers("outlay"),
        backlog=at_end("backlog"), convicted=at_end("convicted"), hires=in_years("hires"), exits=in_years("exits"),
        promotions={
            (name, grade): persons for whose, persons in at_end("promoted").items()
            for name, sign, grade in (whose.partition(TO_GRADE),) if sign
        },
        in_training=in_years("in_training", later=True),
    )
