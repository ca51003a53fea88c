"""The forms of sentences that explain a number, and what their tables must hold."""

from __future__ import annotations

import re
from collections.abc import Mapping

from told.reading import NUMBER, Said, ToldForm, items, number_of, parts, require, rows_of, said, the

from rightfin.report.studies.findings import Findings

SEEN = 1e-6
"""Share of a number, or of one where that is more, below which a change is none."""

UNIT = r"(?: person-years?| percentage points)?"
VALUE = rf"{NUMBER}(?: person-years?)?"
SPAN = rf"{VALUE}(?: to {VALUE})?"
END = rf"adds nothing to|adds {NUMBER}{UNIT} to|takes {NUMBER}{UNIT} from"
DOES = (
    rf"(?:adds|takes) {NUMBER}{UNIT}(?: (?:to|from) its least and its greatest value|(?! (?:to|from) its))"
    rf"|(?:{END}) its least value and (?:{END}) its greatest"
)

PHRASED = {
    "Ceiling of own spending": "more of the ceiling of own spending",
    "Money of a donor": "more that arrives from",
    "Wage bill ceiling": "more room for own pay",
    "Step of own spending": "a rise of own spending",
    "Money that may be saved": "more that may be saved",
    "Clearing of arrears": "more that may go to old arrears",
    "What may be kept up for good": r"(?:kept|kept up) for good|on the glide",
    "Ceiling of a part": "more of the ceiling",
    "Floor of a part": "less that the floor",
    "Target": "a target",
    "Limit of an earmark": "lets its donor pay",
    "Reserve of an earmark": "less that the earmark",
    "Handover to the state": r"a handover \(",
    "Recruits already in training": "more whom",
    "Purchases": "that may be bought",
    "Capacity of a stage": "can get done",
    "Prison places": "more prison places",
    "Training places": "more training places",
    "Greatest strength": "more allowed as",
    "Least strength": "fewer required as",
    "Co-financing rule": r"a relation \(co-financing rule",
    "Promotion": r"a relation \(promotion",
    "Retrenchment": r"a relation \(retrenchment",
    "Overhead staff": r"a relation \(overhead staff",
    "Grades": r"a relation \(grades",
    "Rule of composition": r"a relation \(rule of composition",
}
"""How a limit is called when it gives way, by what the table calls it."""


def asked_of(found: Findings) -> tuple[str, int]:
    """Return which number is explained, and in which year: a case may be called anything before it."""
    match = re.search(r": ((?:Coverage|People in pay|Recruits|Cost|Paid by|Unpaid).*), (\d+)$", found.title)
    require(match is not None, found.title)
    assert match is not None
    return match[1], int(match[2])


def times(found: Findings) -> float:
    """Return what numbers of tables of changes are multiples of: points of shares, else the number itself."""
    return 100.0 if asked_of(found)[0].startswith("Coverage") else 1.0


def seen(found: Findings) -> float:
    """Return the least change that counts, as tables have it."""
    year = asked_of(found)[1]
    row = the(rows_of(found, "course"), year=year)
    return SEEN * times(found) * max(1.0, abs(number_of(row["least"])), abs(number_of(row["greatest"])))


def does(found: Findings, text: str, least: object, greatest: object) -> None:
    """Check what is said to become of a number, its least and its greatest value where ties leave it open."""
    whole = re.fullmatch(rf"(adds|takes) ({NUMBER}){UNIT}( (?:to|from) its least and its greatest value)?", text)
    if whole:
        for cell in (least, greatest):
            change(whole[1], said(whole[2], trimmed=True), cell)
        year = asked_of(found)[1]
        row = the(rows_of(found, "course"), year=year)
        apart = number_of(row["greatest"]) - number_of(row["least"]) > SEEN * max(1.0, abs(number_of(row["least"])))
        require(apart or not whole[3], "there is one value only")
        require(not apart or bool(whole[3]), "its least and its greatest value differ")
        return
    both = re.fullmatch(rf"({END}) its least value and ({END}) its greatest", text)
    require(both is not None, f"does what? {text}")
    assert both is not None
    for end, cell in ((both[1], least), (both[2], greatest)):
        if end == "adds nothing to":
            require(abs(number_of(cell)) <= 1.001 * seen(found), f"{end}: {cell}")
        else:
            by = re.sub(rf"^(?:adds|takes) ({NUMBER}){UNIT} (?:to|from)$", r"\1", end)
            change(end.partition(" ")[0], said(by, trimmed=True), cell)


