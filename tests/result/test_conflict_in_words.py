"""Contradictions in words: every row is named by what its index is of, and what an author can soften comes first."""

from __future__ import annotations

from golden_case import golden_case

from rightfin.lp.kinds import Axis
from rightfin.result.assemble import names_of
from rightfin.result.conflict import conflict_in_words


def test_rows_are_named_in_full_whatever_they_are_of() -> None:
    rows = [
        ("capability", ("police", "crime", 2021)), ("co_financing", ("beta", 2022)), ("need", ("crime", "north", 2021)),
        ("absorption", ("car", 2021)), ("cost_pay", ("courts", 2022)), ("promotion_rate", ("constable", "sergeant", 2021)),
        ("pipeline", ("police",)),
    ]
    assert conflict_in_words(rows, names_of(golden_case())) == (
        "Co-financing: Beta in 2022 (co_financing[beta,2022])",
        "Absorption of purchases: Cars in 2021 (absorption[car,2021])",
        "Capability: Police Crime in 2021 (capability[police,crime,2021])",
        "Pay: Courts in 2022 (cost_pay[courts,2022])",
        "Need: Crime North in 2021 (need[crime,north,2021])",
        "Recruits already in training: Police (pipeline[police])",
        "Promotion: Constables Sergeants in 2021 (promotion_rate[constable,sergeant,2021])",
    )


def test_what_has_no_name_beside_its_id_keeps_it() -> None:
    names = names_of(golden_case())
    assert names.on(Axis.RULE) == names.on(Axis.CLASS) == names.on(Axis.YEAR) == {}
    assert conflict_in_words([("rule", ("civilians", 2022))], names) == ("Rules of composition: civilians in 2022 "
                                                                         "(rule[civilians,2022])",)
