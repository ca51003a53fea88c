"""Tables that travel with a case and are no part of its content: its trail, and what a merge left to settle."""

from __future__ import annotations

from rightfin.schema.types import Column, Kind, Table

TRAIL = Table(
    "trail",
    "Trail",
    "Who saved this case, when and why, oldest first. No part of the case's content: two cases are equal whatever it says.",
    key=("digest",),
    columns=(
        Column("digest", Kind.TEXT, "Digest of the case as it was saved; rightfin fills it in."),
        Column("parent", Kind.TEXT, "Digest of the case that it was made from; blank for the first."),
        Column("other_parent", Kind.TEXT, "Digest of the second case where two were merged."),
        Column("when", Kind.TEXT, "Date, such as 2027-03-31."),
        Column("who", Kind.TEXT, "Who saved it."),
        Column("why", Kind.TEXT, "Why, in a sentence."),
    ),
    absent="Nothing is known about where the case comes from.",
)

CONFLICTS = Table(
    "conflicts",
    "Conflicts",
    "What two changed workbooks say differently about the same cell. Choose what to take in every row; until then the case "
    "cannot be used.",
    key=("table", "row", "column"),
    columns=(
        Column("table", Kind.TEXT, "Table of the cell.", required=True),
        Column("row", Kind.TEXT, "Key of the row, parts joined by a slash.", required=True),
        Column("column", Kind.TEXT, "Column or year; blank where one removed the row and the other changed it."),
        Column("base", Kind.ANY, "What both started from."),
        Column("a", Kind.ANY, "What the first workbook says."),
        Column("b", Kind.ANY, "What the second workbook says."),
        Column("take", Kind.CHOICE, "Which of them holds: a, b or base.", choices=("a", "b", "base")),
    ),
    absent="Nothing is left to settle.",
)

COMPANIONS = (TRAIL, CONFLICTS)
"""Tables that are read and written with a case beside its own."""
