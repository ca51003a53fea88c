"""People: how strength moves from year to year, and what limits hiring, dismissal and promotion."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison, Expression
from rightfin.lp.indices import by_cadre
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit
from rightfin.schema.switches import Switch


def before(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    """Return a cadre's strength in the year before, which is data in the first planning year."""
    return m.strength[cadre, year - 1] if year > d.first else d.opening_strength[cadre]


def flow(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""Strength is last year's, less attrition, ghosts struck off and retirements, plus who joins, less who is retrenched.

    $$
    \mathit{strength}_{k,t} = (1 - \mathit{struck\_off}_{k,t})(1 - \mathit{attrition}_{k,t})\,\mathit{strength}_{k,t-1}
    - \mathit{retirements}_{k,t}
    + \mathit{recruits\_kept}_{k,t}\,\mathit{hires}_{k,t} - \mathit{exits}_{k,t} + \mathit{integrated}_{k,t}
    + \sum_{k'} \mathit{promotions}_{k',k,t} - \sum_{k'} \mathit{promotions}_{k,k',t}
    $$

    $$
    \mathit{retirements}_{k,t} = \mathit{retires}_{k,t_0,t}\,\mathit{opening\_strength}_k
    + \sum_{t_0 < j < t} \mathit{retires}_{k,j,t} (\mathit{integrated}_{k,j}
    + \mathit{recruits\_kept}_{k,j}\,\mathit{hires}_{k,j})
    $$

    Only cadres marked *entry* hire from outside; by default those into which no promotion leads. `integrated` is data.
    Stated by year, attrition falls on those there when the year begins, and all recruits are kept through their first.
    Stated by month, *m* of all who are there leave each month: attrition is $1 - (1 - m)^{12}$, and of recruits who join
    evenly through the year $(1 - (1 - m)^{12}) / (12 m)$ are kept.

    Where the share of ghosts falls from *b* to *g*, the share $(b - g) / (1 - g)$ of those who were paid and stayed is
    struck off: everybody who is there stays. Of those who joined in the year *j* the share `retires` retires in the year
    *t*; attrition and ghosts struck off since then are in it, so that only those retire who are there.
    """
    moves: Expression = d.integrated[k, t]
    if (k, t) in m.hires:
        moves += d.recruits_kept[k, t] * m.hires[k, t]
    if (k, t) in m.exits:
        moves -= m.exits[k, t]
    for a, b in d.promotions:
        if b == k:
            moves += m.promotions[a, b, t]
        if a == k:
            moves -= m.promotions[a, b, t]
    if (gone := retirements(m, d, k, t)) is not None:
        moves -= gone
    stays = (1.0 - d.struck_off[k, t]) * (1.0 - d.attrition[k, t])
    return m.strength[k, t] == stays * before(m, d, k, t) + moves


def retirements(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression | None:
    """Return who retires of a cadre in a year, known by the year of joining; ``None`` where nobody can."""
    return of_intakes(m, d, d.retires, cadre, year)


def of_intakes(m: Decisions, d: Inputs, shares: Mapping[Any, float], cadre: str, year: int) -> Expression | None:
    """Return shares, by cadre, year of joining and year, of those who joined; ``None`` where there is no share."""
    found = [
        shares[cadre, joined, year] * _joined(m, d, cadre, joined)
        for joined in d.intakes.get(cadre, ()) if (cadre, joined, year) in shares
    ]
    return sum(found) if found else None


def _joined(m: Decisions, d: Inputs, cadre: str, year: int) -> Expression:
    """Return who joined a cadre in a year and was there at its end: in the base year all who are there."""
    if year < d.first:
        return d.opening_strength[cadre]
    joined: Expression = d.integrated[cadre, year]
    return joined + d.recruits_kept[cadre, year] * m.hires[cadre, year] if (cadre, year) in m.hires else joined


def due(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""Who is to retire in a known year is neither retrenched nor promoted before it.

    $$
    \mathit{strength}_{k,t} \ge \mathit{due}_{k,t_0,t}\,\mathit{opening\_strength}_k
    + \sum_{t_0 < j \le t} \mathit{due}_{k,j,t} (\mathit{integrated}_{k,j}
    + \mathit{recruits\_kept}_{k,j}\,\mathit{hires}_{k,j})
    $$

    `due` is the share of those who joined in the year *j* that stands at the end of the year *t* and retires later. So
    nobody retires who is not there, and a case has a plan whatever its age profiles: without retrenchment and promotion
    the row always holds.
    """
    standing = of_intakes(m, d, d.due, k, t)
    return m.strength[k, t] >= (0.0 if standing is None else standing)


def _due_rows(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where somebody stands who is to retire in a known year."""
    standing = {(k, t) for k, _, t in d.due}
    return ((k, t) for k, t in by_cadre(d) if (k, t) in standing)


def _training_rows(d: Inputs) -> Iterator[Index]:
    return ((i, t) for (i, t), places in d.training_places.items() if isfinite(places) and _trainees(d, i, t))


def _trainees(d: Inputs, institution: str, year: int) -> list[Index]:
    """Return the (cadre, year of joining) of recruits whose training is charged in a year."""
    joining = ((k, year + d.training_lead[k]) for k in d.cadres_of[institution] if d.entry[k])
    return [(k, t) for k, t in joining if t <= d.last]


def training(m: Decisions, d: Inputs, i: str, t: int) -> Comparison:
    r"""An institution trains no more recruits than it has places.

    $$
    \sum_{k \in i} \frac{\mathit{hires}_{k,\,t + \mathit{training\_lead}_k}}{1 - \mathit{wash\_out}_{k,t}}
    \le \mathit{training\_places}_{i,t}
    $$

    A recruit occupies a place `training_lead` whole years before joining; those who wash out occupy one and never join.
    """
    return sum(d.trainees[k, t] * m.hires[k, u] for k, u in _trainees(d, i, t)) <= d.training_places[i, t]


def _early(d: Inputs, institution: str) -> list[Index]:
    return [
        (k, t) for k in d.cadres_of[institution] if d.entry[k] for t in d.years if t < d.first + d.training_lead[k]
    ]


def _pipeline_rows(d: Inputs) -> Iterator[Index]:
    """Yield institutions with recruits of whom nobody says for which year they were trained."""
    return ((i,) for i in d.parameters.people.institutions if _early(d, i) and isfinite(d.pipeline[i]))


def pipeline(m: Decisions, d: Inputs, i: str) -> Comparison:
    r"""In the lead years of their cadre only recruits join who were already in training at the start.

    $$
    \sum_{k \in i} \; \sum_{t \le t_0 + \mathit{training\_lead}_k} \frac{\mathit{hires}_{k,t}}
    {1 - \mathit{wash\_out}_{k,t_0+1}} \le \mathit{pipeline}_i
    $$
    """
    return sum(d.trainees[k, d.first] * m.hires[k, t] for k, t in _early(d, i)) <= d.pipeline[i]


def in_training(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""After settled years those join in the lead years of their cadre who were in training when they ended, nobody else.

    $$
    \mathit{hires}_{k,t} = \mathit{in\_training}_{k,t}
    $$

    Their training is paid. At the start of a case fewer may join than were in training (`pipeline`), since nobody says for
    which year they were trained.
    """
    return m.hires[k, t] == d.in_training[k, t]


def decided(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""As many people are paid as is decided already, as by a budget that is law.

    $$
    \mathit{strength}_{k,t} = \mathit{decided}_{k,t}
    $$
    """
    return m.strength[k, t] == d.decided[k, t]


def decided_hires(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""As many join as is decided already.

    $$
    \mathit{hires}_{k,t} = \mathit{decided\_hires}_{k,t}
    $$
    """
    return m.hires[k, t] == d.decided_hires[k, t]


def decided_exits(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""As many are retrenched as is decided already.

    $$
    \mathit{exits}_{k,t} = \mathit{decided\_exits}_{k,t}
    $$
    """
    return m.exits[k, t] == d.decided_exits[k, t]


def decided_promotions(m: Decisions, d: Inputs, a: str, b: str, t: int) -> Comparison:
    r"""As many are moved up as is decided already.

    $$
    \mathit{promotions}_{k,k',t} = \mathit{decided\_promotions}_{k,k',t}
    $$
    """
    return m.promotions[a, b, t] == d.decided_promotions[a, b, t]


def _decided_rows(d: Inputs) -> Iterator[Index]:
    return ((k, t) for k, t in by_cadre(d) if isfinite(d.decided[k, t]))


def _decided_hires_rows(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of recruits that are decided and not already in training."""
    return ((k, t) for k, t in hires(d) if isfinite(d.decided_hires[k, t]) and not isfinite(d.in_training[k, t]))


def _decided_exits_rows(d: Inputs) -> Iterator[Index]:
    return ((k, t) for k, t in exits(d) if isfinite(d.decided_exits[k, t]))


def _decided_promotions_rows(d: Inputs) -> Iterator[Index]:
    return (index for index in promotions(d) if index in d.decided_promotions)


def _in_training_rows(d: Inputs) -> Iterator[Index]:
    return ((k, t) for k, t in hires(d) if isfinite(d.in_training[k, t]))


def exit_rate(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""Retrenchment stays within what a demobilisation allows in that year.

    $$
    \mathit{exits}_{k,t} \le \mathit{max\_exit\_rate}_{i(k),t}\,\mathit{strength}_{k,t-1}
    $$

    Without an entry nobody is retrenched. A plan that may dismiss at any time hires people for one donor-paid year.
    """
    return m.exits[k, t] <= d.max_exit_rate[k, t] * before(m, d, k, t)


def promotion_rate(m: Decisions, d: Inputs, a: str, b: str, t: int) -> Comparison:
    r"""No more than a share of last year's strength is promoted.

    $$
    \mathit{promotions}_{k,k',t} \le \mathit{max\_rate}_{k,k'}\,\mathit{strength}_{k,t-1}
    $$
    """
    return m.promotions[a, b, t] <= d.promotions[a, b] * before(m, d, a, t)


def hires(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres that hire from outside."""
    return ((k, t) for k, t in by_cadre(d) if d.entry[k])


def exits(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) where people may be retrenched."""
    return ((k, t) for k, t in by_cadre(d) if d.max_exit_rate[k, t] > 0.0)


def promotions(d: Inputs) -> Iterator[Index]:
    """Yield (from, to, year)."""
    return ((a, b, t) for a, b in d.promotions for t in d.years)


DECISIONS = (
    Decision("strength", "Strength", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), by_cadre,
             "Strength paid in the year, person-years.", Taken.FOLLOWS,
             uncounted="What it costs counts, and the needs that it leaves unmet."),
    Decision("hires", "Recruits", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), hires,
             "People who join in the year, those included who leave again within it.", Taken.IN_TRAINING),
    Decision("exits", "Retrenchment", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), exits,
             "People retrenched in the year.", Taken.AHEAD),
    Decision("promotions", "Promotions", Unit.PERSONS, (Axis.CADRE, Axis.GRADE, Axis.YEAR), promotions,
             "People moved up from one cadre to another.", Taken.AHEAD),
)

FAMILIES = (
    Family("flow", "Flow of people", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), by_cadre, flow),
    Family("due", "Those who are to retire", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _due_rows, due),
    Family("training", "Training places", Unit.PERSONS, (Axis.INSTITUTION, Axis.YEAR), _training_rows, training,
           Switch.TRAINING, gives_way="Training places"),
    Family("pipeline", "Recruits already in training", Unit.PERSONS, (Axis.INSTITUTION,),
           _pipeline_rows, pipeline, Switch.TRAINING, gives_way="Recruits already in training"),
    Family("in_training", "Recruits in training when settled years ended", Unit.PERSONS, (Axis.CADRE, Axis.YEAR),
           _in_training_rows, in_training),
    Family("decided", "Strength that is decided", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _decided_rows, decided,
           hard=True, gives_way="Strength that is decided"),
    Family("decided_hires", "Recruits that are decided", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _decided_hires_rows,
           decided_hires, hard=True, gives_way="Recruits that are decided"),
    Family("decided_exits", "Retrenchment that is decided", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _decided_exits_rows,
           decided_exits, hard=True, gives_way="Retrenchment that is decided"),
    Family("decided_promotions", "Promotion that is decided", Unit.PERSONS, (Axis.CADRE, Axis.GRADE, Axis.YEAR),
           _decided_promotions_rows, decided_promotions, hard=True, gives_way="Promotion that is decided"),
    Family("exit_rate", "Retrenchment", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), exits, exit_rate, gives_way="Retrenchment"),
    Family("promotion_rate", "Promotion", Unit.PERSONS, (Axis.CADRE, Axis.GRADE, Axis.YEAR), promotions, promotion_rate,
           gives_way="Promotion"),
)
