"""Columns that many tables share."""

from __future__ import annotations

from rightfin.schema.types import Column, Kind

CATEGORIES = ("pay", "operations", "training", "capital", "benefits")
"""Economic categories of cost, in the order in which they are reported."""

RECURRENT = ("pay", "operations", "training", "benefits")
"""Recurrent categories: all but capital."""

SECTORS = ("defence", "interior", "intelligence", "justice", "corrections", "oversight", "non_state")
"""Sectors that an institution may belong to."""


MONEY_A_HEAD = "currency per person-year"


def identifier(name: str, what: str) -> Column:
    """Return the key column that names ``what``."""
    return Column(name, Kind.ID, f"Short name of the {what}: lower-case letters, digits and underscores.", required=True)


def label(what: str) -> Column:
    """Return the column with the full name of ``what``, as reports show it."""
    return Column("name", Kind.TEXT, f"Full name of the {what}, as reports show it.", required=True)


def reference(name: str, table: str, help_text: str, *, wildcard: bool = False) -> Column:
    """Return a required column that names a row of another table; ``*`` stands for all rows where allowed."""
    return Column(name, Kind.REFERENCE, help_text, required=True, refers_to=table, wildcard=wildcard)


def item_of_line() -> Column:
    """Return the last part of the name of a line; blank, as in tables written before there were items, is all of them."""
    return Column("item", Kind.TEXT, "What the money is for: a cadre (its pay, support, training, benefits), a part of its "
                  "pay (cadre/part), an asset (its purchase and upkeep), reintegration, or an item of committed or "
                  "running_costs; * for all.", default="*", wildcard=True)


def whose_own_money() -> Column:
    """Return the column that says whose own money counts."""
    return Column("payer", Kind.REFERENCE, "Payer whose own money counts, or government; blank: that of all payers "
                  "together.", refers_to="payers", default_text="all payers together")


def currency_of(what: str) -> Column:
    """Return the column that says in which currency ``what`` is typed."""
    return Column(
        f"{what}_currency",
        Kind.TEXT,
        f"Currency in which {what.replace('_', ' ')} is typed: the case's own or the foreign_currency of settings.",
        default_text="the case's currency",
    )


SOURCE_AND_NOTE = (
    Column("source", Kind.TEXT, "Where the numbers of this row come from, or the word assumption."),
    Column("note", Kind.TEXT, "Anything a reader of this row should know."),
)
"""Columns that every table carries."""

GROWTH = "growth"
"""Form of rows by year that hold yearly rises."""
