"""Scenarios and settings laid over a case: a new case, the old one untouched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rightfin.case.case import Case, canonical, is_number, key_text
from rightfin.case.cell import FIRST_YEAR, Fault, as_text, is_blank, read_cell
from rightfin.case.issue import CaseError, Issue
from rightfin.case.nearest import choose
from rightfin.case.resolve import across, base_and_end, style_of_case
from rightfin.schema import BY_NAME, Blank, Column, Kind, Table, Value, YearStyle, YearValues, style_of

Record = dict[str, Value]

_NUMERIC = (Kind.NUMBER, Kind.SHARE, Kind.INTEGER, Kind.YEAR)
_LONGEST = 200

CLEAR = "clear"
"""The operation that leaves a cell blank."""


def scenario_names(case: Case) -> tuple[str, ...]:
    """Return the names of the scenarios of a case, sorted."""
    named = [row["scenario"] for row in case.records("scenarios")]
    return tuple(dict.fromkeys(str(name) for name in named if name is not None))


def apply_scenario(case: Case, name: str) -> Case:
    """Return the case with the changes of one scenario, made in their order.

    ``set`` with a key that no row has adds the row; what it lacks is for the checks to find. Where ``*``
    stands for a part of a key, all rows that fit are changed. Before years are changed in a table whose
    blanks are carried, the values of the row are written out, so that years that are not named keep theirs; a cell that was
    blank and stands for its value all the same is left blank.
    The ``scenarios`` table stays as it is.

    Raises ``CaseError`` for an unknown scenario, and with every change that cannot be made.
    """
    changes = [row for row in case.records("scenarios") if row["scenario"] == name]
    if not changes:
        known = scenario_names(case)
        remedy = f"The scenarios are: {', '.join(known)}." if known else "The case has no scenarios."
        raise CaseError([Issue("unknown_scenario", f"There is no scenario {name}.", remedy, "scenarios")])
    issues = []
    for row in changes:
        try:
            case = _changed(case, row)
        except _RefusedError as refusal:
            key = key_text((row["scenario"], row["order"]))
            issues.append(
                Issue("scenario_change", refusal.message, refusal.remedy, "scenarios", key, refusal.column)
            )
    if issues:
        raise CaseError(issues)
    return case


def apply_settings(case: Case, settings: Mapping[str, Value]) -> Case:
    """Return the case with other settings; values may be text, as a command line gives them.

    Raises ``CaseError`` with every name that is not a setting and every value that it cannot have.
    """
    if not settings:
        return case
    table = BY_NAME["settings"]
    records = {str(row["key"]): row for row in case.records("settings")}
    style = style_of(settings.get("year_form")) if "year_form" in settings else style_of_case(case)
    issues = []
    for name, value in settings.items():
        entry = table.entry(name)
        if entry is None:
            remedy = choose(name, (known.name for known in table.entries))
            issues.append(Issue("unknown_setting", f"There is no setting {name}.", remedy, "settings", name))
            continue
        found = (
            Fault("blank", "There is no value.", "Type one.") if is_blank(value) else read_cell(value, entry, style)
        )
        if isinstance(found, Fault):
            issues.append(Issue(found.code, found.message, found.remedy, "settings", name, "value"))
            continue
        blank: Record = dict.fromkeys((column.name for column in table.columns), None)
        records.setdefault(name, {**blank, "key": name})["value"] = found
    if issues:
        raise CaseError(issues)
    return case.replace({"settings": list(records.values())})


def with_years(case: Case, name: str, record: Mapping[str, Value], values: Mapping[int, Value]) -> Record:
    """Return a row of the table of that name with other values in some years; years that are not named keep theirs.

    It is what ``set`` does in a scenario, year by year: values are written out where a blank takes the one to its left, and
    what was blank and stands for its value all the same is left blank. Nothing is checked.
    """
    table, found = BY_NAME[name], dict(record)
    years = table.years
    entry = table.entry(_name(table, found)) if table.entries else None
    carried = years is not None and table.carries(found) and not (entry is not None and entry.base_only)
    typed = {int(year) for year, value in found.items() if year.isdigit() and value is not None}
    span = base_and_end(case)
    if carried:
        _write_out(case, table, found, typed, span)
    found.update({str(year): canonical(value) for year, value in values.items()})
    if carried and years is not None:
        _leave_blank(table, years, found, typed, sorted(values), span)
    return found


class _RefusedError(Exception):
    """A change that cannot be made; ``column`` is the column of the scenarios table where the fault lies."""

    def __init__(self, column: str, message: str, remedy: str) -> None:
        super().__init__(message)
        self.column, self.message, self.remedy = column, message, remedy


@dataclass(frozen=True)
class _Operation:
    """What is done to each value: ``set``, ``multiply`` or ``add``, and by what, or ``clear``, which takes no value."""

    kind: str
    value: Value
    style: YearStyle

    def on(self, column: Column, current: Value, where: str) -> Value:
        """Return the new value of a cell that holds ``current``; a blank takes the fixed default."""
        if self.kind == CLEAR:
            if column.required:
                raise _RefusedError("operation", f"{where} must hold a value and cannot be cleared.",
                                    "Type set as the operation and the new value as the value.")
            return None
        if self.kind == "set":
            return self._read(self.value, column)
        if column.kind not in _NUMERIC or (column.kind is Kind.YEAR and self.kind == "multiply"):
            raise _RefusedError(
                "operation",
                f"{where} holds a {column.kind} and can only be set.",
                "Type set as the operation and the new value as the value.",
            )
        by = self._read(self.value, Column("value", Kind.NUMBER, ""))
        current = column.default if current is None else current
        if not is_number(current):
            raise _RefusedError(
                "operation",
                f"{where} is blank and has no fixed default, so there is nothing to {self.kind}.",
                "Type a value there first, or use set.",
            )
        one, two = float(current or 0), float(by or 0)
        new = canonical(one * two if self.kind == "multiply" else one + two)
        return self._read(self.style.text(int(one + two)) if column.kind is Kind.YEAR else new, column)

    def _read(self, value: Value, column: Column) -> Value:
        found = read_cell(value, column, self.style)
        if isinstance(found, Fault):
            raise _RefusedError("value", found.message, found.remedy)
        return found


def _changed(case: Case, row: Mapping[str, Value]) -> Case:
    """Return the case after one change."""
    table = _table(row)
    parts = _key(table, row)
    operation = _operation(row, style := style_of_case(case))
    target = as_text(row["column"]).strip()
    records = case.records(table.name)
    chosen = [
        record
        for record in records
        if all(part in ("*", as_text(record[name])) for name, part in zip(table.key, parts, strict=True))
    ]
    if not chosen:
        chosen = [_new(table, parts, operation, [_name(table, record) for record in records])]
        records += chosen
    by_name = {column.name: column for column in table.value_columns}
    if target in by_name:
        for record in chosen:
            column = _entry(table, record) if target == "value" and table.entries else by_name[target]
            where = f"{table.name} {_name(table, record)} {target}"
            record[target] = operation.on(column, record[target], where)
    elif table.years is not None and (target == "*" or style.span_of(target) is not None):
        if operation.kind == CLEAR:
            raise _RefusedError("operation", f"Years of {table.name} cannot be cleared.",
                                "Type set as the operation and the number for the years as the value.")
        span = _span(case)
        for record in chosen:
            _change_years(case, table, table.years, record, target, operation, span)
    else:
        raise _RefusedError("column", *_no_column(table, target, style))
    return case.replace({table.name: records})


def _table(row: Mapping[str, Value]) -> Table:
    name = as_text(row["table"])
    if name == "scenarios" or name not in BY_NAME:
        message = "A scenario cannot change scenarios." if name in BY_NAME else f"There is no table {name}."
        known = [table for table in BY_NAME if table != "scenarios"]
        raise _RefusedError("table", message, choose(name, known))
    return BY_NAME[name]


def _key(table: Table, row: Mapping[str, Value]) -> tuple[str, ...]:
    """Return the parts of the key; ``*`` alone stands for every part, and one part may hold slashes, as a rule the last.

    Last parts that may be left blank may be left out.
    """
    text = as_text(row["key"])
    if text == "*":
        return ("*",) * len(table.key)
    before = table.key.index(table.slashed or table.key[-1])
    *first, rest = text.split("/", before)
    after = len(table.key) - before - 1 if len(first) == before else 0
    parts = tuple(part.strip() for part in (*first, *rest.rsplit("/", after)))
    left_out = [table.key_defaults.get(name) for name in table.key[len(parts):]]
    parts += tuple(as_text(default) for default in left_out if default is not None)
    if len(parts) != len(table.key) or not all(parts):
        raise _RefusedError(
            "key",
            f"The key {text} does not name a row of {table.name}.",
            f"Type {'/'.join(table.key)}, with * for any part, or * for all rows.",
        )
    return parts


def _operation(row: Mapping[str, Value], style: YearStyle) -> _Operation:
    kind = as_text(row["operation"])
    if kind not in ("set", "multiply", "add", CLEAR):
        message = f"{kind or 'A blank'} is not an operation."
        raise _RefusedError("operation", message, "Type set, multiply, add or clear.")
    if kind == CLEAR and row["value"] is not None:
        raise _RefusedError("value", "clear leaves a cell blank and takes no value.",
                            "Delete the value, or type set as the operation.")
    if kind != CLEAR and row["value"] is None:
        remedy = "Type the new value, the factor or the summand; the operation clear takes a value away."
        raise _RefusedError("value", "The change has no value.", remedy)
    return _Operation(kind, row["value"], style)


def _new(table: Table, parts: tuple[str, ...], operation: _Operation, known: list[str]) -> Record:
    """Return a new row for a key that no row has, or refuse."""
    text = key_text(parts)
    record: Record = {column.name: None for column in table.columns}
    record.update(zip(table.key, parts, strict=True))
    if table.entries:
        if "*" in parts:
            raise _RefusedError("key", f"{table.name} has no rows.", "Name one row.")
        _entry(table, record)
        return record
    pairs = zip(table.key, parts, strict=True)
    wild = any(part == "*" and not table.column(name).wildcard for name, part in pairs)
    if wild or operation.kind != "set":
        raise _RefusedError(
            "key",
            f"No row of {table.name} fits the key {text}.",
            choose(text, known, "Name a row that the table has; only set can add a row."),
        )
    return record


def _entry(table: Table, record: Mapping[str, Value]) -> Column:
    name = _name(table, record)
    entry = table.entry(name)
    if entry is None or (":" in name and entry.name != "exchange_rate"):
        raise _RefusedError(
            "key",
            f"There is no {table.key[0]} {name} in {table.name}.",
            choose(name, (known.name for known in table.entries)),
        )
    return entry


def _name(table: Table, record: Mapping[str, Value]) -> str:
    return key_text(record[part] for part in table.key)


def _no_column(table: Table, target: str, style: YearStyle) -> tuple[str, str]:
    if target in table.key:
        message = f"{target} is part of the key of {table.name} and cannot be changed."
        return message, "Add a row under the new key."
    if table.entries and table.years is None:
        return f"{target or 'A blank'} is not a column of {table.name}.", "Type value."
    names = [column.name for column in table.value_columns if column.name not in ("source", "note")]
    first, last = style.text(2027), style.text(2030)
    years = f"Type a year ({first}), years ({first}-{last}), years onward ({first}-) or *."
    message = f"{target or 'A blank'} is not a column of {table.name}."
    if table.years is None:
        return message, choose(target, names)
    return message, choose(target, names, years)


def _span(case: Case) -> tuple[int, int]:
    """Return base year and end year, or refuse where the settings do not give them."""
    try:
        base, end = base_and_end(case)
    except ValueError:
        base, end = 0, 0
    if not 0 < end - base <= _LONGEST:
        raise _RefusedError(
            "column",
            "The years of the plan are not known.",
            "Give base_year and a later end_year in settings.",
        )
    return base, end


def _change_years(
    case: Case,
    table: Table,
    values: YearValues,
    record: Record,
    target: str,
    operation: _Operation,
    span: tuple[int, int],
) -> None:
    """Change the named years of a row in place; ``record`` is a copy that belongs to the caller."""
    entry = _entry(table, record) if table.entries else None
    base_only = entry is not None and entry.base_only
    typed = {int(name) for name, value in record.items() if name.isdigit() and value is not None}
    if table.carries(record) and not base_only:
        _write_out(case, table, record, typed, span)
    column = entry or Column(
        table.name,
        values.kind,
        values.help,
        values.unit,
        default=values.default,
        minimum=values.minimum,
        maximum=values.maximum,
        below=values.below,
    )
    named = _years_named(values, target, typed, span, operation.style, base_only=base_only)
    for year in named:
        where = f"{table.name} {_name(table, record)} {operation.style.text(year)}"
        record[str(year)] = operation.on(column, record.get(str(year)), where)
    if table.carries(record) and not base_only:
        _leave_blank(table, values, record, typed, named, span)


def _write_out(case: Case, table: Table, record: Record, typed: set[int], span: tuple[int, int]) -> None:
    """Write carried values and defaults of a row into its blank years, base year to end year.

    A blank base year with nothing before it takes the value of the first planning year, as it does elsewhere.
    """
    base, end = span
    values = across(table.name, record, base, end)
    if base not in typed and not any(year < base for year in typed):
        values[0] = values[1]
    for year, value in zip(range(base, end + 1), values, strict=True):
        record[str(year)] = value


def _leave_blank(
    table: Table, values: YearValues, record: Record, typed: set[int], named: list[int], span: tuple[int, int]
) -> None:
    """Empty the cells of a row that nobody typed and that stand for the same value without it."""
    base, end = span
    blank = [year for year in range(base, end + 1) if year not in typed]
    if base in blank and not any(year < base for year in typed):
        blank.remove(base)
        is_read = values.base_year or base in named
        if not is_read or record[str(base)] == record[str(base + 1)]:
            record[str(base)] = None
    for year in reversed(blank):  # what a blank takes stands to its left still
        if across(table.name, {**record, str(year): None}, year, year)[0] == record[str(year)]:
            record[str(year)] = None


def _years_named(
    values: YearValues, target: str, typed: set[int], span: tuple[int, int], style: YearStyle, *, base_only: bool
) -> list[int]:
    """Return the years that ``target`` names and that the row may hold.

    ``*`` is base year to end year (in tables of amounts the planning years), and all years that have a value.
    """
    base, end = span
    if base_only:
        end = base
    if target == "*":
        first = base if values.blank is Blank.CARRY and values.base_year else base + 1
        return [base] if base_only else sorted({*range(first, end + 1), *typed})
    named = style.span_of(target) or (end, end)
    first, last = named[0], max(named[0], end) if named[1] is None else named[1]
    if last < first:
        raise _RefusedError("column", f"The years {target} run backwards.", f"Type {style.text(last)}-{style.text(first)}.")
    earliest = FIRST_YEAR if values.earlier and not base_only else base
    years = list(range(max(first, earliest), min(last, end) + 1))
    if not years:
        shown = style.text(base), style.text(end)
        read = f"in the base year {shown[0]} only" if base_only else f"from {shown[0]} to {shown[1]}"
        raise _RefusedError(
            "column",
            f"{target} names no year of the plan: the row is read {read}.",
            "Type years within that span.",
        )
    return years
