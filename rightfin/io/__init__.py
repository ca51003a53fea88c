"""The Excel workbook and the CSV folder: two equal forms of a case."""

from rightfin.io.csv_folder import read_csv_folder, write_csv_folder
from rightfin.io.forms import read_form, read_raw, write_case
from rightfin.io.workbook.read import read_workbook
from rightfin.io.workbook.write import write_template, write_workbook

__all__ = [
    "read_csv_folder", "read_form", "read_raw", "read_workbook", "write_case", "write_csv_folder",
    "write_template",
    "write_workbook",
]
