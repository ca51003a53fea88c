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
        "Co-financing: Beta in 2022",
        "Absorption of purchases: Cars in 2021",
        "Capability: Police, Crime in 2021",
        "Pay: Courts in 2022",
        "Need: Crime, North in 2021",
        "Recruits already in training: Police",
        "Promotion: Constables to Sergeants in 2021",
    )


def test_years_of_one_limit_are_told_together() -> None:
    rows = [("pipeline", ("police",)), ("absorption", ("car", 2021)), ("absorption", ("car", 2022))]
    assert conflict_in_words(rows, names_of(golden_case())) == (
        "Absorption of purchases: Cars in 2021 and 2022", "Recruits already in training: Police")


def test_what_has_no_name_of_its_own_has_a_phrase_or_keeps_its_id() -> None:
    names = names_of(golden_case())
    assert names.on(Axis.CLASS) == names.on(Axis.YEAR) == {}
    assert names.on(Axis.RULE)["civil"] == "Clerks at least 40% of people of Courts"
    assert conflict_in_words([("rule", ("civil", 2022))], names) == (
        "Rules of composition: Clerks at least 40% of people of Courts in 2022",)
    assert conflict_in_words([("rule", ("unknown", 2022))], names) == ("Rules of composition: unknown in 2022",)


def test_rows_of_a_table_that_would_read_alike_have_their_ids_behind_them() -> None:
    case = golden_case()
    twice = case.replace({"rules": [*case.records("rules"), {
        **next(row for row in case.records("rules") if row["rule"] == "civil"), "rule": "civil_again"}]})
    found = names_of(twice).rules
    assert found["civil"] == "Clerks at least 40% of people of Courts [civil]"
    assert found["civil_again"] == "Clerks at least 40% of people of Courts [civil_again]"
    assert len(set(found.values())) == len(found)
