"""Formulas and what they give: on random tables, every function gives what LibreOffice computes from its words."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
import xlsxwriter
from recalculated import recalculate

from rightfin.io.xlsx import formula as f
from rightfin.io.xlsx.cell_values import COMPARE, Criterion, Scalar, comparison
from rightfin.io.xlsx.formula import Formula, constant

WORDS: tuple[Scalar, ...] = ("a", "A", "ab", "Ab", "pay", "Pay", "no", "x1", "1x")
SIGNS: tuple[Scalar, ...] = ("a*", "a?", "~a", "~*", "*", "?", " a ", "a  b", "#a", "=a", "<5", ">a", "<>a", "<=a", "é",
                             "É", "a.b", "(a", "<>")
NUMBERS: tuple[Scalar, ...] = (0, 1, 5, -2.5, 1000.0, 0.1, 0.1 + 0.2)
COLUMNS = ((*WORDS, *SIGNS, None, None, None), (*NUMBERS, None, None, "ab"), (*WORDS, *NUMBERS, None, None))
"""What stands in the first column, the second and the third. What programs differ in is left to the other tests."""

HEADS = ("2026", "2027", "2028")
ROWS, BLANKS = 5, 3


class Grid:
    """A random table of three columns with headings, some rows filled and blank ones below, on a sheet of its own."""

    def __init__(self, rng: random.Random, name: str) -> None:
        self.name = name
        self.rows = [[rng.choice(values) for values in COLUMNS] for _ in range(rng.randint(0, ROWS))]
        self.blanks = rng.randint(0 if self.rows else 1, BLANKS)

    def cells(self, first: int, last: int | None = None) -> Formula:
        """Return columns over all rows, blank ones included."""
        last = first if last is None else last
        blank = [None] if self.blanks else []
        columns = [[*(row[place] for row in self.rows), *blank] for place in range(first, last + 1)]
        end = 1 + len(self.rows) + self.blanks
        return Formula(f"{self.name}!${'ABC'[first]}$2:${'ABC'[last]}${end}", columns, spare=max(0, self.blanks - 1))

    def heads(self) -> Formula:
        """Return the headings."""
        return Formula(f"{self.name}!$A$1:$C$1", [(head,) for head in HEADS])

    def write(self, book: Any) -> None:
        """Add the sheet."""
        sheet = book.add_worksheet(self.name)
        sheet.write_row(0, 0, HEADS)
        for number, row in enumerate(self.rows, start=1):
            for place, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(number, place, value)
                elif value is not None:
                    sheet.write(number, place, value)


def count(cells: Formula) -> Formula:
    """Return in how many places something holds."""
    return f.sum_product(cells * 1)


def plain(cells: Formula) -> Formula:
    """Return the criteria that find just what stands in cells, whatever signs it holds."""
    for sign in "~*?":
        cells = f.substitute(cells, sign, f"~{sign}")
    return constant("=") & cells


def by_place(a: Formula, b: Formula, c: Formula, block: Formula, value: Scalar) -> Iterator[Formula]:
    """Yield what is looked at place by place, counted."""
    for cells in (a, block):
        for spaces in (True, False):
            yield count(f.is_given(cells, spaces=spaces))
            yield count(f.is_blank(cells, spaces=spaces))
        yield count(f.is_numeric(cells))
        yield count(f.is_logical(cells))
        yield count(f.left(cells, 1).compared("<>", "#"))
        yield count(f.trimmed(cells).equals("a b"))
        yield count(f.substitute(cells, "a", "*").equals("*b"))
        yield count((cells & "x").equals("5x"))
        found = f.matched(f.lower(f.trimmed(f.substitute(f.substitute(cells & "", "*", " "), "?", " "))),
                          f.listed(["pay", "a b", "no"]))
        yield count(f.is_missing(found))
        yield count(1 - f.is_numeric(found))
        yield f.sum_product(f.as_number(f.added([f.is_given(cells), f.is_numeric(cells)]) * f.is_given(a) > 0))
    yield count(f.exact(a, f.lower(a)))
    for sign in COMPARE:
        yield count(b.compared(sign, c))
        for other in (0, 2.5, "a", "ab", "5"):
            yield count(b.compared(sign, other))
            yield count(c.compared(sign, other))
    for sign in ("=", "<>"):
        yield count(a.compared(sign, b))
        yield count(block.compared(sign, value))


def over_many(
    a: Formula, b: Formula, c: Formula, block: Formula, value: Scalar, heads: Formula,
) -> Iterator[Formula]:
    """Yield what looks at many places at once."""
    yield f.total(block)
    yield f.count_given(block)
    yield f.sum_product(a, b)
    yield f.sum_product(f.is_given(a) * 1, b)
    yield f.sum_product(f.is_given(a) * f.is_given(block) * (heads & "").compared(">=", "2027"))
    for criterion in (constant("=") & a, constant("<>") & a, plain(a)):
        yield count(f.count_if(a, criterion))
        yield f.sum_product(f.is_given(a) * (f.count_ifs(a, criterion, b, constant("=") & b) > 1))
    for criterion in (b, c, constant("=") & b, constant("=") & c):
        yield count(f.count_if(b, criterion))
        yield count(f.count_if(c, criterion) > 1)
    for sign in COMPARE:
        asked = constant(f"{sign}{value}")
        yield f.count_if(c, asked)
        yield f.sum_ifs(b, c, asked, a, constant("<>pay"))
    for words in ("a*", "=?", "<>a*", "~*", "*b", "<>", "="):
        yield f.count_if(a, words)
        yield f.sum_ifs(b, a, constant(words))
    for year in ("2027", "2099"):
        column = f.column_of(block, f.matched(constant(year) & "", heads))
        yield f.unless_error(f.total(column), "none")
        yield f.unless_error(f.sum_ifs(column, a, constant("a*")), "none")
    place = f.last_place(a, constant("a"), 1)
    yield place
    yield f.choose(place.equals(0), "no row", f.total(f.row_of(block, place)))


def arithmetic(rng: random.Random, depth: int) -> Formula:
    """Return a random formula of numbers, to see that brackets stand where they must."""
    if depth == 0:
        return constant(rng.choice((0, 1, 2, 3, 0.5)))
    left, right = arithmetic(rng, depth - 1), arithmetic(rng, rng.randint(0, depth - 1))
    signs: list[Callable[[], Formula]] = [
        lambda: left + right, lambda: left - right, lambda: left * right, lambda: 1 - left, lambda: f.added([left, right]),
        lambda: f.as_number(left > right) * right, lambda: f.as_number(left.compared("<>", right)),
        lambda: f.choose(f.both(left >= right, left < 5), left, right),
        lambda: f.choose(f.either(left <= right, (left & "").equals(right & "")), right, left + 1),
    ]
    return rng.choice(signs)()


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Formula, object]]:
    """Every formula with what LibreOffice computes, in one workbook."""
    rng, folder = random.Random(20), tmp_path_factory.mktemp("formulas")
    formulas = [arithmetic(rng, rng.randint(1, 4)) for _ in range(300)]
    formulas += [f.whole_text(constant(value)) for value in (0, 1.2, 2026)]
    grids = [Grid(rng, f"t{number}") for number in range(40)]
    for grid in grids:
        columns, value = [grid.cells(0), grid.cells(1), grid.cells(2), grid.cells(0, 2)], rng.choice((*WORDS, *NUMBERS))
        formulas += by_place(*columns, value)
        formulas += over_many(*columns, value, grid.heads())
    path = folder / "formulas.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("all")
        for grid in grids:
            grid.write(book)
        for number, one in enumerate(formulas):
            sheet.write_formula(number, 0, f"={one.words}", None, "not computed")
    again = recalculate(path, folder)["all"]
    return [(one, again.cell(number, 1).value) for number, one in enumerate(formulas, start=1)]


def test_formulas_give_what_libreoffice_computes(computed: Sequence[tuple[Formula, object]]) -> None:
    assert len(computed) > 5_000
    wrong = [(one.words, one.value, fresh) for one, fresh in computed if fresh != pytest.approx(one.value, abs=1e-12)]
    assert wrong == []


def test_values_stand_in_the_order_of_excel() -> None:
    ascending: tuple[Scalar, ...] = (-1, 0, 2.5, "", "a", "B", False, True)
    for place, low in enumerate(ascending):
        assert all(comparison("<")(low, high) for high in ascending[place + 1:])
        assert comparison("=")(low, low)
    assert all(comparison("=")(None, blank) for blank in (None, 0, "", False))
    assert comparison("=")("pay", "PAY")
    assert not comparison("=")("1", 1)


@pytest.mark.parametrize(("criterion", "found", "left"), [
    ("a*", ["a", "Ab", "a*"], ["ba", 1, None, True]), ("=a?", ["ab", "A?"], ["a", "abc"]), ("a~*", ["a*", "A*"], ["ab"]),
    ("~a", ["a", "A"], ["~a"]), ("<>a*", ["b", 1, None], ["ab"]), ("*", ["", "a"], [1, None, True]),
    ("=5", [5, 5.0, "5", "05"], [50, None, "5a"]), (5, ["5", 5], [None]), ("<5", [4.9], ["4", None, "a", 5]),
    (">=b", ["b", "C"], ["a", 5, None]), ("=", [None], ["", 0]), ("<>", ["", 0], [None]), (None, [0, "0"], [None, ""]),
    (True, [True], [1, "TRUE"]), ("=0.3", [0.1 + 0.2], [0.30001]),
])
def test_criteria_find_what_excel_finds(criterion: Scalar, found: list[Scalar], left: list[Scalar]) -> None:
    asked = Criterion.of(criterion)
    assert [value for value in (*found, *left) if asked.finds(value)] == found


def test_spare_rows_count_as_blanks() -> None:
    cells = Formula("A1:A9", [["a", None]], spare=7)
    assert f.sum_product(f.is_blank(cells) * 1).value == 8
    assert f.sum_product(f.count_if(cells, constant("=") & cells) * 1).value == 1 + 8 * 8
    assert f.total(cells).value == f.count_given(cells).value - 1 == 0
