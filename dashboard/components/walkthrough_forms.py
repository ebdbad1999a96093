"""The forms by which a trainer makes a walkthrough: from the panel of an event or gap, and on the page Present."""

from __future__ import annotations

from dash.development.base_component import Component

from dashboard.casebook import CaseBook
from dashboard.components.edit_fields import (
    buttons,
    fold,
    folded,
    form,
    long_text,
    select,
    sent,
    short_text,
    submit,
)
from dashboard.deciding_walkthrough import FIRST_STOPS, NEW
from model.walkthrough import Stop, Walkthrough


def add_to_walkthrough(book: CaseBook, on: str, made: str = "") -> Component:
    """An event or a gap as the last stop of a walkthrough, or the first of a new one."""
    known = {walk.id: walk.title for walk in book.walkthroughs}
    fields = [
        select("Walkthrough", "walkthrough", {**known, NEW: "a new one"}, next(iter(known), NEW)),
        short_text("Title, if it is a new one", "title", hint="The room never sees it."),
        submit("Add as a stop", primary=True, key=f"walk-{on}"),
    ]
    key = f"{made} {len(known)}"
    return fold("Add to a walkthrough", [form("walk-add", on, fields, name="Add to a walkthrough", key=key)],
                key=f"walk-{on}")  # fmt: skip


def new_walkthrough_form(key: str) -> Component:
    """A walkthrough from the significant events of a period."""
    fields = [
        short_text("Title", "title", hint="For you alone; the room never sees it."),
        short_text("From", "from", hint="Day, month, year: 09/02/2021. Empty for the whole case.", size="short"),
        short_text("To", "to", size="short", hint=f"The significant events between, up to {FIRST_STOPS}."),
        submit("Make a walkthrough", primary=True, key="walk-new"),
    ]
    return form("walk-new", "", fields, name="Make a walkthrough", key=key)


def title_form(walk: Walkthrough) -> Component:
    fields = [short_text("Title", "title", walk.title), submit("Rename", key=f"walk-title-{walk.id}")]
    return form("walk-title", walk.id, fields, class_name="inline", name="Title of the walkthrough", key=walk.title)


def remove_form(walk: Walkthrough) -> Component:
    button = submit("Take away", said=f": {walk.title}", key=f"walk-remove-{walk.id}")
    return form("walk-remove", walk.id, [button], class_name="inline")


def day_form(walk: Walkthrough) -> Component:
    fields = [
        short_text("Day", "day", hint="Day, month, year: 09/02/2021.", size="short"),
        submit("Add the day as a stop", key=f"walk-day-{walk.id}"),
    ]
    return form("walk-day", walk.id, fields, class_name="inline", name="A day as a stop", key=str(len(walk.stops)))


def stop_tools(walk: Walkthrough, stop: Stop, place: int) -> Component:
    """Earlier, later, out."""
    said, key = f": stop {place}", f"{walk.id}-{stop.id}"
    items = [
        submit("Earlier", value="earlier", name="move", said=said, key=f"up-{key}", disabled=place == 1),
        submit("Later", value="later", name="move", said=said, key=f"down-{key}", disabled=place == len(walk.stops)),
        submit("Take out", act="walk-drop", said=said, key=f"drop-{key}"),
    ]
    return form("walk-move", f"{walk.id}:{stop.id}", [buttons(*items)], name=f"Order of stop {place}", key=str(place))


def stop_form(book: CaseBook, walk: Walkthrough, stop: Stop, place: int) -> Component:
    """What is asked and said at a stop, its day and its blinkers."""
    on = f"{stop.on.day:02}/{stop.on.month:02}/{stop.on.year:04}" if stop.on else ""
    hint = "" if stop.kind == "day" else "Empty: the first day on which it can be shown."
    day = short_text("Shown as known on", "day", on, hint=hint, size="short")
    agencies = select(
        "Begin behind the blinkers of", "agency", {a.id: a.label for a in book.lanes}, stop.agency or "",
        blank="nobody: all agencies",
    )  # fmt: skip
    fields = [
        long_text("Question to the room", "question", stop.question,
                  hint="It is shown before anything is revealed: nothing in it should tell what came later."),
        long_text("Speaker's notes", "notes", stop.notes, hint="Never on the stage unless you ask for them.", rows=3),
        *([day, agencies] if stop.kind == "day" else [folded("Day and blinkers", [day, agencies])]),
        sent("stop", stop.id),
        submit("Keep", primary=True, said=f": stop {place}", key=f"stop-{walk.id}-{stop.id}"),
    ]  # fmt: skip
    key = f"{stop.question}{stop.notes}{on}{stop.agency}"
    return form("walk-stop", f"{walk.id}:{stop.id}", fields, name=f"Stop {place}", key=key)
