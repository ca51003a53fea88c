"""The page *Why*: why a number is what it is, why it is not another, what else is possible, and how early."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from rightfin.case import Case, CaseError
from rightfin.case.resolve import planning_years, resolved_settings, style_of_case
from rightfin.report.studies import alternatives as alternatives_report
from rightfin.report.studies import explain as explain_report
from rightfin.report.studies import reach as reach_report
from rightfin.report.studies import whynot as whynot_report
from rightfin.report.studies.options_beside import OPTIONS
from rightfin.report.words.glossary import glossary_line
from rightfin.result.plan import Status
from rightfin.schema import YearStyle
from rightfin.study.whatif import changed_question
from rightfin.study.why.alternatives import alternatives
from rightfin.study.why.cells import PlanCell, cell_at
from rightfin.study.why.earliest import reach
from rightfin.study.why.explain import explain
from rightfin.study.why.quantities import Quantity, QuantityUnit, offered
from rightfin.study.why.whynot import why_not
from rightfin.ui import contradicting, options, state
from rightfin.ui.asked import plan_of
from rightfin.ui.asking import was_asked_now
from rightfin.ui.choice import Choice
from rightfin.ui.inert import escaped, plain
from rightfin.ui.mistakes import acting
from rightfin.ui.parts import problems, stands
from rightfin.ui.studies import ButtonStudy
from rightfin.ui.why_asked import PERCENT, WishWhen, at_text, at_text_of, target_text, typed_unit, wish_text
from rightfin.ui.work import Work

_WIDTH = 360

_WRITTEN = {QuantityUnit.PEOPLE: "%.0f", QuantityUnit.MONEY: "%.1f", QuantityUnit.SHARE: "%.1f"}
"""How a number is written where it is typed."""

_CAME = "why_came"
"""Says that the page was looked at in this visit."""

_WHY = ButtonStudy(
    Work("explain", "Explain it"), "explain_it",
    "Which limits hold a number where it is, and what would it be if each of them gave way a little? Every answer is "
    "worked out by planning again.", is_folded=False,
)
_WHY_NOT = ButtonStudy(
    Work("why_not", "Try the wish"), "try_wish",
    "What would it cost to have another number, who would lose, and what is the least that has to change so that nobody "
    "does?", is_folded=False,
)
_ELSE = ButtonStudy(
    Work("alternatives", "Look around"), "look_around",
    "How else could the force be made up, with nearly as much security? For each number the least and the greatest value "
    "that is possible.", is_folded=False,
)
_HOW_EARLY = ButtonStudy(
    Work("reach", "Find the year"), "find_year",
    "From which year on can a number be reached and kept at the earliest, and what would one year earlier take?",
    is_folded=False,
)


def introduce() -> None:
    """Draw what the page is for."""
    st.title("Why", help=f"Words that answers here use:  \n{glossary_line()}")


def show(chosen: Choice) -> None:
    """Draw four questions about numbers of the plan, each in a tab."""
    try:
        case = changed_question(chosen.question, chosen.changes).prepared
        names, style = {one.name: one for one in offered(case)}, style_of_case(case)
        years = planning_years(case)
    except CaseError as error:
        problems(error)
        return
    plan = plan_of(chosen)
    if plan is None:
        return
    if plan.status is Status.CONTRADICTORY:
        st.error("The hard limits of the case contradict one another, so there is no plan and no number to ask about.")
        contradicting.draw(chosen)
        st.html(f'<span id="shown-why" data-digest="{chosen.key}"></span>')
        return
    asking = _Asking(chosen, names, style, years, str(resolved_settings(case)["currency"]), _asked_about(case))
    asking = replace(asking, begins=_is_asked_now(asking))
    for tab, draw in zip(st.tabs(list(_TABS)), _TABS.values(), strict=True):
        with tab:
            draw(asking)
    st.html(f'<span id="shown-why" data-digest="{chosen.key}"></span>')


@dataclass(frozen=True)
class _Asking:
    """What can be asked about a case: its numbers by name, and its years."""

    chosen: Choice
    names: Mapping[str, Quantity]
    style: YearStyle
    years: tuple[int, ...]
    currency: str
    cell: PlanCell | None
    """The number and year that the link asks about."""
    begins: bool = False
    """Whether it is to be explained by itself."""

    def number(self, key: str) -> Quantity:
        """Draw the choice of a number, which begins with the one of the link."""
        self._begin_at(f"{key}_number", None if self.cell is None else self.cell.quantity.name, self.names)
        found: str = st.selectbox("Number", list(self.names), format_func=lambda name: self.names[name].title,
                                  key=f"{key}_number", width=_WIDTH)
        return self.names[found]

    def explained(self) -> str:
        """Draw the choice of the number and year that are explained, which are part of the link, and return both as a
        text: those of a region or line stand in it only where a click asked about them."""
        names = dict(self.names)
        if self.cell is not None:
            names.setdefault(self.cell.quantity.name, self.cell.quantity)
            stands("explain_number", self.cell.quantity.name)
            stands("explain_year", self.cell.year)
        self._begin_at("explain_number", None, names)
        self._begin_at("explain_year", self._usual_year, self.years)
        name: str = st.selectbox("Number", list(names), format_func=lambda name: names[name].title, key="explain_number",
                                 width=_WIDTH, on_change=_chosen, args=(self,))
        year: int = st.selectbox("Year", self.years, format_func=self.style.text, key="explain_year", width=160,
                                 on_change=_chosen, args=(self,))
        return self.text(name, year)

    @property
    def _usual_year(self) -> int:
        """The year that is asked about unless another is chosen."""
        return self.years[len(self.years) // 3]

    def text(self, name: str, year: int) -> str:
        """Return how a number, by its name, is named in a year."""
        if name in self.names:
            return at_text(self.names[name], year, self.style)
        return at_text_of(state.view().why, year, self.style)

    def year(self, key: str) -> int:
        """Draw the choice of a year planned, which begins with the one of the link."""
        self._begin_at(f"{key}_year", self._usual_year if self.cell is None else self.cell.year, self.years)
        found: int = st.selectbox("Year", self.years, format_func=self.style.text, key=f"{key}_year", width=160)
        return found

    def amount(self, quantity: Quantity, key: str) -> tuple[str, float | None]:
        """Draw on which side of what a number is to be, ``None`` as long as nothing is typed."""
        sense: str = st.segmented_control("It is to be", list(_SENSES), default=">=", required=True,
                                          format_func=_SENSES.__getitem__, key=f"{key}_sense")
        most = PERCENT if quantity.unit is QuantityUnit.SHARE else None
        much = "many" if quantity.unit is QuantityUnit.PEOPLE else "much"
        typed = st.number_input(f"How {much}, in {typed_unit(quantity, self.currency)}", 0.0, most, None,
                                format=_WRITTEN[quantity.unit], step=1.0, key=f"{key}_amount_{quantity.unit}", width=220)
        return sense, None if typed is None else float(typed)


    @staticmethod
    def _begin_at(key: str, value: object, offered_now: Collection[object]) -> None:
        """Let a choice begin with a value; what was chosen in another case is forgotten where this one does not have it."""
        if st.session_state.get(key) not in offered_now:
            st.session_state.pop(key, None)
            if value in offered_now:
                st.session_state[key] = value


_SENSES = {">=": "at least", "<=": "at most"}


@acting
def _chosen(asking: _Asking) -> None:
    """Let the link ask about what was chosen."""
    name, year = (st.session_state[f"explain_{what}"] for what in ("number", "year"))
    state.look_at(replace(state.view(), why=asking.text(name, year)))


def _asked_about(case: Case) -> PlanCell | None:
    """Return what the link asks about, ``None`` where that is nothing of the case, and say so."""
    asked = state.view().why
    if not asked:
        return None
    try:
        return cell_at(asked, case)
    except CaseError as error:
        st.warning(plain(f"The link asks about {asked}. {error.issues[0]}"))
        state.look_at(replace(state.view(), why=""))
        return None


def _is_asked_now(asking: _Asking) -> bool:
    """Return whether a click on another page, or the link with which the visit began, asks about a number: once."""
    first = not st.session_state.get(_CAME)
    st.session_state[_CAME] = True
    clicked = was_asked_now()
    if clicked:
        for key in ("wish_number", "wish_year", "target_number"):
            st.session_state.pop(key, None)
    return asking.cell is not None and (first or clicked)


def _beside() -> DeltaGenerator:
    """Return a place whose parts stand beside one another where the window is wide."""
    return st.container(horizontal=True, vertical_alignment="bottom", gap="small")


def _why(asking: _Asking) -> None:
    st.write(_WHY.asks)
    with _beside():
        at = asking.explained()
    _WHY.draw(asking.chosen, explain, explain_report.findings, {"at": at}, begins=asking.begins)


def _why_not(asking: _Asking) -> None:
    st.write(_WHY_NOT.asks)
    with _beside():
        quantity = asking.number("wish")
        sense, typed = asking.amount(quantity, "wish")
    with _beside():
        when: WishWhen = st.segmented_control("When", list(WishWhen), default=WishWhen.IN, required=True, key="wish_when")
        year = asking.years[0] if when is WishWhen.EVERY else asking.year("wish")
    if typed is None:
        st.caption("Type a number, and the wish can be tried.")
        return
    wish = wish_text(quantity, sense, typed, when, year, asking.style)
    st.caption(escaped("As a command says it: ", wish))
    _WHY_NOT.draw(asking.chosen, why_not, whynot_report.findings, {"wishes": [wish]})


def _what_else(asking: _Asking) -> None:
    st.write(_ELSE.asks)
    loss = st.slider("Security that may be lost (% of what is covered)", 0.0, 20.0, 2.0, 0.5, key="loss", width=_WIDTH)
    found = _ELSE.draw(asking.chosen, alternatives, alternatives_report.findings, {"loss": loss / PERCENT},
                       elsewhere=(OPTIONS,))
    if found is not None:
        options.draw(found)


def _how_early(asking: _Asking) -> None:
    st.write(_HOW_EARLY.asks)
    with _beside():
        quantity = asking.number("target")
        sense, typed = asking.amount(quantity, "target")
    if typed is None:
        st.caption("Type a number, and its year can be sought.")
        return
    target = target_text(quantity, sense, typed)
    _HOW_EARLY.draw(asking.chosen, reach, reach_report.findings, {"target": target})


_TABS: Mapping[str, Callable[[_Asking], None]] = {
    "Why this number": _why, "Why not another": _why_not, "What else is possible": _what_else, "How early": _how_early,
}
