"""What one payer or one transfer alone would have to bring: against a hand-solved regional police."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pipeline import MILLION, donor
from solve.test_several_payers import police_of

from rightfin.case.issue import CaseError
from rightfin.report.studies.no_amount import sentences
from rightfin.report.studies.requirement import findings
from rightfin.study.requirement.study import Requirement, require


@pytest.fixture(scope="module")
def found() -> Requirement:
    """Juba pays 2,000 a head out of 4 million and a transfer of half a million; friends pay the rest until 2023."""
    return require(police_of(
        "juba", transfers=[{"transfer": "grant", "from": "government", "to": "juba", "2021": 0.5 * MILLION}],
        eligibility=[{"donor": "friends", "institution": "army", "category": "*", "item": "*", "allowed": False}],
        **donor(1.5, exit_year=2023),
    ), year=2024)


def test_the_region_needs_what_its_donors_leave_and_the_nation_cannot_help(found: Requirement) -> None:
    """3,000 constables cost 1,850 a head, seven in ten supported as the case asks: 5.55 million, of which 4.5 are there."""
    missing = 3000 * (1500 + 0.7 * 500) - 4.5 * MILLION
    assert found.need("transfer_of_grant").amount == pytest.approx(missing, rel=1e-4)
    assert found.need("share_of_juba").amount == pytest.approx(100.0 * missing / (20 * MILLION), rel=1e-4)
    for name in ("revenue_level", "security_share", "force_of_army"):
        need = found.need(name)
        assert need.amount is None
        assert need.against is not None
        assert (need.against.limit, need.against.of) == ("Ceiling of own spending", "Juba")


def test_both_are_told(found: Requirement) -> None:
    said = {sentence.heading: sentence.text for sentence in findings(found).sentences}
    assert "USD 1.05 million a year more" in said["The transfer grant alone, larger"]
    assert "5.25 points more of its revenue" in said["Juba alone, spending more of its revenue on the sector"]


def test_what_no_amount_of_does_is_called_by_what_it_is(found: Requirement) -> None:
    """With each alone out of reach: more of whose money, for what."""
    alone = [replace(need, amount=None, against=None) for need in found.needs
             if need.name.startswith(("share", "transfer"))]
    (sentence,) = sentences(found, [alone], 0.0)
    assert "more for the sector from the revenue of Juba; a larger amount of the transfer grant." in sentence.text


def test_a_case_without_donors_is_told_how_its_payers_are_asked_about() -> None:
    with pytest.raises(CaseError) as refused:
        require(police_of("juba"), year=2024)
    (issue,) = refused.value.issues
    assert "by scenarios that change transfers or payer_money" in issue.remedy
