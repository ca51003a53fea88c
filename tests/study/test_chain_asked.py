"""The justice chain asked: one more judge and more police, each against the plan made by hand with the same people."""

from __future__ import annotations

from functools import cache
from threading import Event

import pytest
from chain_cases import three_stages
from study.chain_case import Row, chain_case, chain_tables

from rightfin.case import CaseError
from rightfin.planning import plan
from rightfin.report.studies.chain_tables import change_of, held, paid, waiting
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.study.chain import MORE_POLICE, STEP, Chain, chain
from rightfin.study.chain_held import Limit

JUDGES, TRIED = 80.0, 60.0


@cache
def found() -> Chain:
    return chain(chain_case())


def judges_more() -> float:
    tried = next(tried for tried in found().one_more if tried.cadres == ("judge",))
    return tried.asked


def test_the_plan_is_that_of_the_case() -> None:
    mine, other = found().plan, plan(chain_case())
    assert {row[1]: row[2] for row in mine.tables["objective"].rows} == pytest.approx(
        {row[1]: row[2] for row in other.tables["objective"].rows}, rel=1e-6)


def test_every_cadre_that_works_is_tried_in_the_order_of_the_stages() -> None:
    assert [tried.cadres for tried in found().one_more] == [("investigator",), ("prosecutor",), ("judge",)]
    assert found().works == {"inquiry": ("investigator",), "charge": ("prosecutor",), "trial": ("judge",)}
    most = max(paid(found().plan, ("judge",)).values())
    assert judges_more() == pytest.approx(max(1.0, STEP * most))


def test_one_more_judge_clears_as_many_cases_a_year_as_a_judge_can() -> None:
    """The court is overwhelmed until the last year: every judge more gets 60 cases a year done that would have waited."""
    judge = found().one_more[-1]
    assert judge.plan is not None
    more = {year: paid(judge.plan, ("judge",))[year] - paid(found().plan, ("judge",))[year] for year in found().plan.years}
    done = {year: judge.plan.tables["justice"].where("stage", ("trial",)).by_year("done")[year] - amount
            for year, amount in found().plan.tables["justice"].where("stage", ("trial",)).by_year("done").items()}
    assert more[2021] == pytest.approx(judges_more())
    for year in (2021, 2022, 2023, 2024):
        assert done[year] == pytest.approx(TRIED * more[year], rel=0.01), year
    change = change_of(found().plan, judge)
    assert change is not None
    assert change.waits == pytest.approx(0.4 ** -1 * change.detained, rel=0.01)  # 40 per cent of those who wait are held


def test_one_more_where_there_is_room_does_nothing() -> None:
    for tried in found().one_more[:2]:
        change = change_of(found().plan, tried)
        assert change is not None
        assert change.people >= tried.asked - 1e-6
        assert change.waits == pytest.approx(0.0, abs=1.0)
        assert change.detained == pytest.approx(0.0, abs=1.0)


def test_more_police_alone_raise_detention_in_every_year() -> None:
    police = found().police
    assert police is not None
    assert police.plan is not None
    planned = paid(found().plan, ("constable",))
    for year, people in paid(police.plan, ("constable",)).items():
        assert people == pytest.approx((1.0 + MORE_POLICE) * planned[year], rel=1e-6)
    for cadre in ("investigator", "prosecutor", "judge"):
        for year, people in paid(police.plan, (cadre,)).items():
            assert people <= paid(found().plan, (cadre,))[year] + 1e-6
    assert all(held(police.plan)[year] > held(found().plan)[year] + 1.0 for year in found().plan.years)
    assert all(waiting(police.plan)[year] > waiting(found().plan)[year] + 1.0 for year in found().plan.years)


def test_the_same_police_by_hand_come_to_the_same() -> None:
    """A case that asks for these people by itself, as soft limits, has the levels of the plan that was tried."""
    settings = [{**row, "value": 0} if row["key"] == "tail_years" else row for row in chain_tables()["settings"]]
    study = chain(chain_case(settings=settings))
    held_back = dict.fromkeys(("investigator", "prosecutor", "judge"), ("max", 1.0))
    wanted = {"constable": ("min", 1.0 + MORE_POLICE), **held_back}
    limits: list[Row] = [
        {"cadre": cadre, "bound": bound,
         **{str(year): factor * people for year, people in paid(study.plan, (cadre,)).items()}}
        for cadre, (bound, factor) in wanted.items()
    ]
    by_hand = plan(chain_case(settings=settings, strength_limits=limits))
    assert study.police is not None
    assert study.police.plan is not None
    levels = [{row[1]: row[2] for row in made.tables["objective"].rows} for made in (by_hand, study.police.plan)]
    assert levels[0] == pytest.approx(levels[1], rel=1e-5, abs=1e-6)
    assert levels[0]["needs"] != pytest.approx(float(study.plan.tables["objective"].rows[1][2]), rel=0.01)


