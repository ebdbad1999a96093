"""Reason with all dates of a case at once: relative events get their bounds, contradictions are found.

    Case  ->  relative expressions with their anchors (model.anchors)  ->  statements  ->  Network
          ->  Refined: events re-dated (basis "derived" or "relative"), contradictions, strains, questions

Only events that some statement touches enter the network, so a case whose rows are all dated costs
nothing. Stored events are not changed: the refined case is a view of the same records, made anew for
every analysis.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from model.anchors import KEY_PREFIX, Anchor, AnchorFinder, anchor_rules
from model.calendar import ENGLAND, WorkingCalendar
from model.case import Case, Contradiction, Event, Link, Question
from model.names import AGENCIES, KINDS
from model.subjects import CORRECTED
from model.timenet import Bounds, Network, Statement, TimeContradiction, date_statement, strains
from model.view import CaseView
from model.when import When, in_words

_OFFSET = re.compile(r"(?P<sign>-?)P(?P<low>\d+)(?P<unit>BD|[DWMY])(?:/P(?P<high>\d+)(?P=unit))?")
# Fewest and most days of n months or years: the shortest and longest runs that the calendar holds.
_DAYS = {"D": (1.0, 1.0), "W": (7.0, 7.0), "BD": (1.0, 1.0), "M": (30.0, 30.67), "Y": (365.0, 365.5)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Refined:
    """What follows from all dates together. `strains` hold, but only near the edge of their hedges.

    `links` tell which event each relative expression refers to, with the reason.
    """

    case: Case
    contradictions: tuple[Contradiction, ...] = ()
    strains: tuple[Contradiction, ...] = ()
    questions: tuple[Question, ...] = ()
    links: tuple[Link, ...] = ()
    details: tuple[TimeContradiction, ...] = ()


def refine(case: Case, *, links: Iterable[Link] = (), calendar: WorkingCalendar = ENGLAND) -> Refined:
    """Give every event the tightest bounds that all statements of the case together allow.

    `links` may hold `same_event` links that a person confirmed (records of one event share its day)
    and `before` links; proposed ones are not used.
    """
    view = CaseView.of(case)
    told, questions, found = _relative_statements(view)
    anchors = {event_id: anchor for event_id, _, anchor in found}
    told += _linked_statements(view, links)
    if not told:
        return Refined(case=case, questions=tuple(questions))
    nodes = {node for s in told for node in (s.earlier, s.later)}
    dates = [s for node in sorted(nodes) if (s := _date_of(view, node)) is not None]
    labels = {node: _label(view, node) for node in nodes}
    network = Network([*dates, *told], calendar=calendar, labels=labels)
    solution = network.solution()
    strained = strains(network.active_statements(), calendar=calendar, labels=labels)
    return Refined(
        case=replace(case, events=tuple(_redated(e, solution.intervals, view, anchors) for e in case.events)),
        contradictions=tuple(
            Contradiction(events=_events_of(c.statements), explanation=c.explanation) for c in solution.contradictions
        ),
        strains=tuple(Contradiction(events=_events_of(s.statements), explanation=s.explanation) for s in strained),
        questions=tuple(questions),
        links=tuple(_reference(*item) for item in found),
        details=solution.contradictions,
    )


# -- statements


Found = tuple[str, When, Anchor]
"""An event, the words that count from another, and the anchor found for them."""


def _relative_statements(view: CaseView) -> tuple[list[Statement], list[Question], list[Found]]:
    told: list[Statement] = []
    questions: list[Question] = []
    anchors: list[Found] = []
    finder = AnchorFinder(view)
    for event in view.events:
        for number, when in enumerate(_relative_readings(event)):
            phrase, reading = when.anchor_phrase or "", distance(when)
            if reading is None:
                continue
            ahead = reading[0] is None or reading[0] < 0
            known = when.anchor if when.anchor in view.by_id else None
            anchor = Anchor(node=known, reason="It was chosen.") if known else finder.find(event, phrase, ahead=ahead)
            if anchor.node is not None and anchor.node != event.id:
                anchors.append((event.id, when, anchor))
                told.append(_statement(event, when, number, anchor.node, reading))
            elif len(anchor.candidates) > 1:
                questions.append(_question(view, event, phrase, anchor))
    return told, questions, anchors


def _relative_readings(event: Event) -> list[When]:
    """What the words count from other events: the event's own When, or, kept beside a date of its own, alternatives."""
    own = event.when
    return [] if own is None else [when for when in (own, *own.alternatives) if when.anchor or when.anchor_phrase]


