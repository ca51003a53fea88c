"""Either form of a case, by what the path is: a folder of CSV files or a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from rightfin.case.case import Case
from rightfin.case.exchange.merge import Conflict
from rightfin.case.exchange.trail import Trail
from rightfin.case.reading.migration import bring_up_to_date
from rightfin.case.reading.parse import Parsed, parse
from rightfin.case.reading.raw import RawCase
from rightfin.io.arrangement import LineOrder
from rightfin.io.csv_folder import read_csv_folder, write_csv_folder
from rightfin.io.refusal import refusal
from rightfin.io.workbook.read import read_workbook
from rightfin.io.workbook.write import write_workbook
from rightfin.shipped import case_names, case_place


def read_raw(path: str | Path) -> RawCase:
    """Read a folder of CSV files or a workbook as it is; the name of a shipped case finds that case.

    Raises ``CaseError`` with one plain reason if there is nothing at the path, or no case.
    """
    place = case_place(path)
    if place.is_dir():
        return RawCase(read_csv_folder(place))
    if not place.exists():
        raise refusal("not_found", f"{place} does not exist.",
                      f"Check the name of the folder or workbook, or name a shipped case: {', '.join(case_names())}.")
    if place.suffix.lower() == ".csv":
        raise refusal("single_table", f"{place.name} is one table, not a case.",
                      "Give the folder that holds it.")
    return read_workbook(place)


def read_form(path: str | Path) -> Parsed:
    """Read either form of a case, with every problem that its cells have; raises as ``read_raw`` does.

    What a merge left open and the trail are for ``rightfin.reading``.

    Tables of an older template are brought up to date first, and a warning lists what changed.
    """
    raw = read_raw(path)
    tables, news = bring_up_to_date(raw.tables, raw.version)
    remarks = (*raw.remarks, *news)
    del raw  # a large case is in memory once
    parsed = parse(tables)
    return replace(parsed, issues=(*remarks, *parsed.issues)) if remarks else parsed


def write_case(
    case: Case, path: str | Path, *, trail: Trail = (), conflicts: Sequence[Conflict] = (),
    arranged: Mapping[str, LineOrder] = MappingProxyType({}), force: bool = False,
) -> None:
    """Write a case as a workbook if the path ends in ``.xlsx``, as a folder of CSV files otherwise.

    ``trail`` says who saved it and why; it goes with the case. ``conflicts`` are what a merge left to settle: only a
    workbook can hold them. ``arranged`` is how the rows of tables stood in another file.

    Nothing is left behind if writing fails. Raises ``CaseError`` if something is there and ``force`` is not given, or if a
    value cannot be written.
    """
    place = Path(path)
    if place.suffix.lower() == ".xlsx":
        write_workbook(case, place, force, trail, conflicts, arranged)
    elif place.suffix.lower() in (".xls", ".xlsm", ".xlsb", ".ods", ".csv"):
        raise refusal("not_a_form", f"A case cannot be written as {place.suffix}.",
                      "Give a name that ends in .xlsx, or a folder.")
    elif conflicts:
        raise refusal("conflicts", f"{len(conflicts)} cells are left to settle, which is done in a workbook.",
                      "Give a name that ends in .xlsx.")
    else:
        write_csv_folder(case, place, force, trail, arranged)
