"""What a cell may be given while it is typed: drop-downs, numbers within bounds, short names; with words for a refusal."""

from __future__ import annotations

from typing import Any

from rightfin.case.cell import FIRST_YEAR, LAST_YEAR
from rightfin.io.layout import column_help
from rightfin.io.workbook.lists import WITHOUT_ROW, offered_name
from rightfin.schema import Column, Kind

LONGEST_MESSAGE, LONGEST_TITLE = 255, 32
"""Characters that a message and its title may have in Excel."""

_NUMBERS = (Kind.NUMBER, Kind.SHARE)
_LEAST, _MOST = -1e300, 1e300
_PROMPTED = (Kind.BANDS, Kind.GROUP, Kind.YEARS)
"""Kinds with a form of their own, which is said as soon as the cell is chosen."""


def choices_of(column: Column) -> list[str]:
    """Return what a drop-down offers by itself, in order; empty if there is none."""
    if column.kind is Kind.BOOLEAN:
        return ["TRUE", "FALSE"]
    return [*column.choices, *(["*"] if column.wildcard and column.choices else [])]


def validation(column: Column, cell: str, unique: str = "", *, prompt: bool = False) -> dict[str, Any] | None:
    """Return the validation of the cells of a column as XlsxWriter takes it; ``None`` where anything may stand.

    ``cell`` is the address of the first cell, ``A5``. ``unique`` is the range in which an id may stand only once,
    ``$A$5:$A$504``; empty if it may be repeated. With ``prompt`` the help of the column is shown when a cell is
    chosen.
    """
    found = _rule(column, cell, unique)
    if prompt or column.kind in _PROMPTED:
        found = found or {"validate": "any"}
        found |= {"input_title": shorten(column.name, LONGEST_TITLE),
                  "input_message": shorten(column_help(column), LONGEST_MESSAGE)}
    return found


def shorten(text: str, most: int) -> str:
    """Return a text of at most ``most`` characters, cut between words."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(None, 1)[0].rstrip(",;:") + "…"


def _rule(column: Column, cell: str, unique: str) -> dict[str, Any] | None:
    choices = choices_of(column)
    if choices:
        return {"validate": "list", "source": choices, **_refusal("Not a choice", f"Choose one of: {', '.join(choices)}.")}
    if column.kind is Kind.REFERENCE:
        name, first = offered_name(column), "*" if column.wildcard else WITHOUT_ROW.get(column.refers_to)
        words = f"Choose a name from the sheet {column.refers_to}{f', or {first}' if first else ''}."
        # People may name what they enter on the other sheet later: they are warned, not held up.
        return {"validate": "list", "source": f"={name}", **_refusal("Not found", words), "error_type": "warning"}
    if column.kind is Kind.ID:
        return {"validate": "custom", "value": _id_formula(cell, unique), **_refusal(
            "Not a short name", "Use lower-case letters, digits and underscores, without blanks"
            + (", and a name that no other row has." if unique else "."))}
    if column.kind is Kind.YEAR:
        # Who sets year_form in a sheet that was made for plain years is warned, not held up.
        return {"validate": "integer", "criteria": "between", "minimum": FIRST_YEAR, "maximum": LAST_YEAR,
                **_refusal("Not a year", "Type a year of four digits, such as 2027; 2026/27 only if year_form says so."),
                "error_type": "warning"}
    if column.kind is Kind.INTEGER or column.kind in _NUMBERS:
        return _number(column, cell)
    return None


def _number(column: Column, cell: str) -> dict[str, Any]:
    """Return the rule of a number with the bounds of its column."""
    whole = column.kind is Kind.INTEGER
    kind = "integer" if whole else "decimal"
    unit = f" ({column.unit})" if column.unit else ""
    share = " A share is a fraction: 0.25, or 25%." if column.unit.startswith("share") else ""
    refusal = _refusal("Not a number that fits",
                       f"Type a {'whole ' if whole else ''}number{unit}{bounds_in_words(column)}.{share}")
    least, most = column.minimum, column.maximum
    if column.above is None and column.below is None:
        if least is not None and most is None:
            return {"validate": kind, "criteria": ">=", "value": least, **refusal}
        return {"validate": kind, "criteria": "between", "minimum": _LEAST if least is None else least,
                "maximum": _MOST if most is None else most, **refusal}
    terms = [f"{cell}{sign}{bound:g}" for sign, bound in
             ((">=", least), (">", column.above), ("<=", most), ("<", column.below)) if bound is not None]
    return {"validate": "custom", "value": f"=AND(ISNUMBER({cell}),{','.join(terms)})", **refusal}


def bounds_in_words(column: Column) -> str:
    """Return the bounds of a column as they end a sentence: ``, from 0 to 1``; empty if it has none."""
    if column.minimum is not None and column.maximum is not None:
        return f", from {column.minimum:g} to {column.maximum:g}"
    named = (("at least", column.minimum), ("above", column.above), ("at most", column.maximum),
             ("below", column.below))
    words = [f"{word} {bound:g}" for word, bound in named if bound is not None]
    return f", {' and '.join(words)}" if words else ""


def _id_formula(cell: str, unique: str) -> str:
    """Return the formula that holds for a short name, and for a note, which begins with #."""
    tests = [f"EXACT({cell},LOWER({cell}))", f'ISERROR(FIND(" ",{cell}))', f'ISERROR(FIND("-",{cell}))',
             f"ISERROR(VALUE(LEFT({cell},1)))"]
    if unique:
        tests.append(f"COUNTIF({unique},{cell})=1")
    return f'=OR(LEFT({cell},1)="#",AND({",".join(tests)}))'


def _refusal(title: str, message: str) -> dict[str, Any]:
    return {"error_title": shorten(title, LONGEST_TITLE), "error_message": shorten(message, LONGEST_MESSAGE)}
