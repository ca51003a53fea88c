"""Tables about assets and who uses them."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier, label, reference
from rightfin.schema.types import Column, Kind, Table

ASSETS = Table(
    "assets",
    "Assets",
    "Classes of equipment and buildings: patrol vehicles, barracks places, court rooms, prison places.",
    key=("asset",),
    columns=(
        identifier("asset", "asset class"),
        reference("institution", "institutions", "Institution that owns the asset."),
        label("asset class"),
        Column("opening_stock", Kind.NUMBER, "Units in service at the end of the base year.", "units", required=True,
               minimum=0.0, summed=True),
        Column("price", Kind.NUMBER, "Price of one unit, at base-year prices.", "currency per unit", required=True,
               minimum=0.0),
        Column("life", Kind.NUMBER, "Years that a unit lasts; one in that many wears out every year.", "years",
               required=True, minimum=1.0, maximum=200.0),
        Column("upkeep", Kind.SHARE, "Recurrent cost of a unit, as a share of its price (the r-coefficient).",
               "share of price a year", default=0.0, minimum=0.0, maximum=10.0, usual=(0.0, 1.0)),
        Column("max_purchase", Kind.NUMBER, "Most units that can be bought and absorbed in a year.", "units a year",
               default_text="unlimited", minimum=0.0),
        Column("currency", Kind.TEXT, "Currency of the price: the case's own or the foreign_currency of settings.",
               default_text="the case's currency"),
        *SOURCE_AND_NOTE,
    ),
    absent="Everyone is supported by money only.",
)

EQUIPMENT = Table(
    "equipment",
    "Equipment",
    "Which cadre needs which asset to be effective.",
    key=("asset", "cadre"),
    columns=(
        reference("asset", "assets", "Asset class that is used."),
        reference("cadre", "cadres", "Cadre that uses it; it must serve a need, and belong to the institution of "
                  "the asset."),
        Column("units_per_head", Kind.NUMBER, "Units that one supported member uses.", "units per person-year",
               required=True, above=0.0),
        *SOURCE_AND_NOTE,
    ),
    absent="No cadre depends on assets.",
)

TABLES = (ASSETS, EQUIPMENT)
