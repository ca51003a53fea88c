"""What a visitor asks of live models at the desk: the plan of the case as it stands, and the one asked for last."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sized
from copy import copy
from dataclasses import replace
from typing import Generic, TypeVar

from rightfin.desk import Request
from rightfin.question import Question
from rightfin.result.plan import Plan

Asked = TypeVar("Asked", bound=Sized)
"""What is asked: the changes against the case, none for the case as it stands."""


class LiveModels(ABC, Generic[Asked]):
    """One visitor's question and its answers; the models themselves stand at the desk.

    ``key`` is the digest of the choice, ``standing`` the plan of the case as it stands, to which ``nothing`` is the
    question. ``last`` has the last question that was answered with its plan; no other is kept, so that memory does not
    grow. ``shared`` says whether all visitors may see the case.
    """

    shared = False

    def __init__(self, key: str, question: Question, nothing: Asked, standing: Plan) -> None:
        self.key, self.question, self.standing = key, question, standing
        self.last = nothing, standing

    def plan(self, asked: Asked, solve: Callable[[Request], Plan]) -> Plan:
        """Return the plan with what is asked, which ``solve`` finds unless it was the last; raises as it does."""
        if asked != self.last[0]:
            kept = copy(asked)
            self.last = kept, solve(self.whole_request(kept)) if len(kept) else self.standing
        return self.last[1]

    def whole_request(self, asked: Asked) -> Request:
        """Return what the desk is asked, with whether all may see it; raises as ``request`` does."""
        return replace(self.request(asked), shared=self.shared)

    @abstractmethod
    def request(self, asked: Asked) -> Request:
        """Return what is asked as the desk takes it; raises ``CaseError`` if it cannot be used."""
