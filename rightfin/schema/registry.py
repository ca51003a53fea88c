"""All tables of a case, in the order in which people fill them in."""

from __future__ import annotations

from rightfin.schema import (
    careers,
    equipment,
    fiscal,
    handover,
    justice,
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

TABLES: tuple[Table, ...] = (
    *fiscal.TABLES,
    *people.TABLES,
    *careers.TABLES,
    *pay.TABLES,
    *equipment.TABLES,
    *needs.TABLES,
    *providers.TABLES,
    *justice.TABLES,
    *money.TABLES,
    *payers.TABLES,
    *handover.TABLES,
    *over_time.TABLES,
    *packages.TABLES,
    *programmes.TABLES,
    *rules.TABLES,
)

BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}
"""Tables by name. ``uncertainty`` and ``actuals`` join here when they are built."""

READABLE: dict[str, Table] = {**BY_NAME, **{table.name: table for table in COMPANIONS}}
"""Tables that files may hold: those of the case, and those that travel with it."""
