"""How small is nothing: every tolerance of the package, in one ladder, each with its reason.

A tolerance says which difference is no difference: what adding up, the solver or a hold between levels leaves over. A later
rung must be wider than what the earlier ones let through, or rounding becomes news; ``tests/test_tolerances.py`` keeps the
order. Not here, but with its sentence where it is used: what bounds a division, what weighs, how far a study moves a limit,
and what is exact enough but not worth telling (``WORTH_ASKING`` and the like).

A *scaled unit* is about a thousandth of the case's size (``lp/scales.py``); a *natural size* is that of a level
(``solve/levels.py``).
"""

# Arithmetic: no solver took part.

CANCELLED = 1e-14
"""What is left of two coefficients near one that cancel."""

ADDED_UP = 1e-12
"""Share of the largest term that is left by adding and subtracting, and is nothing."""

TYPED = 1e-9
"""How far numbers that people typed, and sums of them, lie from what they mean: cells hold fifteen digits."""

# The solver, in scaled units.

FEASIBILITY = 1e-9
"""Tolerance of HiGHS for rows, bounds and reduced costs; and the value of an objective that counts as nothing."""

DRIFT = 1e-8
"""Violation of a row beyond which a point is computed afresh from its basis: ten times the solver's tolerance."""

SEARCHED = 1e-7
"""How far a start may be from whole in a point that HiGHS found: a hundred times the tolerance that it is given."""

NO_DECISION = 1e-7
"""Decisions below this are zero."""

BAND = 1e-7
"""How far a decision may move from where it is held, relative to itself and at least to one scaled unit: wide enough for
the rounding of a solver, and a tenth of what counts as a violation."""

PRICED = 1e-7
"""Price or reduced cost, where the largest cost of the objective is one, beyond which a row or column has one: a hundred
times the tolerance of the solver. In the fictional and the Afghan case the least one that is not nothing is 1.6e-7, the
next 8e-7."""

VIOLATION = 1e-6
"""Largest accepted violation of a row or bound by the point that becomes the plan."""

ROOM = 1e-6
"""Room in a row that counts as none, so that the row binds: what a point may violate, seen from the other side."""

CERTAIN = 1e-6
"""Reduced cost beyond which a decision is surely zero: a thousand times the solver's tolerance."""

GIVEN_WAY = 1e-7
"""Share of itself by which a limit gives way that counts as none, and price of a row, relative to the largest, that does: a
hundred times the tolerance of the solver."""

WIDENED = 1e-6
"""Share of itself by which a limit gives way further where the least that was found is short: ten times what counts."""

NO_EXTRA = 1e-6
"""Extra money that counts as none: a billionth of the size of the case."""

# Levels, relative to their natural sizes.

KEPT_ROW = 1e-9
"""How far a row that keeps a level where a plan has it lets it slip, relative to its scaled value and at least to one unit:
no more than a solver is exact."""

SETTLED = 1e-8
"""Change of level 1a that counts as none: the solver's tolerance over a whole case."""

HOLD = 1e-7
"""How far a level may slip while later ones are solved."""

SEARCH_HOLD = 2e-9
"""How far a level may slip while later ones of a search over calendars are solved: a fiftieth of a hold, since in the
fictional case a hold of the needs is worth 0.1 % of donor money, and calendars differ by less."""

NEEDS_SETTLED = 1e-7
"""Change of the level of needs, solved last of those compared, that counts as none: one hold."""

HELD = 1e-6
"""Change of the rest of level 1, which is solved between holds, that counts as none: ten times what they let slip."""

PAID = 1e-6
"""Broken obligations that count as none: ten times what solves differ by."""

AUDITED = 2e-6
"""Difference of a level between a plan and its audit by another solver that counts as none: where an arrears tolerance lets
level 1 slip by a hold, levels were seen to differ by 7e-7; elsewhere by 1e-8, since CBC tells eight digits."""

KEPT = 1e-6
"""How far the level of needs may slip where a study keeps it: what solves differ by."""

SEARCH_APART = 1e-5
"""Difference of a level between a search over calendars and the plan of the one that it found that counts as none: what is
held slips in both, and a little money buys a soft limit."""

ALIKE = 2e-6
"""Difference of a level between two plans that counts as none: each may lie off by as much as one is kept within."""

# Money in a plan.

LATE = 1e-7
"""Share of what all lines cost in a year below which what is owed for one at the end of a month is the slack of a hold: a
hundred times what levels slip by, so that it counts as none even where little of the money counts."""

HOLD_OF_A_YEAR = 5e-7
"""Share of a year's cost below which what is unpaid is the slack of a hold and no default."""

NEGLIGIBLE = 1e-6
"""Share of a year's cost, need or revenue, or of the yearly size of the case, below which money is noise of the solver and
counts as nothing."""

IDENTITY = 1e-6
"""Largest accepted gap of an identity, relative to the largest amount of the case; of money, at constant prices."""

MONEY_APART = 1e-5
"""Share of the yearly size of a case, at the prices of the year, by which two plans may differ without meaning it: levels
are held to a ten-millionth of all years together, which may fall on one line of one year."""

MATERIAL = 1e-4
"""Share of a year's cost below which what is unpaid is shown in tables but is no news to a reader of sentences, and no
first year of anything."""

AS_BAD = 1e-4
"""Broken obligations that differ by less, relative to the largest, are equally bad: the earliest year of them counts."""

AS_LARGE = 1e-4
"""Share by which amounts of two years may differ without one of them being the larger: the earlier one is named."""

# People, stocks and shares in a plan.

LEFT_OVER = 1e-3
"""Persons that are no more than what a solve leaves over."""

NOBODY = 0.5
"""Persons that are nobody: they are shown as none."""

UNSHOWN = 5e-5
"""How far a share may pass its limit and still count as keeping it: rounding of the solver, and what no cell shows."""

PEOPLE_APART = 1e-4
"""Share of the largest yearly strength, or of the force, by which numbers of people may differ without meaning it: the
ten-millionth of a hold buys support for more of them where support is cheap."""

POINTS_APART = 1e-4
"""Percentage points of coverage by which two solves of equally good plans may differ."""

REACHED = 1e-4
"""How close to a limit a number stands on it: relative to a limit or stock, and absolute for a share of revenue or cost."""

SEEN = 5e-4
"""Change of a share, or part of what a rule asks, that is rounding: a twentieth of a percentage point."""

DIFFERS = 1e-3
"""Share by which a force has to differ from another for a number of people to be told: less is what solves differ by."""

DECIDED = 1e-3
"""Width of a range, relative to its greater end, below which the number counts as decided."""

HELPS = 2e-3
"""Least rise of the coverage of a need that counts: what solves and ties among needs differ by is less."""

# Searches: how close to the answer they stop.

CLOSE = 1e-4
"""How close a search comes to its answer, as a share of the range searched."""

FINE = 1e-3
"""How finely a factor on pledges is found: each of its steps is a plan."""
