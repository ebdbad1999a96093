"""People: joined where it is safe, kept apart where it is not."""

from __future__ import annotations

from dataclasses import replace

from model.case import Event, Mention
from model.people import actors_of, people
from tests.builders.cases import case_of, event


def named(agency: str, *mentions: Mention) -> Event:
    (made,) = case_of([event(agency, "home_visit", "2022-05-04")]).events
    return replace(made, id=f"{agency}-{'-'.join(m.label for m in mentions)}", mentions=mentions)


def test_the_mother_is_one_person_under_many_names() -> None:
    actors = people(
        [named("police", Mention(role="mother", label="IP")), named("gp", Mention(role="mother", label="Mum"))]
    )
    assert [(a.role, a.mentions) for a in actors] == [("mother", 2)]


def test_two_social_workers_are_two_and_the_unnamed_one_is_neither() -> None:
    labels = ("SW1", "SW2", "social worker", "SW1")
    events = [named("police", Mention(role="social_worker", label=text)) for text in labels]
    actors = people(replace(e, id=str(number)) for number, e in enumerate(events))
    assert {a.label: a.mentions for a in actors} == {"SW1": 2, "SW2": 1, "social worker": 1}
    assert {a.agency for a in actors} == {"childrens_social_care"}


def test_siblings_are_not_joined_by_role_alone() -> None:
    labels = ("Child 2", "Child 3")
    assert len(people([named("school", Mention(role="sibling", label=text)) for text in labels])) == 2


def test_ids_are_unique_and_each_event_finds_its_people() -> None:
    events = [named("police", Mention(role="mother", label="Mo"), Mention(role="police_officer", label="PC 12"))]
    actors = people(events)
    assert len({a.id for a in actors}) == len(actors) == 2
    assert sorted(actors_of(actors)[events[0].id]) == sorted(a.id for a in actors)
