"""Who else is at work in the case, on a team's server: asked every 20 seconds, told by each person's last action.

clock of the page  ->  Gate.presence  ->  names and how long ago; never a word of the case
"""

from __future__ import annotations

from collections.abc import Sequence

from dash import Dash, Input, Output, State

from dashboard import ids
from dashboard.access.presence import Seen
from dashboard.routes import route_of
from dashboard.services import Services
from dashboard.words import listed

JUST_SECONDS = 60  # "now" rather than "1 minute ago"


def in_words(others: Sequence[Seen]) -> str:
    """The others in one sentence, nothing where there are none."""
    return f"Also in this case: {listed(_one(s) for s in others)}." if others else ""


def _one(seen: Seen) -> str:
    if seen.decided is not None:
        return f"{seen.label} (last changed something {_ago(seen.decided)})"
    return f"{seen.label} (last here {_ago(seen.ago)})"


def _ago(seconds: float) -> str:
    if seconds < JUST_SECONDS:
        return "just now"
    minutes = int(seconds // 60)
    return f"{minutes} minute{'s' if minutes > 1 else ''} ago"


def others_in(services: Services, case: str) -> str:
    """Who else is in a case, in words; nothing where one person works alone."""
    account = services.gate.access().account if services.gate else None
    if services.gate is None or account is None or services.veils.hides(case):
        return ""
    return in_words(services.gate.presence.others(case, account.name))


def register(app: Dash, services: Services) -> None:
    """Wire the line."""

    def follow(_ticks: int | None, pathname: str | None) -> str:
        return others_in(services, route_of(pathname).case or "")

    app.callback(
        Output(ids.PRESENCE, "children"),
        Input(ids.PRESENCE_POLL, "n_intervals"),
        State(ids.URL, "pathname"),
        prevent_initial_call=True,
    )(follow)
