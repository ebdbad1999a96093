"""Which role a name has in a case: from the events that name it, the keys of the files, the columns, the subject.

case  ->  KnownRoles  ->  role_of(names)          keys of initials  ->  rows of initials
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Final

from ingest.identifiers.lexicon import cues
from ingest.identifiers.texts import Text
from ingest.language.names import learn_names, role_of_words
from model.case import Case
from model.data import load_toml
from model.pseudonyms.table import Identifier, key_of, plain_word

if TYPE_CHECKING:
    from ingest.identifiers.people import Name

Words = tuple[str, ...]
_ANOTHERS: Final = re.compile(r"\bof\b|['’]s\s|s['’]\s")  # "mother of Tegan" is not Tegan
_CODE: Final = re.compile(r"^(?:[A-Z]{2,5}[\s-]?\d{1,2}|\d{1,4}|[A-Za-z])$")


@dataclass(slots=True)
class KnownRoles:
    """Roles by the plain words of a name, as the case says them."""

    said: dict[Words, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    subject: frozenset[str] = frozenset()
    workers: frozenset[str] = frozenset()
    worker_titles: frozenset[str] = frozenset()
    writers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> KnownRoles:
        people = load_toml("model.rules", "people.toml")["families"]["family"]
        roles = load_toml("model.rules", "names.toml")["roles"]
        known = cls(
            subject=_subject_words(case),
            workers=frozenset(r for r in roles if r not in people),
            worker_titles=frozenset(cues()["person"]["worker_titles"]),
            writers=load_toml("ingest.vocabulary", "roles.toml")["writers"],
        )  # fmt: skip
        base = case.as_read or case
        for event in base.events:
            for mention in event.mentions:
                if mention.span is not None:
                    known._add(mention.label, mention.role, 1)
        for source in base.sources:
            for initials, who in source.key:
                role = role_of_words(who)
                if role is not None and role.role:
                    known._add(initials, role.role, 5)
                    known._add(who, role.role, 5)
        for name, who in learn_names(base.entries):
            role = role_of_words(who)
            if role is not None and role.role:
                known._add(name, role.role, 5)
        return known

    def _add(self, label: str, role: str, weight: int) -> None:
        """Note a role for the names in a label: its words with capitals, all together and each by itself."""
        if _ANOTHERS.search(label):
            return
        words = tuple(plain_word(w) for w in re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", label) if w[0].isupper())
        for kept in {words, words[-2:], words[-1:], words[:1]}:
            if kept:
                self.said[kept][role] += weight

    def of_column(self, text: Text) -> str:
        """The role of the people in a column, where it says whose records these are."""
        return self.writers.get(text.agency, "") if text.people in ("author", "professional") else ""

    def role_of(self, names: Sequence[Name]) -> str:
        """The role said most of the names of one person."""
        if any(set(n.words[:1]) & self.subject for n in names):
            return "subject_child"
        total: Counter[str] = Counter()
        for name in names:
            total.update(name.roles)
        return total.most_common(1)[0][0] if total else ""


def _subject_words(case: Case) -> frozenset[str]:
    """The first name of the subject, where it is a name and not "Child K"."""
    generic = set(load_toml("ingest.vocabulary", "roles.toml")["names"]["child_words"])
    words = [w for w in case.info.subject.split() if plain_word(w) not in generic and len(w) > 1]
    return frozenset(plain_word(w) for w in words[:1])


def key_initials(case: Case, rows: Sequence[Identifier]) -> list[Identifier]:
    """Initials that the keys of the files give to people; codes of roles ("SW1", "MGM", "K") tell nobody and stay."""
    taken = {key_of(f) for row in rows for f in row.forms}
    return [
        Identifier(id="", kind="initials", original=one, forms=(one,), replacement="", role=role, capital=(one,))
        for one, role in initials_of(case).items()
        if key_of(one) not in taken
    ]


def initials_of(case: Case) -> dict[str, str]:
    """Initials in the keys of the files with the role of each."""
    base = case.as_read or case
    found: dict[str, str] = {}
    for source in base.sources:
        for initials, who in source.key:
            for one in re.split(r"\s*(?:,|/|;|&)\s*", initials.strip()):
                role = role_of_words(who)
                if (
                    2 <= len(one) <= 4
                    and one.isalpha()
                    and one.isupper()
                    and not _is_role_code(one)
                    and role is not None
                    and not (role.group == "family" and _names_a_service(who))
                ):
                    found.setdefault(one, role.role)
    return found


def _names_a_service(who: str) -> bool:
    """Whether a key explains a team or a form ("children with disabilities team") and no person."""
    return not {w.strip(",.()").casefold() for w in who.split()}.isdisjoint(cues()["person"]["of_services"])


@cache
def is_role_word(word: str) -> bool:
    """Whether a single word is itself a role in the records ("Mo" for mother, "Nan", "Sister")."""
    entry = role_of_words(word) if " " not in word else None
    return entry is not None and bool(entry.role)


def _is_role_code(word: str) -> bool:
    entry = role_of_words(word)
    return bool(_CODE.match(word)) or (entry is not None and bool(entry.role))
