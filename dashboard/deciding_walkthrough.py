"""From a filled form to a decision about a walkthrough: made, its stops added, changed, moved, taken out.

    "walk-new"     from the events that are ticked, or from the significant events of a period
    "walk-add"     an event or a gap as its last stop; into a new one where none is chosen
    "walk-day"     a day as its last stop
    "walk-stop"    question, notes, day and blinkers of a stop
    "walk-move"    a stop earlier or later          "walk-drop"    a stop taken out
    "walk-title"   its title                        "walk-remove"  the walkthrough taken away (the log keeps it)

A form about a stop names it as WALKTHROUGH:STOP. Each act keeps the whole walkthrough anew: see `model.walkthrough`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from dashboard import words
from dashboard.casebook import CaseBook
from dashboard.date_fields import FieldError, read_day
from dashboard.decided import Act, Decided
from dashboard.forms import Form
from model.as_known import shown_from
from model.case import Event
from model.walkthrough import (
    MAX_STOPS,
    MAX_TITLE,
    Stop,
    Walkthrough,
    day_stop,
    event_stop,
    gap_stop,
    new_walkthrough,
)

NEW: Final = "new"
MAX_QUESTION: Final = 400
FIRST_STOPS: Final = 40  # that a walkthrough made from a period begins with


def _new(book: CaseBook, form: Form) -> Decided:
    ticked = form.fields.get("events", ())
    title = form.text("title", most=MAX_TITLE)
    if not title:
        raise FieldError("The title is missing.", remedy="Give it a name of your own; the room never sees it.",
                         field="title")  # fmt: skip
    events = [book.event_by_id[i] for i in ticked] if ticked else _of_period(book, form)
    view = book.knowing.view  # by the day on which each can be shown, so that the room never goes back in time
    events.sort(key=lambda event: (shown_from(view, event) or dt.date.max, view.order(event)))
    made = _longer(new_walkthrough(title), (event_stop(book.case, event) for event in events))
    return Decided(made.decision(), f"Walkthrough made, with {words.counted(len(made.stops), 'stop')}.")


def _of_period(book: CaseBook, form: Form) -> list[Event]:
    """The significant events between two days, both may be left open."""
    first, last = _typed(form, "from"), _typed(form, "to")
    rows = [row.event for row in book.knowing.matrix.rows]
    found = [event for event in rows if _inside(event, first, last)]
    if len(found) > FIRST_STOPS:
        raise FieldError(
            f"There are {len(found)} significant events in this period: too many stops to begin with.",
            remedy=f"Choose a shorter period (up to {FIRST_STOPS}), or tick events on the page Events.", field="from",
        )  # fmt: skip
    return found


def _inside(event: Event, first: dt.date | None, last: dt.date | None) -> bool:
    when = event.when
    if when is None or (when.start is None and when.end is None):
        return first is None and last is None
    start, end = when.start or when.end, when.end or when.start
    assert start is not None
    assert end is not None
    return (first is None or end >= first) and (last is None or start <= last)


def _add(book: CaseBook, form: Form) -> Decided:
    if form.on in book.event_by_id:
        stop = event_stop(book.case, book.event_by_id[form.on])
    else:
        stop = gap_stop(book.case, book.gap_by_id[form.on])
    chosen = form.one("walkthrough")
    if chosen in ("", NEW):
        title = form.text("title", most=MAX_TITLE) or f"Walkthrough {len(book.walkthroughs) + 1}"
        walk = new_walkthrough(title)
    else:
        walk = walkthrough_of(book, chosen)
    made = _longer(walk, [stop])
    return Decided(made.decision(), f"Added as stop {len(made.stops)} of {made.title}.")


def _day(book: CaseBook, form: Form) -> Decided:
    on = _typed(form, "day")
    if on is None:
        raise FieldError("The day is missing.", remedy="Write it as day, month, year: 09/02/2021.", field="day")
    made = _longer(walkthrough_of(book, form.on), [day_stop(on)])
    return Decided(made.decision(), f"Added as stop {len(made.stops)}.")


def _stop(book: CaseBook, form: Form) -> Decided:
    walk, stop = _named(book, form)
    on, agency = _typed(form, "day"), form.one("agency")
    if stop.kind == "day" and on is None:
        raise FieldError("The day is missing.", remedy="Write it as day, month, year: 09/02/2021.", field="day")
    if agency and agency not in {a.id for a in book.lanes}:
        raise FieldError("The agency is not known.", remedy="Choose one of the list.", field="agency")
    made = walk.changed(
        stop.id, question=form.text("question", most=MAX_QUESTION), notes=form.text("notes"), on=on,
        agency=agency or None,
    )  # fmt: skip
    if made == walk:
        raise FieldError("Nothing was changed.", remedy="Change a field, or close the form.", field="question")
    return Decided(made.decision(), "Stop kept.")


def _move(book: CaseBook, form: Form) -> Decided:
    walk, stop = _named(book, form)
    earlier = form.one("move") == "earlier"
    made = walk.moved(stop.id, -1 if earlier else 1)
    place = made.stops.index(stop) + 1
    return Decided(made.decision(), f"Now stop {place}.")


def _drop(book: CaseBook, form: Form) -> Decided:
    walk, stop = _named(book, form)
    return Decided(walk.without(stop.id).decision(), "Stop taken out.")


def _title(book: CaseBook, form: Form) -> Decided:
    title = form.text("title", most=MAX_TITLE)
    walk = walkthrough_of(book, form.on)
    if not title or title == walk.title:
        raise FieldError("The title is the same or empty.", remedy="Write another, or leave it.", field="title")
    return Decided(replace(walk, title=title).decision(), f"Now called {title}.")


def _remove(book: CaseBook, form: Form) -> Decided:
    return Decided(walkthrough_of(book, form.on).removal(), "Walkthrough taken away. The log can put it back.")


WALKTHROUGH_ACTS: Final[Mapping[str, Act]] = {
    "walk-new": _new,
    "walk-add": _add,
    "walk-day": _day,
    "walk-stop": _stop,
    "walk-move": _move,
    "walk-drop": _drop,
    "walk-title": _title,
    "walk-remove": _remove,
}


def walkthrough_of(book: CaseBook, name: str) -> Walkthrough:
    """A walkthrough of the case by its id. Raises KeyError."""
    found = next((w for w in book.walkthroughs if w.id == name), None)
    if found is None:
        raise KeyError(name)
    return found


def _named(book: CaseBook, form: Form) -> tuple[Walkthrough, Stop]:
    name, _, stop = form.on.partition(":")
    walk = walkthrough_of(book, name)
    return walk, walk.stop(stop)


def _longer(walk: Walkthrough, stops: Iterable[Stop]) -> Walkthrough:
    try:
        return walk.with_stops(stops)
    except ValueError:
        raise FieldError(
            f"A walkthrough has at most {MAX_STOPS} stops.", remedy="Take some out, or make another one.", field=""
        ) from None


def _typed(form: Form, name: str) -> dt.date | None:
    text = form.one(name)
    day = read_day(text) if text else None
    if text and day is None:
        raise FieldError("The day was not understood.", remedy="Write it as day, month, year: 09/02/2021.", field=name)
    return day
