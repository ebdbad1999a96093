"""An invented case with a question of each kind about people: "Nan", a worker by initials and by name, a partner."""

from __future__ import annotations

from dataclasses import replace

from model.case import Case, Mention
from model.identity import settled
from tests.builders.cases import case_of, event

SW = "childrens_social_care"


def named(role: str, label: str, *, sure: bool = True, agency: str | None = None, own: bool = False) -> Mention:
    return Mention(role=role, label=label, span=(0, 3), sure=sure, agency=agency, named=own)


def people_case() -> Case:
    """Four agencies; both grandmothers are named, the school writes "Nan"."""
    nan, partner = named("maternal_grandmother", "Nan", sure=False), named("mothers_partner", "partner", sure=False)
    made = [
        event("school", "disclosure", "2021-03-02", "Nan collects her on Fridays", mentions=(nan,)),
        event("school", "concern", "2021-03-09", "Nan did not come", mentions=(nan,)),
        event("gp", "appointment", "2021-03-04", "MGM came to the surgery",
              mentions=(named("maternal_grandmother", "MGM"),)),
        event("police", "police_attendance", "2021-03-05", "PGM opened the door",
              mentions=(named("paternal_grandmother", "PGM"),)),
        event("police", "police_attendance", "2021-03-20", "partner had left by then", mentions=(partner,)),
        event("gp", "appointment", "2021-03-21", "Fa brought her", mentions=(named("father", "Fa"),)),
        event("police", "information_shared", "2021-03-06", "LM told of the attendance",
              mentions=(named("social_worker", "LM", agency=SW, own=True),)),
        event("gp", "phone_contact", "2021-03-08", "Lisa Marlow rang about the visit",
              mentions=(named("social_worker", "Lisa Marlow", agency=SW, own=True),)),
        event(SW, "home_visit", "2021-03-07", "Visited, all well", mentions=(named("mother", "Mo"),)),
    ]  # fmt: skip
    case = settled(case_of(made))
    return replace(case, info=replace(case.info, id="people", title="A case of people"))
