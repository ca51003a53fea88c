"""The decisions as rules and objectives read them: for each kind a mapping from its index to an expression."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rightfin.lp.expression import Linear

ByYear = Mapping[int, Linear]
ByNameAndYear = Mapping[tuple[str, int], Linear]
ByTwoNamesAndYear = Mapping[tuple[str, str, int], Linear]


class Decisions:
    """All kinds of decisions by name, each a mapping from index to expression; an index of one part stands alone.

    What a case does not have is absent: a rule asks ``if (k, t) in m.hires``. Pyomo's model stands in for this class where
    the open model is built: its decisions have the same names and answer to the same indices.
    """

    strength: ByNameAndYear
    hires: ByNameAndYear
    exits: ByNameAndYear
    promotions: ByTwoNamesAndYear
    below: ByNameAndYear
    above: ByNameAndYear
    assigned: Mapping[tuple[str, str, int, str], Linear]
    standby: ByNameAndYear
    hollow: ByNameAndYear
    posted: Mapping[tuple[str, str, int, str], Linear]
    pensioners: ByNameAndYear
    overhead_miss: ByNameAndYear
    grade_excess: ByNameAndYear
    stock: ByNameAndYear
    bought: ByNameAndYear
    accepted: ByNameAndYear
    retired: ByNameAndYear
    cover: Mapping[tuple[str, str, str, int], Linear]
    unmet: Mapping[tuple[str, str, int, int], Linear]
    capacity: ByNameAndYear
    done: ByNameAndYear
    dropped: ByNameAndYear
    backlog: ByNameAndYear
    late: Mapping[tuple[str, int, int], Linear]
    unbrought: ByNameAndYear
    convicted: ByNameAndYear
    crowding: Mapping[tuple[int, int], Linear]
    cost: ByTwoNamesAndYear
    own: ByTwoNamesAndYear
    grant: ByTwoNamesAndYear
    unfunded: ByTwoNamesAndYear
    arrears: ByNameAndYear
    cleared: ByNameAndYear
    reserve: ByNameAndYear
    carried: ByNameAndYear
    lapsed: ByNameAndYear
    unspent: ByNameAndYear
    excess: ByYear
    lasting: ByTwoNamesAndYear
    kept: ByTwoNamesAndYear
    stranded: ByNameAndYear
    idle: ByNameAndYear
    to_match: ByNameAndYear
    rule_miss: ByNameAndYear
    rule_excess: ByNameAndYear
    part_miss: ByNameAndYear
    target_miss: ByNameAndYear
    hires_up: ByNameAndYear
    hires_down: ByNameAndYear
    exits_up: ByNameAndYear
    exits_down: ByNameAndYear
    promotions_up: ByTwoNamesAndYear
    promotions_down: ByTwoNamesAndYear

    def __init__(self, kinds: Mapping[str, Mapping[Any, Linear]]) -> None:
        vars(self).update(kinds)
