"""Reading sentences of findings back: forms as patterns, and numbers as they stand in words, checked against tables.

Nothing here is taken from what makes the sentences. A sentence that no form knows is as wrong as one that its tables deny.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rightfin.report.studies.findings import Findings, FindingsTable

NUMBER = r"[−+-]?(?:[A-Z]{3} )?[−-]?[\d,]*\.?\d+(?:e[+-]?\d+)?(?: (?:trillion|billion|million))?%?"
"""A number as sentences write it: a count, a share in per cent, an amount of money with its currency."""

_WORDS = {"trillion": 1e12, "billion": 1e9, "million": 1e6}


class UnsupportedError(AssertionError):
    """A sentence that its tables do not support, or of a form that nobody knows."""


@dataclass(frozen=True)
class Said:
    """A number as it is said: ``value``, and how far what it stands for may lie from it."""

    value: float
    within: float

    def is_of(self, number: object) -> bool:
        """Return whether a cell may be written like this."""
        return isinstance(number, int | float) and abs(float(number) - self.value) <= self.within * 1.001 + 1e-12

    def times(self, by: float) -> Said:
        return Said(self.value * by, self.within * abs(by))


def said(text: str, *, trimmed: bool = False) -> Said:
    """Return a number of a sentence; half of its last digit may be rounding, of a trimmed one half of its second digit."""
    bare = re.sub(r"[A-Z]{3} |%|,", "", text).replace("−", "-").replace("+", "").strip()
    number, _, word = bare.partition(" ")
    value = float(number)
    digits = number.partition("e")[0].partition(".")[2]
    within = 0.5 * 10.0 ** -len(digits)
    if trimmed and 0.0 < abs(value) < 10.0 and not word:
        within = min(within, 0.05 * abs(value))
    by = _WORDS.get(word, 1.0) * (0.01 if "%" in text else 1.0)
    return Said(value * by, within * by)


Rows = list[dict[str, object]]


def rows_of(found: Findings, name: str) -> Rows:
    """Return the rows of a table by column; none where there is no such table."""
    table: FindingsTable | None = next((one for one in found.tables if one.name == name), None)
    return (
        []
        if table is None
        else [{heading.name: cell for heading, cell in zip(table.headings, row, strict=True)} for row in table.rows]
    )


def the(rows: Iterable[Mapping[str, object]], text: object = "", **cells: object) -> dict[str, object]:
    """Return the one row with some cells; what is said may be a number, a test or the cell itself."""

    def fits(row: Mapping[str, object]) -> bool:
        return all(
            want.is_of(row[name]) if isinstance(want, Said) else want(row[name]) if callable(want) else row[name] == want
            for name, want in cells.items()
        )

    kept = [dict(row) for row in rows if fits(row)]
    require(bool(kept), f"no row says {cells} {text}")
    return kept[0]


def require(holds: bool, why: object) -> None:
    if not holds:
        raise UnsupportedError(str(why))


def number_of(cell: object) -> float:
    require(isinstance(cell, int | float), f"{cell!r} is no number")
    return float(cell)  # type: ignore[arg-type]


def items(text: str, pattern: str, between: str = r", | and |; ") -> list[re.Match[str]]:
    """Return the items of a list in words, all of which are of one form."""
    found, at = [], 0
    item, gap = re.compile(rf"(?:{pattern})(?=(?:{between})|$)"), re.compile(between)
    while True:
        match = item.match(text, at)
        require(match is not None, f"no list of {pattern}: {text[at:]!r}")
        assert match is not None
        found.append(match)
        at = match.end()
        if at == len(text):
            return found
        space = gap.match(text, at)
        require(space is not None, f"no end of {pattern}: {text[at:]!r}")
        assert space is not None
        at = space.end()


def parts(text: str) -> list[str]:
    """Return the names of an English list that has no comma within its names but in brackets."""
    return [one for one in re.split(r"(?:, | and )(?![^(]*\))", text) if one]


Check = Callable[[Findings, re.Match[str], object], None]


@dataclass(frozen=True)
class ToldForm:
    """One form of sentence: where it may stand, its pattern, and what its tables must hold."""

    topic: str
    pattern: str
    check: Check


@dataclass
class Reading:
    """What was read so far: how many sentences, in which forms, and those that are not supported."""

    sentences: int = 0
    forms: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def read(self, of: str, found: Findings, forms: Sequence[ToldForm], study: object) -> None:
        """Read every sentence of findings."""
        written = [one for table in found.tables for one in (table.note, *(heading.text for heading in table.headings))]
        for sentence in found.sentences:
            for base in set(re.findall(r"prices of (\d{4})", sentence.text)):
                if not any(f"prices of {base}" in one for one in written):
                    self.wrong.append(f"{of} | {sentence.topic} | no table is at prices of {base} | {sentence.text}")
            known = [form for form in forms if re.fullmatch(form.topic, sentence.topic)]
            for text in split_up(sentence.text, [form.pattern for form in known]):
                self.sentences += 1
                form = next((form for form in known if re.fullmatch(form.pattern, text)), None)
                if form is None:
                    self.wrong.append(f"{of} | {sentence.topic} | no such form | {text}")
                    continue
                self.forms.add((form.topic, form.pattern))
                match = re.fullmatch(form.pattern, text)
                assert match is not None
                try:
                    form.check(found, match, study)
                except (UnsupportedError, LookupError, ValueError) as why:  # what a table lacks cannot be looked up
                    self.wrong.append(f"{of} | {sentence.topic} | {why} | {text}")

    def told(self) -> str:
        return f"{self.sentences} sentences, {len(self.forms)} forms, {len(self.wrong)} unsupported"


def split_up(text: str, patterns: Sequence[str]) -> list[str]:
    """Return the sentences of a text: the longest beginning that is of a known form comes first, else one full stop."""
    found, left = [], text
    while left:
        ends = [match.start() + 1 for match in re.finditer(r"[.?](?= |$)", left)]
        require(bool(ends), f"no sentence: {left}")
        end = next((end for end in ends if any(re.fullmatch(one, left[:end]) for one in patterns)), ends[0])
        found.append(left[:end])
        left = left[end:].lstrip()
    return found
