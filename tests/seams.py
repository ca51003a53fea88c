"""Toys that are added to a copy of the package, to see which of its files each kind of addition touches.

A toy is a list of ``Edit``: what is written where, and which test notices if just that is left out.
``docs/architecture.md`` lists the same files. ``toy_family``, ``toy_study`` and ``toy_parts`` hold the toys.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Edit:
    """Lines put before an anchor, which has to stand in the file exactly once; a new file has no anchor.

    Where it alone is left out, the test ``noticed`` fails and says ``words``; or it is a module that cannot be imported.
    """

    file: str
    anchor: str
    text: str
    noticed: str
    words: str


def apply(package: Path, edits: tuple[Edit, ...]) -> None:
    """Make edits in a copy of the package; ``ValueError`` where an anchor does not stand exactly once.

    A file that is changed is a new one: others that were linked to it stay as they are.
    """
    for edit in edits:
        file = package / edit.file
        if not edit.anchor:
            file.write_text(edit.text, encoding="utf-8")
            continue
        text = file.read_text(encoding="utf-8")
        if text.count(edit.anchor) != 1:
            raise ValueError(f"{edit.file} has {text.count(edit.anchor)} times {edit.anchor!r}")
        file.unlink()
        file.write_text(text.replace(edit.anchor, edit.text + edit.anchor), encoding="utf-8")


def files(edits: tuple[Edit, ...]) -> list[str]:
    """Return the files that edits touch, in order."""
    return list(dict.fromkeys(edit.file for edit in edits))


LP = "rightfin.lp.rules"
STUDIES = "rightfin.report.studies.all"
CLI = "rightfin.cli"
SITE = "rightfin.ui.site"
READS = "tests/lp/test_kinds.py::test_columns_and_rows_of_a_kind_are_found_with_their_parts"
"""A test that needs parameters and all kinds of rows and decisions."""
TYPES = "tests/lp/test_kinds.py::test_rules_read_each_decision_by_indices_of_its_axes"
PENALTY = "tests/lp/test_objectives.py::test_a_decision_is_counted_by_a_level_or_says_why_it_is_not"
SUMS = "tests/lp/test_objectives.py::test_every_sum_is_a_level"
RESULTS = "tests/result/test_result_schema.py::test_plans_write_the_tables_and_columns_that_the_schema_describes[1]"
INDICATORS = "tests/result/test_indicators.py::test_every_indicator_that_is_defined_is_worked_out"
FORMULAS = "tests/report/test_results_workbook.py::test_an_indicator_is_a_formula_or_says_what_is_not_in_the_workbook"
PHRASES = "tests/report/test_limits.py::test_each_limit_that_people_can_move_has_its_phrase"
FINDINGS = "tests/report/test_every_study.py::test_the_findings_of_a_study_are_among_those_of_all"
ASKED = "tests/report/test_every_study.py::test_a_study_is_asked_by_a_command_and_by_a_public_name"
PUBLIC = "tests/test_api.py::test_every_public_name_has_a_theme_and_a_home"
CHECKED = "tests/test_api.py::test_type_checkers_are_told_the_homes_of_public_names"
COMMANDS = "tests/test_api.py::test_every_file_with_a_command_is_part_of_the_program"
PAGES = "tests/ui/test_site.py::test_every_page_is_in_the_list_of_pages"
COLUMNS = "tests/case/test_schema_facts.py::test_every_number_and_choice_that_a_case_gives_is_read"
