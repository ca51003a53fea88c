"""The commands with which advisers exchange cases: diff, merge, log, and convert with a reason."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from pipeline import donor, tiny_case
from typer.testing import CliRunner

from rightfin.case import Case
from rightfin.case.exchange.trail import saved
from rightfin.cli import app
from rightfin.io import write_case
from rightfin.reading import read_unchecked

CALLER = CliRunner()
BASE = tiny_case(**donor(3.0, exit_year=2024))


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RIGHTFIN_WHO", raising=False)


def run(*words: object) -> Result:
    return CALLER.invoke(app, [str(word) for word in words])


def changed(table: str, key: str, column: str, value: float | str, base: Case = BASE) -> Case:
    return base.with_cell(table, (key,), column, value)


def written(folder: Path, **cases: Case) -> dict[str, Path]:
    """Write cases as workbooks with a trail that begins with the base."""
    first = saved((), BASE, who="Amina", when="2027-01-10", why="First version")
    paths = {}
    for name, case in cases.items():
        paths[name] = folder / f"{name}.xlsx"
        write_case(case, paths[name], trail=first if case == BASE else saved(
            first, case, who=name, when="2027-02-01", why=f"By {name}"))
    return paths


def flat(text: str) -> str:
    """Return printed text without the breaks of its lines."""
    return " ".join(text.split())


def test_a_save_is_signed_dated_and_kept_by_both_forms(tmp_path: Path) -> None:
    write_case(BASE, tmp_path / "case")
    signed = ["--who", "Amina", "--why", "First version", "--when", "2027-01-10"]
    assert run("convert", tmp_path / "case", tmp_path / "one.xlsx", *signed).exit_code == 0
    assert run("convert", tmp_path / "one.xlsx", tmp_path / "two").exit_code == 0
    found = run("log", tmp_path / "two", "--json")
    document = json.loads(found.stdout)
    assert document["is_current"] is True
    assert document["saves"] == [{
        "digest": BASE.digest, "parent": "", "other_parent": "", "when": "2027-01-10", "who": "Amina",
        "why": "First version",
    }]
    assert run("convert", tmp_path / "two", tmp_path / "today.xlsx", "--who", "Boris", "--why", "Looked at").exit_code == 0
    newest = read_unchecked(tmp_path / "today.xlsx").trail[-1]
    assert (newest.who, newest.parent) == ("Boris", BASE.digest)
    assert abs((date.fromisoformat(newest.when) - date.today()).days) <= 1


def test_a_reason_needs_a_name_and_a_name_needs_a_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_case(BASE, tmp_path / "case")
    nameless = run("convert", tmp_path / "case", tmp_path / "one.xlsx", "--why", "First version")
    assert nameless.exit_code == 2
    assert "RIGHTFIN_WHO" in nameless.stderr
    assert run("convert", tmp_path / "case", tmp_path / "one.xlsx", "--who", "Amina").exit_code == 2
    undated = run("convert", tmp_path / "case", tmp_path / "one.xlsx", "--who", "A", "--why", "B", "--when", "soon")
    assert undated.exit_code == 2
    assert not (tmp_path / "one.xlsx").exists()
    monkeypatch.setenv("RIGHTFIN_WHO", "Amina Roy")
    assert run("convert", tmp_path / "case", tmp_path / "one.xlsx", "--why", "First version").exit_code == 0
    assert read_unchecked(tmp_path / "one.xlsx").trail[0].who == "Amina Roy"


def test_changes_by_hand_since_the_last_save_are_noticed(tmp_path: Path) -> None:
    trail = saved((), BASE, who="Amina", when="2027-01-10", why="First version")
    write_case(changed("cadres", "soldier", "pay", 1600.0), tmp_path / "edited.xlsx", trail=trail)
    checked = run("check", tmp_path / "edited.xlsx")
    assert checked.exit_code == 0
    assert "changed since it was last saved" in checked.stderr
    assert "The content was changed since it was last saved" in run("log", tmp_path / "edited.xlsx").stdout
    write_case(BASE, tmp_path / "same.xlsx", trail=trail)
    assert "changed since" not in run("check", tmp_path / "same.xlsx").stderr
    logged = run("log", tmp_path / "same.xlsx").stdout
    assert "The content is what was last saved" in logged
    assert BASE.digest[:8] in logged


def test_a_case_without_a_trail_says_how_to_begin_one(tmp_path: Path) -> None:
    write_case(BASE, tmp_path / "case")
    found = run("log", tmp_path / "case")
    assert found.exit_code == 0
    assert "--why" in found.stdout
    assert "changed since" not in run("check", tmp_path / "case").stderr


def test_a_difference_is_an_answer(tmp_path: Path) -> None:
    paths = written(tmp_path, base=BASE, boris=changed("pledges", "friends", "2022", 1e6))
    found = run("diff", paths["base"], paths["boris"], "--out", tmp_path / "D.xlsx")
    assert found.exit_code == 0, found.output
    text = flat(found.stdout)
    assert "friends in pledges, 2022, from 3,000,000 to 1,000,000 (-66.7%)" in text
    assert "donors' money falls by USD" in text
    assert text.index("The answer") < text.index("Changed cells"), "sentences come first"
    assert "pledges!" in found.stdout, "the cell in each file"
    before = (tmp_path / "D.xlsx").read_bytes()
    assert "Changes" in load_workbook(tmp_path / "D.xlsx").sheetnames
    again = run("diff", paths["base"], paths["boris"], "--out", tmp_path / "D.xlsx")
    assert again.exit_code == 2
    assert "--force" in again.stderr
    assert run("diff", paths["base"], paths["boris"], "--out", tmp_path / "D.xlsx", "--force").exit_code == 0
    assert (tmp_path / "D.xlsx").read_bytes() == before
    assert run("diff", paths["base"], paths["boris"], "--out", tmp_path / "D.ods").exit_code == 2


def test_equal_cases_in_two_forms_are_equal(tmp_path: Path) -> None:
    paths = written(tmp_path, base=BASE)
    write_case(BASE, tmp_path / "folder")
    found = run("diff", paths["base"], tmp_path / "folder")
    assert found.exit_code == 0
    assert "hold the same case" in flat(found.stdout)


def test_a_case_is_compared_with_itself_under_a_scenario(tmp_path: Path) -> None:
    row = {"scenario": "richer", "order": 1, "table": "macro", "key": "security_share", "column": "*",
           "operation": "multiply", "value": 1.1}
    paths = written(tmp_path, base=BASE.replace({"scenarios": [row]}))
    found = run("diff", paths["base"], "--against", "richer")
    assert found.exit_code == 0
    told = flat(found.stdout)
    assert "A is base.xlsx, B is base.xlsx under richer." in told
    assert "1 cell changed in macro." in told
    assert "own money rises by" in told
    for words in ([], [paths["base"], "--against", "richer"]):
        assert "a file B or a scenario of A" in flat(run("diff", paths["base"], *words).stderr)
    unknown = run("diff", paths["base"], "--against", "storm")
    assert unknown.exit_code == 2
    assert "In base.xlsx: There is no scenario storm." in flat(unknown.stderr)


def test_a_difference_for_programs_is_one_object(tmp_path: Path) -> None:
    paths = written(tmp_path, base=BASE, boris=changed("pledges", "friends", "2022", 1e6))
    document = json.loads(run("diff", paths["base"], paths["boris"], "--json", "--inputs-only").stdout)
    assert set(document["tables"]) == {"inputs", "changes"}
    row = dict(zip(document["tables"]["changes"]["columns"], document["tables"]["changes"]["rows"][0], strict=True))
    assert (row["old"], row["new"], row["change"]) == (3e6, 1e6, -2e6)


def test_scenarios_and_settings_are_laid_over_both(tmp_path: Path) -> None:
    paths = written(tmp_path, base=BASE, boris=changed("pledges", "friends", "2022", 1e6))
    found = run("diff", paths["base"], paths["boris"], "--set", "discount_rate=0.1")
    assert "discount_rate = 0.1" in flat(found.stdout)
    unknown = run("diff", paths["base"], paths["boris"], "--scenario", "storm")
    assert unknown.exit_code == 2
    assert "base.xlsx" in unknown.stderr


def test_a_file_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    paths = written(tmp_path, base=BASE, bad=changed("cadres", "soldier", "institution", "navy"))
    found = run("diff", paths["base"], paths["bad"])
    assert found.exit_code == 2
    assert "bad.xlsx: cadres!" in found.stderr
    missing = run("merge", paths["base"], tmp_path / "none.xlsx", paths["base"], "--out", tmp_path / "M.xlsx")
    assert missing.exit_code == 2
    assert "none.xlsx" in missing.stderr
    assert not (tmp_path / "M.xlsx").exists()


def test_versions_that_agree_are_merged_and_signed(tmp_path: Path) -> None:
    ours, theirs = changed("cadres", "soldier", "pay", 1600.0), changed("pledges", "friends", "2022", 1e6)
    paths = written(tmp_path, base=BASE, ours=ours, theirs=theirs)
    found = run("merge", *paths.values(), "--out", tmp_path / "M", "--who", "Chen", "--why", "Both", "--when", "2027-03-01")
    assert found.exit_code == 0, found.output
    merged = read_unchecked(tmp_path / "M")
    assert merged.case == changed("pledges", "friends", "2022", 1e6, ours)
    newest = merged.trail[-1]
    assert (newest.digest, newest.parent, newest.other_parent) == (merged.case.digest, ours.digest, theirs.digest)
    assert [save.who for save in merged.trail] == ["Amina", "ours", "theirs", "Chen"]
    assert "1 change of" in flat(found.stdout)
    again = run("merge", *paths.values(), "--out", tmp_path / "M")
    assert again.exit_code == 2
    assert run("merge", *paths.values(), "--out", tmp_path / "M", "--force").exit_code == 0
    assert [save.who for save in read_unchecked(tmp_path / "M").trail] == ["Amina", "ours", "theirs"]


def test_conflicts_are_settled_in_the_workbook(tmp_path: Path) -> None:
    paths = written(tmp_path, base=BASE, ours=changed("cadres", "soldier", "pay", 1600.0),
                    theirs=changed("cadres", "soldier", "pay", 1700.0))
    refused = run("merge", *paths.values(), "--out", tmp_path / "M")
    assert refused.exit_code == 1
    assert ".xlsx" in refused.stderr
    assert not (tmp_path / "M").exists()

    merged = tmp_path / "M.xlsx"
    found = run("merge", *paths.values(), "--out", merged, "--who", "Chen", "--why", "Both", "--when", "2027-03-01")
    assert found.exit_code == 1
    assert "1 conflict" in found.stdout
    for command in (["check", merged], ["plan", merged], ["convert", merged, tmp_path / "clean.xlsx"]):
        unsettled = run(*command)
        assert unsettled.exit_code == 2
        assert "conflicts!G" in unsettled.stderr
    assert not (tmp_path / "clean.xlsx").exists()
    assert "to settle" in run("log", merged).stdout

    book = load_workbook(merged)
    sheet = book["conflicts"]
    take = next(cell for row in sheet.iter_rows() for cell in row if cell.value == "take")
    sheet.cell(take.row + 1, take.column).value = "b"
    book.save(merged)
    assert run("check", merged).exit_code == 0
    done = run("convert", merged, tmp_path / "clean.xlsx", "--who", "Chen", "--why", "pay as in B", "--when", "2027-03-02")
    assert done.exit_code == 0, done.output
    clean = read_unchecked(tmp_path / "clean.xlsx")
    assert clean.case == changed("cadres", "soldier", "pay", 1700.0)
    assert "conflicts" not in load_workbook(tmp_path / "clean.xlsx").sheetnames
    assert clean.trail[-1].why == "Both; pay as in B"
    assert clean.trail[-1].digest == clean.case.digest
    assert len(clean.trail) == 4


def test_a_merge_that_does_not_fit_together_is_written_and_answers_no(tmp_path: Path) -> None:
    spare = {"cadre": "clerk", "institution": "army", "name": "Clerks", "opening_strength": 1.0, "pay": 1.0, "support": 1.0,
             "attrition": 0.1}
    base = BASE.replace({"cadres": [*BASE.records("cadres"), spare]})
    promoted = base.replace({"promotions": [{"from": "soldier", "to": "clerk", "max_rate": 0.1}]})
    for name, case in (("base", base), ("a", BASE), ("b", promoted)):
        write_case(case, tmp_path / name)
    found = run("merge", tmp_path / "base", tmp_path / "a", tmp_path / "b", "--out", tmp_path / "M.xlsx")
    assert found.exit_code == 1, found.output
    assert "clerk" in found.stderr
    assert "nothing was written" not in found.stderr
    assert (tmp_path / "M.xlsx").exists()
    assert run("check", tmp_path / "M.xlsx").exit_code == 2


def test_a_results_workbook_is_as_good_as_a_case(tmp_path: Path) -> None:
    """The case travels inside it with its trail."""
    paths = written(tmp_path, base=BASE, boris=changed("pledges", "friends", "2022", 1e6))
    assert run("plan", paths["boris"], "--out", tmp_path / "out").exit_code == 0
    results = tmp_path / "out" / "plan.xlsx"
    assert "hold the same case" in flat(run("diff", paths["boris"], results).stdout)
    logged = run("log", results).stdout
    assert "The content is what was last saved" in logged
    assert "By boris" in logged
    merged = run("merge", paths["base"], paths["base"], results, "--out", tmp_path / "M.xlsx")
    assert merged.exit_code == 0, merged.output
    assert read_unchecked(tmp_path / "M.xlsx").case == read_unchecked(paths["boris"]).case


def test_a_row_that_one_removed_and_the_other_changed_is_said_in_words(tmp_path: Path) -> None:
    gone = BASE.replace({"donors": [], "pledges": []})
    paths = written(tmp_path, base=BASE, a=gone, b=changed("donors", "friends", "exit_year", 2025))
    found = run("merge", paths["base"], paths["a"], paths["b"], "--out", tmp_path / "m.xlsx")
    assert found.exit_code == 1
    assert "exit_year = 2025" in flat(found.output)
    assert "{" not in found.output
    unsettled = run("check", tmp_path / "m.xlsx")
    assert unsettled.exit_code == 2
    assert "exit_year = 2025" in flat(unsettled.output)


def test_a_template_like_a_case_carries_its_trail(tmp_path: Path) -> None:
    paths = written(tmp_path, base=BASE)
    assert run("template", tmp_path / "like.xlsx", "--like", paths["base"]).exit_code == 0
    assert read_unchecked(tmp_path / "like.xlsx").trail == read_unchecked(paths["base"]).trail
    assert len(read_unchecked(tmp_path / "like.xlsx").trail) == 1
