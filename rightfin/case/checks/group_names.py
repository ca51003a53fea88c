"""Groups in tables: what they name that the case does not have, and the lines of a scope."""

from __future__ import annotations

from collections.abc import Iterator

from rightfin.case.checks.view import View
from rightfin.case.checks.wording import error
from rightfin.case.groups import Group, parse_group
from rightfin.case.issue import Issue
from rightfin.case.lines import Line
from rightfin.schema import RECURRENT


def unknown_names(view: View, group: Group) -> Iterator[tuple[str, str]]:
    """Yield what is wrong and what to do for every name of a group that the case does not have."""
    for where, names, known in (
        ("in the table institutions", group.institutions, view.names("institutions")),
        ("in the table cadres", group.named_cadres, view.names("cadres")),
        ("among the tags of cadres", group.tags, view.tags),
        ("among cadres, parts of pay, assets, contracts and running costs", group.items, view.items),
    ):
        for name in names or ():
            if name not in known:
                yield f"There is no {name} {where}.", view.suggestions.choose(name, known)


def cadres_in_group(view: View, table: str, name: str, column: str, text: str) -> tuple[list[Issue], tuple[str, ...]]:
    """Return what is wrong with a group of people in a row, or its cadres."""

    def wrong(code: str, message: str, remedy: str) -> Issue:
        return error(code, message, remedy, table, name, column)

    try:
        group = parse_group(text)
    except ValueError as reason:
        remedy = "A group is all, or terms such as sector:justice & women."
        return [wrong("group", f"The group {text} cannot be read. {reason}", remedy)], ()
    misfit = group.misfit("strength")
    if misfit:
        return [wrong("group_measure", f"The group {text} is one of money: {misfit}", "Name people only.")], ()
    unknown = [wrong("group_unknown", message, remedy) for message, remedy in unknown_names(view, group)]
    cadres = () if unknown else group.cadres(view.case)
    if not unknown and not cadres:
        remedy = "Name institutions, sectors, cadres or tags that the case has."
        unknown = [wrong("group_empty", f"No cadre belongs to the group {text}.", remedy)]
    return unknown, cadres


def lines_in_scope(
    view: View, table: str, name: str, text: str, *, recurrent: bool = False
) -> tuple[Issue | None, frozenset[Line]]:
    """Return what is wrong with the ``scope`` of a row, or its lines; only recurrent ones where asked for."""

    def wrong(code: str, message: str, remedy: str) -> tuple[Issue, frozenset[Line]]:
        return error(code, message, remedy, table, name, "scope"), frozenset()

    try:
        group = parse_group(text)
    except ValueError as reason:
        remedy = "A scope is all, or terms such as sector:justice & category:pay."
        return wrong("group", f"The scope {text} cannot be read. {reason}", remedy)
    for message, remedy in unknown_names(view, group):
        return wrong("group_unknown", message, remedy)
    lines = frozenset(line for line in group.lines(view.case) if not recurrent or line.category in RECURRENT)
    is_proposed = not {line.item for line in view.proposed_lines}.isdisjoint(group.items or ())
    if lines or is_proposed or (group.has_lines(view.case) and not (recurrent and group.categories == ("capital",))):
        return None, lines
    return wrong(
        "group_empty", f"No {'recurrent ' if recurrent else ''}budget line belongs to the scope {text}.",
        "Name institutions, sectors, cadres, tags or items that the case has"
        + (", and categories other than capital." if recurrent else "."),
    )
