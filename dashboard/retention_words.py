"""How the last day of a case stands, in a sentence: the same on the pages and at the command line."""

from __future__ import annotations

from model.retention import Retention


def retention_in_words(found: Retention) -> str:
    """Until when a case is kept, and what that means today."""
    if found.until is None:
        return "No day is set until which this case is kept."
    day = f"{found.until.day} {found.until:%b %Y}"
    if found.state == "past":
        return f"To be kept until {day}: that day is past. Decide whether to destroy the case (casethread destroy)."
    if found.state == "near":
        return f"To be kept until {day}, which is in {found.days} day{'s' if found.days != 1 else ''}."
    return f"To be kept until {day}."
