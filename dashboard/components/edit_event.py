"""What a reviewer can do with the chosen event: accept, set aside, correct, split, merge, note, tag.

    CaseBook + event  ->  edit_event  ->  one-press buttons, then a form a task, folded until asked for

Everything is an overlay: the value that the program read stays beside the corrected one, with the
button that takes it back.
"""

from __future__ import annotations

from typing import Final

from dash import html
from dash.development.base_component import Component

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.components.basic import tag
from dashboard.components.edit_fields import (
    AGENCY_LIST,
    ASSERTION_LIST,
    KIND_LIST,
    Field,
    buttons,
    date_fields,
    fold,
    folded,
    form,
    heading,
    long_text,
    one_tick,
    people_rows,
    reason,
    select,
    sent,
    short_text,
    submit,
    ticks,
    use_marked,
)
from dashboard.components.walkthrough_forms import add_to_walkthrough
from dashboard.tables.trail import in_words as in_log
from model.case import Decision, Event
from model.when import When, in_words

MERGE_CHOICES: Final = 12  # events of the same file near it that can be merged with it from the panel


def edit_event(book: CaseBook, event: Event) -> list[Component]:
    """The tools of the panel, in the order of their use."""
    on = event.id
    made = str(len(book.review.history.get(on, ())))  # a new decision makes the forms anew
    return [
        html.Div(
            [
                _verdicts(event, made),
                fold("Correct", [correct_form(book, event, made)], key="correct"),
                fold("Note or tag", note_forms(book, on, made), key="note"),
                fold("Split or merge", [_split_form(event, made), _merge_form(book, event, made)], key="split"),
                add_to_walkthrough(book, on, made),
            ],
            className="tools",
            key=f"tools-{on}-{made}",
        ),
        *changes(book, event),
        *notes(book, on),
        *history(book, on),
    ]


def _verdicts(event: Event, made: str) -> Component:
    items: list[Field] = []
    if event.status not in ("confirmed", "corrected"):
        items.append(submit("Accept", value="confirmed", primary=True, key="accept"))
    if event.status == "confirmed":
        items.append(submit("Not reviewed", value="proposed", key="accept"))
    if event.status == "rejected":
        items.append(submit("Put back", value="proposed", key="reject"))
    else:
        items.append(submit("Set aside", value="rejected", key="reject"))
    return form("status", event.id, [buttons(*items)], name="Accept or set aside", key=made)


def correct_form(book: CaseBook, event: Event, made: str = "") -> Component:
    """Every field of an event."""
    whole = event.main or (event.when is not None and event.when.basis in ("column", "carried"))
    row = [one_tick("whole_row", "yes", "Also the date of the whole row", on=event.main)] if whole else []
    told = [event.involves, event.shared_with, event.received_from]
    said = words.counted(sum(map(len, told)), "agency", "agencies")
    agencies = [
        ticks("Took part", "involves", AGENCY_LIST, event.involves),
        ticks("Told", "shared_with", AGENCY_LIST, event.shared_with),
        ticks("Received from", "received_from", AGENCY_LIST, event.received_from),
        sent("agencies_asked", "yes"),
    ]
    return form(
        "correct",
        event.id,
        [
            select("Type", "kind", KIND_LIST, event.kind),
            select("Whether it happened", "assertion", ASSERTION_LIST, event.assertion),
            date_fields(event.when, extra=row),
            select("Agency", "agency", AGENCY_LIST, event.agency),
            people_rows([(m.role, m.label, m.agency or "") for m in event.mentions]),
            folded(f"Agencies that took part, were told or told of it ({said})", agencies),
            long_text("Words that it rests on", "words", event.quote,
                      hint="As they stand in the row. Mark them there and press the button, or write them.", rows=3),
            use_marked("words"),
            reason(hint="Kept in the log."),
            submit("Save the correction", primary=True, key="save", small=False),
        ],
        name="Correct this event",
        key=made,
    )  # fmt: skip


def add_fields(when: When | None) -> list[Field]:
    """What an added event needs beside its words."""
    return [
        select("Type", "kind", KIND_LIST, "", blank="choose one"),
        select("Whether it happened", "assertion", ASSERTION_LIST, "happened"),
        date_fields(when),
        people_rows(()),
    ]


def _split_form(event: Event, made: str) -> Component:
    return form(
        "split",
        event.id,
        [
            heading("Split into two"),
            long_text("Words of the first", "first", event.quote),
            use_marked("first"),
            long_text("Words of the second", "second", event.quote),
            use_marked("second"),
            reason(),
            submit("Split", key="do-split"),
        ],
        name="Split this event",
        key=made,
    )


