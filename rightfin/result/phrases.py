"""What targets, rules and parts of the budget are called: they have no name, so a phrase is made of the row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace

from rightfin.case.case import Case
from rightfin.case.resolve import filled
from rightfin.result.group_words import group_in_words
from rightfin.result.plan import Names
from rightfin.schema import Value

Row = Mapping[str, Value]


def with_phrases(case: Case, names: Names) -> Names:
    """Return names with phrases for the rows of ``targets``, ``rules`` and ``ceilings`` of a prepared case.

    No two of a table are alike: rows that would be have their id behind the phrase. A row whose group cannot be read keeps
    its id alone.
    """
    return replace(names, targets=_phrases(case, "targets", names, _target), rules=_phrases(case, "rules", names, _rule),
                   parts=_phrases(case, "ceilings", names, _part))


def _phrases(case: Case, table: str, names: Names, phrase: Callable[[Row, Names], str]) -> dict[str, str]:
    key, texts = case.tables[table].table.key[0], dict[str, str]()
    for row in filled(case, table):
        name = str(row[key])
        try:
            texts[name] = phrase(row, names)
        except ValueError:
            texts[name] = name
    often = Counter(texts.values())
    return {name: text if often[text] == 1 or text == name else f"{text} [{name}]" for name, text in texts.items()}


def _target(row: Row, names: Names) -> str:
    """Return what a target bounds: *least number of women of National Police*."""
    bound = "greatest number of" if row["relation"] == "at_most" else "least number of"
    text = f"{bound} {group_in_words(str(row['group']), str(row['measure']), names)}"
    return f"{text} per 100,000 inhabitants" if row["measure"] == "per_100k" else text


def _rule(row: Row, names: Names) -> str:
    """Return what a rule compares: *Court clerks at least 2 times Judges*, *civilians at least 7% of people*."""
    left, right = (group_in_words(str(row[side]), str(row["measure"]), names) for side in ("left", "right"))
    times = float(str(row["coefficient"]))
    share = f"{100.0 * times:.10g}% of" if 0.0 < times <= 1.0 else f"{times:.10g} times"
    return f"{left} {str(row['relation']).replace('_', ' ')} {share} {right}"


def _part(row: Row, names: Names) -> str:
    """Return what a ceiling or floor of a part counts: *cost of Prison Service*."""
    text = group_in_words(str(row["scope"]), "cost", names)
    return text if row.get("payer") is None else f"{text} paid by {names.payers.get(str(row['payer']), str(row['payer']))}"
