"""Every rule in the data: one small story in which it speaks, and one, nearly the same, in which it does not."""

from __future__ import annotations

import re

import pytest

from model.analysis import analyse
from model.case import Gap
from model.data import load_toml
from model.errors import RuleFileError
from model.gaps.engine import RULE_TYPES
from model.gaps.rules import load_rules, selector
from tests.builders.cases import Made, case_of, event

CSC, HV, MW, PO = "childrens_social_care", "health_visiting", "midwifery", "police"

FRAME = [
    event(CSC, "other", "2022-01-03", "File opened"),
    event(CSC, "other", "2022-12-30", "File note"),
    event(PO, "other", "2022-01-03", "Address checked"),
    event(PO, "other", "2022-12-30", "Address checked"),
    event(HV, "other", "2022-01-03", "Records received"),
    event(HV, "other", "2022-12-30", "Records filed"),
    event(MW, "other", "2022-01-03", "Records received"),
    event(MW, "other", "2022-12-30", "Records filed"),
]


def visit(day: str, *roles: str, agency: str = CSC, quote: str = "Home visit, seen") -> Made:
    return event(agency, "home_visit", day, quote, roles=roles or ("social_worker", "mother"))


def referral(day: str = "2022-03-01") -> Made:
    return event(CSC, "referral", day, "Referral received", received_from=(MW,))


def meeting(day: str, quote: str = "Child in Need meeting held", **known: object) -> Made:
    return event(CSC, "child_in_need_meeting", day, quote, **known)  # type: ignore[arg-type]


BIRTH = event(MW, "birth", "2022-05-02", "Baby girl born", roles=("subject_child",))
INCIDENT = event(PO, "domestic_abuse_incident", "2022-06-03", "He pushed her at the door", roles=("mother",), row="i")
PLAN = event(CSC, "plan_changed", "2022-02-01", "Child in Need plan")
SICK = event(CSC, "worker_absence", "2022-03-07", "SW4 off sick", roles=("social_worker",))
CANCELLED = event(CSC, "meeting_cancelled", "2022-04-04", "Core group cancelled")
ADVICE = event(HV, "advice_given", "2022-06-01", "Safe sleep advice to mother", roles=("mother",))
FATHER_KNOWN = [
    event(CSC, "phone_contact", "2022-03-03", "Rang father", roles=("father",)),
    event(HV, "other", "2022-03-04", "Father works nights", roles=("father",)),
]
SMELL = [event(CSC, "concern", f"2022-0{m}-01", f"Cannabis smelt in the {w}") for m, w in ((3, "hall"), (4, "flat"))]
DECLINED = event(CSC, "planning_meeting", "2022-05-10", "Meeting not needed", assertion="did_not_happen", row="d")
DRIFT = [
    event(CSC, "assessment_started", None, "Pre-birth assessment to begin", assertion="planned", written="2022-02-01")
]

