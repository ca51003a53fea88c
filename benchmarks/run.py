"""Run all benchmarks and write the tables that the documentation shows: ``make bench``.

``--quick`` asks and repeats less and leaves the largest size to rightfin alone; ``--limit`` bounds every run of a peer.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

from clock import at, spread
from exits import DONORS, YEARS, exits
from generate import BY_PART, BY_PAYER, DISTRICTS, NATIONAL, SIZES, SMALL, Size
from paths import Throughput, throughput
from plans import PEERS, PeerRun, Plans, disagreement, peer, plans, with_regions
from questions import KINDS, Asked, asked
from shipped import shipped
from workbooks import rows_of, workbooks

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "benchmarks_table.md"

Goal = tuple[str, str, str, bool]
"""What is measured, the goal, what was measured, and whether it was reached."""


def say(text: str) -> None:
    """Tell what is going on while the user waits."""
    print(text, file=sys.stderr, flush=True)


def lines_of(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a Markdown table; all columns but the first are numbers."""
    return [
        "| " + " | ".join(heading) + " |",
        "| --- |" + " ---: |" * (len(heading) - 1),
        *("| " + " | ".join(row) + " |" for row in rows),
        "",
    ]


def cold(runs: dict[str, int], limit: float, peers_at: Sequence[Size]) -> tuple[list[str], list[Goal]]:
    """Plan every size from nothing, by rightfin and by the peers; return tables and goals."""
    rows, phases, goals, taken = [], [], [], dict[Size, float]()
    for size in SIZES.values():
        say(f"{size.name}: rightfin")
        ours = plans(size, runs[size.name])
        took = taken[size] = statistics.median(ours.totals)
        rows.append([
            f"**{size.name}**: rightfin", spread(ours.totals), "1", f"{statistics.median(ours.in_highs):.2f}",
            f"{ours.iterations:,}", f"{ours.columns:,} × {ours.rows:,}", f"{ours.memory:,.0f}", "",
        ])
        phases.append([size.name, *(f"{statistics.median(ours.phases[name]):.3f}" for name in ours.phases),
                       spread(ours.outside), f"{ours.memory:,.0f}"])
        for name in PEERS if size in peers_at else ():
            say(f"{size.name}: {name}")
            found = [peer(name, size, limit) for _ in range(1 if size is DISTRICTS else runs["peers"])]
            ended = [run for run in found if run is not None]
            if not ended:
                rows.append([f"full model, {name}", f"> {limit:,.0f}", f"> {limit / took:.0f}", "", "", "", "", ""])
                continue
            rows.append(_peer_row(name, ours, ended, took))
            if size is NATIONAL and name != "arrays":
                ratio = statistics.median(run.seconds for run in ended) / took
                wanted = 10.0 if name == "linopy" else 15.0
                goals.append((f"national from nothing, times faster than the full model in {name}", f"≥ {wanted:.0f}",
                              f"{ratio:.1f}", ratio >= wanted))
        if size is NATIONAL:
            outside, most = statistics.median(ours.outside), max(0.4, 0.5 * statistics.median(ours.in_highs))
            goals.append(("national, outside HiGHS, s", f"≤ {most:.2f}", f"{outside:.2f}", outside <= most))
            goals.append(("national, peak memory, MB", "≤ 350", f"{ours.memory:.0f}", ours.memory <= 350))
        if size is BY_PART:
            ratio = took / taken[NATIONAL]
            goals.append(("national, by part: plan from nothing, times the time of national", "≤ 1.5", f"{ratio:.2f}",
                          ratio <= 1.5))
        if size is BY_PAYER:
            ratio = took / taken[NATIONAL]
            goals.append(("national, by payer: plan from nothing, times the time of national", "≤ 2", f"{ratio:.2f}",
                          ratio <= 2.0))
        if size is DISTRICTS:
            goals.append(("districts, first plan, s", "≤ 30", f"{max(ours.totals):.1f}", max(ours.totals) <= 30))
    return [
        *lines_of(["Plan from nothing", "seconds", "ratio", "in HiGHS, s", "simplex iterations", "columns × rows",
                   "peak MB", "largest difference"], rows),
        *lines_of(["rightfin, seconds by phase", "project", "formulate and compile", "solve", "tables", "outside HiGHS",
                   "peak MB"], phases),
    ], goals


def _peer_row(name: str, ours: Plans, ended: Sequence[PeerRun], took: float) -> list[str]:
    first = ended[0].result
    seconds = [run.seconds for run in ended]
    return [
        f"full model, {name}", spread(seconds), f"{statistics.median(seconds) / took:.1f}",
        f"{statistics.median(run.result.highs_seconds for run in ended):.2f}", f"{first.simplex_iterations:,}",
        f"{first.columns:,} × {first.rows:,}", f"{ended[0].memory:,.0f}", f"{disagreement(ours.size, ours, ended[0]):.0e}",
    ]


