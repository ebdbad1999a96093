"""Whose file it is: said by the user, else written in the file, else asked. Never guessed in silence.

    agency_of(option, column, facts, titles, authors, file name)  ->  AgencyGuess(agency or None, label, reason)

The order of trust: what the user said; one agency named in every row; a box "Agency: ..."; the file's own
title (headings, sheet names, the first lines); then its name. Title and name must agree where both speak.
A particular name ("maternity services") says more than that of the body it belongs to ("NHS Trust"), which
decides nothing. Nor do two agencies in one title: that is a file of both, and the user is asked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath, PureWindowsPath
from typing import Any, Final

from ingest.headers import plain_words, words_of
from model.data import load_toml
from model.names import AGENCIES

_DATA: Final[dict[str, Any]] = load_toml("ingest.vocabulary", "agencies.toml")
_AMBIGUOUS: Final = frozenset(_DATA["ambiguous"]["abbreviations"])
_AGENCY_LABELS: Final = words_of("agency_labels", "names")
_LABELS: Final = words_of("form", "labels")
_NAMED_ROWS_SHARE: Final = 0.8  # of the rows of a composite file, from which the file itself need not be asked about
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z][A-Z])(?=[a-z])")
_BESIDE: Final = frozenset(_DATA["of_part"]["beside"])
_THEMES: Final = frozenset(_DATA["of_part"]["themes"])
_PARTS: Final = 2  # agencies that a combined document names in headings of their own, at the least
_PART_WORDS: Final = 9  # of a heading that is an agency's name
_TITLE_CHARS: Final = 300  # a longer line is an account and not a title
_TITLES: Final = 12  # lines at the head of a file in which it names itself
_LABEL_CHARS: Final = 80


@dataclass(frozen=True, slots=True)
class AgencyGuess:
    """Whose file it is: the contract's name or None (ask), what to call it on screen, and why."""

    agency: str | None
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class _Name:
    """One way to name an agency: see the head of `agencies.toml` for the strengths."""

    agency: str
    words: str
    strength: int


def of_its_rows(named: Sequence[str | None]) -> bool:
    """Whether a file is of several agencies, as a column of its rows says."""
    return len({agency for agency in named if agency}) >= _PARTS


def agency_of(
    option: str | None = None,
    *,
    column: Sequence[str | None] = (),
    facts: Iterable[tuple[str, str]] = (),
    titles: Sequence[str] = (),
    authors: Sequence[str] = (),
    file_name: str = "",
) -> AgencyGuess:
    """Whose file it is.

    `option` is what the user said (a contract name, a label, or any name); `column` the agency of each row,
    None where a row names none; `facts` label and value pairs of cover boxes; `titles` the file's headings,
    sheet names, document title and first lines ("Label: value" among them counts as a fact); `authors` lines
    that say who wrote it.
    """
    if option:
        return _said(option)
    lines, written_facts = _without_facts(titles)
    for label, value in (*facts, *written_facts):
        if plain_words(label) in _AGENCY_LABELS and (found := named_agency(value)):
            return AgencyGuess(found.agency, found.label, "named in the box at the head of the file")
    written = _of_words(lines, authors, file_name)
    of_rows = [g.agency for c in column if c and (g := named_agency(c)) and g.agency]
    if not of_rows:
        return written
    if len(set(of_rows)) > 1:
        return written if written.agency else _several(len(of_rows), len(column))
    agency = of_rows[0]
    if written.agency and not _same(written.agency, agency):
        reason = f"its title or name says {written.label}, its agency column {_label(agency)}"
        return AgencyGuess(None, "", reason)
    return AgencyGuess(agency, _label(agency), "named in the agency column of its rows")


def _several(named: int, rows: int) -> AgencyGuess:
    """A file of several agencies: nothing to ask where nearly every row says whose it is."""
    if named >= _NAMED_ROWS_SHARE * rows:
        return AgencyGuess("other", "Several agencies", "each of its rows names its own agency")
    return AgencyGuess(None, "", "its rows name several agencies")