EXAMPLES: dict[str, tuple[list[Made], list[Made]]] = {
    "unshared-incident": (
        [INCIDENT],
        [INCIDENT, event(PO, "information_shared", None, "Notice sent", row="i", shared_with=("front_door",))],
    ),
    "no-allocated-worker": (
        [SICK, event(CSC, "allocation", "2022-04-11", "Allocated to SW5", roles=("social_worker",))],
        [SICK, event(CSC, "allocation", "2022-03-10", "Allocated to SW5", roles=("social_worker",))],
    ),
    "step-without-outcome": (DRIFT, [*DRIFT, event(CSC, "assessment_started", "2022-03-01", "Assessment opened")]),
    "meeting-not-rearranged": (
        [CANCELLED, event(HV, "core_group", "2022-05-20", "Core group attended")],
        [CANCELLED, event(HV, "core_group", "2022-04-11", "Core group attended")],
    ),
    "agency-not-present": (
        [meeting("2022-04-04", row="m"), event(CSC, "other", None, "Housing not invited", row="m")],
        [meeting("2022-04-04", row="m"), event(CSC, "other", None, "Housing present", row="m")],
    ),
    "missed-appointment-follow-up": (
        [event(MW, "missed_appointment", "2022-04-04", "Did not attend", roles=("mother",))],
        [
            event(MW, "missed_appointment", "2022-04-04", "Did not attend", roles=("mother",)),
            event(MW, "phone_contact", "2022-04-06", "Rang her, rebooked", roles=("mother",)),
        ],
    ),
    "failed-visit-follow-up": (
        [event(HV, "no_access", "2022-04-04", "No reply, card left", roles=("mother",))],
        [
            event(HV, "no_access", "2022-04-04", "No reply, card left", roles=("mother",)),
            visit("2022-04-08", "health_visitor", "mother", agency=HV),
        ],
    ),
    "visits-far-apart": ([visit("2022-04-01"), visit("2022-06-01")], [visit("2022-04-01"), visit("2022-05-01")]),
    "request-without-answer": (
        [event(CSC, "consultation", "2022-04-04", "Asked for records", shared_with=(HV,))],
        [
            event(CSC, "consultation", "2022-04-04", "Asked for records", shared_with=(HV,)),
            event(HV, "information_shared", "2022-04-12", "Records sent", shared_with=(CSC,)),
        ],
    ),
    "check-not-recorded": (
        [event(MW, "appointment", "2022-04-04", "Seen in clinic. Routine enquiry not made", roles=("mother",))],
        [
            event(MW, "appointment", "2022-04-04", "Seen in clinic. Routine enquiry not made", roles=("mother",)),
            event(MW, "appointment", "2022-04-11", "Routine enquiry asked, nothing disclosed", roles=("mother",)),
        ],
    ),
    "carer-not-seen": (
        [referral(), visit("2022-03-08"), visit("2022-03-20"), *FATHER_KNOWN],
        [referral(), visit("2022-03-08"), visit("2022-03-20", "mother", "father"), *FATHER_KNOWN],
    ),
    "advice-to-one-carer": (
        [ADVICE, *FATHER_KNOWN],
        [ADVICE, *FATHER_KNOWN, event(HV, "advice_given", "2022-06-20", "Safe sleep with father", roles=("father",))],
    ),
    "accounts-differ": (
        [
            event(CSC, "disclosure", "2022-04-01", "Father lives with his mother", roles=("father",)),
            event(PO, "disclosure", "2022-04-20", "Father has moved in", roles=("father",)),
        ],
        [
            event(CSC, "disclosure", "2022-04-01", "Father lives with his mother", roles=("father",)),
            event(PO, "disclosure", "2022-04-20", "Father lives with his mother", roles=("father",)),
        ],
    ),
    "repeated-concern": (
        [*SMELL, event(MW, "concern", "2022-05-01", "Smell of weed on her coat")],
        [
            *SMELL,
            event(MW, "concern", "2022-05-01", "Smell of weed on her coat"),
            event(CSC, "referral", "2022-05-09", "Referred for cannabis help", shared_with=("gp",)),
        ],
    ),
    "assessment-received-before-done": (
        [
            event(CSC, "assessment_completed", "2022-04-12", "Assessment completed"),
            event(HV, "information_shared", "2022-04-05", "Completed assessment received", received_from=(CSC,)),
        ],
        [
            event(CSC, "assessment_completed", "2022-04-12", "Assessment completed"),
            event(HV, "information_shared", "2022-04-15", "Completed assessment received", received_from=(CSC,)),
        ],
    ),
    "postnatal-before-birth": (
        [BIRTH, visit("2022-04-12", "health_visitor", agency=HV, quote="New birth visit")],
        [BIRTH, visit("2022-05-13", "health_visitor", agency=HV, quote="New birth visit")],
    ),
    "parents-not-at-meeting": (
        [meeting("2022-04-04", "Meeting held, parents did not attend")],
        [meeting("2022-04-04", "Meeting held, parents attended")],
    ),
    "sleeping-place-not-seen": (
        [visit("2022-06-04", quote="Visit, bedroom not seen")],
        [visit("2022-06-04", quote="Visit, bedroom not seen"), visit("2022-06-11", quote="Visit, bedroom seen")],
    ),
    "decision-not-revisited": (
        [DECLINED, event(CSC, "incident", "2022-05-20", "Father drunk, assault on mother", roles=("father",))],
        [
            DECLINED,
            event(CSC, "incident", "2022-05-20", "Father drunk, assault on mother", roles=("father",)),
            event(CSC, "strategy_discussion", "2022-05-21", "Strategy discussion"),
        ],
    ),
    "no-challenge": (
        [*DRIFT, visit("2022-04-01", "health_visitor", agency=HV)],
        [
            *DRIFT,
            visit("2022-04-01", "health_visitor", agency=HV),
            event(HV, "information_shared", "2022-05-01", "Escalated under the resolution policy", shared_with=(CSC,)),
        ],
    ),
    "dates-differ": (
        [
            visit("2022-04-04", "social_worker", "mother", "midwife", quote="Joint visit with the midwife"),
            visit("2022-04-11", "social_worker", "mother", agency=MW, quote="Joint visit with the social worker"),
        ],
        [
            visit("2022-04-04", "social_worker", "mother", "midwife", quote="Joint visit with the midwife"),
            visit("2022-04-04", "social_worker", "mother", agency=MW, quote="Joint visit with the social worker"),
        ],
    ),
    "change-on-their-word": (
        [event(CSC, "assessment_completed", "2022-04-04", "Assessment done. Mother says it is over")],
        [
            event(PO, "information_shared", "2022-04-01", "Police confirmed that he moved away"),
            event(CSC, "assessment_completed", "2022-04-04", "Assessment done. Mother says it is over"),
        ],
    ),
    "referral-decision": (
        [referral(), event(CSC, "decision", "2022-03-08", "Threshold met")],
        [referral(), event(CSC, "decision", "2022-03-02", "Threshold met")],
    ),
    "assessment-45": (
        [referral(), event(CSC, "assessment_completed", "2022-06-01", "Assessment completed")],
        [referral(), event(CSC, "assessment_completed", "2022-04-20", "Assessment completed")],
    ),
    "conference-15": (
        [
            event(CSC, "strategy_discussion", "2022-03-01", "Strategy discussion, section 47 to begin"),
            event(CSC, "child_protection_conference", "2022-04-01", "Initial conference"),
        ],
        [
            event(CSC, "strategy_discussion", "2022-03-01", "Strategy discussion, section 47 to begin"),
            event(CSC, "child_protection_conference", "2022-03-18", "Initial conference"),
        ],
    ),
    "core-group-10": (
        [
            event(CSC, "child_protection_conference", "2022-03-01", "Initial conference, plan made"),
            event(CSC, "core_group", "2022-04-01", "Core group"),
        ],
        [
            event(CSC, "child_protection_conference", "2022-03-01", "Initial conference, plan made"),
            event(CSC, "core_group", "2022-03-10", "Core group"),
        ],
    ),
    "review-conference-3m": (
        [
            event(CSC, "child_protection_conference", "2022-03-01", "Initial conference"),
            event(CSC, "child_protection_conference", "2022-07-01", "Review conference"),
        ],
        [
            event(CSC, "child_protection_conference", "2022-03-01", "Initial conference"),
            event(CSC, "child_protection_conference", "2022-05-27", "Review conference"),
        ],
    ),
    "cin-first-meeting": ([PLAN, meeting("2022-04-01")], [PLAN, meeting("2022-02-20")]),
    "cin-meeting-interval": (
        [meeting("2022-02-01"), meeting("2022-04-01", "Meeting held on line")],
        [meeting("2022-02-01"), meeting("2022-03-10", "Meeting held on line")],
    ),
    "new-birth-visit": (
        [BIRTH, visit("2022-05-24", "health_visitor", agency=HV)],
        [BIRTH, visit("2022-05-13", "health_visitor", agency=HV)],
    ),
    "return-interview-72h": (
        [
            event(PO, "missing_episode", "2022-03-01", "Returned home"),
            event(CSC, "appointment", "2022-03-10", "Return interview held"),
        ],
        [
            event(PO, "missing_episode", "2022-03-01", "Returned home"),
            event(CSC, "appointment", "2022-03-03", "Return interview held"),
        ],
    ),
    "dvpo-hearing-48h": (
        [
            event(PO, "legal_step", "2022-03-01", "DVPN served"),
            event(PO, "legal_step", "2022-03-08", "DVPO granted"),
        ],
        [
            event(PO, "legal_step", "2022-03-01", "DVPN served"),
            event(PO, "legal_step", "2022-03-03", "DVPO granted"),
        ],
    ),
    "serious-incident-notification-5": (
        [
            event(PO, "death", "2022-11-01", "Child died", roles=("subject_child",)),
            event(CSC, "information_shared", "2022-11-14", "Serious incident notification made"),
        ],
        [
            event(PO, "death", "2022-11-01", "Child died", roles=("subject_child",)),
            event(CSC, "information_shared", "2022-11-04", "Serious incident notification made"),
        ],
    ),
    "looked-after-visit-6w": ([visit("2022-04-01"), visit("2022-06-01")], [visit("2022-04-01"), visit("2022-05-01")]),
    "example-first-visit-5": (
        [event(CSC, "allocation", "2022-04-01", "Allocated to SW2"), visit("2022-04-20")],
        [event(CSC, "allocation", "2022-04-01", "Allocated to SW2"), visit("2022-04-06")],
    ),
    "example-child-protection-visits": (
        [visit("2022-04-01"), visit("2022-05-01")],
        [visit("2022-04-01"), visit("2022-04-12")],
    ),
}

