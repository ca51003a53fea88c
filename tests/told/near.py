"""The forms of sentences on what else is nearly as good, and what their tables must hold."""

from __future__ import annotations

import re

from told.reading import NUMBER, Rows, ToldForm, items, number_of, require, rows_of, said, the

from rightfin.report.studies.findings import Findings

TABLES = ("coverage", "people", "money")


def extents(found: Findings) -> Rows:
    return [row for name in TABLES for row in rows_of(found, name)]


def question(found: Findings, match: re.Match[str], _: object) -> None:
    the(rows_of(found, "loss"), share=said(match["share"]))


def unmet(found: Findings, match: re.Match[str], _: object) -> None:
    the(rows_of(found, "loss"), most=said(match["most"]), unmet=said(match["unmet"]))


def options(found: Findings) -> Rows:
    return [row for row in rows_of(found, "options") if row["name"]]


def plan(found: Findings) -> dict[str, object]:
    return the(rows_of(found, "options"), name="")


SWAP = (
    rf"(?P<first>{NUMBER}) (?P<one>fewer|more) people in (?P<less>.+?) and (?P<second>{NUMBER}) (?P<other>fewer|more) "
    r"people in (?P<more>.+?) in (?P<year>\d+)"
)


def strength_of(found: Findings, title: str, year: str) -> str:
    """Return the column of options that has the strength of an institution in a year."""
    (name,) = {
        str(row["quantity"])
        for row in rows_of(found, "people")
        if row["title"] in (title, f"People in pay: {title}") and row["year"] == year
    }
    return f"{name.replace('.', '_')}_{year}"


def is_swap(found: Findings, one: re.Match[str]) -> dict[str, object]:
    """Return the option in which there are fewer of one and more of another."""
    columns = [strength_of(found, one[name], one["year"]) for name in ("less", "more")]
    signs = [-1.0 if one[name] == "fewer" else 1.0 for name in ("one", "other")]
    for row in options(found):
        by = [number_of(row[column]) - number_of(plan(found)[column]) for column in columns]
        told = [said(one[name]).times(sign) for name, sign in zip(("first", "second"), signs, strict=True)]
        if all(text.is_of(number) for text, number in zip(told, by, strict=True)):
            return row
    require(False, f"no option has {one[0]}")
    return {}


def swaps(found: Findings, match: re.Match[str], _: object) -> None:
    the(rows_of(found, "loss"), share=said(match["share"]))
    lost = number_of(rows_of(found, "loss")[0]["share"])
    for one in items(match["swaps"], SWAP, r"; or "):
        row = is_swap(found, one)
        require(number_of(row["lost"]) <= lost + 1e-4, row)  # what levels above needs let slip weighs more in needs


def how_many(found: Findings, match: re.Match[str], _: object) -> None:
    text = next(one.text for one in found.sentences if one.topic == "swaps")
    count = len(re.findall(r"(?:fewer|more) people in", text)) // 2
    require(count == (int(match["count"]) if match["count"] else 1), f"{count} swaps")


def planned(found: Findings, match: re.Match[str], _: object) -> None:
    row = plan(found)
    for text, column in (
        (match["covers"], f"coverage_{match['year']}"),
        (match["costs"], "cost_all"),
        (match["donors"], "donors_all"),
    ):
        require(said(text).is_of(row[column]), f"{text}: {row[column]}")


def option(found: Findings, match: re.Match[str], _: object) -> None:
    called = match["called"]
    if swap := re.fullmatch(SWAP, called):
        row = is_swap(found, swap)
    elif women := re.fullmatch(rf"({NUMBER}) women in pay in (\d+), the most", called):
        column = f"strength_women_{women[2]}"
        row = the(options(found), **{column: said(women[1])})
        most = the(rows_of(found, "people"), quantity="strength.women", year=women[2])
        require(number_of(row[column]) <= number_of(most["greatest"]) + 1.0, "more than is possible")
        require(number_of(row[column]) >= 0.998 * number_of(most["greatest"]) - 1.0, "it is not the most")
    else:
        name = "cost" if called == "the least cost" else "donors"
        row = the(
            options(found),
            option=lambda text: str(text).startswith("Least") and (name == "cost") is ("cost" in str(text)),
        )
        column = f"{name}_all"
        least = the(rows_of(found, "money"), quantity=name, year="all years")
        require(
            number_of(row[column]) >= number_of(least["least"]) - 1e-6 * number_of(least["plan"]), "less than possible"
        )
        require(number_of(row[column]) <= 1.001 * number_of(least["least"]) + 1.0, "not the least")
    require(said(match["covered"]).is_of(row[f"coverage_{match['year']}"]), row)
    for text, column in ((match["cost"], "cost_all"), (match["donors"], "donors_all")):
        if text is not None:
            require(said(text).is_of(row[column]), f"{text}: {row[column]}")
        else:
            require(plan(found)[column] == 0.0, f"{column} is not told")


