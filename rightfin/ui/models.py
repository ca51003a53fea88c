"""Live models of what a visitor chose: the plan of the case as it stands, and the one asked for last."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sized
from copy import copy
from typing import Generic, TypeVar

from rightfin.result.plan import Plan
from rightfin.solve.control import NEVER, Control

Asked = TypeVar("Asked", bound=Sized)
"""What is asked: the changes against the case, none for the case as it stands."""


class LiveModels(ABC, Generic[Asked]):
    """Live models of one visitor's choice, which answer one question after the other.

    ``key`` is the digest of the choice, ``standing`` the plan of the case as it stands, to which ``nothing`` is the
    question. ``last`` has the last question that was answered with its plan; no other is kept, so that memory does not
    grow. For one thread at a time, which ``Aside`` sees to.
    """

    def __init__(self, key: str, nothing: Asked, standing: Plan) -> None:
        self.key, self.standing = key, standing
        self.last = nothing, standing

    def plan(self, asked: Asked, control: Control = NEVER) -> Plan:
        """Return the plan with what is asked; the same question has the same plan, whatever was asked before.

        Raises ``CaseError`` if it cannot be used and ``SolveStoppedError`` if ``control`` stops it; then the models answer
        on as if nothing had been asked.
        """
        if asked != self.last[0]:
            self.last = copy(asked), self._planned(asked, control) if len(asked) else self.standing
        return self.last[1]

    @abstractmethod
    def _planned(self, asked: Asked, control: Control) -> Plan:
        """Return the plan with what is asked, from where the models stood when they were built."""
