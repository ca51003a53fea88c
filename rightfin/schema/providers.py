"""Table about those who supply security from outside: peace operations, neighbours."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier, label
from rightfin.schema.types import Changed, Column, Kind, Table

PROVIDERS = Table(
    "providers",
    "Providers",
    "Peace operations and others that supply external capability: until when they stay, and what they cost whom.",
    key=("provider",),
    columns=(
        identifier("provider", "provider, as external has it"),
        label("provider"),
        Column("kind", Kind.CHOICE, "What it is.", default="peace_operation",
               choices=("peace_operation", "neighbour", "other")),
        Column("last_year", Kind.YEAR, "Last year in which it is there; what external has for later years does not come.",
               "year", default_text="as external has it", changed=Changed.WARNS),
        Column("yearly_cost", Kind.NUMBER, "What it costs a year those who pay for it, at base-year prices: shown "
               "beside what would replace it, and in no budget.", "currency a year", default_text="not known", minimum=0.0),
        Column("currency", Kind.TEXT, "Currency of its cost: the case's own or the foreign_currency of settings.",
               default_text="the case's currency"),
        Column("paid_by", Kind.TEXT, "Who pays for it, in words."),
        *SOURCE_AND_NOTE,
    ),
    absent="The names in external stand for themselves, and stay as long as external has amounts for them.",
)

TABLES = (PROVIDERS,)
