"""From a filled form to a decision: what a reviewer did on a page, as one entry of the trail.

    Form (act, what it is on, its fields) + CaseBook  ->  decision_of  ->  Decision, and what to say aloud

Each act is one small function in `ACTS`. A form that is filled in wrongly raises `FieldError` with the
field; nothing is stored then. A decision names what it is about by marks made from the case as read.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.date_fields import FieldError, when_of
from dashboard.decided import Act, Decided
from dashboard.deciding_people import PERSON_ACTS, person_id
from dashboard.deciding_walkthrough import WALKTHROUGH_ACTS
from dashboard.forms import Form, one_of, verdict_of, words_in
from model import subjects
from model.case import Decision, Event, Gap, Mark, Status
from model.names import AGENCIES, ASSERTIONS, KINDS, ROLES
from model.review import mark_at, mark_of
from model.reviewed import gap_marks
from model.trail import in_force, numbered, to_redo, to_undo, undone

MAX_TAG: Final = 40
LISTS: Final = ("involves", "shared_with", "received_from")
VERDICTS: Final = ("confirmed", "rejected", "proposed", "answered")
NONE: Final = "none"  # the anchor of a phrase that means none of the events


def decision_of(book: CaseBook, form: Form, *, author: str, made: str) -> Decided:
    """The decision that a form stands for. Raises `FieldError`; `made` is an ISO moment, UTC."""
    act = ACTS.get(form.act)
    if act is None:
        raise FieldError("This page is of another version.", remedy="Load it again.", field="")
    try:
        found = act(book, form)
    except KeyError:
        raise FieldError(
            "What this is about is no longer in the case.", remedy="Load the page again.", field=""
        ) from None
    reason = form.text("reason")
    return replace(found, decision=replace(found.decision, author=author, made=made, reason=reason))


# -- events ------------------------------------------------------------------------------------


def _status(book: CaseBook, form: Form) -> Decided:
    """Accept, set aside or put back one event, or all that are ticked."""
    ids = [form.on] if form.on else list(form.fields.get("events", ()))
    if not ids:
        raise FieldError("No event is ticked.", remedy="Tick one or more.", field="events")
    verdict = verdict_of(form, ("confirmed", "rejected", "proposed"))
    done = {"confirmed": "accepted", "rejected": "set aside", "proposed": "put back as not reviewed"}[verdict]
    about = _marks(book, [book.event_by_id[i] for i in ids])
    return Decided(
        Decision(subject=subjects.STATUS, verdict=verdict, about=about), f"{words.counted(len(ids), 'event')} {done}."
    )


def _correct(book: CaseBook, form: Form) -> Decided:
    """The fields of an event that differ from what stands there now."""
    event = book.event_by_id[form.on]
    value = {name: new for name, new in _fields(book, form, event).items() if new != _plain(event, name)}
    if form.one("whole_row") and "when" in value:
        value = {"row_when": value.pop("when"), **value}
    if not value:
        raise FieldError("Nothing was changed.", remedy="Change a field, or close the form.", field="kind")
    names = words.listed(words.FIELD_WORDS[name].lower() for name in value)
    return Decided(
        Decision(subject=subjects.EVENT, verdict="confirmed", about=_marks(book, [event]), value=value),
        f"Corrected: {names}.",
    )


def _take_back(book: CaseBook, form: Form) -> Decided:
    """A field as it was read."""
    event, name = book.event_by_id[form.on], form.one("field")
    if name not in subjects.FIELDS:
        raise KeyError(name)
    decision = Decision(
        subject=subjects.EVENT, verdict="proposed", about=_marks(book, [event]), value={name: subjects.AS_READ}
    )
    return Decided(decision, f"{words.FIELD_WORDS[name]}: as it was read again.")


def _fields(book: CaseBook, form: Form, event: Event) -> dict[str, Any]:
    """The fields that the form holds, as the values of a decision."""
    out: dict[str, Any] = {}
    for name, known in (("kind", KINDS), ("assertion", ASSERTIONS)):
        if name in form.fields:
            out[name] = one_of(form, name, known)
    if "agency" in form.fields:
        out["agency"] = _agency(book, form.one("agency"))
    if "precision" in form.fields:
        when = when_of({name: values[0] for name, values in form.fields.items() if values})
        same = when is not None and event.when is not None and _same(when, event.when)
        out["when"] = event.when.to_json() if same and event.when else when.to_json() if when else None
    if "role" in form.fields:
        out["people"] = _people(form)
    if "agencies_asked" in form.fields:
        out |= {name: [_agency(book, a) for a in form.fields.get(name, ())] for name in LISTS}
    if form.one("words"):
        span = words_in(book.entry_by_id[event.entry].text, form.one("words"), event.span[0], "words")
        quote = book.entry_by_id[event.entry].text[span[0] : span[1]]
        out["words"] = {"span": list(span), "quote": quote}
    return out


def _same(one: Any, other: Any) -> bool:
    names = ("start", "end", "approximate", "start_time")
    return all(getattr(one, n) == getattr(other, n) for n in names) or (
        # "early May" is approximate and more than a day: the fields show its span and mean the same
        one.start != one.end and (one.start, one.end) == (other.start, other.end)
    )


def _plain(event: Event, name: str) -> Any:
    """A field of an event in the form that decisions hold."""
    if name == "when":
        known = event.when is not None and (event.when.start or event.when.end)
        return event.when.to_json() if event.when is not None and known else None
    if name == "people":
        return [{"role": m.role, "label": m.label.strip()[:120], "agency": m.agency} for m in event.mentions]
    if name == "words":
        return {"span": list(event.span), "quote": event.quote}
    value = getattr(event, name)
    return list(value) if name in LISTS else value


def _people(form: Form) -> list[dict[str, Any]]:
    """The people named, a role, a name and an agency each; rows without a role are left out."""
    roles, labels = form.fields.get("role", ()), form.fields.get("label", ())
    agencies = form.fields.get("person_agency", ())
    out: list[dict[str, Any]] = []
    for number, role in enumerate(roles):
        if role not in ROLES:
            continue
        label = labels[number].strip()[:120] if number < len(labels) else ""
        agency = agencies[number] if number < len(agencies) else ""
        out.append({"role": role, "label": label or ROLES[role], "agency": agency or None})
    return out


def _split(book: CaseBook, form: Form) -> Decided:
    """One event as two, each by its words in the row."""
    event = book.event_by_id[form.on]
    text = book.entry_by_id[event.entry].text
    first, second = form.one("first"), form.one("second")
    for name, quote in (("first", first), ("second", second)):
        if not quote:
            raise FieldError("The words of a part are missing.", remedy="Mark or copy them from the row.", field=name)
    one = words_in(text, first, event.span[0], "first")
    two = words_in(text, second, one[1], "second")
    if one == two:
        raise FieldError("Both parts are the same words.", remedy="Give each part its own.", field="second")
    parts = [{"id": own_id(), "span": list(span), "quote": text[span[0] : span[1]]} for span in sorted((one, two))]
    decision = Decision(
        subject=subjects.SPLIT, verdict="confirmed", about=_marks(book, [event]), value={"parts": parts}
    )
    return Decided(decision, "Split into two events. Correct each by itself.")


def _merge(book: CaseBook, form: Form) -> Decided:
    """Several events of one file as one."""
    events = [book.event_by_id[i] for i in form.fields.get("events", ())]
    if form.on and form.on not in {e.id for e in events}:
        events.insert(0, book.event_by_id[form.on])
    if len(events) < 2:
        raise FieldError("Fewer than two events are ticked.", remedy="Tick the events that are one.", field="events")
    if len({book.entry_by_id[e.entry].source for e in events}) > 1:
        raise FieldError(
            "These events stand in different files.",
            remedy="Records of different agencies are never merged: confirm them as the same event instead.",
            field="events",
        )
    decision = Decision(subject=subjects.MERGED, verdict="confirmed", about=_marks(book, events))
    return Decided(decision, f"{len(events)} events merged into one.")


def _add(book: CaseBook, form: Form) -> Decided:
    """An event from words of a row that were missed, or from the reviewer's own words."""
    known = own_id()
    entry = book.entry_by_id[form.on] if form.on else None
    quote = form.text("words")
    if not quote:
        raise FieldError(
            "The words are missing.", remedy="Mark them in the row, or write what is known.", field="words"
        )
    kind, assertion = one_of(form, "kind", KINDS), one_of(form, "assertion", ASSERTIONS)
    when = when_of({name: values[0] for name, values in form.fields.items() if values})
    value: dict[str, Any] = {
        "id": known, "kind": kind, "assertion": assertion, "when": when.to_json() if when else None,
        "people": _people(form),
    }  # fmt: skip
    if entry is None:
        value["agency"] = _agency(book, form.one("agency"))
        mark = Mark(file="", place="", quote=quote, kind=known)
    else:
        span = words_in(entry.text, quote, 0, "words")
        mark = mark_at(book.case, entry, entry.text[span[0] : span[1]], known)
    return Decided(Decision(subject=subjects.ADDED, verdict="confirmed", about=(mark,), value=value), "Event added.")


