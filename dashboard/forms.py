"""A form as it was sent, and its fields read one by one: each error names the field that it is about.

JSON of a request  ->  Form  ->  text, one_of, verdict_of, words_in  ->  checked values, or `FieldError`
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from dashboard.date_fields import FieldError
from model.case import Status

MAX_TEXT: Final = 4_000  # of a reason, a note or an event added by hand


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form as it was sent: the act, the id that it is on, and every field with its values in order."""

    act: str
    on: str = ""
    fields: Mapping[str, Sequence[str]]

    def one(self, name: str) -> str:
        """The first value of a field, without space around it."""
        values = self.fields.get(name) or [""]
        return values[0].strip()

    def text(self, name: str, *, most: int = MAX_TEXT) -> str:
        """A free text. Raises `FieldError` where it is too long."""
        text = self.one(name)
        if len(text) > most:
            raise FieldError(f"The text is longer than {most:,} signs.", remedy="Make it shorter.", field=name)
        return text


def words_in(text: str, quote: str, after: int, field: str) -> tuple[int, int]:
    """Where words stand in a row's text: the first place after a position, else the first at all, spaces set aside.

    Raises `FieldError` for words that are not there.
    """
    for start in (after, 0):
        found = _found(text, quote, start)
        if found:
            return found
    raise FieldError("These words do not stand in the row.", remedy="Copy them as they are written there.", field=field)


def _found(text: str, quote: str, start: int) -> tuple[int, int] | None:
    at = text.find(quote, start)
    if at >= 0:
        return at, at + len(quote)

    pattern = r"\s+".join(re.escape(word) for word in quote.split())
    loose = re.compile(pattern, re.IGNORECASE).search(text, start)
    return (loose.start(), loose.end()) if loose else None


def verdict_of(form: Form, allowed: Sequence[str]) -> Status:
    """What was decided, by the button that was pressed."""
    verdict = form.one("verdict")
    if verdict not in allowed:
        raise FieldError("What was decided was not said.", remedy="Use one of the buttons.", field="verdict")
    return cast(Status, verdict)


def one_of(form: Form, name: str, known: Mapping[str, str]) -> str:
    """A value that must be one of a list."""
    value = form.one(name)
    if value not in known:
        raise FieldError("A choice is missing.", remedy="Choose one of the list.", field=name)
    return value
