"""The one definition of every table and column that a plan writes.

Tables of plans, CSV, JSON, headings of the results workbook and the page of the docs take names, units and words from here.
"""

from __future__ import annotations

from rightfin.schema.result_types import (
    CASES,
    GAP,
    MONEY,
    NEED,
    PERSON_YEARS,
    PERSONS,
    REAL,
    SHARE,
    UNITS,
    YEAR,
    ResultColumn,
    ResultTable,
)

C = ResultColumn

_YEAR = C("year", "Year shown.", YEAR)
_INSTITUTION = C("institution", "Institution of the case.")
_CATEGORY = C("category", "Economic category: pay, operations, training, capital or benefits.")
_ITEM = C("item", "What the money is for: a cadre, a part of its pay (cadre/part), an asset, a contract, a running "
          "cost, or reintegration.")
_CADRE = C("cadre", "Cadre of the case.")
_ASSET = C("asset", "Equipment or building of the case.")
_PAYER = C("payer", "Payer of own money; government for the state's own budget.")
_DONOR = C("donor", "Donor or fund of the case.")
_NEED = C("need", "Need of the case.")
_STAGE = C("stage", "Stage of the justice chain.")

RESULTS: tuple[ResultTable, ...] = (
    ResultTable("strength", "people, by cadre and year", ("cadre", "year"), (
        _CADRE, _YEAR,
        C("strength", "People paid.", PERSON_YEARS, "Strength paid",
          "before + hires + promoted_in + integrated - attrition - struck - retirements - exits - promoted_out"),
        C("supported", "People present who have the kit, fuel and rations that they need.", PERSON_YEARS,
          "Supported strength"),
        C("hollow", "People present without support, beyond what the case accepts (support_floor); those who stand by "
          "count as supported.", PERSON_YEARS, "Support missing"),
        C("hires", "People who join in the year, those included who leave again within it.", PERSONS, "Hires"),
        C("exits", "People who leave by decision.", PERSONS, "Retrenched or demobilised"),
        C("promoted_in", "People moved up from a lower cadre.", PERSONS, "Promoted into the cadre"),
        C("promoted_out", "People moved up to a higher cadre.", PERSONS, "Promoted out of the cadre"),
        C("integrated", "People taken in because an agreement says so.", PERSONS, "Integrated under agreements"),
        C("present", "Paid people who are there: all but the ghosts of their institution.", PERSON_YEARS, "People present"),
        C("support_cost", "Cost of supporting one person for the year, leakage included.", f"{MONEY} a person"),
        C("before", "Paid at the end of the year before; first in the base year.", PERSON_YEARS, "People before the year"),
        C("attrition", "People who leave by themselves, recruits of the year included.", PERSONS, "Attrition"),
        C("struck", "Ghosts struck off the payroll: neither retrenched nor paid severance.", PERSONS, "Ghosts struck off"),
        C("retirements", "People who retire in a year known before (table retirements), beside attrition.", PERSONS,
          "Retirements in known years"),
        C("due", "People paid who retire in a later year that is known: they are not retrenched or promoted before it.",
          PERSONS, "Known to retire later"),
    )),
    ResultTable("assets", "equipment and buildings, by asset and year", ("asset", "year"), (
        _ASSET, _YEAR,
        C("stock", "Units in service at the end of the year.", UNITS, "In service at the end of the year"),
        C("bought", "Units bought.", UNITS, "Bought"),
        C("retired", "Units disposed of before they wear out.", UNITS, "Disposed of"),
        C("gifts", "Units accepted as gifts in kind.", UNITS, "Accepted as gifts"),
    )),
    ResultTable("budget", "cost and who pays, by institution, category and year", ("institution", "category", "year"), (
        _INSTITUTION, _CATEGORY, _YEAR,
        C("cost", "Cost, paid or not, leakage and committed money included.", MONEY, "Cost by institution and category",
          "own + grants + unfunded"),
        C("own", "Paid by the state. Unpaid amounts below 0.00005 % of the year's cost are rounding of the solver and "
          "stand here.", MONEY),
        C("grants", "Paid by donors.", MONEY),
        C("unfunded", "Paid by nobody.", MONEY),
    )),
    ResultTable("lines", "cost and who pays, by line of the budget and year", ("institution", "category", "item", "year"), (
        _INSTITUTION, _CATEGORY, _ITEM, _YEAR,
        C("cost", "Cost, paid or not, leakage and committed money included.", MONEY, formula="own + grants + unfunded"),
        C("own", "Paid by the state: lines that the same payers may pay share what is paid in proportion to cost.", MONEY),
        C("grants", "Paid by donors.", MONEY),
        C("unfunded", "Paid by nobody.", MONEY),
    )),
    ResultTable("ceilings", "ceilings and floors by part: own money against its limit", ("ceiling", "year"), (
        C("ceiling", "Ceiling or floor of the case."), _YEAR,
        C("bound", "max for a ceiling, min for a floor."),
        C("limit", "What the state may spend at most, or should spend at least, on the part.", MONEY),
        C("own", "What the state spends on it; where the limit names a payer, what that payer does.", MONEY),
        C("cost", "What the part costs, paid or not.", MONEY),
        C("unsupported", "What supporting those would cost more who lack support that the case asks for.", MONEY),
        C("unfunded", "What nobody pays of it.", MONEY),
    ), "Years in which a limit holds."),
    ResultTable("earmarks", "earmarks of donors: what is paid on their scope against the amount", ("earmark", "year"), (
        C("earmark", "Earmark of the case."), _YEAR, C("donor", "Donor whose money is marked."),
        C("bound", "max for a limit, min for money that is reserved."),
        C("amount", "What the donor may pay there at most, or may spend only there: after its fee; a reserve is no more "
          "than arrives.", MONEY),
        C("spent", "What the donor pays there.", MONEY),
        C("unspent", "What is reserved, is not spent there and lapses; 0 for a limit.", MONEY),
        C("others", "What own money and other donors pay of the lines there that the donor may fund.", MONEY),
        C("held_by", "Of a reserve: other rules that limit what the donor pays of these lines; empty where none does."),
    ), "Years in which an earmark holds."),
    ResultTable("in_kind", "gifts in kind: what is offered and accepted, and what it costs to keep",
                ("gift", "donor", "asset", "year"), (
        C("gift", "Gift of the case."), C("donor", "Donor that offers it."), _ASSET, _YEAR,
        C("offered", "Units offered until the donor's exit.", UNITS, "Offered"),
        C("accepted", "Units accepted; the others are refused.", UNITS, "Accepted"),
        C("value", "What the accepted units are worth at the donor's price; no money.", MONEY),
        C("upkeep", "What keeping up all units offered in the year costs a year, leakage included.", MONEY),
    )),
    ResultTable("programmes", "reform programmes that are planned, by programme and year", ("programme", "year"), (
        C("programme", "Programme of the case."), _YEAR, _INSTITUTION,
        C("phase", "preparatory, main or consolidation."),
        C("start", "Year in which it starts.", YEAR), C("end", "Last year in which it runs.", YEAR),
        C("running", "yes or no: whether it runs in the year."),
        C("cost", "What its lines cost, paid or not, those included that go on when it has ended.", MONEY,
          "Cost of programmes", "own + grants + unfunded"),
        C("own", "Paid by the state.", MONEY), C("grants", "Paid by donors.", MONEY),
        C("unfunded", "Paid by nobody.", MONEY),
    ), "Its lines are in the tables lines and budget, too. What it changes is in the numbers that the plan has by year.",
       ("Programmes", "programmes.md")),
    ResultTable("base_year", "what the force of the base year costs to keep up, by institution and category",
                ("institution", "category"), (
        _INSTITUTION, _CATEGORY,
        C("cost", "Pay; support of everyone and upkeep of the kit that they use (operations); training of those who "
          "replace leavers; the yearly share of that kit that wears out (capital); pensions (benefits). Leakage is in it, "
          "committed money is not.", REAL),
    ), "Computed from what the case says of people and kit; nobody observed it. What the state is said to have spent in "
       "the base year (own_spending) is the first outlay_before of the table fiscal."),
    ResultTable("grants", "which donor pays what", ("donor", "institution", "category", "year"), (
        _DONOR, _INSTITUTION, _CATEGORY, _YEAR,
        C("amount", "Money spent on the line, fees already taken.", MONEY),
    ), "Lines on which a donor spends nothing in any year are left out."),
    ResultTable("pledges", "what becomes of a donor's money, by donor and year", ("donor", "year"), (
        _DONOR, _YEAR,
        C("disbursed", "Money that arrives.", MONEY, "Arrives, in local currency"),
        C("fee", "What the administrator keeps of it.", MONEY, "Fee of the administrator"),
        C("spent", "Money spent on the sector.", MONEY, "Spent"),
        C("carried", "Money kept at the end of the year; of it the part carry_over arrives in the next.", MONEY,
          "Carried into the next year"),
        C("lapsed", "Money lost because it was neither spent nor carried.", MONEY, "Unused"),
        C("carry_loss", "What was lost of the money carried from the year before, because carry_over is below 1.", MONEY,
          "Lost of what was carried from the year before"),
    )),
    ResultTable("payers", "money of each payer of own money, by year", ("payer", "year"), (
        _PAYER, _YEAR,
        C("revenue", "Its revenue.", MONEY),
        C("ceiling", "Most of it that may go to the sector, before transfers.", MONEY),
        C("received", "What it receives from other payers and may spend like its own.", MONEY),
        C("tied", "What it receives from them for a scope alone.", MONEY),
        C("given", "What it gives to other payers.", MONEY),
        C("own", "What it spends on the sector.", MONEY),
        C("unfunded", "What it owes of what nobody pays.", MONEY),
        C("cleared", "What it pays off of earlier years.", MONEY),
        C("arrears", "What it owes at the end of the year.", MONEY),
        C("reserve", "Its reserve at the end of the year.", MONEY),
        C("saved", "What goes into its reserve, its yield left out; below zero, what comes out of it.", MONEY),
    ), "Where the government pays alone the table is empty: its money is in fiscal."),
    ResultTable("paid", "which payer of own money pays what", ("payer", "institution", "category", "year"), (
        _PAYER, _INSTITUTION, _CATEGORY, _YEAR,
        C("amount", "Own money that the payer spends.", MONEY),
    ), "Heads on which a payer spends nothing in any year are left out. Where the government pays alone the table is "
       "empty."),
    ResultTable("regions", "what each region with a payer of its own needs and has, by year", ("region", "year"), (
        C("region", "Region of the case."), _YEAR,
        C("revenue", "Revenue of its payers.", MONEY),
        C("ceiling", "Most of it that may go to the sector, before transfers.", MONEY),
        C("received", "What its payers receive from others, tied to a scope or not.", MONEY),
        C("given", "What its payers give to others.", MONEY),
        C("own", "What its payers spend on the sector, on whichever institution.", MONEY),
        C("strength", "People paid in institutions that serve this region and no other.", PERSON_YEARS),
        C("cost", "What these institutions cost, paid or not.", MONEY, "", "by_region + by_others + grants + unfunded"),
        C("by_region", "What the region's own payers pay of it.", MONEY),
        C("by_others", "What the government and other payers pay of it.", MONEY),
        C("grants", "What donors pay of it.", MONEY),
        C("unfunded", "What nobody pays of it.", MONEY),
        C("unsupported", "What supporting those of their people would cost who lack support that is asked for.", MONEY),
        C("coverage", "Share of the region's needs that is covered, weighted, whoever covers them; 1 where it needs "
          "nothing.", SHARE),
    ), "Regions that the case names as the region of a payer; the table is empty where it names none. Institutions that "
       "serve other regions too cover a part of its needs: their cost is not split between regions. Its needs one by one "
       "are in the table needs.",
       ("What a region needs beside its purse", "payers.md#what-a-region-needs-beside-its-purse")),
    ResultTable("fiscal", "the state's money, by year", ("year",), (
        _YEAR,
        C("revenue", "Domestic revenue of all payers, grants excluded.", MONEY, "Domestic revenue"),
        C("ceiling", "Most that all payers together may spend on the sector.", MONEY, "Ceiling of own spending"),
        C("own", "What the state spends on the sector.", MONEY, "Own spending on the sector"),
        C("unfunded", "Obligations of the year that nobody pays.", MONEY, "Falls due and nobody pays"),
        C("cleared", "Obligations of earlier years paid off.", MONEY, "Old arrears paid off"),
        C("arrears", "Unpaid obligations at the end of the year.", MONEY, "Arrears at the end of the year"),
        C("reserve", "Transition reserve at the end of the year.", MONEY, "Transition reserve at the end of the year"),
        C("saved", "What goes into the reserve, its yield left out; below zero, what comes out of it.", MONEY,
          "Saved in the transition reserve (taken out: below zero)"),
        C("outlay_before", "What the state gives (own, cleared and saved) of the year before; in the first year what the "
          "case states as own_spending.", MONEY),
        C("gdp", "Gross domestic product.", MONEY, "Gross domestic product"),
        C("population", "Inhabitants; 0 where they are not known.", PERSONS, "Population"),
        C("deflator", "Price level, 1 in the base year; an amount over it is at base-year prices.", "ratio", "Price level"),
    )),
    ResultTable("commitments", "committed money of the last year shown", ("institution", "category", "item"), (
        _INSTITUTION, _CATEGORY,
        C("item", "Item of the case's table committed."),
        C("amount", "What it costs in the last year shown.", MONEY),
        C("goes_on", "yes or no. What goes on is repeated in the tail years at constant prices and counts in the "
          "steady-state cost; what ends is named in the answer."),
    ), "One row a line of the case's table committed that costs anything in the last year."),
    ResultTable("handover", "what each handover asks for and what the plan does, by handover and year",
                ("handover", "year"), (
        C("handover", "Handover of the case; sector is that of the settings."), _YEAR,
        C("required_share", "Least share of what is paid that the state must bear.", SHARE, "Own share required"),
        C("own", "What the state pays of the recurrent lines in scope; where the handover names a payer, what that payer "
          "does.", MONEY, "Paid by the state"),
        C("grants", "What donors pay of them.", MONEY, "Paid by donors"),
        C("share", "Own money in both; 1 where nobody pays anything.", SHARE, "Own share in the plan",
          "own / (own + grants)"),
    ), "No rows where a case has no handover. Only the recurrent lines in its scope count.",
       ("Handovers", "handover.md")),
    ResultTable("needs", "cover, by need, region and year", ("need", "region", "year"), (
        _NEED, C("region", "Region of the case; national where it has none."), _YEAR,
        C("needed", "The need, in the unit in which the case states it.", NEED),
        C("external", "What others supply, capped at the need.", NEED),
        C("covered", "What the state's institutions supply.", NEED, "", "needed - external - unmet"),
        C("unmet", "What nobody supplies.", NEED),
    )),
    ResultTable("justice", "cases on their way through the justice chain, by stage and year", ("stage", "year"), (
        _STAGE, _YEAR,
        C("before", "Cases that wait when the year begins.", CASES, "Cases waiting when the year begins"),
        C("outside", "Cases that come by themselves (justice_cases).", CASES, "Cases from outside"),
        C("brought", "Cases that cadres bring (cases_per_head). Fewer people of a cadre than today bring no fewer cases, "
          "as far as needs ask for them.", CASES, "Cases that people bring"),
        C("passed", "Cases that the stage before passes on.", CASES, "Cases from the stage before"),
        C("inflow", "Cases that arrive in the year.", CASES, "Cases that arrive", "outside + brought + passed"),
        C("done", "Cases that the stage gets done.", CASES, "Cases done"),
        C("dropped", "Cases that are dropped undone.", CASES, "Cases dropped"),
        C("backlog", "Cases that wait when the year ends.", CASES, "Cases waiting at the end of the year",
          "before + inflow - done - dropped"),
        C("waits_in_all", "Cases that wait for this stage here or before it, as many as would get here: what counts in the "
          "level of needs.", CASES, "Waiting here or before"),
        C("people", "Whether or not they are supported.", PERSON_YEARS, "People who work the stage"),
        C("capacity", "Cases that could be done in the year by those people, and by people of their cadres who are there "
          "and at no work: one at no work counts at each stage that could use them, so capacities of stages do not add up. "
          "Where cases wait those at work count as they are supported; where none does, as if all were.",
          CASES, "Cases that could be done"),
        C("utilisation", "Cases done over what could be done; 0 where nothing could be.", SHARE, "Utilisation"),
        C("waiting", "Months that what waits at the end of the year takes at what is done in it; where nothing is done, at "
          "what arrives; 0 where nothing does. Where nobody works a stage it says nothing: sheets and pictures leave "
          "it out.",
          "months", "Months of waiting"),
        C("spare", "What could be done beyond all there is to do, what waits when the year begins and what arrives, over "
          "all there is to do; below zero, what is missing; 0 where there is nothing.", SHARE, "Spare capacity"),
        C("bottleneck", "yes for the stage with the least spare capacity of those with a case to do, the earliest of "
          "several, otherwise no."),
    ), "No rows where a case has no justice_stages.", ("The justice chain", "chain.md")),
    ResultTable("postings", "what people who work the justice chain do, by cadre, work and year",
                ("cadre", "kind", "work", "year"), (
        _CADRE,
        C("kind", "need or stage."),
        C("work", "The need or stage of the case."), _YEAR,
        C("supported", "People at this work with the kit, fuel and rations that they need.", PERSON_YEARS),
        C("unsupported", "People at this work without.", PERSON_YEARS),
    ), "Cadres that work a stage, with all that they do; a person is at one work at a time. No rows where a case has no "
       "justice_staff.", ("The justice chain", "chain.md")),
    ResultTable("prisons", "who is in prison, by year", ("year",), (
        _YEAR,
        C("detained", "People held before judgment, at the end of the year.", PERSONS, "Held before judgment"),
        C("convicted", "People who serve a sentence, at the end of the year.", PERSONS, "Serving a sentence"),
        C("held", "Both together.", PERSONS, "People in prison", "detained + convicted"),
        C("places", "Places of the case; 0 where it names none.", "places", "Prison places"),
        C("overcrowding", "People beyond the places; 0 where the case names none.", PERSONS, "People beyond the places"),
        C("pretrial_share", "Those held before judgment among all in prison; 0 where nobody is.", SHARE,
          "Share held before judgment"),
    ), "No rows where no stage holds accused or sends people to prison.", ("The justice chain", "chain.md")),
    ResultTable("clears", "whose cases one person who works a stage clears, by stage and cadres",
                ("stage", "clearing", "sending", "year"), (
        _STAGE,
        C("clearing", "Cadre that works the stage."),
        C("sending", "Cadre that brings cases, into this stage or one before it."), _YEAR,
        C("people", "People of the cadre that brings cases who send as many here as one supported person of the other gets "
          "done.", PERSONS, "People whose cases one person clears"),
    ), "From the numbers of the case alone: throughput / (cases_per_head * pass_rate on the way). Who sends nothing there "
       "is left out.", ("The justice chain", "chain.md#who-clears-what-others-send")),
    ResultTable("weights", "what needs count", ("need",), (
        _NEED, C("weight", "Weight of the need in coverage.", "weight"),
    ), "One row a need."),
    ResultTable("bands", "how unmet need is weighed", ("need", "band"), (
        _NEED,
        C("band", "Place of the band; 1 is the mildest.", "number"),
        C("width", "Width of the band as a share of the need.", SHARE),
        C("penalty", "How much unmet need in the band counts.", "weight"),
    ), "One row a band. Where coverage stands on the edge of a band the answer says so: nothing but the weights of the "
       "case keeps it there."),
    ResultTable("kit", "what people use", ("asset", "cadre", "year"), (
        _ASSET, _CADRE, _YEAR, C("units_per_head", "Units that a supported person uses.", UNITS),
    ), "With the tables assets and strength it says whose kit is short."),
    ResultTable("rules", "what rules ask and what the plan does", ("rule", "year", "measure", "relation"), (
        C("rule", "Rule of composition; the cadre where the row is a strength limit."), _YEAR,
        C("measure", "strength, hires or cost; limit for a strength limit."),
        C("relation", "The left side is at_least, at_most or exactly the coefficient times the right one."),
        C("coefficient", "How many times the right side is asked for.", "ratio"),
        C("left", "Left side in the plan; for a strength limit the strength.", f"{PERSONS} or {MONEY}"),
        C("right", "Right side in the plan; for a strength limit the limit.", f"{PERSONS} or {MONEY}"),
        C("hard", "yes or no; only soft ones can be broken."),
        C("compared_with", "Group on the right side as the case types it, such as all or institution:army; empty for a "
          "strength limit."),
    )),
    ResultTable("targets", "targets of the case and what the plan reaches", ("target", "year"), (
        C("target", "Target of the case."), _YEAR,
        C("measure", "strength (people paid), hires (people who join in the year) or per_100k (people present)."),
        C("relation", "at_least or at_most."),
        C("asked", "What the target asks.", f"{PERSONS} or persons per 100,000 inhabitants"),
        C("found", "What the plan reaches.", f"{PERSONS} or persons per 100,000 inhabitants"),
        C("hard", "yes or no; only soft ones can be missed."),
    ), "Years in which a target holds."),
    ResultTable("thresholds", "limits that the case sets for indicators, by threshold and year", ("threshold", "year"), (
        C("threshold", "ceiling, wage_bill, max_step, handover, support_floor or arrears_tolerance."), _YEAR,
        C("value", "The limit, in the unit of the indicator that it limits.", "that of the indicator"),
    ), "Years in which a limit is not defined are left out.", ("Thresholds", "results.md#thresholds")),
    ResultTable("indicators", "the figures that people ask for", ("indicator", "year"), (
        C("indicator", "Name of the indicator."),
        C("unit", "Unit of the indicator."), _YEAR,
        C("value", "The figure, in its unit.", "that of the indicator"),
    ), "One row an indicator and year; one that cannot be computed in a year is left out.",
       ("Indicators", "results.md#indicators")),
    ResultTable("pensions_ahead", "the pension bill after the plan, by institution and year", ("institution", "year"), (
        _INSTITUTION, C("year", "One of the thirty years after the last one shown.", YEAR),
        C("serving", "People of cadres with a pension who are still in service, if nobody is hired.", PERSON_YEARS,
          "Still in service"),
        C("pensioners", "People who draw a pension.", PERSONS, "Pensioners"),
        C("cost", "Pensions at the prices of the last year shown, what is lost included.", MONEY, "Pension bill"),
        C("drawn", "What of it goes to those who drew one already when the plan ended.", MONEY, "Of it already drawn"),
    ), "What today's force and pensioners will cost whatever is decided after the plan: nobody is hired, promoted, "
        "integrated or retrenched, and attrition, pensions and age profiles go on as in the last year shown.",
        ("How people leave", "ddr.md#after-the-plan")),
    ResultTable("severance_ahead", "what is owed to those who left, after the plan", ("institution", "year"), (
        _INSTITUTION, C("year", "Year after the last one shown.", YEAR),
        C("severance", "Severance that falls due, at the prices of the last year shown, what is lost included.", MONEY,
          "Severance still owed"),
        C("reintegration", "The same of reintegration.", MONEY, "Reintegration still owed"),
    ), "Years in which something falls due to those who were retrenched in the years shown.",
        ("How people leave", "ddr.md#after-the-plan")),
    ResultTable("objective", "how the levels came out", ("level", "name"), (
        C("level", "Place of the level in the order of objectives."),
        C("name", "Name of the level."),
        C("value", "What it came to, tail years included.", "that of the level"),
    ), "One row a level. Two plans agree when these values do. Level 1a, obligations, is what cannot be avoided, before "
       "any tolerance. Where the case has an arrears_tolerance, two more kinds of rows say what it bought: 2 at tolerance "
       "0 is the unmet need that would be left if nothing more were left unpaid, to compare with 2; and 2 then 1, "
       "obligations, is what the plan leaves unpaid or unsupported in the end, to compare with 1a. The level uncleared is "
       "negative or zero: it sums, over years, what has been cleared by then, counted as a gain.",
       ("The order of objectives", "mathematics.md#the-order-of-objectives")),
    ResultTable("prices", "what limits that were tried are worth, by limit, name and year", ("limit", "name", "year"), (
        C("limit", "Family of the row that limits."),
        C("name", "Donor, payer, institution or cadre that it limits, empty where it is the country or the government."),
        _YEAR,
        C("amount", "What the limit allows.", "that of the limit"),
        C("unit", "Unit of the limit: the currency, persons, units or share."),
        C("price", "Fall of the weighted unmet needs (one is a need of weight 1 wholly unmet for a year, later ones "
          "counting less) for one unit by which the limit gives way, from the duals; go by the tried values.",
          f"{GAP} a unit"),
        C("flag", "confirmed, one-sided or not unique: how the price stands to what happened."),
        C("step", "How far the limit was moved: one per cent of what it allows or compares.", "that of the limit"),
        C("closes", "Fall of the weighted unmet needs when it gave way by the step, all of levels 1 and 2 solved again.",
          GAP),
        C("opens", "Their rise when it was tightened by the step; empty where hard limits then contradict one another, or "
          "more would be reserved than arrives.", GAP),
        C("settles", "What else could be paid or supported when it gave way: fall of level 1a, later money counting less.",
          REAL),
        C("before", "The first level above needs that moved either way (1a, 1b, 1c, 1d), empty where none did: what "
          "is owed comes first."),
    ), "", ("What a shadow price means", "mathematics.md#what-a-shadow-price-means")),
)
"""All tables of a plan, in the order in which plans hold them."""

RESULT: dict[str, ResultTable] = {table.name: table for table in RESULTS}
"""Tables of results by name."""
