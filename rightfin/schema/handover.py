"""Tables about the handover from donors to the state: paths of the own share, and rules that make such paths."""

from __future__ import annotations

from rightfin.schema.shared import SOURCE_AND_NOTE, identifier, whose_own_money
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

HANDOVERS = Table(
    "handovers",
    "Handovers",
    "What share of the recurrent cost of some lines the state must bear, by year; each row is a limit of its own.",
    key=("handover",),
    columns=(
        identifier("handover", "handover"),
        Column("scope", Kind.GROUP, "Lines that count, of which only recurrent ones do: all, or terms joined by &: "
               "institution:police, sector:justice|corrections, category:pay|operations.", default="all"),
        Column("path", Kind.CHOICE, "How the required own share moves.", required=True,
               choices=("linear", "s_curve", "stepped", "by_year", "phases")),
        Column("start", Kind.YEAR, "Last year of the opening share; with phases the rule is first applied in the year "
               "after.", "year", default_text="the base year"),
        Column("end", Kind.YEAR, "First year of the final share; not used by_year and with phases.", "year",
               default_text="the end year"),
        Column("from", Kind.SHARE, "Own share at the start.", "share", default=0.0, minimum=0.0, maximum=1.0),
        Column("to", Kind.SHARE, "Own share at the end; not used by_year and with phases.", "share", default=1.0,
               minimum=0.0, maximum=1.0),
        Column("steps", Kind.INTEGER, "Number of equal steps of a stepped path.", "steps", default=3, minimum=1,
               maximum=60),
        Column("phase_rule", Kind.REFERENCE, "Rule of the table phases that makes the path.", refers_to="phases",
               default_text="none; needed with the path phases"),
        Column("floor", Kind.SHARE, "Least own share required in any year, whatever the path.", "share", default=0.0,
               minimum=0.0, maximum=1.0),
        Column("max_step", Kind.SHARE, "Largest yearly rise of the required share.", "points of share",
               default_text="no limit", minimum=0.0, maximum=1.0),
        whose_own_money(),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.SHARE, "share", "Own share required in the year, where the path is by_year.", Blank.CARRY,
                     minimum=0.0, maximum=1.0, earlier=True, adds=Adds.NEVER, base_year=False, changed=Changed.SOUND),
    absent="Only the handover of the settings holds, for the whole sector.",
)

PHASES = Table(
    "phases",
    "Phase rules",
    "Rules that make the path of a handover from income or revenue: phases in order, each with its own yearly rise.",
    key=("phase_rule", "phase"),
    columns=(
        identifier("phase_rule", "rule"),
        identifier("phase", "phase"),
        Column("order", Kind.INTEGER, "Place of the phase in its rule; a phase once entered is never left backwards.",
               required=True, minimum=0.0),
        Column("test", Kind.CHOICE, "What opens the phase: GDP or revenue per inhabitant in foreign currency at current "
               "prices, or always, which begins at once or when the phase before has run its longest.",
               default="always", choices=("always", "income_per_head", "revenue_per_head")),
        Column("above", Kind.NUMBER, "The phase is entered when the tested value exceeds this.",
               "foreign currency per inhabitant", default_text="none; needed with a test", minimum=0.0),
        Column("average_years", Kind.INTEGER, "Years over which the tested value is averaged, up to the year tested and "
               "as far as known from the base year on.", "years", default=1, minimum=1, maximum=20),
        Column("longest", Kind.INTEGER, "Years after which the next phase begins, whatever its test.", "years",
               default_text="no limit", minimum=1, maximum=100),
        Column("grace_years", Kind.INTEGER, "First years of the phase in which the share stays as it was.", "years",
               default=0, minimum=0, maximum=100),
        Column("share", Kind.SHARE, "Own share required on entering, after the grace years.", "share",
               default_text="what was reached", minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        Column("growth", Kind.NUMBER, "Yearly rise of the share.", "points of share a year", default=0.0, minimum=0.0,
               maximum=1.0),
        Column("growth_rate", Kind.NUMBER, "Yearly rise of the share as a part of itself.", "share a year", default=0.0,
               minimum=0.0, maximum=10.0),
        Column("share_to", Kind.SHARE, "Share in the last year of the phase, reached in a straight line; needs longest.",
               "share", default_text="no straight line", minimum=0.0, maximum=1.0, changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    absent="No handover follows income or revenue.",
)

TABLES = (HANDOVERS, PHASES)
