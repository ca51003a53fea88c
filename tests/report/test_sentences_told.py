"""Every sentence of what explains is read back and checked against its tables; one of a form that nobody knows fails."""

from __future__ import annotations

import os
import re
from dataclasses import replace

import pytest
from pipeline import tiny_case
from random_cases import random_case
from told.audit import FORMS, asked_of, read_case
from told.reading import Reading, said, split_up

import rightfin
from rightfin.report.studies.all import findings
from rightfin.report.words.answer import Sentence

SEEDS = range(30) if os.environ.get("RIGHTFIN_EXPLORE") == "1" else (0, 11, 14)


@pytest.mark.parametrize("seed", SEEDS)
def test_tables_support_every_sentence(seed: int) -> None:
    reading = Reading()
    read_case(str(seed), reading)
    assert not reading.wrong, "\n".join(reading.wrong)
    assert reading.sentences > 100
    assert len(reading.forms) > 30


def test_tables_support_sentences_that_random_cases_seldom_have() -> None:
    army = {"institution": "army", "name": "Army", "sector": "defence", "training_places": 990.0}
    case, reading = tiny_case(institutions=[army]), Reading()
    for told in (
        rightfin.explain(case, at="cadre=soldier,year=2022"),
        rightfin.why_not(case, ["strength.army <= 8000 in 2023", "strength.army >= 9000 in 2024"]),
        rightfin.why_not(case, ["strength.army >= 9000 in 2023", "strength.army <= 8000 in 2023"]),
        rightfin.reach(case, ["strength.army >= 9000", "strength.army <= 8000"]),
        rightfin.why_not(tiny_case(), ["own <= 10m in 2023"]),
    ):
        found = rightfin.findings(told)
        reading.read(found.title, found, FORMS[found.study], None)
    assert not reading.wrong, "\n".join(reading.wrong)
    forms = " ".join(form for _, form in reading.forms)
    for text in (
        "With all limits of one kind", "They contradict one another", "With that goes", "By year, where it differs",
    ):
        assert text in forms


def test_what_is_changed_in_a_sentence_is_noticed() -> None:
    """Each number with another first digit: nearly all are denied, save where another row says just that."""
    changed = noticed = 0
    for asked in asked_of("0"):
        told = findings(asked.study)
        for one in told.sentences:
            for match in re.finditer(r"\d[\d,.]*\d|\d", one.text):
                digit = "1" if match[0][0] == "9" else str(int(match[0][0]) + 1)
                other = replace(one, text=f"{one.text[:match.start()]}{digit}{one.text[match.start() + 1:]}")
                reading = Reading()
                reading.read("0", replace(told, sentences=tuple(
                    other if sentence is one else sentence for sentence in told.sentences)), FORMS[told.study], None)
                changed, noticed = changed + 1, noticed + bool(reading.wrong)
    assert changed > 300
    assert noticed >= 0.95 * changed


def test_numbers_are_read_as_they_are_written() -> None:
    assert said("LCU 4.10 million").is_of(4_104_999.0)
    assert not said("LCU 4.10 million").is_of(4_106_000.0)
    assert said("8,153").is_of(8_153.4)
    assert not said("8,153").is_of(8_154.0)
    assert said("−12.3%").is_of(-0.12345)
    assert not said("12.3%").is_of(0.1245)
    assert said("0.2", trimmed=True).is_of(0.204)
    assert not said("0.2", trimmed=True).is_of(0.24)


def test_a_sentence_of_no_known_form_and_one_that_its_table_denies_are_told() -> None:
    found = rightfin.findings(rightfin.explain(random_case(0), at="strength@2023"))
    what = found.sentences[0]
    for text in ("Nobody knows this form.", what.text.replace(":", ": 1", 1)):
        reading = Reading()
        told = replace(found, sentences=(Sentence(what.topic, what.heading, text),))
        reading.read("case", told, FORMS["explain"], None)
        assert reading.wrong


def test_sentences_end_where_a_form_does() -> None:
    assert split_up("Of St. Mary 3. Then 4.", [r"Of St\. Mary \d\.", r"Then \d\."]) == ["Of St. Mary 3.", "Then 4."]
