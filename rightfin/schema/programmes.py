"""Tables of reform programmes: when each starts, what it costs year by year, what it changes, and in which order."""

from __future__ import annotations

from dataclasses import dataclass

from rightfin.schema.shared import CATEGORIES, SOURCE_AND_NOTE, identifier, label, reference
from rightfin.schema.types import Changed, Column, Kind, Table

PHASES_IN_ORDER = ("preparatory", "main", "consolidation")
"""Phases of a reform, first to last."""

QUICK_YEARS = 2
"""Years of the plan in which a quick-impact programme must start."""


@dataclass(frozen=True)
class EffectKind:
    """One kind of effect: which number of the case it changes, and how.

    ``table`` and ``column`` name the number; an empty ``column`` means the years of the row itself. ``sign`` is 1 where a
    gain makes it larger, -1 where it makes it smaller. Where ``scales``, the number is multiplied by
    ``1 + sign · gain · level``, otherwise ``sign · gain · level`` is added to it; ``unit`` is that of the gain. ``on`` says
    what stands in the column ``on``, ``what`` what the effect is, in words. ``absent`` is the number where the table has
    no row; ``None`` where there must be one.
    """

    name: str
    table: str
    column: str
    sign: int
    scales: bool
    unit: str
    on: str
    what: str
    absent: float | None = None

    @property
    def key(self) -> str:
        """The name of the only row that it can be about; empty where ``on`` names one."""
        return "revenue_ratio" if self.table == "macro" else ""


_SHARE = "share of what it is"

KINDS: tuple[EffectKind, ...] = (
    EffectKind("training_places", "institutions", "training_places", 1, False, "persons a year", "institution",
               "places in which recruits can be trained are added"),
    EffectKind("purchases", "assets", "max_purchase", 1, False, "units a year", "asset",
               "units that can be bought and absorbed in a year are added"),
    EffectKind("ghosts", "institutions", "ghosts", -1, True, _SHARE, "institution",
               "the share of people paid who are not there falls"),
    EffectKind("skimming", "institutions", "skimming", -1, True, _SHARE, "institution",
               "the share of the money for pay that is lost falls"),
    EffectKind("waste", "institutions", "waste", -1, True, _SHARE, "institution",
               "the share of other money that is lost falls"),
    EffectKind("leakage", "institutions", "leakage", -1, True, _SHARE, "institution",
               "the share of all spending that is lost falls, where it is not told apart"),
    EffectKind("attrition", "cadres", "attrition", -1, True, _SHARE, "cadre",
               "the share of a cadre that leaves every year falls"),
    EffectKind("monthly_attrition", "cadres", "monthly_attrition", -1, True, _SHARE, "cadre",
               "the share of a cadre that leaves every month falls"),
    EffectKind("wash_out", "cadres", "wash_out", -1, True, _SHARE, "cadre",
               "the share of trainees who never join falls"),
    EffectKind("effect", "effects", "effect", 1, True, _SHARE, "cadre/need",
               "what one supported person-year of a cadre delivers for a need rises"),
    EffectKind("threat_level", "threat_levels", "", -1, True, _SHARE, "need",
               "the threat level of a need, and with it demand, falls", absent=1.0),
    EffectKind("demand", "demand", "", -1, False, "as the row of demand", "need/region",
               "demand for a need in a region falls, before the threat level"),
    EffectKind("revenue", "macro", "", 1, False, "share of GDP", "government",
               "the government's revenue rises"),
    EffectKind("throughput", "justice_staff", "throughput", 1, True, _SHARE, "stage/cadre",
               "cases that one supported person-year gets done in a stage of the justice chain rise"),
    EffectKind("cases", "justice_cases", "", -1, False, "cases a year", "stage",
               "cases that come into a stage by themselves fall"),
    EffectKind("held_share", "justice_stages", "held_share", -1, True, _SHARE, "stage",
               "the share of cases of a stage whose accused is in detention falls"),
    EffectKind("held_months", "justice_stages", "held_months", -1, True, _SHARE, "stage",
               "the months for which an accused is held while the case is in hand fall"),
    EffectKind("prison_places", "prison_places", "", 1, False, "places", "prisons",
               "places of prisons are added"),
)
"""All kinds of effect. One more is one more entry here: the column ``kind``, its checks, its rows and the page follow."""

KIND_NAMED: dict[str, EffectKind] = {kind.name: kind for kind in KINDS}
"""Kinds of effect by name."""

