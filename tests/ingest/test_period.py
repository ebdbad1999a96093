"""What a file says of itself: the period it covers and the day it was made."""

import datetime as dt

import pytest

from ingest.period import scope_of


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        pytest.param("Period under review: 1 March 2019 to 30 June 2020", "2019-03-01", "2020-06-30", id="written"),
        pytest.param("Scope period 01/03/19 - 30/06/20.", "2019-03-01", "2020-06-30", id="two-digit years"),
        pytest.param("Period covered: March 2019 to June 2020", "2019-03-01", "2020-06-30", id="months"),
        pytest.param("Period under review: to be agreed", None, None, id="not said"),
        pytest.param("Period under review: 3 May to 4 June", None, None, id="no year, so no guess"),
    ],
)
def test_the_period(line: str, first: str | None, last: str | None) -> None:
    scope = scope_of([line])
    assert (scope.first, scope.last) == (first and day(first), last and day(last))


@pytest.mark.parametrize(
    ("line", "made"),
    [
        pytest.param("Printed on 12/01/2022 09:14  Page 1 of 3", "2022-01-12", id="print"),
        pytest.param("Date of report: 3rd February 2022", "2022-02-03", id="report"),
        pytest.param("Version 2, 4/2/22", "2022-02-04", id="version"),
        pytest.param("Seen on 12/01/2022", None, id="an event is no making"),
    ],
)
def test_the_day_a_file_was_made(line: str, made: str | None) -> None:
    assert scope_of([line]).made == (made and day(made))
