from __future__ import annotations

import pickle
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pipeline import tiny_case

from rightfin.case import CaseError
from rightfin.definition import PARAMETERS, Definition, default_definition, read_definition
from rightfin.fiscal.project import project
from rightfin.lp.rules import FAMILIES
from rightfin.schema.switches import Switch

MODELS = Path(__file__).parents[2] / "models"
EXPECTED_SWITCHES = {
    "wage_bill",
    "handover",
    "co_financing",
    "no_cliff",
    "saving_limit",
    "clearing_limit",
    "team",
    "overhead",
    "grade_ratio",
    "composition",
    "equipment",
    "training",
    "strength_limits",
}


def written(folder: Path, text: str) -> Path:
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    return file


def problems(folder: Path, text: str) -> dict[str, str]:
    """Place and sentence of every problem in a definition."""
    with pytest.raises(CaseError) as refusal:
        read_definition(written(folder, text))
    return {
        issue.cell.removeprefix("mine.toml").strip(): f"{issue.message} {issue.remedy}"
        for issue in refusal.value.issues
    }


def test_default_has_everything_on() -> None:
    default = default_definition()
    assert set(default.rules) == set(Switch) == EXPECTED_SWITCHES
    assert all(default.rules.values())
    assert dict(default.settings) == {}
    assert default.scenarios == ()
    assert default.grade_ratio_factor == 1.25
    assert set(default.parameters) == set(PARAMETERS)


def test_shipped_default_overlays_nothing() -> None:
    assert read_definition(MODELS / "default.toml") == default_definition()


@pytest.mark.parametrize("file", sorted(MODELS.glob("*.toml")), ids=lambda file: file.stem)
def test_every_shipped_definition_reads_and_is_described(file: Path) -> None:
    definition = read_definition(file)
    assert definition.name == file.stem
    assert definition.title != definition.name
    assert len(definition.description) > 40
    if file.stem != "default":
        assert set(tomllib.loads(file.read_text(encoding="utf-8"))) <= {
            "name",
            "title",
            "description",
            "settings",
            "handovers",
            "phases",
        }


def test_there_is_no_python_among_the_models() -> None:
    assert {file.suffix for file in MODELS.rglob("*") if file.is_file()} == {".toml", ".csv"}


def test_phased_exit_and_austerity_say_what_they_change() -> None:
    phased, austere = read_definition(MODELS / "phased_exit.toml"), read_definition(MODELS / "austerity.toml")
    assert phased.settings["handover"] == "s_curve"
    assert phased.settings["secondary_objective"] == "early_handover"
    assert austere.settings["secondary_objective"] == "own_money"
    assert float(str(austere.settings["arrears_tolerance"])) == 0.0
    assert float(str(austere.settings["rule_weight"])) > 0.3


