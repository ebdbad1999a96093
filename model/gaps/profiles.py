"""Which rules apply to a case, and with which local values.

    shipped rules + chosen profiles + the case's own settings  ->  RuleBook

A profile is a TOML file: who it is of, limits of shipped rules that differ in that area, and rules of its own.
Those in `rules/profiles/` ship with the program; a local one is kept, as text, in the settings of the case.
The settings of a case:

    profiles       ids of the profiles chosen
    own_profiles   profile id -> the TOML text of a local file
    limits         rule id -> a limit for this case alone
    rules_off      ids of rules that are not to run
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from model.data import load_toml
from model.errors import RuleFileError
from model.gaps.rules import UNITS, Rule, load_rules, read_rules, unique, wrong
from model.gaps.wording import not_judged

FOLDER: Final = "model.rules.profiles"

OF_ONE_RULE: Final = frozenset(
    {
        "after_birth",
        "after_kind",
        "ahead",
        "alike",
        "also",
        "answers_narrow",
        "at_home",
        "before_birth",
        "each",
        "ended_by",
        "excused_by",
    }
    | {
        "expected",
        "from_days",
        "from_key_date",
        "grace_days",
        "handover",
        "horizon_days",
        "if_missing",
        "in_row",
        "leaving",
    }
    | {"leaving_unless", "look_back_days", "measure", "needs_in_row", "needs_recorded", "needs_subject"}
    | {
        "not_of_family",
        "of_its_day",
        "offset_days",
        "open_part",
        "or_key_date",
        "own_news_days",
        "pair_sent",
        "required",
        "same_part",
        "same_row",
    }
    | {"strong", "to_duty", "took_up", "under_days", "unless", "unless_in_row", "waiting", "while_open", "worker_code"}
)
"""What a rule may leave out under `more`: no rule takes these over from another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalLimit:
    """A local value of a shipped rule. `unit` is None where it is that of the rule."""

    limit: int
    unit: str | None
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The local rules of an area: values for shipped rules, and rules of its own."""

    id: str
    title: str
    source: str
    note: str = ""
    limits: Mapping[str, LocalLimit] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The rules that apply to a case, and why others do not."""

    rules: tuple[Rule, ...]
    not_judged: tuple[str, ...] = ()

    @classmethod
    def for_case(cls, settings: Mapping[str, Any]) -> RuleBook:
        """The shipped rules with the settings of the case applied. Raises `RuleFileError` for a wrong profile."""
        profiles = chosen(settings)
        off = set(settings.get("rules_off", ()))
        rules = [*load_rules(), *(rule for profile in profiles for rule in profile.rules)]
        unique(rules)
        with_limits = [_with_limits(rule, profiles, settings.get("limits", {})) for rule in rules]
        skipped = [not_judged("off", rule=rule.id) for rule in rules if rule.id in off]
        named = {profile.id for profile in profiles}
        others = [rule for p in shipped_profiles() if p.id not in named for rule in p.rules]
        skipped += [not_judged("no_profile", rule=rule.id, source=rule.source) for rule in others]
        return cls(tuple(rule for rule in with_limits if rule.id not in off), tuple(skipped))

    def of_type(self, name: str) -> list[Rule]:
        return [rule for rule in self.rules if rule.type == name]


def chosen(settings: Mapping[str, Any]) -> list[Profile]:
    """The profiles of a case: shipped ones by name, its own from their text."""
    own = {name: read_profile(text, name) for name, text in settings.get("own_profiles", {}).items()}
    known = {profile.id: profile for profile in shipped_profiles()} | own
    wanted = [*settings.get("profiles", ()), *(name for name in own if name not in settings.get("profiles", ()))]
    strange = [name for name in wanted if name not in known]
    if strange:
        raise RuleFileError(
            f"There is no local profile named {', '.join(strange)}.",
            remedy="Choose one of: " + ", ".join(sorted(known)) + ". Or read one from a file.",
        )
    return [known[name] for name in wanted]


@cache
def shipped_profiles() -> tuple[Profile, ...]:
    """The profiles that ship with the program, by id."""
    names = sorted(item.name for item in files(FOLDER).iterdir() if item.name.endswith(".toml"))
    return tuple(_profile(load_toml(FOLDER, name), name) for name in names)