Distance = tuple[int | None, int | None, int | None, bool]
"""Fewest and most days after the anchor, the number itself where hedged, and whether they are working days."""


def distance(when: When) -> Distance | None:
    """How far from its anchor a relative When says that its event lies; None where its words do not tell.

    >>> distance(When(start=None, end=None, basis="relative", text="11 days after the birth", offset="P11D"))
    (11, 11, None, False)
    """
    side = _side(when.text)
    if not when.offset:
        orders: dict[str, Distance] = {
            "before": (None, 0, None, False),
            "after": (0, None, None, False),
            "on": (0, 0, None, False),
        }
        return orders.get(side)
    match = _OFFSET.fullmatch(when.offset)
    if match is None:
        return None
    unit, low = match["unit"], int(match["low"])
    high = int(match["high"] or low)
    least, most = _DAYS[unit]
    fewest, farthest = int(low * least), int(high * most + 0.999)
    nominal = None
    if when.approximate:
        nominal, slack = (fewest + farthest) // 2, int(anchor_rules()["tolerance_days"][unit])
        fewest, farthest = max(0, fewest - slack), farthest + slack
    working = unit == "BD"
    if match["sign"]:
        return (-farthest, -fewest, None if nominal is None else -nominal, working)
    if side == "within":
        return (0, farthest, None, working)
    if side == "at_least":
        return (fewest, None, None, working)
    if side == "at_most":
        return (0, farthest, None, working)
    return (fewest, farthest, nominal, working)


@cache
def _sides() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (side["id"], re.compile(r"\b(?:" + "|".join(map(re.escape, side["words"])) + r")\b"))
        for side in anchor_rules()["side"]
    )


def _side(text: str) -> str:
    """On which side of its anchor an expression lies, by its words: the first kind of word found in it."""
    plain = text.lower()
    return next((name for name, pattern in _sides() if pattern.search(plain)), "")


def _statement(event: Event, when: When, number: int, anchor: str, reading: Distance) -> Statement:
    fewest, most, nominal, working = reading
    earlier, later = anchor, event.id
    if most is not None and most <= 0 and (working or fewest is None):
        earlier, later = event.id, anchor
        fewest, most = -most, None if fewest is None else -fewest
        nominal = None if nominal is None else -nominal
    trust = anchor_rules()["trust"]
    order = fewest is None or most is None
    return Statement(
        id=f"relative:{event.id}:{number}",
        earlier=earlier,
        later=later,
        fewest=fewest,
        most=most,
        nominal=nominal,
        unit="working_days" if working else "days",
        unit_stated=working or "calendar" in when.text.lower(),
        words=when.text,
        source=event.id,
        agency=event.agency,
        trust=trust["order" if order else "hedged_offset" if nominal is not None else "offset"],
    )


def _linked_statements(view: CaseView, links: Iterable[Link]) -> list[Statement]:
    trust, told = anchor_rules()["trust"], []
    for link in links:
        both = link.from_id in view.by_id and link.to_id in view.by_id and link.from_id != link.to_id
        if not both or link.status != "confirmed" or link.kind not in ("same_event", "before"):
            continue
        same = link.kind == "same_event"
        told.append(
            Statement(
                id=f"{link.kind}:{link.from_id}:{link.to_id}",
                earlier=link.from_id,
                later=link.to_id,
                fewest=0,
                most=0 if same else None,
                words=link.evidence,
                source=link.from_id,
                trust=trust["same_event" if same else "order"],
            )
        )
    return told


def _date_of(view: CaseView, node: str) -> Statement | None:
    """The own date of a node, if it has one. A relative event's date is what its statement says, not a second fact."""
    trust: Mapping[str, float] = anchor_rules()["trust"]
    if node.startswith(KEY_PREFIX):
        when = view.key_dates[node.removeprefix(KEY_PREFIX)]
        return date_statement(node, when.start, when.end, trust=trust["key_date"], words=when.text)
    event = view.by_id[node]
    span = view.span_of(event)
    if span is None or span.anchor_phrase or span.anchor:
        return None
    if span.start is None and span.end is None:
        return None
    given = trust["key_date"] if span.rule == CORRECTED else trust.get(span.basis, trust["stated"])
    return date_statement(
        node,
        span.start,
        span.end,
        trust=given - (0.1 if span.approximate else 0),
        words=span.text,
        source=event.id,
        agency=event.agency,
    )


# -- answers


