"""A formula and what it gives, made together: each function here writes its part of the formula and works it out.

What a spreadsheet shows after computing and what a reader without one finds stored are so one description. A formula
is worked out when it is made; single values are treated as ``cell_values`` says.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property, lru_cache
from itertools import compress, repeat
from typing import Any

from rightfin.io.xlsx.cell_values import Criterion, Error, Scalar, comparison, found_as, is_number, number, text


class Binding(IntEnum):
    """How strongly the parts of a formula hold together; a list of things that are added stands in brackets anywhere."""

    LIST, COMPARISON, TEXT, SUM, PRODUCT, WHOLE = range(6)


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula, without its equals sign, and what it gives: columns of values, all of one length.

    Of cells, ``columns`` hold what was written and one blank row, which stands for all rows below as well: these are
    the ``spare`` ones. What is 1 high or wide goes with every height and width.
    """

    words: str
    columns: Sequence[Sequence[Any]]
    binding: Binding = Binding.WHOLE
    spare: int = 0

    @property
    def value(self) -> Any:
        """The one value that it gives."""
        return self.columns[0][0]

    @cached_property
    def known(self) -> list[Hashable]:
        """What criteria know the values of its one column by."""
        return list(map(found_as, self.columns[0]))

    def __mul__(self, other: Formula | float) -> Formula:
        return _joined(self, "*", other, Binding.PRODUCT, operator.mul)

    def __add__(self, other: Formula | float) -> Formula:
        return _joined(self, "+", other, Binding.SUM, operator.add)

    def __sub__(self, other: Formula | float) -> Formula:
        return _joined(self, "-", other, Binding.SUM, _less)

    def __rsub__(self, other: float) -> Formula:
        return _joined(constant(other), "-", self, Binding.SUM, operator.sub)

    def __and__(self, other: Formula | str) -> Formula:
        return _joined(self, "&", other, Binding.WHOLE, lambda left, right: text(left) + text(right), Binding.TEXT)

    def __lt__(self, other: Formula | float) -> Formula:
        return self.compared("<", other)

    def __gt__(self, other: Formula | float) -> Formula:
        return self.compared(">", other)

    def __le__(self, other: Formula | float) -> Formula:
        return self.compared("<=", other)

    def __ge__(self, other: Formula | float) -> Formula:
        return self.compared(">=", other)

    def compared(self, sign: str, other: Formula | Scalar) -> Formula:
        """Return whether this stands to another as a sign says, such as ``"<>"``."""
        return _joined(self, sign, other, Binding.TEXT, comparison(sign), Binding.COMPARISON)

    def equals(self, other: Formula | Scalar) -> Formula:
        """Return whether this equals another."""
        return self.compared("=", other)

    def part(self, least: Binding) -> str:
        """Return the words as part of another formula, in brackets if they hold together less than ``least``."""
        return self.words if self.binding >= least else f"({self.words})"


@lru_cache(None, typed=True)
def constant(value: Scalar) -> Formula:
    """Return a number or a text as it stands in a formula."""
    words = '"' + value.replace('"', '""') + '"' if isinstance(value, str) else f"{value:g}"
    return Formula(words, ((value,),))


def listed(words: Sequence[str]) -> Formula:
    """Return texts listed in a formula, side by side."""
    return Formula("{" + ",".join(constant(word).words for word in words) + "}", [(word,) for word in words])


def unseen(words: str) -> Formula:
    """Return a formula of which nobody asks here what it gives, such as a place of a conditional format."""
    return Formula(words, ((None,),))


def added(parts: Iterable[Formula]) -> Formula:
    """Return the sum of formulas; of none it is 0."""
    parts = tuple(parts) or (constant(0),)
    words = "+".join([part.part(Binding.SUM) for part in parts])
    return Formula(words, _each(lambda *values: sum(values), *parts), Binding.LIST, _spare(parts))


def _formula(value: Formula | Scalar) -> Formula:
    return value if isinstance(value, Formula) else constant(value)


def _joined(
    left: Formula, sign: str, other: Formula | Scalar, needs: Binding, work: Callable[[Any, Any], Any],
    binding: Binding | None = None,
) -> Formula:
    """Return two formulas with a sign between them; ``needs`` says from which binding on they stand without brackets."""
    right = _formula(other)
    words = left.part(needs) + sign + right.part(Binding.PRODUCT if sign == "-" else needs)
    return Formula(words, _each(work, left, right), needs if binding is None else binding, _spare((left, right)))


def _less(left: float, right: float) -> float:
    """Return a difference as spreadsheets show it: what is left of rounding is nothing."""
    return 0 if abs(left - right) < abs(left) * 2.0**-48 else left - right


def _spare(parts: Iterable[Formula]) -> int:
    return max([part.spare for part in parts])


