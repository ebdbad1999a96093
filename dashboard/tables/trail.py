"""The trail of decisions as rows in words: the same for the log page and for exports.

CaseBook  ->  trail_rows  ->  TrailRow, newest first
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from dashboard import words
from dashboard.casebook import CaseBook
from model.case import Decision
from model.names import AGENCIES, ASSERTIONS, KINDS, ROLES
from model.subjects import (
    ADDED,
    ANCHOR,
    APART,
    AS_READ,
    EVENT,
    GAP,
    LEFT,
    LINK,
    MERGED,
    NOTE,
    ONE_PERSON,
    REDO,
    SPLIT,
    STATUS,
    TAG,
    UNDO,
    WALKTHROUGH,
)
from model.trail import numbered, undone
from model.when import When
from model.when import in_words as when_in_words

SUBJECT_WORDS: Final[dict[str, str]] = {
    EVENT: "Correction",
    STATUS: "Review of events",
    ADDED: "Event added",
    SPLIT: "Event split",
    MERGED: "Events merged",
    LINK: "Same event",
    ANCHOR: "What a date counts from",
    GAP: "Gap",
    NOTE: "Note",
    TAG: "Tag",
    ONE_PERSON: "People joined",
    APART: "People set apart",
    LEFT: "Question about people",
    WALKTHROUGH: "Walkthrough",
    UNDO: "Undo",
    REDO: "Redo",
}
_VERDICTS: Final[dict[tuple[str, str], str]] = {
    (STATUS, "confirmed"): "accepted",
    (STATUS, "rejected"): "set aside",
    (STATUS, "proposed"): "put back as not reviewed",
    (LINK, "confirmed"): "confirmed as the same event",
    (LINK, "rejected"): "kept apart",
    (LINK, "proposed"): "open again",
    (GAP, "confirmed"): "confirmed",
    (GAP, "rejected"): "dismissed",
    (GAP, "answered"): "answered",
    (GAP, "proposed"): "open again",
    (TAG, "confirmed"): "tagged",
    (TAG, "proposed"): "tag taken off",
}
TEXT_CHARS: Final = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailRow:
    """One decision in words. `state` is "in force", "undone", "waiting" or, for an undo itself, empty."""

    number: int
    made: str
    author: str
    subject: str
    what: str
    about: str
    reason: str
    state: str
    event: str | None = None


def trail_rows(book: CaseBook) -> list[TrailRow]:
    """Every decision of the case, the newest first."""
    trail = numbered(book.case.decisions)
    out, waiting = undone(trail), {d.number for d in book.review.waiting}
    targets = {d.number: event for event, found in book.review.history.items() for d in found}
    rows = []
    for decision in reversed(trail):
        state = "undone" if decision.number in out else "waiting" if decision.number in waiting else "in force"
        target = targets.get(decision.number)
        rows.append(
            TrailRow(
                number=decision.number,
                made=words.moment(decision.made),
                author=decision.author,
                subject=SUBJECT_WORDS.get(decision.subject, decision.subject),
                what=in_words(decision),
                about=_about(book, decision),
                reason=decision.reason,
                state="" if decision.subject in (UNDO, REDO) else state,
                event=target if target in book.event_by_id else None,
            )
        )
    return rows


def in_words(decision: Decision) -> str:
    """What was decided, on one line: "Correction: Date 4 May 2021"."""
    said = _said(decision)
    subject = SUBJECT_WORDS.get(decision.subject, decision.subject)
    return f"{subject}: {said}" if said else subject


def _said(decision: Decision) -> str:
    value, subject = decision.value, decision.subject
    if subject == EVENT:
        return "; ".join(f"{words.FIELD_WORDS.get(n, n)} {_value(n, v)}" for n, v in value.items())
    if subject in (UNDO, REDO):
        return f"number {value.get('of')}"
    if subject == NOTE:
        return words.clipped(str(value.get("text", "")), TEXT_CHARS)
    if subject == TAG:
        return f"{_VERDICTS[TAG, 'confirmed' if decision.verdict != 'proposed' else 'proposed']} {value.get('tag', '')}"
    if subject == WALKTHROUGH:
        stops = len(value.get("stops", ()))
        state = "taken away" if decision.verdict == "rejected" else words.counted(stops, "stop")
        return f"{words.clipped(str(value.get('title', '')), TEXT_CHARS)}, {state}"
    if subject == ANCHOR:
        chosen = "counts from the event chosen" if len(decision.about) > 1 else "none of the events in the files"
        return f"“{value.get('phrase', '')}”: {chosen}"
    if subject == LEFT:
        return "kept apart" if value.get("kind") == "pair" else "left as read"
    if subject == APART and value.get("is"):
        return f"named as {ROLES.get(str(value.get('role')), 'another person').lower()}"
    if subject in (ONE_PERSON, APART):
        return str(value.get("label") or ROLES.get(str(value.get("role")), ""))
    many = f" ({len(decision.about)})" if subject == STATUS and len(decision.about) > 1 else ""
    return _VERDICTS.get((subject, decision.verdict), "") + many


def _value(name: str, value: Any) -> str:
    if value == AS_READ:
        return "as it was read"
    if name in ("when", "row_when"):
        return _date(value)
    if name == "words":
        return f"“{words.clipped(str(value.get('quote', '')), TEXT_CHARS)}”"
    if name == "people":
        return words.listed(f"{ROLES.get(p['role'], p['role'])} (“{p['label']}”)" for p in value) or "nobody named"
    names: Mapping[str, str] = {**KINDS, **ASSERTIONS, **AGENCIES}
    if isinstance(value, list):
        return words.listed(names.get(v, v) for v in value) or "none"
    return names.get(value, str(value))


def _date(value: Any) -> str:
    try:
        return when_in_words(When.from_json(value) if value else None)
    except (KeyError, TypeError, ValueError):
        return "of a form that this version does not know"


def _about(book: CaseBook, decision: Decision) -> str:
    """The words and the file that it is about."""
    if decision.subject == GAP:
        gap = book.gap_by_id.get(str(decision.value.get("gap")))
        return gap.title if gap else words.gap_kind_name(str(decision.value.get("kind", "")))
    files = {s.sha256: s.file for s in book.case.sources}
    shown = [f"“{words.clipped(m.quote, 60)}” ({files.get(m.file, 'a file not in the case') if m.file else 'by hand'})"
             for m in decision.about[:3]]  # fmt: skip
    more = len(decision.about) - len(shown)
    return "; ".join(shown) + (f" and {more} more" if more > 0 else "")