def _merge_form(book: CaseBook, event: Event, made: str) -> Component:
    """The events of the same row, else those of the same days in the same file."""
    near = [e for e in book.events_of_entry.get(event.entry, ()) if e.id != event.id and e.status != "rejected"]
    source = book.entry_by_id[event.entry].source
    alike = [
        e
        for e in book.dated
        if e.entry != event.entry and e.status != "rejected" and book.entry_by_id[e.entry].source == source
        and event.when is not None and e.when is not None and e.when.overlaps(event.when)
    ]  # fmt: skip
    choices = [*near, *alike][:MERGE_CHOICES]
    if not choices:
        return html.P("There is no other event of this row or day in the same file to merge with.", className="muted")
    options = {e.id: f"{words.event_when(e)}: {words.kind(e)}, “{words.clipped(e.quote, 60)}”" for e in choices}
    fields = [ticks("Merge into this one", "events", options, ()), reason(), submit("Merge", key="do-merge")]
    return form("merge", event.id, fields, name="Merge events into this one", key=made)


def note_forms(book: CaseBook, on: str, made: str) -> list[Component]:
    """A note and a tag, for an event or a gap."""
    known = ", ".join(book.review.tag_names())
    hint = f"In this case already: {words.clipped(known, 120)}." if known else "A word or two."
    note = [long_text("Note", "text"), submit("Keep the note", key=f"do-note-{on}")]
    tagged = [short_text("Tag", "tag", hint=hint, most=40), submit("Tag it", key=f"do-tag-{on}")]
    return [form("note", on, note, name="Write a note", key=made), form("tag", on, tagged, name="Tag it", key=made)]


def notes(book: CaseBook, on: str) -> list[Component]:
    """The notes and tags of an event or a gap, with who wrote them."""
    out: list[Component] = []
    tags = book.review.tags.get(on, ())
    if tags:
        out += [html.H3("Tags"), html.Ul([html.Li(_taken_off(on, t)) for t in tags], className="tags")]
    written = book.review.notes.get(on, ())
    if written:
        items = [html.Li([html.P(str(d.value.get("text", "")), className="note"), signed(d)]) for d in written]
        out += [html.H3("Notes"), html.Ul(items, className="plain-list")]
    return out


def _taken_off(on: str, name: str) -> list[Component]:
    button = submit("Take off", said=f" {name}", name="tag", value=name, key=f"tag-{name}")
    return [tag(name), form("untag", on, [button], class_name="inline", key=name)]


def signed(decision: Decision) -> Component:
    """Who decided it and when, with the reason."""
    said = f"{decision.author or 'Name not given'}, {words.moment(decision.made)}"
    reason_given = f" Reason: {decision.reason}" if decision.reason else ""
    return html.Div([html.Span(said, className="muted"), reason_given], className="signed")


def changes(book: CaseBook, event: Event) -> list[Component]:
    """What was corrected: the value as read beside the one that holds, and the button that takes it back."""
    changed = book.review.changes.get(event.id, {})
    read = book.read_by_id.get(event.id)
    if not changed or read is None:
        return []
    items: list[Component] = []
    for name, change in changed.items():
        label = words.FIELD_WORDS[name]
        button = submit("As read", said=f": {label}", name="field", value=name, key=f"as-read-{name}")
        items.append(
            html.Li(
                [
                    html.Strong(f"{label}: "),
                    html.Span(shown(book, name, event)),
                    html.Div(f"Read as: {shown(book, name, read)}", className="muted read-as"),
                    signed(change.decision),
                    form("take-back", event.id, [button], class_name="inline", key=name),
                ]
            )
        )
    return [html.H3("Corrected here"), html.Ul(items, className="plain-list changes")]


def history(book: CaseBook, on: str) -> list[Component]:
    """Every decision in force about an event or a gap, each with the way to undo it."""
    decided = book.review.history.get(on, ())
    if not decided:
        return []
    items = []
    for decision in reversed(decided):
        button = submit("Undo", said=f": {in_log(decision)}", key=f"undo-{decision.number}")
        undo = form("undo", str(decision.number), [button], class_name="inline")
        items.append(html.Li([html.Div(in_log(decision)), signed(decision), undo]))
    title = words.counted(len(decided), "decision")
    return [fold(f"{title} here", [html.Ul(items, className="plain-list")], key=f"history-{on}")]


def shown(book: CaseBook, name: str, event: Event) -> str:
    """A field of an event in words."""
    if name == "kind":
        return words.kind(event)
    if name == "assertion":
        return words.assertion(event)
    if name in ("when", "row_when"):
        return in_words(event.when)
    if name == "agency":
        return book.label(event.agency)
    if name == "people":
        named = (f"{words.role(m.role)} (“{m.label}”)" for m in event.mentions)
        return words.listed(named) or "nobody named"
    if name == "words":
        return f"“{words.clipped(event.quote, 120)}”"
    return words.listed(book.label(a) for a in getattr(event, name)) or "none"
