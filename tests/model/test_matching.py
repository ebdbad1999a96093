"""Same event: what is joined, what is kept apart, and the laws that joining obeys."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import Case
from model.matching import match
from model.view import CaseView
from tests.builders.cases import Made, case_of, event

CSC, HV, MW, PO, GP = "childrens_social_care", "health_visiting", "midwifery", "police", "gp"


def groups_of(case: Case) -> set[frozenset[str]]:
    """Groups as sets of quotes, so that ids do not matter."""
    view = CaseView.of(case)
    _, groups = match(view)
    return {frozenset(view.by_id[member].quote for member in group) for group in groups}


SENT = event(PO, "information_shared", "2022-08-29", "Notice sent to the hub", shared_with=("front_door",))
RECEIVED = event("front_door", "information_shared", "2022-09-01", "Notice from police", received_from=(PO,))
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
    assert groups == []


def test_a_rejected_link_stays_away() -> None:
    case = case_of([SENT, RECEIVED])
    ids = [e.id for e in case.events]
    assert groups_of(case_of([SENT, RECEIVED], settings={"rejected_links": [ids]})) == set()


def test_a_group_holds_one_row_of_a_file() -> None:
    second = event(HV, "core_group", "2022-06-07", "Core group minutes typed", roles=("social_worker",))
    for group in groups_of(case_of([*MEETING, second])):
        assert len(group & {"Attended core group", "Core group minutes typed"}) == 1


@settings(deadline=None)
@given(st.permutations([SENT, RECEIVED, OTHER_LETTER, FIGHT, FIGHT_TOLD, *MEETING]))
def test_order_of_the_files_does_not_matter(made: list[Made]) -> None:
    assert groups_of(case_of(made)) == groups_of(case_of([SENT, RECEIVED, OTHER_LETTER, FIGHT, FIGHT_TOLD, *MEETING]))
