"""Batches: the same answers for any number of workers, in order, with progress and cancellation."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from threading import Event

import numpy as np
import pytest
from random_cases import random_case

from rightfin.case import Case, CaseError
from rightfin.solve.control import Control, SolveStoppedError
from rightfin.study import batch as module
from rightfin.study.batch import Answer, Batch, Variation
from rightfin.study.order import alike


def paths(case: Case, count: int) -> list[Variation]:
    """Return variations of the share of revenue that security gets, year by year."""
    rng = np.random.default_rng(4)
    years = [str(2021 + n) for n in range(5)]
    return [
        Variation(f"path {n}", tuple(
            ("macro", ("security_share",), year, float(share))
            for year, share in zip(years, 0.3 * np.cumprod(1.0 + rng.normal(0.0, 0.05, len(years))), strict=True)
        ))
        for n in range(count)
    ]


def same(one: tuple[Answer, ...], other: tuple[Answer, ...]) -> bool:
    return one == other


def test_answers_are_the_same_to_the_last_bit_for_any_number_of_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 7)
    case = random_case(6)
    wanted = paths(case, 30)
    with Batch(case, workers=1) as alone, Batch(case, workers=2) as pair:
        first = alone.answer(wanted)
        assert same(first, pair.answer(wanted))
        assert same(first, alone.answer(wanted))  # nor do they depend on what was asked before
    assert [answer.name for answer in first] == [variation.name for variation in wanted]
    assert len({answer.glance.coverage for answer in first if answer.glance}) > 20


def test_answers_are_those_of_asking_one_by_one() -> None:
    case = random_case(8)
    wanted = paths(case, 5)
    with Batch(case) as batch:
        together = batch.answer(wanted)
    for variation, answer in zip(wanted, together, strict=True):
        with Batch(case) as fresh:
            alone = fresh.answer([variation])[0]
        assert answer.glance is not None
        assert alone.glance is not None
        for one, other in zip(answer.glance.levels, alone.glance.levels, strict=True):
            assert one.value == pytest.approx(other.value, rel=1e-6, abs=10.0)


@pytest.mark.parametrize("workers", [1, 2])
def test_progress_counts_to_the_end_and_a_cancelled_batch_can_be_used_on(
    workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "CHUNK", 3)
    case, cancel, seen = random_case(6), Event(), []
    wanted = paths(case, 24)

    def stop_early(step: int, steps: int, _: str) -> None:
        seen.append((step, steps))
        if step == 7:
            cancel.set()

    with Batch(case, workers=workers) as batch:
        with pytest.raises(SolveStoppedError, match="cancelled"):
            batch.answer(wanted, progress=stop_early, control=Control(cancel))
        assert len(seen) < 24
        seen.clear()
        cancel.clear()
        answers = batch.answer(wanted, progress=lambda step, steps, _: seen.append((step, steps)))
    assert len(answers) == 24
    assert seen[-1] == (24, 24)
    assert [step for step, _ in seen] == list(range(1, 25))


def test_a_variation_with_other_models_does_not_touch_the_chunks_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHUNK", 4)
    case = random_case(6)
    wanted = paths(case, 8)
    for strange in (("settings", ("tail_years",), "value", 3), ("cadres", ("clerk",), "pay", 1e14)):
        ordered = [Variation("strange", (strange,)), *wanted[:3], *wanted[4:]]
        monkeypatch.setattr(module, "alike", lambda cells: list(range(len(cells))))
        with Batch(case) as disturbed, Batch(case) as calm:
            assert disturbed.answer(ordered)[4:] == calm.answer(wanted)[4:]


def test_a_variation_that_cannot_be_answered_says_why_and_the_others_are_answered() -> None:
    case = random_case(6)
    good = paths(case, 2)
    with Batch(case) as batch:
        found = batch.answer([
            good[0], Variation("nobody", (("cadres", ("nobody",), "pay", 1.0),)),
            Variation("negative", (("cadres", ("clerk",), "pay", -5.0),)), good[1],
            Variation("no cell", ("macro", ("security_share",), "2021", 0.2)),  # type: ignore[arg-type]
            Variation("huge", (("cadres", ("clerk",), "opening_strength", 1e22),)),
        ])
    assert [bool(answer.glance) for answer in found][:5] == [True, False, False, True, False]
    assert "changed cell" in found[4].problem
    assert "nobody" in found[1].problem
    assert "pay" in found[2].problem


def test_a_case_that_cannot_be_used_is_refused_before_any_worker_starts() -> None:
    case = random_case(6).with_cell("cadres", ("clerk",), "pay", -5.0)
    with pytest.raises(CaseError):
        Batch(case, workers=2)
    with pytest.raises(ValueError, match="at least one"):
        Batch(random_case(6), workers=0)


def test_an_order_holds_every_variation_once_and_neighbours_are_alike() -> None:
    rng = np.random.default_rng(0)
    values = rng.normal(size=(300, 3))
    cells = [tuple(("macro", name, value) for name, value in zip("abc", row, strict=True)) for row in values]
    order = alike(cells)
    assert sorted(order) == list(range(300))
    assert order == alike(cells)

    def length(places: list[int]) -> float:
        return float(np.linalg.norm(np.diff(values[places], axis=0), axis=1).sum())

    assert length(order) < 0.5 * length(list(range(300)))


def test_an_order_takes_texts_missing_cells_and_many_variations() -> None:
    cells = [(("donors", "a", 1.0 + n % 7),) if n % 3 else (("donors", "b", "USD"),) for n in range(4100)]
    assert sorted(alike(cells)) == list(range(4100))
    assert alike([]) == []
    assert alike([()]) == [0]


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="Windows has no masks of signals")
def test_workers_do_not_hear_ctrl_c(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who asked stops them; a worker that hears it dies with a trace on the user's screen."""
    monkeypatch.setattr(module, "CHUNK", 2)
    case = random_case(6)
    with Batch(case, workers=2) as batch:
        answers = batch.stream(paths(case, 12))
        next(answers)
        assert batch._pool is not None
        for worker in tuple(batch._pool._processes):
            os.kill(worker, signal.SIGINT)
        assert len(list(answers)) == 11


def test_closing_a_batch_does_not_wait_for_the_whole_chunk() -> None:
    worker, closing = _Slow(), Event()
    module._worker.append((worker, closing))  # type: ignore[arg-type]
    try:
        closing.set()
        assert len(module._solve_chunk(paths(random_case(6), 12))) < 2
        assert worker.solved == 1
    finally:
        module._worker.clear()


class _Slow:
    """A worker that counts what it solves."""

    solved = 0

    def chunk(self, variations: list[Variation], control: object) -> Iterator[Answer]:
        for variation in variations:
            self.solved += 1
            yield Answer(variation.name, None)
