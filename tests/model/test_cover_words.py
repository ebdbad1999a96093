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
