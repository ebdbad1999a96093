"""Put pseudonyms in the place of names, numbers and, where asked, dates, and know where every word went.

    Pseudonymiser(table, shift=..., dates=...)  ->  text(str)       ->  str
                                                ->  rewrite(str)    ->  Rewritten(text, span(start, end))

Names come from the table (`match`), numbers and addresses by their form (`recognise`), dates from a reader that is
handed in (`ingest.identifiers.dates`), for the model knows no language. Of overlapping finds the longest stands.
"""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from model.pseudonyms.match import NameMatcher
from model.pseudonyms.recognise import Recognised, birth_label, recognised, titles
from model.pseudonyms.table import Naming, PseudonymTable, key_of

Edit = tuple[int, int, str]
"""Characters from, to, and what stands in their place."""
DateEdits = Callable[[str, dt.date | None, int], Sequence[Edit]]
"""text, the date of its row, days  ->  the edits that move every date of the text by so many days."""
Birthdays = Callable[[str], Sequence[tuple[int, int]]]
LABEL_CHARS: Final = 40  # labels of this length were cut by the reader and may end within a name
PEOPLE: Final = frozenset({"person", "worker", "initials"})
MAX_TITLE: Final = 14
_LAST_WORD: Final = re.compile(r"(?<![\w'’])([A-Za-z]{2,9})\.?[ \u00a0]{1,2}$")
_DIGITS: Final = re.compile(r"\d+$")
_KEPT: Final = 50_000  # texts remembered: those of a case come up again and again


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A text with pseudonyms in it; `edits` are the places of the original, left to right."""

    text: str
    edits: tuple[Edit, ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where characters of the original stand now; words that were replaced count whole."""
        return self._place(start, last=False), max(self._place(end, last=True), self._place(start, last=False))

    def _place(self, at: int, *, last: bool) -> int:
        moved = 0
        for start, end, new in self.edits:
            if at <= start:
                break
            if at < end:
                return start + moved + (len(new) if last else 0)
            moved += len(new) - (end - start)
        return at + moved


class Pseudonymiser:
    """Rewrites texts by a table. `shift` moves the dates by the table's secret number of days.

    `dates` is needed for that; `birthdays` finds dates of birth, which are left out where dates are not moved.
    """

    def __init__(
        self,
        table: PseudonymTable,
        *,
        shift: bool = False,
        dates: DateEdits | None = None,
        birthdays: Birthdays | None = None,
    ) -> None:
        if shift and (table.shift_days is None or dates is None):
            raise ValueError("dates are shifted by a table that holds a number of days, and by a reader of dates")
        self.table = table
        self.days = (table.shift_days or 0) if shift else 0
        self._names = NameMatcher(row for row in table.rows)
        self._dates = dates if shift else None
        self._birthdays = birthdays
        self._known = {(row.kind, key_of(form)): row for row in table.rows for form in row.forms}
        self._new: dict[tuple[str, tuple[str, ...]], str] = {}
        self._naming = Naming(taken={row.replacement.casefold() for row in table.rows})
        self._kept: dict[tuple[str, dt.date | None, bool], Rewritten] = {}

    def text(self, text: str, base: dt.date | None = None, *, clipped: bool = False) -> str:
        """The text with pseudonyms. `base` is the date of its row, for dates that tell no year."""
        return self.rewrite(text, base, clipped=clipped).text

    def rewrite(self, text: str, base: dt.date | None = None, *, clipped: bool = False) -> Rewritten:
        """The text with pseudonyms, and where its words went."""
        if not text or text.isspace():
            return Rewritten(text)
        key = (text, base if self._dates is not None else None, clipped)
        known = self._kept.get(key)
        if known is None:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            known = self._kept[key] = self._rewritten(text, base, clipped=clipped)
        return known

    def births(self, text: str) -> frozenset[str]:
        """The dates of birth of a text that are left out, as written; none where dates are shifted."""
        if self._dates is not None or self._birthdays is None:
            return frozenset()
        return frozenset(text[start:end] for start, end in self._birthdays(text))

    def _rewritten(self, text: str, base: dt.date | None, *, clipped: bool) -> Rewritten:
        edits = [e for e in self._by_form(text) if e is not None]
        edits += self._by_name(text, clipped=clipped)
        kept = _without_overlap(edits)
        if self._dates is not None:
            kept = _with_free(kept, self._dates(text, base, self.days))
        elif self._birthdays is not None:
            kept = _with_free(kept, [(s, e, birth_label()) for s, e in self._birthdays(text)])
        if not kept:
            return Rewritten(text)
        out, at = [], 0
        for start, end, new in kept:
            out += [text[at:start], new]
            at = end
        return Rewritten("".join([*out, text[at:]]), tuple(kept))

    def _by_name(self, text: str, *, clipped: bool) -> list[Edit]:
        edits: list[Edit] = []
        for found in self._names.find(text, clipped=clipped):
            start = found.start
            if found.row.kind in PEOPLE:
                start = _with_title_before(text, start)
            start = _with_role_before(text, start, found.row.replacement)
            edits.append((start, found.end, found.row.replacement))
        return edits

    def _by_form(self, text: str) -> list[Edit | None]:
        return [self._edit(text, found) for found in recognised(text)]

    def _edit(self, text: str, found: Recognised) -> Edit | None:
        words = text[found.start : found.end]
        key = (found.kind, key_of(words))
        row = self._known.get(key)
        if row is not None:
            return (found.start, found.end, row.replacement) if row.applied else None
        other = next((r for (_, k), r in self._known.items() if k == key[1]), None) if key[1] else None
        if other is not None:
            return (found.start, found.end, other.replacement) if other.applied else None
        return found.start, found.end, self._named_now(key)

    def _named_now(self, key: tuple[str, tuple[str, ...]]) -> str:
        """A replacement for what the table does not hold yet, the same each time."""
        if key not in self._new:
            self._new[key] = self._naming.next(key[0])
        return self._new[key]


def _without_overlap(edits: Sequence[Edit]) -> list[Edit]:
    """The longest of edits that overlap; of equals the first."""
    kept: list[Edit] = []
    for edit in sorted(edits, key=lambda e: (e[0] - e[1], e[0])):
        if all(edit[1] <= other[0] or edit[0] >= other[1] for other in kept):
            kept.append(edit)
    return sorted(kept)


def _with_free(kept: Sequence[Edit], more: Sequence[Edit]) -> list[Edit]:
    """The edits with those of `more` that touch none of them."""
    starts = [e[0] for e in kept]
    out = list(kept)
    for edit in more:
        at = bisect_right(starts, edit[0])
        before = kept[at - 1] if at else None
        after = kept[at] if at < len(kept) else None
        if (before is None or before[1] <= edit[0]) and (after is None or edit[1] <= after[0]):
            out.append(edit)
    return sorted(out)


def _with_title_before(text: str, start: int) -> int:
    """Where the edit begins: a title before the name ("Mrs Marsh" as "Mother") is taken in."""
    found = _LAST_WORD.search(text[max(0, start - MAX_TITLE) : start])
    return start - len(found[0]) if found and found[1].casefold() in titles() else start


def _with_role_before(text: str, start: int, replacement: str) -> int:
    """Where the edit begins: the role that stands before the name ("SW Jane" as "SW1") is taken in."""
    stem = _DIGITS.sub("", replacement).strip()
    if not stem or not text[start - 1 : start].isspace():
        return start
    at = start - 1
    first = at - len(stem)
    if first < 0 or text[first:at].casefold() != stem.casefold():
        return start
    return first if first == 0 or not text[first - 1].isalnum() else start
