"""Tables about donors and contracts."""

from __future__ import annotations

from rightfin.schema.shared import CATEGORIES, SOURCE_AND_NOTE, identifier, item_of_line, label, reference, whose_own_money
from rightfin.schema.types import Adds, Blank, Changed, Column, Kind, Table, YearValues

DONORS = Table(
    "donors",
    "Donors",
    "Donors and pooled funds; the government is not one of them.",
    key=("donor",),
    columns=(
        identifier("donor", "donor or fund"),
        label("donor or fund"),
        Column("currency", Kind.TEXT, "Currency of its pledges: the case's, the foreign_currency, or one with a series "
               "exchange_rate:CODE.", default_text="the case's currency"),
        Column("on_budget", Kind.BOOLEAN, "Whether its money passes through the state's budget.", default=True),
        Column("year_starts", Kind.INTEGER, "Month in which its year starts, by which it pledges; a year is named by the "
               "calendar year in which it ends. Its pledges are moved to the years of the case by months; exit_year and "
               "delay_years are in the years of the case. Blank: as the case.", "month, 1 to 12", minimum=1, maximum=12),
        Column("exit_year", Kind.YEAR, "Last year in which its money may be spent.", "year", default_text="never leaves",
               changed=Changed.WARNS),
        Column("fee", Kind.SHARE, "Share kept by the administrator, taken when money is deposited.", "share",
               default=0.0, minimum=0.0, below=1.0, usual=(0.0, 0.3)),
        Column("delay_years", Kind.INTEGER, "Whole years between a pledge and its arrival.", "years", default=0,
               minimum=0, maximum=10),
        Column("carry_over", Kind.SHARE, "Share of unspent money that may be spent in the next year.", "share",
               default=0.0, minimum=0.0, maximum=1.0),
        Column("opening_carried", Kind.NUMBER, "Unspent money at the end of the base year, of which carry_over may "
               "be spent; exchanged at the rate of the base year.", "donor's currency", default=0.0, minimum=0.0),
        Column("may_pool", Kind.BOOLEAN, "Whether it may join a pooled fund.", default=True),
        Column("agreement", Kind.CHOICE, "Standing of the agreement.", default="indicative",
               choices=("signed", "announced", "indicative")),
        Column("arrival_share", Kind.SHARE, "Share of the pledge that is expected to arrive.", "share", default=1.0,
               minimum=0.0, maximum=1.0),
        Column("oda_only", Kind.BOOLEAN, "Whether it funds only what counts as development assistance.", default=False),
        Column("match", Kind.NUMBER, "Grant per unit of own money on the lines in the scope of its co-financing rule; "
               "blank: no such rule.", "ratio", default_text="no co-financing rule", minimum=0.0),
        Column("untied", Kind.NUMBER, "Grant a year that needs no match, where match is given; exchanged at the "
               "rate of each year.",
               "donor's currency a year", default=0.0, minimum=0.0),
        Column("match_base", Kind.NUMBER, "Own money a year on the lines in scope that earns no grant: what the state "
               "spent on them before. While the donor may spend, the state must spend at least so much that the match "
               "is not negative.", "currency a year", default=0.0, minimum=0.0),
        Column("match_payer", Kind.REFERENCE, "Payer whose own money is matched, or government; blank: that of all payers "
               "together.", refers_to="payers", default_text="all payers together"),
        *SOURCE_AND_NOTE,
    ),
    absent="The state pays alone.",
)

PLEDGES = Table(
    "pledges",
    "Pledges",
    "What donors promise, by the year of the promise; a delay moves it to later years.",
    key=("donor",),
    columns=(reference("donor", "donors", "Donor that pledges."), *SOURCE_AND_NOTE),
    years=YearValues(Kind.NUMBER, "donor's currency", "Money pledged for the year. The base year is for donors whose "
                     "year starts in another month than the case's, or whose money comes with a delay; blank for others.",
                     Blank.ERROR, minimum=0.0, earlier=True, adds=Adds.ALIKE, base_year=False, changed=Changed.SOUND),
    absent="Donors give nothing.",
)

ELIGIBILITY = Table(
    "eligibility",
    "Eligibility",
    "What a donor may or may not fund; the most specific row wins, and lines without a row follow the ODA rule.",
    key=("donor", "institution", "category", "item"),
    columns=(
        reference("donor", "donors", "Donor; * for all.", wildcard=True),
        reference("institution", "institutions", "Institution; * for all.", wildcard=True),
        Column("category", Kind.CHOICE, "Category of cost; * for all.", required=True, choices=CATEGORIES, wildcard=True),
        item_of_line(),
        Column("allowed", Kind.BOOLEAN, "Whether the donor may fund these lines.", required=True),
        *SOURCE_AND_NOTE,
    ),
    absent="Donors may fund everything that their ODA rule allows.",
)

CO_FINANCING = Table(
    "co_financing",
    "Co-financing",
    "Lines in the scope of a donor's match; without a row, all lines that it may fund.",
    key=("donor", "institution", "category", "item"),
    columns=(
        reference("donor", "donors", "Donor with a match."),
        reference("institution", "institutions", "Institution; * for all.", wildcard=True),
        Column("category", Kind.CHOICE, "Category of cost; * for all.", required=True, choices=CATEGORIES, wildcard=True),
        item_of_line(),
        *SOURCE_AND_NOTE,
    ),
    absent="A match covers all lines that the donor may fund.",
)

