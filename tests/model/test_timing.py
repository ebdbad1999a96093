"""Relative expressions find their anchors over all files and get their dates; what cannot hold is told."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace
from typing import Any

import pytest

from model.anchors import AnchorFinder, anchor_rules, rule_for
from model.case import Case, Event, Link
from model.names import KINDS
from model.timing import Refined, distance, refine
from model.view import CaseView
from model.when import When
from tests.builders.cases import Made, case_of, event, shifted


def relative(agency: str, kind: str, words: str, phrase: str, offset: str | None = None, **known: Any) -> Made:
    """An event that is only dated by another one, told in a row of its own date (`written`)."""
    hedged = known.pop("approximate", False)
    made = event(agency, kind, None, words, **known)
    told = When(
        start=None, end=None, basis="relative", text=words, anchor_phrase=phrase, offset=offset, approximate=hedged
    )
    return replace(made, when=told, written=made.written or When.on(dt.date(2021, 6, 1)))


def only(refined: Refined, kind: str) -> Event:
    (found,) = [e for e in refined.case.events if e.kind == kind]
    return found


def days(when: When | None) -> tuple[str | None, str | None]:
    assert when is not None
    return (when.start.isoformat() if when.start else None, when.end.isoformat() if when.end else None)


@pytest.mark.parametrize(
    ("text", "offset", "approximate", "expected"),
    [
        pytest.param("11 days after the birth", "P11D", False, (11, 11, None, False), id="days after"),
        pytest.param("the day before the birth", "-P1D", False, (-1, -1, None, False), id="a day before"),
        pytest.param("two weeks after the meeting", "P2W", False, (14, 14, None, False), id="weeks"),
        pytest.param("about two weeks after the meeting", "P2W", True, (11, 17, 14, False), id="hedged weeks"),
        pytest.param("15 working days after the referral", "P15BD", False, (15, 15, None, True), id="working days"),
        pytest.param("within 47 days of the referral", "P47D", False, (0, 47, None, False), id="within"),
        pytest.param("at least 3 weeks after the visit", "P3W", False, (21, None, None, False), id="at least"),
        pytest.param("up to 3 weeks after the visit", "P3W", False, (0, 21, None, False), id="up to"),
        pytest.param("6 to 8 weeks after the birth", "P6W/P8W", False, (42, 56, None, False), id="a range"),
        pytest.param("five months before his birth", "-P5M", False, (-154, -150, None, False), id="months"),
        pytest.param("before the birth", None, False, (None, 0, None, False), id="before"),
        pytest.param("since the CIN meeting", None, False, (0, None, None, False), id="since"),
        pytest.param("the day of discharge", None, False, (0, 0, None, False), id="on"),
        pytest.param("by the time of the conference", None, False, (None, 0, None, False), id="by the time of"),
        pytest.param("the birth", None, False, None, id="no side named"),
        pytest.param("3 hours after the birth", "PT3H", False, None, id="hours are not days"),
    ],
)
def test_the_distance_that_the_words_say(
    text: str, offset: str | None, approximate: bool, expected: tuple[object, ...] | None
) -> None:
    when = When(start=None, end=None, basis="relative", text=text, offset=offset, approximate=approximate)
    assert distance(when) == expected


@pytest.mark.parametrize(
    ("phrase", "rule"),
    [
        pytest.param("the birth", "birth", id="birth"),
        pytest.param("Baby was born", "birth", id="born"),
        pytest.param("the discharge planning meeting", "discharge planning", id="longest words first"),
        pytest.param("discharge", "discharge", id="discharge"),
        pytest.param("this meeting", "meeting", id="any meeting"),
        pytest.param("the CIN meeting", "child in need meeting", id="one sort of meeting"),
        pytest.param("the initial referral", "referral", id="referral"),
        pytest.param("the weather", None, id="nothing known"),
    ],
)
def test_the_words_of_an_anchor_name_its_kind(phrase: str, rule: str | None) -> None:
    found = rule_for(phrase)
    assert (found["id"] if found else None) == rule


def test_every_anchor_rule_names_known_kinds_and_its_source() -> None:
    rules = anchor_rules()["anchor"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert set(rule["kinds"]) <= set(KINDS)
        assert rule["source"]
        assert all(rule_for(f"the {word}") == rule for word in rule["words"])


def test_another_agencys_birth_dates_the_day_before_it() -> None:
    case = case_of(
        [
            event("midwifery", "birth", "2021-05-10", "Baby born by caesarean", roles=["subject_child"]),
            relative("police", "domestic_abuse_incident", "the day before the birth", "the birth", "-P1D"),
        ]
    )
    refined = refine(case)
    found = only(refined, "domestic_abuse_incident").when
    assert days(found) == ("2021-05-09", "2021-05-09")
    assert found is not None
    assert found.basis == "relative"
    assert found.granularity == "day"
    assert not refined.contradictions
    (link,) = refined.links
    assert link.to_id == "key:birth"
    assert "one birth" in link.evidence


def test_a_key_date_of_the_case_is_the_birth_where_no_file_records_it() -> None:
    case = case_of(
        [relative("health_visiting", "home_visit", "11 days after the birth", "the birth", "P11D")],
        key_dates={"birth": When.on(dt.date(2021, 5, 10))},
    )
    assert days(only(refine(case), "home_visit").when) == ("2021-05-21", "2021-05-21")


def test_an_approximate_anchor_gives_an_interval_and_a_hedge_stays_approximate() -> None:
    case = case_of(
        [
            event("childrens_social_care", "child_in_need_meeting", "2021-05-01..2021-05-10", "CIN meeting early May"),
            relative(
                "childrens_social_care", "worker_absence", "about two weeks after the CIN meeting", "the CIN meeting",
                "P2W", approximate=True,
            ),
        ]
    )  # fmt: skip
    found = only(refine(case), "worker_absence").when
    assert days(found) == ("2021-05-12", "2021-05-27")
    assert found is not None
    assert found.approximate


def test_since_a_meeting_ends_with_the_row_that_tells_it() -> None:
    case = case_of(
        [
            event("gp", "child_in_need_meeting", "2021-05-04"),
            relative("gp", "no_access", "since the CIN meeting", "the CIN meeting", written="2021-05-20"),
        ]
    )
    assert days(only(refine(case), "no_access").when) == ("2021-05-04", "2021-05-20")


def test_an_order_narrows_a_month_and_the_basis_says_so() -> None:
    case = case_of(
        [
            event("gp", "child_in_need_meeting", "2021-05-01..2021-05-31"),
            relative("gp", "phone_contact", "five days after the CIN meeting", "the CIN meeting", "P5D"),
            event("police", "arrest", "2021-05-20"),
        ]
    )
    told = {e.kind: e.id for e in case.events}
    before = Link(
        kind="before", from_id=told["phone_contact"], to_id=told["arrest"], evidence="as told", status="confirmed"
    )
    refined = refine(case, links=[before])
    meeting = only(refined, "child_in_need_meeting").when
    assert days(meeting) == ("2021-05-01", "2021-05-15")
    assert meeting is not None
    assert meeting.basis == "derived"
    assert days(only(refined, "phone_contact").when) == ("2021-05-06", "2021-05-20")


def test_a_link_that_nobody_confirmed_is_not_reasoned_with() -> None:
    case = case_of([event("gp", "arrest", "2021-05-04"), event("police", "arrest", "2021-05-06")])
    first, second = case.events
    link = Link(kind="same_event", from_id=first.id, to_id=second.id, evidence="alike")
    assert not refine(case, links=[link]).contradictions
    (contradiction,) = refine(case, links=[replace(link, status="confirmed")]).contradictions
    assert set(contradiction.events) == {first.id, second.id}
    assert "GP" in contradiction.explanation


@pytest.mark.parametrize(
    ("dates", "written", "phrase", "chosen"),
    [
        pytest.param(["2021-03-01"], "2021-06-01", "the referral", "2021-03-01", id="the only one"),
        pytest.param(["2021-01-05", "2021-05-28"], "2021-06-01", "the referral", "2021-05-28", id="the nearest before"),
        pytest.param(
            ["2021-01-05", "2021-05-28"],
            "2021-06-01",
            "the initial referral",
            "2021-01-05",
            id="the first one",
        ),
        pytest.param(["2021-05-22", "2021-05-28"], "2021-06-01", "the referral", None, id="two nearly alike are asked"),
        pytest.param(["2021-06-10", "2021-07-01"], "2021-06-01", "the referral", None, id="none before the entry"),
    ],
)
def test_which_of_several_events_is_meant(dates: list[str], written: str, phrase: str, chosen: str | None) -> None:
    made = [event("front_door", "referral", day) for day in dates]
    made.append(relative("front_door", "home_visit", f"five days after {phrase}", phrase, "P5D", written=written))
    case = case_of(made)
    view = CaseView.of(case)
    visit = next(e for e in case.events if e.kind == "home_visit")
    anchor = AnchorFinder(view).find(visit, phrase)
    found = view.by_id[anchor.node].when if anchor.node else None
    assert (found.start.isoformat() if found and found.start else None) == chosen
    assert anchor.reason


def test_two_candidates_become_a_question_that_names_both() -> None:
    case = case_of(
        [
            event("front_door", "referral", "2021-05-22"),
            event("front_door", "referral", "2021-05-28"),
            relative("front_door", "home_visit", "five days after the referral", "the referral", "P5D"),
        ]
    )
    refined = refine(case)
    (question,) = refined.questions
    assert len(question.candidates) == 2
    assert "22 May 2021" in question.text
    assert "28 May 2021" in question.text
    assert only(refined, "home_visit").when == only(Refined(case=case), "home_visit").when


def test_clinic_and_joint_visit_that_cannot_both_be_right_are_told_in_words() -> None:
    case = case_of(
        [
            event("front_door", "referral", "2021-05-04", "Referral received"),
            relative("midwifery", "appointment", "16 days after the referral", "the referral", "P16D"),
            relative("midwifery", "home_visit", "15 days after the referral", "the referral", "P15D"),
        ]
    )
    clinic, visit = (next(e.id for e in case.events if e.kind == k) for k in ("appointment", "home_visit"))
    agreed = Link(kind="before", from_id=clinic, to_id=visit, evidence="agreed at the clinic", status="confirmed")
    refined = refine(case, links=[agreed])
    (contradiction,) = refined.contradictions
    assert {clinic, visit} <= set(contradiction.events)
    for words in ("16 days after the referral", "15 days after the referral", "agreed at the clinic", "working days"):
        assert words in contradiction.explanation
    assert days(only(refined, "home_visit").when) == ("2021-05-19", "2021-05-19")


def test_a_row_whose_date_and_words_disagree_is_told_with_likely_slips() -> None:
    words = When(start=None, end=None, text="15 days after the referral", anchor_phrase="the referral", offset="P15D")
    visit = event("midwifery", "home_visit", "2021-05-12", "Joint visit, 15 days after the referral")
    dated = When.on(dt.date(2021, 5, 12), basis="column", text="12/05/21", alternatives=(words,))
    case = case_of([event("front_door", "referral", "2021-05-06"), replace(visit, when=dated)])
    refined = refine(case)
    (contradiction,) = refined.contradictions
    assert "12 May 2021" in contradiction.explanation
    assert "15 days after the referral" in contradiction.explanation
    assert only(refined, "home_visit").when == dated
    (detail,) = refined.details
    assert any(c.kind == "typing_slip" and "21 May 2021" in c.text for c in detail.candidates)


def test_words_that_agree_with_the_date_of_their_row_change_nothing() -> None:
    words = When(start=None, end=None, text="11 days after the birth", anchor_phrase="the birth", offset="P11D")
    dated = When.on(dt.date(2021, 5, 21), basis="column", alternatives=(words,))
    visit = replace(event("health_visiting", "home_visit", "2021-05-21"), when=dated)
    case = case_of([event("midwifery", "birth", "2021-05-10", roles=["subject_child"]), visit])
    refined = refine(case)
    assert not refined.contradictions
    assert refined.case.events == case.events
    assert [link.to_id for link in refined.links] == ["key:birth"]


def test_a_pre_birth_assessment_is_no_date() -> None:
    made = relative("childrens_social_care", "assessment_started", "pre-birth", "birth")
    case = case_of([event("midwifery", "birth", "2021-05-10", roles=["subject_child"]), made])
    assert only(refine(case), "assessment_started").when == made.when


def test_thousands_of_relative_expressions_stay_cheap() -> None:
    made = [event("gp", "home_visit", str(dt.date(2015, 1, 1) + dt.timedelta(days=n))) for n in range(0, 3000, 3)]
    made += [
        relative("police", "arrest", "two days after the visit", "the visit", "P2D", written=str(day))
        for n in range(2000)
        for day in [dt.date(2015, 1, 3) + dt.timedelta(days=n)]
    ]
    case = case_of(made)
    begun = time.process_time()
    refined = refine(case)
    assert time.process_time() - begun < 5  # a search of all visits for each would take a minute
    assert len(refined.links) + len(refined.questions) == 2000


def full_case() -> Case:
    return case_of(
        [
            event("midwifery", "birth", "2021-05-10", roles=["subject_child"]),
            event("gp", "child_in_need_meeting", "2021-05-01..2021-05-31"),
            relative("police", "arrest", "15 working days after the birth", "the birth", "P15BD"),
            relative("gp", "phone_contact", "five days after the CIN meeting", "the CIN meeting", "P5D"),
        ]
    )


def test_shifting_all_dates_by_weeks_shifts_all_bounds_alike() -> None:
    case = full_case()
    one, other = refine(case), refine(shifted(case, 7 * 104))
    for mine, theirs in zip(one.case.events, other.case.events, strict=True):
        if mine.kind != "arrest":  # working days depend on the bank holidays of the year
            assert mine.when is not None
            assert theirs.when == mine.when.shifted(7 * 104)


def test_the_order_of_files_does_not_matter() -> None:
    case = full_case()
    turned = replace(case, events=case.events[::-1], entries=case.entries[::-1], sources=case.sources[::-1])
    assert {e.id: e.when for e in refine(case).case.events} == {e.id: e.when for e in refine(turned).case.events}


def test_a_case_without_relative_words_comes_back_as_it_was() -> None:
    case = case_of([event("gp", "arrest", "2021-05-04"), event("police", "arrest", None)])
    assert refine(case).case is case


def test_a_month_in_the_phrase_says_which_of_several_is_meant() -> None:
    case = case_of(
        [
            event("gp", "child_in_need_meeting", "2021-05-04"),
            event("gp", "child_in_need_meeting", "2021-09-07"),
            event("gp", "child_in_need_meeting", "2021-10-12"),
            relative(
                "police", "arrest", "8 days after the Sept CIN mtg", "the Sept CIN mtg", "P8D", written="2021-11-02"
            ),
        ]
    )
    assert days(only(refine(case), "arrest").when) == ("2021-09-15", "2021-09-15")


def test_what_was_done_before_an_anchor_of_its_day_keeps_its_day() -> None:
    case = case_of(
        [
            event("gp", "hospital_discharge", "2021-05-04"),
            relative("gp", "phone_contact", "before discharge", "discharge", written="2021-05-04"),
        ]
    )
    assert days(only(refine(case), "phone_contact").when) == ("2021-05-04", "2021-05-04")


def test_a_gestation_is_dated_by_the_due_date_that_another_file_tells() -> None:
    case = case_of(
        [
            event("midwifery", "appointment", "2021-02-01", row="booking"),
            event("midwifery", "birth", "2021-08-20", assertion="planned", row="booking", main=False),
            relative("gp", "hospital_admission", "at 30+2", "due date", "-P68D", written="2021-07-20"),
        ]
    )
    assert days(only(refine(case), "hospital_admission").when) == ("2021-06-13", "2021-06-13")


def test_a_printed_date_that_contradicts_its_own_words_is_told() -> None:
    counted = When(
        start=None, end=None, basis="relative", text="the day after discharge", anchor_phrase="discharge", offset="P1D"
    )
    visit = event("midwifery", "home_visit", "2021-03-20")
    assert visit.when is not None
    case = case_of(
        [
            event("acute_hospital", "hospital_discharge", "2021-03-22"),
            replace(visit, when=replace(visit.when, alternatives=(counted,))),
        ]
    )
    refined = refine(case)
    assert len(refined.contradictions) == 1
    assert set(refined.contradictions[0].events) == {e.id for e in case.events}
    assert days(only(refined, "home_visit").when) == ("2021-03-20", "2021-03-20")
