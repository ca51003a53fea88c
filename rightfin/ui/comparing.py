"""What can stand side by side on the page *Compare*, by names that a link can hold, apart from how it is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rightfin.io.file_names import FileNames
from rightfin.report.compare.item import unlike
from rightfin.ui.view import UPLOADED, VARIANTS, PageView

CASE, PLAIN, NOW = "case", "plain", "now"
"""The case with the scenarios of the bar, the case alone, and the case with the changes of now laid over it."""

KEPT, SCENARIO, SHIPPED = "kept:", "scenario:", "shipped:"
"""What the names of others begin with; a letter, or the name of a scenario or case follows. Of an upload: ``UPLOADED``."""

MOST = 6
"""Items that are compared at most, the baseline among them."""

_OF_ANY_CASE = (SHIPPED, UPLOADED)
_SHIPPED = " (comes with the program)"
_SHORT = 8


@dataclass(frozen=True)
class Offered:
    """What can be compared: titles by name, in the order in which they are listed, all unlike one another.

    ``absent`` are names of workbooks that a link speaks of and that are not here.
    """

    titles: Mapping[str, str]
    absent: frozenset[str]

    @classmethod
    def of(
        cls, view: PageView, case: str, scenarios: Mapping[str, str], shipped: Mapping[str, str], files: Mapping[str, str]
    ) -> Offered:
        """Return what can be compared with a view.

        ``case`` is what the case is called, ``scenarios`` its scenarios with their titles, ``shipped`` the names of the
        cases that come with the program, ``files`` the names of the visitor's own workbooks by digest.
        """
        laid = [scenarios.get(name, name) for name in view.scenarios]
        found = {CASE: f"{case} with {', '.join(laid)}" if laid else case}
        if view.changes:
            found[NOW] = "With the changes of now"
        found |= {f"{KEPT}{letter}": f"{letter} (kept)" for letter in VARIANTS if letter in view.kept}
        if laid:
            found[PLAIN] = f"{case} without scenarios"
        found |= {f"{SCENARIO}{name}": title for name, title in scenarios.items()}
        found |= {f"{UPLOADED}{digest}": name for digest, name in files.items() if digest != view.upload}
        found |= {f"{SHIPPED}{name}": f"{title}{_SHIPPED}" for name, title in shipped.items() if name != view.case}
        absent = [name for name in view.compared if name.startswith(UPLOADED) and name not in found
                  and name != view.case]
        found |= {name: f"A workbook that is not here ({name.removeprefix(UPLOADED)[:_SHORT]})" for name in absent}
        return cls(dict(zip(found, unlike(found.values()), strict=True)), frozenset(absent))

    def picked(self, names: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return which names can be compared, the baseline first and ``MOST`` at most, and those of which nothing is known.

        Without any it is the case alone.
        """
        known = tuple(dict.fromkeys(name for name in names if name in self.titles))
        return known[:MOST] or (CASE,), tuple(name for name in names if name not in self.titles)


def of_any_case(names: Iterable[str]) -> tuple[str, ...]:
    """Return what stays in a comparison when another case is chosen: the case in the bar, other cases and workbooks."""
    kept = tuple(name for name in names if name == CASE or name.startswith(_OF_ANY_CASE))
    return kept if any(name != CASE for name in kept) else ()


def names_after(titles: Sequence[str]) -> FileNames:
    """Return what files of a comparison are named after: what is compared, the baseline first."""
    first, *others = (title.removesuffix(_SHIPPED).removesuffix(".xlsx") for title in titles)
    return FileNames(first, tuple(others))
