"""A case written with fiscal years of another style: all texts of the case that name years follow."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rightfin.case import Case
from rightfin.schema import BY_NAME, Kind, Value, YearStyle

_BARE = re.compile(r"(?<![0-9/.,Y])(20[23][0-9])(?![0-9,./])")


def bare(texts: Iterable[object]) -> list[str]:
    """The texts that hold a year of the 2020s or 2030s as a plain number."""
    return [text for text in map(str, texts) if _BARE.search(text)]


def restyled(case: Case, style: YearStyle) -> Case:
    """Return the same case, which writes years in another style: years of scenarios, which are texts, too."""
    settings = [row for row in case.records("settings") if row["key"] != "year_form"]
    for row in settings:
        if row["key"] == "sustained_from" and str(row["value"]).isdecimal():
            row["value"] = style.text(int(str(row["value"])))
    settings.append({"key": "year_form", "value": style.value.lower()})
    scenarios = []
    for row in case.records("scenarios"):
        first, dash, last = str(row["column"]).partition("-")
        if first.isdecimal():
            row["column"] = style.text(int(first)) + dash + (style.text(int(last)) if last else "")
        row["value"] = _value(row, style)
        scenarios.append(row)
    return case.replace({"settings": settings, "scenarios": scenarios})


def _value(row: dict[str, Value], style: YearStyle) -> Value:
    """Return what a change of a scenario sets, a year as the case writes it."""
    table, key, value = BY_NAME[str(row["table"])], str(row["key"]), row["value"]
    entry = table.entry(key) if table.entries else None
    columns = {column.name: column for column in table.columns}
    column = entry if row["column"] == "value" and entry is not None else columns.get(str(row["column"]))
    is_year = column is not None and column.kind is Kind.YEAR and row["operation"] == "set"
    if not is_year:
        return value
    text = style.text(int(float(str(value))))
    return float(text) if text.isdecimal() else text
