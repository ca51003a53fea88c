"""Reading one cell: from what was found in a file to a value of its column's kind, or a fault in words."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from rightfin.case.case import canonical
from rightfin.case.nearest import nearest
from rightfin.case.reading.raw import RawCell
from rightfin.schema import Column, Kind, Value, YearStyle
from rightfin.tolerances import TYPED

LONGEST_TEXT = 32_767
"""Characters that a cell of a workbook can hold; both forms of a case keep to it."""

FIRST_YEAR, LAST_YEAR = 1900, 2200
LARGEST_WHOLE = 10**15 - 1
"""Whole numbers up to here survive a spreadsheet, which keeps fifteen digits."""

LARGEST_NUMBER = 1e18
"""No amount of any country is larger; what is larger is a slip, and would leave the solver nothing but rounding."""

UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither form of a case can hold: control characters other than tab and line feed."""

_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]+(,[0-9]+)+(\.[0-9]+)?")
_POINTS = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{3})+(,[0-9]+)?")
"""Points between thousands: ``1.234.567`` and ``1.234,5``; ``1.234`` alone is a number with decimals."""

_SPACED = re.compile(r"[+-]?[0-9]{1,3}([ \t\xa0\u2009\u202f'’][0-9]{3})+([.,][0-9]+)?")
_IN_BRACKETS = re.compile(r"\(([0-9][0-9.,]*)\)")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?|[0-9]{2}:[0-9]{2}:[0-9]{2}")
_NOTHING_WORDS = frozenset((
    "na", "n/a", "n.a.", "n.a", "nan", "null", "nil", "none", "-", "–", "—", "--", ".", "..", "...", "?", "tbd", "tbc",
    "missing", "unknown",
))
_ERRORS = frozenset((
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!", "#FIELD!",
    "#BLOCKED!", "#CONNECT!", "#BUSY!", "#UNKNOWN!",
))
"""Errors of spreadsheets, which stand as texts where a sheet was saved as CSV."""

_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_MOST_DIGITS = 15
_PERCENT = re.compile(r"[+-]?[0-9]+([.,][0-9]+)?\s*%")
_SCALED = re.compile(r"[+-]?[0-9]+([.,][0-9]+)*\s*(k|m|mn|mln|million|bn|billion|thousand)", re.IGNORECASE)
_ID = re.compile(r"[a-z][a-z0-9_]*")
_WORDS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell and what to do about it."""

    code: str
    message: str
    remedy: str


def letters(text: str) -> int:
    """Return the length of a text as spreadsheets count it: signs beyond the first plane, such as emojis, count twice."""
    return len(text) + (0 if text.isascii() else sum(sign > "\uffff" for sign in text))


def is_blank(cell: RawCell) -> bool:
    """Return whether a cell is empty or holds white space only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def error_fault(name: str) -> Fault:
    """Return the fault of a cell that shows an error of a spreadsheet."""
    return Fault("unreadable_cell", f"The cell shows the error {name}.", "Correct the formula, or type the value.")


def is_error(cell: RawCell) -> bool:
    """Return whether a cell is the name of a spreadsheet's error, such as ``#REF!``."""
    return isinstance(cell, str) and cell.strip().upper() in _ERRORS


def is_note(cell: RawCell) -> bool:
    """Return whether a cell begins with ``#``: in the first column that is read it makes its row a note."""
    return isinstance(cell, str) and cell.lstrip().startswith("#") and not is_error(cell)


def is_like_number(cell: RawCell) -> bool:
    """Return whether a cell is a number or a text that somebody typed for one, such as ``1,200``, ``12 %`` or ``(3)``."""
    if isinstance(cell, bool) or cell is None:
        return False
    if not isinstance(cell, str):
        return True
    text = plain_digits(cell.strip().lstrip("~<>=\u2248$\u20ac\u00a3").strip())
    return any(form.fullmatch(text) for form in (_NUMBER, _GROUPED, _POINTS, _SPACED, _IN_BRACKETS, _PERCENT, _SCALED))


def is_nothing(cell: RawCell) -> bool:
    """Return whether a cell is blank or a word for nothing, such as ``n/a``."""
    return is_blank(cell) or (isinstance(cell, str) and cell.strip().lower() in _NOTHING_WORDS)


