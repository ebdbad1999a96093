"""The date of every row: its cell, its column, its heading, its words; and what is wrong with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.dating import Dated, date_drafts, direction
from ingest.draft import DateCell, Draft, Scope
from ingest.raw import CellValue
from model.when import When


def row(
    date: str = "",
    *,
    value: CellValue = None,
    carried: bool = False,
    text: str = "Home visit completed, all well.",
    time: str = "",
    end: str = "",
    recorded: str = "",
    section: str = "",
    number: int = 1,
) -> Draft:
    return Draft(
        locator={"row": number},
        text=text,
        columns={"Event": text},
        date=DateCell(text=date, value=value, carried=carried),
        time=DateCell(text=time),
        end_date=DateCell(text=end),
        recorded=DateCell(text=recorded),
        section=section,
    )


def dated(cells: Sequence[str], scope: Scope | None = None, section: str = "") -> list[Dated]:
    drafts = [row(c, text=f"Entry {n} of the record.", section=section, number=n) for n, c in enumerate(cells)]
    return date_drafts(drafts, scope or Scope())


def days(when: When | None) -> str:
    if when is None:
        return ""
    first, last = when.start, when.end
    return str(first) if first == last else f"{first or ''}..{last or ''}"


def codes(answer: Dated) -> list[str]:
    return [problem.code for problem in answer.problems]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        pytest.param("12/3/21", "2021-03-12", id="plain"),
        pytest.param("?12/3/21", "2021-03-09..2021-03-15", id="question mark"),
        pytest.param("c.12/3/21", "2021-03-09..2021-03-15", id="circa"),
        pytest.param("w/c 22/3/21", "2021-03-22..2021-03-28", id="week commencing"),
        pytest.param("28-29/08/2021", "2021-08-28..2021-08-29", id="range of days"),
        pytest.param("12.5.21-14.5.21", "2021-05-12..2021-05-14", id="range of dates"),
        pytest.param("overnight 12th/13th March 2021", "2021-03-12..2021-03-13", id="overnight"),
        pytest.param("Mar/Apr 2021", "2021-03-01..2021-04-30", id="two months"),
        pytest.param("August 21", "2021-08-01..2021-08-31", id="month and year"),
        pytest.param("early 2021", "2021-01-01..2021-04-30", id="part of a year"),
        pytest.param("44320", "2021-05-04", id="serial number as text"),
        pytest.param("20210504", "2021-05-04", id="digits"),
        pytest.param("O5/11/21", "2021-11-05", id="letter O"),
        pytest.param("Mon 3rd - Fri 7th May 2021", "2021-05-03..2021-05-07", id="weekdays in a range"),
        pytest.param("12/05/2021 00:00", "2021-05-12", id="no time was entered"),
        pytest.param("Before 12/3/21", "..2021-03-11", id="open"),
    ],
)
def test_forms_of_a_date_cell(cell: str, expected: str) -> None:
    (answer,) = dated([cell])
    assert days(answer.when) == expected
    assert answer.when is not None
    assert answer.when.basis == "column"
    assert answer.when.text


@pytest.mark.parametrize(
    ("value", "expected", "clock"),
    [
        pytest.param(dt.datetime(2021, 5, 4, 0, 0), "2021-05-04", None, id="midnight is no time"),
        pytest.param(dt.datetime(2021, 5, 4, 14, 30), "2021-05-04", dt.time(14, 30), id="date and time"),
        pytest.param(dt.date(2021, 5, 4), "2021-05-04", None, id="date"),
        pytest.param(44320.5, "2021-05-04", dt.time(12, 0), id="serial number"),
    ],
)
def test_typed_values(value: CellValue, expected: str, clock: dt.time | None) -> None:
    (answer,) = date_drafts([row("shown otherwise", value=value)], Scope())
    assert answer.when is not None
    assert (days(answer.when), answer.when.start_time) == (expected, clock)


@pytest.mark.parametrize(
    ("time", "first", "last"),
    [
        pytest.param("14.30", dt.time(14, 30), dt.time(14, 30), id="full stop"),
        pytest.param("1430 hrs", dt.time(14, 30), dt.time(14, 30), id="hours"),
        pytest.param("14:3O", dt.time(14, 30), dt.time(14, 30), id="letter O"),
        pytest.param("2pm - 3pm", dt.time(14, 0), dt.time(15, 0), id="from to"),
        pytest.param("am", None, None, id="part of a day"),
        pytest.param("not known", None, None, id="words"),
    ],
)
def test_time_cells(time: str, first: dt.time | None, last: dt.time | None) -> None:
    (answer,) = date_drafts([row("04/05/21", time=time)], Scope())
    assert answer.when is not None
    assert (answer.when.start_time, answer.when.end_time) == (first, last)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        pytest.param(
            ["30/12/20", "31/12", "2/1", "Tues 12th"],
            ["2020-12-30", "2020-12-31", "2021-01-02", "2021-01-12"],
            id="over New Year",
        ),
        pytest.param(["5 May", "4 May", "2/4/21"], ["2021-05-05", "2021-05-04", "2021-04-02"], id="newest first"),
        pytest.param(
            ["21 Feb 2022", "5 July", "Mon 29 Aug (bank hol)"], ["2022-02-21", "2022-07-05", "2022-08-29"], id="log"
        ),
        pytest.param(["10/12/2021", "12-1"], ["2021-12-10", "2022-01-12"], id="day and month with a hyphen"),
        pytest.param(["1/7/21", "3/7", "9/7"], ["2021-07-01", "2021-07-03", "2021-07-09"], id="3/7 is a date here"),
    ],
)
def test_a_missing_year_comes_from_the_column(cells: list[str], expected: list[str]) -> None:
    assert [days(d.when) for d in dated(cells)] == expected


def test_a_missing_year_comes_from_the_heading_or_the_scope() -> None:
    assert [days(d.when) for d in dated(["12/12", "3/1"], section="Winter 2020")] == ["2020-12-12", "2021-01-03"]
    known = Scope(first=dt.date(2019, 6, 1), last=dt.date(2020, 2, 1))
    assert [days(d.when) for d in dated(["4 July", "9 January"], known)] == ["2019-07-04", "2020-01-09"]


def test_a_year_is_never_invented() -> None:
    answers = dated(["14/12", "3/1"])
    assert [a.when for a in answers] == [None, None]
    assert all(codes(a) == ["W202"] for a in answers)


def test_carried_cells_and_relative_rows() -> None:
    drafts = [
        row("04/05/21", text="Visit, no reply."),
        row("04/05/21", carried=True, text="SW9\nCall to the school."),
        row("04/05/21", carried=True, text="SW9\nTC to grandmother next day, she was well."),
        row("ditto", text="Letter sent."),
    ]
    answers = date_drafts(drafts, Scope())
    assert [(days(a.when), a.when.basis if a.when else "") for a in answers] == [
        ("2021-05-04", "column"), ("2021-05-04", "carried"), ("2021-05-05", "relative"), ("2021-05-05", "carried"),
    ]  # fmt: skip


def test_nothing_is_carried_past_a_date_that_cannot_be_read() -> None:
    answers = date_drafts([row("04/05/21"), row("31/06/21"), row("31/06/21", carried=True)], Scope())
    assert [days(a.when) for a in answers] == ["2021-05-04", "", ""]
    assert codes(answers[1]) == ["W201"]
    assert answers[1].problems[0].suggestion == "Perhaps 30/06/2021."


def prose(text: str, words: str = "") -> Draft:
    start = text.index(words) if words else 0
    return Draft(locator={"paragraph": 1}, text=text, date_span=(start, start + len(words)) if words else None)


def test_dates_in_prose_run_on() -> None:
    answers = date_drafts(
        [
            prose("A referral was received on 2 August 2021.", "2 August 2021"),
            prose("He was booked for a review on 14 August and was not brought."),
            prose("Two days later the nurse rang her."),
            prose("That evening a nurse tried again."),
            prose("Three weeks later, on 6 September, he came.", "6 September"),
            prose("No call from the school was recorded at any time."),
        ],
        Scope(),
    )
    assert [days(a.when) for a in answers] == ["2021-08-02", "2021-08-14", "2021-08-16", "2021-08-16", "2021-09-06", ""]
    assert [a.when.basis if a.when else "" for a in answers[:4]] == ["stated", "stated", "relative", "relative"]


def test_late_entries_keep_both_dates() -> None:
    (answer,) = dated(["12/05/21 (late entry 15/05/21)"])
    assert (days(answer.when), days(answer.recorded)) == ("2021-05-12", "2021-05-15")


def test_several_dates_in_a_cell_are_a_span_that_keeps_each() -> None:
    (answer,) = dated(["12/4, 14/4 and 19/4/21"])
    assert answer.when is not None
    assert days(answer.when) == "2021-04-12..2021-04-19"
    assert [days(w) for w in answer.when.alternatives] == ["2021-04-12", "2021-04-14", "2021-04-19"]
    assert codes(answer) == ["W207"]


@pytest.mark.parametrize(
    ("draft", "expected", "problem"),
    [
        pytest.param(row("04/05/21", end="7/5"), "2021-05-04..2021-05-07", [], id="end without a year"),
        pytest.param(row("04/05/21", end="1/5/21"), "2021-05-04", ["W206"], id="end before the beginning"),
        pytest.param(row("04/05/21", recorded="3/5/21"), "2021-05-04", ["W232"], id="recorded before it happened"),
        pytest.param(row("04/05/21", recorded="9/5/21"), "2021-05-04", [], id="recorded later"),
        pytest.param(row("Mon 12/5/21"), "2021-05-12", ["W204"], id="weekday disagrees"),
        pytest.param(row("not known"), "", ["W203"], id="words"),
        pytest.param(row("32/1/21"), "", ["W201"], id="no such day"),
    ],
)
def test_one_row(draft: Draft, expected: str, problem: list[str]) -> None:
    (answer,) = date_drafts([draft], Scope())
    assert (days(answer.when), codes(answer)) == (expected, problem)


@pytest.mark.parametrize(
    ("cells", "wrong", "code", "likely"),
    [
        pytest.param(
            ["01/02/2021", "03/02/2021", "10/02/2012", "15/02/2021", "01/03/2021"], 2, "W210", "2021-02-10", id="year"
        ),
        pytest.param(
            ["20/10/2021", "03/11/2021", "11/10/2021", "14/11/2021", "17/11/2021"], 2, "W210", "2021-11-10", id="swap"
        ),
        pytest.param(
            ["17/11/2021", "14/11/2021", "11/10/2021", "03/11/2021", "20/10/2021"], 2, "W210", "2021-11-10", id="back"
        ),
        pytest.param(
            ["01/02/2021", "03/02/2021", "17/09/2020", "15/02/2021", "01/03/2021"], 2, "W211", None, id="no slip"
        ),
    ],
)
def test_a_date_out_of_order_is_told_and_kept(cells: list[str], wrong: int, code: str, likely: str | None) -> None:
    answers = dated(cells)
    assert [codes(a) for i, a in enumerate(answers) if i != wrong] == [[]] * (len(cells) - 1)
    answer = answers[wrong]
    assert codes(answer) == [code]
    assert answer.when is not None
    assert answer.when.start == dt.datetime.strptime(cells[wrong], "%d/%m/%Y").replace(tzinfo=dt.UTC).date()
    assert [str(w.start) for w in answer.when.alternatives] == ([likely] if likely else [])


def test_an_unsorted_column_proves_nothing() -> None:
    answers = dated(["01/02/2021", "03/01/2021", "10/02/2020", "15/02/2021", "01/03/2019", "04/12/2020"])
    assert all(codes(a) == [] for a in answers)


def test_a_month_first_column_keeps_both_readings() -> None:
    answers = dated(["05/03/2021", "05/13/2021", "05/27/2021", "06/02/2021", "06/09/2021", "06/30/2021"])
    assert days(answers[0].when) == "2021-03-05"
    assert [codes(a) for a in answers] == [["W213"], ["W205"], ["W205"], ["W213"], ["W213"], ["W205"]]
    assert answers[0].when is not None
    assert days(answers[0].when.alternatives[0]) == "2021-05-03"


def test_a_row_entered_twice() -> None:
    again = [row("04/05/21", text="Case allocated to worker."), row("04/05/21", text="Case  allocated to worker.")]
    assert [codes(a) for a in date_drafts(again, Scope())] == [[], ["W220"]]
    other_day = [row("04/05/21", text="Case allocated to worker."), row("05/05/21", text="Case allocated to worker.")]
    assert [codes(a) for a in date_drafts(other_day, Scope())] == [[], []]


def test_rows_outside_the_life_and_the_file() -> None:
    scope = Scope(born=dt.date(2021, 3, 1), death=dt.date(2021, 6, 1), made=dt.date(2021, 9, 1))
    texts = ["Baby seen asleep, well.", "Mother seen.", "Baby weighed in clinic.", "Strategy meeting.", "Late call."]
    cells = ["01/02/2021", "02/02/2021", "03/07/2021", "04/07/2021", "05/10/2021"]
    drafts = [row(c, text=t) for c, t in zip(cells, texts, strict=True)]
    assert [codes(a) for a in date_drafts(drafts, scope)] == [["W233"], [], ["W234"], [], ["W230"]]


def test_direction() -> None:
    some = [When.on(dt.date(2021, 1, n)) for n in (1, 2, 3, 5)]
    assert (direction(some), direction(some[::-1]), direction([])) == (1, -1, 0)


cells = st.lists(
    st.sampled_from(["12/3/21", "14/3", "31/6/21", "", "w/c 3/5", "May 21", "ditto", "??", "Tues 12th", "3/7"]),
    max_size=12,
)


@given(cells, st.booleans())
@settings(max_examples=150, deadline=None)
def test_every_draft_gets_an_answer_in_its_place(column: list[str], carried: bool) -> None:
    drafts = [row(cell, carried=carried and not cell, number=n) for n, cell in enumerate(column)]
    answers = date_drafts(drafts, Scope(made=dt.date(2022, 1, 1)))
    assert len(answers) == len(drafts)
    for draft, answer in zip(drafts, answers, strict=True):
        assert all(problem.place == draft.locator for problem in answer.problems)
        if answer.when is None and draft.date.text.strip() and draft.date.text != "ditto":
            assert answer.problems  # a date not read is told


@given(st.lists(st.dates(dt.date(2015, 1, 1), dt.date(2022, 12, 31)), min_size=1, max_size=20))
@settings(max_examples=100, deadline=None)
def test_whole_dates_are_kept_as_printed(column: list[dt.date]) -> None:
    answers = dated([f"{day:%d/%m/%Y}" for day in column])
    assert [a.when.start if a.when else None for a in answers] == column


@pytest.mark.parametrize(
    ("section", "cells", "expected"),
    [
        pytest.param("October 2023", ["Weds 11th", "19th"], ["2023-10-11", "2023-10-19"], id="days of the month"),
        pytest.param("February 2024", ["w/c 12th"], ["2024-02-12..2024-02-18"], id="a week of the month"),
        pytest.param("March 2024", ["31st", "1st"], ["2024-03-31", "2024-03-01"], id="first and last day"),
    ],
)
def test_a_day_alone_is_of_the_month_in_its_heading(section: str, cells: list[str], expected: list[str]) -> None:
    earlier = Draft(locator={"row": 1}, text="Seen.", date=DateCell(text="3 July 2023"), table=1)
    rows = [Draft(locator={"row": n}, text="Seen.", date=DateCell(text=c), table=1, section=section)
            for n, c in enumerate(cells, start=2)]  # fmt: skip
    answers = date_drafts([earlier, *rows], Scope())
    assert [days(a.when) for a in answers[1:]] == expected
    assert [p.code for a in answers for p in a.problems if p.code == "W204"] == []


@pytest.mark.parametrize(
    ("section", "cell", "expected"),
    [
        pytest.param("MAY 2019", "Wed 8", "2019-05-08", id="weekday and number"),
        pytest.param("May 19", "Tue 14th", "2019-05-14", id="weekday and ordinal"),
        pytest.param("MAY 2019", "w/c 13", "2019-05-13..2019-05-19", id="a week by its day alone"),
        pytest.param("AUGUST 2019", "August (all)", "2019-08-01..2019-08-31", id="a whole month"),
        pytest.param("2019", "Tues 14th Nov", "2019-11-14", id="the heading's year outranks the weekday"),
        pytest.param("2019", "4, 11 and 12 June", "2019-06-04..2019-06-12", id="all days of a list, in its year"),
    ],
)
def test_days_that_lean_on_their_heading(section: str, cell: str, expected: str) -> None:
    answers = dated(["2 May 2019", cell], section=section)
    assert days(answers[1].when) == expected


def test_a_weekday_that_does_not_fit_its_year_is_told() -> None:
    assert "W204" in codes(dated(["2 May 2019", "Tues 14th Nov"], section="2019")[1])


def test_a_cell_that_counts_from_an_event_waits_for_it() -> None:
    answers = dated(["2 May 2019", "8 days after the Sept core group mtg", "4 May 2019"])
    when = answers[1].when
    assert when is not None
    assert (when.start, when.end, when.basis) == (None, None, "relative")
    assert (when.anchor_phrase, when.offset) == ("the Sept core group mtg", "P8D")


def test_a_paragraph_that_opens_by_counting_from_an_event_waits_for_it() -> None:
    drafts = [prose("Seen on 2 May 2019.", "2 May 2019"), prose("A fortnight after the birth she came in with him.")]
    when = date_drafts(drafts, Scope())[1].when
    assert when is not None
    assert (when.start, when.anchor_phrase, when.offset) == (None, "the birth", "P2W")


def test_an_account_goes_on_from_the_last_day_it_told() -> None:
    first = "Asked on 6 May 2019 to visit, we met her on Tuesday 7 May."
    drafts = [prose(first, "6 May 2019"), prose("A week after that she rang.")]
    assert days(date_drafts(drafts, Scope())[1].when) == "2019-05-14"


def test_background_in_an_account_does_not_turn_it_back() -> None:
    first = "Seen on 6 May 2019. She spoke of a row in about mid April."
    drafts = [prose(first, "6 May 2019"), prose("That afternoon we rang the school.")]
    assert days(date_drafts(drafts, Scope())[1].when) == "2019-05-06"