RULES = {rule.id: rule for rule in load_rules()}


def gaps_of(rule: str, made: list[Made]) -> list[Gap]:
    profile = RULES[rule].profile
    case = case_of([*FRAME, *made], settings={"profiles": [profile] if profile else []})
    return [gap for gap in analyse(case).gaps if gap.rule == rule]


@pytest.mark.parametrize("rule", EXAMPLES)
def test_rule_speaks_where_it_should(rule: str) -> None:
    (gap, *_) = gaps_of(rule, EXAMPLES[rule][0])
    assert gap.kind == RULES[rule].kind
    assert gap.events
    assert gap.source
    assert gap.confidence


@pytest.mark.parametrize("rule", EXAMPLES)
def test_rule_is_silent_where_it_is_answered(rule: str) -> None:
    assert gaps_of(rule, EXAMPLES[rule][1]) == []


def test_every_rule_has_its_examples_and_a_known_type() -> None:
    assert set(RULES) == set(EXAMPLES)
    assert {rule.type for rule in RULES.values()} <= {*RULE_TYPES, "challenge"}
    assert all(rule.source and rule.title and rule.explanation for rule in RULES.values())


def test_all_fourteen_kinds_of_the_contract_have_a_rule() -> None:
    assert {rule.kind for rule in RULES.values()} == set(load_toml("model.rules", "names.toml")["gaps"])


