"""The page Names for whoever asks: the table, or nothing of it.

Services, case, query  ->  names_body  ->  components; drawn anew after every change of the table
"""

from __future__ import annotations

from typing import Any

from dashboard.pages.names import names_hidden, names_page
from dashboard.query import parse
from dashboard.services import Services
from dashboard.veils import PSEUDONYMS
from ingest.identifiers.residual import Residual, residual
from model.errors import NotAllowedError


def names_body(services: Services, case: str, search: str | None) -> list[Any]:
    """The page Names for whoever asks. Raises `NotAllowedError` for those who may only read: the table is the key."""
    veils = services.veils
    if veils.hides(case):
        return names_hidden()
    if not services.library.may_edit(case):
        raise NotAllowedError("The table of names is the key to them.", remedy="Ask an editor of the case.")
    table = veils.table(case)

    def still() -> list[Residual]:
        book = veils.book_in(case, services.library.true_book(case), PSEUDONYMS)
        return residual(book.case, table)

    return names_page(case, table, parse(search), still)
