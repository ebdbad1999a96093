"""What an act of a form comes to: a decision, and what to say aloud when it is stored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.casebook import CaseBook
from dashboard.forms import Form
from model.case import Decision


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision and what to say aloud when it is stored."""

    decision: Decision
    said: str


Act = Callable[[CaseBook, Form], Decided]
"""One act: reads a form on a case. Raises `FieldError` for a form filled in wrongly, KeyError for what is not there."""