RANGE = (
    rf"(?P<title>.+?) (?:in (?P<year>\d+)|over all years) may be between (?P<least>{NUMBER}) and (?P<greatest>{NUMBER}) "
    rf"\(plan: (?P<plan>{NUMBER})\)"
)


def ranges(found: Findings, match: re.Match[str], _: object) -> None:
    for one in items(match["items"], RANGE, "; "):
        title = one["title"][:1].upper() + one["title"][1:]
        row = the(extents(found), title=title, year=one["year"] or "all years")
        for name in ("least", "greatest", "plan"):
            require(said(one[name]).is_of(row[name]), f"{one[name]}: {row[name]}")
        require(moves(row), "it cannot move")


def moves(row: dict[str, object], by: float = 0.0) -> bool:
    """Return whether a number may move, by more than a share of its greater end; a share by more of one."""
    ends = number_of(row["least"]), number_of(row["greatest"])
    return ends[1] - ends[0] > by * max(*map(abs, ends), 1.0)


def of_unit(found: Findings, match: re.Match[str]) -> Rows:
    topic = next(one.topic for one in found.sentences if match[0] in one.text)
    return rows_of(found, topic)


def fixed(found: Findings, match: re.Match[str], _: object) -> None:
    rows = of_unit(found, match)
    require(len(rows) == int(match["all"]), f"{len(rows)} numbers")
    require(sum(not moves(row, said(match["by"]).value) for row in rows) == int(match["fixed"]), "others move")


def decided(found: Findings, match: re.Match[str], _: object) -> None:
    topics = [one.topic for one in found.sentences if match[0] in one.text]
    require(
        any(
            len(rows_of(found, one)) == int(match["all"])
            and not any(moves(row, said(match["by"]).value) for row in rows_of(found, one))
            for one in topics
        ),
        "some move",
    )


def worst(found: Findings, match: re.Match[str], _: object) -> None:
    pattern = (
        rf"(?P<need>.+?) in (?P<year>\d+) may be covered to between (?P<least>{NUMBER}) and (?P<greatest>{NUMBER}) "
        rf"\(plan: (?P<plan>{NUMBER})\)"
    )
    for one in items(match["items"], pattern, "; "):
        the(
            rows_of(found, "places"),
            place="the worst place",
            need=one["need"],
            year=int(one["year"]),
            least=said(one["least"]),
            greatest=said(one["greatest"]),
            plan=said(one["plan"]),
        )


def no_places(found: Findings, _: re.Match[str], __: object) -> None:
    require(not rows_of(found, "places"), "places have ranges")


def frontier(found: Findings, match: re.Match[str]) -> Rows:
    topic = next(one.topic for one in found.sentences if match[0] in one.text)
    return rows_of(found, topic)


def least_money(found: Findings, match: re.Match[str], _: object) -> None:
    name = "cost" if match["what"] == "cost" else "donors"
    the(rows_of(found, f"against_{name}"), loss=0.0, least=said(match["least"]))
    the(rows_of(found, "money"), quantity=name, year="all years", plan=said(match["plan"]))


def saves(found: Findings, match: re.Match[str], _: object) -> None:
    rows = frontier(found, match)
    first = number_of(the(rows, loss=0.0)["least"])
    for one in items(match["items"], rf"(?P<loss>{NUMBER}) saves up to (?P<saved>{NUMBER}) \((?P<share>{NUMBER})\)"):
        row = the(rows, loss=said(one["loss"]), saved=said(one["saved"]))
        require(said(one["share"]).is_of(number_of(row["saved"]) / first), row)


def saves_nothing(found: Findings, match: re.Match[str], _: object) -> None:
    told = [
        topic
        for topic in ("against_cost", "against_donors")
        if any(one.topic == topic and match[0] in one.text for one in found.sentences)
    ]
    require(any(len(rows_of(found, topic)) == 1 for topic in told), "some loss saves more")


def security(found: Findings, match: re.Match[str], _: object) -> None:
    rows = rows_of(found, "against_security")
    ends = {"national": rows[0], "human": rows[-1]}
    told = items(
        match["items"],
        rf"(?P<kind>[Nn]ational|[Hh]uman) security (?:(?P<none>cannot be covered better at the cost "
        rf"of (?:national|human) security alone)|can be covered (?P<gain>{NUMBER}) better(?:, and (?:national|human) "
        rf"security loses nothing| if (?:national|human) security loses (?P<loses>{NUMBER})))",
        "; ",
    )
    require([one["kind"].lower() for one in told] == ["national", "human"], "both kinds?")
    for one in told:
        kind = one["kind"].lower()
        other = "human" if kind == "national" else "national"
        gain = number_of(ends[kind][kind]) - 1.0
        loses = 1.0 - number_of(ends[kind][other])
        if one["none"]:
            require(gain <= 1e-3, f"{kind}: {gain}")
        else:
            require(said(one["gain"]).is_of(gain) and gain > 0.0, f"{one['gain']}: {gain}")
            require(said(one["loses"]).is_of(loses) if one["loses"] else loses <= 1e-3, f"{one[0]}: {loses}")


