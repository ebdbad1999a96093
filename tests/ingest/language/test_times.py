"""Time expressions by tables: what they say, near misses, and what is no time at all."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from pathlib import Path

import pytest

from ingest.language.times import Timex, jsonl, read_times, timex_json
from model.errors import UsageError
from model.when import When

BASE = dt.date(2021, 5, 4)  # a Tuesday


def one(text: str, base: dt.date = BASE) -> Timex:
    found = read_times(text, base)
    assert len(found) == 1, [t.text for t in found]
    return found[0]


def days(timex: Timex) -> str:
    """The interval as "2021-05-03..2021-05-05", one day as "2021-05-03", "" for none."""
    form = timex_json(timex)["interval"]
    if form is None:
        return ""
    first, last = form[0] or "", form[1] or ""
    return first if first == last else f"{first}..{last}"


@pytest.mark.parametrize(
    ("text", "span", "interval"),
    [
        pytest.param("Seen 12/4/21.", "12/4/21", "2021-04-12", id="day first"),
        pytest.param("Seen 12.04.2021", "12.04.2021", "2021-04-12", id="full stops"),
        pytest.param("Seen 12-4-21", "12-4-21", "2021-04-12", id="hyphens"),
        pytest.param("Seen 22.05/16", "22.05/16", "2016-05-22", id="mixed separators"),
        pytest.param("Seen 2021-03-09", "2021-03-09", "2021-03-09", id="ISO"),
        pytest.param("Seen 12 May 2020", "12 May 2020", "2020-05-12", id="written"),
        pytest.param("the 12th of May", "the 12th of May", "2021-05-12", id="ordinal, no year"),
        pytest.param("May 12th, 2020", "May 12th, 2020", "2020-05-12", id="month first in words"),
        pytest.param("on 3 Setpember 2020", "3 Setpember 2020", "2020-09-03", id="misspelt month"),
        pytest.param("the twenty-first of April", "the twenty-first of April", "2021-04-21", id="ordinal in words"),
        pytest.param("Weds 28/4/21", "Weds 28/4/21", "2021-04-28", id="weekday and date"),
        pytest.param("28/4/21 (Wed)", "28/4/21 (Wed)", "2021-04-28", id="weekday in brackets"),
        pytest.param("born 12/11/95", "12/11/95", "1995-11-12", id="two digits of the last century"),
        pytest.param("in March 2020", "March 2020", "2020-03-01..2020-03-31", id="month"),
        pytest.param("since 05/2020", "since 05/2020", "2020-05-01..", id="numeric month, open"),
        pytest.param("in 2019", "2019", "2019-01-01..2019-12-31", id="year"),
        pytest.param("a birth in 87", "87", "1987-01-01..1987-12-31", id="two-digit year after a cue"),
        pytest.param("the 1990s", "the 1990s", "1990-01-01..1999-12-31", id="decade"),
        pytest.param("summer 2020", "summer 2020", "2020-06-01..2020-08-31", id="season"),
        pytest.param("winter 2020", "winter 2020", "2020-12-01..2021-02-28", id="winter runs over New Year"),
        pytest.param("autumn term 2020", "autumn term 2020", "2020-09-01..2020-12-31", id="school term"),
        pytest.param("Q3 2019/20", "Q3 2019/20", "2019-10-01..2019-12-31", id="financial quarter"),
        pytest.param("Q1 2021", "Q1 2021", "2021-01-01..2021-03-31", id="calendar quarter"),
        pytest.param("a CP plan 2015-16", "2015-16", "2015-01-01..2016-12-31", id="two years with a hyphen"),
        pytest.param("budget of 2015/16", "2015/16", "2015-04-01..2016-03-31", id="a year of accounts with a stroke"),
        pytest.param("FY 2019/20", "FY 2019/20", "2019-04-01..2020-03-31", id="financial year"),
        pytest.param("early May", "early May", "2021-05-01..2021-05-10", id="early"),
        pytest.param("mid May", "mid May", "2021-05-11..2021-05-20", id="mid"),
        pytest.param("late May", "late May", "2021-05-21..2021-05-31", id="late"),
        pytest.param("mid/late April", "mid/late April", "2021-04-11..2021-04-30", id="two portions"),
        pytest.param("Easter 2021", "Easter 2021", "2021-04-04", id="Easter"),
        pytest.param("Boxing Day", "Boxing Day", "2020-12-26", id="festival without a year"),
        pytest.param("the early May bank holiday", "the early May bank holiday", "2021-05-03", id="bank holiday"),
        pytest.param("the Bank Holiday weekend", "the Bank Holiday weekend", "2021-05-01..2021-05-03", id="weekend"),
        pytest.param("Spring 2021: moved away", "Spring 2021", "2021-03-01..2021-05-31", id="season and colon"),
        pytest.param("On 14th a friend told the school", "14th", "2021-04-14", id="day before an article"),
        pytest.param("Reviewed by nurse:21/1/2020.Plan made", "21/1/2020", "2020-01-21", id="after a colon, no blank"),
        pytest.param("sheet of 16/12/'19 seen", "16/12/'19", "2019-12-16", id="year with an apostrophe"),
        pytest.param("burn seen30/11/15with aunt", "30/11/15", "2015-11-30", id="no blank on either side"),
        pytest.param("rang on29 March 2021and left", "29 March 2021", "2021-03-29", id="no blanks, a month in words"),
        pytest.param("over the Christmas period", "the Christmas period", "2020-12-24..2021-01-02", id="period"),
        pytest.param("one Sunday evening in March 2021", "March 2021", "2021-03-01..2021-03-31", id="any Sunday"),
    ],
)
def test_dates(text: str, span: str, interval: str) -> None:
    timex = one(text)
    assert (timex.text, days(timex), timex.type) == (span, interval, "DATE")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("3rd-5th May", ["2021-05-03..2021-05-05"], id="ordinals"),
        pytest.param("12-14/4/21", ["2021-04-12..2021-04-14"], id="days before D/M/Y"),
        pytest.param("28-29/08/2020", ["2020-08-28..2020-08-29"], id="days before D/M/YYYY"),
        pytest.param("due 16-20/10", ["2021-10-16..2021-10-20"], id="days before D/M"),
        pytest.param("between 3 and 17 May", ["2021-05-03..2021-05-17"], id="between"),
        pytest.param("from 12.04.21 until the 19th", ["2021-04-12..2021-04-19"], id="from until"),
        pytest.param("01.05.21-07.05.21", ["2021-05-01..2021-05-07"], id="two whole dates"),
        pytest.param("28 December - 3 January 2021", ["2020-12-28..2021-01-03"], id="over New Year"),
        pytest.param("between 2015 and 2017", ["2015-01-01..2017-12-31"], id="years"),
        pytest.param("12/4, 14/4 and 19/4/21", ["2021-04-12", "2021-04-14", "2021-04-19"], id="list shares the year"),
        pytest.param("3, 5 & 7 May 2020", ["2020-05-03", "2020-05-05", "2020-05-07"], id="list shares the month"),
        pytest.param("incident (12th-13th)", ["2021-05-12..2021-05-13"], id="range of the month in hand"),
        pytest.param("w/c 5.5.21", ["2021-05-03..2021-05-09"], id="week commencing"),
        pytest.param("w/e 16/4/21", ["2021-04-10..2021-04-16"], id="week ending"),
        pytest.param("overnight 3rd/4th May", ["2021-05-03..2021-05-04"], id="overnight"),
        pytest.param("night of 12 April", ["2021-04-12..2021-04-13"], id="night of"),
        pytest.param("up to Easter", ["..2021-04-04"], id="up to"),
        pytest.param("before 3 May", ["..2021-05-02"], id="before"),
        pytest.param("after 3 May", ["2021-05-04.."], id="after"),
        pytest.param("from early March to mid April 2021", ["2021-03-01..2021-04-20"], id="portions"),
    ],
)
def test_ranges_lists_and_open_bounds(text: str, expected: list[str]) -> None:
    assert [days(t) for t in read_times(text, BASE)] == expected


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        pytest.param("at 14:30hrs", "2021-05-04T14:30", id="colon and hrs"),
        pytest.param("at 1430", "2021-05-04T14:30", id="four digits after at"),
        pytest.param("at 2.30pm", "2021-05-04T14:30", id="full stop and pm"),
        pytest.param("at 14:3O", "2021-05-04T14:30", id="letter O for nought"),
        pytest.param("approximately 01:00am", "2021-05-04T01:00", id="hedged"),
        pytest.param("half past two", "2021-05-04T14:30", id="in words: by day"),
        pytest.param("half past nine", "2021-05-04T09:30", id="in words: in the morning"),
        pytest.param("three o'clock in the morning", "2021-05-04T03:00", id="in words: at night"),
        pytest.param("10:15 on 30/04/2021", "2021-04-30T10:15", id="time and date"),
        pytest.param("30/4/2021 @ 2pm", "2021-04-30T14:00", id="date and time"),
        pytest.param("2021-05-04T14:30:22Z", "2021-05-04T14:30", id="system stamp"),
        pytest.param("10am - 11.30am", "2021-05-04T10:00..2021-05-04T11:30", id="from to"),
        pytest.param("between 9 and 10am", "2021-05-04T09:00..2021-05-04T10:00", id="first hour takes am"),
        pytest.param("from 11pm until 2am", "2021-05-04T23:00..2021-05-05T02:00", id="past midnight"),
        pytest.param("yesterday evening", "2021-05-03", id="part of a day"),
        pytest.param("on Saturday morning", "2021-05-01", id="weekday morning"),
    ],
)
def test_clock_times(text: str, interval: str) -> None:
    timex = one(text)
    assert (days(timex), timex.type) == (interval, "TIME")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        pytest.param("antibiotics for 5/7", "DURATION", "P5D", id="days shorthand"),
        pytest.param("sick note 2/52", "DURATION", "P2W", id="weeks shorthand"),
        pytest.param("for 6/12 now", "DURATION", "P6M", id="months shorthand"),
        pytest.param("for seven days", "DURATION", "P7D", id="words"),
        pytest.param("45 working days", "DURATION", "P45BD", id="working days"),
        pytest.param("6-8 weeks", "DURATION", "P6W/P8W", id="a range"),
        pytest.param("two and a half years", "DURATION", "P30M", id="a half"),
        pytest.param("6 weekly", "SET", "P6W", id="six weekly"),
        pytest.param("twice a week", "SET", "P1W", id="twice a week"),
        pytest.param("every Tuesday", "SET", "XXXX-WXX-2", id="every Tuesday"),
        pytest.param("TC x3", "SET", None, id="a bare count"),
        pytest.param("32/40", "AGE", "P32W", id="gestation"),
        pytest.param("at 36+4", "AGE", "P36W4D", id="weeks and days"),
        pytest.param("T+5", "AGE", "P40W5D", id="after term"),
        pytest.param("at 20 weeks", "AGE", "P20W", id="at so many weeks"),
        pytest.param("aged 26 days", "AGE", "P26D", id="aged"),
        pytest.param("a 3-year-old boy", "AGE", "P3Y", id="compound"),
        pytest.param("day 5", "AGE", "P5D", id="day of life"),
        pytest.param("5/52 old", "AGE", "P5W", id="shorthand age"),
    ],
)
def test_durations_sets_and_ages(text: str, kind: str, value: str | None) -> None:
    timex = one(text)
    assert (timex.type, timex.value) == (kind, value)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        pytest.param("the following day", "2021-05-05", id="following day"),
        pytest.param("the same day", "2021-05-04", id="same day"),
        pytest.param("two days prior", "2021-05-02", id="prior"),
        pytest.param("a fortnight later", "2021-05-18", id="fortnight"),
        pytest.param("the previous Friday", "2021-04-30", id="previous weekday"),
        pytest.param("next working day", "2021-05-05", id="working day"),
        pytest.param("last month", "2021-04-01..2021-04-30", id="last month"),
        pytest.param("last week", "2021-04-26..2021-05-02", id="last week"),
        pytest.param("about two weeks ago", "2021-04-17..2021-04-23", id="hedge widens by the stated days"),
        pytest.param("at least two weeks ago", "..2021-04-20", id="at least is open"),
        pytest.param("Review in 4/52", "2021-06-01", id="a plan ahead"),
        pytest.param("two days before Christmas", "2020-12-23", id="from a festival"),
    ],
)
def test_relative_expressions_count_from_the_row(text: str, interval: str) -> None:
    assert days(one(text)) == interval


@pytest.mark.parametrize(
    ("text", "anchor", "offset", "direction"),
    [
        pytest.param("11 days after the birth", "the birth", "P11D", "after", id="after the birth"),
        pytest.param("the day after discharge", "discharge", "P1D", "after", id="day after"),
        pytest.param("within 47 days of the referral", "the referral", "P47D", "within", id="within"),
        pytest.param("five months before his birth", "his birth", "P5M", "before", id="before"),
        pytest.param("since the CIN meeting", "the CIN meeting", None, "after", id="since an event"),
        pytest.param("the morning of the birth", "the birth", None, "on", id="on the day"),
        pytest.param("the day she was discharged", "she was discharged", None, "on", id="a clause"),
    ],
)
def test_events_as_anchors(text: str, anchor: str, offset: str | None, direction: str) -> None:
    timex = one(text)
    assert timex.when is None
    assert timex.relative is not None
    assert (timex.relative.anchor, timex.relative.offset, timex.relative.direction) == (anchor, offset, direction)


@pytest.mark.parametrize(
    "text",
    [
        "Section 47 enquiry, s.17 and S20 discussed; reg 24 applies",
        "sertraline 50mg, 5ml tds, 20 tablets",
        "BP 120/80, GCS 15/15, pain scored 7/10, EPDS 18, 9th centile",
        "1:1 support, ratio 2:1, staff on call 24/7",
        "Tel 01625 555 0123, NHS number 943 476 5919, crime ref 4521/21",
        "Mrs May may attend; she may march on; Dr June Summers rang",
        "paragraph 3.8 and rule 12.4, page 2 of 5, version 3.1",
        "Children Act 1989, Working Together 2018, Child J in Year 6",
        "Printed on 12/01/2022 09:14",
        "24 March Road, Flat 12, Room 12/4",
        "the 0-19 service, the 2nd visit, the 6-8 week review",
        "he sat on the step in the sun; up to date; next of kin; Early Help; Night Shift",
        "3/4 of the bottle, 10-12 cigarettes, £20",
        "took a pack of 44 and 2 x 16 packs; pain reported as 8/10",
        "graded care profile: 4 for warmth, 3/5 for food; a 90-year-old terraced house",
        "fell from the 50th to the 9th centile, length near the 25th",
        "Ada and little Dec were seen alone",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert [t.text for t in read_times(text, BASE)] == []


def test_month_and_number_keeps_both_readings() -> None:
    timex = one("in April 21")
    assert days(timex) == "2021-04-01..2021-04-30"
    assert [(w.start, w.end) for w in timex.alternatives] == [(dt.date(2021, 4, 21), dt.date(2021, 4, 21))]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        pytest.param("31/06/2021", "impossible", id="no such day"),
        pytest.param("29/02/2021", "impossible", id="no leap year"),
        pytest.param("Mon 12/5/21", "weekday", id="weekday disagrees"),
        pytest.param("05/13/2021", "month_first", id="only month first"),
        pytest.param("12/5/21", "", id="no doubt"),
    ],
)
def test_doubts_are_told(text: str, doubt: str) -> None:
    timex = one(text)
    assert timex.doubt == doubt
    assert (timex.when is None) == (doubt == "impossible")


def test_two_clocks() -> None:
    text = "On 12 April she was seen. The next day she rang; two weeks ago she had moved."
    assert [days(t) for t in read_times(text, BASE)] == ["2021-04-12", "2021-04-13", "2021-04-20"]
    later = read_times("Two days later she rang.", BASE, narrative=dt.date(2021, 3, 1))
    assert [days(t) for t in later] == ["2021-03-03"]


def test_the_row_s_own_relative_words_are_not_counted_again() -> None:
    own = When.on(dt.date(2021, 3, 3), basis="relative", text="Two days later")
    found = read_times("Two days later she rang. The next day she came.", dt.date(2021, 3, 3), own=own)
    assert [days(t) for t in found] == ["2021-03-03", "2021-03-04"]


def test_the_small_hours_of_a_night_lie_on_its_second_day() -> None:
    own = When(start=dt.date(2021, 3, 12), end=dt.date(2021, 3, 13), granularity="span", basis="column")
    found = read_times("Called 23:50, arrested at 01:20.", dt.date(2021, 3, 12), own=own)
    assert [days(t) for t in found] == ["2021-03-12T23:50", "2021-03-13T01:20"]


def test_a_capital_inside_a_sentence_makes_a_month() -> None:
    assert [days(t) for t in read_times("He said March was difficult.", BASE)] == ["2021-03-01..2021-03-31"]
    assert read_times("Mother may march. May be late.", BASE) == []


def test_a_date_beside_a_relative_one_settles_it() -> None:
    found = read_times("Five weeks later, on 9 May, he came.", dt.date(2022, 5, 9))
    assert [days(t) for t in found] == ["2022-05-09", "2022-05-09"]


@pytest.mark.parametrize(
    ("base", "text", "expected"),
    [
        pytest.param(dt.date(2021, 12, 20), "appointment booked for 5 January", "2022-01-05", id="booked ahead"),
        pytest.param(dt.date(2021, 1, 10), "was seen on 20 December", "2020-12-20", id="told over New Year"),
        pytest.param(dt.date(2021, 5, 4), "review 9 June", "2021-06-09", id="ahead in the year"),
        pytest.param(dt.date(2021, 5, 4), "had left in November", "2020-11-01..2020-11-30", id="past month"),
        pytest.param(dt.date(2021, 5, 25), "rebooked 28th", "2021-05-28", id="day of this month"),
        pytest.param(dt.date(2021, 5, 4), "seen Fri 30th", "2021-04-30", id="weekday chooses the month"),
    ],
)  # fmt: skip
def test_missing_fields_come_from_context(base: dt.date, text: str, expected: str) -> None:
    assert days(one(text, base)) == expected


def test_ages_and_gestations_are_dated_where_the_case_knows_the_days() -> None:
    born = When.on(dt.date(2021, 10, 20))
    due = When.on(dt.date(2021, 11, 3))
    aged = read_times("aged 26 days", BASE, born=born)[0]
    assert aged.when is not None
    assert (aged.when.start, aged.when.end) == (dt.date(2021, 11, 15), dt.date(2021, 11, 15))
    at = read_times("at 36+4", BASE, due=due)[0]
    assert at.when is not None
    assert at.when.start == dt.date(2021, 11, 3) - dt.timedelta(days=24)
    after = read_times("11 days after the birth", BASE, born=born)[0]
    assert after.when is not None
    assert after.when.start == dt.date(2021, 10, 31)


def test_an_open_bound_keeps_its_own_date() -> None:
    timex = one("since 29 March")
    assert days(timex) == "2021-03-29.."
    assert timex.point is not None
    assert (timex.point.start, timex.point.end) == (dt.date(2021, 3, 29), dt.date(2021, 3, 29))


@pytest.mark.parametrize("line", ["not json", "{}", '{"id": 1, "text": "x", "base": "soon"}', "[1]"])
def test_a_line_that_is_no_question_is_named(line: str, tmp_path: Path) -> None:
    asked = tmp_path / "in.jsonl"
    asked.write_text(line, encoding="utf-8")
    with pytest.raises(UsageError, match="Line 1"):
        jsonl(asked, tmp_path / "out.jsonl")


def test_json_lines(tmp_path: Path) -> None:
    asked = tmp_path / "in.jsonl"
    asked.write_text(
        json.dumps({"id": "a", "text": "Seen 12/4/21, ill early May – rang", "base": "2021-05-04"}) + "\n\n",
        encoding="utf-8",
    )
    assert jsonl(asked, tmp_path / "out.jsonl") == 1
    answer = json.loads((tmp_path / "out.jsonl").read_text(encoding="utf-8"))
    assert answer["id"] == "a"
    assert answer["timexes"][0] == {
        "start": 5, "end": 12, "text": "12/4/21", "type": "DATE", "interval": ["2021-04-12", "2021-04-12"],
        "value": None, "approximate": False, "modifier": None, "relative": None, "alternatives": [],
    }  # fmt: skip
    assert answer["timexes"][1]["modifier"] == "early"


@pytest.mark.parametrize(
    ("text", "base", "span", "interval"),
    [
        pytest.param(
            "Tenancy ended 14 02 19, keys in.", "2019-03-01", "14 02 19", "2019-02-14", id="blanks between pairs"
        ),
        pytest.param("Form sent to clinic14/2/19", "2019-03-01", "14/2/19", "2019-02-14", id="no blank before"),
        pytest.param("Checked 9/Feb/2019 by SW2", "2019-03-01", "9/Feb/2019", "2019-02-09", id="strokes round a month"),
        pytest.param(
            "Convicted in 91 of theft", "2019-03-01", "91", "1991-01-01..1991-12-31", id="a short year and more words"
        ),
        pytest.param(
            "on leave from 4 March 2019", "2019-03-20", "from 4 March 2019", "2019-03-04..", id="from opens a stretch"
        ),
        pytest.param("Email from 4 March 2019", "2019-03-20", "4 March 2019", "2019-03-04", id="from dates a document"),
        pytest.param(
            "week ending 3 March 2019: none",
            "2019-03-20",
            "week ending 3 March 2019",
            "2019-02-25..2019-03-03",
            id="a colon after the year",
        ),
        pytest.param(
            "Mon 4 - Thurs 7 March 2019 on site",
            "2019-03-20",
            "Mon 4 - Thurs 7 March 2019",
            "2019-03-04..2019-03-07",
            id="weekdays at both ends",
        ),
        pytest.param(
            "Rent arrears in May Day week, May Day 2020",
            "2020-06-01",
            "May Day 2020",
            "2020-05-08",
            id="a bank holiday that was moved",
        ),
        pytest.param(
            "Parade on Remembrance Sunday 2019",
            "2019-12-01",
            "Remembrance Sunday 2019",
            "2019-11-10",
            id="a feast by rule",
        ),
        pytest.param("Found wandering yesturday", "2019-03-20", "yesturday", "2019-03-19", id="a slip of the keyboard"),
        pytest.param(
            "there since 'about May', all say",
            "2019-10-05",
            "since 'about May",
            "2019-05-01..",
            id="a quotation mark between",
        ),
        pytest.param("Not seen since Wensday", "2019-03-22", "since Wensday", "2019-03-20..", id="a misspelt weekday"),
        pytest.param("Locked out at weekend", "2019-03-20", "weekend", "2019-03-16..2019-03-17", id="no article"),
        pytest.param(
            "Concluded 27.2, no role", "2019-03-01", "27.2", "2019-02-27", id="a dotted day after a step done"
        ),
        pytest.param(
            "Wages stopped June 2018 and rent the next month",
            "2019-03-01",
            "the next month",
            "2018-07-01..2018-07-31",
            id="the next counts from the narrative",
        ),
        pytest.param(
            "They came in 2012; by October of that year she had left",
            "2019-03-01",
            "October of that year",
            "2012-10-01..2012-10-31",
            id="of that year",
        ),
        pytest.param("PC to visit 9/12, joint", "2018-11-27", "9/12", "2018-12-09", id="twelfths that are December"),
        pytest.param("Letter out for 19/12", "2018-11-27", "19/12", "2018-12-19", id="more twelfths than a year has"),
        pytest.param("Back in school 3/4, met head", "2019-04-01", "3/4", "2019-04-03", id="told as past, two days on"),
        pytest.param(
            "no form was found for June", "2019-10-03", "June", "2019-06-01..2019-06-30", id="for a month behind"
        ),
        pytest.param(
            "Overdose 27th. Home 28th.", "2019-03-05", "27th", "2019-02-27", id="a bare day of the month before"
        ),
    ],
)
def test_hasty_notes(text: str, base: str, span: str, interval: str) -> None:
    found = {t.text: days(t) for t in read_times(text, dt.date.fromisoformat(base))}
    assert found.get(span) == interval, found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("The nurse called on Tuesday, she will ring", ["2021-05-04"], id="a verb of the past before it"),
        pytest.param("away from May 3 to June 14", ["2021-05-03..2021-06-14"], id="days behind both months"),
        pytest.param("seen 2 years and 3 months ago", ["2019-02-04"], id="an offset in two units"),
        pytest.param("collected on the 27.", ["2021-04-27"], id="a bare number after the"),
        pytest.param("court next week on Friday", ["2021-05-14"], id="a weekday of a week"),
        pytest.param("five hours on the ward", [""], id="on is no direction here"),
    ],
)
def test_readings_that_are_easily_turned_round(text: str, expected: list[str]) -> None:
    assert [days(t) for t in read_times(text, BASE)] == expected


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a two-hour visit", "PT2H", id="hours"),
        pytest.param("a three-day stay", "P3D", id="days"),
        pytest.param("4 1/2 years there", "P54M", id="a half"),
    ],
)
def test_an_article_is_not_counted(text: str, value: str) -> None:
    assert [t.value for t in read_times(text, BASE)] == [value]


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        pytest.param("1540 t/c to aunt, no reply", "2021-05-04T15:40", id="four figures open the entry"),
        pytest.param("Seen. 0905 rang back", "2021-05-04T09:05", id="and a sentence"),
        pytest.param("PC arrived 21.35", "2021-05-04T21:35", id="dotted, after a movement"),
        pytest.param("FOUND 0410HRS 03/05.", "2021-05-03T04:10", id="the date after the time"),
        pytest.param("Logged 03.05.2021 @ 1610.", "2021-05-03T16:10", id="at-sign"),
    ],
)
def test_times_as_logs_write_them(text: str, interval: str) -> None:
    assert interval in [days(t) for t in read_times(text, BASE)]


@pytest.mark.parametrize(
    ("text", "anchor", "offset", "direction"),
    [
        pytest.param("seen two weeks after the house fire", "the house fire", "P2W", "after", id="anything named"),
        pytest.param(
            "the night before the inspection he left", "the inspection", "P1D", "before", id="a day before anything"
        ),
        pytest.param(
            "nine days after the NMO expired", "the NMO expired", "P9D", "after", id="initials and what became of them"
        ),
        pytest.param(
            "within 5 working days of the panel's decision", "the panel's decision", "P5BD", "within", id="within of"
        ),
        pytest.param("a week after the tenancy ended, he came", "the tenancy ended", "P1W", "after", id="what ended"),
        pytest.param("some three months before the incident", "the incident", "P3M", "before", id="some"),
        pytest.param(
            "6 days after the Nov core group mtg", "the Nov core group mtg", "P6D", "after", id="a month in the name"
        ),
    ],
)
def test_anchors_of_any_name(text: str, anchor: str, offset: str, direction: str) -> None:
    relative = read_times(text, BASE)[0].relative
    assert relative is not None
    assert (relative.anchor, relative.offset, relative.direction) == (anchor, offset, direction)


@pytest.mark.parametrize(
    "text",
    [
        "Talked to June about the rota.",
        "Support worker April rang.",
        "May and April are her aunts.".replace("May and April", "Ivy and May"),
        "Friday Club leader called.",
        "Placed at Christmas Cottage.",
        "Grade 4/5 predicted.",
        "Booklet page 11/4 torn.",
        "Attended 3/8 sessions.",
        "Scored 2/5 for warmth, 3/5 for routine.",
        "Visual acuity 6/12 left, 6/9 right.",
        "Conditions 1 to 4 apply.",
        "URN 21-04-0123 checked.",
    ],
)
def test_names_shares_and_grades_are_no_times(text: str) -> None:
    assert [t.text for t in read_times(text, BASE)] == []


def test_words_are_taken_by_one_expression_only() -> None:
    found = read_times("12/4/21 night after 12/4/21", BASE)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))


def test_the_birth_that_the_text_dates_is_counted_from() -> None:
    found = read_times("Born 11/4/21. Weighed 12 days after the birth.", BASE)
    assert [days(t) for t in found] == ["2021-04-11", "2021-04-23"]


def test_since_a_weekday_never_lies_ahead_of_the_row() -> None:
    base = dt.date(2023, 3, 17)
    stated = read_times("Back at school today, off since Wednesday. Extra lessons from Monday.", base)
    starts = {t.text: t.when.start for t in stated if t.when}
    assert starts["since Wednesday"] == dt.date(2023, 3, 15)
    assert any(start == dt.date(2023, 3, 20) for text, start in starts.items() if "Monday" in text)
