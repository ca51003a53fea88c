"""What each indicator means: one line per indicator, used by tables, workbook, page and docs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Indicator:
    """One indicator: its public name, unit, label, meaning, and whether it is a share (shown in per cent)."""

    name: str
    unit: str
    label: str
    meaning: str
    not_in_sheets: str = ""
    """What it is worked out from that is not in the workbook, so that it is a number there; empty where it is a formula."""
    not_by_payer: str = ""
    """The same where there are payers beside the government."""

    @property
    def is_share(self) -> bool:
        """Whether reports show it in per cent."""
        return self.unit.startswith("share")


_BY_PAYER = "the amounts that each payer keeps up of what it may pay"

_LONG_RUN = "its parts, such as replacement and pensions in the long run,"

INDICATORS: tuple[Indicator, ...] = (
    Indicator("total_strength", "person-years", "Strength", "People paid, all institutions."),
    Indicator("total_cost", "currency", "Cost that falls due",
              "Cost of the sector, paid or not, leakage, committed money and running costs included."),
    Indicator("asked_cost", "currency", "Asked cost",
              "Cost if everyone is paid and supported as the case asks: what falls due, and missing support."),
    Indicator("asked_growth", "share", "Growth of asked cost",
              "Asked cost at base-year prices over what keeping up the force of the base year costs, less 1."),
    Indicator("broken_obligations", "currency", "Broken obligations",
              "Cost that nobody pays, plus the cost of supporting people who are paid but not supported."),
    Indicator("security_share_of_gdp", "share of GDP", "Security cost in GDP", "Cost of the sector over GDP."),
    Indicator("security_share_of_revenue", "share of revenue", "Security cost in revenue",
              "Cost of the sector over domestic revenue."),
    Indicator("asked_share_of_revenue", "share of revenue", "Asked cost in revenue", "Asked cost over domestic revenue."),
    Indicator("own_share_of_asked_cost", "share of asked cost", "Own share of asked cost",
              "Own spending over asked cost: how far the state's own money covers it."),
    Indicator("own_share_of_revenue", "share of revenue", "Own spending in revenue",
              "Own spending and cleared arrears over domestic revenue."),
    Indicator("own_pay_share_of_revenue", "share of revenue", "Own pay in revenue",
              "Pay that the state itself bears, over domestic revenue."),
    Indicator("wage_share", "share of recurrent cost", "Pay in recurrent cost", "Pay over recurrent cost."),
    Indicator("donor_dependency", "share of cost", "Donor dependency", "Grants over cost."),
    Indicator("self_sufficiency", "share of recurrent cost", "Self-sufficiency",
              "Own recurrent spending over recurrent cost, paid or not."),
    Indicator("readiness", "share of people present", "Readiness", "Supported people over people present."),
    Indicator("own_step", "share of revenue", "Step of own money",
              "Rise of what the state gives (spent, old arrears paid off, saved) over the year before, over revenue."),
    Indicator("coverage", "share of need", "Coverage", "Covered and external capability over need, needs weighted."),
    Indicator("coverage_national", "share of need", "Coverage of national security",
              "The same for needs of national security."),
    Indicator("coverage_human", "share of need", "Coverage of human security",
              "The same for needs of human security."),
    Indicator("security_balance", "ratio", "National / human balance",
              "Coverage of national security over coverage of human security; 1 is balanced."),
    Indicator("police_per_100k", "per 100,000 people", "Police per 100,000",
              "Uniformed people of interior institutions who are there, per 100,000 inhabitants."),
    Indicator("justice_per_100k", "per 100,000 people", "Justice staff per 100,000",
              "People of justice institutions who are there, judges, prosecutors and those who work for them, whether or "
              "not they are marked as civilians, per 100,000 inhabitants. Institutions of other sectors, such as "
              "corrections (prisons) or non_state (customary courts), do not count."),
    Indicator("pretrial_share", "share of people in prison", "Held before judgment",
              "People held before judgment among all in prison at the end of the year. Where the case has justice_stages "
              "that hold accused."),
    Indicator("overcrowding", "share of places", "Overcrowding",
              "People in prison beyond its places, over the places. Where the case has prison_places."),
    Indicator("revenue_after_security", "share of GDP", "Revenue left after security",
              "Revenue less what the state gives, over GDP."),
    Indicator("revenue_after_security_per_head", "currency per head", "Revenue left per head",
              "Revenue less what the state gives, per inhabitant."),
    Indicator("aid_on_budget", "currency", "Aid on budget", "Grants that pass through the state's budget."),
    Indicator("aid_off_budget", "currency", "Aid off budget", "Grants that do not."),
    Indicator("donor_money_lost", "currency", "Donor money lost",
              "Money that lapses, and what carrying money over to the next year has cost."),
    Indicator("steady_state_margin", "currency", "Left if the force is kept up for good",
              "Ceiling of the last year less what that year's force costs a year if it is kept up for good: below zero, "
              "what is missing each year without donors and savings.",
              _LONG_RUN),
    Indicator("steady_state_cost", "currency", "Cost of keeping the force up for good",
              "What the last year's force costs a year for good: everyone paid, and supported as in the plan or as the "
              "case asks; leavers and kit in use replaced; pensions at their steady level; "
              "committed money that goes on, and running costs.",
              _LONG_RUN),
    Indicator("sustainable_strength", "person-years", "Kept up for good",
              "People whom the state's own ceiling of the last year keeps up for good, without donors and savings: that "
              "year's force, each cadre cut alike where keeping all of it up would cost more than the ceiling.",
              _LONG_RUN),
    Indicator("sustainable_coverage", "share of need", "Coverage kept up for good",
              "Coverage of the last year if the state's institutions supply only as much as the people kept up for good: "
              "a low estimate, because a smaller force would be composed anew.",
              _LONG_RUN),
    Indicator("kept_up_cost", "currency", "Cost of keeping up what stands",
              "What keeping up for good what stands in the year costs a year, counted as for the last year's "
              "force. Where the case has sustained_from.",
              _LONG_RUN),
    Indicator("kept_up_fixed", "currency", "Of it due whatever the head count",
              "Running costs, and committed money that goes on. Where the case has sustained_from.",
              _LONG_RUN),
    Indicator("lasting_money", "currency", "Of it payable by donors who never leave",
              "The most that donors who never leave would pay of it by their pledges of the year, on lines that they may "
              "pay, within their earmarks, handovers and matches. Where the case has sustained_from.",
              _LONG_RUN),
    Indicator("overhang", "currency", "Overhang",
              "What keeping up for good what stands in the year costs a year beyond the state's ceiling and the money of "
              "donors who never leave; below zero, what is left. Where the case has sustained_from.",
              not_by_payer=_BY_PAYER),
    Indicator("excess", "currency", "Beyond what can be kept",
              "From sustained_from on, the overhang where there is one. No plan that pays as much has less of it in all "
              "years together; in a single year one may. An overhang before that year is the way there and is none."),
    Indicator("kept_strength", "person-years", "Strength that can be kept",
              "People whom the state's ceiling and the money of donors who never leave keep up for good, composed as in "
              "the year: more than those who are paid where there is room. Where the case has sustained_from.",
              not_by_payer=_BY_PAYER),
)

BY_NAME = {indicator.name: indicator for indicator in INDICATORS}
