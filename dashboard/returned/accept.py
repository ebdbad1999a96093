"""Take over what was ticked: each proposal becomes the decision that its form stands for, or none of them does.

CaseBook + proposals + ids  ->  decisions_of  ->  decisions, each with its author, moment and reason
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from dashboard.casebook import CaseBook
from dashboard.date_fields import FieldError
from dashboard.deciding import decision_of
from dashboard.returned.proposal import Comparison
from model.case import Decision


def decisions_of(
    book: CaseBook, compared: Comparison, ids: Collection[str], *, author: str, made: str
) -> list[Decision]:
    """The decisions of the proposals with these ids. Raises `FieldError`; nothing is decided then."""
    wanted = [p for p in compared.open if p.id in ids]
    if not wanted:
        raise FieldError("No change is ticked.", remedy="Tick one or more.", field="proposals")
    found: list[Decision] = []
    for proposal in wanted:
        assert proposal.form is not None
        try:
            found.append(decision_of(book, proposal.form, author=author, made=made).decision)
        except FieldError as error:
            raise FieldError(
                f"One of the changes cannot be taken over: {error.message}",
                remedy="Leave it out and make it by hand.",
                field="proposals",
            ) from error
    return [replace(decision, number=0) for decision in found]
