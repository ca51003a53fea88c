"""The forms of sentences on limits that contradict one another, and what their tables must hold."""

from __future__ import annotations

import re

from told.reading import NUMBER, Rows, ToldForm, items, number_of, require, rows_of, said

from rightfin.report.studies.findings import Findings
from rightfin.study.why.contradictions import MOST_SETS


def sets(found: Findings) -> dict[int, Rows]:
    told: dict[int, Rows] = {}
    for row in rows_of(found, "sets"):
        told.setdefault(int(number_of(row["set"])), []).append(row)
    return told


def ways(found: Findings) -> dict[int, Rows]:
    told: dict[int, Rows] = {}
    for row in rows_of(found, "ways"):
        told.setdefault(int(number_of(row["way"])), []).append(row)
    return told


def place_of(found: Findings, match: re.Match[str]) -> int:
    """Return of which set a sentence is."""
    topic = next(one.topic for one in found.sentences if match[0] in one.text and one.topic[-1].isdigit())
    return int(topic.rpartition("_")[2])


def none(found: Findings, _: re.Match[str], __: object) -> None:
    require(found.answered and not rows_of(found, "sets"), "there are sets")


def count(found: Findings, match: re.Match[str], _: object) -> None:
    number = 1 if match["count"] is None else int(match["count"])
    require(len(sets(found)) == number, f"{len(sets(found))} sets")
    named = [{row["name"] for row in rows if row["movable"] == "yes"} for rows in sets(found).values()]
    require(not any(one & other for place, one in enumerate(named) for other in named[:place]), "they share a limit")


def more(found: Findings, match: re.Match[str], _: object) -> None:
    require(len(sets(found)) == int(match["most"]) == MOST_SETS, "as many as are looked for?")


def name_of(row: dict[str, object]) -> str:
    """Return a limit as sentences call it, by what its row says."""
    whose = str(row["whose"]).replace("The government", "the government")
    of = ": " if row["limit"] in ("Targets", "Rules of composition", "Ceilings by part", "Floors by part") else " of "
    return f"{str(row['limit']).lower()}{of + whose if whose else ''}"


def told_limits(text: str, rows: Rows, *, typed: bool, between: str) -> None:
    """Check that a text names limits, each with its years and where it is typed, and no others."""
    by_name: dict[str, Rows] = {}
    for row in rows:
        by_name.setdefault(name_of(row), []).append(row)
    left = text
    for name in sorted(by_name, key=lambda one: left.lower().find(one.lower())):
        of = by_name[name]
        require(left.lower().startswith(name.lower()), f"{name}: {left}")
        left = left[len(name) :]
        years = [str(row["year"]) for row in of if row["year"] != ""]
        if years:
            when = f" in {', '.join(years[:-1])}{' and ' if len(years) > 1 else ''}{years[-1]}"
            require(left.startswith(when), f"{name}{when}: {left}")
            left = left[len(when) :]
        if typed and any(row["table"] for row in of):
            end = left.index(")")
            inside = left[2:end]
            for row in of:
                where = str(row["cell"]) or f"{row['table']}, row {row['row']}, column {row['column']}"
                require(where in inside, f"{where}: {inside}")
                if row["number"] is not None:
                    require(
                        any(
                            said(one).is_of(row["number"])
                            or abs(float(one.replace(",", "")) - number_of(row["number"]))
                            <= 1e-5 * abs(number_of(row["number"]))
                            for one in re.findall(r"(?<![\w!])[\d,]*\.?\d+(?:e[+-]?\d+)?(?=;)", inside)
                        ),
                        f"{row['number']}: {inside}",
                    )
            left = left[end + 1 :]
        space = re.match(between, left)
        left = left[space.end() :] if space else left
    require(not left, f"no limit of the set: {left}")


def set_told(found: Findings, match: re.Match[str], _: object) -> None:
    rows = [row for row in sets(found)[place_of(found, match)] if row["movable"] == "yes"]
    told_limits(match["limits"], rows, typed=True, between="; ")


