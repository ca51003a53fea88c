"""Sheets that look and print alike: formats, titles, columns, and blocks of rows with years across."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from rightfin.report.charts.palette import BLUE
from rightfin.report.words.wording import Scale
from rightfin.report.workbook.led_sheet import LedSheet
from rightfin.schema import YearStyle

_A4 = 9
_LINE_HEIGHT = 13.5
GREATEST_HEIGHT = 409.0
"""Greatest height of a row, in points: Excel repairs a workbook that asks for more."""

_BAND, _TOTAL = "#DCE9F2", "#F2F2F2"
_PAGE_LINES, _PAGE_WIDTH = 34, 149.0
"""Lines and digits that surely fit on a page that is not made smaller; a wider sheet is, and then more lines fit."""

_TOGETHER = 10
"""Most lines of a block that stay together with its heading."""

SMALLEST = 80
"""Per cent of its size, 10 points, to which text is made smaller in print at most."""

_BETWEEN = 0.71
"""Digits that a column is wider than what fits into it."""

_PAPER_WIDTH = 113.0
"""Digits of columns between the margins of a page that is not made smaller. They are a third wider than those of Calibri:
LibreOffice takes DejaVu Sans where it has none."""

_READABLE = 100.0 * _PAPER_WIDTH / SMALLEST
"""Digits of columns that fit between the margins of a page in the smallest text that is printed."""

HEADER_ROW = 3
"""Row (from 0) of the column headings of every sheet below its title and subtitle."""

_NUMBERS = {"people": "#,##0", "units": "#,##0.0", "share": "0.0%", "exact share": "0.00%", "ratio": "0.00"}


@dataclass(frozen=True)
class YearLine:
    """One row with years across: texts at its left, then for each year a number, a formula, or nothing.

    ``formulas`` are used where they are given and not empty; ``values`` are then what the file stores as their results.
    """

    texts: tuple[str, ...]
    values: tuple[float | None, ...]
    formulas: tuple[str, ...] = ()
    total: bool = False


@dataclass(frozen=True)
class PlacedLine:
    """A line as it stands in a sheet: the cells from (``row``, ``column``) to the right, from 0, and what they hold."""

    sheet: str
    row: int
    column: int
    values: tuple[float | None, ...]

    def cells(self, sheet: str) -> tuple[str, ...]:
        """Return the references of the cells as a formula of ``sheet`` writes them."""
        before = "" if sheet == self.sheet else f"{quoted(self.sheet)}!"
        return tuple(f"{before}{xl_rowcol_to_cell(self.row, self.column + n)}" for n in range(len(self.values)))


@dataclass
class Book:
    """A workbook under construction and the formats that its sheets share."""

    file: Any
    title: str
    scale: Scale
    contents: str = ""
    """The sheet that lists the others; each sheet links to it. Empty if there is none."""
    _formats: dict[tuple[tuple[str, object], ...], Any] = field(default_factory=dict)
    _longest: dict[str, dict[int, int]] = field(default_factory=dict)
    _widths: dict[str, tuple[float, ...]] = field(default_factory=dict)
    _named: dict[str, int] = field(default_factory=dict)
    """How many columns of a sheet say what stands in the years after them."""
    _lead: dict[str, int] = field(default_factory=dict)
    """How many of these stand on each printed page where all of them are too wide for that."""
    _subtitles: dict[str, str] = field(default_factory=dict)
    _blocks: dict[str, list[int]] = field(default_factory=dict)
    """The rows of a sheet in which blocks begin."""
    _lines: dict[tuple[str, int], float] = field(default_factory=dict)
    """How many lines high a row of a sheet is, where it is more than one."""

    def format(self, **properties: object) -> Any:
        """Return the format with these XlsxWriter properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.file.add_format({"font_name": "Calibri", "font_size": 10, **properties})
        return self._formats[key]

    def number(self, kind: str, *, total: bool = False, valign: str = "top", wrap: bool = False) -> Any:
        """Return the format of a kind of number: money, people, units, share or ratio; a text in its place may ``wrap``."""
        decimals = self.scale.decimals
        amount = "#,##0" + (f".{'0' * decimals}" if decimals else "")
        pattern = amount if kind == "money" else _NUMBERS[kind]
        return self.format(num_format=pattern, valign=valign, **({"text_wrap": True} if wrap else {}), **_emphasis(total))

    def sheet(
        self, name: str, subtitle: str, headings: Sequence[str], widths: Sequence[float], *, lead: int = 1,
    ) -> Any:
        """Return a new sheet with title, subtitle, headings, frozen panes and print settings.

        ``widths`` are those of the columns in characters; the last one holds for all further headings. ``lead`` is how many
        of the first columns stand on each printed page where all that come before the years would take half of it.
        """
        sheet = self.blank_sheet(name)
        self._widths[name] = tuple(widths[min(place, len(widths) - 1)] for place in range(len(headings)))
        sheet.write_string(0, 0, name, self.format(bold=True, font_size=14, font_color=BLUE))
        self._subtitles[name] = subtitle
        self._write_subtitle(sheet, 0)
        for column, heading in enumerate(headings):
            year = _is_year(heading)
            look = self.format(bold=True, bottom=1, text_wrap=True, align="right" if year else "left", valign="bottom")
            if heading.isdigit():
                sheet.write_number(HEADER_ROW, column, int(heading), look)
            else:
                sheet.write_string(HEADER_ROW, column, heading, look)
            sheet.set_column(column, column, self._widths[name][column])
        if self.contents not in ("", name):
            sheet.write_url(2, 0, f"internal:{quoted(self.contents)}!A1", self.link(), f"Back to {self.contents}")
        named = sum(not _is_year(heading) for heading in headings)
        self._named[name], self._lead[name] = named, lead
        sheet.freeze_panes(HEADER_ROW + 1, named % len(headings))
        return sheet

    def set_pages(self) -> None:
        """Make each sheet one page wide where its text stays large enough for that; to be called when all rows are written.

        A wider one goes over several pages, with its names on each, or the first of them where they take half a page.
        Headings are repeated on sheets that take more than a page, and only there: LibreOffice takes up to a third of a
        second to open each sheet that repeats any.
        """
        for name, widths in self._widths.items():
            sheet = self.file.get_worksheet_by_name(name)
            lines = sum(max(1.0, self._lines.get((name, row), 1.0)) for row in range((sheet.dim_rowmax or 0) + 1))
            smaller = max(1.0, sum(widths) / _PAGE_WIDTH)
            if sum(width + _BETWEEN for width in widths) > _READABLE:
                smaller = 100.0 / SMALLEST
                named = self._named[name]
                sheet.set_print_scale(SMALLEST)
                repeated = named if sum(widths[:named]) < _READABLE / 2.0 else self._lead[name]
                sheet.repeat_columns(0, repeated - 1)
                if name in self._subtitles:  # else it is wrapped where it stands
                    self._write_subtitle(sheet, repeated)
            if lines > _PAGE_LINES * smaller and name != self.contents:
                sheet.repeat_rows(0, HEADER_ROW)
                sheet.set_h_pagebreaks(self._page_ends(name, int(_PAGE_LINES * smaller)))

    def wrap_subtitle(self, sheet: Any) -> None:
        """Wrap the subtitle over the columns of the first page: what is longer makes every printed page as wide."""
        widths = self._widths[sheet.name]
        last = min(self._last_of_page(sheet.name), len(widths) - 1)
        lines = lines_of(self._subtitles[sheet.name], sum(widths[: last + 1]))
        if lines > 1 and last > 0:
            look = self.format(italic=True, font_color="#444444", text_wrap=True, valign="top")
            sheet.merge_range(1, 0, 1, last, self._subtitles.pop(sheet.name), look)
            self.set_lines(sheet, 1, lines)

    def _write_subtitle(self, sheet: Any, column: int) -> None:
        """Write the subtitle from a column on: right of what is repeated on each page, which would cut it off there."""
        look = self.format(italic=True, font_color="#444444")
        for before in range(column):
            sheet.write_blank(1, before, None, look)
        sheet.write_string(1, column, self._subtitles[sheet.name], look)

    def _page_ends(self, name: str, most: int) -> list[int]:
        """Return the rows with which pages of ``most`` lines begin: headings keep their lines, short blocks stay whole."""
        last = self.file.get_worksheet_by_name(name).dim_rowmax or 0
        ends = dict(pairwise([*self._blocks.get(name, []), last + 1]))
        found, used = [], HEADER_ROW + 1.0
        for row in range(HEADER_ROW + 1, last + 1):
            together = min(ends.get(row, row + 1), row + _TOGETHER)
            if used + sum(self._lines.get((name, one), 1.0) for one in range(row, together)) > most:
                found.append(row)
                used = HEADER_ROW + 1.0
            used += self._lines.get((name, row), 1.0)
        return found

    def link(self) -> Any:
        """Return the format of a link inside the workbook."""
        return self.format(font_color=BLUE, underline=1, valign="top")

    def blank_sheet(self, name: str) -> Any:
        """Return a new sheet with print settings alone: A4 landscape, one page wide as yet, a footer."""
        sheet = self.file.add_worksheet(name, LedSheet)
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.3, right=0.3, top=0.5, bottom=0.6)
        footer = self.title.replace("&", "&&")[:120]
        # The space keeps a title that starts with a digit apart from the size of the font before it.
        sheet.set_footer(f"&L&10 {footer}&C&10&A&R&10Page &P of &N")
        return sheet

    def block(self, sheet: Any, row: int, heading: str, lines: Sequence[YearLine], kind: str) -> int:
        """Write a heading and lines below it, and return the row after them."""
        self._blocks.setdefault(sheet.name, []).append(row)
        for column in range(len(self._widths[sheet.name])):
            sheet.write_blank(row, column, None, self.format(bg_color=_BAND))
        sheet.write_string(row, 0, heading, self.format(bold=True, bg_color=_BAND))
        for place, line in enumerate(lines, start=row + 1):
            self.line(sheet, place, line, kind)
        return row + 1 + len(lines)

    def line(self, sheet: Any, row: int, line: YearLine, kind: str) -> PlacedLine:
        """Write one line, high enough for its texts, and return where it stands."""
        widths = self._widths[sheet.name]
        heights = [lines_of(text, width, bold=line.total) for text, width in zip(line.texts, widths, strict=False)]
        high = max(heights, default=1)
        valign = "top" if high > 1 else "vcenter"  # a single line at the top touches the border over it
        for column, (text, lines) in enumerate(zip(line.texts, heights, strict=True)):
            wrap = {"text_wrap": True} if lines > 1 else {}
            look = self.format(valign=valign, **wrap, **_emphasis(line.total))
            if text:
                sheet.write_string(row, column, text, look)
            else:
                sheet.write_blank(row, column, None, look)
        if high > 1:
            self.set_lines(sheet, row, high)
        look = self.number(kind, total=line.total, valign=valign)
        decimals = {"units": 1, "share": 1, "ratio": 2, "people": 0}.get(kind, self.scale.decimals)
        longest = self._longest.setdefault(sheet.name, {})
        for place, value in enumerate(line.values):
            column = len(line.texts) + place
            if line.formulas and line.formulas[place]:
                sheet.write_formula(row, column, f"={line.formulas[place]}", look, "" if value is None else value)
            elif value is None:
                sheet.write_blank(row, column, None, look)
            else:
                sheet.write_number(row, column, value, look)
            if value is not None:
                longest[column] = max(longest.get(column, 0), len(f"{value:,.{decimals}f}"))
        return PlacedLine(sheet.name, row, len(line.texts), line.values)

    def fit(self, sheet: Any) -> None:
        """Widen the columns of a sheet to the longest number in them, all alike, so that none shows as ###."""
        longest = self._longest.get(sheet.name, {})
        if longest:
            widest = max(longest.values()) + 1.5
            self._widths[sheet.name] = tuple(max(width, widest) if column in longest else width
                                             for column, width in enumerate(self._widths[sheet.name]))
            for column in longest:
                sheet.set_column(column, column, self._widths[sheet.name][column])

    def meanings(self, sheet: Any, row: int, texts: Iterable[str]) -> None:
        """Write what lines mean whose names do not say it all, each as ``name: meaning``, a meaning without name as it is.

        Names stand in the first column. Meanings are wrapped over the columns of the first page in print, to the right of
        what later pages repeat, which would cut them off.
        """
        name, widths = sheet.name, self._widths[sheet.name]
        first, last = self._lead[name], self._last_of_page(name)
        row = self.block(sheet, row, "What the lines mean", [], "units")
        plain = self.format(valign="top", text_wrap=True)
        look = self.format(italic=True, font_color="#444444", text_wrap=True, valign="top")
        for place, text in enumerate(texts, start=row):
            named, meaning = text.split(": ", 1) if ": " in text else ("", text)
            if named:
                sheet.write_string(place, 0, named, plain)
            sheet.merge_range(place, first, place, last, meaning, look)
            self.set_lines(sheet, place, max(lines_of(named, widths[0]), lines_of(meaning, sum(widths[first : last + 1]))))

    def _last_of_page(self, name: str) -> int:
        """Return the last column that stands on the first page of a sheet in print."""
        across = list(accumulate(width + _BETWEEN for width in self._widths[name]))
        return max(self._lead[name] + 1, sum(width <= _READABLE for width in across) - 1)

    def rows(self, sheet: Any, rows: Sequence[Sequence[str]]) -> None:
        """Write rows of wrapped text below the headings."""
        for place, texts in enumerate(rows, start=HEADER_ROW + 1):
            self.wrapped(sheet, place, dict(enumerate(texts)))

    def wrapped(self, sheet: Any, row: int, texts: Mapping[int, str]) -> None:
        """Write wrapped texts into columns of a row and make the row high enough for them."""
        look = self.format(text_wrap=True, valign="top")
        lines = 1
        for column, text in texts.items():
            sheet.write_string(row, column, text, look)
            lines = max(lines, lines_of(text, self._widths[sheet.name][column]))
        self.set_lines(sheet, row, lines)

    def set_lines(self, sheet: Any, row: int, lines: int) -> None:
        """Make a row so many lines of text high."""
        self._lines[sheet.name, row] = lines
        sheet.set_row(row, min(_LINE_HEIGHT * lines, GREATEST_HEIGHT))


