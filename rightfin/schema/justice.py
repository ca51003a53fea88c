"""Tables about the justice chain: stages through which cases pass, who works them, and the places of prisons."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier, label, reference
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

CASES = "cases"

STAGES = Table(
    "justice_stages",
    "Justice stages",
    "The stages through which a case passes, in order: investigation, prosecution, trial.",
    key=("stage",),
    columns=(
        identifier("stage", "stage"),
        label("stage"),
        Column("order", Kind.INTEGER, "Place in the chain: cases go from 1 to 2, and so on.", "place", required=True,
               minimum=1, maximum=1000),
        Column("opening_backlog", Kind.NUMBER, "Cases that wait at the end of the base year.", CASES, default=0.0,
               minimum=0.0),
        Column("pass_rate", Kind.SHARE, "Share of the cases done that go on to the next stage; of no meaning for the last "
               "stage.", "share", default=1.0, minimum=0.0, maximum=1.0),
        Column("weight", Kind.NUMBER, "How much a year's cases that wait here or before count against unmet needs. "
               "Where needs weigh about 1, 0.03 to 0.05 is a usual size; with 1 other needs are emptied for the courts.",
               "weight", default=1.0, above=0.0, maximum=1e6),
        Column("bands", Kind.BANDS, "Bands of what waits here or before, mild to severe, as width:penalty; widths are "
               "shares of a year's inflow in the base year that sum to at least 1, penalties rise; the last has no end.",
               "width:penalty", default="0.25:1;0.25:2;0.5:4"),
        Column("swing", Kind.SHARE, "How far the cases of a month lie off their mean, court by court, as a share of it "
               "(standard deviation); why cases wait although there is capacity for the year. 0: nobody waits then.",
               "share", default=0.3, minimum=0.0, maximum=1.0),
        Column("drop_share", Kind.SHARE, "Most of the year's cases, waiting or new, that may be dropped.", "share a year",
               default=0.0, minimum=0.0, maximum=1.0),
        Column("drop_years", Kind.NUMBER, "How many years of waiting, at the highest penalty, one dropped case counts as; "
               "with few, the plan drops cases to save waiting.", "years",
               default_text="more than waiting to the end of all years planned, so that none is dropped", minimum=0.0,
               maximum=1000.0),
        Column("held_share", Kind.SHARE, "Share of the cases here whose accused is in detention.", "share", default=0.0,
               minimum=0.0, maximum=1.0),
        Column("held_months", Kind.NUMBER, "Months for which such an accused is held while the case is in hand, beside the "
               "months for which it waits.", "months", default=1.0, minimum=0.0, maximum=1200.0),
        Column("prison_share", Kind.SHARE, "Share of the cases done here that end in prison.", "share", default=0.0,
               minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        Column("sentence", Kind.NUMBER, "Mean time served by those who go to prison.", "years",
               default_text="none; needed where cases end in prison", above=0.0, maximum=100.0, changed=Changed.CROSSES),
        Column("opening_convicted", Kind.NUMBER, "Convicted people in prison at the end of the base year whom this stage "
               "sent there.", "persons", default=0.0, minimum=0.0, changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    absent="Cases are not followed from the police to prison.",
)

CASES_IN = Table(
    "justice_cases",
    "Cases from outside",
    "Cases that come into a stage by themselves, by year: what citizens report, suits of private parties.",
    key=("stage",),
    columns=(reference("stage", "justice_stages", "Stage into which they come."), *SOURCE_AND_NOTE),
    years=YearValues(Kind.NUMBER, CASES, "Cases of the year.", Blank.CARRY, minimum=0.0, first_required=True,
                     adds=Adds.NEVER, base_year=True, changed=Changed.SOUND),
    absent="Only those whom justice_staff names bring cases.",
)

STAFF = Table(
    "justice_staff",
    "Justice staff",
    "Which cadre works which stage, and which cadre brings cases into one: police make cases.",
    key=("stage", "cadre"),
    columns=(
        reference("stage", "justice_stages", "Stage."),
        reference("cadre", "cadres", "Cadre that works it, or brings cases into it."),
        Column("throughput", Kind.NUMBER, "Cases that one supported person-year gets done here; 0 if the cadre does not "
               "work this stage.", "cases per person-year", default=0.0, minimum=0.0),
        Column("cases_per_head", Kind.NUMBER, "Cases that one person who is there brings into this stage in a year.",
               "cases per person-year", default=0.0, minimum=0.0),
        *SOURCE_AND_NOTE,
    ),
    absent="Nobody works the stages, and nobody brings cases.",
)

PRISON_PLACES = Table(
    "prison_places",
    "Prison places",
    "Places of all prisons together, by year, for those who wait and those who are convicted.",
    key=("prisons",),
    columns=(
        identifier("prisons", "prisons, which are counted together in one row"),
        label("prisons"),
        Column("weight", Kind.NUMBER, "How much people beyond the places count against unmet needs, those included whom "
               "waiting cases will bring there.", "weight", default=1.0,
               above=0.0, maximum=1e6),
        Column("bands", Kind.BANDS, "Bands of people beyond the places, mild to severe, as width:penalty; widths are "
               "shares of the places of the base year that sum to at least 1, penalties rise; the last has no end.",
               "width:penalty", default="0.2:1;0.3:2;0.5:4"),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "places", "Places in the year.", Blank.CARRY, minimum=0.0, first_required=True,
                     adds=Adds.NEVER, base_year=True, changed=Changed.SOUND),
    absent="Who is in prison is shown, and nobody says how many places there are.",
)

TABLES = (STAGES, CASES_IN, STAFF, PRISON_PLACES)