def ties(found: Findings, match: re.Match[str], _: object) -> None:
    rows = [row for row in sets(found)[place_of(found, match)] if row["movable"] == "no"]
    told_limits(match["limits"], rows, typed=False, between=", | and ")


def minimal(found: Findings, match: re.Match[str], _: object) -> None:
    require(any(len(rows) > 1 for rows in sets(found).values()), "a set of one")


NUMBER_SAID = r"[\d,]*\.?\d+(?:e[+-]?\d+)?"
STEP = (
    rf"(?:from (?P<now>{NUMBER_SAID}) to (?P<then>{NUMBER_SAID})|by (?P<by>{NUMBER})(?P<unit>(?: (?!in )[a-z ]+?)??(?: of "
    r"what it asks in the base year)?))(?: in (?P<year>\d{4}))?(?: \((?P<at>[^()]*(?:\([^()]*\)[^()]*)*)\))?"
)


def gives(text: str, rows: Rows) -> None:
    """Check that a text tells each limit that gives way: in which years, from what to what or by how much, and where."""
    rows = list(rows)
    by_name: dict[str, Rows] = {}
    for row in rows:
        if row["limit"] != "As it was":
            by_name.setdefault(name_of(row), []).append(row)
    left = text
    for name, of in by_name.items():
        require(left.lower().startswith(name.lower()), f"{name}: {left}")
        left = left[len(name) + 1 :]
        for place, row in enumerate(of):
            step = re.match(STEP, left)
            require(step is not None, f"no step: {left}")
            assert step is not None
            require((step["year"] or "") == str(row["year"]), f"{step[0]}: {row['year']}")
            if step["now"]:
                for said_as, cell in ((step["now"], row["now"]), (step["then"], row["then"])):
                    number = float(said_as.replace(",", ""))
                    require(abs(number - number_of(cell)) <= 1e-5 * max(abs(number), 1e-9), f"{said_as}: {cell}")
                where = str(row["cell"]) or f"{row['table']}, row {row['row']}, column {row['column']}"
                require(where in (step["at"] or ""), f"{where}: {step[0]}")
            else:
                share = "of what it asks" in step["unit"]
                require(said(step["by"]).is_of(row["share"] if share else row["gives"]), f"{step[0]}: {row}")
            left = left[step.end() :]
            if place + 1 < len(of):
                space = re.match(r", | and ", left)
                require(space is not None, left)
                left = left[space.end() :] if space else left
        space = re.match(r"; |, | and ", left)
        left = left[space.end() :] if space else left
    for row in (one for one in rows if one["limit"] == "As it was"):
        pinned = re.match(rf"(?P<number>{NUMBER_SAID}) typed at (?P<at>.+?), where the limit stays as it was", left)
        require(pinned is not None, f"as it was: {left}")
        assert pinned is not None
        number = float(pinned["number"].replace(",", ""))
        require(abs(number - number_of(row["now"])) <= 1e-5 * abs(number), f"{number}: {row}")
        left = re.sub(r"^(?:; |, | and )", "", left[pinned.end() :])
    require(not left, f"gives way too? {left}")


OUTCOME = (
    rf" The plan then covers (?P<covers>{NUMBER}) of needs in (?P<last>\d+), and (?:(?P<paid>all that is due is paid)|"
    rf"leaves (?P<leaves>{NUMBER}) unpaid or unsupported over all years, at current prices)\."
)


def outcome(found: Findings, match: re.Match[str], rows: Rows) -> None:
    headings = [heading.text for table in found.tables if table.name == "ways" for heading in table.headings]
    require(f"Coverage in {match['last']}" in headings, f"another year than {match['last']}")
    row = next(one for one in rows if one["coverage"] is not None)
    require(said(match["covers"]).is_of(row["coverage"]), f"{match['covers']}: {row['coverage']}")
    if match["paid"]:
        require(abs(number_of(row["missing"])) <= 1e-6 * 1e9, f"unpaid: {row['missing']}")
    else:
        require(said(match["leaves"]).is_of(row["missing"]), f"{match['leaves']}: {row['missing']}")


