"""Time expressions as reviews tell them: what counts from a date or an event, stretches, terms, days in words."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.language.times import read_times, timex_json

BASE = dt.date(2022, 3, 1)  # a Tuesday


def read(text: str) -> list[tuple[str, str]]:
    """Each expression with its interval, its duration, or "anchor offset direction" where it has neither."""
    found = []
    for timex in read_times(text, BASE):
        form = timex_json(timex)
        if form["interval"] is not None:
            first, last = (side or "" for side in form["interval"])
            value = first if first == last else f"{first}..{last}"
        elif form["value"] is not None:
            value = form["value"]
        else:
            told = form["relative"] or {}
            value = " ".join(str(told.get(name) or "-") for name in ("anchor", "offset", "direction"))
        found.append((timex.text, value))
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "On 4 May 2021, and a second one nine days later",
            [("4 May 2021", "2021-05-04"), ("nine days later", "2021-05-13")],
            id="one, then nine days",
        ),
        pytest.param(
            "He came on the afternoon of 9 June and the morning of 10 June 2021",
            [("the afternoon of 9 June", "2021-06-09"), ("the morning of 10 June 2021", "2021-06-10")],
            id="parts of two days share the year",
        ),
        pytest.param(
            "from 9am on Monday 7 June until 5pm on Wednesday 9 June 2021",
            [
                (
                    "from 9am on Monday 7 June until 5pm on Wednesday 9 June 2021",
                    "2021-06-07T09:00..2021-06-09T17:00",
                )
            ],
            id="hours of two days share the year",
        ),
        pytest.param(
            "at around 11pm on the night of Friday 11 February 2022",
            [("around 11pm on the night of Friday 11 February 2022", "2022-02-11T23:00")],
            id="an evening hour of a night",
        ),
        pytest.param(
            "at 2am on the night of Friday 11 February 2022",
            [("2am on the night of Friday 11 February 2022", "2022-02-12T02:00")],
            id="a small hour of a night",
        ),
        pytest.param("The following spring", [("The following spring", "2023-03-01..2023-05-31")], id="next spring"),
        pytest.param("The previous autumn", [("The previous autumn", "2021-09-01..2021-11-30")], id="last autumn"),
        pytest.param(
            "the first fortnight of June 2021",
            [("the first fortnight of June 2021", "2021-06-01..2021-06-14")],
            id="first fortnight",
        ),
        pytest.param(
            "the last week of august",
            [("the last week of august", "2022-08-25..2022-08-31")],
            id="week of a small month",
        ),
        pytest.param(
            "the last weekend in May 2021", [("the last weekend in May 2021", "2021-05-29..2021-05-30")], id="weekend"
        ),
        pytest.param(
            "over the May bank holiday weekend 2021",
            [("the May bank holiday weekend 2021", "2021-05-01..2021-05-03")],
            id="long weekend",
        ),
        pytest.param("will leave on Thursday the third", [("Thursday the third", "2022-03-03")], id="a weekday's day"),
        pytest.param("on the twenty-first she left", [("the twenty-first", "2022-02-21")], id="a day in words"),
        pytest.param("on the second she agreed", [], id="a rank in words"),
        pytest.param("in 2021-03", [("2021-03", "2021-03-01..2021-03-31")], id="ISO month"),
        pytest.param(
            "two weeks on from the birth", [("two weeks on from the birth", "the birth P2W after")], id="on from"
        ),
        pytest.param(
            "between Nov. 3 and November 21", [("between Nov. 3 and November 21", "2021-11-03..2021-11-21")], id="days"
        ),
        pytest.param(
            "seen at 6, 12 and 18 months",
            [("6", "P6M"), ("12", "P12M"), ("18 months", "P18M")],
            id="amounts share their unit",
        ),
        pytest.param(
            "between 2 and 6 hours", [("between 2 and 6 hours", "PT2H/PT6H")], id="a length of least and most"
        ),
        pytest.param("x3 per wk", [("x3 per wk", "P1W")], id="so many a week"),
        pytest.param("first Monday of each month", [("first Monday of each month", "P1M")], id="each month"),
        pytest.param("section 20 and 6 weeks later", [("6 weeks later", "2022-04-12")], id="a section and an amount"),
        pytest.param(
            "moved Mar 19, Nov 20, Jul 21",
            [
                ("Mar 19", "2019-03-01..2019-03-31"),
                ("Nov 20", "2020-11-01..2020-11-30"),
                ("Jul 21", "2021-07-01..2021-07-31"),
            ],
            id="months of years, out of order as days",
        ),
        pytest.param("on 12 Dec, 31 came", [("12 Dec", "2021-12-12")], id="a count behind a comma is no year"),
        pytest.param(
            "Sat/Sun 12/13 Feb", [("Sat/Sun 12/13 Feb", "2022-02-12..2022-02-13")], id="two weekdays and days"
        ),
        pytest.param("14.02.22 / 1632", [("14.02.22 / 1632", "2022-02-14T16:32")], id="a stroke before the hour"),
        pytest.param("carer log 11/2 settled", [("11/2", "2022-02-11")], id="a log of a day"),
        pytest.param("Log 417/2 refers", [], id="a log by number"),
        pytest.param(
            "crew 06.21, start 10.00", [("06.21", "2022-03-01T06:21"), ("10.00", "2022-03-01T10:00")], id="stops"
        ),
        pytest.param(
            "seen 2/7 after discharge", [("2/7 after discharge", "discharge P2D after")], id="short, from an event"
        ),
        pytest.param("seen 2/7 after that talk with gran", [("2/7", "P2D")], id="short, from nothing we know"),
        pytest.param("2.5 hours", [("2.5 hours", "PT2H30M")], id="half hours"),
    ],
)
def test_told(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "span", "relation"),
    [
        pytest.param(
            "The day the order was granted, he left",
            "The day the order was granted",
            "the order was granted - on",
            id="day of a clause",
        ),
        pytest.param(
            "The week he was excluded she fell ill",
            "The week he was excluded",
            "he was excluded - on",
            id="week of a clause",
        ),
        pytest.param(
            "Since the plan began nobody came", "Since the plan began", "the plan began - after", id="since a clause"
        ),
        pytest.param(
            "Within two days of receiving the report",
            "Within two days of receiving the report",
            "receiving the report P2D within",
            id="gerund",
        ),
        pytest.param(
            "the last day of the summer term 2021",
            "the last day of the summer term 2021",
            "- - -",
            id="a day that schools set",
        ),
    ],
)
def test_counted_from_what_is_told(text: str, span: str, relation: str) -> None:
    assert read(text) == [(span, relation)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("shouting at half 8 last night", ["2022-02-28T20:30"], id="an hour of last night"),
        pytest.param("Visit on 2nd cancelled", ["2022-03-02"], id="a booking that was cancelled"),
        pytest.param("ward called 2015, seen 2240", ["2022-03-01T20:15", "2022-03-01T22:40"], id="a log's hours"),
        pytest.param("found 1200 cigarettes", [], id="a count after a verb"),
        pytest.param("the aunt was contacted 2010.", ["2010-01-01..2010-12-31"], id="a year"),
        pytest.param("1/3 - letter in from nan", ["2022-03-01"], id="a row that begins with its date"),
        pytest.param("Block T + 3 kids", [], id="a family, no gestation"),
        pytest.param("in class 9 till 1 daily", ["P1D"], id="two hours of every day"),
        pytest.param("a letter about Friday's row", ["2022-02-25"], id="about a day is no hedge"),
        pytest.param("after he had seen the judge", [], id="what she did is no event of hers"),
        pytest.param(
            "between 6pm on the 16th and 9am on the 17th the house was dark",
            ["2022-02-16T18:00..2022-02-17T09:00"],
            id="hours of two days",
        ),
        pytest.param("stay 2 Nov to 22 Nov, letter due", ["2021-11-02..2021-11-22"], id="due is of what follows"),
        pytest.param("gaps of 19, 23 and 28 days", ["P19D", "P23D", "P28D"], id="days share their unit"),
        pytest.param("rang 22:15 Sat", ["2022-02-26T22:15"], id="an hour and its weekday"),
        pytest.param("pain x4 days", ["P4D"], id="for four days"),
        pytest.param("4 weeks and 2 days old", ["P4W2D"], id="an age of two units"),
        pytest.param(
            "kept at home Thurs pm, Fri and Sat", ["2022-02-24", "2022-02-25", "2022-02-26"], id="weekdays in a list"
        ),
        pytest.param("statement 1, 4/11/21", ["2021-11-04"], id="a numbered statement"),
        pytest.param("from 2 until 4pm on 3/2", ["2022-02-03T14:00..2022-02-03T16:00"], id="hours on a day"),
        pytest.param("at 4pm on 3/7", ["2022-07-03T16:00"], id="an hour on a day that might be three days"),
        pytest.param("not before 1 August 2022", ["2022-08-01.."], id="not before"),
        pytest.param("Sch yr 4, 3/2/22 report", ["2022-02-03"], id="a date behind a school year"),
        pytest.param("in years 3, 4 and 5", [], id="school years"),
        pytest.param("No 12, 3/2/22", ["2022-02-03"], id="a date behind a number"),
        pytest.param("Last r/v 14/6", ["2021-06-14"], id="the last review lies behind"),
        pytest.param("Next r/v 14/6", ["2022-06-14"], id="the next lies ahead"),
        pytest.param("Plan ended 30 Sept", ["2021-09-30"], id="the verb beside the day is past"),
        pytest.param("Plan ends 30 Sept", ["2022-09-30"], id="the verb beside the day is present"),
        pytest.param("seen 30/12 at clinic", ["2021-12-30"], id="no thirty twelfths"),
        pytest.param("vomiting for 28/7", ["P28D"], id="twenty-eight days"),
        pytest.param("nephew now 27/12", ["P27M"], id="months of age"),
        pytest.param("a lactate of 0.46", [], id="a share of one"),
        pytest.param("by the end of term", ["- - on"], id="an end that schools set"),
        pytest.param("Q4 20/21 returns", ["2021-01-01..2021-03-31"], id="quarter of a year of accounts"),
        pytest.param("since late '19.", ["2019-09-01.."], id="apostrophe year"),
        pytest.param("in 2018/2019", ["2018-04-01..2019-03-31"], id="year of accounts in full"),
        pytest.param("the 2018-2019 academic year", ["2018-09-01..2019-08-31"], id="academic year in full"),
        pytest.param("by end March 21", ["2021-03-21..2021-03-31"], id="end of a month"),
        pytest.param("Feb half term", ["2022-02-12..2022-02-21"], id="half term cut short"),
    ],
)
def test_years_and_their_parts(text: str, expected: list[str]) -> None:
    assert [value for _, value in read(text)] == expected