def test_a_definition_states_only_what_differs(tmp_path: Path) -> None:
    text = (
        'name = "mine"\nscenarios = ["low", " early "]\n[rules]\nteam = false\n[settings]\ntail_years = 2\n'
    )
    definition = read_definition(written(tmp_path, text))
    assert definition.rules == {**default_definition().rules, "team": False}
    assert definition.parameters == default_definition().parameters
    assert definition.scenarios == ("low", "early")
    assert definition.settings == {"tail_years": 2}
    assert definition.title == "mine"


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        """
nam = "mine"
title = 3
scenarios = "low"
[settings]
discount_rat = 0.1
discount_rate = "0.1"
rule_weight = -1
handover = "lineer"
reserve_allowed = 1
tail_years = 2.5
title = " "
[rules]
grade_ration = false
team = "no"
[parameters]
grade_ratio_factor = true
""",
    )
    assert set(found) == {
        "nam",
        "name",
        "title",
        "scenarios",
        "settings.discount_rat",
        "settings.discount_rate",
        "settings.rule_weight",
        "settings.handover",
        "settings.reserve_allowed",
        "settings.tail_years",
        "settings.title",
        "rules.grade_ration",
        "rules.team",
        "parameters.grade_ratio_factor",
    }
    assert "Did you mean name?" in found["nam"]
    assert "Did you mean discount_rate?" in found["settings.discount_rat"]
    assert "Did you mean grade_ratio?" in found["rules.grade_ration"]
    assert "without quotation marks" in found["settings.discount_rate"]
    assert "linear" in found["settings.handover"]
    assert "true or false" in found["rules.team"]
    assert all(text.endswith((".", "?")) for text in found.values())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('name = "My Model"', "short name"),
        ('name = ""', "short name"),
        ("name = 3", "not a text"),
        ('name = "a"\nrules = 3', "not a table"),
        ('name = "a"\nscenarios = [1]', "not a list of names"),
        ('name = "a"\n[parameters]\ngrade_ratio_factor = 0.5', "1"),
        ("name = ", "not valid TOML"),
        ('name = "a"\n[settings]\nend_year = 2030-01-01', "not a year"),
        ('name = "a"\n[settings]\ndiscount_rate = nan', "not a number"),
    ],
)
def test_single_problems(tmp_path: Path, text: str, words: str) -> None:
    assert any(words in sentence for sentence in problems(tmp_path, text).values())


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="There is no file"):
        read_definition(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(CaseError, match="cannot be read"):
        read_definition(tmp_path / "bad.toml")
    with pytest.raises(CaseError, match="cannot be read"):
        read_definition(tmp_path)


def test_digest_sees_content_and_nothing_else(tmp_path: Path) -> None:
    one = read_definition(written(tmp_path, 'name = "m"\n[settings]\ntail_years = 2\nrule_weight = 1\n'))
    two = read_definition(
        written(tmp_path, '# note\nname = "m"\n[settings]\nrule_weight = 1.0\ntail_years = 2\n')
    )
    assert one == two
    assert one.digest == two.digest
    assert hash(one) == hash(two)
    other = read_definition(written(tmp_path, 'name = "m"\n[settings]\ntail_years = 3\nrule_weight = 1\n'))
    assert other.digest != one.digest


def test_a_definition_is_frozen_and_travels_between_processes() -> None:
    definition = read_definition(MODELS / "austerity.toml")
    with pytest.raises(TypeError):
        definition.rules["team"] = False  # type: ignore[index]
    with pytest.raises(AttributeError):
        definition.name = "other"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(definition)) == definition


@given(st.dictionaries(st.sampled_from(sorted(Switch)), st.booleans()))
def test_switches_overlay_the_default(
    tmp_path_factory: pytest.TempPathFactory, switches: dict[str, bool]
) -> None:
    lines = ['name = "m"', "[rules]", *(f"{name} = {str(on).lower()}" for name, on in switches.items())]
    definition = read_definition(written(tmp_path_factory.mktemp("definition"), "\n".join(lines)))
    assert definition.rules == {**dict.fromkeys(Switch, True), **switches}
    assert isinstance(definition, Definition)


def test_unknown_keys_are_named_in_the_order_of_the_file(tmp_path: Path) -> None:
    keys = [f"zz{number}" for number in range(12)]
    file = tmp_path / "model.toml"
    file.write_text('name = "x"\n' + "".join(f"{key} = 1\n" for key in keys))
    with pytest.raises(CaseError) as refusal:
        read_definition(file)
    assert [issue.cell for issue in refusal.value.issues] == [f"model.toml {key}" for key in keys]
    assert {issue.remedy for issue in refusal.value.issues} == {
        "Type one of: name, title, description, scenarios, settings, rules, parameters, handovers, phases."
    }


RULE = """
name = "m"
[[handovers]]
handover = "h"
path = "phases"
phase_rule = "r"
from = 0.1
2026 = 0.2
[[phases]]
phase_rule = "r"
phase = "p"
order = 1
growth = 0.1
source = "assumption"
"""


def test_a_definition_may_bring_rows_along(tmp_path: Path) -> None:
    definition = read_definition(written(tmp_path, RULE))
    assert definition.tables == {
        "handovers": ({"handover": "h", "path": "phases", "phase_rule": "r", "from": 0.1, "2026": 0.2},),
        "phases": ({"phase_rule": "r", "phase": "p", "order": 1, "growth": 0.1, "source": "assumption"},),
    }
    assert pickle.loads(pickle.dumps(definition)) == definition
    assert definition.digest != read_definition(written(tmp_path, RULE.replace("growth = 0.1", "growth = 0.2"))).digest
    with pytest.raises(TypeError):
        definition.tables["phases"][0]["growth"] = 0.2  # type: ignore[index]