def test_no_word_that_is_written_judges() -> None:
    """Titles and explanations as they come out, with the quotes taken away: quotes are the agencies' own."""
    banned = re.compile(r"\b(" + "|".join(map(re.escape, load_toml("model.rules", "wording.toml")["banned"])) + r")\b")
    for rule, (made, _) in EXAMPLES.items():
        for gap in gaps_of(rule, made):
            said = re.sub(r"“.*?”", "", gap.title + " " + gap.explanation + " " + gap.confidence)
            assert not banned.search(said), (rule, said)


def test_a_rule_with_an_unknown_kind_is_refused_with_a_remedy() -> None:
    with pytest.raises(RuleFileError) as caught:
        selector({"kinds": ["home_visits"]}, "r")
    assert caught.value.remedy


def test_a_local_rule_runs_only_with_its_profile_and_says_so() -> None:
    findings = analyse(case_of([*FRAME, visit("2022-04-01"), visit("2022-05-01")]))
    assert any("example-child-protection-visits" in reason for reason in findings.not_judged)


def test_a_limit_of_the_case_replaces_the_rules_own() -> None:
    made = [*FRAME, visit("2022-04-01"), visit("2022-05-01")]
    assert [g.rule for g in analyse(case_of(made, settings={"limits": {"visits-far-apart": 20}})).gaps] == [
        "visits-far-apart"
    ]


def test_a_rule_without_the_files_it_needs_is_not_judged() -> None:
    reasons = analyse(case_of([event("gp", "appointment", "2022-03-01", "Seen")])).not_judged
    assert any(reason.startswith("assessment-45:") for reason in reasons)