def change(verb: str, by: Said, cell: object) -> None:
    signed = by if verb == "adds" else by.times(-1.0)
    require(signed.is_of(cell), f"{verb} {by}: {cell}")
    require(number_of(cell) * (1.0 if verb == "adds" else -1.0) > 0.0, f"{verb}: {cell}")


def what(found: Findings, match: re.Match[str], _: object) -> None:
    title, year = asked_of(found)
    require(match["title"] == title, f"{match['title']} is not {title}")
    require(int(match["year"]) == year, f"{match['year']} is not {year}")
    course = rows_of(found, "course")
    the(course, year=year, plan=said(match["value"].split(" person")[0]))
    beside = [] if match["beside"] is None else items(match["beside"], rf"(?P<span>{SPAN}) in (?P<year>\d+)")
    years = [int(str(row["year"])) for row in course]
    require(
        [int(one["year"]) for one in beside] == [near for near in (year - 1, year + 1) if near in years], "other years"
    )
    for one in beside:
        span_is(one["span"], the(course, year=int(one["year"])))


def span_is(text: str, row: Mapping[str, object]) -> None:
    ends = [said(re.sub(r" person-years?", "", one)) for one in text.split(" to ")]
    require(ends[0].is_of(row["least"]) and ends[-1].is_of(row["greatest"]), f"{text}: {row}")


def ties(found: Findings, match: re.Match[str], _: object) -> None:
    span_is(match["span"], the(rows_of(found, "course"), year=asked_of(found)[1]))


def limit_row(found: Findings, text: str) -> dict[str, object]:
    """Return the row of a limit that is named with its step, its year and whose it is."""
    percent = re.search(r"^([\d.]+)% |that (?:is|may be) ([\d.]+)% |asks ([\d.]+)% less", text, re.IGNORECASE)
    step = re.search(r"\(([^()]*)\)(?:, for which its giver does not give up anything,)?$", text)
    require(percent is not None and step is not None, f"no step: {text}")
    assert percent is not None
    assert step is not None
    by = next(filter(None, percent.groups()))
    named = []
    for row in rows_of(found, "limits"):
        phrase = PHRASED.get(str(row["limit"]))
        if phrase is None or not re.search(phrase, text, re.IGNORECASE) or f"in {row['year']}" not in text:
            continue
        if (row["name"] is not None and str(row["name"]) not in text) or not amount_of(step[1], row["step"], row["unit"]):
            continue
        share, amount = said(f"{by}%"), number_of(row["amount"])
        if amount and row["unit"] != "share":
            require(
                Said(share.value, 0.06 * share.value).is_of(number_of(row["step"]) / abs(amount)), f"{percent[0]}: {row}"
            )
        else:
            require(by in ("1", "0.5", "0.25", "0.12", "0.13"), f"a step of {by}%")
        named.append(row)
    require(bool(named), "no such limit")
    return named[0]


def amount_of(text: str, cell: object, unit: object) -> bool:
    """Return whether an amount with its unit is that of a cell."""
    match = re.fullmatch(rf"({NUMBER})(?: (.*))?", text)
    if match is None:
        return False
    same = (
        match[2] == "of what it asks in the base year"
        if unit == "share"
        else (match[1].startswith(str(unit)) if match[2] is None else str(unit).rstrip("s") == match[2].rstrip("s"))
    )
    number = said(match[1])
    return same and Said(number.value, max(number.within, 0.051 * number.value if number.value < 10.0 else 0.0)).is_of(
        cell
    )


OTHER_WAY = (
    rf"(?:, moved as far the other way it (?P<less>{DOES})|(?P<idle>; moved as far the other way it does nothing)"
    r"|(?P<none>; moved as far the other way, hard limits contradict one another))"
)
FURTHER = (
    r"(?:; each unit does as much up to (?P<same>.+?), (?P<end>the most that was tried|the last step that was tried "
    r"and did)|; moved by (?P<bends>.+?) it does (?P<so>nothing|less or more for each unit))?"
)
TOLD = rf"(?P<limit>.+?) (?P<more>{DOES}){OTHER_WAY}{FURTHER}"