def test_rows_are_checked_as_the_cells_of_a_case(tmp_path: Path) -> None:
    text = """
name = "m"
phases = 3
[[handovers]]
handover = "My handover"
path = "lineer"
from = 12
steps = "3"
sope = "all"
1776 = 0.5
[[handovers]]
handover = "a"
path = "linear"
[[handovers]]
handover = "a"
path = "stepped"
"""
    found = problems(tmp_path, text)
    assert set(found) == {
        "phases", "handovers row 1.handover", "handovers row 1.path", "handovers row 1.from", "handovers row 1.steps",
        "handovers row 1.sope", "handovers row 1.1776", "handovers row 3",
    }
    assert "short name" in found["handovers row 1.handover"]
    assert "Did you mean linear?" in found["handovers row 1.path"]
    assert "12 % is 0.12" in found["handovers row 1.from"]
    assert "Did you mean scope?" in found["handovers row 1.sope"]
    other = 'name = "m"\n[[handovers]]\nhandover = {x = 1}\npath = "by_year"\n2021 = 1979-05-27\n2022 = true\n'
    assert problems(tmp_path, other) == {
        "handovers row 1.handover": "“{'x': 1}” is not an id. Type a text in quotation marks.",
        "handovers row 1.2021": "“1979-05-27” is not a share. Type a share, without quotation marks.",
        "handovers row 1.2022": "“True” is not a share. Type a share, without quotation marks.",
    }
    for year in ("02021", '"２０２１"'):  # read as 2021 by a careless eye, and by int()
        text = f'name = "m"\n[[handovers]]\nhandover = "a"\npath = "by_year"\n{year} = 0.5\n'
        assert "is not a column of handovers" in problems(tmp_path, text)["handovers row 1." + year.strip('"')]
    missing = problems(tmp_path, 'name = "m"\n[[phases]]\nphase_rule = "r"\n')
    assert {"phases row 1.phase", "phases row 1.order"} == set(missing)


SHIPPED_RULES = ("gavi_2023", "gavi_2016", "chicago_2012", "unmil_2015")


@pytest.mark.parametrize("name", SHIPPED_RULES)
def test_every_row_of_a_shipped_rule_says_where_it_comes_from(name: str) -> None:
    definition = read_definition(MODELS / f"{name}.toml")
    rows = [row for found in definition.tables.values() for row in found]
    assert rows
    for row in rows:
        source = str(row["source"])
        assert source == "assumption" or "https://" in source or "S/2018/344" in source
        assert row["note"]


def test_the_shares_of_the_liberian_drawdown_are_those_of_their_arithmetic() -> None:
    row, = read_definition(MODELS / "unmil_2015.toml").tables["handovers"]
    first = 3590 + 1515
    for year, left in (("2015", first), ("2016", 1240 + 606), ("2017", 434 + 310), ("2018", 0)):
        assert row[year] == pytest.approx(1 - left / first, abs=5e-4)


def test_the_chicago_path_is_a_straight_line_from_the_published_floor() -> None:
    row, = read_definition(MODELS / "chicago_2012.toml").tables["handovers"]
    floor = 0.5 / 4.1
    for year in range(2015, 2025):
        assert row[str(year)] == pytest.approx(floor + (1 - floor) * (year - 2015) / 9, abs=5e-4)
    assert row["2012"] == 0.0


def test_a_rule_that_is_no_switch_is_an_error_wherever_code_states_it() -> None:
    default = default_definition()
    with pytest.raises(ValueError, match="there is no switch hand_over: the switches are wage_bill, handover"):
        replace(default, rules={**default.rules, "hand_over": False})
    with pytest.raises(ValueError, match="there is no switch hand_over"):
        project(tiny_case(), {"hand_over": False})


@pytest.mark.parametrize(("changes", "said"), [
    ({"parameters": {"grade_ratio_factor": 1.25, "grade_ratio": 9.0}}, "are grade_ratio_factor, not grade_ratio_factor,"),
    ({"parameters": {}}, "the parameters of a definition are grade_ratio_factor, not none"),
    ({"tables": {"handover": ({"handover": "a"},)}}, "a definition brings rows of handovers, phases, not of handover"),
])
def test_a_number_or_table_that_no_definition_has_is_an_error_where_code_states_it(
    changes: dict[str, Any], said: str
) -> None:
    with pytest.raises(ValueError, match=said):
        replace(default_definition(), **changes)


def test_each_switch_turns_off_a_family_and_says_what_it_means() -> None:
    assert {family.switch for family in FAMILIES if family.switch} == set(Switch)
    assert all(switch.meaning.endswith(".") and len(switch.meaning) > 20 for switch in Switch)
