"""Working days against a table counted by hand on a calendar: bank holidays, leap years, weekends, year ends."""

import datetime as dt

import pytest

from model.calendar import ENGLAND

TABLE = [
    pytest.param("2019-04-18", "2019-04-23", 1, id="Maundy Thursday to Easter Tuesday"),
    pytest.param("2019-05-03", "2019-05-07", 1, id="over the early May holiday"),
    pytest.param("2019-12-24", "2019-12-27", 1, id="Christmas Eve to the first day after Boxing Day"),
    pytest.param("2020-02-27", "2020-03-02", 2, id="leap year, Thursday to Monday, the 29th a Saturday"),
    pytest.param("2020-05-07", "2020-05-11", 1, id="early May holiday on a Friday for VE Day"),
    pytest.param("2020-05-01", "2020-05-05", 2, id="no holiday on the first Monday of May 2020"),
    pytest.param("2020-12-24", "2020-12-29", 1, id="Boxing Day on a Saturday, substitute on Monday"),
    pytest.param("2020-12-31", "2021-01-04", 1, id="New Year's Day on a Friday"),
    pytest.param("2021-04-01", "2021-04-06", 1, id="Easter 2021"),
    pytest.param("2021-12-24", "2021-12-29", 1, id="Christmas on a Saturday, two substitute days"),
    pytest.param("2021-12-31", "2022-01-04", 1, id="New Year's Day on a Saturday, substitute on Monday"),
    pytest.param("2022-05-27", "2022-06-06", 4, id="late May holiday moved to a Thursday, jubilee on the Friday"),
    pytest.param("2022-08-26", "2022-08-30", 1, id="over the August holiday"),
    pytest.param("2022-09-16", "2022-09-20", 1, id="the day of the state funeral"),
    pytest.param("2022-12-23", "2022-12-28", 1, id="Christmas on a Sunday"),
    pytest.param("2022-12-30", "2023-01-03", 1, id="New Year's Day on a Sunday"),
    pytest.param("2023-04-28", "2023-05-09", 5, id="early May holiday and the coronation"),
    pytest.param("2024-02-28", "2024-03-01", 2, id="leap day on a Thursday counts"),
    pytest.param("2023-02-28", "2023-03-01", 1, id="no leap day"),
    pytest.param("2024-03-28", "2024-04-02", 1, id="Easter over the end of a quarter"),
    pytest.param("2024-12-31", "2025-01-02", 1, id="New Year's Day in midweek"),
    pytest.param("2022-07-02", "2022-07-03", 0, id="Saturday to Sunday"),
    pytest.param("2022-07-01", "2022-07-02", 0, id="Friday to Saturday"),
    pytest.param("2022-07-02", "2022-07-04", 1, id="Saturday to Monday"),
    pytest.param("2022-07-04", "2022-07-08", 4, id="Monday to Friday"),
    pytest.param("2022-04-15", "2022-04-18", 0, id="Good Friday to Easter Monday"),
    pytest.param("2022-07-04", "2022-09-06", 45, id="45 working days with one holiday: 64 days"),
    pytest.param("2022-09-20", "2022-11-22", 45, id="45 working days with none: 63 days"),
    pytest.param("2021-12-20", "2022-01-12", 14, id="over three holidays of the turn of the year"),
]


@pytest.mark.parametrize(("after", "until", "count"), TABLE)
def test_counted_by_hand(after: str, until: str, count: int) -> None:
    assert ENGLAND.working_days(dt.date.fromisoformat(after), dt.date.fromisoformat(until)) == count