def _redated(event: Event, intervals: Mapping[str, Bounds], view: CaseView, anchors: Mapping[str, Anchor]) -> Event:
    """The event with the bounds of the network, where they say more than its own date does."""
    bounds = intervals.get(event.id)
    if bounds is None or event.id not in view.by_id or (bounds.start is None and bounds.end is None):
        return event
    start, end = bounds
    if start is not None and end is not None and start > end:
        return event
    own = event.when
    if event.id in anchors and own is not None and (own.anchor or own.anchor_phrase):
        kept = _event_of(anchors[event.id].node, view)
        row = _row_it_fits(event, start, end, view)
        if row is not None:
            start, end = row
        end = _no_later_than_told(event, start, view) if end is None else end
        return replace(event, when=_with_bounds(own, start, end, basis="relative", anchor=kept))
    span = view.span_of(event)
    if span is not None and (span.start, span.end) == (start, end):
        return event
    base = own or When(start=None, end=None)
    return replace(event, when=_with_bounds(base, start, end, basis="derived", rule="all dates of the case together"))


def _row_it_fits(
    event: Event, start: dt.date | None, end: dt.date | None, view: CaseView
) -> tuple[dt.date | None, dt.date | None] | None:
    """The days of the row for what it tells as done on one side of an anchor: "rang before discharge" is of that day,
    if the discharge lets it be."""
    row, own = view.written(event), event.when
    if row is None or own is None or own.offset is not None or event.assertion != "happened":
        return None
    if row.start is None or row.end is None:
        return None
    if _running().search(own.text.lower()):
        return None
    fits = (start is None or row.end >= start) and (end is None or row.start <= end)
    return (row.start, row.end) if fits and (start is None or end is None) else None


@cache
def _running() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, anchor_rules()["running"]["words"])) + r")\b")


def _event_of(node: str | None, view: CaseView) -> str | None:
    """The event that a node stands for; for a key date of the case, the event that records it."""
    if node is None or not node.startswith(KEY_PREFIX):
        return node
    name = node.removeprefix(KEY_PREFIX)
    told = (e for e in view.by_kind.get(name, ()) if e.assertion == "happened")
    day = view.key_dates[name]
    return next((e.id for e in told if e.when is not None and e.when.overlaps(day)), None)


def _no_later_than_told(event: Event, start: dt.date | None, view: CaseView) -> dt.date | None:
    """The date of the row for what had happened when it was written: "since the meeting" ends there."""
    row = view.written(event)
    told = event.assertion in ("happened", "reported", "did_not_happen") and row is not None
    return row.end if told and row is not None and row.end and start and row.end >= start else None


def _with_bounds(when: When, start: Any, end: Any, **known: Any) -> When:
    """The When with new bounds; a clock time stays only where the day does."""
    if (start, end) == (when.start, when.end):
        return replace(when, **known)
    day = start is not None and start == end
    return replace(
        when, start=start, end=end, start_time=None, end_time=None, granularity="day" if day else "span", **known
    )


def _events_of(statements: Sequence[Statement]) -> tuple[str, ...]:
    nodes = (node for s in statements for node in (s.earlier, s.later, s.source))
    return tuple(dict.fromkeys(n for n in nodes if n and not n.startswith(KEY_PREFIX)))


def _label(view: CaseView, node: str) -> str:
    """How an explanation names a node: "the referral recorded by Police on 4 May 2021"."""
    if node.startswith(KEY_PREFIX):
        return f"the {node.removeprefix(KEY_PREFIX)}"
    event = view.by_id[node]
    kind = KINDS.get(event.kind, event.kind)
    kind = f"“{event.quote[:60]}”" if event.kind == "other" else f"the {_lower_first(kind)}"
    row = view.written(event)
    where = AGENCIES.get(event.agency, event.agency)
    dated = f", entry of {in_words(row)}" if row is not None else ""
    return f"{kind} ({where}{dated})"


def _lower_first(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


def _reference(event_id: str, when: When, anchor: Anchor) -> Link:
    assert anchor.node is not None
    evidence = f"“{when.text}”. {anchor.reason}"
    return Link(kind="refers_to", from_id=event_id, to_id=anchor.node, evidence=evidence)


def _question(view: CaseView, event: Event, phrase: str, anchor: Anchor) -> Question:
    listed = "; ".join(f"{_label(view, c)}, {in_words(view.by_id[c].when)}" for c in anchor.candidates[:6])
    text = f"Which event is meant by “{phrase}”? {anchor.reason} It may be: {listed}."
    return Question(event=event.id, phrase=phrase, candidates=anchor.candidates, text=text)
