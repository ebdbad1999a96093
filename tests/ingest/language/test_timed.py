"""Which event a time expression dates: open bounds, ages, and what counts from another event."""

from __future__ import annotations

import datetime as dt
import doctest
from dataclasses import replace

import pytest
import spacy

import ingest.language.pipeline
from ingest.language import LanguageReader, ReadingContext
from ingest.language.pipeline import TimesComponent
from model.case import Event
from model.when import When
from tests.builders.rows import Read, row

BORN = When.on(dt.date(2021, 1, 4))


def dated(events: list[Event], kind: str) -> When:
    found = [e.when for e in events if e.kind == kind and e.when is not None]
    assert found, [(e.kind, e.quote) for e in events]
    return found[0]


def iso(when: When) -> tuple[str | None, str | None]:
    return (when.start.isoformat() if when.start else None, when.end.isoformat() if when.end else None)


@pytest.mark.parametrize(
    ("text", "kind", "days"),
    [
        pytest.param(
            "Arrested at the address. Restraining order in force until 30/06/2021.", "legal_step",
            ("2021-06-30", "2021-06-30"), id="until names its last day",
        ),
        pytest.param(
            "Home visit. Mother said he has been living with his aunt since w/c 8/2/21.", "housing_change",
            ("2021-02-08", "2021-02-14"), id="since names its beginning",
        ),
    ],
)  # fmt: skip
def test_an_open_bound_dates_what_begins_or_ends_there(read: Read, text: str, kind: str, days: tuple[str, str]) -> None:
    when = dated(read(text), kind)
    assert iso(when) == days
    assert when.alternatives
    assert None in iso(when.alternatives[0])


def test_what_counts_from_another_event_waits_for_it(read: Read) -> None:
    when = dated(
        read("Police report received. Strategy discussion to be held 3 days after the birth."), "strategy_discussion"
    )
    assert iso(when) == (None, None)
    assert (when.basis, when.anchor_phrase, when.offset) == ("relative", "the birth", "P3D")


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        pytest.param("Letter read. Bruise to cheek was seen at 3 weeks old.", "P21D/P27D", id="weeks old"),
        pytest.param("Letter read. Bruise to cheek was seen at 5 days old.", "P5D", id="days old"),
    ],
)
def test_an_age_counts_from_the_birth_that_another_file_may_tell(read: Read, text: str, offset: str) -> None:
    when = next(e.when for e in read(text) if e.when is not None and e.when.basis == "relative")
    assert (when.anchor_phrase, when.offset) == ("birth", offset)


def test_a_gestation_counts_from_the_due_date(read: Read) -> None:
    when = next(
        e.when
        for e in read("Notes read. She was admitted with bleeding at 30+2.")
        if e.when and e.when.basis == "relative"
    )
    assert (when.anchor_phrase, when.offset) == ("due date", "-P68D")


def test_the_age_on_the_day_of_the_row_dates_nothing(read: Read) -> None:
    context = ReadingContext(born=BORN)
    events = read("Home visit. Baby seen at 8 weeks old, thriving.", context=context, day="2021-03-03")
    assert {iso(e.when) for e in events if e.when is not None} == {("2021-03-03", "2021-03-03")}


def test_an_age_before_the_row_is_a_date_of_the_past(read: Read) -> None:
    context = ReadingContext(born=BORN)
    events = read("Home visit. A bruise was seen at 2 weeks old.", context=context, day="2021-03-03")
    assert ("2021-01-18", "2021-01-24") in {iso(e.when) for e in events if e.when is not None}


def test_spans_are_marked_in_any_text_that_has_a_day() -> None:
    nlp = spacy.blank("en")
    doc = nlp.make_doc("Reviewed 3 weekly; s47 closed 4 May 2021, aged 6 weeks.")
    assert "casethread_times" not in TimesComponent(nlp, "times")(doc).spans
    doc._.written = dt.date(2021, 6, 1)
    spans = TimesComponent(nlp, "times")(doc).spans["casethread_times"]
    assert [(s.text, s.label_) for s in spans] == [("3 weekly", "SET"), ("4 May 2021", "DATE"), ("aged 6 weeks", "AGE")]
    assert spans[1]._.timex.when.start == dt.date(2021, 5, 4)


def test_the_examples_of_the_pipeline_hold() -> None:
    assert doctest.testmod(ingest.language.pipeline).failed == 0


def test_a_row_that_opens_by_counting_keeps_both_its_date_and_the_count(read: Read) -> None:
    (main, *_) = read("Day after discharge: home visit by midwife, baby feeding.", day="2021-03-20")
    assert main.when is not None
    assert iso(main.when) == ("2021-03-20", "2021-03-20")
    (counted,) = [w for w in main.when.alternatives if w.anchor_phrase]
    assert (counted.anchor_phrase, counted.offset) == ("discharge", "P1D")


ACCOUNT = (
    "On 12 January 2023 the nurse rang the duty social worker about the bruise. A written referral "
    "followed on 20 January. Mother was seen at the clinic. Following the police notification of 26 February, a "
    "strategy discussion took place on 1 March. An initial child protection conference, due by 22 March, was held "
    "on 6 April. The school was sent the minutes in May."
)


@pytest.fixture(scope="module")
def told(reader: LanguageReader) -> list[Event]:
    """The events of a paragraph that goes on from day to day."""
    entry = row(ACCOUNT, "gp")
    when = When.on(dt.date(2023, 1, 12), basis="stated")
    return reader.read([replace(entry, when=when, columns={"Text": ACCOUNT})], ReadingContext())


@pytest.mark.parametrize(
    ("kind", "days"),
    [
        pytest.param("referral", ("2023-01-20", "2023-01-20"), id="its own day"),
        pytest.param("strategy_discussion", ("2023-03-01", "2023-03-01"), id="its own day, not what it followed"),
        pytest.param("child_protection_conference", ("2023-04-06", "2023-04-06"), id="held, not due"),
        pytest.param("appointment", ("2023-01-20", "2023-01-20"), id="the day told before it"),
    ],
)
def test_an_account_goes_on_from_day_to_day(told: list[Event], kind: str, days: tuple[str, str]) -> None:
    mentioned = [e for e in told if not e.main]
    assert iso(dated(mentioned, kind)) == days


def test_what_an_account_tells_later_is_not_planned(told: list[Event]) -> None:
    later = [e for e in told if e.kind in {"referral", "strategy_discussion", "information_shared"}]
    assert later
    assert not [e.quote for e in later if e.assertion == "planned"]


def test_a_month_after_the_last_day_told_lies_ahead_of_it(told: list[Event]) -> None:
    assert ("2023-05-01", "2023-05-31") in [iso(e.when) for e in told if e.when is not None]


def test_what_the_row_counts_from_lies_so_far_from_it(read: Read) -> None:
    events = read("The social worker visited for the first time, nine weeks after being allocated.", day="2021-07-08")
    assert iso(dated([e for e in events if not e.main], "allocation")) == ("2021-05-06", "2021-05-06")


def test_a_worker_leaves_when_the_contract_ends(read: Read) -> None:
    events = read("Supervision held. SW2's contract ends Thursday 18 March.")
    assert dated(events, "worker_absence").start == dt.date(2021, 3, 18)
