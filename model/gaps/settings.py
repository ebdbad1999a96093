"""The rules of a case, changed: profiles chosen, values set, rules turned off. Every change is checked first.

    settings, change  ->  new settings (the old ones stay as they were), or RuleFileError with what is wrong

Settings are those of `model.gaps.profiles`; they are kept in the case and travel with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from model.errors import RuleFileError
from model.gaps.profiles import RuleBook, read_profile, shipped_profiles
from model.gaps.rules import Rule, load_rules

Settings = Mapping[str, Any]


def with_profile(settings: Settings, profile: str) -> dict[str, Any]:
    """Choose a shipped profile."""
    chosen = [*settings.get("profiles", ()), profile]
    return _checked({**settings, "profiles": list(dict.fromkeys(chosen))})


def with_own_profile(settings: Settings, text: str, name: str) -> dict[str, Any]:
    """Take a local profile from the text of its file; one of the same id is replaced."""
    profile = read_profile(text, name)
    if profile.id in {p.id for p in shipped_profiles()}:
        raise RuleFileError(
            f"The profile {name} has the id of one that ships with the program: {profile.id}.",
            remedy="Give it an id of its own under [profile].",
        )
    return _checked({**settings, "own_profiles": {**settings.get("own_profiles", {}), profile.id: text}})


def without_profile(settings: Settings, profile: str) -> dict[str, Any]:
    """Drop a profile, shipped or local."""
    own = {name: text for name, text in settings.get("own_profiles", {}).items() if name != profile}
    kept = [name for name in settings.get("profiles", ()) if name != profile]
    return _checked({**settings, "profiles": kept, "own_profiles": own})


def with_limit(settings: Settings, rule: str, value: int | None) -> dict[str, Any]:
    """Set the limit of a rule for this case; None takes it back to the rule's own."""
    _countable(settings, rule)
    if value is not None and value < 0:
        raise RuleFileError("A limit cannot be less than nothing.", remedy="Give a whole number, such as 10.")
    limits = {name: held for name, held in settings.get("limits", {}).items() if name != rule}
    if value is not None:
        limits[rule] = value
    return _checked({**settings, "limits": limits})


def switched(settings: Settings, rule: str, *, on: bool) -> dict[str, Any]:
    """Turn a rule on or off for this case."""
    _known(settings, rule)
    off = [name for name in settings.get("rules_off", ()) if name != rule]
    return _checked({**settings, "rules_off": off if on else [*off, rule]})


def _known(settings: Settings, rule: str) -> Rule:
    rules = {r.id: r for r in load_rules()} | {r.id: r for p in shipped_profiles() for r in p.rules}
    rules |= {r.id: r for r in RuleBook.for_case(settings).rules}
    if rule not in rules:
        raise RuleFileError(f"There is no rule named {rule}.", remedy="`casethread rules` lists them.")
    return rules[rule]


def _countable(settings: Settings, rule: str) -> None:
    if _known(settings, rule).limit is None:
        raise RuleFileError(f"The rule {rule} has no limit to set.", remedy="It can be turned off instead.")


def _checked(settings: dict[str, Any]) -> dict[str, Any]:
    RuleBook.for_case(settings)  # raises what is wrong
    return settings
