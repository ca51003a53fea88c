"""All tables of a case, in the order in which people fill them in."""

from __future__ import annotations

from rightfin.schema import (
    careers,
    cash,
    equipment,
    fiscal,
    handover,
    justice,
    learning,
    money,
    needs,
    over_time,
    packages,
    pay,
    payers,
    people,
    programmes,
    providers,
    rules,
)
from rightfin.schema.trail import COMPANIONS
from rightfin.schema.types import Table

GROUPS: tuple[tuple[str, tuple[Table, ...]], ...] = (
    ("Frame", fiscal.TABLES),
    ("People", (*people.TABLES, *careers.TABLES, *pay.TABLES)),
    ("Equipment", equipment.TABLES),
    ("Needs", (*needs.TABLES, *providers.TABLES)),
    ("Justice chain", justice.TABLES),
    ("Money", (*money.TABLES, *payers.TABLES)),
    ("Handover", handover.TABLES),
    ("Changes over time", over_time.TABLES),
    ("Units and reform", (*packages.TABLES, *programmes.TABLES)),
    ("Rules and scenarios", rules.TABLES),
    ("Cash by month", cash.TABLES),
    ("Learning", learning.TABLES),
)
"""Tables by what they are about, in the order in which people fill them in."""

TABLES: tuple[Table, ...] = tuple(table for _, tables in GROUPS for table in tables)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
"""Tables by name. ``uncertainty`` joins here when it is built."""

READABLE: dict[str, Table] = {**BY_NAME, **{table.name: table for table in COMPANIONS}}
"""Tables that files may hold: those of the case, and those that travel with it."""
