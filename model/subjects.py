"""What a reviewer can decide, by the `subject` of a decision, and what its `value` then holds.

    EVENT        the fields of an event: {field: new value}, or AS_READ for the field as it was read
    STATUS       whether events are accepted or set aside; `about` may hold many
    ADDED        an event that was not read: {"id", "kind", "assertion", "agency", "when", "span" or "text"}
    SPLIT        an event as two or more: {"parts": [{"id", "span", "quote"}, ...]}, the first keeps the event's id
    MERGED       several events as one: `about` holds them
    LINK         whether two records tell of one event
    ANCHOR       which event an expression counts from: `about` holds the event and, if any, its anchor; {"phrase"}
    GAP          a prompt confirmed, answered or set aside: {"gap", "rule", "kind", "agencies"}
    NOTE, TAG    words of the reviewer's own: {"text"}, {"tag"}
    ONE_PERSON   several actors as one person: {"id", "people": [actor id, ...], "role", "label"}
    APART        mentions of an actor as another person: `about` holds the events; {"id", "person", "role", "label"},
                 or with {"is": actor id} as another who is known already
    LEFT         questions about people answered by leaving it as it was read: {"asked": [id, ...], "kind", "people":
                 [actor id, ...]}, the first of whom is none of the others
    WALKTHROUGH  a walkthrough as a whole, with its stops: {"id", "title", "stops"}; "rejected" takes it away
    UNDO, REDO   an earlier decision taken out of force, or put into force again: {"of": its number}

Dates are WHEN objects of the export contract; null says that the date is not known.
"""

from __future__ import annotations

from typing import Any, Final

EVENT: Final = "event"
STATUS: Final = "status"
ADDED: Final = "added"
SPLIT: Final = "split"
MERGED: Final = "merged"
LINK: Final = "same_event"
ANCHOR: Final = "anchor"
GAP: Final = "gap"
NOTE: Final = "note"
TAG: Final = "tag"
ONE_PERSON: Final = "one_person"
APART: Final = "apart"
LEFT: Final = "left_as_read"
WALKTHROUGH: Final = "walkthrough"
UNDO: Final = "undo"
REDO: Final = "redo"

OWN: Final = "r-"
"""How the ids of events that a reviewer made begin."""

BY_HAND: Final = "reviewer"
"""The reader named by a source that is no file: what a reviewer added by hand."""

AS_READ: Final[dict[str, Any]] = {"as_read": True}
"""In place of a field's value: as it was read, whatever was decided before."""

FIELDS: Final = (
    "kind", "assertion", "when", "row_when", "agency", "people", "involves", "shared_with", "received_from", "words",
)  # fmt: skip
"""The fields of EVENT. "row_when" is the date of the whole row, "words" the {"span", "quote"} in its text."""

CORRECTED: Final = "corrected by a reviewer"
"""The `rule` of a date that a reviewer gave."""
