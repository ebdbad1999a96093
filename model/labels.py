"""What the label of a person says: a code, a number, initials, a name; and how sure two labels make that they are one.

    "allocated SW 1"  ->  parsed  ->  Label(code="sw1")          joined_label  ->  "sw1"
    "PC 1234 Reed"    ->  parsed  ->  Label(number="1234", names=("reed",))
    Label, Label      ->  likeness  ->  Likeness(rule="initials", certainty=0.75), None where nothing speaks for it

Words that say a role, a rank or a place ("allocated", "PC", "flat") are no part of a name; they and the certainties
are data (`[questions]` of `rules/people.toml`). A label is read to the end of its first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from model.data import load_toml

_TOKEN: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_WITH_CODE: Final = re.compile(r"([a-z]{1,6})(\d{1,5})")
_SLASHED: Final = re.compile(r"\b([A-Za-z])/(?=[A-Za-z]\b)")
_DOTTED: Final = re.compile(r"\b([A-Z])\.(?=[A-Z]\b)")
_FULL: Final = 2  # parts of a whole name: a first name or its letter, and a surname


@cache
def questions_data() -> dict[str, Any]:
    """The table `[questions]` of people.toml."""
    data: dict[str, Any] = load_toml("model.rules", "people.toml")["questions"]
    return data


@cache
def _role_words() -> frozenset[str]:
    return frozenset(questions_data()["pairs"]["words"])


@dataclass(frozen=True, slots=True)
class Label:
    """What tells a person from others of the role. `letters` stand before a name ("A" of "A Reed") or alone ("Mr D").

    `code` is set only where nothing else is said ("SW1", "flat 6"); all in lower case. `titles` are the role words.
    """

    code: str = ""
    number: str = ""
    names: tuple[str, ...] = ()
    letters: str = ""
    initials: str = ""
    titles: frozenset[str] = frozenset()

    @property
    def is_plain(self) -> bool:
        """Whether it says no more than a role: "the allocated social worker"."""
        return not (self.code or self.number or self.names or self.letters or self.initials)

    @property
    def is_full(self) -> bool:
        return len(self.names) + bool(self.letters) >= _FULL and bool(self.names)

    @property
    def first_letters(self) -> str:
        """ "ar" of "Anna Reed" and of "A Reed"; empty where it is no whole name."""
        return self.letters + "".join(name[0] for name in self.names) if self.is_full else ""

    @property
    def richness(self) -> int:
        """How much it says: of two labels that may be one person the poorer is asked about."""
        return 3 * len(self.names) + bool(self.letters) + 2 * bool(self.number) + bool(self.code) + bool(self.initials)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two labels have in common, by the name of its rule in `[questions.likeness]`, and how sure that makes it."""

    rule: str
    certainty: float


@cache
def parsed(label: str) -> Label:
    """What a label says.

    >>> parsed("allocated SW 1").code, parsed("Dr A Reed").names, parsed("S/W AR").initials
    ('sw1', ('reed',), 'ar')
    """
    line = first_line(label).replace("’", "'")
    line = _DOTTED.sub(r"\1", _SLASHED.sub(r"\1", line))
    tokens = [token.removesuffix("'s") for token in _TOKEN.findall(line)]
    titled = any(_is_titled(token) for token in tokens if token.lower() not in _role_words())
    codes: list[str] = []
    numbers: list[str] = []
    names: list[str] = []
    titles: set[str] = set()
    letters = initials = last = ""
    for token in tokens:
        low = token.lower()
        coded = _WITH_CODE.fullmatch(low)
        if low in _role_words():
            titles.add(low)
        elif token.isdigit():
            if last in _role_words() and not codes:
                codes.append(last + token)
            else:
                numbers.append(token)
        elif coded:
            codes.append(low)
        elif len(token) == 1:
            letters += low if token.isupper() else ""
        elif token.isupper() and len(token) <= 3 and not titled:
            initials = low
        elif _is_titled(token) or (token.isupper() and titled):
            names.append(low)
        last = low
    least = questions_data()["likeness"]["letters"]["number"]
    figures = [re.sub(r"\D", "", code) for code in codes] + numbers
    number = next((f for f in figures if len(f) >= least), "")
    only = bool(codes) and not (names or letters or initials)
    return Label(
        code=_singular(codes[0]) if only else "", number=number, names=tuple(names), letters=letters,
        initials=initials, titles=frozenset(titles),
    )  # fmt: skip


