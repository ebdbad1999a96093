"""Same event: what is joined, what is kept apart, and the laws that joining obeys."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import Case, Decision, Mention, Status
from model.crossref import pointed_at
from model.matching import match
from model.review import mark_of
from model.subjects import LINK
from model.view import CaseView
from model.words import stems
from tests.builders.cases import Made, case_of, event, when

CSC, HV, MW, PO, GP = "childrens_social_care", "health_visiting", "midwifery", "police", "gp"


def groups_of(case: Case) -> set[frozenset[str]]:
    """Groups as sets of quotes, so that ids do not matter."""
    view = CaseView.of(case)
    _, groups = match(view)
    return {frozenset(view.by_id[member].quote for member in group) for group in groups}


SENT = event(PO, "information_shared", "2022-08-29", "Notice sent to the hub", shared_with=("front_door",))
RECEIVED = event("front_door", "information_shared", "2022-09-01", "Notice from police", received_from=(PO,))
HV_SENT = event(HV, "information_shared", "2022-08-31", "Notice sent to social work", shared_with=(CSC,))
OTHER_LETTER = event(GP, "information_shared", "2022-08-30", "Police letter on the licence", received_from=(PO,))
FIGHT = event(PO, "domestic_abuse_incident", "2022-03-12..2022-03-13", "Pushed in the hall", roles=("mother", "father"))
FIGHT_TOLD = event(
    MW,
    "domestic_abuse_incident",
    "2022-03-01..2022-03-31",
    "Told of a push in the hall",
    assertion="reported",
    roles=("mother", "father"),
    row="t",
    main=False,
)
MEETING = [
    event(CSC, "core_group", "2022-06-07", "Core group held", roles=("health_visitor",)),
    event(HV, "core_group", "2022-06-07", "Attended core group", roles=("social_worker",)),
]


@pytest.mark.parametrize(
    ("made", "joined"),
    [
        pytest.param([SENT, RECEIVED], True, id="a message sent and received days later"),
        pytest.param([FIGHT, FIGHT_TOLD], True, id="a recollection of the month in which it was the only one"),
        pytest.param(MEETING, True, id="one meeting in two files"),
        pytest.param([SENT, OTHER_LETTER], False, id="a sending to another agency"),
        pytest.param([HV_SENT, RECEIVED], False, id="a sending to an agency that records a receipt from a third"),
        pytest.param([RECEIVED, OTHER_LETTER], False, id="two receipts from one sender"),
        pytest.param([MEETING[0], event(HV, "core_group", "2022-07-19", "Core group")], False, id="two meetings"),
        pytest.param(
            [
                event(HV, "home_visit", "2022-05-04", "Home visit", roles=("health_visitor", "mother")),
                event(CSC, "home_visit", "2022-05-04", "Home visit", roles=("social_worker", "mother")),
            ],
            False,
            id="two visits of one day, neither naming the other service",
        ),
        pytest.param(
            [
                event(CSC, "death", "2022-06-01", "Her uncle died", roles=("other_relative",)),
                event(GP, "death", "2022-06-01", "Notified of death of baby", roles=("subject_child",)),
            ],
            False,
            id="deaths of two people",
        ),
    ],
)
def test_pairs(made: list[Made], joined: bool) -> None:
    assert bool(groups_of(case_of(made))) is joined


def test_every_link_gives_its_reasons() -> None:
    links, _ = match(CaseView.of(case_of([SENT, RECEIVED, FIGHT, FIGHT_TOLD])))
    assert len(links) == 2
    assert all(link.kind == "same_event" and link.evidence and 0 < link.certainty <= 1 for link in links)


def test_a_row_entered_twice_is_linked_and_says_so() -> None:
    twice = [event(CSC, "allocation", "2022-11-04", "Allocated to SW7", row=row) for row in ("a", "b")]
    (link,), groups = match(CaseView.of(case_of(twice)))
    assert "entered twice" in link.evidence
    assert link.duplicate
    assert groups == []


def decided(case: Case, verdict: Status, *quotes: str) -> Case:
    """The case with a reviewer's word on whether two records tell of one event."""
    about = tuple(mark_of(case, next(e for e in case.events if e.quote == quote)) for quote in quotes)
    return replace(case, decisions=(*case.decisions, Decision(subject=LINK, verdict=verdict, about=about)))