def holds(found: Findings, match: re.Match[str], _: object, *, lower: bool = False) -> None:
    row = limit_row(found, match["limit"])
    require((number_of(row["more"]) + number_of(row["more_greatest"]) <= 0.0) is lower, "raises or lowers it?")
    if lower:
        require(
            all(
                number_of(row["more"]) + number_of(row["more_greatest"])
                <= number_of(one["more"]) + number_of(one["more_greatest"]) + 1e-9
                for one in rows_of(found, "limits")
            ),
            "another lowers it more",
        )
    does(found, match["more"], row["more"], row["more_greatest"])
    if match["less"]:
        does(found, match["less"], row["less"], row["less_greatest"])
    elif match["none"]:
        require(row["less"] is None and row["less_greatest"] is None, "it can be tightened")
    else:
        require(max(abs(number_of(row["less"])), abs(number_of(row["less_greatest"]))) <= 1.001 * seen(found), "it moves")
    if match["same"]:
        require(amount_of(match["same"], row["same_to"], row["unit"]), f"as much up to {match['same']}: {row['same_to']}")
        require((row["bends_at"] is None) == (match["end"] == "the most that was tried"), f"{match['end']}")
    elif match["bends"]:
        require(amount_of(match["bends"], row["bends_at"], row["unit"]), f"{match['bends']}: {row['bends_at']}")
        require((number_of(row["bends_at"]) < number_of(row["step"])) == (match["so"] == "nothing"), match["so"])


def others(found: Findings, match: re.Match[str], study: object) -> None:
    holds(found, match, study, lower=True)


def none_raises(found: Findings, _: re.Match[str], __: object) -> None:
    require(
        all(number_of(row["more"]) + number_of(row["more_greatest"]) <= 0.0 for row in rows_of(found, "limits")),
        "one does",
    )


def none_moves(found: Findings, match: re.Match[str], _: object) -> None:
    (row,) = rows_of(found, "tried")
    count = int(match["count"]) if match.groupdict().get("count") else 1
    require((row["moving"], row["idle"]) == (0, count), row)
    require(not rows_of(found, "limits"), "some move it")


def nothing_tried(found: Findings, match: re.Match[str], _: object) -> None:
    (row,) = rows_of(found, "tried")
    require((row["moving"], row["idle"]) == (0, 0) and bool(row["untried"]) is ("by the last solution" in match[0]), row)


def sets_of(found: Findings) -> dict[frozenset[str], dict[str, object]]:
    """Return the rows of causes by the kinds of limits that were taken away; all kinds together have no names."""
    return {frozenset(parts(str(row["without"]))): row for row in rows_of(found, "causes")}


def covered(row: Mapping[str, object]) -> bool:
    return number_of(row["least"]) >= 1.0 - 5e-5


def slack_of(found: Findings) -> set[str]:
    note = next(table.note for table in found.tables if table.name == "causes")
    return set(note.partition("is reached: ")[2].removesuffix(".").split("; "))


def keeps(found: Findings, match: re.Match[str], _: object) -> None:
    """What keeps a need from being covered: without all of them it is, and not with any one of them put back."""
    names, known = frozenset(parts(match["names"])), sets_of(found)
    row = known.get(names) or known.get(frozenset(["all of these"]))
    require(row is not None and covered(row), f"not tried without {names}, or not covered")
    for one in names if len(names) > 1 else ():
        rest = names - {one}
        back = known.get(rest)
        idle = len(rest) == 1 and rest <= slack_of(found)
        require(
            idle or (back is not None and not covered(back)), f"not tried with {one} put back, or covered all the same"
        )


def closing(found: Findings, match: re.Match[str], _: object) -> None:
    text = next(one.text for one in found.sentences if one.topic == "short")
    names = re.search(r"What keeps it from being covered in full: (.+?)\. Without", text)
    require(names is not None, "what keeps it?")
    assert names is not None
    require((len(parts(names[1])) == 1) is match[0].startswith("Without any such limit"), "one or several?")


def alone(found: Findings, match: re.Match[str], _: object) -> None:
    known = sets_of(found)
    for one in items(match["items"], rf"without (?P<name>.+?) it would be (?P<value>{NUMBER})"):
        row = known.get(frozenset(parts(one["name"])))
        require(row is not None and said(one["value"]).is_of(row["least"]), one[0])


def not_even(found: Findings, match: re.Match[str], _: object) -> None:
    row = the(rows_of(found, "causes"), without="all of these", least=said(match["value"]))
    require(not any(map(covered, rows_of(found, "causes"))) and not covered(row), "some set covers it")


def none_closes(found: Findings, _: re.Match[str], __: object) -> None:
    require(not any(map(covered, rows_of(found, "causes"))), "some kind does")


def edge(found: Findings, match: re.Match[str], _: object) -> None:
    the(rows_of(found, "weights"), share=said(match["share"]), above=said(match["above"]), below=said(match["below"]))
    year = asked_of(found)[1]
    the(rows_of(found, "course"), year=year, least=said(match["share"]), greatest=said(match["share"]))


