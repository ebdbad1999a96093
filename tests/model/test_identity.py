"""Unsure people settled by the whole case: only where it names one of them alone for certain."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from model.case import Case, Mention
from model.identity import settled
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
