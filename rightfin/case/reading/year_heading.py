"""Headings that are years, in whatever form: which year is meant, and whether that is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from rightfin.case.cell import FIRST_YEAR, LAST_YEAR, meant_year, plain_digits, shown
from rightfin.case.issue import YEAR_STYLE
from rightfin.schema import YearStyle

_PREFIX = r"(?:fy|f|cy|f\.y\.|fiscal year|financial year|calendar year|budget year|year|yr\.?)[ _-]*"
_WHOLE = re.compile(r"([0-9]{1,4})(?:\.0*)?")
_GROUPED = re.compile("([0-9])[,.' \u2019\xa0\u2009\u202f]([0-9]{3})(?:\\.0+)?")
_PREFIXED = re.compile(_PREFIX + r"'?([0-9]{4}|[0-9]{2})")
_APOSTROPHE = re.compile("['\u2019]([0-9]{2})")
_NUMBERED = re.compile(r"(?:plan(?:ning)?[ _-]*)?(?:year|yr|y)\.?[ _-]*([0-9]{1,2})")
_PAIR = re.compile(rf"(?:{_PREFIX})?([0-9]{{4}}|[0-9]{{2}}) ?[/\u2010-\u2015-] ?([0-9]{{4}}|[0-9]{{2}})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\b.*")
_DAY = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}|[0-9]{2})")
_MONTH = re.compile(r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[ ./'\u2019-]*([0-9]{2})")
_MENTION = re.compile(r"(?<![0-9])((?:19|20|21)[0-9]{2})(?![0-9])")
_OTHER_MENTION = re.compile("(?<![0-9])(1[3-4][0-9]{2}|2[4-6][0-9]{2})(?![0-9])")
"""A year of another calendar among other words."""

_SOLAR, _BUDDHIST = 621, -543
"""What is added to a year of the Solar Hijri and of the Buddhist calendar: most of 1405, and all of 2569, lie in 2026."""

_HISTORY = 15
"""Years before the base year for which years of other calendars are still told by themselves."""


class HeadingForm(Enum):
    """What a heading looks like."""

    YEAR = auto()
    """Four digits, whatever the script and the signs between: 2026, 2,026, FY2026."""
    SHORT = auto()
    """Two digits of a year: FY26."""
    PAIR = auto()
    """A year that spans two: 2026/27."""
    NUMBERED = auto()
    """Years counted in the plan: Year 1."""
    CALENDAR = auto()
    """Four digits of another calendar: 1405, 2569."""
    DATE = auto()
    """A date."""
    MENTION = auto()
    """A year among other words, or a bare number."""


@dataclass(frozen=True)
class YearForm:
    """A heading that may be a year: its form, and the number that stands in it (of a pair the first)."""

    form: HeadingForm
    number: int


def year_form(heading: str) -> YearForm | None:
    """Return what year a heading may be, ``None`` if it is none; base and end year of the plan are not needed."""
    text = " ".join(plain_digits(heading).lower().split())
    whole = _WHOLE.fullmatch(text) or _GROUPED.fullmatch(text)
    if whole:
        return _of_number(int("".join(part for part in whole.groups() if part)))
    if pair := _PAIR.fullmatch(text):
        first, second = int(pair[1]), int(pair[2])
        if (first + 1) % 100 == second % 100 and (len(pair[2]) < 4 or len(pair[1]) < 4 or second == first + 1):
            return YearForm(HeadingForm.PAIR, first)
    if (named := _PREFIXED.fullmatch(text)) and not (len(named[1]) < 4 and _NUMBERED.fullmatch(text)):
        return _of_number(int(named[1])) if len(named[1]) == 4 else YearForm(HeadingForm.SHORT, int(named[1]))
    if short := _APOSTROPHE.fullmatch(text):
        return YearForm(HeadingForm.SHORT, int(short[1]))
    if numbered := _NUMBERED.fullmatch(text):
        return YearForm(HeadingForm.NUMBERED, int(numbered[1]))
    if iso := _ISO.fullmatch(text):
        return YearForm(HeadingForm.DATE, _of_date(int(iso[1]), int(iso[2]), int(iso[3])))
    if day := _DAY.fullmatch(text):
        return YearForm(HeadingForm.DATE, int(day[1]) if len(day[1]) == 4 else 2000 + int(day[1]))
    if month := _MONTH.fullmatch(text):
        return YearForm(HeadingForm.DATE, 2000 + int(month[1]))
    mention = _MENTION.search(text) or _OTHER_MENTION.search(text)
    return YearForm(HeadingForm.MENTION, int(mention[1])) if mention else None


def _of_number(number: int) -> YearForm:
    if FIRST_YEAR <= number <= LAST_YEAR:
        return YearForm(HeadingForm.YEAR, number)
    return YearForm(HeadingForm.CALENDAR if number >= 1000 else HeadingForm.MENTION, number)


def _of_date(year: int, month: int, day: int) -> int:
    """Return the year of a date; a number such as 2027 that a spreadsheet shows as a date of 1905 is that number."""
    try:
        days = (date(year, month, day) - date(1899, 12, 30)).days
    except ValueError:
        return year
    return days if FIRST_YEAR <= days <= LAST_YEAR else year


def looks_like_year(heading: str) -> bool:
    """Return whether a heading has the form of a year, certain or not."""
    found = year_form(heading)
    return found is not None and found.form is not HeadingForm.MENTION


@dataclass(frozen=True)
class Convention:
    """How the headings of one case count years, where they tell by fitting the plan exactly in some table.

    ``begins``: whether 2026/27 is 2026, the year in which it begins (or 2027, in which it ends); ``numbered``: whether
    Year 1 is the first planning year. ``None`` and false while it is not certain.
    """

    begins: bool | None = None
    numbered: bool = False


def convention(headers: Iterable[Sequence[str]], base: int, end: int) -> Convention:
    """Return how years are counted, given the headings of all tables by year.

    Years that span two are named by their first year if in some table all of them, so named, are exactly the years
    planned (or those and the base year); by their second if those are; by neither if tables differ.
    """
    whole = (frozenset(range(base, end + 1)), frozenset(range(base + 1, end + 1)))
    said: set[bool] = set()
    numbered = False
    for header in headers:
        forms = [form for heading in header if (form := year_form(heading)) is not None]
        first = {_century(form.number, base, end) for form in forms if form.form is HeadingForm.PAIR}
        said |= {begins for begins in (True, False) if {year + (not begins) for year in first} in whole}
        counted = {form.number + base for form in forms if form.form is HeadingForm.NUMBERED}
        numbered = numbered or counted in whole
    return Convention(said.pop() if len(said) == 1 else None, numbered)


def _century(number: int, base: int, end: int) -> int:
    """Return a year of two digits in the century that brings it nearest to the plan."""
    if number >= 100:
        return number
    middle = (base + end) // 2
    return min((century + number for century in range(1900, LAST_YEAR + 1, 100)), key=lambda year: abs(year - middle))


@dataclass(frozen=True)
class YearReading:
    """Which year a heading is: ``year`` where it is certain; what it may be, and what to do, where it is not.

    ``how`` says how it was read, where a reader could have meant something else.
    """

    year: int | None = None
    how: str = ""
    code: str = "year_heading"
    message: str = ""
    remedy: str = ""


def read_year(heading: str, span: tuple[int, int], way: Convention) -> YearReading | None:
    """Return which year a heading is in a case with this base and end year; ``None`` if it is none."""
    found = year_form(heading)
    if found is None:
        return None
    base, end = span
    number, name = found.number, shown(heading)
    if found.form is HeadingForm.YEAR:
        return YearReading(number)
    if found.form is HeadingForm.SHORT:
        year = _century(number, base, end)
        certain = base <= year <= end
        return YearReading(year, "two digits, in the plan") if certain else _unsure(
            f"The heading {name} may be the year {year}, which is not in the plan.", year)
    if found.form is HeadingForm.PAIR:
        first = _century(number, base, end)
        if not FIRST_YEAR <= first <= LAST_YEAR:
            return _unsure(f"The heading {name} spans two years of another calendar.",
                           _of_calendar(name, number, base, end).year)
        if way.begins is None:
            return _unsure(f"The heading {name} spans two years, and it is not certain by which the plan counts it.", first,
                           f"Type {first} if years are named by the one in which they begin, {first + 1} if by the one in "
                           "which they end.")
        year, which = (first, "begins") if way.begins else (first + 1, "ends")
        return YearReading(year, f"the year in which it {which}")
    if found.form is HeadingForm.NUMBERED:
        year = base + number
        if way.numbered and base <= year <= end:
            return YearReading(year, f"counted from the base year {base}")
        if not base <= year <= end and base <= _century(number, base, end) <= end:
            year = _century(number, base, end)
            return _unsure(f"The heading {name} may count years or be the year {year}.", year)
        return _unsure(f"The heading {name} counts years; if it counts those of the plan, it is {year}.", year)
    if found.form is HeadingForm.CALENDAR:
        return _of_calendar(name, number, base, end)
    if found.form is HeadingForm.DATE:
        return YearReading(code="date_heading", message=f"The heading {name} is a date, not a year.",
                           remedy=f"Format the cell as a number and type the year{_meant(number)}.")
    if number > 1000:
        meant = number if FIRST_YEAR <= number <= LAST_YEAR else _of_calendar(name, number, base, end).year
        return _unsure(f"The heading {name} may be a year, but is not written as one; it is not read.", meant)
    if base <= _century(number, base, end) <= end and number < 100:
        year = _century(number, base, end)
        return _unsure(f"The heading {name} is a number; it may be the year {year}.", year)
    return _unsure(f"The heading {name} is a number, but no year.", None)


def styled_year(heading: str, style: YearStyle) -> YearReading | None:
    """Return which year a heading is in a case that writes years in a style of its own; ``None`` if it is none.

    A heading that may be a year, but is written otherwise, is told with the year that it may mean.
    """
    year = style.year_of(heading)
    if year is not None and FIRST_YEAR <= year <= LAST_YEAR:
        return YearReading(year)
    found = year_form(heading)
    if found is None:
        return None
    number = found.number + (found.form is HeadingForm.PAIR) + (2000 if found.number < 100 else 0)
    number += _SOLAR if found.form is HeadingForm.CALENDAR else 0
    remedy = f"Type {style.text(number)} if that is meant." if found.form is HeadingForm.PAIR else meant_year(number, style)
    return YearReading(
        code=YEAR_STYLE,
        message=f"The heading {shown(heading)} is not written as the case writes years, which year_form in settings says.",
        remedy=f"{remedy} Begin it with # if the column is for people.")


def _of_calendar(name: str, number: int, base: int, end: int) -> YearReading:
    """Return the year that a year of another calendar is, if only one of the known calendars leads into the plan."""
    lunar = int(0.970229 * number + 621.5643)
    calendars = {"Solar Hijri": number + _SOLAR, "Buddhist": number + _BUDDHIST, "Islamic (lunar)": lunar}
    fit = {calendar: year for calendar, year in calendars.items() if base - _HISTORY <= year <= end}
    if len(fit) == 1 and "Islamic (lunar)" not in fit:
        calendar, year = next(iter(fit.items()))
        return YearReading(year, f"of the {calendar} calendar")
    if not fit:
        return _unsure(f"The heading {name} may be a year of another calendar; none of its years lies in the plan.", None)
    may_be = " or ".join(f"{year} ({calendar} calendar)" for calendar, year in fit.items())
    return _unsure(f"The heading {name} may be a year of another calendar: {may_be}.", next(iter(fit.values())))


def _meant(year: int | None) -> str:
    return f", such as {year}" if year is not None else ""


def _unsure(message: str, year: int | None, what: str = "") -> YearReading:
    typed = what or (f"Type {year} as the heading if that is the year." if year is not None
                     else "Type the year of the plan as the heading, in four digits.")
    return YearReading(message=message, remedy=f"{typed} Begin it with # if the column is for people.")