# -- links, anchors, gaps ------------------------------------------------------------------------


def _link(book: CaseBook, form: Form) -> Decided:
    """Whether two records tell of one event; `on` holds both ids."""
    one, _, other = form.on.partition(" ")
    first, second = book.event_by_id[one], book.event_by_id[other or form.one("other")]
    if first.id == second.id:
        raise FieldError("An event cannot be linked with itself.", remedy="Choose another one.", field="other")
    verdict = verdict_of(form, ("confirmed", "rejected", "proposed"))
    done = {
        "confirmed": "Confirmed as the same event.",
        "rejected": "Kept apart: not the same event.",
        "proposed": "The link is open again.",
    }[verdict]
    return Decided(Decision(subject=subjects.LINK, verdict=verdict, about=_marks(book, [first, second])), done)


def _anchor(book: CaseBook, form: Form) -> Decided:
    """Which event an expression counts from."""
    event, phrase, choice = book.event_by_id[form.on], form.one("phrase"), form.one("anchor")
    if not choice:
        raise FieldError("No event is chosen.", remedy="Choose the one that the words mean.", field="anchor")
    about = [event] if choice == NONE else [event, book.event_by_id[choice]]
    decision = Decision(
        subject=subjects.ANCHOR, verdict="confirmed", about=_marks(book, about), value={"phrase": phrase}
    )
    said = "Nothing is counted from these words." if choice == NONE else "The date now counts from that event."
    return Decided(decision, said)


