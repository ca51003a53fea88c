"""The justice chain on the page about reform."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline import tiny_case
from study.chain_case import chain_case
from ui.reforming import COURTS, typed, visit
from ui.texts import written as said

from rightfin.planning import plan
from rightfin.report.studies import chain as chain_report
from rightfin.report.words.chain import chain_sentence, prisons_sentence
from rightfin.study.chain import chain


def test_a_case_with_a_chain_and_no_programmes_shows_the_chain(inputs: Path) -> None:
    app = visit(inputs, chain_case())
    assert not app.exception
    assert [note.value.split(".")[0] for note in app.info] == ["This case has no reform programmes"]
    planned = plan(chain_case())
    assert chain_sentence(planned) in said(app)
    assert prisons_sentence(planned) in said(app)
    pictures = app.get("vega_lite_chart")
    assert len(pictures) == 3  # the flow, what waits, who is in prison
    assert "**The justice chain and its narrowest point, 2021 to 2026**" in said(app)
    assert "The first year above the last" in "\n".join(note.value for note in app.caption)
    assert all("title" not in json.loads(one.proto.spec) for one in pictures), "text goes over lines, a title is cut off"
    assert len(app.dataframe) == 2


def test_the_chain_is_that_of_the_starts_that_are_typed(inputs: Path) -> None:
    app = visit(inputs, chain_case(**COURTS))
    before = said(app)
    typed(app, {0: "2021"})
    assert not app.exception
    expected = plan(chain_case(**COURTS).with_cell("programmes", ("courts",), "start", 2021))
    assert chain_sentence(expected) in said(app)
    assert chain_sentence(expected) not in before, "courts clear more"
    assert all("justice_stages" not in note.value for note in app.info)


def test_more_people_in_the_chain_are_tried_with_the_starts_that_are_typed(inputs: Path) -> None:
    app = typed(visit(inputs, chain_case(**COURTS)), {0: "2021"})
    shown = len(app.get("vega_lite_chart"))
    app.button(key="try_more_people").click().run()
    assert not app.exception
    found = chain_report.findings(chain(chain_case(**COURTS), starts={"courts": 2021}))
    text = said(app)
    for sentence in found.sentences:
        assert text.count(sentence.text) == 1, sentence
    assert len(app.get("vega_lite_chart")) == shown + 1  # more police; the others stand above
    assert not app.warning
    typed(app, {0: "2022"})
    assert "question has changed" in app.warning[0].value


def test_a_case_without_a_chain_says_so_and_how_to_add_one(inputs: Path) -> None:
    app = visit(inputs, tiny_case())
    assert "has no justice chain" in app.info[1].value
    assert "justice_staff" in app.info[1].value
    assert not [button for button in app.button if button.key == "try_more_people"]
