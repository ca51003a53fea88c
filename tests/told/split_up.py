"""The forms of sentences that split a difference over groups of changes, and what their tables must hold."""

from __future__ import annotations

import re

from told.reading import NUMBER, Rows, ToldForm, items, number_of, require, rows_of, said, the

from rightfin.report.studies.findings import Findings

TABLES = ("split_coverage", "split_people", "split_money")


def rows(found: Findings) -> Rows:
    return [row for name in TABLES for row in rows_of(found, name)]


def groups(found: Findings) -> list[str]:
    return list(dict.fromkeys(str(row["group"]) for row in rows(found)))


def compared(found: Findings, match: re.Match[str], _: object) -> None:
    require(int(match["count"]) == len(groups(found)), groups(found))
    require(sorted(re.split(r", | and (?=\S+$)", match["groups"])) == sorted(groups(found)), groups(found))
    years = sorted({str(row["year"]) for row in rows(found)} - {"all years"})
    require(match["years"] in (f"{years[0]} to {years[-1]}", years[0]), years)
    require(match["after"] in found.title and match["before"] in found.title, found.title)


def one_group(found: Findings, match: re.Match[str], _: object) -> None:
    require(groups(found) == [match["group"]], groups(found))


def adds_up(found: Findings, _: re.Match[str], __: object) -> None:
    totals: dict[tuple[object, object], list[float]] = {}
    for row in rows(found):
        entry = totals.setdefault((row["quantity"], row["year"]), [number_of(row["change"]), 0.0])
        entry[1] += number_of(row["share"])
        require(
            abs(number_of(row["after"]) - number_of(row["before"]) - number_of(row["change"]))
            <= 1e-9 * max(1.0, abs(number_of(row["after"]))),
            row,
        )
    for (quantity, _year), (change, parts) in totals.items():
        size = max(abs(number_of(row["after"])) for row in rows(found) if row["quantity"] == quantity)
        require(abs(change - parts) <= 1e-9 * max(1.0, size), f"{quantity}: {change} {parts}")


def nothing(found: Findings, _: re.Match[str], __: object) -> None:
    require(
        not [
            one
            for one in found.tables
            if one.name.startswith("waterfall")
            and any(abs(number_of(row[2] or 0.0)) > 1e-3 * max(1.0, abs(number_of(one.rows[0][3]))) for row in one.rows)
        ],
        "some change",
    )


def unit_of(found: Findings, row: dict[str, object]) -> float:
    """Return by what a number of a sentence is multiplied to be that of the table: points of shares."""
    return 0.01 if any(row == other for other in rows_of(found, "split_coverage")) else 1.0


PART = (
    rf"(?P<share>{NUMBER}) from (?P<group>\S.*?)(?: \(between (?P<least>{NUMBER}) and (?P<most>{NUMBER}) depending on "
    rf"the order(?:, give or take (?P<error>{NUMBER})(?: points)?)?\))?(?=, [−+0]| and [−+0]|$)"
)


def split(found: Findings, match: re.Match[str], _: object) -> None:
    title = next(one.heading for one in found.sentences if match[0] in one.text)
    when = match["year"] or match["year2"] or "all years"
    of = [row for row in rows(found) if row["title"] == title and row["year"] == when]
    require(bool(of), f"no number {title} in {when}")
    by = unit_of(found, of[0])
    first = of[0]
    if match["goes"]:
        sign = 1.0 if match["goes"] == "Rises" else -1.0
        require(said(match["size"]).times(sign * by).is_of(first["change"]), f"{match['size']}: {first['change']}")
        require(number_of(first["change"]) * sign > 0.0, "it goes the other way")
        ends = [match["before"], match["after"]] if match["before"] else [match["of"], match["of"]]
        for text, name in zip(ends, ("before", "after"), strict=True):
            require(said(text).is_of(first[name]), f"{text}: {first[name]}")
    else:
        require(said(match["same"]).is_of(first["after"]) and said(match["same"]).is_of(first["before"]), first)
    told = items(match["parts"], PART) if match["parts"] else []
    named = set()
    for one in told:
        row = the(of, group=one["group"])
        named.add(one["group"])
        for text, name in (
            (one["share"], "share"),
            (one["least"], "least"),
            (one["most"], "most"),
            (one["error"], "error"),
        ):
            if text == "0":
                require(
                    abs(number_of(row[name]))
                    <= 2e-3 * max(1.0, *(abs(number_of(end[side])) for end in of for side in ("before", "after"))),
                    f"0: {row[name]}",
                )
            elif text is not None:
                require(said(text).times(by).is_of(row[name]), f"{text}: {row[name]}")
        if one["least"] is None:
            low, high = number_of(row["least"]), number_of(row["most"])
            require(
                said(one["share"]).times(by).within * 4.0 >= high - low
                or high - low <= 2e-3 * max(1.0, abs(number_of(row["before"]))),
                f"orders differ: {low} to {high}",
            )
    if told:
        total = said(match["size"]).value * sign if match["goes"] else 0.0
        shares = sum(0.0 if one["share"] == "0" else said(one["share"]).value for one in told)
        adds = abs(shares - total) <= 1e-9 * max(1.0, abs(total))
        whole = next(one.text for one in found.sentences if match[0] in one.text)
        require(adds is not whole.endswith(ROUNDED), f"{shares} of {total}")
    rest = [one for one in groups(found) if one not in named]
    if match["other"]:
        require(rest == [match["other"]], f"others: {rest}")
    elif match["rest"]:
        require(len(rest) == int(match["rest"]), f"others: {rest}")
    elif told:
        require(not rest, f"others: {rest}")


ROUNDED = "Each of these is rounded by itself."
"""Stands where the parts that are shown do not add up to the whole that is shown."""


def rounded(found: Findings, match: re.Match[str], _: object) -> None:
    require(any(one.text.endswith(match[0]) for one in found.sentences if one.topic == "split"), "after no split")


FORMS = (
    ToldForm("split", re.escape(ROUNDED), rounded),
    ToldForm(
        "compared",
        r"The difference of (?P<after>.+?) from (?P<before>.+), (?P<years>\d+(?: to \d+)?), over (?P<count>\d+) "
        r"(?:scenarios|groups of changes): (?P<groups>.+)\.",
        compared,
    ),
    ToldForm("compared", r"The parts add up to it\.", adds_up),
    ToldForm(
        "compared",
        r".+ differs from .+ in one group of changes, (?P<group>.+): all of the difference is its\.",
        one_group,
    ),
    ToldForm(
        "nothing", r"No number that is compared changes by more than rounding, with whichever of the changes\.", nothing
    ),
    ToldForm(
        "split",
        rf"(?:(?P<goes>Rises|Falls) by (?P<size>{NUMBER})(?: points)? (?:over all years|in (?P<year>\d+))(?:, from "
        rf"(?P<before>{NUMBER}) to (?P<after>{NUMBER})| \(of (?P<of>{NUMBER})\))|The same (?:over all years|in "
        rf"(?P<year2>\d+)), (?P<same>{NUMBER}))(?:: (?P<parts>.+?)(?:; nothing from (?:the other (?P<rest>\d+)|"
        r"(?P<other>.+)))?)?\.",
        split,
    ),
)
