"""What follows from a case, whatever stands in it: no dates, open ends or odd company may stop a case."""

import datetime as dt
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from model.analysis import analyse
from model.names import ASSERTIONS, GAP_KINDS, KINDS, ROLES
from model.when import When
from tests.builders.cases import Made, case_of, event
from tests.dashboard.sample import sample_case

AGENCIES = ("police", "childrens_social_care", "midwifery", "gp", "school", "housing")
QUOTES = (
    "Not shared with social care",
    "Bruise seen on arm",
    "Father drunk at home",
    "Worker off sick",
    "Reallocated to SW2",
    "Child in Need meeting cancelled",
    "To complete an assessment by Friday",
    "Referral sent, no reply",
    "Did not attend clinic",
    "He lives with his mother",
)
FIRST = dt.date(2021, 1, 1)


@st.composite
def whens(draw: st.DrawFn) -> When | None:
    start = FIRST + dt.timedelta(days=draw(st.integers(0, 300)))
    end = start + dt.timedelta(days=draw(st.integers(0, 40)))
    bounds: dict[str, tuple[dt.date | None, dt.date | None]] = {
        "day": (start, start),
        "span": (start, end),
        "from": (start, None),
        "until": (None, end),
        "open": (None, None),
    }
    sides = draw(st.sampled_from([*sorted(bounds), "none"]))
    if sides == "none":
        return None
    first, last = bounds[sides]
    return When(start=first, end=last)


@st.composite
def records(draw: st.DrawFn) -> Made:
    made = event(
        draw(st.sampled_from(AGENCIES)),
        draw(st.sampled_from(sorted(KINDS))),
        None,
        quote=draw(st.sampled_from(QUOTES)),
        assertion=draw(st.sampled_from(sorted(ASSERTIONS))),
        roles=draw(st.lists(st.sampled_from(sorted(ROLES)), max_size=2, unique=True)),
    )
    when = draw(whens())
    return replace(made, when=when, written=draw(st.sampled_from([when, None])))


@settings(deadline=None, max_examples=150)
@given(st.lists(records(), max_size=14))
def test_no_case_can_stop_the_analysis_and_every_gap_cites_what_is_there(made: list[Made]) -> None:
    case = case_of(made)
    findings = analyse(case)
    known = {e.id for e in case.events}
    for gap in findings.gaps:
        assert gap.kind in GAP_KINDS
        assert gap.events
        assert known.issuperset((*gap.events, *gap.against))
        assert gap.title
        assert gap.explanation
        assert gap.source


def test_a_case_with_open_ended_incidents_can_be_opened() -> None:
    assert analyse(sample_case()[0]).gaps


def test_findings_hold_the_dates_contradictions_and_questions_of_all_files_together() -> None:
    counted = When(
        start=None, end=None, basis="relative", text="9 days after the birth", anchor_phrase="the birth", offset="P9D"
    )
    asked = When(
        start=None, end=None, basis="relative", text="two days after the visit", anchor_phrase="the visit", offset="P2D"
    )
    case = case_of(
        [
            event("midwifery", "birth", "2021-05-10", "Baby born", roles=["subject_child"]),
            replace(
                event("police", "arrest", None, "9 days after the birth"),
                when=counted,
                written=When.on(FIRST.replace(month=6)),
            ),
            event("gp", "home_visit", "2021-05-12", "Visit"),
            event("gp", "home_visit", "2021-05-14", "Visit"),
            replace(event("gp", "phone_contact", None, "Rang"), when=asked, written=When.on(dt.date(2021, 5, 17))),
        ]
    )
    findings = analyse(case)
    arrest = next(e for e in findings.dated(case).events if e.kind == "arrest")
    assert arrest.when is not None
    assert (arrest.when.start, arrest.when.end, arrest.when.basis) == (
        dt.date(2021, 5, 19),
        dt.date(2021, 5, 19),
        "relative",
    )
    birth = next(e.id for e in case.events if e.kind == "birth")
    assert arrest.when.anchor == birth
    assert [q.phrase for q in findings.questions] == ["the visit"]
    assert len(findings.questions[0].candidates) == 2
    assert any(link.kind == "refers_to" and link.from_id == arrest.id for link in findings.links)
