"""The forms of sentences about wishes and targets, and what their tables must hold."""

from __future__ import annotations

import re

from told.reading import NUMBER, Rows, ToldForm, items, number_of, require, rows_of, said, the
from told.taken import LATER, TAKES, years_of

from rightfin.report.studies.findings import Findings

WISH = (
    rf"(?P<what>[^,]+?)(?: \((?P<whose>.+?)\))? (?P<sense>at least|at most|exactly) (?P<number>{NUMBER})"
    r"(?P<when> in \d+| from \d+ to \d+)?"
)
SENSES = {"at least": ">=", "at most": "<=", "exactly": "="}
TOP = 4


def wishes(found: Findings) -> Rows:
    return rows_of(found, "wishes")


def is_wish(found: Findings, one: re.Match[str], *, years: bool = True) -> Rows:
    """Return the rows of a wish that is told in words."""
    head = f"{one['what'][:1].upper()}{one['what'][1:]}"
    title = f"{head}: {one['whose']}" if one["whose"] else head
    rows = [
        row
        for row in wishes(found)
        if row["quantity"] == title and said(one["number"]).is_of(row["number"]) and row["sense"] == SENSES[one["sense"]]
    ]
    require(bool(rows), f"no wish for {title}")
    if years:
        require([int(str(row["year"])) for row in rows] == years_of(one["when"]), f"other years than {one['when']}")
    return rows


def question(found: Findings, match: re.Match[str], _: object) -> None:
    told = items(match["wishes"], WISH)
    require(len(told) == len({row["wish"] for row in wishes(found)}), "other wishes")
    for one in told:
        is_wish(found, one)


def target(found: Findings, match: re.Match[str], _: object) -> None:
    for one in items(match["wishes"], WISH):
        rows = is_wish(found, one, years=False)
        require(max(int(str(row["year"])) for row in rows) == int(match["last"]), "another last year")


def has(row: dict[str, object], column: str) -> bool:
    """Return whether a plan has a wish in a year; what solves differ by is nothing."""
    value, number, sense = number_of(row[column]), number_of(row["number"]), row["sense"]
    within = 1e-5 * max(1.0, abs(number))
    return (sense == "<=" or value >= number - within) and (sense == ">=" or value <= number + within)


def had(found: Findings, _: re.Match[str], __: object) -> None:
    require(all(has(row, "value_plan") for row in wishes(found)), "the plan has not all of it")


def levels(found: Findings) -> Rows:
    return rows_of(found, "levels")


def promised(found: Findings) -> Rows:
    return [row for row in levels(found) if str(row["level"]).startswith("1")]


def needs(found: Findings) -> dict[str, object]:
    return the(levels(found), name="needs")


MONEY = {
    "donors' money": "donor_money",
    "own money": "own_money",
    "the cost of the sector": "total_cost",
    "donors' money (weighed by how late it comes)": "early_handover",
    "money that is put aside or carried over": "reserve",
}


def dearer(found: Findings) -> Rows:
    return [row for row in levels(found) if row["name"] in MONEY.values() and row["change"]]


def first_moves(found: Findings) -> float:
    """Return the first change of a level above money, 0 where none changes."""
    return next((number_of(row["change"]) for row in [*promised(found), needs(found)] if row["change"]), 0.0)


def free(found: Findings, match: re.Match[str], _: object) -> None:
    require(all(number_of(row["change"]) <= 0.0 for row in [*promised(found), needs(found)]), "something is lost")
    require(all(has(row, "value_wished") for row in wishes(found)), "it is not had")
    costly = any(number_of(row["change"]) > 0.0 for row in dearer(found))
    require(costly is match[0].startswith("It costs"), f"costs more: {costly}")


def costs(found: Findings, _: re.Match[str], __: object) -> None:
    require(any(number_of(row["change"]) > 0.0 for row in [*promised(found), needs(found)]), "nothing is lost")
    require(all(has(row, "value_wished") for row in wishes(found)), "it is not had")


def loss(found: Findings, match: re.Match[str], _: object) -> None:
    row = needs(found)
    require(said(match["share"]).is_of(row["share"]) and number_of(row["change"]) > 0.0, row)


def impossible(found: Findings, _: re.Match[str], __: object) -> None:
    require(all(row["value_wished"] is None for row in wishes(found)), "it is had")
    the(rows_of(found, "against"), title="As it is", opens="no")