def _each(work: Callable[..., Any], *parts: Formula) -> list[list[Any]]:
    """Return what comes of the values of formulas place by place; what is 1 high or wide goes with every place."""
    blocks = [part.columns for part in parts]
    width = max([len(block) for block in blocks])
    height = max([len(block[0]) for block in blocks])
    if width == height == 1:
        return [[work(*[block[0][0] for block in blocks])]]
    if width == 1:
        return [_down(work, height, [block[0] for block in blocks])]
    wide = [block if len(block) == width else repeat(block[0], width) for block in blocks]
    return [_down(work, height, columns) for columns in zip(*wide, strict=False)]


def _down(work: Callable[..., Any], height: int, columns: Iterable[Sequence[Any]]) -> list[Any]:
    return list(map(work, *[held if len(held) == height else repeat(held[0], height) for held in columns]))


def _call(name: str, parts: Sequence[Formula], columns: Sequence[Sequence[Any]], spare: int = 0) -> Formula:
    return Formula(f"{name}({','.join(part.words for part in parts)})", columns, spare=spare)


def _by_cell(name: str, work: Callable[..., Any], *values: Formula | Scalar) -> Formula:
    """Return a function that looks at one place after another."""
    parts = [_formula(value) for value in values]
    return _call(name, parts, _each(work, *parts), _spare(parts))


def is_given(cells: Formula, *, spaces: bool = True) -> Formula:
    """Return whether cells hold anything; ``spaces`` says whether spaces alone are something."""
    return _of_length(cells, ">0", lambda value: value is not None and value != "", spaces)


def is_blank(cells: Formula, *, spaces: bool = True) -> Formula:
    """Return whether cells hold nothing; ``spaces`` says whether spaces alone are something."""
    return _of_length(cells, "=0", lambda value: value is None or value == "", spaces)


def _of_length(cells: Formula, condition: str, holds: Callable[[Scalar], bool], spaces: bool) -> Formula:
    """Return a condition on the length of texts, worked out without making texts of numbers."""
    words = cells.words if spaces else f"TRIM({cells.words})"
    columns = cells.columns if spaces else _each(lambda value: value.strip(" ") if isinstance(value, str) else value, cells)
    return Formula(f"LEN({words}){condition}", [list(map(holds, column)) for column in columns], Binding.COMPARISON,
                   cells.spare)


def trimmed(cells: Formula) -> Formula:
    """Return texts without spaces around them and with single ones between words."""
    return _by_cell("TRIM", lambda value: " ".join(filter(None, text(value).split(" "))), cells)


def left(cells: Formula, count: int) -> Formula:
    """Return the first characters of texts."""
    return _by_cell("LEFT", lambda value, many: text(value)[:many], cells, count)


def lower(cells: Formula) -> Formula:
    """Return texts without capitals."""
    return _by_cell("LOWER", lambda value: text(value).lower(), cells)


def substitute(cells: Formula, old: str, new: str) -> Formula:
    """Return texts with one sign put for another."""
    return _by_cell("SUBSTITUTE", lambda value, before, after: text(value).replace(before, after), cells, old, new)


def exact(one: Formula, other: Formula) -> Formula:
    """Return whether texts are the same, capitals and all."""
    return _by_cell("EXACT", lambda left, right: text(left) == text(right), one, other)


def is_numeric(cells: Formula) -> Formula:
    """Return whether cells hold numbers."""
    return _by_cell("ISNUMBER", is_number, cells)


def is_logical(cells: Formula) -> Formula:
    """Return whether cells hold truth values."""
    return _by_cell("ISLOGICAL", lambda value: isinstance(value, bool), cells)


def is_missing(cells: Formula) -> Formula:
    """Return whether nothing was found."""
    return _by_cell("ISNA", lambda value: value is Error.NOT_FOUND, cells)


def whole_text(value: Formula) -> Formula:
    """Return a number as text, rounded to a whole one."""
    return _by_cell("TEXT", lambda number, _: f"{number:.0f}", value, "0")


def matched(cells: Formula, among: Formula) -> Formula:
    """Return the place of texts among others that stand side by side, from 1 on.

    Texts with ``~``, ``*`` or ``?`` must not be asked for: Excel takes these for other signs, LibreOffice for themselves.
    """
    words = [str(column[0]).casefold() for column in among.columns]

    def place(value: Scalar) -> int | Error:
        word = value.casefold() if isinstance(value, str) else None
        return words.index(word) + 1 if word in words else Error.NOT_FOUND

    return _call("MATCH", (cells, among, constant(0)), _each(place, cells), cells.spare)


def as_number(value: Formula) -> Formula:
    """Return truth values as 1 and 0."""
    return Formula(f"--{value.part(Binding.PRODUCT)}", _each(operator.pos, value), Binding.WHOLE, value.spare)


