"""What leaving is not, and who took over in the very row that tells of an absence."""

import pytest

from model.analysis import analyse
from tests.builders.cases import case_of
from tests.builders.stories import load_examples, story


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            ["health_visiting | phone_contact | 2022-03-07 | Voicemail left yesterday by HV2"], id="voicemail"
        ),
        pytest.param(["health_visiting | home_visit | 2022-03-07 | Card left on the mat by HV2"], id="card"),
        pytest.param(
            [
                "probation | worker_absence | 2022-03-07 | PO3 off sick | roles=probation_officer; label=PO3; row=p",
                "probation | allocation | 2022-03-07 | PO4 takes over | roles=probation_officer; label=PO4; row=p",
                "probation | other | 2022-12-20 | Order ends",
            ],
            id="taken over in the row",
        ),
    ],
)
def test_no_time_without_a_worker(lines: list[str]) -> None:
    findings = analyse(case_of([*story(load_examples()["frame"]), *story(lines)]))
    assert [g.title for g in (*findings.gaps, *findings.noticed) if g.rule == "no-allocated-worker"] == []


def covers(lines: list[str]) -> list[tuple[int | None, str]]:
    """How many days each finding of the cover rule counts, and of whom."""
    findings = analyse(case_of([*story(load_examples()["frame"]), *story(lines)]))
    cover = [g for g in (*findings.gaps, *findings.noticed) if g.rule == "no-allocated-worker"]
    return [(g.measured[0], g.agencies[0]) for g in cover]


def test_a_leave_from_which_the_worker_came_back_is_not_where_the_time_begins() -> None:
    lines = [
        "childrens_social_care | worker_absence | 2022-02-01 | SW7 on leave | roles=social_worker; label=SW7",
        "childrens_social_care | worker_absence | 2022-05-02 | SW7's last day | roles=social_worker; label=SW7",
        "childrens_social_care | allocation | 2022-05-23 | Allocated to SW8 | roles=social_worker; label=SW8",
    ]
    assert covers(lines) == [(21, "childrens_social_care")]


def test_a_long_illness_counts_from_its_own_day_though_the_worker_leaves_later() -> None:
    lines = [
        "childrens_social_care | worker_absence | 2022-02-01 | SW7 on sick leave | roles=social_worker; label=SW7",
        "childrens_social_care | worker_absence | 2022-05-02 | SW7's last day | roles=social_worker; label=SW7",
        "childrens_social_care | allocation | 2022-05-23 | Allocated to SW8 | roles=social_worker; label=SW8",
    ]
    assert covers(lines) == [(111, "childrens_social_care")]


def test_another_worker_of_the_post_at_work_ends_the_time_where_no_allocation_is_told() -> None:
    lines = [
        "probation | other | 2022-01-03 | Order made",
        "probation | worker_absence | 2022-03-07 | PO3 off sick | roles=probation_officer; label=PO3",
        "probation | appointment | 2022-04-06 | Seen by PO4 | roles=probation_officer; label=PO4",
        "probation | other | 2022-12-20 | Order ends",
    ]
    assert covers(lines) == [(30, "probation")]


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            [
                "school | concern | 2022-03-07 | Red line seen on her wrist | row=s",
                "school | information_shared | - | Not passed on | did_not_happen; row=s",
                "school | worker_absence | 2022-03-07 | DSL was off ill | roles=designated_safeguarding_lead; row=s",
                "school | other | 2022-12-20 | End of term",
            ],
            id="the reason of something else not done",
        ),
        pytest.param(
            [
                "probation | worker_absence | 2022-03-07 | SW7 had by then left the authority"
                " | roles=social_worker; label=SW7",
                "childrens_social_care | allocation | 2022-06-06 | Allocated to SW9 | roles=social_worker; label=SW9",
            ],
            id="gone on an earlier day that is not told",
        ),
    ],
)
def test_no_time_is_counted_from_there(lines: list[str]) -> None:
    assert covers(lines) == []
