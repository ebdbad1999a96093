"""What a row of a table is beside a record: a hint, a heading, a label of the form, the name of a period.

Each asks one question of words; which answer leads where is decided in table_rows.py.
"""

from __future__ import annotations

import re
from typing import Final

from ingest.cells import (
    own_cells,
)
from ingest.date_shapes import is_only_date, opening, shapes
from ingest.headers import bare_title, plain_words, words_of
from ingest.raw import RawRow

_SECTION_WORDS: Final = 14

_SECTION_CHARS: Final = 120

_TELLING: Final = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, words_of("section", "telling")), key=len, reverse=True)) + r")\b"
)

_PERIOD: Final = re.compile(r"(?:" + "|".join(map(re.escape, sorted(words_of("section", "periods")))) + r")\b")

_PERIOD_WORDS: Final = 8

_LABELS: Final = words_of("form", "labels")

_HINTS: Final = words_of("values", "hints")

_ENDED: Final = re.compile(r"[.!?:;\"”’')\]]\s*$")


def joined(row: RawRow) -> str:
    return " ".join(" ".join(row.cells[i].text.split()) for i in own_cells(row)).strip()


def is_hint(row: RawRow) -> bool:
    """Whether a row under the header only tells how to fill it in, or numbers its columns."""
    texts = [row.cells[i].text.strip() for i in own_cells(row)]
    if len(texts) > 1 and texts == [str(n) for n in range(1, len(texts) + 1)]:
        return True
    return bool(texts) and all(map(_tells_how, texts))


def _tells_how(text: str) -> bool:
    return text.lower() in _HINTS or plain_words(text) in _HINTS or text[:1] + text[-1:] in ("()", "[]")


def is_labelled(text: str) -> bool:
    """Whether a cell is a label of the form with its value: "Role: named nurse"."""
    label, colon, _ = text.partition(":")
    return bool(colon) and plain_words(label) in _LABELS


def names_period(text: str) -> bool:
    """Whether a line across the table names the time of the rows below it: "Before the pregnancy was known"."""
    words = plain_words(text)
    return len(words.split()) <= _PERIOD_WORDS and _PERIOD.match(words) is not None and not _ENDED.search(text)


def is_heading(text: str) -> bool:
    """Whether words that stand alone over rows are a heading, and tell no event themselves."""
    text = text.strip()
    if not text or len(text) > _SECTION_CHARS or "\n" in text or len(text.split()) > _SECTION_WORDS:
        return False
    if is_only_date(text):
        return True
    words = plain_words(text)
    if _TELLING.search(words) or (text.endswith(".") and len(text.split()) > 5):
        return False
    return not (opening(text) and len(bare_title(text).split()) > 8 and shapes(text))
