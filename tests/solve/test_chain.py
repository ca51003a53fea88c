"""The justice chain: solved by hand, against a queue of months, and against what would be absurd."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest
from chain_cases import CADRES, STAGES, YEARS, chain_case, three_stages
from hypothesis import given, settings
from hypothesis import strategies as st
from pipeline import Row, Solved, levels_only, macro, solved
from real_chain import chain_budget
from solve.test_laws import changed, never_worse
from solve.test_live_session import assert_levels_agree

from rightfin.fiscal.project import project
from rightfin.fiscal.projection import Projection
from rightfin.lp.objectives import natural_sizes
from rightfin.solve.levels import solve_on
from rightfin.solve.session import Session
from rightfin.solve.stages import Stages

CLOSE = 3e-5


def of_stage(found: Solved, stage: str, column: str) -> dict[int, float]:
    return found.by_year("justice", column, stage=stage)


@pytest.fixture(scope="module")
def by_hand() -> Solved:
    return solved(three_stages(prison_places=[{"prisons": "all", "name": "Prisons", "2021": 250.0}]))


def test_a_chain_of_three_stages_solved_by_hand(by_hand: Solved) -> None:
    """1,200 arrive, 600 go on, 550 are charged, 440 go on, 400 are tried: 50 and 40 more wait every year."""
    after = {year: year - 2020 for year in YEARS}
    for stage, inflow, done, left in (("inquiry", 1200.0, 1200.0, 0.0), ("charge", 600.0, 550.0, 50.0),
                                      ("trial", 440.0, 400.0, 40.0)):
        assert of_stage(by_hand, stage, "inflow") == pytest.approx(dict.fromkeys(YEARS, inflow), rel=CLOSE)
        assert of_stage(by_hand, stage, "done") == pytest.approx(dict.fromkeys(YEARS, done), rel=CLOSE)
        waits = {year: left * n for year, n in after.items()}
        assert of_stage(by_hand, stage, "backlog") == pytest.approx(waits, rel=CLOSE, abs=0.01)
    assert of_stage(by_hand, "trial", "waits_in_all") == pytest.approx(
        {year: (40.0 + 0.8 * 50.0) * n for year, n in after.items()}, rel=CLOSE)
    assert of_stage(by_hand, "charge", "waiting") == pytest.approx(
        {year: 12.0 * 50.0 * n / 550.0 for year, n in after.items()}, rel=CLOSE)
    assert of_stage(by_hand, "inquiry", "capacity") == pytest.approx(dict.fromkeys(YEARS, 1500.0), rel=CLOSE)
    frame = by_hand.frame("justice")
    narrowest = frame[frame.bottleneck == "yes"]
    assert list(narrowest.stage) == ["trial"] * 6, "400 of 440 is less than 550 of 600"
    assert list(narrowest.year) == list(YEARS)


def test_prisons_fill_as_by_hand(by_hand: Solved) -> None:
    """Half of the accused are held while they wait and for a month; a quarter of 400 go to prison for two years."""
    detained = {year: 0.5 * (40.0 * (year - 2020) + 440.0 / 12.0) for year in YEARS}
    assert by_hand.by_year("prisons", "detained") == pytest.approx(detained, rel=CLOSE)
    stays, serving, convicted = exp(-0.5), 150.0, {}
    for year in YEARS:
        serving = stays * serving + 100.0 * 2.0 * (1.0 - stays)
        convicted[year] = serving
    assert by_hand.by_year("prisons", "convicted") == pytest.approx(convicted, rel=CLOSE)
    beyond = {year: max(0.0, detained[year] + convicted[year] - 250.0) for year in YEARS}
    assert by_hand.by_year("prisons", "overcrowding") == pytest.approx(beyond, rel=CLOSE, abs=0.01)
    assert by_hand.indicator("overcrowding") == pytest.approx(
        {year: count / 250.0 for year, count in beyond.items()}, rel=CLOSE, abs=1e-4)
    assert by_hand.indicator("pretrial_share") == pytest.approx(
        {year: detained[year] / (detained[year] + convicted[year]) for year in YEARS}, rel=CLOSE)


def test_what_waits_counts_in_bands_and_what_waits_at_the_end_for_years_to_come() -> None:
    """With one band all of what waits for charge and for trial counts, the last of the tail for twelve years."""
    columns = {"inquiry": {"pass_rate": 0.5}, "charge": {"pass_rate": 0.8, "weight": 3.0}, "trial": {}}
    one_band = {stage: {**row, "swing": 0.0, "bands": "1:2"} for stage, row in columns.items()}
    found = solved(three_stages(stages=one_band))
    years = np.arange(1, 12)
    counts = 1.05 ** -years.astype(float)
    counts[-1] *= sum(1.05**-n for n in range(12))
    of_charge, of_trial = 50.0 * years / 600.0, (40.0 + 0.8 * 50.0) * years / 480.0
    assert found.levels["needs"] == pytest.approx(float(counts @ (3.0 * 2.0 * of_charge + 2.0 * of_trial)), rel=1e-5)


def test_more_police_without_judges_raise_detention() -> None:
    few, many = (
        solved(three_stages(people={"constable": count, "detective": 60.0, "prosecutor": 20.0, "judge": 5.0}))
        for count in (100.0, 400.0)
    )
    for year in YEARS:
        assert many.by_year("prisons", "detained")[year] > few.by_year("prisons", "detained")[year] + 50.0
    assert of_stage(many, "trial", "done") == pytest.approx(of_stage(few, "trial", "done"), rel=CLOSE)


# Against a queue of months

def months(
    rng: np.random.Generator, opening: np.ndarray, arriving: float, capacity: np.ndarray, passes: np.ndarray,
    swing: np.ndarray, courts: int = 1500,
) -> np.ndarray:
    """Return what waits at the end of each of six years, (stages, years): the mean over many courts, month by month."""
    waiting, ends = np.repeat(opening[:, None], courts, axis=1), []
    for month in range(72):
        come = np.full(courts, arriving / 12.0)
        for stage in range(len(opening)):
            come = come * (1.0 + swing[stage] * rng.standard_normal(courts))
            there = waiting[stage] + come
            done = np.minimum(there, capacity[stage] / 12.0)
            waiting[stage] = there - done
            come = np.full(courts, passes[stage] * done.mean())
        if month % 12 == 11:
            ends.append(waiting.mean(axis=1))
    return np.array(ends).T


def drawn(seed: int) -> tuple[dict[str, np.ndarray], float]:
    """Return a random chain: what waits, capacity, what goes on and swings, by stage, and what arrives."""
    rng = np.random.default_rng([seed, 77])
    arriving, passes = float(rng.uniform(500.0, 5000.0)), rng.uniform(0.4, 0.95, 3)
    inflow = arriving * np.array([1.0, passes[0], passes[0] * passes[1]])
    return {
        "opening": inflow * rng.uniform(0.0, 0.6, 3), "capacity": inflow / rng.uniform(0.6, 1.4, 3), "passes": passes,
        "swing": rng.choice([0.0, 0.1, 0.2, 0.3, 0.4], 3),
    }, arriving


def fixed_chain(seed: int) -> Solved:
    """Return the plan of a random chain whose people are fixed."""
    of, arriving = drawn(seed)
    stages: dict[str, Row] = {
        stage: {"opening_backlog": of["opening"][n], "pass_rate": of["passes"][n], "swing": of["swing"][n]}
        for n, stage in enumerate(STAGES)
    }
    staff: list[Row] = [
        {"stage": stage, "cadre": CADRES[stage], "throughput": of["capacity"][n] / 10.0} for n, stage in enumerate(STAGES)
    ]
    people = {"constable": 100.0, **dict.fromkeys(CADRES.values(), 10.0)}
    return solved(chain_case(people, stages, staff, arriving))


def apart(found: Solved, queue: np.ndarray) -> float:
    """Return how far a plan's backlogs are from those of a queue, as a share of the cases of the stage in the year."""
    frame = found.frame("justice").set_index(["stage", "year"]).sort_index()
    gaps = [
        abs(frame.backlog[stage, year] - queue[n, t]) / (frame.before[stage, year] + frame.inflow[stage, year])
        for n, stage in enumerate(STAGES) for t, year in enumerate(YEARS)
    ]
    return max(gaps)


