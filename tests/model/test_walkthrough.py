"""Walkthroughs: made of stops, changed, kept in the trail, found again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from model.analysis import analyse
from model.case import Case, Decision, Gap
from model.overlay import overlay
from model.store import Store
from model.subjects import UNDO
from model.walkthrough import (
    MAX_STOPS,
    Walkthrough,
    day_stop,
    event_stop,
    gap_stop,
    new_walkthrough,
    walkthroughs,
)
from tests.builders.cases import case_of, event, when

CASE = case_of(
    [
        event("police", "arrest", "2022-03-01", "Father taken to the station"),
        event("gp", "appointment", "2022-03-05", "Seen with a cough"),
    ]
)
GAP = Gap(
    id="g1", kind="contact_silence", rule="silence", title="t", explanation="", when=when("2022-03-01..2022-03-09"),
    measured=(8, 8), limit=5, unit="days", outcome="no_record", agencies=("gp",), events=("e00002-1",), against=(),
    confidence="", source="",
)  # fmt: skip


def made() -> Walkthrough:
    stops = (
        event_stop(CASE, CASE.events[0], question="Who was told?", notes="Wait a while."),
        gap_stop(CASE, GAP, agency="gp"),
        day_stop(dt.date(2022, 3, 9)),
    )
    return new_walkthrough("For the spring course").with_stops(stops)


def kept(*decisions: Decision, case: Case = CASE) -> tuple[Walkthrough, ...]:
    return walkthroughs(replace(case, decisions=decisions), (GAP,))


def test_a_walkthrough_comes_back_from_the_trail_as_it_was() -> None:
    walk = made()
    assert kept(walk.decision()) == (walk,)


def test_the_last_decision_holds_undo_gives_the_one_before_and_removal_takes_it_away() -> None:
    walk = made()
    shorter = walk.without(walk.stops[0].id)
    trail = (walk.decision(), shorter.decision())
    assert kept(*trail) == (shorter,)
    undo = Decision(subject=UNDO, verdict="proposed", about=(), value={"of": 2})
    assert kept(*trail, undo) == (walk,)
    assert kept(*trail, walk.removal()) == ()


def test_several_stand_side_by_side_in_the_order_of_their_titles() -> None:
    one, other = made(), new_walkthrough("Another")
    assert kept(one.decision(), other.decision()) == (other, one)


@pytest.mark.parametrize(
    ("at", "by", "order"),
    [
        pytest.param(2, -1, "acb", id="earlier"),
        pytest.param(0, 1, "bac", id="later"),
        pytest.param(0, -1, "abc", id="at its beginning it stays"),
        pytest.param(2, 5, "abc", id="at its end it stays"),
    ],
)
def test_stops_are_moved_by_one(at: int, by: int, order: str) -> None:
    walk = made()
    names = dict(zip((s.id for s in walk.stops), "abc", strict=True))
    assert "".join(names[s.id] for s in walk.moved(walk.stops[at].id, by).stops) == order


def test_a_stop_is_changed_and_an_unknown_one_is_an_error() -> None:
    walk = made()
    assert walk.changed(walk.stops[1].id, notes="New").stops[1].notes == "New"
    for act in (walk.without, walk.stop, lambda i: walk.moved(i, 1), lambda i: walk.changed(i, notes="")):
        with pytest.raises(KeyError):
            act("nothing")
    with pytest.raises(ValueError, match="stops"):
        walk.with_stops([day_stop(dt.date(2022, 1, 1))] * MAX_STOPS)


def test_a_stop_whose_event_or_gap_is_not_read_waits_and_keeps_its_words() -> None:
    walk = made()
    (found,) = walkthroughs(replace(CASE, events=CASE.events[1:], decisions=(walk.decision(),)), ())
    assert [s.lost for s in found.stops] == [True, True, False]
    assert found.stops[0].question == "Who was told?"
    (again,) = kept(found.decision())
    assert again == walk  # kept anew while it waited, and found again


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({"id": "w"}, id="no stops"),
        pytest.param({"id": "w", "title": "t", "stops": [{"id": "s", "kind": "film"}]}, id="a kind of another version"),
        pytest.param({"id": "w", "title": "t", "stops": [{"id": "s", "kind": "event", "marks": [7]}]}, id="no mark"),
        pytest.param({"id": "w", "title": "t", "stops": [{"id": "s", "kind": "day", "on": "soon"}]}, id="no day"),
        pytest.param({"id": "w", "title": "t", "stops": 3}, id="not a list"),
    ],
)
def test_what_is_not_understood_stops_nothing(value: dict[str, object]) -> None:
    broken = Decision(subject="walkthrough", verdict="confirmed", about=(), value=value)
    walk = made()
    assert kept(walk.decision(), broken) == (walk,)


def test_it_lives_in_the_case_file_and_changes_nothing_that_was_read(tmp_path: Path) -> None:
    with Store.create(tmp_path / "a.case", CASE.info) as store:
        for source in CASE.sources:
            rows = [e for e in CASE.entries if e.source == source.id]
            events = [e for e in CASE.events if e.entry in {r.id for r in rows}]
            store.add_source(source, source.id.encode(), rows, events)
        walk = made()
        store.decide(replace(walk.decision(), author="R. Reviewer", made="2022-04-01T10:00:00Z"))
        case = store.case()
    (found,) = walkthroughs(case, (GAP,))
    assert found == replace(walk, author="R. Reviewer", made="2022-04-01T10:00:00Z")
    assert sorted(overlay(case).events, key=lambda e: e.id) == list(CASE.events)
    assert analyse(case).gaps == analyse(CASE).gaps
