"""Who knew what, when and how."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.case import Case, Link
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


SCHOOL = "school"
BRUISE = [
    event(
        SCHOOL, "concern", "2023-03-01", "Purple bruise on left shin, said the dog", roles=("subject_child",), row="s"
    ),
    event(SCHOOL, "information_shared", "2023-03-01", "Rang health visitor", shared_with=(HV,), row="s"),
    event(HV, "information_shared", "2023-03-01", "School rang: purple bruise on left shin", received_from=(SCHOOL,)),
    event(HV, "information_shared", "2023-03-09", "Letter to GP on the purple bruise on her shin", shared_with=(GP,)),
    event(GP, "information_shared", "2023-03-11", "Health visitor writes of purple bruise, shin", received_from=(HV,)),
    *(event(CSC, "home_visit", f"2023-{month:02}-20", f"Visit number {month} to the flat") for month in range(1, 12)),
]


def test_news_goes_by_way_of_another_agency() -> None:
    """School told the health visitor, who told the GP."""
    view, knowledge = knowledge_of(case_of(BRUISE))
    known = knowledge.known(GP, view.by_kind["concern"][0])
    assert known is not None
    assert [step.agency for step in knowledge.chain(known)] == [SCHOOL, HV, GP]
    assert known.since.start == dt.date(2023, 3, 11)


def test_nothing_is_told_on_by_somebody_who_did_not_know() -> None:
    """The GP's own letter on the like of it, with no word from the school or the health visitor, tells nothing on."""
    letter = event(GP, "information_shared", "2023-03-09", "Letter: purple bruise on shin", shared_with=(CSC,))
    view, knowledge = knowledge_of(case_of([BRUISE[0], letter, *BRUISE[5:]]))
    assert knowledge.known(CSC, view.by_kind["concern"][0]) is None


def test_those_at_a_meeting_know_of_what_was_settled_there() -> None:
    held = event(CSC, "core_group", "2023-04-04", "Core group held", shared_with=(HV, GP), row="m")
    agreed = event(CSC, "decision", "2023-04-04", "Agreed to end the plan", row="m")
    view, knowledge = knowledge_of(case_of([held, agreed]))
    known = knowledge.known(HV, view.by_kind["decision"][0])
    assert known is not None
    assert (known.how, known.by) == ("at a meeting", CSC)


def test_word_that_was_only_sent_is_kept_apart() -> None:
    _, knowledge = knowledge_of(case_of([SENT]))
    assert knowledge.state(GP, dt.date(2023, 1, 1)) == []
    assert [known.how for known in knowledge.sent(GP, dt.date(2023, 1, 1))] == ["sent, not confirmed"]


AGENCIES = (CSC, HV, MW, PO, GP, SCHOOL)
a_message = st.builds(
    lambda sender, receiver, day, words: event(
        sender, "information_shared", f"2023-03-{day:02}", words, shared_with=(receiver,)
    ),
    st.sampled_from(AGENCIES), st.sampled_from(AGENCIES), st.integers(1, 28),
    st.sampled_from(["Letter on the purple bruise", "Rang about the shouting", "Copy sent", "Email re shin and dog"]),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(a_message, max_size=6), a_message, st.data())
def test_no_message_takes_knowledge_away(messages: list[Made], another: Made, data: st.DataObject) -> None:
    """One more message, joined to any group and telling of any event, only adds to who knew, and since when.

    The links of the others stay as they are: which records are proposed as one event may change when more
    come in, but knowledge only ever adds up what the links say.
    """
    before, after = case_of([*BRUISE, *messages]), case_of([*BRUISE, *messages, another])
    view = CaseView.of(before)
    links, knowledge = relate(view)
    wider = CaseView.of(after)
    (new,) = {e.id for e in after.events} - {e.id for e in before.events}
    groups = list({view.group(event) for event in view.events})
    joined = data.draw(st.sampled_from([frozenset({new}), *groups]))
    wider.set_groups([g | {new} if g == joined else g for g in groups])
    told_of = data.draw(st.lists(st.sampled_from([e.id for e in before.events]), max_size=2))
    more = [Link(kind="informs", from_id=new, to_id=event, evidence="made up") for event in told_of]
    grown = Knowledge.of(wider, [*links, *more])
    for item in view.events:
        now = grown.knowers(wider.by_id[item.id])
        for side, known in knowledge.knowers(item).items():
            if known.how != "sent, not confirmed" and known.since.end is not None:
                assert (now[side].since.end or known.since.end) <= known.since.end


@settings(deadline=None, max_examples=30)
@given(st.lists(a_message, max_size=8), st.sampled_from(AGENCIES), st.integers(1, 60), st.integers(0, 60))
def test_knowledge_grows_with_time_in_any_case(messages: list[Made], agency: str, first: int, more: int) -> None:
    _, knowledge = knowledge_of(case_of([*BRUISE, *messages]))
    day = dt.date(2023, 2, 15) + dt.timedelta(days=first)
    before = {known.event for known in knowledge.state(agency, day)}
    assert before <= {known.event for known in knowledge.state(agency, day + dt.timedelta(days=more))}


@settings(deadline=None, max_examples=30)
@given(st.permutations(BRUISE))
def test_the_order_of_the_records_changes_nobodys_knowledge(made: list[Made]) -> None:
    def known(items: list[Made]) -> set[tuple[str, str, str]]:
        view, knowledge = knowledge_of(case_of(items))
        return {(e.quote, side, known.how) for e in view.events for side, known in knowledge.knowers(e).items()}

    assert known(made) == known(BRUISE)