@pytest.mark.parametrize("seed", range(50))
def test_the_yearly_chain_agrees_with_a_queue_of_months(seed: int) -> None:
    """Within 5 per cent of the cases that a stage has in a year, overloaded stages included."""
    of, arriving = drawn(seed)
    queue = months(np.random.default_rng(seed), of["opening"], arriving, of["capacity"], of["passes"], of["swing"])
    assert apart(fixed_chain(seed), queue) < 0.05


def test_the_queue_says_what_a_plain_limit_does_not() -> None:
    """At 97 per cent of capacity a plain limit sees nobody wait; of swinging months a tenth of the year's cases wait."""
    of = {"opening": np.array([0.0]), "capacity": np.array([1000.0]), "passes": np.array([0.0]), "swing": np.array([0.4])}
    queue = months(np.random.default_rng(1), arriving=970.0, **of)[0]
    waits = {}
    for swing in (0.0, 0.4):
        found = solved(chain_case(
            {"constable": 100.0, "judge": 10.0}, {"trial": {"swing": swing}},
            [{"stage": "trial", "cadre": "judge", "throughput": 100.0}], 970.0))
        waits[swing] = np.array(list(of_stage(found, "trial", "backlog").values()))
    assert waits[0.0] == pytest.approx(np.zeros(6), abs=0.1)
    assert waits[0.4] == pytest.approx(queue, abs=0.05 * 970.0)
    assert waits[0.4][-1] > 60.0


