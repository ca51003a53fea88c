"""Groups of cadres or of budget lines in words, by the names of the case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rightfin.case.groups import Group, parse_group
from rightfin.result.plan import Names
from rightfin.schema import RECURRENT


def group_in_words(text: str, measure: str, names: Names) -> str:
    """Return whom or what a group counts in ``measure`` (strength, hires, cost), in words.

    ``people``, ``Soldiers and Guards``, ``women of National Police``, ``recruits in justice or corrections``, ``cost of pay
    of National Army``.
    """
    group = parse_group(text)
    if measure == "cost":
        return _cost(group, names)
    return " ".join([_recruits(group, names) if measure == "hires" else _people(group, names), *_where(group, names)])


def _people(group: Group, names: Names) -> str:
    """Return who counts, of all cadres that a group names."""
    who = _kind(group)
    if group.named_cadres is None:
        return who or "people"
    cadres = _called(group.named_cadres, names.cadres)
    return f"{who} who are {_joined(cadres, 'or')}" if who else _joined(cadres)


def _recruits(group: Group, names: Names) -> str:
    who = [f"who are {_kind(group)}"] if _kind(group) else []
    as_cadres = [f"as {_joined(_called(group.named_cadres, names.cadres), 'or')}"] if group.named_cadres is not None else []
    return " ".join(["recruits", *as_cadres, *who])


def _kind(group: Group) -> str:
    if group.women:
        return "civilian women" if group.civilian else "women"
    return "civilians" if group.civilian else ""


def _cost(group: Group, names: Names) -> str:
    words = ["cost"]
    if group.categories is not None:
        recurrent = set(group.categories) == set(RECURRENT)
        words = ["recurrent cost"] if recurrent else [f"cost of {_joined(group.categories)}"]
    if group.items is not None:
        words.append(f"for {_joined([names.item(item) for item in group.items])}")
    if group.named_cadres is not None or _kind(group):
        words.append(f"for {_people(group, names)}")
    return " ".join([*words, *_where(group, names)])


def _where(group: Group, names: Names) -> Iterator[str]:
    """Yield the institutions, sectors and tags to which a group is confined."""
    if group.institutions is not None:
        yield f"of {_joined(_called(group.institutions, names.institutions))}"
    if group.sectors is not None:
        yield f"in {_joined([sector.replace('_', '-') for sector in group.sectors])}"
    if group.tags is not None:
        yield f"tagged {_joined([tag.replace('_', ' ') for tag in group.tags], 'or')}"


def _called(ids: Collection[str], names: Mapping[str, str]) -> list[str]:
    return [names.get(one, one) for one in ids]


def _joined(parts: Collection[str], last: str = "and") -> str:
    """Return words as a list in English."""
    *before, end = parts
    return f"{', '.join(before)} {last} {end}" if before else end