COMMITTED = Table(
    "committed",
    "Committed money",
    "Contracts already signed and technical assistance, which no plan can avoid.",
    key=("institution", "category", "item"),
    columns=(
        reference("institution", "institutions", "Institution that is bound."),
        Column("category", Kind.CHOICE, "Category of cost.", required=True, choices=CATEGORIES),
        Column("item", Kind.TEXT, "What the contract is for.", required=True),
        Column("goes_on", Kind.BOOLEAN, "Whether the amount of the last year shown goes on after it for good, at constant "
               "prices, as technical assistance or other agencies do; false for a contract that ends.", default=True),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "currency", "Money due in the year, leakage included.", Blank.ERROR, minimum=0.0,
                     adds=Adds.ALL, base_year=False, changed=Changed.SOUND),
    absent="Nothing is contracted beforehand.",
)

RUNNING_COSTS = Table(
    "running_costs",
    "Running costs",
    "What must be paid every year whatever the head count: rent, the running of courts, an academy.",
    key=("institution", "category", "item"),
    columns=(
        reference("institution", "institutions", "Institution that must pay."),
        Column("category", Kind.CHOICE, "Category of cost.", required=True, choices=CATEGORIES),
        Column("item", Kind.TEXT, "What is paid for.", required=True),
        Column("currency", Kind.TEXT, "Currency in which the years are typed: the case's own or the foreign_currency of "
               "settings.", default_text="the case's currency"),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "currency", "Money due in the year at base-year prices, leakage included; it rises "
                     "with prices and goes on after the last year shown.", Blank.CARRY, default=0.0, minimum=0.0,
                     adds=Adds.NEVER, base_year=True, changed=Changed.SOUND),
    absent="All costs follow from people, assets and contracts.",
)

CEILINGS = Table(
    "ceilings",
    "Ceilings by part",
    "What the state may spend of its own money on a part of the budget at most, or should spend on it at least, by year.",
    key=("ceiling",),
    columns=(
        identifier("ceiling", "ceiling or floor"),
        Column("scope", Kind.GROUP, "Lines that count: all, or terms joined by &: institution:police, sector:justice, "
               "category:pay, cadre:judge, item:rent.", required=True),
        Column("bound", Kind.CHOICE, "max: a ceiling, which holds at any price; min: a floor, which weighs as a soft rule "
               "does.", default="max", choices=("max", "min")),
        Column("basis", Kind.CHOICE, "Whether the years hold amounts, or shares of what the state may spend on the sector.",
               default="amount", choices=("amount", "share")),
        whose_own_money(),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "currency, or share", "Own money in the year; a blank takes the value to its left, and "
                     "no value to its left means no limit.", Blank.CARRY, minimum=0.0, adds=Adds.NEVER, base_year=False,
                     changed=Changed.CROSSES),
    absent="Only the ceiling of the whole sector holds.",
)

EARMARKS = Table(
    "earmarks",
    "Earmarks",
    "How much of one donor's money may go to a part of the budget at most, or is reserved for it, by year.",
    key=("earmark",),
    columns=(
        identifier("earmark", "earmark"),
        reference("donor", "donors", "Donor whose money is marked."),
        Column("scope", Kind.GROUP, "Lines that count: all, or terms joined by &: institution:police, sector:justice, "
               "category:pay, cadre:judge, item:rent.", required=True),
        Column("bound", Kind.CHOICE, "max: the donor pays at most so much of these lines; min: so much of its money may be "
               "spent on them only, and lapses where it is not.", default="max", choices=("max", "min")),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "donor's currency", "Money of the year in which it is spent, before the donor's fee; a "
                     "blank takes the value to its left, and no value to its left means no earmark.", Blank.CARRY,
                     minimum=0.0, adds=Adds.NEVER, base_year=False, changed=Changed.CROSSES),
    absent="What a donor may fund, it may fund with all its money.",
)

IN_KIND = Table(
    "in_kind",
    "Gifts in kind",
    "Vehicles, buildings or kit that donors offer and that may be refused; whoever pays the line pays their upkeep.",
    key=("gift",),
    columns=(
        identifier("gift", "gift"),
        reference("donor", "donors", "Donor that offers it, until its exit_year."),
        reference("asset", "assets", "Asset class that the units join."),
        Column("value", Kind.NUMBER, "What a unit is worth at the donor's price: shown, and never money that can be spent.",
               "per unit", default=0.0, minimum=0.0),
        Column("currency", Kind.TEXT, "Currency of the value: the case's, the foreign_currency, or one with a series "
               "exchange_rate:CODE.", default_text="the donor's currency"),
        *SOURCE_AND_NOTE,
    ),
    years=YearValues(Kind.NUMBER, "units", "Units offered in the year, beyond what max_purchase lets the state buy.",
                     Blank.ERROR, minimum=0.0, adds=Adds.NEVER, base_year=False, changed=Changed.SOUND),
    absent="Donors give money only.",
)

TABLES = (DONORS, PLEDGES, ELIGIBILITY, CO_FINANCING, EARMARKS, IN_KIND, COMMITTED, RUNNING_COSTS, CEILINGS)
