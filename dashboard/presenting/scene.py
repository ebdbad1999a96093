"""What the room sees at one stop, as data made from a case cut down to the day, and from nothing else.

    Stage (whole case, walkthrough)  +  stop, agency, step  ->  scene  ->  Scene

A stop is shown in steps, each one asked for. "kept" is what was known by the end of the day, to anyone or behind one
agency's blinkers. "outlines" (only where the trainer teaches with them) adds grey marks where others had records,
without a word. "all" takes the blinkers off and shows the gaps that were complete by then. "nobody" adds that something
had happened by then which no file shows anyone to have known: its kind and its day.

The axis ends on the day. Agencies are numbered and coloured in the order in which they came into view, so that neither
says who is still to come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from dashboard.axis import KEY_DATE_WORDS
from dashboard.casebook import FIRST_DAY, CaseBook, build_book, day_bounds, has_date
from dashboard.config import AGENCY_COLOURS, Settings
from dashboard.figures.look import Look, News
from dashboard.figures.svg import Frame, timeline_svg
from dashboard.lod import layout
from dashboard.selection import selected
from dashboard.urlstate import ViewState
from ingest.language.times import read_times
from model.as_known import AsKnown, Whole, as_known, nobody_yet
from model.case import Agency, Entry, Event, Findings, Gap
from model.knowledge import Known
from model.walkthrough import Stop, Walkthrough
from model.when import in_words
from model.words import clause_around

KEPT, OUTLINES, ALL, NOBODY = "kept", "outlines", "all", "nobody"
SHORTEST_DAYS: Final = 14  # of an axis: a single day would be no picture
KEPT_VIEWS: Final = 12  # of a stage: a stop for every agency; of 5,000 events one view takes some 5 MB
KEPT_PICTURES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One record as the room may see it. `words` are empty where it is only known what sort of thing it was."""

    event: Event
    agency: str
    words: str
    row: str
    known: Known | None = None
    unknown_to: str = ""  # the agency of the blinkers, where it is not shown to have known


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Everything that is shown at one stop in one step. `earlier` to `ahead` are in the order of time."""

    number: int
    on: dt.date
    agency: Agency | None
    step: str
    steps: tuple[str, ...]
    agencies: tuple[Agency, ...]
    question: str
    here: Item | None
    gap: Gap | None
    items: tuple[Item, ...]
    ahead: tuple[Item, ...]
    key_dates: tuple[str, ...]
    gaps: tuple[Gap, ...]
    nobody: tuple[Event, ...]
    picture: str

    @property
    def to_whom(self) -> str:
        """Whose knowledge is shown, in words."""
        return f"to {self.agency.label}" if self.agency and self.step in (KEPT, OUTLINES) else "to anyone"


def steps_of(agency: str | None, *, outlines: bool) -> tuple[str, ...]:
    """The steps of a stop, in order."""
    return (KEPT, OUTLINES, ALL, NOBODY) if agency and outlines else (KEPT, ALL, NOBODY)


def told_days(entry: Entry) -> list[tuple[int, int, dt.date]]:
    """The days that a row's text names, for `model.as_known`."""
    base = entry.when and (entry.when.start or entry.when.end)
    if not base:
        return []
    found = read_times(entry.text, base, own=entry.when)
    days = (t for t in found if t.type in ("DATE", "TIME") and t.ahead <= 0)  # not what its words say lies ahead
    return [(t.start, t.end, t.when.start) for t in days if t.when and t.when.start]


def whole_of(book: CaseBook) -> Whole:
    """The whole case, to be asked what was known of it."""
    return Whole(book.case, book.findings, book.knowing.view, book.knowing.knowledge, told_days)


