"""Either form of a case, by what the path is: a folder of CSV files or a workbook."""

from __future__ import annotations

from pathlib import Path

from rightfin.case.case import Case
from rightfin.case.parse import Parsed, parse
from rightfin.case.raw import RawTable
from rightfin.io.csv_folder import read_csv_folder, write_csv_folder
from rightfin.io.refusal import refusal
from rightfin.io.workbook_read import read_workbook
from rightfin.io.workbook_write import write_workbook


def read_raw(path: str | Path) -> tuple[RawTable, ...]:
    """Read a folder of CSV files or a workbook as it is.

    Raises ``CaseError`` with one plain reason if there is nothing at the path, or no case.
    """
    place = Path(path)
    if place.is_dir():
        return read_csv_folder(place)
    if not place.exists():
        raise refusal("not_found", f"{place} does not exist.", "Check the name of the folder or workbook.")
    if place.suffix.lower() == ".csv":
        raise refusal("single_table", f"{place.name} is one table, not a case.",
                      "Give the folder that holds it.")
    return read_workbook(place)


def read_form(path: str | Path) -> Parsed:
    """Read either form of a case, with every problem that its cells have; raises as ``read_raw`` does."""
    return parse(read_raw(path))


def write_case(case: Case, path: str | Path, force: bool = False) -> None:
    """Write a case as a workbook if the path ends in ``.xlsx``, as a folder of CSV files otherwise.

    Nothing is left behind if writing fails. Raises ``CaseError`` if something is there and ``force`` is not
    given, or if a value cannot be written.
    """
    place = Path(path)
    if place.suffix.lower() == ".xlsx":
        write_workbook(case, place, force)
    elif place.suffix.lower() in (".xls", ".xlsm", ".xlsb", ".ods", ".csv"):
        raise refusal("not_a_form", f"A case cannot be written as {place.suffix}.",
                      "Give a name that ends in .xlsx, or a folder.")
    else:
        write_csv_folder(case, place, force)