def what_if(count: int) -> tuple[list[str], list[Goal]]:
    """Ask questions at the national sizes and the district size; return a table and goals."""
    say("national: questions")
    found = asked(NATIONAL, tuple(KINDS), count)
    rows = [_asked_row(f"national: {kind}", times) for kind, times in found.items()]
    say("national, by part: questions")
    quick = asked(BY_PART, ("ceilings", "pledges", "needs", "exit_years"), count)
    rows += [_asked_row(f"{BY_PART.name}: {kind}", times) for kind, times in quick.items()]
    say("national, by payer: questions")
    payers = asked(BY_PAYER, ("ceilings", "pledges", "needs", "exit_years", "transfers"), count)
    rows += [_asked_row(f"{BY_PAYER.name}: {kind}", times) for kind, times in payers.items()]
    say("districts: questions")
    districts = asked(DISTRICTS, ("ceilings",), max(6, count // 4))
    rows += [_asked_row(f"districts: {kind}", times) for kind, times in districts.items()]

    def ms(times: Iterable[float]) -> float:
        return at(0.95, list(times)) * 1e3

    money = [found[kind] for kind in ("ceilings", "pledges", "needs")]
    prices = [found[kind] for kind in ("pay", "prices", "effects")]
    measured = [
        ("ceilings, pledges, needs: levels 1 and 2 and headline, p95, ms", 100.0, ms(t for k in money for t in k.glances)),
        ("ceilings, pledges, needs: complete plan, p95, ms", 400.0, ms(t for k in money for t in k.plans)),
        ("ceilings, pledges, needs: outside HiGHS, p95, ms", 10.0, ms(t for k in money for t in k.outside)),
        ("exit years: levels 1 and 2 and headline, p95, ms", 200.0, ms(found["exit_years"].glances)),
        ("exit years: complete plan, p95, ms", 600.0, ms(found["exit_years"].plans)),
        ("pay, prices, effects: levels 1 and 2, p95, ms", 250.0, ms(t for k in prices for t in k.glances)),
        ("national, by part, ceilings, pledges, needs, exit years: levels 1 and 2 and headline, p95, ms", 150.0,
         ms(t for k in quick.values() for t in k.glances)),
        ("national, by payer, ceilings, pledges, needs, exit years, transfers: levels 1 and 2 and headline, p95, ms", 200.0,
         ms(t for k in payers.values() for t in k.glances)),
        ("districts, ceilings, p95, ms", 2000.0, ms(districts["ceilings"].glances)),
    ]
    goals = [(f"what if, {name}", f"≤ {most:,.0f}", f"{value:,.0f}", value <= most) for name, most, value in measured]
    heading = ["What if, milliseconds", "median", "p95", "most", "outside HiGHS, median", "p95", "complete plan, median",
               "p95", "built anew"]
    return lines_of(heading, rows), goals


def _asked_row(name: str, times: Asked) -> list[str]:
    def ms(values: Sequence[float], share: float) -> str:
        return f"{at(share, values) * 1e3:,.0f}"

    return [
        name.replace("_", " "), ms(times.glances, 0.5), ms(times.glances, 0.95), ms(times.glances, 1.0),
        f"{at(0.5, times.outside) * 1e3:.1f}", f"{at(0.95, times.outside) * 1e3:.1f}", ms(times.plans, 0.5),
        ms(times.plans, 0.95), str(times.rebuilt),
    ]


def regions(runs: int, count: int) -> tuple[list[str], list[Goal]]:
    """Compare 400 regions with 34, all else the same in size, and 400 in twelve classes that others serve."""
    say("400 regions against 34")
    sizes = [NATIONAL, with_regions(NATIONAL, 400), with_regions(replace(NATIONAL, classes=12), 400)]
    totals = [plans(size, runs).totals for size in sizes]
    glances = [asked(size, ("ceilings",), count)["ceilings"].glances for size in sizes]
    medians = [[statistics.median(values) for values in pair] for pair in (totals, glances)]
    ratios = [[found / times[0] for found in times[1:]] for times in medians]
    rows = [
        ["plan from nothing, s", *map(spread, totals), *(f"{ratio:.2f}" for ratio in ratios[0])],
        ["what if on ceilings, ms", *(spread(times, 1e3, 0) for times in glances), *map("{:.2f}".format, ratios[1])],
    ]
    goals = [
        (f"400 regions{sort} against 34, {name}, times the time", f"≤ {most}", f"{ratio:.2f}", ratio <= most)
        for name, pair in zip(("plan from nothing", "what if"), ratios, strict=True)
        for sort, most, ratio in zip(("", " in 12 classes"), (1.3, 2.0), pair, strict=True)
    ]
    return lines_of(["Regions", "34", "400", "400 in 12 classes", "ratio", "ratio in classes"], rows), goals


def many_paths(count: int, sample: int) -> tuple[list[str], list[Goal]]:
    """Solve many revenue paths of the small case."""
    say(f"{count} revenue paths")
    found: Throughput = throughput(count, sample)
    rows = [[f"{count:,} revenue paths, small", f"{found.cold:.1f}", f"{found.one:.0f}", f"{found.two:.0f}",
             f"{found.start_of_two:.1f}", f"{found.memory:.0f}", f"{found.difference:.0e}"]]
    faster, scaling = found.one / found.cold, found.two / found.one
    goals = [
        (f"{count:,} revenue paths, one core, times the throughput of cold solves", "≥ 25", f"{faster:.1f}", faster >= 25),
        ("two workers, times one", "≥ 1.8", f"{scaling:.2f}", scaling >= 1.8),
    ]
    heading = ["Paths a second, levels 1 and 2", "cold", "batch, one worker", "batch, two workers",
               "two workers ready after, s", "one worker, peak MB", "largest difference"]
    return lines_of(heading, rows), goals


def exit_years(donors: int, years: int) -> tuple[list[str], list[Goal]]:
    """Let every donor of a national case leave alone in every year."""
    say("national: exit study")
    found = exits(donors, years)
    rows = [
        [f"{found.answers} exits, {name}", f"{seconds[1]:.1f}", f"{found.answers / seconds[1]:.1f}", f"{seconds[2]:.1f}",
         f"{found.memory:.0f}"]
        for name, seconds in (("levels 1 and 2", found.needs), ("complete plans", found.plans))
    ]
    best = min(found.needs.values())
    goals = [(f"exit study, {donors} donors in {years} years, levels 1 and 2, s", "≤ 10", f"{best:.1f}", best <= 10.0)]
    heading = ["Exit study, national", "one worker, s", "exits a second", "two workers, s", "peak MB"]
    return lines_of(heading, rows), goals


def exchange() -> tuple[list[str], list[Goal]]:
    """Write and read the workbook of 400 regions."""
    say("districts: workbooks")
    found = workbooks()
    goals = [(f"workbook of 400 regions, {name}, s", "≤ 10", f"{found.done[name][0]:.1f}", found.done[name][0] <= 10.0)
             for name in ("write", "read and check")]
    most = found.done["read and check"][1]
    goals.append(("workbook of 400 regions, read and check, peak MB", "≤ 150", f"{most:.0f}", most <= 150.0))
    heading = [f"Workbook of 400 regions, {found.file:.1f} MB", "seconds", "times reading", "peak MB"]
    return lines_of(heading, rows_of(found)), goals


def main() -> None:
    """Measure everything and write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="repeat less; no peers at the largest size")
    parser.add_argument("--limit", type=float, default=300.0, help="seconds after which a peer is stopped (300)")
    options = parser.parse_args()
    quick = options.quick
    runs = {"small": 2, "national": 2, BY_PART.name: 2, BY_PAYER.name: 2, "districts": 1, "peers": 1} if quick else {
        "small": 5, "national": 5, BY_PART.name: 5, BY_PAYER.name: 5, "districts": 2, "peers": 2,
    }
    sections = [
        many_paths(200 if quick else 1000, 10 if quick else 30),
        what_if(12 if quick else 40),
        exchange(),
        exit_years(3 if quick else DONORS, 6 if quick else YEARS),
        regions(runs["national"], 12 if quick else 20),
        cold(runs, options.limit, (SMALL, NATIONAL) if quick else (SMALL, NATIONAL, DISTRICTS)),
    ]
    say("shipped cases")
    own = shipped()
    goals = [goal for _, found in reversed(sections) for goal in found]
    table = lines_of(["Goal", "wanted", "measured", "reached"],
                     ([name, wanted, value, "yes" if reached else "**no**"] for name, wanted, value, reached in goals))
    versions = ", ".join(f"{name} {version(name)}" for name in ("highspy", "pyomo", "linopy", "numpy"))
    machine = f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors"
    text = [
        "## Goals", "", *table, "## Generated cases", "",
        *(line for found, _ in reversed(sections) for line in found), "## Shipped cases", "", own,
        f"Medians; where there is a range, least to greatest. {machine}, Python {platform.python_version()}, {versions}.",
    ]
    TARGET.write_text("\n".join(text) + "\n", encoding="utf-8")
    print(TARGET.read_text(encoding="utf-8"))
    print(f"Written to {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
