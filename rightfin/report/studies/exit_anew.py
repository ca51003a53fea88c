"""Exits before the earliest, with starts of programmes that were decided for each, as a sentence and a table."""

from __future__ import annotations

from rightfin.report.studies.exit_verdicts import failure_in_words
from rightfin.report.studies.exit_wording import pronouns
from rightfin.report.studies.findings import Cell, FindingsTable, Form, Heading
from rightfin.report.studies.starts import proof
from rightfin.report.studies.starts_said import calendar_in_words
from rightfin.report.words.answer import Sentence
from rightfin.report.words.wording import listed
from rightfin.study.batch import CONTRADICTORY
from rightfin.study.exits.study import ExitAnswer
from rightfin.study.starts.exits import ExitAnew, ExitsAnew

UNFOUND = "No calendar of programmes that can be believed was found in the time."
"""Why an exit has no answer where the search for its starts failed."""


def anew_sentence(anew: ExitsAnew) -> Sentence:
    """Return what starts that are decided for an exit change of the earliest one."""
    return Sentence("anew", "With starts decided for each exit", " ".join(_told(anew)))


def _told(anew: ExitsAnew) -> list[str]:
    study, say = anew.study, pronouns(anew.study.leaving)
    if not anew.tried:
        return ["No exit that fails was left to try."]
    told = []
    if anew.earliest != study.earliest and anew.earliest is not None:
        instead = "" if study.earliest is None else f" instead of {study.earliest}"
        found = next(one for one in anew.tried if one.own_from == anew.earliest)
        starts = "" if found.decided is None else f", with {calendar_in_words(found.decided)}"
        told.append(f"{anew.earliest} is the earliest first year without {say.them}{instead}{starts}.")
    else:
        told.append("They let nobody leave earlier.")
    failing = [one for one in anew.tried if not one.holds]
    if failing:
        last = failing[-1]
        why = failure_in_words(study, _answer(last), last.failures[0])
        told.append(f"{_year(anew, last)} fails: {why}; {_how_sure(anew, last)}.")
    if anew.left:
        told.append(f"Own financing from {listed([str(year) for year in anew.left])} was not tried: "
                    "each would take a search as long.")
    return told


def _how_sure(anew: ExitsAnew, one: ExitAnew) -> str:
    if one.impossible:
        return "it is proven that no other starts would do"
    return f"that no other starts would do is not proven; each search took {anew.within:g} seconds at most"


def _answer(one: ExitAnew) -> ExitAnswer:
    problem = CONTRADICTORY if one.searched else UNFOUND
    return ExitAnswer(one.own_from, one.glance, one.failures, problem="" if one.glance is not None else problem)


def _year(anew: ExitsAnew, one: ExitAnew) -> str:
    end = anew.study.years[-1]
    return f"An exit after {end}" if one.own_from > end else f"{one.own_from}"


def anew_tables(anew: ExitsAnew) -> list[FindingsTable]:
    """Return the exits that were tried; none where none was."""
    if not anew.tried:
        return []
    headings = (
        Heading("own_from", "First year without", Form.YEAR),
        Heading("same_starts", "With the starts above", Form.TEXT, "Whether it holds with the starts of all other tables."),
        Heading("starts_anew", "With starts decided for it", Form.TEXT, "Whether it holds with the starts in this row."),
        Heading("why", "Why not", Form.TEXT), Heading("starts", "Starts", Form.TEXT),
        Heading("sure", "How sure", Form.TEXT, "Of the starts: whether others could be better for this exit."),
    )
    rows: list[tuple[Cell, ...]] = []
    for one in anew.tried:
        why = "" if one.holds else failure_in_words(anew.study, _answer(one), one.failures[0])
        starts, sure = ("", "") if one.decided is None else (calendar_in_words(one.decided), proof(one.decided))
        same = anew.study.answer(one.own_from).holds
        rows.append((one.own_from, "yes" if same else "no", "yes" if one.holds else "no", why or None, starts, sure))
    return [FindingsTable("starts_anew", "Exits with starts of their own", headings, tuple(rows),
                          "Only as many as are needed to know the earliest.")]


def anew_method(anew: ExitsAnew) -> str:
    """Return how these exits were found."""
    how = (
        "years were halved, because with the best starts for each a later exit is never worse" if anew.halved else
        "years were tried one by one, back from the earliest to the first that fails"
    )
    return (
        f"Starts were decided anew for exits that fail with the starts of the study, with the exit in place: {how}; each "
        f"search took {anew.within:g} seconds at most. Coverage is still compared with that of the plan in which donors "
        "never leave with the starts of the study. All other tables and pictures keep these."
    )
