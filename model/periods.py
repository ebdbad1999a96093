"""Periods that stand behind a timeline: pregnancy, a stay in hospital, a plan in force, an allocated worker.

    CaseView  ->  rules/periods.toml: what opens and what closes  ->  Period, with the events it rests on
    key dates ->  pregnancy: from its first record (or 40 weeks before the due date) to the birth

They are a background to read against and no finding: an end that no record names stays open, and what
has no recorded beginning is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from model.calendar import day_at_gestation
from model.case import Event, Period
from model.data import load_toml
from model.gaps.cover import worker_side
from model.gaps.rules import Selector, selector
from model.view import TELLING, CaseView, side_of
from model.when import When

FAMILY_IN_HOSPITAL = frozenset({"subject_child", "mother", "father", "mothers_partner", "sibling", "half_sibling"})


def periods_of(view: CaseView) -> tuple[Period, ...]:
    """All periods of a case, by their first day. Raises `RuleFileError` if the file of periods is wrong."""
    found = [*_pregnancy(view)]
    for item in load_toml("model.rules", "periods.toml")["period"]:
        found += _of_kind(item, view)
    return tuple(sorted(found, key=lambda p: (p.first.sort_key, p.kind, p.agency or "", p.events)))


def _pregnancy(view: CaseView) -> Iterator[Period]:
    due, birth = view.key_dates.get("due"), view.key_dates.get("birth")
    first_told = next(
        (e for e in view.by_kind.get("pregnancy", ()) if e.assertion in TELLING and view.span_of(e)), None
    )
    if due is not None and due.is_day and due.start:
        first: When | None = When.on(day_at_gestation(due.start, 0), approximate=True, basis="derived")
        basis = "40 weeks before the due date"
    elif first_told is not None and birth is not None:
        first, basis = view.span_of(first_told), "from its first record"
    else:
        return
    last = birth or due
    assert first is not None
    if last is None or (last.end and first.start and last.end <= first.start):
        return
    events = (first_told.id,) if first_told is not None else ()
    yield Period(kind="pregnancy", label="Pregnancy", first=first, last=last, events=events, basis=basis)


def _of_kind(item: Mapping[str, Any], view: CaseView) -> Iterator[Period]:
    opens, closes = selector(item["opens"], item["id"]), selector(item["closes"], item["id"])
    groups = _grouped(item["by"], opens, closes, view)
    for agency, (begins, ends) in groups.items():
        yield from _paired(item, view, agency, begins, ends)


def _grouped(
    by: str, opens: Selector, closes: Selector, view: CaseView
) -> dict[str | None, tuple[list[Event], list[Event]]]:
    """Beginnings and endings that belong together: of each agency, or of the whole case."""

    def owner(event: Event) -> str | None:
        return None if by == "case" else worker_side(view, event) if by == "side" else side_of(event.agency)

    groups: dict[str | None, tuple[list[Event], list[Event]]] = {}
    for number, chooser in enumerate((opens, closes)):
        for event in chooser.find(view):
            span = view.span_of(event)
            if span is not None and span.bounded and (by != "side" or owner(event) == view.side(event)):
                groups.setdefault(owner(event), ([], []))[number].append(event)
    return groups


def _paired(
    item: Mapping[str, Any], view: CaseView, agency: str | None, begins: Sequence[Event], ends: Sequence[Event]
) -> Iterator[Period]:
    """One period from each beginning to the ending that follows it; a second beginning inside one ends it."""
    until: dt.date | None = None
    for number, begin in enumerate(begins):
        first = view.span_of(begin)
        assert first is not None
        assert first.start is not None
        if until is not None and first.start < until:
            continue
        close = _close(item, view, begin, ends)
        following = next((e for e in begins[number + 1 :] if _day(view, e) > first.start), None)
        if (
            item["by"] == "side"
            and following is not None
            and (close is None or _day(view, following) < _day(view, close))
        ):
            close = following
        if close is None and item["ends"] == "required":
            continue
        last = view.span_of(close) if close is not None else None
        until = last.start if last is not None else dt.date.max
        yield Period(
            kind=item["id"], label=item["label"], first=first, last=last, agency=agency or begin.agency,
            events=tuple(e.id for e in (begin, close) if e is not None),
            basis="" if last is not None else "no end was found in the files supplied",
        )  # fmt: skip


def _close(item: Mapping[str, Any], view: CaseView, begin: Event, ends: Sequence[Event]) -> Event | None:
    start = _day(view, begin)
    people = view.roles(begin) & FAMILY_IN_HOSPITAL
    for end in ends:
        days = (_day(view, end) - start).days
        same = item["by"] != "people" or not people or bool(people & view.roles(end))
        if _is_pause(view, end):
            continue
        if 0 <= days <= item["most_days"] and end.id != begin.id and same and (days or end.entry != begin.entry):
            return end
    return None


def _is_pause(view: CaseView, end: Event) -> bool:
    """Whether it tells its own end, such as leave from one day to another: that interrupts, and ends nothing."""
    span = view.span_of(end)
    stated = span is not None and not span.approximate and span.granularity in {"span", "week"}
    return end.kind == "worker_absence" and span is not None and stated and span.start != span.end


def _day(view: CaseView, event: Event) -> dt.date:
    span = view.span_of(event)
    assert span is not None
    assert span.start is not None
    return span.start