def test_far_from_capacity_nobody_waits() -> None:
    found = solved(chain_case({"constable": 100.0, "judge": 10.0}, {"trial": {}},
                              [{"stage": "trial", "cadre": "judge", "throughput": 100.0}], 500.0))
    assert of_stage(found, "trial", "backlog") == pytest.approx(dict.fromkeys(YEARS, 0.0), abs=0.01)


# What would be absurd

def test_cases_are_not_dropped_to_save_backlog() -> None:
    """Whatever may be dropped, where nobody says what dropping counts."""
    stages: dict[str, Row] = {
        "inquiry": {"pass_rate": 0.5, "drop_share": 1.0}, "charge": {"pass_rate": 0.8, "drop_share": 1.0},
        "trial": {"held_share": 0.6, "prison_share": 0.5, "sentence": 5.0, "opening_convicted": 300.0, "drop_share": 1.0},
    }
    places: list[Row] = [{"prisons": "all", "name": "Prisons", "weight": 5.0, "2021": 100.0}]
    found = solved(three_stages(stages=stages, prison_places=places))
    assert sum(found.by_year("justice", "dropped").values()) == pytest.approx(0.0, abs=1e-3)
    never: dict[str, Row] = {"trial": {"swing": 0.0, "drop_share": 1.0, "bands": "1:3"}}
    nobody: list[Row] = [{"stage": "trial", "cadre": "constable", "cases_per_head": 1.0}]
    waits = solved(chain_case({"constable": 100.0}, never, nobody, 100.0))
    assert of_stage(waits, "trial", "backlog") == pytest.approx({year: 200.0 * (year - 2020) for year in YEARS}, rel=CLOSE)
    cheap = {stage: {**row, "drop_years": 0.5} for stage, row in stages.items()}
    dropped = solved(three_stages(stages=cheap, prison_places=places)).by_year("justice", "dropped")
    assert min(dropped.values()) > 10.0, "who says that a dropped case counts little has cases dropped"


def shared_people(throughput: float = 25.0, count: float = 120.0, **changes: object) -> Solved:
    """Return constables who keep beats and work the inquiry: fewer than both ask for."""
    return solved(chain_case(
        {"constable": count}, {"inquiry": {"swing": 0.0, "bands": "1:1"}},
        [{"stage": "inquiry", "cadre": "constable", "throughput": throughput}], 1000.0, **changes))  # type: ignore[arg-type]


def test_people_are_at_one_work_at_a_time() -> None:
    found = shared_people()
    frame = found.frame("postings")
    frame["people"] = frame.supported + frame.unsupported
    at_work = frame.groupby("year").people.sum()
    assert at_work.max() <= 120.0 * (1.0 + 1e-6)
    inquiry = frame[frame.kind == "stage"].set_index("year").people
    covered = found.by_year("needs", "covered")
    for year in YEARS:
        assert covered[year] <= 120.0 - inquiry[year] + 1e-3
        assert of_stage(found, "inquiry", "done")[year] <= 25.0 * inquiry[year] + 1e-3


