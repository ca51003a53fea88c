"""Another path of prices changes nothing real: no verdict, no share, no number of people, no amount at constant prices."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import tiny_case

from rightfin.case import Case
from rightfin.planning import plan
from rightfin.report import facts
from rightfin.report.words.keeping import keeping_of
from rightfin.report.words.payment import payment_of
from rightfin.report.words.shortfalls import broken_rules, hardest_sentence
from rightfin.result.plan import Plan

YEARS = range(2021, 2027)


def case_of(rises: list[float], security_share: float) -> Case:
    """Return a case in foreign and own money whose prices and exchange rate rise by so much, year by year."""
    level, path = 1.0, {}
    for year, rise in zip(YEARS, rises, strict=True):
        level *= 1.0 + rise
        path[str(year)] = level
    return tiny_case(
        settings={"tail_years": 0, "currency": "LCU", "foreign_currency": "USD"},
        soldier={"support_floor": 1.0},
        macro=[
            {"series": "gdp", "2020": 1e9}, {"series": "real_growth", "2021": 0.01},
            {"series": "deflator_growth", **{str(year): rise for year, rise in zip(YEARS, rises, strict=True)}},
            {"series": "revenue_ratio", "2021": 0.1}, {"series": "security_share", "2021": security_share},
            {"series": "exchange_rate", "2020": 1.0, **path},
        ],
        donors=[{"donor": "friends", "name": "Friends", "currency": "USD", "exit_year": 2024}],
        pledges=[{"donor": "friends", **dict.fromkeys(map(str, YEARS), 4e6)}],
        committed=[{"institution": "army", "category": "operations", "item": "advisers",
                    **{year: 1e6 * price for year, price in path.items()}}],
        rules=[{"rule": "many", "measure": "strength", "left": "all", "relation": "at_least", "coefficient": 1.5,
                "right": "all"}],
    )


def real(made: Plan) -> dict[str, list[float]]:
    """Return amounts at constant prices and numbers of people by year; not arrears, which prices eat up."""
    prices = dict(zip(made.years, made.table("fiscal")["deflator"], strict=True))
    found: dict[str, list[float]] = {}
    for row in facts.yearly(made):
        found.setdefault("people", []).extend([row.strength, row.without_support])
        found.setdefault("money", []).extend(amount / prices[row.year] for amount in row.money[:-1])
        found.setdefault("shares", []).extend([row.coverage or 0.0, row.readiness or 0.0, row.own_share])
    return found


@settings(max_examples=4, deadline=None)
@given(
    rises=st.lists(st.floats(0.0, 9.0), min_size=6, max_size=6),
    security_share=st.sampled_from([0.1, 0.2, 0.4]),
)
def test_prices_move_nothing_real(rises: list[float], security_share: float) -> None:
    flat, dear = (plan(case_of(path, security_share)) for path in ([0.0] * 6, rises))
    assert payment_of(dear).can_be_paid == payment_of(flat).can_be_paid
    assert payment_of(dear).least == pytest.approx(payment_of(flat).least, rel=1e-5, abs=10.0)
    if not payment_of(flat).can_be_paid:
        return  # in which year a debt is made depends on prices, which eat it up
    one, other = real(flat), real(dear)
    assert other["people"] == pytest.approx(one["people"], rel=1e-4, abs=1.0)
    assert other["money"] == pytest.approx(one["money"], rel=1e-4, abs=2e3)
    assert other["shares"] == pytest.approx(one["shares"], abs=1e-4)
    broken = [[(rule.name, rule.year) for rule in broken_rules(made)] for made in (dear, flat)]
    assert broken[0] == broken[1]
    assert hardest_sentence(dear) == hardest_sentence(flat)
    kept, before = keeping_of(dear), keeping_of(flat)
    assert kept is not None
    assert before is not None
    assert kept.kept == pytest.approx(before.kept, rel=1e-4)


def test_real_money_of_the_first_year_is_never_shown_as_nothing() -> None:
    made = plan(case_of([9.0] * 6, 0.2))
    scale = facts.money_scale(made)
    for row in facts.yearly(made):
        assert round(scale.of(row.asked), scale.decimals) > 0.0