def _is_year(heading: str) -> bool:
    """Return whether a heading is a year, however the case writes it."""
    return heading.isdigit() or any(style.year_of(heading) is not None for style in YearStyle)


def _emphasis(total: bool) -> Mapping[str, object]:
    return {"bold": True, "bg_color": _TOTAL, "top": 1} if total else {}


def lines_of(text: str, width: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes in a column of this width in characters; words are not broken.

    Widths are in digits of the default font; letters of running text are narrower, those of bold text less so.
    """
    if len(text) <= width and "\n" not in text:
        return 1
    return sum(max(1, len(textwrap.wrap(part, max(4, int(width * (1.15 if bold else 1.25)))))) for part in text.split("\n"))


def wide(texts: Iterable[str], least: int = 16, most: int = 44) -> float:
    """Return the width of a column that holds these texts, in characters, between bounds."""
    return float(min(most, max([least, *(len(text) for text in texts)])))


def quoted(sheet: str) -> str:
    """Return the name of a sheet as formulas write it."""
    return sheet if sheet.isalnum() else f"'{sheet}'"


def worked(
    texts: tuple[str, ...], sheet: str, parts: Sequence[PlacedLine], write: Callable[..., str],
    work: Callable[..., float | None], *, total: bool = False,
) -> YearLine:
    """Return a line of ``sheet`` that is worked out, year by year, from the cells of ``parts``.

    ``write`` gets a reference to a cell of each part and returns the formula; ``work`` gets the numbers and returns what
    the file stores as its result, ``None`` for an empty text.
    """
    cells = zip(*(part.cells(sheet) for part in parts), strict=True)
    values = zip(*(part.values for part in parts), strict=True)
    return YearLine(texts, tuple(work(*row) for row in values), tuple(write(*row) for row in cells), total)


def same(texts: tuple[str, ...], sheet: str, part: PlacedLine, *, total: bool = False) -> YearLine:
    """Return a line that shows the cells of another."""
    return worked(texts, sheet, [part], str, float, total=total)


def ratio(texts: tuple[str, ...], sheet: str, above: PlacedLine, below: PlacedLine, *, total: bool = False) -> YearLine:
    """Return a line of ratios, empty where the denominator is not positive."""
    return worked(texts, sheet, [above, below], lambda a, b: f'IF({b}>0,{a}/{b},"")',
                  lambda a, b: a / b if b > 0.0 else None, total=total)


def total(texts: tuple[str, ...], sheet: str, parts: Sequence[PlacedLine], years: int, *, plain: bool = False) -> YearLine:
    """Return a line of ``sheet`` that adds up ``parts`` over so many years: a range where they touch; zero for none.

    ``plain``: it looks like any other line.
    """
    values = tuple(sum((part.values[n] or 0.0) for part in parts) for n in range(years))
    return YearLine(texts, values, tuple(_summed(sheet, parts, n) for n in range(years)), total=not plain)


def _summed(sheet: str, parts: Sequence[PlacedLine], place: int) -> str:
    if not parts:
        return "0"
    first, last = parts[0], parts[-1]
    touching = all(
        (part.sheet, part.row, part.column) == (first.sheet, first.row + n, first.column) for n, part in enumerate(parts)
    )
    if touching and len(parts) > 1:
        before = "" if sheet == first.sheet else f"{quoted(first.sheet)}!"
        column = first.column + place
        return f"SUM({before}{xl_range(first.row, column, last.row, column)})"
    return "+".join(part.cells(sheet)[place] for part in parts)
