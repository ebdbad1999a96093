"""Unsure people settled by the whole case: only where it names one of them alone for certain."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from model.case import Case, Mention
from model.identity import settled
from model.people import people
from model.when import When
from tests.builders.cases import Made, case_of, event

NAN = Mention(role="maternal_grandmother", label="nan", span=(0, 3), sure=False)
PARTNER = Mention(role="mothers_partner", label="partner", span=(0, 7), sure=False)


def said(role: str, label: str = "") -> Mention:
    return Mention(role=role, label=label or role, span=(0, 3))


def made(*mentions: Mention, agency: str = "school", date: str = "2021-03-01") -> Made:
    return event(agency, "disclosure", date, mentions=mentions)


def roles(case: Case) -> list[str]:
    return [m.role for e in settled(case).events for m in e.mentions if not m.sure]


@pytest.mark.parametrize(
    ("others", "expected"),
    [
        pytest.param([], "maternal_grandmother", id="nobody else: as read"),
        pytest.param(["paternal_grandmother"], "paternal_grandmother", id="the only one that the case names"),
        pytest.param(["maternal_grandmother"], "maternal_grandmother", id="the one it was read as"),
        pytest.param(["maternal_grandmother", "paternal_grandmother"], "maternal_grandmother", id="both: as read"),
    ],
)
def test_a_grandmother_is_the_one_that_other_files_name(others: list[str], expected: str) -> None:
    case = case_of([made(NAN), *(made(said(role), agency="police") for role in others)])
    assert roles(case) == [expected]


def test_the_own_file_comes_before_the_others() -> None:
    own = [made(NAN), made(said("paternal_grandmother"))]
    case = case_of([*own, made(said("maternal_grandmother"), agency="police")])
    assert roles(case) == ["paternal_grandmother"]


@pytest.mark.parametrize(
    ("date", "others", "expected"),
    [
        pytest.param("2020-11-01", ["father"], "father", id="before the birth, no other man named"),
        pytest.param("2021-03-01", ["father"], "father", id="beside a baby"),
        pytest.param("2024-03-01", ["father"], "mothers_partner", id="later he may be anybody"),
        pytest.param("2021-03-01", ["father", "mothers_partner"], "mothers_partner", id="another man is named"),
        pytest.param("2021-03-01", [], "mothers_partner", id="no father named"),
    ],
)
def test_a_partner_is_the_father_only_beside_a_baby(date: str, others: list[str], expected: str) -> None:
    case = case_of([made(PARTNER, agency="midwifery", date=date), *(made(said(r), agency="gp") for r in others)])
    birth = When.on(dt.date(2021, 1, 10))
    assert roles(replace(case, info=replace(case.info, key_dates={"birth": birth}))) == [expected]


def test_what_is_sure_or_said_by_a_reviewer_stays() -> None:
    sure = case_of([made(said("maternal_grandmother"))])
    assert settled(sure) is sure
    reviewed = case_of([made(replace(NAN, person="p-1")), made(said("paternal_grandmother"), agency="gp")])
    assert [m.role for e in settled(reviewed).events for m in e.mentions if m.person] == ["maternal_grandmother"]


def test_settling_twice_is_settling_once() -> None:
    case = case_of([made(NAN), made(said("paternal_grandmother"), agency="police")])
    once = settled(case)
    assert settled(once) == once


def actors(*mentions: Mention) -> list[tuple[str, str]]:
    case = settled(case_of([made(mention, agency=f"a{n}") for n, mention in enumerate(mentions)]))
    return sorted((actor.role, actor.label) for actor in people(case.events))


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        pytest.param(
            [said("father", "Dad"), said("father", "F1"), said("father", "F2"), said("father", "F")],
            [("father", "Dad"), ("father", "F2")],
            id="a second father is another man, the first is the father",
        ),
        pytest.param(
            [said("father", "F1"), said("father", "Fa")], [("father", "F1")], id="a number alone parts nobody"
        ),
        pytest.param(
            [said("sibling", "A"), said("sibling", "B"), said("sibling", "B"), said("sibling", "sibs")],
            [("sibling", "A"), ("sibling", "B"), ("sibling", "sibs")],
            id="brothers and sisters by the initials of a key",
        ),
        pytest.param(
            [said("sibling", "B"), said("sibling", "brother")], [("sibling", "B")], id="one sibling, two words"
        ),
        pytest.param(
            [said("mothers_partner", "Lee"), said("mothers_partner", "Dean"), said("mothers_partner", "partner")],
            [("mothers_partner", "Dean"), ("mothers_partner", "Lee"), ("mothers_partner", "partner")],
            id="partners of two names, and one who is not named",
        ),
        pytest.param(
            [said("subject_child", "unborn"), said("subject_child", "Baby boy"), said("subject_child", "UBB")],
            [("subject_child", "Baby boy")],
            id="the unborn and the baby are one",
        ),
        pytest.param(
            [said("social_worker", "SW1"), said("social_worker", "allocated SW"), said("social_worker", "SW2")],
            [("social_worker", "SW1"), ("social_worker", "SW2"), ("social_worker", "allocated SW")],
            id="a worker of unknown name is neither of two",
        ),
    ],
)
def test_who_is_one_person_and_who_is_not(mentions: list[Mention], expected: list[tuple[str, str]]) -> None:
    assert actors(*mentions) == expected