def test_a_rejected_link_is_kept_as_rejected_and_joins_nothing() -> None:
    case = decided(case_of([SENT, RECEIVED]), "rejected", "Notice sent to the hub", "Notice from police")
    (link,), groups = match(CaseView.of(case))
    assert (link.status, groups) == ("rejected", [])


def test_a_confirmed_link_joins_what_was_not_proposed() -> None:
    case = case_of([SENT, OTHER_LETTER])
    assert groups_of(case) == set()
    confirmed = decided(case, "confirmed", "Notice sent to the hub", "Police letter on the licence")
    (link,), groups = match(CaseView.of(confirmed))
    assert (link.status, len(groups)) == ("confirmed", 1)


MANY = [
    SENT, RECEIVED, OTHER_LETTER, FIGHT, FIGHT_TOLD, *MEETING,
    event(MW, "core_group", "2022-06-07", "Core group by telephone", roles=("social_worker", "health_visitor")),
    event(GP, "core_group", "2022-06-07", "Core group, report sent", roles=("social_worker",)),
]  # fmt: skip


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_rejecting_a_link_removes_exactly_what_followed_from_it(data: st.DataObject) -> None:
    """Groups without the two records stay; the two are apart; every other link that is gone would rejoin them."""
    case = case_of(MANY)
    links, groups = match(CaseView.of(case))
    link = data.draw(st.sampled_from(links))
    by_id = {e.id: e for e in case.events}
    pair = frozenset((link.from_id, link.to_id))
    after, left = match(CaseView.of(decided(case, "rejected", *(by_id[i].quote for i in sorted(pair)))))
    (whole,) = (g for g in groups if pair <= g)
    untouched = set(groups) - {whole}
    assert untouched <= set(left)
    assert all(group < whole and not pair <= group for group in set(left) - untouched)
    kept = {frozenset((x.from_id, x.to_id)) for x in after if x.status != "rejected"}
    gone = {frozenset((x.from_id, x.to_id)) for x in links} - kept
    assert kept <= {frozenset((x.from_id, x.to_id)) for x in links}
    for other in gone - {pair}:
        sides = [next((g for g in left if member in g), frozenset({member})) for member in other]
        assert all(side & pair for side in sides)  # it would have joined the two again


@pytest.mark.parametrize(
    ("made", "detail"),
    [
        pytest.param(
            [
                event(HV, "home_visit", "2022-05-09", "Joint visit with social worker", roles=("social_worker",)),
                event(CSC, "home_visit", "2022-05-16", "Joint visit with health visitor", roles=("health_visitor",)),
            ],
            "Dates",
            id="two dates",
        ),
        pytest.param(
            [
                event(CSC, "core_group", "2022-06-07", "Core group held", shared_with=(HV, GP)),
                event(HV, "core_group", "2022-06-07", "Attended core group", shared_with=(CSC,)),
            ],
            "Attendance",
            id="who was there",
        ),
    ],
)
def test_details_that_differ_are_listed(made: list[Made], detail: str) -> None:
    (link,), _ = match(CaseView.of(case_of(made)))
    assert [text.split(":")[0] for text in link.conflicts] == [detail]


def test_a_message_received_on_a_later_day_is_no_conflict() -> None:
    (link,), _ = match(CaseView.of(case_of([SENT, RECEIVED])))
    assert link.conflicts == ()


@pytest.mark.parametrize(
    ("clause", "side"),
    [
        pytest.param("Argument in the street, as per police log", PO, id="as per"),
        pytest.param("See HV chronology for the visit", HV, id="see"),
        pytest.param("Seen at home by the police", None, id="no reference"),
        pytest.param("As per plan", None, id="no agency"),
    ],
)
def test_stated_cross_references(clause: str, side: str | None) -> None:
    assert pointed_at(stems(clause)) == (frozenset({side}) if side else frozenset())


