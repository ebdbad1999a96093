"""How long a case is kept: a day in its settings, and what that day means today.

settings["keep_until"] (ISO day)  ->  retention(settings, today)  ->  none, ahead, near, past
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

SETTING: Final = "keep_until"
NEAR_DAYS: Final = 60  # time to decide with the partners what happens to the case


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The day until which a case is kept, and how it stands to today; `days` from today, negative once it is past."""

    state: Literal["none", "ahead", "near", "past"]
    until: dt.date | None = None
    days: int = 0


def retention(settings: Mapping[str, Any], today: dt.date) -> Retention:
    """How the retention day of a case stands. A setting that is no day counts as none."""
    try:
        until = dt.date.fromisoformat(str(settings.get(SETTING, "")))
    except ValueError:
        return Retention(state="none")
    days = (until - today).days
    return Retention(state="past" if days < 0 else "near" if days <= NEAR_DAYS else "ahead", until=until, days=days)


def kept_until(settings: Mapping[str, Any], until: dt.date | None) -> dict[str, Any]:
    """The settings with another day, or with none."""
    rest = {name: value for name, value in settings.items() if name != SETTING}
    return rest if until is None else {**rest, SETTING: until.isoformat()}
