"""The results workbook: what a plan says, in sheets that people print and take further in Excel."""

from rightfin.report.workbook.book import write_workbook

__all__ = ["write_workbook"]