def test_one_event_under_different_kinds_is_found_by_its_rare_words() -> None:
    others = [event(CSC, "home_visit", f"2022-{m:02}-11", f"Visit number {m} to the flat") for m in range(1, 13)]
    burn = event("nursery", "concern", "2022-03-08", "Scald on left forearm from spilled kettle", roles=("sibling",))
    told = event("acute_hospital", "hospital_admission", "2022-03-08", "Kettle scald, left forearm dressed")
    assert frozenset({burn.quote, told.quote}) in groups_of(case_of([*others, burn, told]))
    other = event("acute_hospital", "hospital_admission", "2022-03-08", "Wheeze, given nebuliser")
    assert groups_of(case_of([*others, burn, other])) == set()


def test_a_group_holds_one_row_of_a_file() -> None:
    second = event(HV, "core_group", "2022-06-07", "Core group minutes typed", roles=("social_worker",))
    for group in groups_of(case_of([*MEETING, second])):
        assert len(group & {"Attended core group", "Core group minutes typed"}) == 1


@settings(deadline=None)
@given(st.permutations([SENT, RECEIVED, OTHER_LETTER, FIGHT, FIGHT_TOLD, *MEETING]))
def test_order_of_the_files_does_not_matter(made: list[Made]) -> None:
    assert groups_of(case_of(made)) == groups_of(case_of([SENT, RECEIVED, OTHER_LETTER, FIGHT, FIGHT_TOLD, *MEETING]))


# -- what a row tells of another day ------------------------------------------------------------------

CALLED = event(CSC, "phone_contact", "2022-05-05", "The ward rang", row="call")
NEWS = event(
    CSC, "injury_or_illness", None, "Arm broken", assertion="reported", row="call", written="2022-05-05", main=False
)
SEEN = event("acute_hospital", "injury_or_illness", "2022-05-04", "Radius out of line on the film")


@pytest.mark.parametrize(
    ("seen", "joined"),
    [
        pytest.param([SEEN], True, id="the day before the call"),
        pytest.param([SEEN, event(GP, "injury_or_illness", "2022-04-29", "Rash")], True, id="the last of two days"),
        pytest.param([replace(SEEN, when=when("2022-05-12"))], False, id="a day after the call"),
        pytest.param([replace(SEEN, when=when("2022-04-12"))], False, id="weeks before the call"),
    ],
)
def test_news_without_a_day_is_of_the_last_dated_before_it(seen: list[Made], joined: bool) -> None:
    found = groups_of(case_of([CALLED, NEWS, *seen]))
    assert any({"Arm broken", seen[0].quote} <= group for group in found) is joined
    assert not any("Rash" in group for group in found)


def test_a_home_visit_tells_no_news() -> None:
    visit = replace(CALLED, kind="home_visit", quote="Seen at home")
    assert groups_of(case_of([visit, NEWS, SEEN])) == set()


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        pytest.param("No arguments since March", False, id="March is where something else begins"),
        pytest.param("Arguments in March", True, id="March is when it was"),
    ],
)
def test_a_month_that_something_is_counted_from_is_not_recalled(words: str, joined: bool) -> None:
    assert FIGHT_TOLD.when is not None
    month = replace(FIGHT_TOLD.when, text=words[words.find("since") :] if "since" in words else "March")
    told = replace(FIGHT_TOLD, quote=words, when=month)
    assert bool(groups_of(case_of([FIGHT, told]))) is joined


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        pytest.param("Informed of the death by the coroner", True, id="a message of the death"),
        pytest.param("Informed of the arrears by the coroner", False, id="a message of something else"),
    ],
)
def test_a_message_of_the_death_is_a_record_of_it(words: str, joined: bool) -> None:
    died = event(PO, "death", "2022-12-01", "Child died", roles=("subject_child",))
    assert bool(groups_of(case_of([died, event("housing", "information_shared", "2022-12-04", words)]))) is joined


def test_two_days_of_one_row_are_never_one_event() -> None:
    held = event(MW, "core_group", "2022-06-14", "Core group at the school", roles=("social_worker",))
    now = event(HV, "core_group", "2022-06-14", "Core group", roles=("social_worker",), row="g")
    first = event(HV, "core_group", "2022-06-07", "Core group of last week", row="g", written="2022-06-14", main=False)
    for group in groups_of(case_of([held, now, first, *MEETING[:1]])):
        assert not {"Core group", "Core group of last week"} <= group


