"""What the words of the page mean."""

from __future__ import annotations

from rightfin.report.page.parts import Entry

GLOSSARY = (
    Entry("Asked", "what this force costs if everything is paid and everyone supported as the case asks"),
    Entry("Supported as the case asks", "with the kit, rooms, fuel and rations that it says they need, for at least the "
                                       "share of each group that it sets (its support floor); the others may lack them"),
    Entry("Affordable", "of what is asked, what own money, donors and savings can pay; for good, what the state's "
                       "own ceiling can pay alone"),
    Entry("Security kept", "the share of needs covered, in every year from then on, against what it is if donors never "
                          "leave: their pledges as they stand"),
    Entry("Paid", "what the plan pays"),
    Entry("Coverage", "the share of a need that is met; of all needs together, weighted as the case weighs them"),
    Entry("Readiness", "the share of people in pay who have the kit, rooms, fuel and rations that the case says they need"),
    Entry("Kept for good", "paid each year from the state's own ceiling, without donors and savings, with everyone who "
                          "leaves and everything that wears out replaced"),
    Entry("The gap", "all needs left uncovered over all years, weighted, later years counting less"),
)
