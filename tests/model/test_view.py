"""The index of a case: coverage, key dates, clauses."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.analysis import analyse
from model.case import Case, CaseInfo
from model.view import CaseView
from model.words import Phrasebook, clause_around, sentences, stem, stems
from tests.builders.cases import Made, case_of, event, when

CSC, MW, PO = "childrens_social_care", "midwifery", "police"
BORN = event(MW, "birth", "2022-10-30", "Baby girl born", roles=("subject_child",))


@pytest.mark.parametrize(
    ("made", "birth"),
    [
        pytest.param([BORN], "2022-10-30", id="the birth itself"),
        pytest.param([BORN, event(CSC, "birth", "2022-11-10", "EDD 10/11")], "2022-10-30", id="a due date is not one"),
        pytest.param(
            [BORN, event(CSC, "birth", "2015-06-01", "Brother was born", roles=("sibling",))],
            "2022-10-30",
            id="a brother",
        ),
        pytest.param([event(CSC, "birth", "2022-11-10", "Baby due", assertion="planned")], None, id="only planned"),
    ],
)
def test_the_childs_birth_is_found_in_the_records(made: list[Made], birth: str | None) -> None:
    expected = when(birth)
    found = CaseView.of(case_of(made)).key_dates.get("birth")
    assert (found.start if found else None) == (expected.start if expected else None)


def test_a_relatives_death_is_not_the_childs() -> None:
    visits = [event(CSC, "home_visit", f"2022-07-{day:02}", "Visit", roles=("mother",)) for day in range(1, 8)]
    lost = event(CSC, "death", "2022-06-14", "Spoke of an uncle lost this year", roles=("subject_child",))
    assert "death" not in CaseView.of(case_of([lost, *visits])).key_dates


def test_key_dates_of_the_user_stand() -> None:
    given_birth = when("2022-10-29")
    case = case_of([BORN], key_dates={"birth": given_birth})
    assert CaseView.of(case).key_dates["birth"] == given_birth


def test_coverage_runs_from_the_first_to_the_last_dated_row() -> None:
    view = CaseView.of(case_of([event(PO, "other", "2022-01-05"), event(PO, "other", "2022-03-01"), BORN]))
    assert view.covers(PO, when("2022-02-01"))
    assert not view.covers(PO, when("2022-04-01"))
    assert not view.covers("gp", when("2022-02-01"))
    assert view.coverage[PO].holds(dt.date(2022, 3, 10), slack_days=14)


def test_an_empty_case_has_no_findings() -> None:
    findings = analyse(Case(info=CaseInfo(id="c", title="c")))
    assert (findings.gaps, findings.links, findings.actors, findings.agencies) == ((), (), (), ())


def test_undated_events_raise_no_error_and_are_kept() -> None:
    case = case_of([event(CSC, kind, None, "No date") for kind in ("referral", "incident", "worker_absence", "death")])
    assert len(CaseView.of(case).events) == 4
    analyse(case)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("smoking", "smoked"),
        ("visits", "visited"),
        ("assessments", "assessment"),
        ("policies", "policy"),
        ("shared", "share"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, two: str) -> None:
    assert stem(one) == stem(two)


def test_a_clause_is_the_sentence_round_a_quote() -> None:
    text = "Flat clean. Father not seen, at work. Mother well."
    start = text.index("not seen")
    assert clause_around(text, (start, start + 8)) == "Father not seen, at work"


@given(st.text(alphabet="ab. \n;!", max_size=60))
def test_sentences_lie_within_the_text_in_order(text: str) -> None:
    spans = sentences(text)
    assert all(0 <= first < last <= len(text) for first, last in spans)
    assert list(spans) == sorted(spans)


def test_phrases_are_found_by_their_stems_and_only_whole() -> None:
    book = Phrasebook({"drugs": ["smell of cannabis"], "dash": ["dash"]})
    assert book.find(stems("Smells of Cannabis in hallways")) == {"drugs"}
    assert book.find(stems("the dashboard")) == frozenset()
