"""People whom one file cannot tell and the whole case can: the grandmother whose side another file names, the partner.

    mentions that may mean another person (`sure` false)
        ->  who is named for certain in the same file, else in the case  ->  one role only: that person
                                                                         ->  several or none: left as read

    family members of one role under several names or numbers  ->  `who` of their mentions: an actor each

"Nan" in a school's record is read as the mother's mother. Where no file knows a mother's mother and the others name
the father's mother, she is meant. A "partner" beside an unborn child or a baby is the father while no file tells of
another partner; later in a child's life he may be anybody and stays a partner. What a reviewer said of a person is
never touched. The words in the record stay as they are: only the role of the mention changes.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final

from model.case import Case, Event, Mention
from model.data import load_toml

_BORN: Final = frozenset({"happened", "reported"})
_DUE: Final = frozenset({"planned"})
_WEEK: Final = 7  # days; a wider interval cannot say how old a child is


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("model.rules", "people.toml")["unsure"]
    return data


def settled(case: Case) -> Case:
    """The case with its unsure mentions settled; the very same case where there are none to settle."""
    case = _told_apart(case)
    if all(mention.sure for event in case.events for mention in event.mentions):
        return case
    sources = {entry.id: entry.source for entry in case.entries}
    by_file, everywhere = _named_for_certain(case.events, sources)
    born = _born(case)
    events = tuple(
        _event(event, by_file[sources.get(event.entry, "")], everywhere, _is_infancy(event, born))
        for event in case.events
    )
    return replace(case, events=events)


def _told_apart(case: Case) -> Case:
    """The case with a name or number for each of several people of one role; the same where no role has several."""
    names: defaultdict[str, set[str]] = defaultdict(set)
    for mention in (m for event in case.events for m in event.mentions):
        if name := _name_of(mention):
            names[mention.role].add(name)
    several = {role for role, found in names.items() if len(found) > 1}
    if not several:
        return case
    events = tuple(
        replace(e, mentions=tuple(_with_name(m) for m in e.mentions)) if _has_role(e, several) else e
        for e in case.events
    )
    return case if events == case.events else replace(case, events=events)


def _has_role(event: Event, roles: set[str]) -> bool:
    return any(mention.role in roles for mention in event.mentions)


def _with_name(mention: Mention) -> Mention:
    name = _name_of(mention)
    return replace(mention, who=name) if name and not _is_the_one(mention.role, name) else mention


def _is_the_one(role: str, name: str) -> bool:
    """Whether a number is that of the one whom the records also name without it: the first father is the father."""
    return role in _data()["apart"]["numbered"] and name == "1"


def _name_of(mention: Mention) -> str:
    """The name or number by which a mention tells a person from others of the role; empty where it has none."""
    apart, label = _data()["apart"], mention.label.strip()
    if mention.span is None or mention.person:
        return ""
    number = re.search(r"\d{1,2}$", label)
    if mention.role in apart["numbered"]:
        return number[0] if number else ""
    if mention.role not in apart["named"] or number:
        return ""  # siblings with a number are told apart by it already
    is_name = re.fullmatch(r"[A-Z][A-Za-z'’-]*", label) is not None
    return label.lower() if is_name and label.lower() not in apart["plain"] else ""


def _named_for_certain(
    events: Iterable[Event], sources: Mapping[str, str]
) -> tuple[defaultdict[str, set[str]], set[str]]:
    by_file: defaultdict[str, set[str]] = defaultdict(set)
    for event in events:
        by_file[sources.get(event.entry, "")].update(m.role for m in event.mentions if m.sure and m.span is not None)
    return by_file, set().union(*by_file.values()) if by_file else set()


def _event(event: Event, here: set[str], everywhere: set[str], infancy: bool) -> Event:
    if all(mention.sure for mention in event.mentions):
        return event
    seen: dict[tuple[str, str], Mention] = {}
    for mention in event.mentions:
        found = mention if mention.sure or mention.person else _mention(mention, here, everywhere, infancy)
        seen.setdefault((found.role, found.label.lower()), found)
    return replace(event, mentions=tuple(seen.values()))


def _mention(mention: Mention, here: set[str], everywhere: set[str], infancy: bool) -> Mention:
    others = set(_data()["may_be"].get(mention.role, ()))
    for named in (here, everywhere):
        meant = named & (others | {mention.role})
        if len(meant) == 1:
            return replace(mention, role=meant.pop())
        if meant:
            return mention
    partner = _data()["partner"]
    if mention.role == partner["role"] and infancy and partner["is"] in everywhere and mention.role not in everywhere:
        return replace(mention, role=partner["is"])
    return mention


def _is_infancy(event: Event, born: dt.date | None) -> bool:
    """Whether the subject is unborn or not yet of the age of `[unsure.partner]` on the day of an event."""
    if born is None or event.when is None or event.when.middle is None:
        return False
    return (event.when.middle - born).days < int(_data()["partner"]["under_days"])


def _born(case: Case) -> dt.date | None:
    """The subject's birth as the user gave it, else the day that most records of a birth give, else the due date."""
    given = case.info.key_dates.get("birth") or case.info.key_dates.get("due")
    if given is not None:
        return given.middle
    for assertions in (_BORN, _DUE):
        told = [e.when for e in case.events if e.kind == "birth" and e.assertion in assertions and e.when is not None]
        days = Counter(when.start for when in told if when.start and when.end and (when.end - when.start).days <= _WEEK)
        if days:
            return min(days, key=lambda day: (-days[day], day))
    return None