def test_work_is_not_pushed_past_the_end() -> None:
    """Constables leave beats for the inquiry as much in the last years as before: a case that waits goes on waiting."""
    for tail in (0, 5):  # a year's wait of five cases counts half as much as a beat, the years that they wait count more
        found = shared_people(5.0, 250.0, settings={"tail_years": tail})
        done = of_stage(found, "inquiry", "done")
        assert min(done.values()) >= 1000.0 * (1.0 - 1e-4), f"{done} with a tail of {tail}"


def test_police_are_not_cut_to_have_fewer_cases() -> None:
    """Needs ask for 100 constables and money is there; they bring more cases than the only judge will ever try."""
    chosen: dict[str, object] = {
        "people": {"constable": 100.0, "judge": 1.0}, "stages": {"trial": {"swing": 0.0, "weight": 100.0}},
        "staff": [{"stage": "trial", "cadre": "constable", "cases_per_head": 20.0},
                  {"stage": "trial", "cadre": "judge", "throughput": 100.0}],
        "cases": 10.0, "fixed": False,
    }
    bound: list[Row] = [{"cadre": "judge", "bound": "max", "hard": True, "2021": 1.0}]
    may_go: list[Row] = [{"institution": "police", "2021": 0.5}]
    found = solved(chain_case(**chosen, strength_limits=bound, demobilisation=may_go))  # type: ignore[arg-type]
    assert found.by_year("strength", "strength", cadre="constable") == pytest.approx(dict.fromkeys(YEARS, 100.0), rel=1e-4)
    # Where needs ask for half of them, those who go bring no cases any more.
    half: list[Row] = [{"need": "beat", "region": "national", "2021": 50.0}]
    found = solved(chain_case(**chosen, strength_limits=bound, demobilisation=may_go, demand=half))  # type: ignore[arg-type]
    brought = of_stage(found, "trial", "brought")
    assert brought == pytest.approx(dict.fromkeys(YEARS, 1000.0), rel=1e-3)


def test_files_are_not_held_back_where_they_count_less() -> None:
    """Detectives do all they can although what then waits for trial lies in a dearer band."""
    stages: dict[str, Row] = {"inquiry": {"swing": 0.0, "weight": 0.01}, "trial": {"swing": 0.0, "weight": 10.0}}
    staff: list[Row] = [{"stage": "inquiry", "cadre": "detective", "throughput": 100.0},
                        {"stage": "trial", "cadre": "judge", "throughput": 30.0}]
    found = solved(chain_case({"constable": 100.0, "detective": 10.0, "judge": 10.0}, stages, staff, 1000.0))
    assert of_stage(found, "inquiry", "done") == pytest.approx(dict.fromkeys(YEARS, 1000.0), rel=1e-4)


def test_money_goes_to_the_narrowest_stage() -> None:
    """Where there is money for few more people, it pays for judges, whom cases wait for, and not for idle detectives."""
    limits: list[Row] = [{"cadre": "constable", "bound": "max", "hard": True, "2021": 100.0}]
    found = solved(three_stages(ceiling=0.165, fixed=False, strength_limits=limits, macro=macro(0.165)))
    frame = found.frame("justice").set_index(["stage", "year"]).sort_index()
    assert frame.backlog["trial", 2026] + frame.backlog["charge", 2026] < 90.0 * 6
    strength = found.frame("strength").set_index(["cadre", "year"]).strength
    assert strength["judge", 2026] + strength["prosecutor", 2026] > 15.0 + 1.0


# Laws

@settings(max_examples=12)
@given(st.integers(0, 10**6))
def test_reduced_and_full_agree_with_a_chain(seed: int) -> None:
    case = chain_budget(seed)
    sizes = natural_sizes(project(case, {}))
    reduced, full = levels_only(case), levels_only(case, reduced=False)
    assert list(reduced) == list(full)
    for name, value in reduced.items():
        size = sizes[name.split()[-1]]
        assert value == pytest.approx(full[name], rel=1e-6, abs=1e-6 * size), name