def test_a_call_is_heard_when_it_is_made() -> None:
    made = event(HV, "phone_contact", "2022-06-07", "Rang the duty worker", shared_with=(CSC,))
    heard = event(CSC, "phone_contact", "2022-06-12", "Health visitor rang", received_from=(HV,))
    assert groups_of(case_of([made, heard])) == set()
    assert groups_of(case_of([made, replace(heard, when=when("2022-06-08"))])) != set()


def _arrest(agency: str, role: str, quote: str) -> Made:
    mention = Mention(role=role, label=role, span=(0, len(quote)))
    return event(agency, "arrest", "2021-05-04", quote, mentions=(mention,))


def _allocated(agency: str, day: str, worker: str, **known: Any) -> Made:
    mention = Mention(role="social_worker", label=worker, agency=CSC, span=(0, 3))
    return event(agency, "allocation", day, f"{worker} allocated", mentions=(mention,), **known)


def _away(agency: str, day: str, worker: str, **known: Any) -> Made:
    mention = Mention(role="social_worker", label=worker, agency=CSC, span=(0, 3))
    return event(agency, "worker_absence", day, f"{worker} left", mentions=(mention,), **known)


@pytest.mark.parametrize(
    ("made", "joined"),
    [
        pytest.param(
            [_allocated(CSC, "2021-05-04", "SW3"), _allocated(HV, "2021-05-12", "SW3", main=False, row="b")],
            True,
            id="one worker allocated, heard of a week later",
        ),
        pytest.param(
            [_allocated(CSC, "2021-05-04", "SW3"), _allocated(HV, "2021-05-12", "SW4", main=False, row="b")],
            False,
            id="two workers allocated",
        ),
        pytest.param(
            [_away(CSC, "2021-05-04", "SW1"), _away(HV, "2021-05-05", "SW1", row="b")], True, id="one worker away"
        ),
        pytest.param(
            [_away(CSC, "2021-05-04", "SW1"), _away(HV, "2021-05-05", "PA1", row="b")], False, id="two workers away"
        ),
        pytest.param([_arrest(PO, "father", "Father arrested"), _arrest(GP, "father", "Dad arrested")], True, id="one"),
        pytest.param([_arrest(PO, "mother", "Mum arrested"), _arrest(GP, "father", "Dad arrested")], False, id="two"),
        pytest.param(
            [
                event(CSC, "housing_change", "2021-05-01", "They have moved to Tarn Street", main=False, row="a"),
                event(HV, "housing_change", "2021-05-09", "Family moved to Tarn Street", main=False, row="b"),
            ],
            True,
            id="a move to one place, told days apart",
        ),
        pytest.param(
            [
                event(CSC, "housing_change", "2021-05-01", "They have moved to Tarn Street", main=False, row="a"),
                event(HV, "housing_change", "2021-05-09", "Family moved to Mill Row", main=False, row="b"),
            ],
            False,
            id="moves to two places",
        ),
        pytest.param(
            [
                event(CSC, "strategy_discussion", "2021-05-04", "Strategy meeting tomorrow", assertion="planned",
                      main=False, row="a", written="2021-05-03"),
                event(PO, "strategy_discussion", "2021-05-04", "Strategy meeting"),
            ],
            True,
            id="a plan and the meeting held",
        ),
    ],
)  # fmt: skip
def test_people_places_and_plans_keep_records_apart(made: list[Made], joined: bool) -> None:
    assert (len(groups_of(case_of(made))) == 1) is joined


def test_a_plan_is_not_linked_where_its_own_file_records_the_meeting() -> None:
    plan = event(CSC, "strategy_discussion", "2021-05-04", "Strategy meeting tomorrow", assertion="planned",
                 main=False, row="a", written="2021-05-03")  # fmt: skip
    held = event(CSC, "strategy_discussion", "2021-05-04", "Strategy meeting held")
    police = event(PO, "strategy_discussion", "2021-05-04", "Strategy meeting attended")
    assert groups_of(case_of([plan, held, police])) == {
        frozenset({"Strategy meeting held", "Strategy meeting attended"})
    }
