"""The whole analysis: a well-run case raises next to nothing."""

from __future__ import annotations

from model.analysis import analyse
from tests.builders.cases import case_of, event

CSC, HV, NU, PO = "childrens_social_care", "health_visiting", "nursery", "police"


def test_a_case_worked_in_time_and_together_raises_nothing() -> None:
    """Referral, strategy discussion, assessment, meetings and visits in time; what is missed is followed up."""
    family = ("mother", "subject_child")
    meetings = [
        event(agency, "child_in_need_meeting", day, f"{agency} at the Child in Need meeting", shared_with=told)
        for day in ("2022-06-30", "2022-08-04", "2022-09-08")
        for agency, told in ((CSC, (NU, HV)), (NU, (CSC,)), (HV, (CSC,)))
    ]
    visits = ("2022-05-05", "2022-05-18", "2022-06-09", "2022-07-15", "2022-08-19")
    case = case_of(
        [
            event(NU, "injury_or_illness", "2022-05-03", "Bruise to upper arm", roles=("subject_child",), row="n"),
            event(NU, "referral", "2022-05-03", "Referred the same day", row="n", shared_with=("front_door",)),
            event("front_door", "referral", "2022-05-03", "Referral from nursery", received_from=(NU,)),
            event(CSC, "strategy_discussion", "2022-05-03", "Strategy discussion", shared_with=(PO, HV)),
            event(CSC, "allocation", "2022-05-04", "Allocated to SW1", roles=("social_worker",)),
            *(event(CSC, "home_visit", day, "Home visit, all seen", roles=(*family, "father")) for day in visits),
            event(CSC, "assessment_completed", "2022-06-20", "Assessment completed"),
            event(CSC, "plan_changed", "2022-06-20", "Child in Need plan"),
            *meetings,
            event(HV, "missed_appointment", "2022-07-14", "Did not attend", roles=family),
            event(HV, "phone_contact", "2022-07-15", "Rang mother", roles=("mother",)),
            event(CSC, "case_closed", "2022-09-09", "Case closed"),
            event(PO, "other", "2022-04-01", "Nothing held"),
            event(PO, "other", "2022-09-30", "Nothing held"),
        ]
    )
    assert [gap.title for gap in analyse(case).gaps] == []


def test_two_analyses_of_one_case_are_equal() -> None:
    case = case_of([event(CSC, "worker_absence", "2022-05-04", "SW1 off sick", roles=("social_worker",))])
    assert analyse(case) == analyse(case)


def test_every_id_that_a_finding_names_is_in_the_case() -> None:
    case = case_of(
        [
            event(PO, "incident", "2022-06-03", "Assault on mother", roles=("mother",)),
            event(CSC, "other", "2022-01-03", "File opened"),
            event(CSC, "other", "2022-12-30", "File note"),
        ]
    )
    findings, ids = analyse(case), {e.id for e in case.events}
    assert findings.gaps
    assert all({*gap.events, *gap.against} <= ids for gap in findings.gaps)
    assert all({link.from_id, link.to_id} <= ids for link in findings.links)
    assert all(set(c.events) <= ids for c in findings.contradictions)
