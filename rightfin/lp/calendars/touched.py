"""Which programmes touch which numbers, and what the numbers come to where several meet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product

from rightfin.lp.calendars.choices import StartChoice, State, first_states
from rightfin.lp.calendars.differences import Items, Shape
from rightfin.lp.calendars.variants import Variants
from rightfin.progress import Steps
from rightfin.tolerances import TYPED

MOST_TOGETHER = 4096
"""How many ways in which programmes can meet on one number are worked out at most, where their effects do not add up."""

MOST_TRIALS = 40
"""How many calendars are tried at most to see which changes add up."""

MOST_LOOKED_AT = 200
"""Among how many calendars the one is chosen that shows most at once."""

CHECKS = 3
"""How many more are tried afterwards, all over the windows, to check what was worked out."""

Kinds = tuple[int, ...]
"""For each programme of a group which kind of state it has: 0 for those that change nothing."""


class TooManyTogetherError(Exception):
    """More programmes change one number, in ways that do not add up, than can be worked out; the message names them."""


@dataclass(frozen=True)
class Shift:
    """How one number changes with the states of a few programmes, whatever the states of all others are.

    ``kinds[n][s]`` is the kind of the state ``s`` of the programme ``programmes[n]``, both counted from zero as the choices
    are; states of one kind change the number alike. ``by`` gives the change for each way in which kinds meet.
    """

    programmes: tuple[int, ...]
    kinds: tuple[Kinds, ...]
    by: Mapping[Kinds, float]


@dataclass
class _Alone:
    """What each state of one programme changes, the others being in their first state: values by item and state."""

    values: dict[int, list[float]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Group:
    """Programmes that meet on some numbers, with the kinds of their states there."""

    programmes: tuple[int, ...]
    kinds: tuple[Kinds, ...]

    def pairs(self) -> Iterator[Kinds]:
        """Yield every way in which exactly two of them change something."""
        for one, other in combinations(range(len(self.programmes)), 2):
            for a, b in product(range(1, max(self.kinds[one]) + 1), range(1, max(self.kinds[other]) + 1)):
                yield tuple(a if n == one else b if n == other else 0 for n in range(len(self.programmes)))

    def ways_within(self, part: Sequence[int]) -> Iterator[Kinds]:
        """Yield every way in which more than two of them change something, all of a part of the group."""
        sizes = [range(max(kinds) + 1 if n in part else 1) for n, kinds in enumerate(self.kinds)]
        return (way for way in product(*sizes) if sum(kind > 0 for kind in way) > 2)


class Touched:
    """All numbers of a shape that any programme changes, each as a sum of changes that do not depend on each other."""

    def __init__(self, variants: Variants, choices: Sequence[StartChoice], steps: Steps) -> None:
        """Raises ``StructureChangedError`` if programs differ in more than numbers, and ``TooManyTogetherError``."""
        self.choices = tuple(choices)
        self._first = first_states(self.choices)
        self._variants = variants
        self.base_program = variants.program(self._first)
        self.shape = Shape.of(self.base_program)
        self.items = Items(self.shape.numbers(self.base_program), self.shape)
        self._alone = [self._of(choice, steps) for choice in self.choices]
        self._kinds_of = [self._kinds_by_column(alone) for alone in self._alone]
        self._by_column: dict[int, list[int]] = {}
        for place, kinds_of in enumerate(self._kinds_of):
            for column in kinds_of:
                self._by_column.setdefault(column, []).append(place)
        met: dict[int, list[int]] = {}
        for place, alone in enumerate(self._alone):
            for item in alone.values:
                met.setdefault(item, []).append(place)
        steps.begin("seeing what reforms do together")
        self.changes: dict[int, tuple[Shift, ...]] = self._worked_out(
            {item: self._group(item, places) for item, places in met.items()}
        )
        """Changes by item; they add up."""
        wrong = self._wrong()
        if wrong:  # starts that change nothing there by themselves matter to what others do: every start counts for itself
            self.changes |= self._worked_out({item: self._finest(item) for item in wrong})
            if self._wrong():
                raise TooManyTogetherError(", ".join(choice.programme for choice in self.choices))

    def _worked_out(self, groups: Mapping[int, _Group]) -> dict[int, tuple[Shift, ...]]:
        """Return the changes of items in whose groups kinds of states meet."""
        doubtful = self._not_adding_up(groups)
        self._together = self._met(groups, {item: list(groups[item].pairs()) for item in doubtful})
        parted = {item: self._parted(item, groups[item]) for item in doubtful}
        wider = {
            item: list(islice((way for part in parts for way in groups[item].ways_within(part)), MOST_TOGETHER + 1))
            for item, parts in parted.items() if any(len(part) > 2 for part in parts)
        }
        for item, ways in wider.items():
            if len(ways) > MOST_TOGETHER:
                names = ", ".join(self.choices[place].programme for place in groups[item].programmes)
                raise TooManyTogetherError(names)
        for item, found in self._met({item: groups[item] for item in wider}, wider).items():
            self._together[item] |= found
        return {
            item: self._changes(item, group, parted.get(item) or [(n,) for n in range(len(group.programmes))])
            for item, group in groups.items()
        }

    def _wrong(self) -> list[int]:
        """Return the items of which calendars that were not looked at show that what was worked out is wrong.

        Raises ``TooManyTogetherError`` if one differs that no programme changes by itself.
        """
        failed = set[int]()
        for trial in range(CHECKS if len(self.choices) > 1 else 0):
            states = [_state_of_trial(len(choice.states), trial, place) for place, choice in enumerate(self.choices)]
            known = self._changed_in(states)
            for item in known.keys() | self.changes.keys():
                if item not in self.changes:
                    raise TooManyTogetherError(", ".join(choice.programme for choice in self.choices))
                said = sum(
                    change.by[tuple(kinds[states[p]] for p, kinds in zip(change.programmes, change.kinds, strict=True))]
                    for change in self.changes[item]
                )
                if not _alike(known.get(item, 0.0), said, abs(self.items.value(item))):
                    failed.add(item)
        return sorted(failed)

    def _of(self, choice: StartChoice, steps: Steps) -> _Alone:
        """Try every state of one programme."""
        steps.begin(f"seeing what {choice.programme} changes")
        found = _Alone()
        for place, state in enumerate(choice.states[1:], 1):
            changed = self._variants.changed({**self._first, choice.programme: state})
            for item, gap in self.items.changed(changed).items():
                found.values.setdefault(item, [0.0] * len(choice.states))[place] = gap
        return found

    def _kinds_by_column(self, alone: _Alone) -> dict[int, Kinds]:
        """Return the kinds of states by column: those of one kind change all coefficients of the column alike."""
        entries: dict[int, list[list[float]]] = {}
        for item, values in alone.values.items():
            if self.items.is_entry(item):
                entries.setdefault(self.items.entry(item)[1], []).append(values)
        return {column: _kinds(values) for column, values in entries.items()}

    def _group(self, item: int, places: list[int]) -> _Group:
        """Return who meets at an item: of a coefficient all who change any of its column, since what one does there alone
        may depend on the others."""
        if self.items.is_entry(item):
            column = self.items.entry(item)[1]
            places = self._by_column[column]
            return _Group(tuple(places), tuple(self._kinds_of[place][column] for place in places))
        return _Group(tuple(places), tuple(_kinds([self._alone[place].values[item]]) for place in places))

    def _finest(self, item: int) -> _Group:
        """Return who meets at an item, at most: all who change anything in its row or column, every state for itself."""
        row, column = self.items.row_and_column(item)
        places = [
            place for place, alone in enumerate(self._alone)
            if any((row is not None and there[0] == row) or (column is not None and there[1] == column)
                   for there in map(self.items.row_and_column, alone.values))
        ]
        return _Group(tuple(places), tuple(tuple(range(len(self.choices[place].states))) for place in places))

    def _not_adding_up(self, groups: Mapping[int, _Group]) -> list[int]:
        """Return the items that several programmes change in ways that do not add up, or that were not seen to.

        A right side adds up where no calendar that was tried says otherwise, and each of its programmes changed it in one
        of them together with another one. Of coefficients every pair of kinds is looked at: products are the rule there,
        and a start that changes nothing by itself may change what another one does.
        """
        several = {item: group for item, group in groups.items() if len(group.programmes) > 1}
        waiting = {
            item: set(range(len(group.programmes))) for item, group in several.items() if not self.items.is_entry(item)
        }
        failed = set[int]()
        for trial in range(MOST_TRIALS):
            open_ones = [item for item, members in waiting.items() if members and item not in failed]
            if not open_ones:
                break
            states = self._meeting({item: groups[item] for item in open_ones}, waiting, trial)
            known = self._changed_in(states)
            for item, members in waiting.items():
                group = groups[item]
                way = [kinds[states[place]] for place, kinds in zip(group.programmes, group.kinds, strict=True)]
                active = [n for n, kind in enumerate(way) if kind]
                alone = sum(self._value_alone(item, group, n, way[n]) for n in active)
                if not _alike(known.get(item, 0.0), alone, abs(self.items.value(item))):
                    failed.add(item)
                if len(active) > 1:
                    members -= set(active)
        return [item for item in several if item not in waiting or waiting[item] or item in failed]

    def _meeting(self, groups: Mapping[int, _Group], waiting: Mapping[int, set[int]], trial: int) -> list[int]:
        """Return states of all programmes in which many of those that wait change their item together with another one."""
        states: dict[int, int] = {}
        for item, group in groups.items():
            active = [n for n, place in enumerate(group.programmes) if place in states and group.kinds[n][states[place]]]
            for n in (*waiting[item], *range(len(group.programmes))):
                place = group.programmes[n]
                if n in active or place in states or (len(active) > 1 and n not in waiting[item]):
                    continue
                changing = [state for state, kind in enumerate(group.kinds[n]) if kind]
                if changing:
                    states[place] = changing[trial % len(changing)]
                    active.append(n)
        return [states.get(place, len(choice.states) - 1) for place, choice in enumerate(self.choices)]

    def _calendar(self, states: Sequence[int]) -> dict[str, State]:
        return {choice.programme: choice.states[state] for choice, state in zip(self.choices, states, strict=True)}

    def _changed_in(self, states: Sequence[int]) -> dict[int, float]:
        """Return what differs from the base where every programme has the state of that place, by item."""
        return self.items.changed(self._variants.changed(self._calendar(states)))

    def _met(self, groups: Mapping[int, _Group], wanted: Mapping[int, list[Kinds]]) -> dict[int, dict[Kinds, float]]:
        """Return what items come to in the ways wanted, from as few calendars as are easily found."""
        missing: dict[_Group, dict[Kinds, None]] = {}
        of_group: dict[_Group, list[int]] = {}
        for item, each in wanted.items():
            if each:
                missing.setdefault(groups[item], dict.fromkeys(each))
                of_group.setdefault(groups[item], []).append(item)
        found: dict[int, dict[Kinds, float]] = {item: {} for item in groups}
        while any(missing.values()):
            states = self._covering(missing)
            seen: dict[int, Kinds] = {}
            for group, ways in missing.items():
                way = tuple(kinds[states[place]] for place, kinds in zip(group.programmes, group.kinds, strict=True))
                if way in ways:
                    del ways[way]
                    seen |= dict.fromkeys(of_group[group], way)
            numbers = self._variants.numbers(self._calendar(states), [self.items.number(one) for one in seen])
            for (item, way), number in zip(seen.items(), numbers, strict=True):
                found[item][way] = number - self.items.value(item)
        return found

    def _covering(self, missing: Mapping[_Group, Mapping[Kinds, None]]) -> list[int]:
        """Return states of all programmes in which many of the ways that are missing occur, one of them for certain."""
        states: dict[int, int] = {}
        alike: dict[tuple[int, ...], list[tuple[_Group, Mapping[Kinds, None]]]] = {}
        for group, ways in missing.items():
            if ways:
                alike.setdefault(group.programmes, []).append((group, ways))
        for programmes, groups in alike.items():
            group, ways = groups[0]
            way = next(iter(ways))
            fitting = [
                [state for state, one in enumerate(kinds) if one == kind and states.get(place, state) == state]
                for place, kinds, kind in zip(programmes, group.kinds, way, strict=True)
            ]
            best = max(islice(product(*fitting), MOST_LOOKED_AT), key=lambda chosen: sum(
                tuple(kinds[state] for kinds, state in zip(other.kinds, chosen, strict=True)) in others
                for other, others in groups
            ), default=None)
            if best is not None:
                states |= dict(zip(programmes, best, strict=True))
        return [states.get(place, 0) for place in range(len(self.choices))]

    def _parted(self, item: int, group: _Group) -> list[tuple[int, ...]]:
        """Return the members of a group, by place in it, in parts whose changes add up."""
        together, size = self._together[item], abs(self.items.value(item))
        count = len(group.programmes)
        part = list(range(count))
        for way, value in together.items():
            active = [n for n in range(count) if way[n]]
            alone = sum(self._value_alone(item, group, n, way[n]) for n in active)
            if len(active) == 2 and not _alike(value, alone, size):
                old, new = part[active[1]], part[active[0]]
                part = [new if one == old else one for one in part]
        parts = [tuple(n for n in range(count) if part[n] == one) for one in dict.fromkeys(part)]
        for way, value in together.items():  # three may do what no two of them do
            pieces = [tuple(kind if n in one else 0 for n, kind in enumerate(way)) for one in parts]
            known = [self._known(item, group, piece) for piece in pieces]
            if all(one is not None for one in known) and not _alike(value, sum(one or 0.0 for one in known), size):
                return [tuple(range(count))]
        return parts

    def _value_alone(self, item: int, group: _Group, member: int, kind: int) -> float:
        values = self._alone[group.programmes[member]].values.get(item)
        return 0.0 if values is None else values[group.kinds[member].index(kind)]

    def _known(self, item: int, group: _Group, way: Kinds) -> float | None:
        active = [n for n, kind in enumerate(way) if kind]
        if not active:
            return 0.0
        if len(active) == 1:
            return self._value_alone(item, group, active[0], way[active[0]])
        return self._together[item].get(way)

    def _changes(self, item: int, group: _Group, parts: list[tuple[int, ...]]) -> tuple[Shift, ...]:
        found = []
        for part in parts:
            by: dict[Kinds, float] = {}
            for way in product(*(range(max(group.kinds[n]) + 1) for n in part)):
                whole = [0] * len(group.programmes)
                for n, kind in zip(part, way, strict=True):
                    whole[n] = kind
                value = self._known(item, group, tuple(whole))
                if value is None:
                    raise TooManyTogetherError(", ".join(self.choices[p].programme for p in group.programmes))
                by[way] = value
            if any(by.values()):
                found.append(Shift(tuple(group.programmes[n] for n in part), tuple(group.kinds[n] for n in part), by))
        return tuple(found)


def _state_of_trial(count: int, trial: int, place: int) -> int:
    """Return a state other than the first one: all early in the first trial, then all over the window."""
    later = count - 1
    return 0 if later == 0 else 1 + trial * (1 + 2 * place) % later


def _kinds(values: Sequence[Sequence[float]]) -> Kinds:
    """Return the kind of each state from what it changes of several numbers: 0 for the first one, others as they come."""
    seen: dict[tuple[float, ...], int] = {}
    rounded = (tuple(float(f"{value:.9g}") for value in of_state) for of_state in zip(*values, strict=True))
    return tuple(seen.setdefault(one, len(seen)) for one in rounded)


def _alike(one: float, other: float, size: float = 0.0) -> bool:
    """Return whether two changes of a number of some size are the same but for rounding."""
    return abs(one - other) <= TYPED * max(abs(one), abs(other), size)