@pytest.mark.parametrize("seed", range(6))
def test_a_live_session_answers_as_a_cold_solve_when_the_chain_changes(seed: int) -> None:
    projection, case, rng = Projection({}), chain_budget(seed), np.random.default_rng(seed)
    session = Session(projection.of(case))
    for table, key, column in (
        ("justice_cases", ("inquiry",), "2022"), ("justice_staff", ("charge", "clerk"), "throughput"),
        ("justice_stages", ("inquiry",), "pass_rate"), ("justice_stages", ("charge",), "weight"),
    ):
        old = next(row[column] for row in case.records(table) if case.tables[table].key_of(row) == key)
        case = case.with_cell(table, key, column, float(str(old)) * float(rng.uniform(0.8, 1.05)))
        parameters = projection.of(case)
        assert_levels_agree(session.solve(parameters), solve_on(Stages(session.program), parameters), parameters)


@settings(max_examples=10)
@given(st.integers(0, 10**6), st.sampled_from(["throughput", "places", "drop_share"]))
def test_more_room_in_the_chain_never_worsens(seed: int, what: str) -> None:
    case = chain_budget(seed)
    table = {"throughput": "justice_staff", "places": "prison_places", "drop_share": "justice_stages"}[what]

    def more(row: dict[str, object]) -> None:
        for column in ("2021",) if what == "places" else (what,):
            row[column] = min(1.0 if what == "drop_share" else np.inf, 1.3 * float(str(row[column] or 0.0)))

    never_worse(case, changed(case, table, more))


def test_a_stage_that_begins_later_is_measured_against_its_first_year() -> None:
    """An appeal that nobody makes before 2023: 200 a year, of whom 20 wait longer every year, are a tenth of a year's."""
    case = chain_case({"constable": 100.0, "judge": 2.0}, {"appeal": {"swing": 0.0, "bands": "1:1"}},
                      [{"stage": "appeal", "cadre": "judge", "throughput": 90.0}], 0.0,
                      justice_cases=[{"stage": "appeal", "2020": 0.0, "2023": 200.0}])
    found = solved(case)
    assert found.parameters.justice.base_inflow.tolist() == [200.0]
    assert of_stage(found, "appeal", "backlog")[2026] == pytest.approx(80.0, rel=1e-4)


def test_files_are_not_left_undone_to_spare_prisons() -> None:
    """Far more of those tried go to prison than are held before, and prisons are crowded: all who can be tried are."""
    stages: dict[str, Row] = {
        "inquiry": {"pass_rate": 0.9, "swing": 0.0, "weight": 0.01},
        "trial": {"swing": 0.0, "weight": 0.01, "prison_share": 0.8, "sentence": 8.0, "opening_convicted": 500.0},
    }
    staff: list[Row] = [{"stage": "inquiry", "cadre": "detective", "throughput": 100.0},
                        {"stage": "trial", "cadre": "judge", "throughput": 90.0}]
    places: list[Row] = [{"prisons": "all", "name": "Prisons", "weight": 50.0, "2021": 100.0}]
    found = solved(chain_case({"constable": 100.0, "detective": 10.0, "judge": 10.0}, stages, staff, 950.0,
                              prison_places=places))
    assert of_stage(found, "inquiry", "done") == pytest.approx(dict.fromkeys(YEARS, 950.0), rel=1e-4)
    assert of_stage(found, "trial", "done") == pytest.approx(dict.fromkeys(YEARS, 855.0), rel=1e-4)


@pytest.mark.parametrize("first", [2021, 2023])
def test_ghosts_struck_off_bring_no_cases_and_move_no_yardstick(first: int) -> None:
    """Of 100 constables paid 80 are there; nobody can be hired, and needs ask for 100."""
    ghosts: list[Row] = [
        {"institution": "police", "name": "Police", "sector": "interior", "ghosts": 0.2, "training_places": 0.0},
        {"institution": "courts", "name": "Courts", "sector": "justice"}]
    struck: list[Row] = [{"table": "institutions", "row": "police", "column": "ghosts", str(first): 0.0}]
    as_paid = three_stages(fixed=False, institutions=ghosts)
    cleaned = three_stages(fixed=False, institutions=ghosts, over_time=struck)
    assert project(cleaned, {}).justice.base_inflow.tolist() == pytest.approx([1160.0, 580.0, 464.0])
    assert project(as_paid, {}).justice.base_inflow.tolist() == pytest.approx([1160.0, 580.0, 464.0])
    for case in (as_paid, cleaned):
        brought = of_stage(solved(case), "inquiry", "brought")
        assert brought == pytest.approx(dict.fromkeys(YEARS, 160.0), rel=1e-6)
