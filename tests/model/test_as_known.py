"""A case as it was known on a day: nothing later is in it, for anyone or behind one agency's blinkers."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import analyse
from model.as_known import AsKnown, Whole, as_known, nobody_yet, shown_from
from model.case import Case, Entry, Findings, Gap
from model.knowledge import relate
from model.subjects import BY_HAND
from model.view import CaseView
from model.when import When
from tests.builders.cases import Made, case_of, event, when

CSC, HV, MW, PO, GP = "childrens_social_care", "health_visiting", "midwifery", "police", "gp"

STORY = [
    event(HV, "home_visit", "2022-05-04", "Seen at home with aunt Quilla"),
    event(PO, "domestic_abuse_incident", "2022-05-20", "Shouting heard by neighbour Orlo", row="p"),
    event(PO, "information_shared", "2022-05-21", "Notice sent", row="p", shared_with=(CSC,)),
    event(CSC, "information_shared", "2022-05-24", "Notice from police read by duty", received_from=(PO,)),
    event(GP, "appointment", None, "Undated chest infection of Bramwell"),
    event(GP, "injury_or_illness", "2022-05-06", "Burn told of later by Fenella", written="2022-06-10", main=False),
    event(MW, "appointment", "2022-05-01..2022-06-15", "Clinic with Zillah"),
]

BY_JUNE = {"Quilla", "Orlo", "Notice sent", "duty"}


def whole_of(made: list[Made], **parts: object) -> Whole:
    case = case_of(made)
    return _whole(case, analyse(case), **parts)


def _whole(case: Case, findings: Findings, **parts: object) -> Whole:
    view = CaseView.of(findings.dated(case))
    return Whole(case, findings, view, relate(view)[1], **parts)  # type: ignore[arg-type]


def words_of(seen: AsKnown) -> str:
    return " ".join(entry.text for entry in seen.case.entries)


@pytest.mark.parametrize(
    ("on", "shown"),
    [
        pytest.param("2022-05-03", set(), id="before everything"),
        pytest.param("2022-05-04", {"Seen at home with aunt Quilla"}, id="on its day"),
        pytest.param("2022-06-09", {"Quilla", "Orlo", "Notice sent", "duty"}, id="told later, so not yet there"),
        pytest.param("2022-06-10", {"Quilla", "Orlo", "Notice sent", "duty", "Fenella"}, id="on the day of telling"),
        pytest.param(
            "2022-06-15", {"Quilla", "Orlo", "Notice sent", "duty", "Fenella", "Zillah"}, id="at its latest day"
        ),
        pytest.param("2030-01-01", {"Quilla", "Orlo", "Notice sent", "duty", "Fenella", "Zillah"}, id="undated never"),
    ],
)
def test_a_record_is_shown_from_the_day_on_which_its_words_existed(on: str, shown: set[str]) -> None:
    seen = as_known(whole_of(STORY), dt.date.fromisoformat(on))
    text = words_of(seen)
    assert len(seen.case.events) == len(shown)
    assert all(word in text for word in shown)


def test_a_row_recorded_late_is_shown_from_its_recording() -> None:
    view = CaseView.of(case_of([event(HV, "home_visit", "2022-05-04", "Seen", recorded="2022-05-30")]))
    assert shown_from(view, view.events[0]) == dt.date(2022, 5, 30)


def test_what_a_reviewer_added_in_own_words_is_never_shown() -> None:
    case = case_of([event(HV, "home_visit", "2022-05-04", "As we know today, seen")])
    case = replace(case, sources=tuple(replace(s, reader=BY_HAND) for s in case.sources))
    view = CaseView.of(case)
    assert shown_from(view, view.events[0]) is None


def test_an_open_date_is_never_shown() -> None:
    case = case_of([event(HV, "home_visit", "2022-05-04", "Seen")])
    since = When(start=dt.date(2022, 5, 4), end=None, granularity="span")
    case = replace(case, events=(replace(case.events[0], when=since),))
    view = CaseView.of(case)
    assert shown_from(view, view.events[0]) is None
    assert _whole(case, analyse(case)).never() == 1


@pytest.mark.parametrize(
    ("agency", "on", "kinds", "words"),
    [
        pytest.param(CSC, "2022-05-23", set(), "", id="sent and not yet received"),
        pytest.param(CSC, "2022-06-02", {"domestic_abuse_incident", "information_shared"}, "read by duty", id="told"),
        pytest.param(PO, "2022-06-02", {"domestic_abuse_incident", "information_shared"}, "Orlo", id="its own"),
        pytest.param("school", "2022-06-02", set(), "", id="an agency without a file"),
    ],
)
def test_blinkers_leave_what_the_agency_is_shown_to_have_known(
    agency: str, on: str, kinds: set[str], words: str
) -> None:
    seen = as_known(whole_of(STORY), dt.date.fromisoformat(on), agency)
    assert {e.kind for e in seen.case.events} == kinds
    assert words in words_of(seen)


def test_what_an_agency_was_told_of_has_no_words_of_the_other_file() -> None:
    seen = as_known(whole_of(STORY), dt.date(2022, 6, 30), CSC)
    assert "Orlo" not in words_of(seen)
    assert all(e.quote == "" for e in seen.case.events if e.agency == PO)
    assert {seen.known[e.id].how for e in seen.case.events if e.agency == PO} == {"told"}
    assert {e.agency for e in seen.others} == {HV, GP, MW}


def test_what_nobody_knew_yet_is_kind_and_day_alone() -> None:
    (burn,) = nobody_yet(whole_of(STORY), dt.date(2022, 5, 31))
    assert (burn.kind, burn.quote) == ("injury_or_illness", "")
    assert nobody_yet(whole_of(STORY), dt.date(2022, 5, 5)) == ()
    assert nobody_yet(whole_of(STORY), dt.date(2022, 6, 10)) == ()


ROW = [
    event(HV, "home_visit", "2022-05-04", "Seen at home", row="r"),
    event(HV, "hospital_admission", "2022-07-09", "Admitted with bruises", row="r", main=False),
    event(HV, "appointment", "2022-05-12", "Weighing on 12 May", row="r", main=False, assertion="planned"),
]


def test_a_sentence_written_on_after_the_day_is_cut_out_of_its_row() -> None:
    seen = as_known(whole_of(ROW), dt.date(2022, 5, 5))
    (entry,) = seen.case.entries
    assert "bruises" not in entry.text
    assert "Seen at home" in entry.text
    assert "Weighing on 12 May" in entry.text  # planned then, in the words of the time
    assert all(entry.text[slice(*e.span)] == e.quote for e in seen.case.events)
    later = as_known(whole_of(ROW), dt.date(2022, 7, 9))
    assert later.case.entries[0].text == whole_of(ROW).view.case.entries[0].text


def test_a_later_day_in_the_text_cuts_its_sentence_even_where_no_event_was_read() -> None:
    case = case_of([event(HV, "home_visit", "2022-05-04", "Seen at home")])
    text = case.entries[0].text + " Closed in the end on 9 July 2022. Fed well."
    case = replace(case, entries=(replace(case.entries[0], text=text),))

    def told(entry: Entry) -> list[tuple[int, int, dt.date]]:
        at = entry.text.index("9 July 2022")
        return [(at, at + 11, dt.date(2022, 7, 9))]

    seen = as_known(_whole(case, analyse(case), told_days=told), dt.date(2022, 5, 5))
    assert seen.case.entries[0].text == "Seen at home. … Fed well."


def test_a_day_that_was_planned_for_stays_in_the_words_of_the_time() -> None:
    case = case_of(
        [
            event(HV, "home_visit", "2022-05-04", "Seen at home", row="r"),
            event(HV, "birth", "2022-10-20", "baby due 20 October", row="r", main=False, assertion="planned"),
        ]
    )
    at = case.entries[0].text.index("20 October")
    whole = _whole(case, analyse(case), told_days=lambda _: [(at, at + 10, dt.date(2022, 10, 20))])
    assert "baby due 20 October" in as_known(whole, dt.date(2022, 5, 5)).case.entries[0].text


def _gap(**fields: object) -> Gap:
    base = Gap(
        id="g", kind="contact_silence", rule="r", title="Nothing for 20 days", explanation="From 4 May 2022.",
        when=when("2022-05-04..2022-05-24"), measured=(20, 20), limit=10, unit="days", outcome="no_record",
        agencies=(HV,), events=("e00001-1",), against=(), confidence="", source="S", answer="Answered on 1 July",
    )  # fmt: skip
    return replace(base, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("gap", "on", "left"),
    [
        pytest.param(_gap(), "2022-05-24", True, id="complete"),
        pytest.param(_gap(), "2022-05-23", False, id="its time is not yet over"),
        pytest.param(_gap(events=("e00001-1", "e00004-1")), "2022-05-24", False, id="rests on a later record"),
        pytest.param(_gap(against=("e00004-1",)), "2022-05-24", False, id="a later record speaks against it"),
        pytest.param(_gap(agencies=(HV, GP)), "2022-05-24", False, id="names an agency not yet in view"),
        pytest.param(_gap(explanation="Nothing before 25 May 2022."), "2022-05-24", False, id="tells a later day"),
        pytest.param(_gap(when=None), "2022-05-24", False, id="undated"),
        pytest.param(_gap(status="rejected"), "2022-05-24", False, id="dismissed"),
    ],
)
def test_a_gap_is_left_only_when_it_was_complete(gap: Gap, on: str, left: bool) -> None:
    case = case_of(STORY)
    seen = as_known(_whole(case, replace(analyse(case), gaps=(gap,))), dt.date.fromisoformat(on))
    assert [g.answer for g in seen.findings.gaps] == ([""] if left else [])


def test_key_dates_ahead_are_not_there_and_the_death_only_with_its_record() -> None:
    case = case_of([*STORY, event(PO, "death", "2022-08-01", "Found dead", written="2022-08-03")])
    dates = {"birth": when("2022-01-02"), "due": when("2022-01-20"), "death": when("2022-08-01")}
    whole = _whole(case, replace(analyse(case), key_dates=dates))  # type: ignore[arg-type]
    assert set(as_known(whole, dt.date(2022, 7, 1)).findings.key_dates) == {"birth"}
    assert set(as_known(whole, dt.date(2022, 8, 2)).findings.key_dates) == {"birth"}
    assert set(as_known(whole, dt.date(2022, 8, 3)).findings.key_dates) == {"birth", "death"}


def test_agencies_come_in_the_order_of_their_first_record() -> None:
    seen = as_known(whole_of(STORY), dt.date(2022, 6, 2))
    assert [a.id for a in seen.findings.agencies] == [HV, PO, CSC]


DAYS = st.integers(min_value=0, max_value=70)


@settings(deadline=None, max_examples=40)
@given(DAYS, DAYS, st.sampled_from([None, CSC, HV, MW, PO, GP]))
def test_what_is_shown_only_grows_and_never_holds_a_later_record(first: int, more: int, agency: str | None) -> None:
    whole, start = whole_of([*STORY, *ROW]), dt.date(2022, 5, 1)
    early = as_known(whole, start + dt.timedelta(days=first), agency)
    late = as_known(whole, start + dt.timedelta(days=first + more), agency)
    assert {e.id for e in early.case.events} <= {e.id for e in late.case.events}
    for seen in (early, late):
        text = words_of(seen)
        for record in whole.view.events:
            day = whole.shown[record.id]
            if day is None or day > seen.on:
                assert record.id not in {e.id for e in seen.case.events}
                assert record.quote not in text
        assert all(seen.case.entry(e.entry).text[slice(*e.span)] == e.quote for e in seen.case.events)
