"""How a plan or a study tells what it is doing: one convention for all of them.

A progress is called *as a step begins*, with its number from 1 on, how many steps there are at most, and what is done in
it, as a participle: ``progress(3, 12, "clearing arrears")``. Steps may be left out, and the last told may come before the
last counted. Neither the step nor the share that is done ever falls within a stage; where one study follows another, the
next stage begins with step 1, unless both are told as one (``in_parts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


HUNDREDTHS = 100
"""Steps in which each of several stages is told that are told as one."""


class Progress(Protocol):
    """Called as a step begins."""

    def __call__(self, step: int, steps: int, what: str, /) -> None:
        """Tell that ``step`` of ``steps`` begins, and ``what`` is done in it."""


class Steps:
    """Counts the steps of one stage and tells each as it begins; nothing is told where there is no progress."""

    def __init__(self, progress: Progress | None, steps: int) -> None:
        self.begun = 0
        self._progress, self._steps = progress, steps

    def begin(self, what: str) -> None:
        """Begin the next step."""
        self.begun += 1
        if self._progress is not None:
            self._progress(self.begun, self._steps, what)

    def over(self, items: Iterable[_Item], what: str) -> Iterator[_Item]:
        """Yield items, one for each step that is left, each asked for once its step has begun."""
        left = iter(items)
        for _ in range(self._steps - self.begun):
            self.begin(what)
            yield from islice(left, 1)


def said_as(progress: Progress | None, what: str) -> Progress | None:
    """Return a progress that tells every step in the same words, those of the study that asks."""
    return None if progress is None else lambda step, steps, _: progress(step, steps, what)


def with_more(progress: Progress | None, more: int) -> Progress | None:
    """Return the progress of the first part of a stage that goes on for ``more`` steps after it."""
    return None if progress is None else lambda step, steps, what: progress(step, steps + more, what)


def as_part(progress: Progress | None, place: int, parts: int, name: str) -> Progress | None:
    """Return the progress of one of several parts of a stage, counted from 0, each with a name; no bar begins again."""
    if progress is None:
        return None
    return lambda step, steps, what: progress(place * steps + step, parts * steps, f"{name}: {what}")


def in_parts(progress: Progress | None, parts: int) -> tuple[Progress | None, ...]:
    """Return the progress of each of several stages that follow one another and are told as one.

    How many steps a later one has is not known as the first begins, so each is told in hundredths of itself.
    """
    if progress is None:
        return (None,) * parts

    def part(place: int) -> Progress:
        def tell(step: int, steps: int, what: str) -> None:
            done = min(HUNDREDTHS - 1, int(HUNDREDTHS * done_share(step, steps)))
            progress(place * HUNDREDTHS + done + 1, parts * HUNDREDTHS, what)

        return tell

    return tuple(map(part, range(parts)))


def done_share(step: int, steps: int) -> float:
    """Return the share of a stage that is done as a step begins, between 0 and 1 whatever the steps are."""
    return min(1.0, max(0.0, (step - 1) / steps)) if steps > 0 else 0.0
