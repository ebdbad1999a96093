"""Time expressions as they are typed, scanned and said: slips, glued and month-first forms, and their look-alikes."""

from __future__ import annotations

import datetime as dt

import pytest

from ingest.language.times import Timex, read_times, timex_json

BASE = dt.date(2021, 9, 14)  # a Tuesday


def days(timex: Timex) -> str:
    """The interval as "2021-05-03..2021-05-05", one day as "2021-05-03", "" for none."""
    form = timex_json(timex)["interval"]
    if form is None:
        return ""
    first, last = form[0] or "", form[1] or ""
    return first if first == last else f"{first}..{last}"


def read(text: str) -> list[tuple[str, str]]:
    """Each expression with its interval, or its duration where it has none."""
    return [(t.text, days(t) or t.value or "") for t in read_times(text, BASE)]


@pytest.mark.parametrize(
    ("text", "span", "interval"),
    [
        pytest.param("Wanted since l2/08/2021.", "since l2/08/2021", "2021-08-12..", id="l for 1 in a day"),
        pytest.param("Seen 1O/9/21 by ward", "1O/9/21", "2021-09-10", id="O for 0 in a day"),
        pytest.param("Seen 2/8/2O21 by ward", "2/8/2O21", "2021-08-02", id="O for 0 in a year"),
        pytest.param("Born Ist May 2020 at home", "Ist May 2020", "2020-05-01", id="I for 1 before st"),
        pytest.param("Moved 2lst June 2021", "2lst June 2021", "2021-06-21", id="l for 1 in an ordinal"),
        pytest.param("Order made 6 July 2O2l", "6 July 2O2l", "2021-07-06", id="letters in a written year"),
        pytest.param("Notice served 06082021 by post", "06082021", "2021-08-06", id="no strokes at all"),
        pytest.param("20210806T1430Z upload", "20210806T1430Z", "2021-08-06T14:30", id="ISO without strokes"),
        pytest.param("06-08-2021T14:30 upload", "06-08-2021T14:30", "2021-08-06T14:30", id="day first, T and time"),
        pytest.param("Visit 06,08,21 no reply", "06,08,21", "2021-08-06", id="commas"),
        pytest.param("Visit 6//8/21 no reply", "6//8/21", "2021-08-06", id="two strokes for one"),
        pytest.param("Note 06_08_2021 filed", "06_08_2021", "2021-08-06", id="underlines"),
        pytest.param("Note 6 - Aug - 2021 filed", "6 - Aug - 2021", "2021-08-06", id="hyphens with blanks"),
        pytest.param("Seen 06/08/2021Friday", "06/08/2021Friday", "2021-08-06", id="a weekday glued behind"),
        pytest.param("On fri 6th aug he ran off", "fri 6th aug", "2021-08-06", id="a small short weekday"),
        pytest.param("Fri., 6 Aug 2021", "Fri., 6 Aug 2021", "2021-08-06", id="stop and comma"),
        pytest.param("Fri., Aug 6 2021", "Fri., Aug 6 2021", "2021-08-06", id="stop, comma, month first"),
        pytest.param("Hit on Aug. 6th '21", "Aug. 6th '21", "2021-08-06", id="month first, apostrophe year"),
        pytest.param("Hit on Aug 6th 21 again", "Aug 6th 21", "2021-08-06", id="month first, short year"),
        pytest.param("twenty sixth August 2021", "twenty sixth August 2021", "2021-08-26", id="ordinal words, no of"),
        pytest.param("Ward round Weds 15/9: better", "Weds 15/9", "2021-09-15", id="a weekday and a day"),
        pytest.param(
            "Ward round Weds 8/12: better", "Weds 8/12", "2021-12-08", id="a weekday and a day that may be months"
        ),
        pytest.param("Tabs for 3/7, then stop", "3/7", "P3D", id="a stroke of days after for"),
        pytest.param(
            "Out of school 13-17/9/21", "13-17/9/21", "2021-09-13..2021-09-17", id="days after the word school"
        ),
        pytest.param("Dad rang 2 9 21, cross", "2 9 21", "2021-09-02", id="blanks after a verb"),
        pytest.param(
            "Log 12/01/2021 09:14:32 opened", "12/01/2021 09:14:32", "2021-01-12T09:14", id="a stamp after log"
        ),
        pytest.param("6th Agustus", None, "", id="no month"),
        pytest.param("on 26 Auguts he left", "26 Auguts", "2021-08-26", id="letters swapped, no year"),
        pytest.param("due 26 Agust", None, "", id="five letters are too few to be sure"),
        pytest.param("due 26 Septmeber", "26 Septmeber", "2021-09-26", id="a slip without a year"),
        pytest.param("the 6 August visit", "6 August", "2021-08-06", id="the article of the noun behind"),
        pytest.param("left on the 9th inst.", "the 9th inst", "2021-09-09", id="inst"),
        pytest.param("August 16-18", "August 16-18", "2021-08-16..2021-08-18", id="month-first range"),
        pytest.param("August 18-16", None, "", id="month-first range backwards"),
        pytest.param("4 to 9 of this month", "4 to 9 of this month", "2021-09-04..2021-09-09", id="days this month"),
        pytest.param("3-23 next month", "3-23 next month", "2021-10-03..2021-10-23", id="days next month"),
        pytest.param("on plan 03/20-02/21", "03/20-02/21", "2020-03-01..2021-02-28", id="months and short years"),
        pytest.param("since 3/20", "since 3/20", "2020-03-01..", id="month and short year after since"),
        pytest.param("from 6/8/21 to date", "from 6/8/21 to date", "2021-08-06..", id="to date"),
        pytest.param("6/8/21 to present", "6/8/21 to present", "2021-08-06..", id="to present"),
        pytest.param("wk beg 9/8/21", "wk beg 9/8/21", "2021-08-09..2021-08-15", id="week beginning cut short"),
        pytest.param("w.c. 9/8/21", "w.c. 9/8/21", "2021-08-09..2021-08-15", id="week commencing with stops"),
        pytest.param("wc09/08/21", "wc09/08/21", "2021-08-09..2021-08-15", id="week commencing, no blank"),
        pytest.param("up to and including 9/8/21", "up to and including 9/8/21", "..2021-08-09", id="including"),
    ],
)
def test_dates_as_they_are_typed(text: str, span: str | None, interval: str) -> None:
    found = read(text)
    if span is None:
        assert all(words != text for words, _ in found)
        assert [i for _, i in found if len(i) == 10] == []
    else:
        assert found == [(span, interval)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "between 2200 on 12/09/2021 and 0130 on 13/09/2021",
            [("between 2200 on 12/09/2021 and 0130 on 13/09/2021", "2021-09-12T22:00..2021-09-13T01:30")],
            id="four figures before on",
        ),
        pytest.param(
            "Missing 12/09 2255 - 13/09 0610",
            [("12/09 2255 - 13/09 0610", "2021-09-12T22:55..2021-09-13T06:10")],
            id="day, month, four figures",
        ),
        pytest.param(
            "Found 6/8/21 approx 1940hrs, home 22:15",
            [("6/8/21", "2021-08-06"), ("approx 1940hrs", "2021-08-06T19:40"), ("22:15", "2021-08-06T22:15")],
            id="a hedged hour leaves the date sure",
        ),
        pytest.param(
            "About 6 August 2021 he left, seen at 10pm",
            [("About 6 August 2021", "2021-08-03..2021-08-09"), ("10pm", "2021-08-06T22:00")],
            id="a hedged day goes on from its middle",
        ),
        pytest.param(
            "18:40 out of the house, 15 minutes later at the park",
            [("18:40", "2021-09-14T18:40"), ("15 minutes later", "2021-09-14T18:55")],
            id="minutes later",
        ),
        pytest.param("left at 18.45 hours", [("18.45 hours", "2021-09-14T18:45")], id="stop and hours"),
        pytest.param("police informed 10.15", [("10.15", "2021-09-14T10:15")], id="after a verb of telling"),
        pytest.param("at half eight", [("half eight", "2021-09-14T08:30")], id="half eight"),
        pytest.param("about 3ish", [("about 3ish", "2021-09-14T03:00")], id="ish"),
        pytest.param(
            "from 8 in the morning until 6 at night",
            [("from 8 in the morning until 6 at night", "2021-09-14T08:00..2021-09-14T18:00")],
            id="at night",
        ),
        pytest.param(
            "in the early hours of Sunday morning",
            [("the early hours of Sunday morning", "2021-09-12")],
            id="two parts of one day",
        ),
        pytest.param(
            "dates 5.8, 9.8, 16.8.21",
            [("5.8", "2021-08-05"), ("9.8", "2021-08-09"), ("16.8.21", "2021-08-16")],
            id="stops, the year last",
        ),
        pytest.param(
            "6.8.21/16.8.21 DNA", [("6.8.21", "2021-08-06"), ("16.8.21", "2021-08-16")], id="a stroke between"
        ),
        pytest.param(
            "between 6/8/21 & 9/8/21", [("between 6/8/21 & 9/8/21", "2021-08-06..2021-08-09")], id="ampersand"
        ),
        pytest.param(
            "the Monday after Easter", [("the Monday after Easter", "2021-04-05")], id="weekday after a feast"
        ),
        pytest.param(
            "the first Friday of this month", [("the first Friday of this month", "2021-09-03")], id="nth this month"
        ),
        pytest.param(
            "the rest of the week", [("the rest of the week", "2021-09-14..2021-09-19")], id="rest of the week"
        ),
        pytest.param("last term", [("last term", "2021-04-01..2021-07-31")], id="last term"),
        pytest.param("this financial year", [("this financial year", "2021-04-01..2022-03-31")], id="financial year"),
        pytest.param("last academic year", [("last academic year", "2020-09-01..2021-08-31")], id="academic year"),
        pytest.param("since the mid 2010s", [("since the mid 2010s", "2014-01-01..")], id="middle of a decade"),
        pytest.param("in the late eighties", [("the late eighties", "1987-01-01..1989-12-31")], id="decade in words"),
        pytest.param("in the 19th century", [("the 19th century", "1800-01-01..1899-12-31")], id="century"),
        pytest.param(
            "in March of nineteen eighty six",
            [("March of nineteen eighty six", "1986-03-01..1986-03-31")],
            id="year in words",
        ),
        pytest.param("as early as 2016", [("2016", "2016-01-01..2016-12-31")], id="as a year"),
        pytest.param("the 2018 assessment", [("2018", "2018-01-01..2018-12-31")], id="a year before a noun"),
        pytest.param("on Friday promised that he will pay", [("Friday", "2021-09-10")], id="the verb behind is past"),
        pytest.param("It was not until Friday that she rang", [("Friday", "2021-09-10")], id="not until"),
        pytest.param("before Friday's decision", [("Friday", "2021-09-10")], id="the bound is the meeting's"),
        pytest.param("3 years 2 months 5 days ago", [("3 years 2 months 5 days ago", "2018-07-09")], id="three units"),
        pytest.param("for the last 2/12", [("the last 2/12", "2021-07-14..2021-09-14")], id="shorthand back from now"),
        pytest.param("the last week of her life", [("the last week of her life", "P1W")], id="of a life, not of now"),
        pytest.param("a year later than planned", [("a year", "P1Y")], id="a comparison is a length"),
        pytest.param("18 months' leave", [("18 months'", "P18M")], id="apostrophe"),
        pytest.param("groups on Tuesdays", [("Tuesdays", "XXXX-WXX-2")], id="weekdays"),
        pytest.param("on alternate weekends", [("alternate weekends", "P2W")], id="alternate"),
        pytest.param("seen x2 weekly", [("x2 weekly", "P1W")], id="so many times a week"),
        pytest.param("t/c x3 to mum", [("x3", "")], id="a count of attempts"),
        pytest.param("a girl of 14y 3m", [("14y 3m", "P14Y3M")], id="years and months"),
        pytest.param("He was 15 when they met", [("15", "P15Y")], id="an age when"),
        pytest.param("Mum is 19, dad not known", [("19", "P19Y")], id="an age after is"),
        pytest.param("back 3/52 or sooner", [("3/52", "P3W")], id="or sooner is not or so"),
        pytest.param("Bonfire Night party in the park", [("Bonfire Night", "2021-11-05")], id="a feast that is a day"),
        pytest.param(
            "Core group moved from 28/11 to 5/12",
            [("28/11", "2020-11-28"), ("5/12", "2020-12-05")],
            id="a day after a day of another month",
        ),
    ],
)
def test_forms(text: str, expected: list[tuple[str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "anchor", "offset"),
    [
        pytest.param("four days before the due date", "the due date", "P4D", id="due date"),
        pytest.param("3 weeks post LSCS", "LSCS", "P3W", id="kind of birth"),
        pytest.param("within 48 hours of receipt", "receipt", "PT48H", id="within, any noun"),
        pytest.param("three days before he died", "he died", "P3D", id="a clause"),
        pytest.param("since leaving hospital", "leaving hospital", None, id="an event told by a gerund"),
    ],
)
def test_anchors(text: str, anchor: str, offset: str | None) -> None:
    (timex,) = read_times(text, BASE)
    assert timex.relative is not None
    assert (timex.relative.anchor, timex.relative.offset) == (anchor, offset)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Tone normal, power 3/5 in one leg.", id="strength of a limb"),
        pytest.param("VA 6/9 R, 6/12 L.", id="eyesight"),
        pytest.param("Apgar 8/9/10.", id="three scores"),
        pytest.param("SDQ total 18/40.", id="a total"),
        pytest.param("On buprenorphine 8/2.", id="a medicine"),
        pytest.param("Top floor, 3/1.", id="a flat"),
        pytest.param("The 4/5 bus was late.", id="a route"),
        pytest.param("Just 4/9 of the forms came.", id="so many of hers"),
        pytest.param("A plank of 96 3/8 inches.", id="a number and a fraction"),
        pytest.param("Weight 6.1kg (9th).", id="a centile after a measure"),
        pytest.param("Head circ on 50th, length on 25th.", id="centiles of two measures"),
        pytest.param("1st, 2nd and 3rd degree relatives.", id="ordinals with their noun behind"),
        pytest.param("Windows x2 broken.", id="a count of things"),
        pytest.param("Jan (neighbour) with Dec (uncle) called.", id="names with who they are"),
        pytest.param("Dec was out with Jan.", id="names with a verb of being"),
        pytest.param("The Sundays of flat 6 were rung.", id="a family's name"),
        pytest.param("Clothes came from Monday's Child.", id="a charity's name"),
        pytest.param("Staffing 1:1 here, 1:20 in the hall.", id="ratios"),
        pytest.param("Taken from Care Standards for Schools 2022.", id="a title with capitals"),
        pytest.param("He ran before being found.", id="a gerund of no event"),
        pytest.param("Reads the Daily Mirror.", id="a newspaper"),
        pytest.param("Fell in autumn leaves.", id="a season's leaves"),
        pytest.param("A man in his late thirties.", id="an age by decade"),
        pytest.param("Driver, early twenties.", id="an age by decade, no pronoun"),
        pytest.param("Sort code 12-05-21.", id="a sort code"),
        pytest.param("Numbers 3,5,12 on the list.", id="a list of numbers"),
        pytest.param("Ref 12052021.", id="eight figures of a reference"),
        pytest.param("1001 days of support.", id="a count at the start"),
        pytest.param("Risk reduced from 8/10 to 5/10.", id="a change of marks"),
        pytest.param("3/5 head palpable, FHH.", id="fifths of a head"),
        pytest.param("A 2/6 murmur.", id="a murmur's grade"),
        pytest.param("Five to seven children came.", id="a count of two ends"),
        pytest.param("Bundle pages C12, D14 and E3.", id="pages"),
        pytest.param("See table 4/5 in the annex.", id="a table"),
        pytest.param("Lives at 3/4 Park Row.", id="an address"),
        pytest.param("Given 6-9 month clothes.", id="a size"),
        "Murmur 2/6, pulses fine",
        "R 6/18 L 6/9, glasses ordered",
        "She says that Dec is her cousin",
        "Recommendations 2.4 and 2.5 were accepted",
        "the lunchtime supervisor saw it",
        "Wt 5.1, HC 40, 9th-25th",
    ],
)
def test_look_alikes(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        pytest.param("She will be discharged on Friday", "2021-09-17", id="passive ahead"),
        pytest.param("She was discharged on Friday", "2021-09-10", id="passive past"),
        pytest.param("Gran is being admitted on Friday", "2021-09-17", id="passive in the present"),
        pytest.param("SW visiting Friday", "2021-09-17", id="present of movement"),
        pytest.param("SW was visiting Friday", "2021-09-10", id="past of movement"),
        pytest.param("She must attend on Friday", "2021-09-17", id="must"),
        pytest.param("Missed appt Friday", "2021-09-10", id="a missed appointment lies behind"),
        pytest.param("Next appt Friday", "2021-09-17", id="the next lies ahead"),
        pytest.param("By Friday he had gone", "2021-09-10", id="by, told as past"),
        pytest.param("By Friday he will be gone", "2021-09-17", id="by, told as ahead"),
        pytest.param("The visit booked for Friday did not happen", "2021-09-10", id="booked and passed"),
        pytest.param("The visit booked for Friday is on", "2021-09-17", id="booked"),
        pytest.param("Order expires in March", "2022-03-01..2022-03-31", id="a month ahead"),
        pytest.param("Order expired in March", "2021-03-01..2021-03-31", id="a month behind"),
        pytest.param("Rang 20/9 and left a message", "2021-09-20", id="a row that was added to later"),
        pytest.param("Could you call on Friday?", "2021-09-10", id="a question doubts no day"),
    ],
)
def test_whether_a_day_lies_ahead(text: str, interval: str) -> None:
    assert [days(timex) for timex in read_times(text, BASE)] == [interval]