def debt(found: Findings, match: re.Match[str], _: object) -> None:
    pattern = (
        rf"(?:if )?(?P<held>{NUMBER}) of the ceilings may stay unpaid, (?P<gain>{NUMBER}) more is covered and "
        rf"(?P<owed>{NUMBER}) more of what is due stays unpaid or without support"
    )
    for one in items(match["items"], pattern, "; "):
        the(
            rows_of(found, "against_debt"),
            tolerance=said(one["held"]),
            gained=said(one["gain"]),
            more_owed=said(one["owed"]),
        )


def no_debt(found: Findings, _: re.Match[str], __: object) -> None:
    rows = rows_of(found, "against_debt")
    stands = [number_of(row["tolerance"]) for row in rows if abs(number_of(row["gained"])) <= 1e-9]
    require(
        all(number_of(row["gained"]) <= 1e-3 for row in rows if not stands or number_of(row["tolerance"]) > max(stands)),
        "some debt buys coverage",
    )


def says_how(_: Findings, __: re.Match[str], ___: object) -> None:
    """A sentence that says on what basis others stand."""


FORMS = (
    ToldForm(
        "question",
        r"What may a plan look like that keeps all that is promised as well as the best plan does, and loses "
        rf"at most (?P<share>{NUMBER}) of what that plan covers\?",
        question,
    ),
    ToldForm(
        "question",
        rf"Unmet need over all years planned may then be at most (?P<most>{NUMBER}) instead of "
        rf"(?P<unmet>{NUMBER})\.",
        unmet,
    ),
    ToldForm("swaps", rf"Within (?P<share>{NUMBER}) of what the best plan covers you can have (?P<swaps>.+)\.", swaps),
    ToldForm(
        "swaps",
        r"(?:Each of the (?P<count>\d+) is one plan|It is one plan), solved again at all levels with both numbers "
        r"held; the two changes added up are the most, to the next whole number\.",
        how_many,
    ),
    ToldForm(
        "options",
        rf"The plan covers (?P<covers>{NUMBER}) in (?P<year>\d+), costs (?P<costs>{NUMBER}), and donors pay "
        rf"(?P<donors>{NUMBER}), over all years shown at prices of \d+\.",
        planned,
    ),
    ToldForm(
        "options",
        rf"With (?P<called>.+?),? needs are covered to (?P<covered>{NUMBER}) in (?P<year>\d+)(?:(?:,| and) the "
        rf"cost is (?P<cost>{NUMBER}))?(?: and donors pay (?P<donors>{NUMBER}))?\.",
        option,
    ),
    ToldForm(
        "options",
        r"Each was solved again at all levels with what it keeps held, rounded to whole people and "
        r"four digits of money\.",
        says_how,
    ),
    ToldForm("people|money|coverage", r"(?P<items>.+ may be between .+)\.", ranges),
    ToldForm(
        "people|money|coverage", r"(?P<fixed>\d+) of (?P<all>\d+) numbers cannot move by (?P<by>[\d.]+%) or more\.", fixed
    ),
    ToldForm(
        "people|money|coverage",
        r"All (?P<all>\d+) numbers are decided: no such plan has others that differ by "
        r"(?P<by>[\d.]+%) or more\.",
        decided,
    ),
    ToldForm("places", r"Where least is covered, (?P<items>.+)\.", worst),
    ToldForm(
        "places",
        r"No range can be told by region: the same institutions serve all regions, and what they deliver may be "
        r"used in any of them\.",
        no_places,
    ),
    ToldForm(
        "against_(?:cost|donors)",
        r"The least (?P<what>cost|donors' money) over all years shown with nothing lost is "
        rf"(?P<least>{NUMBER}) at prices of \d+ \(plan: (?P<plan>{NUMBER})\)\.",
        least_money,
    ),
    ToldForm("against_(?:cost|donors)", r"Of what the plan covers, losing (?P<items>.+)\.", saves),
    ToldForm("against_(?:cost|donors)", r"No loss that was tried saves more\.", saves_nothing),
    ToldForm("against_security", r"(?P<items>(?:National|Human) security .+)\.", security),
    ToldForm("against_security", r"Both count as the plan counts them, over all years planned\.", says_how),
    ToldForm("against_debt", r"If (?P<items>.+)\.", debt),
    ToldForm("against_debt", r"Money is discounted, at prices of \d+, over all years planned\.", says_how),
    ToldForm("against_debt", r"More debt than the plan has buys no coverage that would be seen\.", no_debt),
)
