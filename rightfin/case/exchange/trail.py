"""The trail of a case: who saved it, when and why, and from which case it was made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from rightfin.case.case import Case
from rightfin.case.cell import LONGEST_TEXT, UNPRINTABLE, Fault, as_text, is_blank, is_note, read_cell
from rightfin.case.issue import CaseError, Issue, Severity
from rightfin.case.reading.header import first_read, normal
from rightfin.case.reading.names import table_name
from rightfin.case.reading.raw import RawTable
from rightfin.schema.trail import TRAIL

SHORT = 8
"""Digits of a digest that people are shown."""


@dataclass(frozen=True)
class Save:
    """One saved state: digests in hexadecimal, ``when`` an ISO date or empty, ``why`` a sentence.

    ``digest`` is that of the content as saved; it is empty where a person wrote the line by hand and the case was not
    saved by rightfin since. ``other_parent`` is the second case where two were merged.
    """

    digest: str = ""
    parent: str = ""
    other_parent: str = ""
    when: str = ""
    who: str = ""
    why: str = ""


Trail = tuple[Save, ...]
"""All saves that led to a case, oldest first."""


@dataclass(frozen=True)
class Lineage:
    """A trail beside the content that it came with.

    ``is_current`` says whether the content is what was last saved; ``None`` if nothing was saved with a digest.
    ``unknown`` are the parents that the trail does not list: who made those states, and why, is not known.
    ``unsaved`` are lines after the last save that people wrote by hand.
    """

    saves: Trail
    digest: str
    is_current: bool | None
    unknown: tuple[str, ...]
    unsaved: Trail

    @property
    def last(self) -> Save | None:
        """The last save with a digest, ``None`` if there is none."""
        return next((save for save in reversed(self.saves) if save.digest), None)


def lineage(trail: Trail, case: Case) -> Lineage:
    """Return a trail beside the case that it came with: whether it was changed since, which parents are not listed."""
    known = {save.digest for save in trail if save.digest}
    last = max((place for place, save in enumerate(trail) if save.digest), default=None)
    parents = dict.fromkeys(parent for save in trail for parent in (save.parent, save.other_parent) if parent)
    return Lineage(
        trail, case.digest, None if last is None else trail[last].digest == case.digest,
        tuple(parent for parent in parents if parent not in known), trail[0 if last is None else last + 1 :],
    )


def saved(
    trail: Trail, case: Case, *, who: str, when: str, why: str, parent: str | None = None, other_parent: str = ""
) -> Trail:
    """Return the trail after a case was saved.

    ``parent`` is the digest of the case that this one was made from; without it, that of the last save. Then a last line
    that a person wrote by hand gets the digest, if it names nobody else: what stands there stays, what is blank is filled
    in, and another reason is put behind its own. After a merge that somebody else left to settle, the save is made from
    what was merged.

    Raises ``CaseError`` if who or why is blank or cannot be written, or if ``when`` is no ISO date.
    """
    who, why = _told("who", who), _told("why", why)
    when = _dated(when)
    last = next((save.digest for save in reversed(trail) if save.digest), "")
    new = Save(case.digest, last if parent is None else parent, other_parent, when, who, why)
    hand = trail[-1] if trail else None
    if parent is not None or hand is None or hand.digest:
        return (*trail, new)
    if hand.who not in ("", who):
        return (*trail, replace(new, parent=hand.parent or new.parent, other_parent=hand.other_parent))
    whys = hand.why if hand.why in (why, "") or why in hand.why else f"{hand.why}; {why}"
    return (*trail[:-1], Save(
        new.digest, hand.parent or new.parent, hand.other_parent or new.other_parent, hand.when or when, who, whys or why,
    ))


def begun(trail: Trail, *, who: str, when: str, why: str, parent: str, other_parent: str = "") -> Trail:
    """Return a trail with a last line whose digest is still to come: a merge in which something is left to settle.

    Raises as ``saved`` does.
    """
    return (*trail, Save("", parent, other_parent, _dated(when), _told("who", who), _told("why", why)))


def united(*trails: Trail) -> Trail:
    """Return all saves of several trails, each once: those of the first in their order, then what others add."""
    return tuple(dict.fromkeys(save for trail in trails for save in trail))


def unsaved_changes(trail: Trail, case: Case) -> Issue | None:
    """Return a warning if a case differs from what its trail says was last saved; ``None`` for a case without trail."""
    found = lineage(trail, case)
    if found.last is None or found.is_current:
        return None
    by = f" by {found.last.who}" if found.last.who else ""
    on = f" on {found.last.when}" if found.last.when else ""
    return Issue(
        "unsaved_changes",
        f"The case was changed since it was last saved with a reason ({short(found.last.digest)}{on}{by}).",
        "Save it with rightfin convert CASE OUT --who NAME --why REASON, so that others can see who changed it and why.",
        TRAIL.name, severity=Severity.WARNING,
    )


def short(digest: str) -> str:
    """Return a digest as people are shown it."""
    return digest[:SHORT]


def read_trail(raw: Iterable[RawTable]) -> Trail:
    """Return the trail among tables as they were found; lenient, because people write lines by hand.

    Unknown headings, blank lines and notes are passed over; characters that no file can hold become blanks.
    """
    table = next((found for found in raw if table_name(found.name) == TRAIL.name), None)
    if table is None:
        return ()
    places = {normal(heading): place for place, heading in reversed(list(enumerate(table.header)))}
    first = first_read(TRAIL, table.header)
    found = []
    for row in table.rows:
        if is_note(row.at(first)) or all(map(is_blank, row.cells)):
            continue
        cells = {
            column.name: _plain(as_text(row.cells[places[column.name]]))
            for column in TRAIL.columns if column.name in places and places[column.name] < len(row.cells)
        }
        if any(cells.values()):
            found.append(Save(**cells))
    return tuple(found)


def records(trail: Trail) -> list[dict[str, str]]:
    """Return the saves as rows of the table ``trail``."""
    return [{column.name: str(getattr(save, column.name)) for column in TRAIL.columns} for save in trail]


def _plain(text: str) -> str:
    """Return a text that both forms of a case can hold."""
    return UNPRINTABLE.sub(" ", text).strip()[:LONGEST_TEXT]


def _told(column: str, text: str) -> str:
    """Return a text of the trail; raises ``CaseError`` if it is blank or cannot be written."""
    found = read_cell(text, TRAIL.column(column))
    if isinstance(found, Fault):
        remedy = "Type it anew." if found.code == "unprintable" else found.remedy
        raise CaseError([Issue(found.code, f"--{column}: {found.message}", remedy)])
    if found is None:
        words = {"who": "Nobody is named who saves the case.", "why": "No reason is given for saving the case."}
        remedies = {"who": "Give a name with --who, or set RIGHTFIN_WHO.", "why": "Give a reason with --why."}
        raise CaseError([Issue(f"no_{column}", words[column], remedies[column])])
    return _plain(str(found))


def _dated(when: str) -> str:
    """Return an ISO date; raises ``CaseError`` for anything else."""
    try:
        return date.fromisoformat(when).isoformat()
    except ValueError:
        raise CaseError([
            Issue("not_a_date", f"{when or 'A blank'} is not a date.", "Write --when as year, month and day: 2027-03-31.")
        ]) from None
