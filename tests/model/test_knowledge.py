"""Who knew what, when and how."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import Case
from model.knowledge import Knowledge, relate
from model.view import CaseView
from tests.builders.cases import Made, case_of, event

CSC, HV, MW, PO, GP = "childrens_social_care", "health_visiting", "midwifery", "police", "gp"

INCIDENT = event(MW, "incident", "2022-10-29", "Shouting on the ward", roles=("father",), row="w")
TOLD = event(MW, "information_shared", "2022-10-31", "Rang about the shouting", shared_with=(CSC,))
HEARD = event(CSC, "information_shared", "2022-11-01", "Ward rang about shouting", received_from=(MW,))
SENT = event(MW, "information_shared", "2022-10-30", "Letter on the shouting to the surgery", shared_with=(GP,))


def knowledge_of(case: Case) -> tuple[CaseView, Knowledge]:
    view = CaseView.of(case)
    return view, relate(view)[1]


@pytest.mark.parametrize(
    ("made", "agency", "how"),
    [
        pytest.param([TOLD], MW, "own record", id="its own record"),
        pytest.param([TOLD], CSC, "sent, not confirmed", id="told, and no trace at the receiver"),
        pytest.param([TOLD, HEARD], CSC, "told", id="told, and the receiver has a record"),
        pytest.param([TOLD, HEARD], "front_door", "told", id="the front door shares the record of social care"),
        pytest.param([TOLD, HEARD], HV, None, id="nobody told it"),
    ],
)
def test_how_an_agency_knew(made: list[Made], agency: str, how: str | None) -> None:
    view, knowledge = knowledge_of(case_of(made))
    event = next(e for e in view.events if e.quote == "Rang about the shouting")
    known = knowledge.known(agency, event)
    assert (known.how if known else None) == how


def test_an_incident_that_nobody_was_told_of_is_known_to_its_agency_alone() -> None:
    view, knowledge = knowledge_of(case_of([INCIDENT, event(CSC, "other", "2022-10-30", "File note")]))
    (incident,) = view.by_kind["incident"]
    assert set(knowledge.knowers(incident)) == {MW}


def test_what_a_row_tells_is_known_from_the_receivers_own_record() -> None:
    notice = event(PO, "information_shared", "2022-08-29", "Notice sent", row="p", shared_with=("front_door",))
    fight = event(PO, "domestic_abuse_incident", "2022-08-28", "Shouting at the flat", roles=("mother",), row="p")
    receipt = event("front_door", "information_shared", "2022-09-01", "Notice from police", received_from=(PO,))
    view, knowledge = knowledge_of(case_of([fight, notice, receipt]))
    known = knowledge.known(CSC, view.by_kind["domestic_abuse_incident"][0])
    assert known is not None
    assert (known.how, known.since.start) == ("told", dt.date(2022, 9, 1))


def test_knowledge_carries_its_evidence() -> None:
    view, knowledge = knowledge_of(case_of([TOLD, HEARD]))
    known = knowledge.known(CSC, view.events[0])
    assert known is not None
    assert all(event in view.by_id for event in known.evidence)


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=20), st.integers(min_value=0, max_value=20))
def test_knowledge_never_shrinks_with_time(first: int, more: int) -> None:
    _, knowledge = knowledge_of(case_of([INCIDENT, TOLD, HEARD, SENT]))
    early = dt.date(2022, 10, 25) + dt.timedelta(days=first)
    for agency in (CSC, MW, GP, HV):
        before = {known.event for known in knowledge.state(agency, early)}
        after = {known.event for known in knowledge.state(agency, early + dt.timedelta(days=more))}
        assert before <= after


@settings(deadline=None)
@given(st.sampled_from([CSC, MW, GP, HV]))
def test_a_further_message_never_removes_knowledge(agency: str) -> None:
    made = [INCIDENT, TOLD, SENT]

    def known(items: list[Made]) -> set[str]:
        view, knowledge = knowledge_of(case_of(items))
        return {e.quote for e in view.events if knowledge.known(agency, e)}

    assert known(made) <= known([*made, HEARD])
