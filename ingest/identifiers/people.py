"""Put together who is who: all ways in which one person is named, and which names are of places.

    sightings  ->  names (words, votes, roles, titles)  ->  kept: what is more than a word with a capital
    kept       ->  whole names ("Kelly Marsh")  ->  persons; single names, titles, short forms and slips join them
    persons    ->  Identifier rows with their role, places and organisations after them

A surname that several persons bear stands for none of them: it is a row of its own ("Family name 1").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from ingest.identifiers.lexicon import Lexicon, cues, short_forms
from ingest.identifiers.roles import KnownRoles, initials_of, is_role_word, key_initials
from ingest.identifiers.sightings import Sighting
from ingest.identifiers.texts import Text
from model.case import Case
from model.pseudonyms.match import is_guarded_word
from model.pseudonyms.table import Identifier, plain_word

Words = tuple[str, ...]
SURE: Final = 4  # votes of one sighting that make a name of a word that is a word besides
SLIP_LETTERS: Final = 5  # letters of a name in which one slip of the keys is looked for


@dataclass(slots=True)
class Name:
    """A name in one spelling (by plain words), over the whole case."""

    words: Words  # plain
    written: Counter[Words] = field(default_factory=Counter)
    titles: Counter[str] = field(default_factory=Counter)
    roles: Counter[str] = field(default_factory=Counter)
    person: int = 0
    place: int = 0
    organisation: int = 0
    inner: int = 0  # times that it stands within a sentence with a capital
    best: int = 0  # the votes of the surest sighting
    times: int = 0

    @property
    def as_written(self) -> str:
        titled = [w for w in self.written if not all(x.isupper() and len(x) > 1 for x in w)]
        return " ".join(max(titled or self.written, key=lambda w: self.written[w]))


@dataclass(slots=True)
class Person:
    """Someone: the words of the whole name, and every name that is taken for them."""

    words: Words
    names: list[Name]
    titled: set[tuple[str, str]] = field(default_factory=set)  # (title, plain surname)
    more: list[str] = field(default_factory=list)  # further forms, as written
    kind: str = "person"

    @property
    def roles(self) -> Counter[str]:
        total: Counter[str] = Counter()
        for name in self.names:
            total.update(name.roles)
        return total


def assembled(case: Case, seen: Sequence[tuple[Sighting, Text]], lexicon: Lexicon) -> list[Identifier]:
    """The persons, surnames, places and organisations of a case as rows."""
    known = KnownRoles.of(case)
    names = _names(seen, known)
    subject = {plain_word(w) for w in case.info.subject.split()}
    kept = {w: n for w, n in names.items() if _is_name(n, lexicon, subject)}
    places = {w: n for w, n in kept.items() if _is_place(n) and not set(w) & subject}
    firms = {w: n for w, n in kept.items() if w not in places and _is_firm(n)}
    people = {w: n for w, n in kept.items() if w not in places and w not in firms}
    slips = _slips(people, lexicon)
    persons, shared = _persons({w: n for w, n in people.items() if w not in slips})
    _add_slips(persons, [n for w, n in names.items() if w in slips or w not in kept], lexicon)
    shared += _add_halves(persons, shared)
    _add_initials(persons, case, known)
    rows = _without_doubles([_row(p, known, lexicon) for p in persons])
    rows.sort(key=lambda r: (r.kind != "person", r.role not in _ORDER, _rank(r.role)))
    rows = [*_family_first(rows), *(_plain_row("surname", n, lexicon) for n in shared)]
    rows += key_initials(case, rows)
    rows += [_plain_row("place", n, lexicon) for n in places.values()]
    return rows + [_plain_row("organisation", n, lexicon) for n in firms.values()]


_ORDER: Final = ("subject_child", "mother", "father", "mothers_partner", "fathers_partner", "sibling", "half_sibling")


def _rank(role: str) -> int:
    return _ORDER.index(role) if role in _ORDER else len(_ORDER)


def _family_first(rows: Sequence[Identifier]) -> list[Identifier]:
    return sorted(rows, key=lambda r: r.kind == "worker")


# -- names over the whole case -------------------------------------------------------------------


def _names(seen: Iterable[tuple[Sighting, Text]], known: KnownRoles) -> dict[Words, Name]:
    names: dict[Words, Name] = {}
    for sighting, text in seen:
        words = tuple(plain_word(w) for w in sighting.words)
        name = names.setdefault(words, Name(words))
        name.written[sighting.words] += 1
        name.times += 1
        name.person += sighting.person
        name.place += sighting.place
        name.organisation += sighting.organisation
        name.best = max(name.best, sighting.person, sighting.place)
        name.inner += not sighting.opens and not sighting.shout
        if sighting.title:
            name.titles[sighting.title] += 1
        if sighting.role is not None:
            name.roles[sighting.role.role] += 3
        elif text.people and (role := known.of_column(text)):
            name.roles[role] += 1
    for words, roles in known.said.items():
        if words in names:
            names[words].roles.update(roles)
    return names


def _is_name(name: Name, lexicon: Lexicon, subject: set[str]) -> bool:
    """Whether a run of capitals is a name at all."""
    if set(name.words) & subject and not all(lexicon.is_word_of_records(w) for w in name.words):
        return True
    if (not name.titles or name.as_written.isupper()) and is_role_word(name.as_written):
        return False
    given = [w for w in name.words if lexicon.is_given(w)]
    strange = [w for w in name.words if not lexicon.is_ordinary(w)]
    if name.titles and (given or strange or name.words):
        return True
    if len(name.words) > 1:
        return bool(given) or bool(strange and (name.inner or name.best >= 2)) or name.best >= 2 * SURE
    word = name.words[0]
    if len(word) < 2:
        return False
    if lexicon.is_word_of_records(word) and not given:
        return False
    if strange:
        slip = lexicon.is_slip(word) and not given and not name.roles
        return not slip
    if given:
        return (name.inner > 0 and name.best >= SURE - 1 and name.person > name.times) or name.best >= SURE
    return (name.best > SURE and name.inner * 2 > name.times) or name.place >= 2 * SURE


def _is_place(name: Name) -> bool:
    return name.place > name.person + name.roles.total() and not name.titles


def _is_firm(name: Name) -> bool:
    initial = len(name.words) > 1 and len(name.words[0]) == 1
    return name.organisation > name.person + name.place and not name.titles and not name.roles and not initial


# -- persons -------------------------------------------------------------------------------------


def _persons(people: dict[Words, Name]) -> tuple[list[Person], list[Name]]:
    """The persons, and the surnames that several bear."""
    whole = [n for w, n in people.items() if len(w) > 1 and len(w[0]) > 1]
    persons: list[Person] = []
    for name in sorted(whole, key=lambda n: (-len(n.words), -n.times)):
        same = [p for p in persons if _same(p.words, name.words)]
        if len(same) == 1:
            same[0].names.append(name)
        else:
            persons.append(Person(name.words, [name]))
    singles = [n for w, n in people.items() if len(w) == 1]
    shared: list[Name] = []
    waiting: list[Name] = []
    for name in sorted(singles, key=lambda n: -n.times):
        if name.titles and len([p for p in persons if len(p.words) > 1 and p.words[-1] == name.words[0]]) > 1:
            shared.append(name)
            continue
        owners = _owners(persons, name)
        if len(owners) == 1:
            owners[0].names.append(name)
        elif len(owners) > 1 and any(p.words[-1] == name.words[0] for p in owners):
            shared.append(name)
        else:
            waiting.append(name)
    for name in waiting:
        persons.append(Person(name.words, [name]))
    for words, name in people.items():
        if len(words) > 1 and len(words[0]) == 1:
            _join_initial(persons, name)
    _add_titles(persons, shared)
    return persons, shared


def _same(one: Words, other: Words) -> bool:
    """Whether two whole names are of one person: first and last alike, or the first names forms of one name."""
    if one[-1] != other[-1]:
        return set(other) < set(one) and one[0] == other[0]
    return one[0] == other[0] or other[0] in short_forms().get(one[0], ()) or one[0] in short_forms().get(other[0], ())


def _owners(persons: Sequence[Person], name: Name) -> list[Person]:
    """The persons whom a single name may mean."""
    word = name.words[0]
    titled = name.titles and not set(name.titles) & set(cues()["person"]["first_after"])
    last = [p for p in persons if len(p.words) > 1 and p.words[-1] == word]
    first = [p for p in persons if p.words[0] == word]
    if titled and last:
        return _by_title(last, name) or last
    if first:
        return first
    if last:
        return last
    middle = [p for p in persons if word in p.words]
    return middle or [p for p in persons if word in short_forms().get(p.words[0], ())]


def _by_title(persons: Sequence[Person], name: Name) -> list[Person]:
    """Of persons of one surname the only one whom the titles fit."""
    roles = {"mother", "maternal_grandmother", "paternal_grandmother"} if _female(name.titles) else {"father"}
    fit = [p for p in persons if p.roles and p.roles.most_common(1)[0][0] in roles]
    return fit if len(fit) == 1 and len(name.titles) == 1 else []


def _female(titles: Iterable[str]) -> bool:
    return bool(set(titles) & set(cues()["person"]["female"]))


def _join_initial(persons: list[Person], name: Name) -> None:
    """ "K Marsh" joins the only person so called."""
    fit = [p for p in persons if len(p.words) > 1 and p.words[-1] == name.words[-1] and p.words[0][0] == name.words[0]]
    if len(fit) == 1:
        fit[0].names.append(name)
    else:
        persons.append(Person(name.words, [name]))


def _add_titles(persons: Sequence[Person], shared: Sequence[Name]) -> None:
    """ "Mrs Marsh" to the only person of that surname whom the title fits, where the surname alone is shared."""
    for name in shared:
        bearers = [p for p in persons if p.words[-1] == name.words[0]]
        for title in name.titles:
            one = Name(name.words, titles=Counter({title: 1}))
            fit = _by_title(bearers, one)
            if fit:
                fit[0].titled.add((title, name.as_written))


def _slips(people: dict[Words, Name], lexicon: Lexicon) -> set[Words]:
    """Single names that look like slips of another name that is written more often."""
    words = Counter({w: 0 for n in people.values() for w in n.words})
    for name in people.values():
        for word in name.words:
            words[word] += name.times
    return {
        w
        for w, n in people.items()
        if len(w) == 1 and len(w[0]) >= SLIP_LETTERS and not lexicon.is_given(w[0]) and not n.titles
        and any(words[o] > 2 * n.times and one_slip(o, w[0]) for o in words)
    }  # fmt: skip


def _add_halves(persons: Sequence[Person], shared: Sequence[Name]) -> list[Name]:
    """Give each person the first name and the surname that nobody else has; returns surnames that several share.

    A half that was never seen alone may still come, in capitals or in a note written later.
    """
    firsts = Counter(p.words[0] for p in persons)
    lasts = Counter(p.words[-1] for p in persons if len(p.words) > 1)
    more: dict[str, Name] = {}
    known = {n.words[0] for n in shared}
    for person in persons:
        if len(person.words) < 2 or len(person.words[0]) < 2:
            continue
        written = person.names[0].as_written.split()
        first, last = person.words[0], person.words[-1]
        if firsts[first] == 1 and first not in lasts:
            person.more.append(written[0])
        if lasts[last] == 1 and last not in firsts:
            person.more.append(written[-1])
        elif last not in known and last not in firsts:
            more.setdefault(last, Name((last,), written=Counter({(written[-1],): 1}), times=1))
    return list(more.values())


def _add_initials(persons: Sequence[Person], case: Case, known: KnownRoles) -> None:
    """Give each person the initials by which a key of the files knows them, if no other has these."""
    letters: dict[str, list[Person]] = {}
    for person in persons:
        if len(person.words) > 1:
            letters.setdefault("".join(w[0] for w in person.words).upper(), []).append(person)
    for initials, role in initials_of(case).items():
        bearers = letters.get(initials, [])
        fit = [p for p in bearers if known.role_of(p.names) == role] or bearers
        if len(fit) == 1:
            fit[0].more.append(initials)
            fit[0].names[0].roles[role] += 5


def _add_slips(persons: Sequence[Person], names: Iterable[Name], lexicon: Lexicon) -> None:
    """Names with one slip of the keys ("Kellly") join the person, and are no longer one of their own."""
    owner = {w: p for p in persons for n in p.names for w in n.words if len(w) >= SLIP_LETTERS}
    for name in names:
        words = name.words
        if len(words) != 1 or len(words[0]) < SLIP_LETTERS or lexicon.is_ordinary(words[0]):
            continue
        near = {id(p): p for w, p in owner.items() if one_slip(w, words[0])}
        if len(near) == 1:
            next(iter(near.values())).more.append(name.as_written)


def one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter left out, put in, changed, or by two letters that changed places."""
    if one == other or abs(len(one) - len(other)) > 1 or one[0] != other[0]:
        return False
    at = next((n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    rest_one, rest_other = one[at:], other[at:]
    return (
        rest_one[1:] == rest_other or rest_one == rest_other[1:] or rest_one[1:] == rest_other[1:]
        or (len(rest_one) > 1 and rest_one[:2] == rest_other[1::-1] and rest_one[2:] == rest_other[2:])
    )  # fmt: skip


# -- rows ------------------------------------------------------------------------------------------


def _row(person: Person, known: KnownRoles, lexicon: Lexicon) -> Identifier:
    """A person as a row, with every form in which the name can stand."""
    best = max(person.names, key=lambda n: (len(n.words) > 1, n.times))
    forms: dict[str, None] = {n.as_written: None for n in [best, *person.names]}
    if len(person.words) > 1 and len(person.words[0]) > 1:
        first, last = best.as_written.split()[0], best.as_written.split()[-1]
        forms |= {f"{first[0]} {last}": None, f"{last} {first}": None, f"{first} {last}": None}
        forms |= {f"{last} {first[0]}": None}
    forms |= dict.fromkeys(person.more)
    forms |= {f"{title.capitalize()} {name}": None for title, name in person.titled}
    role = known.role_of(person.names)
    worker = role in known.workers or (not role and _only_titles(person, known))
    return Identifier(
        id="", kind="worker" if worker else "person", original=best.as_written, forms=tuple(forms), replacement="",
        role=role, capital=tuple(f for f in forms if " " not in f and needs_capital(f, lexicon)),
    )  # fmt: skip


def _without_doubles(rows: Sequence[Identifier]) -> list[Identifier]:
    """The rows without made forms ("K Marsh") that would stand for two persons."""
    times = Counter(form.casefold() for row in rows for form in row.forms)
    return [
        replace(row, forms=tuple(f for f in row.forms if f == row.original or times[f.casefold()] == 1)) for row in rows
    ]


def _only_titles(person: Person, known: KnownRoles) -> bool:
    titles = {t for n in person.names for t in n.titles}
    return bool(titles) and titles <= known.worker_titles


def needs_capital(word: str, lexicon: Lexicon) -> bool:
    """Whether a single name is a word besides, to be taken only where it has its capital."""
    plain = plain_word(word)
    if lexicon.is_given(word):
        return len(word) < 3 or is_guarded_word(plain)
    return len(word) < 3 or lexicon.is_ordinary(word) or lexicon.is_english(word)


def _plain_row(kind: str, name: Name, lexicon: Lexicon) -> Identifier:
    written = name.as_written
    forms = dict.fromkeys([written, *(" ".join(w) for w in name.written)])
    capital = tuple(f for f in forms if " " not in f and needs_capital(f, lexicon))
    return Identifier(id="", kind=kind, original=written, forms=tuple(forms), replacement="", capital=capital)
