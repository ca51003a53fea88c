"""Tables about how people leave: retirement in known years, and what is paid in the years after leaving."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier, reference
from rightfin.schema.types import Changed, Column, Kind, Table

SEVERANCE, REINTEGRATION = "severance", "reintegration"
"""What is paid to those who are retrenched; the latter is also the item of its budget line."""

RETIREMENTS = Table(
    "retirements",
    "Retirements in known years",
    "Which share of those who joined a cadre in the same year retires in which later year, beside attrition.",
    key=("retirement",),
    columns=(
        identifier("retirement", "retirement"),
        reference("cadre", "cadres", "Cadre from which they retire."),
        Column("joined", Kind.YEAR, "Year in which they joined, as recruits or integrated; the base year for all who are "
               "there at its end.", "year", required=True),
        Column("year", Kind.YEAR, "First year in which they are no longer paid. It may lie beyond the last year shown.",
               "year", required=True),
        Column("share", Kind.SHARE, "Share of those who joined; of them retire who are still there, without severance.",
               "share", required=True, minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        Column("with_pension", Kind.SHARE, "Share of them who draw a pension.", "share", default=1.0, minimum=0.0,
               maximum=1.0),
        *SOURCE_AND_NOTE,
    ),
    absent="People leave by attrition and by decision only.",
)

SEVERANCE_YEARS = Table(
    "severance_years",
    "Years of severance",
    "In which years after leaving severance and reintegration are paid, institution by institution.",
    key=("institution", "payment", "after"),
    columns=(
        reference("institution", "institutions", "Institution that pays."),
        Column("payment", Kind.CHOICE, "What is paid: severance (cadres) or reintegration (demobilisation).",
               default=SEVERANCE, choices=(SEVERANCE, REINTEGRATION)),
        Column("after", Kind.INTEGER, "Years after the one in which people leave; 0 is that year itself.", "years",
               required=True, minimum=0, maximum=30),
        Column("share", Kind.SHARE, "Share paid in that year; those of one institution and payment add up to 1.", "share",
               required=True, minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    absent="All is paid in the year in which people leave.",
)

TABLES = (RETIREMENTS, SEVERANCE_YEARS)