PROGRAMMES = Table(
    "programmes",
    "Programmes",
    "Reform programmes: vetting, a payroll clean-up, an academy, mobile courts. Each may be started in one year, or not at "
    "all.",
    key=("programme",),
    columns=(
        identifier("programme", "programme"),
        label("programme"),
        reference("institution", "institutions", "Institution that carries it: its phases and its limit at once count."),
        Column("phase", Kind.CHOICE, "Phase of the institution's reform. One of a later phase starts no earlier than those "
               "of earlier phases that are planned, and where the institution has an earlier phase, something of it is "
               "planned.",
               default="main", choices=PHASES_IN_ORDER),
        Column("quick_impact", Kind.BOOLEAN, f"Whether it must start in the first {QUICK_YEARS} years of the plan.",
               default=False),
        Column("earliest", Kind.YEAR, "First year in which it may start.", "year",
               default_text="the first year of the plan", changed=Changed.CROSSES),
        Column("latest", Kind.YEAR, "Last year in which it may start.", "year", default_text="the end year",
               changed=Changed.CROSSES),
        Column("start", Kind.YEAR, "Year in which it starts. Blank: it is proposed, and not planned; nothing of it counts.",
               "year", default_text="not planned", changed=Changed.CROSSES),
        Column("years", Kind.INTEGER, "How many years it runs, the first included; its costs end with it, but for those "
               "that go on.", "years", required=True, minimum=1, maximum=60, changed=Changed.CROSSES),
        Column("assistance_years", Kind.INTEGER, "Years, from the start, in which advisers from outside work in it.",
               "years", default_text="up to the last year with a cost of assistance; without such costs it never ends",
               minimum=0, maximum=60, changed=Changed.CROSSES),
        Column("kept", Kind.SHARE, "Share of its effects that is left when assistance has ended: 1 where people have "
               "learnt to do it, 0 where advisers did it for them.", "share", default=1.0, minimum=0.0, maximum=1.0,
               changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    absent="No reform is planned.",
)

PROGRAMME_COSTS = Table(
    "programme_costs",
    "Costs of programmes",
    "What a programme costs by year since its start, at base-year prices; each item is a line of the budget.",
    key=("programme", "category", "item", "year"),
    columns=(
        reference("programme", "programmes", "Programme that costs it."),
        Column("category", Kind.CHOICE, "Category of cost.", required=True, choices=CATEGORIES),
        Column("item", Kind.TEXT, "What is paid for. Its line of the budget is called item (programme): who may pay it "
               "is said in eligibility and may_pay.", required=True),
        Column("year", Kind.INTEGER, "Year since the start in which the amount is first due: 1 is the year of the start.",
               "year since the start", required=True, minimum=1, maximum=60, changed=Changed.CROSSES),
        Column("to", Kind.INTEGER, "Last year since the start in which it is due.", "year since the start",
               default_text="the same year", minimum=1, maximum=60, changed=Changed.CROSSES),
        Column("amount", Kind.NUMBER, "Money due in each of these years, at base-year prices, leakage included.",
               "currency", required=True, minimum=0.0, changed=Changed.CROSSES),
        Column("currency", Kind.TEXT, "Currency of the amount: the case's own or the foreign_currency of settings.",
               default_text="the case's currency"),
        Column("goes_on", Kind.BOOLEAN, "Whether the amount goes on for good after these years, as the running of an "
               "academy does when it is built.", default=False),
        Column("assistance", Kind.BOOLEAN, "Whether it pays advisers from outside, whose work ends: see kept in "
               "programmes.", default=False),
        *SOURCE_AND_NOTE,
    ),
    absent="Programmes cost nothing.",
)

PROGRAMME_EFFECTS = Table(
    "programme_effects",
    "Effects of programmes",
    "What a programme changes, how many years after its start, and over how many years the change grows to its full size.",
    key=("programme", "kind", "on"),
    columns=(
        reference("programme", "programmes", "Programme that has the effect."),
        Column("kind", Kind.CHOICE, "What it changes.", required=True, choices=tuple(KIND_NAMED)),
        Column("on", Kind.TEXT, "Whose number it changes: " + "; ".join(
            f"{', '.join(kind.name for kind in KINDS if kind.on == on)}: {on}" for on in dict.fromkeys(k.on for k in KINDS)
        ) + ".", required=True),
        Column("gain", Kind.NUMBER, "By how much the number gets better when the effect is full: persons or units a year, "
               "or the share by which it falls or rises, 0.4 for 40 per cent. Less than 0 for an effect that nobody wants. "
               "Gains of several programmes on one number are added where they are amounts, and multiplied where they are "
               "shares.",
               "by kind", required=True, minimum=-1e12, maximum=1e12, changed=Changed.CROSSES),
        Column("after", Kind.INTEGER, "Years between the start and the first year with an effect.", "years", default=0,
               minimum=0, maximum=60, changed=Changed.CROSSES),
        Column("ramp", Kind.INTEGER, "Years over which the effect grows in equal steps: 1, all of it at once; 3, a "
               "third, two thirds, all.", "years", default=1, minimum=1, maximum=60, changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    absent="Programmes change nothing.",
)

PROGRAMME_ORDER = Table(
    "programme_order",
    "Order of programmes",
    "Which programme must come after which other one, and which two exclude each other.",
    key=("programme", "rule", "other"),
    columns=(
        reference("programme", "programmes", "Programme that is bound."),
        Column("rule", Kind.CHOICE, "after: it needs the other, and starts after it; excludes: only one of the two is "
               "planned.", required=True, choices=("after", "excludes")),
        reference("other", "programmes", "The other programme."),
        Column("lag", Kind.INTEGER, "Least number of years between the start of the other and its own; for after only.",
               "years", default_text="the years that the other one runs: it must have ended", minimum=0, maximum=60,
               changed=Changed.CROSSES),
        *SOURCE_AND_NOTE,
    ),
    absent="Programmes may start in any order.",
)

TABLES = (PROGRAMMES, PROGRAMME_COSTS, PROGRAMME_EFFECTS, PROGRAMME_ORDER)