def test_no_more_than_the_case_allows() -> None:
    limits: list[Row] = [{"cadre": "judge", "bound": "max", "hard": True, "2021": 76.0}]
    study = chain(chain_case(strength_limits=limits))
    judge = study.one_more[-1]
    assert judge.asked == 0.0
    assert judge.plan is not None
    assert all(people <= 76.0 + 1e-6 for people in paid(judge.plan, ("judge",)).values())


def held_together(study: Chain) -> dict[str, tuple[str, Limit | None]]:
    assert study.together is not None
    return {one.cadre: (one.institution, one.limit) for one in study.together.held}


def test_training_places_hold_the_rest_of_the_chain_and_nothing_does_where_there_are_enough() -> None:
    """Every place of the courts is taken; with a thousand of them as many judges more come as are asked for."""
    assert held_together(found()) == {"judge": ("courts", Limit.TRAINING)}
    assert found().together is not None
    missing = found().together.held[0].missing
    assert missing == pytest.approx(MORE_POLICE * paid(found().plan, ("judge",))[2026], rel=1e-6)
    rows = [{**row, "training_places": 1000.0} if row["institution"] == "courts" else row
            for row in chain_tables()["institutions"]]
    assert held_together(chain(chain_case(institutions=rows))) == {}
    most: list[Row] = [{"cadre": "judge", "bound": "max", "hard": True, "2021": 96.0}]
    allowed = chain(chain_case(institutions=rows, strength_limits=most))
    assert held_together(allowed) == {"judge": ("courts", Limit.ALLOWED)}


def test_money_holds_the_rest_of_the_chain_where_own_money_reaches_its_ceiling() -> None:
    """160,000 a year pay 145 people and their support; nobody may be dismissed, and there is no training to wait for."""
    tight = chain(three_stages(fixed=False, ceiling=0.161))
    assert {limit for _, limit in held_together(tight).values()} == {Limit.MONEY}
    assert held_together(chain(three_stages(fixed=False, ceiling=0.18))) == {}


def test_a_chain_into_which_nobody_brings_cases_has_no_police_to_try() -> None:
    staff = [row for row in chain_tables()["justice_staff"] if row["cadre"] != "constable"]
    study = chain(chain_case(justice_staff=staff))
    assert study.police is None
    assert study.together is None
    assert len(study.one_more) == 3


def test_police_who_work_the_whole_chain_are_tried_once() -> None:
    """Where nobody else works it, more police alone is more of the whole chain."""
    staff: list[Row] = [{"stage": "inquiry", "cadre": "constable", "cases_per_head": 3.0, "throughput": 60.0}]
    staff += [{"stage": stage, "cadre": "constable", "throughput": 60.0} for stage in ("charge", "trial")]
    study = chain(chain_case(justice_staff=staff))
    assert study.police is not None
    assert study.together is None


def test_a_case_without_a_chain_is_told_so() -> None:
    bare = chain_case(justice_stages=[], justice_staff=[], justice_cases=[], prison_places=[])
    with pytest.raises(CaseError, match="no justice chain") as refused:
        chain(bare)
    assert "justice_stages" in refused.value.issues[0].remedy


def test_hard_limits_that_contradict_are_named() -> None:
    limits: list[Row] = [{"cadre": "judge", "bound": "min", "hard": True, "2021": 200.0}]
    with pytest.raises(CaseError, match="contradict"):
        chain(chain_case(strength_limits=limits))


def test_steps_are_told_and_a_stop_is_heard() -> None:
    told: list[tuple[int, int]] = []
    cancel = Event()

    def progress(step: int, steps: int, _: str) -> None:
        told.append((step, steps))
        if step == 3:
            cancel.set()

    with pytest.raises(SolveStoppedError):
        chain(chain_case(), progress=progress, control=Control(cancel))
    assert told == [(1, 6), (2, 6), (3, 6)]