def plan_has(found: Findings, match: re.Match[str], _: object) -> None:
    told = items(match["items"], rf"(?P<number>{NUMBER}) in (?P<year>\d+)|so on for (?P<more>\d+) more years?")
    for one in told:
        if one["more"] is None:
            the(wishes(found), year=int(one["year"]), value_plan=said(one["number"]))
    missing = [row for row in wishes(found) if not has(row, "value_plan")] or wishes(found)
    more = sum(int(one["more"]) for one in told if one["more"])
    require(len([one for one in told if one["more"] is None]) + more in (len(missing), len(wishes(found))), "other years")


LIMIT = r"(?P<title>[A-Za-z][^(),;]*?)(?: \((?P<of>(?:[^()]|\([^()]*\))+)\))?(?=, | and | or |$)"


def limits(found: Findings) -> Rows:
    return [row for row in rows_of(found, "against") if row["limit"] not in ("", "wish")]


def limit_of(found: Findings, one: re.Match[str]) -> dict[str, object]:
    """Return the row of a limit that is told with whose it is and in which years."""
    for row in limits(found):
        of = [str(row["whose"]), str(row["years"] or "")]
        whole = ", ".join(part for part in of if part)
        bare = [part.strip() for part in whole.split(", ") if part.strip() != "The government"]
        if str(row["title"]).casefold() == one["title"].casefold() and ", ".join(bare) == (one["of"] or ""):
            return row
    require(False, f"no limit {one[0]}")
    return {}


def against(found: Findings, match: re.Match[str], _: object) -> None:
    told = items(match["limits"], rf"(?:(?P<more>\d+) more|{LIMIT})")
    count = sum(int(one["more"]) if one["more"] else 1 for one in told)
    require(count == len(limits(found)), "others stand against it")
    for one in told:
        if not one["more"]:
            limit_of(found, one)


def apart(found: Findings, match: re.Match[str], _: object) -> None:
    """Wishes that contradict one another: all that the table has, each with its years."""
    told = {row["whose"]: row["years"] for row in rows_of(found, "against") if row["limit"] == "wish"}
    require(len(told) > 1, "one wish alone")
    text = " and ".join(f"{whose} in {years}" for whose, years in told.items())
    require(match["wishes"].replace(", ", " and ") == text.replace(", ", " and "), f"others do: {text}")
    asked = {str(row["quantity"]) for row in wishes(found)}
    require(all(any(head.partition(": ")[0][1:] in str(whose) for head in asked) for whose in told), "nobody wished it")


def with_that(found: Findings, match: re.Match[str], study: object) -> None:
    require(any(row["limit"] == "wish" for row in rows_of(found, "against")), "no wishes contradict one another")
    against(found, match, study)


def of_itself(found: Findings, _: re.Match[str], __: object) -> None:
    require(not limits(found), "limits stand against it")


def lifting(found: Findings, match: re.Match[str], _: object) -> None:
    opens = [row["opens"] == "yes" for row in limits(found)]
    text = match[0]
    require((len(opens) > 1) is ("it" not in text.split()), "one or several?")
    if "not enough" in text:
        require(not any(opens), "one is enough")
    elif match["some"]:
        told = [limit_of(found, one) for one in items(match["some"], LIMIT, r", | or ")]
        require([row for row in limits(found) if row["opens"] == "yes"] == told, "others would do")
        require(not all(opens), "all would do")
    else:
        require(all(opens), "not all would do")


def near(found: Findings, match: re.Match[str], _: object) -> None:
    row = the(rows_of(found, "against"), title="As it is")
    known = re.findall(rf"{NUMBER} in \d+", str(row["reaches"]))
    for one in items(match["items"], rf"{NUMBER} in \d+"):
        require(one[0] in known, one[0])
    if match["given"] is None:
        require("with all that is promised kept" in " ".join(one.text for one in found.sentences), "is it kept?")


LOST = {
    "what is due and nobody pays or supports": "obligations",
    "what nobody pays": "unfunded",
    "arrears": "arrears",
    "old debts that stay": "uncleared",
    "strength beyond its limits": "limits",
    "what cannot be kept up": "sustained",
    "what stands beyond the way to what can be kept up": "glide",
}


def kept(found: Findings, _: re.Match[str], __: object) -> None:
    require(all(number_of(row["change"]) <= 0.0 for row in promised(found)), "something that is promised is lost")


def lost(found: Findings, match: re.Match[str], _: object) -> None:
    told = items(match["items"], rf"(?P<what>.+?) rises? by (?P<by>{NUMBER})(?P<limit> of a limit)?")
    rises = {
        row["name"]: number_of(row["change"])
        for row in levels(found)
        if row["name"] in LOST.values() and number_of(row["change"]) > 0.0
    }
    for one in told:
        name = LOST[one["what"][:1].lower() + one["what"][1:]]
        require(said(one["by"]).is_of(rises.get(name)), one[0])
        require((name == "limits") is bool(one["limit"]), "in which unit?")
    require(len(told) == len(rises), f"others rise: {rises}")