def _gap(book: CaseBook, form: Form) -> Decided:
    """A prompt confirmed, answered or set aside, or put back."""
    gap = book.gap_by_id[form.on]
    verdict = verdict_of(form, VERDICTS)
    if verdict in ("rejected", "answered") and not form.one("reason"):
        what = "why the prompt is dismissed" if verdict == "rejected" else "the answer, and where it was found"
        raise FieldError("The reason is missing.", remedy=f"Write {what}.", field="reason")
    done = {"confirmed": "confirmed", "answered": "answered", "rejected": "dismissed", "proposed": "open again"}[
        verdict
    ]
    return Decided(_about_gap(book, gap, subjects.GAP, verdict, {"measured": list(gap.measured)}), f"Gap {done}.")


def _about_gap(book: CaseBook, gap: Gap, subject: str, verdict: Status, more: Mapping[str, Any]) -> Decision:
    value = {"gap": gap.id, "rule": gap.rule, "kind": gap.kind, "agencies": list(gap.agencies), **more}
    return Decision(subject=subject, verdict=verdict, about=gap_marks(book.case, gap), value=value)


# -- notes and tags ------------------------------------------------------------------------------


def _note(book: CaseBook, form: Form) -> Decided:
    text = form.text("text")
    if not text:
        raise FieldError("The note is empty.", remedy="Write it, or close the form.", field="text")
    return Decided(_about(book, form.on, subjects.NOTE, "confirmed", {"text": text}), "Note kept.")


def _tag(book: CaseBook, form: Form) -> Decided:
    tag = " ".join(form.text("tag", most=MAX_TAG).split())
    if not tag:
        raise FieldError("The tag is empty.", remedy="Write a word or two.", field="tag")
    return Decided(_about(book, form.on, subjects.TAG, "confirmed", {"tag": tag}), f"Tagged {tag}.")


