"""The switches of a model definition: which families of rules it may turn off."""

from __future__ import annotations

from enum import StrEnum


class Switch(StrEnum):
    """A switch by its name in model definitions, with what holds while it is on. Families of rules name their own."""

    meaning: str

    def __new__(cls, name: str, meaning: str) -> Switch:
        """Return the member of a name, with its meaning."""
        found = str.__new__(cls, name)
        found._value_, found.meaning = name, meaning
        return found

    WAGE_BILL = "wage_bill", "Own pay of the sector stays below wage_bill_share of revenue."
    HANDOVER = "handover", "Donors pay no more of recurrent cost than the handover leaves them."
    CO_FINANCING = "co_financing", "Grants with a match need own money on the same lines."
    NO_CLIFF = "no_cliff", "Own spending rises no faster than revenue and max_step_share allow."
    SAVING_LIMIT = "saving_limit", "The state saves no more than max_saving_share of a year's ceiling."
    CLEARING_LIMIT = "clearing_limit", "Clearing old arrears takes no more than max_clearing_share of a year's ceiling."
    TEAM = "team", "No cadre supplies more than its max_share of a need's cover."
    OVERHEAD = "overhead", "Cadres that serve no need keep their ratio to those that do."
    GRADE_RATIO = "grade_ratio", "Grades fed by promotion do not outgrow the grades that feed them."
    COMPOSITION = "composition", "The rules of the table rules and the targets hold."
    EQUIPMENT = "equipment", "Supported people need their assets."
    TRAINING = "training", "Recruits are bounded by training places and wait for the end of their training."
    STRENGTH_LIMITS = "strength_limits", "Least and greatest strengths of cadres and of the table strength_limits hold."


def switch_named(name: str) -> Switch:
    """Return a switch by its name; ``ValueError`` if there is none of that name."""
    found = {switch.value: switch for switch in Switch}.get(name)
    if found is None:
        raise ValueError(f"there is no switch {name}: the switches are {', '.join(Switch)}")
    return found