def broken(found: Findings, match: re.Match[str], _: object) -> None:
    """Each row that is named is one of the table, in the year shown in which it counts most; the table has those left."""
    rows = rows_of(found, "broken")
    by_row: dict[tuple[object, object], Rows] = {}
    for row in rows:
        by_row.setdefault((row["kind"], row["id"]), []).append(row)
    told = match["items"].split("; ")
    more = re.fullmatch(r"and (\d+) more, which the table names", told[-1])
    told = told[:-1] if more else told
    require(len(told) + (int(more[1]) if more else 0) == len(by_row), f"others are missed: {list(by_row)}")
    for text in told:
        of = [row for row in rows if text.startswith(
            f"{row['what']}{', ' if row['what'] in ('target', 'rule') else ' of ' if row['whose'] else ''}"
            f"{row['whose'] or ''}"
            f"{' (' + str(row['cell']) + ')' if row['cell'] else ''} by {row['wished']} in {row['year']}")]
        require(bool(of), f"no row says {text}")
        row = of[0]
        require(text.endswith(f"({row['plan']} in the plan)") if row["plan"] else "in the plan" not in text, row)
        require(number_of(row["after"]) > number_of(row["before"]), row)
        require((row["beyond"] == "yes") is ("after the years shown" in text), row)
        same = by_row[row["kind"], row["id"]]
        inside = [other for other in same if other["beyond"] == "no"]
        require(row["beyond"] == "no" or not inside, f"a year shown is missed more: {inside}")
        most = max(number_of(other["rise"]) for other in inside or same)
        require(number_of(row["rise"]) >= most - 1e-12, f"another year counts more: {most}")


def coverage(found: Findings) -> dict[str, Rows]:
    found_rows: dict[str, Rows] = {}
    for row in rows_of(found, "coverage"):
        if str(row["quantity"]) != "coverage":
            found_rows.setdefault(str(row["title"]).removeprefix("Coverage: "), []).append(row)
    return found_rows


def none_worse(found: Findings, _: re.Match[str], __: object) -> None:
    require(all(number_of(row["change"]) > -1e-3 for rows in coverage(found).values() for row in rows), "one is")


def moved(found: Findings, match: re.Match[str], _: object) -> None:
    sign = -1.0 if match["how"] == "less" else 1.0
    ends = {name: max(sign * number_of(row["change"]) for row in rows) for name, rows in coverage(found).items()}
    moving = {name: by for name, by in ends.items() if by > 0.0}
    told = items(
        match["items"],
        rf"(?P<name>.+?) by (?P<by>{NUMBER}) points in (?P<year>\d+) "
        rf"\((?P<before>{NUMBER}) to (?P<after>{NUMBER})\)",
    )
    require(len(told) == min(TOP, len(moving)), f"others move: {moving}")
    for one in told:
        row = the(
            coverage(found)[one["name"]], year=int(one["year"]), before=said(one["before"]), after=said(one["after"])
        )
        by = said(one["by"]).times(0.01 * sign)
        require(by.is_of(row["change"]), row)
        require(sign * number_of(row["change"]) >= moving[one["name"]] - 1e-12, "another year is further off")
        require(moving[one["name"]] >= sorted(moving.values())[-len(told)] - 6e-5, "another need moves more")


def paid(found: Findings, match: re.Match[str], _: object) -> None:
    told = items(match["items"], rf"(?P<what>.+?) (?P<verb>rises|falls) by (?P<by>{NUMBER})")
    require(len(told) == len(dearer(found)), "other money moves")
    for one in told:
        row = the(levels(found), name=MONEY[one["what"][:1].lower() + one["what"][1:]])
        require(said(one["by"]).times(1.0 if one["verb"] == "rises" else -1.0).is_of(row["change"]), row)


def payments(found: Findings) -> dict[str, Rows]:
    """Return what payers pay and what stays unpaid, by what it is called, each with the years in which it differs."""
    found_rows: dict[str, Rows] = {}
    for row in rows_of(found, "money"):
        if re.match(r"own|donors|unpaid", str(row["quantity"])):
            found_rows.setdefault(str(row["title"]), []).append(row)
    return found_rows


