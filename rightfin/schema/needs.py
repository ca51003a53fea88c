"""Tables about threats: regions, needs, demand, and who serves it."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier, label, reference
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

CAPABILITY = "units of the need"

REGIONS = Table(
    "regions",
    "Regions",
    "Parts of the country among which capability is spread.",
    key=("region",),
    columns=(
        identifier("region", "region"),
        label("region"),
        Column("population", Kind.NUMBER, "Inhabitants in the base year.", "persons", required=True, minimum=0.0,
               summed=True, changed=Changed.DIVIDES),
        *SOURCE_AND_NOTE,
    ),
    absent="The country is one region called national, of unknown population.",
    long=True,
)

NEEDS = Table(
    "needs",
    "Needs",
    "What the threat assessment demands: insurgency, violent crime, border control, cases to be tried.",
    key=("need",),
    columns=(
        identifier("need", "need"),
        label("need"),
        Column("weight", Kind.NUMBER, "How much an unmet part of this need counts against the others.", "weight",
               required=True, above=0.0, maximum=1e6),
        Column("security", Kind.CHOICE, "Whether it is a need of national or of human security.", default="human",
               choices=("national", "human")),
        Column("bands", Kind.BANDS, "Shortfall bands, mild to severe, as width:penalty; widths are shares of the need "
               "that sum to at least 1, penalties rise.", "width:penalty", default="0.2:1;0.3:2;0.5:4"),
        *SOURCE_AND_NOTE,
    ),
    required=True,
)

DEMAND = Table(
    "demand",
    "Demand",
    "How much capability each need demands, by region and year.",
    key=("need", "region"),
    columns=(
        reference("need", "needs", "Need that is demanded."),
        reference("region", "regions", "Region; * for all regions without a row of their own: each at its own "
                  "population if per_100k, sharing the amount in proportion to population if absolute.", wildcard=True),
        Column("basis", Kind.CHOICE, "Whether values are absolute or per 100,000 inhabitants.", default="absolute",
               choices=("absolute", "per_100k")),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, CAPABILITY, "Demand in the year, before the threat level.", Blank.CARRY, minimum=0.0,
                     first_required=True, adds=Adds.ALIKE, base_year=True, changed=Changed.SOUND),
    required=True,
    long=True,
)

THREAT_LEVELS = Table(
    "threat_levels",
    "Threat levels",
    "Index by which demand rises or falls with the threat.",
    key=("need",),
    columns=(reference("need", "needs", "Need whose demand is scaled."), *SOURCE_AND_NOTE),
    years=YearValues(Kind.NUMBER, "index", "Threat level; 1 leaves demand as it is.", Blank.CARRY, default=1.0,
                     minimum=0.0, adds=Adds.NEVER, base_year=True, changed=Changed.SOUND),
    absent="All threat levels are 1.",
)

EFFECTS = Table(
    "effects",
    "Effects",
    "Which cadre serves which need, and how well.",
    key=("cadre", "need"),
    columns=(
        reference("cadre", "cadres", "Cadre that serves."),
        reference("need", "needs", "Need that is served."),
        Column("effect", Kind.NUMBER, "What one supported person-year delivers, in the unit in which demand is stated.",
               "units of the need per person-year", required=True, above=0.0),
        Column("max_share", Kind.SHARE, "Largest part of the need's cover that this cadre may supply, so that clerks do "
               "not replace judges.", "share of cover", default_text="none", minimum=0.0, maximum=1.0),
        *SOURCE_AND_NOTE,
    ),
    required=True,
    long=True,
)

EXTERNAL = Table(
    "external",
    "External capability",
    "Capability that a peace operation or a neighbour supplies, by year, in one region.",
    key=("provider", "need", "region"),
    columns=(
        identifier("provider", "provider"),
        reference("need", "needs", "Need that it serves."),
        reference("region", "regions", "Region that it serves; it helps no other."),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, CAPABILITY, "Capability supplied in the year.", Blank.ERROR, minimum=0.0,
                     adds=Adds.ALL, base_year=False, changed=Changed.SOUND),
    absent="Nobody else supplies security.",
    long=True,
)

SERVES = Table(
    "serves",
    "Regions served",
    "Which regions an institution serves, where it does not serve all: a regional police, a court of one province.",
    key=("institution", "region"),
    columns=(
        reference("institution", "institutions", "Institution that serves some regions only."),
        reference("region", "regions", "Region that it serves; it serves no other but those in its rows."),
        *SOURCE_AND_NOTE,
    ),
    absent="Every institution serves all regions.",
    long=True,
)

TABLES = (REGIONS, NEEDS, DEMAND, THREAT_LEVELS, EFFECTS, SERVES, EXTERNAL)
