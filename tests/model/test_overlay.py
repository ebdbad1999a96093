"""The overlay: laws over random decisions, and what each kind of decision does to a small invented case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import analyse
from model.case import Case, Decision, Event, Mark, Status
from model.overlay import overlay
from model.people import people
from model.review import link_verdicts, mark_at, mark_of
from model.reviewed import gap_marks, review_of
from model.subjects import (
    ADDED,
    ANCHOR,
    APART,
    AS_READ,
    EVENT,
    GAP,
    LINK,
    MERGED,
    NOTE,
    ONE_PERSON,
    REDO,
    SPLIT,
    STATUS,
    TAG,
    UNDO,
)
from model.trail import in_force, to_redo, to_undo
from model.when import When
from tests.builders.cases import case_of, event

CASE = case_of(
    [
        event("police", "police_attendance", "2022-03-01", "Officers went to the flat and rang the ward", row="p1"),
        event("police", "information_shared", "2022-03-01", "Notice sent", row="p1", shared_with=("gp",)),
        event("gp", "appointment", "2022-03-04", "Seen with her sister", roles=("mother", "sibling")),
        event("gp", "phone_contact", None, "Message left for the school nurse"),
        event("school", "concern", "2022-03-01..2022-03-10", "Tired in class", roles=("subject_child",)),
    ],
    key_dates={},
)
WHENS = st.sampled_from([None, When.on(dt.date(2021, 1, 2)), When(start=dt.date(2022, 2, 1), end=dt.date(2022, 2, 28))])
AGENCIES = st.lists(st.sampled_from(["gp", "police", "school"]), unique=True, max_size=2)
FIELD_VALUES: dict[str, st.SearchStrategy[Any]] = {
    "kind": st.sampled_from(["concern", "home_visit", "no such kind"]),
    "assertion": st.sampled_from(["planned", "happened", 7]),
    "agency": st.sampled_from(["gp", "school", ""]),
    "when": WHENS.map(lambda w: w.to_json() if w else None) | st.just("not a date"),
    "row_when": WHENS.map(lambda w: w.to_json() if w else None),
    "people": st.just([{"role": "father", "label": "Dad"}]),
    "involves": AGENCIES,
    "shared_with": AGENCIES,
    "words": st.just({"span": [0, 6], "quote": "Seen w"}) | st.just({"span": [0, 3], "quote": "nowhere"}),
    "a field of a later version": st.just(1),
}


def marks_of(case: Case, *events: Event) -> tuple[Mark, ...]:
    return tuple(mark_of(case, e) for e in events)


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """Any decision about the case, some of them about what is not there or not understood."""
    subject = draw(
        st.sampled_from([EVENT, EVENT, STATUS, ADDED, SPLIT, MERGED, LINK, NOTE, TAG, APART, ONE_PERSON, GAP])
    )
    lost = Mark(file="gone", place="{}", quote="nothing", kind="other")
    some = st.sampled_from([*marks_of(CASE, *CASE.events), lost, replace(lost, kind="r-1"), replace(lost, kind="r-2")])
    about = tuple(draw(st.lists(some, min_size=1, max_size=3, unique=True)))
    verdict: Status = draw(st.sampled_from(["confirmed", "rejected", "proposed"]))
    value: dict[str, Any] = {}
    if subject == EVENT:
        name = draw(st.sampled_from(sorted(FIELD_VALUES)))
        value = {name: draw(FIELD_VALUES[name] | st.just(AS_READ))}
    elif subject == ADDED:
        words = CASE.events[2].quote
        about = (
            (mark_at(CASE, CASE.entries[1], words[:4], "r-1"),)
            if draw(st.booleans())
            else (Mark(file="", place="", quote="Told on the telephone", kind="r-2"),)
        )
        value = {"id": about[0].kind, "kind": "concern", "assertion": "reported", "when": None, "agency": "gp"}
    elif subject == SPLIT:
        about = about[:1]
        value = {
            "parts": [
                {"id": "r-a", "span": [0, 8], "quote": "Officers"},
                {"id": "r-b", "span": [0, 4], "quote": "ward"},
            ]
        }
    elif subject == APART:
        value = {"id": "p-1", "person": "a-mother", "label": "Her mother"}
    elif subject == ONE_PERSON:
        value = {
            "id": "p-2",
            "people": draw(st.sampled_from([["a-mother", "a-sibling-gp"], ["a-mother"], ["a-mother", "p-1"]])),
        }
    elif subject in (NOTE, TAG):
        value = {"text": "To ask", "tag": "ask"}
    return Decision(subject=subject, verdict=verdict, about=about, value=value)


def laid(case: Case, *trail: Decision) -> Case:
    return overlay(replace(case, decisions=trail))


def content(case: Case) -> tuple[Any, ...]:
    return (case.sources, case.entries, case.events, case.merged)


# ------------------------------------------------------------------ laws
@given(st.lists(decisions(), max_size=6))
def test_laying_over_twice_is_laying_over_once(trail: list[Decision]) -> None:
    once = laid(CASE, *trail)
    assert overlay(once) == once


@given(st.lists(decisions(), max_size=5), decisions())
def test_undo_restores_exactly_and_redo_brings_back(trail: list[Decision], last: Decision) -> None:
    undo = Decision(subject=UNDO, verdict="proposed", about=(), value={"of": len(trail) + 1})
    redo = replace(undo, subject=REDO)
    before, after = laid(CASE, *trail), laid(CASE, *trail, last)
    assert content(laid(CASE, *trail, last, undo)) == content(before)
    assert content(laid(CASE, *trail, last, undo, redo)) == content(after)
    assert link_verdicts(laid(CASE, *trail, last, undo)) == link_verdicts(before)


@given(st.lists(decisions(), max_size=6))
def test_the_case_as_read_is_kept_and_every_quote_stands_in_its_text(trail: list[Decision]) -> None:
    case = laid(CASE, *trail)
    if trail:
        assert case.as_read is not None
        assert (case.as_read.entries, case.as_read.events) == (CASE.entries, CASE.events)
    texts = {entry.id: entry.text for entry in case.entries}
    assert {e.id: e.text for e in CASE.entries}.items() <= texts.items()
    for found in case.events:
        assert texts[found.entry][found.span[0] : found.span[1]] == found.quote
    assert len({e.id for e in case.events}) == len(case.events)


def touched(decision: Decision) -> set[Any]:
    """What a decision can change: two with nothing in common are independent."""
    names = set(decision.value) if decision.subject == EVENT else {decision.subject}
    things = set(decision.about)
    return {(m, n) for m in things for n in names} | (
        {decision.subject} if decision.subject in (ONE_PERSON, APART, SPLIT) else set()
    )


@given(st.lists(decisions(), min_size=2, max_size=5), st.randoms(use_true_random=False))
def test_the_order_of_independent_decisions_does_not_matter(trail: list[Decision], random: Any) -> None:
    independent: list[Decision] = []
    rows = 0
    for d in trail:
        rows += "row_when" in d.value
        if rows < 2 and not any(touched(d) & touched(other) for other in independent):
            independent.append(d)
    shuffled = list(independent)
    random.shuffle(shuffled)
    assert content(laid(CASE, *independent)) == content(laid(CASE, *shuffled))


@settings(deadline=None, max_examples=50)  # a whole analysis each
@given(st.lists(decisions(), max_size=6))
def test_what_is_decided_is_found_or_waits(trail: list[Decision]) -> None:
    case = laid(CASE, *trail)
    review = review_of(case, analyse(case))
    shown = {d.number for found in review.history.values() for d in found} | {d.number for d in review.waiting}
    assert {d.number for d in in_force(case.decisions)} == shown | {
        d.number for d in in_force(case.decisions) if d.subject == ONE_PERSON
    }


@given(st.lists(decisions(), max_size=5))
def test_a_new_reading_of_the_same_files_keeps_every_decision(trail: list[Decision]) -> None:
    again = replace(
        CASE,
        entries=tuple(replace(e, id=f"new-{e.id}") for e in CASE.entries),
        events=tuple(replace(e, id=f"new-{e.id}", entry=f"new-{e.entry}") for e in CASE.events),
    )
    old, new = laid(CASE, *trail), laid(again, *trail)
    assert [(e.kind, e.when, e.quote, e.status, e.mentions) for e in old.events] == [
        (e.kind, e.when, e.quote, e.status, e.mentions) for e in new.events
    ]


# ------------------------------------------------------------------ each kind
def one(case: Case, event_id: str) -> Event:
    return next(e for e in case.events if e.id == event_id)


def decided(subject: str, events: Sequence[Event], verdict: Status = "confirmed", **value: Any) -> Decision:
    return Decision(subject=subject, verdict=verdict, about=marks_of(CASE, *events), value=value)


def test_no_decisions_leave_the_very_same_case() -> None:
    assert overlay(CASE) is CASE


def test_a_corrected_date_is_the_date_and_the_words_read_stay() -> None:
    read = CASE.events[4]
    case = laid(CASE, decided(EVENT, [read], when=When.on(dt.date(2022, 3, 7)).to_json()))
    new = one(case, read.id)
    assert new.when is not None
    assert (new.when.start, new.when.end, new.when.rule) == (
        dt.date(2022, 3, 7),
        dt.date(2022, 3, 7),
        "corrected by a reviewer",
    )
    assert new.status == "corrected"
    assert (new.quote, new.span) == (read.quote, read.span)
    assert case.as_read is not None
    assert one(case.as_read, read.id) == read


def test_the_date_of_a_row_is_that_of_its_events_and_no_other() -> None:
    case = laid(CASE, decided(EVENT, [CASE.events[0]], row_when=When.on(dt.date(2022, 4, 1)).to_json()))
    days = {e.id: e.when.start if e.when else None for e in case.events}
    assert [days[e.id] for e in CASE.events[:2]] == [dt.date(2022, 4, 1)] * 2
    assert days[CASE.events[2].id] == dt.date(2022, 3, 4)
    assert case.entries[0].when is not None
    assert case.entries[0].when.start == dt.date(2022, 4, 1)


def test_rows_that_carried_the_date_down_follow_it_until_one_has_its_own() -> None:
    case = case_of(
        [event("gp", "appointment", d, f"Seen {n}") for n, d in enumerate(["2022-03-01"] * 3 + ["2022-05-05"])]
    )
    below = {entry.id for entry in case.entries[1:3]}
    carried = When.on(dt.date(2022, 3, 1), basis="carried")
    case = replace(
        case,
        entries=tuple(replace(e, when=carried) if e.id in below else e for e in case.entries),
        events=tuple(replace(e, when=carried) if e.entry in below else e for e in case.events),
    )
    value = {"row_when": When.on(dt.date(2022, 4, 1)).to_json()}
    new = laid(case, Decision(subject=EVENT, verdict="confirmed", about=marks_of(case, case.events[0]), value=value))
    assert [e.when.start for e in new.events if e.when] == [dt.date(2022, 4, 1)] * 3 + [dt.date(2022, 5, 5)]
    back = Decision(
        subject=EVENT, verdict="proposed", about=marks_of(case, case.events[2]), value={"row_when": AS_READ}
    )
    new = overlay(replace(case, decisions=(*new.decisions, back)))
    assert [e.when.start.month for e in new.events if e.when and e.when.start] == [4, 4, 3, 5]


def test_the_same_words_twice_in_a_row_are_two_events() -> None:
    case = case_of([event("gp", "phone_contact", "2022-03-01", "Rang her", row="a") for _ in range(2)])
    second = case.events[1]
    case = laid(case, Decision(subject=STATUS, verdict="rejected", about=marks_of(case, second)))
    assert [e.status for e in case.events] == ["proposed", "rejected"]


def test_a_field_goes_back_to_what_was_read() -> None:
    first = decided(EVENT, [CASE.events[2]], kind="concern")
    case = laid(CASE, first, decided(EVENT, [CASE.events[2]], kind=AS_READ))
    assert one(case, CASE.events[2].id) == CASE.events[2]


def test_accepting_many_is_one_decision() -> None:
    case = laid(CASE, decided(STATUS, CASE.events[:3]))
    assert [e.status for e in case.events] == ["confirmed"] * 3 + ["proposed"] * 2


def test_a_split_makes_parts_that_can_be_corrected_and_linked_like_any_event() -> None:
    read = CASE.events[0]
    words = [("Officers went to the flat", "r-a"), ("rang the ward", "r-b")]
    parts = [{"id": i, "span": [read.quote.index(w), read.quote.index(w) + len(w)], "quote": w} for w, i in words]
    split = decided(SPLIT, [read], parts=parts)
    case = laid(CASE, split)
    assert [e.quote for e in case.events[:3]] == ["Officers went to the flat", "rang the ward", "Notice sent"]
    later = Decision(
        subject=EVENT, verdict="confirmed", about=(mark_of(case, one(case, "r-b")),), value={"kind": "phone_contact"}
    )
    case = laid(CASE, split, later)
    assert one(case, "r-b").kind == "phone_contact"
    assert one(case, read.id).kind == "police_attendance"
    link = Decision(subject=LINK, verdict="confirmed", about=(later.about[0], mark_of(case, CASE.events[2])))
    assert link_verdicts(laid(CASE, split, link)) == {frozenset({"r-b", CASE.events[2].id}): "confirmed"}


def test_merged_events_are_one_with_the_people_and_agencies_of_both() -> None:
    case = laid(CASE, decided(MERGED, CASE.events[:2]))
    assert len(case.events) == len(CASE.events) - 1
    assert case.events[0].quote == CASE.entries[0].text.rstrip(".")
    assert case.events[0].shared_with == ("gp",)
    assert case.merged == {CASE.events[1].id: CASE.events[0].id}


def test_an_event_is_added_by_marking_words_and_by_hand() -> None:
    marked = Decision(
        subject=ADDED, verdict="confirmed", about=(mark_at(CASE, CASE.entries[1], "her sister", "r-1"),),
        value={"id": "r-1", "kind": "concern", "assertion": "reported", "when": None},
    )  # fmt: skip
    by_hand = Decision(
        subject=ADDED, verdict="confirmed", about=(Mark(file="", place="", quote="Told at the panel", kind="r-2"),),
        value={"id": "r-2", "kind": "disclosure", "assertion": "reported", "agency": "housing",
               "when": When.on(dt.date(2010, 5, 5)).to_json()},
    )  # fmt: skip
    case = laid(CASE, marked, by_hand)
    assert (one(case, "r-1").quote, one(case, "r-1").agency) == ("her sister", "gp")
    assert one(case, "r-2").quote == "Told at the panel"
    findings = analyse(case)
    assert "housing" not in {a.id for a in findings.agencies}  # no record of the agency was supplied
    assert [e.id for e in case.events].index("r-1") == 3


def test_actors_are_joined_and_set_apart() -> None:
    before = {a.id: a.mentions for a in people(CASE.events)}
    assert before["a-mother"] == 1
    joined = Decision(
        subject=ONE_PERSON, verdict="confirmed", about=(),
        value={"id": "p-1", "people": ["a-mother", "a-sibling"], "role": "mother"},
    )  # fmt: skip
    actors = people(laid(CASE, joined).events)
    assert [(a.id, a.role, a.mentions) for a in actors if a.id.startswith("p-")] == [("p-1", "mother", 1)]
    apart = decided(APART, [CASE.events[2]], id="p-9", person="a-sibling", label="A friend", role="family_friend")
    actors = people(laid(CASE, apart).events)
    assert [(a.id, a.role, a.label) for a in actors if a.id == "p-9"] == [("p-9", "family_friend", "A friend")]
    assert "a-sibling" not in {a.id for a in actors}


RELATIVE = When(
    start=None, end=None, basis="relative", text="3 days after the visit", anchor_phrase="the visit", offset="P3D"
)
VISITS = case_of(
    [
        event("gp", "home_visit", "2022-05-02", "Visited at home"),
        event("gp", "home_visit", "2022-05-03", "Visited again"),
        event("gp", "phone_contact", None, "Rang 3 days after the visit", written="2022-05-20"),
    ]
)
VISITS = replace(VISITS, events=(*VISITS.events[:2], replace(VISITS.events[2], when=RELATIVE)))


def test_a_chosen_anchor_is_honoured_by_the_next_analysis_and_is_asked_no_more() -> None:
    assert [q.phrase for q in analyse(VISITS).questions] == ["the visit"]
    about = marks_of(VISITS, VISITS.events[2], VISITS.events[1])
    chosen = Decision(subject=ANCHOR, verdict="confirmed", about=about, value={"phrase": "the visit"})
    findings = analyse(laid(VISITS, chosen))
    assert findings.questions == ()
    assert findings.dates[VISITS.events[2].id].start == dt.date(2022, 5, 6)
    none = replace(chosen, about=about[:1])
    findings = analyse(laid(VISITS, none))
    assert findings.questions == ()
    assert VISITS.events[2].id not in findings.dates


SILENT = case_of(
    [
        event("midwifery", "referral", "2022-01-10", "Referral sent", shared_with=("childrens_social_care",)),
        event("childrens_social_care", "allocation", "2021-12-01", "Allocated to SW1"),
        event("childrens_social_care", "worker_absence", "2022-01-03", "SW1 begins sick leave"),
        event("childrens_social_care", "allocation", "2022-03-21", "Reallocated to SW2"),
        event("childrens_social_care", "case_closed", "2022-09-30", "Case closed"),
    ]
)  # fmt: skip


def test_a_verdict_on_a_gap_is_its_status_and_waits_when_the_gap_is_gone() -> None:
    gap = analyse(SILENT).gaps[0]
    value = {"gap": gap.id, "rule": gap.rule, "kind": gap.kind, "agencies": list(gap.agencies)}
    dismissed = Decision(subject=GAP, verdict="rejected", about=gap_marks(SILENT, gap), reason="Seen", value=value)
    case = laid(SILENT, dismissed)
    findings = analyse(case)
    assert {g.id: g.status for g in findings.gaps}[gap.id] == "rejected"
    assert review_of(case, findings).waiting == ()
    cause = next(e for e in SILENT.events if e.id == gap.events[0])
    gone = Decision(subject=STATUS, verdict="rejected", about=(mark_of(SILENT, cause),))
    case = laid(SILENT, dismissed, gone)
    assert [d.subject for d in review_of(case, analyse(case)).waiting] == [GAP]


def test_a_rejected_event_speaks_for_nothing() -> None:
    case = laid(
        SILENT,
        decided(STATUS, [], "rejected"),
        Decision(subject=STATUS, verdict="rejected", about=marks_of(SILENT, *SILENT.events)),
    )
    assert analyse(case).gaps == ()


# ------------------------------------------------------------------ the trail
def test_undo_and_redo_go_backwards_and_forwards_until_something_new_is_decided() -> None:
    def undo(number: int, subject: str = UNDO) -> Decision:
        return Decision(subject=subject, verdict="proposed", about=(), value={"of": number})

    def number(found: Decision | None) -> int | None:
        return found.number if found else None

    a, b = decided(STATUS, CASE.events[:1]), decided(STATUS, CASE.events[1:2])
    trail = [a, b]
    assert number(to_undo(trail)) == 2
    trail.append(undo(2))
    assert number(to_undo(trail)) == 1
    assert number(to_redo(trail)) == 2
    trail.append(undo(1))
    assert to_undo(trail) is None
    assert number(to_redo(trail)) == 1
    trail.append(undo(1, REDO))
    assert number(to_redo(trail)) == 2
    trail.append(decided(NOTE, CASE.events[:1], text="New"))
    assert to_redo(trail) is None
    assert [d.number for d in in_force(trail)] == [1, 6]


@pytest.mark.parametrize("of", [0, 99, None, "1"])
def test_an_undo_of_nothing_changes_nothing(of: object) -> None:
    a = decided(STATUS, CASE.events[:1])
    odd = Decision(subject=UNDO, verdict="proposed", about=(), value={"of": of})
    assert content(laid(CASE, a, odd)) == content(laid(CASE, a))