def money_by_year(found: Findings, match: re.Match[str], _: object) -> None:
    told = match["items"].split("; ")
    known = payments(found)
    for text in told:
        one = re.fullmatch(rf"(?P<title>.+?) (?P<moves>{NUMBER} (?:less|more) in \d+.*)", text)
        require(one is not None, text)
        assert one is not None
        rows = known[one["title"][:1].upper() + one["title"][1:]]
        moves = items(one["moves"], rf"(?P<by>{NUMBER}) (?P<how>less|more) in (?P<year>\d+)")
        require({move["how"] for move in moves} == {
            "less" if number_of(row["change"]) < 0.0 else "more" for row in rows}, "it moves both ways, or does not")
        for move in moves:
            sign = -1.0 if move["how"] == "less" else 1.0
            (there,) = [row for row in rows if row["year"] == int(move["year"])]
            most = max(sign * number_of(row["change"]) for row in rows)
            require(sign * number_of(there["change"]) >= 0.999 * most, "it moves more in another year")
            require(said(move["by"]).is_of(most), f"{move[0]}: {most}")
    totals = {str(rows[0]["title"]) for rows in known.values() if str(rows[0]["quantity"]) in ("own", "donors", "unpaid")}
    single = [rows for rows in known.values() if str(rows[0]["quantity"]).startswith("donors.")]
    donors = {str(rows[0]["title"]) for rows in known.values() if str(rows[0]["quantity"]) == "donors"}
    totals -= donors if len(single) == 1 else set()
    require(all(any(text.startswith(title[:1].lower() + title[1:]) for text in told) for title in totals), "more moves")


def same_money(found: Findings, _: re.Match[str], __: object) -> None:
    require(not payments(found), "some money moves")


def people(found: Findings) -> dict[str, Rows]:
    found_rows: dict[str, Rows] = {}
    for row in rows_of(found, "people"):
        if str(row["quantity"]).startswith("strength.") and row["quantity"] != "strength.women":
            found_rows.setdefault(str(row["title"]).removeprefix("People in pay: "), []).append(row)
    return found_rows


def same_people(found: Findings, _: re.Match[str], __: object) -> None:
    require(not people(found), "some pay more or fewer")


def in_pay(found: Findings, match: re.Match[str], _: object) -> None:
    told = items(match["items"], rf"(?P<name>.+?) (?P<by>{NUMBER}) (?P<verb>more|fewer) in (?P<year>\d+)")
    largest = {name: max(abs(number_of(row["change"])) for row in rows) for name, rows in people(found).items()}
    require(len(told) == min(TOP, len(largest)), f"others differ: {largest}")
    for one in told:
        row = the(people(found)[one["name"]], year=int(one["year"]))
        require(said(one["by"]).times(1.0 if one["verb"] == "more" else -1.0).is_of(row["change"]), row)
        require(round(abs(number_of(row["change"]))) >= round(largest[one["name"]]), "another year differs more")
        require(largest[one["name"]] >= sorted(largest.values())[-len(told)] - 1.0, "another differs more")


def first_year(found: Findings, column: str) -> int | None:
    """Return the first year from which a plan has the targets, up to the last one shown."""
    missing = [int(str(row["year"])) for row in wishes(found) if not has(row, column)]
    years = sorted({int(str(row["year"])) for row in wishes(found)})
    return next((year for year in years if year > max(missing, default=0)), None)


def in_no_year(found: Findings, match: re.Match[str], _: object) -> None:
    last = max(int(str(row["year"])) for row in wishes(found))
    require(match["last"] == match["alone"] == str(last), "another last year")
    require(
        all(row["value_wished"] is None for row in wishes(found)) and first_year(found, "value_plan") is None, "it holds"
    )


def from_year(found: Findings, match: re.Match[str], _: object) -> None:
    year = int(match["year"])
    if match["plan"]:
        require(first_year(found, "value_plan") == year, "the plan has it from another year on")
    require(all(has(row, "value_wished") for row in wishes(found) if int(str(row["year"])) >= year), "it does not hold")


def plan_without(found: Findings, match: re.Match[str], _: object) -> None:
    require(
        first_year(found, "value_plan") == (int(match["from"]) if match["from"] else None), "the plan has it otherwise"
    )
    last = max(int(str(row["year"])) for row in wishes(found))
    require(match["last"] in (None, str(last)), "another last year")


def not_from(found: Findings, match: re.Match[str], _: object) -> None:
    require(bool(rows_of(found, "against")), "nothing says why not")
    heading = next(one.heading for one in found.sentences if one.topic == "critical")
    require(match["year"] in heading, "another year")


def with_target(found: Findings, match: re.Match[str], _: object) -> None:
    text = next(one.text for one in found.sentences if one.topic == "earliest")
    require(text.startswith(f"From {match['year']} on"), "another year")