def as_text(cell: RawCell) -> str:
    """Return a cell as trimmed text: whole numbers without a decimal point, a blank as the empty text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and math.isfinite(cell):
        value = float(canonical(cell) or 0.0)
        return str(int(value)) if value.is_integer() and abs(value) <= LARGEST_WHOLE else repr(value)
    return str(canonical(str(cell)) or "")


def printable(text: str) -> str:
    """Return a text as a message can hold it: invisible characters by their number, unprintable ones replaced."""
    if text.isascii() and text.isprintable():
        return text
    return UNPRINTABLE.sub("\ufffd", _INVISIBLE.sub(lambda found: f"[U+{ord(found.group()):04X}]", text))


def shown(cell: RawCell) -> str:
    """Return a cell as a message quotes it, shortened."""
    text = printable(as_text(cell)[:80].replace("\n", " "))
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"


def read_cell(cell: RawCell, column: Column, style: YearStyle = YearStyle.PLAIN) -> Value | Fault:
    """Return the value of a cell under its column, ``None`` for a blank, or the fault that it has.

    Years are read as ``style`` writes them.

    Bounds, choices and form are checked; whether a blank is allowed and whether a name exists is for others
    to say.
    """
    if is_blank(cell):
        return None
    if isinstance(cell, str) and cell.lstrip()[:1] == "#" and is_error(cell):
        return error_fault(cell.strip().upper())
    styled = column.kind is Kind.YEAR and style is not YearStyle.PLAIN
    found = _styled_year(cell, style) if styled else _READERS[column.kind](cell, column)
    if isinstance(found, (int, float)) and not isinstance(found, bool):
        return _outside(found, column) or found
    return found


def _number(cell: RawCell, column: Column) -> float | Fault:
    if isinstance(cell, bool):
        return Fault("not_a_number", f"{str(cell).upper()} is a yes or no, not a number.",
                     _ask_number(column))
    if isinstance(cell, str):
        text = cell.strip()
        if not _NUMBER.fullmatch(text):
            return _text_for_number(text, column)
        if _MOST_DIGITS < len(text) < 300 and text.lstrip("+-").isdecimal() and len(text.strip("+-0")) > _MOST_DIGITS:
            return Fault("too_many_digits",
                         f"{shown(cell)} has more than fifteen digits, which a spreadsheet does not keep.", "Round it.")
        cell = text
    try:
        value = canonical(float(cell if cell is not None else math.nan))
    except OverflowError:
        value = math.inf
    if not isinstance(value, float) or not math.isfinite(value):
        return Fault("not_finite", f"{shown(cell)} is too large or not a number at all.", _ask_number(column))
    return value


def _text_for_number(text: str, column: Column) -> Fault:
    """Return what is wrong with a text that stands where a number should, and what it may mean."""
    ask = "a point for decimals and nothing between thousands"
    if _GROUPED.fullmatch(text):
        return Fault("ambiguous_number", f"{shown(text)} can be read in two ways.", f"Write {_without_comma(text)}: {ask}.")
    if _POINTS.fullmatch(text):
        return Fault("ambiguous_number", f"{shown(text)} is written with points between thousands.",
                     f"Write {text.replace('.', '').replace(',', '.')}: {ask}.")
    if _SPACED.fullmatch(text):
        plain = re.sub(r"[^0-9.,+-]", "", text)
        return Fault("ambiguous_number", f"{shown(text)} is written with signs between thousands.",
                     f"Write {plain.replace(',', '.')}: {ask}.")
    bracketed = _IN_BRACKETS.fullmatch(text)
    if bracketed:
        return Fault("not_a_number", f"{shown(text)} is a number in brackets.",
                     f"Write {bracketed[1]} with a minus sign before it if less than nothing is meant: {ask}.")
    if _PERCENT.fullmatch(text):
        share = float(text.rstrip("% \t\xa0").replace(",", ".")) / 100
        return Fault("percent", f"{shown(text)} is a text with a per cent sign, not a number.", f"Write {share:g}.")
    if text.lower() in _NOTHING_WORDS:
        return Fault("not_a_number", f"{shown(text)} is not a number; it may mean that nothing is known.",
                     "Type the number, or 0 if there is nothing. Clear the cell only where a blank has a meaning.")
    if _ISO_DATE.fullmatch(text):
        return Fault("date", f"{shown(text)} is a date or a time, not a number.",
                     f"Format the cell as a number. {_ask_number(column)}")
    latin = plain_digits(text)
    if latin != text and _NUMBER.fullmatch(latin):
        return Fault("not_a_number", f"{shown(text)} is written with digits of another script.", f"Write {latin}.")
    return Fault("not_a_number", f"{shown(text)} is not a number.", _ask_number(column))


def plain_digits(text: str) -> str:
    """Return a text with digits of other scripts as 0 to 9; small raised digits are none, since 10² is not 102."""
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def _without_comma(text: str) -> str:
    """Return what a number with commas may mean: thousands, a decimal comma, or either."""
    thousands, decimal = text.replace(",", ""), text.replace(",", ".")
    if text.count(",") > 1 or "." in text:
        return thousands
    could_be_thousands = re.fullmatch(r"[+-]?[1-9][0-9]{0,2},[0-9]{3}", text)
    return f"{thousands} or {decimal}" if could_be_thousands else decimal


def _whole(cell: RawCell, column: Column) -> int | Fault:
    value = _number(cell, column)
    if isinstance(value, Fault):
        return value
    if not value.is_integer() or abs(value) > LARGEST_WHOLE:
        return Fault("not_whole", f"{shown(cell)} is not a whole number of at most fifteen digits.",
                     "Type a whole number.")
    return int(value)


def _year(cell: RawCell, column: Column) -> int | Fault:
    value = _whole(cell, column)
    if isinstance(value, Fault) or FIRST_YEAR <= value <= LAST_YEAR:
        return value
    return Fault("not_a_year", f"{shown(cell)} is not a year.", "Type a year of four digits, such as 2027.")


def _styled_year(cell: RawCell, style: YearStyle) -> int | Fault:
    """Return the year of a cell in a case that does not write years as plain numbers."""
    year = style.year_of(as_text(cell))
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return year
    plain = YearStyle.PLAIN.year_of(as_text(cell))
    return Fault("not_a_year", f"{shown(cell)} is not written as the case writes years, which year_form in settings says.",
                 meant_year(plain, style) if plain is not None else f"Type a year such as {style.text(2026)}.")


def meant_year(number: int, style: YearStyle) -> str:
    """Return what to type for a number that may be the year in which a fiscal year ends or the one in which it begins."""
    first = f"Type {style.text(number)} if the year that ends in {number} is meant"
    return f"{first}, {style.text(number + 1)} if the one that begins in it." if FIRST_YEAR <= number < LAST_YEAR else (
        f"Type a year such as {style.text(2026)}.")


def _boolean(cell: RawCell, column: Column) -> bool | Fault:
    if isinstance(cell, bool):
        return cell
    word = as_text(cell).lower()
    if word in _WORDS:
        return _WORDS[word]
    return Fault("not_a_boolean", f"{shown(cell)} is neither true nor false.", "Type true or false.")


def _text(cell: RawCell, column: Column) -> str | Fault:
    text = as_text(cell)
    if letters(text) > LONGEST_TEXT:
        return Fault("text_too_long", f"The text has {letters(text)} characters.",
                     f"Shorten it to {LONGEST_TEXT} characters, which is what a cell can hold.")
    unprintable = UNPRINTABLE.search(text)
    if unprintable:
        return Fault("unprintable",
                     f"The text holds an unprintable character (code {ord(unprintable.group()):#06x}).",
                     "Delete the cell and type its text again.")
    return text


def _identifier(cell: RawCell, column: Column) -> str | Fault:
    text = _text(cell, column)
    if isinstance(text, Fault) or _ID.fullmatch(text):
        return text
    proposal = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    hint = f", such as {proposal}" if _ID.fullmatch(proposal) else ""
    return Fault("not_an_id", f"{shown(cell)} is not a short name.",
                 f"Use lower-case letters, digits and underscores, beginning with a letter{hint}.")


def _choice(cell: RawCell, column: Column) -> str | Fault:
    word = as_text(cell).lower()
    if word in column.choices or (word == "*" and column.wildcard):
        return word
    close = nearest(word, column.choices)
    options = ", ".join((*column.choices, *(("*",) if column.wildcard else ())))
    did_you = f"Did you mean {close}? " if close else ""
    return Fault("not_a_choice", f"{shown(cell)} is not one of the choices.",
                 f"{did_you}Type one of: {options}.")


def _bands(cell: RawCell, column: Column) -> str | Fault:
    text = as_text(cell)
    form = "Write width:penalty for each band, such as 0.2:1;0.3:2;0.5:4, and format the cell as text."
    last, total = 0.0, 0.0
    for part in text.split(";"):
        numbers = [piece.strip() for piece in part.split(":")]
        if len(numbers) != 2 or not all(_NUMBER.fullmatch(piece) for piece in numbers):
            return Fault("not_bands", f"{shown(cell)} is not a list of shortfall bands.", form)
        width, penalty = (float(piece) for piece in numbers)
        if not (0 < width < math.inf and 0 < penalty < math.inf):
            return Fault("not_bands", f"The width or penalty of the band {shown(part)} is not above 0.", form)
        if penalty < last:
            return Fault("not_bands", f"The penalties in {shown(cell)} fall.",
                         "List the bands from mild to severe, with penalties that rise or stay equal.")
        last, total = penalty, total + width
    if total < 1 - TYPED:
        return Fault("not_bands",
                     f"The widths in {shown(cell)} sum to {total:g}, which leaves part of the need out.",
                     "Let the widths sum to at least 1.")
    return text


def _any(cell: RawCell, column: Column) -> Value | Fault:
    """Return the value of a cell whose kind another cell decides.

    A text stays as it was typed unless it is exactly what the number or the truth value would be written as:
    ``03.10`` may be a code and ``No`` a name, and whoever knows the kind can still read them.
    """
    if isinstance(cell, bool):
        return cell
    if not isinstance(cell, str):
        return _number(cell, column)
    text = cell.strip()
    if text in ("true", "false"):
        return _WORDS[text]
    number = _number(text, column) if _NUMBER.fullmatch(text) else None
    return number if isinstance(number, float) and as_text(number) == text else _text(cell, column)


def _in_unit(column: Column) -> str:
    """Return the unit of a column in brackets; nothing where it depends on the row, and so says nothing here."""
    return f" ({column.unit})" if column.unit and not column.unit.startswith("by ") else ""


def _ask_number(column: Column) -> str:
    return f"Type a number{_in_unit(column)}, with a point for decimals and nothing between thousands."


def _outside(value: float, column: Column) -> Fault | None:
    """Return the fault of a number that lies outside the bounds of its column."""
    if abs(value) > LARGEST_NUMBER:
        return Fault("too_large", f"{as_text(value)} is larger than any amount of any country.", _ask_number(column))
    words = ""
    if column.minimum is not None and value < column.minimum:
        words = f"below the least allowed value {column.minimum:g}"
    elif column.maximum is not None and value > column.maximum:
        words = f"above the greatest allowed value {column.maximum:g}"
    elif column.above is not None and value <= column.above:
        words = f"not above {column.above:g}"
    elif column.below is not None and value >= column.below:
        words = f"not below {column.below:g}"
    if not words:
        return None
    percent = column.kind is Kind.SHARE and 1 < value <= 100
    hint = f" Shares are fractions: {value:g} % is {value / 100:g}." if percent else ""
    asked = f"Type a value {_range(column)}{_in_unit(column)}.{hint}"
    return Fault("out_of_bounds", f"{as_text(value)} is {words}.", asked)


def _range(column: Column) -> str:
    """Return the bounds of a column in words, such as ``from 0 to 1``."""
    parts = []
    if column.minimum is not None:
        parts.append(f"of at least {column.minimum:g}")
    if column.above is not None:
        parts.append(f"above {column.above:g}")
    if column.maximum is not None:
        parts.append(f"of at most {column.maximum:g}")
    if column.below is not None:
        parts.append(f"below {column.below:g}")
    return " and ".join(parts)


_READERS: dict[Kind, Callable[[RawCell, Column], Value | Fault]] = {
    Kind.ID: _identifier,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.INTEGER: _whole,
    Kind.YEAR: _year,
    Kind.SHARE: _number,
    Kind.BOOLEAN: _boolean,
    Kind.CHOICE: _choice,
    Kind.REFERENCE: _text,
    Kind.BANDS: _bands,
    Kind.GROUP: _text,
    Kind.YEARS: _text,
    Kind.ANY: _any,
}
