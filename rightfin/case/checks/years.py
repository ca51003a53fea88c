"""The years of the plan and the handover."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View, number
from rightfin.case.checks.wording import error, warning
from rightfin.case.issue import Issue
from rightfin.case.resolve import LONGEST_HORIZON

_PATHS = ("linear", "s_curve", "stepped")


def check_horizon(view: View) -> Iterator[Issue]:
    """The plan ends after the base year, and not too far after it."""
    base, end = number(view.settings["base_year"]), number(view.settings["end_year"])
    if base is None or end is None:
        return
    if end <= base:
        yield error(
            "horizon",
            f"The plan ends in {view.written(end)}, which is not after the base year {view.written(base)}.",
            f"Type an end_year of at least {view.written(base + 1)}, or an earlier base_year.",
            "settings",
            "end_year",
            "value",
        )
    elif end - base > LONGEST_HORIZON:
        yield error(
            "horizon",
            f"The plan has {_years(end - base)}; at most {LONGEST_HORIZON} can be planned.",
            f"Type an end_year of at most {view.written(base + LONGEST_HORIZON)}.",
            "settings",
            "end_year",
            "value",
        )


def check_tail(view: View) -> Iterator[Issue]:
    """The tail is at least as long as the longest training, so that the last years still recruit."""
    tail = number(view.settings["tail_years"])
    leads = {str(row["cadre"]): number(row["training_lead"]) or 0.0 for row in view.rows("cadres")}
    longest = max(leads, key=lambda cadre: leads[cadre], default=None)
    if tail is not None and longest is not None and leads[longest] > tail:
        yield warning(
            "short_tail",
            f"tail_years is {tail:g}, but training of {longest} takes {_years(leads[longest])}, "
            "so the last years may recruit too few.",
            f"Type tail_years of at least {leads[longest]:g}.",
            "settings",
            "tail_years",
            "value",
        )


def _years(count: float) -> str:
    """Return a number of years in words."""
    return f"{count:g} year" if count == 1 else f"{count:g} years"


def check_handover(view: View) -> Iterator[Issue]:
    """The handover ends after it starts, rises, and is used where its years are given."""
    start, end = number(view.settings["handover_start"]), number(view.settings["handover_end"])
    typed = {str(row["key"]) for row in view.rows("settings") if row["value"] is not None}
    if view.settings["handover"] not in _PATHS:
        for name in ("handover_start", "handover_end", "handover_from", "handover_to"):
            if name in typed:
                yield warning(
                    "handover_unused",
                    f"{name} has no effect while handover is {view.settings['handover']}.",
                    f"Type linear, s_curve or stepped as handover, or delete {name}.",
                    "settings",
                    name,
                    "value",
                )
        return
    if start is not None and end is not None and end <= start:
        yield error(
            "handover_years",
            f"The handover ends in {view.written(end)}, which is not after its start in {view.written(start)}.",
            f"Type a handover_end of at least {view.written(start + 1)}, or an earlier handover_start.",
            "settings",
            "handover_end",
            "value",
        )
    if start is not None and view.years and start >= view.years[-1]:
        yield warning(
            "handover_late",
            f"The handover starts in {view.written(start)}, when the plan ends, so no year of the plan sees it.",
            f"Type a handover_start before {view.years[-1]}.",
            "settings",
            "handover_start",
            "value",
        )
    first, last = number(view.settings["handover_from"]), number(view.settings["handover_to"])
    if first is not None and last is not None and last < first:
        yield warning(
            "handover_falls",
            f"The state's share falls from {first:g} to {last:g} during the handover.",
            "Exchange handover_from and handover_to if the state is to take over.",
            "settings",
            "handover_to",
            "value",
        )