def test_two_days_of_a_move_are_no_stretch() -> None:
    assert [i for _, i in read("Appt moved from 20/9/21 to 27/9/21")] == ["2021-09-20", "2021-09-27"]


def test_the_next_weekday_after_a_telling_of_this_week() -> None:
    assert [i for _, i in read("Meeting held Friday, next one is Monday.")] == ["2021-09-10", "2021-09-20"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "Missing since 1700 Sat, found 0330 Sun", ["2021-09-11T17:00..", "2021-09-12T03:30"], id="hour, weekday"
        ),
        pytest.param("Seen Thurs 9/9 p.m. only", ["2021-09-09"], id="half of a day with stops"),
        pytest.param(
            "She said on Friday that on Wednesday night he fell", ["2021-09-10", "2021-09-08"], id="told back"
        ),
        pytest.param(
            "Made on 2/9/21, sent on 9/9/21, 7 days later", ["2021-09-02", "2021-09-09", "2021-09-09"], id="again"
        ),
        pytest.param("Made on 2/9/21, sent 7 days later", ["2021-09-02", "2021-09-09"], id="counted on"),
        pytest.param(
            "In 2012 she married, and three years later left",
            ["2012-01-01..2012-12-31", "2015-01-01..2015-12-31"],
            id="years from a year",
        ),
        pytest.param("PND 2016 & 2019", ["2016-01-01..2016-12-31", "2019-01-01..2019-12-31"], id="two years"),
        pytest.param("due in 5 w/days", ["2021-09-21"], id="working days cut short"),
        pytest.param("seen within 24h", ["PT24H"], id="hours cut short"),
        pytest.param("Flat 24 H block", [], id="no hours"),
        pytest.param("feeds 3 hrly", ["PT3H"], id="every three hours"),
        pytest.param("every third Sunday", ["XXXX-WXX-7"], id="every third"),
        pytest.param("AUDIT-C 9/12", [], id="a score out of twelve"),
        pytest.param("assaulted NYE", ["2020-12-31"], id="New Year's Eve cut short"),
    ],
)
def test_short_forms(text: str, expected: list[str]) -> None:
    assert [value for _, value in read(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("seen at 2 p.m. today", ["2021-09-14T14:00"], id="a bare hour and stops"),
        pytest.param("fined 20p each", [], id="pence"),
        pytest.param("6\u20448\u204421 HV", ["2021-08-06"], id="fraction strokes"),
        pytest.param("6\u20118\u201121 HV", ["2021-08-06"], id="hyphens that do not break"),
        pytest.param("6\u00b78\u00b721 HV", ["2021-08-06"], id="raised points"),
        pytest.param("6/8/21 (10:15) HV", ["2021-08-06T10:15"], id="time in brackets"),
        pytest.param("6/8/21 10.15 to 11.05", ["2021-08-06T10:15..2021-08-06T11:05"], id="two dotted times"),
        pytest.param("10.05 on 6.8.21", ["2021-08-06T10:05"], id="a dotted time before its day"),
        pytest.param("Aug 6, 9 and 12", ["2021-08-06", "2021-08-09", "2021-08-12"], id="days behind their month"),
        pytest.param("Aug-06-2021", ["2021-08-06"], id="month first with hyphens"),
        pytest.param("6/8/0021", [""], id="a year that no record holds"),
        pytest.param("Aug 6, 9 children seen", ["2021-08-06"], id="a count behind a day"),
        pytest.param("Beat code D4", [], id="a code"),
        pytest.param("Key safe 1987.", [], id="a number to open a safe"),
        pytest.param("Bristol stool type 6/7", [], id="two types"),
        pytest.param("Went to Friday Hill School", [], id="a school named after a day"),
    ],
)
def test_strokes_stops_and_codes(text: str, expected: list[str]) -> None:
    assert [value for _, value in read(text)] == expected
