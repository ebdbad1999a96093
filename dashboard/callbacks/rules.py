"""The page of rules: choose profiles, set a limit, turn a rule off. Every change is checked before it is kept.

click  ->  model.gaps.settings (checked)  ->  Store.update_info  ->  the page anew, with what was done in words
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, no_update

from dashboard import ids
from dashboard.library import Library
from dashboard.pages.rules import rules_page
from dashboard.routes import route_of
from dashboard.services import Services
from model.errors import CasethreadError, UsageError
from model.gaps.profiles import shipped_profiles
from model.gaps.settings import switched, with_limit
from model.store import Store

Change = Callable[[dict[str, Any]], dict[str, Any]]


def change_rules(library: Library, case: str, change: Change) -> None:
    """Apply a change to the rules of a case. Raises `RuleFileError`, `UsageError`, `StoreError`."""
    with Store.open(library.path(case)) as store:
        store.change_info(lambda info: replace(info, settings=change(dict(info.settings))))


def choose_profiles(settings: dict[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """Use exactly these profiles; a local one that is not among them is dropped."""
    shipped = {profile.id for profile in shipped_profiles()}
    own = {name: text for name, text in settings.get("own_profiles", {}).items() if name in wanted}
    return {**settings, "profiles": [name for name in wanted if name in shipped], "own_profiles": own}


def limit_of(text: str) -> int | None:
    """The number in the field, None for an empty one. Raises `UsageError`."""
    text = text.strip()
    if not text:
        return None
    if not text.isdigit():
        raise UsageError("The limit is not a whole number.", remedy="Write figures only, such as 28.")
    return int(text)


def named(rule: str | None) -> str:
    """The rule chosen. Raises `UsageError` where none is."""
    if not rule:
        raise UsageError("No rule is chosen.", remedy="Choose one from the list first.")
    return rule


def register(app: Dash, services: Services) -> None:
    """Wire the page."""

    def done(pathname: str | None, change: Change, said: str) -> tuple[Any, Any]:
        case = route_of(pathname).case or ""
        try:
            change_rules(services.library, case, change)
        except CasethreadError as error:
            return no_update, f"{error.message} {error.remedy}"
        return [*rules_page(services.library.book(case))], said

    def profiles(clicks: int | None, pathname: str | None, wanted: list[str] | None) -> tuple[Any, Any]:
        if not clicks:
            return no_update, no_update
        return done(pathname, lambda s: choose_profiles(s, wanted or []), "The profiles are in use.")

    def limit(clicks: int | None, pathname: str | None, rule: str | None, value: str | None) -> tuple[Any, Any]:
        if not clicks:
            return no_update, no_update
        return done(pathname, lambda s: with_limit(s, named(rule), limit_of(value or "")), "The limit is set.")

    def off(clicks: int | None, pathname: str | None, rule: str | None) -> tuple[Any, Any]:
        if not clicks:
            return no_update, no_update
        return done(pathname, lambda s: switched(s, named(rule), on=False), "The rule is turned off for this case.")

    def on(clicks: int | None, pathname: str | None, rule: str | None) -> tuple[Any, Any]:
        if not clicks:
            return no_update, no_update
        return done(pathname, lambda s: switched(s, named(rule), on=True), "The rule is turned on.")

    body = Output(ids.RULES_BODY, "children", allow_duplicate=True)
    said = Output(ids.RULES_ERROR, "children", allow_duplicate=True)
    where, rule = State(ids.URL, "pathname"), State(ids.RULE_NAME, "data")
    wired: tuple[tuple[str, tuple[State, ...], Callable[..., tuple[Any, Any]]], ...] = (
        (ids.PROFILES_GO, (where, State(ids.PROFILES, "data")), profiles),
        (ids.RULE_SET, (where, rule, State(ids.RULE_LIMIT, "value")), limit),
        (ids.RULE_OFF, (where, rule), off),
        (ids.RULE_ON, (where, rule), on),
    )
    for button, states, callback in wired:
        app.callback(body, said, Input(button, "n_clicks"), *states, prevent_initial_call=True)(callback)
