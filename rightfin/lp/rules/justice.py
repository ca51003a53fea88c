"""The justice chain: cases wait, are done, pass on, and end in prison; who works a stage is nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from math import exp, isfinite

from rightfin.lp.chain import able, bound_for_prison, inflow, waiting_before, waiting_for
from rightfin.lp.decisions import Decisions
from rightfin.lp.expression import Comparison
from rightfin.lp.indices import SUPPORTED, UNSUPPORTED
from rightfin.lp.inputs import Index, Inputs
from rightfin.lp.kinds import Axis, Decision, Family, Taken, Unit


def backlog(m: Decisions, d: Inputs, q: str, t: int) -> Comparison:
    r"""What waits is what waited, plus what arrives, less what is done or dropped.

    $$
    \mathit{backlog}_{q,t} = \mathit{backlog}_{q,t-1} + \mathit{inflow}_{q,t} - \mathit{done}_{q,t}
    - \mathit{dropped}_{q,t}
    $$

    $$
    \mathit{inflow}_{q,t} = \mathit{outside}_{q,t} + \sum_k \mathit{cases\_per\_head}_{q,k,t}
    \left( (1 - \mathit{ghosts}_{i(k),t})\,\mathit{strength}_{k,t} + \mathit{unbrought}_{k,t} \right)
    + \mathit{pass\_rate}_{q-1,t}\,\mathit{done}_{q-1,t}
    $$

    Before the first year waits the `opening_backlog`. Stages are of the nation: they take people of a cadre wherever its
    institution serves.
    """
    arrives = inflow(m, d, q, t)
    dropped = m.dropped[q, t] if (q, t) in m.dropped else 0.0
    return m.backlog[q, t] == waiting_before(m, d, q, t) + arrives - m.done[q, t] - dropped


def unbrought(m: Decisions, d: Inputs, k: str, t: int) -> Comparison:
    r"""Fewer people who bring cases than today make no fewer cases, as far as needs ask for these people.

    $$
    (1 - \mathit{ghosts}_{i(k),t})\,\mathit{strength}_{k,t} + \mathit{unbrought}_{k,t} \ge
    \min\left( \mathit{opening\_present}_k,
    \sum_h \frac{\text{short}_{h,t}}{\mathit{effect}_{k,h,t}} \right)
    $$

    Without it a plan would cut the police to spare its courts. `opening_present` are those of the opening strength who are
    there, by the ghosts of the base year: to strike ghosts off brings nobody, and no cases. `short` is the need of all
    regions less what others supply.
    """
    return d.present[k, t] * m.strength[k, t] + m.unbrought[k, t] >= d.usual_bringers[k, t]


def stage_capacity(m: Decisions, d: Inputs, q: str, t: int) -> Comparison:
    r"""A stage has the capacity of the people who work it; who lacks kit, fuel or rations does the fraction $\varphi$.

    $$
    \mathit{capacity}_{q,t} \le \sum_k \mathit{throughput}_{q,k,t} \left( \mathit{posted}_{k,q,t,\text{supported}}
    + \varphi_{k,t}\,\mathit{posted}_{k,q,t,\text{unsupported}} \right)
    $$
    """
    return m.capacity[q, t] <= able(m, d, q, t)


def stage_done(m: Decisions, d: Inputs, q: str, t: int) -> Comparison:
    r"""No more is done than there is capacity for.

    $$
    \mathit{done}_{q,t} \le \mathit{capacity}_{q,t}
    $$
    """
    return m.done[q, t] <= m.capacity[q, t]


def queue(m: Decisions, d: Inputs, q: str, t: int, n: int) -> Comparison:
    r"""A stage that is nearly full lets cases wait: what is done falls short of both capacity and cases, on straight lines.

    $$
    \mathit{done}_{q,t} \le (1 - \text{kept}_n)\,\mathit{backlog}_{q,t-1} + (1 - \text{arrived}_n)\,\mathit{inflow}_{q,t}
    + \text{cleared}_n\,\mathit{capacity}_{q,t}
    $$

    The numbers of each line $n$ follow from how far the cases of a month lie off their mean (`swing`): a quiet month's
    capacity is lost, and a busy month's cases wait. Far from capacity the lines ask for nothing, far beyond it capacity
    alone binds. They touch where a queue of months stands whose inflow is 80, 90, 97 and 100 per cent of capacity.
    """
    line = d.parameters.justice.segments[q][n]
    there = (1.0 - line.kept) * waiting_before(m, d, q, t) + (1.0 - line.arrived) * inflow(m, d, q, t)
    return m.done[q, t] <= there + line.cleared * m.capacity[q, t]


def dropping(m: Decisions, d: Inputs, q: str, t: int) -> Comparison:
    r"""At most a share of the year's cases is dropped.

    $$
    \mathit{dropped}_{q,t} \le \mathit{drop\_share}_{q,t} \left( \mathit{backlog}_{q,t-1} + \mathit{inflow}_{q,t} \right)
    $$
    """
    return m.dropped[q, t] <= d.drop_share[q, t] * (waiting_before(m, d, q, t) + inflow(m, d, q, t))


def late(m: Decisions, d: Inputs, q: str, t: int) -> Comparison:
    r"""What waits for a stage, here or before it, falls into bands.

    $$
    \sum_g \mathit{late}_{q,t,g} \ge \sum_{q' \le q} \left( \prod_{q' \le j < q} \mathit{pass\_rate}_{j,t} \right)
    \mathit{backlog}_{q',t} \qquad
    \mathit{late}_{q,t,g} \le \text{width}_g\,\text{inflow}_{q,t_0}
    $$

    An accused waits for judgment wherever the file lies, so nothing is gained by leaving a file where it counts less. The
    last band has no end.
    """
    return sum(m.late[q, t, g] for g in range(len(d.parameters.justice.stage_bands[q]))) >= waiting_for(m, d, q, t)


def convicted(m: Decisions, d: Inputs, q: str, t: int) -> Comparison:
    r"""Those whom a stage sends to prison leave it after the sentence that they serve on average.

    $$
    \mathit{convicted}_{q,t} = e^{-1/\mathit{sentence}_{q,t}}\,\mathit{convicted}_{q,t-1}
    + \mathit{sentence}_{q,t} \left( 1 - e^{-1/\mathit{sentence}_{q,t}} \right) \mathit{prison\_share}_{q,t}\,
    \mathit{done}_{q,t}
    $$

    They come evenly over the year and leave at a constant rate; a steady number of them stands at sentence times those who
    come in a year.
    """
    years = d.sentence[q, t]
    stays = exp(-1.0 / years)
    last = m.convicted[q, t - 1] if t > d.first else d.opening_convicted[q]
    return m.convicted[q, t] == stays * last + years * (1.0 - stays) * d.prison_share[q, t] * m.done[q, t]


def prison_places(m: Decisions, d: Inputs, t: int) -> Comparison:
    r"""Who is held, serves a sentence, or is bound to once the file is done has a place, or prisons are overcrowded.

    $$
    \sum_q \left( \text{bound}_{q,t}\,\mathit{backlog}_{q,t} + \mathit{held\_share}_{q,t}\,
    \mathit{held\_years}_{q,t}\,\mathit{inflow}_{q,t} \right) + \sum_q \mathit{convicted}_{q,t}
    \le \mathit{prison\_places}_t + \sum_g \mathit{crowding}_{t,g} \qquad
    \mathit{crowding}_{t,g} \le \text{width}_g\,\text{base\_places}
    $$

    A waiting case counts for those who are held with it (`held_share`), or for those whom it will bring to prison if they
    are more (`bound`: `prison_share`, and what stages after it hold and convict). Otherwise a plan with crowded prisons
    would leave files undone to spare places. Tables show who is in prison indeed.
    """
    serving = sum(m.convicted[q, t] for q in d.parameters.justice.stages if (q, t) in m.convicted)
    crowded = sum(m.crowding[t, g] for g in range(len(d.parameters.justice.prison_bands)))
    return bound_for_prison(m, d, t) + serving - crowded <= d.prison_places[t]


def _by_stage(d: Inputs) -> Iterator[Index]:
    """Yield (stage, year)."""
    return ((q, t) for q in d.parameters.justice.stages for t in d.years)


def _posted(d: Inputs) -> Iterator[Index]:
    for k, stages in d.stages_of.items():
        states = {t: (SUPPORTED, UNSUPPORTED) if d.unsupported_effect[k, t] > 0.0 else (SUPPORTED,) for t in d.years}
        yield from ((k, q, t, s) for q in stages for t in d.years for s in states[t])


def _bringing(d: Inputs) -> Iterator[Index]:
    """Yield (cadre, year) of cadres that bring cases and are wanted by needs."""
    cadres = dict.fromkeys(k for found in d.bringers.values() for k in found)
    return ((k, t) for k in cadres for t in d.years if d.usual_bringers[k, t] > 0.0)


def _dropping(d: Inputs) -> Iterator[Index]:
    return ((q, t) for q, t in _by_stage(d) if d.drop_share[q, t] > 0.0)


def _segments(d: Inputs) -> Iterator[Index]:
    return ((q, t, n) for q, t in _by_stage(d) for n in range(len(d.parameters.justice.segments[q])))


def _late(d: Inputs) -> Iterator[Index]:
    return ((q, t, g) for q, t in _by_stage(d) for g in range(len(d.parameters.justice.stage_bands[q])))


def _most_late(d: Inputs, q: str, t: int, g: int) -> float | None:
    bands = d.parameters.justice.stage_bands[q]
    return bands[g][0] * d.base_inflow[q] if g + 1 < len(bands) else None


def _convicting(d: Inputs) -> Iterator[Index]:
    """Yield (stage, year) of stages that send people to prison."""
    return ((q, t) for q, t in _by_stage(d) if all(isfinite(d.sentence[q, u]) for u in d.years))


def _crowding(d: Inputs) -> Iterator[Index]:
    return ((t, g) for t in d.years for g in range(len(d.parameters.justice.prison_bands)))


def _most_crowding(d: Inputs, t: int, g: int) -> float | None:
    justice = d.parameters.justice
    return justice.prison_bands[g][0] * justice.base_places if g + 1 < len(justice.prison_bands) else None


DECISIONS = (
    Decision("posted", "Strength at a stage", Unit.PERSONS, (Axis.CADRE, Axis.STAGE, Axis.YEAR, Axis.STATE), _posted,
             "Strength working a stage of the justice chain, supported or only paid.", Taken.IN_ITS_YEAR,
             uncounted="What it leaves waiting counts."),
    Decision("capacity", "Capacity of a stage", Unit.CASES, (Axis.STAGE, Axis.YEAR), _by_stage,
             "Cases that a stage could get done.", Taken.FOLLOWS, uncounted="What it leaves waiting counts."),
    Decision("done", "Cases done", Unit.CASES, (Axis.STAGE, Axis.YEAR), _by_stage,
             "Cases that a stage gets done.", Taken.FOLLOWS, uncounted="What it leaves waiting counts."),
    Decision("dropped", "Cases dropped", Unit.CASES, (Axis.STAGE, Axis.YEAR), _dropping,
             "Cases that are dropped undone.", Taken.IN_ITS_YEAR),
    Decision("backlog", "Cases that wait", Unit.CASES, (Axis.STAGE, Axis.YEAR), _by_stage,
             "Cases that wait at a stage when the year ends.", Taken.FOLLOWS,
             uncounted="What waits for each stage counts, here or before it."),
    Decision("late", "Cases that wait for a stage", Unit.CASES, (Axis.STAGE, Axis.YEAR, Axis.BAND), _late,
             "Cases that wait for a stage, here or before it, by band.", Taken.FOLLOWS, _most_late),
    Decision("unbrought", "People missing who would bring cases", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _bringing,
             "People fewer than today, as far as needs ask for them, whose cases come all the same.", Taken.FOLLOWS,
             lambda d, k, t: d.usual_bringers[k, t]),
    Decision("convicted", "Convicted people in prison", Unit.PERSONS, (Axis.STAGE, Axis.YEAR), _convicting,
             "People whom a stage sent to prison and who are there when the year ends.", Taken.FOLLOWS,
             uncounted="What it adds beyond the places counts."),
    Decision("crowding", "Beyond prison places", Unit.PERSONS, (Axis.YEAR, Axis.BAND), _crowding,
             "People in prison, or bound for it by a waiting case, beyond its places, by band.", Taken.FOLLOWS,
             _most_crowding),
)

FAMILIES = (
    Family("backlog", "Cases that wait", Unit.CASES, (Axis.STAGE, Axis.YEAR), _by_stage, backlog),
    Family("unbrought", "Cases of people missing", Unit.PERSONS, (Axis.CADRE, Axis.YEAR), _bringing, unbrought),
    Family("stage_capacity", "Capacity of a stage", Unit.CASES, (Axis.STAGE, Axis.YEAR), _by_stage, stage_capacity,
           gives_way="Capacity of a stage"),
    Family("stage_done", "Cases done", Unit.CASES, (Axis.STAGE, Axis.YEAR), _by_stage, stage_done),
    Family("queue", "Waiting near capacity", Unit.CASES, (Axis.STAGE, Axis.YEAR, Axis.SEGMENT), _segments, queue),
    Family("dropping", "Cases that may be dropped", Unit.CASES, (Axis.STAGE, Axis.YEAR), _dropping, dropping),
    Family("late", "Cases that wait for a stage", Unit.CASES, (Axis.STAGE, Axis.YEAR), _by_stage, late),
    Family("convicted", "Convicted people in prison", Unit.PERSONS, (Axis.STAGE, Axis.YEAR), _convicting, convicted),
    Family("prison_places", "Prison places", Unit.PERSONS, (Axis.YEAR,),
           lambda d: ((t,) for t in d.years if d.parameters.justice.prison_bands), prison_places,
           gives_way="Prison places"),
)