def joined_label(label: str, *, named: bool = False) -> str:
    """The label under which workers of one role and agency are one person: its code where that is sure enough.

    `named` is for a name or initials of a worker's own: then the role before it makes no difference.
    """
    data, read = questions_data(), parsed(label)
    if read.code and data["likeness"]["same_code"] >= data["joined_from"]:
        return read.code
    if named and not read.is_plain:
        return "".join((read.letters, *read.names, read.initials, read.number))
    return "".join(first_line(label).lower().split())


def first_line(label: str) -> str:
    """A label without what stands in the next line or cell, which names nobody."""
    return label.strip().split("\n")[0]


def likeness(one: Label, other: Label) -> Likeness | None:
    """The surest thing that two labels have in common; None where there is none, or where whole names differ."""
    sure = questions_data()["likeness"]
    if one.is_full and other.is_full and not _names_agree(one, other):
        return Likeness("spelling", sure["spelling"]) if _one_letter_off(one, other) else None
    rules = list(_in_common(one, other))
    return max((Likeness(rule, sure[rule]) for rule in rules), key=lambda x: (x.certainty, x.rule), default=None)


def _in_common(one: Label, other: Label) -> Iterator[str]:
    if one.code and one.code == other.code:
        yield "same_code"
    if one.number and one.number == other.number:
        yield "same_number"
    poor, rich = sorted((one, other), key=lambda label: (len(label.names), bool(label.letters)))
    if poor.names:
        if rich.is_full and poor.is_full:
            yield "whole_name"  # they agree, or nothing would be asked
        elif poor.names == rich.names:
            yield "whole_name" if len(rich.names) > 1 or not (poor.letters or rich.letters) else "surname"
        elif len(poor.names) == 1 and not poor.letters and poor.names[0] in rich.names:
            yield "surname" if poor.names[0] == rich.names[-1] else "given_name"
        elif _one_letter_off(one, other):
            yield "spelling"
    for short, whole in ((one, other), (other, one)):
        if short.initials and not short.names and short.initials == whole.first_letters:
            yield "initials"
    if one.initials and one.initials == other.initials and not (one.names or other.names):
        yield "initials"
    if one.letters and one.letters == other.letters and not (one.names or other.names):
        yield "title"


def _names_agree(one: Label, other: Label) -> bool:
    """Whether two whole names may be one person's: the same surname, and first names or letters that fit."""
    if one.names[-1] != other.names[-1]:
        return False
    firsts = [x.letters + "".join(x.names[:-1]) for x in (one, other)]
    whole = [x.names[:-1] for x in (one, other)]
    return whole[0] == whole[1] if all(whole) else firsts[0][:1] == firsts[1][:1]


def _one_letter_off(one: Label, other: Label) -> bool:
    """Whether the names are the same but for one letter of one of them, put in, left out or changed."""
    if len(one.names) != len(other.names) or not one.names:
        return False
    unlike = [(a, b) for a, b in zip(one.names, other.names, strict=True) if a != b]
    return len(unlike) == 1 and one.letters == other.letters and is_slip(*unlike[0])


def is_slip(one: str, other: str) -> bool:
    """Whether one word is the other but for a letter put in, left out, changed, or two that changed places.

    >>> is_slip("callum", "kallum"), is_slip("reed", "read"), is_slip("lee", "leo")
    (True, True, False)
    """
    short, long = sorted((one, other), key=len)
    if len(short) < questions_data()["likeness"]["letters"]["spelling"] or len(long) - len(short) > 1:
        return False
    at = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) < len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


def same_figure(one: Label, other: Label) -> bool:
    """Whether two codes of different letters end in the same figure: "Sib 2", "CH2"."""
    first, second = _WITH_CODE.fullmatch(one.code), _WITH_CODE.fullmatch(other.code)
    return first is not None and second is not None and first[2] == second[2] and first[1] != second[1]


def _is_titled(token: str) -> bool:
    return token[:1].isupper() and len(token) > 1 and not token.isupper()


def _singular(code: str) -> str:
    """ "pcs8841" is "pc8841": two officers told together, each by a number."""
    match = _WITH_CODE.match(code)
    letters = re.match(r"[a-z]+", code)
    if match is None or letters is None or not letters[0].endswith("s") or letters[0][:-1] not in _role_words():
        return code
    return letters[0][:-1] + code[len(letters[0]) :]
