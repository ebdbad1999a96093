"""Who the initials and names of a file stand for: its key, the case's subject, and what its own words say.

    key ("SW1, SW2": "social workers")      ->  each of them by itself
    subject ("Child K", "Reece")            ->  its forms ("K", "CK", "Reece's", "R")
    entries ("her partner Lee", "Pat (MGM)") ->  learn_names: names that stand beside a role
                                            ->  known_names(context): patterns with the person's role

A role is taken from what the key says of the initials; where that is only a kind of child ("boy aged 6"),
from initials that name a role themselves ("Sib 2"). A name that its file gives two roles stays unread.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any, Final

from ingest.language.patterns import Match, PatternSet, Words, longest
from ingest.language.reading import ReadingContext
from ingest.language.roles import RoleEntry, agency_patterns, mark_simple_classes, role_patterns
from ingest.language.vocabulary import vocabulary_words
from model.case import Entry
from model.data import load_toml

Names = tuple[tuple[str, str], ...]

_LIST: Final = re.compile(r"\s*(?:,|/|;|&|\+|\band\b|\bor\b)\s*")
_UNUSABLE: Final = frozenset("|~*?<>=")
_NAME: Final = r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][a-z'’-]{1,14}(?: [A-Z][A-Za-z'’-]{1,15})?"
_TITLED: Final = re.compile(r"(?:Mr|Mrs|Ms|Miss)\.? ")
_AFTER: Final = re.compile(
    r"(?<![A-Za-z'’-])(?P<who>(?:[A-Za-z'’]{1,24} ){0,2}[A-Za-z'’-]{1,24})"
    rf"(?:, | \(| )(?P<name>{_NAME})(?=[\s,.;:)(]|$)"
)
_BEFORE: Final = re.compile(rf"(?<![A-Za-z'’-])(?P<name>{_NAME}) \((?P<who>[A-Za-z'’/& -]{{2,30}})\)")
_MAX_SCANNED: Final = 2_000_000  # characters of a file in which names are looked for: a chronology has a tenth


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_toml("ingest.vocabulary", "roles.toml")["names"]
    return data


@cache
def known_names(key: Names, subject: str, learnt: Names) -> PatternSet[RoleEntry]:
    """Patterns for the names and initials of a file, each with its role."""
    found: dict[str, RoleEntry] = {}
    for name, who in learnt:
        entry = role_of_words(who)
        if entry is not None:
            found.update(dict.fromkeys(_forms(name), replace(entry, named=True)))
    for form in _subject_forms(subject):
        found[form] = _subject_entry()
    for initials, who in key:
        for one in _LIST.split(initials.strip()):
            entry = _of_key(one, who)
            if entry and one and not _UNUSABLE & set(one):
                entry = replace(entry, named=role_of_words(one) is None)
                found[" ".join("=" + word for word in one.split())] = entry
    return PatternSet(found.items())


def names_of(context: ReadingContext) -> PatternSet[RoleEntry]:
    """The patterns for what is known of a file."""
    return known_names(context.key, context.subject, context.names)


def learn_names(entries: Iterable[Entry]) -> Names:
    """Names that the words of a file's entries put beside a role of the family: (name, the words of the role)."""
    said: dict[str, Counter[tuple[str, str]]] = {}
    scanned = 0
    for entry in entries:
        scanned += len(entry.text)
        if scanned > _MAX_SCANNED:
            break
        for name, who in _beside(entry.text):
            role = role_of_words(who)
            if role is not None and role.group == "family":
                said.setdefault(name, Counter())[(role.role, who)] += 1
    found = []
    for name, counts in sorted(said.items()):
        if len({role for role, _ in counts}) == 1:
            found.append((name, counts.most_common(1)[0][0][1]))
    return tuple(found)


def _beside(text: str) -> Iterator[tuple[str, str]]:
    straight = text.replace("’", "'")
    for pattern in (_AFTER, _BEFORE):
        for match in pattern.finditer(straight):
            name = match["name"]
            if not _is_name(name):
                continue
            who = _tail(match["who"]) if pattern is _AFTER else match["who"]
            if who:
                yield name, who


def _is_name(name: str) -> bool:
    """Whether capitals are those of a name and not of the vocabulary, a month or a sentence's first word."""
    words = [w.lower() for w in _TITLED.sub("", name).split()]
    return bool(words) and not any(w in vocabulary_words() or w in _data()["not_names"] for w in words)


@cache
def _tail(words: str) -> str:
    """The last words of a phrase that name a family role by themselves, at the end of it; else nothing."""
    pieces = words.split()
    for start in range(len(pieces)):
        tail = " ".join(pieces[start:])
        match = _role_match(tail)
        if match is not None and match.first == 0 and match.payload.role and match.payload.sure | (len(pieces) > start):
            last = len(_pieces(tail))
            if match.last == last:
                return tail
    return ""