def _untag(book: CaseBook, form: Form) -> Decided:
    tag = form.one("tag")
    return Decided(_about(book, form.on, subjects.TAG, "proposed", {"tag": tag}), f"Tag {tag} taken off.")


def _about(book: CaseBook, on: str, subject: str, verdict: Status, value: Mapping[str, Any]) -> Decision:
    """A decision about an event or a gap, whichever has that id."""
    if on in book.gap_by_id:
        return _about_gap(book, book.gap_by_id[on], subject, verdict, value)
    return Decision(subject=subject, verdict=verdict, about=_marks(book, [book.event_by_id[on]]), value=value)


# -- people --------------------------------------------------------------------------------------


def _join(book: CaseBook, form: Form) -> Decided:
    """Several actors as one person."""
    people = list(form.fields.get("people", ()))
    known = {actor.id for actor in book.findings.actors}
    if len(people) < 2 or not set(people) <= known:
        raise FieldError("Fewer than two people are ticked.", remedy="Tick those who are one person.", field="people")
    value = {"id": person_id(), "people": people, **_naming(form)}
    return Decided(
        Decision(subject=subjects.ONE_PERSON, verdict="confirmed", about=(), value=value),
        f"{len(people)} are now one person.",
    )


def _apart(book: CaseBook, form: Form) -> Decided:
    """The mentions in the ticked events as another person."""
    actor = next((a for a in book.findings.actors if a.id == form.on), None)
    events = [book.event_by_id[i] for i in form.fields.get("events", ())]
    if actor is None:
        raise KeyError(form.on)
    if not events:
        raise FieldError("No event is ticked.", remedy="Tick those that name the other person.", field="events")
    if not form.one("label"):
        raise FieldError("The other person has no name yet.", remedy="Write how to call them.", field="label")
    value = {"id": person_id(), "person": actor.id, **_naming(form)}
    return Decided(
        Decision(subject=subjects.APART, verdict="confirmed", about=_marks(book, events), value=value),
        "Kept as another person.",
    )


def _naming(form: Form) -> dict[str, str]:
    role, label = form.one("role"), form.text("label", most=120)
    return ({"role": role} if role in ROLES else {}) | ({"label": label} if label else {})


# -- the trail -----------------------------------------------------------------------------------


def _undo(book: CaseBook, form: Form) -> Decided:
    """The last decision taken back, or the one that is named."""
    last = to_undo(book.case.decisions)
    number = int(form.on) if form.on.isdigit() else last.number if last else 0
    if number not in {d.number for d in in_force(book.case.decisions)}:
        raise FieldError("There is nothing to undo.", remedy="See the log for what was decided.", field="")
    return Decided(Decision(subject=subjects.UNDO, verdict="proposed", about=(), value={"of": number}), "Undone.")


def _redo(book: CaseBook, form: Form) -> Decided:
    """The decision last undone put back, or the one that is named."""
    last = to_redo(book.case.decisions)
    number = int(form.on) if form.on.isdigit() else last.number if last else 0
    if number not in undone(numbered(book.case.decisions)):
        raise FieldError("There is nothing to put back.", remedy="See the log for what was undone.", field="")
    return Decided(Decision(subject=subjects.REDO, verdict="proposed", about=(), value={"of": number}), "Put back.")


ACTS: Final[Mapping[str, Act]] = {
    "status": _status,
    "correct": _correct,
    "take-back": _take_back,
    "split": _split,
    "merge": _merge,
    "add": _add,
    "link": _link,
    "anchor": _anchor,
    "gap": _gap,
    "note": _note,
    "tag": _tag,
    "untag": _untag,
    "join": _join,
    "apart": _apart,
    "undo": _undo,
    "redo": _redo,
    **PERSON_ACTS,
    **WALKTHROUGH_ACTS,
}


def own_id() -> str:
    """An id for an event that a reviewer makes."""
    return subjects.OWN + secrets.token_hex(6)


def _marks(book: CaseBook, events: Sequence[Event]) -> tuple[Mark, ...]:
    return tuple(mark_of(book.case, event) for event in events)


def _agency(book: CaseBook, name: str) -> str:
    if name not in AGENCIES and name not in {a.id for a in book.lanes}:
        raise FieldError("The agency is not known.", remedy="Choose one of the list.", field="agency")
    return name
