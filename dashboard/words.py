"""Plain words for what the records hold: dates, places in a file, how a date came about, sizes of gaps.

Everything here is neutral: it says what the files show, and never what anyone ought to have done.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final

from model.case import Event, Gap, Locator
from model.names import AGENCIES, ASSERTIONS, GAP_KINDS, KINDS, ROLES
from model.places import place_in_words
from model.unseen import shown
from model.when import When, in_words

BASIS_WORDS: Final[dict[str, str]] = {
    "stated": "The date is stated in the words of the entry.",
    "column": "The date stands in the row's date column.",
    "carried": "The row's own date cell is blank; the date is carried down from the row above.",
    "relative": "The date is counted from another event.",
    "derived": "The date follows from the order of other events in the case.",
}

UNIT_WORDS: Final[dict[str, tuple[str, str]]] = {
    "days": ("day", "days"),
    "working_days": ("working day", "working days"),
    "hours": ("hour", "hours"),
    "count": ("time", "times"),
}

OUTCOME_WORDS: Final[dict[str, str]] = {
    "exceeded": "Longer than the rule's limit in every reading of the dates.",
    "depends": "Depends on the exact dates, which the records do not settle.",
    "no_record": "No record was found in the files supplied.",
}

STATUS_WORDS: Final[dict[str, str]] = {
    "proposed": "Not yet reviewed",
    "confirmed": "Confirmed by a reviewer",
    "corrected": "Corrected by a reviewer",
    "rejected": "Set aside by a reviewer",
    "answered": "Answered",
}

GAP_STATUS_WORDS: Final[dict[str, str]] = {
    **STATUS_WORDS,
    "rejected": "Dismissed by a reviewer",
    "answered": "Answered by a reviewer",
}

GAP_STATUS_SHORT: Final[dict[str, str]] = {
    "proposed": "Not reviewed",
    "confirmed": "Confirmed",
    "answered": "Answered",
    "rejected": "Dismissed",
}

FIELD_WORDS: Final[dict[str, str]] = {
    "kind": "Type",
    "assertion": "Whether it happened",
    "when": "Date",
    "row_when": "Date of the row",
    "agency": "Agency",
    "people": "People",
    "involves": "Took part",
    "shared_with": "Told",
    "received_from": "Received from",
    "words": "Words",
}

_LABELS: Final = {**AGENCIES, **ROLES, **GAP_KINDS, **KINDS, **ASSERTIONS}
_NAME: Final = re.compile(r"\b[a-z]+(?:_[a-z0-9]+)+\b")


def kind(event: Event) -> str:
    return kind_name(event.kind)


def kind_name(name: str) -> str:
    return KINDS.get(name, name.replace("_", " ").capitalize())


def assertion(event: Event) -> str:
    return ASSERTIONS.get(event.assertion, event.assertion.replace("_", " ").capitalize())


def role(name: str) -> str:
    return ROLES.get(name, name.replace("_", " ").capitalize())


def gap_kind(gap: Gap) -> str:
    return GAP_KINDS.get(gap.kind, gap.kind.replace("_", " ").capitalize())


def gap_kind_name(name: str) -> str:
    return GAP_KINDS.get(name, name.replace("_", " ").capitalize())


def event_when(event: Event) -> str:
    return in_words(event.when)


def amount(number: int, unit: str | None) -> str:
    """A number with its unit: "1 working day", "12 days"; the bare number where there is no unit."""
    if unit is None:
        return str(number)
    one, many = UNIT_WORDS.get(unit, (unit, unit))
    return f"{number} {one if number == 1 else many}"


def measured(gap: Gap) -> str:
    """The size of a gap over every reading of its dates: "74 days", "60 to 74 days", "at least 60 days"."""
    fewest, most = gap.measured
    if fewest is None and most is None:
        return ""
    if fewest is None or most is None:
        known = fewest if fewest is not None else most
        assert known is not None
        return f"{'at least' if most is None else 'at most'} {amount(known, gap.unit)}"
    return amount(most, gap.unit) if fewest == most else f"{fewest} to {amount(most, gap.unit)}"


def limit(gap: Gap) -> str:
    """The rule's limit in words, or nothing where the rule has none."""
    return "" if gap.limit is None else amount(gap.limit, gap.unit)


def place(locator: Locator) -> str:
    """Where in its file something stands: "sheet Police, row 14"."""
    return place_in_words(locator) or "place not known"


def derivation(when: When | None) -> tuple[str, ...]:
    """How a date came about, a sentence each."""
    if when is None:
        return ("No date could be read, so the event is kept and listed as undated.",)
    said = [BASIS_WORDS.get(when.basis, "")]
    if when.anchor_phrase:
        said.append(f"Counted from “{when.anchor_phrase}”.")
    if when.approximate:
        said.append("The words are approximate, so the whole possible span is kept.")
    elif when.start != when.end and when.bounded:
        said.append("The words do not settle the day, so the whole possible span is kept.")
    if when.alternatives:
        said.append("Could also be read as " + "; ".join(in_words(w) for w in when.alternatives) + ".")
    return tuple(s for s in said if s)


def window(first: dt.date, last: dt.date) -> When:
    """A window of days as an interval."""
    return When(start=first, end=last)


def moment(made: str) -> str:
    """An ISO moment (UTC) as the log prints it: "29 Nov 2026, 10:15 UTC"; nothing for what is no moment.

    >>> moment("2026-11-29T10:15:04Z")
    '29 Nov 2026, 10:15 UTC'
    """
    try:
        at = dt.datetime.fromisoformat(made.replace("Z", "+00:00"))
    except ValueError:
        return ""
    return f"{at.day} {at:%b %Y, %H:%M} UTC"


def readable(text: str) -> str:
    """The text with contract names in it ("legal_step") replaced by their labels.

    >>> readable("kind legal_step")
    'kind “Legal step”'
    """
    return _NAME.sub(lambda found: f"“{_LABELS[found[0]]}”" if found[0] in _LABELS else found[0], text)


def listed(words: Iterable[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + " and " + items[-1]


def counted(number: int, one: str, many: str | None = None) -> str:
    """ "1 event", "1,204 events"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def clipped(text: str, most: int) -> str:
    """The text on one line, cut at a word with an ellipsis where it is longer."""
    line = " ".join(shown(text).split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.") + "…"


def clipped_around(text: str, needles: Sequence[str], most: int) -> str:
    """Like `clipped`, but with the first of the words looked for in what is kept."""
    line = " ".join(text.split())
    places = [at for needle in needles if (at := line.casefold().find(needle)) >= 0]
    if not places or min(places) < most - 30:
        return clipped(line, most)
    start = line.find(" ", max(0, min(places) - most // 3)) + 1
    return "…" + clipped(line[start:], most - 1)


def lit(text: str, needles: Sequence[str]) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is one of the words looked for.

    >>> lit("Was not brought to clinic", ["not brought"])
    [('Was ', False), ('not brought', True), (' to clinic', False)]
    """
    if not needles:
        return [(text, False)]
    pattern = "|".join(re.escape(n).replace(r"\ ", r"\s+") for n in sorted(needles, key=len, reverse=True))
    pieces = re.split(f"({pattern})", text, flags=re.IGNORECASE)
    return [(piece, n % 2 == 1) for n, piece in enumerate(pieces) if piece]