def role_at_end(words: str) -> RoleEntry | None:
    """The family role or worker that the last words of a phrase name by themselves ("seen with her partner")."""
    tail = _tail(words)
    return role_of_words(tail) if tail else None


def _forms(name: str) -> list[str]:
    """How a named person is written: the whole name, the first name, a title with the surname."""
    bare = _TITLED.sub("", name).split()
    forms = [" ".join("=" + w for w in name.replace(".", "").split())]
    if not _TITLED.match(name):
        forms += [f"={bare[0]}|={bare[0].upper()}"]
    if len(bare) > 1:
        forms += [f"={bare[0]} ={bare[-1].upper()}"]
    return forms


def _subject_forms(subject: str) -> list[str]:
    """ "Child K" is also "K", "CK" and "Baby K"; "Reece Hall" also "Reece" and "R"."""
    forms: list[str] = []
    for one in re.split(r"\s*(?:,|;|&|\+|\band\b)\s*", subject.strip()):
        words = [w for w in one.split() if not _UNUSABLE & set(w)]
        if not words:
            continue
        generic = [w for w in words if w.lower() in _data()["child_words"]]
        own = [w for w in words if w not in generic]
        forms.append(" ".join(words).lower())
        if own:
            forms += _own_forms(own, bool(generic))
    return forms


def _own_forms(own: Sequence[str], generic: bool) -> list[str]:
    first = own[0]
    if len(first) == 1:
        letter = first.upper()
        forms = [f"{word} {letter.lower()}" for word in _data()["child_words"]]
        forms += [f"={word[0].upper()}{letter}" for word in ("child", "baby") if letter not in _data()["joined_unsafe"]]
        return forms + ([f"={letter}"] if letter not in _data()["no_letters"] else [])
    if generic and len(own) == 1 and first.lower() in vocabulary_words():
        return []  # "Child Young": a word of the records, never to be read as the child
    forms = [f"={first}|={first.upper()}"]
    if len(own) > 1:
        forms.append(" ".join(own).lower())
    if len(first) > 5:
        forms.append(f"={first[:4]}")
    initial = first[0].upper()
    return forms + ([f"={initial}"] if initial not in _data()["no_initials"] else [])


@cache
def _subject_entry() -> RoleEntry:
    return RoleEntry("subject_child", "family", None, frozenset(), frozenset(), sure=True)


def _of_key(initials: str, who: str) -> RoleEntry | None:
    said, own = role_of_words(who), role_of_words(initials)
    if said is None:
        return own if own and own.role else _any_worker(who)
    if said.role == "subject_child" and own is not None and own.group == "family":
        return own
    return replace(said, agency=_agency_in(who)) if said.group == "worker" and said.agency is None else said


@cache
def _agency_in(who: str) -> str | None:
    """The agency that the words of a key name for a worker ("its worker" of a charity)."""
    match = max(agency_patterns().find(_words(who)), key=lambda m: m.last - m.first, default=None)
    return match.payload if match else None


def _any_worker(who: str) -> RoleEntry | None:
    """A person of whom the key says only that he or she works somewhere."""
    words = {w.strip(",.()'s").lower() for w in who.split()}
    if words & set(_data()["worker_words"]):
        return RoleEntry("other_professional", "worker", _agency_in(who), frozenset(), frozenset(), sure=True)
    return None


@cache
def role_of_words(who: str) -> RoleEntry | None:
    """The role that a short phrase names ("mother's partner", "allocated social worker"), None where it names none."""
    match = _role_match(who)
    return match.payload if match else None


def _role_match(who: str) -> Match[RoleEntry] | None:
    both = (who, re.sub(r"(?<=[a-z]{3})s\b(?!')", "", who))  # "duty social workers"
    matches = [m for text in both for m in longest(m for m in role_patterns().find(_words(text)) if not m.payload.only)]
    return max(matches, key=lambda m: (m.last - m.first, -m.first)) if matches else None


def _words(who: str) -> Words:
    pieces = _pieces(who)
    words = Words(
        texts=pieces,
        norms=[p.lower() for p in pieces],
        stems=[re.sub(r"\d+$", "", p) if re.fullmatch(r"[A-Za-z/]{2,6}\d{1,4}", p) else "" for p in pieces],
        starts=list(range(len(pieces))),
        ends=list(range(1, len(pieces) + 1)),
        tags=["" for _ in pieces],
    )
    mark_simple_classes(words)
    return words


def _pieces(who: str) -> list[str]:
    return re.findall(r"'s\b|(?:(?!'s\b)[A-Za-z0-9&/'-])+", who.replace("’", "'"))[:30]
