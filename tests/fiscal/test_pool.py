"""Pooling donors' money: what arrives, when, for which lines, and until when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pipeline import MILLION, Row, tiny_case

from rightfin.fiscal.parameters import Donors, Parameters
from rightfin.fiscal.pool import POOL, funded_by, name_of_pool, paid_in, pooled, pooled_perfectly
from rightfin.fiscal.project import project
from rightfin.lp.inputs import Inputs
from rightfin.lp.layout import layout_of_session


def parameters(*donors: Row, pledges: dict[str, float] | None = None, **tables: list[Row]) -> Parameters:
    """Return parameters of the tiny case, 2021 to 2026 and five tail years, with these donors."""
    amounts = pledges or {}
    rows = [
        {"donor": row["donor"], **{str(year): amounts.get(str(row["donor"]), 1.0) * MILLION for year in range(2021, 2027)}}
        for row in donors
    ]
    named = [{"name": str(row["donor"]), **row} for row in donors]
    return project(tiny_case(donors=named, pledges=rows, **tables), {})


def the_pool(p: Parameters) -> tuple[Donors, int]:
    assert p.donors.donors[-1] == POOL
    return p.donors, len(p.donors.donors) - 1


BOTH = ("a", "b")


def test_money_arrives_later_and_nothing_in_the_first_year() -> None:
    donors, at = the_pool(pooled(parameters({"donor": "a"}, {"donor": "b"}), BOTH, fee=0.02, delay=1))
    assert donors.donors == (POOL,)
    assert donors.disbursed[at].tolist() == [0.0, *[2 * MILLION] * 10]
    assert donors.fee.tolist() == [[0.02] * 11]
    assert not donors.disbursed.flags.writeable


def test_the_fee_of_the_pool_replaces_those_of_its_members() -> None:
    donors, at = the_pool(pooled(parameters({"donor": "a", "fee": 0.1}, {"donor": "b"}), BOTH, fee=0.02, delay=0))
    assert donors.disbursed[at, 0] * (1.0 - donors.fee[at, 0]) == pytest.approx(0.98 * 2 * MILLION)


def test_a_member_pays_in_until_its_own_last_year_and_the_pool_stays_open_for_its_last_payment() -> None:
    before = parameters({"donor": "a", "exit_year": 2022}, {"donor": "b", "exit_year": 2024})
    donors, at = the_pool(pooled(before, BOTH, fee=0.0, delay=1))
    assert (donors.disbursed[at] / MILLION).tolist() == [0, 2, 2, 1, 1, 0, 0, 0, 0, 0, 0]
    assert donors.last_year == {POOL: 2025}
    perfect, place = the_pool(pooled_perfectly(before, BOTH))
    assert (perfect.disbursed[place] / MILLION).tolist() == [2, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0]
    assert perfect.last_year == {POOL: 2024}


def test_the_pool_is_open_no_longer_than_the_horizon_unless_a_member_stays() -> None:
    leaving = parameters({"donor": "a", "exit_year": 2026}, {"donor": "b", "exit_year": 2025})
    assert pooled(leaving, BOTH, delay=2).donors.last_year == {POOL: 2026}
    staying = parameters({"donor": "a", "exit_year": 2023}, {"donor": "b"})
    assert pooled(staying, BOTH, delay=2).donors.last_year == {POOL: None}


def test_a_delay_beyond_the_plan_leaves_nothing() -> None:
    assert pooled(parameters({"donor": "a"}, {"donor": "b"}), BOTH, delay=50).donors.disbursed.tolist() == [[0.0] * 11]


def test_a_line_is_funded_if_every_member_may_or_in_the_perfect_pool_if_any_may() -> None:
    before = parameters({"donor": "a"}, {"donor": "b"}, eligibility=[
        {"donor": "a", "institution": "*", "category": "pay", "allowed": False},
        {"donor": "b", "institution": "*", "category": "capital", "allowed": False},
        {"donor": "*", "institution": "*", "category": "benefits", "allowed": False},
    ])
    assert funded_by(pooled(before, BOTH).donors, POOL) == {
        ("army", "operations", "soldier"), ("army", "training", "soldier")
    }
    assert funded_by(pooled_perfectly(before, BOTH).donors, POOL) == {
        ("army", category, "soldier") for category in ("pay", "operations", "training")
    }


def test_the_strictest_member_decides_what_is_kept_and_the_most_generous_in_the_perfect_pool() -> None:
    before = parameters({"donor": "a", "carry_over": 0.2, "opening_carried": 3.0 * MILLION},
                        {"donor": "b", "carry_over": 0.9, "opening_carried": MILLION, "on_budget": False})
    real, perfect = pooled(before, BOTH).donors, pooled_perfectly(before, BOTH).donors
    assert ({*real.keep.ravel().tolist()}, {*perfect.keep.ravel().tolist()}) == ({0.2}, {0.9})
    assert real.opening_carried.tolist() == perfect.opening_carried.tolist() == [4 * MILLION]
    assert real.on_budget == {POOL: False}


def test_money_of_a_member_that_has_left_by_the_start_is_gone_for_the_pool_too() -> None:
    before = parameters({"donor": "a", "exit_year": 2020, "carry_over": 1.0, "opening_carried": 3.0 * MILLION},
                        {"donor": "b", "exit_year": 2021, "carry_over": 1.0, "opening_carried": MILLION})
    for pool in (pooled(before, BOTH), pooled_perfectly(before, BOTH)):
        assert pool.donors.opening_carried.tolist() == [MILLION]


def test_others_stay_as_they_are() -> None:
    before = parameters({"donor": "a"}, {"donor": "b"}, {"donor": "c", "match": 0.5, "untied": 7.0, "fee": 0.1})
    after = pooled(before, BOTH).donors
    assert after.donors == ("c", POOL)
    assert after.disbursed[0].tolist() == before.donors.disbursed[2].tolist()
    assert after.fee[:, 0].tolist() == [0.1, 0.01]
    assert after.untied[0].tolist() == before.donors.untied[2].tolist()
    assert not after.untied[1].any()
    assert after.match == before.donors.match
    assert after.scope == before.donors.scope
    assert funded_by(after, "c") == funded_by(before.donors, "c")
    assert {donor for donor, _ in after.eligible} == {"c", POOL}


def test_a_donor_called_pool_keeps_its_name() -> None:
    before = parameters({"donor": "pool"}, {"donor": "a"}, {"donor": "b"})
    assert name_of_pool(before) == "pool_2"
    assert pooled(before, BOTH).donors.donors == ("pool", "pool_2")


def test_money_after_the_last_year_is_not_paid_in() -> None:
    p = parameters({"donor": "a", "exit_year": 2023}, {"donor": "b"})
    assert (paid_in(p, "a") / MILLION).tolist() == [1, 1, 1, *[0] * 8]
    assert np.all(paid_in(p, "b") == MILLION)


@pytest.mark.parametrize(
    ("members", "fee", "delay"), [(("a",), 0.0, 0), ((), 0.0, 0), (("a", "a"), 0.0, 0), (("a", "nobody"), 0.0, 0),
                                  (("a", "c"), 0.0, 0), (BOTH, 1.0, 0), (BOTH, -0.1, 0), (BOTH, 0.0, -1)],
)
def test_what_is_no_pool_is_an_error(members: tuple[str, ...], fee: float, delay: int) -> None:
    with pytest.raises(ValueError, match="no pool"):
        pooled(parameters({"donor": "a"}, {"donor": "b"}, {"donor": "c", "match": 1.0}), members, fee, delay)


def test_only_what_members_who_never_leave_pay_in_lasts() -> None:
    """Of 1 million from each, b leaves after 2023: half lasts until then and all after it, a year later in the pool."""
    before = parameters({"donor": "a"}, {"donor": "b", "exit_year": 2023})
    donors, at = the_pool(pooled(before, BOTH, fee=0.0, delay=1))
    lasting = donors.disbursed[at] * donors.lasting_share[at]
    assert donors.staying == {POOL}
    assert (lasting / MILLION).tolist() == [0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]
    asked = replace(pooled(before, BOTH, fee=0.02, delay=0), policy=replace(before.policy, sustained_from=2021))
    d = Inputs(asked, layout_of_session(asked))
    assert d.net_disbursed[POOL, 2021] == pytest.approx(1.96 * MILLION)
    assert d.net_lasting[POOL, 2021] == pytest.approx(0.98 * MILLION)