def tried(found: Findings, match: re.Match[str], _: object) -> None:
    (row,) = rows_of(found, "tried")
    told = {key: value for key, value in match.groupdict().items() if value is not None}
    moving = 0 if told.get("moving", "none") == "none" else int(told["moving"])
    if "one" in told:
        require((row["moving"], row["idle"]) == ((1, 0) if told["one"] == "moves it" else (0, 1)), row)
    elif "count" in told:
        require((row["moving"], number_of(row["moving"]) + number_of(row["idle"])) == (moving, int(told["count"])), row)
        require("idle" not in told or int(told["idle"]) == row["idle"], row)
    else:
        require((row["moving"], row["idle"]) == (0, 0), row)
    require(row["untried"] == int(told.get("untried", 0)), row)
    require(len(rows_of(found, "limits")) == row["moving"], row)


def refused(found: Findings, match: re.Match[str], _: object) -> None:
    (row,) = rows_of(found, "tried")
    count = match.groupdict().get("count")
    require(row["refused"] == int(count) if count else (number_of(row["refused"]) > 0.0 and not row["idle"]), row)


def solved(found: Findings, match: re.Match[str], _: object) -> None:
    (row,) = rows_of(found, "tried")
    require(row["solves"] == (1 if match["count"] is None else int(match["count"])), row)


def nothing_to_check(_: Findings, __: re.Match[str], ___: object) -> None:
    """A sentence that says what the one before means."""


FORMS = (
    ToldForm("what", rf"(?P<title>.+): (?P<value>{VALUE}) in (?P<year>\d+)(?: \((?P<beside>.+)\))?\.", what),
    ToldForm(
        "what", rf"Ties leave it open: plans that are as good at every level have anything from (?P<span>{SPAN})\.", ties
    ),
    ToldForm("holds", rf"Others would lower it if they gave way: {TOLD}\.", others),
    ToldForm("holds", rf"(?!Others){TOLD}\.", holds),
    ToldForm("holds", r"No limit that was tried raises it by giving way\.", none_raises),
    ToldForm("holds", r"None of the (?P<count>\d+) limits that were tried moves it\.", none_moves),
    ToldForm("holds", r"The one limit that was tried does not move it\.", none_moves),
    ToldForm(
        "holds", r"No limit has a price, and by the last solution none that leaves no room moves it\.", nothing_tried
    ),
    ToldForm("holds", r"No limit has a price or leaves no room\.", nothing_tried),
    ToldForm(
        "short",
        rf"It stands where the weights of the case change: what is missing above (?P<share>{NUMBER}) counts "
        rf"(?P<above>{NUMBER}), below it (?P<below>{NUMBER})\.",
        edge,
    ),
    ToldForm("short", r"A small step of a limit may do nothing here\.", nothing_to_check),
    ToldForm("short", r"What keeps it from being covered in full: (?P<names>.+)\.", keeps),
    ToldForm("short", r"Without any such limit in any year, all levels solved again, it is covered in full\.", closing),
    ToldForm(
        "short",
        r"Without all of these in every year, all levels solved again, it is covered in full; put back any one "
        r"of them, and it is not\.",
        closing,
    ),
    ToldForm("short", r"Taken away alone, in every year: (?P<items>.+)\.", alone),
    ToldForm(
        "short",
        r"Not even without all kinds of limits that were tried at once is it covered in full: it would be "
        rf"(?P<value>{NUMBER})\.",
        not_even,
    ),
    ToldForm("short", r"None of them holds the rest\.", nothing_to_check),
    ToldForm("short", r"No kind of limit covers it in full by giving way\.", none_closes),
    ToldForm(
        "tried",
        r"(?:No limit (?:was|could be) tried|One limit was tried: it (?P<one>moves it|does not move it)|(?P<count>\d+) "
        r"limits were tried, one at a time: (?P<moving>none|\d+) moves? it(?:, (?P<idle>\d+) (?:does|do) not)?)"
        r"(?:; (?P<untried>\d+) (?:more )?that (?:have|has) a price or leaves? no room (?:were|was) not tried)?\.",
        tried,
    ),
    ToldForm(
        "tried",
        r"Of (?P<count>\d+)(?: more)? nothing is told: where one gives way, hard limits contradict one another\.",
        refused,
    ),
    ToldForm("holds", r"No limit that was tried can give way: hard limits contradict one another then\.", refused),
    ToldForm("tried", r"All levels were solved again (?:once|(?P<count>\d+) times)\.", solved),
)
