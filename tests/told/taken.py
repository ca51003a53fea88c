"""The forms of sentences on what wishes and targets take and when they are free, and what their tables must hold."""

from __future__ import annotations

import math
import re

from told.reading import NUMBER, Rows, ToldForm, items, number_of, parts, require, rows_of, said, the

from rightfin.report.studies.findings import Findings

KINDS = r"(?:own money|donors' money|training places|limits of strength)"
WAY = rf"{KINDS}(?:(?:, | and ){KINDS})*"


def years_of(text: str | None) -> list[int]:
    """Return the years that a text spans."""
    numbers = [int(one) for one in re.findall(r"\d{4}", text or "")]
    return list(range(numbers[0], numbers[-1] + 1)) if numbers else []


def ways(found: Findings) -> dict[str, Rows]:
    found_rows: dict[str, Rows] = {}
    for row in rows_of(found, "changes"):
        found_rows.setdefault(str(row["way"]), []).append(row)
    return found_rows


def way_of(found: Findings, text: str) -> Rows:
    known = {frozenset(parts(way.removesuffix(" alone"))): rows for way, rows in ways(found).items()}
    rows = known.get(frozenset(parts(text[:1].lower() + text[1:])))
    require(rows is not None, f"nobody tried {text}")
    return rows or []


def no_amount(found: Findings, match: re.Match[str], _: object) -> None:
    if match["every"] or ("alone" not in match["ways"] and "together" not in match["ways"]):
        told = [match["ways"]]
        require(all(row["found"] == "no amount does" for rows in ways(found).values() for row in rows), "something does")
    else:
        told = [
            re.sub(r" alone$|, all together,$", "", one)
            for one in re.split(r"(?<= alone), |(?<= together,) | or ", match["ways"])
        ]
        none = sum(rows[0]["found"] == "no amount does" for rows in ways(found).values())
        require(none == len(told), "others do not, or do")
    for one in told:
        require(way_of(found, one)[0]["found"] == "no amount does", f"some amount of {one} does")


PART = (
    rf"(?P<money>{NUMBER}) more at prices of (?P<base>\d+)(?P<when> in \d+| from \d+ to \d+)?"
    r"(?P<beyond>(?: and)? after \d+)?"
    rf"|(?P<count>{NUMBER}) training places more a year \((?P<whose>.+?)\)"
    r"(?=, the | and the (?:least|greatest) |, [\d,]+ training| and [\d,]+ training|$)"
    rf"|the (?P<which>least|greatest) strength of (?P<who>.+?) (?P<round>lowered|raised) by (?P<by>{NUMBER})"
    rf"(?: in every year| to (?P<to>{NUMBER}))"
    r"|(?P<more>\d+) more limits of strength, which the table names"
)


def takes(found: Findings, match: re.Match[str], _: object) -> None:
    rows = way_of(found, match["way"])
    require(all(row["found"] == "nothing is lost" for row in rows), "not tried, or something is lost")
    require((match["how"] == "alone") is (len(parts(match["way"])) == 1), "alone or together?")
    kinds, count = set(), 0
    for one in items(match["parts"], PART):
        if one["money"]:
            kinds.add("money")
            of = [row for row in rows if row["money"] is not None]
            shown = [int(str(row["when"])) for row in of if str(row["when"]).isdigit()]
            beyond = [row for row in of if "after" in str(row["when"])]
            if not beyond:
                require(said(one["money"]).is_of(sum(number_of(row["money"]) for row in of)), one[0])
            else:
                require(said(one["money"]).value >= 0.999 * sum(number_of(row["money"]) for row in of), one[0])
            require(bool(beyond) is bool(one["beyond"]), "after the last year?")
            require(
                [min(shown), max(shown)] == [years_of(one["when"])[0], years_of(one["when"])[-1]]
                if shown
                else not one["when"],
                f"{one['when']}: {shown}",
            )
        elif one["more"]:
            count += int(one["more"])
        elif one["who"]:
            kinds.add("limits")
            count += 1
            row = the(rows, whose=one["who"], people=said(one["by"]),
                      way_round=f"{one['which']} strength {one['round']}")
            require(said(one["to"]).is_of(row["to"]) if one["to"] else row["to"] is None, row)
            require((one["round"] == "raised") is (one["which"] == "greatest"), "the wrong way")
        else:
            kinds.add("training")
            of = [row for row in rows if row["people"] is not None and row["kind"] == "training"]
            by: dict[str, int] = {str(row["whose"]): math.ceil(number_of(row["people"])) for row in of}
            require(said(one["count"]).is_of(sum(by.values())), f"{one[0]}: {by}")
            if len(by) == 1:
                require(one["whose"] in by, one[0])
            else:
                for each in items(one["whose"], r"(?P<name>.+?) (?P<by>[\d,]*\d)"):
                    require(said(each["by"]).is_of(by.get(each["name"])), each[0])
    limits = [row for row in rows if row["kind"] == "limits"]
    require(len(limits) == count, f"other limits move: {limits}")
    told = {"money" if row["money"] is not None else str(row["kind"]) for row in rows}
    require(kinds == told, f"others move: {told}")


