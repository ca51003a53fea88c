"""The one definition of every table and column of a case.

Reader, template, checks, web help and the reference page of the docs are all generated from it.
"""

from rightfin.schema.registry import BY_NAME, GROUPS, READABLE, TABLES
from rightfin.schema.shared import CATEGORIES, RECURRENT, SECTORS
from rightfin.schema.trail import COMPANIONS, CONFLICTS, TRAIL
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, Value, YearValues
from rightfin.schema.year_style import FiscalYear, YearStyle, as_cell, as_year, style_of

__all__ = [
    "BY_NAME", "CATEGORIES", "COMPANIONS", "CONFLICTS", "GROUPS", "READABLE", "RECURRENT", "SECTORS", "TABLES", "TRAIL",
    "Adds", "Blank", "Changed", "Column", "FiscalYear", "Kind", "Table", "Value", "YearStyle", "YearValues", "as_cell",
    "as_year", "style_of",
]
