"""What the words of the page mean."""

from __future__ import annotations

from rightfin.report.page.parts import Told

GLOSSARY = (
    Told("Asked", "what this force costs if everything is paid and everyone supported as the case asks"),
    Told("Supported as the case asks", "with the kit, rooms, fuel and rations that it says they need, for at least the "
                                       "share of each group that it sets (its support floor); the others may lack them"),
    Told("Affordable", "of what is asked, what own money, donors and savings can pay; for good, what the state's "
                       "own ceiling can pay alone"),
    Told("Security kept", "the share of needs covered, in every year from then on, against what it is if donors never "
                          "leave: their pledges as they stand"),
    Told("Paid", "what the plan pays"),
    Told("Coverage", "the share of a need that is met; of all needs together, weighted as the case weighs them"),
    Told("Readiness", "of the people who are there, the share who have the kit, rooms, fuel and rations that the case says "
                      "they need"),
    Told("Kept for good", "paid each year from the state's own ceiling, without donors and savings, with everyone who "
                          "leaves and everything that wears out replaced"),
    Told("Can be kept", "the same, but donors who never leave may pay a part; asked for where the case says from which "
                        "year on (sustained_from)"),
    Told("The gap", "all needs left uncovered over all years, weighted, later years counting less"),
)