def alone(found: Findings, match: re.Match[str], _: object) -> None:
    """One way of several, or the only one, to end a set by one limit alone."""
    number = place_of(found, match)
    tries = [rows for rows in ways(found).values() if str(rows[0]["set"]) == str(number)]
    require(
        ("Each of these" in match[0])
        is (len([rows for rows in tries if any(row["coverage"] is not None for row in rows)]) > 1)
        or not match[0].startswith("Each"),
        "one or several?",
    )
    text = match["gives"]
    for rows in tries:
        try:
            gives(text, rows)
        except AssertionError:
            continue
        require(len({name_of(row) for row in rows if row["limit"] != "As it was"}) == 1, "more than one limit")
        outcome(found, match, rows)
        return
    require(False, f"nobody tried {text}")


def no_single(found: Findings, match: re.Match[str], _: object) -> None:
    topic = next(one.topic for one in found.sentences if match[0] == one.text)
    number = topic.rpartition("_")[2]
    require(not any(row["set"] == number for row in rows_of(found, "ways")), "one does")


def set_aside(found: Findings, _: re.Match[str], __: object) -> None:
    require(len(sets(found)) > 1, "there are no other sets")


def not_alone(found: Findings, match: re.Match[str], _: object) -> None:
    number = place_of(found, match)
    names = {name_of(row) for row in sets(found)[number] if row["movable"] == "yes"}
    does = {name_of(row) for row in rows_of(found, "ways") if row["set"] == str(number)}
    told = set(items_of(match["names"], names))
    require(not told & does, f"it does: {told & does}")


def items_of(text: str, names: set[str]) -> list[str]:
    pattern = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return [one[0] for one in items(text, pattern)]


def together(found: Findings, match: re.Match[str], _: object) -> None:
    rows = next(rows for rows in ways(found).values() if rows[0]["set"] == "all")
    gives(match["gives"], rows)
    outcome(found, match, rows)


def no_change(found: Findings, _: re.Match[str], __: object) -> None:
    require(
        not any(row["set"] == "all" and row["coverage"] is not None for row in rows_of(found, "ways")), "one was found"
    )


def says_how(_: Findings, __: re.Match[str], ___: object) -> None:
    """A sentence that says what is asked."""


FORMS = (
    ToldForm(
        "question",
        r"Which limits of the case cannot hold together, and what is the least change with which they can\?",
        says_how,
    ),
    ToldForm("answer", r"None: the case has a plan that keeps all its hard limits\.", none),
    ToldForm(
        "answer",
        r"(?:One set of limits cannot hold together|(?P<count>\d+) sets of limits cannot hold together; they share "
        r"no limit that is marked as hard)\.",
        count,
    ),
    ToldForm("answer", r"No more than (?P<most>\d+) sets are looked for; there are more\.", more),
    ToldForm(r"set_\d+", r"These cannot hold together: (?P<limits>.+)\.", set_told),
    ToldForm(r"set_\d+", r"What ties them together follows from the rest of the case: (?P<limits>.+)\.", ties),
    ToldForm(r"set_\d+", r"Without any one of all these the others can hold; both were found by solving\.", minimal),
    ToldForm(r"ways_\d+", r"This was tried with the hard limits of the other sets left out\.", set_aside),
    ToldForm(r"ways_\d+", r"Not enough alone, even if it gave way altogether: (?P<names>.+)\.", not_alone),
    ToldForm(r"ways_\d+", r"No single limit of them would do by itself\.", no_single),
    ToldForm(
        r"ways_\d+",
        rf"(?:Each of these alone would do: )?(?P<gives>(?!Each|This was|Not enough|No single).+?)\.{OUTCOME}",
        alone,
    ),
    ToldForm("together", r"No change of limits was found with which the case has a plan\.", no_change),
    ToldForm(
        "together",
        r"Where every limit may give way, each measured by itself and one per cent of any counting the same, "
        rf"this is the least that does: (?P<gives>.+?)\.{OUTCOME}",
        together,
    ),
)
