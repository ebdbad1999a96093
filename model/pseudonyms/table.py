"""The table of pseudonyms: what stands in the records, and what is written in its place.

    found in the case (ingest.identifiers)  ->  PseudonymTable (kept in the case)  ->  reviewed: accepted, edited, left
    PseudonymTable  ->  Pseudonymiser (see `pseudonymiser`)

A row that nobody has looked at is replaced too: only "left" rows stand as they are. `shift_days` is the secret
number of days by which dates are moved where that is asked for; with the table it is the key that leads back.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from typing import Any, Final, Literal, get_args

from model.data import load_toml
from model.errors import UsageError
from model.unseen import seen

RowStatus = Literal["proposed", "accepted", "edited", "left"]
STATUSES: Final[tuple[RowStatus, ...]] = get_args(RowStatus)
MAX_WORDS: Final = 200  # signs of a name or a replacement that a person types
WORD: Final = re.compile(r"[^\W_]+")
"""A word for matching: letters and digits, without marks between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """Something that can tell who or where: `forms` are all ways in which it is written, `original` the fullest.

    `capital` forms are words of their own besides ("Rose", "KM") and are taken only with their capitals. `count`
    says how often it stands in the case, `where` in which files or parts, at most a few.
    """

    id: str
    kind: str
    original: str
    forms: tuple[str, ...]
    replacement: str
    role: str = ""
    status: RowStatus = "proposed"
    count: int = 0
    where: tuple[str, ...] = ()
    capital: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        """Whether it is replaced."""
        return self.status != "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class PseudonymTable:
    """All rows, and the secret shift of dates (None until one is drawn)."""

    rows: tuple[Identifier, ...] = ()
    shift_days: int | None = None

    def row(self, row_id: str) -> Identifier:
        """The row of that id. Raises KeyError."""
        found = next((r for r in self.rows if r.id == row_id), None)
        if found is None:
            raise KeyError(row_id)
        return found

    def with_row(self, row: Identifier) -> PseudonymTable:
        """The table with that row in place of the one with its id, or at the end."""
        if all(r.id != row.id for r in self.rows):
            return replace(self, rows=(*self.rows, row))
        return replace(self, rows=tuple(row if r.id == row.id else r for r in self.rows))

    def to_json(self) -> dict[str, Any]:
        return {"rows": [asdict(row) for row in self.rows], "shift_days": self.shift_days}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> PseudonymTable:
        """The inverse of `to_json`. Raises `UsageError` for data of another form."""
        try:
            rows = tuple(_row(raw) for raw in data["rows"])
            days = data["shift_days"]
            return cls(rows=rows, shift_days=None if days is None else int(days))
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError(
                "This is not a table of pseudonyms.", remedy="Choose a key that Casethread wrote."
            ) from error


def _row(raw: Mapping[str, Any]) -> Identifier:
    if raw["status"] not in STATUSES:
        raise ValueError("status")
    lists = {name: tuple(str(v) for v in raw.get(name, ())) for name in ("forms", "where", "capital")}
    return Identifier(**{**raw, **lists})


@cache
def _names() -> dict[str, Any]:
    return load_toml("model.rules", "identifiers.toml")


def kind_title(kind: str) -> str:
    """The word for a kind on the page: "School or college"."""
    title: str = _names()["kinds"].get(kind, _names()["kinds"]["other"])["title"]
    return title


