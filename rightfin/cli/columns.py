"""Tables in the width of the window: no number is cut, and a table that is too wide goes on below itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from rich.box import SIMPLE_HEAD
from rich.markup import escape
from rich.table import Table

from rightfin.cli.ending import Screen, out

BETWEEN = 2
"""Blanks between two columns, and those of both edges together."""

LONGEST_WORD = 20
"""Letters of a text that stay together; a longer word goes on in the next line, a number never does."""


@dataclass(frozen=True)
class Printed:
    """A column: its heading, its cells, and whether they are text, which may wrap, or numbers, which never do."""

    heading: str
    cells: tuple[str, ...]
    is_text: bool = False

    @property
    def natural(self) -> int:
        """The width in which nothing wraps."""
        return max(map(len, (self.heading, *self.cells)))

    @property
    def least(self) -> int:
        """The width in which no number is cut and only texts and headings wrap, between words."""
        if self.is_text:
            words = [word for text in (self.heading, *self.cells) for word in text.split()]
            return max((len(word) if _is_number(word) else min(len(word), LONGEST_WORD) for word in words), default=1)
        return max(map(len, (*self.heading.split(), *self.cells)), default=1)


def _is_number(word: str) -> bool:
    try:
        float(word.replace(",", ""))
    except ValueError:
        return False
    return True


def print_columns(title: str, columns: Sequence[Printed]) -> None:
    """Print a table; where the window is too narrow it goes on below, what its rows are called repeated."""
    for part, group in enumerate(parts_of(columns, out.width)):
        widths = _widths(group, out.width)
        table = Table(title=escape(title) if part == 0 and title else None, title_justify="left", box=SIMPLE_HEAD,
                      collapse_padding=True, pad_edge=False)
        for column, width in zip(group, widths, strict=True):
            table.add_column(escape(column.heading), justify="left" if column.is_text else "right", overflow="fold",
                             width=width)
        for row in zip(*(column.cells for column in group), strict=True):
            table.add_row(*map(escape, row))
        Screen(width=max(out.width, sum(widths) + BETWEEN * len(widths))).print(table)


def parts_of(columns: Sequence[Printed], window: int) -> list[list[Printed]]:
    """Return the columns in parts that fit into a window, each begun by the first column and the texts that follow it.

    Those take half of the window at most, unless all columns are texts, which wrap. A part has one column more than those
    at least, so that a number that is wider than a window is still whole.
    """
    keys = list(columns[:1])
    for column in takewhile(lambda column: column.is_text, columns[1:] if columns[0].is_text else ()):
        if _least_of([*keys, column]) <= window // 2 or all(one.is_text for one in columns):
            keys.append(column)
        else:
            break
    found: list[list[Printed]] = []
    for column in columns[len(keys):]:
        if not found or _least_of([*found[-1], column]) > window:
            found.append([*keys])
        found[-1].append(column)
    return found or [keys]


def _least_of(columns: Sequence[Printed]) -> int:
    return sum(column.least for column in columns) + BETWEEN * len(columns)


def _widths(columns: Sequence[Printed], window: int) -> list[int]:
    """Return the widths of columns: what each needs, and what room is left in step with what each would like."""
    least, wish = [column.least for column in columns], [column.natural - column.least for column in columns]
    room = max(0, window - _least_of(columns))
    if sum(wish) <= room:
        return [column.natural for column in columns]
    return [width + room * more // sum(wish) for width, more in zip(least, wish, strict=True)]
