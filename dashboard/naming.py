"""From a form of the page Names to the table of pseudonyms.

Form (act, row, fields) + PseudonymTable  ->  changed  ->  the new table, and what to say aloud

"names-find"    look once more, and keep what was found     "names-accept"  a row, or all
"names-set"     another pseudonym                           "names-add"     words that were not found
"names-leave"   a row as it is                              "names-hide"    replaced again
"names-shift"   another secret number of weeks
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from dashboard.date_fields import FieldError
from dashboard.forms import Form
from dashboard.words import counted
from ingest.identifiers import drawn_shift
from model.errors import UsageError
from model.pseudonyms import PseudonymTable, accepted_all, added, edited
from model.pseudonyms.table import KINDS_BY_HAND

Changed = tuple[PseudonymTable, str]
ALL: Final = "all"


def changed(table: PseudonymTable, form: Form) -> Changed:
    """The table as the form wants it. Raises `FieldError`; nothing is kept then."""
    try:
        return NAME_ACTS[form.act](table, form)
    except KeyError:
        raise FieldError("This row is no longer in the table.", remedy="Load the page again.", field="") from None
    except UsageError as error:
        raise FieldError(error.message, remedy=error.remedy, field="replacement") from error


def _find(table: PseudonymTable, form: Form) -> Changed:
    return table, f"Looked through the whole case: {counted(len(table.rows), 'row')}."


def _accept(table: PseudonymTable, form: Form) -> Changed:
    new = accepted_all(table, None if form.on == ALL else [form.on])
    number = sum(one != other for one, other in zip(table.rows, new.rows, strict=True))
    return new, f"{counted(number, 'row')} accepted."


def _set(table: PseudonymTable, form: Form) -> Changed:
    new = edited(table, form.on, replacement=form.one("replacement"))
    return new, f"Now shown as {new.row(form.on).replacement}."


def _leave(table: PseudonymTable, form: Form) -> Changed:
    return edited(table, form.on, status="left"), "Left as it is."


def _hide(table: PseudonymTable, form: Form) -> Changed:
    new = edited(table, form.on, status="accepted")
    return new, f"Shown as {new.row(form.on).replacement}."


def _add(table: PseudonymTable, form: Form) -> Changed:
    kind = form.one("kind") if form.one("kind") in KINDS_BY_HAND else "other"
    new = added(table, form.one("words"), form.one("replacement"), kind)
    return new, f"Added, shown as {new.rows[-1].replacement}."


def _shift(table: PseudonymTable, form: Form) -> Changed:
    return replace(table, shift_days=drawn_shift()), "Another secret number of weeks was drawn."


NAME_ACTS: Final[Mapping[str, Callable[[PseudonymTable, Form], Changed]]] = {
    "names-find": _find,
    "names-accept": _accept,
    "names-set": _set,
    "names-leave": _leave,
    "names-hide": _hide,
    "names-add": _add,
    "names-shift": _shift,
}

WORDLESS: Final = frozenset(
    {
        "author",
        "status",
        "gap",
        "link",
        "note",
        "tag",
        "undo",
        "redo",
        "merge",
        "who",
        "walk-move",
        "walk-drop",
        "walk-day",
        "walk-remove",
    }
)
"""Acts that can be done while names are hidden: they carry no words of the records."""


def refuse_words(act: str) -> None:
    """Raise `FieldError` for an act that would put pseudonyms in the place of true words."""
    if act not in WORDLESS:
        raise FieldError(
            "Names are hidden, so words, dates and people cannot be changed now.",
            remedy='Choose "As written" above, then do it.',
            field="",
        )