def sum_product(first: Formula, *others: Formula) -> Formula:
    """Return the sum of products over all places; what is no number counts as nothing in cells given one by one."""
    columns = _each(lambda *values: _product(values), first, *others) if others else first.columns
    total = sum(sum(column) + first.spare * column[-1] for column in columns)
    return _call("SUMPRODUCT", (first, *others), ((total,),))


def _product(values: Sequence[Scalar]) -> float:
    product: float = 1
    for value in values:
        if not product:
            break
        product *= number(value)
    return product


def total(cells: Formula) -> Formula:
    """Return the sum of the numbers in cells."""
    values = [value for column in cells.columns for value in column]
    failed = next((value for value in values if isinstance(value, Error)), None)
    return _call("SUM", (cells,), ((failed or sum(map(number, values)),),))


def count_given(cells: Formula) -> Formula:
    """Return how many cells hold anything."""
    return _call("COUNTA", (cells,), ((sum(value is not None for column in cells.columns for value in column),),))


def count_if(cells: Formula, criterion: Formula | Scalar) -> Formula:
    """Return how many cells of a column a criterion finds; of several criteria, for each."""
    return _counted("COUNTIF", (cells, _formula(criterion)))


def count_ifs(*pairs: Formula) -> Formula:
    """Return how many rows all criteria find; ``pairs`` are a column, its criterion, the next column, and so on."""
    return _counted("COUNTIFS", pairs)


def _counted(name: str, pairs: Sequence[Formula]) -> Formula:
    cells, asked = pairs[::2], pairs[1::2]
    spare = cells[0].spare
    criterion_of = lru_cache(None, typed=True)(Criterion.of)
    known = Counter(zip(*(part.known for part in cells), strict=True))
    known[tuple(part.known[-1] for part in cells)] += spare

    def count(*values: Scalar) -> int:
        criteria = list(map(criterion_of, values))
        if all(criterion.is_plain for criterion in criteria):
            return known[tuple(criterion.wanted for criterion in criteria)]
        found = _found(cells, criteria)
        return sum(found) + spare * found[-1]

    return _call(name, pairs, _each(count, *asked), _spare(asked))


def _found(cells: Sequence[Formula], criteria: Sequence[Criterion]) -> list[bool]:
    """Return whether all criteria find a row, for each row."""
    columns = ([known == one.wanted for known in part.known] if one.is_plain else list(map(one.finds, part.columns[0]))
               for part, one in zip(cells, criteria, strict=True))
    return list(map(all, zip(*columns, strict=True)))


def sum_ifs(cells: Formula, *pairs: Formula) -> Formula:
    """Return the sum of the numbers in those rows of a column that all criteria find; of several criteria, for each."""

    def summed(*criteria: Scalar) -> Any:
        if isinstance(cells.value, Error):
            return cells.value
        return sum(map(number, compress(cells.columns[0], _found(pairs[::2], list(map(Criterion.of, criteria))))))

    asked = pairs[1::2]
    return _call("SUMIFS", (cells, *pairs), _each(summed, *asked), _spare(asked))


def column_of(block: Formula, place: Formula) -> Formula:
    """Return one column of a block of cells by its place."""
    at = place.value
    columns = ((at,),) if isinstance(at, Error) else block.columns[at - 1:at]
    return _call("INDEX", (block, constant(0), place), columns, block.spare)


def row_of(block: Formula, place: Formula) -> Formula:
    """Return one row of a block of cells by its place; 0 is the first here."""
    at = max(place.value - 1, 0)
    return _call("INDEX", (block, place, constant(0)), [(column[at],) for column in block.columns])


def last_place(cells: Formula, value: Formula, above: int) -> Formula:
    """Return the place of the last cell that equals a value, 0 for none; ``above`` rows stand over the first cell."""
    equal = cells.equals(value)
    at = max((place for place, same in enumerate(equal.columns[0], start=1) if same), default=0)
    return Formula(f"SUMPRODUCT(MAX(({equal.words})*(ROW({cells.words})-{above})))", ((at,),))


def choose(test: Formula, yes: Formula | Scalar, no: Formula | Scalar) -> Formula:
    """Return one of two values, by a test."""
    first, second = _formula(yes), _formula(no)
    return _call("IF", (test, first, second), first.columns if test.value else second.columns)


def both(*tests: Formula) -> Formula:
    """Return whether all tests hold."""
    return _call("AND", tests, ((all(test.value for test in tests),),))


def either(*tests: Formula) -> Formula:
    """Return whether one of the tests holds."""
    return _call("OR", tests, ((any(test.value for test in tests),),))


def unless_error(value: Formula, instead: Scalar) -> Formula:
    """Return a value, or another one where it cannot be worked out."""
    other = constant(instead)
    return _call("IFERROR", (value, other), other.columns if isinstance(value.value, Error) else value.columns)