def read_profile(text: str, name: str) -> Profile:
    """A profile from the text of its file. Raises `RuleFileError` that says what is wrong and where."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise RuleFileError(
            f"The profile {name} is not written as TOML: {error}.",
            remedy="Correct the line that is named. Texts stand in quotes; each rule begins with [[rule]].",
        ) from error
    return _profile(table, name)


def _profile(table: Mapping[str, Any], file: str) -> Profile:
    head = table.get("profile")
    if not isinstance(head, dict) or not all(isinstance(head.get(k), str) for k in ("id", "title", "source")):
        raise RuleFileError(
            f"The profile {file} does not say whose it is.",
            remedy='Begin it with [profile] and the lines id = "...", title = "..." and source = "...".',
        )
    unknown = set(table) - {"version", "profile", "limit", "rule"}
    if unknown:
        raise RuleFileError(
            f"The profile {file} has parts that are not known: {', '.join(sorted(unknown))}.",
            remedy="A profile holds [profile], any number of [[limit]] and any number of [[rule]].",
        )
    limits = {str(item.get("rule")): _limit(item, file) for item in table.get("limit", ())}
    rules = tuple(_whole(rule) for rule in read_rules(table, file, profile=head["id"]))
    unique([*load_rules(), *rules])
    return Profile(
        id=head["id"],
        title=head["title"],
        source=head["source"],
        note=str(head.get("note", "")),
        limits=limits,
        rules=rules,
    )


def _whole(rule: Rule) -> Rule:
    """A local rule with what it leaves out under `more` taken from the shipped rule of its type.

    So a rule of one's own may give its limit and words alone, and goes on working where its type learns to look
    for more. Raises `RuleFileError` if its type is not known, or counts and the rule has nothing to count to.
    """
    alike = [shipped for shipped in load_rules() if shipped.type == rule.type]
    if not alike:
        known = ", ".join(sorted({shipped.type for shipped in load_rules()}))
        raise wrong(rule.id, f"its type is “{rule.type}” and must be one of {known}")
    if rule.limit is None and all(shipped.limit is not None for shipped in alike):
        raise wrong(rule.id, f"a rule of the type “{rule.type}” needs a limit and a unit")
    if rule.expects is None and all(shipped.expects is not None for shipped in alike):
        raise wrong(rule.id, f"a rule of the type “{rule.type}” needs what it expects")
    needed = set.intersection(*(set(shipped.more) for shipped in alike))
    left_out = {key: alike[0].more[key] for key in sorted(needed - set(rule.more) - OF_ONE_RULE)}
    return replace(rule, more={**rule.more, **left_out})


def _limit(item: Mapping[str, Any], file: str) -> LocalLimit:
    rule = next((r for r in load_rules() if r.id == item.get("rule")), None)
    if rule is None:
        raise RuleFileError(
            f"A limit in {file} is for a rule that does not exist: {item.get('rule', 'none named')}.",
            remedy="`casethread rules` lists the rules with their ids.",
        )
    if rule.limit is None or not isinstance(item.get("value"), int) or item["value"] < 0:
        raise wrong(rule.id, f"its limit in {file} must be a whole number, and the rule must be one that counts")
    if item.get("unit", rule.unit) not in UNITS:
        raise wrong(rule.id, f"its unit in {file} must be one of {', '.join(UNITS)}")
    return LocalLimit(limit=item["value"], unit=item.get("unit"), source=str(item.get("source", "")))


def _with_limits(rule: Rule, profiles: list[Profile], own: Mapping[str, Any]) -> Rule:
    """The rule with the value of the last profile that has one, then that of the case."""
    for profile in profiles:
        local = profile.limits.get(rule.id)
        if local:
            source = local.source or f"{profile.title}: {profile.source}"
            unit = local.unit or rule.unit
            rule = replace(rule, limit=local.limit, unit=unit, source=source, scope="local", checked=True, guidance="")
    if rule.id in own:
        rule = replace(rule, limit=int(own[rule.id]))
    return rule