def as_alone(found: Findings, match: re.Match[str], _: object) -> None:
    def moved_by(rows: Rows) -> dict[tuple[object, ...], float]:
        return {
            (row["kind"], row["id"], row["when"]): number_of(row["money"] if row["people"] is None else row["people"])
            for row in rows
        }

    alone, every = moved_by(way_of(found, match["kind"])), moved_by(list(ways(found).values())[-1])
    require(alone.keys() == every.keys(), "other inputs move")
    total = [sum(of.values()) for of in (alone, every)]
    require(abs(total[0] - total[1]) <= 0.01 * max(total), f"another amount: {total}")


def nothing_moves(found: Findings, match: re.Match[str], _: object) -> None:
    known = {frozenset(parts(way.removesuffix(" alone"))) for way in ways(found)}
    require(frozenset(parts(match["way"])) not in known, "something moves")


def not_found(found: Findings, match: re.Match[str], _: object) -> None:
    require(way_of(found, match["way"])[0]["found"] == "nothing found that holds", "something was found")


def none_later(found: Findings, match: re.Match[str], _: object) -> None:
    rows = rows_of(found, "later")
    require(len(rows) == int(match["count"]), rows)
    require(all(row["loss"] is None or number_of(row["loss"]) > 0.0 for row in rows), "one is free")
    years = [int(year) for row in rows for year in re.findall(r"\b\d{4}\b", str(row["wish"]))]
    require(int(match["last"]) == max(years), "another last year")


def free_later(found: Findings, match: re.Match[str], _: object) -> None:
    the(rows_of(found, "later"), wish=match["wishes"], loss=0.0)


def within_later(found: Findings, match: re.Match[str], _: object) -> None:
    share, rows = said(match["share"]).value, rows_of(found, "later")
    note = next(table.note for table in found.tables if table.name == "later")
    require(f"A loss of at most {match['share']} was asked for." in note, "another loss was asked for")
    few = [row for row in rows if row["loss"] is not None and number_of(row["loss"]) <= share + 1e-12]
    if match["never"]:
        require(not few, "one loses as little")
    else:
        require(any(all(year in str(row["wish"]) for year in re.findall(r"\d{4}", match["when"])) for row in few), few)


TAKES = (
    ToldForm("takes", r"No amount of (?P<ways>.+?) does(?P<every>, not even of all together)?\.", no_amount),
    ToldForm("takes", rf"Where all may move, it takes what (?P<kind>{KINDS}) alone takes\.", as_alone),
    ToldForm("takes", rf"Nothing of (?P<way>{WAY}) has to move\.", nothing_moves),
    ToldForm(
        "takes",
        rf"With (?P<way>{WAY}) (?:alone|together), nothing was found that holds when it is solved again\.",
        not_found,
    ),
    ToldForm("takes", rf"(?i:(?P<way>{WAY})) (?P<how>alone|together): (?P<parts>.+)\.", takes),
)

LATER = (
    ToldForm(
        "later",
        r"In no later year up to (?P<last>\d+) would it be free of loss; (?P<count>\d+) (?:was|were) tried\.",
        none_later,
    ),
    ToldForm("later", r"Begun later, it loses nothing: (?P<wishes>.+)\.", free_later),
    ToldForm(
        "later",
        rf"At a loss of at most (?P<share>{NUMBER}) of all that is needed: (?:(?P<never>in no later year)|"
        r"(?P<when>.+))\.",
        within_later,
    ),
)
