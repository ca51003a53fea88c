"""What a command says while it works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

from rightfin.cli.ending import err, say

if TYPE_CHECKING:
    from rightfin.progress import Progress

FIRST_LINE, LONGEST_SILENCE, GROWTH = 5.0, 60.0, 1.5
"""Where standard error is no terminal: seconds to the first line, most seconds between two, growth of the pause."""


@contextmanager
def progress_bar() -> Iterator[Progress]:
    """Show the steps of a plan or study while it is made: a bar on a terminal, else a line now and then."""
    if not err.is_terminal:
        with _progress_lines() as progress:
            yield progress
        return
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    from rightfin.progress import done_share

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TimeElapsedColumn())
    with Bar(*columns, console=err, transient=True) as bar:
        task = bar.add_task("building the model", total=None)
        yield lambda step, steps, what: bar.update(task, completed=done_share(step, steps), total=1.0, description=what)


@contextmanager
def _progress_lines() -> Iterator[Progress]:
    """Say on standard error what is being done: first after some seconds, then ever less often, also within a long step."""
    last, done, began = ["building the model"], Event(), monotonic()

    def progress(step: int, steps: int, label: str) -> None:
        last[0] = f"step {step} of {steps}, {label}"

    def speak() -> None:
        pause = FIRST_LINE
        while not done.wait(pause):
            say(f"Working for {monotonic() - began:.0f} s: {last[0]}")
            pause = min(LONGEST_SILENCE, GROWTH * pause)

    speaker = Thread(target=speak, daemon=True)
    speaker.start()
    try:
        yield progress
    finally:
        done.set()
        speaker.join()