class Stage:
    """A walkthrough over a case. `stops` are those that can be shown, each with its day."""

    def __init__(
        self, book: CaseBook, walkthrough: Walkthrough, settings: Settings, whole: Whole | None = None
    ) -> None:
        self.whole: Final = whole or whole_of(book)
        self.walkthrough: Final = walkthrough
        self._settings = settings
        self._gaps = {gap.id: gap for gap in book.findings.gaps}
        days = ((stop, day_of(self.whole, self._gaps, stop)) for stop in walkthrough.stops)
        self.stops: Final = tuple((stop, day) for stop, day in days if day is not None)
        self._seen: dict[tuple[dt.date, str | None], AsKnown] = {}
        self._pictures: dict[tuple[int, str | None, str], str] = {}
        self._colours = {a.id: AGENCY_COLOURS[n % len(AGENCY_COLOURS)] for n, a in enumerate(self.whole.agencies())}

    def agencies(self, number: int) -> tuple[Agency, ...]:
        """The agencies in view at a stop, in the order in which they came. Raises IndexError."""
        return self.whole.agencies(self.stops[number][1])

    def scene(self, number: int, agency: str | None = None, step: str = KEPT, *, outlines: bool = False) -> Scene:
        """What is shown at a stop, counted from 0; an agency or step unknown there is not taken. Raises IndexError."""
        stop, on = self.stops[number]
        agencies = self.agencies(number)
        chosen = next((a for a in agencies if a.id == agency), None)
        steps = steps_of(chosen.id if chosen else None, outlines=outlines)
        step = step if step in steps else KEPT
        blinkers = chosen.id if chosen else None
        seen = self._as_known(on, blinkers if step == KEPT else None)
        kept = self._as_known(on, blinkers) if blinkers and step != KEPT else seen
        unknown = frozenset(e.id for e in kept.others) if step != KEPT else frozenset()
        shown = (kept, kept, frozenset[str]()) if step == OUTLINES else (seen, kept, unknown)
        items = _items(*shown, chosen)
        bare_gaps = seen.findings.gaps if step in (ALL, NOBODY) else ()
        here = next((i for i in items if i.event.id == stop.of), None) if stop.kind == "event" else None
        dated = [i for i in items if not _begins_after(i.event, on)]
        return Scene(
            number=number, on=on, agency=chosen, step=step, steps=steps, agencies=agencies,
            question=stop.question, here=here, gap=next((g for g in bare_gaps if g.id == stop.of), None),
            items=tuple(dated), ahead=tuple(i for i in items if _begins_after(i.event, on)),
            key_dates=_key_dates(seen), gaps=bare_gaps,
            nobody=nobody_yet(self.whole, on) if step == NOBODY else (),
            picture=self._kept_picture(number, seen, kept, stop, step, unknown, chosen),
        )  # fmt: skip

    def _as_known(self, on: dt.date, agency: str | None) -> AsKnown:
        """The case as known then, kept for the next steps of the stop."""
        found = self._seen.get((on, agency))
        if found is None:
            found = as_known(self.whole, on, agency)
            self._seen = dict([*self._seen.items(), ((on, agency), found)][-KEPT_VIEWS:])
        return found

    def _kept_picture(
        self, number: int, seen: AsKnown, kept: AsKnown, stop: Stop, step: str, unknown: frozenset[str],
        chosen: Agency | None,
    ) -> str:  # fmt: skip
        """The picture of a step; the last step adds words and no marks, so it has that of the step before."""
        key = (number, chosen.id if chosen else None, ALL if step == NOBODY else step)
        found = self._pictures.get(key)
        if found is None:
            found = self._picture(seen, kept, stop, step, unknown, chosen)
            self._pictures = dict([*self._pictures.items(), (key, found)][-KEPT_PICTURES:])
        return found

    def _picture(
        self, seen: AsKnown, kept: AsKnown, stop: Stop, step: str, unknown: frozenset[str], chosen: Agency | None
    ) -> str:
        gaps = seen.findings.gaps if step in (ALL, NOBODY) else ()
        book = build_book(seen.case, _with_gaps(seen, gaps))
        first = min([book.home[0], *([_first(book, stop.of)] if stop.of in book.bounds else [])])
        first = max(FIRST_DAY, min(first, seen.on - dt.timedelta(days=SHORTEST_DAYS)))
        state = ViewState(first=first, last=seen.on, hide=("links",))
        drawing = layout(
            book, selected(book, state), self._settings.marks_in_view, self._settings.always_on_marks,
            frozenset({stop.of}) if stop.of else frozenset(), state,
        )  # fmt: skip
        look = Look(
            event=stop.of if stop.kind == "event" and stop.of not in (unknown if step == OUTLINES else ()) else None,
            gap=stop.of if stop.kind == "gap" else None,
            grey=unknown if step != OUTLINES else frozenset(),
            ghosts=unknown if step == OUTLINES else frozenset(),
            news=_news(kept, chosen),
        )
        frame = Frame(f"Timeline up to {day_words(seen.on)}", "", bare=True)
        return timeline_svg(drawing, self._colours, book.findings.key_dates, frame, look)[0]


def day_words(day: dt.date) -> str:
    """A day as it is written large: "5 May 2021"."""
    return f"{day.day} {day:%B} {day.year}"


def day_of(whole: Whole, gaps: dict[str, Gap], stop: Stop) -> dt.date | None:
    """The day of a stop: the one chosen, else that on which its event or gap could first be shown; None for none."""
    if stop.on is not None or stop.of is None:
        return stop.on
    if stop.kind == "event":
        return whole.shown.get(stop.of)
    gap = gaps.get(stop.of)
    return gap.when.end if gap and gap.when else None


def _items(seen: AsKnown, kept: AsKnown, unknown: frozenset[str], chosen: Agency | None) -> list[Item]:
    rows = {entry.id: entry.text for entry in seen.case.entries}
    return [_item(rows, seen, kept, event, unknown, chosen) for event in seen.case.events]


def _item(
    rows: dict[str, str], seen: AsKnown, kept: AsKnown, event: Event, unknown: frozenset[str], chosen: Agency | None
) -> Item:
    row = rows[event.entry] if event.quote else ""
    return Item(
        event=event,
        agency=next((a.label for a in seen.findings.agencies if a.id == event.agency), event.agency),
        words=clause_around(row, event.span) if row else "",
        row=row,
        known=kept.known.get(event.id),
        unknown_to=chosen.label if chosen and event.id in unknown else "",
    )


def _begins_after(event: Event, on: dt.date) -> bool:
    return event.when is not None and has_date(event.when) and day_bounds(event.when)[0] > on


def _first(book: CaseBook, event_id: str | None) -> dt.date:
    return book.bounds[event_id or ""][0]


def _with_gaps(seen: AsKnown, gaps: Sequence[Gap]) -> Findings:
    return replace(seen.findings, gaps=tuple(gaps))


def _news(kept: AsKnown, chosen: Agency | None) -> tuple[News, ...]:
    """When the agency of the blinkers heard of what others had recorded, where it has a lane."""
    if chosen is None:
        return ()
    ends = ((event_id, way.since.end) for event_id, way in kept.known.items())
    return tuple(News(event=event_id, agency=chosen.id, on=end) for event_id, end in ends if end)


def _key_dates(seen: AsKnown) -> tuple[str, ...]:
    named = sorted(seen.findings.key_dates.items(), key=lambda item: item[1].sort_key)
    return tuple(f"{KEY_DATE_WORDS.get(n, n.replace('_', ' ').capitalize())}: {in_words(w)}" for n, w in named)