def says_how(_: Findings, __: re.Match[str], ___: object) -> None:
    """A sentence that says on what basis others stand."""


DUE = r"(?P<due>, with all that is promised kept)?"
BOTH = (
    *TAKES,
    ToldForm("against|critical", rf"They contradict one another: (?P<wishes>.+?){DUE}\.", apart),
    ToldForm("against|critical", r"No limit that can be moved stands between\.", of_itself),
    ToldForm("against|critical", r"With that goes (?P<limits>[^;:]+?)\.", with_that),
    ToldForm(
        "against|critical", rf"What follows from year to year of itself{DUE}: no limit that can be moved\.", of_itself
    ),
    ToldForm(
        "against|critical",
        r"Lifting (?:any one of them alone would do|it would do|one of them alone is not enough|it is "
        r"not enough|(?P<some>.+) alone would do; lifting one of the others alone would not)\.",
        lifting,
    ),
    ToldForm("against|critical", r"As near as it comes(?P<given>, whatever is given up)?: (?P<items>.+)\.", near),
    ToldForm(
        "against|critical",
        rf"(?!Lifting|As near|What follows|With that goes|They contradict)(?P<limits>[^;:]+?){DUE}\.",
        against,
    ),
    ToldForm(
        "broken",
        r"Missed by more than in the plan, each in the year shown in which that counts most: (?P<items>.+)\.",
        broken,
    ),
    ToldForm("needs", r"No need is covered worse in a year shown by a tenth of a percentage point or more\.", none_worse),
    ToldForm("needs", r"Covered (?P<how>less|more), each in its (?:worst|best) year: (?P<items>.+)\.", moved),
    ToldForm("money", r"(?P<items>.+?), at prices of \d+, discounted, over all years planned\.", paid),
    ToldForm("money", r"By year, where it differs most: (?P<items>.+)\.", money_by_year),
    ToldForm("money", r"Nobody pays more or less in a year shown, and as much stays unpaid\.", same_money),
)

WHYNOT = (
    *BOTH,
    *LATER,
    ToldForm("question", r"What if the plan is to have (?P<wishes>.+)\?", question),
    ToldForm("question", r"Money is in currency of its year unless a sentence says otherwise\.", says_how),
    ToldForm("verdict", r"The plan has (?:it already: it costs|them already: they cost) nothing\.", had),
    ToldForm(
        "verdict",
        r"The plan can have it for nothing: another plan keeps as much of what is promised, covers needs as well "
        r"and costs no more, and has it\.",
        free,
    ),
    ToldForm(
        "verdict",
        r"It costs money alone: as much is kept of what is promised, and needs, weighed together, are covered as "
        r"well\.",
        free,
    ),
    ToldForm("verdict", r"It can be had, and costs something else\.", costs),
    ToldForm("verdict", rf"The weighted gap of needs rises by (?P<share>{NUMBER}) of all that is needed\.", loss),
    ToldForm(
        "verdict", r"(?:It|Together they) cannot be had, whatever is paid and whatever else is given up\.", impossible
    ),
    ToldForm("verdict", r"The plan has (?P<items>.+)\.", plan_has),
    ToldForm(
        "promised",
        r"What is promised is kept as in the plan: as much is paid and supported, and limits hold as they do\.",
        kept,
    ),
    ToldForm("promised", r"(?P<items>.+?), (?:at prices of \d+, discounted, )?over all years planned\.", lost),
    ToldForm("people", r"No institution pays more or fewer people\.", same_people),
    ToldForm("people", r"In pay, each in the year of its largest difference: (?P<items>.+)\.", in_pay),
)

REACH = (
    *BOTH,
    ToldForm(
        "question",
        r"From which year on can the plan have (?P<wishes>.+), and keep it to (?P<last>\d+), with all that is "
        r"promised kept as in the plan\?",
        target,
    ),
    ToldForm("earliest", r"In no year up to (?P<last>\d+) can it hold, not even in (?P<alone>\d+) alone\.", in_no_year),
    ToldForm("earliest", r"From (?P<year>\d+) on(?P<plan>, as in the plan without the target)?\.", from_year),
    ToldForm(
        "earliest",
        r"The plan without the target (?:does not have it in (?P<last>\d+)|has it from (?P<from>\d+) on)\.",
        plan_without,
    ),
    ToldForm("earliest", r"From (?P<year>\d+) on it cannot hold\.", not_from),
    ToldForm("needs", r"With the target from (?P<year>\d+) on\.", with_target),
)
