"""The list of cases: make a new one, open the worked example."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from typing import Any, Final

from dash import Dash, Input, Output, State, no_update

from dashboard import ids
from dashboard.library import Library, key_of
from dashboard.routes import address
from dashboard.services import Services
from model.case import CaseInfo
from model.errors import CaseExistsError, CasethreadError, UsageError
from model.when import When

MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def new_case(library: Library, title: str, subject: str, birth: tuple[str, str, str]) -> str:
    """Make a case from the form and return its address. Raises `UsageError`, `StoreError` with the remedy."""
    title = " ".join(title.split())
    if not title:
        raise UsageError("The case has no title yet.", remedy="Write one, such as a review's reference.")
    born = birth_of(*birth)
    info = CaseInfo(
        id=secrets.token_hex(6),
        title=title,
        subject=" ".join(subject.split()),
        key_dates={"birth": born} if born else {},
    )
    return address(library.new_case(info), "bring-in")


def birth_of(day: str, month: str, year: str) -> When | None:
    """The date of birth from its three fields, None if all are empty. Raises `UsageError`."""
    fields = [f.strip() for f in (day, month, year)]
    if not any(fields):
        return None
    number = MONTHS.index(fields[1][:3].lower()) + 1 if fields[1][:3].lower() in MONTHS else fields[1]
    try:
        born = dt.date(int(fields[2]), int(number), int(fields[0]))
    except ValueError:
        raise UsageError(
            "The date of birth is not a day of the calendar.",
            remedy="Write the day, the month and the year in full, such as 9, 2 and 2021, or leave all three empty.",
        ) from None
    if born.year < 1900:
        raise UsageError("The year of birth is too early.", remedy="Write all four figures of the year.")
    return When.on(born, text=" ".join(fields), basis="stated", rule="entered by the user")


def open_example(library: Library, build: Callable[..., Any]) -> str:
    """Read the worked example, once, and return its address. Raises `CasethreadError`."""
    from dashboard.demo import CASE_NAME  # late: it loads the language libraries

    if (library.folder / CASE_NAME).exists():  # with what was decided in it: never made anew over it
        return address(key_of(library.folder / CASE_NAME))
    try:
        path, _ = build(library.folder)
        library.made(key_of(path))
    except CaseExistsError:
        path = library.folder / CASE_NAME
    return address(key_of(path))


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    def make(clicks: int | None, title: str | None, subject: str | None, *birth: str | None) -> tuple[Any, str]:
        if not clicks:  # Dash calls once when the button appears
            return no_update, ""
        fields = [b or "" for b in birth]
        try:
            where = new_case(services.library, title or "", subject or "", (fields[0], fields[1], fields[2]))
        except CasethreadError as error:
            return no_update, f"{error.message} {error.remedy}"
        return where, ""

    def example(clicks: int | None) -> tuple[Any, str]:
        if not clicks:
            return no_update, ""
        from dashboard.demo import build_example  # late: it loads the language libraries

        try:
            return open_example(services.library, build_example), ""
        except CasethreadError as error:
            return no_update, f"{error.message} {error.remedy}"

    to_page = Output(ids.URL, "pathname", allow_duplicate=True)
    app.callback(
        to_page,
        Output(ids.NEW_ERROR, "children"),
        Input(ids.NEW_GO, "n_clicks"),
        *(State(i, "value") for i in (ids.NEW_TITLE, ids.NEW_SUBJECT, ids.NEW_DAY, ids.NEW_MONTH, ids.NEW_YEAR)),
        prevent_initial_call=True,
        running=[(Output(ids.NEW_GO, "disabled"), True, False)],
    )(make)
    app.callback(
        to_page,
        Output(ids.EXAMPLE_NOTE, "children"),
        Input(ids.EXAMPLE_GO, "n_clicks"),
        prevent_initial_call=True,
        running=[
            (Output(ids.EXAMPLE_GO, "disabled"), True, False),
            (Output(ids.EXAMPLE_GO, "children"), "Reading the worked example …", "Open the worked example"),
        ],
    )(example)
