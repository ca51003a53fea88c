"""The table of packages: named units, each a set of people, kit and running costs, that a plan is to add."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, reference
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

PACKAGES = Table(
    "packages",
    "Packages",
    "Named units of the library that comes with the program, such as a police station of thirty: how many there are to be "
    "beyond what stands in the base year.",
    key=("package", "institution"),
    columns=(
        Column("package", Kind.ID, "Package of the library; rightfin packages lists them.", "short name", required=True),
        reference("institution", "institutions", "Institution that employs its people and owns its kit."),
        Column("need", Kind.REFERENCE, "Need that its people serve, where they are not like cadres that serve needs.",
               default_text="the need of a case that has only one", refers_to="needs"),
        Column("like", Kind.TEXT, "Cadres and assets of the case whose figures hold in place of those of the library, "
               "joined by |, such as constables=patrol_men|cars=patrol_vehicles.",
               default_text="the figures of the library hold"),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "packages", "How many there are to be in the year, beyond what stands in the base year; "
                     "a blank takes the value to its left, and no value to its left means none.", Blank.CARRY, default=0.0,
                     minimum=0.0, adds=Adds.NEVER, base_year=False, changed=Changed.CROSSES),
    absent="The other tables say all there is.",
)

TABLES = (PACKAGES,)
