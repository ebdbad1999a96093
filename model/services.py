"""Services that others call by their own name: "referral sent to Harbour Lights" is to the service whose file bears it.

    names of the files  ->  the words that are a service's own  ->  those that are also a place's left out
        ->  rows of other files that hold such a name  ->  the service was told, or told, by the words around it

Only what took place counts, and a row that names the agency already is left as it is. The words, and what makes a
name a place's, are data (`rules/services.toml`). The order of the files makes no difference.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final

from model.case import Case, Entry, Event, Source
from model.data import load_toml
from model.view import TELLING, side_of

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z'’&]*|[,:;.-]")
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REACH: Final = 3  # words between a verb and the name


@cache
def _data() -> dict[str, Any]:
    return load_toml("model.rules", "services.toml")


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(_data()[name])


def with_services(case: Case) -> Case:
    """The case with its named services read as agencies; the very same case where no file bears a name of its own."""
    names = service_names(case.sources, case.entries, (case.info.title, case.info.subject))
    if not names:
        return case
    pattern = re.compile(
        rf"(?<![A-Za-z])(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?![A-Za-z])"
    )
    texts = {entry.id: entry.text for entry in case.entries if pattern.search(entry.text)}
    events = tuple(_read(e, texts[e.entry], pattern, names) if e.entry in texts else e for e in case.events)
    return replace(case, events=events)


def service_names(sources: Sequence[Source], entries: Sequence[Entry], about: Iterable[str]) -> dict[str, str]:
    """The names by which services are called, each with its agency, from the names of their files."""
    ours = {word.lower() for text in about for word in re.findall(r"[A-Za-z]+", text)}
    held: defaultdict[str, set[str]] = defaultdict(set)
    for source in sources:
        for name in _own_names(source.file, ours):
            if source.agency:
                held[name].add(source.agency)
    single = {name: agencies.pop() for name, agencies in held.items() if len(agencies) == 1}
    if not single:
        return {}
    places = _places(single, entries)
    return {name: agency for name, agency in single.items() if name not in places}


def _own_names(file: str, ours: set[str]) -> Iterator[str]:
    """The words of a file's name, side by side, that are neither generic nor the case's own; with a capital."""
    stem = _HUMP.sub(" ", PureWindowsPath(PurePosixPath(file).name).stem)
    run: list[str] = []
    for word in [*re.split(r"[^A-Za-z'’]+", stem), ""]:
        plain = word.lower().removesuffix("'s")
        if word and len(plain) >= _data()["least_letters"] and plain not in _words("generic") and plain not in ours:
            run.append(word)
        elif run:
            yield " ".join(part[:1].upper() + part[1:] for part in run)
            run = []


def _places(names: Mapping[str, str], entries: Iterable[Entry]) -> set[str]:
    """The names that the records also use of a place, or of somebody else's service there."""
    pattern = re.compile(rf"(?<![A-Za-z])({'|'.join(map(re.escape, names))})(?![A-Za-z])")
    found: Counter[str] = Counter()
    for entry in entries:
        for match in pattern.finditer(entry.text):
            after = _WORD.findall(entry.text[match.end() : match.end() + 30])[:1]
            before = _WORD.findall(entry.text[max(0, match.start() - 20) : match.start()])[-1:]
            shared = after and after[0].lower().removesuffix("'s") in _words("shared_by")
            if shared or (before and before[0].lower() in _words("places")):
                found[match[1]] += 1
    return set(found)


def _read(event: Event, text: str, pattern: re.Pattern[str], names: Mapping[str, str]) -> Event:
    """The event with the services that its own words name as told, or as telling."""
    if event.assertion not in TELLING or event.kind in _words("unless"):
        return event
    shared, senders = list(event.shared_with), list(event.received_from)
    for match in pattern.finditer(text, *event.span):
        agency = names[match[0]]
        known = {side_of(a) for a in (event.agency, *shared, *senders)}
        if side_of(agency) in known:
            continue
        way = _way(text, match.start(), match.end())
        if way == "told":
            shared.append(agency)
        elif way == "heard":
            senders.append(agency)
    if len(shared) == len(event.shared_with) and len(senders) == len(event.received_from):
        return event
    return replace(event, shared_with=tuple(shared), received_from=tuple(senders))


def _way(text: str, start: int, end: int) -> str:
    """Whether the words around a name make its service the one that was told, or the one that told; else nothing."""
    after = [w.lower() for w in _WORD.findall(text[end : end + 40])]
    before = [w.lower() for w in _WORD.findall(text[max(0, start - 60) : start])]
    while before and before[-1] in _words("between"):
        before.pop()
    verb = before[-1] if before else ""
    if verb in _words("heard_before"):
        asked = not _words("asked_of").isdisjoint(before[-_REACH:-1])
        return "told" if asked else "heard"
    if verb in _words("told_before"):
        return "told"
    if after and after[0] in _words("heard_after"):
        return "heard"
    return "told" if any(word in _words("told_after") for word in after[:_REACH]) else ""