def _without_facts(lines: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Lines without those that are a known label with its value, and these as facts."""
    rest: list[str] = []
    facts: list[tuple[str, str]] = []
    for line in lines:
        label, colon, value = line.partition(":")
        known = colon and plain_words(label) in (_LABELS | _AGENCY_LABELS)
        facts += [(label, value)] if known else []
        rest += [] if known else [line]
    return rest, facts


def named_agency(text: str) -> AgencyGuess | None:
    """The agency that a cell or a signature names, letters such as CSC or GP included; None where unsure."""
    if text in AGENCIES:
        return AgencyGuess(text, AGENCIES[text], "named by its contract name")
    found = _find(text)
    if len(found) != 1:
        return None
    return AgencyGuess(found[0], AGENCIES.get(found[0], found[0]), "named in the text")


def agency_of_cell(text: str) -> str | None:
    """The agency that a cell of an agency column names, the short forms of such columns ("Sch", "Pol") included."""
    found = named_agency(text)
    if found:
        return found.agency
    words = " ".join(text.split()).strip(" .:-")
    return _codes().get(words) or _codes().get(words.lower())


@cache
def _codes() -> dict[str, str]:
    groups = {agency: codes for agency, codes in _DATA["column_codes"].items() if agency in AGENCIES}
    return {code: agency for agency, codes in groups.items() for code in codes}


def agency_of_part(heading: str) -> str | None:
    """The agency that a heading, a sheet name or a section row is the name of: "Health visiting", "Police involvement".

    None where the heading says more than whose the rows below are ("Police attend the home"), or names several.
    """
    plain = plain_words(heading)
    hits = [n for n in _hits(heading) if n.strength != _GENERAL]
    agencies = _particular(list(dict.fromkeys(n.agency for n in hits)))
    if len(agencies) != 1 or len(plain.split()) > _PART_WORDS:
        return None
    named = {plain_words(word) for word in re.findall(r"[A-Z][\w'’]*", heading)}
    known = {word for name in hits for word in plain_words(name.words).split()}
    rest = [w for w in plain.split() if w not in known and w not in _BESIDE and not w.isdigit()]
    capitals = sum(w in named for w in plain.split()) == len([w for w in plain.split() if w not in _BESIDE])
    return agencies[0] if not rest or capitals else None


def parts_of_agencies(headings: Iterable[str]) -> dict[str, str]:
    """Whose each part of a combined document is, by its heading; empty where the headings do not name agencies.

    Two different agencies at the least, in headings that cannot as well be the themes of one author's account.
    """
    named = {heading: agency for heading in headings if (agency := agency_of_part(heading))}
    certain = {agency for heading, agency in named.items() if plain_words(heading) not in _THEMES}
    return named if len(certain) >= _PARTS else {}


def _said(option: str) -> AgencyGuess:
    """What the user said: a contract name, its label, a name known to the vocabulary, or one of the case's own."""
    words = plain_words(option)
    for agency, label in AGENCIES.items():
        if words in (plain_words(agency), plain_words(label)):
            return AgencyGuess(agency, label, "said by the user")
    found = named_agency(option) or named_agency(option.upper())
    if found:
        return AgencyGuess(found.agency, found.label, "said by the user")
    return AgencyGuess(words.replace(" ", "_") or "other", option.strip(), "said by the user")


def _of_words(titles: Sequence[str], authors: Sequence[str], name: str) -> AgencyGuess:
    """The agency of a file by its title and its name, which must not disagree."""
    title = _first_certain(titles[:_TITLES])
    written = title or _first_certain(authors)
    stem = _stem(name)
    of_name = _find(stem, ambiguous=False)
    if written and len(written[0]) > 1:
        return AgencyGuess(None, "", "its title names several agencies")
    if len(of_name) > 1:
        of_name = []
    if written and of_name:
        return _agreed(written, of_name[0])
    if written:
        place = "title" if title else "author"
        return AgencyGuess(written[0][0], _label(written[0][0]), f"named in the {place} of the file: {written[1]}")
    if of_name:
        return AgencyGuess(of_name[0], _label(of_name[0]), f"named in the name of the file: {stem}")
    return AgencyGuess(None, "", "neither its title nor its name says whose it is")


def _agreed(written: tuple[list[str], str], of_name: str) -> AgencyGuess:
    """Title and name together: the same agency, or one a part of the other; else the user is asked."""
    agency = written[0][0]
    if _same(agency, of_name):
        return AgencyGuess(agency, _label(agency), f"named in the title of the file: {written[1]}")
    if (of_name, agency) in _PART_OF:
        return AgencyGuess(of_name, _label(of_name), "named in the name of the file")
    return AgencyGuess(None, "", f"its title names {_label(agency)}, its name {_label(of_name)}")


def _same(agency: str, other: str) -> bool:
    """Whether two names mean the sender of one file: equal, or the first a service of the second."""
    return agency == other or (agency, other) in _PART_OF or {agency, other} == {"childrens_social_care", "front_door"}


def _label(agency: str) -> str:
    return AGENCIES.get(agency, agency)


def _stem(name: str) -> str:
    """The words of a file name: without folders and ending, underscores and humps opened."""
    stem = PureWindowsPath(PurePosixPath(name).name).stem
    return _CAMEL.sub(" ", re.sub(r"[_\-.+]+", " ", stem)).strip()


def _first_certain(lines: Sequence[str]) -> tuple[list[str], str] | None:
    """The agencies that the first telling line names, with the line; None where no line names one."""
    for line in lines:
        text = " ".join(line.split())
        if text and len(text) <= _TITLE_CHARS and (found := _find(_own_words(text), ambiguous=False)):
            return found, text[:_LABEL_CHARS]
    return None


def _own_words(title: str) -> str:
    """A title up to the words that say for whom it was made or what it is about."""
    for cue in _DATA["for_others"]["always"]:
        title = _before(title, cue)
    for cue in _DATA["for_others"]["before"]:
        own = _before(title, cue)
        title = own if _find(own, ambiguous=False) else title
    return title


def _before(title: str, cue: str) -> str:
    return re.split(rf"(?<!\w){re.escape(cue)}(?!\w)", title, maxsplit=1, flags=re.IGNORECASE)[0]


# The vocabulary ---------------------------------------------------------------------------------


_DECIDES, _LETTERS, _YIELDS, _GENERAL = 4, 3, 2, 1
_STRENGTHS: Final = (
    ("names", _DECIDES),
    ("abbreviations", _LETTERS),
    ("yielding_names", _YIELDS),
    ("systems", _YIELDS),
    ("generic_names", _GENERAL),
)


@cache
def _names() -> tuple[_Name, ...]:
    """Every way to name an agency, the longest first."""
    found = [
        _Name(agency["id"], words if strength == _LETTERS else plain_words(words), strength)
        for agency in _DATA["agency"]
        for group, strength in _STRENGTHS
        for words in agency.get(group, ())
    ]
    return tuple(sorted(found, key=lambda n: -len(n.words)))


def _find(text: str, *, ambiguous: bool = True) -> list[str]:
    """The agencies that a text names: by names and letters, else by yielding names; general ones do not count.

    `ambiguous` letters (LA, SMS) count in a cell that names agencies, not in a title or a file name.
    """
    hits = [n for n in _hits(text) if ambiguous or n.words not in _AMBIGUOUS]
    for strengths in ((_DECIDES, _LETTERS), (_YIELDS,)):
        agencies = list(dict.fromkeys(n.agency for n in hits if n.strength in strengths))
        if agencies:
            return _particular(agencies)
    return []


def _particular(agencies: list[str]) -> list[str]:
    """Agencies of one title without the body that a service named beside it belongs to."""
    wholes = {whole for part, whole in _PART_OF if part in agencies}
    return [a for a in agencies if a not in wholes]


_PART_OF: Final = frozenset((a["id"], a["part_of"]) for a in _DATA["agency"] if "part_of" in a)
"""A service and the body that it belongs to: the service is meant where both are named."""


def _hits(text: str) -> Iterator[_Name]:
    """The names found in a text, the longest first, each stretch of it used once."""
    plain = f" {plain_words(text)} "
    kept = f" {_LETTER_BREAKS.sub(' ', unicodedata.normalize('NFKC', text)).strip()} "
    for phrase in _DATA["for_others"]["neither"]:
        plain = plain.replace(f" {plain_words(phrase)} ", " | ")
    for name in _names():
        if name.strength == _LETTERS:
            letters = _LETTER_BREAKS.sub(" ", name.words)
            found = re.search(rf" {re.escape(letters)}(?:\d{{0,2}}|s) ", kept)
            if found:
                kept = kept.replace(found.group(0), " | ")
                yield name
        elif f" {name.words} " in plain:
            plain = plain.replace(f" {name.words} ", " | ")
            kept = re.sub(rf" {re.escape(name.words)} ", " | ", kept, flags=re.IGNORECASE)
            yield name


_LETTER_BREAKS: Final = re.compile(r"[^0-9A-Za-z&]+")
