"""Sheets of a results workbook: their names, which no table of a case may have, and what they hold."""

from __future__ import annotations

RESULT_SHEETS = {
    "The page": "What a minister must know, on one page, question by question.",
    "Summary": "The answer in short, the figures of every year, four charts.",
    "Contents": "Every sheet, with a link and a word on what it holds.",
    "Strength": "People by cadre and institution, and how they join and leave.",
    "Budget": "The medium-term budget by institution and economic category, with COFOG and GFSM codes.",
    "Lines": "The budget line by line: every cadre, asset and contract, and who pays for it.",
    "Parts of the budget": "Own money on parts of the budget against their ceilings and floors.",
    "Base year": "What the force of the base year costs to keep up, and what the state is said to have spent.",
    "Financing": "Every line of the budget by who pays it, added up and checked against the budget.",
    "Who pays": "The state, each donor, and what nobody pays.",
    "Own money by payer": "What each payer of own money has, gives, spends and owes, and what its region needs.",
    "Pledge flows": "What becomes of each donor's money.",
    "Earmarked money": "What donors pay where their money is limited or reserved, and what lapses of what is reserved.",
    "Handover": "What share the state must bear, and what it bears.",
    "Coverage": "How far each need is covered, by region.",
    "Justice chain": "Cases by stage, what waits, who is in prison, and whose cases one person clears.",
    "Targets reached": "How many people targets ask for, how many the plan reaches, and by how much it misses.",
    "Reform programmes": "When each programme runs, what it costs, and who pays.",
    "Equipment plan": "Stocks, purchases, gifts accepted and disposals of equipment and buildings.",
    "After the plan": "Pensions for thirty years after the last year shown, and severance that is still owed then.",
    "Indicators": "Every indicator with definition and unit, and whether it keeps its limits.",
    "Fiscal path": "The economy, the ceiling, and what the state spends, owes and keeps.",
    "Changes": "Cells that were changed against the case, with what they held and what they hold.",
    "Explanations": "The whole answer in sentences, what holds needs back, and, if asked, why numbers are what they are.",
    "Shadow prices": "What needs gained when one limit gave way by one per cent.",
    "Assumptions": "Settings and macro series as the case states them, with sources.",
    "Defaults used": "What the plan used where the case is blank.",
    "Warnings": "What the checks of the case found.",
    "Provenance": "Digests, versions, and the command that makes the plan again.",
}
"""What each sheet holds, by its name; sheets without content are left out of a workbook.

The case inside a results workbook can be read, and these sheets are then passed over.
"""