def key_of(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared: without accents, case, marks between them.

    >>> key_of("O’Brien-Żak")
    ('o', 'brien', 'zak')
    """
    return tuple(plain_word(w) for w in WORD.findall(unicodedata.normalize("NFKC", seen(text))))


@cache
def plain_word(word: str) -> str:
    """One word without accents and case."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return bare.translate(_LETTERS).casefold()


_LETTERS: Final = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ı": "i", "’": "'"})


# -- naming ------------------------------------------------------------------------------------


@dataclass(slots=True)
class Naming:
    """Gives out replacements: the next free one of a role or a kind, never one that is taken."""

    taken: set[str] = field(default_factory=set)
    used: Counter[str] = field(default_factory=Counter)

    def next(self, kind: str, role: str = "") -> str:
        """ "Mother", "SW2", "School 1"."""
        form = _names()["roles"].get(role) if kind in ("person", "initials", "worker") else None
        form = form or _names()["kinds"].get(kind) or _names()["kinds"]["other"]
        label = form["label"]
        while True:
            self.used[label] += 1
            n = self.used[label]
            name: str = form["first"] if n == 1 and "first" in form else label.format(n=n, letter=_letter(n))
            if name.casefold() not in self.taken:
                self.taken.add(name.casefold())
                return name


def _letter(n: int) -> str:
    out = ""
    while n > 0:
        n, left = divmod(n - 1, 26)
        out = chr(65 + left) + out
    return out


def named(found: Iterable[Identifier], table: PseudonymTable) -> PseudonymTable:
    """The table brought up to what is found now: rows that were kept stay with their decision and replacement.

    A found identifier belongs to a kept row where they share a form and a sort; it may bring new forms to it. A row
    that a person decided on or added stays though it is no longer found; a proposal that is gone goes.
    """
    naming = Naming(taken={row.replacement.casefold() for row in table.rows})
    owner = {(_sort(row.kind), key_of(form)): row.id for row in table.rows for form in row.forms}
    kept = {row.id: row for row in table.rows}
    rows: dict[str, Identifier] = {}
    number = max((int(r.id[1:]) for r in table.rows if r.id[1:].isdigit()), default=0)
    for one in found:
        known = next(
            (owner[k] for f in (one.original, *one.forms) if (k := (_sort(one.kind), key_of(f))) in owner), None
        )
        if known is None:
            number += 1
            new = replace(one, id=f"i{number}", replacement=naming.next(one.kind, one.role))
        else:
            old = rows.get(known) or kept[known]
            grown = tuple(dict.fromkeys([*old.forms, *one.forms]))
            again = known in rows
            new = replace(
                old, forms=grown, capital=tuple(dict.fromkeys([*old.capital, *one.capital])),
                count=one.count + (old.count if again else 0),
                where=tuple(dict.fromkeys([*(old.where if again else ()), *one.where]))[:MAX_WHERE],
                role=old.role or one.role,
            )  # fmt: skip
        rows[new.id] = new
    decided = [replace(r, count=0, where=()) for r in table.rows if r.id not in rows and r.status != "proposed"]
    return replace(table, rows=(*rows.values(), *decided))


MAX_WHERE: Final = 6
KINDS_BY_HAND: Final = (
    "person", "worker", "place", "street", "school", "setting", "hospital", "practice", "organisation", "reference",
    "other",
)  # fmt: skip
"""Sorts that a person can give to what was not found."""
_PEOPLE: Final = frozenset({"person", "worker", "surname", "initials"})


def _sort(kind: str) -> str:
    return "people" if kind in _PEOPLE else "other"


# -- the reviewer's hand -----------------------------------------------------------------------


def edited(
    table: PseudonymTable, row_id: str, *, replacement: str | None = None, status: str | None = None
) -> PseudonymTable:
    """A row with another replacement, or accepted, or left as it is. Raises `UsageError`, KeyError."""
    row = table.row(row_id)
    if replacement is not None and replacement != row.replacement:
        row = replace(row, replacement=checked_replacement(replacement, row), status="edited")
    elif status is not None:
        if status not in STATUSES:
            raise UsageError("There is no such choice.", remedy="Choose accepted, proposed or left.")
        row = replace(row, status=status)
    return table.with_row(row)


def added(table: PseudonymTable, words: str, replacement: str, kind: str = "other") -> PseudonymTable:
    """A row by hand. Raises `UsageError` where the words are empty or already in a row."""
    words = " ".join(words.split())
    if not key_of(words) or len(words) > MAX_WORDS:
        raise UsageError("The words to be replaced are missing.", remedy="Write the name as it stands in the records.")
    taken = next((r for r in table.rows if key_of(words) in {key_of(f) for f in r.forms}), None)
    if taken is not None:
        raise UsageError("These words are in the table already.", remedy="Change the row that holds them.")
    number = max((int(r.id[1:]) for r in table.rows if r.id[1:].isdigit()), default=0) + 1
    row = Identifier(id=f"i{number}", kind=kind, original=words, forms=(words,), replacement="", status="edited")
    naming = Naming(taken={r.replacement.casefold() for r in table.rows})
    name = checked_replacement(replacement, row) if replacement.strip() else naming.next(kind)
    return table.with_row(replace(row, replacement=name))


def checked_replacement(text: str, row: Identifier) -> str:
    """A replacement that a person typed. Raises `UsageError` where it is empty or still holds the name."""
    text = " ".join(text.split())
    if not text or len(text) > MAX_WORDS:
        raise UsageError("The replacement is missing.", remedy="Write what to show, such as: Uncle 1.")
    words = set(key_of(text))
    if any(set(key_of(form)) <= words for form in row.forms if key_of(form)):
        raise UsageError("The replacement holds the name itself.", remedy="Choose words that do not name the person.")
    return text


def accepted_all(table: PseudonymTable, ids: Sequence[str] | None = None) -> PseudonymTable:
    """Every proposed row (of `ids`, where given) accepted."""
    wanted = None if ids is None else set(ids)
    rows = (
        replace(r, status="accepted") if r.status == "proposed" and (wanted is None or r.id in wanted) else r
        for r in table.rows
    )
    return replace(table, rows=tuple(rows))
